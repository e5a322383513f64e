// A PGlite that can stop and be opened anew in its place. PostgreSQL ends its whole server when it cannot write its log (a full disk), and starts it
// again; PGlite is that server, in this process: it would repeat the failed step for ever, and nothing else here would run any more.

import { once } from 'node:events';
import { closeSync, existsSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Extension, PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { codeOf } from '../../errors.ts';
import { DatabaseGone, DatabaseStopped, type StoppedBy } from './away.ts';
import type { Log } from './client.ts';
import { keepStatements } from './statements.ts';

/** What is used of a PGlite. */
export type Lite = Pick<PGlite, 'query' | 'exec' | 'transaction' | 'parsers'>;

export type ReopenedLite = Lite & {
  /** Aborted, with a DatabaseGone as its reason, once the folder is not there any more: nothing that is written is kept from then on. */
  readonly gone: AbortSignal;
  close(): Promise<void>;
};

const retryMs = 1_000;
const retryMsMax = 30_000;
const lookMs = 2_000;
// PostgreSQL writes its log in files of this size: one to go on in, and one in reserve.
const logFileBytes = 16 * 1024 * 1024;
const roomBytesMin = 2 * logFileBytes;

/**
 * Opens, and makes where it is not there, the database in a folder that this process holds. What is asked while it has stopped is refused with a
 * DatabaseStopped; once there is room on the disk it is opened again.
 */
export async function openReopened(folder: string, options: PGliteOptions, log: Log): Promise<ReopenedLite> {
  if (!existsSync(join(folder, 'PG_VERSION'))) await madeApart(folder, options);
  const create = () => createGuarded(folder, options);
  let open: Guarded | null = await create();
  let stoppedBy: StoppedBy = 'crashed';
  const kept = marksOf(folder);
  const gone = new AbortController();
  const closing = new AbortController();
  let reopening: Promise<void> = Promise.resolve();

  /** Throws once the folder is not the one that was opened. */
  const assertThere = () => {
    gone.signal.throwIfAborted();
    const found = marksOf(folder);
    if (found === kept || found === null) return;
    log('database.folder-gone', {});
    gone.abort(new DatabaseGone(folder));
    gone.signal.throwIfAborted();
  };

  const stop = (stopped: Guarded) => {
    if (open !== stopped) return;
    open = null;
    stoppedBy = hasRoom(folder) ? 'crashed' : 'disk-full';
    log('database.stopped', { because: stoppedBy });
    stopped.abandon();
    reopening = reopen();
  };

  const reopen = async () => {
    for (let waitMs = retryMs; !closing.signal.aborted; waitMs = Math.min(retryMsMax, waitMs * 2)) {
      await delay(waitMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      try {
        if (closing.signal.aborted) return;
        assertThere();
        if (!hasRoom(folder)) {
          // Looking costs nothing, opening does.
          waitMs = retryMs / 2;
          continue;
        }
        open = await create();
        log('database.reopened', {});
        return;
      } catch (error) {
        if (error instanceof DatabaseGone) return;
        log('database.not-reopened', { code: codeOf(error) });
      }
    }
  };

  async function use<T>(work: (lite: PGlite) => Promise<T>): Promise<T> {
    assertThere();
    const used = open;
    if (used === null) throw new DatabaseStopped(stoppedBy);
    try {
      const result = await work(used.lite);
      // Files that were removed can be written to as long as they are open. Nobody is told that something is kept in them.
      assertThere();
      return result;
    } catch (error) {
      assertThere();
      if (!used.stopped()) throw error;
      stop(used);
      throw new DatabaseStopped(stoppedBy, { cause: error });
    }
  }

  const look = setInterval(() => {
    try {
      assertThere();
    } catch {
      clearInterval(look);
    }
  }, lookMs).unref();

  return {
    parsers: {},
    gone: gone.signal,
    query: (...args) => use((lite) => lite.query(...args)) as never,
    exec: (...args) => use((lite) => lite.exec(...args)),
    transaction: (callback) => use((lite) => lite.transaction(callback)),
    close: async () => {
      clearInterval(look);
      closing.abort();
      await reopening;
      const last = open;
      open = null;
      if (last === null) return;
      // What is gone is not written once more.
      if (gone.signal.aborted) return last.abandon();
      await last.lite.exec('checkpoint').catch((error) => log('database.tidying-failed', { statement: 'checkpoint', code: codeOf(error) }));
      if (last.stopped()) last.abandon();
      else await last.lite.close();
    },
  };
}

// Making a database takes half a gigabyte, of which this process would hold most for long afterwards. A thread gives all of it back when it ends.
const making = `
  import('node:worker_threads').then(async ({ workerData }) => {
    const { PGlite } = await import(workerData.pglite);
    await (await PGlite.create(workerData.options)).close();
  });
`;

async function madeApart(folder: string, { postgresqlconf }: PGliteOptions): Promise<void> {
  const pglite = pathToFileURL(createRequire(import.meta.url).resolve('@electric-sql/pglite')).href;
  const workerData = { pglite, options: { dataDir: resolve(folder), postgresqlconf } };
  const worker = new Worker(making, { eval: true, execArgv: [], workerData });
  // Rejects with what the thread threw.
  await once(worker, 'exit');
}

/** `stopped`: it can do nothing any more. `abandon` lets go of its files without writing to them. */
type Guarded = { readonly lite: PGlite; stopped(): boolean; abandon(): void };

/** What PGlite's PostgreSQL leaves with when it goes on with the next statement. */
const failedStatement = 100;

// The parts of Emscripten's module that PGlite calls for each message to PostgreSQL.
type Module = Record<'_PostgresMainLoopOnce' | '_PostgresSendReadyForQueryIfNecessary' | '_pgl_pq_flush', () => void> & {
  stackRestore(at: number): void;
  readonly FS: { readonly streams: readonly ({ readonly nfd?: number } | null)[] };
};

/** PGlite 0.5 goes on for as long as a message is not read to its end, whatever is thrown at it. Here the first error that ends the server ends that. */
async function createGuarded(folder: string, options: PGliteOptions): Promise<Guarded> {
  let module: Module | null = null;
  let end: { readonly error: unknown } | null = null;
  const guard: Extension = {
    name: 'guard',
    setup: async (_, emscripten) => ({
      emscriptenOpts: {
        ...emscripten,
        preRun: [
          ...emscripten.preRun,
          (started: Module) => {
            module = started;
            const { _PostgresMainLoopOnce: once, stackRestore } = started;
            started._PostgresMainLoopOnce = () => {
              if (end !== null) throw end.error;
              try {
                once();
              } catch (error) {
                const failed = error instanceof Object && 'status' in error && error.status === failedStatement;
                if (!failed) end = { error };
                throw error;
              }
            };
            started.stackRestore = (at) => {
              if (end !== null) throw end.error;
              stackRestore(at);
            };
            for (const name of ['_PostgresSendReadyForQueryIfNecessary', '_pgl_pq_flush'] as const) {
              const step = started[name];
              started[name] = () => {
                if (end === null) step();
              };
            }
          },
        ],
      },
    }),
  };
  const abandon = () => {
    // Not by Emscripten's own way: that writes what it still holds.
    for (const stream of module?.FS.streams ?? []) if (stream?.nfd !== undefined) quietly(() => closeSync(stream.nfd ?? -1));
  };
  try {
    const lite = await PGlite.create({ ...options, dataDir: resolve(folder), extensions: { guard } });
    return { lite: keepStatements(lite), stopped: () => end !== null, abandon };
  } catch (error) {
    abandon();
    throw error;
  }
}

/** Throws an Error for people to read when the disk of a folder has no room for a database to begin with. */
export function refuseFullDisk(folder: string): void {
  if (hasRoom(folder)) return;
  const needed = `it needs ${Math.round(roomBytesMin / 1024 / 1024)} MB`;
  throw new Error(`The disk is full: there is no room for the database in ${folder}; ${needed}. Free some space, then start again.`);
}

/** Whether there is room for what PostgreSQL needs to go on. What the file system says of itself leaves out quotas, so it is tried as well. */
function hasRoom(folder: string): boolean {
  const file = join(folder, 'room-is-tried-with-this');
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < roomBytesMin) return false;
    const descriptor = openSync(file, 'w', 0o600);
    try {
      return writeSync(descriptor, Buffer.alloc(logFileBytes), 0, logFileBytes, 0) === logFileBytes;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  } finally {
    rmSync(file, { force: true });
  }
}

/** What tells this database from another in its place, by device and inode of what stays as long as it does; null when that cannot be told now. */
function marksOf(folder: string): string | null {
  try {
    return [join('global', 'pg_control'), 'pg_wal']
      .map((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
      .map((stat) => (stat === undefined ? 'gone' : `${stat.dev}-${stat.ino}`))
      .join(' ');
  } catch {
    return null;
  }
}

function quietly(step: () => void): void {
  try {
    step();
  } catch {
    // It was closed before.
  }
}
