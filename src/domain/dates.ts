// Is a disclosure date within the policy, and which ones near it would be?
import type { Policy } from './policy.ts';
import { dayMs, type Instant } from './time.ts';

/** Public holidays by UTC day (`2026-12-25`), with their names; gathered outside, because a calendar is knowledge of the world. */
export type DaysOff = Readonly<Record<string, string>>;

export type DateProblem =
  | { readonly rule: 'past' }
  | { readonly rule: 'too-long'; readonly longestMs: number; readonly latest: Instant }
  | { readonly rule: 'too-short'; readonly shortestMs: number; readonly earliest: Instant }
  | { readonly rule: 'weekday'; readonly weekday: number; readonly must: boolean }
  | { readonly rule: 'holiday'; readonly name: string }
  | { readonly rule: 'quarter-end' };

/** What an instant is measured against: `start` is when the policy's clock began to run. */
export type DateTest = { readonly now: Instant; readonly start: Instant; readonly policy: Policy; readonly daysOff: DaysOff };

/** Everything that speaks against an instant, the refusals first. Days are UTC days. */
export function dateProblems(at: Instant, test: DateTest): DateProblem[] {
  const { policy, now, start } = test;
  const latest = start + policy.longestMs;
  const earliest = start + policy.shortestMs;
  const problems: (DateProblem | null)[] = [
    at <= now ? { rule: 'past' } : null,
    at > latest ? { rule: 'too-long', longestMs: policy.longestMs, latest } : null,
    at > now && at < earliest ? { rule: 'too-short', shortestMs: policy.shortestMs, earliest } : null,
    weekdayProblem(at, policy),
    holidayProblem(at, test.daysOff),
    quarterEndProblem(at, policy),
  ];
  return problems.filter((problem) => problem !== null);
}

/** A problem that nobody may overrule. The others are advice that a proposer can overrule knowingly. */
export function isRefusal(problem: DateProblem): boolean {
  switch (problem.rule) {
    case 'past':
    case 'too-long':
    case 'too-short':
      return true;
    case 'weekday':
      return problem.must;
    case 'holiday':
    case 'quarter-end':
      return false;
    default:
      return problem satisfies never;
  }
}

/** Up to `count` instants without any problem, at the same time of day (UTC), the nearest first; of two as near, the earlier. */
export function betterDates(at: Instant, test: DateTest, count = 3): Instant[] {
  const earliest = Math.max(test.now, test.start + test.policy.shortestMs);
  const latest = test.start + test.policy.longestMs;
  const timeOfDay = at % dayMs;
  const found: Instant[] = [];
  for (let day = Math.floor(earliest / dayMs); day <= Math.floor(latest / dayMs); day += 1) {
    const candidate = day * dayMs + timeOfDay;
    if (candidate !== at && dateProblems(candidate, test).length === 0) found.push(candidate);
  }
  return found.sort((a, b) => Math.abs(a - at) - Math.abs(b - at) || a - b).slice(0, count);
}

/** The UTC day of an instant as `2026-12-03`. */
export function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

function weekdayProblem(at: Instant, policy: Policy): DateProblem | null {
  const weekday = new Date(at).getUTCDay();
  const { days, force } = policy.weekdaysAvoided;
  return days.includes(weekday) ? { rule: 'weekday', weekday, must: force === 'must' } : null;
}

function holidayProblem(at: Instant, daysOff: DaysOff): DateProblem | null {
  const name = daysOff[dayOf(at)];
  return name === undefined ? null : { rule: 'holiday', name };
}

function quarterEndProblem(at: Instant, policy: Policy): DateProblem | null {
  const date = new Date(at);
  const quarterEnds = Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 1);
  return quarterEnds - at <= policy.quarterEndDaysAvoided * dayMs ? { rule: 'quarter-end' } : null;
}
