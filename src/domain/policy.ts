// A list's rules as data. For now two presets (see each `source`).
import { dayMs, hourMs, type Instant, minuteMs } from './time.ts';

/** Rungs before a deadline, as milliseconds that are left; then one each `overdueEveryMs` after it. 0 is the moment itself. */
export type Ladder = { readonly beforeMs: readonly number[]; readonly overdueEveryMs: number };

/** Who must agree to a disclosure date: more than this share of the distributors, or so many coordinators. */
export type Quorum =
  | { readonly type: 'distributors'; readonly moreThanShare: number }
  | { readonly type: 'coordinators'; readonly count: number };

/** `must` refuses; `should` may be overruled by whoever proposes, knowingly. */
export type Force = 'must' | 'should';

export type Policy = {
  readonly title: string;
  readonly source: string;
  /** How long an embargo may last, counted from its creation here, which is the notice to the list. */
  readonly longestMs: number;
  readonly shortestMs: number;
  /** UTC weekdays (0 is Sunday) on which nothing should be disclosed. */
  readonly weekdaysAvoided: { readonly days: readonly number[]; readonly force: Force };
  /** Countries (ISO 3166) whose public holidays are avoided. */
  readonly holidayCountries: readonly string[];
  /** No disclosure on the last so many days of a quarter: staff are away, changes are frozen. */
  readonly quarterEndDaysAvoided: number;
  readonly quorum: Quorum;
  /** How long people have to answer a proposal. Vultron's floor of 72 hours holds: less is raised to it, not refused. */
  readonly answerWithinMs: number;
  readonly ladder: Ladder;
  /** Written down with each acceptance. Changing the terms means changing this. */
  readonly termsVersion: string;
  readonly terms: readonly string[];
};

export const answerFloorMs = 72 * hourMs;

/** 14 days, 7 days, 3 days, 24 hours, 4 hours, 1 hour, the moment, and daily when overdue. */
const standardLadder: Ladder = { beforeMs: [14 * dayMs, 7 * dayMs, 3 * dayMs, dayMs, 4 * hourMs, hourMs, 0], overdueEveryMs: dayMs };

// After the Embargo Policy section of the Open Containers Initiative's security policy, clause by clause.
const ociTerms = [
  'What you learn here must not be made public, shared, or even hinted at beyond the need-to-know within your specific team, unless the list explicitly approves it.',
  'This holds until the public disclosure date and time that the list agreed upon.',
  "You use it for nothing but getting the issue fixed for your distribution's users.",
  'Before you share anything with a member of your team who is needed for the fix, they agree to these same terms, and they learn only what they need to know.',
  'If something gets out beyond this, you urgently tell the list exactly what leaked and to whom. A retrospective follows.',
  'Who keeps leaking is removed from the list.',
] as const;

export const policies = {
  oci: {
    title: 'Open Containers Initiative',
    source: 'opencontainers SECURITY.md; lengths as observed 2019 to 2025 (14 to 20 days)',
    longestMs: 20 * dayMs,
    shortestMs: 0,
    weekdaysAvoided: { days: [0, 5, 6], force: 'should' },
    holidayCountries: ['US', 'DE'],
    quarterEndDaysAvoided: 2,
    quorum: { type: 'distributors', moreThanShare: 0.5 },
    answerWithinMs: answerFloorMs,
    ladder: standardLadder,
    termsVersion: 'oci-1',
    terms: ociTerms,
  },
  'linux-distros': {
    title: 'linux-distros',
    source: 'oss-security.openwall.org/wiki/mailing-lists/distros: at most 14 days, preferably under 7, at least 1',
    longestMs: 14 * dayMs,
    shortestMs: dayMs,
    weekdaysAvoided: { days: [0, 5, 6], force: 'should' },
    holidayCountries: ['US', 'DE'],
    quarterEndDaysAvoided: 0,
    quorum: { type: 'coordinators', count: 1 },
    answerWithinMs: answerFloorMs,
    ladder: standardLadder,
    termsVersion: 'oci-1',
    terms: ociTerms,
  },
} as const satisfies Record<string, Policy>;

export type PolicyKey = keyof typeof policies;
export const policyKeys = Object.keys(policies) as PolicyKey[];

/** The rules behind a key. */
export function policyOf(key: PolicyKey): Policy {
  return policies[key];
}

export type ClockKey = 'post' | 'cve' | 'exploit' | 'retrospective' | 'packages';

/**
 * What is still owed once an embargo has ended, each with its own clock from the end: `dueMs` after it, reminded by `ladder`.
 * post: the public post's link. cve: CNA rules 4.5.1.3 and 4.5.1.4, the record should be out within 24 hours and must be within 72.
 * exploit: withheld at most 7 days (linux-distros). retrospective: within 3 days (Kubernetes SRC). packages: fixed within 10 days (linux-distros).
 */
export const clocksAfterEnd: Readonly<Record<ClockKey, { dueMs: number; owedBy: 'coordinators' | 'distributors'; ladder: Ladder }>> = {
  post: { dueMs: 0, owedBy: 'coordinators', ladder: { beforeMs: [], overdueEveryMs: dayMs } },
  cve: { dueMs: dayMs, owedBy: 'coordinators', ladder: { beforeMs: [4 * hourMs, 0], overdueEveryMs: dayMs } },
  exploit: { dueMs: 7 * dayMs, owedBy: 'coordinators', ladder: { beforeMs: [dayMs, 0], overdueEveryMs: dayMs } },
  retrospective: { dueMs: 3 * dayMs, owedBy: 'coordinators', ladder: { beforeMs: [0], overdueEveryMs: dayMs } },
  packages: { dueMs: 10 * dayMs, owedBy: 'distributors', ladder: { beforeMs: [3 * dayMs, 0], overdueEveryMs: dayMs } },
};
export const clockKeys = Object.keys(clocksAfterEnd) as ClockKey[];

/** It is public, or attacks are seen: a decision within the hour, and a louder question each quarter of an hour after it. */
export const decisionMs = hourMs;
export const decisionLadder: Ladder = { beforeMs: [15 * minuteMs, 0], overdueEveryMs: 15 * minuteMs };

/** No date is agreed or asked for: coordinators are reminded daily. */
export const datelessLadder: Ladder = { beforeMs: [], overdueEveryMs: dayMs };

/** A reminder that comes later than this after its rung says that it is late. */
export const lateAfterMs = 10 * minuteMs;

/** How long the earliest answer to a proposal may be waited for: the policy's time, but never under the floor. */
export function answerBy(policy: Policy, proposedAt: Instant): Instant {
  return proposedAt + Math.max(policy.answerWithinMs, answerFloorMs);
}
