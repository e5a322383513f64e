import type { Quorum } from '../policy/policy.ts';
import type { DistributorId, PersonId } from '../values/ids.ts';
import { own } from '../values/records.ts';
import { isOneEntity } from './distributor.ts';
import { coordinatorsOf, type Distributor, distributorsOf, type List, type Member, membersOf } from './list.ts';
import { isSpeaker } from './roles.ts';

// Who has a voice on a list. A person, a distributor and a legal entity count once.

/** Whose answer counts: a distributor's, or a coordinator's own, by the policy's quorum. */
export type Voter = DistributorId | PersonId;

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
  if (!isSpeaker(member.role)) return null;
  const voters = votersOf(list, quorum);
  const { person, distributor } = member;
  const own = voters.find((voter) => voter === person);
  return own ?? voters.find((voter) => distributor !== null && isSameVoter(list, distributor, voter)) ?? null;
}

/** The distributor that a voter is; undefined where it is a coordinator. */
export function distributorBehind({ distributors }: List, voter: string): Distributor | undefined {
  return own<string, Distributor>(distributors, voter);
}

/** Whether two are the same voter, or distributors of one legal entity. */
export function isSameVoter(list: List, one: string, other: string): boolean {
  const [own, its] = [distributorBehind(list, one), distributorBehind(list, other)];
  return one === other || (own !== undefined && its !== undefined && isOneEntity(own, its));
}
