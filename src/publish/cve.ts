// A CVE record as its CNA hands it to CVE Services: the `cna` container of CVE JSON 5 (https://github.com/CVEProject/cve-schema). CVE Services adds who
// the CNA is (`providerMetadata`).
import cvss from 'ae-cvss-calculator';
import { cweName } from '../domain/values/cwe.ts';
import type { Issue, Product, Publication } from './publication.ts';
import { type Draft, descriptionOf, jsonText, missingOf, stamp, vectorVersion } from './record.ts';
import { isSemantic, type Range } from './versions.ts';

// Of the schema.
const descriptionMax = 4096;

/** The record of one vulnerability that has a CVE id. */
export function cveDraft(publication: Publication, issue: Issue): Draft {
  const references = publication.links
    .filter(({ kind }) => kind !== 'record')
    .map(({ url, kind }) => ({ url, ...(kind === 'post' ? { tags: ['vendor-advisory'] } : {}) }));
  const container = {
    title: issue.title.slice(0, 256),
    ...(publication.at === null ? {} : { datePublic: stamp(publication.at) }),
    affected: issue.products.map((product) => affected(product, issue)),
    descriptions: [{ lang: 'en', value: descriptionOf(publication, issue) }],
    ...(issue.cwe === null
      ? {}
      : {
          problemTypes: [
            { descriptions: [{ lang: 'en', type: 'CWE', cweId: issue.cwe, description: `${issue.cwe}: ${cweName(issue.cwe) ?? ''}` }] },
          ],
        }),
    ...metrics(issue),
    ...(publication.mitigation === null ? {} : { workarounds: [{ lang: 'en', value: publication.mitigation }] }),
    ...(issue.fixedIn === null ? {} : { solutions: [{ lang: 'en', value: `Fixed in ${issue.fixedIn}.` }] }),
    ...(issue.credits.length === 0
      ? {}
      : {
          credits: issue.credits.map(({ name, as }) => ({
            lang: 'en',
            value: name,
            type: as === 'finder' ? 'finder' : 'remediation verifier',
          })),
        }),
    references,
    timeline: [
      { time: stamp(publication.toldAt), lang: 'en', value: 'Told to the distribution list.' },
      ...(publication.at === null ? [] : [{ time: stamp(publication.at), lang: 'en', value: 'Public.' }]),
    ],
  };
  const tooLong = container.descriptions.some(({ value }) => value.length > descriptionMax);
  const missing = [
    ...(tooLong ? [`a shorter description: a CVE record takes ${descriptionMax} characters`] : []),
    ...missingOf(issue),
    ...(references.length === 0 ? ['a public reference: `link post https://…`, once it is out'] : []),
    ...(issue.products.some(({ vendor, purl }) => vendor === null && purl === null)
      ? ['package URLs of the components, which name their vendors: `component add`']
      : []),
  ];
  return { name: `${issue.cve ?? 'cve'}.json`, text: jsonText({ cnaContainer: container }), missing };
}

function affected({ vendor, product, purl }: Product, { ranges, fixes }: Issue) {
  return {
    vendor: vendor ?? product,
    product,
    ...(purl === null ? {} : { packageURL: purl }),
    ...(ranges === null ? { defaultStatus: 'unknown' } : { defaultStatus: 'unaffected', versions: ranges.map(versionEntry) }),
    ...(ranges !== null || fixes.length === 0 ? {} : { versions: fixes.map((version) => ({ version, status: 'unaffected' })) }),
  };
}

function versionEntry({ from, to }: Range) {
  if (to !== null && from === to.version && !to.before) return { version: from, status: 'affected' };
  const versionType = [from, to?.version].every((each) => each == null || isSemantic(each)) ? 'semver' : 'custom';
  const end = to === null ? { lessThanOrEqual: '*' } : to.before ? { lessThan: to.version } : { lessThanOrEqual: to.version };
  return { version: from ?? '0', ...end, status: 'affected', versionType };
}

/** As the calculator writes the object that CVE records and CSAF documents have. */
export function cvssObject(vector: string): object {
  const calculator = vector.startsWith('CVSS:4.0/') ? new cvss.Cvss4P0(vector) : new cvss.Cvss3P1(vector);
  return calculator.createJsonSchema();
}

function metrics({ severity }: Issue) {
  if (severity === null || vectorVersion(severity) === 'older') return {};
  const key = vectorVersion(severity) === '4.0' ? 'cvssV4_0' : 'cvssV3_1';
  return { metrics: [{ format: 'CVSS', [key]: cvssObject(severity.vector) }] };
}
