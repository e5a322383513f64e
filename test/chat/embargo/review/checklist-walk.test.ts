// The walk through the checklist, as its reviewer sees it: one post, edited from step to step.
import { describe, expect, test } from 'vitest';
import { reviewNodes, walk, walkKey } from '../../../../src/chat/embargo/review/checklist-walk.ts';
import { patchNodes } from '../../../../src/chat/embargo/review/patches.ts';
import { stepForm } from '../../../../src/chat/forms.ts';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import type { Embargo, Review, StepAnswer } from '../../../../src/domain/embargo/embargo.ts';
import { askedSteps, checklist, outcomeKeys, type StepKey } from '../../../../src/domain/policy/checklist.ts';
import { agreedEmbargo, at, carol, list, nova, patch, patches, review, reviews, says, seven, sha, start } from '../../../setup/embargo.ts';
import { actionsOf, linesOf, understood } from '../../../setup/said.ts';

const steps = checklist.map((step) => step.key);
const passed: StepAnswer = { verdict: 'pass', note: 'done' };
const asked = askedSteps({ checklist: steps }, []);
const lacks = (index: number, verdict: 'pass' | 'fail' = 'pass') => {
  const step = asked[index];
  if (step === undefined) throw new Error('no such step');
  return { code: 'needs-note', review: 3, verdict, step } as const;
};
const answered = (...keys: readonly StepKey[]) => Object.fromEntries(keys.map((key) => [key, passed]));
const patched = agreedEmbargo({ patches: patches(patch(1)) });
const view = (from: Embargo = patched) => ({ embargo: from, list, now: start });
const shown = (of: Review, from: Embargo = patched) => linesOf(walk(view(from), of).nodes);
const buttons = (of: Review, from: Embargo = patched) => actionsOf(walk(view(from), of).nodes);

describe('a step', () => {
  test('the first shows the patch and its hashes', () => {
    expect(shown(review(1))).toEqual([
      'calm-otter: patch revision 1 on 24',
      'Step 1 of 10: Patch fetched, hash checked',
      'Fetch the patch from its address. Does the SHA-256 of each file match?',
      'Patch: revision 1',
      'Address: https://example.org/patch',
      'Branches: main',
      `- \`${sha('1')}\` fix.patch`,
      '[Pass] [Fail…] [Not applicable] [All steps in one form…] [Stop for now]',
    ]);
  });

  test('one that passes with a note alone says so, and can be gone back from', () => {
    expect(shown(review(1, { step: 1, answers: answered('fetch') }))).toEqual([
      'calm-otter: patch revision 1 on 24',
      'Step 2 of 10: Patch applies',
      'Does it apply to your source: cleanly, with fuzz, or with changes? Name the base version or commit.',
      '[Pass…] [Fail…] [Not applicable] [Back] [All steps in one form…] [Stop for now]',
    ]);
  });

  test('one that was answered before shows the answer', () => {
    const fetched = (answer: StepAnswer) => shown(review(1, { answers: { fetch: answer } })).filter((line) => line.startsWith('('));
    expect(fetched({ verdict: 'fail', note: 'another hash' })).toEqual(['(you answered: failed, another hash)']);
    expect(fetched({ verdict: 'na', note: null })).toEqual(['(you answered: not applicable)']);
  });

  test.each(checklist.map((step, index) => [step.key, index] as const))(
    '%s: its buttons answer this step of this review and no other',
    (key, index) => {
      const of = review(3, { step: index, answers: answered(...steps.slice(0, index)) });
      const said = buttons(of).map(({ words }) => understood(words));
      const position = { review: 3, step: index };
      for (const parsed of said) expect(['intent', 'ask']).toContain(parsed.type);
      expect(
        said
          .filter((parsed) => parsed.type === 'intent')
          .flatMap((parsed) => (parsed.intent.to === 'embargo' ? [parsed.intent.command] : [])),
      ).toEqual([
        { type: 'answer-step', at: position, verdict: 'pass', note: null, readyBy: null },
        { type: 'answer-step', at: position, verdict: 'fail', note: null, readyBy: null },
        { type: 'answer-step', at: position, verdict: 'na', note: null, readyBy: null },
        ...(index === 0 ? [] : [expect.objectContaining({ type: 'step-back', review: 3 })]),
      ]);
      expect(checklist[index]?.key).toBe(key);
    },
  );
});

describe('the form for a note that is owed', () => {
  test.each(checklist.flatMap((step, index) => (step.noteOnPass === null ? [] : [[step.key, index] as const])))(
    '%s: answers this step',
    (_, index) => {
      const form = stepForm('calm-otter', lacks(index), null);
      expect(understood(form.words)).toMatchObject({
        type: 'intent',
        codename: 'calm-otter',
        intent: { command: { type: 'answer-step', at: { review: 3, step: index }, verdict: 'pass' } },
      });
      expect(form.fields.map(({ name, required }) => [name, required])).toEqual([['note', true]]);
      expect(form.errors).toEqual({});
    },
  );

  test('asks what failed, of the step that failed', () => {
    const form = stepForm('calm-otter', lacks(2, 'fail'), null);
    expect(form).toMatchObject({ title: 'Fail this step: calm-otter', submit: 'Fail step', fields: [{ label: 'What failed: Builds' }] });
    expect(understood(form.words)).toMatchObject({ intent: { command: { verdict: 'fail', at: { review: 3, step: 2 } } } });
  });

  test('says what is wrong with what was typed where an instant is asked for', () => {
    const last = checklist.length - 1;
    expect(stepForm('calm-otter', lacks(last), 'soon')).toMatchObject({
      values: { note: 'soon' },
      errors: { note: expect.stringMatching(/needs a time/) },
    });
  });
});

describe('after the last step', () => {
  const complete = review(1, { step: 10, answers: answered(...steps) });
  const oneFailed = review(1, { step: 10, answers: { ...answered(...steps), tests: { verdict: 'fail', note: 'two fail' } } });

  test('every outcome is offered', () => {
    expect(shown(complete)).toEqual([
      'calm-otter: patch revision 1 on 24',
      '10 of 10 steps passed.',
      "What's the outcome? The list needs one even if you found nothing.",
      '[No issues found] [Incomplete fix…] [Additional issue…] [New bug…] [Does not apply…] [Does not build…] [Not affected] [Not tested…] [Back]',
    ]);
  });

  test('“no issues found” is not, once a step failed', () => {
    expect(shown(oneFailed)).toEqual([
      'calm-otter: patch revision 1 on 24',
      '9 of 10 steps passed. Failed: Tests.',
      "What's the outcome? The list needs one even if you found nothing.",
      '[Incomplete fix…] [Additional issue…] [New bug…] [Does not apply…] [Does not build…] [Not affected] [Not tested…] [Back]',
    ]);
  });

  test('each button gives its outcome', () => {
    const said = buttons(complete).map(({ words }) => understood(words));
    expect(said.slice(0, -1)).toMatchObject(
      outcomeKeys.map((outcome) => ({ type: 'intent', intent: { command: { type: 'finish-review', review: 1, outcome } } })),
    );
    expect(said.at(-1)).toMatchObject({ type: 'intent', intent: { command: { type: 'step-back', review: 1 } } });
  });

  test.each(['No issues found', 'Not affected', 'Back'])(
    'the button “%s” is about the walk that it stands under, not the one last touched',
    (label) => {
      const mine = { reviewer: carol.person, distributor: seven.id };
      const first = review(1, { ...mine, release: '7.1', step: 10, answers: answered(...steps) });
      const second = review(2, { ...mine, release: '7.2', step: 1, answers: answered('fetch'), touchedAt: start + 1 });
      const from = { ...patched, reviews: reviews(first, second) };
      const words = buttons(first, from).find((button) => button.label === label)?.words ?? '';
      const parsed = understood(words);
      const command: EmbargoCommand | null = parsed.type === 'intent' && parsed.intent.to === 'embargo' ? parsed.intent.command : null;
      expect(command === null ? null : says(carol, command, from)).toMatchObject([{ review: 1 }]);
    },
  );

  test('of a patch that was replaced, a button ends no review of the new one', () => {
    const mine = { reviewer: carol.person, distributor: seven.id, release: '7.1' };
    const old = review(1, { ...mine, step: 10, answers: answered(...steps) });
    const from = {
      ...patched,
      patches: patches(patch(1), patch(2)),
      reviews: reviews(old, review(2, { ...mine, patch: 2, touchedAt: start + 1 })),
    };
    const words = buttons(old, from).find((button) => button.label === 'Not affected')?.words ?? '';
    const parsed = understood(words);
    const command: EmbargoCommand | null = parsed.type === 'intent' && parsed.intent.to === 'embargo' ? parsed.intent.command : null;
    expect(command === null ? null : says(carol, command, from)).toMatchObject({ reason: { code: 'patch-replaced', was: 1, now: 2 } });
  });
});

describe('once it has ended', () => {
  test('it says the outcome, and when packages will be ready', () => {
    const ended = review(1, { readyBy: at('2026-03-16T12:00Z'), end: { at: start, outcome: 'no-issues', because: null } });
    expect(shown(ended)).toEqual([
      'calm-otter: patch revision 1 on 24',
      'Done: no issues found. Thank you; I told the list.',
      'Packages ready by Mon, Mar 16, 2026, 12:00 UTC.',
      '[Correct…]',
    ]);
    expect(buttons({ ...ended, patch: 0 })).toEqual([]);
  });
});

test('a lock screen shows nothing of it but the codename', () => {
  expect(walk(view(), review(1)).push).toBe('calm-otter: your review');
});

test('it is found again by its embargo, its number and who is at it', () => {
  const handed = review(2, { reviewer: carol.person });
  expect([walkKey('calm-otter', review(1)), walkKey('calm-otter', review(2)), walkKey('calm-otter', handed)]).toEqual([
    'walk:calm-otter:1:terminal:bob',
    'walk:calm-otter:2:terminal:bob',
    'walk:calm-otter:2:terminal:carol',
  ]);
});

describe('for those who may read details', () => {
  test('a review is told with every note, and whether it is stale', () => {
    const of = review(1, {
      answers: { fetch: { verdict: 'pass', note: null }, tests: { verdict: 'fail', note: 'two fail' } },
      end: { at: start, outcome: 'incomplete-fix', because: 'the second file is missing' },
    });
    const stale = { ...patched, patches: patches(patch(1), patch(2)) };
    const notes = ['- Patch fetched, hash checked: passed', '- Tests: failed, two fail'];
    const said = (from: Embargo) => linesOf(reviewNodes(view(from), of, 'bob (Nova)'));
    expect(said(patched)).toEqual(['bob (Nova), 24, revision 1: incomplete fix, the second file is missing', ...notes]);
    expect(said(stale)).toEqual(['bob (Nova), 24, revision 1 (stale): incomplete fix, the second file is missing', ...notes]);
  });

  test('the patch of a review is the one that it tests, not the newest', () => {
    const two = { ...patched, patches: patches(patch(1), patch(2)) };
    expect(linesOf(patchNodes(view(two), 1)).at(-1)).toBe(`- \`${sha('1')}\` fix.patch`);
    expect(linesOf(patchNodes(view(two), 2)).at(-1)).toBe(`- \`${sha('2')}\` fix.patch (changed since revision 1)`);
    expect(patchNodes(view(agreedEmbargo()), 1)).toEqual([]);
  });
});

describe('a step without which the rest cannot be tested', () => {
  const failed: StepAnswer = { verdict: 'fail', note: 'ld' };
  const offered = (of: Review) => buttons(of).filter(({ label }) => label.startsWith('End here'));

  test('failed: the review may end there, in one press', () => {
    const of = review(1, { step: 3, answers: { build: failed } });
    expect(shown(of)).toContain("Builds: failed. The rest can't be tested without it, so you can end here.");
    expect(offered(of)).toEqual([
      { label: 'End here: does not build', words: 'review outcome calm-otter at=1.3 does-not-build', style: 'primary' },
    ]);
    expect(offered(review(1, { step: 0, answers: { build: failed } }))).toHaveLength(1);
  });

  test('answered anew, or not failed, ends nothing', () => {
    expect(offered(review(1, { step: 2, answers: { build: failed } }))).toEqual([]);
    expect(offered(review(1, { step: 5, answers: { tests: failed } }))).toEqual([]);
  });
});

describe('a result', () => {
  test('may be given to the other releases of theirs that they have not tested', () => {
    const of = {
      reviewer: carol.person,
      distributor: seven.id,
      release: '7.1',
      end: { at: start, outcome: 'no-issues', because: null },
    } as const;
    const from = { ...patched, reviews: reviews(review(1, of)) };
    const correct = { label: 'Correct…', words: 'review correct calm-otter 7.1' };
    expect(buttons(review(1, of), from)).toEqual([{ label: 'Same for 7.2', words: 'review copy calm-otter 7.1 7.2' }, correct]);
    // What they tested for the organization they were with before is none of theirs.
    const moved = { ...from, reviews: reviews(review(1, of), review(2, { ...of, distributor: nova.id, release: '7.2' })) };
    expect(buttons(review(1, of), moved)).toContainEqual({ label: 'Same for 7.2', words: 'review copy calm-otter 7.1 7.2' });
    const both = { ...patched, reviews: reviews(review(1, of), review(2, { ...of, release: '7.2' })) };
    expect(buttons(review(1, of), both)).toEqual([correct]);
    expect(buttons(review(1, of), { ...from, patches: patches(patch(1), patch(2)) })).toEqual([]);
  });

  test('that was copied says of which', () => {
    const copied = review(2, { release: '7.2', copied: 1, end: { at: start, outcome: 'no-issues', because: null } });
    const from = { ...patched, reviews: reviews(review(1, { release: '7.1' }), copied) };
    expect(linesOf(reviewNodes(view(from), copied, 'carol'))).toEqual(['carol, 7.2, revision 1, copied from 7.1: no issues found']);
  });
});
