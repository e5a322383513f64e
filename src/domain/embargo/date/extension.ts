// Beyond what the policy allows: a longer embargo, for a reason; and what becomes of one for which no date can be agreed any more.

import { betterDates } from '../../policy/better-dates.ts';
import { type Binding, dateProblems, isRefusal, tightest, tooLongFor } from '../../policy/dates.ts';
import { refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { EmbargoCommand } from '../commands.ts';
import type { Context } from '../context.ts';
import { agreedDate, answersDue, type Embargo, openProposals } from '../embargo.ts';
import type { EmbargoRefusal } from '../refusal.ts';
import { bindingsOf, takenDates } from './bindings.ts';
import { beyond } from './told.ts';

type Asked = Pick<Extract<EmbargoCommand, { type: 'propose-date' }>, 'date' | 'reason'>;

/**
 * The no to an extension; null when it may be proposed; `within` when it is none: the date is within the policy. The limits of other lists hold, and
 * everything else that a policy has against the date. `bindings`: the list's own first.
 */
export function refuseExtension(
  embargo: Embargo,
  { date, reason }: Asked,
  bindings: readonly Binding[],
  { now, daysOff, list }: Context,
): EmbargoRefusal | 'within' | null {
  const [own] = bindings;
  if (own === undefined || !tooLongFor(date.at, own, daysOff)) return 'within';
  const { extension, ceilingMs } = list.policy.rules;
  if (extension === null) return refuse({ code: 'no-extension' });
  if (reason === null) return refuse({ code: 'extension-needs-reason' });
  if (ceilingMs !== null && date.at > own.start + ceilingMs) return refuse({ code: 'beyond-ceiling', ceiling: own.start + ceilingMs });
  const test = { now, bindings, daysOff };
  const problems = dateProblems(date.at, test).filter(
    (problem) => problem.rule !== 'too-long' || (problem.of ?? own.policy.title) !== own.policy.title,
  );
  const firm = problems.some(isRefusal);
  return problems.length === 0 || (date.anyway && !firm)
    ? null
    : refuse({ code: 'date-problems', problems, better: betterDates(date.at, test, undefined, takenDates(embargo, now)), firm });
}

/**
 * Whether an embargo may be disclosed without an agreed date: none can be agreed within the policy any more, and nobody still has time to answer one that is
 * asked for. One beyond the limit of another list is not waited for.
 */
export function mayDiscloseUndated(embargo: Embargo, context: Pick<Context, 'list' | 'now'>): boolean {
  const { now } = context;
  const waits = openProposals(embargo, now).some(
    (asked) => now < answersDue(embargo, asked, now) && beyond(embargo, asked.at).length === 0,
  );
  return agreedDate(embargo) === null && !waits && noDateLeft(embargo, context);
}

/** Whether the policies leave no date that could still be proposed. Without holidays: no policy forbids one for them. */
export function noDateLeft(embargo: Embargo, { list, now }: Pick<Context, 'list' | 'now'>): boolean {
  return betterDates(now, { now, bindings: bindingsOf(embargo, { list, now }), daysOff: {} }, 1).length === 0;
}

/** The last instant that the policies leave for a date. */
export function lastDay(embargo: Embargo, { list, now }: Pick<Context, 'list' | 'now'>): Instant {
  return tightest({ bindings: bindingsOf(embargo, { list, now }), daysOff: {} });
}
