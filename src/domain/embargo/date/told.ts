// Other lists that were told of an embargo: their rules bind too, and their limit has a clock of its own.

import { dateProblems, isRefusal, latestOf } from '../../policy/dates.ts';
import { type PolicyKey, policyOf } from '../../policy/presets.ts';
import { refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { EmbargoCommand } from '../commands.ts';
import type { Context } from '../context.ts';
import { type Bound, type Embargo, limitOf, targetDate } from '../embargo.ts';
import type { EmbargoDecision } from '../refusal.ts';
import { bindingsOf } from './bindings.ts';

/** Another list was told, at an instant that has passed; said again with another instant, it is corrected. */
export function bindPolicy(
  embargo: Embargo,
  { policy, since }: Extract<EmbargoCommand, { type: 'bind-policy' }>,
  context: Context,
): EmbargoDecision {
  const { now, by, daysOff } = context;
  if (since > now) return refuse({ code: 'clock-in-the-future' });
  const before = boundBy(embargo, policy);
  if (before?.since === since) return refuse({ code: 'bound-already', policy, since });
  const binding = { policy: policyOf(policy), start: since };
  const limit = latestOf(binding, daysOff);
  // A limit that had passed before there was an embargo binds nobody to it: the instant is mistyped.
  if (limit < embargo.createdAt) return refuse({ code: 'before-it-began', at: limit, begins: embargo.createdAt });
  const bindings = [...bindingsOf(embargo, context).filter((bound) => bound.policy !== binding.policy), binding];
  const date = targetDate(embargo, now);
  const outside = date !== null && date > now && dateProblems(date, { now, bindings, daysOff }).some(isRefusal);
  const corrected = before === undefined ? {} : { corrected: before.since };
  return [{ type: 'policy-bound', policy, since, outside, by: by.person, limit, ...corrected }];
}

/** It was not told after all, or is no party any more. */
export function unbindPolicy(embargo: Embargo, { policy, reason }: Extract<EmbargoCommand, { type: 'unbind-policy' }>): EmbargoDecision {
  if (boundBy(embargo, policy) === undefined) return refuse({ code: 'not-told', policy });
  return [{ type: 'policy-unbound', policy, reason }];
}

function boundBy({ bound = [] }: Embargo, policy: PolicyKey): Bound | undefined {
  return bound.find((each) => each.policy === policy);
}

/** The lists whose limit a date is beyond, each with its limit, the earliest first. */
export function beyond({ bound = [] }: Embargo, date: Instant): { readonly policy: PolicyKey; readonly limit: Instant }[] {
  return bound
    .flatMap((each) => {
      const limit = limitOf(each);
      return limit === null || date <= limit ? [] : [{ policy: each.policy, limit }];
    })
    .sort((a, b) => a.limit - b.limit);
}
