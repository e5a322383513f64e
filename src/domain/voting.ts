// Whose answer to a date counts, and when it is agreed. Silence is silence: it is neither yes nor no.
import type { Proposal, Voter } from './embargo.ts';
import { coordinatorsOf, distributorsOf, type List, type Member, membersOf } from './list.ts';
import type { Quorum } from './policy.ts';

export type Tally = {
  readonly voters: readonly Voter[];
  readonly needed: number;
  readonly accepted: readonly Voter[];
  readonly rejected: readonly Voter[];
  readonly silent: readonly Voter[];
  readonly verdict: 'open' | 'agreed' | 'rejected';
};

/** Everybody whose answer counts: distributors that have a representative, or coordinators; coordinators too where no distributor can speak. */
export function votersOf(list: List, quorum: Quorum): Voter[] {
  const coordinators = coordinatorsOf(list).map((member) => member.person);
  if (quorum.type === 'coordinators') return coordinators;
  const distributors = distributorsOf(list)
    .map((distributor) => distributor.id)
    .filter((id) => membersOf(list).some((member) => member.distributor === id && member.role !== 'reviewer'));
  return distributors.length > 0 ? distributors : coordinators;
}

/** What a member's answer counts as; null when they have none. One distributor has one answer, whoever of it gives it. */
export function voterOf(member: Member, list: List, quorum: Quorum): Voter | null {
  if (member.role === 'reviewer') return null;
  const voters = votersOf(list, quorum);
  return voters.find((voter) => voter === member.distributor || voter === member.person) ?? null;
}

/** How a proposal stands. Answers of distributors that left the list no longer count. */
export function tally(proposal: Proposal, list: List, quorum: Quorum): Tally {
  const voters = votersOf(list, quorum);
  const said = (verdict: 'accept' | 'reject') => voters.filter((voter) => proposal.answers[voter]?.verdict === verdict);
  const accepted = said('accept');
  const rejected = said('reject');
  const silent = voters.filter((voter) => proposal.answers[voter] === undefined);
  const needed = neededOf(voters.length, quorum);
  const possible = accepted.length + silent.length >= needed;
  const verdict = accepted.length >= needed && needed > 0 ? 'agreed' : possible ? 'open' : 'rejected';
  return { voters, needed, accepted, rejected, silent, verdict };
}

function neededOf(voters: number, quorum: Quorum): number {
  if (quorum.type === 'distributors') return Math.floor(voters * quorum.moreThanShare) + 1;
  return Math.min(quorum.count, voters);
}
