// Whose rules a date must keep.

import type { Binding } from '../../policy/dates.ts';
import { policyOf } from '../../policy/presets.ts';
import type { Instant } from '../../values/time.ts';
import type { Context } from '../context.ts';
import { agreedDate, type Embargo, openProposals, type Proposal } from '../embargo.ts';

/** The policies that bind an embargo, each with the instant since which its clock runs; null: it is opened now. The list's own comes first. */
export function bindingsOf(embargo: Embargo | null, { list, now }: Pick<Context, 'list' | 'now'>): Binding[] {
  // What began before an end has ended with it.
  const again = embargo?.reopenedAt ?? 0;
  const others = (embargo?.bound ?? []).map(({ policy, since }): Binding => ({ policy: policyOf(policy), start: Math.max(since, again) }));
  const { rules } = list.policy;
  const since = rules.clockFrom === 'fix' ? (embargo?.patches[1]?.at ?? now) : (embargo?.createdAt ?? now);
  return [{ policy: rules, start: Math.max(since, again) }, ...others];
}

/** The dates that nobody is offered: in force, asked for, or rejected. */
export function takenDates(embargo: Embargo | null, now: Instant): Instant[] {
  if (embargo === null) return [];
  const rejected = Object.values<Proposal>(embargo.proposals).filter(({ state }) => state === 'rejected');
  return [agreedDate(embargo), ...openProposals(embargo, now), ...rejected].flatMap((each) => each?.at ?? []);
}
