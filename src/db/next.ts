// When something is due next, whatever it is.
import { type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { lanes } from './schema.ts';

/** The earliest of these, in one question; null when there is none. */
export async function earliest(db: Db, instants: readonly SQL[]): Promise<Instant | null> {
  const at = sql<Instant | null>`least(${sql.join([...instants], sql`, `)})`.mapWith(lanes.freeAt);
  const [row] = await db.select({ at }).from(sql`(values (1)) as one`);
  return row?.at ?? null;
}
