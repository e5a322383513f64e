// When packages are ready, where people say so among the answers of a review. To read a date takes long, and a line has many places where one may begin.
import { type Instant, minuteMs } from '../../../domain/values/time.ts';
import { type InstantContext, stretchesOf } from '../instant.ts';

/** The dates of all readings of one message: what a text means as one is found out once. */
export type Dates = {
  /** For one line: null for what is no date, or was not looked at any more. `left`: what was not. */
  line(): { readonly dateOf: (typed: string) => Instant | null; readonly left: readonly string[] };
};

/** Of more that look like dates in one line, nobody could tell which of them are; each is some milliseconds of everybody's time. */
export const datesPerLineMax = 20;
// The same as a date has at the most.
const lengthMax = 110;
const tells =
  /\d|\b(?:(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?|today|tomorrow|yesterday|tmrw?|tomm?orr?ow|noon|(?:fort)?nights?|(?:min|minute|hour|hr|day|week|month)s?|first|second|third|fourth|fifth|last)\b/i;
const tellsOtherwise =
  /\b(?:pass(?:es|ed)?|fail(?:s|ed)?|skip(?:ped)?|ready|packages?|tests?|builds?|steps?|crash(?:es|ed)?|hangs?|everything|lgtm)\b/i;

/** Whether a text may be a date at all; this much is known of it at once. */
const mayBeDate = (typed: string): boolean => typed.length <= lengthMax && tells.test(typed) && !tellsOtherwise.test(typed);

/** Reads the dates of one message. `read` is what reads one. */
export function datesOf(context: InstantContext, read = readReady): Dates {
  const known = new Map<string, Instant | null>();
  return {
    line() {
      const asked = new Set<string>();
      const left: string[] = [];
      const dateOf = (text: string): Instant | null => {
        const typed = text.trim().replace(/\s+/g, ' ');
        if (!mayBeDate(typed)) return null;
        // What another reading of the message found out counts as well: each line is read as if it were the only one.
        if (!asked.has(typed) && asked.size >= datesPerLineMax) {
          left.push(typed);
          return null;
        }
        asked.add(typed);
        const found = known.get(typed);
        if (found !== undefined) return found;
        const date = read(typed, context);
        known.set(typed, date);
        return date;
      };
      return { dateOf, left };
    },
  };
}

/** When packages are ready: an instant, or the end of a day, where people are who say so; null for anything else. */
export function readReady(text: string, context: InstantContext): Instant | null {
  const typed = text.trim().replace(/^(?:by|on|until) +|[.,;!]+$/gi, '');
  const stretch = stretchesOf(typed, context).at(-1);
  return stretch === undefined ? null : stretch.until - minuteMs;
}
