// A card's edit that may or may not have been posted, while a newer one waits.
import { and, eq, sql } from 'drizzle-orm';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { outbox } from './schema.ts';

/**
 * What waits as a newer edit of the same card is to be said by this row from now on: only under its own id can a platform be asked whether the card
 * was posted already, and posted anew it would stand there twice. Call it before the row is queued again: one edit of a card waits at a time.
 */
export async function takeOver(tx: Db, row: { readonly id: string; readonly card: string }, now: Instant): Promise<void> {
  const waits = and(eq(outbox.card, row.card), eq(outbox.state, 'queued'));
  const [newer] = await tx.update(outbox).set({ state: 'replaced', sentAt: now }).where(waits).returning({ id: outbox.id });
  if (newer === undefined) return;
  // As it is sealed: nothing has to be opened for this.
  const said = (column: 'body' | 'kind') => sql`(select ${sql.identifier(column)} from outbox newer where newer.id = ${newer.id})`;
  await tx
    .update(outbox)
    .set({ body: said('body'), kind: said('kind') })
    .where(eq(outbox.id, row.id));
  await tx.update(outbox).set({ body: null }).where(eq(outbox.id, newer.id));
}
