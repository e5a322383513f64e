// An OSV record (https://ossf.github.io/osv-schema/), one for each vulnerability.
import { readPurl } from '../domain/values/purl.ts';
import { type Issue, idsOfIssue, type Product, type Publication } from './publication.ts';
import { type Draft, descriptionOf, jsonText, missingOf, stamp, vectorVersion } from './record.ts';
import { isSemantic, type Range } from './versions.ts';

/** The ecosystems of the schema whose packages a type of package URL names. */
const ecosystems: Readonly<Record<string, string>> = {
  golang: 'Go',
  npm: 'npm',
  pypi: 'PyPI',
  cargo: 'crates.io',
  gem: 'RubyGems',
  maven: 'Maven',
  nuget: 'NuGet',
  composer: 'Packagist',
  hex: 'Hex',
  pub: 'Pub',
};

/** The record of one vulnerability; while it has no id, `number` names it, with the prefix that the schema keeps for ids of nobody's. */
export function osvDraft(publication: Publication, issue: Issue, number: number): Draft {
  const [id = `x_DRAFT-${number}`, ...aliases] = idsOfIssue(issue);
  const record = {
    schema_version: '1.7.0',
    id,
    modified: stamp(publication.now),
    ...(publication.at === null || !publication.isPublic ? {} : { published: stamp(publication.at) }),
    ...(aliases.length === 0 ? {} : { aliases }),
    summary: issue.title,
    details: descriptionOf(publication, issue) + (publication.mitigation === null ? '' : `\n\nMitigation: ${publication.mitigation}`),
    ...severity(issue),
    affected: issue.products.map((product) => affected(product, issue)),
    ...(publication.links.length === 0
      ? {}
      : { references: publication.links.map(({ url, kind }) => ({ type: kind === 'post' ? 'ADVISORY' : 'WEB', url })) }),
    ...(issue.credits.length === 0
      ? {}
      : { credits: issue.credits.map(({ name, as }) => ({ name, type: as === 'finder' ? 'FINDER' : 'REMEDIATION_VERIFIER' })) }),
    ...(issue.cwe === null ? {} : { database_specific: { cwe_ids: [issue.cwe] } }),
  };
  const unnamed = issue.products.filter((product) => packageOf(product) === null).map(({ product }) => product);
  const missing = [
    ...(idsOfIssue(issue).length === 0 ? ['an id: `cve add CVE-…`'] : []),
    ...missingOf(issue),
    ...(unnamed.length === 0 ? [] : [`a package URL of a package ecosystem for ${unnamed.join(', ')}, such as pkg:golang/…`]),
  ];
  return { name: `${id}.osv.json`, text: jsonText(record), missing };
}

function severity({ severity: given }: Issue) {
  if (given === null || vectorVersion(given) === 'older') return {};
  return { severity: [{ type: vectorVersion(given) === '4.0' ? 'CVSS_V4' : 'CVSS_V3', score: given.vector }] };
}

function packageOf({ purl }: Product): { readonly ecosystem: string; readonly name: string; readonly purl: string } | null {
  const read = purl === null ? null : readPurl(purl);
  const ecosystem = read === null ? undefined : ecosystems[read.type];
  if (read === null || ecosystem === undefined || purl === null) return null;
  const glue = read.type === 'maven' ? ':' : '/';
  return { ecosystem, name: [read.namespace, read.name].filter((each) => each !== null).join(glue), purl };
}

function affected(product: Product, { ranges }: Issue) {
  const named = packageOf(product);
  const exact = (ranges ?? []).flatMap(({ from, to }) => (to !== null && from === to.version && !to.before ? [to.version] : []));
  const spans = (ranges ?? []).filter(({ from, to }) => to === null || from !== to.version || to.before);
  return {
    ...(named === null ? {} : { package: named }),
    ...(spans.length === 0
      ? {}
      : { ranges: byEnd(spans).map((each) => ({ type: isSemver(spans) ? 'SEMVER' : 'ECOSYSTEM', events: each.flatMap(eventsOf) })) }),
    ...(exact.length === 0 ? {} : { versions: exact }),
  };
}

/** What is fixed, and what ends with its last affected version: the schema lets no range have both. */
function byEnd(spans: readonly Range[]): Range[][] {
  const isLast = ({ to }: Range) => to !== null && !to.before;
  return [spans.filter((each) => !isLast(each)), spans.filter(isLast)].filter((each) => each.length > 0);
}

const isSemver = (ranges: readonly Range[]): boolean =>
  ranges.every(({ from, to }) => (from === null || isSemantic(from)) && (to === null || isSemantic(to.version)));

const eventsOf = ({ from, to }: Range) => [
  { introduced: from ?? '0' },
  ...(to === null ? [] : [to.before ? { fixed: to.version } : { last_affected: to.version }]),
];
