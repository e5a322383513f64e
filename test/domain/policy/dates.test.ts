// Is a date within the policy? For each limit the last instant that is good, and the first that is not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betterDates } from '../../../src/domain/policy/better-dates.ts';
import {
  type DateProblem,
  type DateTest,
  type DaysOff,
  dateProblems,
  dayOf,
  isRefusal,
  tightest,
} from '../../../src/domain/policy/dates.ts';
import { answerBy, type Policy } from '../../../src/domain/policy/policy.ts';
import { type PolicyKey, policyOf } from '../../../src/domain/policy/presets.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';
import { at } from '../../setup/embargo.ts';

type Wish = { readonly now?: number; readonly start?: number; readonly daysOff?: DaysOff };
const rules = ({ policy, ...wish }: Wish & { policy: Policy }): DateTest => {
  const start = wish.start ?? wish.now ?? at('2026-03-02T09:00Z');
  return { now: wish.now ?? start, bindings: [{ policy, start }], daysOff: wish.daysOff ?? {} };
};
const preset = (key: PolicyKey, wish: Wish = {}) => rules({ policy: policyOf(key), ...wish });
const oci = preset('oci');
const linux = preset('linux-distros');
// Nothing but a length: what else is wrong with an instant does not hide what is looked at.
const lengthOnly: Policy = { ...policyOf('oci'), weekdaysAvoided: { days: [], force: 'should' }, quarterEndDaysAvoided: 0 };

const good: readonly DateProblem[] = [];
const tooLong = (days: number, latest: string): DateProblem => ({ rule: 'too-long', longestMs: days * dayMs, latest: at(latest) });
const tooShort: DateProblem = { rule: 'too-short', shortestMs: dayMs, earliest: at('2026-03-03T09:00Z') };
const weekday = (day: number): DateProblem => ({ rule: 'weekday', weekday: day, must: false });

describe('after the rules of the Open Containers Initiative', () => {
  test.each<[string, string, readonly DateProblem[]]>([
    ['the present is past', '2026-03-02T09:00Z', [{ rule: 'past' }]],
    ['a millisecond later is not', '2026-03-02T09:00:00.001Z', good],
    ['yesterday is past', '2026-03-01T09:00Z', [{ rule: 'past' }, weekday(0)]],
    ['an hour is long enough', '2026-03-02T10:00Z', good],
    ['twenty days are not too long', '2026-03-22T09:00Z', [weekday(0)]],
    ['a millisecond more is', '2026-03-22T09:00:00.001Z', [tooLong(20, '2026-03-22T09:00Z'), weekday(0)]],
    ['Thursday until midnight', '2026-03-05T23:59Z', good],
    ['Friday is advised against', '2026-03-06T00:00Z', [weekday(5)]],
    ['so is Saturday', '2026-03-07T14:00Z', [weekday(6)]],
    ['so is Sunday until midnight', '2026-03-08T23:59Z', [weekday(0)]],
    ['Monday is good', '2026-03-09T00:00Z', good],
  ])('%s', (_, when, problems) => expect(dateProblems(at(when), oci)).toEqual(problems));

  test.each<[string, string, readonly DateProblem[]]>([
    ['the third last day of a quarter is good', '2026-03-29T23:59:59.999Z', good],
    ['the second last is advised against', '2026-03-30T00:00Z', [{ rule: 'quarter-end' }]],
    ['so is the last until midnight', '2026-03-31T23:59:59.999Z', [{ rule: 'quarter-end' }]],
    ['the first of the next is good', '2026-04-01T00:00Z', good],
    ['a year ends with a quarter', '2026-12-30T14:00Z', [{ rule: 'quarter-end' }]],
    ['so does September', '2026-09-30T14:00Z', [{ rule: 'quarter-end' }]],
    ['October does not', '2026-10-29T14:00Z', good],
  ])('%s', (_, when, problems) => {
    const now = at(when) - dayMs;
    const policy = { ...policyOf('oci'), weekdaysAvoided: lengthOnly.weekdaysAvoided };
    expect(dateProblems(at(when), rules({ policy, now }))).toEqual(problems);
  });
});

describe('after the rules of linux-distros', () => {
  test.each<[string, string, readonly DateProblem[]]>([
    ['less than a day is too short', '2026-03-03T08:59:59.999Z', [tooShort]],
    ['a day is not', '2026-03-03T09:00Z', good],
    ['what is past is past, not too short', '2026-03-02T08:00Z', [{ rule: 'past' }]],
    ['fourteen days are not too long', '2026-03-16T09:00Z', good],
    ['a millisecond more is', '2026-03-16T09:00:00.001Z', [tooLong(14, '2026-03-16T09:00Z')]],
    ['the end of a quarter is a day like others', '2026-03-31T14:00Z', [tooLong(14, '2026-03-16T09:00Z')]],
  ])('%s', (_, when, problems) => expect(dateProblems(at(when), linux)).toEqual(problems));

  test('a day is counted from the opening: a revision may be nearer', () => {
    const now = at('2026-03-04T09:00Z');
    expect(dateProblems(now + hourMs, preset('linux-distros', { now, start: at('2026-03-02T09:00Z') }))).toEqual([]);
  });
});

describe('a holiday', () => {
  const christmas = preset('linux-distros', { now: at('2026-12-17T14:00Z'), daysOff: { '2026-12-25': 'Christmas Day, US' } });
  test.each<[string, readonly DateProblem[]]>([
    ['2026-12-24T23:59:59.999Z', good],
    ['2026-12-25T00:00Z', [weekday(5), { rule: 'holiday', name: 'Christmas Day, US' }]],
    ['2026-12-25T23:59:59.999Z', [weekday(5), { rule: 'holiday', name: 'Christmas Day, US' }]],
    ['2026-12-26T00:00Z', [weekday(6)]],
  ])('of the UTC day is named: %s', (when, problems) => expect(dateProblems(at(when), christmas)).toEqual(problems));
});

describe('what can be overruled', () => {
  test.each<[DateProblem, boolean]>([
    [{ rule: 'past' }, true],
    [tooLong(20, '2026-03-22T09:00Z'), true],
    [tooShort, true],
    [{ rule: 'weekday', weekday: 5, must: true }, true],
    [{ rule: 'weekday', weekday: 5, must: false }, false],
    [{ rule: 'holiday', name: 'a feast' }, false],
    [{ rule: 'quarter-end' }, false],
  ])('%j cannot be: %s', (problem, firm) => expect(isRefusal(problem)).toBe(firm));

  test('a policy may forbid a weekday instead of advising against it', () => {
    const strict = rules({ policy: { ...policyOf('oci'), weekdaysAvoided: { days: [5], force: 'must' } } });
    expect(dateProblems(at('2026-03-06T14:00Z'), strict)).toEqual([{ rule: 'weekday', weekday: 5, must: true }]);
  });
});

describe('better dates', () => {
  const better = (when: string, test: DateTest, count?: number) =>
    betterDates(at(when), test, count).map((instant) => new Date(instant).toISOString().slice(0, 16));

  test('are none of those that were spoken of already', () => {
    const found = betterDates(at('2026-03-14T14:00Z'), oci, 2, [at('2026-03-12T14:00Z')]);
    expect(found).toEqual([at('2026-03-16T14:00Z'), at('2026-03-11T14:00Z')]);
  });

  test('are the nearest without a fault, at the same hour', () => {
    expect(better('2026-03-14T14:00Z', oci)).toEqual(['2026-03-12T14:00', '2026-03-16T14:00', '2026-03-11T14:00']);
  });

  test('of two as near, the earlier comes first', () => {
    expect(better('2026-03-14T14:00Z', rules({ policy: { ...policyOf('oci'), weekdaysAvoided: { days: [6], force: 'should' } } }))).toEqual(
      ['2026-03-13T14:00', '2026-03-15T14:00', '2026-03-12T14:00'],
    );
  });

  test('for a date that is too late are the last that are good', () => {
    expect(better('2026-04-20T14:00Z', oci).slice(0, 2)).toEqual(['2026-03-19T14:00', '2026-03-18T14:00']);
    expect(better('2026-04-20T14:00Z', linux).slice(0, 2)).toEqual(['2026-03-12T14:00', '2026-03-11T14:00']);
  });

  test('have one among them that is as long as the policy prefers: fourteen days, or seven', () => {
    expect(better('2026-04-20T14:00Z', oci)).toEqual(['2026-03-19T14:00', '2026-03-18T14:00', '2026-03-12T14:00']);
    expect(better('2026-04-20T14:00Z', linux)).toEqual(['2026-03-12T14:00', '2026-03-11T14:00', '2026-03-05T14:00']);
    expect(better('2026-04-20T09:00Z', linux)).toEqual(['2026-03-16T09:00', '2026-03-12T09:00', '2026-03-09T09:00']);
  });

  test('reach to the limit itself, and not beyond', () => {
    expect(better('2026-03-20T09:00Z', linux, 1)).toEqual(['2026-03-16T09:00']);
    expect(better('2026-03-20T09:01Z', linux, 1)).toEqual(['2026-03-12T09:01']);
  });

  test('for a date of the past are the first that are good', () => {
    expect(better('2026-03-01T14:00Z', oci)).toEqual(['2026-03-02T14:00', '2026-03-03T14:00', '2026-03-04T14:00']);
    expect(better('2026-03-01T08:00Z', oci, 1)).toEqual(['2026-03-03T08:00']);
    expect(better('2026-03-01T09:00Z', linux, 1)).toEqual(['2026-03-03T09:00']);
  });

  test('pass holidays over', () => {
    const daysOff = { '2026-03-12': 'Day of the Otter, DE' };
    expect(better('2026-03-14T14:00Z', { ...oci, daysOff }, 2)).toEqual(['2026-03-16T14:00', '2026-03-11T14:00']);
  });

  test('are none when the policy leaves none', () => {
    expect(better('2026-03-25T14:00Z', { ...oci, now: at('2026-03-22T10:00Z') })).toEqual([]);
  });

  test('never have a fault, and are never the date itself', () => {
    const anyTest = fc.record({
      key: fc.constantFrom<PolicyKey>('oci', 'linux-distros'),
      age: fc.integer({ min: 0, max: 30 * dayMs }),
      when: fc.integer({ min: -40 * dayMs, max: 40 * dayMs }),
    });
    fc.assert(
      fc.property(anyTest, ({ key, age, when }) => {
        const now = at('2026-03-02T09:00Z');
        const test = preset(key, { now, start: now - age, daysOff: { '2026-03-10': 'a feast' } });
        const found = betterDates(now + when, test);
        expect(found.flatMap((instant) => dateProblems(instant, test))).toEqual([]);
        expect(found).not.toContain(now + when);
        // At the same hour, unless all that is left ends before it.
        const sameHour = found.every((instant) => instant % dayMs === (now + when) % dayMs);
        expect(sameHour ? [] : found).toEqual(sameHour ? [] : [tightest(test)]);
      }),
    );
  });
});

test('the day of an instant is the day in UTC', () => {
  expect([dayOf(at('2026-03-05T23:59:59.999Z')), dayOf(at('2026-03-06T00:00Z'))]).toEqual(['2026-03-05', '2026-03-06']);
});

describe('people have at least 72 hours to answer', () => {
  const proposedAt = at('2026-03-02T09:00Z');
  test.each([
    [hourMs, 72 * hourMs],
    [72 * hourMs, 72 * hourMs],
    [73 * hourMs, 73 * hourMs],
  ])('a policy of %i ms gives %i ms', (answerWithinMs, given) => {
    expect(answerBy({ ...policyOf('oci'), answerWithinMs }, proposedAt, proposedAt + 30 * 24 * hourMs)).toBe(proposedAt + given);
  });
});
