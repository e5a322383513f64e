// A disclosure list: its rooms, distributors and people.
import type { Policy } from '../policy/policy.ts';
import { type PolicyKey, policyOf } from '../policy/presets.ts';
import type { DistributorId, EmbargoId, ListId, PersonId, RoomId } from '../values/ids.ts';
import { own } from '../values/records.ts';
import type { Instant } from '../values/time.ts';
import type { Membership, Profile } from './membership/membership.ts';
import type { Reports } from './reports/report.ts';
import type { Role } from './roles.ts';
import type { RoomAudit } from './room-audit.ts';
/** coordinator: runs the list. representative: speaks for a distributor. reviewer: let in by a representative, embargo by embargo. */
export type Member = {
  readonly person: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly distributor: DistributorId | null;
  /** Since when they are on the list in this role and for this distributor: what they said before does not count. */
  readonly since: Instant;
  /** The IANA zone in which instants are shown to them besides UTC. */
  readonly zone: string | null;
  /** Whom they have offered their role to, who has not answered yet. */
  readonly handover?: PersonId;
  /** The version of the list's terms that they have accepted, in this role; absent where another is in force by now. */
  readonly terms?: string;
  /** The embargo that they are on, where it is not for the whole list; never stored. */
  readonly on?: EmbargoId;
  /** They are on it by their own name, and not by their organization's alone; never stored. */
  readonly byName?: true;
  /** From when, as they said it, until when they are not there, and who is told for them. */
  readonly away?: { readonly since: Instant; readonly until: Instant; readonly standIn: PersonId | null };
};

/** `releases` are what the distributor ships and therefore tests, one by one. */
export type Distributor = {
  readonly id: DistributorId;
  readonly name: string;
  readonly releases: readonly string[];
  /** What else is known of it; absent where it was added before this was kept, and nobody has said anything since. */
  readonly profile?: Profile;
};

/** signed: to devices that their owners have signed; all: to every device of theirs. */
export const roomKeys = ['signed', 'all'] as const;
export type RoomKeys = (typeof roomKeys)[number];

export type AdoptedRoom = {
  readonly room: RoomId;
  readonly audit: RoomAudit;
  readonly adoptedAt: Instant;
  /** The other organisations' workspaces, or the other homeservers, that a coordinator lets read along, knowing what that means. */
  readonly teams: readonly string[];
  /** `all`: what is said there can be read on devices too that their owners have not signed. */
  readonly keys?: 'all';
};

/** A list's rules as they stand. `preset`: they are those of a preset, unedited. */
export type HeldPolicy = { readonly version: number; readonly preset: PolicyKey | null; readonly rules: Policy };

/** Rules that somebody wrote and that are not in force yet. */
export type Draft = { readonly preset: PolicyKey | null; readonly rules: Policy; readonly by: PersonId; readonly at: Instant };

/** The rules with which a list is founded. */
export function foundedOn(preset: PolicyKey): HeldPolicy {
  return { version: 1, preset, rules: policyOf(preset) };
}

export type List = {
  readonly id: ListId;
  readonly name: string;
  readonly policy: HeldPolicy;
  readonly draft?: Draft;
  readonly rooms: Readonly<Record<RoomId, AdoptedRoom>>;
  readonly distributors: Readonly<Record<DistributorId, Distributor>>;
  readonly members: Readonly<Record<PersonId, Member>>;
  /** Applications, and who was on it; absent while there are none. */
  readonly membership?: Membership;
  /** What was reported from outside; absent while nothing was. */
  readonly reports?: Reports;
};

export function membersOf(list: List): Member[] {
  return Object.values<Member>(list.members);
}

export function distributorsOf(list: List): Distributor[] {
  return Object.values<Distributor>(list.distributors);
}

export function roomsOf(list: List): AdoptedRoom[] {
  return Object.values<AdoptedRoom>(list.rooms);
}

export function coordinatorsOf(list: List): Member[] {
  return membersOf(list).filter((member) => member.role === 'coordinator');
}

/** What a person is called on this list, or was while they were on it. Never an id: nobody knows who that is. */
export function nameOf(list: List, person: PersonId): string {
  const member = list.members[person];
  if (member !== undefined) return member.name;
  const left = list.membership?.left?.[person];
  return left === undefined ? "someone who isn't on the list" : `${left} (left the list)`;
}

/** A distributor that is on the list; undefined where it is not. */
export function distributorOf({ distributors }: List, id: DistributorId): Distributor | undefined {
  return own(distributors, id);
}

/** What a distributor is called, or was while it was on this list. */
export function distributorName(list: List, distributor: DistributorId): string {
  const former = list.membership?.former.findLast((each) => each.distributor === distributor);
  return distributorOf(list, distributor)?.name ?? former?.name ?? 'an organization no longer on the list';
}
