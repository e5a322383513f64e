// What was heard: written down before it is acknowledged, acted on once.
import { and, asc, count, desc, eq, gt, isNotNull, isNull, like, lt, lte, or, sql } from 'drizzle-orm';
import { type Incoming, subjectOf } from '../chat/heard.ts';
import type { PlatformName } from '../domain/ids.ts';
import { dayMs, type Instant } from '../domain/time.ts';
import type { Db } from './client.ts';
import { inbox } from './schema.ts';
import { SealError } from './seal.ts';

/** Longer than any platform delivers again (Slack's delayed events: 24 hours). */
const recogniseForMs = 30 * dayMs;

export type Waiting = { readonly seq: number; readonly attempts: number; readonly heard: Incoming };
export type Taken = Omit<Waiting, 'heard'>;

/** Writes events down, in this order; resolves to the keys of those that were not heard before. */
export async function storeHeard(db: Db, events: readonly Incoming[], now: Instant): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set();
  const values = events.flatMap((heard, index) => [
    [`key${index}`, heard.key] as const,
    [`by${index}`, subjectOf(heard)] as const,
    [`heard${index}`, heard] as const,
  ]);
  const stored = await storing(db, events.length).execute({ ...Object.fromEntries(values), now });
  const fresh = new Set(stored.map((row) => row.key));
  // At once, not in their turn: by then it would have been acted on. Where this is lost, their turn sees to it.
  const gone = events.flatMap((event) => (fresh.has(event.key) ? takenBackBy(event) : []));
  if (gone.length > 0) await withdrawHeard(db, gone, now);
  return fresh;
}

function takenBackBy(event: Incoming): { key: string; by: string }[] {
  if ('change' in event) return event.change.type === 'withdrawn' ? [event.change] : [];
  return event.corrects === undefined ? [] : [{ key: event.corrects, by: event.by }];
}

/** An acknowledgement waits for this one statement: for each number of events it is put together once, and parsed once by each connection. */
function prepareStoring(db: Db, count: number) {
  const at = (name: string) => sql.placeholder(name);
  const rows = Array.from({ length: count }, (_, index) => ({
    ...{ key: at(`key${index}`), by: at(`by${index}`), heard: at(`heard${index}`) },
    ...{ receivedAt: at('now'), tryAt: at('now') },
  }));
  return db.insert(inbox).values(rows).onConflictDoNothing().returning({ key: inbox.key }).prepare(`store_heard_${count}`);
}

type Storing = ReturnType<typeof prepareStoring>;
const prepared = new WeakMap<Db, Map<number, Storing>>();

function storing(db: Db, count: number): Storing {
  const bySize = prepared.get(db) ?? new Map<number, Storing>();
  prepared.set(db, bySize);
  const known = bySize.get(count) ?? prepareStoring(db, count);
  bySize.set(count, known);
  return known;
}

/**
 * The oldest event of these platforms that waits, locked until the transaction ends; null when there is none that another replica does not
 * have. What a person says is acted on in the order in which they said it: nothing of theirs is taken while something earlier waits.
 */
export async function takeHeard(tx: Db, platforms: readonly PlatformName[], now: Instant): Promise<Taken | null> {
  const here = or(...platforms.map((name) => like(inbox.by, `${name}:%`)));
  const first = sql`not exists (select 1 from ${inbox} earlier where earlier.by = ${inbox.by} and earlier.seq < ${inbox.seq} and earlier.done_at is null and earlier.outcome is null)`;
  const [taken] = await tx
    .select({ seq: inbox.seq, attempts: inbox.attempts })
    .from(inbox)
    .where(and(isNull(inbox.doneAt), lte(inbox.tryAt, now), here, first))
    .orderBy(asc(inbox.seq))
    .limit(1)
    .for('update', { skipLocked: true });
  return taken ?? null;
}

/**
 * Takes back what waits and was said by exactly this id; what is being acted on at this moment is waited for. Resolves to whether anything was taken
 * back. The words go; the key stays.
 */
export async function withdrawHeard(
  db: Db,
  said: readonly { readonly key: string; readonly by: string }[],
  now: Instant,
): Promise<boolean> {
  const those = or(...said.map(({ key, by }) => and(eq(inbox.key, key), eq(inbox.by, by))));
  const rows = await db
    .update(inbox)
    .set({ doneAt: now, outcome: withdrawnOutcome, heard: null })
    .where(and(isNull(inbox.doneAt), those))
    .returning({ key: inbox.key });
  return rows.length > 0;
}

const withdrawnOutcome = 'withdrawn';

/** What became of something that this id said: the outcome; null when nothing is known of it, or it still waits. */
export async function becameOf(tx: Db, key: string, by: string): Promise<string | null> {
  const [row] = await tx
    .select({ outcome: inbox.outcome })
    .from(inbox)
    .where(and(eq(inbox.key, key), eq(inbox.by, by), isNotNull(inbox.doneAt)));
  return row?.outcome ?? null;
}

/** What was heard; null when its seal cannot be opened, because its key is gone or it was changed. */
export async function readHeard(tx: Db, seq: number): Promise<Incoming | null> {
  try {
    const [row] = await tx.select({ heard: inbox.heard }).from(inbox).where(eq(inbox.seq, seq));
    return row?.heard ?? null;
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** It was acted on. Its words are no longer needed and go; the key stays to recognise a repetition. */
export async function finishHeard(tx: Db, seq: number, now: Instant, outcome: string): Promise<void> {
  await tx.update(inbox).set({ doneAt: now, outcome, heard: null }).where(eq(inbox.seq, seq));
}

/** How many things that somebody said since an instant had this outcome. */
export async function countHeard(tx: Db, by: string, outcome: string, since: Instant): Promise<number> {
  const mine = and(gt(inbox.doneAt, since), eq(inbox.by, by), eq(inbox.outcome, outcome));
  const [row] = await tx.select({ count: count() }).from(inbox).where(mine);
  return row?.count ?? 0;
}

/** Acting on it failed: it is tried again at `tryAt`. With an outcome it waits apart, and in nobody's way. */
export async function postponeHeard(db: Db, seq: number, attempts: number, tryAt: Instant, outcome: string | null = null): Promise<void> {
  await db.update(inbox).set({ attempts, tryAt, outcome }).where(eq(inbox.seq, seq));
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
  await db.delete(inbox).where(and(isNotNull(inbox.doneAt), lt(inbox.doneAt, now - recogniseForMs)));
}
