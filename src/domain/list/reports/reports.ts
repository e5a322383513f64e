// The reports from outside that a list has, by what becomes of them.

import type { EmbargoId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import type { List } from '../list.ts';
import { noReports, type Report, waitsSince } from './report.ts';

/** The reports of a list, the oldest first. */
export function reportsOf({ reports = noReports }: List): Report[] {
  return Object.values<Report>(reports.byNumber).sort((one, other) => one.number - other.number);
}

export function openReports(list: List): Report[] {
  return reportsOf(list).filter(({ state }) => state.type === 'open');
}

/** The reports that an embargo is about. */
export function reportsOn(list: List, embargo: EmbargoId): Report[] {
  return reportsOf(list).filter(({ state }) => state.type === 'embargo' && state.embargo === embargo);
}

/** The reports that wait for a coordinator, with the instant by which the policy wants them answered. */
export function waitingReports(list: List): { readonly report: Report; readonly since: Instant; readonly due: Instant }[] {
  return openReports(list).flatMap((report) => {
    const since = waitsSince(report);
    return since === null ? [] : [{ report, since, due: since + list.policy.rules.reportAnswerMs }];
  });
}

/** When a closed report is forgotten, by the policy of its list; null: it goes with its embargo, or it is open. */
export function forgottenAt({ state }: Report, list: List): Instant | null {
  return state.type === 'closed' ? state.at + list.policy.rules.retentionMs : null;
}
