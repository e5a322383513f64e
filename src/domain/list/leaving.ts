// What goes with somebody who is taken off a list: nothing that they had, asked for, or were meant to have, is there when they come back.
import type { PersonId } from '../values/ids.ts';
import { eachOf, own } from '../values/records.ts';
import type { Instant } from '../values/time.ts';
import type { Distributor, List, Member } from './list.ts';
import { type Application, type Membership, noMembership } from './membership/membership.ts';

/**
 * The list without somebody, and without what others had in mind for them: a role that was offered to them, standing in for somebody, being a
 * contact; and what they had asked for themselves.
 */
export function withoutPerson(list: List, person: PersonId, at: Instant): List {
  const { [person]: gone, ...others } = list.members;
  const members = eachOf(others, (member) => withoutStandIn(member.handover === person ? withoutHandover(member) : member, person));
  const distributors = eachOf(list.distributors, (each) => withoutContact(each, person));
  if (gone === undefined) return { ...list, members, distributors };
  const before: Membership = list.membership ?? noMembership;
  const applications = eachOf(before.applications, (each): Application => {
    const own = each.applicant === person && each.closed === null;
    const withdrawn: Application = own ? { ...each, evidence: {}, ballot: null, closed: { at, how: 'withdrawn' } } : each;
    // Somebody on the list has to stand for the applicant until the list has voted.
    const vouched = withdrawn.voucher?.person === person && withdrawn.ballot === null && withdrawn.counted === null;
    const open = vouched ? { ...withdrawn, voucher: null } : withdrawn;
    return withoutVote(open.backup?.person === person ? { ...open, backup: null } : open, person);
  });
  return { ...list, members, distributors, membership: { ...before, applications, left: { ...before.left, [person]: gone.name } } };
}

/** What a voter has chosen in a ballot that is open does not count, not even once they are back. */
export function withoutVote(application: Application, voter: string): Application {
  const { ballot } = application;
  if (ballot === null || own(ballot.votes, voter) === undefined) return application;
  const { [voter]: _, ...votes } = ballot.votes;
  return { ...application, ballot: { ...ballot, votes } };
}

function withoutContact(distributor: Distributor, person: PersonId): Distributor {
  const { profile } = distributor;
  if (profile === undefined || (profile.primary !== person && profile.backup !== person)) return distributor;
  const kept = (contact: PersonId | null) => (contact === person ? null : contact);
  return { ...distributor, profile: { ...profile, primary: kept(profile.primary), backup: kept(profile.backup) } };
}

/** Somebody whose offer of their role is void. */
export const withoutHandover = ({ handover: _, ...member }: Member): Member => member;

/** Somebody who is asked to accept the terms anew. */
export const withoutTerms = ({ terms: _, ...member }: Member): Member => member;

function withoutStandIn(member: Member, person: PersonId): Member {
  return member.away?.standIn === person ? { ...member, away: { ...member.away, standIn: null } } : member;
}
