// The secret ballot on an application: who votes, once for each legal entity; counted at its instant, and never before.

import { own } from '../../values/records.ts';
import { isNo, refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import { type Distributor, distributorOf, type List, type Member } from '../list.ts';
import type { ListDecision } from '../refusal.ts';
import { distributorBehind, isSameVoter, voterOf, votersOf } from '../voters.ts';
import { inPhase, isOfApplicant, numbered } from './application.ts';
import type { Of } from './commands.ts';
import type { MembershipContext } from './decide.ts';
import type { MembershipFact } from './facts.ts';
import type { Application, Ballot, Choice, Counted } from './membership.ts';

/**
 * Who votes on an application: distributors that have a representative, one for each legal entity; coordinators where there are none. Not those in
 * conflict, nor others of their legal entity, nor the applicant's own.
 */
export function electorate(list: List, application: Application): string[] {
  return votersOf(list, { type: 'distributors', moreThanShare: 0 }).filter((voter) => {
    const distributor = distributorBehind(list, voter);
    if (distributor === undefined) return own(application.conflicts, voter) === undefined;
    return !inConflict(list, distributor, application) && !isOfApplicant(distributor, application);
  });
}

function inConflict(list: List, distributor: Distributor, { conflicts }: Application): boolean {
  return Object.keys(conflicts).some((voter) => isSameVoter(list, voter, distributor.id));
}

/** As whom a member votes: their distributor, or its twin of the same legal entity; themself where coordinators vote. Null: they do not. */
export function ballotVoter(list: List, application: Application, member: Member): string | null {
  const voter = voterOf(member, list, { type: 'distributors', moreThanShare: 0 });
  return voter !== null && electorate(list, application).includes(voter) ? voter : null;
}

/** What a voter chose: by themself, or by another of the same legal entity who spoke for it before. */
export function choiceOf(list: List, voter: string, { votes }: Ballot): Choice | undefined {
  const twin = Object.keys(votes).find((other) => isSameVoter(list, other, voter));
  return own(votes, voter) ?? (twin === undefined ? undefined : own(votes, twin));
}

export function declareConflict(
  list: List,
  { number, because }: Of<'declare-conflict'>,
  { by, now }: MembershipContext,
): ListDecision<MembershipFact> {
  const found = numbered(list, number);
  if (isNo(found)) return found;
  const refusal = inPhase(found, ['voucher', 'discussion', 'ballot'], now);
  if (refusal !== null) return refusal;
  const member = list.members[by];
  const voter = member === undefined ? null : ballotVoter(list, found, member);
  if (member === undefined || voter === null)
    return refuse({ code: member !== undefined && hasConflict(list, member, found) ? 'conflict-known' : 'no-ballot-vote' });
  // Whoever has voted has shown no conflict: taking the vote back now would tell something of it.
  if (found.ballot !== null && choiceOf(list, voter, found.ballot) !== undefined) return refuse({ code: 'voted-already' });
  return [{ type: 'conflict-declared', application: number, voter, by, because }];
}

function hasConflict(list: List, { person, distributor }: Member, application: Application): boolean {
  const theirs = distributor === null ? undefined : distributorOf(list, distributor);
  return theirs === undefined ? own(application.conflicts, person) !== undefined : inConflict(list, theirs, application);
}

/** Once somebody has vouched; anew where the last one had no quorum. It closes at its instant, never before: not even when all have voted. */
export function openBallot(list: List, { number }: Of<'open-ballot'>, { now }: MembershipContext): ListDecision<MembershipFact> {
  const found = numbered(list, number);
  if (isNo(found)) return found;
  const settled = countOf(list, found, now);
  if (found.ballot !== null && settled === null) return refuse({ code: 'ballot-open', number, closesAt: found.ballot.closesAt });
  const refusal = inPhase(found, settled?.outcome === 'no-quorum' ? ['decision'] : ['discussion'], now);
  if (refusal !== null) return refusal;
  if (electorate(list, found).length === 0) return refuse({ code: 'nobody-may-vote' });
  return [
    ...countFacts(list, found, now),
    { type: 'ballot-opened', application: number, closesAt: now + list.policy.rules.membership.ballotMs },
  ];
}

/** Said to the bot alone: a ballot that others read is not secret. */
export function vote(list: List, { number, choice }: Of<'vote'>, { by, now, inRoom }: MembershipContext): ListDecision<MembershipFact> {
  const found = numbered(list, number);
  if (isNo(found)) return found;
  if (found.closed !== null) return refuse({ code: 'wrong-phase', number, phase: 'closed' });
  if (found.counted !== null) return refuse({ code: 'ballot-closed', at: found.counted.at });
  if (found.ballot === null) return inPhase(found, ['ballot'], now) ?? refuse({ code: 'no-ballot-vote' });
  if (now >= found.ballot.closesAt) return refuse({ code: 'ballot-closed', at: found.ballot.closesAt });
  if (inRoom) return refuse({ code: 'ballot-in-a-room' });
  const member = list.members[by];
  if (member !== undefined && hasConflict(list, member, found)) return refuse({ code: 'in-conflict' });
  const voter = member === undefined ? null : ballotVoter(list, found, member);
  if (voter === null) return refuse({ code: 'no-ballot-vote' });
  if (choiceOf(list, voter, found.ballot) !== undefined || found.ballot.people.includes(by)) return refuse({ code: 'voted-already' });
  return [{ type: 'vote-cast', application: number, voter, person: by, choice }];
}

/** What a ballot came to, from its instant on; null before it, and where there is none. Votes of those who left the list, or were in conflict, do not count. */
export function countOf(list: List, application: Application, now: Instant): Counted | null {
  if (application.counted !== null) return application.counted;
  const { ballot } = application;
  if (ballot === null || now < ballot.closesAt) return null;
  const voters = electorate(list, application);
  const said = (choice: string) => voters.filter((voter) => choiceOf(list, voter, ballot) === choice).length;
  const [yes, no, abstain] = [said('yes'), said('no'), said('abstain')];
  const { quorumShare, moreThanShare } = list.policy.rules.membership;
  const enough = voters.length > 0 && yes + no + abstain >= voters.length * quorumShare;
  const outcome = !enough ? 'no-quorum' : yes > (yes + no) * moreThanShare ? 'carried' : 'lost';
  return { outcome, yes, no, abstain, of: voters.length, at: ballot.closesAt };
}

/** The count, where it is due and was not written down. */
export function countFacts(list: List, application: Application, now: Instant): MembershipFact[] {
  const counted = application.counted === null ? countOf(list, application, now) : null;
  return counted === null ? [] : [{ type: 'ballot-counted', application: application.number, counted }];
}
