// What was heard: written down before it is acknowledged, acted on once.
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, like, lt, lte, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { type Incoming, subjectOf } from '../chat/message/heard.ts';
import type { PersonId, PlatformName } from '../domain/values/ids.ts';
import { dayMs, type Instant, instantOf, minuteMs } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { actOn } from './integrity/orders.ts';
import { inboxRows } from './integrity/sealed-rows.ts';
import { once, slotsOfNow, type When } from './once.ts';
import { identities, inbox, members, type Offered } from './schema.ts';
import { unlessBroken } from './seal.ts';
import { reached } from './sense.ts';

/** Longer than any platform delivers again (Slack's delayed events: 24 hours). */
const recogniseForMs = 30 * dayMs;
/** Of what was too much, as long as a platform may deliver it again. */
const floodForMs = 2 * dayMs;

export type Waiting = { readonly seq: number; readonly attempts: number; readonly heard: Incoming };
/** `begun`: how often it was begun, this time included, and nobody came back from it. */
export type Begun = Omit<Waiting, 'heard'> & { readonly begun: number };

/**
 * How many events of one speaker may wait: more are not taken. A person cannot type that much ahead; what platforms notice by themselves comes in
 * heaps, after an outage.
 */
export const waitingMax = { member: 200, stranger: 20, noticed: 5_000 } as const;

/** Of events that are handed in: which were not heard before, and whose were too many. */
export type Stored = { readonly fresh: ReadonlySet<string>; readonly over: ReadonlySet<string> };

/**
 * Writes events down, in this order. What somebody takes back or corrects by one of them, and what is not acted on yet, is not acted on any more.
 * `admins` count as members. An event that is one too many of its speaker's leaves its key, and nothing else.
 */
export async function storeHeard(
  db: Db,
  events: readonly Incoming[],
  now: Instant,
  admins: ReadonlySet<PersonId> = new Set(),
): Promise<Stored> {
  const retracting = new Map(events.flatMap(retractionsBy));
  if (retracting.size === 0) return sorted(await stored(db, events, now, admins));
  return db.transaction(async (tx) => {
    const rows = await stored(tx, events, now, admins);
    const due = rows.flatMap(({ key, seq }) => {
      const retraction = retracting.get(key);
      return retraction === undefined ? [] : [{ ...retraction, before: seq }];
    });
    // Two that store at once lock the rows of the same people in the same order.
    for (const each of due.sort((a, b) => (a.by === b.by ? a.before - b.before : a.by < b.by ? -1 : 1))) await retract(tx, each, now);
    return sorted(rows);
  });
}

type StoredRow = { readonly key: string; readonly seq: number; readonly outcome: string | null };

function sorted(rows: readonly StoredRow[]): Stored {
  const keys = (over: boolean) => new Set(rows.flatMap(({ key, outcome }) => ((outcome === tooMuch) === over ? [key] : [])));
  return { fresh: keys(false), over: keys(true) };
}

async function stored(db: Db, events: readonly Incoming[], now: Instant, admins: ReadonlySet<PersonId>): Promise<readonly StoredRow[]> {
  if (events.length === 0) return [];
  const before = new Map<string, number>();
  const columns: Columns = { key: [], by: [], heard: [], ahead: [], urgent: [], most: [], known: [] };
  for (const event of events) {
    const by = subjectOf(event);
    const ahead = before.get(by) ?? 0;
    before.set(by, ahead + 1);
    columns.key.push(event.key);
    columns.by.push(by);
    columns.heard.push(inboxRows.seal({ key: event.key, by, receivedAt: instantOf(now), heard: event }).heard);
    columns.ahead.push(ahead);
    columns.urgent.push(isUrgent(event));
    columns.most.push('change' in event ? waitingMax.noticed : waitingMax.stranger);
    columns.known.push(admins.has(by as PersonId));
  }
  return rowsOf(await db.execute(storing(columns, now)));
}

/** What both drivers give back of a statement that Drizzle did not put together; a bigint as a text. */
function rowsOf(result: unknown): StoredRow[] {
  const rows: readonly Readonly<Record<string, unknown>>[] =
    typeof result === 'object' && result !== null && 'rows' in result && Array.isArray(result.rows) ? result.rows : [];
  return rows.map(({ key, seq, outcome }) => ({
    key: String(key),
    seq: Number(seq),
    outcome: outcome === null ? null : String(outcome),
  }));
}

/** A column for each of what is known of events that come in, in their order. */
type Columns = {
  readonly key: string[];
  readonly by: string[];
  readonly heard: (string | null)[];
  /** How many of the same speaker's come before it, in the same moment. */
  readonly ahead: number[];
  readonly urgent: boolean[];
  readonly most: number[];
  readonly known: boolean[];
};

/** The outcome of what was one too many of its speaker's. */
export const tooMuch = 'too-much';

/** A leak and a disclosure wait for nothing else. The words are looked at no further: a word too many that goes first harms nobody. */
function isUrgent(event: Incoming): boolean {
  if ('change' in event || event.said.type === 'home') return false;
  const words = event.said.type === 'words' ? event.said.text : event.said.words;
  return /^(leak|report\s+leak|disclose)\b/i.test(words.slice(0, 40).trimStart());
}

/** `by` no longer means what they said under `key`. */
type Retraction = { readonly key: string; readonly by: PersonId };

/** What an event takes back, if anything, by the event's own key. */
function retractionsBy(event: Incoming): (readonly [string, Retraction])[] {
  if (!('change' in event)) return event.corrects === undefined ? [] : [[event.key, { key: event.corrects, by: event.by }]];
  const { key, change } = event;
  return change.type === 'withdrawn' ? [[key, { key: change.key, by: change.by }]] : [];
}

/**
 * Finishes what somebody said, and corrections of it, that came before `before` and wait. What is being acted on at this moment is waited for:
 * it is done then, and stays as it is. Only what its speaker said: what a platform noticed of them is not theirs to take back.
 */
async function retract(tx: Db, { key, by, before }: Retraction & { readonly before: number }, now: Instant): Promise<void> {
  const theirs = await tx
    .select({ seq: inbox.seq, key: inbox.key })
    .from(inbox)
    .where(and(eq(inbox.by, by), isNull(inbox.doneAt), lt(inbox.seq, before)))
    .orderBy(asc(inbox.seq))
    .for('update');
  for (const row of theirs) {
    const heard = await readHeard(tx, row.seq);
    // One whose seal cannot be opened goes by its own key alone.
    const meant = heard === null ? row.key === key : !('change' in heard) && (row.key === key || heard.corrects === key);
    if (meant) await finishHeard(tx, row.seq, now, withdrawn);
  }
}

/** The outcome of what its speaker took back before it was acted on. */
export const withdrawn = 'withdrawn';

/** What came of something that somebody said: null when they said nothing under this key, or nothing has come of it yet. */
export async function outcomeOf(db: Db, key: string, by: PersonId): Promise<string | null> {
  const [row] = await db
    .select(ended)
    .from(inbox)
    .where(and(eq(inbox.key, key), eq(inbox.by, by), isNotNull(inbox.doneAt)));
  return row === undefined ? null : (outcomesIn([row])[0] ?? null);
}

/** What came of the last of somebody's other tries to send a form that was acted on; null when none was. */
export async function outcomeOfForm(db: Db, form: string, by: PersonId, but: string): Promise<string | null> {
  const rows = await db
    .select(ended)
    .from(inbox)
    .where(and(sql`starts_with(${inbox.key}, ${`${form}:`})`, ne(inbox.key, but), eq(inbox.by, by), isNotNull(inbox.doneAt)))
    .orderBy(desc(inbox.seq));
  return outcomesIn(rows).find((outcome) => outcome !== withdrawn) ?? null;
}

/** What it takes to open an outcome. */
const ended = { key: inbox.key, by: inbox.by, receivedAt: inbox.receivedAt, result: inbox.result };

function outcomesIn(rows: readonly Pick<typeof inbox.$inferSelect, keyof typeof ended>[]): string[] {
  return rows.flatMap((row) => inboxRows.open(row).result?.split(pressMark)[0] ?? []);
}

/** What came of a correction is what came of the message: each further correction is of that message too, and so is taking it back. */
export async function noteOutcome(tx: Db, key: string, by: PersonId, outcome: string): Promise<void> {
  const [row] = await tx
    .select({ receivedAt: inbox.receivedAt })
    .from(inbox)
    .where(and(eq(inbox.key, key), eq(inbox.by, by), isNotNull(inbox.doneAt)));
  if (row === undefined) return;
  const { result } = inboxRows.seal({ key, by, ...row, result: outcome });
  await tx
    .update(inbox)
    .set({ outcome: plainOutcome(outcome), result })
    .where(eq(inbox.key, key));
}

/**
 * An acknowledgement waits for this one statement, which is the same whatever the number of events. Priorities: 0 a member's leak or disclosure, 1
 * members and what platforms notice, 2 strangers.
 */
function storing({ key, by, heard, ahead, urgent, most, known }: Columns, at: Instant): SQL {
  const person = sql`(select ${identities.person} from ${identities} where ${identities.alias} = e.by)`;
  const waiting = sql`(select count(*)::int from ${inbox} theirs where theirs.by = e.by and theirs.done_at is null)`;
  const now = sql`${sql.param(at, inbox.receivedAt)}::timestamptz`;
  const each = sql`unnest(${sql.param(key)}::text[], ${sql.param(by)}::text[], ${sql.param(heard)}::text[], ${sql.param(ahead)}::int[],
    ${sql.param(urgent)}::boolean[], ${sql.param(most)}::int[], ${sql.param(known)}::boolean[])`;
  return sql`insert into ${inbox} (key, by, heard, received_at, try_at, turn, priority, done_at, outcome)
    select e.key, e.by, case when not o.over then e.heard end, ${now}, ${now}, w.turn,
      case when e.most = ${waitingMax.noticed}::int then 1 when not m.known then 2 when e.urgent then 0 else 1 end,
      case when o.over then ${now} end, case when o.over then ${tooMuch}::text end
    from ${each} with ordinality as e(key, by, heard, ahead, urgent, most, known, number)
    cross join lateral (select e.known or exists (select 1 from ${members} where ${members.person} in (e.by, ${person})) as known) m
    cross join lateral (select e.ahead + ${waiting} as turn) w
    cross join lateral (select w.turn >=
      case when e.most = ${waitingMax.stranger}::int and m.known then ${waitingMax.member}::int else e.most end as over) o
    order by e.number
    on conflict do nothing
    returning key, seq, outcome`;
}

/** So often may acting on an event end the process; then it is set aside. */
export const deathsMax = 2;
// Longer than any statement or lock is waited for: nobody who is alive still acts on it.
const mournedMs = minuteMs;

/**
 * Counts that the next event of these platforms is begun, and tells which it is; null when none waits. Called before the transaction in which it is
 * acted on: what ends the process leaves its count. What a person says is acted on in the order in which they said it; of what people say, members
 * go before strangers, and who has less waiting goes first. `except`: none of these.
 */
export async function beginHeard(
  db: Db,
  platforms: readonly PlatformName[],
  now: Instant,
  { except = [] }: { except?: readonly number[] } = {},
): Promise<Begun | null> {
  // What others have in hand differs each time; mostly there is nothing of that.
  const name = `begin ${platforms.join()}`;
  const { statement, at } = except.length === 0 ? once(db, name, () => beginning(db, platforms, [])) : beginning(db, platforms, except);
  const [begun] = await statement.execute(at(now));
  return begun ?? null;
}

function beginning(db: Db, platforms: readonly PlatformName[], except: readonly number[]) {
  const { now, at } = slotsOfNow();
  const among = except.length === 0 ? undefined : notInArray(inbox.seq, [...except]);
  const here = or(...platforms.map((name) => like(inbox.by, `${name}:%`)));
  const first = sql`not exists (select 1 from ${inbox} earlier where earlier.by = ${inbox.by} and earlier.seq < ${inbox.seq} and earlier.done_at is null and earlier.outcome is null)`;
  const mourned: When = (aheadMs, column) => now(aheadMs - mournedMs, column);
  const alive = or(lt(inbox.begun, deathsMax), reached(inbox.begunAt, mourned));
  const next = db
    .select({ seq: inbox.seq })
    .from(inbox)
    .where(and(isNull(inbox.doneAt), actable(now), here, among, first, alive))
    .orderBy(asc(inbox.priority), asc(inbox.turn), asc(inbox.seq))
    .limit(1)
    .for('update', { skipLocked: true });
  const statement = db
    .update(inbox)
    .set({ begun: sql`${inbox.begun} + 1`, begunAt: now(0, inbox.begunAt) })
    .where(eq(inbox.seq, sql`(${next})`))
    .returning({ seq: inbox.seq, attempts: inbox.attempts, begun: inbox.begun })
    .prepare('');
  return { statement, at };
}

/** What the seals of an event are bound to. */
const place = { key: inbox.key, by: inbox.by, receivedAt: inbox.receivedAt };
type Place = Pick<typeof inbox.$inferSelect, keyof typeof place>;

/**
 * What was heard, locked until the transaction ends; null when somebody else has it, or it is done. `heard` is null as `readHeard` has it. What the
 * transaction writes down from then on comes of it.
 */
export async function lockHeard(tx: Db, seq: number): Promise<{ readonly heard: Incoming | null; readonly place: Place } | null> {
  const [row] = await tx
    .select({ ...place, heard: inbox.heard })
    .from(inbox)
    .where(and(eq(inbox.seq, seq), isNull(inbox.doneAt)))
    .for('update', { skipLocked: true });
  if (row === undefined) return null;
  const { heard: _, ...lies } = row;
  return { heard: opened(tx, row), place: lies };
}

/** These did not end the process that began them: what stopped it, or the database, was something else. */
export function cameBack(db: Db, seqs: readonly number[]): Promise<void> {
  return recount(db, seqs, sql`0`);
}

/** Takes back that it was begun: somebody else has it. */
export function notBegun(db: Db, seq: number): Promise<void> {
  return recount(db, [seq], sql`greatest(${inbox.begun} - 1, 0)`);
}

/** Whoever has an event at this moment is not waited for: then the count of its tries is theirs to take back, when they are done. */
async function recount(db: Db, seqs: readonly number[], begun: SQL): Promise<void> {
  const free = db
    .select({ seq: inbox.seq })
    .from(inbox)
    .where(and(inArray(inbox.seq, [...seqs]), isNull(inbox.doneAt)))
    .for('update', { skipLocked: true });
  await db.update(inbox).set({ begun }).where(inArray(inbox.seq, free));
}

/** Whether the time of an event has come: one that was never put off waits for no clock. */
function actable(now: When) {
  const neverPutOff = and(eq(inbox.attempts, 0), isNull(inbox.outcome), lte(inbox.tryAt, inbox.receivedAt));
  return or(neverPutOff, reached(inbox.tryAt, now, tryMsMax));
}

/** The longest that an event is put off: one that waits for its key. */
export const tryMsMax = 10 * minuteMs;

/** What was heard; null when its seal cannot be opened, because its key is gone, or it was changed, or heard from somebody else or under another key. */
async function readHeard(tx: Db, seq: number): Promise<Incoming | null> {
  const [row] = await tx
    .select({ ...place, heard: inbox.heard })
    .from(inbox)
    .where(eq(inbox.seq, seq));
  return row === undefined ? null : opened(tx, row);
}

function opened(tx: Db, row: Place & Pick<typeof inbox.$inferSelect, 'heard'>): Incoming | null {
  actOn(tx, row.key, row.receivedAt);
  return unlessBroken(() => inboxRows.open(row).heard);
}

// Behind the outcome of what was pressed, which button it was.
const pressMark = '\n';

/**
 * What came of the last time that somebody pressed this button, or said its words by a yes, since an instant, and when; null when they did neither.
 */
export async function pressedBefore(
  tx: Db,
  by: PersonId,
  { press, words }: { readonly press: string; readonly words: string },
  since: Instant,
): Promise<{ outcome: string; at: Instant } | null> {
  const mine = and(gte(inbox.doneAt, since), eq(inbox.by, by));
  const rows = await tx
    .select({ ...ended, at: inbox.doneAt, offered: inbox.offered })
    .from(inbox)
    .where(mine)
    .orderBy(desc(inbox.seq))
    .limit(pressesMax);
  for (const { at, ...row } of rows) {
    const { result, offered } = inboxRows.open(row);
    const [outcome = '', ...pressed] = result?.split(pressMark) ?? [];
    const said = offered?.type === 'took' && offered.words === words;
    if (at !== null && (said || pressed.join(pressMark) === press)) return { outcome, at };
  }
  return null;
}

/** Keeps with what is being acted on what it is answered with, for a yes to say; or what it said as such a yes. */
export async function keepOffered(tx: Db, key: string, by: PersonId, offered: Offered): Promise<void> {
  const mine = and(eq(inbox.key, key), eq(inbox.by, by));
  const [row] = await tx.select({ receivedAt: inbox.receivedAt }).from(inbox).where(mine);
  if (row === undefined) return;
  await tx
    .update(inbox)
    .set({ offered: inboxRows.seal({ key, by, ...row, offered }).offered })
    .where(mine);
}

/** What the last thing that somebody said since an instant was answered with, for a yes to say; null when it was answered with nothing such. */
export async function lastOffered(tx: Db, by: PersonId, since: Instant): Promise<Extract<Offered, { type: 'offers' }> | null> {
  const [row] = await tx
    .select({ ...place, offered: inbox.offered })
    .from(inbox)
    .where(and(eq(inbox.by, by), gt(inbox.doneAt, since)))
    .orderBy(desc(inbox.doneAt), desc(inbox.seq))
    .limit(1);
  const offered = row === undefined ? null : inboxRows.open(row).offered;
  return offered?.type === 'offers' ? offered : null;
}

// Nobody says so much between reading a message and pressing its button.
const pressesMax = 500;

/**
 * It was acted on. Its words are no longer needed and go; the key stays to recognise a repetition. False when it was finished before. `known`: what its
 * seals are bound to, where the caller has it.
 */
export async function finishHeard(
  tx: Db,
  seq: number,
  now: Instant,
  outcome: string,
  { press = null, known }: { readonly press?: string | null; readonly known?: Place } = {},
): Promise<boolean> {
  const waits = and(eq(inbox.seq, seq), isNull(inbox.doneAt));
  const row = known ?? (await tx.select(place).from(inbox).where(eq(inbox.seq, seq)))[0];
  if (row === undefined) return false;
  const { result } = inboxRows.seal({ ...row, result: press === null ? outcome : `${outcome}${pressMark}${press}` });
  const ended = { doneAt: now, outcome: plainOutcome(outcome), result, heard: null };
  return (await tx.update(inbox).set(ended).where(waits).returning({ seq: inbox.seq })).length > 0;
}

// What statements ask for. Anything else would tell who did what: that somebody voted, say.
const plainOutcomes = [withdrawn, tooMuch, 'unreadable', 'failed'];

/** What of an outcome may stand in clear. */
export const plainOutcome = (outcome: string): string => (plainOutcomes.includes(outcome) ? outcome : 'done');

/** How many things that somebody said since an instant had this outcome; null: whatever outcome. */
export async function countHeard(tx: Db, by: string, outcome: string | null, since: Instant): Promise<number> {
  const mine = and(gt(inbox.doneAt, since), eq(inbox.by, by));
  if (outcome === null) return tx.$count(inbox, mine);
  return outcomesIn(await tx.select(ended).from(inbox).where(mine)).filter((each) => each === outcome).length;
}

/** The outcomes since an instant that begin like this, the rest of each. */
export async function outcomesSince(tx: Db, beginning: string, since: Instant): Promise<string[]> {
  const outcomes = outcomesIn(await tx.select(ended).from(inbox).where(gt(inbox.doneAt, since)));
  return outcomes.filter((outcome) => outcome.startsWith(beginning)).map((outcome) => outcome.slice(beginning.length));
}

/** Acting on it failed: it is tried again at `tryAt`. With an outcome it waits apart, and in nobody's way. */
export async function postponeHeard(db: Db, seq: number, attempts: number, tryAt: Instant, outcome: string | null = null): Promise<void> {
  // It may have been taken back since it failed.
  const waits = and(eq(inbox.seq, seq), isNull(inbox.doneAt));
  await db
    .update(inbox)
    .set({ attempts, tryAt, outcome: outcome === null ? null : plainOutcome(outcome), begun: 0 })
    .where(waits);
}

/** When something was last heard from a platform; null when nothing is known. */
export async function lastHeard(db: Db, platform: PlatformName): Promise<Instant | null> {
  const [row] = await db
    .select({ at: inbox.receivedAt })
    .from(inbox)
    .where(like(inbox.by, `${platform}:%`))
    .orderBy(desc(inbox.seq))
    .limit(1);
  return row?.at ?? null;
}

/** Forgets keys that no platform will deliver again. */
export async function forgetHeard(db: Db, now: Instant): Promise<void> {
  const over = and(eq(inbox.outcome, tooMuch), lt(inbox.doneAt, now - floodForMs));
  await db.delete(inbox).where(and(isNotNull(inbox.doneAt), or(lt(inbox.doneAt, now - recogniseForMs), over)));
}
