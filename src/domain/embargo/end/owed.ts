// What an end leaves to be done: by its reason, and by clock.
import { type ClockKey, clockKeys, clocksAfterEnd, type EndingLadder, followUpMs, givenUpMs } from '../../policy/policy.ts';
import type { Instant } from '../../values/time.ts';
import { type About, cveIdsOf } from '../about/about.ts';
import type { Ending, EndReason } from '../embargo.ts';

/** owed: what is public now is followed up. rejection: only that a CVE id that was reserved is rejected. */
export type Debt = 'owed' | 'rejection' | 'none';

const followedUp = { post: 'owed', cve: 'owed', exploit: 'owed', retrospective: 'owed', packages: 'owed' } as const;
const calledOff = { post: 'none', cve: 'rejection', exploit: 'none', retrospective: 'none', packages: 'none' } as const;

const owedAfter: Readonly<Record<EndReason, Readonly<Record<ClockKey, Debt>>>> = {
  disclosed: followedUp,
  public: followedUp,
  exploited: followedUp,
  withdrawn: calledOff,
  'not-a-vulnerability': calledOff,
  duplicate: calledOff,
  // Whatever it was, nothing of it is public: a post would make it so.
  other: calledOff,
};

/** Whether it is public once it has ended so: everybody may speak of it. */
export const madePublic = (reason: EndReason): boolean => owedAfter[reason].post === 'owed';

/** Whether an end without words would leave everybody guessing. */
export const needsBecause = (reason: EndReason): boolean => !madePublic(reason);

/** Whether ending it so leaves an id that was reserved for nothing. */
export const leavesId = (reason: EndReason, about: About): boolean => owedAfter[reason].cve === 'rejection' && cveIdsOf(about).length > 0;

/** What is owed by a clock after this end. An id is rejected where one was reserved. */
export function debtOf({ reason, rejectCve }: Pick<Ending, 'reason' | 'rejectCve'>, clock: ClockKey): Debt {
  const debt = owedAfter[reason][clock];
  return debt === 'rejection' && rejectCve !== true ? 'none' : debt;
}

/** The clocks that run after an end, with the instant of each: they count from when it was public, where that is known. */
export function duesAfter(ended: Ending, begins: Instant): [ClockKey, Instant][] {
  // It may have been public before anybody here knew: what is owed was not due then.
  const since = Math.max(begins, ended.publicSince ?? ended.at);
  return clockKeys.filter((clock) => debtOf(ended, clock) !== 'none').map((clock) => [clock, since + clocksAfterEnd[clock].dueMs]);
}

/** When people are reminded of what is due by a clock: what was public long before the end is asked for from the end on. */
export function remindedAfter({ at }: Ending, clock: ClockKey, due: Instant): EndingLadder {
  const afterMs = followUpMs.map((ms) => at + ms - due).filter((ms) => ms > 0);
  return { beforeMs: clocksAfterEnd[clock].beforeMs, afterMs };
}

/** Whether nobody is reminded any more, and what is open is coordinators' to close. */
export const isGivenUp = ({ at }: Ending, now: Instant): boolean => now >= at + givenUpMs;
