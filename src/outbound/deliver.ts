// The one way out: outbox -> platform, in order of urgency, with retries. Whatever is sent is asked once more whether it may be heard.

import type { PlatformEvent } from '../chat/message/heard.ts';
import type { Message } from '../chat/message/message.ts';
import { addressOf, type Body, type Outgoing } from '../chat/message/outgoing.ts';
import { namedFor, strangersTo } from '../chat/people/accounts.ts';
import { databaseAway, passing, whenBack } from '../db/connection/away.ts';
import { loadEmbargo } from '../db/embargoes.ts';
import { addressNow } from '../db/identities.ts';
import { storeHeard } from '../db/inbox.ts';
import { loadList } from '../db/lists.ts';
import {
  bodyOf,
  cardRefs,
  claim,
  type Ended,
  insertMessages,
  isPutAway,
  noteRefs,
  type OutboxRow,
  reclaim,
  renew,
  saveCardRefs,
  settleRow,
  unsaid,
} from '../db/outbox.ts';
import { profilesOf } from '../db/people.ts';
import { lookAgain } from '../db/rooms.ts';
import { putOffMsMax } from '../db/sense.ts';
import { mayNotify } from '../domain/audience.ts';
import { type PersonId, type PlatformName, platformOf, type RoomId } from '../domain/values/ids.ts';
import { dayMs, type Instant, minuteMs } from '../domain/values/time.ts';
import type { Engine, Lease } from '../engine.ts';
import { ownFault } from '../errors.ts';
import { errorCode } from '../log.ts';
import { accountClosed, type Platform, type Post as PlatformPost, SendFailure } from '../platforms/platform.ts';
import { alarms, broken, formAgain, notShown } from './alarms.ts';
import { gate, type Known, type Passed } from './audience-gate.ts';
import { homeNow } from './home-page.ts';
import { addressed } from './route.ts';

/** What a killed process held is taken up when its claim lapses. */
export const usualLease: Lease = { ms: 15_000, renewEveryMs: 5_000 };
/** Where nothing renews a claim it is good for longer than any platform's time-outs for one post. */
const unrenewedMs = 2 * minuteMs;
// How often claims that have lapsed are looked for.
const lookEveryMs = 1_000;
const retryMsMin = 1_000;
const retryMsMax = putOffMsMax;
// A place rests this long at the most after a failure: a leak alert may stand behind it.
const overtakenAfterMs = minuteMs / 2;
// Both: what waited for a day because the bot was down has not been tried yet.
const giveUpAfterMs = dayMs;
const giveUpAfterTries = 10;
const elsewhereTries = 3;
// What the bot itself throws does not pass by waiting.
const brokenTries = 3;

/** The bot threw while it put a message together, or handed it over, as often as it is tried. `code`: what was thrown, for the log. */
class Broken extends SendFailure {}

/** What delivering needs besides the engine: `stop` ends the patience with a database that is away. */
type Hand = { readonly engine: Engine; readonly stop: AbortSignal; readonly leaseMs: number };

const never = new AbortController().signal;

/** Sends up to `atOnce` rows that may be sent now, side by side; resolves to how many were taken up. Throws when the database is away before that. */
export async function deliverDue(engine: Engine, atOnce: number, stop: AbortSignal = never): Promise<number> {
  const rows = await takeUp(engine, atOnce, unrenewedMs, []);
  await Promise.all(rows.map((row) => deliverRow({ engine, stop, leaseMs: unrenewedMs }, row)));
  return rows.length;
}

export type Post = {
  /** Takes up what may be sent now, as far as there are hands free, and does not wait for it. Resolves to how many rows were taken up. */
  send(): Promise<number>;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
};

/** Sends `atOnce` rows side by side; a slow place costs one hand, not the others. `wake` is called when more may be sent. */
export function openPost(engine: Engine, atOnce: number, { wake, stop }: { wake: () => void; stop: AbortSignal }): Post {
  const { ms: leaseMs, renewEveryMs } = engine.lease ?? usualLease;
  const inHand = new Map<string, { readonly row: OutboxRow; readonly work: Promise<void> }>();
  const renewing = openRenewing(engine, renewEveryMs, () =>
    renew(
      engine.db,
      [...inHand.values()].map(({ row }) => row),
      engine.now(),
      leaseMs,
    ),
  );
  let lookedAt = Number.NEGATIVE_INFINITY;
  let strangersAt = Number.NEGATIVE_INFINITY;
  // While the database was away nobody could renew a claim: those who live get the time to do so, or what they said is said again.
  const spare = () => {
    strangersAt = engine.now() + renewEveryMs;
  };
  const hold = (row: OutboxRow) => {
    const work = deliverRow({ engine, stop, leaseMs }, row)
      .then((restMs) => {
        if (restMs > 0) setTimeout(wake, restMs).unref();
      })
      // Its claim will lapse, and then it is taken up again.
      .catch((error: unknown) => engine.log('deliver.broken', { row: row.id, code: errorCode(error) }))
      .finally(() => {
        inHand.delete(row.id);
        if (inHand.size === 0) renewing.stop();
        wake();
      });
    inHand.set(row.id, { row, work });
    renewing.start();
  };
  return {
    send: async () => {
      const free = atOnce - inHand.size;
      if (free <= 0) return 0;
      // An answer must not wait for it each time: a claim lapses after seconds.
      const look = Math.abs(engine.now() - lookedAt) >= lookEveryMs;
      if (look) lookedAt = engine.now();
      const began = engine.now();
      const rows = await takeUp(engine, free, leaseMs, look && began >= strangersAt ? [...inHand.keys()] : null).catch((error: unknown) => {
        spare();
        throw error;
      });
      if (engine.now() - began > renewEveryMs) spare();
      for (const row of rows) hold(row);
      return rows.length;
    },
    idle: async () => {
      await Promise.all([...inHand.values()].map(({ work }) => work));
    },
  };
}

/** `inHand`: the caller's own rows, when claims that have lapsed are to be taken up again too. */
async function takeUp(
  { db, now, platforms, log }: Engine,
  limit: number,
  leaseMs: number,
  inHand: readonly string[] | null,
): Promise<OutboxRow[]> {
  const here = (Object.keys(platforms) as PlatformName[]).filter((name) => platforms[name]?.speaks() === true);
  const repeated = inHand === null ? 0 : await reclaim(db, here, now(), { inHand });
  if (repeated > 0) log('deliver.reclaimed', { rows: repeated });
  return claim(db, here, now(), leaseMs, limit);
}

/** Calls `renewAll` each `everyMs` between `start` and `stop`, one call at a time. */
function openRenewing({ log }: Engine, everyMs: number, renewAll: () => Promise<void>): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    // What cannot be renewed may be somebody else's in the end: settling it finds that out.
    await renewAll().catch((error: unknown) => log('deliver.not-renewed', { code: errorCode(error) }));
    running = false;
  };
  return {
    start: () => {
      timer ??= setInterval(() => void run(), everyMs).unref();
    },
    stop: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
    },
  };
}

/** What comes of a row: how it ended, how long its lane rests, what is to be said because of it, and what is noticed by it. */
type Done = { readonly ended: Ended; readonly restMs: number; readonly told: readonly Outgoing[]; readonly noticed?: PlatformEvent };

/** Resolves to how long the row's lane rests now. */
async function deliverRow(hand: Hand, row: OutboxRow): Promise<number> {
  const { db, now, platforms, log } = hand.engine;
  const platform = platforms[platformOf(row.lane as RoomId)];
  if (platform === undefined) return 0;
  const { ended, restMs, told, noticed: event } = await attempted(hand, platform, row);
  const settle = (more: readonly Outgoing[]) =>
    kept(hand, row, () =>
      db.transaction(async (tx) => {
        const mine = await settleRow(tx, row, ended, now(), now() + restMs);
        if (mine) await insertMessages(tx, await unsaid(tx, await addressed(tx, hand.engine, more, now())), now());
        if (mine && event !== undefined) await storeHeard(tx, [event], now());
        return mine;
      }),
    );
  const held = await settle(told).catch((error: unknown) => {
    throwIfAway(error);
    // What is to be said because of it cannot be: that must not keep the row from ending, or it is sent over and over.
    log('deliver.not-told', { row: row.id, code: errorCode(error) });
    return settle([]);
  });
  log(held ? 'delivered' : 'deliver.claim-lost', { row: row.id, state: ended.state, code: ended.code });
  return restMs;
}

/**
 * A step in the database. What was sent is known here and nowhere else: a database that is away, and whoever is in the way, is waited for, or it
 * would be sent again.
 */
function kept<T>({ engine, stop }: Hand, row: OutboxRow, step: () => Promise<T>): Promise<T> {
  return whenBack(step, stop, (error) => engine.log('deliver.waiting', { row: row.id, code: errorCode(error) }), passing);
}

async function attempted(hand: Hand, platform: Platform, row: OutboxRow): Promise<Done> {
  const { engine } = hand;
  const ready = await kept(hand, row, () => prepared(engine, platform, row)).catch((error: unknown) => {
    // Nothing was sent yet, so nothing can be said twice.
    throwIfAway(error);
    return failureOf(row, error, 'again');
  });
  if (ready instanceof SendFailure) return failed(hand, row, ready, null);
  try {
    return await carriedOut(hand, platform, row, ready);
  } catch (error) {
    throwIfAway(error);
    return failed(hand, row, failureOf(row, error, 'unsure'), ready.body);
  }
}

/** What the database refuses, and what waits for a key, may pass; what the bot itself does wrong does not, and is given up after a few tries. */
function failureOf({ attempts }: OutboxRow, error: unknown, kind: 'again' | 'unsure'): SendFailure {
  if (error instanceof SendFailure) return error;
  return ownFault(error) && attempts >= brokenTries ? new Broken('gone', errorCode(error)) : new SendFailure(kind, errorCode(error));
}

function throwIfAway(error: unknown): void {
  if (databaseAway(error)) throw error;
}

/** What of a row's posts its platform has to know besides what they say. */
type Manner = Pick<PlatformPost, 'loose' | 'quiet'>;

/** `found`: the posts that an earlier try left behind, by their page. */
type Ready = {
  readonly body: Body;
  readonly passed: Passed;
  readonly known: Known;
  readonly manner: Manner;
  readonly pages: readonly unknown[];
  readonly found: ReadonlyMap<number, string>;
};

/** Everything that can be done before something is sent: what is to be said, whether it may be heard, and how it looks. */
async function prepared(engine: Engine, platform: Platform, row: OutboxRow): Promise<Ready> {
  const body = await bodyOf(engine.db, row.id);
  if (body === null) throw new SendFailure('gone', 'nothing-to-say');
  const known = await knownOf(engine, platform, row);
  const passed = laidOut(() => gate({ to: row.destination, kind: row.kind, body }, known));
  const manner = { ...looseness(row, known), ...quietness(row, passed) };
  const ready = (pages: readonly unknown[], found: Ready['found'] = new Map()): Ready => ({ body, passed, known, manner, pages, found });
  if (passed.type === 'withheld' || passed.type === 'form') return ready([]);
  if (passed.type === 'home') return ready(await homePages(engine, platform, row));
  const { zone } = known;
  const message = await readable(engine, row, passed.message, known);
  const inRoom = row.destination.type === 'room';
  const pagesOf = (repeated: boolean) => laidOut(() => platform.pages(message, { zone, repeated, inRoom }));
  if (!row.repeated) return ready(pagesOf(false));
  const refs = row.card === null ? row.refs : await cardRefs(engine.db, row.card);
  const { found, certain } = await lookedFor(platform, row, manner, refs.length, pagesOf(false).length);
  // What is edited in place is not said twice; a card's first post may be.
  const repeated = !certain && (row.card === null || refs.length === 0);
  return ready(pagesOf(repeated), found);
}

/** Laying out asks nobody for anything: whatever it throws is the bot's own fault. */
function laidOut<Result>(step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    throw error instanceof SendFailure || ownFault(error) ? error : new TypeError('not laid out', { cause: error });
  }
}

/** A message in which nobody stands by an id that its reader's platform does not know. */
async function readable({ db }: Engine, { lane }: OutboxRow, message: Message, { list }: Known): Promise<Message> {
  const reader = lane as PersonId | RoomId;
  const strangers = strangersTo(reader, message);
  if (strangers.length === 0) return message;
  const told = await profilesOf(db, strangers);
  const names = strangers.flatMap((id) => {
    const name = list?.members[id]?.name ?? told.get(id)?.name ?? null;
    return name === null ? [] : [[id, name] as const];
  });
  return namedFor(reader, message, new Map(names));
}

/**
 * What an earlier try of this row posted without its being noted, as far as the platform lets the bot look. Each page is noted before the next is
 * posted, so of a message it can be the next page alone; of a card, any, since one that cannot be edited any more is posted anew.
 */
async function lookedFor(platform: Platform, row: OutboxRow, { quiet }: Manner, noted: number, pages: number) {
  const found = new Map<number, string>();
  const { id: rowId, destination: to, queuedAt: since } = row;
  const shown = quiet === undefined ? {} : { quiet };
  for (let index = row.card === null ? noted : 0; index < pages; index += 1) {
    const answer = await platform.find({ rowId, index, to, since, ...shown });
    if (answer === 'unknown') return { found, certain: false };
    if (answer !== 'no') found.set(index, answer.ref);
    if (row.card === null) break;
  }
  return { found, certain: true };
}

/** Somebody's page, as it is at this moment. */
async function homePages(engine: Engine, platform: Platform, { destination, repeated: maybe }: OutboxRow): Promise<unknown[]> {
  if (destination.type === 'room') throw new SendFailure('gone', 'page-for-a-room');
  const { message, zone } = await homeNow(engine, addressOf(destination));
  // On its own surface it takes the place of the one before it, and is never said twice.
  const surface = destination.type === 'home' ? 'home' : 'post';
  return [...laidOut(() => platform.pages(message, { zone, repeated: surface === 'post' && maybe, surface }))];
}

/** What the right to hear depends on, read now: the list, the embargo, and the room as its platform sees it at this moment. */
async function knownOf({ db }: Engine, platform: Platform, row: OutboxRow): Promise<Known & { readonly zone: string | null }> {
  const list = row.list === null ? null : await loadList(db, row.list);
  const embargo = row.embargo === null ? null : await loadEmbargo(db, row.embargo);
  const audit = row.destination.type === 'room' ? await platform.inspect(row.destination.room) : null;
  const { destination: to } = row;
  if (to.type === 'room') return { list, embargo, audit, zone: null };
  const { address, zone: told } = await addressNow(db, to.person, addressOf(to));
  return { list, embargo, audit, address, zone: list?.members[to.person]?.zone ?? told };
}

async function carriedOut(hand: Hand, platform: Platform, row: OutboxRow, ready: Ready): Promise<Done> {
  const { passed, known } = ready;
  const { db, now } = hand.engine;
  switch (passed.type) {
    case 'withheld': {
      const ended: Ended = { state: 'withheld', code: passed.because };
      if (row.destination.type !== 'room' || passed.because === 'room-not-adopted') return { ended, restMs: 0, told: [] };
      // A room that became unfit is somebody's to mend, and its list has to know of it; one that the list gave up is not.
      const { room } = row.destination;
      await kept(hand, row, () => lookAgain(db, room, now(), 0));
      return { ended, restMs: 0, told: alarms(now(), known.list, row, passed.because) };
    }
    case 'form':
      await platform.ask(row.destination, passed.form, passed.trigger, row.id);
      return { ended: { state: 'sent', code: null }, restMs: 0, told: [] };
    case 'home':
    case 'message':
      await (row.card === null ? postPages(hand, platform, row, ready) : editCard(hand, platform, row, row.card, ready));
      return { ended: { state: 'sent', code: passed.type === 'home' || passed.whole ? null : 'less' }, restMs: platform.paceMs, told: [] };
    default:
      return passed satisfies never;
  }
}

/** Each page that is posted is noted at once: what comes after a crash goes on where this stopped. */
async function postPages(hand: Hand, platform: Platform, row: OutboxRow, { pages, found, manner }: Ready): Promise<void> {
  const { leaseMs, engine } = hand;
  const { db, now } = engine;
  const refs = [...row.refs];
  for (const [index, page] of pages.entries()) {
    if (index < refs.length) continue;
    const post = { rowId: row.id, index, to: row.destination, page, replaces: null, pin: false, ...manner };
    refs.push(found.get(index) ?? (await platform.post(post)));
    if (refs.length < pages.length) await kept(hand, row, () => noteRefs(db, row, refs, now(), leaseMs));
  }
}

/** Whether a coordinator lets devices read along that their owners have not signed. */
function looseness({ destination: to }: OutboxRow, { list }: Known): { readonly loose?: true } {
  return to.type === 'room' && list?.rooms[to.room]?.keys === 'all' ? { loose: true } : {};
}

/** Whether what may be said of a row may be shown by no notification. What is said instead of a detail shows none. */
function quietness(row: OutboxRow, passed: Passed): Pick<PlatformPost, 'quiet'> {
  if (passed.type !== 'message' || !passed.whole) return {};
  if (mayNotify[row.kind] && passed.message.quiet !== true) return {};
  return { quiet: row.card === null ? 'answer' : 'card' };
}

async function editCard(hand: Hand, platform: Platform, row: OutboxRow, key: string, { pages, found, manner }: Ready): Promise<void> {
  const { db } = hand.engine;
  const before = await kept(hand, row, () => cardRefs(db, key));
  const refs = [...before];
  const onlyEdit = isPutAway(key) ? { onlyEdit: true as const } : {};
  const note = () => kept(hand, row, () => saveCardRefs(db, key, refs));
  for (const [index, page] of pages.entries()) {
    // A platform that cannot edit the old post any more posts anew, and pins that.
    const pin = row.pin && index === 0;
    const replaces = found.get(index) ?? before[index] ?? null;
    refs[index] = await platform.post({ rowId: row.id, index, to: row.destination, page, replaces, pin, ...manner, ...onlyEdit });
    if (refs[index] !== before[index]) await note();
  }
  for (const ref of refs.splice(pages.length)) if (ref !== null) await platform.remove(row.destination, ref);
  if (refs.length !== before.length) await note();
}

async function failed(hand: Hand, row: OutboxRow, failure: SendFailure, body: Body | null): Promise<Done> {
  const { db, now, log } = hand.engine;
  const event = closedAccount(row, failure, now());
  const ended = endingOf(hand.engine, row, failure, body?.type === 'form', event !== null);
  // What comes later in the same place waits with it, so that nothing is heard before what it answers; but not for ever.
  const restMs =
    failure.kind === 'paused' ? pausedMs(failure) : ended.state === 'queued' ? Math.min(ended.notBefore - now(), overtakenAfterMs) : 0;
  // A form for which there is no window, or not any more, is offered by a button: nobody has to look after that.
  if (failure.kind === 'expired') log('deliver.form-offered', { row: row.id, code: failure.code });
  else log('deliver.failed', { row: row.id, kind: failure.kind, code: failure.code, state: ended.state, tries: row.attempts });
  if (ended.state !== 'dead') return { ended, restMs, told: [], ...(event === null ? {} : { noticed: event }) };
  if (failure.kind === 'expired') return { ended, restMs, told: [formAgain(row, body?.type === 'form' && body.trigger === null)] };
  const { list } = row;
  const [because, reader] = failure instanceof Broken ? [broken, notShown(row)] : [failure.code, []];
  const told = list === null ? [] : alarms(now(), await kept(hand, row, () => loadList(db, list)), row, because);
  return { ended, restMs, told: [...reader, ...told] };
}

/** Somebody's account is closed, as the platform says when something is sent to it. */
function closedAccount({ id, destination: to }: OutboxRow, { code }: SendFailure, at: Instant): PlatformEvent | null {
  if (to.type === 'room' || !accountClosed.has(code)) return null;
  const person = addressOf(to);
  const profile = { person, name: null, zone: null, gone: true, app: false };
  return { key: `closed:${person}:${id}`, at, about: person, change: { type: 'person', profile } };
}

function endingOf({ now, random }: Engine, row: OutboxRow, failure: SendFailure, keep: boolean, elsewhere: boolean): Ended {
  const { kind, code } = failure;
  const dead: Ended = { state: 'dead', code, keep };
  const givenUp = now() - row.queuedAt > giveUpAfterMs && row.attempts >= giveUpAfterTries;
  const later = (ms: number, repeated: boolean): Ended =>
    givenUp ? dead : { state: 'queued', code, notBefore: now() + ms, repeated: row.repeated || repeated };
  switch (kind) {
    case 'again':
    case 'elsewhere':
      return later(backoff(row.attempts, random()), false);
    case 'unsure':
      return later(backoff(row.attempts, random()), true);
    case 'paused':
      return later(pausedMs(failure), false);
    case 'gone':
      // Its reader may have another account, to which it is sent once this one is known to be closed.
      return elsewhere && row.attempts < elsewhereTries ? later(backoff(row.attempts, random()), false) : dead;
    case 'expired':
      return dead;
    default:
      return kind satisfies never;
  }
}

/** As long as the platform asks, within reason: asked once more, it says how much longer. */
function pausedMs({ afterMs }: SendFailure): number {
  return Math.min(Math.max(0, afterMs), putOffMsMax);
}

/** Doubles with each try, and spreads by half, so that replicas do not knock in step. */
function backoff(tries: number, random: number): number {
  return Math.min(retryMsMax, retryMsMin * 2 ** Math.min(tries - 1, 20)) * (0.5 + random / 2);
}
