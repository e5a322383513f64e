// What was said, understood: typed words, those of a button, a form that is opened or completed, a page.
import { asksToCorrect } from './embargo/review/readings.ts';
import { findCommand } from './find-command.ts';
import type { Reading } from './grammar/args.ts';
import { tokensOf } from './grammar/tokens.ts';
import type { Said } from './message/heard.ts';
import { codenamesIn, type Parsed, parse, type Understanding } from './parse.ts';
import { begin, parseForm } from './parse-form.ts';

/** What was said, of whatever kind. A personal page that is opened is the same as asking for it. */
export function understood(said: Said, understanding: Understanding): Parsed {
  switch (said.type) {
    case 'words':
      return parse(said.text, understanding);
    case 'form':
      return parseForm(said.words, said.values, understanding);
    case 'begin':
      return begin(said.words, said.values, understanding);
    case 'home':
      return parse('home', understanding);
    default:
      return said satisfies never;
  }
}

/** Whether somebody says yes, and nothing else. `1`: also where no numbers are shown. */
export const saysYes = (words: string): boolean =>
  /^\s*(?:(?:yes|yep|yeah|ok(?:ay)?|fine|correct|confirm(?:ed)?|that's right)[\s.!]*|\[?1\]?\s*)$/i.test(words.replace('’', "'"));

// What ends, moves, removes or takes back wants its label or its number: a yes may answer something else that stands in the message.
const agreedTo: ReadonlySet<string> = new Set(['ack', 'date propose', 'date counter', 'date today', 'date extend', 'date accept']);

/** Whether a yes, or the first word on its button, may stand for these words of a button. */
export const takesYes = (words: string): boolean => agreedTo.has(findCommand(tokensOf(words))?.words ?? '');

/** Whether words are a question and nothing else: whoever says them changes nothing. Needs no state. */
export function isQuestion(words: string, reading: Reading): boolean {
  const parsed = parse(words, { ...reading, codenames: codenamesIn(words) });
  return parsed.type === 'intent' && parsed.command.says.to === 'ask';
}

/** Whether typed words, or those of a button, will be answered by a form, if the speaker may say them. Needs no state: platforms make ready for it at once. */
export function asksForForm(words: string, reading: Reading): boolean {
  const parsed = parse(words, { ...reading, codenames: codenamesIn(words) });
  if (parsed.type !== 'intent') return parsed.type === 'ask';
  const { intent } = parsed;
  if (intent.to === 'embargo') return intent.command.type === 'correct-review' && asksToCorrect(intent.command);
  return intent.to === 'reopen-form' || (intent.to === 'review' && intent.readings.every(({ means }) => means === 'form'));
}
