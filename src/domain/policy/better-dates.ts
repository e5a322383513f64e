// Which dates near one that is not within the policies would be? Ranked, so that the first is the nearest good one.

import { dayMs, type Instant, minuteMs } from '../values/time.ts';
import { type DateProblem, type DateTest, dateProblems, earliestOf, isPreferred, isRefusal, modulo, tightest } from './dates.ts';

/**
 * Up to `count` instants, the best first: those without any problem, at the policy's hour or else at the same time of day (UTC), and of them the
 * nearest, the earlier of two as near; the last one is within the lengths that the policies prefer, if no other is and there is any. Where every day
 * has something against it, those that only advice speaks against, the least of it first: a weekday weighs more than the hour, that more than a
 * holiday, that more than the end of a quarter. `taken`: those that were spoken of already, which are not offered.
 */
export function betterDates(at: Instant, test: DateTest, count = 3, taken: readonly Instant[] = []): Instant[] {
  const [usual, others] = timesOfDay(at, test);
  const free = (candidates: readonly Instant[]) => weighed(at, candidates, test).filter(({ candidate }) => !taken.includes(candidate));
  const clean = free(candidatesFor(test, [usual])).filter(({ weight }) => weight === 0);
  if (clean.length > 0) return offered(clean, test, count);
  const advised = free(candidatesFor(test, [usual, ...others]));
  // The last day may end before any of these times.
  const usable = advised.length > 0 ? advised : free([tightest(test)]);
  return usable.slice(0, count).map(({ candidate }) => candidate);
}

type Weighed = { readonly candidate: Instant; readonly weight: number };

/** What nobody has to refuse, by what speaks against it, then the nearest, the earlier of two as near. */
function weighed(at: Instant, candidates: readonly Instant[], test: DateTest): Weighed[] {
  return candidates
    .map((candidate) => ({ candidate, problems: dateProblems(candidate, test) }))
    .filter(({ candidate, problems }) => candidate !== at && !problems.some(isRefusal))
    .map(({ candidate, problems }) => ({ candidate, weight: weightOf(new Set(problems.map(({ rule }) => rule))) }))
    .sort((a, b) => a.weight - b.weight || Math.abs(a.candidate - at) - Math.abs(b.candidate - at) || a.candidate - b.candidate);
}

function offered(clean: readonly Weighed[], test: DateTest, count: number): Instant[] {
  const all = clean.map(({ candidate }) => candidate);
  const nearest = all.slice(0, count);
  const preferred = all.find((candidate) => isPreferred(candidate, test));
  if (count < 2 || preferred === undefined || nearest.some((candidate) => isPreferred(candidate, test))) return nearest;
  return [...nearest.slice(0, count - 1), preferred];
}

/** How much advice weighs: each more than all that come after it together. What is refused is never offered. */
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

const weightOf = (rules: ReadonlySet<DateProblem['rule']>): number => [...rules].reduce((sum, rule) => sum + weights[rule], 0);

/** In milliseconds of the UTC day: the hour of the first policy that has one, else that of the date itself; then the others'. */
function timesOfDay(at: Instant, { bindings }: DateTest): [number, number[]] {
  const own = modulo(at, dayMs);
  const [first = own, ...more] = bindings.flatMap(({ policy: { hour } }) => (hour === null ? [] : [hour.minutes * minuteMs]));
  return [first, [...new Set([...more, own])].filter((time) => time !== first)];
}

function candidatesFor(test: DateTest, times: readonly number[]): Instant[] {
  const { now, bindings, daysOff } = test;
  const latest = tightest(test);
  const earliest = Math.max(now, ...bindings.map((binding) => earliestOf(binding, daysOff)).filter((start) => start <= latest));
  const days = Math.floor(latest / dayMs) - Math.floor(earliest / dayMs) + 1;
  return Array.from({ length: Math.max(0, days) }, (_, index) => (Math.floor(earliest / dayMs) + index) * dayMs).flatMap((day) =>
    times.map((time) => day + time),
  );
}
