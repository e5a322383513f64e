// A card's edit that may or may not have been posted, while a newer one waits.
import { and, eq } from 'drizzle-orm';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { outboxRows } from './integrity/sealed-rows.ts';
import { outbox } from './schema.ts';
import { unlessBroken } from './seal.ts';

/**
 * What waits as a newer edit of the same card is to be said by this row from now on: only under its own id can a platform be asked whether the card
 * was posted already, and posted anew it would stand there twice. Call it before the row is queued again: one edit of a card waits at a time.
 */
export async function takeOver(tx: Db, row: { readonly id: string; readonly card: string }, now: Instant): Promise<void> {
  const waits = and(eq(outbox.card, row.card), eq(outbox.state, 'queued'));
  const [newer] = await tx.update(outbox).set({ state: 'replaced', sentAt: now }).where(waits).returning();
  if (newer === undefined) return;
  const [older] = await tx.select().from(outbox).where(eq(outbox.id, row.id));
  // One that cannot be opened says nothing to anybody.
  const said = unlessBroken(() => outboxRows.open(newer));
  if (older !== undefined && said !== null) {
    const { refs: _, ...place } = older;
    const { body, kind } = outboxRows.seal({ ...place, body: said.body, kind: said.kind });
    await tx.update(outbox).set({ body, kind }).where(eq(outbox.id, row.id));
  }
  await tx.update(outbox).set({ body: null }).where(eq(outbox.id, newer.id));
}
