// Who decides on a proposed date: the list by its quorum; a few coordinators where it comes earlier than what was agreed; for an extension, whom the policy names.

import type { List } from '../../list/list.ts';
import type { Quorum } from '../../policy/policy.ts';
import { dayMs, type Instant } from '../../values/time.ts';
import { agreedDate, type Embargo, type Proposal } from '../embargo.ts';

/**
 * Whether a date shortens the secret: it is earlier than the one in force. Where none is, any date that is proposed once it was reported that the
 * vulnerability is public or exploited.
 */
export function isEarlier(embargo: Embargo, at: Instant): boolean {
  const inForce = agreedDate(embargo);
  return inForce === null ? publicStateChanged(embargo) : at < inForce.at;
}

/** Whose answers decide on a date, and how many it takes. */
export function quorumFor(embargo: Embargo, date: Pick<Proposal, 'at' | 'extension'>, list: List): Quorum {
  const { quorum, extension, earlierCoordinators } = list.policy.rules;
  // Where fewer decide on any date, no more are needed for an earlier one.
  const most = quorum.type === 'coordinators' ? quorum.count : earlierCoordinators;
  if (isEarlier(embargo, date.at)) return { type: 'coordinators', count: Math.min(most, earlierCoordinators) };
  return date.extension === true ? (extension ?? quorum) : quorum;
}

/** Whether the vulnerability or an exploit is public, or attacks are seen: a later date cannot be kept any more (Vultron, em/negotiating.md). */
export function publicStateChanged(embargo: Embargo): boolean {
  return Object.keys(embargo.publicState).length > 0;
}

/** What is public or exploited is disclosed within so long, where nothing was agreed before: what a few decide must not keep it a secret. */
const soonMs = 2 * dayMs;

/** Whether a date would keep what is public or exploited a secret: it is neither earlier than the one in force, nor, where there is none, soon. */
export function isTooLate(embargo: Embargo, at: Instant, now: Instant): boolean {
  if (!publicStateChanged(embargo)) return false;
  return agreedDate(embargo) === null ? at > now + soonMs : !isEarlier(embargo, at);
}
