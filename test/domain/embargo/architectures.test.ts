// Steps that the policy has asked for each architecture of a release.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand, StepsAnswered } from '../../../src/domain/embargo/commands.ts';
import { type Review, reviewsOf, type StepAnswer } from '../../../src/domain/embargo/embargo.ts';
import { architecturesOf } from '../../../src/domain/list/distributor.ts';
import type { Distributor, List } from '../../../src/domain/list/list.ts';
import { newProfile } from '../../../src/domain/list/membership/membership.ts';
import { type AnswerKey, architecturesMax, askedSteps, stepFrom } from '../../../src/domain/policy/checklist.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import {
  agreedEmbargo,
  at,
  carol,
  listOf,
  nova,
  patch,
  patches,
  played,
  review,
  reviews,
  says,
  seven,
  signedBy,
  start,
} from '../../setup/embargo.ts';

const ships = (distributor: Distributor, ...architectures: readonly string[]): Distributor => ({
  ...distributor,
  profile: { ...newProfile(start), architectures },
});

/** A list that asks for some steps by architecture, of an organization with these. */
function listWith(architectures: readonly string[], rules: Partial<List['policy']['rules']> = {}): List {
  const plain = listOf({ distributors: [nova, ships(seven, ...architectures)] });
  const asks = { checklist: ['fetch', 'build', 'tests', 'packages'], perArchitecture: ['build', 'tests'], ...rules } as const;
  return { ...plain, policy: { ...plain.policy, rules: { ...plain.policy.rules, ...asks } } };
}

const list = listWith(['x86_64', 'arm64']);
const patched = agreedEmbargo({ patches: patches(patch(1)), consents: signedBy(carol) });
const ready = at('2026-03-16T12:00Z');
const passed: StepAnswer = { verdict: 'pass', note: null };
const sheet = (answers: readonly StepsAnswered[], outcome: 'no-issues' | null = null): EmbargoCommand => ({
  ...{ type: 'answer-steps', release: '7.1', patch: null, answers, notes: 'x', outcome, readyBy: ready },
});
const walking = (step: number, answers: Review['answers'] = {}) => ({
  ...patched,
  reviews: reviews(review(1, { reviewer: carol.person, distributor: seven.id, release: '7.1', step, answers })),
});
const press = (step: number, on?: string, verdict: 'pass' | 'fail' = 'pass'): EmbargoCommand => ({
  ...{ type: 'answer-step', verdict, note: null, readyBy: null },
  at: { review: 1, step, ...(on === undefined ? {} : { on }) },
});
const keysIn = (facts: ReturnType<typeof says>): readonly string[] =>
  Array.isArray(facts) ? facts.flatMap((fact) => (fact.type === 'steps-answered' ? Object.keys(fact.answers) : [])) : [];

describe('the steps of a review', () => {
  test('are asked once where the policy says nothing of architectures, or the organization has named none', () => {
    const checklist = ['fetch', 'build'] as const;
    const keys = (each: Parameters<typeof askedSteps>[0], on: readonly string[]) => askedSteps(each, on).map(({ key }) => key);
    expect(keys({ checklist }, ['x86_64', 'arm64'])).toEqual(['fetch', 'build']);
    expect(keys({ checklist, perArchitecture: ['build'] }, [])).toEqual(['fetch', 'build']);
    expect(keys({ checklist, perArchitecture: ['build'] }, ['x86_64', 'arm64'])).toEqual(['fetch', 'build@x86_64', 'build@arm64']);
  });

  test('are not asked for more architectures than a form can hold', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);
    const rules = { checklist: ['build'], perArchitecture: ['build'] } as const;
    expect(askedSteps(rules, many(architecturesMax))).toHaveLength(architecturesMax);
    expect(askedSteps(rules, many(architecturesMax + 1)).map(({ key }) => key)).toEqual(['build']);
  });

  test('go from each architecture of a step to the next, forth and back, and end once', () => {
    const steps = askedSteps(list.policy.rules, ['x86_64', 'arm64']);
    const forth = steps.map(({ at: from }) => stepFrom(steps, from, 1, () => true));
    const back = steps.map(({ at: from }) => stepFrom(steps, from, -1, () => true));
    expect(forth).toEqual([...steps.slice(1).map((step) => step.at), 10]);
    expect(back).toEqual([-1, ...steps.slice(0, -1).map((step) => step.at)]);
  });

  test('are for the architectures of the release, where some are named with it', () => {
    const seven64 = ships(seven, 'x86_64', '7.1:arm64', '7.1:x86_64');
    expect(architecturesOf(seven64, '7.1')).toEqual(['arm64', 'x86_64']);
    expect(architecturesOf(seven64, '7.2')).toEqual(['x86_64']);
  });
});

describe('answers', () => {
  test('to all of them pass each architecture', () => {
    expect(keysIn(says(carol, sheet([{ steps: 'all', verdict: 'pass', note: null }]), patched, { list }))).toEqual([
      'fetch',
      'build@x86_64',
      'build@arm64',
      'tests@x86_64',
      'tests@arm64',
      'packages',
    ]);
  });

  test('to a step by its name are for all of its architectures; a failure whose note names one is of that one', () => {
    const fails = (note: string) => {
      const facts = says(carol, sheet([{ steps: ['build'], verdict: 'fail', note }]), patched, { list });
      return keysIn(facts);
    };
    expect(fails('the linker crashes on arm64')).toEqual(['build@arm64', 'packages']);
    expect(fails('the linker crashes')).toEqual(['build@x86_64', 'build@arm64', 'packages']);
  });

  test('that leave an architecture out are no clean review', () => {
    const some: AnswerKey[] = ['fetch', 'build@x86_64', 'tests@x86_64', 'tests@arm64', 'packages'];
    expect(says(carol, sheet([{ steps: some, verdict: 'pass', note: null }], 'no-issues'), patched, { list })).toEqual(
      refuse({ code: 'steps-left', left: 1 }),
    );
  });

  test('for an architecture that is not shipped are refused', () => {
    expect(says(carol, sheet([{ steps: ['build@riscv64'], verdict: 'pass', note: null }]), patched, { list })).toMatchObject({
      reason: { code: 'unknown-step', step: 'build@riscv64' },
    });
  });

  test('by a button are for the architecture that it showed, and for no other that stands there by now', () => {
    const facts = [{ type: 'step-answered', review: 1, step: 'build@arm64', answer: passed, readyBy: null, next: 4 }];
    expect(says(carol, press(102, 'arm64'), walking(102), { list })).toEqual(facts);
    const changed = listWith(['x86_64', 'riscv64']);
    expect(says(carol, press(102, 'arm64'), walking(102), { list: changed })).toEqual(refuse({ code: 'step-answered-already' }));
    expect(says(carol, press(2), walking(2), { list })).toEqual(refuse({ code: 'step-answered-already' }));
  });

  test('of a failure on an architecture that is not shipped any more stand in the way of nothing', () => {
    const failed: StepAnswer = { verdict: 'fail', note: 'ld' };
    const all = { fetch: passed, 'build@arm64': failed, 'build@x86_64': passed, 'tests@x86_64': passed, packages: passed };
    const finish: EmbargoCommand = { type: 'finish-review', review: null, outcome: 'no-issues', because: null };
    const end = (on: readonly string[]) => says(carol, finish, walking(10, all), { list: listWith(on) });
    expect(end(['x86_64'])).toMatchObject([{ type: 'review-finished', outcome: 'no-issues' }]);
    expect(end(['x86_64', 'arm64'])).toEqual(refuse({ code: 'steps-failed', titles: ['Builds on arm64'] }));
  });

  test('that say of an architecture that it failed say what', () => {
    expect(says(carol, press(102, 'arm64', 'fail'), walking(102), { list })).toMatchObject({
      reason: { code: 'needs-note', verdict: 'fail', step: { key: 'build@arm64', on: 'arm64' } },
    });
  });

  test('for one release are not copied to another that has an architecture more', () => {
    const both = listWith(['7.1:x86_64', '7.2:x86_64', '7.2:arm64']);
    const done = played(patched, [[carol, sheet([{ steps: 'all', verdict: 'pass', note: null }], 'no-issues')]], both);
    expect(reviewsOf(done)).toHaveLength(1);
    expect(says(carol, { type: 'copy-review', from: '7.1', to: ['7.2'] }, done, { list: both })).toEqual(
      refuse({ code: 'steps-left', left: 2 }),
    );
  });
});
