// Which command words begin with, or which one somebody may have meant.
import { closest, distance } from 'fastest-levenshtein';
import { commands } from './commands.ts';
import type { Command } from './grammar/command.ts';
import { type Token, tokensOf } from './grammar/tokens.ts';

/** Whether a text begins with the words of a command, as the table writes them. */
export function isCommand(text: string): boolean {
  const command = /^[a-z]/.test(text) ? findCommand(tokensOf(text)) : null;
  return command !== null && [command.words, ...(command.aliases ?? [])].some((words) => text.startsWith(words));
}

// No command has more words, nor longer ones with what people put behind them: the rest of a line is not looked at.
const wordsMax = 4;
const wordMax = 60;

/** The command that a line begins with, the longest of those that fit; null when there is none. */
export function findCommand(tokens: readonly Token[]): Command | null {
  // `leak: it is on a forum`, `help!`: what people put behind a word is none of it. But who says `disclose?` asks, and gives no order.
  const first = tokens.slice(0, wordsMax).map((token) => token.text.slice(0, wordMax).toLowerCase());
  const said = first.map((word) => word.replace(/[:,;.!]+$/, ''));
  const asked = first.map((word) => word.replace(/[:,;.!?]+$/, ''));
  const fits = ({ words, aliases = [], says }: Command) =>
    [words, ...aliases].some((each) => each.split(' ').every((word, index) => (says.to === 'ask' ? asked : said)[index] === word));
  return commands.filter(fits).sort((a, b) => b.words.length - a.words.length)[0] ?? null;
}

/** A line as the table writes it, where it begins with other words for a command. */
export function unaliased(line: string): string {
  const [first] = commands
    .flatMap(({ words, aliases = [] }) => aliases.map((alias) => ({ words, alias })))
    .filter(({ alias }) => line.slice(0, alias.length).toLowerCase() === alias && /^(?:$|[\s:,;.!])/.test(line.slice(alias.length)))
    .sort((a, b) => b.alias.length - a.alias.length);
  return first === undefined ? line : `${first.words}${line.slice(first.alias.length)}`;
}

/** `nearest`: one that begins so, or one that is few letters away; null when none is near. `rest`: what was typed behind it. */
export type Misread = {
  readonly nearest: Command | null;
  readonly rest: string;
  /** What may follow a word that begins several commands and is none itself. */
  readonly members: readonly string[];
};

/** The command that somebody may have meant. */
export function nearestCommand(typed: string): Misread {
  const line = typed.trim();
  const words = line.toLowerCase().split(/\s+/).slice(0, 2);
  const [first = ''] = words;
  const behind = (count: number) =>
    line
      .split(/(\s+)/)
      .slice(2 * count)
      .join('');
  const group = groupOf(first);
  const [only, ...others] = group;
  if (only !== undefined) {
    const members = [...new Set(group.map((command) => command.words.split(' ')[1] ?? ''))];
    // What begins as one of them is none of the others: `date ok` is no update.
    if (words.length === 1) return { nearest: others.length === 0 ? only : null, rest: '', members };
    const found = nearestOf(words.join(' '), group, slipsMax);
    return { nearest: found, rest: found === null ? '' : behind(2), members };
  }
  const begun = known.find(({ words: each }) => each.length >= 3 && first.startsWith(each)) ?? null;
  if (words.length === 1 && begun !== null) return { nearest: begun, rest: behind(1), members: [] };
  // Two words are compared with two-word commands, one with one: "date acept", "stauts".
  const near = [words.join(' '), first].map((said) => ({ said, found: closest(said, names) }));
  const best = near.sort((a, b) => distance(a.said, a.found) - distance(b.said, b.found))[0];
  const letters = best === undefined ? Number.MAX_SAFE_INTEGER : distance(best.said, best.found);
  const far = best === undefined || letters > Math.max(1, Math.floor(best.found.length / 2));
  if (far || (letters > slipsMax && begun !== null)) return { nearest: begun, rest: behind(1), members: [] };
  const nearest = known.find((command) => command.words === best.found) ?? null;
  return { nearest, rest: behind(best.said === first ? 1 : 2), members: [] };
}

/** The command of two words that a slip of the finger in its second stands for, where the first is a command by itself: `patch publsh`. */
export function memberMeant(typed: string, { words: first }: Command): Misread | null {
  const line = typed.trim();
  const [, second = ''] = line.toLowerCase().split(/\s+/, 2);
  const group = groupOf(first);
  if (second.length < 4 || group.length === 0 || !/^[a-z-]+$/.test(second)) return null;
  const near = group.filter(({ words, aliases = [] }) =>
    [words, ...aliases].some(
      (each) => each.startsWith(`${first} `) && distance(each, `${first} ${second}`) <= Math.min(slipsMax, Math.floor(second.length / 3)),
    ),
  );
  const [only, ...others] = near;
  if (only === undefined || others.length > 0) return null;
  const rest = line.split(/(\s+)/).slice(4).join('');
  return { nearest: only, rest, members: [...new Set(group.map((command) => command.words.split(' ')[1] ?? ''))] };
}

const groupOf = (first: string): Command[] => known.filter(({ words }) => words.startsWith(`${first} `));

function nearestOf(said: string, among: readonly Command[], slips: number): Command | null {
  const found = closest(
    said,
    among.map(({ words }) => words),
  );
  return distance(said, found) > slips ? null : (among.find(({ words }) => words === found) ?? null);
}

const known = commands.filter(({ words }) => words !== 'form');
const names = known.map(({ words }) => words);

// Up to so many wrong letters are slips of the finger; with more, how it begins says more.
const slipsMax = 2;
