// Ids only: never a title, never a text, never a person's words. The type lets nothing else through.
import pino from 'pino';
import { codeOf } from './errors.ts';

/** Values that cannot carry a secret sentence: ids, counts, codes. Callers name what they give; free text has no place here. */
export type Details = Readonly<Record<string, string | number | boolean | null>>;
export type Log = (event: string, details?: Details) => void;

/** A log of JSON lines on stderr, so that standard output stays the terminal platform's. */
export function createLog(level: 'info' | 'silent'): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
  return (event, details = {}) => logger.info({ ...details, event });
}

/** What of an error may be logged: its code, or its class and where it was thrown. Never its message, which may quote what was being handled. */
export function errorCode(error: unknown): string {
  const code = codeOf(error);
  if (code !== 'unknown' || !(error instanceof Error)) return code;
  const place = /([\w-]+\.ts:\d+)/.exec(error.stack ?? '')?.[1] ?? 'somewhere';
  return `${error.name} in ${place}`;
}
