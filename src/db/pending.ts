// Orders that wait for a second approval.
import { and, eq, gt, lte } from 'drizzle-orm';
import type { ListId, PersonId } from '../domain/values/ids.ts';
import { dayMs, type Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { listStream } from './integrity/chains.ts';
import { settle, wasSettled } from './integrity/orders.ts';
import { type OpenRow, pendingRows } from './integrity/sealed-rows.ts';
import { pendingOrders } from './schema.ts';

/** `command`: what is needed to run it again, as whoever kept it put it together. */
export type Pending = OpenRow<typeof pendingOrders.$inferSelect>;

/** Keeps an order until it is confirmed. The caller holds the lock of its list. */
export async function keepPending(tx: Db, pending: Pending): Promise<void> {
  await tx.insert(pendingOrders).values(pendingRows.seal(pending));
}

/** Which list an order is about; null when there is none. */
export async function listOfPending(db: Db, id: string): Promise<ListId | null> {
  const [row] = await db.select({ list: pendingOrders.list }).from(pendingOrders).where(eq(pendingOrders.id, id));
  return row?.list ?? null;
}

/**
 * An order that waits, or waited, and that nobody else confirms or refuses until the transaction ends; null when there is none. Throws a SealError when it is
 * not what was asked for.
 */
export async function lockPending(tx: Db, id: string): Promise<Pending | null> {
  const [row] = await tx.select().from(pendingOrders).where(eq(pendingOrders.id, id)).for('update');
  if (row === undefined) return null;
  const pending = pendingRows.open(row);
  return (await wasSettled(tx, listStream(pending.list), { id, at: pending.askedAt })) ? null : pending;
}

/** What of somebody's orders still waits at `now`. */
export async function pendingOf(tx: Db, by: PersonId, now: Instant): Promise<Pending[]> {
  const rows = await tx
    .select()
    .from(pendingOrders)
    .where(and(eq(pendingOrders.by, by), gt(pendingOrders.expiresAt, now)))
    .orderBy(pendingOrders.askedAt, pendingOrders.id);
  return rows.map((row) => pendingRows.open(row));
}

/** It is carried out, refused, or out of date: whoever puts it back changes nothing by that. The caller holds the lock of its list. */
export async function dropPending(tx: Db, { id, list, askedAt }: Pick<Pending, 'id' | 'list' | 'askedAt'>, now: Instant): Promise<void> {
  await tx.delete(pendingOrders).where(eq(pendingOrders.id, id));
  await settle(tx, listStream(list), { id, at: askedAt }, now);
}

/** For so long after its hour somebody who presses late is told what became of it, and so is who asked. */
const toldForMs = dayMs;

/** Forgets what nobody confirmed in time. */
export async function forgetPending(db: Db, now: Instant): Promise<void> {
  await db.delete(pendingOrders).where(lte(pendingOrders.expiresAt, now - toldForMs));
}
