// Which steps somebody means, where some are asked for each architecture.
import { describe, expect, test } from 'vitest';
import { askedSteps } from '../../../src/domain/policy/checklist.ts';
import { stepsMeant, stepsNamed } from '../../../src/domain/policy/steps-meant.ts';

const rules = { checklist: ['fetch', 'build', 'tests'], perArchitecture: ['build'] } as const;
const each = askedSteps(rules, ['x86_64', 'aarch64']);
const whole = askedSteps({ checklist: rules.checklist }, []);

describe('an architecture', () => {
  test.each(['build@arm64', 'build@aarch64', 'build@AARCH64'] as const)('is the same by another name: %s', (name) =>
    expect(stepsNamed(each, name).map(({ key }) => key)).toEqual(['build@aarch64']),
  );

  test('that is not asked for is no step, and where the step is asked as a whole it is of that', () => {
    expect(stepsNamed(each, 'build@s390x')).toEqual([]);
    expect(stepsNamed(whole, 'build@s390x').map(({ key }) => key)).toEqual(['build']);
    expect(stepsNamed(each, 'tests@arm64').map(({ key }) => key)).toEqual(['tests']);
  });
});

test.each<['pass' | 'fail' | 'na', string | null, readonly string[], readonly string[] | 'unclear']>([
  ['pass', null, [], ['build@x86_64', 'build@aarch64']],
  ['pass', 'built on amd64 only', [], ['build@x86_64']],
  ['pass', 'with gcc 14', ['amd64'], ['build@x86_64']],
  ['pass', 'built on amd64 and arm64', [], ['build@x86_64', 'build@aarch64']],
  ['pass', 'not on arm64', [], 'unclear'],
  ['pass', 'built on s390x', [], 'unclear'],
  ['na', 'no farm for arm64', [], 'unclear'],
  ['na', 'arm64: retired', [], ['build@aarch64']],
  ['fail', 'link error on arm64', [], ['build@aarch64']],
  ['fail', 'a link error', ['arm64'], ['build@aarch64']],
  ['fail', 'on arm64, works on amd64', [], 'unclear'],
  ['fail', 'a link error', ['s390x'], 'unclear'],
  ['fail', 'a link error', [], ['build@x86_64', 'build@aarch64']],
])('%s, %s, on %j', (verdict, note, on, meant) => {
  const found = stepsMeant(stepsNamed(each, 'build'), { verdict, note, on });
  expect(found === 'unclear' ? found : found.map(({ key }) => key)).toEqual(meant);
});
