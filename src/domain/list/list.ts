// A disclosure list: its rooms, distributors and people.
import type { RoomAudit } from '../audience.ts';
import type { Confirmed } from '../embargo/facts.ts';
import type { Policy } from '../policy/policy.ts';
import { type PolicyKey, policyOf } from '../policy/presets.ts';
import type { DistributorId, ListId, PersonId, RoomId } from '../values/ids.ts';
import type { Instant } from '../values/time.ts';
import { withoutPerson } from './leaving.ts';
import { evolveMembership } from './membership/evolve.ts';
import { isOfMembership, type MembershipFact } from './membership/facts.ts';
import { type Membership, newProfile, type Profile } from './membership/membership.ts';
import type { Distrust } from './trust.ts';

export const roles = ['coordinator', 'representative', 'reviewer'] as const;
export type Role = (typeof roles)[number];

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
  /** Until when they are not there, and who is told for them. */
  readonly away?: { readonly until: Instant; readonly standIn: PersonId | null };
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
};

export type ListFact = Happening & { readonly confirmed?: Confirmed };

type Happening =
  | MembershipFact
  | { readonly type: 'list-founded'; readonly list: ListId; readonly name: string; readonly policy: PolicyKey }
  | { readonly type: 'room-adopted'; readonly room: RoomId; readonly audit: RoomAudit }
  /** By the bot, at a coordinator's word. */
  | { readonly type: 'room-made'; readonly room: RoomId }
  | { readonly type: 'people-invited'; readonly room: RoomId; readonly people: readonly PersonId[] }
  | { readonly type: 'room-left'; readonly room: RoomId }
  /** It was looked at, and is not as it was. */
  | { readonly type: 'room-audited'; readonly room: RoomId; readonly audit: RoomAudit }
  /** Its platform gave it another id. */
  | { readonly type: 'room-moved'; readonly from: RoomId; readonly to: RoomId }
  | { readonly type: 'team-trusted' | 'team-distrusted'; readonly room: RoomId; readonly team: string }
  /** To whose devices the keys of what is said in a room go. */
  | { readonly type: 'room-keys-set'; readonly room: RoomId; readonly keys: RoomKeys }
  | {
      readonly type: 'distributor-added';
      readonly distributor: DistributorId;
      readonly name: string;
      readonly releases: readonly string[];
    }
  | { readonly type: 'releases-set'; readonly distributor: DistributorId; readonly releases: readonly string[] }
  | { readonly type: 'person-added'; readonly member: Omit<Member, 'since'> }
  /** `because`: nobody took them off, their last account was closed. */
  | { readonly type: 'person-removed'; readonly person: PersonId; readonly because?: 'deactivated' }
  /** The bot took somebody who is off the list out of a room, or took their invitation back. */
  | { readonly type: 'person-evicted'; readonly room: RoomId; readonly person: PersonId }
  /** What comes from `alias` was said by `person`, from now on; no longer. */
  | { readonly type: 'identity-linked'; readonly person: PersonId; readonly alias: PersonId }
  | { readonly type: 'identity-unlinked'; readonly person: PersonId; readonly alias: PersonId; readonly because?: 'deactivated' }
  | { readonly type: 'zone-chosen'; readonly person: PersonId; readonly zone: string }
  /** By somebody who knows of no embargo that it could be about. */
  | { readonly type: 'leak-reported'; readonly where: string; readonly what: string }
  /** Something was said in somebody's name that nobody can vouch for, and was not acted on. */
  | { readonly type: 'command-distrusted'; readonly person: PersonId; readonly because: Distrust; readonly device: string | null }
  /** Their present identity on a platform is the one that counts from now on. */
  | { readonly type: 'identity-accepted'; readonly person: PersonId; readonly account: PersonId };

/** The list after a fact. Throws when its founding is not the first fact and the only such: the record is broken, and guessing would hide it. */
export function evolveList(list: List | null, fact: ListFact, at: Instant): List {
  if (list === null) {
    if (fact.type !== 'list-founded') throw new Error(`a list cannot begin with ${fact.type}`);
    return { id: fact.list, name: fact.name, policy: foundedOn(fact.policy), rooms: {}, distributors: {}, members: {} };
  }
  if (isOfMembership(fact)) return evolveMembership(list, fact, at);
  switch (fact.type) {
    case 'list-founded':
      throw new Error('a list is founded once');
    case 'room-adopted':
      return { ...list, rooms: { ...list.rooms, [fact.room]: { room: fact.room, audit: fact.audit, adoptedAt: at, teams: [] } } };
    case 'room-left':
      return { ...list, rooms: without(list.rooms, fact.room) };
    case 'room-audited':
      return withRoom(list, { ...heldRoom(list, fact.room), audit: fact.audit });
    case 'room-moved': {
      const { [fact.from]: _, ...others } = list.rooms;
      return { ...list, rooms: { ...others, [fact.to]: { ...heldRoom(list, fact.from), room: fact.to } } };
    }
    case 'team-trusted': {
      const held = heldRoom(list, fact.room);
      return withRoom(list, { ...held, teams: [...held.teams.filter((team) => team !== fact.team), fact.team].sort() });
    }
    case 'team-distrusted': {
      const held = heldRoom(list, fact.room);
      return withRoom(list, { ...held, teams: held.teams.filter((team) => team !== fact.team) });
    }
    case 'room-keys-set': {
      const { keys: _, ...held } = heldRoom(list, fact.room);
      return withRoom(list, fact.keys === 'all' ? { ...held, keys: 'all' } : held);
    }
    case 'distributor-added': {
      const added = { id: fact.distributor, name: fact.name, releases: fact.releases, profile: newProfile(at) };
      return { ...list, distributors: { ...list.distributors, [fact.distributor]: added } };
    }
    case 'releases-set': {
      const known = list.distributors[fact.distributor];
      if (known === undefined) throw new Error('releases of an unknown distributor');
      return { ...list, distributors: { ...list.distributors, [fact.distributor]: { ...known, releases: fact.releases } } };
    }
    case 'person-added': {
      const { member } = fact;
      const known = list.members[member.person];
      const same = known?.role === member.role && known.distributor === member.distributor;
      const kept = same ? { since: known.since, ...(known.away === undefined ? {} : { away: known.away }) } : { since: at };
      return { ...list, members: { ...list.members, [member.person]: { ...member, ...kept } } };
    }
    case 'person-removed':
      return withoutPerson(list, fact.person, at);
    case 'zone-chosen': {
      const member = list.members[fact.person];
      if (member === undefined) throw new Error('zone of somebody who is not on the list');
      return { ...list, members: { ...list.members, [fact.person]: { ...member, zone: fact.zone } } };
    }
    case 'room-made':
    case 'people-invited':
    case 'person-evicted':
    case 'leak-reported':
    case 'command-distrusted':
    case 'identity-accepted':
    case 'identity-linked':
    case 'identity-unlinked':
      return list;
    default:
      return fact satisfies never;
  }
}

function heldRoom(list: List, room: RoomId): AdoptedRoom {
  const held = list.rooms[room];
  if (held === undefined) throw new Error('a fact about a room that the list does not have');
  return held;
}

function withRoom(list: List, room: AdoptedRoom): List {
  return { ...list, rooms: { ...list.rooms, [room.room]: room } };
}

function without<Key extends string, Value>(record: Readonly<Record<Key, Value>>, key: Key): Record<Key, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) as Record<Key, Value>;
}

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
  return left === undefined ? 'somebody who is not on the list' : `${left} (left the list)`;
}

/** What a distributor is called, or was while it was on this list. */
export function distributorName(list: List, distributor: DistributorId): string {
  const former = list.membership?.former.findLast((each) => each.distributor === distributor);
  return list.distributors[distributor]?.name ?? former?.name ?? 'a distributor that is not on the list';
}
