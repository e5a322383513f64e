// Reports that wait for an answer: coordinators are reminded of all of them at once, each day, and as the policy's time is over; their reporters are told then.

import type { Instant } from '../../values/time.ts';
import type { List } from '../list.ts';
import type { ReportFact } from './facts.ts';
import { noReports, remindEveryMs } from './report.ts';
import { waitingReports } from './reports.ts';

/** What the clock has to write down of reports at `now`. */
export function dueOfReports(list: List, now: Instant): ReportFact[] {
  const next = nextOfReports(list);
  if (next === null || now < next) return [];
  const waiting = waitingReports(list);
  const late = waiting.filter(({ report, due }) => report.late !== true && now >= due);
  return [{ type: 'reports-reminded', waiting: waiting.map(({ report }) => report.number), late: late.map(({ report }) => report.number) }];
}

/** When the clock is next needed for them; null: for none. */
export function nextOfReports(list: List): Instant | null {
  const { remindedAt = 0 } = list.reports ?? noReports;
  const waiting = waitingReports(list);
  if (waiting.length === 0) return null;
  const daily = Math.max(remindedAt, Math.min(...waiting.map(({ since }) => since))) + remindEveryMs;
  return Math.min(daily, ...waiting.flatMap(({ report, due }) => (report.late === true ? [] : [due])));
}
