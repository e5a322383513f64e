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
  const said = first.map((word) => word.replace(/[:,.!]+$/, ''));
  const asked = first.map((word) => word.replace(/[:,.!?]+$/, ''));
  const fits = ({ words, aliases = [], says }: Command) =>
    [words, ...aliases].some((each) => each.split(' ').every((word, index) => (says.to === 'ask' ? asked : said)[index] === word));
  return commands.filter(fits).sort((a, b) => b.words.length - a.words.length)[0] ?? null;
}

/** A line as the table writes it, where it begins with other words for a command. */
export function unaliased(line: string): string {
  const [first] = commands
    .flatMap(({ words, aliases = [] }) => aliases.map((alias) => ({ words, alias })))
    .filter(({ alias }) => line.slice(0, alias.length).toLowerCase() === alias && /^(?:$|[\s:,.!])/.test(line.slice(alias.length)))
    .sort((a, b) => b.alias.length - a.alias.length);
  return first === undefined ? line : `${first.words}${line.slice(first.alias.length)}`;
}

/** The command that somebody may have meant: one that begins so, or one that is few letters away; null when none is near. */
export function nearestCommand(typed: string): Command | null {
  const words = typed.toLowerCase().split(/\s+/).slice(0, 2);
  const [first = ''] = words;
  const known = commands.filter((command) => command.words !== 'form');
  const begun = known.find(({ words: each }) => each.startsWith(`${first} `) || (each.length >= 3 && first.startsWith(each))) ?? null;
  if (words.length === 1 && begun !== null) return begun;
  // Two words are compared with two-word commands, one with one: "date acept", "stauts".
  const candidates = known.map((command) => command.words);
  const near = [words.join(' '), first].map((said) => ({ said, found: closest(said, candidates) }));
  const best = near.sort((a, b) => distance(a.said, a.found) - distance(b.said, b.found))[0];
  const letters = best === undefined ? Number.MAX_SAFE_INTEGER : distance(best.said, best.found);
  if (best === undefined || letters > Math.max(1, Math.floor(best.found.length / 2))) return begun;
  return letters > slipsMax && begun !== null ? begun : (known.find((command) => command.words === best.found) ?? null);
}

// Up to so many wrong letters are slips of the finger; with more, how it begins says more.
const slipsMax = 2;
