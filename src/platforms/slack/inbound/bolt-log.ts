// Bolt's log lines, without what they carry.
import { type Logger, LogLevel } from '@slack/bolt';

/** Where log lines go: a fixed word for what happened, and ids or codes. Never a person's words. */
export type SlackLog = (event: string, details?: Readonly<Record<string, string | number>>) => void;

/**
 * A logger for Bolt and its clients. Debug lines hold whole payloads and are dropped whatever level is asked for;
 * of the others only the fixed beginning of the sentence is kept, because Bolt puts values and errors behind it.
 */
export function boltLogger(log: SlackLog): Logger {
  const line =
    (level: string) =>
    (...parts: unknown[]): void =>
      log('bolt', { severity: level, what: sentence(parts[0]) });
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: line('warn'),
    error: line('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

function sentence(first: unknown): string {
  if (first instanceof Error) return first.name;
  return typeof first === 'string' ? (/^[A-Za-z ]{0,80}/.exec(first)?.[0] ?? '').trim() : 'unknown';
}
