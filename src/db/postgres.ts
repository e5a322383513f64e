// A PostgreSQL server, shared by any number of replicas. It may go away and come back while the bot runs.

import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { instantOf } from '../domain/time.ts';
import { codeOf, type Database, type Log, migrationsFolder } from './client.ts';
import * as schema from './schema.ts';

const oldestServer = 14;
const connectMsMax = 2_000;
const statementMsMax = 15_000;
const idleInTransactionMsMax = 30_000;
const connectionsMax = 10;
// Any number that nothing else in the same database locks.
export const migrationLock = 7_302_115_001;

/** Connects, migrates (unless told not to) and gives a pool. Throws an Error for people to read (host and database, never the password) when it cannot. */
export async function openPostgres(url: string, log: Log, migrating = true): Promise<Database> {
  await prepareServer(url, log, migrating);
  const pool = new pg.Pool({
    ...connection(url),
    max: connectionsMax,
    statement_timeout: statementMsMax,
    // A replica that hangs in the middle of a transaction must not hold its rows from the others for ever.
    idle_in_transaction_session_timeout: idleInTransactionMsMax,
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
  return { connectionString: url, connectionTimeoutMillis: connectMsMax, keepAlive: true, application_name: 'embargo-bot' };
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
 */
function surviveLostConnections(pool: pg.Pool, log: Log): void {
  const inUse = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => inUse.add(client));
  pool.on('release', (_error, client) => inUse.delete(client));
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      log('database.connection-lost', { code: codeOf(error) });
      if (!inUse.has(client)) return;
      client.release(true);
      client.release = () => undefined;
    });
  });
}
