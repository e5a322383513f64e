// A PostgreSQL server, shared by any number of replicas. It may go away and come back while the bot runs.

import { Duplex } from 'node:stream';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { instantOf } from '../../domain/values/time.ts';
import { codeOf } from '../../errors.ts';
import * as schema from '../schema.ts';
import { silenceOf } from './away.ts';
import { type Database, type Log, migrationsFolder } from './client.ts';
import { quietStatement } from './server-log.ts';
import { type Timeouts, usual } from './timeouts.ts';

const oldestServer = 14;
const connectionsMax = 10;

// Any number that nothing else in the same database locks.
export const migrationLock = 7_302_115_001;

/** Connects, migrates (unless told not to) and gives a pool. Throws an Error for people to read (host and database, never the password) when it cannot. */
export async function openPostgres(url: string, log: Log, migrating = true, timeouts: Partial<Timeouts> = {}): Promise<Database> {
  await prepareServer(url, log, migrating);
  const { connectMs, statementMs, lockMs, silenceMs, idleInTransactionMs } = { ...usual, ...timeouts };
  const pool = new pg.Pool({
    ...connection(url),
    max: connectionsMax,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    query_timeout: silenceMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    // Waited for before the connection is given to anybody.
    onConnect: async (client) => {
      await client.query(quietStatement);
    },
  });
  surviveLostConnections(pool, log);
  let closed: Promise<void> | null = null;
  return {
    db: drizzle({ client: pool, schema }),
    kind: 'postgres',
    now: async () => {
      const { rows } = await pool.query<{ at: number }>('select (extract(epoch from clock_timestamp()) * 1000)::float8 as at');
      // Microseconds, as a fraction.
      return instantOf(rows[0]?.at ?? Number.NaN);
    },
    ping: async () => {
      await pool.query('select 1');
    },
    close: () => {
      closed ??= pool.end();
      return closed;
    },
  };
}

// keepAlive: an idle connection that a firewall dropped is noticed here, not by the next command.
function connection(url: string): pg.ClientConfig {
  return { connectionString: url, connectionTimeoutMillis: usual.connectMs, keepAlive: true, application_name: 'embargo-bot' };
}

async function prepareServer(url: string, log: Log, migrating: boolean): Promise<void> {
  const client = newClient(url);
  client.on('error', (error) => log('database.connection-lost', { code: codeOf(error) }));
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(client, error);
  }
  try {
    const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
    for (const { version } of rows) refuseOldServer(version);
    if (!migrating) return;
    await client.query(quietStatement);
    const { rows: tried } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [migrationLock]);
    if (!tried[0]?.got) {
      log('database.waiting-for-migrations', {});
      await client.query('select pg_advisory_lock($1)', [migrationLock]);
    }
    await migrate(drizzle({ client }), { migrationsFolder });
  } finally {
    // The end of the session gives the lock back.
    await client.end();
  }
}

function newClient(url: string): pg.Client {
  try {
    return new pg.Client(connection(url));
  } catch {
    // Not passed on as the cause: Node's error for a wrong URL holds the URL, and with it the password.
    throw new Error('DATABASE_URL is not of the form postgres://user:password@host:5432/database');
  }
}

/** Throws an Error when a server is too old. Its version is as `server_version_num` has it: 140005 is 14.5. */
export function refuseOldServer(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major < oldestServer) throw new Error(`The server runs PostgreSQL ${major}; ${oldestServer} or newer is needed.`);
}

function unreachable(client: pg.Client, error: unknown): Error {
  const code = codeOf(error);
  const tried = `PostgreSQL at ${client.host}:${client.port}, database "${client.database}"`;
  const reason = error instanceof Error && error.message !== '' ? error.message : code;
  const advice: Record<string, string> = {
    '28P01': 'Check the user and the password in DATABASE_URL.',
    '28000': 'Check the user in DATABASE_URL, and what pg_hba.conf on the server allows.',
    '3D000': `Create the database first: createdb ${client.database}`,
  };
  const next = advice[code] ?? 'Check that it runs, can be reached from here, and that DATABASE_URL is right.';
  return new Error(`Cannot open ${tried}: ${reason}. ${next}`, { cause: error });
}

/**
 * Without a listener, a connection that dies while it is in use ends the process. And Drizzle 0.45.4 sends `begin` outside of its try
 * block: a connection on which that fails is never given back, so that after some restarts of a server the pool would be empty for ever.
 * A connection whose server stood still is not usable either: what was asked is still to be answered, and whatever is asked next waits behind it.
 */
function surviveLostConnections(pool: pg.Pool, log: Log): void {
  const inUse = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => inUse.add(client));
  pool.on('release', (_error, client) => inUse.delete(client));
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    destroyWhenUnusable(client);
    client.on('error', (error) => {
      log('database.connection-lost', { code: codeOf(error) });
      if (!inUse.has(client)) return;
      client.release(true);
      client.release = () => undefined;
    });
  });
}

/** Ends a connection that did not answer in time, or on which no transaction could be begun; its `error` event then has it replaced. */
function destroyWhenUnusable(client: pg.PoolClient): void {
  const query: (...args: unknown[]) => unknown = client.query.bind(client);
  const watched = (...args: unknown[]) => {
    const answer = query(...args);
    if (answer instanceof Promise)
      answer.catch((error: Error) => {
        if (silenceOf(error) || textOf(args[0]).startsWith('begin')) streamOf(client)?.destroy(error);
      });
    return answer;
  };
  Object.assign(client, { query: watched });
}

function textOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  return typeof asked === 'object' && asked !== null && 'text' in asked && typeof asked.text === 'string' ? asked.text : '';
}

/** The socket of a connection, which pg's types do not have. */
function streamOf(client: object): Duplex | null {
  const connection = 'connection' in client ? client.connection : null;
  const stream = typeof connection === 'object' && connection !== null && 'stream' in connection ? connection.stream : null;
  return stream instanceof Duplex ? stream : null;
}
