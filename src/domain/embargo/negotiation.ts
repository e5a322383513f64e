// Agreeing on the disclosure date: propose, accept, reject, counter. The agreed date stays in force while a revision is open.

import { voterOf } from '../list/voters.ts';
import { betterDates } from '../policy/better-dates.ts';
import { type Binding, dateProblems, isRefusal } from '../policy/dates.ts';
import { answerBy } from '../policy/policy.ts';
import { policyOf } from '../policy/presets.ts';
import { refuse } from '../values/refusal.ts';
import type { Instant } from '../values/time.ts';
import type { AskedDate } from './commands.ts';
import type { Context } from './context.ts';
import { agreedDate, type Embargo, openProposals, type Proposal, phaseOf, type Verdict } from './embargo.ts';
import type { EmbargoFact } from './facts.ts';
import type { EmbargoDecision, EmbargoRefusal } from './refusal.ts';
import { answersTo, type Tally, tally } from './voting.ts';

/** A first date, a revision or a counter-proposal. The proposer's own voice counts as an acceptance. */
export function proposeDate(embargo: Embargo, date: AskedDate, reason: string | null, context: Context): EmbargoDecision {
  if (publicStateChanged(embargo)) return refuse({ code: 'public-state-has-changed' });
  if (agreedDate(embargo)?.at === date.at) return refuse({ code: 'date-is-agreed-already' });
  const same = openProposals(embargo, context.now).find((proposal) => proposal.at === date.at);
  if (same !== undefined) return refuse({ code: 'date-is-proposed-already', number: same.number });
  const refusal = refuseDate(date, bindingsOf(embargo, context), context);
  return refusal ?? proposed(embargo, date, reason, context);
}

/** The policy's no to a date, with better ones; null when there is none, or when advice was overruled. */
export function refuseDate(date: AskedDate, bindings: readonly Binding[], { now, daysOff }: Context): EmbargoRefusal | null {
  const test = { now, bindings, daysOff };
  const problems = dateProblems(date.at, test);
  const firm = problems.some(isRefusal);
  if (problems.length === 0 || (date.anyway && !firm)) return null;
  return refuse({ code: 'date-problems', problems, better: betterDates(date.at, test), firm });
}

/** The policies that bind an embargo, each with the instant since which its clock runs; null: it is opened now. The list's own comes first. */
export function bindingsOf(embargo: Embargo | null, { list, now }: Pick<Context, 'list' | 'now'>): Binding[] {
  // What began before an end has ended with it.
  const again = embargo?.reopenedAt ?? 0;
  const others = (embargo?.bound ?? []).map(({ policy, since }): Binding => ({ policy: policyOf(policy), start: Math.max(since, again) }));
  const { rules } = list.policy;
  const since = rules.clockFrom === 'fix' ? (embargo?.patches[1]?.at ?? now) : (embargo?.createdAt ?? now);
  return [{ policy: rules, start: Math.max(since, again) }, ...others];
}

/** The facts of a proposal that is within the policy. */
export function proposed(embargo: Embargo, date: AskedDate, reason: string | null, context: Context): EmbargoFact[] {
  const number = Object.keys(embargo.proposals).length + 1;
  const { now, list, by } = context;
  const closes = Math.min(date.at, answerBy(list.policy.rules, now));
  const fact: EmbargoFact = { type: 'date-proposed', number, at: date.at, zone: date.zone, answerBy: closes, reason };
  const voter = voterOf(by, list, list.policy.rules.quorum);
  // Only the earliest open proposal may be answered; a later one waits for its turn, its proposer's voice with it.
  const first = openProposals(embargo, now)[0];
  if (voter === null || (first !== undefined && first.at < date.at)) return [fact];
  const asked: Proposal = { ...date, number, by: by.person, proposedAt: now, answerBy: closes, reason, state: 'open', answers: {} };
  return [fact, ...answered(asked, 'accept', null, context)];
}

/**
 * One voter's yes or no to the earliest open proposal. A distributor may change its answer while the proposal is open. The same answer
 * again changes nothing, unless the list changed so that what was answered is enough by now.
 */
export function answerDate(
  embargo: Embargo,
  number: number | null,
  verdict: Verdict,
  reason: string | null,
  context: Context,
): EmbargoDecision {
  if (publicStateChanged(embargo)) return refuse({ code: 'public-state-has-changed' });
  const { now, by, list } = context;
  const [first] = openProposals(embargo, now);
  const asked = number === null ? first : embargo.proposals[number];
  if (asked === undefined) return notThere(embargo, number, first, now);
  const closed = refuseClosed(asked, now);
  if (closed !== null) return closed;
  if (first !== undefined && asked.number !== first.number) {
    return refuse({ code: 'earlier-proposal-first', number: asked.number, first: first.number });
  }
  const { quorum } = list.policy.rules;
  const voter = voterOf(by, list, quorum);
  if (voter === null) return refuse({ code: 'no-vote' });
  const before = answersTo(asked, list, quorum).get(voter);
  if (before?.verdict !== verdict) return answered(asked, verdict, reason, context);
  const settled = outcomeOf(asked, tally(asked, list, quorum));
  return settled.length > 0 ? settled : refuse({ code: 'answered-already', verdict, by: list.members[before.by]?.name ?? before.by });
}

/** Who proposed a date takes it back, for as long as it is open. `number` null: the one that they have open. */
export function withdrawDate(embargo: Embargo, number: number | null, { now, by, list }: Context): EmbargoDecision {
  const open = openProposals(embargo, now);
  const own = open.filter((proposal) => proposal.by === by.person);
  if (number === null && own.length > 1) return refuse({ code: 'which-to-withdraw', numbers: own.map((proposal) => proposal.number) });
  const asked = number === null ? own[0] : embargo.proposals[number];
  if (asked === undefined)
    return number === null || open.length === 0 ? refuse({ code: 'nothing-to-withdraw' }) : notThere(embargo, number, open[0], now);
  const closed = refuseClosed(asked, now);
  if (closed !== null) return closed;
  if (asked.by === by.person) return [{ type: 'date-withdrawn', number: asked.number }];
  return refuse({ code: 'not-your-proposal', number: asked.number, by: list.members[asked.by]?.name ?? asked.by });
}

/** The no to whoever answers, or withdraws, a proposal that is open no more; null while it is. */
function refuseClosed({ number, state, at }: Proposal, now: Instant): EmbargoRefusal | null {
  if (state !== 'open') return refuse({ code: 'proposal-closed', number, state });
  return at <= now ? refuse({ code: 'proposal-closed', number, state: 'lapsed' }) : null;
}

function notThere(embargo: Embargo, number: number | null, first: Proposal | undefined, now: Instant): EmbargoRefusal {
  if (number === null || first === undefined) return refuse({ code: 'no-open-proposal', phase: phaseOf(embargo, now) });
  return refuse({ code: 'unknown-proposal', number, first: first.number });
}

function answered(proposal: Proposal, verdict: Verdict, reason: string | null, { by, list, now }: Context): EmbargoFact[] {
  const { quorum } = list.policy.rules;
  const voter = voterOf(by, list, quorum);
  if (voter === null) return [];
  const answers = { ...proposal.answers, [voter]: { verdict, by: by.person, at: now, reason } };
  const fact: EmbargoFact = { type: 'date-answered', number: proposal.number, voter, verdict, reason };
  return [fact, ...outcomeOf(proposal, tally({ ...proposal, answers }, list, quorum))];
}

/** What the answers to a proposal amount to. */
function outcomeOf({ number }: Proposal, { verdict }: Tally): EmbargoFact[] {
  switch (verdict) {
    case 'agreed':
      return [{ type: 'date-agreed', number }];
    case 'rejected':
      return [{ type: 'date-rejected', number }];
    case 'open':
      return [];
    default:
      return verdict satisfies never;
  }
}

/** Nothing is left to negotiate when the vulnerability or an exploit is public, or attacks are seen (Vultron, em/negotiating.md). */
function publicStateChanged(embargo: Embargo): boolean {
  return Object.keys(embargo.publicState).length > 0;
}
