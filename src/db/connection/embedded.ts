// PGlite: PostgreSQL inside this process, in a folder. It has no lock, no autovacuum and no checkpoints of its own; they are here.

import { AsyncLocalStorage } from 'node:async_hooks';
import { type PGlite, type QueryOptions, types } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { codeOf } from '../../errors.ts';
import * as schema from '../schema.ts';
import { type Database, type Log, migrationsFolder } from './client.ts';
import { makeFolder, shutFolder } from './folder.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { type Lite, openReopened, refuseFullDisk } from './reopened.ts';

const checkpointEveryMs = 5 * 60_000;
const vacuumEveryMs = 60 * 60_000;
// Without these the write-ahead log grows past a gigabyte, and the process holds 100 MB more.
const postgresqlconf = ['max_wal_size=64MB', 'min_wal_size=32MB', 'wal_recycle=off', 'shared_buffers=16MB'];

/** Opens, and makes where it is not there, the database in a folder. Throws an Error for people to read when the folder is in use or cannot be used. */
export async function openEmbedded(folder: string, log: Log, migrating = true): Promise<Database> {
  makeFolder(folder);
  refuseFullDisk(folder);
  const lock = await lockFolder(folder);
  try {
    return await openLocked(folder, lock, log, migrating);
  } catch (error) {
    await lock.release();
    const what = `Cannot open the database in the folder ${folder} (${codeOf(error)})`;
    throw new Error(`${what}. If it was damaged, put a backup in its place.`, { cause: error });
  }
}

async function openLocked(folder: string, lock: FolderLock, log: Log, migrating: boolean): Promise<Database> {
  const lite = await openReopened(folder, { postgresqlconf, parsers: asText }, log);
  shutFolder(folder);
  const db = drizzleOn(lite);
  try {
    if (migrating) await migrate(db, { migrationsFolder });
  } catch (error) {
    await lite.close();
    throw error;
  }
  const stopTidying = keepTidy(lite, log);
  const shut = async () => {
    try {
      await stopTidying();
      await lite.close();
    } finally {
      await lock.release();
    }
  };
  let closed: Promise<void> | null = null;
  return {
    db,
    kind: 'embedded',
    gone: lite.gone,
    // In this process the machine's clock is the database's.
    now: async () => Date.now(),
    ping: async () => {
      await lite.query('select 1');
    },
    close: () => {
      closed ??= shut();
      return closed;
    },
  };
}

/** A transaction that its own code may still be in, and the one of another database around it. */
type Scope = { readonly of: Lite; running: boolean; readonly around: Scope | undefined };

// One for all databases: each that there ever was would make every promise of this process slower.
const inside = new AsyncLocalStorage<Scope>();

function isInside(lite: Lite): boolean {
  for (let scope = inside.getStore(); scope !== undefined; scope = scope.around) if (scope.of === lite && scope.running) return true;
  return false;
}

/**
 * Drizzle on a PGlite, made safe against its worst trap: a query to the database inside of its own transaction waits for ever, because
 * there is one connection. Here it throws, and says so.
 */
export function drizzleOn(lite: Lite) {
  const refuseInside = () => {
    if (isInside(lite)) throw new Error('Inside a transaction, query with its tx: the database itself would wait for ever');
  };
  Object.assign(lite.parsers, asText);
  const query = lite.query.bind(lite);
  lite.query = (text, params, options) => {
    refuseInside();
    return query(text, params, withoutParsers(options));
  };
  const transaction = lite.transaction.bind(lite);
  lite.transaction = (callback) => {
    refuseInside();
    return transaction(async (tx) => {
      const scope: Scope = { of: lite, running: true, around: inside.getStore() };
      const queryInside = tx.query.bind(tx);
      tx.query = (text, params, options) => queryInside(text, params, withoutParsers(options));
      try {
        return await inside.run(scope, () => callback(tx));
      } finally {
        scope.running = false;
      }
    });
  };
  // Of a PGlite, Drizzle uses nothing else.
  return drizzle({ client: lite as PGlite, schema });
}

// Drizzle gives each query parsers of its own, which PGlite merges with its hundred others each time: a third of what a small query costs.
const asText = Object.fromEntries(
  [types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL, types.DATE].map((type) => [type, (value: string) => value]),
);

function withoutParsers(options: QueryOptions | undefined): QueryOptions | undefined {
  if (options === undefined) return undefined;
  const { parsers: _, ...rest } = options;
  return rest;
}

// One after the other, and none once the database is about to close.
function keepTidy(lite: Lite, log: Log): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const tidy = (statement: string) => {
    last = last.then(() => lite.exec(statement)).catch((error) => log('database.tidying-failed', { statement, code: codeOf(error) }));
  };
  const timers = [
    setInterval(() => tidy('checkpoint'), checkpointEveryMs).unref(),
    setInterval(() => tidy('vacuum (analyze)'), vacuumEveryMs).unref(),
  ];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await last;
  };
}
