// How what is known of an embargo changes: adding adds, replacing is said as such, and nothing is there twice.
import { refuse } from '../../values/refusal.ts';
import type { AboutOrder, SaidNames, VulnerabilityDetails } from '../commands.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { type About, type Component, idsOf, type Reporter, unknownVulnerability, type Vulnerability } from './about.ts';
import { detailed } from './severity.ts';

type Amended = About | EmbargoRefusal;
const isRefusal = (amended: Amended): amended is EmbargoRefusal => 'reason' in amended;

/** What somebody adds, changes and takes away, all of it or nothing. */
export function amend(embargo: Embargo, orders: readonly AboutOrder[]): EmbargoDecision {
  const before = embargo.about;
  const after = orders.reduce<Amended>((about, order) => (isRefusal(about) ? about : ordered(about, order, embargo)), before);
  if (isRefusal(after)) return after;
  const fields = Object.keys(after) as (keyof About)[];
  const changed = fields.filter((field) => JSON.stringify(after[field]) !== JSON.stringify(before[field]));
  if (changed.length === 0) return refuse({ code: 'nothing-to-change' });
  const because = [...new Set(orders.flatMap((order) => reasonOf(order, before) ?? []))].join('; ');
  const changes = Object.fromEntries(changed.map((field) => [field, after[field]]));
  return [{ type: 'amended', changes, ...(because === '' ? {} : { because }) }];
}

function ordered(about: About, order: AboutOrder, embargo: Embargo): Amended {
  switch (order.what) {
    case 'whole':
      return { ...about, ...order.changes };
    case 'only-vulnerability': {
      const [only, ...others] = about.vulnerabilities;
      return others.length > 0
        ? refuse({ code: 'which-vulnerability', ids: labelsOf(about) })
        : { ...about, vulnerabilities: [detailed(only ?? unknownVulnerability(1), order.details)] };
    }
    case 'add-vulnerabilities':
      return withVulnerabilities(about, order.ids, order.details);
    case 'set-vulnerability':
      return withDetails(about, order.id, order.add, order.details);
    case 'remove-vulnerability':
      return withoutVulnerability(about, order.id, order.because, embargo);
    case 'add-components':
      return withThose(about, order.components, withComponent);
    case 'remove-component': {
      const { gone, unknown } = namesIn(order.said, about.components);
      if (unknown !== null) return notThere(unknown, about.components);
      const left = about.components.filter((each) => !gone.includes(each));
      return left.length === 0 ? refuse({ code: 'last-component' }) : { ...about, components: left };
    }
    case 'add-reporters':
      return withThose(about, order.reporters, withReporter);
    case 'remove-reporter': {
      const { gone, unknown } = namesIn(order.said, about.reporters);
      return unknown === null
        ? { ...about, reporters: about.reporters.filter((each) => !gone.includes(each)) }
        : notThere(unknown, about.reporters);
    }
    default:
      return order satisfies never;
  }
}

/** Why something is taken away, where that was said. */
function reasonOf(order: AboutOrder, { components, reporters }: About): string | null {
  if (!('because' in order)) return null;
  if (order.what === 'remove-vulnerability') return order.because;
  return order.because ?? namesIn<Component | Reporter>(order.said, order.what === 'remove-component' ? components : reporters).because;
}

const parting: ReadonlySet<string> = new Set([',', ';', 'and', '&']);

/**
 * Whom or what the first words name, of those that there are: one, or several one after the other; what follows is the reason. `unknown`: what is named
 * and is not there; one word behind a name would rather be another name than a reason.
 */
function namesIn<Each extends { readonly name: string }>(
  said: SaidNames,
  there: readonly Each[],
): { readonly gone: readonly Each[]; readonly because: string | null; readonly unknown: string | null } {
  const gone: Each[] = [];
  let at = 0;
  let listed = true;
  while (at < said.length) {
    if (parting.has(said[at]?.word.toLowerCase() ?? '')) {
      listed = true;
      at += 1;
      continue;
    }
    const [longest] = there
      .map((each) => ({ each, words: wordsMatched(said.slice(at), each.name) }))
      .filter(({ words }) => words > 0)
      .sort((a, b) => b.words - a.words);
    if (longest === undefined) break;
    gone.push(longest.each);
    at += longest.words;
    listed = false;
  }
  const left = said.slice(at);
  const [first] = left;
  if (first === undefined) return { gone, because: null, unknown: gone.length === 0 ? (said[0]?.word ?? '') : null };
  if (listed || left.length === 1) return { gone, because: null, unknown: first.word };
  return { gone, because: first.rest, unknown: null };
}

/** How many of the words are this name; 0: none. A name in quotes is one word. */
function wordsMatched(said: SaidNames, name: string): number {
  const count = name.trim().split(/\s+/).length;
  if (said[0] !== undefined && same(said[0].word, name)) return 1;
  const words = said.slice(0, count).map(({ word }) => word);
  return words.length === count && same(words.join(' '), name) ? count : 0;
}

/** Whether two names are of the same. */
export const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** Whoever does not know an id calls a vulnerability by its number. */
function labelsOf({ vulnerabilities }: About): string[] {
  return vulnerabilities.map(({ number, ids }) => ids[0] ?? String(number));
}

const notThere = (name: string, all: readonly { readonly name: string }[]): EmbargoRefusal =>
  refuse({ code: 'not-there', name, there: all.map((each) => each.name) });

/** The vulnerability of an id, or of a number. */
function findVulnerability({ vulnerabilities }: About, id: string): Vulnerability | undefined {
  return vulnerabilities.find(({ ids, number }) => ids.includes(id) || String(number) === id);
}

/** With this vulnerability in place of the one that has its number. */
export function replaced(about: About, after: Vulnerability): About {
  return { ...about, vulnerabilities: about.vulnerabilities.map((each) => (each.number === after.number ? after : each)) };
}

/** The first id is that of the vulnerability that has none, if there is one. What is said of several holds for each. */
function withVulnerabilities(about: About, ids: readonly (readonly string[])[], details: Partial<VulnerabilityDetails>): Amended {
  const known = new Set(idsOf(about));
  const there = ids.flat().filter((id) => known.has(id));
  const elsewhere = componentThatIsNot(about, details);
  if (elsewhere !== null) return elsewhere;
  if (there.length > 0) return refuse({ code: 'already-there', name: there.join(', ') });
  return ids.reduce((known, own) => withVulnerability(known, own, details), about);
}

/** The highest number that a vulnerability has, or ever had. */
const lastNumber = ({ vulnerabilities, numbersGiven = 0 }: About): number =>
  Math.max(numbersGiven, ...vulnerabilities.map(({ number }) => number));

/** With these ids: of the vulnerability that has none, or of another one, under a number that none ever had. */
export function withVulnerability(about: About, ids: readonly string[], details: Partial<VulnerabilityDetails>): About {
  const { vulnerabilities } = about;
  const nameless = vulnerabilities.find((each) => each.ids.length === 0);
  if (nameless !== undefined) return replaced(about, { ...detailed(nameless, details), ids });
  return { ...about, vulnerabilities: [...vulnerabilities, { ...unknownVulnerability(lastNumber(about) + 1), ...details, ids }] };
}

/** A vulnerability is in a component that the embargo is about, by its name. */
const componentThatIsNot = ({ components }: About, { component }: Partial<VulnerabilityDetails>): EmbargoRefusal | null =>
  component === undefined || components.some(({ name }) => name === component) ? null : notThere(component, components);

function withDetails(about: About, id: string, add: string | null, details: Partial<VulnerabilityDetails>): Amended {
  const found = findVulnerability(about, id);
  if (found === undefined) return refuse({ code: 'not-there', name: id, there: labelsOf(about) });
  const elsewhere = componentThatIsNot(about, details);
  if (elsewhere !== null) return elsewhere;
  if (add !== null && idsOf(about).includes(add)) return refuse({ code: 'already-there', name: add });
  return replaced(about, { ...detailed(found, details), ids: add === null ? found.ids : [...found.ids, add] });
}

/**
 * The id goes; with its last id the vulnerability goes, where another is left: an embargo is about one at least. Its number is kept, so that what was
 * said of it is never understood of another.
 */
function withoutVulnerability(about: About, id: string, because: string | null, { published }: Embargo): Amended {
  const found = findVulnerability(about, id);
  if (found === undefined) return refuse({ code: 'not-there', name: id, there: labelsOf(about) });
  if (because === null && found.ids.some((each) => published[`cve:${each}`] !== undefined)) return refuse({ code: 'needs-because' });
  const ids = found.ids.filter((each) => each !== id);
  if (ids.length > 0 && ids.length < found.ids.length) return replaced(about, { ...found, ids });
  const others = about.vulnerabilities.filter((each) => each !== found);
  return others.length > 0
    ? { ...about, vulnerabilities: others, numbersGiven: lastNumber(about) }
    : replaced(about, { ...found, ids: [] });
}

/** With those that are not there yet; refused where all of them are. */
function withThose<Item>(about: About, items: readonly Item[], add: (about: About, item: Item) => Amended): Amended {
  let known = about;
  let there: EmbargoRefusal | null = null;
  for (const item of items) {
    const more = add(known, item);
    if (isRefusal(more)) there ??= more;
    else known = more;
  }
  return known === about && there !== null ? there : known;
}

/** A component that is there already is added to by package URLs that were not known. */
function withComponent(about: About, { name, purls }: Component): Amended {
  const there = about.components.find((each) => same(each.name, name));
  if (there === undefined) return { ...about, components: [...about.components, { name, purls }] };
  const more = purls.filter((purl) => !there.purls.includes(purl));
  if (more.length === 0) return refuse({ code: 'already-there', name: there.name });
  const whole = { ...there, purls: [...there.purls, ...more] };
  return { ...about, components: about.components.map((each) => (each === there ? whole : each)) };
}

function withReporter(about: About, reporter: Reporter): Amended {
  const there = about.reporters.find(({ name }) => same(name, reporter.name));
  if (there !== undefined) return refuse({ code: 'already-there', name: there.name });
  return { ...about, reporters: [...about.reporters, reporter] };
}
