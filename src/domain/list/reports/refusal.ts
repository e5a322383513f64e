// A no to what concerns a report from outside.

import type { ReportState, ReportText } from './report.ts';

export type ReportReason =
  | { readonly code: 'report-in-private' }
  /** `said`: what was typed, to be given back. `because`: whose limit it is. */
  | {
      readonly code: 'report-limit';
      readonly because: 'yours' | 'server' | 'list' | 'open';
      readonly most: number;
      readonly said: ReportText;
    }
  /** Of nobody's, or of somebody else's: which is not told. `open`: those that the speaker may know of. */
  | { readonly code: 'no-report'; readonly number: number; readonly open: readonly number[] }
  /** On several lists. */
  | { readonly code: 'which-report-list'; readonly number: number; readonly lists: readonly string[] }
  /** Which of several lists somebody reports to who is on none of them. */
  | { readonly code: 'report-to-which-list'; readonly typed: string | null; readonly said: ReportText }
  | { readonly code: 'report-state'; readonly number: number; readonly state: ReportState['type']; readonly how: string | null }
  | { readonly code: 'report-not-closed'; readonly number: number }
  /** `because`: whether it is what one person says in a day, or all that is said of one report. `text`: what was typed, to be given back. */
  | {
      readonly code: 'report-talk-limit';
      readonly because: 'yours' | 'report';
      readonly number: number;
      readonly most: number;
      readonly text: string | null;
    }
  | { readonly code: 'report-date-unchanged'; readonly number: number }
  | { readonly code: 'report-without-embargo'; readonly number: number }
  | { readonly code: 'credit-unchanged'; readonly number: number }
  | { readonly code: 'no-date-asked'; readonly number: number }
  | { readonly code: 'report-known-where'; readonly number: number };
