// Whether a database's tables are those that this version of the bot knows.
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { codeOf } from '../../errors.ts';
import { type Db, migrationsFolder } from './client.ts';

const undefinedTable = '42P01';

/** How many migrations wait to be run; negative when the database was made by a newer version. */
export async function migrationsWaiting(db: Db): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis);
  const done = await migrationsDone(db);
  const newest = Math.max(0, ...known);
  const beyond = done.filter((at) => at > newest).length;
  return beyond > 0 ? -beyond : known.filter((at) => at > Math.max(0, ...done)).length;
}

async function migrationsDone(db: Db): Promise<number[]> {
  try {
    // The table is Drizzle's own; it goes by the time at which a migration was made.
    const rows = await db.select({ at: sql<string>`created_at::text` }).from(sql`drizzle.__drizzle_migrations`);
    return rows.map(({ at }) => Number(at));
  } catch (error) {
    if (codeOf(error) === undefinedTable) return [];
    throw error;
  }
}
