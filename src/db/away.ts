// Is the database away, or is something wrong with what it was asked? The first passes by itself, the second does not.
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
