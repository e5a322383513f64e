import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrationsFolder } from '../../src/db/connection/client.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { migrationLock, refuseOldServer } from '../../src/db/connection/postgres.ts';
import { patient, type Timeouts } from '../../src/db/connection/timeouts.ts';
import { lanes } from '../../src/db/schema.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';

const quiet = { log: () => undefined };
const openError = (url: string) =>
  openDatabase({ type: 'postgres', url }, quiet).then(
    () => 'opened',
    (error: Error) => error,
  );

describe('a server that cannot be used', () => {
  test('is named by host and database, with what to do, and never with the password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    server.close();
    const error = await openError(`postgres://ada:hunter2@127.0.0.1:${port}/embargoes`);
    expect(error).toMatchObject({
      message:
        `Cannot open PostgreSQL at 127.0.0.1:${port}, database "embargoes": connect ECONNREFUSED 127.0.0.1:${port}. ` +
        'Check that it runs, can be reached from here, and that DATABASE_URL is right.',
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2');
  });

  test('is told apart from an address that is none, without repeating it', async () => {
    const error = await openError('postgres://ada:hunter2@localhost:port/embargoes');
    expect(error).toMatchObject({ message: 'DATABASE_URL is not of the form postgres://user:password@host:5432/database' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hunter2');
  });

  test('may be PostgreSQL 13, but not 14', () => {
    expect(() => refuseOldServer(130_022)).toThrow('The server runs PostgreSQL 13; 14 or newer is needed.');
    expect(() => refuseOldServer(140_000)).not.toThrow();
  });
});

describePostgres('replicas on one PostgreSQL', () => {
  let database: TestDatabase;
  let url: string;
  beforeAll(async () => {
    database = await openTestDatabase('postgres');
    url = database.url ?? '';
  });
  afterAll(() => database.drop());

  async function withEmptyDatabase(work: (emptyUrl: string) => Promise<void>): Promise<void> {
    const empty = new URL(url);
    const name = `${empty.pathname.slice(1)}_empty`;
    empty.pathname = `/${name}`;
    await database.db.execute(sql.raw(`create database ${name}`));
    await work(empty.href);
    await database.db.execute(sql.raw(`drop database ${name}`));
  }

  test('are told to make a database that is not there', async () => {
    const missing = new URL(url);
    missing.pathname = '/nowhere';
    expect(await openError(missing.href)).toMatchObject({
      message: expect.stringContaining('Create the database first: createdb nowhere'),
    });
  });

  test('that start together on an empty database make its tables once', async () => {
    await withEmptyDatabase(async (emptyUrl) => {
      const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ type: 'postgres', url: emptyUrl }, quiet)));
      const counted = await opened[0]?.db.execute(sql`select count(*)::int as applied from drizzle.__drizzle_migrations`);
      await Promise.all(opened.map((each) => each.close()));
      const journal: { entries: unknown[] } = JSON.parse(readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8'));
      expect(counted).toMatchObject({ rows: [{ applied: journal.entries.length }] });
    });
  });

  test('wait, and say so, while another one migrates', async () => {
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query('select pg_advisory_lock($1)', [migrationLock]);
    const events: string[] = [];
    const log = (event: string) => {
      events.push(event);
      // The end of its session is the end of its lock.
      void other.end();
    };
    const opened = await openDatabase({ type: 'postgres', url }, { log });
    await opened.close();
    expect(events).toEqual(['database.waiting-for-migrations']);
  });

  test('wait neither for a lock nor for a statement for long; whoever reads everything there is takes the time that it takes', async () => {
    const limits = async (timeouts?: Partial<Timeouts>) => {
      const { db, close } = await openDatabase({ type: 'postgres', url }, { ...quiet, ...(timeouts === undefined ? {} : { timeouts }) });
      const shown = sql`select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement`;
      const { rows } = (await db.execute(shown)) as unknown as { rows: unknown[] };
      await close();
      return rows[0];
    };
    expect(await limits()).toEqual({ lock: '2s', statement: '15s' });
    expect(await limits(patient)).toEqual({ lock: '0', statement: '0' });
  });

  test('do not wait for a row that another one holds, and take the next', async () => {
    await database.db.insert(lanes).values([
      { lane: 'a', freeAt: 0 },
      { lane: 'b', freeAt: 0 },
    ]);
    const claim = (db: Pick<typeof database.db, 'select'>) =>
      db.select({ lane: lanes.lane }).from(lanes).orderBy(lanes.lane).limit(1).for('update', { skipLocked: true });
    const claims = await database.db.transaction(async (tx) => {
      const first = await claim(tx);
      return [first, await database.db.transaction((other) => claim(other))];
    });
    expect(claims).toEqual([[{ lane: 'a' }], [{ lane: 'b' }]]);
  });
});

describePostgres('a PostgreSQL that drops its connections', () => {
  let database: TestDatabase;
  let url: string;
  beforeAll(async () => {
    database = await openTestDatabase('postgres');
    url = database.url ?? '';
  });
  afterAll(() => database.drop());

  const answers = () => database.db.execute(sql`select 1 as here`);
  const all = Array.from({ length: 10 });

  test('in the midst of transactions costs these, not the bot', async () => {
    const suicides = all.map(() => database.db.transaction((tx) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`)));
    const results = await Promise.allSettled(suicides);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(await answers()).toMatchObject({ rows: [{ here: 1 }] });
  });

  test('just when each of them begins a transaction leaves the pool whole', async () => {
    await Promise.all(all.map(() => database.db.transaction((tx) => tx.execute(sql`select pg_sleep(0.05)`))));
    // Synchronous, so that nothing is noticed before the transactions begin on connections that are dead.
    execFileSync(process.execPath, ['--input-type=module', '-e', killOthers(url)]);
    const results = await Promise.allSettled(all.map(() => database.db.transaction((tx) => tx.execute(sql`select 1`))));
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(await answers()).toMatchObject({ rows: [{ here: 1 }] });
  });
});

function killOthers(url: string): string {
  return `
    import pg from 'pg';
    const client = new pg.Client(${JSON.stringify(url)});
    await client.connect();
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
    await client.end();
  `;
}
