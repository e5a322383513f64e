// Whose answer to a date counts, and when it is agreed. Silence is silence: it is neither yes nor no. A person, a distributor and a legal entity count once.
import { isOneEntity } from '../list/distributor.ts';
import { coordinatorsOf, type Distributor, distributorsOf, type List, type Member, membersOf } from '../list/list.ts';
import type { Quorum } from '../policy/policy.ts';
import type { DistributorId, PersonId } from '../values/ids.ts';
import type { Instant } from '../values/time.ts';
import type { Answer, Proposal, Voter } from './embargo.ts';

export type Tally = {
  readonly voters: readonly Voter[];
  readonly needed: number;
  readonly accepted: readonly Voter[];
  readonly rejected: readonly Voter[];
  readonly silent: readonly Voter[];
  readonly verdict: 'open' | 'agreed' | 'rejected';
};

/**
 * Everybody whose answer counts: distributors that have a representative, of several of one legal entity the first; or coordinators. Coordinators too
 * where no distributor can speak.
 */
export function votersOf(list: List, quorum: Quorum): Voter[] {
  const coordinators = coordinatorsOf(list).map((member) => member.person);
  if (quorum.type === 'coordinators') return coordinators;
  const speaking = distributorsOf(list).filter(({ id }) =>
    membersOf(list).some((member) => member.distributor === id && member.role !== 'reviewer'),
  );
  const voters = oneOfEach(speaking).map(({ id }) => id);
  return voters.length > 0 ? voters : coordinators;
}

/** The first of each legal entity. */
export function oneOfEach(distributors: readonly Distributor[]): Distributor[] {
  return distributors.filter((each, index) => !distributors.slice(0, index).some((other) => isOneEntity(other, each)));
}

/** What a member's answer counts as; null when they have none. One legal entity has one answer, whoever of it gives it. */
export function voterOf(member: Member, list: List, quorum: Quorum): Voter | null {
  if (member.role === 'reviewer') return null;
  const voters = votersOf(list, quorum);
  const { person, distributor } = member;
  const own = voters.find((voter) => voter === person);
  return own ?? voters.find((voter) => distributor !== null && isSameVoter(list, distributor, voter)) ?? null;
}

/** The distributor that a voter is; undefined where it is a coordinator. */
export function distributorBehind({ distributors }: List, voter: string): Distributor | undefined {
  return Object.hasOwn(distributors, voter) ? distributors[voter as DistributorId] : undefined;
}

/**
 * The answers to a proposal that count. Not those of whoever has left the list since, not even once they are on it again; and of one person's, who
 * spoke for one distributor and then for another, the last.
 */
export function answersTo({ answers }: Proposal, list: List, quorum: Quorum): ReadonlyMap<Voter, Answer> {
  const said = Object.entries<Answer>(answers).filter(([key, { at }]) => at >= thereSince(list, key));
  const given = votersOf(list, quorum).flatMap((voter) => {
    const [last] = said.filter(([key]) => isSameVoter(list, key, voter)).sort(([, a], [, b]) => b.at - a.at);
    return last === undefined ? [] : [{ voter, answer: last[1] }];
  });
  const outspoken = given.filter(({ answer }, index) =>
    given.some(
      (other, at) => other.answer.by === answer.by && (other.answer.at > answer.at || (other.answer.at === answer.at && at > index)),
    ),
  );
  return new Map(given.filter((each) => !outspoken.includes(each)).map(({ voter, answer }) => [voter, answer]));
}

/** Whether two are the same voter, or distributors of one legal entity. */
export function isSameVoter(list: List, one: string, other: string): boolean {
  const [own, its] = [distributorBehind(list, one), distributorBehind(list, other)];
  return one === other || (own !== undefined && its !== undefined && isOneEntity(own, its));
}

/** Since when what a voter says counts: since a coordinator is one; since a distributor was last removed. */
function thereSince(list: List, voter: string): Instant {
  const member = Object.hasOwn(list.members, voter) ? list.members[voter as PersonId] : undefined;
  const removals = (list.membership?.former ?? []).filter(({ distributor }) => distributor === voter).map(({ at }) => at);
  return member?.since ?? Math.max(0, ...removals);
}

/** How a proposal stands. */
export function tally(proposal: Proposal, list: List, quorum: Quorum): Tally {
  const voters = votersOf(list, quorum);
  const answers = answersTo(proposal, list, quorum);
  const said = (verdict: 'accept' | 'reject') => voters.filter((voter) => answers.get(voter)?.verdict === verdict);
  const accepted = said('accept');
  const rejected = said('reject');
  const silent = voters.filter((voter) => !answers.has(voter));
  const needed = neededOf(voters.length, quorum);
  const possible = accepted.length + silent.length >= needed;
  const verdict = accepted.length >= needed && needed > 0 ? 'agreed' : possible ? 'open' : 'rejected';
  return { voters, needed, accepted, rejected, silent, verdict };
}

function neededOf(voters: number, quorum: Quorum): number {
  if (quorum.type === 'distributors') return Math.floor(voters * quorum.moreThanShare) + 1;
  return Math.min(quorum.count, voters);
}
