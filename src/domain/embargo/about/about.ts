// What an embargo is about: all of it detail. Vulnerabilities, components and reporters, each as many as there are.
import { whoShips } from '../../list/distributor.ts';
import { type Distributor, distributorsOf, type List } from '../../list/list.ts';
import type { EmbargoId } from '../../values/ids.ts';

/** `older`: as it was given in CVSS 2 or 3.0 besides. */
export type Severity = {
  readonly vector: string;
  readonly score: number;
  readonly rating: string;
  readonly older?: { readonly vector: string; readonly score: number };
};

/**
 * One vulnerability. `number` stays its own whatever becomes of the others; `ids`: CVE and GHSA ids; `title` null: the embargo's. `cwe`: the weakness, by its
 * id. `component`: the name of the one that it is in; absent: it is in all of them.
 */
export type Vulnerability = {
  readonly number: number;
  readonly ids: readonly string[];
  readonly title: string | null;
  readonly severity: Severity | null;
  readonly versions: string | null;
  readonly fixedIn: string | null;
  readonly credit: string | null;
  readonly cwe?: string;
  readonly component?: string;
};

/** `purls`: its package URLs. */
export type Component = { readonly name: string; readonly purls: readonly string[] };

export const credits = ['name', 'handle', 'affiliation', 'none'] as const;
/** Who found it. `credit`: what the public text is to call them by. */
export type Reporter = {
  readonly name: string;
  readonly handle: string | null;
  readonly affiliation: string | null;
  readonly credit: (typeof credits)[number];
};

/**
 * Another embargo of the list that this one belongs together with. `finding`: the one that was split off. `ids`: of one that was merged into the
 * other, those that go on there: what becomes of their records is its matter.
 */
export type Link = {
  readonly embargo: EmbargoId;
  readonly codename: string;
  readonly as: 'sibling' | 'split-into' | 'split-from' | 'merged-into' | 'merged-from';
  readonly finding?: number;
  readonly ids?: readonly string[];
};

/**
 * `exploitability`: the summary of impact. `urgent` alone may be said before somebody has acknowledged, and nothing more than that.
 * `numbersGiven`: the highest number that a vulnerability ever had, once one was removed.
 */
export type About = {
  readonly title: string;
  readonly exploitability: string;
  readonly conditions: string | null;
  readonly mitigation: string | null;
  readonly urgent: boolean;
  readonly vulnerabilities: readonly Vulnerability[];
  readonly components: readonly Component[];
  readonly reporters: readonly Reporter[];
  readonly links: readonly Link[];
  readonly numbersGiven?: number;
};

/** As it was written down while an embargo was about one of each. */
export type SingleAbout = {
  readonly title: string;
  readonly component: string;
  readonly versions: string;
  readonly severity: Severity | null;
  readonly cve: string | null;
  readonly exploitability: string;
  readonly reporter: string | null;
};

/** What a fact changed; lists are whole, as they stand after it. */
export type AboutChanges = Partial<About> & Partial<SingleAbout>;

/** Of which nothing is known, or nothing any more. */
export const nothingKnown: About = {
  title: '',
  exploitability: '',
  conditions: null,
  mitigation: null,
  urgent: false,
  vulnerabilities: [],
  components: [],
  reporters: [],
  links: [],
};

/** A vulnerability of which nothing is known but its number. */
export const unknownVulnerability = (number: number): Vulnerability => ({
  number,
  ids: [],
  title: null,
  severity: null,
  versions: null,
  fixedIn: null,
  credit: null,
});

/** What was written down, whenever that was, as it is understood now. */
export function aboutOf(written: About | SingleAbout): About {
  return 'vulnerabilities' in written ? written : amendedAbout(nothingKnown, written);
}

/** What is known after a change. A fact from when there was one of each changes the first. */
export function amendedAbout(about: About, changes: AboutChanges): About {
  const { component, versions, severity, cve, reporter, ...whole } = changes;
  const [first = unknownVulnerability(1), ...others] = about.vulnerabilities;
  const single = versions !== undefined || severity !== undefined || cve !== undefined;
  const one: Vulnerability = {
    ...first,
    ...(versions === undefined ? {} : { versions }),
    ...(severity === undefined ? {} : { severity }),
    ...(cve === undefined ? {} : { ids: cve === null ? [] : [cve] }),
  };
  return {
    ...about,
    ...(single ? { vulnerabilities: [one, ...others] } : {}),
    ...(component === undefined ? {} : { components: [{ name: component, purls: [] }] }),
    ...(reporter === undefined ? {} : { reporters: reporter === null ? [] : [reporterNamed(reporter)] }),
    ...whole,
  };
}

/** Somebody who found it, and is to be credited by name. */
export const reporterNamed = (name: string): Reporter => ({ name, handle: null, affiliation: null, credit: 'name' });

/** Every id, in the order in which they were added. */
export function idsOf({ vulnerabilities }: About): string[] {
  return vulnerabilities.flatMap(({ ids }) => ids);
}

/** The ids for which a CVE record is owed, each by its own link. */
export function cveIdsOf(about: About): string[] {
  const elsewhere = new Set(about.links.flatMap(({ ids = [] }) => ids));
  return idsOf(about).filter((id) => id.startsWith('CVE-') && !elsewhere.has(id));
}

/** Who ships any of the components, as far as package URLs tell. */
export function shippersOf({ components }: About, list: List): Distributor[] {
  const shipping = new Set(components.flatMap(({ name, purls }) => [name, ...purls].flatMap((each) => whoShips(list, each))));
  return distributorsOf(list).filter((distributor) => shipping.has(distributor));
}
