// Whoever proposed a date puts another in its place, for as long as nobody else has answered it.

import { nameOf } from '../../list/list.ts';
import type { PersonId } from '../../values/ids.ts';
import { isRefused, refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { EmbargoCommand } from '../commands.ts';
import type { Context } from '../context.ts';
import { type Answer, type Embargo, openProposals, type Proposal } from '../embargo.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { notThere, proposeDate, refuseClosed } from './negotiation.ts';
import { isEarlier } from './quorum.ts';

type Asked = Omit<Extract<EmbargoCommand, { type: 'propose-date' }>, 'type'>;

/** A date, proposed beside what is open, or in place of an open proposal of the same person: that is withdrawn by the same order. */
export function proposeOrReplace(embargo: Embargo, { replace, ...asked }: Asked, context: Context): EmbargoDecision {
  if (replace === undefined) return proposeDate(embargo, asked, context);
  const old = embargo.proposals[replace];
  const refusal = refuseReplacing(embargo, replace, old, context);
  if (old === undefined || refusal !== null) return refusal ?? refuse({ code: 'nothing-to-withdraw' });
  if (old.at === asked.date.at) return refuse({ code: 'date-is-proposed-already', number: replace });
  const proposals = { ...embargo.proposals, [replace]: { ...old, state: 'withdrawn' } as const };
  const decision = proposeDate({ ...embargo, proposals }, asked, context);
  if (isRefused(decision)) return decision;
  return [
    { type: 'date-withdrawn', number: replace },
    ...decision.map((fact) => (fact.type === 'date-proposed' ? { ...fact, replaces: replace } : fact)),
  ];
}

/**
 * The latest open proposal of somebody that another date of theirs could take the place of: nobody else has answered it, and the same people decide on both.
 * Null where there is none. `at`: the other date.
 */
export function replaceable(embargo: Embargo, at: Instant, by: PersonId, now: Instant): Proposal | null {
  const own = openProposals(embargo, now).filter(
    (proposal) =>
      proposal.by === by &&
      proposal.at !== at &&
      isEarlier(embargo, proposal.at) === isEarlier(embargo, at) &&
      answeredBy(proposal, by) === null,
  );
  return own.reduce<Proposal | null>((latest, each) => (latest === null || each.number > latest.number ? each : latest), null);
}

function refuseReplacing(embargo: Embargo, number: number, old: Proposal | undefined, { now, by, list }: Context): EmbargoRefusal | null {
  if (old === undefined) return notThere(embargo, number, openProposals(embargo, now)[0], now);
  const closed = refuseClosed(embargo, old, now);
  if (closed !== null) return closed;
  if (old.by !== by.person) return refuse({ code: 'not-your-proposal', number, by: nameOf(list, old.by) });
  const other = answeredBy(old, by.person);
  return other === null ? null : refuse({ code: 'answered-meanwhile', number, by: nameOf(list, other) });
}

/** Who else than its proposer has answered a proposal; null: nobody. */
function answeredBy({ answers }: Proposal, proposer: PersonId): PersonId | null {
  return Object.values<Answer>(answers).find(({ by }) => by !== proposer)?.by ?? null;
}
