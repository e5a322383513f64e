// From words to an intent: which command, about which embargo, with which arguments. What is missing is asked for, what is wrong is named.
import { closest, distance } from 'fastest-levenshtein';
import { isCodename } from '../domain/embargo/codename.ts';
import { commands } from './commands.ts';
import { type Arg, type Reading, readArg, withNames } from './grammar/args.ts';
import { aboutEmbargo, type Command } from './grammar/command.ts';
import type { Intent } from './grammar/intent.ts';
import type { Said } from './message/heard.ts';

/** `codenames` are those that the speaker may know of: any other is unknown, whether it exists or not. */
export type Understanding = Reading & { readonly codenames: readonly string[] };

export type Parsed =
  | { readonly type: 'intent'; readonly command: Command; readonly codename: string | null; readonly texts: Texts; readonly intent: Intent }
  /** `words` begin a command whose `missing` arguments a form asks for; `texts` are those that were given; `problems` what is wrong with some. */
  | {
      readonly type: 'ask';
      readonly command: Command;
      readonly codename: string | null;
      readonly words: string;
      readonly texts: Texts;
      readonly problems: Texts;
    }
  | { readonly type: 'wrong'; readonly command: Command; readonly problems: Texts }
  | { readonly type: 'unknown-command'; readonly typed: string; readonly nearest: Command | null }
  | { readonly type: 'unknown-codename'; readonly typed: string }
  | { readonly type: 'menu' };

export type Texts = Readonly<Record<string, string>>;
type Token = { readonly text: string; readonly from: number; readonly to: number };

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

/** What typed words, or the words of a button, mean. */
export function parse(said: string, understanding: Understanding): Parsed {
  const line = said.replace(/[“”„]/g, '"').trim();
  if (line === '') return { type: 'menu' };
  const tokens = tokensOf(line);
  const command = findCommand(tokens);
  if (command === null)
    return {
      type: 'unknown-command',
      typed: withNames(line.split(/\s/)[0] ?? '', understanding).slice(0, 40),
      nearest: nearestCommand(line),
    };
  const rest = tokens.slice(command.words.split(' ').length);
  const named = findCodename(command, rest, understanding.codenames);
  if (named === 'unknown') return { type: 'unknown-codename', typed: rest.find((token) => isCodename(token.text))?.text ?? '' };
  const texts = textsOf(
    command,
    line,
    rest.filter((token) => token !== named?.token),
  );
  return 'extra' in texts
    ? {
        type: 'wrong',
        command,
        problems: { '': `\`${withNames(texts.extra, understanding).slice(0, 40)}\` is more than \`${command.words}\` takes.` },
      }
    : complete(command, named?.codename ?? null, texts.texts, understanding, 'typed');
}

/** A completed form: the words that it completes, and what was typed into its fields. */
export function parseForm(words: string, values: Texts, understanding: Understanding): Parsed {
  const begun = parse(words, understanding);
  if (begun.type !== 'ask' && begun.type !== 'intent') return begun;
  const { command } = begun;
  const filled = Object.entries(values).filter(([name, value]) => Object.hasOwn(command.args, name) && value.trim() !== '');
  const texts = { ...begun.texts, ...Object.fromEntries(filled) };
  const picked = begun.codename === null && aboutEmbargo(command) ? (values[embargoField] ?? '').trim().toLowerCase() : '';
  if (picked === '') return complete(command, begun.codename, texts, understanding, 'form');
  if (understanding.codenames.includes(picked)) return complete(command, picked, texts, understanding, 'form');
  const problems = { [embargoField]: 'There is no embargo of this codename that you may know of. A codename looks like quiet-otter.' };
  return {
    type: 'ask',
    command,
    codename: null,
    words: wordsOf(command, null, texts),
    texts: { ...texts, [embargoField]: picked },
    problems,
  };
}

/** The field of a form that asks which embargo a command is about. */
export const embargoField = 'embargo';

/** A form that is opened with some of its fields filled in: it is shown even when nothing is missing. */
function begin(words: string, values: Texts, understanding: Understanding): Parsed {
  const begun = parse(words, understanding);
  if (begun.type !== 'ask' && begun.type !== 'intent') return begun;
  const { command, codename } = begun;
  const texts = { ...begun.texts, ...Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(command.args, name))) };
  return { type: 'ask', command, codename, words: wordsOf(command, codename, texts), texts, problems: {} };
}

/** What is wrong with the values of a form, by field; null when nothing is. Needs no state: platforms show it beside the field at once. */
export function checkForm(words: string, values: Texts, reading: Reading): Record<string, string> | null {
  // A codename is taken as known: whether it is will be seen when the form is acted on.
  const typed = (values[embargoField] ?? '').trim().toLowerCase();
  const codenames = [...codenamesIn(words), ...(isCodename(typed) ? [typed] : [])];
  const parsed = parseForm(words, values, { ...reading, codenames });
  return parsed.type === 'ask' || parsed.type === 'wrong' ? { ...parsed.problems } : null;
}

/** Whether words are a question and nothing else: whoever says them changes nothing. Needs no state. */
export function isQuestion(words: string, reading: Reading): boolean {
  const parsed = parse(words, { ...reading, codenames: codenamesIn(words) });
  return parsed.type === 'intent' && parsed.command.says.to === 'ask';
}

/** Whether typed words, or those of a button, will be answered by a form, if the speaker may say them. Needs no state: platforms make ready for it at once. */
export function asksForForm(words: string, reading: Reading): boolean {
  const parsed = parse(words, { ...reading, codenames: codenamesIn(words) });
  return parsed.type === 'ask' || (parsed.type === 'intent' && parsed.intent.to === 'reopen-form');
}

function codenamesIn(words: string): string[] {
  return tokensOf(words)
    .map((token) => token.text)
    .filter(isCodename);
}

function complete(command: Command, codename: string | null, texts: Texts, reading: Reading, from: 'typed' | 'form'): Parsed {
  const problems: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const [name, arg] of Object.entries(command.args)) {
    const text = texts[name];
    const read = text === undefined ? null : readArg(arg, text, reading);
    if (read?.ok === false) problems[name] = read.problem;
    if (read === null && arg.required) missing.push(name);
    values[name] = read?.ok === true ? read.value : null;
  }
  if (Object.keys(problems).length === 0 && missing.length === 0) {
    return { type: 'intent', command, codename, texts, intent: command.intent(values, reading) };
  }
  // A form shows the problem beside the field; a typed line with nothing missing is quicker corrected than filled in again.
  if (from === 'typed' && missing.length === 0) return { type: 'wrong', command, problems };
  const asked = from === 'form' ? { ...problems, ...Object.fromEntries(missing.map((name) => [name, 'This is needed.'])) } : problems;
  return { type: 'ask', command, codename, words: wordsOf(command, codename, texts), texts, problems: asked };
}

/** The words of a command with what no form asks for: the codename, and what a button carried. */
export function wordsOf(command: Command, codename: string | null, texts: Texts): string {
  const carried = Object.entries(command.args).filter(([name, arg]) => arg.ask === false && texts[name] !== undefined);
  return [command.words, ...(codename === null ? [] : [codename]), ...carried.map(([name]) => `${name}=${texts[name]}`)].join(' ');
}

function tokensOf(line: string): Token[] {
  return [...line.matchAll(/[a-z]+="[^"]*"|"[^"]*"|\S+/gi)].map((found) => ({
    text: unquote(found[0]),
    from: found.index,
    to: found.index + found[0].length,
  }));
}

function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** Whether a text begins with the words of a command, as the table writes them. */
export function isCommand(text: string): boolean {
  const command = /^[a-z]/.test(text) ? findCommand(tokensOf(text)) : null;
  return command !== null && text.startsWith(command.words);
}

function findCommand(tokens: readonly Token[]): Command | null {
  // `leak: it is on a forum`, `help!`: what people put behind a word is none of it. But who says `disclose?` asks, and gives no order.
  const said = tokens.map((token) => token.text.toLowerCase().replace(/[:,.!]+$/, ''));
  const asked = said.map((word) => word.replace(/[:,.!?]+$/, ''));
  const fits = ({ words, says }: Command) => words.split(' ').every((word, index) => (says.to === 'ask' ? asked : said)[index] === word);
  return commands.filter(fits).sort((a, b) => b.words.length - a.words.length)[0] ?? null;
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

/** The codename among the first two words after the command, whole; or, where no free text begins there, its first letters. */
function findCodename(
  command: Command,
  rest: readonly Token[],
  codenames: readonly string[],
): { codename: string; token: Token } | 'unknown' | null {
  if (!aboutEmbargo(command)) return null;
  for (const token of rest.slice(0, 2)) {
    const typed = token.text.toLowerCase();
    if (codenames.includes(typed)) return { codename: typed, token };
    if (isCodename(typed)) return 'unknown';
  }
  const [token] = rest;
  const first = Object.values(command.args).find((arg) => arg.place !== 'named');
  if (token === undefined || token.text.length < 3 || first?.place === 'rest' || first?.type === 'text' || token.text.includes('='))
    return null;
  const begun = codenames.filter((codename) => codename.startsWith(token.text.toLowerCase()));
  return begun.length === 1 && begun[0] !== undefined ? { codename: begun[0], token } : null;
}

/**
 * The arguments' texts, in the table's order; an optional one is passed over by a word that it cannot be. `name=value` is taken wherever
 * it stands, until an argument begins that takes the rest of the line: from there on the words are people's own.
 */
function textsOf(command: Command, line: string, tokens: readonly Token[]): { texts: Texts } | { extra: string } {
  const texts: Record<string, string> = {};
  const ordered = Object.entries(command.args).filter(([, arg]) => arg.place !== 'named');
  let rest: { readonly name: string; readonly from: number } | null = null;
  for (const [index, token] of tokens.entries()) {
    const [name, ...value] = token.text.split('=');
    if (name !== undefined && value.length > 0 && Object.hasOwn(command.args, name)) {
      texts[name] = unquote(value.join('='));
      rest = null;
      continue;
    }
    if (rest !== null) {
      texts[rest.name] = line.slice(rest.from, token.to);
      continue;
    }
    const [next, arg] = nextArg(ordered, texts, token.text) ?? [];
    if (next === undefined || arg === undefined) return { extra: token.text };
    if (arg.place === 'rest' && arg.type === 'text') {
      texts[next] = index === tokens.length - 1 ? token.text : line.slice(token.from, tokens.at(-1)?.to);
      break;
    }
    // What is no free text goes as far as the next `name=value`.
    rest = arg.place === 'rest' ? { name: next, from: token.from } : null;
    texts[next] = rest === null ? token.text : line.slice(token.from, token.to);
  }
  return { texts };
}

/** The first argument that has no text yet and that a word can be; those before it are optional, and passed over for good. */
function nextArg(ordered: [string, Arg][], texts: Texts, word: string): [string, Arg] | undefined {
  for (let entry = ordered.shift(); entry !== undefined; entry = ordered.shift()) {
    const [name, arg] = entry;
    if (texts[name] === undefined && (arg.required || arg.place === 'rest' || fits(arg, word))) return entry;
  }
  return undefined;
}

function fits(arg: Arg, text: string): boolean {
  switch (arg.type) {
    case 'choice':
      return arg.options.includes(text.toLowerCase());
    case 'number':
      return /^\d+$/.test(text);
    case 'text':
    case 'instant':
    case 'until':
    case 'person':
    case 'id':
    case 'account':
    case 'hours':
    case 'names':
    case 'files':
    case 'link':
    case 'url':
    case 'vector':
    case 'cve':
    case 'zone':
    case 'position':
    case 'purls':
    case 'countries':
    case 'email':
    case 'yes':
      return true;
    default:
      return arg satisfies never;
  }
}
