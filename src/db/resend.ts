// Messages that wait, sent elsewhere. What they say is sealed for where they were to go, so it is opened and sealed again.
import { eq, type SQL } from 'drizzle-orm';
import type { Db } from './connection/client.ts';
import { type OpenRow, outboxRows } from './integrity/sealed-rows.ts';
import { outbox } from './schema.ts';
import { unlessBroken } from './seal.ts';

type Row = OpenRow<typeof outbox.$inferSelect>;
/** What is different of where a message goes. */
export type Resent = Partial<Pick<Row, 'lane' | 'destination' | 'card' | 'refs'>>;

/** Changes where messages go. One that cannot be opened stays as it is: it is not delivered. The caller has made the lanes. */
export async function resend(tx: Db, which: SQL | undefined, change: (row: Row) => Resent): Promise<void> {
  const rows = await tx.select().from(outbox).where(which).for('update');
  for (const row of rows) {
    const open = unlessBroken(() => outboxRows.open(row));
    if (open === null) continue;
    const { lane, destination, card, body, refs } = outboxRows.seal({ ...open, ...change(open) });
    await tx.update(outbox).set({ lane, destination, card, body, refs }).where(eq(outbox.id, row.id));
  }
}
