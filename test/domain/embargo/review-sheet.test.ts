// A review in one go: several steps at once, and which of several readings of somebody's words can be meant.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand, ReviewReading, StepsAnswered } from '../../../src/domain/embargo/commands.ts';
import type { Embargo, Review, StepAnswer } from '../../../src/domain/embargo/embargo.ts';
import { readingMeant } from '../../../src/domain/embargo/review-sheet.ts';
import type { Member } from '../../../src/domain/list/list.ts';
import { checklist, type Outcome, type StepKey } from '../../../src/domain/policy/checklist.ts';
import type { Reason } from '../../../src/domain/refusal.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import {
  agreedEmbargo,
  at,
  bob,
  carol,
  dave,
  list,
  patch,
  patches,
  played,
  review,
  reviews,
  says,
  signedBy,
  start,
} from '../../setup/embargo.ts';

type AnswerSteps = Extract<EmbargoCommand, { type: 'answer-steps' }>;

const patched = agreedEmbargo({ patches: patches(patch(1)), consents: signedBy(bob, carol, dave) });
const withReviews = (...all: readonly Review[]): Embargo => ({ ...patched, reviews: reviews(...all) });
const steps = checklist.map(({ key }) => key);
const ready = at('2026-03-16T12:00Z');
const all = (verdict: 'pass' | 'fail' | 'na'): StepsAnswered => ({ steps: 'all', verdict, note: null });
const some = (verdict: StepsAnswered['verdict'], named: readonly (StepKey | number)[], note: string | null = null): StepsAnswered => ({
  steps: named,
  verdict,
  note,
});
const sheet = (answers: readonly StepsAnswered[], more: Partial<AnswerSteps> = {}): AnswerSteps => ({
  type: 'answer-steps',
  release: null,
  patch: null,
  answers,
  notes: null,
  outcome: null,
  readyBy: null,
  ...more,
});
const passAll = sheet([all('pass')], { notes: 'x86_64', readyBy: ready });
const answered = (verdict: 'pass' | 'na', keys: readonly StepKey[] = steps): Record<string, StepAnswer> =>
  Object.fromEntries(keys.map((key) => [key, { verdict, note: null }]));
const begun = { type: 'review-started', number: 1, distributor: 'nova', release: '24', patch: 1 };

describe('all steps at once', () => {
  test('are refused of a form that showed other steps, or the same in another order; what it shows as it is now counts', () => {
    const shown = (keys: readonly string[]) => says(bob, { ...passAll, shown: keys }, patched);
    expect(shown(steps)).toEqual(says(bob, passAll, patched));
    expect(shown(steps.slice(1))).toEqual(refuse({ code: 'steps-changed', added: ['Patch fetched, hash checked'], gone: [] }));
    expect(shown([...steps, 'build@arm64'])).toEqual(refuse({ code: 'steps-changed', added: [], gone: ['Builds on arm64'] }));
    expect(shown([...steps].reverse())).toEqual(refuse({ code: 'steps-changed', added: [], gone: [] }));
    expect(shown([])).toMatchObject({ reason: { code: 'steps-changed' } });
  });

  test('pass, with one note for all: nothing was found', () => {
    expect(says(bob, passAll, patched)).toEqual([
      begun,
      { type: 'steps-answered', review: 1, answers: answered('pass'), readyBy: ready, next: 10 },
      { type: 'review-finished', review: 1, outcome: 'no-issues', because: 'x86_64' },
    ]);
  });

  test('of a release by its name, also with the name of its distributor in front', () => {
    const started = (release: string) => says(carol, { ...passAll, release }, patched);
    expect(started('seven linux 7.1')).toMatchObject([{ release: '7.1' }, {}, {}]);
    expect(started('7.1')).toMatchObject([{ release: '7.1' }, {}, {}]);
    expect(started('Nova 24')).toEqual(refuse({ code: 'unknown-release', release: 'Nova 24', releases: ['7.1', '7.2'] }));
  });

  test('with one that fails, the rest stand as they are said, outcome needed, and packages have no date yet', () => {
    const said = sheet([some('fail', [3], 'no symlinkat'), all('pass')]);
    const rest = answered(
      'pass',
      steps.filter((key) => key !== 'packages'),
    );
    expect(says(bob, said, patched)).toEqual([
      begun,
      {
        type: 'steps-answered',
        review: 1,
        answers: { ...rest, build: { verdict: 'fail', note: 'no symlinkat' } },
        readyBy: null,
        next: 9,
      },
    ]);
  });

  test('some of them: the walk goes on at the first that is open', () => {
    const from = withReviews(review(1, { step: 1, answers: answered('pass', ['fetch']) }));
    expect(says(bob, sheet([some('na', [2, 'build'])]), from)).toEqual([
      {
        type: 'steps-answered',
        review: 1,
        answers: { ...answered('pass', ['fetch']), ...answered('na', ['apply', 'build']) },
        readyBy: null,
        next: 3,
      },
    ]);
    expect(says(bob, sheet([all('na'), some(null, ['tests'])]), from)).toMatchObject([{ next: 4 }]);
  });

  test('leave alone what was answered before: only what is named is answered anew', () => {
    const failed: StepAnswer = { verdict: 'fail', note: 'it does not' };
    const from = withReviews(review(1, { step: 3, answers: { build: failed } }));
    expect(says(bob, passAll, from)).toMatchObject([{ answers: { build: failed } }]);
    expect(
      says(bob, sheet([...passAll.answers, some('pass', ['build'], 'after all')], { notes: 'x86_64', readyBy: ready }), from),
    ).toMatchObject([{ answers: { build: { verdict: 'pass' } } }, { outcome: 'no-issues' }]);
  });

  test('without any answer where the outcome needs none', () => {
    expect(says(bob, sheet([], { outcome: 'not-affected' }), patched)).toEqual([
      begun,
      { type: 'review-finished', review: 1, outcome: 'not-affected', because: null },
    ]);
  });

  const passed = (more: Partial<AnswerSteps>) => sheet([all('pass')], more);
  const outcome = (of: Outcome, notes: string | null = null) => sheet([], { outcome: of, notes });
  const lacking = [
    [2, 'Patch applies'],
    [3, 'Builds'],
    [6, 'Completeness and variants'],
  ] as const;
  test.each<[string, AnswerSteps, Embargo, Reason]>([
    ['without a note', passed({ readyBy: ready }), patched, { code: 'review-lacks', notes: lacking, readyBy: false }],
    ['without saying when packages are ready', passed({ notes: 'x86_64' }), patched, { code: 'review-lacks', notes: [], readyBy: true }],
    ['without either', passed({}), patched, { code: 'review-lacks', notes: lacking, readyBy: true }],
    [
      'with a failure of which nothing is said',
      sheet([some('fail', [3])]),
      patched,
      { code: 'review-lacks', notes: [[3, 'Builds']], readyBy: false },
    ],
    [
      'with a step that there is not',
      sheet([some('na', [1, 11])]),
      patched,
      { code: 'unknown-step', step: 11, steps: checklist.map(({ title }) => title) },
    ],
    [
      'as without issues, with a step that failed',
      sheet([some('fail', [3], 'ld'), all('na')], { outcome: 'no-issues' }),
      patched,
      { code: 'steps-failed', titles: ['Builds'] },
    ],
    [
      'as without issues, with steps that are open',
      sheet([some('na', [1])], { outcome: 'no-issues' }),
      patched,
      { code: 'steps-left', left: 9 },
    ],
    ['as without issues, with nothing tested', sheet([all('na')], { outcome: 'no-issues' }), patched, { code: 'nothing-tested' }],
    ['as not tested, without saying why', outcome('not-tested'), patched, { code: 'needs-because' }],
    [
      'of a revision that was replaced while they filled it in',
      { ...passAll, patch: 1 },
      { ...patched, patches: patches(patch(1), patch(2)) },
      { code: 'patch-replaced', was: 1, now: 2 },
    ],
    [
      'a second time',
      passAll,
      withReviews(review(1, { end: { at: start, outcome: 'no-issues', because: null } })),
      { code: 'reviewed-already', release: '24' },
    ],
  ])('are refused %s', (_, said, from, reason) => expect(says(bob, said, from)).toEqual(refuse(reason)));

  test('all not applicable end as they are said to, never as without issues', () => {
    expect(says(bob, sheet([all('na')]), patched)).toMatchObject([begun, { next: 10 }]);
    expect(says(bob, sheet([all('na')], { outcome: 'not-affected' }), patched)).toMatchObject([begun, {}, { outcome: 'not-affected' }]);
  });

  test('of two reviewers at once: each result stands under the name of its own', () => {
    const from = withReviews(review(1, { reviewer: dave.person, step: 4, answers: answered('na', ['fetch']) }));
    expect(says(bob, passAll, from)).toMatchObject([{ ...begun, number: 2 }, { review: 2, answers: answered('pass') }, { review: 2 }]);
  });
});

test.each(['yes', 'ok.', 'LGTM', 'all good!'])('%s is no evidence: a note is asked for', (notes) => {
  const lacks = (said: AnswerSteps) => says(bob, said, patched);
  expect(lacks({ ...passAll, notes })).toEqual(lacks({ ...passAll, notes: null }));
  expect(lacks({ ...passAll, notes })).toMatchObject({ reason: { code: 'review-lacks' } });
});

test('when packages are ready is kept of who says an outcome alone', () => {
  const said = sheet([], { outcome: 'new-bug', notes: 'it hangs', readyBy: ready });
  expect(says(bob, said, patched)).toContainEqual(expect.objectContaining({ type: 'steps-answered', readyBy: ready }));
});

describe('words that may mean several things', () => {
  const form = (release: string | null): ReviewReading => ({ means: 'form', release, words: ['review', release ?? ''] });
  const said = (command: AnswerSteps): ReviewReading => ({ means: 'steps', command, words: ['review answer', ''] });
  const step = (verdict: 'pass' | 'fail' | 'na'): ReviewReading => ({
    means: 'step',
    verdict,
    note: null,
    words: [`review ${verdict}`, ''],
  });
  const meant = (by: Member, from: Embargo, ...readings: readonly ReviewReading[]) =>
    readingMeant(readings, from, { now: start, by, list, daysOff: {} });
  const walking = withReviews(
    review(1, { reviewer: carol.person, distributor: carol.distributor ?? bob.distributor ?? ('seven' as never), release: '7.1', step: 2 }),
  );

  test('are asked for, with the readings that can be', () => {
    const readings = [said(sheet([all('pass')])), step('pass')];
    const walk = { review: 1, key: 'build', at: 2 };
    expect(meant(carol, walking, ...readings)).toEqual(
      refuse({ code: 'several-readings', readings: [said({ ...sheet([all('pass')]), patch: 1 }), step('pass')], walk } as never),
    );
  });

  test('mean what can be where the others cannot', () => {
    const whole = said({ ...sheet([all('pass')]), release: '7.1' });
    // No walk, so there is no step to mean; no such release, so the words are no name of one.
    expect(meant(carol, patched, form('7.1 pass'), whole, step('pass'))).toBe(whole);
    expect(meant(carol, patched, form('7.1'))).toEqual(form('7.1'));
  });

  test('are not asked for where both mean the same', () => {
    const named = said(sheet([some('fail', ['build'], 'ld')]));
    expect(meant(carol, walking, named, step('fail'))).toBe(named);
    const other = said(sheet([some('fail', ['tests'], 'a timeout')]));
    expect(meant(carol, walking, other, step('fail'))).toMatchObject({ reason: { code: 'several-readings' } });
  });

  test('that mean nothing give the one that says why', () => {
    const unknown = said({ ...sheet([all('pass')]), release: '77' });
    expect(meant(carol, patched, form('77 lgtm'), unknown)).toBe(unknown);
  });
});

describe('a correction', () => {
  const correct = (release: string, more: Partial<AnswerSteps> = {}): EmbargoCommand => {
    const { type: _, patch: __, ...said } = sheet([], more);
    return { ...said, type: 'correct-review', release };
  };
  const note = { verdict: 'pass', note: 'x86_64' } as const;
  const before = { ...answered('pass'), build: note };
  const end = { at: start, outcome: 'no-issues', because: 'clean' } as const;
  const ended = review(1, { step: 10, answers: before, readyBy: ready, end });
  const failure: StepsAnswered = some('fail', ['tests'], 'they time out');

  test('changes what is named, and keeps the rest, and how it stood before', () => {
    const facts = says(bob, correct('24', { answers: [failure], outcome: 'new-bug' }), withReviews(ended));
    const answers = { ...before, tests: { verdict: 'fail', note: 'they time out' } };
    expect(facts).toEqual([
      { type: 'review-corrected', review: 1, answers, readyBy: ready, outcome: 'new-bug', because: 'they time out', finding: 1 },
    ]);
    const { reviews: after } = played(withReviews(ended), [[bob, correct('24', { answers: [failure], outcome: 'new-bug' }), start + 1]]);
    expect(after[1]).toEqual({
      ...ended,
      answers,
      end: { at: start + 1, outcome: 'new-bug', because: 'they time out' },
      earlier: [{ answers: before, readyBy: ready, end }],
    });
  });

  test('keeps the notes of what is said again without them, as a form does', () => {
    const again = steps.map((key) => some('pass', [key]));
    expect(says(bob, correct('24', { answers: again, notes: 'with fuzz', readyBy: ready }), withReviews(ended))).toMatchObject([
      { answers: before, because: 'with fuzz' },
    ]);
  });

  test('that all passed takes back what was found', () => {
    const broken = review(1, {
      answers: { build: { verdict: 'fail', note: 'linker error' } },
      end: { at: start, outcome: 'does-not-build', because: 'linker error' },
    });
    const lgtm = correct('24', { answers: [all('pass')], notes: 'my toolchain was broken', readyBy: ready });
    expect(says(bob, lgtm, withReviews(broken))).toMatchObject([{ type: 'review-corrected', outcome: 'no-issues' }]);
    const stillBad = correct('24', { answers: [all('pass')], notes: 'seen by eye', readyBy: ready, outcome: 'new-bug' });
    expect(says(bob, stillBad, withReviews(broken))).toMatchObject([{ outcome: 'new-bug' }]);
  });

  test('of all steps means those too that were answered', () => {
    expect(says(bob, correct('24', { answers: [all('na')], outcome: 'not-affected' }), withReviews(ended))).toMatchObject([
      { answers: answered('na'), outcome: 'not-affected', because: null },
    ]);
  });

  test.each<[string, Member, EmbargoCommand, Embargo, Reason]>([
    [
      'once the revision was replaced',
      bob,
      correct('24', { outcome: 'not-affected' }),
      { ...withReviews(ended), patches: patches(patch(1), patch(2)) },
      { code: 'patch-replaced', was: 1, now: 2 },
    ],
    [
      'by a form that showed the review of another revision',
      bob,
      { ...correct('24', { outcome: 'not-affected' }), patch: 2 } as EmbargoCommand,
      withReviews(ended),
      { code: 'patch-replaced', was: 2, now: 1 },
    ],
    ['of what a colleague wrote', dave, correct('24'), withReviews(ended), { code: 'nothing-to-correct', release: '24', of: bob.person }],
    [
      'of what another organization wrote',
      carol,
      correct('24'),
      withReviews(ended),
      { code: 'release-of-another', release: '24', of: 'Nova', own: 'Seven Linux' },
    ],
    ['of what has not ended', bob, correct('24'), withReviews(review(1)), { code: 'nothing-to-correct', release: '24', of: null }],
    ['that changes nothing', bob, correct('24'), withReviews(ended), { code: 'nothing-to-change' }],
    [
      'to no issues with a step that failed',
      bob,
      correct('24', { answers: [failure] }),
      withReviews(ended),
      { code: 'steps-failed', titles: ['Tests'] },
    ],
    ['to a finding of which nothing is said', bob, correct('24', { outcome: 'new-bug' }), withReviews(ended), { code: 'needs-because' }],
  ])('is refused %s', (_, by, said, from, reason) => expect(says(by, said, from)).toEqual(refuse(reason)));
});
