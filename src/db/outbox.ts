// What is to be said: queued in the transaction that made it true, claimed by any number of replicas, in order of urgency,
// one in flight for each lane.
import { randomUUID } from 'node:crypto';
import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  max,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Form } from '../chat/message/form.ts';
import { addressOf, type Body, laneOf, type Outgoing, urgencies } from '../chat/message/outgoing.ts';
import { batches } from '../domain/values/batches.ts';
import type { PersonId, PlatformName } from '../domain/values/ids.ts';
import { dayMs, type Instant } from '../domain/values/time.ts';
import { codeOf } from '../errors.ts';
import type { Db } from './connection/client.ts';
import { embargoStream, type Lying, listStream } from './integrity/chains.ts';
import { cardRows, type OpenRow, outboxRows } from './integrity/sealed-rows.ts';
import { once, slot, slotsOfNow, type When } from './once.ts';
import { takeOver } from './overtaken.ts';
import { cards, chains, lanes, outbox } from './schema.ts';
import { unlessBroken } from './seal.ts';
import { reached, senseless } from './sense.ts';

const { body: _sealed, ...claimed } = getTableColumns(outbox);
// As the index of what waits has it: with a parameter instead, a plan that is kept could not use it.
const stillQueued = sql`${outbox.state} = 'queued'`;

/** A claimed row. Its body is read apart (`sayingOf`): one that cannot be opened must not stand in the way of the others. */
export type OutboxRow = Omit<OpenRow<typeof outbox.$inferSelect>, 'body'>;

/** A message, and the instant before which it is not sent, where that is not at once. */
export type Queued = Outgoing & { readonly notBefore?: Instant };

/** Queues messages. An edit of a card takes the place of one that still waits: only the newest is worth sending. */
export async function insertMessages(tx: Db, wanted: readonly Queued[], now: Instant): Promise<void> {
  if (wanted.length === 0) return;
  const messages: Queued[] = [];
  for (const message of wanted) messages.push(...(await putAway(tx, message)), message);
  const rows = messages.map((message) => rowOf(message, now));
  const laneRows = [...new Set(rows.map((row) => row.lane))].sort().map((lane) => ({ lane, freeAt: now }));
  const made = tx.$with('made').as(tx.insert(lanes).values(laneRows).onConflictDoNothing().returning({ lane: lanes.lane }));
  const newest = [...new Map(rows.map((row) => [row.card ?? row.id, row])).values()];
  const queued = new Set<string>();
  for (const [index, some] of batches(newest, atOnceMax).entries()) {
    const sealed = some.map((row) => outboxRows.seal(row));
    // All places are made with the first, in the order of their names: who makes some of them too waits, and does not lock.
    const asking = index === 0 ? tx.with(made) : tx;
    const inserted = await asking.insert(outbox).values(sealed).onConflictDoNothing(oneWaits).returning({ id: outbox.id });
    for (const { id } of inserted) queued.add(id);
  }
  for (const row of newest) if (row.card !== null && !queued.has(row.id)) await replaceEdit(tx, row, row.card);
}

// A statement takes 65,535 values at most, and twice as many rows in one take the embedded database four times as long.
const atOnceMax = 500;

const oneWaits = { target: outbox.card, where: sql`state = 'queued' and card is not null` };

/** Lets the edit of a card that waits say what a newer one says (what is sealed for one row is of no use in another), or queues that one. */
async function replaceEdit(tx: Db, row: ReturnType<typeof rowOf>, card: string): Promise<void> {
  for (;;) {
    const [waits] = await tx
      .select()
      .from(outbox)
      .where(and(eq(outbox.card, card), eq(outbox.state, 'queued')))
      .for('update');
    if (waits === undefined) {
      // It was sent meanwhile.
      const again = tx.insert(outbox).values(outboxRows.seal(row)).onConflictDoNothing(oneWaits).returning({ id: outbox.id });
      if ((await again).length > 0) return;
      continue;
    }
    const { refs: _, ...place } = waits;
    const { body, kind } = outboxRows.seal({ ...place, body: row.body, kind: row.kind });
    // One that may have been posted already was posted after it was first queued: there it is looked for.
    const queuedAt = waits.repeated ? waits.queuedAt : row.queuedAt;
    await tx.update(outbox).set({ body, kind, queuedAt }).where(eq(outbox.id, waits.id));
    return;
  }
}

/** How many messages were sent to a place since an instant. */
export function sentSince(db: Db, lane: string, since: Instant): Promise<number> {
  return db.$count(outbox, and(eq(outbox.lane, lane), eq(outbox.state, 'sent'), gt(outbox.sentAt, since)));
}

/** The place in the outbox of the last message that waits to be sent to a place; null where none does. */
export async function lastQueued(db: Db, lane: string): Promise<number | null> {
  const [row] = await db
    .select({ seq: max(outbox.seq) })
    .from(outbox)
    .where(and(eq(outbox.lane, lane), stillQueued));
  return row?.seq ?? null;
}

/** Whether this message was sent, and is the last one that somebody got there: cards of rooms aside, which are edited in place. */
export async function isLastSent(db: Db, lane: string, to: PersonId, seq: number, since: Instant): Promise<boolean> {
  const alone = sql`coalesce(${outbox.destination}->>'as', ${outbox.destination}->>'person') = ${to}`;
  const theirs = or(alone, and(sql`${outbox.destination}->>'type' = 'room'`, isNull(outbox.card)));
  const sent = and(eq(outbox.state, 'sent'), gte(outbox.sentAt, since), gte(outbox.seq, seq));
  const rows = await db
    .select({ seq: outbox.seq })
    .from(outbox)
    .where(and(eq(outbox.lane, lane), sent, theirs))
    .limit(2);
  return rows.length === 1 && rows[0]?.seq === seq;
}

const putAwayMark = ':before:';

/** Whether a card's key is that of posts which are only edited once more, where they still are. */
export function isPutAway(key: string): boolean {
  return key.includes(putAwayMark);
}

/** Of a card that is posted afresh: the posts it consisted of get a key of their own, and are edited once more, so that nothing can be pressed there. */
async function putAway(tx: Db, message: Queued): Promise<Queued[]> {
  const { card } = message;
  if (card?.anew === undefined) return [];
  const refs = await cardRefs(tx, card.key);
  await tx.delete(cards).where(eq(cards.key, card.key));
  if (!refs.some((ref) => ref !== null)) return [];
  const key = `${card.key}${putAwayMark}${randomUUID()}`;
  await saveCardRefs(tx, key, refs);
  return [{ ...message, body: { type: 'message', message: card.anew, less: null }, card: { key, pin: false } }];
}

/**
 * Claims up to `limit` rows for the platforms that speak here, at most one a lane, until `now + leaseMs`. The most urgent lanes come first.
 * Whoever claims sends them alone; a claim that lapses (its process died) is taken up again by `reclaim`. `attempts` counts claims, and tells
 * an earlier claim of the same row from a later one.
 */
export async function claim(
  db: Db,
  platforms: readonly PlatformName[],
  now: Instant,
  leaseMs: number,
  limit: number,
): Promise<OutboxRow[]> {
  const { statement, at } = once(db, `claim ${platforms.join()}`, () => claiming(db, platforms));
  const rows = await statement.execute({ ...at(now), claimedUntil: now + leaseMs, limit, more: limit * 4 });
  return rows.map(opened).sort((a, b) => a.urgency - b.urgency || a.seq - b.seq);
}

const sending = alias(outbox, 'sending');

/** All in one statement: each message waits for each of its ways to the database, and each look for more does. */
function claiming(db: Db, platforms: readonly PlatformName[]) {
  const { now, at } = slotsOfNow();
  const due = and(stillQueued, sendable(now), spokenBy(platforms));
  const free = reached(lanes.freeAt, now);
  const claimedUntil = slot('claimedUntil', outbox.claimedUntil);
  // A claim that lapsed is for `reclaim` to take up first: what comes after it in its place would be said before it, and an edit of the same card as if
  // nothing had been posted.
  const claimedLanes = db.select({ lane: sending.lane }).from(sending).where(eq(sending.state, 'sending'));
  const next = db
    .selectDistinctOn([outbox.lane], { lane: outbox.lane, id: outbox.id, urgency: outbox.urgency, seq: outbox.seq })
    .from(outbox)
    .innerJoin(lanes, eq(lanes.lane, outbox.lane))
    .where(and(due, free, notInArray(outbox.lane, claimedLanes)))
    .orderBy(outbox.lane, asc(outbox.urgency), asc(outbox.seq))
    .as('next');
  // More than are wanted: another replica may hold some of them at this moment. The outbox is gone through once, whatever the database expects of it: by
  // a second look at it, nested in this one, a few hundred rows took the embedded database half a minute.
  const waiting = db.$with('waiting').as(db.select().from(next).orderBy(asc(next.urgency), asc(next.seq)).limit(sql.placeholder('more')));
  const held = db.$with('held').as(
    db
      .select({ lane: lanes.lane })
      .from(lanes)
      .where(and(inArray(lanes.lane, db.select({ lane: waiting.lane }).from(waiting)), free))
      .for('update', { skipLocked: true }),
  );
  const chosen = db.$with('chosen').as(
    db
      .select({ id: waiting.id })
      .from(waiting)
      .where(inArray(waiting.lane, db.select({ lane: held.lane }).from(held)))
      .orderBy(asc(waiting.urgency), asc(waiting.seq))
      .limit(sql.placeholder('limit')),
  );
  // A row that is being replaced by a newer edit at this moment is left to that: two that wait for each other's rows would be a deadlock. Whether it is
  // due is asked of the row as it is once it is held: it may have been sent since this statement began.
  const unheld = db.$with('unheld').as(
    db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(inArray(outbox.id, db.select({ id: chosen.id }).from(chosen)), due))
      .for('update', { skipLocked: true }),
  );
  const taken = db.$with('taken').as(
    db
      .update(outbox)
      .set({ state: 'sending', claimedUntil, attempts: sql`${outbox.attempts} + 1` })
      .where(inArray(outbox.id, db.select({ id: unheld.id }).from(unheld)))
      .returning(claimed),
  );
  const kept = db.$with('kept').as(
    db
      .update(lanes)
      .set({ freeAt: claimedUntil })
      .where(inArray(lanes.lane, db.select({ lane: taken.lane }).from(taken)))
      .returning({ lane: lanes.lane }),
  );
  const statement = db.with(waiting, held, chosen, unheld, taken, kept).select().from(taken).prepare('');
  return { statement, at };
}

/** One whose posts are not known, because what is said of them is forged, has no body either: `sayingOf` throws. */
function opened(row: Omit<typeof outbox.$inferSelect, 'body'>): OutboxRow {
  return { ...row, refs: unlessBroken(() => outboxRows.open(row).refs) ?? [] };
}

/**
 * Whether a row's time has come. What waits for the end of somebody's quiet hours is put off by up to a day; everything else is sent at once, or is tried
 * again within minutes: by a clock that was ahead it was put off for longer, or queued at an instant that is still to come.
 */
function sendable(now: When) {
  const neverPutOff = and(eq(outbox.attempts, 0), lte(outbox.notBefore, outbox.queuedAt));
  const tried = or(gt(outbox.attempts, 0), ne(outbox.urgency, urgencies.indexOf('nudge')));
  return or(neverPutOff, reached(outbox.notBefore, now, dayMs), and(tried, senseless(outbox.notBefore, now)));
}

/** A row was sent elsewhere since it was claimed: it is to be claimed anew. */
export class Moved extends Error {
  override readonly name = 'Moved';
  readonly code = 'moved';
}

/** What a row says, and the ends of the chains of its list and its embargo. */
export type Saying = { readonly body: Body; readonly list: Lying; readonly embargo: Lying };

const ofList = alias(chains, 'of_list');
const ofEmbargo = alias(chains, 'of_embargo');

/**
 * What is to be said by a claimed row, and the ends of the chains of what it is about; null when it was said or replaced. Throws a SealError when it cannot
 * be opened, or was written to go elsewhere than the row was claimed for; Moved when the bot itself has changed where it goes since.
 */
export async function sayingOf(db: Db, row: OutboxRow): Promise<Saying | null> {
  const streams = { list: row.list === null ? '' : listStream(row.list), embargo: row.embargo === null ? '' : embargoStream(row.embargo) };
  const asked = once(db, 'saying', () =>
    db
      .select({ lying: outbox, list: ofList, embargo: ofEmbargo })
      .from(outbox)
      .leftJoin(ofList, eq(ofList.stream, slot('list', ofList.stream)))
      .leftJoin(ofEmbargo, eq(ofEmbargo.stream, slot('embargo', ofEmbargo.stream)))
      .where(eq(outbox.id, slot('id', outbox.id)))
      .prepare(''),
  );
  const [found] = await asked.execute({ id: row.id, ...streams });
  if (found === undefined || found.lying.body === null) return null;
  const { lying, list, embargo } = found;
  const { body } = outboxRows.open(lying);
  // As it was claimed, for that is where it goes.
  if (unlessBroken(() => outboxRows.open({ ...row, body: lying.body, refs: lying.refs })) === null) throw new Moved('sent elsewhere');
  return body === null ? null : { body, list, embargo };
}

/**
 * Queues again what was being sent, on these platforms, by a process that is gone. It may have been said already, and will say so.
 * `lapsedBy`: claims that end by then count as lapsed; `now`, unless it is known that nobody else sends. `inHand` are the caller's own rows:
 * how these ended is known, even where the database was away for too long to be told.
 */
export async function reclaim(
  db: Db,
  platforms: readonly PlatformName[],
  now: Instant,
  { lapsedBy = now, inHand = [] }: { lapsedBy?: Instant; inHand?: readonly string[] } = {},
): Promise<number> {
  const others = inHand.length === 0 ? undefined : notInArray(outbox.id, [...inHand]);
  const over = or(lte(outbox.claimedUntil, lapsedBy), senseless(outbox.claimedUntil, now));
  const lapsed = and(eq(outbox.state, 'sending'), over, spokenBy(platforms), others);
  // Almost always there is none.
  const found = await db.select({ id: outbox.id }).from(outbox).where(lapsed).limit(1);
  if (found.length === 0) return 0;
  return db.transaction(async (tx) => {
    // A newer edit of the same card that is on its way, or out, makes the older one not worth repeating.
    const newer = sql`exists (select 1 from outbox newer
      where newer.card = outbox.card and newer.seq > outbox.seq and newer.state not in ('queued', 'replaced'))`;
    const replaced = await tx
      .update(outbox)
      .set({ state: 'replaced', sentAt: now, body: null, claimedUntil: null })
      .where(and(lapsed, newer))
      .returning({ lane: outbox.lane });
    const edits = await tx
      .select({ id: outbox.id, card: outbox.card })
      .from(outbox)
      .where(and(lapsed, isNotNull(outbox.card)))
      .for('update');
    for (const { id, card } of edits) if (card !== null) await takeOver(tx, { id, card }, now);
    const queued = await tx
      .update(outbox)
      .set({ state: 'queued', repeated: true, claimedUntil: null })
      .where(lapsed)
      .returning({ lane: outbox.lane });
    const names = [...replaced, ...queued].map((row) => row.lane);
    if (names.length > 0)
      await tx
        .update(lanes)
        .set({ freeAt: now })
        .where(and(inArray(lanes.lane, names), gt(lanes.freeAt, now), or(lte(lanes.freeAt, lapsedBy), senseless(lanes.freeAt, now))));
    return queued.length;
  });
}

/**
 * Claims that are in hand are good until `now + leaseMs`, and so are their lanes. One that somebody writes at this moment, or that is somebody else's
 * by now, is left as it is.
 */
export async function renew(db: Db, rows: readonly OutboxRow[], now: Instant, leaseMs: number): Promise<void> {
  if (rows.length === 0) return;
  const until = now + leaseMs;
  const mine = or(...rows.map(({ id, attempts }) => and(eq(outbox.id, id), eq(outbox.attempts, attempts))));
  await db.transaction(async (tx) => {
    const held = await tx
      .select({ id: outbox.id, lane: outbox.lane, until: outbox.claimedUntil })
      .from(outbox)
      .where(and(eq(outbox.state, 'sending'), lt(outbox.claimedUntil, until), mine))
      .for('update', { skipLocked: true });
    if (held.length === 0) return;
    const ids = held.map(({ id }) => id);
    const stillTheirs = held.map((row) => and(eq(lanes.lane, row.lane), eq(lanes.freeAt, row.until ?? until)));
    await tx.update(outbox).set({ claimedUntil: until }).where(inArray(outbox.id, ids));
    await tx
      .update(lanes)
      .set({ freeAt: until })
      .where(or(...stillTheirs));
  });
}

/** Every claim, however long it is good: for whoever knows that nobody else sends. */
export const everyClaim: Instant = Date.UTC(9999, 0);

/** One page of a message was posted. The claim is good for another `leaseMs`: a message of many pages takes its time. */
export async function noteRefs(db: Db, row: OutboxRow, refs: readonly (string | null)[], now: Instant, leaseMs: number): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holding(tx, row);
    if (held === null) return;
    const claimedUntil = now + leaseMs;
    const sealed = outboxRows.seal({ ...held.place, refs });
    await tx.update(outbox).set({ refs: sealed.refs, claimedUntil }).where(eq(outbox.id, row.id));
    await tx.update(lanes).set({ freeAt: claimedUntil }).where(held.lane);
  });
}

/**
 * How sending ended. `sent`, `withheld` and `dead` are final, and what was to be said goes, unless `keep` (a form, which `form` opens again);
 * `queued` is tried again at `notBefore`.
 */
export type Ended =
  | { readonly state: 'sent' | 'withheld'; readonly code: string | null }
  | { readonly state: 'dead'; readonly code: string; readonly keep: boolean }
  | { readonly state: 'queued'; readonly code: string; readonly notBefore: Instant; readonly repeated: boolean };

/**
 * Writes down how sending ended, and frees the lane at `laneFreeAt`. False when the claim had lapsed and is somebody else's by now:
 * then nothing is written.
 */
export async function settleRow(tx: Db, row: OutboxRow, ended: Ended, now: Instant, laneFreeAt: Instant): Promise<boolean> {
  if (ended.state !== 'queued') return settledFor(tx, row, ended, now, laneFreeAt);
  const held = await holding(tx, row);
  if (held === null) return false;
  if (!(await requeue(tx, row, ended, now))) {
    const { code } = ended;
    await tx.update(outbox).set({ state: 'replaced', code, sentAt: now, claimedUntil: null, body: null }).where(eq(outbox.id, row.id));
  }
  await tx.update(lanes).set({ freeAt: laneFreeAt }).where(held.lane);
  return true;
}

/** As `settleRow`, for what is not sent again: in one statement, which needs no transaction around it. */
async function settledFor(
  db: Db,
  row: OutboxRow,
  ended: Exclude<Ended, { state: 'queued' }>,
  now: Instant,
  laneFreeAt: Instant,
): Promise<boolean> {
  const { state, code } = ended;
  const keep = ended.state === 'dead' && ended.keep;
  const { id, attempts, lane } = row;
  const done = await once(db, `settle ${keep}`, () => settling(db, keep)).execute({
    id,
    attempts,
    lane,
    state,
    code,
    now,
    freeAt: laneFreeAt,
  });
  return done.length > 0;
}

/** `keep`: what was to be said is kept. */
function settling(db: Db, keep: boolean) {
  const mine = { id: slot('id', outbox.id), attempts: slot('attempts', outbox.attempts) };
  const set = {
    state: slot('state', outbox.state),
    code: slot('code', outbox.code),
    sentAt: slot('now', outbox.sentAt),
    claimedUntil: null,
    ...(keep ? {} : { body: null }),
  };
  const held = db.$with('held').as(
    db
      .select({ id: outbox.id, until: outbox.claimedUntil })
      .from(outbox)
      .where(and(claimOf(mine), isNotNull(outbox.claimedUntil)))
      .for('update'),
  );
  const done = db.$with('done').as(
    db
      .update(outbox)
      .set(set)
      .where(inArray(outbox.id, db.select({ id: held.id }).from(held)))
      .returning({ id: outbox.id }),
  );
  // A lane that was freed meanwhile may be somebody else's. That is asked of the lane as it is once it is held, and so not where it is looked for: a claim
  // may have been renewed since this statement began.
  const freeAt = sql`case when ${lanes.freeAt} = ${held.until} then ${slot('freeAt', lanes.freeAt)}::timestamptz else ${lanes.freeAt} end`;
  const freed = db.$with('freed').as(
    db
      .update(lanes)
      .set({ freeAt })
      .from(held)
      .where(eq(lanes.lane, slot('lane', lanes.lane)))
      .returning({ lane: lanes.lane }),
  );
  return db.with(held, done, freed).select().from(done).prepare('');
}

/** False when a newer edit of the same card waits already and says more than this one, which was certainly not posted. */
async function requeue(tx: Db, row: OutboxRow, ended: Extract<Ended, { state: 'queued' }>, now: Instant): Promise<boolean> {
  const { code, notBefore, repeated } = ended;
  const again = (db: Db) =>
    db.update(outbox).set({ state: 'queued', code, notBefore, repeated, claimedUntil: null }).where(eq(outbox.id, row.id));
  try {
    // A savepoint: only one edit of a card may wait, and another transaction may be about to queue one.
    await tx.transaction(again);
    return true;
  } catch (error) {
    if (codeOf(error) !== uniqueViolation) throw error;
  }
  if (!repeated || row.card === null) return false;
  await takeOver(tx, { id: row.id, card: row.card }, now);
  await again(tx);
  return true;
}

const uniqueViolation = '23505';

/** The posts that a card consists of so far. Throws a SealError when the bot did not write them down: it would edit what is somewhere else. */
export async function cardRefs(db: Db, key: string): Promise<readonly (string | null)[]> {
  const [row] = await db.select().from(cards).where(eq(cards.key, key));
  return row === undefined ? [] : cardRows.open(row).refs;
}

/** What is said once only, and was, is not said again. */
export async function unsaid(tx: Db, messages: readonly Queued[]): Promise<Queued[]> {
  const fresh: Queued[] = [];
  for (const message of messages) if (message.card === null || (await cardRefs(tx, message.card.key)).length === 0) fresh.push(message);
  return fresh;
}

/** Remembers the posts that a card consists of. */
export async function saveCardRefs(db: Db, key: string, refs: readonly (string | null)[]): Promise<void> {
  const row = cardRows.seal({ key, refs });
  await db.insert(cards).values(row).onConflictDoUpdate({ target: cards.key, set: row });
}

/** When, after an instant, something that waits may next be sent on these platforms. */
export function nextSendable(platforms: readonly PlatformName[], after: Instant): SQL {
  const waits = and(stillQueued, spokenBy(platforms), or(gt(outbox.notBefore, after), gt(lanes.freeAt, after)));
  return sql`(select min(greatest(${outbox.notBefore}, ${lanes.freeAt}))
    from ${outbox} inner join ${lanes} on ${eq(lanes.lane, outbox.lane)} where ${waits})`;
}

/** A form, and what it is of: whether its reader may still see it is asked of that. */
export type Unopened = Pick<Outgoing, 'kind' | 'list' | 'embargo'> & { readonly form: Form };

/** A form that could not be opened for somebody in time; null when there is none of that id, or it was for somebody else. */
export async function unopenedForm(db: Db, id: string, person: PersonId): Promise<Unopened | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [row] = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, id), eq(outbox.state, 'dead')));
  if (row === undefined) return null;
  const { body, destination, kind, list, embargo } = outboxRows.open(row);
  if (body?.type !== 'form' || destination.type !== 'person' || destination.person !== person) return null;
  return { form: body.form, kind, list, embargo };
}

/** Forgets what was said, or given up, a month ago. */
export async function forgetSent(db: Db, now: Instant): Promise<void> {
  await db
    .delete(outbox)
    .where(and(inArray(outbox.state, ['sent', 'replaced', 'withheld', 'dead']), lt(outbox.sentAt, now - forgetAfterMs)));
}

const forgetAfterMs = 30 * dayMs;

/** The row while this claim of it holds, locked, with the lane that it was claimed with; null when the claim is gone. */
async function holding(tx: Db, row: OutboxRow) {
  const where = { id: outbox.id, lane: outbox.lane, destination: outbox.destination };
  const [held] = await tx
    .select({ until: outbox.claimedUntil, ...where })
    .from(outbox)
    .where(claimOf(row))
    .for('update');
  if (held === undefined || held.until === null) return null;
  const { until, ...place } = held;
  // A lane that was freed meanwhile may be somebody else's.
  return { lane: and(eq(lanes.lane, row.lane), eq(lanes.freeAt, until)), place };
}

/** That a claim of a row holds. */
function claimOf({ id, attempts }: { readonly id: string | SQL; readonly attempts: number | SQL }) {
  return and(eq(outbox.id, id), eq(outbox.state, 'sending'), eq(outbox.attempts, attempts));
}

function spokenBy(platforms: readonly PlatformName[]) {
  return platforms.length === 0 ? sql`false` : or(...platforms.map((name) => like(outbox.lane, `${name}:%`)));
}

function rowOf(message: Queued, now: Instant) {
  const { to, urgency, kind, list, embargo, body, card } = message;
  // A form must open within seconds, and is no post: it does not wait for the room's turn.
  const lane = body.type === 'form' && to.type === 'person' ? addressOf(to) : laneOf(to);
  const place = { id: randomUUID(), lane, urgency: urgencies.indexOf(urgency), kind, list, embargo, destination: to };
  const refs: readonly (string | null)[] = [];
  return { ...place, body, card: card?.key ?? null, pin: card?.pin ?? false, queuedAt: now, notBefore: message.notBefore ?? now, refs };
}
