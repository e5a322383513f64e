// Records against their formats: CSAF by the validator of the German BSI, which has the official schema and the mandatory tests of the standard.

import { weaknesses } from '@secvisogram/csaf-validator-lib/cwe.js';
import * as mandatory from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import { csaf_2_0, csaf_2_0_strict } from '@secvisogram/csaf-validator-lib/schemaTests.js';
import validate from '@secvisogram/csaf-validator-lib/validate.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readVector } from '../../src/chat/values/severity.ts';
import { type About, nothingKnown, unknownVulnerability } from '../../src/domain/embargo/about/about.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import { cweName } from '../../src/domain/values/cwe.ts';
import { draftKinds, draftsOf } from '../../src/publish/drafts.ts';
import { date, embargo as embargoOf, listOf, start } from '../setup/embargo.ts';

const vectors = [
  'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H',
  'CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H',
  'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
];

function severityOf(vector: string) {
  const read = readVector(vector);
  if (!read.ok) throw new Error(read.problem);
  return { vector: read.vector, score: read.score, rating: read.rating };
}

const someText = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
    fc.constantFrom('a link https://example.org/x', '‮desrever', '<b>&amp;"'),
  )
  .map((text) => text.trim() || 'x');

const someAbout: fc.Arbitrary<About> = fc
  .record({
    title: someText,
    exploitability: someText,
    conditions: fc.option(someText),
    mitigation: fc.option(someText),
    components: fc.uniqueArray(
      fc.constantFrom<About['components'][number]>(
        { name: 'runc', purls: ['pkg:golang/github.com/opencontainers/runc'] },
        { name: 'crun', purls: [] },
        { name: 'cups-browsed', purls: ['pkg:deb/debian/cups-browsed', 'pkg:github/openprinting/cups-browsed'] },
        { name: 'left-pad', purls: ['pkg:npm/%40scope/left-pad'] },
      ),
      { minLength: 1, maxLength: 3, selector: ({ name }) => name },
    ),
    reporters: fc.array(
      fc.record({
        name: someText,
        handle: fc.option(someText),
        affiliation: fc.option(someText),
        credit: fc.constantFrom('name' as const, 'handle' as const, 'affiliation' as const, 'none' as const),
      }),
      { maxLength: 200 },
    ),
    vulnerabilities: fc.array(
      fc.record({
        ids: fc.constantFrom<readonly string[]>([], ['CVE'], ['GHSA-xr7r-f8xq-vfvv'], ['CVE', 'GHSA-xr7r-f8xq-vfvv']),
        title: fc.option(someText),
        severity: fc.option(fc.constantFrom(...vectors).map(severityOf)),
        versions: fc.option(fc.oneof(someText, fc.constantFrom('all', '>= 1.0.0, <= 1.1.11', '5.6.0, 5.6.1', '8.5p1 to 9.7p1', '1.x'))),
        fixedIn: fc.option(fc.oneof(someText, fc.constantFrom('1.1.12', '1.2.8, 1.3.3, 1.4.0-rc.3', '5.6.1'))),
        credit: fc.option(someText),
        cwe: fc.constantFrom(undefined, 'CWE-59', 'CWE-362'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ vulnerabilities, ...whole }) => ({
    ...nothingKnown,
    ...whole,
    vulnerabilities: vulnerabilities.map(({ ids, cwe, ...each }, index) => ({
      ...unknownVulnerability(index + 1),
      ...each,
      // Each id once, as an embargo keeps them.
      ids: ids.flatMap((id) => (id === 'CVE' ? [`CVE-2026-100${index}`] : index === 0 ? [id] : [])),
      ...(cwe === undefined ? {} : { cwe }),
    })),
  }));

const someEnd = fc.constantFrom<Embargo['ended']>(null, { at: date, by: [], reason: 'disclosed', because: null });

const list = listOf();

test('a CSAF advisory of any embargo passes the schema and every mandatory test', async () => {
  await fc.assert(
    fc.asyncProperty(someAbout, someEnd, async (about, ended) => {
      const [draft] = draftsOf('csaf', embargoOf({ about, ended }), list, ended === null ? start : date);
      const { isValid, tests } = await validate([csaf_2_0, csaf_2_0_strict, ...Object.values(mandatory)], JSON.parse(draft?.text ?? ''));
      expect(tests.filter((each) => !each.isValid).map(({ name, errors }) => ({ name, errors }))).toEqual([]);
      expect(isValid).toBe(true);
    }),
    { numRuns: 200 },
  );
});

/** What is in a draft, read as JSON. */
const read = (text: string) => JSON.parse(text);

// The rules of https://ossf.github.io/osv-schema/ that its JSON schema enforces, and its prose besides.
test('an OSV record of any embargo keeps the rules of its schema', () => {
  fc.assert(
    fc.property(someAbout, someEnd, (about, ended) => {
      for (const { text } of draftsOf('osv', embargoOf({ about, ended }), list, date)) {
        const record = read(text);
        expect(record.id).toMatch(/^(?:CVE-|GHSA-|x_[A-Z]+-)/);
        expect([record.modified, record.published ?? record.modified].every((each) => /Z$/.test(each))).toBe(true);
        for (const { ranges = [], package: named } of record.affected) {
          if (named !== undefined) expect(named).toMatchObject({ ecosystem: expect.any(String), name: expect.any(String) });
          for (const { type, events } of ranges) {
            expect(['SEMVER', 'ECOSYSTEM']).toContain(type);
            const keys = events.flatMap((event: object) => Object.keys(event));
            expect(keys).toContain('introduced');
            expect(keys.includes('fixed') && keys.includes('last_affected')).toBe(false);
          }
        }
      }
    }),
  );
});

// The rules of the `cna` container of CVE JSON 5 (https://github.com/CVEProject/cve-schema), as CVE Services enforces them.
test('a CVE record of any embargo keeps the rules of its schema, or says what it lacks', () => {
  fc.assert(
    fc.property(someAbout, someEnd, (about, ended) => {
      for (const { text, missing } of draftsOf('cve', embargoOf({ about, ended }), list, date)) {
        const { affected, descriptions, references, credits = [], title } = read(text).cnaContainer;
        expect(title.length).toBeLessThanOrEqual(256);
        expect(affected.length).toBeGreaterThan(0);
        for (const { vendor, product, versions, defaultStatus } of affected) {
          expect([vendor, product]).toEqual([expect.any(String), expect.any(String)]);
          expect(versions !== undefined || defaultStatus !== undefined).toBe(true);
          for (const { lessThan, lessThanOrEqual, versionType, version } of versions ?? []) {
            expect(version).not.toBe('');
            if (lessThan !== undefined || lessThanOrEqual !== undefined) expect(versionType).toBeDefined();
            expect(lessThan !== undefined && lessThanOrEqual !== undefined).toBe(false);
          }
        }
        expect(descriptions[0].value.length <= 4096 || missing.some((each) => each.includes('shorter'))).toBe(true);
        expect(new Set(credits.map((each: object) => JSON.stringify(each))).size).toBe(credits.length);
        expect(references.length > 0 || missing.some((each) => each.includes('public reference'))).toBe(true);
      }
    }),
  );
});

test('every draft of any embargo can be made, and says no name of whoever wants no credit', () => {
  fc.assert(
    fc.property(someAbout, someEnd, (about, ended) => {
      const hidden = { name: 'Nobody Whomever', handle: 'nbdy', affiliation: 'Nowhere Inc', credit: 'none' } as const;
      const embargo = embargoOf({ about: { ...about, reporters: [...about.reporters, hidden] }, ended });
      for (const kind of draftKinds) {
        for (const { text } of draftsOf(kind, embargo, list, start)) expect(text).not.toMatch(/Nobody Whomever|nbdy|Nowhere Inc/);
      }
    }),
  );
});

test('the public texts name neither the codename nor a person of the list', () => {
  const embargo = embargoOf({ ended: { at: date, by: [], reason: 'disclosed', because: null } });
  const people = Object.values(list.members).map(({ name }) => name);
  for (const kind of ['post', 'release-notes', 'cve', 'csaf', 'osv', 'ghsa', 'heads-up'] as const) {
    for (const { text } of draftsOf(kind, embargo, list, date)) {
      expect(text).not.toContain(embargo.codename);
      for (const name of people) expect(text.split(/\W+/)).not.toContain(name);
    }
  }
});

test('a heads-up says what comes and when, and nothing of what it is about', () => {
  const embargo = embargoOf({});
  const [draft] = draftsOf('heads-up', embargo, list, start);
  expect(draft?.text).not.toContain(embargo.about.title);
  expect(draft?.text).not.toMatch(/CVE-|CWE-|CVSS/);
});

test('the names of weaknesses are those of the list', () => {
  expect(weaknesses.filter(({ id, name }) => cweName(id) !== name)).toEqual([]);
});
