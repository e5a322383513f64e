// What went wrong, as a code, and whose fault it is. What the database or a platform says may pass by waiting; what this program does wrong does not.

/** The code of an error of PostgreSQL or Node (`23505`, `ECONNREFUSED`), its own or its cause's, fit for a log; else 'unknown'. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  // Drizzle wraps what the driver throws.
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}

const kinds = [RangeError, TypeError, ReferenceError, SyntaxError, URIError];

/** Whether an error, or what caused it, is one that the language throws at a mistake: a value that is none, a time that is no time. */
export function ownFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return kinds.some((kind) => error instanceof kind) || ownFault(error.cause);
}

/** Whether the database will never take something, however often it is asked: what it holds is none (PostgreSQL's class 22, a NUL in a text), or the bot fails at it. */
export function neverTaken(error: unknown): boolean {
  return codeOf(error).startsWith('22') || ownFault(error);
}
