// Two dates in one text: which they are, with what one leaves to the other.
import type { Instant } from '../../domain/values/time.ts';
import { type InstantContext, parseInstant } from './instant.ts';

const parting = /\s*(?:,|;|\||\/(?=\s)|\s\/)\s*(?:or\s+|and\s+|else\s+)*|\s+(?:or|and|vs\.?|versus)\s+(?:else\s+|maybe\s+|also\s+)?/gi;
// Nobody parts two dates more often, or writes them longer.
const partingsMax = 4;
const textMax = 120;
const wordsMax = 6;

/**
 * The two instants that a text names, as they are typed in full: `March 18 or 19 at 14:00 UTC`, `Wednesday or Thursday 14:00 UTC`. Null where it names one, or
 * where one of them cannot be read.
 */
export function readTwoDates(text: string, context: InstantContext): readonly [Instant, Instant] | null {
  if (text.length > textMax) return null;
  const typed = text
    .trim()
    .replace(/^(?:either|between)\s+/i, '')
    .replace(/\s+anyway$/i, '');
  const whole = parseInstant(typed, context);
  // What is one date, or nearly one, is asked about as such.
  if (whole.ok || whole.suggestions.length > 0) return null;
  for (const { index, 0: between } of [...typed.matchAll(parting)].slice(0, partingsMax)) {
    const [one, other] = [typed.slice(0, index).trim(), typed.slice(index + between.length).trim()];
    if (one === '' || other === '' || (between.includes(',') && /^[a-z]+$/i.test(one))) continue;
    const first = firstRead([one, ...endsOf(other).map((end) => `${one} ${end}`)], context);
    if (first === null) continue;
    const second = firstRead(
      [other, ...endsOf(one).map((end) => `${other} ${end}`), ...startsOf(one).map((start) => `${start} ${other}`)],
      context,
    );
    if (second !== null && first !== second) return [first, second];
  }
  return null;
}

const firstRead = (texts: readonly string[], context: InstantContext): Instant | null => {
  for (const text of texts) {
    const read = parseInstant(text, context);
    if (read.ok) return read.at;
  }
  return null;
};

/** What of a text may end another one too, the shortest first. */
function endsOf(text: string): string[] {
  const words = text.split(/\s+/).slice(0, wordsMax);
  return words.slice(1).map((_, index) => words.slice(words.length - 1 - index).join(' '));
}

/** What of a text may begin another one too, the longest last. */
function startsOf(text: string): string[] {
  const words = text.split(/\s+/).slice(0, wordsMax);
  return words.slice(1).map((_, index) => words.slice(0, index + 1).join(' '));
}
