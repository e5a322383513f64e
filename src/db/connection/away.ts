// Is the database away, is somebody else in the way, or is something wrong with what it was asked? The first two pass by themselves, the third does not.
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from '../../errors.ts';

// PostgreSQL's classes 08 (connection), 53 (out of resources) and 57P (shutting down, starting up), 25006 (a standby that is not promoted yet),
// 25P03 (it gave the connection up, because this process stood still); Node's words for a lost peer.
const awayCodes = /^(08|53|57P|25006|25P03)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
// pg gives these without a code.
const silent = /^Query read timeout$/;
const awayWords = /connection terminated|timeout exceeded when trying to connect|not queryable|connection ended/i;
// A lock that was not had in time, a deadlock, a serialization failure, a statement that took too long.
const contendedCodes = new Set(['55P03', '40P01', '40001', '57014']);

/** Whether an error says that the database cannot be reached at the moment. */
export function databaseAway(error: unknown): boolean {
  const origin = originOf(error);
  return origin !== null && (awayCodes.test(codeOf(error)) || awayWords.test(origin.message) || silenceOf(origin));
}

/** Whether an error says that a server took a statement and said nothing more for too long. */
export function silenceOf(error: unknown): boolean {
  return silent.test(originOf(error)?.message ?? '');
}

/** Whether an error says that somebody else was in the way, or that it took too long: nothing was done, and the same may go well in a while. */
export function contended(error: unknown): boolean {
  return contendedCodes.has(codeOf(error));
}

/** Whether an error passes by itself. */
export function passing(error: unknown): boolean {
  return databaseAway(error) || contended(error);
}

/** The error that others were made of. Only its message is its own: the driver's wrapper quotes what was being written, whatever that says. */
function originOf(error: unknown): Error | null {
  if (!(error instanceof Error)) return null;
  return originOf(error.cause) ?? error;
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
 * Does something to the database, which may be done twice, and waits for as long as it is away (or what `passes` says); `told` hears of each try
 * that failed for that. Throws what else goes wrong, and that it is away once it is told to stop.
 */
export async function whenBack<T>(
  step: () => Promise<T>,
  stop: AbortSignal,
  told: (error: unknown) => void,
  passes: (error: unknown) => boolean = databaseAway,
): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!passes(error) || stop.aborted) throw error;
      told(error);
    }
    await delay(retryMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
