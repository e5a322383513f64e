// What begins as an order about a leak and may report one: people write `leak close to the release somebody named it`. A report is never taken for an order:
// where both make sense, both are offered.
import { isCodename } from '../../../domain/embargo/codename.ts';
import type { Texts } from '../../grammar/arg-texts.ts';
import type { Command } from '../../grammar/command.ts';
import { titles } from '../../grammar/form-titles.ts';
import { codenameSource, plainCodename, type Token } from '../../grammar/tokens.ts';
import type { Action } from '../../message/message.ts';
import { word } from '../../values/quoting.ts';

/** What is asked where both are offered. */
export const whichOfBoth = 'Is that a report of a leak? Nothing was reported yet, and nothing changed.';

type Both = readonly [report: Action, order: Action];
type Typed = { readonly command: Command; readonly line: string; readonly codename: string | null; readonly rest: readonly Token[] };

// What stands before a host is looked at once: a long row of words and hyphens is read in one go.
const address = /https?:\/\/|\bwww\.|(?<![\w-])[\w-]+\.[a-z]{2,}\//i;
// Behind a number: of what there are so many is no leak.
const counted = /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|people|persons?|times|of|or|out|more)\b/i;

/** Whether who asks something of a leak says so much more that it is a report: `leak show me the post is public`. */
export function isReport({ command, line, rest }: Typed, texts: { readonly texts: Texts } | { readonly extra: string }): boolean {
  if (!['leak show', 'leak bundle', 'leak add', 'leak join'].includes(command.words)) return false;
  if (!('extra' in texts)) return Object.entries(texts.texts).some(([name, text]) => isPlaced(command, name) && address.test(text));
  const from = rest.find(({ text }) => text === texts.extra)?.from ?? line.length;
  const more = line.slice(from);
  if (address.test(more)) return true;
  const two = command.words === 'leak join' && rest.slice(0, 2).every(({ text }) => /^#?\d+$/.test(text));
  return !two && more.split(/\s+/).filter((each) => !isCodename(plainCodename(each))).length > 1;
}

/** Both, where an order reads like a report; null where it is plain: it names its leak by option or number, or what is due from whom. */
export function reportOrOrder({ command, line, codename }: Typed, texts: Texts): Both | null {
  const prose = { 'leak step': 'what', 'leak close': 'finding', 'leak reopen': 'because', 'leak class': 'note' }[command.words];
  const said = prose === undefined ? undefined : texts[prose];
  if (prose === undefined || said === undefined || ['leak', 'by', prose].some((name) => isNamed(line, name))) return null;
  const plain =
    !address.test(said) &&
    (command.words === 'leak class' ||
      (command.words === 'leak step' ? texts.who !== undefined : texts.leak !== undefined && !counted.test(said)));
  if (plain) return null;
  const named = Object.entries(texts).map(([name, text]) => `${name}=${word(text)}`);
  return both(codename, line.replace(/^leak\s+/i, ''), {
    label: `${titles[command.words]?.[0] ?? 'Change the leak'}`,
    words: [command.words, ...(codename === null ? [] : [codename]), ...named].join(' '),
  });
}

const isPlaced = ({ args }: Command, name: string): boolean => args[name]?.place !== 'named';

const isNamed = (line: string, name: string): boolean => new RegExp(`(?:^|\\s)(?:--|[–—])?${name}=`, 'i').test(line);

function both(codename: string | null, what: string, order: Action): Both {
  const about = codename === null ? '' : `${codename} `;
  return [{ label: 'Report a leak', words: `report leak ${about}what=${word(what)}`, style: 'primary' }, order];
}

const falseAlarm = new RegExp(
  `^((?:(?:report )?leak:?\\s+)?)((?:${codenameSource}\\s+)?)((?:(?:it |that )?(?:was|is) )?(?:only |just )?(?:a false alarm|false alarm|no leak|not a leak))([\\s.!]*|[.:,;!].{1,1000})$`,
  'is',
);

/**
 * `leak was a false alarm`: that nothing got out after all is no new report of a leak, which would alarm everybody again; said of anything else, the embargo is
 * kept. What goes on in the same breath, as in `no leak, but …`, may be a report: the line stays as it is.
 */
export function asVerdict(line: string): string {
  const [, leak, named, said, more] = falseAlarm.exec(line) ?? [];
  if (leak === undefined || more === undefined || /[^\s.!]/.test(more)) return line;
  return leak === '' ? `keep ${named}${said}` : `leak class ${named}false-alarm ${said}`;
}

/** Both, where a verdict goes on: a false alarm with its reason, or a report. Null of any other line. */
export function reportOrVerdict(line: string): Both | null {
  const [, leak, named = '', said, more] = falseAlarm.exec(line) ?? [];
  if (leak === undefined || said === undefined || more === undefined || !/[^\s.!]/.test(more)) return null;
  const why = word(`${said}${more}`.trim());
  const order =
    leak === ''
      ? { label: 'Keep the embargo', words: `keep ${named}reason=${why}` }
      : { label: "It's a false alarm", words: `leak class ${named}class=false-alarm note=${why}` };
  return both(named.trim() === '' ? null : named.trim(), `${said}${more}`, order);
}
