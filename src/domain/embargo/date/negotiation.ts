// Agreeing on the disclosure date: propose, accept, reject, counter. The agreed date stays in force while a revision is open.

import { voterOf } from '../../list/voters.ts';
import { betterDates } from '../../policy/better-dates.ts';
import { type Binding, type DateProblem, dateProblems, isRefusal } from '../../policy/dates.ts';
import { answerBy, answerSoonBy, type Policy } from '../../policy/policy.ts';
import { refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { AskedDate, EmbargoCommand, ProposalOn } from '../commands.ts';
import type { Context } from '../context.ts';
import { agreedDate, type Embargo, openProposals, type Proposal, phaseOf, type Verdict } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { bindingsOf, takenDates } from './bindings.ts';
import { refuseExtension } from './extension.ts';
import { isEarlier, isTooLate, publicStateChanged, quorumFor } from './quorum.ts';
import { answersTo, type Tally, tally } from './voting.ts';

type Asked = Omit<Extract<EmbargoCommand, { type: 'propose-date' }>, 'type'>;

/**
 * A first date, a revision, a counter-proposal or an extension. The proposer's own voice counts as an acceptance; where somebody asks for the same
 * earlier date, theirs is one too.
 */
export function proposeDate(embargo: Embargo, asked: Asked, context: Context): EmbargoDecision {
  const { date } = asked;
  const earlier = isEarlier(embargo, date.at);
  if (isTooLate(embargo, date.at, context.now)) return refuse({ code: 'public-state-has-changed' });
  if (agreedDate(embargo)?.at === date.at) return refuse({ code: 'date-is-agreed-already' });
  const same = openProposals(embargo, context.now).find((proposal) => proposal.at === date.at);
  if (same !== undefined) {
    const meant = earlier ? answerDate(embargo, same.number, 'accept', null, context) : [];
    return Array.isArray(meant) && meant.length > 0 ? meant : refuse({ code: 'date-is-proposed-already', number: same.number });
  }
  if (asked.extension === true) {
    const { extension: _, ...plain } = asked;
    const extended = refuseExtension(embargo, asked, bindingsOf(embargo, context), context);
    return extended === 'within' ? proposeDate(embargo, plain, context) : (extended ?? proposed(embargo, asked, context));
  }
  const refusal = earlier
    ? refuseEarlier(embargo, date, context)
    : (refuseDate(date, bindingsOf(embargo, context), context, embargo.about.urgent, embargo) ?? refuseShorter(asked, context));
  return refusal ?? proposed(embargo, asked, context);
}

/** For a date that is not earlier, nobody gives people less time to answer than the policy does. */
function refuseShorter({ date, respondBy }: Asked, { now, list }: Context): EmbargoRefusal | null {
  const until = answerBy(list.policy.rules, now, date.at);
  return respondBy === undefined || respondBy === null || respondBy >= until ? null : refuse({ code: 'answers-need-longer', until });
}

/** What an urgent embargo is held to: it may be as short as it has to be, on whatever day, and no longer than any other. */
const keptWhenUrgent: Readonly<Record<DateProblem['rule'], boolean>> = {
  past: true,
  'too-long': true,
  exceptional: true,
  'too-short': false,
  weekday: false,
  hour: false,
  holiday: false,
  'quarter-end': false,
};

/** The policy's no to a date, with better ones; null when there is none, or when advice was overruled. `embargo` null: it is not open yet. */
export function refuseDate(
  date: AskedDate,
  bindings: readonly Binding[],
  { now, daysOff, list }: Context,
  urgent: boolean,
  embargo: Embargo | null = null,
): EmbargoRefusal | null {
  const test = { now, bindings, daysOff };
  const problems = dateProblems(date.at, test).filter((problem) => !urgent || keptWhenUrgent[problem.rule]);
  const firm = problems.some(isRefusal);
  if (problems.length === 0 || (date.anyway && !firm)) return null;
  const extensible = isExtensible(problems, list.policy.rules) ? { extensible: date.at } : {};
  return refuse({
    code: 'date-problems',
    problems,
    better: betterDates(date.at, test, undefined, takenDates(embargo, now)),
    firm,
    ...extensible,
  });
}

/** Nothing but the list's own limit speaks firmly against it, which those whom the policy names may go beyond. */
function isExtensible(problems: readonly DateProblem[], { extension, title }: Policy): boolean {
  const firm = problems.filter(isRefusal);
  return extension !== null && firm.length > 0 && firm.every((each) => each.rule === 'too-long' && (each.of ?? title) === title);
}

/**
 * An earlier date shortens the secret, which no policy's minimum, weekday or hour is meant to hinder: it may only not be past. Where none was agreed,
 * the longest holds.
 */
function refuseEarlier(embargo: Embargo, date: AskedDate, context: Context): EmbargoRefusal | null {
  const { now, daysOff } = context;
  const test = { now, bindings: bindingsOf(embargo, context), daysOff };
  const none = agreedDate(embargo) === null;
  const problems = dateProblems(date.at, test).filter(({ rule }) => rule === 'past' || (none && rule === 'too-long'));
  return problems.length === 0 ? null : refuse({ code: 'date-problems', problems, better: [], firm: true });
}

/** The facts of a proposal that is within the policy, or may be beyond it. */
export function proposed(embargo: Embargo, { date, reason, respondBy, extension }: Asked, context: Context): EmbargoFact[] {
  const number = Object.keys(embargo.proposals).length + 1;
  const { now, list, by } = context;
  const closes = closing(embargo, date.at, respondBy ?? null, context);
  const beyond = extension === undefined ? {} : { extension };
  const fact: EmbargoFact = { type: 'date-proposed', number, at: date.at, zone: date.zone, answerBy: closes, reason, ...beyond };
  const { at, zone } = date;
  const asked: Proposal = {
    ...{ at, zone, number, by: by.person, proposedAt: now, answerBy: closes, reason, state: 'open', answers: {} },
    ...beyond,
  };
  const voter = voterOf(by, list, quorumFor(embargo, asked, list));
  if (voter === null) return [fact];
  const own = answered(embargo, asked, 'accept', null, context);
  // Of several, the earliest is answered first: a later one has its proposer's yes, but is not agreed before its turn.
  const open = [...openProposals(embargo, now), asked].sort((a, b) => a.at - b.at);
  const waits = refuseTurn(embargo, asked, open) !== null && own.some(({ type }) => type === 'date-agreed');
  return waits ? [fact] : [fact, ...own];
}

/** When answers are due, never after the date. A proposer may set it for an earlier date; for another they can only give more than the usual time. */
function closing(embargo: Embargo, at: Instant, respondBy: Instant | null, { now, list }: Context): Instant {
  const { rules } = list.policy;
  if (isEarlier(embargo, at)) return respondBy === null ? answerSoonBy(rules, now, at) : Math.min(at, Math.max(now, respondBy));
  return Math.min(at, Math.max(answerBy(rules, now, at), respondBy ?? now));
}

/**
 * One voter's yes or no to a proposal: the earliest open one, or an earlier date than the one in force, whichever of several. A distributor may change
 * its answer while the proposal is open. The same answer again changes nothing, unless the list changed so that what was answered is enough by now.
 */
export function answerDate(
  embargo: Embargo,
  number: number | null,
  verdict: Verdict,
  reason: string | null,
  context: Context,
): EmbargoDecision {
  const { now, by, list } = context;
  const open = openProposals(embargo, now);
  const [first] = open;
  const answerable = answerableProposals(embargo, now);
  // With several open, none is agreed to unawares: the one that is answered first is not always the one that was meant. A no comes with its reason.
  if (number === null && (answerable.length > 1 || (verdict === 'accept' && open.length > 1)))
    return refuse({
      code: 'which-to-answer',
      verdict,
      dates: (answerable.length > 1 ? answerable : open).map((each) => ({ number: each.number, at: each.at })),
    });
  const asked = number === null ? first : embargo.proposals[number];
  if (asked === undefined)
    return publicStateChanged(embargo) && first === undefined
      ? refuse({ code: 'public-state-has-changed' })
      : notThere(embargo, number, first, now);
  const closed = refuseClosed(embargo, asked, now);
  if (closed !== null) return closed;
  if (isTooLate(embargo, asked.at, now)) return refuse({ code: 'public-state-has-changed' });
  const turn = refuseTurn(embargo, asked, open);
  if (turn !== null) return turn;
  const quorum = quorumFor(embargo, asked, list);
  const voter = voterOf(by, list, quorum);
  if (voter === null) return refuse({ code: 'no-vote', voters: quorum.type });
  const before = answersTo(asked, list, quorum).get(voter);
  if (before?.verdict !== verdict) return answered(embargo, asked, verdict, reason, context);
  const settled = outcomeOf(embargo, asked, tally(asked, list, quorum), list.policy.rules);
  return settled.length > 0 ? settled : refuse({ code: 'answered-already', verdict, by: list.members[before.by]?.name ?? before.by });
}

/** The no to whoever answers a later date before an earlier one that the same people decide on; those that shorten the secret wait for none. */
function refuseTurn(embargo: Embargo, { number, at }: Proposal, open: readonly Proposal[]): EmbargoRefusal | null {
  if (isEarlier(embargo, at)) return null;
  const first = open.find((proposal) => !isEarlier(embargo, proposal.at));
  return first === undefined || first.number === number || first.at === at
    ? null
    : refuse({ code: 'earlier-proposal-first', number, first: first.number });
}

/** The proposals that can be answered now. */
export function answerableProposals(embargo: Embargo, now: Instant): Proposal[] {
  const open = openProposals(embargo, now);
  return open.filter((proposal) => refuseTurn(embargo, proposal, open) === null);
}

/** Who proposed a date takes it back, for as long as it is open. `number` null: the one that they have open. */
export function withdrawDate(
  embargo: Embargo,
  { number, reason }: Extract<EmbargoCommand, { type: 'withdraw-date' }>,
  { now, by, list }: Context,
): EmbargoDecision {
  const open = openProposals(embargo, now);
  const own = open.filter((proposal) => proposal.by === by.person);
  if (number === null && own.length > 1) return refuse({ code: 'which-to-withdraw', numbers: own.map((proposal) => proposal.number) });
  const asked = number === null ? own[0] : embargo.proposals[number];
  if (asked === undefined)
    return number === null || open.length === 0 ? refuse({ code: 'nothing-to-withdraw' }) : notThere(embargo, number, open[0], now);
  const closed = refuseClosed(embargo, asked, now);
  if (closed !== null) return closed;
  if (asked.by === by.person) return [{ type: 'date-withdrawn', number: asked.number, ...(reason === null ? {} : { reason }) }];
  return refuse({ code: 'not-your-proposal', number: asked.number, by: list.members[asked.by]?.name ?? asked.by });
}

/** The no to whoever answers, or withdraws, a proposal that is open no more, with what is in force instead; null while it is open. */
export function refuseClosed(embargo: Embargo, { number, state, at }: Proposal, now: Instant): EmbargoRefusal | null {
  const date = agreedDate(embargo);
  const inForce = date === null || date.number === number ? {} : { inForce: date.at };
  const replacement = replacementOf(embargo, number);
  const open = replacement !== null && replacement.state === 'open' && replacement.at > now;
  const replacedBy = replacement === null ? {} : { replacedBy: { number: replacement.number, at: replacement.at, open } };
  if (state !== 'open') return refuse({ code: 'proposal-closed', number, state, ...inForce, ...replacedBy });
  return at <= now ? refuse({ code: 'proposal-closed', number, state: 'lapsed', ...inForce }) : null;
}

/** What a proposer put in place of their proposal, at last; null: nothing. */
export function replacementOf({ proposals }: Embargo, number: number): Proposal | null {
  let last: Proposal | null = null;
  for (let next = inPlaceOf(proposals, number); next !== undefined; next = inPlaceOf(proposals, next.number)) last = next;
  return last;
}

const inPlaceOf = (proposals: Embargo['proposals'], number: number): Proposal | undefined =>
  Object.values<Proposal>(proposals).find(({ replaces }) => replaces === number);

/** The number of the open proposal that is meant by its date; a no with all of them, where it is none or several of them. */
export function proposalOn(embargo: Embargo, on: NonNullable<ProposalOn['on']>, now: Instant): number | EmbargoRefusal {
  const open = openProposals(embargo, now);
  const meant = open.filter(({ at }) => on.some(({ from, until }) => from <= at && at < until));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only.number;
  if (open.length === 0) return notThere(embargo, null, undefined, now);
  return refuse({
    code: 'which-proposal',
    found: meant.length,
    dates: (meant.length > 0 ? meant : open).map(({ number, at }) => ({ number, at })),
  });
}

/** The no to whoever names a proposal that is not there. */
export function notThere(embargo: Embargo, number: number | null, first: Proposal | undefined, now: Instant): EmbargoRefusal {
  const date = agreedDate(embargo);
  if (number === null || first === undefined)
    return refuse({ code: 'no-open-proposal', phase: phaseOf(embargo, now), ...(date === null ? {} : { inForce: date.at }) });
  return refuse({ code: 'unknown-proposal', number, first: first.number });
}

function answered(
  embargo: Embargo,
  proposal: Proposal,
  verdict: Verdict,
  reason: string | null,
  { by, list, now }: Context,
): EmbargoFact[] {
  const quorum = quorumFor(embargo, proposal, list);
  const voter = voterOf(by, list, quorum);
  if (voter === null) return [];
  const answers = { ...proposal.answers, [voter]: { verdict, by: by.person, at: now, reason } };
  const fact: EmbargoFact = { type: 'date-answered', number: proposal.number, voter, verdict, reason };
  return [fact, ...outcomeOf(embargo, proposal, tally({ ...proposal, answers }, list, quorum), list.policy.rules)];
}

/** What the answers to a proposal amount to. */
export function outcomeOf(embargo: Embargo, proposal: Proposal, { verdict }: Tally, rules: Policy): EmbargoFact[] {
  switch (verdict) {
    case 'agreed':
      return [agreement(embargo, proposal, rules)];
    case 'rejected':
      return [{ type: 'date-rejected', number: proposal.number }];
    case 'open':
      return [];
    default:
      return verdict satisfies never;
  }
}

/** That a date is agreed; a later one on a strict list locks out who has not seen it. */
export function agreement(embargo: Embargo, { number, at }: Proposal, { strict }: Policy): Extract<EmbargoFact, { type: 'date-agreed' }> {
  const before = agreedDate(embargo);
  return { type: 'date-agreed', number, ...(strict && before !== null && at > before.at ? { strict } : {}) };
}
