// From words to an intent: which command, about which embargo, with which arguments. What is missing is asked for, what is wrong is named.
import { distance } from 'fastest-levenshtein';
import { isCodename } from '../domain/embargo/codename.ts';
import { spoken, typedBy } from './embargo/date-preview.ts';
import { asVerdict, isReport, reportOrOrder, reportOrVerdict, whichOfBoth } from './embargo/leak/report-or-order.ts';
import { asFinding } from './embargo/review/finding-words.ts';
import { findCommand, type Misread, memberMeant, membersBegun, nearestCommand, unaliased, unswapped } from './find-command.ts';
import { type Texts, takesSeveral, textsOf, withOrganizations } from './grammar/arg-texts.ts';
import { type Reading, readArg, withNames } from './grammar/args.ts';
import { aboutEmbargo, type Command } from './grammar/command.ts';
import type { Intent } from './grammar/intent.ts';
import { asLink, whoseNone, whosePackages } from './grammar/link-words.ts';
import { optionInWords, whereOptionEnds } from './grammar/option-words.ts';
import { withDue, withReason } from './grammar/reason.ts';
import { asDuty, asFixes, asNewEmbargo, asNone } from './grammar/sentences.ts';
import { codenameSource, likeCodename, plainCodename, type Token, tokensOf } from './grammar/tokens.ts';
import type { Action } from './message/message.ts';
import { asAsked, asMistake, asNamed, asPatch, asRename, asRole, asUpdate } from './other-words.ts';
import { commandIn, extraProblem, oneOrFirst, oneOrSeveral, quotedIn, secondCommand, severalCommands } from './several.ts';
import { withoutBranch } from './values/branch.ts';
import { formatUtc, parseInstant, typedUtc } from './values/instant.ts';
import { listItems, releasesOf, withoutBullets, withoutShipping } from './values/list-items.ts';
import { beginsWithDate, leadingProposal } from './values/proposal.ts';
import { quoted, word } from './values/quoting.ts';
import { readTwoDates } from './values/two-dates.ts';
import { hyphenated } from './values/vulnerability-ids.ts';

/** `list`: what the speaker's only list is called. `codenames` are those that the speaker may know of: any other is unknown, whether it exists or not. */
export type Understanding = Reading & { readonly codenames: readonly string[]; readonly list?: readonly string[] };

export type Parsed =
  /**
   * `left`: further commands of the same message, which are not acted on. `elsewhere`: a leak of an embargo that the speaker does not know of, or that
   * there is not. `behind`: what was typed behind the command, as the table writes it.
   */
  | {
      readonly type: 'intent';
      readonly command: Command;
      readonly codename: string | null;
      readonly texts: Texts;
      readonly intent: Intent;
      readonly left?: readonly string[];
      readonly elsewhere?: boolean;
      readonly behind?: string;
    }
  /** `words` begin a command whose `missing` arguments a form asks for; `texts` are those that were given; `problems` what is wrong with some. */
  | {
      readonly type: 'ask';
      readonly command: Command;
      readonly codename: string | null;
      readonly words: string;
      readonly texts: Texts;
      readonly problems: Texts;
      readonly behind?: string;
    }
  /** `texts`: those that were given, where they could be told apart. `choices`: what may be meant instead, a button for each. */
  | {
      readonly type: 'wrong';
      readonly command: Command;
      readonly problems: Texts;
      readonly codename?: string | null;
      readonly texts?: Texts;
      readonly choices?: readonly Action[];
    }
  /** `whole`: the nearest one with all that was typed behind it, where that would be understood. */
  | ({ readonly type: 'unknown-command'; readonly typed: string; readonly whole?: string } & Misread)
  /** `near`: the one that the speaker may know of, and that is a slip of the finger away; only its name is said. */
  | { readonly type: 'unknown-codename'; readonly typed: string; readonly near?: string }
  | { readonly type: 'menu' };

/** What typed words, or the words of a button, mean. */
export function parse(said: string, understanding: Understanding): Parsed {
  const [, filled] = /^fill in\s+(\S.*)$/is.exec(said.trim()) ?? [];
  if (filled !== undefined) return asForm(parse(filled, understanding));
  const quote = quotedIn(said);
  return quote === null ? parseLine(said, understanding) : ofQuote(parse(quote, understanding), quote);
}

/** Nothing is done of it yet: its form is opened with all of it filled in. */
function asForm(parsed: Parsed): Parsed {
  if (parsed.type !== 'intent') return parsed;
  const { command, codename, texts } = parsed;
  return { type: 'ask', command, codename, words: wordsOf(command, codename, texts), texts, problems: {} };
}

/** What is no command, with the one that may be meant. */
function unknown(typed: string, misread: Misread, understanding: Understanding): Parsed {
  const whole = misread.nearest === null || misread.rest === '' ? null : `${misread.nearest.words} ${misread.rest}`;
  const meant = whole === null ? null : parse(whole, understanding);
  return {
    ...{ type: 'unknown-command', typed: shortly(withNames(typed, understanding)) },
    ...misread,
    rest: withNames(misread.rest, understanding),
    ...(whole !== null && (meant?.type === 'intent' || meant?.type === 'ask') ? { whole } : {}),
  };
}

/** What is quoted or struck out is nobody's order: it is shown, or a leak is told, and anything else waits for a press. */
function ofQuote(parsed: Parsed, quote: string): Parsed {
  if ((parsed.type !== 'intent' && parsed.type !== 'ask') || parsed.command.says.to === 'ask' || parsed.command.says.to === 'leak')
    return parsed;
  const choices = quote.length > buttonMax ? [] : [{ label: shortly(quote), words: quote }];
  const how = choices.length > 0 ? 'To do it:' : 'To do it, send it without the quote.';
  return { type: 'wrong', command: parsed.command, problems: { '': `That's quoted or struck out, so nothing changed. ${how}` }, choices };
}

function parseLine(said: string, understanding: Understanding): Parsed {
  const bare = commandIn(said);
  const opened = asNewEmbargo(bare);
  if (opened !== null) return parse(opened, understanding);
  const asked = asProposal(asAsked(/^(?:cve|link)\s/i.test(bare) ? hyphenated(bare) : bare), understanding);
  const line = asRole(
    asNamed(asRename(asMistake(asLink(asPatch(asFixes(asDuty(asNone(unswapped(unaliased(asVerdict(asFinding(asked)))))))))))),
  );
  if (line === '') return { type: 'menu' };
  const tokens = tokensOf(line);
  const verdict = reportOrVerdict(asked);
  const command = findCommand(verdict === null ? tokens : tokensOf('report leak'));
  if (verdict !== null && command !== null) return oneOf(verdict, command, understanding);
  if (command === null) {
    const codename = plainCodename(line);
    if (tokens.length === 1 && understanding.codenames.includes(codename)) return parse(`status ${codename}`, understanding);
    const update = asUpdate(line, Object.keys(findCommand(tokensOf('update'))?.args ?? {}));
    if (update !== null) return parse(update, understanding);
    const misread = pastedIn(line) ?? nearestCommand(line);
    return unknown(unknownIn(line, misread), misread, understanding);
  }
  const rest = tokens.slice(command.words.split(' ').length);
  const found = findCodename(command, rest, understanding.codenames);
  const elsewhere = found !== null && 'unknown' in found;
  if (elsewhere && command.says.to !== 'leak') return unknownCodename(found.unknown, understanding.codenames);
  const named = elsewhere ? null : found;
  const texts = textsOf(
    command,
    line,
    rest.filter((token) => named === null || !named.tokens.includes(token)),
    understanding.organizations,
  );
  const typed = { command, line, codename: named?.codename ?? null, rest };
  if (!('twice' in texts) && isReport(typed, texts))
    return parse(`report leak ${named === null ? '' : `${named.codename} `}${line.replace(/^leak\s+/i, '')}`, understanding);
  const both = 'texts' in texts ? reportOrOrder(typed, texts.texts) : null;
  if (both !== null) return oneOf(both, command, understanding);
  const slip =
    tokens.length < 2 || command.words.includes(' ')
      ? null
      : (memberMeant(line, command) ?? ('extra' in texts ? membersBegun(line, command) : null));
  if (slip !== null) return unknown(line.split(/\s+/, 2).join(' '), slip, understanding);
  if ('twice' in texts) return { type: 'wrong', command, problems: { '': `\`${texts.twice}\` is there twice. Give it once.` } };
  if ('extra' in texts) {
    const several = firstOfSeveral(line, understanding);
    if (several !== null) return several;
    const option = optionInWords(command, line, rest, texts.extra);
    if (option !== null && 'line' in option) return parse(option.line, understanding);
    if (option !== null) return { type: 'wrong', command, problems: { '': whereOptionEnds }, choices: option.choices };
    // `create oci title="…"`: on their only list it is in any case.
    if (command.says.to === 'create' && rest[0]?.text === texts.extra && isTheirList(texts.extra, understanding))
      return parse(`${line.slice(0, rest[0].from)}${line.slice(rest[0].to)}`.trim(), understanding);
    // A word of another dictionary, where nothing but a codename can stand.
    const codename = plainCodename(texts.extra);
    // `sleekvole`: its hyphen was left out, and nothing else can stand there.
    const joined = understanding.codenames.find((each) => each.replaceAll('-', '') === codename);
    if (aboutEmbargo(command) && joined !== undefined && !texts.extra.includes('-'))
      return parse(line.replace(texts.extra, joined), understanding);
    if (aboutEmbargo(command) && Object.keys(command.args).length === 0 && likeCodename(codename))
      return unknownCodename(codename, understanding.codenames);
    return {
      type: 'wrong',
      command,
      problems: { '': extraProblem(command, line, withNames(texts.extra, understanding).slice(0, typedMax)) },
    };
  }
  const whose =
    command.words === 'link none' && !/\bbecause=/.test(line)
      ? whoseNone(named?.codename ?? null, texts.texts, understanding.organizations ?? [])
      : null;
  if (whose !== null) return { type: 'wrong', command, problems: { '': whosePackages }, choices: whose };
  const unquoted = unquotedName(command, line, texts.texts);
  if (unquoted !== null) return { type: 'wrong', command, problems: { '': unquoted } };
  const read = complete(
    command,
    named?.codename ?? null,
    withDue(command, withReason(command, texts.texts, understanding), understanding),
    understanding,
    'typed',
  );
  const behind = line.slice(tokens[command.words.split(' ').length - 1]?.to ?? line.length);
  const meant = read.type === 'intent' || read.type === 'ask' ? { ...read, behind } : read;
  const listed = Object.keys(texts.texts).some((name) => takesSeveral(command.args[name]));
  const several = meant.type === 'wrong' || listed ? firstOfSeveral(line, understanding) : null;
  if (several !== null || meant.type === 'wrong') return several ?? meant;
  // A leak is told at once, whatever else was said.
  if (command.says.to === 'leak')
    return elsewhere && meant.type === 'intent' ? { ...meant, elsewhere } : withOtherLeaks(meant, line, understanding);
  const another = secondCommand(command, line, texts.texts, (part, surely) => isOther(part, surely, understanding));
  return another === null ? meant : { type: 'wrong', command, problems: { '': oneOrSeveral }, choices: oneOrFirst(another, buttonMax) };
}

/** Whether a part of a line is a command by itself; and, `surely`, one that names the embargo that it is about. */
function isOther(part: string, surely: boolean, understanding: Understanding): boolean {
  const parsed = parse(part, understanding);
  if (parsed.type === 'unknown-codename') return true;
  return (parsed.type === 'intent' || parsed.type === 'ask') && (!surely || parsed.codename !== null);
}

/** A report of a leak that names several embargoes: it is of the first, and the same is left to be said of each other one that the speaker knows. */
function withOtherLeaks(meant: Parsed, line: string, { codenames }: Understanding): Parsed {
  if (meant.type !== 'intent') return meant;
  const others = [...new Set(codenamesIn(line))].filter((other) => other !== meant.codename && codenames.includes(other));
  if (others.length === 0) return meant;
  const what = (meant.texts.what ?? '').replace(new RegExp(`^(?:(?:and|&|,|\\s)*(?:${others.join('|')}))+\\s*`, 'i'), '');
  return { ...meant, left: others.map((other) => `${meant.command.words} ${other} ${shortly(what)}`.trim()) };
}

const isTheirList = (name: string, { list = [] }: Understanding): boolean => list.some((each) => each.toLowerCase() === name.toLowerCase());

/** The first of a message that is nothing but commands, with the others left; null where it is not, or the first alone would be asked about. */
function firstOfSeveral(line: string, understanding: Understanding): Parsed | null {
  const [one, ...left] = severalCommands(line) ?? [];
  const first = one === undefined ? null : parse(one, understanding);
  // A part that merely begins as a command does is none: `component add runc; list handling`.
  const others = left.map((each) => parse(each, understanding).type);
  return first?.type === 'intent' && others.every((type) => type === 'intent' || type === 'ask') ? { ...first, left } : null;
}

/** A report and an order, to choose from. What is too long to be pressed is the report. */
function oneOf(both: readonly [report: Action, order: Action], command: Command, understanding: Understanding): Parsed {
  const [report] = both;
  if (both.some(({ words }) => words.length > buttonMax)) return parse(report.words, understanding);
  return { type: 'wrong', command, problems: { '': whichOfBoth }, choices: both };
}

function unknownCodename(typed: string, codenames: readonly string[]): Parsed {
  const near = nearCodename(typed, codenames);
  return { type: 'unknown-codename', typed, ...(near === null ? {} : { near }) };
}

/** The codename that a word is a slip of the finger away from: two letters that changed places are two. */
function nearCodename(typed: string, codenames: readonly string[]): string | null {
  const [only, ...others] = likeCodename(typed) ? codenames.filter((codename) => distance(codename, typed) <= 2) : [];
  return only !== undefined && others.length === 0 ? only : null;
}

/**
 * Where an organization that is added has a name of several words without quotes, what is said would be another name and other releases: both are shown.
 */
function unquotedName({ words, args }: Command, line: string, texts: Texts): string | null {
  const { name = '', releases = '' } = texts;
  // `Nova we ship 7.1`: what is said in between is no part of the name.
  const said = withoutShipping(releases);
  if (said !== withoutBullets(releases).replace(/[.!]+$/, '')) return null;
  if (words !== 'org add' || args.name?.place !== 'one' || line.includes('"') || /[=;\n]/.test(line)) return null;
  if (line.includes(',')) return commaBehindName(words, name, said);
  const [, more = '', left = ''] = /^((?:[a-z][\w.-]*\s+)*?[a-z][\w.-]*)\s+(\d.*)$/i.exec(said) ?? [];
  if (more === '') return null;
  const { parted } = listItems(said);
  const whole = `${words} ${quoted(`${name} ${more}`)} ${
    parted
      ? listItems(left)
          .items.map((item) => item.join(' '))
          .join(', ')
      : left
  }`;
  const each = parted ? releasesOf(said) : [...more.split(/\s+/), ...left.split(/\s+/)];
  return whereNameEnds(words, [`${name} ${more}`, whole], [name, each]);
}

/** `org add Red Hat, RHEL 9`: the word in front of the first comma is a release, or a part of the name. */
function commaBehindName(words: string, name: string, said: string): string | null {
  const [, more = '', left = ''] = /^(\p{Lu}\p{L}*),\s*(\S.*)$/su.exec(said) ?? [];
  const whole = `${name} ${more}`;
  if (more === '' || !/^\p{Lu}\p{L}*$/u.test(name) || !/\d/.test(left)) return null;
  return whereNameEnds(words, [whole, `${words} ${quoted(whole)} ${left}`], [name, [more, ...releasesOf(left)]]);
}

/** Asks with both: the longer name and the line that means it, and the shorter one with what it would ship. */
function whereNameEnds(
  words: string,
  [long, line]: readonly [string, string],
  [name, releases]: readonly [string, readonly string[]],
): string {
  const short = `${words} ${name} ${releases.map((release) => quoted(release)).join(', ')}`;
  return `Where does the name end? If it is ${long}: \`${line}\`. If it is ${name}: \`${short}\`.`;
}

/** What of a line is not known: its first word, or the one behind it where that is known; all of it where nothing is near. */
function unknownIn(line: string, { nearest, members }: Misread): string {
  const [first = '', second] = line.split(/\s+/, 2);
  if (nearest === null && members.length === 0) return line.split('\n', 1)[0]?.trim() ?? '';
  return members.length === 0 || second === undefined ? first : `${first} ${second}`;
}

/** What is quoted of what was typed. */
function shortly(said: string): string {
  const shown = said.slice(0, typedMax);
  return shown.length < said.length && shown.includes(' ') ? `${shown.replace(/\s+\S*$/, '')} …` : shown;
}

const typedMax = 40;

/** `ok so /embargo status`: the command that was pasted into something else is asked about. */
function pastedIn(line: string): Misread | null {
  const [, pasted = ''] = /\s[/!]embargo\s+(\S[^\n]{0,200})/i.exec(line) ?? [];
  const command = pasted === '' ? null : findCommand(tokensOf(pasted));
  const rest = pasted.split(/\s+/).slice(command?.words.split(' ').length ?? 0);
  return command === null ? null : { nearest: command, rest: rest.join(' '), members: [], choices: [] };
}

const goesPublic = new RegExp(`^(?:go |make (?:it|this) )?(?:public|disclose|publish)\\s+((?:${codenameSource}\\s+)?)(\\S.{0,99})$`, 'i');

/** `public at 20:00 today`, `disclose thursday 14:00 UTC`: who says when it is to be public proposes that date. Of anything else nothing changes. */
function asProposal(line: string, reading: Reading): string {
  const [, named = '', rest = ''] = goesPublic.exec(line) ?? [];
  const when = rest.replace(/\btonight\b/i, 'today').replace(/\s+anyway$/i, '');
  // Whether it is a date at all: which day of which calendar is asked about by the command itself.
  const anywhere = { ...reading, zone: null };
  const reads = (text: string) => parseInstant(text, anywhere).ok || parseInstant(`${text} UTC`, anywhere).ok;
  if (when === '') return line;
  if (/^today$/i.test(when) || reads(when)) return `date propose ${named}${rest.replace(/\btonight\b/i, 'today')}`;
  return reads(`today ${when}`) ? `date today ${named}${rest}` : line;
}

/** Every word that has the form of a codename. */
export function codenamesIn(words: string): string[] {
  return tokensOf(words)
    .map((token) => plainCodename(token.text))
    .filter(isCodename);
}

// From so many values on that are right, nobody types a line again for the one that is wrong.
const formFrom = 2;

/** The intent of a command with the texts of its arguments; or what is missing and wrong, to be asked for, or said where it was typed. */
export function complete(command: Command, codename: string | null, given: Texts, reading: Understanding, from: 'typed' | 'form'): Parsed {
  const others = withOrganizations(command, withOthers(command, given, reading.codenames), reading.organizations ?? []);
  const texts = from === 'typed' ? atOnce(command, others, reading) : others;
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
  const choices = from === 'typed' ? oneOfTwoDates(command, codename, texts, problems, reading) : null;
  if (choices !== null) return { type: 'wrong', command, problems: { date: twoDates }, choices };
  const bare = command.asksIfBare === true && from === 'typed' && Object.keys(texts).length === 0;
  if (Object.keys(problems).length === 0 && missing.length === 0 && !bare) {
    return { type: 'intent', command, codename, texts, intent: command.intent(values, reading) };
  }
  // A form shows the problem beside the field, and what was right need not be typed again; a short line is quicker corrected than filled in.
  const right = Object.keys(texts).filter((name) => problems[name] === undefined && command.args[name]?.ask !== false);
  if (from === 'typed' && missing.length === 0 && !bare && right.length < formFrom)
    return { type: 'wrong', command, problems, codename, texts };
  const asked = from === 'form' ? { ...problems, ...Object.fromEntries(missing.map((name) => [name, 'Required.'])) } : problems;
  return { type: 'ask', command, codename, words: wordsOf(command, codename, texts), texts, problems: asked };
}

const twoDates = "That's two dates. Which one? Nothing changed yet.";

/** The same command with each of two dates that were given for one, to choose from; null where nothing else keeps it from being understood. */
function oneOfTwoDates(command: Command, codename: string | null, given: Texts, problems: Texts, reading: Reading): Action[] | null {
  const [wrong, ...others] = Object.keys(problems);
  if ((wrong !== undefined && wrong !== 'date') || others.length > 0 || command.args.date?.type !== 'instant') return null;
  const { date = '', reason, ...left } = given;
  // What stands behind a date may be another one: `14:00 UTC, 16:00 UTC`.
  if (wrong === undefined && !(reason !== undefined && (/^\(?\d/.test(reason) || beginsWithDate(reason)))) return null;
  const text = wrong === undefined ? `${date}, ${reason}` : date;
  const texts = wrong === undefined ? { ...left, date } : given;
  const two = readTwoDates(text, reading);
  const anyway = /\sanyway$/i.test(text) ? ' anyway' : '';
  const meant = (two ?? []).map(
    (at): Action => ({
      label: `Propose ${formatUtc(at)}`,
      words: spoken(typedBy({ command, texts }, reading.names ?? {}), codename, `${typedUtc(at)}${anyway}`, null),
    }),
  );
  return meant.length > 0 && meant.every(({ words }) => words.length <= buttonMax) ? meant : null;
}

// A longer one could not be pressed on each platform.
const buttonMax = 1500;

/** What a command would mean whatever its form is told, where nothing is lacking but people's own words; null where more is, or something is wrong. */
export function asIfFilled(
  { command, codename, texts, problems }: Extract<Parsed, { type: 'ask' }>,
  reading: Understanding,
): Intent | null {
  const asked = Object.entries(command.args).filter(([name]) => texts[name] === undefined);
  const lacking = asked.filter(([, arg]) => arg.required || (command.asksIfBare === true && arg.type === 'text'));
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

/** A leak is told at once: what cannot be read of what is said besides is a part of the report; and who says anything of staying unnamed but no, means it. */
function atOnce({ says, args }: Command, texts: Texts, reading: Reading): Texts {
  if (says.to !== 'leak') return texts;
  const unread = (name: string) => {
    const [arg, text] = [args[name], texts[name]];
    return arg !== undefined && text !== undefined && !readArg(arg, text, reading).ok;
  };
  const odd = ['noticed', 'how', 'taken', 'link'].filter(unread);
  const kept = Object.entries(texts).filter(([name]) => !odd.includes(name));
  const what = [texts.what ?? '', ...odd.map((name) => texts[name] ?? '')].filter((text) => text !== '').join(' ');
  return { ...Object.fromEntries(kept), ...(what === '' ? {} : { what }), ...(unread('unnamed') ? { unnamed: 'yes' } : {}) };
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

type FoundCodename = { readonly codename: string; readonly tokens: readonly Token[] } | { readonly unknown: string };

/**
 * The codename among the first two words after the command, whole; or, where no free text begins there, its first letters. Whatever has the form of a
 * codename is one: it never becomes a word of a text about another embargo.
 */
function findCodename(command: Command, rest: readonly Token[], codenames: readonly string[]): FoundCodename | null {
  if (!aboutEmbargo(command)) return null;
  const leak = command.says.to === 'leak';
  for (const [index, token] of rest.slice(0, 2).entries()) {
    // `wise: calm-otter is the same` speaks of that one, and is meant for another.
    if (index === 1 && /^[a-z]{3,}:$/i.test(rest[0]?.text ?? '')) break;
    const typed = plainCodename(token.text);
    // `wise-bison: it crashes`, `wise-bison - it crashes`.
    const parting = rest[index + 1];
    const tokens = parting !== undefined && /^[:,;.–—-]+$/.test(parting.text) ? [token, parting] : [token];
    if (codenames.includes(typed)) return { codename: typed, tokens };
    if (!leak && (isCodename(typed) || nearCodename(typed, codenames) !== null)) return { unknown: typed };
    // `wise bison`: the hyphen was left out.
    for (const apart of [2, 3, 4].map((count) => rest.slice(index, index + count))) {
      const spaced = [...apart.slice(0, -1).map(({ text }) => text), plainCodename(apart.at(-1)?.text ?? '')].join('-').toLowerCase();
      if (codenames.includes(spaced)) return { codename: spaced, tokens: apart };
      if (!leak && isCodename(spaced)) return { unknown: spaced };
    }
  }
  // Where somebody tells of a leak, the codename stands anywhere.
  if (leak) {
    const words = rest.map(({ text }) => plainCodename(text));
    const known = words.find((each) => codenames.includes(each));
    const unknown = words.find((each) => isCodename(each) || nearCodename(each, codenames) !== null);
    if (known !== undefined) return { codename: known, tokens: [] };
    if (unknown !== undefined) return { unknown };
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
  return begun === null ? null : { codename: begun, tokens: [token] };
}
