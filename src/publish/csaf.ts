// A CSAF 2.0 security advisory (https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html): one document of all vulnerabilities. Before disclosure it is a
// draft of TLP:RED with the planned date as its release date, as coordinators exchange them.

import { cweName } from '../domain/values/cwe.ts';
import { cvssObject } from './cve.ts';
import { type Issue, idsOfIssue, type Publication } from './publication.ts';
import { type Draft, descriptionOf, jsonText, missingOf, stamp, summaryOf, vectorVersion } from './record.ts';
import { type Range, rangeText } from './versions.ts';

/** A name in the tree of products: its range or its fix, under one id. */
type Listed = { readonly id: string; readonly category: 'product_version_range' | 'product_version'; readonly name: string };

/** The document of a publication. `id`: by which the publisher tracks it; the codename while it is under embargo. */
export function csafDraft(publication: Publication, codename: string): Draft {
  const { issues, isPublic, at, now } = publication;
  const ids = issues.flatMap(idsOfIssue);
  const products = productsOf(publication);
  const first = isPublic && at !== null ? at : now;
  const document = {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      distribution: { tlp: { label: isPublic ? 'WHITE' : 'RED', url: 'https://www.first.org/tlp/' } },
      lang: 'en',
      notes: [{ category: 'summary', text: summaryOf(publication) }],
      publisher: { category: 'coordinator', name: publication.publisher, namespace: publication.namespace ?? 'https://example.org' },
      title: publication.title,
      tracking: {
        current_release_date: stamp(first),
        id: ids[0] ?? (isPublic ? 'no-id-yet' : codename),
        initial_release_date: stamp(first),
        revision_history: [{ date: stamp(first), number: isPublic ? '1' : '0', summary: isPublic ? 'First public version.' : 'Draft.' }],
        status: isPublic ? 'final' : 'draft',
        version: isPublic ? '1' : '0',
      },
      ...(publication.links.length === 0
        ? {}
        : {
            references: publication.links.map(({ url, kind }) => ({
              category: kind === 'post' ? 'self' : 'external',
              summary: kind === 'post' ? 'Public post' : 'More about it',
              url,
            })),
          }),
    },
    product_tree: { branches: products.tree },
    vulnerabilities: issues.map((issue) => vulnerabilityOf(publication, issue, products.of)),
  };
  const missing = [
    ...new Set(issues.flatMap(missingOf)),
    ...(publication.namespace === null ? ['a web address of the publisher in place of https://example.org'] : []),
  ];
  return { name: `${ids[0] ?? (isPublic ? 'no-id-yet' : codename)}-csaf.json`.toLowerCase(), text: jsonText(document), missing };
}

type Products = {
  readonly tree: readonly object[];
  /** `known`: which versions are affected can be said. */
  readonly of: (issue: Issue) => { readonly affected: readonly string[]; readonly fixed: readonly string[]; readonly known: boolean };
};

/** Every product once, with each of its ranges and fixes once, whichever vulnerability they are of. */
function productsOf({ issues }: Publication): Products {
  const byProduct = new Map<string, { vendor: string; product: string; purl: string | null; listed: Map<string, Listed> }>();
  let count = 0;
  const of = new Map<Issue, { affected: string[]; fixed: string[]; known: boolean }>();
  for (const issue of issues) {
    const found = { affected: [] as string[], fixed: [] as string[] };
    for (const { vendor, product, purl } of issue.products) {
      const key = purl ?? product;
      const entry = byProduct.get(key) ?? { vendor: vendor ?? product, product, purl, listed: new Map<string, Listed>() };
      byProduct.set(key, entry);
      const list = (category: Listed['category'], name: string): string => {
        const there = entry.listed.get(name);
        if (there !== undefined) return there.id;
        count += 1;
        const id = `CSAFPID-${String(count).padStart(4, '0')}`;
        entry.listed.set(name, { id, category, name });
        return id;
      };
      const affected =
        issue.ranges === null ? [list('product_version_range', 'vers:generic/*')] : issue.ranges.map((range) => listRange(range, list));
      found.affected.push(...affected);
      found.fixed.push(...issue.fixes.map((fix) => list('product_version', fix)));
    }
    of.set(issue, {
      known: issue.ranges !== null,
      affected: [...new Set(found.affected)],
      fixed: [...new Set(found.fixed)].filter((id) => !found.affected.includes(id)),
    });
  }
  const tree = [...byProduct.values()].map(({ vendor, product, purl, listed }) => ({
    category: 'vendor',
    name: vendor,
    branches: [
      {
        category: 'product_name',
        name: product,
        branches: [...listed.values()].map(({ id, category, name }) => ({
          category,
          name,
          product: {
            name: `${product} ${name.replace(/^vers:\w+\//, '')}`,
            product_id: id,
            ...(purl === null || category === 'product_version_range'
              ? {}
              : { product_identification_helper: { purl: `${purl.replace(/[?#].*$/, '')}@${encodeURIComponent(name)}` } }),
          },
        })),
      },
    ],
  }));
  return { tree, of: (issue) => of.get(issue) ?? { affected: [], fixed: [], known: false } };
}

function listRange(range: Range, list: (category: Listed['category'], name: string) => string): string {
  const { from, to } = range;
  if (to !== null && from === to.version && !to.before) return list('product_version', to.version);
  if (from === null && to === null) return list('product_version_range', 'vers:generic/*');
  return list('product_version_range', `vers:generic/${rangeText(range).replaceAll(', ', '|').replaceAll(' ', '')}`);
}

function vulnerabilityOf(publication: Publication, issue: Issue, of: Products['of']) {
  const { affected, fixed, known } = of(issue);
  const score =
    issue.severity !== null && vectorVersion(issue.severity) === '3.1'
      ? [{ cvss_v3: cvssObject(issue.severity.vector), products: affected }]
      : [];
  const finders = issue.credits.filter(({ as }) => as === 'finder').map(({ name }) => name);
  const testers = issue.credits.filter(({ as }) => as === 'tester').map(({ name }) => name);
  return {
    ...(issue.credits.length === 0
      ? {}
      : {
          acknowledgments: [
            ...(finders.length === 0 ? [] : [{ names: finders, summary: 'Found it' }]),
            ...testers.map((organization) => ({ organization, summary: 'Tested the fix' })),
          ],
        }),
    ...(issue.cve === null ? {} : { cve: issue.cve }),
    ...(issue.cwe === null ? {} : { cwe: { id: issue.cwe, name: cweName(issue.cwe) ?? issue.cwe } }),
    ...(issue.others.length === 0
      ? {}
      : { ids: issue.others.map((text) => ({ system_name: text.startsWith('GHSA-') ? 'GitHub' : 'other', text })) }),
    notes: [{ category: 'description', text: descriptionOf(publication, issue) }],
    product_status: { [known ? 'known_affected' : 'under_investigation']: affected, ...(fixed.length === 0 ? {} : { fixed }) },
    ...(publication.at === null ? {} : { release_date: stamp(publication.at) }),
    remediations: [
      ...(issue.fixedIn === null ? [] : [{ category: 'vendor_fix', details: `Update to ${issue.fixedIn}.`, product_ids: affected }]),
      ...(publication.mitigation === null ? [] : [{ category: 'mitigation', details: publication.mitigation, product_ids: affected }]),
    ].concat(
      issue.fixedIn === null && publication.mitigation === null
        ? [{ category: 'none_available', details: 'No fix yet.', product_ids: affected }]
        : [],
    ),
    ...(score.length === 0 ? {} : { scores: score }),
    title: issue.title,
  };
}
