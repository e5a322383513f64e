// What people say of a finding behind its number, as the table of commands writes it: `finding 2 not an issue because …`; and what they put in front of a
// new one: `finding add high: it crashes`.

import { findingSeverities } from '../../../domain/embargo/embargo.ts';
import { findingKinds } from '../../../domain/policy/checklist.ts';
import { codenameSource } from '../../grammar/tokens.ts';
import { numbersSource } from '../../values/numbers.ts';
import { word } from '../../values/quoting.ts';
import { kindPhrases } from './finding-commands.ts';

const severity = `(${findingSeverities.join('|')})`;

const said: readonly (readonly [begins: RegExp, words: string, keeps?: 'keeps'])[] = [
  [
    /^(?:(?:is |are )?(?:not an? (?:issue|bug|problem)|not (?:issues|bugs|problems))|no (?:issue|bug|problem)|invalid|false positive)\b/i,
    'finding dismiss',
  ],
  // Why it is none is in their words: that it will not be fixed is another reason than that it is no issue.
  [/^(?:dismiss(?:ed)?)\b/i, 'finding dismiss'],
  [
    /^(?:is )?(?:(?:a )?(?:duplicate|dup) of|(?:i |we )?(?:wont[- ]?fix|won[’']t[- ]?fix|will not(?: be)? fix(?:ed)?)\b(?=.*\S))/i,
    'finding dismiss',
    'keeps',
  ],
  [/^(?:i |we )?(?:wont[- ]?fix|won[’']t[- ]?fix|will not(?: be)? fix(?:ed)?)\b/i, 'finding dismiss'],
  [/^(?:i |we |i'll |we'll )?(?:will[- ])?(?:be fixed|fix(?: it| them)?(?!ed|es))\b/i, 'finding will-fix'],
  [/^(?:is |are )?not fixed\b/i, 'finding reopen'],
  [/^(?:is |are |was |were )?fixed\b/i, 'finding fixed'],
  [/^(?:is |are )?confirm(?:ed)?(?: fixed)?\b/i, 'finding confirm'],
  [/^reopen\b/i, 'finding reopen'],
  // The name of an argument stays; a severity may be said alone.
  [new RegExp(`^(?:(?:is|set)\\s+)?(?=(?:severity|branch)=|${severity}[\\s.!]*$)`, 'i'), 'finding set'],
  [new RegExp(`^(?:(?:is|set)\\s+)?severity(?::|\\s+is)?\\s+(?=${severity}[\\s.!]*$)`, 'i'), 'finding set'],
  [/^(?:own embargo|split(?: off)?)\b/i, 'split'],
];

const named = `((?:${codenameSource}\\s+)?)`;
const behindNumber = new RegExp(`^findings?\\s+${named}(${numbersSource})[:,]?\\s+(\\S[\\s\\S]*)$`, 'i');

const splitFinding = new RegExp(`^(split\\s+${named})finding\\s+#?(?=\\d)`, 'i');

/** `finding 2 not an issue because …` as `finding dismiss 2 …`; any other line as it is. */
export function asFinding(line: string): string {
  const [, codename = '', typed = '', rest = ''] = behindNumber.exec(line) ?? [];
  if (rest === '') return withPatch(asAdded(line.replace(splitFinding, '$1')));
  const meant = said.find(([begins]) => begins.test(rest));
  // `will-fix 2` looks like a codename and a number.
  if (meant === undefined) return withPatch(line);
  const [begins, words, keeps] = meant;
  const number = typed.replace(/#/g, '');
  const more = keeps === undefined ? rest.replace(begins, '').replace(/^[\s,:.]+/, '') : rest;
  if (words !== 'split') return withPatch(`${words} ${codename}${number} ${more}`.trim());
  return /^\d+$/.test(number) ? `split ${codename}finding=${number} ${more}`.trim() : line;
}

const inPatch = new RegExp(
  `^(finding fixed\\s+${named}${numbersSource})[,:]?\\s+(?:in|by|with)\\s+(?:the\\s+)?(?:patch\\s+)?(?:revision\\s+)?v?(\\d{1,4})[.!]?$`,
  'i',
);

const byOwner = new RegExp(`^(finding will[- ]fix\\s+${named}${numbersSource})[,:]?\\s+by\\s+(@?[^\\s,;]{1,80})[.!]?$`, 'i');

/** `finding fixed 2 in v3`, `finding will-fix 2 by @dave`: the revision, or the owner, is an argument of its own. */
const withPatch = (line: string): string => line.replace(inPatch, '$1 patch=$3').replace(byOwner, '$1 owner=$3');

const kinds = [...Object.keys(kindPhrases), ...findingKinds].filter((kind) => kind !== 'other').join('|');
// Of a word alone nobody knows whether it is part of what happened: `high memory use`.
const inFront: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['severity', new RegExp(`^(?:severity:?\\s+)?${severity}(?:\\s+severity)?\\s*[:,–]\\s*(?=\\S)`, 'i')],
  ['severity', new RegExp(`^[([]${severity}[)\\]]\\s*[:,–]?\\s*(?=\\S)`, 'i')],
  ['kind', new RegExp(`^(${kinds})\\s*[:–]\\s*(?=\\S)`, 'i')],
];
const behind: readonly (readonly [name: string | null, pattern: RegExp])[] = [
  [null, /[\s,;]+((?:severity|kind|branch)=(?:"[^"]*"|[^\s"]+))$/],
  ['severity', new RegExp(`(?:[\\s,;]*[,;]|\\s*\\()\\s*severity:?\\s+${severity}[\\s).]*$`, 'i')],
];

const behindMax = 60;

/** What somebody puts in front of a new finding, or behind it, as arguments; the rest are their own words. */
function asAdded(line: string): string {
  const [, start = '', typed = ''] =
    new RegExp(`^(findings?\\s+add\\s+${named}(?:(?:severity|kind|branch)=(?:"[^"]*"|\\S+)\\s+)*)(\\S[\\s\\S]*)$`, 'i')
      .exec(line)
      ?.filter((_, index) => index !== 2) ?? [];
  if (typed === '') return line;
  const args: string[] = [];
  let text = typed;
  const take = (name: string | null, pattern: RegExp, from: number): boolean => {
    const [whole, found] = pattern.exec(text.slice(from)) ?? [];
    const left = whole === undefined ? '' : (text.slice(0, from) + text.slice(from).replace(pattern, '')).trim();
    const arg = name === null ? (found ?? '') : `${name}=${word(found ?? '')}`;
    const there = ` ${start}${args.join(' ')}`.includes(` ${arg.split('=')[0]}=`);
    if (left === '' || there) return false;
    args.push(arg);
    text = left;
    return true;
  };
  while (inFront.some(([name, pattern]) => take(name, pattern, 0)));
  // Further back it is not looked for: that takes time with the length of what was said.
  while (behind.some(([name, pattern]) => take(name, pattern, Math.max(0, text.length - behindMax))));
  return args.length === 0 ? line : `${start}${args.join(' ')} ${text}`;
}
