// Why, where people write it in one line with what it is about: `2026-12-24 14:00 UTC because a regression is being fixed`.

import { parseInstant } from '../values/instant.ts';
import { beginsWithDate } from '../values/proposal.ts';
import { unquoted } from '../values/quoting.ts';
import type { Texts } from './arg-texts.ts';
import { type Reading, readArg } from './args.ts';
import type { Command } from './command.ts';

const partings = /\s*[:,;.?!]\s+|\s*\n\s*|\s+(?=\()|\s+[-–—]+\s+|[\s,;:]+(?:because(?: of)?|since|due to|as)[\s:,]+/gi;
// Nobody parts a date more often, or writes a longer one.
const partingsMax = 8;
const dateMax = 200;

const dueWords = '(?:due )?(?:by|within|in|until)|due';
const dueFirst = new RegExp(`^(?:${dueWords}) (?=\\S)(.{1,300})$`, 'is');
const dueLast = new RegExp(`^(.{1,2000}?),? (?:${dueWords}) (\\S.{0,50}?)[.!]*$`, 'is');
// No date has more words.
const dueWordsMax = 6;

/** The texts with by when by itself, where it stands in front of or behind what is to be done: `by 30 days mirror the fork`, `mirror the fork by 30 days`. */
export function withDue({ args: { by, what: prose } }: Command, texts: Texts, reading: Reading): Texts {
  const { what } = texts;
  if (by?.type !== 'until' || prose?.type !== 'text' || what === undefined || texts.by !== undefined) return texts;
  const reads = (when: string) => readArg(by, when, reading).ok;
  const [, behind] = dueFirst.exec(what) ?? [];
  const words = behind?.split(/(?<=\s)(?=\S)/) ?? [];
  for (let count = Math.min(dueWordsMax, words.length - 1); count > 0; count -= 1) {
    const when = words
      .slice(0, count)
      .join('')
      .trim()
      .replace(/[:,;–—-]+$/, '');
    if (reads(when))
      return {
        ...texts,
        by: when,
        what: words
          .slice(count)
          .join('')
          .replace(/^[–—-]\s+/, ''),
      };
  }
  const [, done, when] = dueLast.exec(what) ?? [];
  return done !== undefined && when !== undefined && reads(when) ? { ...texts, by: when, what: done } : texts;
}

/** The texts with the reason by itself: behind a date that is one without it; and without a `because` in front. */
export function withReason({ args }: Command, texts: Texts, reading: Reading): Texts {
  const parted = behindDate(args.date, texts, args.reason !== undefined, reading);
  const bare = Object.entries({ ...texts, ...parted }).map(([name, text]) => {
    const why = name === 'reason' || name === 'because';
    return [name, why ? text.replace(/^because(?:[:,]\s*|\s+)(?!of\b)(?=\S)/i, '') : text] as const;
  });
  return Object.fromEntries(bare);
}

function behindDate(arg: Command['args'][string] | undefined, { date, reason }: Texts, takes: boolean, reading: Reading): Texts {
  if (!takes || arg?.place !== 'rest' || date === undefined || reason !== undefined || readArg(arg, date, reading).ok) return {};
  const parts = [...date.slice(0, dateMax).matchAll(partings)]
    .slice(0, partingsMax)
    .map(({ index, 0: parting }) => [unquoted(date.slice(0, index).trim()), date.slice(index + parting.length).trim()] as const)
    .filter(([, why]) => why !== '');
  // Of two dates none is the reason of the other.
  const found = [...parts, ...inPlainWords(date)].find(([when, why]) => readArg(arg, when, reading).ok && !readArg(arg, why, reading).ok);
  if (found !== undefined) return isOtherDate(found[1]) ? {} : { date: found[0], reason: inBrackets(found[1]) };
  // What is lacking of the date is asked for by itself.
  const nearly = parts.find(([when, why]) => beginsWithDate(when) && !/\d/.test(why) && lacks(when, reading));
  return nearly === undefined ? {} : { date: nearly[0], reason: inBrackets(nearly[1]) };
}

/** What nothing parts from its date but how it begins: `14:00 UTC we need more time`. What goes on about when it is, is none. */
function inPlainWords(date: string): (readonly [when: string, why: string])[] {
  const [, when = '', why = ''] =
    /^(.{4,60}?) ((?:so|for|to|we|we're|we’re|our|i|my|the|this|that|it|it's|it’s|its|there|they|their|given|until|waiting|per)\s.*)$/is.exec(
      date,
    ) ?? [];
  return when === '' || ofWhen.test(why.split(/\s+/, 4).join(' ')) ? [] : [[when, why]];
}

const ofWhen =
  /\d|\b(?:(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|today|tomorrow|tonight|noon|midnight|morning|evening|(?:hour|day|week|month|year)s?)\b/i;
const inBrackets = (why: string): string => why.replace(/^\(([^()]*)\)$/, '$1');
const lacks = (when: string, { now, zone }: Reading): boolean => {
  const read = parseInstant(when, { now, zone });
  return !read.ok && read.suggestions.length > 0;
};

/** `Dec 15 as fallback`: which of two dates is proposed is asked. */
const isOtherDate = (text: string): boolean =>
  beginsWithDate(text) && /\b(?:fall-?back|back-?up|alternatives?|alternatively|otherwise|instead|if not)\b/i.test(text);
