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
