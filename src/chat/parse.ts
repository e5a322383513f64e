// From words to an intent: which command, about which embargo, with which arguments. What is missing is asked for, what is wrong is named.
import { isCodename } from '../domain/embargo/codename.ts';
import { asFinding } from './embargo/review/finding-words.ts';
import { findCommand, nearestCommand, unaliased } from './find-command.ts';
import { type Texts, textsOf } from './grammar/arg-texts.ts';
import { type Reading, readArg, withNames } from './grammar/args.ts';
import { aboutEmbargo, type Command } from './grammar/command.ts';
import type { Intent } from './grammar/intent.ts';
import { type Token, tokensOf } from './grammar/tokens.ts';
import { withoutBranch } from './values/branch.ts';
import { parseInstant } from './values/instant.ts';
import { leadingProposal } from './values/proposal.ts';
import { word } from './values/quoting.ts';

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

/** What typed words, or the words of a button, mean. */
export function parse(said: string, understanding: Understanding): Parsed {
  const line = unaliased(asFinding(asProposal(said.trim(), understanding)));
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

/** `public at 20:00 today`, `disclose thursday 14:00 UTC`: who says when it is to be public proposes that date. Of anything else nothing changes. */
function asProposal(line: string, reading: Reading): string {
  const [, named = '', rest = ''] =
    /^(?:go |make (?:it|this) )?(?:public|disclose|publish)\s+((?:[a-z]+-[a-z]+\s+)?)(\S.{0,99})$/i.exec(line) ?? [];
  const when = rest.replace(/\btonight\b/i, 'today').replace(/\s+anyway$/i, '');
  const reads = (text: string) => parseInstant(text, reading).ok || parseInstant(`${text} UTC`, reading).ok;
  if (when === '') return line;
  if (/^today$/i.test(when) || reads(when)) return `date propose ${named}${rest.replace(/\btonight\b/i, 'today')}`;
  return reads(`today ${when}`) ? `date today ${named}${rest}` : line;
}

/** Every word that has the form of a codename. */
export function codenamesIn(words: string): string[] {
  return tokensOf(words)
    .map((token) => token.text)
    .filter(isCodename);
}

// From so many values on, nobody types a line again for one of them.
const formFrom = 4;

/** The intent of a command with the texts of its arguments; or what is missing and wrong, to be asked for, or said where it was typed. */
export function complete(command: Command, codename: string | null, given: Texts, reading: Understanding, from: 'typed' | 'form'): Parsed {
  const texts = withOthers(command, given, reading.codenames);
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
  // A form shows the problem beside the field, and what was right need not be typed again; a short line is quicker corrected than filled in.
  if (from === 'typed' && missing.length === 0 && Object.keys(texts).length < formFrom) return { type: 'wrong', command, problems };
  const asked = from === 'form' ? { ...problems, ...Object.fromEntries(missing.map((name) => [name, 'This is needed.'])) } : problems;
  return { type: 'ask', command, codename, words: wordsOf(command, codename, texts), texts, problems: asked };
}

/** What a command would mean whatever its form is told, where nothing is lacking but people's own words; null where more is, or something is wrong. */
export function asIfFilled(
  { command, codename, texts, problems }: Extract<Parsed, { type: 'ask' }>,
  reading: Understanding,
): Intent | null {
  const lacking = Object.entries(command.args).filter(([name, { required }]) => required && texts[name] === undefined);
  const inWords = lacking.every(([, arg]) => arg.type === 'text' && arg.pick === undefined);
  if (!inWords || Object.keys(problems).length > 0) return null;
  const words = Object.fromEntries(lacking.map(([name]) => [name, '…'] as const));
  const parsed = complete(command, codename, { ...texts, ...words }, reading, 'typed');
  return parsed.type === 'intent' ? parsed.intent : null;
}

/** The one codename that begins so; null where there is none, or several. */
export function begunBy(typed: string, codenames: readonly string[]): string | null {
  const begins = typed.toLowerCase().trim();
  if (codenames.includes(begins)) return begins;
  const [only, ...more] = begins.length < 3 ? [] : codenames.filter((codename) => codename.startsWith(begins));
  return only !== undefined && more.length === 0 ? only : null;
}

/** Where a command names another embargo besides its own, its first letters will do as well. */
function withOthers(command: Command, texts: Texts, codenames: readonly string[]): Texts {
  const whole = Object.entries(texts).map(([name, text]) => {
    const arg = command.args[name];
    return [name, arg?.type === 'text' && arg.pick === 'embargo' ? (begunBy(text, codenames) ?? text) : text] as const;
  });
  return Object.fromEntries(whole);
}

/** The words of a command with what no form asks for: the codename, and what a button carried. */
export function wordsOf(command: Command, codename: string | null, texts: Texts): string {
  const carried = Object.entries(command.args).filter(([name, arg]) => arg.ask === false && texts[name] !== undefined);
  return [command.words, ...(codename === null ? [] : [codename]), ...carried.map(([name]) => `${name}=${word(texts[name] ?? '')}`)].join(
    ' ',
  );
}

/** What was said, to be said again with one more argument behind the command: of a branch, which is left out. */
export function saidAgain({ command, texts }: Pick<Extract<Parsed, { type: 'intent' }>, 'command' | 'texts'>): {
  command: string;
  rest: string;
} {
  const entries = Object.entries(command.args).flatMap(([name, arg]) => {
    const text = name === 'branch' ? undefined : texts[name];
    return text === undefined || text === '' ? [] : [{ name, place: arg.place, text }];
  });
  const named = entries.filter(({ place }) => place === 'named').map(({ name, text }) => `${name}=${word(text)}`);
  const placed = entries
    .filter(({ place }) => place !== 'named')
    .map(({ place, text }) => (place === 'one' ? word(text) : withoutBranch(text).rest));
  return { command: command.words, rest: [...named, ...placed].join(' ') };
}

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
  const placed = Object.values(command.args).filter((arg) => arg.place !== 'named');
  const free = placed.some((arg, index) => arg.place === 'rest' && arg.type === 'text' && (index === 0 || placed[0]?.type === 'proposal'));
  const [first] = placed;
  // Of two that a command names, the first of two words is its own.
  const other = first?.type === 'text' && first.pick === 'embargo' && rest.length > 1;
  const more = first?.place === 'rest' && first.type !== 'proposal';
  if (token === undefined || token.text.length < 3 || free || more || (first?.type === 'text' && !other) || token.text.includes('='))
    return null;
  if (first?.type === 'proposal' && leadingProposal(token.text) !== null) return null;
  const begun = begunBy(token.text, codenames);
  return begun === null ? null : { codename: begun, token };
}
