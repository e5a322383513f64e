// An embargo that ended without being public, taken up again; and what is known of early deployments and public hints.

import { findDistributor, unknownOrganization } from '../../list/distributor.ts';
import { refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { EmbargoCommand } from '../commands.ts';
import type { Context } from '../context.ts';
import type { Embargo, Published } from '../embargo.ts';
import { mayDeploy } from '../exceptions/exceptions.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { madePublic } from './owed.ts';

/** What is public cannot be made secret again. */
export function reopen({ ended }: Embargo, reason: string, { list, now }: Context): EmbargoDecision {
  if (ended === null) return refuse({ code: 'not-over-yet' });
  if (madePublic(ended.reason)) return refuse({ code: 'public-already' });
  const until = ended.at + list.policy.rules.reopenWithinMs;
  return now > until ? refuse({ code: 'reopened-too-late', at: until }) : [{ type: 'embargo-reopened', reason }];
}

/** A distributor ran the fix before the date. Representatives say so of their own, coordinators of any. */
export function deployed(
  embargo: Embargo,
  { at, distributor: named }: Extract<EmbargoCommand, { type: 'deployed' }>,
  { by, list, now }: Context,
): EmbargoDecision {
  const found = named === null ? null : findDistributor(list, named);
  if (named !== null && found === null) return unknownOrganization(list, named);
  const distributor = found?.id ?? by.distributor;
  if (distributor === null) return refuse({ code: 'needs-distributor' });
  if (by.role !== 'coordinator' && distributor !== by.distributor) return refuse({ code: 'other-distributor' });
  const refusal = refuseInstant(at, now, embargo.createdAt);
  const publicSince = embargo.ended === null ? null : (embargo.ended.publicSince ?? embargo.ended.at);
  const early = publicSince === null || at < publicSince;
  const unallowed = early && !mayDeploy(embargo, list, distributor, at) ? { unallowed: true as const } : {};
  return refusal ?? [{ type: 'deployed-early', distributor, since: at, ...unallowed }];
}

/** A public word that something is coming, before the end. */
export function headsUp(embargo: Embargo, { link, at }: Extract<EmbargoCommand, { type: 'heads-up' }>, { now }: Context): EmbargoDecision {
  if (isLinked(embargo.published['heads-up'], link)) return refuse({ code: 'published-already' });
  const refusal = at === null ? null : refuseInstant(at, now, embargo.createdAt);
  return refusal ?? [{ type: 'heads-up-given', link, since: at ?? now }];
}

/** The no to an instant of what has happened that is still to come, or before which it makes no sense; null where it is good. */
export function refuseInstant(at: Instant, now: Instant, begins: Instant | null = null): EmbargoRefusal | null {
  if (at > now) return refuse({ code: 'instant-to-come', at });
  return begins !== null && at < begins ? refuse({ code: 'before-it-began', at, begins }) : null;
}

/** Whether a link is recorded already, first or later. */
export function isLinked(published: Published | undefined, link: string): boolean {
  return published !== undefined && (link === 'none' || [published, ...(published.also ?? [])].some((each) => each.link === link));
}
