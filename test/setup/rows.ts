// All rows of a database at one moment, put back into it as they were: what several commands made is there again by one statement.
import { sql } from 'drizzle-orm';
import type { Db } from '../../src/db/connection/client.ts';
import { tables, truncation } from './database.ts';

/** The rows of each table that has some, as JSON. */
export type Rows = ReadonlyMap<string, string>;

const names = tables.map(({ name }) => name);

/** Reads every row. Nobody may be writing. */
export async function readRows(db: Db): Promise<Rows> {
  const each = names.map((name) => `select '${name}' as name, coalesce(json_agg(to_json(t)), '[]')::text as rows from ${name} t`);
  const all = await db.select({ name: sql<string>`name`, rows: sql<string>`rows` }).from(sql.raw(`(${each.join(' union all ')}) as each`));
  return new Map(all.filter(({ rows }) => rows !== '[]').map(({ name, rows }) => [name, rows]));
}

/** Leaves the database with these rows alone, and with its own numbers going on behind theirs. */
export async function writeRows(db: Db, rows: Rows): Promise<void> {
  await db.execute(sql.raw(truncation));
  const filled = [...rows];
  const inserts = filled.map(
    ([name, json], index) =>
      sql`${sql.raw(`w${index}`)} as (insert into ${sql.raw(name)} overriding system value select * from json_populate_recordset(null::${sql.raw(name)}, ${json}::json))`,
  );
  const counted = filled.flatMap(([name, json]) =>
    (tables.find((table) => table.name === name)?.columns ?? []).flatMap(({ name: column, generatedIdentity }) => {
      if (generatedIdentity === undefined) return [];
      const last = Math.max(...(JSON.parse(json) as Record<string, number>[]).map((row) => row[column] ?? 0));
      return [sql`setval(pg_get_serial_sequence(${name}, ${column}), ${last})`];
    }),
  );
  if (inserts.length > 0) await db.execute(sql`with ${sql.join(inserts, sql`, `)} select ${sql.join([sql`1`, ...counted], sql`, `)}`);
}
