// An embargo as what is published of it: each vulnerability with its own components, ranges, fixes and credits. All records and texts are made from this,
// so that they cannot differ. Pure.
import { cveIdsOf, type Reporter, type Severity, type Vulnerability } from '../domain/embargo/about/about.ts';
import { agreedDate, type Embargo, type Published, type Review, reviewsOf } from '../domain/embargo/embargo.ts';
import { madePublic } from '../domain/embargo/end/owed.ts';
import { distributorName, type List } from '../domain/list/list.ts';
import { calledOf, readPurl } from '../domain/values/purl.ts';
import type { Instant } from '../domain/values/time.ts';
import { fixedRanges, type Range, readRanges, readVersions } from './versions.ts';

/** `vendor` and `product` as CVE records name them; `purl`: without a version. */
export type Product = { readonly vendor: string | null; readonly product: string; readonly purl: string | null };

/** `name` as they want to be called. */
export type Credit = { readonly name: string; readonly as: 'finder' | 'tester' };

/** Of one vulnerability. `cve` null: it has none (yet); `others`: its other ids. `ranges` null: the versions are not known, or no record can say them. */
export type Issue = {
  readonly cve: string | null;
  readonly others: readonly string[];
  readonly title: string;
  readonly products: readonly Product[];
  readonly versions: string | null;
  readonly fixedIn: string | null;
  readonly ranges: readonly Range[] | null;
  /** As they were said, before the fixes end them. */
  readonly said: readonly Range[] | null;
  readonly fixes: readonly string[];
  readonly severity: Severity | null;
  readonly cwe: string | null;
  readonly credits: readonly Credit[];
};

export type NotAffected = { readonly organization: string; readonly release: string; readonly because: string | null };

/** `at`: when it is, or is to be, public; null while no date is agreed. `isPublic`: it is. `links`: public ones. */
export type Publication = {
  readonly publisher: string;
  /** A web address of the publisher's, by which they are told apart; null where their policy names none. */
  readonly namespace: string | null;
  readonly title: string;
  readonly impact: string;
  readonly conditions: string | null;
  readonly mitigation: string | null;
  readonly issues: readonly Issue[];
  readonly notAffected: readonly NotAffected[];
  readonly links: readonly { readonly url: string; readonly kind: 'post' | 'record' | 'packages' | 'other' }[];
  readonly toldAt: Instant;
  readonly at: Instant | null;
  readonly isPublic: boolean;
  readonly now: Instant;
};

/** What is published of an embargo, as far as it is known at `now` (UTC milliseconds). Names of people are only in it where they are to be credited. */
export function publicationOf(embargo: Embargo, list: List, now: Instant): Publication {
  const { about, ended } = embargo;
  const isPublic = ended !== null && madePublic(ended.reason);
  const own = new Set(cveIdsOf(about));
  return {
    publisher: list.name,
    namespace: /https?:\/\/[^\s,;)]+/.exec(list.policy.rules.source)?.[0] ?? null,
    title: about.title,
    impact: about.exploitability,
    conditions: about.conditions,
    mitigation: about.mitigation,
    issues: about.vulnerabilities.map((each) => issueOf(each, embargo, list, own)),
    notAffected: notAffectedIn(embargo, list),
    links: linksOf(embargo),
    toldAt: embargo.createdAt,
    at: isPublic ? (ended.publicSince ?? ended.at) : (agreedDate(embargo)?.at ?? null),
    isPublic,
    now,
  };
}

function issueOf(vulnerability: Vulnerability, embargo: Embargo, list: List, own: ReadonlySet<string>): Issue {
  const { ids, versions, fixedIn, severity, credit, title, cwe = null, component } = vulnerability;
  const { about } = embargo;
  const fixes = fixedIn === null ? [] : (readVersions(fixedIn) ?? []);
  const read = versions === null ? null : readRanges(versions);
  const concerned = about.components.filter(({ name }) => component === undefined || name === component);
  const cve = ids.find((id) => own.has(id)) ?? null;
  return {
    cve,
    others: ids.filter((id) => id !== cve),
    title: title ?? about.title,
    products: concerned.flatMap(({ name, purls }) =>
      purls.length === 0 ? [{ vendor: null, product: name, purl: null }] : purls.map((purl) => productOf(purl, name)),
    ),
    versions,
    fixedIn,
    ranges: read === null ? null : fixedRanges(read, fixes),
    said: read,
    fixes,
    severity,
    cwe,
    credits: once([...findersOf(credit, about.reporters), ...testersOf(embargo, list)], ({ name, as }) => `${as} ${name}`),
  };
}

/** Each once, by what tells them apart. */
const once = <Each>(all: readonly Each[], by: (each: Each) => string): Each[] => [...new Map(all.map((each) => [by(each), each])).values()];

function productOf(text: string, name: string): Product {
  const purl = readPurl(text);
  if (purl === null) return { vendor: null, product: name, purl: null };
  const vendor = purl.namespace?.split('/').at(-1) ?? null;
  return { vendor: vendor === null || /^[\w-]+(?:\.[\w-]+)+$/.test(vendor) ? null : vendor, product: calledOf(purl), purl: text };
}

/** Who is credited for one vulnerability: as said of it, else everybody who wants to be. */
function findersOf(credit: string | null, reporters: readonly Reporter[]): Credit[] {
  if (credit !== null) return [{ name: credit, as: 'finder' }];
  return reporters.flatMap((each): Credit[] => {
    const name = creditName(each);
    return name === null ? [] : [{ name, as: 'finder' }];
  });
}

/** What a public text calls somebody; null: nothing. */
export function creditName({ name, handle, affiliation, credit }: Reporter): string | null {
  switch (credit) {
    case 'none':
      return null;
    case 'handle':
      return handle ?? name;
    case 'affiliation':
      return affiliation === null ? name : `${name} of ${affiliation}`;
    case 'name':
      return name;
    default:
      return credit satisfies never;
  }
}

/** The organizations that finished testing a patch, in the order in which they did; never the people. */
function testersOf(embargo: Embargo, list: List): Credit[] {
  const tested = reviewsOf(embargo)
    .filter(({ end }) => end !== null && end.outcome !== 'not-tested' && end.outcome !== 'not-affected')
    .map(({ distributor }) => distributor);
  return [...new Set(tested)].map((distributor) => ({ name: distributorName(list, distributor), as: 'tester' }));
}

function notAffectedIn(embargo: Embargo, list: List): NotAffected[] {
  return Object.values<Review>(embargo.reviews).flatMap(({ end, distributor, release }) =>
    end?.outcome === 'not-affected' ? [{ organization: distributorName(list, distributor), release, because: end.because }] : [],
  );
}

const kinds = { post: 'post', cve: 'record', packages: 'packages', erratum: 'post' } as const;

function linksOf({ published }: Embargo): Publication['links'] {
  const all = Object.entries<Published>(published).flatMap(([key, first]) => {
    const of = key.split(':')[0] ?? '';
    const kind = of in kinds ? kinds[of as keyof typeof kinds] : null;
    if (kind === null) return [];
    return [first, ...(first.also ?? [])].filter(({ link }) => /^https?:\/\/\S+$/.test(link)).map(({ link }) => ({ url: link, kind }));
  });
  return once(all, ({ url }) => url);
}

/** Who is credited for any of it, each once. */
export const creditedAs = ({ issues }: Publication, as: Credit['as']): string[] => [
  ...new Set(issues.flatMap(({ credits }) => credits.filter((each) => each.as === as).map(({ name }) => name))),
];

/** The ids by which an issue is known, its CVE id first. */
export const idsOfIssue = ({ cve, others }: Issue): string[] => [...(cve === null ? [] : [cve]), ...others];
