// Of several embargoes an order means those on which it could mean anything.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import { couldMean } from '../../../src/domain/embargo/meant.ts';
import type { Member } from '../../../src/domain/list/list.ts';
import {
  agreedEmbargo,
  bob,
  carol,
  date,
  embargo,
  patch,
  patches,
  proposal,
  proposals,
  review,
  reviews,
  signedBy,
  start,
} from '../../setup/embargo.ts';

const cases: readonly (readonly [EmbargoCommand['type'], Member, number, Embargo, Embargo])[] = [
  // the order, by whom, when; an embargo that it could be about, and one that it could not
  ['acknowledge', bob, start, embargo({ consents: {} }), embargo({ consents: signedBy(bob) })],
  ['decline', bob, start, embargo(), embargo({ consents: { [bob.person]: { state: 'declined', at: start } } })],
  ['answer-date', bob, start, embargo(), agreedEmbargo()],
  ['answer-date', bob, date - 1, embargo({ proposals: proposals(proposal(1, date)) }), agreedEmbargo()],
  [
    'withdraw-date',
    bob,
    start,
    embargo({ proposals: proposals(proposal(1, date, { by: bob.person })) }),
    embargo({ proposals: proposals(proposal(1, date, { by: carol.person })) }),
  ],
  [
    'answer-step',
    bob,
    start,
    embargo({ patches: patches(patch(1)), reviews: reviews(review(1)) }),
    embargo({ patches: patches(patch(1)), reviews: reviews(review(1, { reviewer: carol.person })) }),
  ],
  ['hold', bob, start, embargo({ publicState: { public: { at: start, by: bob.person, how: 'x' } } }), embargo()],
];

describe('an order without a codename', () => {
  test.each(cases)('%s by $name', (type, by, now, could, couldNot) => {
    expect([couldMean(type, could, { by, now }), couldMean(type, couldNot, { by, now })]).toEqual([true, false]);
  });

  test('disclose could be about one that is due, to the millisecond', () => {
    expect([date - 1, date].map((now) => couldMean('disclose', agreedEmbargo(), { by: bob, now }))).toEqual([false, true]);
    expect(couldMean('disclose', embargo(), { by: bob, now: date })).toBe(false);
  });

  test('any other could be about each', () => {
    expect(couldMean('note', embargo(), { by: bob, now: start })).toBe(true);
  });
});
