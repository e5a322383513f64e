// Slack's instants, and ours.
import type { Instant } from '../../domain/values/time.ts';
import { string } from './payload.ts';

const messageTs = /^\d{1,12}\.\d{1,6}$/;

/** Whether it is a message's `ts`, which names it and says when it was written: seconds, and a count that tells two of the same second apart. */
export function isMessageTs(text: string): boolean {
  return messageTs.test(text);
}

/** When a message was written, from its `ts`; null when it is none. */
export function instantOf(ts: unknown): Instant | null {
  const text = string(ts);
  return text !== null && isMessageTs(text) ? Math.floor(Number(text) * 1000) : null;
}

/** The instant in words that the bot understands, to the minute: `2026-12-03 14:00 UTC`. */
export function utcWords(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
