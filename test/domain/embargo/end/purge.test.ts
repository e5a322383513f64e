// Whatever people said of an embargo, in whatever order: once it is purged, none of their words are left.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { purgeAt, purged } from '../../../../src/domain/embargo/end/purge.ts';
import type { EmbargoFact } from '../../../../src/domain/embargo/facts.ts';
import { policyOf } from '../../../../src/domain/policy/presets.ts';
import { ada, embargo as anEmbargo, list, secrets, start } from '../../../setup/embargo.ts';
import { moments, replayed, someHistory } from '../../../setup/histories.ts';

// What stands under these names tells who, what of a table, or what is public. All other text counts as somebody's words: so does what is new.
const who = [
  'embargo',
  'list',
  'codename',
  'person',
  'people',
  'owner',
  'distributor',
  'distributors',
  'reviewer',
  'voter',
  'by',
  'from',
  'unnamed',
];
const which = [
  'type',
  'kind',
  'verdict',
  'class',
  'outcome',
  'severity',
  'answer',
  'policy',
  'deadline',
  'clock',
  'duty',
  'duties',
  'to',
  'quoted',
];
const published = ['zone', 'release', 'link', 'hash'];
// What is chosen from a table in these facts, and somebody's words in others.
const chosen: Partial<Record<EmbargoFact['type'], string>> = {
  'embargo-ended': 'reason',
  'end-asked': 'reason',
  'world-changed': 'what',
  'passed-on': 'what',
  'leak-classed': 'what',
  'exception-over': 'how',
};
const retention = policyOf('oci').retentionMs;
const mark = 'said in confidence';

/** The fact, with each text that may be somebody's words replaced. */
function confided(fact: EmbargoFact): EmbargoFact {
  const open = new Set([...who, ...which, ...published, chosen[fact.type] ?? '']);
  const told = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') return open.has(name) ? value : mark;
    if (Array.isArray(value)) return value.map((each) => told(each, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, told(each, key)]));
  };
  return told(fact, '') as EmbargoFact;
}

test('nothing that anybody said is left of it, in any history', () => {
  const seen = new Set<string>();
  for (const history of fc.sample(someHistory, { numRuns: 300, seed: 8 })) {
    const record = moments(history).at(-1)?.after.record ?? [];
    const embargo = replayed(record.map((happened) => ({ ...happened, fact: confided(happened.fact) })));
    for (const [part, said] of Object.entries(embargo)) if (JSON.stringify(said).includes(mark)) seen.add(part);
    const left = JSON.stringify(purged(embargo, start), null, 1).split('\n');
    expect(left.filter((line) => line.includes(mark))).toEqual([]);
  }
  // There was something to forget.
  expect([...seen].sort()).toEqual([
    ...['about', 'builds', 'disclosing', 'ended', 'exceptions', 'findings', 'leaks', 'patches', 'proposals', 'publicState'],
    ...['retrospective', 'reviews', 'texts'],
  ]);
});

describe('by the policy', () => {
  const ended = anEmbargo({ ended: { at: start, by: [], reason: 'public', because: 'the blimp is on every front page' } });

  test('is purged so long after its end, once, and never while it runs', () => {
    expect(purgeAt(ended, list)).toBe(start + retention);
    expect(purgeAt(anEmbargo(), list)).toBe(null);
    expect(purgeAt(purged(ended, start), list)).toBe(null);
  });

  test('nothing is left of why something will not be published; what is public stays', () => {
    const none = { at: start, by: ada.person, link: 'none', because: 'our lawyers found a blimp' };
    const first = { ...none, link: 'https://example.org/post', also: [none] };
    const { published } = purged({ ...ended, published: { exploit: none, post: first } }, start);
    expect(JSON.stringify(published)).not.toContain('blimp');
    expect(published).toMatchObject({ exploit: { link: 'none' }, post: { link: 'https://example.org/post', also: [{ link: 'none' }] } });
  });

  test('nothing is left of who from outside was told, and why', () => {
    const outsider = { name: 'Mallory Blimp', because: 'wrote the blimp', by: ada.person, at: start };
    const { audience } = purged({ ...ended, audience: { outsiders: { [ada.person]: outsider } } }, start);
    expect(JSON.stringify(audience)).not.toMatch(/blimp/i);
  });

  test('nothing is left of what was said', () => {
    const left = JSON.stringify(purged(ended, start));
    expect(secrets.filter((secret) => left.includes(secret))).toEqual([]);
    expect(purged(ended, start)).toMatchObject({
      codename: ended.codename,
      createdAt: ended.createdAt,
      ended: { at: start, reason: 'public' },
    });
  });
});
