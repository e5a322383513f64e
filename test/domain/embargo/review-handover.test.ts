// An unfinished review, handed to a colleague who goes on with it.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import type { Embargo, Review } from '../../../src/domain/embargo/embargo.ts';
import { todosOf } from '../../../src/domain/embargo/todos.ts';
import type { Reason } from '../../../src/domain/refusal.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  dave,
  distributorId,
  grace,
  list,
  listOf,
  mallory,
  patch,
  patches,
  played,
  review,
  reviews,
  says,
  signedBy,
  start,
} from '../../setup/embargo.ts';

const answers = { fetch: { verdict: 'pass', note: null }, apply: { verdict: 'fail', note: 'hunk 2' } } as const;
const begun = review(1, { step: 2, answers });
const patched = agreedEmbargo({ patches: patches(patch(1)), consents: signedBy(ada, grace, bob, dave, carol) });
const withReviews = (...all: readonly Review[]): Embargo => ({ ...patched, reviews: reviews(...all) });
const hand = (to: { readonly person: Review['reviewer'] }, release: string | null = null): EmbargoCommand => ({
  type: 'hand-review',
  person: to.person,
  release,
});
const pass: EmbargoCommand = { type: 'answer-step', at: null, verdict: 'pass', note: 'x86_64', readyBy: null };
const owes = (embargo: Embargo, person: Review['reviewer']) => todosOf(embargo, list, person, start).some(({ type }) => type === 'review');

describe('a review whose reviewer is with another organization now', () => {
  const moved = { ...bob, distributor: distributorId('seven') };
  const orders: readonly EmbargoCommand[] = [
    pass,
    { ...pass, at: { review: 1, step: 2 } },
    { type: 'step-back', review: 1 },
    { type: 'finish-review', review: 1, outcome: 'no-issues', because: null },
    hand(carol, '24'),
  ];

  test.each(orders)('is not theirs any more: $type', (order) => {
    expect(says(moved, order, withReviews(begun))).toEqual(refuse({ code: 'no-open-review' }));
  });

  test('is gone on with once they are back', () => {
    expect(says(bob, pass, withReviews(begun))).toMatchObject([{ type: 'step-answered', review: 1 }]);
  });
});

describe('a review that is handed over', () => {
  const after = played(withReviews(begun), [[bob, hand(dave)]]);

  test('is its new reviewer’s, stands where it stood, and keeps what was answered, marked by whom', () => {
    expect(says(bob, hand(dave), withReviews(begun))).toEqual([{ type: 'review-handed', review: 1, to: dave.person }]);
    expect(after.reviews[1]).toEqual({
      ...begun,
      reviewer: dave.person,
      touchedAt: start,
      handedBy: [bob.person],
      answers: { fetch: { ...answers.fetch, by: bob.person }, apply: { ...answers.apply, by: bob.person } },
    });
  });

  test('is gone on with by them alone; what they answer is theirs', () => {
    expect(says(bob, pass, after)).toEqual(refuse({ code: 'no-open-review' }));
    const { build, fetch } = played(after, [[dave, pass]]).reviews[1]?.answers ?? {};
    expect([build, fetch]).toEqual([
      { verdict: 'pass', note: 'x86_64' },
      { ...answers.fetch, by: bob.person },
    ]);
  });

  test('can be handed back, and each answer stays with who gave it', () => {
    const back = played(after, [
      [dave, pass],
      [dave, hand(bob)],
    ]).reviews[1];
    expect([back?.reviewer, back?.handedBy]).toEqual([bob.person, [dave.person]]);
    expect(Object.values(back?.answers ?? {}).map((answer) => answer?.by)).toEqual([bob.person, bob.person, dave.person]);
  });

  test('is owed by its new reviewer and not by who handed it over, until that one may read it no more, or ends it untested', () => {
    expect([owes(withReviews(begun), bob.person), owes(after, bob.person), owes(after, dave.person)]).toEqual([true, false, true]);
    expect(owes({ ...after, consents: { ...after.consents, [dave.person]: { state: 'declined', at: start } } }, bob.person)).toBe(true);
    const untested: EmbargoCommand = { type: 'finish-review', review: null, outcome: 'not-tested', because: 'no machine' };
    expect(owes(played(after, [[dave, untested]]), bob.person)).toBe(true);
  });
});

describe('is refused', () => {
  const cannot = (name: string, why: 'self' | 'organization' | 'terms' | 'own', release = '24'): Reason => ({
    code: 'cannot-take-review',
    name,
    release,
    cannot: { why },
  });
  const unread = { ...withReviews(begun), consents: signedBy(bob, carol) };
  const ended = { at: start, outcome: 'not-tested', because: 'no machine' } as const;

  test.each<[string, EmbargoCommand, Embargo, Reason]>([
    ['to oneself', hand(bob), withReviews(begun), cannot('bob', 'self')],
    ['to another organization', hand(carol), withReviews(begun), cannot('carol', 'organization')],
    ['to a coordinator', hand(ada), withReviews(begun), cannot('ada', 'organization')],
    ['to nobody on the list', hand(mallory), withReviews(begun), { code: 'not-on-the-list' }],
    ['to who has not acknowledged', hand(dave), unread, cannot('dave', 'terms')],
    ['to who tests it too', hand(dave), withReviews(begun, review(2, { reviewer: dave.person })), cannot('dave', 'own')],
    [
      'to who has said why it was not tested',
      hand(dave),
      withReviews(begun, review(2, { reviewer: dave.person, end: ended })),
      cannot('dave', 'own'),
    ],
    ['once it has ended', hand(dave), withReviews({ ...begun, end: ended }), { code: 'reviewed-already', release: '24' }],
    ['before it was begun', hand(dave), patched, { code: 'no-open-review' }],
    ['of a release that is not the one', hand(dave, '25'), withReviews(begun), { code: 'which-review', releases: ['24'] }],
    [
      'where it is stale',
      hand(dave),
      { ...withReviews(begun), patches: patches(patch(1), patch(2)) },
      { code: 'patch-replaced', was: 1, now: 2 },
    ],
  ])('%s', (_, command, from, reason) => expect(says(bob, command, from)).toEqual(refuse(reason)));

  test('to who is away, until they are back', () => {
    const until = start + 1000;
    const away = listOf({ members: [ada, grace, bob, carol, { ...dave, away: { since: start, until, standIn: null } }] });
    const refused = refuse({ code: 'cannot-take-review', name: 'dave', release: '24', cannot: { why: 'away', until } });
    expect(says(bob, hand(dave), withReviews(begun), { list: away })).toEqual(refused);
    expect(says(bob, hand(dave), withReviews(begun), { list: away, now: until })).toEqual([
      { type: 'review-handed', review: 1, to: dave.person },
    ]);
  });

  test('without a release, where several are begun', () => {
    const two = withReviews(begun, review(2, { release: '25' }));
    const on = listOf({ distributors: [{ ...novaWith('24', '25') }] });
    expect(says(bob, hand(dave), two, { list: on })).toEqual(refuse({ code: 'which-review', releases: ['25', '24'] }));
    expect(says(bob, hand(dave, '24'), two, { list: on })).toEqual([{ type: 'review-handed', review: 1, to: dave.person }]);
  });
});

function novaWith(...releases: readonly string[]) {
  const nova = list.distributors[distributorId('nova')];
  if (nova === undefined) throw new Error('no nova');
  return { ...nova, releases };
}
