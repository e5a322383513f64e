// Agreeing on the disclosure date: propose, accept, reject, counter. The agreed date stays in force while a revision is open.
import type { AskedDate } from './commands.ts';
import type { Context } from './context.ts';
import { betterDates, type DateTest, dateProblems, isRefusal } from './dates.ts';
import { agreedDate, type Embargo, openProposals, type Proposal, phaseOf, type Verdict } from './embargo.ts';
import type { EmbargoFact } from './facts.ts';
import { answerBy, policyOf } from './policy.ts';
import { type Decision, type Refusal, refuse } from './refusal.ts';
import type { Instant } from './time.ts';
import { tally, voterOf } from './voting.ts';

/** A first date, a revision or a counter-proposal. The proposer's own voice counts as an acceptance. */
export function proposeDate(embargo: Embargo, date: AskedDate, reason: string | null, context: Context): Decision<EmbargoFact> {
  if (worldChanged(embargo)) return refuse({ code: 'world-has-changed' });
  if (agreedDate(embargo)?.at === date.at) return refuse({ code: 'date-is-agreed-already' });
  const same = openProposals(embargo).find((proposal) => proposal.at === date.at);
  if (same !== undefined) return refuse({ code: 'date-is-proposed-already', number: same.number });
  const refusal = refuseDate(date, embargo.createdAt, context);
  return refusal ?? proposed(embargo, date, reason, context);
}

/** The policy's no to a date, with better ones; null when there is none, or when advice was overruled. */
export function refuseDate(date: AskedDate, start: Instant, { now, list, daysOff }: Context): Refusal | null {
  const test: DateTest = { now, start, policy: policyOf(list.policy), daysOff };
  const problems = dateProblems(date.at, test);
  const firm = problems.some(isRefusal);
  if (problems.length === 0 || (date.anyway && !firm)) return null;
  return refuse({ code: 'date-problems', problems, better: betterDates(date.at, test), firm });
}

/** The facts of a proposal that is within the policy. */
export function proposed(embargo: Embargo, date: AskedDate, reason: string | null, context: Context): EmbargoFact[] {
  const number = Object.keys(embargo.proposals).length + 1;
  const { now, list, by } = context;
  const closes = answerBy(policyOf(list.policy), now);
  const fact: EmbargoFact = { type: 'date-proposed', number, at: date.at, zone: date.zone, answerBy: closes, reason };
  const voter = voterOf(by, list, policyOf(list.policy).quorum);
  // Only the earliest open proposal may be answered; a later one waits for its turn, its proposer's voice with it.
  const first = openProposals(embargo)[0];
  if (voter === null || (first !== undefined && first.at < date.at)) return [fact];
  const asked: Proposal = { ...date, number, by: by.person, proposedAt: now, answerBy: closes, reason, state: 'open', answers: {} };
  return [fact, ...answered(asked, 'accept', null, context)];
}

/** One voter's yes or no to the earliest open proposal. A distributor may change its answer while the proposal is open. */
export function answerDate(
  embargo: Embargo,
  number: number | null,
  verdict: Verdict,
  reason: string | null,
  context: Context,
): Decision<EmbargoFact> {
  if (worldChanged(embargo)) return refuse({ code: 'world-has-changed' });
  const first = openProposals(embargo)[0];
  const asked = number === null ? first : embargo.proposals[number];
  if (asked === undefined || first === undefined) return closed(embargo, asked);
  if (asked.state !== 'open') return refuse({ code: 'proposal-closed', number: asked.number, state: asked.state });
  if (asked.number !== first.number) return refuse({ code: 'earlier-proposal-first', number: asked.number, first: first.number });
  const voter = voterOf(context.by, context.list, policyOf(context.list.policy).quorum);
  if (voter === null) return refuse({ code: 'no-vote' });
  const before = asked.answers[voter];
  if (before?.verdict === verdict) {
    return refuse({ code: 'answered-already', verdict, by: context.list.members[before.by]?.name ?? before.by });
  }
  return answered(asked, verdict, reason, context);
}

function closed(embargo: Embargo, asked: Proposal | undefined): Refusal {
  if (asked !== undefined && asked.state !== 'open') return refuse({ code: 'proposal-closed', number: asked.number, state: asked.state });
  return refuse({ code: 'no-open-proposal', phase: phaseOf(embargo) });
}

function answered(proposal: Proposal, verdict: Verdict, reason: string | null, { by, list, now }: Context): EmbargoFact[] {
  const { quorum } = policyOf(list.policy);
  const voter = voterOf(by, list, quorum);
  if (voter === null) return [];
  const answers = { ...proposal.answers, [voter]: { verdict, by: by.person, at: now, reason } };
  const { verdict: outcome } = tally({ ...proposal, answers }, list, quorum);
  const { number } = proposal;
  const fact: EmbargoFact = { type: 'date-answered', number, voter, verdict, reason };
  switch (outcome) {
    case 'agreed':
      return [fact, { type: 'date-agreed', number }];
    case 'rejected':
      return [fact, { type: 'date-rejected', number }];
    case 'open':
      return [fact];
    default:
      return outcome satisfies never;
  }
}

/** Nothing is left to negotiate when the vulnerability or an exploit is public, or attacks are seen (Vultron, em/negotiating.md). */
function worldChanged(embargo: Embargo): boolean {
  return Object.keys(embargo.world).length > 0;
}
