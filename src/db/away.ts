// Is the database away, or is something wrong with what it was asked? The first passes by itself, the second does not.
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from './client.ts';

// PostgreSQL's classes 08 (connection), 53 (out of resources) and 57P (shutting down, starting up), 25006 (a standby that is not promoted yet);
// Node's words for a lost peer.
const awayCodes = /^(08|53|57P|25006)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
// pg gives these without a code.
const awayWords = /connection terminated|timeout exceeded when trying to connect|not queryable|connection ended/i;

/** Whether an error says that the database cannot be reached at the moment. */
export function databaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return awayCodes.test(codeOf(error)) || awayWords.test(error.message) || databaseAway(error.cause);
}

export type StoppedBy = 'disk-full' | 'crashed';

/** The embedded database cannot go on at the moment, as a server that was shut down: it is opened again by itself. */
export class DatabaseStopped extends Error {
  override readonly name = 'DatabaseStopped';
  /** As PostgreSQL has it: disk_full, crash_shutdown. */
  readonly code: string;

  constructor(by: StoppedBy, options?: ErrorOptions) {
    super(by === 'disk-full' ? 'The disk of the database is full.' : 'The database crashed.', options);
    this.code = by === 'disk-full' ? '53100' : '57P02';
  }
}

/** The embedded database's folder is not there any more. It does not come back by itself. Its message is for people to read. */
export class DatabaseGone extends Error {
  override readonly name = 'DatabaseGone';
  /** As PostgreSQL has it: undefined_file. */
  readonly code = '58P01';

  constructor(folder: string) {
    const next = 'Restore the folder from a backup, or start the bot again with a new one.';
    super(`The database folder ${folder} was removed or replaced while the bot was running, so nothing can be saved. ${next}`);
  }
}

/** What says that the database is gone for good and takes nothing any more, if an error comes of that; else null. */
export function databaseGone(error: unknown): DatabaseGone | null {
  if (!(error instanceof Error)) return null;
  return error instanceof DatabaseGone ? error : databaseGone(error.cause);
}

const retryMs = 1_000;

/**
 * Does something to the database, which may be done twice, and waits for as long as it is away; `told` hears of each try that failed for that.
 * Throws what else goes wrong, and that it is away once it is told to stop.
 */
export async function whenBack<T>(step: () => Promise<T>, stop: AbortSignal, told: (error: unknown) => void): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!databaseAway(error) || stop.aborted) throw error;
      told(error);
    }
    await delay(retryMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
