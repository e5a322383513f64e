// A list's rules as data, and the clocks that all lists share. The presets are in presets.ts.

import { dayMs, hourMs, type Instant, minuteMs } from '../values/time.ts';
import type { StepKey } from './checklist.ts';

/**
 * Rungs before a deadline, as milliseconds that are left; then one each `overdueEveryMs` after it. 0 is the moment itself. `firstMs`: at first more often,
 * each until so long after the deadline.
 */
export type Ladder = {
  readonly beforeMs: readonly number[];
  readonly overdueEveryMs: number;
  readonly firstMs?: readonly { readonly everyMs: number; readonly untilMs: number }[];
};

/** The same, but after the deadline only at these, in milliseconds: then nobody is reminded any more. */
export type EndingLadder = { readonly beforeMs: readonly number[]; readonly afterMs: readonly number[] };

/** Who must agree to a disclosure date: more than this share of the distributors, or so many coordinators. */
export type Quorum =
  | { readonly type: 'distributors'; readonly moreThanShare: number }
  | { readonly type: 'coordinators'; readonly count: number };

/** `must` refuses; `should` may be overruled by whoever proposes, knowingly. */
export type Force = 'must' | 'should';

/** From when a policy's clock runs. fix: from the first patch on; until there is one, as though it came now, since the clock cannot have begun earlier. */
export const clockStarts = ['notice', 'first-post', 'report', 'advisory', 'fix'] as const;
export type ClockStart = (typeof clockStarts)[number];

/** One thing that an organisation must show. `optional`: asked, and no reason to say no. */
export type Criterion = { readonly key: string; readonly text: string; readonly optional: boolean };

/** What a member may take on for the list ("carry some water"). */
/** `before`: it is to be done before anything is disclosed. */
export type Duty = { readonly kind: 'technical' | 'administrative'; readonly text: string; readonly before?: true };

/**
 * What members may do before disclosure. deploy: run the fix themselves (hosted: where nobody outside can reach the binary; as-stated: where the notice
 * says so). customers: what their users may be told.
 */
export const deployments = ['no', 'hosted', 'as-stated', 'yes'] as const;
export const customerWords = ['nothing', 'existence', 'existence-and-date'] as const;
export type Permissions = {
  readonly deploy: (typeof deployments)[number];
  readonly binaries: boolean;
  readonly customers: (typeof customerWords)[number];
};

/** people: nothing. coordinators: decide by a quorum of their own. lazy-consent: that, or count silence as consent. */
export const silences = ['people', 'coordinators', 'lazy-consent'] as const;

export const aiUses = ['forbidden', 'local', 'allowed'] as const;
export type AiUse = (typeof aiUses)[number];

export const textKeys = ['welcome', 'rejection', 'warning', 'probation', 'removal'] as const;
export type TextKey = (typeof textKeys)[number];

/** How organisations come, stay and go. */
export type MembershipRules = {
  /** Votes are distributors', one each. `quorumShare`: so many of those who may vote must have voted; more than `moreThanShare` of the yes and no must be yes. */
  readonly quorumShare: number;
  readonly moreThanShare: number;
  readonly ballotMs: number;
  /** After a rejection, a removal: for so long nobody of that organisation may apply. */
  readonly coolingMs: number;
  readonly recertifyEveryMs: number;
  /** How long contacts have to answer; the backup is asked too at two thirds of it, coordinators hear of it at its end. */
  readonly recertifyWithinMs: number;
  /** With so many strikes, members of an organisation may be removed for strikes. */
  readonly strikes: number;
  /** One contact for each legal entity (Envoy). */
  readonly singleContact: boolean;
};

/**
 * A project that distributions package under other names. `repository`: on a forge, without https. `modules`: Go's names for it besides. `packages`: source packages and
 * programs in deb, rpm and apk.
 */
export type Upstream = { readonly repository: string; readonly modules?: readonly string[]; readonly packages: readonly string[] };

export type Policy = {
  readonly title: string;
  readonly source: string;
  /** How long an embargo may last; `counts` working: one day of it is one whole working day (no weekend, no holiday). */
  readonly longestMs: number;
  readonly shortestMs: number;
  readonly counts: 'calendar' | 'working';
  /** Up to this long where the proposer says so knowingly; null: never beyond the longest. */
  readonly exceptionalMs: number | null;
  /** What is preferred: where better dates are offered, one of them is within it. */
  readonly preferredMs: { readonly from: number; readonly to: number } | null;
  readonly clockFrom: ClockStart;
  /** UTC weekdays (0 is Sunday) on which nothing should be disclosed. */
  readonly weekdaysAvoided: { readonly days: readonly number[]; readonly force: Force };
  /** The hour of disclosure, in minutes of the UTC day; null: any. */
  readonly hour: { readonly minutes: number; readonly force: Force } | null;
  /** Countries (ISO 3166) whose public holidays are avoided, besides those of the members. `holidayMarginDays`: and so many days beside them. */
  readonly holidayCountries: readonly string[];
  readonly holidayMarginDays: number;
  /** No disclosure on the last so many days of a quarter: staff are away, changes are frozen. */
  readonly quarterEndDaysAvoided: number;
  readonly quorum: Quorum;
  /** So many coordinators, besides who asks, may approve an exception on an embargo without the list; absent: only the list's quorum can. */
  readonly exceptionCoordinators?: number;
  /** What distributions call the projects of this list, besides what the bot knows. Absent while nothing. */
  readonly upstreams?: readonly Upstream[];
  /** So many coordinators decide on a date that is earlier than the one in force; where there are fewer, all of them. */
  readonly earlierCoordinators: number;
  /** Who must agree to a date beyond the longest, for which a reason is given; null: nobody can. `ceilingMs`: never beyond this; null: no ceiling. */
  readonly extension: Quorum | null;
  readonly ceilingMs: number | null;
  /** What coordinators may make of an answer that did not come in time, besides waiting longer. */
  readonly silence: (typeof silences)[number];
  /** Whoever has not acknowledged a later date is locked out until they have. */
  readonly strict: boolean;
  /** How long people have to answer a proposal. Vultron's floor of 72 hours holds: less is raised to it, not refused. */
  readonly answerWithinMs: number;
  /** So long after an organization was asked for the terms its contacts are told that nobody there acknowledged; after twice as long coordinators are. */
  readonly acknowledgeWithinMs: number;
  /** So long after a proposal the contacts who could answer it too are told that their organization has not; coordinators choose once it is due. */
  readonly backupAfterMs: number;
  /** How soon a report from outside is answered; `reporterAsked`: whether its reporter is asked about proposed dates, which is no vote. */
  readonly reportAnswerMs: number;
  readonly reporterAsked: boolean;
  readonly ladder: Ladder;
  /** Who presses at the disclosure date. */
  readonly disclosers: 'coordinators' | 'speakers';
  /** Two representatives may disclose without a coordinator once none has answered for so long after the date. */
  readonly finishAfterMs: number;
  /** For so long after an end that made nothing public, coordinators may reopen. */
  readonly reopenWithinMs: number;
  /** How long what was said of an embargo is kept after its end. */
  readonly retentionMs: number;
  readonly may: Permissions;
  readonly ai: AiUse;
  readonly criteria: readonly Criterion[];
  readonly checklist: readonly StepKey[];
  /** Steps of it that are asked for each architecture of a release; absent: none. */
  readonly perArchitecture?: readonly StepKey[];
  readonly duties: readonly Duty[];
  readonly texts: Readonly<Record<TextKey, string>>;
  readonly membership: MembershipRules;
  /** Written down with each acceptance. Changing the terms means changing this. */
  readonly termsVersion: string;
  readonly terms: readonly string[];
};

export const answerFloorMs = 72 * hourMs;

export type ClockKey = 'post' | 'cve' | 'exploit' | 'retrospective' | 'packages';

/**
 * What nobody has linked is asked for at these times after an end, and at no others: for all of it at once, for a reminder each day for ever is read by
 * nobody. After the last coordinators close what is not coming, or link it.
 */
export const followUpMs: readonly number[] = [20 * hourMs, ...[2, 9, 16, 23, 30].map((days) => days * dayMs)];
export const givenUpMs = Math.max(...followUpMs);

/**
 * What is still owed once an embargo has ended, each with its own clock from the end: `dueMs` after it, reminded at `beforeMs` before that, and at `followUpMs`.
 * post: the public post's link. cve: CNA rules 4.5.1.3 and 4.5.1.4, the record should be out within 24 hours and must be within 72.
 * exploit: withheld at most 7 days (linux-distros). retrospective: within 3 days (Kubernetes SRC). packages: fixed within 10 days (linux-distros).
 */
export const clocksAfterEnd: Readonly<
  Record<ClockKey, { readonly dueMs: number; readonly owedBy: 'coordinators' | 'distributors'; readonly beforeMs: readonly number[] }>
> = {
  post: { dueMs: 0, owedBy: 'coordinators', beforeMs: [] },
  cve: { dueMs: dayMs, owedBy: 'coordinators', beforeMs: [4 * hourMs] },
  exploit: { dueMs: 7 * dayMs, owedBy: 'coordinators', beforeMs: [dayMs] },
  retrospective: { dueMs: 3 * dayMs, owedBy: 'coordinators', beforeMs: [0] },
  packages: { dueMs: 10 * dayMs, owedBy: 'distributors', beforeMs: [3 * dayMs, 0] },
};
export const clockKeys = Object.keys(clocksAfterEnd) as ClockKey[];

/**
 * It is public, attacks are seen, or something got out: a decision within the hour. Coordinators are asked again each quarter of an hour for the first two
 * hours after that, then each hour for the rest of a day, then daily: who has not answered by then is not there, and a hundred messages read like none.
 */
export const decisionMs = hourMs;
export const decisionLadder: Ladder = {
  beforeMs: [15 * minuteMs, 0],
  overdueEveryMs: dayMs,
  firstMs: [
    { everyMs: 15 * minuteMs, untilMs: 2 * hourMs },
    { everyMs: hourMs, untilMs: dayMs },
  ],
};

/** The limit of another list that was told of an embargo: its own countdown. That it has passed is said once, and then with whatever else is said. */
export const limitLadder: EndingLadder = { beforeMs: [7 * dayMs, 3 * dayMs, dayMs, 4 * hourMs, 0], afterMs: [] };

/** How often coordinators can have somebody reminded. */
export const remindAgainMs = hourMs;

/** No date is agreed or asked for: coordinators are reminded daily. */
export const datelessLadder: Ladder = { beforeMs: [], overdueEveryMs: dayMs };

/** Answers to a proposed date, of the time that people have: at half of it, a day before its end where it is longer than two, at its end; then daily, or as often as that time. */
export function answersLadder(spanMs: number): Ladder {
  const half = Math.max(0, Math.floor(spanMs / 2));
  return {
    beforeMs: [half, ...(spanMs > 2 * dayMs ? [dayMs] : []), 0],
    overdueEveryMs: Math.min(dayMs, Math.max(shortestAnswerMs, spanMs)),
  };
}

/** A reminder that comes later than this after its rung says that it is late. */
export const lateAfterMs = 10 * minuteMs;

/** How long answers to a proposed date may be waited for: the policy's time, but never under the floor; half of the time that is left where that is less. */
export function answerBy(policy: Policy, proposedAt: Instant, date: Instant): Instant {
  return proposedAt + Math.min(policyTime(policy), Math.floor((date - proposedAt) / 2));
}

/** The same for a date that is earlier than the one in force: a quarter of the time that is left, at least so long, and never after the date. */
export const shortestAnswerMs = 15 * minuteMs;

export function answerSoonBy(policy: Policy, proposedAt: Instant, date: Instant): Instant {
  const quarter = Math.floor((date - proposedAt) / 4);
  return Math.min(date, proposedAt + Math.min(policyTime(policy), Math.max(shortestAnswerMs, quarter)));
}

/** How long a policy gives people to answer, the floor kept. */
export const policyTime = ({ answerWithinMs }: Pick<Policy, 'answerWithinMs'>): number => Math.max(answerWithinMs, answerFloorMs);
