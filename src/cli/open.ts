// The configured database with its key, for whichever task wants it.
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { useKeyring } from '../db/columns.ts';
import { databaseAway } from '../db/connection/away.ts';
import type { Database } from '../db/connection/client.ts';
import { keyInFolder } from '../db/connection/key-file.ts';
import { openDatabase } from '../db/connection/open.ts';
import type { Timeouts } from '../db/connection/timeouts.ts';
import { parseKeyring } from '../db/seal.ts';
import { checkKey } from '../db/settings.ts';
import { createLog, errorCode, type Log } from '../log.ts';

/** Opens it, with other time-outs than usual where they are given, and lets go of it again when the key is not its own. Throws an Error for people to read. */
export async function open({ database, key, logLevel }: Config, timeouts: Partial<Timeouts> = {}): Promise<Database> {
  const file = key === null && database.type === 'embedded' ? keyInFolder(database.folder) : null;
  if (file?.made === true)
    process.stderr.write(`Made a key: ${file.path}. Without it, nobody can read the sealed data in this folder. Keep a copy elsewhere.\n`);
  useKeyring(parseKeyring(key ?? file?.text ?? ''));
  const log = createLog(logLevel);
  const opened = await openDatabase(database, { log, timeouts });
  await checkKey(opened.db, ({ values: sealed, left }) => log('database.resealed', { sealed, left })).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  return opened;
}

/** Does something with the database, and closes it however that ends. */
export async function withDatabase<T>(
  config: Config,
  task: (database: Database) => Promise<T>,
  timeouts: Partial<Timeouts> = {},
): Promise<T> {
  const database = await open(config, timeouts);
  return task(database).finally(() => database.close());
}

const retryMsMin = 1_000;
const retryMsMax = 15_000;

/** Opens it once it is there, however long it is away; null when it is told to stop before. `waits` hears of each failure. Throws what waiting does not mend. */
export async function openPatiently(
  config: Config,
  { stop, log, waits }: { stop: AbortSignal; log: Log; waits: (error: unknown) => void },
): Promise<Database | null> {
  for (let failures = 0; !stop.aborted; ) {
    try {
      return await open(config);
    } catch (error) {
      if (!databaseAway(error)) throw error;
      failures += 1;
      const waitMs = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(failures - 1, 10));
      log('database.waits', { code: errorCode(error), failures, waitMs });
      waits(error);
      await delay(waitMs, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  return null;
}
