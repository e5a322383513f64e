import type { RoomId } from '../values/ids.ts';
import { eachOf } from '../values/records.ts';
import type { Instant } from '../values/time.ts';
import type { ListFact } from './facts.ts';
import { withoutPerson } from './leaving.ts';
import { type AdoptedRoom, distributorOf, foundedOn, type List } from './list.ts';
import { evolveMembership } from './membership/evolve.ts';
import { isOfMembership } from './membership/facts.ts';
import { type Application, newProfile } from './membership/membership.ts';
import { evolveReports } from './reports/evolve.ts';
import { isOfReport } from './reports/facts.ts';

// What a fact makes of a list.

/** The list after a fact. Throws when its founding is not the first fact and the only such: the record is broken, and guessing would hide it. */
export function evolveList(list: List | null, fact: ListFact, at: Instant): List {
  if (list === null) {
    if (fact.type !== 'list-founded') throw new Error(`a list cannot begin with ${fact.type}`);
    return { id: fact.list, name: fact.name, policy: foundedOn(fact.policy), rooms: {}, distributors: {}, members: {} };
  }
  if (isOfMembership(fact)) return evolveMembership(list, fact, at);
  if (isOfReport(fact)) return evolveReports(list, fact, at);
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
    case 'distributor-renamed':
      return renamed(list, fact);
    case 'releases-set': {
      const known = distributorOf(list, fact.distributor);
      if (known === undefined) throw new Error('releases of an unknown distributor');
      return { ...list, distributors: { ...list.distributors, [fact.distributor]: { ...known, releases: fact.releases } } };
    }
    case 'person-added': {
      const { member } = fact;
      const known = list.members[member.person];
      const same = known?.role === member.role && known.distributor === member.distributor;
      const kept = same
        ? {
            since: known.since,
            ...(known.away === undefined ? {} : { away: known.away }),
            ...(known.terms === undefined ? {} : { terms: known.terms }),
          }
        : { since: at };
      return { ...list, members: { ...list.members, [member.person]: { ...member, ...kept } } };
    }
    case 'person-removed':
      return withoutPerson(list, fact.person, at);
    case 'zone-chosen': {
      const member = list.members[fact.person];
      if (member === undefined) throw new Error("zone of someone who isn't on the list");
      return { ...list, members: { ...list.members, [fact.person]: { ...member, zone: fact.zone } } };
    }
    case 'terms-accepted': {
      const member = list.members[fact.person];
      if (member === undefined) throw new Error("terms accepted by someone who isn't on the list");
      return { ...list, members: { ...list.members, [fact.person]: { ...member, terms: fact.terms } } };
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

/** By its application an organization is known by its name: what it was called when it joined is in the record. */
function renamed(list: List, { distributor, was, name }: Extract<ListFact, { type: 'distributor-renamed' }>): List {
  const known = distributorOf(list, distributor);
  if (known === undefined) throw new Error('another name of an unknown distributor');
  const { membership } = list;
  const isIts = ({ organisation, closed }: Application) => closed?.how === 'joined' && organisation === was;
  return {
    ...list,
    distributors: { ...list.distributors, [distributor]: { ...known, name } },
    ...(membership === undefined
      ? {}
      : {
          membership: {
            ...membership,
            applications: eachOf(membership.applications, (each) => (isIts(each) ? { ...each, organisation: name } : each)),
          },
        }),
  };
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
