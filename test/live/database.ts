// The database of a bot in another process, with a clock that can be moved as the bot's.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { DatabaseKind } from '../../src/db/connection/client.ts';
import { migratedFolder } from '../setup/migrated-folder.ts';

export type Rows = readonly Readonly<Record<string, unknown>>[];

export type LiveDatabase = {
  readonly kind: DatabaseKind;
  /** The settings that name it. */
  readonly env: Readonly<Record<string, string>>;
  /** How far its clock is ahead of this machine's. */
  setAhead(ms: number): Promise<void>;
  /** Asks it something; `inside` asks it in the bot's process, for the database that only that one can open. */
  look(sql: string, params: readonly number[], inside: (sql: string, params: readonly number[]) => Promise<Rows>): Promise<Rows>;
  drop(): Promise<void>;
};

export const key = `test:${Buffer.alloc(32, 7).toString('base64')}`;

export async function openLiveDatabase(kind: DatabaseKind): Promise<LiveDatabase> {
  switch (kind) {
    case 'embedded':
      return embedded();
    case 'postgres':
      return postgres();
    default:
      return kind satisfies never;
  }
}

async function embedded(): Promise<LiveDatabase> {
  const { folder, remove } = await migratedFolder();
  return {
    kind: 'embedded',
    env: { DATA_DIR: folder, EMBARGO_KEY: key },
    // It goes by the clock of the process that it is in.
    setAhead: async () => undefined,
    look: (sql, params, inside) => inside(sql, params),
    drop: async () => remove(),
  };
}

// Found before PostgreSQL's own by whatever asks this database for the time: its clock with all its fractions, and as far ahead as is written.
const ownClock = `
create schema moved;
create table moved.ahead (ms float8 not null);
insert into moved.ahead values (0);
create function moved.clock_timestamp() returns timestamptz language sql volatile
  as 'select pg_catalog.clock_timestamp() + (select ms from moved.ahead) * interval ''1 ms''';
create function moved.now() returns timestamptz language sql volatile
  as 'select pg_catalog.now() + (select ms from moved.ahead) * interval ''1 ms''';`;

async function postgres(): Promise<LiveDatabase> {
  const server = inject('postgresUrl');
  if (server === null) throw new Error('No PostgreSQL in this run');
  const name = `${inject('postgresTemplate')}_${randomBytes(4).toString('hex')}`;
  const url = new URL(server);
  await administrate(server, `create database ${name} template ${inject('postgresTemplate')}`);
  url.pathname = `/${name}`;
  await administrate(url.href, `${ownClock} alter database ${name} set search_path = public, moved, pg_catalog;`);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  // One question at a time.
  let last: Promise<unknown> = Promise.resolve();
  const query = (sql: string, params: readonly number[] = []): Promise<Rows> => {
    const next = last.then(async () => (await client.query<Record<string, unknown>>(sql, [...params])).rows);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    kind: 'postgres',
    env: { DATABASE_URL: url.href, EMBARGO_KEY: key },
    setAhead: async (ms) => void (await query(`update moved.ahead set ms = ${ms}`)),
    look: (sql, params) => query(sql, params),
    drop: async () => {
      await client.end();
      await administrate(server, `drop database ${name} with (force)`);
    },
  };
}

async function administrate(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}
