// The steps that a form of a review showed, and what was said on it once others are asked.
import { describe, expect, test } from 'vitest';
import { stepsShown, stepsWords, valuesAgain } from '../../../../src/chat/embargo/review/form-steps.ts';
import type { SaidOfSteps } from '../../../../src/domain/embargo/commands.ts';
import { askedSteps } from '../../../../src/domain/policy/checklist.ts';
import { review } from '../../../setup/embargo.ts';

const rules = { checklist: ['fetch', 'build', 'tests'], perArchitecture: ['build'] } as const;
const shown = stepsShown(['fetch', 'build@each', 'tests'], ['x86_64', 'arm64']);
const now = askedSteps(rules, ['riscv64', 'x86_64']);
const said = (answers: SaidOfSteps['answers']): SaidOfSteps => ({ answers, notes: null, outcome: null, readyBy: null, shown });

describe('the steps of a form', () => {
  test('are read from its words as they were shown', () => {
    expect(stepsWords(askedSteps(rules, ['x86_64', 'arm64']))).toBe(' steps="fetch, build@each, tests" on="x86_64, arm64"');
    expect(shown).toEqual(['fetch', 'build@x86_64', 'build@arm64', 'tests']);
    expect(stepsWords(askedSteps(rules, []))).toBe(' steps="fetch, build, tests"');
  });

  test('keep what was said of them under their new numbers; what is asked anew has no answer', () => {
    const values = valuesAgain(
      said([
        { steps: [1, 2], verdict: 'pass', note: null },
        { steps: [4], verdict: 'fail', note: 'two hang' },
      ]),
      now,
      null,
    );
    expect(values).toEqual({ fetch: 'pass', 'build@x86_64': 'pass', tests: 'fail', answers: '1 pass; 3 pass; 4 fail: two hang' });
  });

  test('are no others than were shown when all pass, and none that was answered before', () => {
    const begun = review(1, { answers: { fetch: { verdict: 'fail', note: 'no match' } } });
    const all = said([{ steps: 'all', verdict: 'pass', note: null }]);
    expect(valuesAgain(all, now, begun).answers).toBe('3 pass; 4 pass');
    expect(valuesAgain(all, now, null).answers).toBe('1 pass; 3 pass; 4 pass');
  });
});
