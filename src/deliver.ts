// The one way out: outbox -> platform, in order of urgency, with retries. Whatever is sent is asked once more whether it may be heard.
import { line } from './chat/message.ts';
import type { Outgoing } from './chat/outgoing.ts';
import { personal } from './chat/queries.ts';
import { databaseAway } from './db/away.ts';
import { loadEmbargo } from './db/embargoes.ts';
import { loadList } from './db/lists.ts';
import { cardRefs, claim, type Ended, enqueue, noteRefs, type OutboxRow, reclaim, saveCardRefs, settleRow } from './db/outbox.ts';
import { type PersonId, type PlatformName, platformOf, type RoomId } from './domain/ids.ts';
import { coordinatorsOf, type List } from './domain/list.ts';
import { dayMs, minuteMs } from './domain/time.ts';
import type { Engine } from './engine.ts';
import { gate, type Known, type Passed } from './gate.ts';
import { errorCode } from './log.ts';
import { type Platform, SendFailure } from './platforms/platform.ts';

/** A claim is good for this long: longer than any platform's time-out, so that a living process never loses its claim. */
const leaseMs = minuteMs;
const retryMsMin = 1_000;
const retryMsMax = 5 * minuteMs;
const giveUpAfterMs = dayMs;

/** Sends up to `atOnce` rows that may be sent now, side by side; resolves to how many were taken up. Throws only when the database is away. */
export async function deliverDue(engine: Engine, atOnce: number): Promise<number> {
  const { db, now, platforms } = engine;
  const repeated = await reclaim(db, now());
  if (repeated > 0) engine.log('deliver.reclaimed', { rows: repeated });
  const rows = await claim(db, Object.keys(platforms) as PlatformName[], now(), leaseMs, atOnce);
  await Promise.all(rows.map((row) => deliverRow(engine, row)));
  return rows.length;
}

async function deliverRow(engine: Engine, row: OutboxRow): Promise<void> {
  const { db, now, platforms } = engine;
  const platform = platforms[platformOf(row.lane as RoomId)];
  if (platform === undefined || row.body === null) return;
  try {
    const known = await knownOf(engine, platform, row);
    const passed = gate({ to: row.destination, kind: row.kind, body: row.body }, known);
    const ended = await sent(engine, platform, row, passed, known.list);
    await settleRow(db, row, ended, now(), now() + platform.paceMs);
    engine.log('delivered', { row: row.id, state: ended.state, code: ended.code });
    if (passed.type === 'withheld' && row.destination.type === 'room') await alarm(engine, known.list, row, passed.because);
  } catch (error) {
    if (databaseAway(error)) throw error;
    await failed(engine, row, error instanceof SendFailure ? error : new SendFailure('unsure', errorCode(error)));
  }
}

/** What the right to hear depends on, read now: the list, the embargo, and the room as its platform sees it at this moment. */
async function knownOf({ db }: Engine, platform: Platform, row: OutboxRow): Promise<Known> {
  const list = row.list === null ? null : await loadList(db, row.list);
  const embargo = row.embargo === null ? null : await loadEmbargo(db, row.embargo);
  const audit = row.destination.type === 'room' ? await platform.inspect(row.destination.room) : null;
  return { list, embargo, audit };
}

async function sent(engine: Engine, platform: Platform, row: OutboxRow, passed: Passed, list: List | null): Promise<Ended> {
  switch (passed.type) {
    case 'withheld':
      return { state: 'withheld', code: passed.because };
    case 'form':
      await platform.ask(row.destination, passed.form, passed.trigger);
      return { state: 'sent', code: null };
    case 'message': {
      const reader = row.destination.type === 'person' ? (list?.members[row.destination.person]?.zone ?? null) : null;
      const pages = platform.pages(passed.message, { zone: reader, repeated: row.repeated && row.card === null });
      await (row.card === null ? postPages(engine, platform, row, pages) : editCard(engine, platform, row, row.card, pages));
      return { state: 'sent', code: passed.whole ? null : 'less' };
    }
    default:
      return passed satisfies never;
  }
}

/** Each page that is posted is noted at once: what comes after a crash goes on where this stopped. */
async function postPages({ db }: Engine, platform: Platform, row: OutboxRow, pages: readonly unknown[]): Promise<void> {
  const refs = [...row.refs];
  for (const page of pages.slice(refs.length)) {
    refs.push(await platform.post({ rowId: row.id, to: row.destination, page, replaces: null, pin: false }));
    if (pages.length > 1) await noteRefs(db, row, refs);
  }
}

async function editCard({ db }: Engine, platform: Platform, row: OutboxRow, key: string, pages: readonly unknown[]): Promise<void> {
  const before = await cardRefs(db, key);
  const refs = [...before];
  for (const [index, page] of pages.entries()) {
    const pin = row.pin && index === 0 && (before[0] ?? null) === null;
    refs[index] = await platform.post({ rowId: row.id, to: row.destination, page, replaces: before[index] ?? null, pin });
    if (refs[index] !== before[index]) await saveCardRefs(db, key, refs);
  }
  for (const ref of refs.splice(pages.length)) if (ref !== null) await platform.remove(row.destination, ref);
  if (refs.length !== before.length) await saveCardRefs(db, key, refs);
}

async function failed(engine: Engine, row: OutboxRow, failure: SendFailure): Promise<void> {
  const { db, now } = engine;
  const ended = endingOf(engine, row, failure);
  const laneFreeAt = failure.kind === 'paused' ? now() + failure.afterMs : now();
  await settleRow(db, row, ended, now(), laneFreeAt);
  engine.log('deliver.failed', { row: row.id, kind: failure.kind, code: failure.code, state: ended.state });
  if (ended.state !== 'dead') return;
  if (failure.kind === 'expired') return enqueue(db, [formAgain(row)], now());
  await alarm(engine, row.list === null ? null : await loadList(db, row.list), row, failure.code);
}

function endingOf({ now, random }: Engine, row: OutboxRow, failure: SendFailure): Ended {
  const { kind, code } = failure;
  const later = (ms: number, repeated: boolean): Ended =>
    now() - row.queuedAt > giveUpAfterMs
      ? { state: 'dead', code }
      : { state: 'queued', code, notBefore: now() + ms, repeated: row.repeated || repeated };
  switch (kind) {
    case 'again':
      return later(backoff(row.attempts, random()), false);
    case 'unsure':
      return later(backoff(row.attempts, random()), true);
    case 'paused':
      return later(failure.afterMs, false);
    case 'expired':
    case 'gone':
      return { state: 'dead', code };
    default:
      return kind satisfies never;
  }
}

/** Doubles with each try, and spreads by half, so that replicas do not knock in step. */
function backoff(attempts: number, random: number): number {
  return Math.min(retryMsMax, retryMsMin * 2 ** Math.min(attempts, 20)) * (0.5 + random / 2);
}

/** The window in which a form could be opened is over: a button opens it afresh, with everything that was typed. */
function formAgain(row: OutboxRow): Outgoing {
  const { destination: to } = row;
  const person = to.type === 'person' ? to : { person: '' as PersonId, room: null };
  const nodes = [
    line('The form could not be opened in time. Nothing was lost.'),
    { type: 'actions', actions: [{ label: 'Open the form', words: `form ${row.id}`, style: 'primary' }] } as const,
  ];
  return personal({ person: person.person, room: person.room }, nodes);
}

/** Tells the coordinators, once a room and reason, that something was not said, and why. What it was is not repeated. */
async function alarm({ db, now }: Engine, list: List | null, row: OutboxRow, because: string): Promise<void> {
  if (list === null || row.card?.startsWith('alarm:') === true) return;
  const where =
    row.destination.type === 'room'
      ? (list.rooms[row.destination.room]?.audit.name ?? row.destination.room)
      : (list.members[row.destination.person]?.name ?? 'somebody');
  const said = line(`I could not say something to ${where}: ${because}. Put it right there, or take it off the list.`);
  const messages = coordinatorsOf(list)
    .filter(({ person }) => row.destination.type === 'room' || row.destination.person !== person)
    .map(
      ({ person }): Outgoing => ({
        ...personal({ person, room: null }, [said]),
        urgency: 'leak',
        list: list.id,
        card: { key: `alarm:${row.lane}:${because}:${person}`, pin: false },
      }),
    );
  await enqueue(db, messages, now());
}
