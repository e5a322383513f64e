// The last step onto a list: named people accept its policy, as it is now.

import type { DistributorId, PersonId } from '../../values/ids.ts';
import { own } from '../../values/records.ts';
import { refuse } from '../../values/refusal.ts';
import { distributorOf, distributorsOf, type List, type Member, membersOf } from '../list.ts';
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
  { by, now, policyHash, fresh, looksLike }: MembershipContext,
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
  const names = { list, looksLike };
  const name = callable(names, found, by === found.applicant ? found.name : (found.backup?.name ?? found.name));
  if (isTaken(names, name)) return refuse({ code: 'name-taken', name });
  const { version } = list.policy;
  const accepted: MembershipFact = { type: 'policy-accepted', application: found.number, person: by, version, hash: policyHash };
  if (by !== found.applicant) return joinsAsBackup(list, found, { by, name, accepted });
  const distributor = fresh(found.organisation);
  if (distributorOf(list, distributor) !== undefined || distributorsOf(list).some((each) => looksLike(each.name, found.organisation)))
    return refuse({ code: 'on-the-list', name: list.name });
  return [
    accepted,
    { type: 'distributor-added', distributor, name: found.organisation, releases: [] },
    contactAdded(by, name, distributor),
    { type: 'organisation-joined', application: found.number, distributor },
    ...aliasOf(found, distributor),
    ...backupToo(names, found, { applicantName: name, distributor, policyHash }),
  ];
}

/** What it gave as its alias is its alias, unless that has no address in it, or several. */
function aliasOf({ evidence }: Application, distributor: DistributorId): MembershipFact[] {
  const found = new Set((own(evidence, 'alias') ?? '').match(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g));
  const [alias, ...others] = found;
  return alias === undefined || others.length > 0 ? [] : [{ type: 'profile-changed', distributor, changes: { alias } }];
}

/** A backup, once they accept: until the applicant has, there is no distributor to be a contact of, and they are added with it. */
function joinsAsBackup(
  list: List,
  { organisation, entity }: Application,
  { by, name, accepted }: { by: PersonId; name: string; accepted: MembershipFact },
): ListDecision<MembershipFact | Joining> {
  const joined = distributorsOf(list).find((distributor) => distributor.name === organisation)?.id;
  if (joined === undefined) return [accepted];
  const crowd = secondContact(list, { id: joined, name: organisation, releases: [] }, entity, by);
  return crowd ?? [accepted, contactAdded(by, name, joined), { type: 'profile-changed', distributor: joined, changes: { backup: by } }];
}

/** The backup who has accepted before the applicant did, with whom they are added; unless there is no room for them, or for their name. */
function backupToo(
  names: Names,
  application: Application,
  { applicantName, distributor, policyHash }: { applicantName: string; distributor: DistributorId; policyHash: string },
): (Joining | MembershipFact)[] {
  const { list, looksLike } = names;
  const { backup } = application;
  if (backup === null || !acceptedToo(list, application, backup.person, policyHash)) return [];
  const name = callable(names, application, backup.name, applicantName);
  if (list.policy.rules.membership.singleContact || looksLike(applicantName, name) || isTaken(names, name)) return [];
  return [contactAdded(backup.person, name, distributor), { type: 'profile-changed', distributor, changes: { backup: backup.person } }];
}

function contactAdded(person: PersonId, name: string, distributor: DistributorId): Joining {
  return { type: 'person-added', member: { person, name, role: 'representative', distributor, zone: null } };
}

/** Two who are called alike could pass for each other, and whoever comes later cannot choose another name here. */
function callable(names: Names, { organisation }: Application, wanted: string, ...others: string[]): string {
  const taken = isTaken(names, wanted) || others.some((other) => names.looksLike(other, wanted));
  return taken ? `${wanted} (${organisation})` : wanted;
}

type Names = { readonly list: List } & Pick<MembershipContext, 'looksLike'>;

const isTaken = ({ list, looksLike }: Names, name: string): boolean => membersOf(list).some((member) => looksLike(member.name, name));

/** Whether a backup has accepted the policy as it is now, and is not on the list by another way. */
function acceptedToo(list: List, { acceptances }: Application, person: PersonId, hash: string): boolean {
  return acceptances[person]?.hash === hash && list.members[person] === undefined;
}

/** The application of an organisation that has joined, whose backup has not accepted yet. */
export function joinedWithBackup(list: List, person: PersonId): Application | null {
  const found = applicationsOf(list).find(({ backup, closed }) => closed?.how === 'joined' && backup?.person === person);
  return found !== undefined && distributorsOf(list).some(({ name }) => name === found.organisation) ? found : null;
}
