// Patches, and the walk through the patch-testing checklist.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import { type Embargo, type Review, reviewsOf, type StepAnswer } from '../../../src/domain/embargo/embargo.ts';
import type { Member } from '../../../src/domain/list/list.ts';
import {
  askedSteps,
  checklist,
  type Outcome,
  outcomeKeys,
  outcomes,
  problemOf,
  problems,
  type StepKey,
} from '../../../src/domain/policy/checklist.ts';
import type { Reason } from '../../../src/domain/refusal.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import {
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  dave,
  listOf,
  member,
  nova,
  patch,
  patches,
  played,
  review,
  reviews,
  says,
  seven,
  sha,
  signedBy,
  start,
} from '../../setup/embargo.ts';

const everybody = signedBy(ada, bob, carol, dave);
const patched = agreedEmbargo({ patches: patches(patch(1)), consents: everybody });
const withReviews = (...all: readonly Review[]): Embargo => ({ ...patched, reviews: reviews(...all) });

const steps = checklist.map((step) => step.key);
const passed: StepAnswer = { verdict: 'pass', note: 'done' };
const failed: StepAnswer = { verdict: 'fail', note: 'it does not' };
const answered = (...keys: readonly StepKey[]) => Object.fromEntries(keys.map((key) => [key, passed]));
const allAnswered = answered(...steps);
const done = (outcome: Outcome = 'no-issues') => ({ at: start, outcome, because: null });
/** A problem is a finding. */
const asFinding = (outcome: Outcome) => (problemOf(outcome) === null ? {} : { finding: 1 });
const ready = at('2026-03-16T12:00Z');

/** That a note is missing for a step. */
const lacks = (index: number, verdict: 'pass' | 'fail'): Extract<Reason, { code: 'needs-note' }> => {
  const step = askedSteps({ checklist: steps }, [])[index];
  if (step === undefined) throw new Error('no such step');
  return { code: 'needs-note', review: 1, verdict, step };
};

const startOn = (release: string | null = null): EmbargoCommand => ({ type: 'start-review', release });
const answer = (
  verdict: 'pass' | 'fail' | 'na',
  note: string | null = null,
  more: { at?: { review: number; step: number }; readyBy?: number } = {},
): EmbargoCommand => ({ type: 'answer-step', at: more.at ?? null, verdict, note, readyBy: more.readyBy ?? null });
const finish = (outcome: Outcome, because: string | null = null): EmbargoCommand => ({
  type: 'finish-review',
  review: null,
  outcome,
  because,
});
const publish = (...files: readonly string[]): EmbargoCommand => ({
  type: 'publish-patch',
  label: 'next',
  url: 'https://example.org/next',
  files: files.map((sha256, index) => ({ name: `${index}.patch`, sha256 })),
  branches: ['main'],
});

describe('a patch', () => {
  const unpatched = agreedEmbargo();

  test('is numbered from one', () => {
    const { type: _, ...given } = publish(sha('a'));
    expect(says(ada, publish(sha('a')), unpatched)).toEqual([{ type: 'patch-published', number: 1, ...given }]);
    expect(says(ada, publish(sha('a')), patched)).toEqual([{ type: 'patch-published', number: 2, ...given }]);
  });

  test('of the same files in another order is no revision: no review becomes stale for nothing', () => {
    const two = played(unpatched, [[ada, publish(sha('a'), sha('b'))]]);
    expect(says(ada, publish(sha('b'), sha('a')), two)).toEqual(refuse({ code: 'same-patch', number: 1 }));
    expect(says(ada, publish(sha('a')), two)).toMatchObject([{ number: 2 }]);
    expect(says(ada, publish(sha('a'), sha('b'), sha('c')), two)).toMatchObject([{ number: 2 }]);
  });

  test('may go back to the files of an earlier revision', () => {
    const two = played(unpatched, [
      [ada, publish(sha('a'))],
      [ada, publish(sha('b'))],
    ]);
    expect(says(ada, publish(sha('a')), two)).toMatchObject([{ number: 3 }]);
  });

  test('is given out by a coordinator alone', () => {
    expect(says(bob, publish(sha('a')), unpatched)).toEqual(refuse({ code: 'needs-role', roles: ['coordinator'] }));
  });
});

describe('beginning a review', () => {
  const begun = { type: 'review-started', number: 1, distributor: 'nova', release: '24', patch: 1 };
  const sevenBegun = (release: string, number = 1) => ({ type: 'review-started', number, distributor: 'seven', release, patch: 1 });

  test.each<[string, Member, Embargo, string | null, readonly object[]]>([
    ['the only release need not be named', bob, patched, null, [begun]],
    ['it may be', bob, patched, '24', [begun]],
    ['a reviewer who was let in reviews too', dave, patched, null, [begun]],
    ['of two releases one is named', carol, patched, '7.2', [sevenBegun('7.2')]],
    [
      'the last one that is left need not be',
      carol,
      withReviews(review(1, { reviewer: carol.person, distributor: seven.id, release: '7.1', end: done() })),
      null,
      [sevenBegun('7.2', 2)],
    ],
    [
      'what a colleague reviewed may be reviewed as well',
      bob,
      withReviews(review(1, { reviewer: dave.person, end: done() })),
      null,
      [{ ...begun, number: 2 }],
    ],
    [
      'what a colleague is at may be reviewed as well',
      bob,
      withReviews(review(1, { reviewer: dave.person })),
      null,
      [{ ...begun, number: 2 }],
    ],
  ])('%s', (_, by, from, release, facts) => expect(says(by, startOn(release), from)).toEqual(facts));

  test.each<[string, Member, Embargo, string | null, Reason]>([
    ['without a patch', bob, agreedEmbargo(), null, { code: 'no-patch' }],
    ['by who ships nothing', ada, patched, null, { code: 'ships-nothing' }],
    ['of a release that one does not ship', bob, patched, '7.1', { code: 'unknown-release', release: '7.1', releases: ['24'] }],
    ['without saying which of two', carol, patched, null, { code: 'which-release', releases: ['7.1', '7.2'] }],
    ['of what one has reviewed', bob, withReviews(review(1, { end: done() })), '24', { code: 'reviewed-already', release: '24' }],
    ['when everything is reviewed', bob, withReviews(review(1, { end: done() })), null, { code: 'reviewed-already', release: '24' }],
  ])('is refused %s', (_, by, from, release, reason) => expect(says(by, startOn(release), from)).toEqual(refuse(reason)));

  test('is refused to a distributor that ships nothing', () => {
    const on = listOf({ distributors: [{ ...nova, releases: [] }, seven] });
    expect(says(bob, startOn(), patched, { list: on })).toEqual(refuse({ code: 'ships-nothing' }));
  });

  test('goes on where one was', () => {
    const from = withReviews(review(1, { step: 3, answers: answered('fetch', 'apply', 'build') }));
    expect(says(bob, startOn(), from)).toEqual([{ type: 'review-moved', review: 1, step: 3 }]);
    expect(says(bob, startOn('24'), from)).toEqual([{ type: 'review-moved', review: 1, step: 3 }]);
  });

  test('goes on with the walk that is open, also where another release is still to be tested', () => {
    const from = withReviews(review(1, { reviewer: carol.person, distributor: seven.id, release: '7.2', step: 4 }));
    expect(says(carol, startOn(), from)).toEqual([{ type: 'review-moved', review: 1, step: 4 }]);
    expect(says(carol, startOn('7.1'), from)).toEqual([sevenBegun('7.1', 2)]);
  });

  test('of two open walks goes on with the one last touched', () => {
    const walks = (first: number, second: number) =>
      withReviews(
        review(1, { reviewer: carol.person, distributor: seven.id, release: '7.1', touchedAt: start + first }),
        review(2, { reviewer: carol.person, distributor: seven.id, release: '7.2', touchedAt: start + second }),
      );
    expect(says(carol, startOn(), walks(2, 1))).toMatchObject([{ review: 1 }]);
    expect(says(carol, startOn(), walks(1, 2))).toMatchObject([{ review: 2 }]);
  });

  test('begins anew for a new patch revision: the earlier review is stale', () => {
    const from = { ...withReviews(review(1, { end: done() })), patches: patches(patch(1), patch(2)) };
    expect(says(bob, startOn(), from)).toEqual([{ ...begun, number: 2, patch: 2 }]);
  });
});

describe('a step', () => {
  const walking = (step: number, wish: Partial<Review> = {}) =>
    withReviews(review(1, { step, answers: answered(...steps.slice(0, step)), ...wish }));
  const stepFact = (step: StepKey, verdict: string, note: string | null, next: number, readyBy: number | null = null) => [
    { type: 'step-answered', review: 1, step, answer: { verdict, note }, readyBy, next },
  ];

  test.each<[string, number, EmbargoCommand, readonly object[]]>([
    ['passes', 0, answer('pass'), stepFact('fetch', 'pass', null, 1)],
    ['passes with a note where one is owed', 1, answer('pass', 'onto 1.1.12'), stepFact('apply', 'pass', 'onto 1.1.12', 2)],
    ['fails with what failed', 2, answer('fail', 'no arm64'), stepFact('build', 'fail', 'no arm64', 3)],
    ['does not apply, without a word', 1, answer('na'), stepFact('apply', 'na', null, 2)],
    [
      'passes with the instant that it asks for',
      9,
      answer('pass', 'on Monday', { readyBy: ready }),
      stepFact('packages', 'pass', 'on Monday', 10, ready),
    ],
    ['is the one that the button showed', 2, answer('na', null, { at: { review: 1, step: 2 } }), stepFact('build', 'na', null, 3)],
  ])('%s', (_, step, command, facts) => expect(says(bob, command, walking(step))).toEqual(facts));

  test.each<[string, number, EmbargoCommand, Reason]>([
    ['without the note that is owed', 1, answer('pass'), lacks(1, 'pass')],
    ['without the instant that it asks for', 9, answer('pass', 'soon'), lacks(9, 'pass')],
    ['failed without a word on what failed', 0, answer('fail'), lacks(0, 'fail')],
    ['that was answered meanwhile', 3, answer('pass', null, { at: { review: 1, step: 2 } }), { code: 'step-answered-already' }],
    ['after the last', 10, answer('pass', 'more'), { code: 'step-answered-already' }],
  ])('is not answered: %s', (_, step, command, reason) => expect(says(bob, command, walking(step))).toEqual(refuse(reason)));

  test.each(checklist.map((step, index) => [step.key, index, step.noteOnPass] as const))(
    '%s can be passed, failed and passed over, each with what is owed and not without',
    (key, index, owed) => {
      const from = walking(index);
      const next = index + 1;
      const readyBy = owed === 'instant' ? ready : null;
      expect(says(bob, answer('pass', 'note', { readyBy: ready }), from)).toEqual(stepFact(key, 'pass', 'note', next, readyBy));
      expect(says(bob, answer('fail', 'note'), from)).toEqual(stepFact(key, 'fail', 'note', next));
      expect(says(bob, answer('na'), from)).toEqual(stepFact(key, 'na', null, next));
      const bare = says(bob, answer('pass'), from);
      if (owed === null) expect(bare).toEqual(stepFact(key, 'pass', null, next));
      else expect(bare).toEqual(refuse(lacks(index, 'pass')));
    },
  );

  test('that is answered anew leads to the next that has no answer yet', () => {
    const backAt = (step: number, upTo: number) => withReviews(review(1, { step, answers: answered(...steps.slice(0, upTo)) }));
    expect(says(bob, answer('na'), backAt(1, 4))).toMatchObject([{ step: 'apply', next: 4 }]);
    expect(says(bob, answer('na'), backAt(1, 10))).toMatchObject([{ step: 'apply', next: 10 }]);
  });

  test('promises packages for an instant until that was withdrawn, whatever else is answered anew', () => {
    const promised = played(walking(9), [[bob, answer('pass', 'on Monday', { readyBy: ready })]]);
    expect(promised.reviews[1]).toMatchObject({ step: 10, readyBy: ready });
    const back: EmbargoCommand = { type: 'step-back', review: null };
    const another = played(promised, [
      [bob, back],
      [bob, back],
      [bob, answer('na')],
    ]);
    expect(another.reviews[1]).toMatchObject({ step: 10, readyBy: ready });
    const takenBack = played(promised, [
      [bob, back],
      [bob, answer('fail', 'the build is broken')],
    ]);
    expect(takenBack.reviews[1]).toMatchObject({ step: 10, readyBy: null });
  });

  test('of somebody else’s walk is not answered', () => {
    expect(says(dave, answer('pass'), walking(0))).toEqual(refuse({ code: 'no-open-review' }));
    expect(says(dave, answer('pass', null, { at: { review: 1, step: 0 } }), walking(0))).toEqual(refuse({ code: 'no-open-review' }));
  });

  test('of a review that has ended is not answered', () => {
    const over = withReviews(review(1, { step: 10, answers: allAnswered, end: done() }));
    expect(says(bob, answer('pass', null, { at: { review: 1, step: 10 } }), over)).toEqual(
      refuse({ code: 'reviewed-already', release: '24' }),
    );
    expect(says(bob, answer('pass'), over)).toEqual(refuse({ code: 'no-open-review' }));
  });

  test('of a replaced patch revision is not answered: it is told which one is new', () => {
    const replaced = { ...walking(3), patches: patches(patch(1), patch(2)) };
    for (const command of [answer('pass'), answer('pass', null, { at: { review: 1, step: 3 } }), finish('not-affected')]) {
      expect(says(bob, command, replaced)).toEqual(refuse({ code: 'patch-replaced', was: 1, now: 2 }));
    }
  });

  test('is told from a step of the same number in another walk', () => {
    const from = withReviews(
      review(1, { reviewer: carol.person, distributor: seven.id, release: '7.1', touchedAt: start }),
      review(2, { reviewer: carol.person, distributor: seven.id, release: '7.2', touchedAt: start + 1 }),
    );
    expect(says(carol, answer('na', null, { at: { review: 1, step: 0 } }), from)).toMatchObject([{ review: 1 }]);
    expect(says(carol, answer('na'), from)).toMatchObject([{ review: 2 }]);
  });
});

describe('going back', () => {
  test.each([
    [1, 0],
    [9, 8],
    [10, 9],
  ])('from step %i is to step %i, with its answer kept', (step, before) => {
    const from = withReviews(review(1, { step, answers: answered(...steps.slice(0, step)) }));
    expect(says(bob, { type: 'step-back', review: null }, from)).toEqual([{ type: 'review-moved', review: 1, step: before }]);
    expect(played(from, [[bob, { type: 'step-back', review: null }]]).reviews[1]?.answers).toEqual(answered(...steps.slice(0, step)));
  });

  test('ends at the first step', () => {
    expect(says(bob, { type: 'step-back', review: null }, withReviews(review(1)))).toEqual(refuse({ code: 'first-step' }));
    expect(says(bob, { type: 'step-back', review: null }, patched)).toEqual(refuse({ code: 'no-open-review' }));
  });
});

describe('the end of a review', () => {
  const finished = (outcome: Outcome, because: string | null = null) => [
    { type: 'review-finished', review: 1, outcome, because, ...asFinding(outcome) },
  ];
  const complete = withReviews(review(1, { step: 10, answers: allAnswered }));
  const oneLeft = withReviews(review(1, { step: 9, answers: answered(...steps.slice(0, 9)) }));
  const oneFailed = withReviews(review(1, { step: 10, answers: { ...allAnswered, tests: failed } }));

  test('without an issue comes only when every step is answered', () => {
    expect(says(bob, finish('no-issues'), complete)).toEqual(finished('no-issues'));
    expect(says(bob, finish('no-issues'), oneLeft)).toEqual(refuse({ code: 'steps-left', left: 1 }));
  });

  test('without an issue comes only when no step failed', () => {
    expect(says(bob, finish('no-issues'), oneFailed)).toEqual(refuse({ code: 'steps-failed', titles: ['Tests'] }));
    expect(says(bob, finish('new-bug', 'a crash'), oneFailed)).toEqual(finished('new-bug', 'a crash'));
  });

  test.each(outcomeKeys)('%s comes early or not, with a reason or not, as the table says', (outcome) => {
    const { early, because } = outcomes[outcome];
    expect(says(bob, finish(outcome, 'words'), complete)).toEqual(finished(outcome, 'words'));
    expect(says(bob, finish(outcome, 'words'), oneLeft)).toEqual(
      early ? finished(outcome, 'words') : refuse({ code: 'steps-left', left: 1 }),
    );
    expect(says(bob, finish(outcome), complete)).toEqual(because ? refuse({ code: 'needs-because' }) : finished(outcome));
  });

  test('is owed to nobody who is in no review, or has ended it', () => {
    expect(says(bob, finish('no-issues'), patched)).toEqual(refuse({ code: 'no-open-review' }));
    expect(says(bob, finish('no-issues'), withReviews(review(1, { end: done() })))).toEqual(refuse({ code: 'no-open-review' }));
  });

  test('is kept with its instant', () => {
    const now = start + 5000;
    expect(reviewsOf(played(complete, [[bob, finish('not-tested', 'no time'), now]]))).toEqual([
      review(1, { step: 10, answers: allAnswered, end: { at: now, outcome: 'not-tested', because: 'no time' } }),
    ]);
  });

  test('that coordinators must look at is every one that found something', () => {
    expect(problems).toEqual(['incomplete-fix', 'additional-issue', 'new-bug', 'does-not-apply', 'does-not-build']);
  });
});

test('a whole walk, back and forth, from the first step to its outcome', () => {
  const erin = member('erin', 'representative', 'seven');
  const on = listOf({ members: [ada, bob, carol, dave, erin] });
  const from = { ...patched, consents: signedBy(erin) };
  const walked = played(
    from,
    [
      [erin, startOn('7.1')],
      [erin, answer('pass')],
      [erin, { type: 'step-back', review: null }],
      [erin, answer('fail', 'the hash is another')],
      ...steps.slice(1, 9).map((): [Member, EmbargoCommand] => [erin, answer('pass', 'done')]),
      [erin, answer('pass', '2026-03-16 12:00 UTC', { readyBy: ready })],
      [erin, finish('incomplete-fix', 'the second file is missing')],
    ],
    on,
  );
  expect(reviewsOf(walked)).toEqual([
    review(1, {
      reviewer: erin.person,
      distributor: seven.id,
      release: '7.1',
      step: 10,
      answers: {
        ...allAnswered,
        fetch: { verdict: 'fail', note: 'the hash is another' },
        packages: { verdict: 'pass', note: '2026-03-16 12:00 UTC' },
      },
      readyBy: ready,
      end: { at: start, outcome: 'incomplete-fix', because: 'the second file is missing' },
    }),
  ]);
});

describe('what cannot be tested', () => {
  const notTested = { at: start, outcome: 'not-tested', because: 'no builder' } as const;

  test('may be tested after all by who said so', () => {
    const from = withReviews(review(1, { end: notTested }));
    expect(says(bob, startOn('24'), from)).toMatchObject([{ type: 'review-started', number: 2, release: '24' }]);
    // It is not begun by not naming it.
    expect(says(bob, startOn(), from)).toEqual(refuse({ code: 'reviewed-already', release: '24' }));
  });

  test.each<[StepKey, Outcome]>([
    ['fetch', 'not-tested'],
    ['apply', 'does-not-apply'],
    ['build', 'does-not-build'],
  ])('after %s failed ends with what was said of it', (key, outcome) => {
    const from = withReviews(review(1, { step: 4, answers: { [key]: failed } }));
    expect(says(bob, finish(outcome), from)).toEqual([
      { type: 'review-finished', review: 1, outcome, because: 'it does not', ...asFinding(outcome) },
    ]);
    expect(says(bob, finish(outcome, 'in words'), from)).toMatchObject([{ because: 'in words' }]);
    // What does not follow from it needs its own words.
    expect(says(bob, finish('new-bug'), from)).toEqual(refuse({ code: 'needs-because' }));
  });

  test('is not said to be without issues: nothing was tested', () => {
    const na: StepAnswer = { verdict: 'na', note: null };
    const from = withReviews(review(1, { step: 10, answers: Object.fromEntries(steps.map((key) => [key, na])) }));
    expect(says(bob, finish('no-issues'), from)).toEqual(refuse({ code: 'nothing-tested' }));
    expect(says(bob, finish('not-affected'), from)).toMatchObject([{ outcome: 'not-affected' }]);
  });
});
