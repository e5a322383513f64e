// All rows of a database at one moment, put back into it as they were: what several commands made is there again by one statement.
import { sql } from 'drizzle-orm';
import type { Db } from '../../src/db/connection/client.ts';
import { emptied as empty, tables } from './database.ts';

/** The rows of each table that has some, each as JSON. */
export type Rows = ReadonlyMap<string, readonly string[]>;

const names = tables.map(({ name }) => name);

/** Reads every row. Nobody may be writing. */
export async function readRows(db: Db): Promise<Rows> {
  const each = names.map((name) => `select '${name}' as name, coalesce(json_agg(to_json(t)::text), '[]')::text as rows from ${name} t`);
  const all = await db.select({ name: sql<string>`name`, rows: sql<string>`rows` }).from(sql.raw(`(${each.join(' union all ')}) as each`));
  return new Map(all.map(({ name, rows }) => [name, JSON.parse(rows) as string[]] as const).filter(([, rows]) => rows.length > 0));
}

/** What makes one set of rows of another: tables that lose what they have, and rows that come. */
export type Difference = {
  readonly emptied: readonly string[];
  readonly added: Rows;
  /** The highest number in use, of each column that numbers rows which come. */
  readonly last: readonly (readonly [table: string, column: string, number: number])[];
};

/** A table to which rows were only added keeps what it has. Pure. */
export function difference(before: Rows, after: Rows): Difference {
  const emptied: string[] = [];
  const added = new Map<string, readonly string[]>();
  for (const name of names) {
    const [had, has] = [new Set(before.get(name)), new Set(after.get(name))];
    const grew = [...had].every((row) => has.has(row));
    if (!grew) emptied.push(name);
    const come = [...has].filter((row) => !grew || !had.has(row));
    if (come.length > 0) added.set(name, come);
  }
  return { emptied, added, last: [...added].flatMap(([name, rows]) => lastOf(name, rows)) };
}

function lastOf(name: string, rows: readonly string[]): Difference['last'] {
  return (tables.find((table) => table.name === name)?.columns ?? []).flatMap(({ name: column, generatedIdentity }) => {
    if (generatedIdentity === undefined) return [];
    const numbers = rows.map((row) => (JSON.parse(row) as Record<string, number>)[column] ?? 0);
    return [[name, column, Math.max(...numbers)] as const];
  });
}

/** Leaves a database, whatever is in it, with these rows alone, and with its own numbers going on behind theirs. */
export async function writeRows(db: Db, rows: Rows): Promise<void> {
  await empty(db);
  await writeDifference(db, difference(new Map(), rows));
}

/** Makes of what is in a database, which has to be what the difference is from, what it is to. */
export async function writeDifference(db: Db, { emptied, added, last }: Difference): Promise<void> {
  if (emptied.length > 0) await db.execute(sql.raw(`truncate ${emptied.join(', ')} restart identity`));
  if (added.size === 0) return;
  const inserts = [...added].map(
    ([name, rows], index) =>
      sql`${sql.raw(`w${index}`)} as (insert into ${sql.raw(name)} overriding system value select * from json_populate_recordset(null::${sql.raw(name)}, ${`[${rows.join(',')}]`}::json))`,
  );
  const counted = last.map(([name, column, number]) => sql`setval(pg_get_serial_sequence(${name}, ${column}), ${number})`);
  await db.execute(sql`with ${sql.join(inserts, sql`, `)} select ${sql.join([sql`1`, ...counted], sql`, `)}`);
}

/** Another value once anything was written; on PostgreSQL also by what is written to its other databases. */
export async function writtenSoFar(db: Db): Promise<string> {
  const [one] = await db.select({ mark: sql<string>`pg_snapshot_xmax(pg_current_snapshot())::text` }).from(sql`(values (1)) as one`);
  return one?.mark ?? '';
}
