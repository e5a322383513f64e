// Why, where people write it in one line with what it is about: `2026-12-24 14:00 UTC because a regression is being fixed`.

import { beginsWithDate } from '../values/proposal.ts';
import { unquoted } from '../values/quoting.ts';
import type { Texts } from './arg-texts.ts';
import { type Reading, readArg } from './args.ts';
import type { Command } from './command.ts';

const partings = /\s*[:,;]\s+|\s+[-–—]+\s+|[\s,;:]+(?:because(?: of)?|since|due to|as)[\s:,]+/gi;
// Nobody parts a date more often, or writes a longer one.
const partingsMax = 8;
const dateMax = 200;

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
  for (const { index, 0: parting } of [...date.slice(0, dateMax).matchAll(partings)].slice(0, partingsMax)) {
    const [when, why] = [unquoted(date.slice(0, index).trim()), date.slice(index + parting.length).trim()];
    // Of two dates none is the reason of the other.
    if (why === '' || !readArg(arg, when, reading).ok || readArg(arg, why, reading).ok) continue;
    return isOtherDate(why) ? {} : { date: when, reason: why };
  }
  return {};
}

/** `Dec 15 as fallback`: which of two dates is proposed is asked. */
const isOtherDate = (text: string): boolean =>
  beginsWithDate(text) && /\b(?:fall-?back|back-?up|alternatives?|alternatively|otherwise|instead|if not)\b/i.test(text);
