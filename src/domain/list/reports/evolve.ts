// What a fact makes of the reports of a list.

import { dayMs, type Instant } from '../../values/time.ts';
import type { List } from '../list.ts';
import type { ReportFact } from './facts.ts';
import { noReports, type Report, type Reports } from './report.ts';

/** The list after a fact about its reports. Throws where there is no such report: the record is broken, and guessing would hide it. */
export function evolveReports(list: List, fact: ReportFact, at: Instant): List {
  return { ...list, reports: after(list.reports ?? noReports, fact, at) };
}

function after(reports: Reports, fact: ReportFact, at: Instant): Reports {
  const change = (number: number, changed: (report: Report) => Report): Reports => {
    const report = reports.byNumber[number];
    if (report === undefined) throw new Error('a fact about a report that there is not');
    return { ...reports, byNumber: { ...reports.byNumber, [number]: changed(report) } };
  };
  switch (fact.type) {
    case 'report-received': {
      const { report: number, reporter, name, anonymous, credit, said } = fact;
      const report: Report = { number, reporter, name, at, anonymous, credit, said, talk: [], state: { type: 'open' }, dates: {} };
      return { ...reports, given: Math.max(reports.given, number), byNumber: { ...reports.byNumber, [number]: report } };
    }
    case 'report-talked': {
      const { from, by, text } = fact;
      return change(fact.report, ({ late: _, ...report }) => ({ ...report, talk: [...report.talk, { from, by, at, text }] }));
    }
    case 'report-closed': {
      const { how, because } = fact;
      return change(fact.report, (report) => ({ ...report, state: { type: 'closed', at, how, because } }));
    }
    case 'report-linked': {
      const { how, embargo, codename } = fact;
      return change(fact.report, (report) => ({ ...report, state: { type: 'embargo', at, how, embargo, codename } }));
    }
    case 'report-reopened':
      // What was said of the dates of an embargo is of none of the next one's.
      return change(fact.report, ({ late: _, confirmed: __, ...report }) => ({ ...report, state: { type: 'open' }, dates: {} }));
    case 'report-credited':
      return change(fact.report, ({ confirmed: _, ...report }) => ({
        ...answered(report, at),
        credit: fact.credit,
        ...(report.state.type === 'embargo' ? { confirmed: true } : {}),
      }));
    case 'report-date-answered': {
      const { proposal, verdict, reason } = fact;
      return change(fact.report, (report) => ({
        ...answered(report, at),
        dates: { ...report.dates, [proposal]: { verdict, at, reason } },
      }));
    }
    case 'reports-reminded': {
      const known = fact.late.filter((number) => reports.byNumber[number] !== undefined);
      const late = known.map((number) => [number, { ...(reports.byNumber[number] as Report), late: true }] as const);
      return { ...reports, remindedAt: at, byNumber: { ...reports.byNumber, ...Object.fromEntries(late) } };
    }
    case 'report-forgotten': {
      // What it was is gone from the record: nothing of it is asked.
      const { [fact.report]: _, ...byNumber } = reports.byNumber;
      return { ...reports, byNumber, given: Math.max(reports.given, fact.report) };
    }
    default:
      return fact satisfies never;
  }
}

const answered = ({ answeredAt = [], ...report }: Report, at: Instant): Report => ({
  ...report,
  answeredAt: [...answeredAt.filter((before) => before > at - dayMs), at],
});
