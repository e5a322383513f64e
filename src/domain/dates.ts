// Is a disclosure date within the policies that bind an embargo, and which ones near it would be?
import type { Policy } from './policy.ts';
import { dayMs, type Instant } from './time.ts';

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
  const firmFirst = [...tooLong.filter(isRefusal), ...tooShort, ...tooLong.filter((problem) => !isRefusal(problem))];
  return [
    ...(at <= now ? [{ rule: 'past' } as const] : []),
    ...firmFirst,
    ...each(({ policy }) => weekdayProblem(at, policy)),
    ...each(({ policy }) => hourProblem(at, policy)),
    ...holidayProblems(at, Math.max(...bindings.map(({ policy }) => policy.holidayMarginDays)), daysOff),
    ...each(({ policy }) => quarterEndProblem(at, policy)),
  ];
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

/**
 * Up to `count` instants, the best first: those without any problem, at the policy's hour or else at the same time of day (UTC), and of them the
 * nearest, the earlier of two as near. Where every day has something against it, those that only advice speaks against, the least of it first: a
 * weekday weighs more than the hour, that more than a holiday, that more than the end of a quarter.
 */
export function betterDates(at: Instant, test: DateTest, count = 3): Instant[] {
  const candidates = candidatesFor(at, test).map((candidate) => ({ candidate, problems: dateProblems(candidate, test) }));
  const clean = candidates.filter(({ problems }) => problems.length === 0);
  const usable = clean.length > 0 ? clean : candidates.filter(({ problems }) => !problems.some(isRefusal));
  return usable
    .map(({ candidate, problems }) => ({ candidate, weight: problems.reduce((sum, problem) => sum + weights[problem.rule], 0) }))
    .sort((a, b) => a.weight - b.weight || Math.abs(a.candidate - at) - Math.abs(b.candidate - at) || a.candidate - b.candidate)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** How much advice weighs; what is refused is never offered. */
const weights: Readonly<Record<DateProblem['rule'], number>> = {
  past: 64,
  'too-long': 64,
  'too-short': 64,
  exceptional: 16,
  weekday: 8,
  hour: 4,
  holiday: 2,
  'quarter-end': 1,
};

function candidatesFor(at: Instant, test: DateTest): Instant[] {
  const { now, bindings, daysOff } = test;
  const earliest = Math.max(now, ...bindings.map((binding) => earliestOf(binding, daysOff)).filter((start) => start <= tightest(test)));
  const latest = tightest(test);
  const hour = bindings.map(({ policy }) => policy.hour).find((wanted) => wanted !== null) ?? null;
  const timeOfDay = hour === null ? modulo(at, dayMs) : hour.minutes * 60_000;
  const days = Math.floor(latest / dayMs) - Math.floor(earliest / dayMs) + 1;
  return Array.from({ length: Math.max(0, days) }, (_, index) => (Math.floor(earliest / dayMs) + index) * dayMs + timeOfDay).filter(
    (candidate) => candidate !== at,
  );
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** The last instant that a policy allows without exception. */
export function latestOf({ policy, start }: Binding, daysOff: DaysOff): Instant {
  return after(start, policy.longestMs, policy, daysOff);
}

/** The first instant that a policy allows. */
export function earliestOf({ policy, start }: Binding, daysOff: DaysOff): Instant {
  return after(start, policy.shortestMs, policy, daysOff);
}

/** The limit that ends first of all that bind. */
export function tightest({ bindings, daysOff }: Pick<DateTest, 'bindings' | 'daysOff'>): Instant {
  return Math.min(...bindings.map((binding) => latestOf(binding, daysOff)));
}

/** So long after an instant; in working days, whole ones, weekends and holidays left out. */
function after(start: Instant, ms: number, { counts }: Policy, daysOff: DaysOff): Instant {
  if (counts === 'calendar') return start + ms;
  let at = start;
  for (let left = Math.round(ms / dayMs); left > 0; left -= isWorkingDay(at, daysOff) ? 1 : 0) at += dayMs;
  return at;
}

function isWorkingDay(at: Instant, daysOff: DaysOff): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday !== 0 && weekday !== 6 && daysOff[dayOf(at)] === undefined;
}

/** The UTC day of an instant as `2026-12-03`. */
export function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

function tooLate(at: Instant, binding: Binding, daysOff: DaysOff): Extract<DateProblem, { rule: 'too-long' | 'exceptional' }> | null {
  const { longestMs, exceptionalMs, counts } = binding.policy;
  const latest = latestOf(binding, daysOff);
  if (at <= latest) return null;
  if (exceptionalMs !== null && at <= after(binding.start, exceptionalMs, binding.policy, daysOff))
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
  if (hour === null || modulo(at, dayMs) === hour.minutes * 60_000) return null;
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
