// One message as the commands that it holds: what people put around one, and where several stand in it.
import { distance } from 'fastest-levenshtein';
import { isCodename } from '../domain/embargo/codename.ts';
import { findCommand, isCommand } from './find-command.ts';
import type { Texts } from './grammar/arg-texts.ts';
import type { Command } from './grammar/command.ts';
import { plainCodename, tokensOf } from './grammar/tokens.ts';
import type { Action } from './message/message.ts';
import { quoted } from './values/quoting.ts';

/** A command without what people put around it: its prefix, where that was not needed, and markup. */
export function commandIn(said: string): string {
  let line = said.trim();
  for (let times = 0; times < wrappedMax; times += 1) {
    const bare = withoutThanks(line)
      .replace(/^(?:[/!]embargo|(?:@|terminal:)embargo(?:-?bot)?[:,]?)(?=\s|$)\s*/i, '')
      .replace(/^embargo(?:-?bot)?[:,]?\s+(\S.*)$/is, (whole, rest) => (findCommand(tokensOf(rest)) === null ? whole : rest))
      .replace(/^(\*\*|__|[*_`])([a-z][a-z -]*)\1(?=[\s:.,;!]|$)/i, '$2')
      .replace(/^(?:```(?:\w*\n)?([^`]+)```|`([^`]+)`|\*\*([^*]+)\*\*|"([^"\n]+)"|'([^'\n]+)')$/, (...[, ...inside]) =>
        inside.find((each) => each !== undefined),
      )
      .replace(/^\*([^*\n]+)\*$/, '$1')
      .replace(/^(?:please\s+|[-•–$]\s+(?=[a-z/]))/i, '')
      .trim();
    if (bare === line) break;
    line = bare;
  }
  // An input method leaves digits as wide as its letters are.
  return line.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
}

/** What somebody quotes, or has struck out: their own words are around it, or are taken back. Null where it is neither. */
export function quotedIn(said: string): string | null {
  const [, quoted, struck] = /^(?:(?:> ?)+([^\n>][^\n]*)|~+([^~\n]+)~+)$/.exec(said.trim()) ?? [];
  return quoted?.trim() ?? struck?.trim() ?? null;
}

/** A line without the thanks, or the please, behind it. */
function withoutThanks(line: string): string {
  const [polite = ''] =
    /(?:[.,!;]\s?(?:please|pls|(?:many )?thanks?|thank you|thx|cheers)|\s(?:please|pls))[.!]?$/i.exec(line.slice(-politeMax)) ?? [];
  return line.slice(0, line.length - polite.length);
}

const politeMax = 20;
// Nobody puts more around one.
const wrappedMax = 5;

// Of more, the first ones show what is meant.
const linesMax = 20;

/** Each command of a message that is nothing but commands: a line each, or parted by `;` or `&&`. Null where anything else stands in it. */
export function severalCommands(line: string): [string, ...string[]] | null {
  const [first = '', ...more] = line
    .split(/\n|(?:(?<!\s)\s+)?(?:;|&&)\s+/, linesMax)
    .map((each) => commandIn(each))
    .filter((each) => each !== '');
  return more.length > 0 && more.every(isCommand) ? [first, ...more] : null;
}

/**
 * A command's own words in which another command stands: `note calm-otter first; note brisk-wren second`. `whole`: the same with these words in quotes, so
 * that they are nothing else. `first`: the line to where the other one begins. Null: they are one text. `isOther`: whether a part is a command by itself,
 * and, `surely`, one that names the embargo that it is about: only such a one is taken for a command in the middle of a sentence.
 */
export function secondCommand(
  command: Command,
  line: string,
  texts: Texts,
  isOther: (part: string, surely: boolean) => boolean,
): { readonly first: string; readonly whole: string } | null {
  const free = Object.entries(command.args).find(
    ([name, arg]) => arg.place === 'rest' && arg.type === 'text' && texts[name] !== undefined && line.endsWith(texts[name]),
  );
  if (free === undefined) return null;
  const said = texts[free[0]] ?? '';
  const from = line.length - said.length;
  const all = severalCommands(line) !== null;
  const begins = [{ index: 0, 0: '', 1: undefined }, ...[...said.matchAll(partings)].slice(0, linesMax)];
  for (const { index, 0: parting, 1: sure } of begins) {
    const part = commandIn(said.slice(index + parting.length).split(partings, 1)[0] ?? '');
    // The same two words once more are no sentence.
    const again = command.words.includes(' ') && part.startsWith(`${command.words} `);
    if (!isCommand(part) || !isOther(part, !again && !(all && sure !== undefined))) continue;
    return { first: line.slice(0, from + index).trim(), whole: `${line.slice(0, from)}${quoted(said)}` };
  }
  return null;
}

// The marks that part commands in other programs; then what parts sentences. Spaces are looked at from their first on: a long row of them takes no square of time.
const partings = /(?:(?<!\s)\s+)?(\n|;\s|&&\s)\s*|[.,]\s+(?:and |then )?|\s(?:and then|and|then)\s/gi;

/** What may be meant where another command stands in a command's own words: a button for each, if it is no longer than `most`. */
export function oneOrFirst({ first, whole }: { readonly first: string; readonly whole: string }, most: number): Action[] {
  const meant = [
    { label: 'Only the first', words: first },
    { label: 'All of it as one', words: whole },
  ];
  return meant.filter(({ words }) => words.length <= most);
}

export const oneOrSeveral =
  'Is that one command or several? I take one per message, and nothing changed yet. If all of it belongs to the first, put it in quotes.';

/** What is wrong with a word too many: several commands in one message, or quotes within quotes, are what people mean. */
export function extraProblem({ words, args }: Command, line: string, extra: string): string {
  const more = line
    .split(/\n|[,;]\s|\s(?:and|then|&&)\s/, linesMax)
    .slice(1)
    .map((each) => commandIn(each.replace(/^(?:and|then)\s/i, '')))
    .filter(isCommand);
  if (more.length > 0)
    return `One command per message. Send these separately: ${more.map((each) => `\`${each.slice(0, 60)}\``).join(', ')}.`;
  const [, ...others] = tokensOf(line)
    .map(({ text }) => plainCodename(text))
    .filter(isCodename);
  if (others.length > 0)
    return `One embargo at a time. Send separately: ${[...new Set(others)].map((other) => `\`${words} ${other}\``).join(', ')}.`;
  const [, name, within] = /(?:^|\s)([a-z]+)="([^"]*"[^\s"][^"]*"[^"]*)"(?=\s|$)/i.exec(line) ?? [];
  if (name !== undefined && within !== undefined && !within.includes('='))
    return `Quotes within quotes are ambiguous. If ${name} is all of it, write: \`${name}=${quoted(within)}\`.`;
  const option = /^(?:--|[–—])?([a-z]{3,30})[=:]/i.exec(extra)?.[1]?.toLowerCase();
  const meant = option === undefined ? undefined : nearestOption(option, Object.keys(args));
  if (meant !== undefined) return `\`${words}\` has no \`${option}=\`. Did you mean \`${meant}=\`?`;
  return `Unexpected: \`${extra}\`.`;
}

/** The option that a slip of the finger, or another form of its word, stands for. */
function nearestOption(typed: string, options: readonly string[]): string | undefined {
  return (
    options.find((option) => option.startsWith(typed) || typed.startsWith(option)) ?? options.find((option) => distance(typed, option) <= 2)
  );
}
