// What is to be said: queued in the transaction that made it true, claimed by any number of replicas, in order of urgency,
// one in flight for each lane.
import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray, like, lt, lte, min, or, sql } from 'drizzle-orm';
import type { Form } from '../chat/form.ts';
import { laneOf, type Outgoing, urgencies } from '../chat/outgoing.ts';
import type { PersonId, PlatformName } from '../domain/ids.ts';
import { dayMs, type Instant } from '../domain/time.ts';
import type { Db } from './client.ts';
import { cards, lanes, outbox } from './schema.ts';

export type OutboxRow = typeof outbox.$inferSelect;

/** Queues messages. An edit of a card takes the place of one that still waits: only the newest is worth sending. */
export async function enqueue(tx: Db, messages: readonly Outgoing[], now: Instant): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => rowOf(message, now));
  const laneRows = [...new Set(rows.map((row) => row.lane))].sort().map((lane) => ({ lane, freeAt: now }));
  await tx.insert(lanes).values(laneRows).onConflictDoNothing();
  const newest = new Map(rows.map((row) => [row.card ?? row.id, row]));
  for (const row of newest.values()) {
    const { body, kind, queuedAt } = row;
    const waits = { target: outbox.card, targetWhere: sql`state = 'queued' and card is not null`, set: { body, kind, queuedAt } };
    await (row.card === null ? tx.insert(outbox).values(row) : tx.insert(outbox).values(row).onConflictDoUpdate(waits));
  }
}

/**
 * Claims up to `limit` rows for the platforms that speak here, at most one a lane, until `now + leaseMs`. The most urgent lanes come first.
 * Whoever claims sends them alone; a claim that lapses (its process died) is taken up again by `reclaim`.
 */
export async function claim(
  db: Db,
  platforms: readonly PlatformName[],
  now: Instant,
  leaseMs: number,
  limit: number,
): Promise<OutboxRow[]> {
  return db.transaction(async (tx) => {
    const here = or(...platforms.map((name) => like(outbox.lane, `${name}:%`)));
    const due = and(eq(outbox.state, 'queued'), lte(outbox.notBefore, now), here);
    const waiting = tx.select({ lane: outbox.lane }).from(outbox).where(due).groupBy(outbox.lane);
    const wanted = await waiting.orderBy(asc(min(outbox.urgency)), asc(min(outbox.seq))).limit(limit * 4);
    if (wanted.length === 0) return [];
    const names = wanted.map((row) => row.lane);
    const free = await tx
      .select({ lane: lanes.lane })
      .from(lanes)
      .where(and(inArray(lanes.lane, names), lte(lanes.freeAt, now)))
      .for('update', { skipLocked: true });
    const open = new Set(free.map((row) => row.lane));
    const chosen = names.filter((lane) => open.has(lane)).slice(0, limit);
    if (chosen.length === 0) return [];
    const first = tx
      .selectDistinctOn([outbox.lane], { id: outbox.id })
      .from(outbox)
      .where(and(due, inArray(outbox.lane, chosen)))
      .orderBy(outbox.lane, asc(outbox.urgency), asc(outbox.seq));
    const claimedUntil = now + leaseMs;
    const rows = await tx.update(outbox).set({ state: 'sending', claimedUntil }).where(inArray(outbox.id, first)).returning();
    await tx.update(lanes).set({ freeAt: claimedUntil }).where(inArray(lanes.lane, chosen));
    return rows.sort((a, b) => a.urgency - b.urgency || a.seq - b.seq);
  });
}

/** Queues again what was being sent by a process that is gone. It may have been said already, and will say so. */
export async function reclaim(db: Db, now: Instant): Promise<number> {
  const rows = await db
    .update(outbox)
    .set({ state: 'queued', repeated: true })
    .where(
      and(
        eq(outbox.state, 'sending'),
        lt(outbox.claimedUntil, now),
        sql`not exists (select 1 from outbox newer where newer.card = outbox.card and newer.state = 'queued')`,
      ),
    )
    .returning({ id: outbox.id });
  // A newer edit of the same card waits: the older one is not worth repeating.
  await db
    .update(outbox)
    .set({ state: 'replaced' })
    .where(and(eq(outbox.state, 'sending'), lt(outbox.claimedUntil, now)));
  return rows.length;
}

/** One page of a message was posted. */
export async function noteRefs(db: Db, row: OutboxRow, refs: readonly (string | null)[]): Promise<void> {
  await db.update(outbox).set({ refs }).where(eq(outbox.id, row.id));
}

/** How sending ended. `sent`, `withheld` and `dead` are final, and what was to be said goes; `queued` is tried again at `notBefore`. */
export type Ended =
  | { readonly state: 'sent' | 'withheld' | 'dead'; readonly code: string | null }
  | { readonly state: 'queued'; readonly code: string; readonly notBefore: Instant; readonly repeated: boolean };

/** Writes down how sending ended, and frees the lane at `laneFreeAt`. */
export async function settleRow(db: Db, row: OutboxRow, ended: Ended, now: Instant, laneFreeAt: Instant): Promise<void> {
  await db.transaction(async (tx) => {
    const again = ended.state === 'queued' && !(await newerEditWaits(tx, row));
    if (again && ended.state === 'queued') {
      const { code, notBefore, repeated } = ended;
      await tx
        .update(outbox)
        .set({ state: 'queued', code, notBefore, repeated, attempts: row.attempts + 1 })
        .where(eq(outbox.id, row.id));
    } else {
      const state = ended.state === 'queued' ? 'replaced' : ended.state;
      // A form that could not be opened is kept for `form`, which opens it again.
      const body = state === 'dead' && row.body?.type === 'form' ? row.body : null;
      await tx.update(outbox).set({ state, code: ended.code, sentAt: now, body, claimedUntil: null }).where(eq(outbox.id, row.id));
    }
    await tx.update(lanes).set({ freeAt: laneFreeAt }).where(eq(lanes.lane, row.lane));
  });
}

/** The posts that a card consists of so far. */
export async function cardRefs(db: Db, key: string): Promise<readonly (string | null)[]> {
  const [row] = await db.select({ refs: cards.refs }).from(cards).where(eq(cards.key, key));
  return row?.refs ?? [];
}

/** Remembers the posts that a card consists of. */
export async function saveCardRefs(db: Db, key: string, refs: readonly (string | null)[]): Promise<void> {
  await db.insert(cards).values({ key, refs }).onConflictDoUpdate({ target: cards.key, set: { refs } });
}

/** When something that waits may be sent; null when nothing waits. */
export async function earliestQueued(db: Db): Promise<Instant | null> {
  const rows = await db
    .select({ at: outbox.notBefore })
    .from(outbox)
    .where(eq(outbox.state, 'queued'))
    .orderBy(asc(outbox.notBefore))
    .limit(1);
  return rows[0]?.at ?? null;
}

/** A form that could not be opened for somebody in time; null when there is none of that id, or it was for somebody else. */
export async function unopenedForm(db: Db, id: string, person: PersonId): Promise<Form | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [row] = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, id), eq(outbox.state, 'dead')));
  if (row?.body?.type !== 'form' || row.destination.type !== 'person' || row.destination.person !== person) return null;
  return row.body.form;
}

/** Forgets what was said, or given up, a month ago. */
export async function forgetSent(db: Db, now: Instant): Promise<void> {
  await db
    .delete(outbox)
    .where(and(inArray(outbox.state, ['sent', 'replaced', 'withheld', 'dead']), lt(outbox.sentAt, now - forgetAfterMs)));
}

const forgetAfterMs = 30 * dayMs;

async function newerEditWaits(tx: Db, row: OutboxRow): Promise<boolean> {
  if (row.card === null) return false;
  const rows = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.card, row.card), eq(outbox.state, 'queued')));
  return rows.length > 0;
}

function rowOf(message: Outgoing, now: Instant): typeof outbox.$inferInsert & { id: string; card: string | null } {
  const { to, urgency, kind, list, embargo, body, card } = message;
  const place = { id: randomUUID(), lane: laneOf(to), urgency: urgencies.indexOf(urgency), kind, list, embargo, destination: to };
  return { ...place, body, card: card?.key ?? null, pin: card?.pin ?? false, queuedAt: now, notBefore: now, refs: [] };
}
