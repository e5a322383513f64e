// What can be asked of a list about reports from outside, and who may ask it.

import type { EmbargoId } from '../../values/ids.ts';
import { coordinators, type Role } from '../roles.ts';
import type { ClosedHow, DateVerdict, ReportText } from './report.ts';

type Numbered = { readonly number: number };

export type ReportCommand =
  | {
      readonly type: 'report-vulnerability';
      readonly said: ReportText;
      readonly credit: string | null;
      readonly anonymous: boolean;
    }
  /** A question or an answer, by its reporter or to them. */
  | ({ readonly type: 'talk-of-report'; readonly text: string } & Numbered)
  | ({ readonly type: 'close-report'; readonly how: ClosedHow; readonly because: string } & Numbered)
  /** The embargo that it is about, which was opened for it or ran before. */
  | ({
      readonly type: 'link-report';
      readonly embargo: EmbargoId;
      readonly codename: string;
      readonly how: 'opened' | 'known';
    } & Numbered)
  | ({ readonly type: 'reopen-report' } & Numbered)
  /** `credit` null: none. */
  | ({ readonly type: 'credit-report'; readonly credit: string | null } & Numbered)
  /** `proposal`: the number of a date that is open on its embargo. */
  | ({
      readonly type: 'answer-report-date';
      readonly proposal: number;
      readonly verdict: DateVerdict;
      readonly because: string | null;
    } & Numbered);

/** anybody: whose report it is; of `talk-of-report` a coordinator too. */
export const reportAuthority: Readonly<Record<ReportCommand['type'], readonly Role[] | 'anybody'>> = {
  'report-vulnerability': 'anybody',
  'talk-of-report': 'anybody',
  'close-report': coordinators,
  'link-report': coordinators,
  'reopen-report': coordinators,
  'credit-report': 'anybody',
  'answer-report-date': 'anybody',
};

export function isReportCommand(command: { readonly type: string }): command is ReportCommand {
  return Object.hasOwn(reportAuthority, command.type);
}
