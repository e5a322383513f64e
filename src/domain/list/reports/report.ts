// A vulnerability that somebody reported from outside: what they said, where it stands, what was asked and answered.

import type { EmbargoId, PersonId } from '../../values/ids.ts';
import { dayMs, type Instant } from '../../values/time.ts';

/** What a reporter says of what they found, in their own words; null: nothing. `wish`: by when it should be public. */
export type ReportText = {
  readonly what: string;
  readonly component: string;
  readonly versions: string | null;
  readonly exploitability: string | null;
  readonly reproduce: string | null;
  readonly wish: string | null;
};

/** Something that was asked or answered. `from` list: by a coordinator. */
export type Talk = { readonly from: 'reporter' | 'list'; readonly by: PersonId; readonly at: Instant; readonly text: string };

export type DateVerdict = 'accept' | 'reject';
/** What a reporter says to a proposed date: shown to who decides, and no vote. */
export type DateAnswer = { readonly verdict: DateVerdict; readonly at: Instant; readonly reason: string | null };

/** closed: declined with a reason, or public already, at an address. embargo: opened for it, or running before it came. */
export type ReportState =
  | { readonly type: 'open' }
  | { readonly type: 'closed'; readonly at: Instant; readonly how: ClosedHow; readonly because: string }
  | {
      readonly type: 'embargo';
      readonly at: Instant;
      readonly how: 'opened' | 'known';
      readonly embargo: EmbargoId;
      readonly codename: string;
    };
export type ClosedHow = 'declined' | 'public';

/**
 * `name`: what their platform calls the reporter. `credit`: as whom the public text names them; null: not at all. `confirmed`: they said so since it was
 * accepted. `late`: they were told that nobody had answered in time. `dates`: by the number of the proposal.
 */
export type Report = {
  readonly number: number;
  readonly reporter: PersonId;
  readonly name: string;
  readonly at: Instant;
  readonly anonymous: boolean;
  readonly credit: string | null;
  readonly confirmed?: true;
  readonly said: ReportText;
  readonly talk: readonly Talk[];
  readonly state: ReportState;
  readonly dates: Readonly<Record<number, DateAnswer>>;
  readonly late?: true;
  /** When its reporter last said as whom they are credited, or what a date is to them: within a day of the last. */
  readonly answeredAt?: readonly Instant[];
};

/** `given`: the highest number that a report ever had. `remindedAt`: when coordinators last were. */
export type Reports = {
  readonly byNumber: Readonly<Record<number, Report>>;
  readonly given: number;
  readonly remindedAt?: Instant;
};

export const noReports: Reports = { byNumber: {}, given: 0 };

/** Since when a report waits for a coordinator; null: it does not. A question to its reporter is an answer too. */
export function waitsSince({ state, at, talk }: Report): Instant | null {
  if (state.type !== 'open') return null;
  const asked = talk.findLastIndex(({ from }) => from === 'list');
  return asked === -1 ? at : (talk[asked + 1]?.at ?? null);
}

/** How often coordinators are reminded. */
export const remindEveryMs = dayMs;

/** So many reports one person sends in a day who is on no list; so many come in a day from all of these; so many of theirs are open at once. */
export const ofStrangerMax = 3;
export const ofStrangersMax = 20;
export const openMax = 50;
/** Of these at most so many in a day from one homeserver or workspace, on which anybody may give out accounts. */
export const ofServerMax = 10;
/** So many from all of these are taken in a day from servers that nobody has reported from that day: two of them must not use up what all may send. */
export const ofOtherServersMax = 40;
/** So often somebody writes, names a credit or answers a date in a day, for all of their reports; so much is said to one altogether. */
export const talkMax = 10;
export const talkEverMax = 200;
