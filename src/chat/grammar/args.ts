// Typed arguments: from what was typed to what is meant.

import type { Component, Reporter, Severity } from '../../domain/embargo/about/about.ts';
import type { Called } from '../../domain/embargo/audience/audience.ts';
import type { AskedDate, SaidNames } from '../../domain/embargo/commands.ts';
import type { PatchFile } from '../../domain/embargo/embargo.ts';
import { bareId, type PersonId, type PlatformName, personId, platformNames } from '../../domain/values/ids.ts';
import { own } from '../../domain/values/records.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { PickFrom, Unless } from '../message/form.ts';
import { readComponents, readReporters, readSaidNames } from '../values/components.ts';
import { readCountries } from '../values/countries.ts';
import { type InstantContext, parseInstant, parseUntil } from '../values/instant.ts';
import { listItems, unclearReleases, withoutShipping } from '../values/list-items.ts';
import { readName } from '../values/names.ts';
import { readNumbers } from '../values/numbers.ts';
import { readAddress, readFiles } from '../values/patch-files.ts';
import { type NamedProposal, readProposal } from '../values/proposal.ts';
import { readPurls } from '../values/purl.ts';
import { type QuietHours, readQuiet } from '../values/quiet.ts';
import { unquotedValue } from '../values/quoting.ts';
import { type ReviewAnswers, readReviewAnswers } from '../values/review/answers.ts';
import { readReady } from '../values/review/dates.ts';
import { readVector } from '../values/severity.ts';
import { bad, good, type Read, readText } from '../values/text.ts';
import { ofPossibleYear, readCwe, readId, readIds, readVulnerabilities, readVulnerability } from '../values/vulnerability-ids.ts';
import { cutZone, isZone } from '../values/zone.ts';
import type { Organization } from './organizations.ts';

/**
 * `label` and `hint` are what a form shows. `place`: `one` token, the `rest` of the line, or only by `name=value`.
 * `ask` false: never in a form (a button carries it). `bare`: what its name alone means, where it stands without a value. `past`: of an instant, that it asks
 * when something was, so that a weekday, or a day without its year, has been. `group`: the heading that it stands under in a long form. `unless`: no form asks for it where another argument says one of these.
 */
type Common = {
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly place: 'one' | 'rest' | 'named';
  readonly ask?: false;
  readonly bare?: string;
  readonly past?: true;
  readonly group?: string;
  readonly unless?: Unless;
};

export type Arg = Common &
  /** `pick`: a form offers what there is; what is typed instead is taken all the same. `like`: what a word of a line looks like that is meant by it. */
  (
    | {
        readonly type: 'text';
        readonly maxLength: number;
        readonly lines: 'one' | 'many';
        readonly pick?: PickFrom;
        readonly like?: RegExp;
        /** What to do instead, where it is too long. */
        readonly tooLong?: string;
        /** No id of a vulnerability stands in it: one that does was meant for something else. */
        readonly noIds?: true;
      }
    /** What somebody, an organisation or a list is to be called. */
    | { readonly type: 'name'; readonly maxLength: number }
    /** `phrases`: what people write for one of the options, in one word or several. */
    | { readonly type: 'choice'; readonly options: readonly string[]; readonly phrases?: Readonly<Record<string, string>> }
    | {
        readonly type:
          | 'instant'
          | 'until'
          /** An instant, or the end of a day. */
          | 'ready'
          /** An hour with its zone: today's, unless another day is said. */
          | 'today'
          | 'person'
          /** Somebody, or what they or an organization are called. */
          | 'called'
          /** Several of these, with commas between. */
          | 'audience'
          | 'id'
          | 'account'
          | 'hours'
          | 'number'
          /** A proposed date, by its number or by the date itself. */
          | 'proposal'
          | 'names'
          /** What an organization ships, as people say it. */
          | 'releases'
          /** Of findings. */
          | 'numbers'
          | 'files'
          /** Where something is fetched, by https or ssh. */
          | 'address'
          | 'url'
          | 'link'
          | 'vector'
          | 'cve'
          | 'ids'
          /** A weakness, by its CWE id. */
          | 'cwe'
          | 'vulnerability'
          /** Several of these. */
          | 'vulnerability-list'
          /** Words that begin with one or several names of what there is. */
          | 'named'
          | 'components'
          | 'reporters'
          | 'zone'
          | 'position'
          | 'review-answers'
          | 'purls'
          | 'countries'
          | 'email'
          | 'yes';
      }
  );

/** A step of a review as a button names it: its place in the checklist, and which architecture it is `on`. */
export type Position = { readonly review: number; readonly step: number; readonly on?: string };

type ValueByType = {
  text: string;
  name: string;
  choice: string;
  instant: AskedDate;
  until: Instant;
  ready: Instant;
  today: AskedDate;
  person: PersonId;
  called: Called;
  audience: readonly Called[];
  /** One account of a person's, not whom it stands for. */
  id: PersonId;
  /** One account, or the only one on a platform. */
  account: PersonId | PlatformName;
  hours: QuietHours | 'off';
  number: number;
  proposal: NamedProposal;
  names: readonly string[];
  releases: readonly string[];
  numbers: readonly number[];
  files: readonly PatchFile[];
  address: string;
  url: string;
  link: string;
  vector: Severity;
  cve: string;
  cwe: string;
  /** The ids of each vulnerability. */
  ids: readonly (readonly string[])[];
  /** One of its ids, or its number. */
  vulnerability: string;
  'vulnerability-list': readonly string[];
  named: SaidNames;
  components: readonly Component[];
  reporters: readonly Reporter[];
  zone: string;
  position: Position;
  'review-answers': ReviewAnswers;
  purls: readonly string[];
  countries: readonly string[];
  email: string;
  yes: true;
};

type ValueOf<A extends Arg> = A extends { type: 'choice'; options: readonly (infer Option)[] } ? Option : ValueByType[A['type']];

/** The values of a command's arguments: an optional one that was not given is null. */
export type Values<Args extends Readonly<Record<string, Arg>>> = {
  readonly [Name in keyof Args]: Args[Name]['required'] extends true ? ValueOf<Args[Name]> : ValueOf<Args[Name]> | null;
};

/** What reading depends on besides the text: the clock, and the reader's zone for offers. */
export type Reading = {
  readonly now: Instant;
  readonly zone: string | null;
  /** What those are called whose ids stand in the text: in people's own words they are shown by name. */
  readonly names?: Readonly<Record<PersonId, string>>;
  /** Whom ids stand for that are others of somebody's: who is named by one of them is meant by the one that lists know. */
  readonly people?: Readonly<Record<PersonId, PersonId>>;
  /** The organizations of the speaker's lists. */
  readonly organizations?: readonly Organization[];
};

/** An argument from its text, or what is wrong with it and what would be right. */
export function readArg(arg: Arg, text: string, reading: Reading): Read<unknown> {
  switch (arg.type) {
    case 'text': {
      const [id] = arg.noIds === true ? (/\b(?:CVE-\d{4}-\d{4,19}|GHSA-[\w-]+)/i.exec(text) ?? []) : [];
      if (id !== undefined) return bad(`${id} doesn't belong here. Put ids first, and options such as \`fixed=\` after them.`);
      return readText(withNames(text, reading), arg.maxLength, arg.lines, arg.tooLong);
    }
    case 'name':
      return readName(withNames(text, reading), arg.maxLength);
    case 'choice':
      return readChoice(arg, text);
    case 'instant':
      return readDate(text, { ...reading, past: arg.past === true });
    case 'today':
      return readDate(/\b(?:today|tomorrow)\b|\d-\d/i.test(text) ? text : `today ${text}`, reading);
    case 'ready': {
      const ready = readReady(text, reading);
      return ready === null ? readDate(text, reading) : good(ready);
    }
    case 'until':
      return offer(parseUntil(text, reading), (found) => found.at);
    case 'person':
      return readPerson(text, reading);
    case 'called':
      return readCalled(text, reading);
    case 'audience':
      return readAudience(text, reading);
    case 'id':
      return readPerson(text, {});
    case 'account':
      return readAccount(text);
    case 'hours':
      return readHours(text);
    case 'number':
      return numbered.test(text) ? good(Number.parseInt(text.replace(/^\D/, ''), 10)) : bad('Expected a number.');
    case 'proposal':
      return readProposal(text, reading);
    case 'names':
      return readNames(text);
    case 'releases': {
      const said = withoutShipping(text);
      const unclear = unclearReleases(said);
      return unclear === null ? readNames(said) : bad(unclear);
    }
    case 'numbers':
      return readNumbers(text);
    case 'files':
      return readFiles(text);
    case 'address':
      return readAddress(text);
    case 'url':
      return readUrl(text);
    case 'link':
      return readLink(text);
    case 'vector':
      return readSeverity(text);
    case 'cve':
      return ofPossibleYear(readId(text), reading.now);
    case 'cwe':
      return readCwe(text);
    case 'ids':
      return ofPossibleYear(readIds(text), reading.now);
    case 'vulnerability':
      return ofPossibleYear(readVulnerability(text), reading.now);
    case 'vulnerability-list':
      return ofPossibleYear(readVulnerabilities(text), reading.now);
    case 'named':
      return readSaidNames(withNames(text, reading));
    case 'components':
      return readComponents(withNames(text, reading));
    case 'reporters':
      return readReporters(withNames(text, reading));
    case 'zone':
      return readZone(text);
    case 'review-answers':
      return readReviewAnswers(withNames(text, reading), reading);
    case 'position':
      return readPosition(text);
    case 'purls':
      return readPurls(text);
    case 'countries':
      return readCountries(text);
    case 'email':
      return readEmail(text);
    case 'yes':
      return text === 'yes' ? good(true) : bad('Use `yes`, or leave it out.');
    default:
      return arg satisfies never;
  }
}

function readChoice({ options, phrases = {} }: Extract<Arg, { type: 'choice' }>, text: string): Read<string> {
  if (personId(text.replace(/[,;]+$/, '')) !== null) return bad('One person at a time. Send the others separately.');
  const typed = text.toLowerCase().trim().replace(/\s+/g, ' ');
  const meant = own(phrases, typed) ?? typed;
  return options.includes(meant) ? good(meant) : bad(`Use one of: ${options.join(', ')}.`);
}

// As people's ids stand in what platforms hand in: a whole one, however much is written behind it.
const idPattern =
  /(?<![\w@:/.])(?:slack:[TE][A-Z0-9]+\/[UW][A-Z0-9]+|matrix:@[a-z0-9._=\-/+]+:[A-Za-z0-9.-]*[A-Za-z0-9](?::\d{1,5})?|terminal:[a-z0-9](?:[a-z0-9@._-]*[a-z0-9])?)/g;

/** People's own words with everybody in them by name; by their platform's own id where nobody here knows one. */
export function withNames(text: string, { names = {} }: Pick<Reading, 'names'>): string {
  return text.replace(idPattern, (found) => {
    const id = personId(found);
    if (id === null) return found;
    const shown = names[id] ?? bareId(id);
    return shown.startsWith('@') ? shown : `@${shown}`;
  });
}

function readDate(text: string, reading: InstantContext): Read<AskedDate> {
  const { date, anyway } = splitAnyway(plainDate(text));
  return offer(parseInstant(date, reading), ({ at, zone }) => ({ at, zone, anyway }));
}

/** A date without quotes and markup around it, with hyphens for the dashes of phones. */
const plainDate = (text: string): string =>
  unquotedValue(text.trim().slice(0, dateMax))
    .replace(/^(\*\*|[*_`~])(.+)\1$/, '$2')
    .replace(/(?<=\d)[‐‑‒–—−](?=\d)/g, '-')
    .replace(/\(([a-z]{2,5}|[a-z]+\/[a-z_/]+)\)/gi, '$1');

// No date is longer: of a longer one the rest is wrong anyway.
const dateMax = 2000;

/** A date without the word behind it that overrules advice, and whether there was one. */
export function splitAnyway(text: string): { readonly date: string; readonly anyway: boolean } {
  const typed = text.trim();
  const date = typed.replace(/\s(?:--|[–—])?anyway$/i, '');
  return { date: date.trim(), anyway: date !== typed };
}

function offer<Value>(parsed: ReturnType<typeof parseInstant>, use: (found: { at: Instant; zone: string }) => Value): Read<Value> {
  if (parsed.ok) return good(use(parsed));
  const offers = parsed.suggestions.map((suggestion) => `\`${suggestion}\``).join(' or ');
  return bad(offers === '' ? parsed.problem : `${parsed.problem} Try ${offers}.`);
}

// Longer than any id.
const personMax = 400;

function readPerson(text: string, { people = {} }: Pick<Reading, 'people'>): Read<PersonId> {
  // `@bob,` and `(@bob)` are how people write.
  const named = text.length > personMax ? '' : text.replace(/^[\s("'[]+/, '').replace(/(?<![^\p{L}\p{N}\]])[^\p{L}\p{N}\]]+$/u, '');
  const person = personId(named);
  return person === null ? bad('Name the person with an @, such as @bob.') : good(people[person] ?? person);
}

function readCalled(text: string, reading: Reading): Read<ValueByType['called']> {
  const person = readPerson(text, reading);
  if (person.ok) return good({ person: person.value });
  const read = readName(
    withNames(text, reading)
      .replace(/^@/, '')
      .replace(/[,.:;!]+$/, ''),
    100,
  );
  return read.ok ? good({ person: null, called: read.value }) : bad('Name the person with an @, such as @bob, or an organization.');
}

// So many at once are everyone.
const audienceMax = 50;

function readAudience(text: string, reading: Reading): Read<ValueByType['audience']> {
  const each = text
    .split(/[,;\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const read = each.slice(0, audienceMax).map((item) => readCalled(item, reading));
  const wrong = read.find(({ ok }) => !ok);
  if (wrong?.ok === false) return wrong;
  if (each.length === 0 || each.length > audienceMax) return bad(`Name one to ${audienceMax}, such as Nova, Harbour OS.`);
  return good(read.flatMap((found) => (found.ok ? [found.value] : [])));
}

function readAccount(text: string): Read<PersonId | PlatformName> {
  const typed = text.trim();
  const platform = platformNames.find((name) => name === typed.toLowerCase());
  const account = platform ?? personId(typed);
  return account === null ? bad(`Use ${platformNames.join(', ')}, or the id of one of your accounts.`) : good(account);
}

function readHours(text: string): Read<QuietHours | 'off'> {
  const read = readQuiet(text);
  return read.ok ? good(read.value ?? 'off') : read;
}

// As the bot writes it of patches (`v2`), and people of findings (`#2`).
// `duty done 1: …`: what parts a number from what follows is none of it.
const numbered = /^[v#]?\d{1,4}[:.,]?$/i;

// Fifty names, each as long as one may be.
const namesMax = 3_000;
function readNames(text: string): Read<readonly string[]> {
  if (text.length > namesMax) return bad("That's too long. List only the supported ones.");
  const { items, parted } = listItems(text);
  const alone = items.flat().length <= 2;
  const [unclear] = parted || alone ? [] : items.flatMap((words) => words.flatMap((word, at) => nameAndNumber(word, words[at + 1])));
  if (unclear !== undefined)
    return bad(`Is ${unclear} one name or two? Put a comma between names, such as \`RHEL 9, RHEL 8\`, or quotes around each.`);
  // Versions have no spaces in them, names of releases may.
  const isOne = (words: readonly string[]) =>
    parted ? words.some((word) => !/^\d/.test(word)) : nameAndNumber(words[0] ?? '', words[1]).length > 0;
  const names = items.flatMap((words) => (isOne(words) ? [words.join(' ')] : words));
  const read = names.map((name) => readName(name, 40));
  const wrong = read.find((each) => !each.ok);
  if (wrong?.ok === false) return wrong;
  if (names.length > 50) return bad("That's more than 50. List only the supported ones.");
  return names.length === 0 ? bad('Name at least one.') : good([...new Set(read.flatMap((each) => (each.ok ? [each.value] : [])))]);
}

/** `RHEL 9`, where only spaces part the names. */
const nameAndNumber = (word: string, next = ''): string[] => (/^\p{L}+$/u.test(word) && /^\d+$/.test(next) ? [`${word} ${next}`] : []);

/** `none` where there is nothing to publish, `here` for what is kept with the embargo: what is linked is said in rooms, so that people's own words have no place in it. */
function readLink(text: string): Read<string> {
  const word = text.trim().toLowerCase();
  if (word === 'none' || word === 'here') return good(word);
  if (/\s/.test(bareAddress(text)))
    return bad("Expected one https:// address and nothing after it. If there's nothing to link, use `none` alone.");
  const url = readUrl(text);
  return url.ok ? url : bad(`${url.problem} If there's nothing to link, use \`none\`.`);
}

/** An address without what people, phones and Markdown put around it, and without the full stop of its sentence. */
const bareAddress = (text: string): string =>
  text
    .trim()
    .replace(/^\[[^\]\n]{0,200}\]\((\S+)\)$/, '$1')
    .replace(/^<([^<>|\s]+)(?:\|[^<>\n]*)?>$/, '$1')
    .replace(/[.,;]+$/, '');

function readUrl(text: string): Read<string> {
  const read = readText(bareAddress(text), 500, 'one');
  if (!read.ok) return read;
  const secure = read.value.replace(/^(?:http:\/\/|(?=www\.))/i, 'https://');
  if (secure !== read.value && URL.canParse(secure)) return bad(`Expected an https:// address. Did you mean ${secure}?`);
  const url = URL.canParse(read.value) ? new URL(read.value) : null;
  // A password in an address would be shown to everybody who may read it.
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '')
    return bad('Expected an https:// address without a password.');
  return good(url.href);
}

function readSeverity(text: string): Read<Severity> {
  const read = readVector(text.trim());
  return read.ok ? good({ vector: read.vector, score: read.score, rating: read.rating }) : bad(read.problem);
}

function readZone(text: string): Read<string> {
  const typed = text.trim();
  const zone = isZone(typed);
  if (zone !== null) return good(zone);
  // Of letters that stand for several places, and of a city, each place is offered.
  const cut = cutZone(typed.replaceAll(' ', '_').slice(0, 60));
  const places = cut.ok ? [] : cut.ideas.filter((idea) => idea.includes('/')).slice(0, 5);
  if (places.length > 0) return bad(`Did you mean ${places.map((place) => `\`${place}\``).join(' or ')}?`);
  return bad('Expected an IANA time zone, such as Europe/Berlin or America/New_York.');
}

/** An address as mail is sent to it; more than its form cannot be seen from here. */
function readEmail(text: string): Read<string> {
  const typed = text
    .trim()
    // `Seven Security <security@seven.example>`, as mail programs write it.
    .replace(/^[^<>@]{0,200}<(?!mailto:)([^<>\s|]+)(?:\|[^<>]*)?>$/i, '$1')
    .replace(/^[^<>@]{0,200}?<?mailto:([^|>]+).*$/i, '$1')
    .replace(/[.,;]$/, '');
  return /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]+\.[^\s@<>"',;.]{2,63}$/.test(typed) && typed.length <= 254
    ? good(typed)
    : bad('Expected one email address, such as security@seven.example.');
}

function readPosition(text: string): Read<Position> {
  const found = /^(\d{1,6})\.(\d{1,5})(?:@(.{1,40}))?$/.exec(text);
  if (found === null) return bad('Expected the numbers of a review and a step, such as 2.3.');
  const [, review, step, on] = found;
  return good({ review: Number(review), step: Number(step), ...(on === undefined ? {} : { on }) });
}
