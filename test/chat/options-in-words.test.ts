// Options without their `=`, a list's name, and fields in sentences: read as what they say where they say one thing, else asked about.
import { describe, expect, test } from 'vitest';
import { type Parsed, parse } from '../../src/chat/parse.ts';

const understanding = {
  now: Date.parse('2026-03-02T09:00Z'),
  zone: 'UTC',
  codenames: ['calm-otter', 'quiet-marten'],
  organizations: [
    { id: 'nova', name: 'Nova' },
    { id: 'seven-linux', name: 'Seven Linux' },
    { id: 'harbour', name: 'Harbour OS' },
  ],
  list: ['oci', 'OCI'],
};
const means = (said: string): Parsed => parse(said, understanding);

describe('an option without its equals sign', () => {
  test.each([
    ['update calm-otter versions <= 1.1.11', 'update', 'calm-otter', { versions: '<= 1.1.11' }],
    ['update versions to <= 1.1.11', 'update', null, { versions: '<= 1.1.11' }],
    ['update title A race in runc', 'update', null, { title: 'A race in runc' }],
    ['org set Nova ships pkg:rpm/nova/runc', 'org set', null, { name: 'Nova', ships: 'pkg:rpm/nova/runc' }],
    ['org set Seven Linux alias security@seven.example', 'org set', null, { name: 'Seven Linux', alias: 'security@seven.example' }],
    ['update cwe=CWE-668', 'update', null, { cwe: 'CWE-668' }],
    ['cwe=CWE-668', 'update', null, { cwe: 'CWE-668' }],
  ])('is that option: %j', (said, words, codename, texts) =>
    expect(means(said)).toMatchObject({ type: 'intent', command: { words }, codename, texts }),
  );

  test.each([
    ['update severity high', 'Severity comes from a CVSS vector'],
    ['update cwe=CWE-403, CWE-668', 'Give one CWE id'],
    ['cwe=CWE-403, CWE-668', 'Give one CWE id'],
    ['update colour blue', 'Unexpected: `colour`.'],
    ['update versions', 'Unexpected: `versions`.'],
  ])('is said to be wrong where it is: %j', (said, problem) => {
    const parsed = means(said);
    expect(parsed).toMatchObject({ type: 'wrong' });
    expect(JSON.stringify(parsed.type === 'wrong' ? parsed.problems : {})).toContain(problem);
  });

  test.each([
    ['update title A race in versions 1.1', ['update title="A race in" versions=1.1', 'update title="A race in versions 1.1"']],
    [
      'org set Nova ships runc and alias security@nova.example',
      ['org set Nova ships=runc alias=security@nova.example', 'org set Nova ships="runc and alias security@nova.example"'],
    ],
  ])('is asked about where another follows, with both readings: %j', (said, words) =>
    expect(means(said)).toMatchObject({ type: 'wrong', choices: words.map((each) => ({ words: each })) }),
  );
});

describe('a new embargo in a sentence', () => {
  test.each([
    ['new embargo Masked path race, disclose next thursday', { title: 'Masked path race', date: 'next thursday' }],
    ['create an embargo for a race in runc', { title: 'a race in runc' }],
    ['open embargo: A race. Disclosure date: 2026-03-12 14:00 UTC', { title: 'A race', date: '2026-03-12 14:00 UTC' }],
  ])('opens its form with it, and nothing else: %j', (said, texts) =>
    expect(means(said)).toMatchObject({ type: 'ask', command: { words: 'create' }, texts }),
  );

  test('is on the only list of its speaker where that is named, and on no other', () => {
    expect(means('create oci title="A race"')).toMatchObject({ type: 'ask', command: { words: 'create' }, texts: { title: 'A race' } });
    expect(means('create OCI')).toMatchObject({ type: 'ask', command: { words: 'create' } });
    expect(means('create kernel title="A race"')).toMatchObject({ type: 'wrong', problems: { '': 'Unexpected: `kernel`.' } });
    const { list: _, ...onSeveral } = understanding;
    expect(parse('create oci title="A race"', onSeveral)).toMatchObject({ type: 'wrong' });
  });
});

test('an organization in front of the reason why no packages come is asked about, and each button says one reading', () => {
  const asked = means('link none calm-otter packages Seven Linux ships it for us');
  const choices = asked.type === 'wrong' ? (asked.choices ?? []) : [];
  expect(choices.map(({ words }) => words).map(means)).toMatchObject([
    { type: 'intent', codename: 'calm-otter', texts: { what: 'packages', distributor: 'Seven Linux', because: 'ships it for us' } },
    { type: 'intent', codename: 'calm-otter', texts: { what: 'packages', because: 'Seven Linux ships it for us' } },
  ]);
  expect(means('link none packages they ship none')).toMatchObject({ type: 'intent', texts: { because: 'they ship none' } });
});

describe('what is said in words behind a command', () => {
  test.each([
    ['patch publish v1 https://example.org/fix fixes finding 1', 'patch publish', { label: 'v1', fixes: '1' }],
    ['patch publish v2 https://example.org/fix which fixes findings 1, 2 and 4', 'patch publish', { label: 'v2', fixes: '1, 2, 4' }],
    ['duty assign 3 to Harbour OS', 'duty assign', { number: '3', primary: 'Harbour OS' }],
    ['duty assign 3 Harbour', 'duty assign', { number: '3', primary: 'Harbour' }],
    ['link none packages distributor=Seven Linux they ship none', 'link none', { distributor: 'Seven Linux', because: 'they ship none' }],
    ['link none packages they ship none distributor=Seven Linux', 'link none', { distributor: 'Seven Linux', because: 'they ship none' }],
  ])('is its option: %j', (said, words, texts) => expect(means(said)).toMatchObject({ command: { words }, texts }));
});
