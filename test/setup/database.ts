// A database for a test file: fresh, migrated, and its own.

import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { is, sql } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { inject } from 'vitest';
import { useKeyring } from '../../src/db/columns.ts';
import type { DatabaseKind, Db } from '../../src/db/connection/client.ts';
import { drizzleOn } from '../../src/db/connection/embedded.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { keepStatements } from '../../src/db/connection/statements.ts';
import * as schema from '../../src/db/schema.ts';
import { parseKeyring } from '../../src/db/seal.ts';

export type TestDatabase = {
  readonly db: Db;
  /** For a second connection or process; null on the embedded database, which has only one. */
  readonly url: string | null;
  /** Closes and removes it. Leave it out of the way of a failing test, and the database can be looked at until the run ends. */
  drop(): Promise<void>;
};

export const testKey = `test:${Buffer.alloc(32, 7).toString('base64')}`;
export const testKeyring = parseKeyring(testKey);
useKeyring(testKeyring);

const serverUrl = inject('postgresUrl');

/** The databases that there are in this run: `describe.each(databaseKinds)('... on %s', (kind) => ...)`. */
export const databaseKinds: DatabaseKind[] = serverUrl === null ? ['embedded'] : ['embedded', 'postgres'];

/** A fresh database of its own, cloned from the migrated template. Throws when PostgreSQL is asked for and there is none. */
export function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  switch (kind) {
    case 'postgres':
      return openPostgres();
    case 'embedded':
      return openEmbedded();
    default:
      return kind satisfies never;
  }
}

async function openPostgres(): Promise<TestDatabase> {
  if (serverUrl === null) throw new Error('No PostgreSQL in this run: ask databaseKinds, or use describePostgres');
  const template = inject('postgresTemplate');
  const name = `${template}_${randomBytes(4).toString('hex')}`;
  await administrate(serverUrl, `create database ${name} template ${template}`);
  const where = new URL(serverUrl);
  where.pathname = `/${name}`;
  const database = await openDatabase({ type: 'postgres', url: where.href }, { log: () => undefined });
  return {
    db: database.db,
    url: where.href,
    drop: async () => {
      await database.close();
      await administrate(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

type Kept = { readonly lite: PGlite; readonly shape: string };

// To make one takes a hundred times as long as to empty it, and code that PGlite has run before runs faster. Here are those that nobody has now.
const idle: Kept[] = [];

async function openEmbedded(): Promise<TestDatabase> {
  const kept = (await reused()) ?? (await made());
  const { lite } = kept;
  let dropped = false;
  let running = 0;
  // What a test leaves behind must not write into the next one's.
  const asked = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    if (dropped) throw new Error('PGlite is closed');
    running += 1;
    return ask().finally(() => {
      running -= 1;
    });
  };
  const lease: Pick<PGlite, 'query' | 'exec' | 'transaction' | 'parsers'> = {
    parsers: lite.parsers,
    query: (...args) => asked(() => lite.query(...args)) as never,
    exec: (...args) => asked(() => lite.exec(...args)),
    transaction: (callback) => asked(() => lite.transaction(callback)),
  };
  const drop = async () => {
    if (dropped) return;
    dropped = true;
    // Something in it that does not end would hold up the next one.
    if (running === 0) idle.push(kept);
    else await lite.close();
  };
  return { db: drizzleOn(lease), url: null, drop };
}

async function made(): Promise<Kept> {
  const lite = keepStatements(await PGlite.create({ loadDataDir: await openAsBlob(inject('embeddedDump')) }));
  return { lite, shape: await shapeOf(lite) };
}

/** One that had been dropped, as if it were new; null where there is none, or where a test changed more than rows. */
async function reused(): Promise<Kept | null> {
  const kept = idle.pop();
  if (kept === undefined) return null;
  const { lite, shape } = kept;
  if ((await shapeOf(lite)) !== shape) {
    await lite.close();
    return null;
  }
  await emptyTables((text) => lite.query(text));
  // Everything of a session but its statements.
  await lite.exec('reset all; close all; unlisten *; discard temp; discard sequences; select pg_advisory_unlock_all()');
  return kept;
}

/** Changes with each table, index, column, constraint, function and trigger that is made or taken away. */
async function shapeOf(lite: PGlite): Promise<string> {
  const catalogs = ['pg_class', 'pg_constraint', 'pg_proc', 'pg_trigger', 'pg_namespace'];
  const each = catalogs.map((name) => `(select count(*) || ':' || max(oid::bigint) from ${name})`);
  const { rows } = await lite.query<{ shape: string }>(
    `select concat_ws(' ', ${each.join(', ')}, (select count(*) from pg_attribute), (select string_agg(tgenabled::text, '') from pg_trigger)) as shape`,
  );
  return rows[0]?.shape ?? '';
}

/** Every table, as Drizzle knows it. */
export const tables = Object.values(schema).flatMap((value) => (is(value, PgTable) ? [getTableConfig(value)] : []));
// Each truncated table costs several files. One whose numbers were used may be empty.
const filled = tables.map(({ name }) => `case when exists (select from ${name}) then '${name}' end`);
const renumbered = tables.flatMap(({ name, columns }) =>
  columns.flatMap(({ name: column, generatedIdentity }) =>
    generatedIdentity === undefined ? [] : [`setval(pg_get_serial_sequence('${name}', '${column}'), 1, false)`],
  ),
);
// One text each time, so that it is planned once.
const looking = `select concat_ws(', ', ${filled.join(', ')}) as filled, concat(${renumbered.join(', ')})`;

/** Leaves a database with its tables and nothing in them. */
export async function emptyTables(ask: (statement: string) => Promise<{ readonly rows: readonly unknown[] }>): Promise<void> {
  const [found] = (await ask(looking)).rows as { filled: string }[];
  if (found !== undefined && found.filled !== '') await ask(`truncate ${found.filled}`);
}

/** As `emptyTables`. */
export const emptied = (db: Db): Promise<void> =>
  emptyTables((text) => db.execute(sql.raw(text)) as unknown as Promise<{ rows: unknown[] }>);

async function administrate(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
