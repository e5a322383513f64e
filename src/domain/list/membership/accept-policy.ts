// The last step onto a list: named people accept its policy, as it is now.

import type { DistributorId, PersonId } from '../../values/ids.ts';
import { refuse } from '../../values/refusal.ts';
import { distributorsOf, type List, type Member, membersOf } from '../list.ts';
import type { ListDecision } from '../refusal.ts';
import { applicationOf, applicationsOf, inPhase } from './application.ts';
import type { Of } from './commands.ts';
import type { MembershipContext } from './decide.ts';
import { secondContact } from './decide.ts';
import type { MembershipFact } from './facts.ts';
import type { Application } from './membership.ts';

/** What makes a distributor and its person of an application that was accepted. */
export type Joining =
  | { readonly type: 'distributor-added'; readonly distributor: DistributorId; readonly name: string; readonly releases: readonly string[] }
  | { readonly type: 'person-added'; readonly member: Omit<Member, 'since'> };

/**
 * A named person accepts the policy as it is now: its hash is what they were shown. With the applicant's, the organisation is on the list; a backup
 * is once they have accepted too.
 */
export function acceptPolicy(
  list: List,
  { hash }: Of<'accept-policy'>,
  { by, now, policyHash, fresh }: MembershipContext,
): ListDecision<MembershipFact | Joining> {
  const found = applicationOf(list, by) ?? joinedWithBackup(list, by);
  if (found === null) return refuse({ code: 'no-application' });
  // Whoever was put on the list meanwhile has their role already, and it may be the last coordinator's.
  if (list.members[by] !== undefined) return refuse({ code: 'on-the-list', name: list.name });
  if (found.closed === null) {
    const refusal = inPhase(found, ['acceptance'], now);
    if (refusal !== null) return refusal;
  }
  if (found.acceptances[by]?.hash === policyHash) return refuse({ code: 'accepted-already' });
  if (hash.length < 8 || !policyHash.startsWith(hash.toLowerCase())) return refuse({ code: 'other-policy', hash: policyHash.slice(0, 12) });
  const accepted: MembershipFact = {
    type: 'policy-accepted',
    application: found.number,
    person: by,
    version: list.policy.version,
    hash: policyHash,
  };
  const joined = distributorsOf(list).find(({ name }) => name === found.organisation)?.id ?? null;
  // Two who are called alike could pass for each other, and whoever comes later cannot choose another name here.
  const called = (wanted: string, ...others: string[]) =>
    isTaken(list, wanted) || others.some((other) => isAlike(other, wanted)) ? `${wanted} (${found.organisation})` : wanted;
  const name = called(by === found.applicant ? found.name : (found.backup?.name ?? found.name));
  if (isTaken(list, name)) return refuse({ code: 'name-taken', name });
  const member = (distributor: DistributorId): Joining => ({
    type: 'person-added',
    member: { person: by, name, role: 'representative', distributor, zone: null },
  });
  if (by !== found.applicant) {
    // Until the applicant has accepted, there is no distributor to be a contact of: theirs is kept, and they are added with it.
    if (joined === null) return [accepted];
    const crowd = secondContact(list, { id: joined, name: found.organisation, releases: [] }, found.entity, by);
    return crowd ?? [accepted, member(joined), { type: 'profile-changed', distributor: joined, changes: { backup: by } }];
  }
  const distributor = fresh(found.organisation);
  if (list.distributors[distributor] !== undefined) return refuse({ code: 'on-the-list', name: list.name });
  const backup = found.backup !== null && acceptedToo(list, found, found.backup.person, policyHash) ? found.backup : null;
  const second: (Joining | MembershipFact)[] =
    backup === null ||
    list.policy.rules.membership.singleContact ||
    isAlike(name, called(backup.name, name)) ||
    isTaken(list, called(backup.name, name))
      ? []
      : [
          {
            type: 'person-added',
            member: { person: backup.person, name: called(backup.name, name), role: 'representative', distributor, zone: null },
          },
          { type: 'profile-changed', distributor, changes: { backup: backup.person } },
        ];
  return [
    accepted,
    { type: 'distributor-added', distributor, name: found.organisation, releases: [] },
    member(distributor),
    { type: 'organisation-joined', application: found.number, distributor },
    ...second,
  ];
}

const isAlike = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const isTaken = (list: List, name: string): boolean => membersOf(list).some((member) => isAlike(member.name, name));

/** Whether a backup has accepted the policy as it is now, and is not on the list by another way. */
function acceptedToo(list: List, { acceptances }: Application, person: PersonId, hash: string): boolean {
  return acceptances[person]?.hash === hash && list.members[person] === undefined;
}

/** The application of an organisation that has joined, whose backup has not accepted yet. */
export function joinedWithBackup(list: List, person: PersonId): Application | null {
  const found = applicationsOf(list).find(({ backup, closed }) => closed?.how === 'joined' && backup?.person === person);
  return found !== undefined && distributorsOf(list).some(({ name }) => name === found.organisation) ? found : null;
}
