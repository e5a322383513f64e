// What lies in the inbox, opened: a test reads it as the bot does.
import { asc } from 'drizzle-orm';
import type { Db } from '../../src/db/connection/client.ts';
import { inboxRows } from '../../src/db/integrity/sealed-rows.ts';
import { inbox } from '../../src/db/schema.ts';

/** Everything that was heard, in order. `outcome`: what came of it, or that it waits apart. */
export async function heardIn(db: Db) {
  const rows = await db.select().from(inbox).orderBy(asc(inbox.seq));
  return rows.map((row) => inboxRows.open(row)).map(({ result, ...row }) => ({ ...row, outcome: result ?? row.outcome }));
}

/** The outcomes of it all, in order. */
export async function outcomesIn(db: Db): Promise<(string | null)[]> {
  return (await heardIn(db)).map(({ outcome }) => outcome);
}
