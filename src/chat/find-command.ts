// Which command words begin with, or which one somebody may have meant.
import { distance } from 'fastest-levenshtein';
import { isCodename } from '../domain/embargo/codename.ts';
import { commands, groupOf } from './commands.ts';
import type { Command } from './grammar/command.ts';
import { likeCodename, plainCodename, type Token, tokensOf } from './grammar/tokens.ts';

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
  const fits = (words: readonly string[], { says }: Command) =>
    words.every((word, index) => (says.to === 'ask' ? asked : said)[index] === word);
  return beginnings.find(({ words, command }) => fits(words, command))?.command ?? null;
}

// The longest first, an alias as long as it is itself: what begins as several do is the one that says most.
const beginnings = commands
  .flatMap((command) =>
    [command.words, ...(command.aliases ?? [])].map((each) => ({ words: each.split(' '), length: each.length, command })),
  )
  .sort((one, other) => other.length - one.length);

/** A line as the table writes it, where it begins with other words for a command. */
export function unaliased(line: string): string {
  const begins = (words: string) =>
    line.slice(0, words.length).toLowerCase() === words && /^(?:$|[\s:,;.!])/.test(line.slice(words.length, words.length + 1));
  const [first] = commands
    .flatMap(({ words, aliases = [] }) => aliases.map((alias) => ({ words, alias })))
    .filter(({ alias }) => begins(alias))
    .sort((a, b) => b.alias.length - a.alias.length);
  // `leak close` is a command of its own, and no report that begins so.
  if (first !== undefined && commands.some(({ words }) => words.length > first.alias.length && begins(words))) return line;
  return first === undefined ? line : `${first.words}${line.slice(first.alias.length)}`;
}

/**
 * A line that begins with the two words of a command the other way round, as the table writes it: `add org Nova`, `accept the date`; and a question that one
 * asks to be shown. The same line where it begins with a command, or with none.
 */
export function unswapped(line: string): string {
  if (findCommand(tokensOf(line)) !== null || roomFor.test(line)) return line;
  const [, asked = ''] = showing.exec(line) ?? [];
  if (isCodename(plainCodename(asked))) return `status ${plainCodename(asked)}`;
  const found = [asked, asked.replace(/s$/, ''), asked.replace(/es$/, '')].map(unaliased).find(isQuestion);
  if (found !== undefined) return found;
  const [whole, first = '', second = ''] = swapped.exec(line.slice(0, lineMax)) ?? [];
  const meant = unaliased(`${second} ${first}`.toLowerCase());
  const command = whole === undefined ? undefined : commands.find(({ words }) => words === meant);
  return whole === undefined || command === undefined ? line : `${command.words}${line.slice(whole.length)}`;
}

const isQuestion = (line: string): boolean => findCommand(tokensOf(line))?.says.to === 'ask';
const filler = '(?:(?:an?|the|this|that|my|our|new|another)\\s+){0,2}';
const filled = new RegExp(`^([a-z-]{2,})\\s+${filler}(?=[a-z-]{2,}[\\s.!]*$)`, 'i');
const swapped = new RegExp(`^([a-z-]{2,})\\s+${filler}([a-z-]{2,})(?=$|[\\s:,;.!])`, 'i');
const showing = new RegExp(`^(?:show|see|view|get)\\s+(?:me\\s+)?${filler}(\\S.{0,99})$`, 'i');
// Who makes room for something makes none.
const roomFor = /^(?:make|leave) (?:a |the )?room (?:for|in|to)\b/i;
const lineMax = 200;

/** `nearest`: one that begins so, or one that is few letters away; null when none is near. `rest`: what was typed behind it. */
export type Misread = {
  readonly nearest: Command | null;
  readonly rest: string;
  /** What may follow a word that begins several commands and is none itself. */
  readonly members: readonly string[];
  /** Of a word that is the second one of several commands: these. */
  readonly choices: readonly Command[];
};

/** The command that somebody may have meant, other words for it included. A plain sentence means none. */
export function nearestCommand(typed: string): Misread {
  const line = typed.trim();
  const near = nearestTo(line);
  // `acept the date` means what `acept date` does.
  const bare = line.slice(0, lineMax).replace(filled, '$1 ');
  return near.nearest !== null || near.members.length + near.choices.length > 0 || bare === line ? near : nearestTo(bare);
}

function nearestTo(line: string): Misread {
  const [first = '', second = '', third = '', fourth = ''] = line
    .toLowerCase()
    .split(/\s+/, sentenceFrom)
    .map((word) => word.slice(0, wordMax));
  const group = groupOf(first);
  if (group.length > 0) return ofGroup(line, second, group);
  const near = nearOf(first, second);
  // With more behind it, a short word that is a letter off is another word.
  if (near !== null && (fourth === '' || near.words === 2 || first.length >= longWord))
    return { ...nothingNear, nearest: near.command, rest: behind(line, near.words) };
  const begun = names.filter(({ said }) => isFormOf(first, said) && (second === '' || said.length >= longWord));
  const [form, ...others] = distinct(begun);
  if (form !== undefined && others.length === 0) return { ...nothingNear, nearest: form, rest: behind(line, 1) };
  const alone = second === '' || (third === '' && (/^\d+$/.test(second) || likeCodename(second)));
  return alone ? withSecond(first, line) : nothingNear;
}

/** What begins as one of a group is none of the others: `date ok` is no update. */
function ofGroup(line: string, second: string, group: readonly Command[]): Misread {
  const members = membersOf(group);
  const [only, ...others] = group;
  if (second === '') return { ...nothingNear, nearest: others.length === 0 ? (only ?? null) : null, members };
  const first = only?.words.split(' ')[0] ?? '';
  const found = closestOf(`${first} ${second}`, namesOf(group), Math.min(slipsMax, Math.max(1, Math.floor(second.length / 3))));
  return { ...nothingNear, nearest: found?.command ?? null, rest: found === null ? '' : behind(line, 2), members };
}

/** One word is compared with commands of one, two with those of two: "date acept", "stauts". */
function nearOf(first: string, second: string): (Near & { readonly words: 1 | 2 }) | null {
  const codename = second === '' || likeCodename(second);
  const slips = first.length <= 3 ? Number(codename && first.length === 3) : first.length <= 6 ? 1 : slipsMax;
  const ofOne = names.filter(({ said }) => !said.includes(' '));
  // `propse date`, `acept date`: also the other way round.
  const inOrder = names.filter(({ said }) => said.split(' ').length === 2);
  const ofTwo = [...inOrder, ...inOrder.map(({ said, command }) => ({ said: said.split(' ').reverse().join(' '), command }))];
  const both = `${first} ${second}`;
  const one = slips === 0 ? null : closestOf(first, ofOne, slips);
  const two = second === '' ? null : closestOf(both, ofTwo, Math.min(slipsMax, Math.floor(both.length / 4)));
  if (two !== null && (one === null || two.slips <= one.slips)) return { ...two, words: 2 };
  return one === null ? null : { ...one, words: 1 };
}

/** The commands of which a word alone is the second: `accept`. */
function withSecond(word: string, line: string): Misread {
  const ending = names.filter(({ said }) => said.split(' ').slice(1).includes(word));
  const own = ending.filter(({ said, command }) => said === command.words);
  const found = distinct(own.length > 0 ? own : ending);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return { ...nothingNear, choices: found.slice(0, choicesMax) };
  return { ...nothingNear, nearest: only, rest: behind(line, 1) };
}

/** The command of two words that a slip of the finger in its second stands for, where the first is a command by itself: `patch publsh`. */
export function memberMeant(typed: string, { words: first }: Command): Misread | null {
  const line = typed.trim();
  const [, second = ''] = line.toLowerCase().split(/\s+/, 2);
  const group = groupOf(first);
  if (second.length < 4 || group.length === 0 || !/^[a-z-]+$/.test(second)) return null;
  const slips = Math.min(slipsMax, Math.floor(second.length / 3));
  const near = namesOf(group).filter(({ said }) => said.startsWith(`${first} `) && slipsBetween(`${first} ${second}`, said) <= slips);
  const [only, ...others] = distinct(near);
  return only === undefined || others.length > 0
    ? null
    : { ...nothingNear, nearest: only, rest: behind(line, 2), members: membersOf(group) };
}

/** The commands of two words whose second begins so, or has it in it, where the first is a command by itself: `finding ad`, `finding fix`. */
export function membersBegun(typed: string, { words: first }: Command): Misread | null {
  const line = typed.trim();
  const [, second = ''] = line.toLowerCase().split(/\s+/, 2);
  if (second.length < 2) return null;
  const found = groupOf(first).filter(({ words }) => (words.split(' ')[1] ?? '').split('-').some((part) => part.startsWith(second)));
  const [only, ...others] = found;
  if (only === undefined) return null;
  return others.length === 0 ? { ...nothingNear, nearest: only, rest: behind(line, 2) } : { ...nothingNear, choices: found };
}

type Name = { readonly said: string; readonly command: Command };
type Near = { readonly command: Command; readonly slips: number };

const nothingNear: Misread = { nearest: null, rest: '', members: [], choices: [] };
const namesOf = (of: readonly Command[]): Name[] =>
  of.flatMap((command) => [command.words, ...(command.aliases ?? [])].map((said) => ({ said, command })));
const distinct = (of: readonly Name[]): Command[] => [...new Set(of.map(({ command }) => command))];
const names = namesOf(commands.filter(({ words }) => words !== 'form'));

const membersOf = (group: readonly Command[]): string[] => [...new Set(group.map(({ words }) => words.split(' ')[1] ?? ''))];

/** What stands behind so many words of a line. */
const behind = (line: string, words: number): string =>
  line
    .split(/(\s+)/)
    .slice(2 * words)
    .join('');

/** `reviews`, `acknowledged`; and the first letters of a long one. */
function isFormOf(typed: string, said: string): boolean {
  if (said.includes(' ')) return false;
  if (typed.length >= 4 && said.startsWith(typed)) return true;
  return said.length >= 3 && typed.startsWith(said) && /^(?:e?[ds]|ing|ment|er)$/.test(typed.slice(said.length));
}

function closestOf(typed: string, among: readonly Name[], most: number): Near | null {
  const [best] = among.map(({ said, command }) => ({ command, slips: slipsBetween(typed, said) })).sort((a, b) => a.slips - b.slips);
  return best === undefined || best.slips > most ? null : best;
}

/** Wrong letters; two that changed places are one. Of a short word with another letter in it, another word was meant: `and` is no `end`. */
function slipsBetween(typed: string, said: string): number {
  const letters = distance(typed, said);
  if (letters === 2 && typed.length === said.length && [...typed].sort().join() === [...said].sort().join()) return 1;
  return letters === 1 && typed.length === said.length && typed.length <= 4 ? 2 : letters;
}

// Up to so many wrong letters are slips of the finger.
const slipsMax = 2;
// So many words are a sentence, unless they begin with a long word that is almost a command.
const sentenceFrom = 4;
const longWord = 5;
const choicesMax = 8;
