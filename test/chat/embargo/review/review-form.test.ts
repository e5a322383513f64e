// One form for all steps of a review: what a window shows of it, and what is asked one question after the other.
import { describe, expect, test } from 'vitest';
import { reviewForm, sheetValues } from '../../../../src/chat/embargo/review/review-form.ts';
import { questionsOf } from '../../../../src/chat/message/questions.ts';
import { parse } from '../../../../src/chat/parse.ts';
import { checkForm, parseForm } from '../../../../src/chat/parse-form.ts';
import type { Review } from '../../../../src/domain/embargo/embargo.ts';
import { checklist } from '../../../../src/domain/policy/checklist.ts';
import { renderModal } from '../../../../src/platforms/slack/outbound/modal.ts';
import { agreedEmbargo, at, bob, list, nova, patch, patches, review, reviews, start } from '../../../setup/embargo.ts';

const embargo = agreedEmbargo({ patches: patches(patch(1)) });
const steps = checklist.map(({ key }) => key);
const form = (begun: Review | null = null, errors = {}, on = list) =>
  reviewForm(
    { embargo, list: on, now: start },
    { distributor: nova, release: '24', patch: patch(1), begun, said: null },
    bob.person,
    {},
    errors,
  );
const windowed = (of = form()) =>
  renderModal(of, { room: null }).blocks.flatMap((block) => (block.type === 'input' ? [block.block_id ?? ''] : []));
const reading = { now: start, zone: null };

describe('the form of a review', () => {
  test('shows each step in a window, and asks one line for all of them elsewhere', () => {
    expect(windowed()).toEqual(['answers', ...steps, 'notes', 'ready', 'outcome']);
    expect(questionsOf(form()).asked.map(({ name }) => name)).toEqual(['answers', 'notes', 'ready']);
    expect(form().title).toBe('Test v1 on Nova 24');
  });

  test('is begun anew with what a person would type, without what its window carries', () => {
    const { again = '' } = form();
    expect(again).toBe(`review ${embargo.codename} 24`);
    const typed = parse(again, { ...reading, codenames: [embargo.codename] });
    expect(typed).toMatchObject({ intent: { to: 'review', readings: [{ means: 'form', release: '24' }] } });
  });

  test('asks for the steps of the policy, and no others', () => {
    const short = { ...list, policy: { ...list.policy, rules: { ...list.policy.rules, checklist: ['build', 'tests'] as const } } };
    expect(windowed(form(null, {}, short))).toEqual(['answers', 'build', 'tests', 'notes', 'outcome']);
    expect(questionsOf(form(null, {}, short)).asked.map(({ label }) => label)).toEqual([
      'Steps: 1 Builds · 2 Tests. Your answers',
      'Notes',
    ]);
  });

  test('keeps what was answered step by step', () => {
    const begun = review(1, { answers: { build: { verdict: 'fail', note: 'ld' } }, readyBy: at('2026-03-16T12:00Z') });
    expect(form(begun).values).toEqual({ build: 'fail', ready: '2026-03-16 12:00 UTC' });
  });

  test('comes filled in with what they answered for another revision, and says so; what failed and the hashes are theirs to say', () => {
    const files = [...patch(2).files, ...patch(1).files];
    const second = patch(2, { files });
    const answers = {
      fetch: { verdict: 'pass', note: null },
      apply: { verdict: 'pass', note: 'onto 1.1.12' },
      build: { verdict: 'pass', note: 'x86_64' },
      tests: { verdict: 'fail', note: 'two fail' },
      backports: { verdict: 'na', note: null },
    } as const;
    const from = { ...embargo, patches: patches(patch(1), second), reviews: reviews(review(1, { answers })) };
    const of = (values: Record<string, string> = {}) =>
      reviewForm(
        { embargo: from, list, now: start },
        { distributor: nova, release: '24', patch: second, begun: null, said: null },
        bob.person,
        values,
        {},
      );
    expect(of().values).toEqual({
      apply: 'pass',
      build: 'pass',
      backports: 'na',
      answers: '2, 3 pass, 9 na',
      notes: 'Patch applies: onto 1.1.12; Builds: x86_64',
    });
    expect(questionsOf(of()).asked[0]?.label).toContain('filled in: those for v1; check them');
    expect(of().fields.find(({ only }) => only === 'window')?.hint).toContain('your answers for v1');
    expect(checkForm(of().words, of().values, reading)).toBeNull();
    // What was said now goes before it.
    expect(of({ answers: 'lgtm' }).values).toEqual({ answers: 'lgtm' });
  });

  test('carries the branch that was said with it', () => {
    const said = { type: 'branch-said', distributor: nova.id, release: '24', branch: 'release-1.2' } as const;
    const of = reviewForm(
      { embargo, list, now: start },
      { distributor: nova, release: '24', patch: patch(1), begun: null, said },
      bob.person,
      {},
      {},
    );
    expect(parseForm(of.words, { answers: 'lgtm' }, { ...reading, codenames: [embargo.codename] })).toMatchObject({
      intent: { command: { type: 'answer-steps', release: '24', branch: 'release-1.2', patch: 1 } },
    });
  });

  test('comes back for what is missing alone', () => {
    expect(questionsOf(form(null, { notes: 'A note is missing.' })).asked.map(({ name }) => name)).toEqual(['answers', 'notes']);
    expect(questionsOf({ ...form(null, { notes: 'A note is missing.' }), values: { answers: 'pass all', build: 'pass' } })).toMatchObject({
      asked: [{ name: 'notes', required: true }],
      values: { answers: 'pass all' },
    });
  });

  test('sent, answers this release on this revision: what is chosen for a step goes before the line', () => {
    const values = { answers: 'pass all', build: 'fail', notes: 'no symlinkat', ready: '2026-03-16 12:00 UTC', outcome: 'new-bug' };
    expect(checkForm(form().words, values, reading)).toBeNull();
    expect(parseForm(form().words, values, { ...reading, codenames: [embargo.codename] })).toMatchObject({
      codename: embargo.codename,
      intent: {
        to: 'embargo',
        command: {
          type: 'answer-steps',
          release: '24',
          patch: 1,
          answers: [
            { steps: 'all', verdict: 'pass', note: null },
            { steps: ['build'], verdict: 'fail', note: null },
          ],
          notes: 'no symlinkat',
          outcome: 'new-bug',
          readyBy: at('2026-03-16T12:00Z'),
        },
      },
    });
  });

  test('says beside its field what cannot be read', () => {
    expect(checkForm(form().words, { answers: 'hm' }, reading)).toMatchObject({ answers: expect.stringContaining('pass all') });
  });

  test('that is opened for typed words has them in its fields', () => {
    const typed = 'all na but 3 fail: ld';
    const said = {
      type: 'answer-steps',
      release: null,
      patch: null,
      answers: [
        { steps: 'all', verdict: 'na', note: null },
        { steps: [3], verdict: 'fail', note: 'ld' },
      ],
      notes: null,
      outcome: null,
      readyBy: null,
    } as const;
    const values = sheetValues(said, typed, list, { distributor: null, release: null });
    expect(values).toEqual({ answers: typed, ...Object.fromEntries(steps.map((key) => [key, 'na'])), build: 'fail', notes: 'ld' });
  });
});
