// Is a disclosure date within the policies that bind an embargo?

import { dayMs, type Instant, minuteMs } from '../values/time.ts';
import type { Policy } from './policy.ts';

/** Public holidays by UTC day (`2026-12-25`), with their names; gathered outside, because a calendar is knowledge of the world. */
export type DaysOff = Readonly<Record<string, string>>;

/** `of`: the policy that says so, where several bind. */
type Of = { readonly of?: string };

export type DateProblem =
  | { readonly rule: 'past' }
  | ({ readonly rule: 'too-long'; readonly longestMs: number; readonly latest: Instant; readonly working?: true } & Of)
  | ({ readonly rule: 'exceptional'; readonly longestMs: number; readonly latest: Instant } & Of)
  | ({ readonly rule: 'too-short'; readonly shortestMs: number; readonly earliest: Instant; readonly working?: true } & Of)
  | ({ readonly rule: 'weekday'; readonly weekday: number; readonly must: boolean } & Of)
  | ({ readonly rule: 'hour'; readonly minutes: number; readonly must: boolean } & Of)
  | { readonly rule: 'holiday'; readonly name: string }
  | ({ readonly rule: 'quarter-end' } & Of);

/** A policy that binds, and when its clock began to run. */
export type Binding = { readonly policy: Policy; readonly start: Instant };

/** What an instant is measured against: all of it must be kept. `bindings` has one at least. */
export type DateTest = { readonly now: Instant; readonly bindings: readonly Binding[]; readonly daysOff: DaysOff };

/**
 * Everything that speaks against an instant, the refusals first. Days are UTC days. Of several policies the tightest wins: the longest that ends
 * first, the shortest that ends last; a shortest that the longest of another leaves no room for does not count.
 */
export function dateProblems(at: Instant, test: DateTest): DateProblem[] {
  const { now, bindings, daysOff } = test;
  const several = bindings.length > 1;
  const of = ({ policy }: Binding): Of => (several ? { of: policy.title } : {});
  const each = <Found extends DateProblem>(find: (binding: Binding) => Found | null): Found[] => {
    const found = bindings.flatMap((binding) => {
      const problem = find(binding);
      return problem === null ? [] : [{ ...problem, ...of(binding) }];
    });
    return found;
  };
  const latest = tightest(test);
  const tooLong = each((binding) => tooLate(at, binding, daysOff));
  const tooShort = each((binding) => (at <= now ? null : tooEarly(at, binding, daysOff, latest)));
  const found: DateProblem[] = [
    ...(at <= now ? [{ rule: 'past' } as const] : []),
    ...tooLong,
    ...tooShort,
    ...each(({ policy }) => weekdayProblem(at, policy)),
    ...each(({ policy }) => hourProblem(at, policy)),
    ...holidayProblems(at, Math.max(...bindings.map(({ policy }) => policy.holidayMarginDays)), daysOff),
    ...each(({ policy }) => quarterEndProblem(at, policy)),
  ];
  return [...found.filter(isRefusal), ...found.filter((problem) => !isRefusal(problem))];
}

/** A problem that nobody may overrule. The others are advice that a proposer can overrule knowingly. */
export function isRefusal(problem: DateProblem): boolean {
  switch (problem.rule) {
    case 'past':
    case 'too-long':
    case 'too-short':
      return true;
    case 'weekday':
    case 'hour':
      return problem.must;
    case 'exceptional':
    case 'holiday':
    case 'quarter-end':
      return false;
    default:
      return problem satisfies never;
  }
}

/** Whether it is as long as every policy prefers that prefers anything. */
export function isPreferred(at: Instant, { bindings, daysOff }: DateTest): boolean {
  return bindings.every(({ policy, start }) => {
    const { preferredMs } = policy;
    return (
      preferredMs === null || (at >= from(start, preferredMs.from, policy, daysOff) && at <= until(start, preferredMs.to, policy, daysOff))
    );
  });
}

/** The remainder, never negative. */
export const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** The last instant that a policy allows without exception. */
export function latestOf({ policy, start }: Binding, daysOff: DaysOff): Instant {
  return until(start, policy.longestMs, policy, daysOff);
}

/** The first instant that a policy allows. */
export function earliestOf({ policy, start }: Binding, daysOff: DaysOff): Instant {
  return from(start, policy.shortestMs, policy, daysOff);
}

/** The limit that ends first of all that bind. */
export function tightest({ bindings, daysOff }: Pick<DateTest, 'bindings' | 'daysOff'>): Instant {
  return Math.min(...bindings.map((binding) => latestOf(binding, daysOff)));
}

/** So long after an instant, at the latest: where working days count, to the end of the last of them, whatever hour the clock began at. */
function until(start: Instant, ms: number, { counts }: Policy, daysOff: DaysOff): Instant {
  return counts === 'calendar' ? start + ms : workingDayAfter(start, ms, daysOff) + dayMs - 1;
}

/** So long after an instant, at the earliest: where working days count, from the beginning of the last of them. */
function from(start: Instant, ms: number, { counts }: Policy, daysOff: DaysOff): Instant {
  return counts === 'calendar' ? start + ms : Math.max(start, workingDayAfter(start, ms, daysOff));
}

/** The beginning of the UTC day so many working days later; weekends and holidays are none. */
function workingDayAfter(start: Instant, ms: number, daysOff: DaysOff): Instant {
  let day = start - modulo(start, dayMs);
  for (let left = Math.round(ms / dayMs); left > 0; left -= isWorkingDay(day, daysOff) ? 1 : 0) day += dayMs;
  return day;
}

function isWorkingDay(at: Instant, daysOff: DaysOff): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday !== 0 && weekday !== 6 && daysOff[dayOf(at)] === undefined;
}

/** The UTC day of an instant as `2026-12-03`. */
export function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Whether a date is beyond a policy, exceptional cases included. */
export function tooLongFor(at: Instant, binding: Binding, daysOff: DaysOff): boolean {
  return tooLate(at, binding, daysOff)?.rule === 'too-long';
}

function tooLate(at: Instant, binding: Binding, daysOff: DaysOff): Extract<DateProblem, { rule: 'too-long' | 'exceptional' }> | null {
  const { longestMs, exceptionalMs, counts } = binding.policy;
  const latest = latestOf(binding, daysOff);
  if (at <= latest) return null;
  if (exceptionalMs !== null && at <= until(binding.start, exceptionalMs, binding.policy, daysOff))
    return { rule: 'exceptional', longestMs, latest };
  return { rule: 'too-long', longestMs, latest, ...(counts === 'working' ? { working: true } : {}) };
}

function tooEarly(at: Instant, binding: Binding, daysOff: DaysOff, limit: Instant): Extract<DateProblem, { rule: 'too-short' }> | null {
  const { shortestMs, counts } = binding.policy;
  const earliest = earliestOf(binding, daysOff);
  if (at >= earliest || earliest > limit) return null;
  return { rule: 'too-short', shortestMs, earliest, ...(counts === 'working' ? { working: true } : {}) };
}

function weekdayProblem(at: Instant, policy: Policy): Extract<DateProblem, { rule: 'weekday' }> | null {
  const weekday = new Date(at).getUTCDay();
  const { days, force } = policy.weekdaysAvoided;
  return days.includes(weekday) ? { rule: 'weekday', weekday, must: force === 'must' } : null;
}

function hourProblem(at: Instant, { hour }: Policy): Extract<DateProblem, { rule: 'hour' }> | null {
  if (hour === null || modulo(at, dayMs) === hour.minutes * minuteMs) return null;
  return { rule: 'hour', minutes: hour.minutes, must: hour.force === 'must' };
}

function holidayProblems(at: Instant, marginDays: number, daysOff: DaysOff): DateProblem[] {
  const days = Array.from({ length: 2 * marginDays + 1 }, (_, index) => dayOf(at + (index - marginDays) * dayMs));
  const name = daysOff[dayOf(at)] ?? days.map((day) => daysOff[day]).find((found) => found !== undefined);
  return name === undefined ? [] : [{ rule: 'holiday', name }];
}

function quarterEndProblem(at: Instant, policy: Policy): Extract<DateProblem, { rule: 'quarter-end' }> | null {
  const date = new Date(at);
  const quarterEnds = Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 1);
  return quarterEnds - at <= policy.quarterEndDaysAvoided * dayMs ? { rule: 'quarter-end' } : null;
}
