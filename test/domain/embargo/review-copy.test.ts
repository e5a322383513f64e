// The result of a review, for further releases of the same distributor.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import type { Embargo, Review } from '../../../src/domain/embargo/embargo.ts';
import type { Reason } from '../../../src/domain/refusal.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import {
  agreedEmbargo,
  at,
  bob,
  carol,
  finding,
  findings,
  listOf,
  nova,
  patch,
  patches,
  review,
  reviews,
  says,
  seven,
  signedBy,
  start,
} from '../../setup/embargo.ts';

const patched = agreedEmbargo({ patches: patches(patch(1)), consents: signedBy(bob, carol) });
const found = findings(finding(1, { by: carol.person, kind: 'new-bug', reviews: [1] }));
const withReviews = (...all: readonly Review[]): Embargo => ({ ...patched, reviews: reviews(...all), findings: found });
const copy = (from: string, ...to: readonly string[]): EmbargoCommand => ({ type: 'copy-review', from, to });
const on = listOf({ distributors: [nova, { ...seven, releases: ['7.1', '7.2', '8'] }] });
const answers = { fetch: { verdict: 'pass', note: null }, build: { verdict: 'fail', note: 'ld' } } as const;
const end = { at: start, outcome: 'new-bug', because: 'it crashes' } as const;
const readyBy = at('2026-03-16T12:00Z');
const tested = review(1, { reviewer: carol.person, distributor: seven.id, release: '7.1', answers, readyBy, end });
const started = (number: number, release: string) => ({ type: 'review-started', number, distributor: 'seven', release, patch: 1 });
const given = (number: number) => [
  { type: 'steps-answered', review: number, answers, readyBy, next: 1, copied: 1 },
  { type: 'review-finished', review: number, outcome: 'new-bug', because: 'it crashes', finding: 1 },
];

describe('a result that is copied', () => {
  test('is that of each release that is named, marked with where it comes from', () => {
    const facts = [started(2, '7.2'), ...given(2), started(3, '8'), ...given(3)];
    expect(says(carol, copy('7.1', '7.2', '8'), withReviews(tested), { list: on })).toEqual(facts);
    // Named twice, or with itself, it is copied once.
    expect(says(carol, copy('7.1', '7.1', '7.2', 'seven linux 7.2', '8'), withReviews(tested), { list: on })).toEqual(facts);
  });

  test('ends a review that was begun', () => {
    const begun = review(2, { reviewer: carol.person, distributor: seven.id, release: '7.2', step: 3 });
    expect(says(carol, copy('7.1', '7.2'), withReviews(tested, begun))).toEqual(given(2));
  });

  test.each<[string, EmbargoCommand, Embargo, Reason]>([
    [
      'onto a release of another organization',
      copy('7.1', '7.2', '24'),
      withReviews(tested),
      { code: 'release-of-another', release: '24', of: 'Nova', own: 'Seven Linux' },
    ],
    [
      'from a release of another organization',
      copy('24', '7.2'),
      withReviews(tested),
      { code: 'release-of-another', release: '24', of: 'Nova', own: 'Seven Linux' },
    ],
    [
      'onto a release that nobody ships',
      copy('7.1', '77'),
      withReviews(tested),
      { code: 'unknown-release', release: '77', releases: ['7.1', '7.2'] },
    ],
    ['onto itself', copy('7.1', '7.1'), withReviews(tested), { code: 'nothing-to-change' }],
    [
      'from what is not finished',
      copy('7.1', '7.2'),
      withReviews({ ...tested, end: null }),
      { code: 'nothing-to-copy', release: '7.1', stale: null },
    ],
    [
      'from what a colleague tested',
      copy('7.1', '7.2'),
      withReviews({ ...tested, reviewer: bob.person }),
      { code: 'nothing-to-copy', release: '7.1', stale: null },
    ],
    [
      'from what they tested for the organization they were with before',
      copy('7.1', '7.2'),
      withReviews({ ...tested, distributor: nova.id }),
      { code: 'nothing-to-copy', release: '7.1', stale: null },
    ],
    [
      'from a revision that was replaced',
      copy('7.1', '7.2'),
      { ...withReviews(tested), patches: patches(patch(1), patch(2)) },
      { code: 'nothing-to-copy', release: '7.1', stale: 1 },
    ],
    [
      'onto what they have tested',
      copy('7.1', '7.2'),
      withReviews(tested, { ...tested, number: 2, release: '7.2' }),
      { code: 'reviewed-already', release: '7.2' },
    ],
    ['without a patch', copy('7.1', '7.2'), agreedEmbargo({ consents: signedBy(carol) }), { code: 'no-patch' }],
  ])('is refused %s: nothing is copied', (_, said, from, reason) => expect(says(carol, said, from)).toEqual(refuse(reason)));
});
