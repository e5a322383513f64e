// What people may make of silence, once the time to answer a proposal is over. Silence decides nothing by itself.

import { coordinatorsOf, type List } from '../../list/list.ts';
import type { Quorum } from '../../policy/policy.ts';
import { refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { Context } from '../context.ts';
import { answersDue, type Embargo, type Proposal, type Verdict } from '../embargo.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { agreement, answerableProposals, notThere, outcomeOf, refuseClosed } from './negotiation.ts';
import { isEarlier, isTooLate, publicStateChanged, quorumFor } from './quorum.ts';
import { answersTo, tally } from './voting.ts';

/** The proposals whose answers did not come in time, and for which coordinators choose what becomes of them. */
export function overdueProposals(embargo: Embargo, now: Instant): Proposal[] {
  return answerableProposals(embargo, now).filter((proposal) => isOverdue(embargo, proposal, now));
}

/** More time for the answers, never beyond the date itself. */
export function waitForAnswers(embargo: Embargo, number: number | null, until: Instant, { now }: Context): EmbargoDecision {
  const found = meant(embargo, number, now);
  if (!found.ok) return found.refusal;
  const { at, answerBy: due, number: named } = found.proposal;
  const answerBy = Math.min(until, at);
  if (answerBy <= due || answerBy <= now) return refuse({ code: 'no-later-deadline', number: named, by: due, date: at });
  return [{ type: 'answer-time-extended', number: named, answerBy }];
}

/** A coordinator's own yes or no to a date to which the list did not answer in time: as many as decide on an earlier date decide on it. */
export function decideDate(embargo: Embargo, number: number | null, verdict: Verdict, context: Context): EmbargoDecision {
  const { now, by, list } = context;
  const { rules } = list.policy;
  const found = overdue(embargo, number, now);
  if (!found.ok) return found.refusal;
  if (rules.silence === 'people') return refuse({ code: 'silence-decides-nothing', silence: rules.silence });
  const { proposal } = found;
  const quorum = decidingQuorum(list);
  const before = answersTo(proposal, list, quorum).get(by.person);
  if (before?.verdict === verdict) return refuse({ code: 'answered-already', verdict, by: by.name });
  const answers = { ...proposal.answers, [by.person]: { verdict, by: by.person, at: now, reason: null } };
  return [
    { type: 'date-answered', number: proposal.number, voter: by.person, verdict, reason: null },
    ...outcomeOf(embargo, proposal, tally({ ...proposal, answers }, list, quorum), rules),
  ];
}

/** Silence counted as consent, by a person, where the policy is so, and nobody said no. */
export function settleDate(embargo: Embargo, number: number | null, { now, list }: Context): EmbargoDecision {
  const { rules } = list.policy;
  const found = overdue(embargo, number, now);
  if (!found.ok) return found.refusal;
  if (rules.silence !== 'lazy-consent') return refuse({ code: 'silence-decides-nothing', silence: rules.silence });
  const { proposal } = found;
  const { rejected, silent } = tally(proposal, list, quorumFor(embargo, proposal, list));
  if (rejected.length > 0) return refuse({ code: 'date-was-rejected', number: proposal.number });
  return [{ ...agreement(embargo, proposal, rules), silent }];
}

/** The coordinators that decide where the list was silent. */
export function decidingQuorum(list: List): Extract<Quorum, { type: 'coordinators' }> {
  return { type: 'coordinators', count: Math.min(list.policy.rules.earlierCoordinators, coordinatorsOf(list).length) };
}

type Found = { readonly ok: true; readonly proposal: Proposal } | { readonly ok: false; readonly refusal: EmbargoRefusal };
const no = (refusal: EmbargoRefusal): Found => ({ ok: false, refusal });

/** Which proposal is meant: the one that is answered first, where none is named. */
function meant(embargo: Embargo, number: number | null, now: Instant): Found {
  const answerable = answerableProposals(embargo, now);
  const [first] = answerable;
  const proposal = number === null ? first : embargo.proposals[number];
  if (proposal === undefined) return no(notThere(embargo, number, first, now));
  const closed = refuseClosed(embargo, proposal, now);
  return closed === null ? { ok: true, proposal } : no(closed);
}

/** The same, where its answers did not come in time. */
function overdue(embargo: Embargo, number: number | null, now: Instant): Found {
  const late = number === null ? overdueProposals(embargo, now)[0] : undefined;
  const found = late === undefined ? meant(embargo, number, now) : ({ ok: true, proposal: late } as const);
  if (!found.ok) return found;
  const { proposal } = found;
  if (isTooLate(embargo, proposal.at, now)) return no(refuse({ code: 'public-state-has-changed' }));
  const answerable = answerableProposals(embargo, now);
  if (!answerable.includes(proposal))
    return no(refuse({ code: 'earlier-proposal-first', number: proposal.number, first: answerable[0]?.number ?? proposal.number }));
  const by = answersDue(embargo, proposal, now);
  if (now < by) return no(refuse({ code: 'answers-still-due', number: proposal.number, at: proposal.at, by }));
  return found;
}

function isOverdue(embargo: Embargo, proposal: Proposal, now: Instant): boolean {
  // Those who decide on an earlier date are the coordinators themselves.
  return now >= answersDue(embargo, proposal, now) && !isEarlier(embargo, proposal.at) && !publicStateChanged(embargo);
}
