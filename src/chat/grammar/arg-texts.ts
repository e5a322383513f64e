// Which word of a line is which argument of its command: by the table's order, or by name.
import { isCodename } from '../../domain/embargo/codename.ts';
import { personId } from '../../domain/values/ids.ts';
import { own } from '../../domain/values/records.ts';
import { leadingNumbers } from '../values/numbers.ts';
import { leadingProposal } from '../values/proposal.ts';
import { unquoted, unquotedValue } from '../values/quoting.ts';
import { leadingVulnerabilities, looksLikeId } from '../values/vulnerability-ids.ts';
import type { Arg } from './args.ts';
import { aboutEmbargo, type Command } from './command.ts';
import { type Organization, organizationAt, organizationBegun } from './organizations.ts';
import { optionName, plainCodename, type Token } from './tokens.ts';

/** What was typed for each argument, by its name. */
export type Texts = Readonly<Record<string, string>>;

/**
 * The arguments' texts, in the table's order; an optional one is passed over by a word that it cannot be. `name=value` is taken wherever
 * it stands, until an argument begins that takes the rest of the line: from there on the words are people's own. `organizations`: those that can be named.
 */
export function textsOf(
  command: Command,
  line: string,
  tokens: readonly Token[],
  organizations: readonly Organization[] = [],
): { texts: Texts } | { extra: string } | { twice: string } {
  const texts: Record<string, string> = {};
  const ordered = Object.entries(command.args).filter(([, arg]) => arg.place !== 'named');
  let rest: { readonly name: string; readonly from: number } | null = null;
  // What stood last without quotes: a word that is no argument of its own goes on with it, as in `date=2026-12-03 14:00 UTC`.
  let last: { readonly name: string; readonly before: string; readonly from: number; readonly to: number } | null = null;
  const goesOn = (token: Token): boolean => {
    const isPlain = line.slice(token.from, token.to) === token.text && !/^(?:--|[–—])?[a-z]{3,30}(?:=|:$)/i.test(token.text);
    // On a line of its own another command may stand, and a codename says what the command is about.
    const isAbout = aboutEmbargo(command) && isCodename(plainCodename(token.text));
    if (last === null || !isPlain || isAbout || line.slice(last.to, token.from).includes('\n')) return false;
    texts[last.name] = last.before + line.slice(last.from, token.to).trim();
    last = { ...last, to: token.to };
    return true;
  };
  // To where a phrase of several words was taken as one.
  let taken = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.from < taken) continue;
    const named = namedOf(command, token);
    const option = named === null ? undefined : own(command.args, named.name);
    if (named !== null && option !== undefined) {
      const known = texts[named.name];
      if (known !== undefined && !severals.has(option.type)) return { twice: named.name };
      const before = known === undefined ? '' : `${known}, `;
      texts[named.name] = before + optionMeant(option, named.value);
      rest = null;
      const isBare = line.slice(token.from, token.to).endsWith(`=${named.value}`);
      last = isBare ? { name: named.name, before, from: token.to - named.value.length, to: token.to } : null;
      const from = token.to - named.value.length;
      const whole = isBare && namesOrganization(option) ? organizationAt(organizations, line.slice(from)) : 0;
      if (whole > 0) {
        texts[named.name] = line.slice(from, from + whole);
        taken = from + whole;
        last = null;
      }
      continue;
    }
    const flagged = flagOf(command, token, tokens[index + 1], line);
    if (flagged !== null) {
      if (texts[flagged.name] !== undefined) return { twice: flagged.name };
      texts[flagged.name] = flagged.value;
      taken = flagged.to;
      rest = null;
      last = { name: flagged.name, before: '', from: flagged.from, to: flagged.to };
      continue;
    }
    const heading = headingOf(command, token, line);
    if (heading !== null) {
      if (texts[heading.name] !== undefined) return { twice: heading.name };
      texts[heading.name] = heading.value;
      rest = { name: heading.name, from: token.to - heading.value.length };
      continue;
    }
    const alone = bareOf(command, token, line);
    if (alone !== null && rest === null) {
      texts[alone.name] = alone.value;
      continue;
    }
    if (rest !== null) {
      texts[rest.name] = unquoted(line.slice(rest.from, token.to).trim());
      continue;
    }
    // `ships=runc, crun`: behind a comma another one follows.
    if (last !== null && severals.has(command.args[last.name]?.type ?? 'yes') && /[,;]$/.test(texts[last.name] ?? '') && goesOn(token))
      continue;
    const [next, arg] = nextArg(ordered, texts, token.text, line.slice(token.from)) ?? [];
    if (next === undefined || arg === undefined) {
      if (goesOn(token)) continue;
      return { extra: token.text };
    }
    last = null;
    // No list of files begins so: it is an option that there is not.
    if (arg.type === 'files' && /^[a-z]{3,30}=/i.test(token.text)) return { extra: token.text };
    if (arg.place === 'rest' && arg.type === 'text') {
      texts[next] = index === tokens.length - 1 ? token.text : line.slice(token.from, tokens.at(-1)?.to);
      break;
    }
    const phrase = arg.type === 'choice' ? phraseAt(arg, line.slice(token.from)) : null;
    if (phrase !== null && arg.type === 'choice') {
      // The option that it stands for: a form shows the options.
      texts[next] = arg.phrases?.[phrase] ?? phrase;
      taken = token.from + phrase.length;
      continue;
    }
    const lead = arg.place === 'one' ? leadOf(arg, line.slice(token.from)) : null;
    if (lead !== null) {
      texts[next] = lead.text;
      taken = token.from + lead.length;
      continue;
    }
    const whole = namesOrganization(arg) ? organizationAt(organizations, line.slice(token.from)) : 0;
    if (whole > 0) {
      texts[next] = line.slice(token.from, token.from + whole);
      taken = token.from + whole;
      continue;
    }
    // What is no free text goes as far as the next `name=value`.
    rest = arg.place === 'rest' ? { name: next, from: token.from } : null;
    texts[next] = rest === null ? nameIn(arg, token, index < tokens.length - 1, line) : line.slice(token.from, token.to);
    if (arg.type === 'name' || (arg.type === 'text' && arg.pick === 'distributor'))
      last = { name: next, before: '', from: token.from, to: token.to };
  }
  return { texts };
}

// What may be said of several things, once for each.
const severals: ReadonlySet<Arg['type']> = new Set([
  ...(['names', 'releases', 'numbers', 'ids', 'vulnerability-list', 'components', 'reporters', 'files', 'purls', 'countries'] as const),
]);

/** Whether a list may be given for it. */
export const takesSeveral = (arg: Arg | undefined): boolean => arg !== undefined && severals.has(arg.type);

/** Whether an argument names an organization that there is. */
const namesOrganization = (arg: Arg | undefined): boolean => arg?.type === 'text' && arg.pick === 'distributor';

/** The texts of a command, in which an organization is named by its whole name where the first words of it were given: `Seven` for Seven Linux. */
export function withOrganizations({ args }: Command, texts: Texts, organizations: readonly Organization[]): Texts {
  const named = Object.entries(texts).map(([name, text]) => [
    name,
    namesOrganization(own(args, name)) ? organizationBegun(organizations, text) : text,
  ]);
  return organizations.length === 0 ? texts : Object.fromEntries(named);
}

// What people call an option that is written otherwise here.
const optionWords: Readonly<Record<string, string>> = {
  ...{ cvss: 'severity', vector: 'severity', ghsa: 'cve', cves: 'cve', version: 'versions', affected: 'versions', components: 'component' },
  ...{ reporters: 'reporter', credits: 'credit', because: 'reason', why: 'reason' },
};

/** The option that a word names, by the name that the command has for it. */
function namedOf({ args }: Command, { named }: Token): Token['named'] {
  if (named === null || own(args, named.name) !== undefined) return named;
  const meant = own(optionWords, named.name);
  return meant === undefined || own(args, meant) === undefined ? named : { ...named, name: meant };
}

/** `severity: high`, as in a mail: the name of an argument that is only taken by name, and what stands right behind its colon. */
function headingOf({ args }: Command, { from, to }: Token, line: string): { readonly name: string; readonly value: string } | null {
  const [, typed, value = ''] = /^([a-z]+):(.*)$/is.exec(line.slice(from, to)) ?? [];
  const name = typed?.toLowerCase();
  return name !== undefined && own(args, name)?.place === 'named' ? { name, value } : null;
}

/** `--title "A race"`: an option and its value in two words, as programs take them. */
function flagOf(
  { args }: Command,
  { text, named, from, to }: Token,
  next: Token | undefined,
  line: string,
): { readonly name: string; readonly value: string; readonly from: number; readonly to: number } | null {
  const [, typed = ''] = /^(?:--|[–—]{1,2})([a-z]+)$/i.exec(line.slice(from, to)) ?? [];
  const arg = named === null ? own(args, typed.toLowerCase()) : undefined;
  if (arg === undefined || arg.bare !== undefined || next === undefined || next.named !== null || text === '') return null;
  return { name: typed.toLowerCase(), value: unquotedValue(next.text), from: next.from, to: next.to };
}

/** The first argument that has no text yet and that a word can be; those before it are optional, and passed over for good. */
function nextArg(ordered: [string, Arg][], texts: Texts, word: string, line: string): [string, Arg] | undefined {
  for (let entry = ordered.shift(); entry !== undefined; entry = ordered.shift()) {
    const [name, arg] = entry;
    if (texts[name] === undefined && (arg.required || arg.place === 'rest' || fits(arg, arg.type === 'proposal' ? line : word)))
      return entry;
  }
  return undefined;
}

/** What a phrase stands for: a form shows the options, and would lose anything else. */
function optionMeant(arg: Arg | undefined, typed: string): string {
  return (arg?.type === 'choice' ? own(arg.phrases ?? {}, typed.toLowerCase()) : undefined) ?? typed;
}

/** An argument that is named without a value, and what that means; not in quotes. */
function bareOf({ args }: Command, { text, from, to }: Token, line: string): { readonly name: string; readonly value: string } | null {
  const name = optionName(text);
  const value = Object.hasOwn(args, name) ? args[name]?.bare : undefined;
  return value === undefined || line.slice(from, to) !== text ? null : { name, value };
}

/** Several words at the beginning of a line that are one argument, and how long they are with what parts them from the rest. */
function leadOf(arg: Arg, line: string): { readonly text: string; readonly length: number } | null {
  if (arg.type === 'proposal') return leadingProposal(line);
  if (arg.type === 'numbers') return leadingNumbers(line);
  return arg.type === 'vulnerability-list' ? leadingVulnerabilities(line) : null;
}

/** The longest of a choice's phrases that a text begins with, as a whole. */
function phraseAt({ phrases = {} }: Extract<Arg, { type: 'choice' }>, text: string): string | null {
  const begins = (phrase: string) => text.toLowerCase().startsWith(phrase) && /^(?:[\s,;:]|$)/.test(text.slice(phrase.length));
  const [longest] = Object.keys(phrases)
    .filter(begins)
    .sort((a, b) => b.length - a.length);
  return longest ?? null;
}

/** `org add Nova: 7.1`: what parts a name from what follows is none of it. */
function nameIn(arg: Arg, { text, from, to }: Token, hasMore: boolean, line: string): string {
  const isName = arg.type === 'name' || (arg.type === 'text' && arg.pick === 'distributor');
  return isName && hasMore && line.slice(from, to) === text ? text.replace(/(?<=[^,:;])[,:;]$/, '') : text;
}

function fits(arg: Arg, text: string): boolean {
  switch (arg.type) {
    case 'choice':
      return arg.options.includes(text.toLowerCase());
    case 'number':
      return /^[v#]?\d+[:.,]?$/i.test(text);
    case 'proposal':
      return leadingProposal(text) !== null;
    case 'cve':
      return looksLikeId(text);
    case 'text':
      return arg.like?.test(text) ?? true;
    // Any other word begins what is said.
    case 'person':
      return personId(text.replace(/[,:]+$/, '')) !== null;
    case 'name':
    case 'instant':
    case 'until':
    case 'ready':
    case 'today':
    case 'called':
    case 'audience':
    case 'id':
    case 'account':
    case 'hours':
    case 'names':
    case 'releases':
    case 'numbers':
    case 'files':
    case 'address':
    case 'link':
    case 'url':
    case 'vector':
    case 'ids':
    case 'cwe':
    case 'vulnerability':
    case 'vulnerability-list':
    case 'named':
    case 'components':
    case 'reporters':
    case 'zone':
    case 'position':
    case 'review-answers':
    case 'purls':
    case 'countries':
    case 'email':
    case 'yes':
      return true;
    default:
      return arg satisfies never;
  }
}
