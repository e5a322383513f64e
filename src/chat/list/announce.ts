// What happened to a list, said: to the one who did it, to whom it concerns, and on the cards of its running embargoes.

import type { ListFact } from '../../domain/list/facts.ts';
import { coordinatorsOf, distributorName, type List, nameOf, roomsOf } from '../../domain/list/list.ts';
import { isOfMembership, type MembershipFact } from '../../domain/list/membership/facts.ts';
import { policyOf } from '../../domain/policy/presets.ts';
import { platformOf, type RoomId } from '../../domain/values/ids.ts';
import { personal } from '../message/address.ts';
import { code, type Inline, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { personLabel } from '../message/view.ts';
import type { ListEventContext } from './event-context.ts';
import { roomChanged, roomMovedTo } from './room-announce.ts';

/** A change of rooms or people, to the other coordinators and to the rooms: nobody slips in unseen. */
export function notices(fact: ListFact, { list, before, to }: ListEventContext): Outgoing[] {
  const what = event(fact, list, before);
  if (what === null) return [];
  const by =
    to === null
      ? 'The bot'
      : (before ?? list).members[to.person] === undefined
        ? 'Somebody named in ADMINS'
        : nameOf(before ?? list, to.person);
  const nodes = [line(`${by} ${what}`)];
  const message = { push: `${list.name}: a change`, nodes };
  const manner = { kind: 'membership', urgency: 'deadline', list: list.id, embargo: null, card: null } as const;
  const body = { type: 'message', message, less: null } as const;
  const others = coordinatorsOf(list).filter(
    ({ person }) => person !== to?.person && !(fact.type === 'person-added' && fact.member.person === person) && weighty(fact, before),
  );
  return [
    ...roomsOf(list).map(({ room }): Outgoing => ({ to: { type: 'room', room }, ...manner, body })),
    ...others.map(({ person }): Outgoing => ({ to: { type: 'person', person, room: null }, ...manner, body })),
  ];
}

/** What a coordinator has to hear of even if they never look into the room: who else may decide, and where the list speaks. */
function weighty(fact: ListFact, before: List | null): boolean {
  if (fact.type === 'person-added') return fact.member.role === 'coordinator';
  if (fact.type === 'person-removed') return fact.because === 'deactivated' || before?.members[fact.person]?.role === 'coordinator';
  return fact.type === 'room-adopted' || fact.type === 'team-trusted';
}

function event(fact: ListFact, list: List, before: List | null): string | null {
  // Said as a whole, by membershipSayings.
  if (isOfMembership(fact)) return null;
  switch (fact.type) {
    case 'room-adopted':
      return `made the room ${fact.audit.name} a room of ${list.name}. What is said to the list is said there too.`;
    case 'room-left':
      return `took the room ${before?.rooms[fact.room]?.audit.name ?? ''} off ${list.name}.`;
    case 'person-added':
      return `put ${personLabel(list, fact.member.person)} on the list as ${fact.member.role}.`;
    case 'person-removed':
      if (fact.because === 'deactivated')
        return `took ${nameOf(before ?? list, fact.person)} off the list: their account was closed. Their access to every embargo has ended.`;
      return `took ${nameOf(before ?? list, fact.person)} off the list.`;
    case 'team-trusted':
      return `lets the ${teamWord(fact.room)} ${fact.team} read along in ${list.rooms[fact.room]?.audit.name}.`;
    case 'team-distrusted':
      return `no longer lets the ${teamWord(fact.room)} ${fact.team} read along in ${list.rooms[fact.room]?.audit.name}.`;
    case 'room-keys-set':
      return fact.keys === 'all'
        ? `lets what I say in ${list.rooms[fact.room]?.audit.name} be read on devices too that their owners have not verified.`
        : `has what I say in ${list.rooms[fact.room]?.audit.name} read on verified devices only, from now on.`;
    case 'list-founded':
    case 'room-made':
    case 'people-invited':
    case 'person-evicted':
    case 'room-audited':
    case 'room-moved':
    case 'distributor-added':
    case 'releases-set':
    case 'zone-chosen':
    case 'leak-reported':
    case 'command-distrusted':
    case 'identity-accepted':
    case 'identity-linked':
    case 'identity-unlinked':
      return null;
    default:
      return fact satisfies never;
  }
}

const teamWord = (room: RoomId): string => (platformOf(room) === 'matrix' ? 'homeserver' : 'organisation');

export function messagesFor(
  fact: Exclude<ListFact, MembershipFact>,
  { list, before, to, known = new Map() }: ListEventContext,
): Outgoing[] {
  const answered = (...said: Inline[]) => (to === null ? [] : [personal(to, [line(...said)])]);
  const change = (room: RoomId) => {
    const [then, now] = [before?.rooms[room], list.rooms[room]];
    const told = then === undefined || now === undefined ? [] : roomChanged(list, then, now, known);
    // Who did it is answered.
    return told.filter((each) => each.to.type === 'room' || each.to.person !== to?.person);
  };
  switch (fact.type) {
    case 'list-founded':
      return answered(
        `The list ${fact.name} is founded, with the rules of ${policyOf(fact.policy).title}. You coordinate it. Add distributors: `,
        code('distributor add'),
        ', and people: ',
        code('person add'),
        '.',
      );
    case 'room-adopted':
      // Of a room that the bot made, what came of it is answered as a whole.
      return fact.room === to?.room ? answered(`This room is now a room of ${list.name}.`) : [];
    case 'room-keys-set':
      return answered(
        fact.keys === 'all'
          ? 'Every device of those in the room can read along from now on.'
          : 'Only verified devices can read along from now on.',
      );
    case 'room-made':
    case 'people-invited':
    case 'person-evicted':
      return [];
    case 'room-left':
      return answered(`This room is no longer a room of ${list.name}. I say nothing here any more.`);
    case 'room-audited':
      return change(fact.room);
    case 'room-moved': {
      const held = list.rooms[fact.to];
      return held === undefined ? [] : roomMovedTo(list, held);
    }
    case 'team-trusted':
      return [...answered(`${fact.team} may read along in ${list.rooms[fact.room]?.audit.name} from now on.`), ...change(fact.room)];
    case 'team-distrusted':
      return [
        ...answered(`${fact.team} may no longer read along in ${list.rooms[fact.room]?.audit.name}: while it does, I say nothing there.`),
        ...change(fact.room),
      ];
    case 'distributor-added':
      return answered(`${fact.name} is on the list. It ships ${fact.releases.join(', ')}.`);
    case 'releases-set':
      return answered(`${distributorName(list, fact.distributor)} ships ${fact.releases.join(', ')}.`);
    case 'person-added': {
      const { person, name, role, distributor } = fact.member;
      if (person === to?.person) return [];
      const of = distributor === null ? '' : ` of ${distributorName(list, distributor)}`;
      return [...answered(`${name} is on the list as ${role}${of}.`), personal({ person, room: null }, welcome(list, `${role}${of}`))];
    }
    case 'person-removed':
      // There is nobody any more to say goodbye to.
      if (fact.because === 'deactivated') return [];
      return [
        ...answered(`${nameOf(before ?? list, fact.person)} is off the list. Their access to every embargo has ended.`),
        personal({ person: fact.person, room: null }, [
          line(`You are no longer on the list ${list.name}. What you learned there stays secret until it is public.`),
        ]),
      ];
    case 'zone-chosen':
      return answered(`Dates are shown to you in ${fact.zone} besides UTC.`);
    case 'leak-reported':
      // Said by `leakOnList`, which also knows somebody on no list.
      return [];
    case 'command-distrusted':
    case 'identity-accepted':
      // Said where it is written down: what is told to whom depends on the reason.
      return [];
    case 'identity-linked':
    case 'identity-unlinked':
      // Said where it is done: it concerns all of a person's lists at once.
      return [];
    default:
      return fact satisfies never;
  }
}

function welcome(list: List, role: string): Node[] {
  return [
    line(
      `You are on the disclosure list ${list.name} as ${role}. You will be asked to accept the terms of each embargo before you learn what it is about.`,
    ),
    line('Dates can be shown in your own zone: ', code('zone Europe/Berlin'), '. What you can say: ', code('help'), '.'),
  ];
}
