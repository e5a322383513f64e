// What happened to reports from outside.

import type { EmbargoId, PersonId } from '../../values/ids.ts';
import type { ClosedHow, DateVerdict, ReportText } from './report.ts';

type OfReport = { readonly report: number };

export type ReportFact =
  | ({
      readonly type: 'report-received';
      readonly reporter: PersonId;
      readonly name: string;
      readonly anonymous: boolean;
      readonly credit: string | null;
      readonly said: ReportText;
    } & OfReport)
  | ({ readonly type: 'report-talked'; readonly from: 'reporter' | 'list'; readonly by: PersonId; readonly text: string } & OfReport)
  | ({ readonly type: 'report-closed'; readonly how: ClosedHow; readonly because: string } & OfReport)
  | ({
      readonly type: 'report-linked';
      readonly how: 'opened' | 'known';
      readonly embargo: EmbargoId;
      readonly codename: string;
    } & OfReport)
  | ({ readonly type: 'report-reopened' } & OfReport)
  | ({ readonly type: 'report-credited'; readonly credit: string | null } & OfReport)
  | ({
      readonly type: 'report-date-answered';
      readonly proposal: number;
      readonly verdict: DateVerdict;
      readonly reason: string | null;
    } & OfReport)
  /** `late`: those that were not answered by when the policy wants it, and of which that was not said yet. */
  | { readonly type: 'reports-reminded'; readonly waiting: readonly number[]; readonly late: readonly number[] }
  /** Its time of keeping is over: what was said of it is gone from the record too. */
  | ({ readonly type: 'report-forgotten' } & OfReport);

const types: Readonly<Record<ReportFact['type'], true>> = {
  'report-received': true,
  'report-talked': true,
  'report-closed': true,
  'report-linked': true,
  'report-reopened': true,
  'report-credited': true,
  'report-date-answered': true,
  'reports-reminded': true,
  'report-forgotten': true,
};

export function isOfReport(fact: { readonly type: string }): fact is ReportFact {
  return Object.hasOwn(types, fact.type);
}

/** What somebody said of a report: forgotten with it. */
export const wordsOfReport: readonly ReportFact['type'][] = [
  'report-received',
  'report-talked',
  'report-closed',
  'report-linked',
  'report-reopened',
  'report-credited',
  'report-date-answered',
];
