// What happened to a list's room, said: a warning in the room itself, and what to do to its coordinators. No embargo is named in either.

import type { ListFact } from '../../domain/list/facts.ts';
import { type AdoptedRoom, coordinatorsOf, type List } from '../../domain/list/list.ts';
import { changeOf, faultsIn, type Known, type RoomChange, readable, strangersAmong, unnamedTeams } from '../../domain/list/room.ts';
import type { RoomFault } from '../../domain/list/room-audit.ts';
import { type PersonId, type PlatformName, platformOf, type RoomId } from '../../domain/values/ids.ts';
import { dayMs, type Instant } from '../../domain/values/time.ts';
import { actions, bullets, code, type Inline, line, type Node, someone, strong } from '../message/message.ts';
import type { Outgoing, Urgency } from '../message/outgoing.ts';
import { faultText, remedy } from './room.ts';

/** What is said of a room that is not as it was. `known`: by which ids the list knows those who came in. */
export function roomChanged(list: List, before: AdoptedRoom, after: AdoptedRoom, known: Known): Outgoing[] {
  const change = changeOf(before, after);
  const strangers = strangersAmong(list, change.came, known);
  return [...warnings(list, after, change, strangers), ...alarms(list, after, change, strangers)];
}

function warnings(list: List, after: AdoptedRoom, { appeared, gone }: RoomChange, strangers: readonly PersonId[]): Outgoing[] {
  const unfit = faultsIn(after).length > 0;
  const warned = (...nodes: Node[]) => [inRoom(list, after.room, 'warning', nodes)];
  if (appeared.length > 0) {
    return warned(
      line(
        strong(`This room is no longer private: ${sentence(appeared, platformOf(after.room))} now.`),
        " Don't mention any embargo here.",
      ),
      line("I won't post here until that's fixed. The coordinators know."),
    );
  }
  if (gone.length > 0 && !unfit) {
    const back = line("I'm posting here again. I didn't post what happened in the meantime: ", code('status'), ' shows the current state.');
    return [inRoom(list, after.room, 'membership', [back])];
  }
  if (strangers.length === 0) return [];
  return warned(
    line(
      strong("Someone who isn't on the list joined this room."),
      " Don't mention any embargo here until a coordinator has dealt with it.",
    ),
  );
}

function alarms(list: List, after: AdoptedRoom, change: RoomChange, strangers: readonly PersonId[]): Outgoing[] {
  const { name } = after.audit;
  const faults = faultsIn(after);
  const said = (those: readonly RoomFault[]) => sentence(those, platformOf(after.room));
  return [
    ...(change.appeared.length === 0 ? [] : toCoordinators(list, 'leak', unfitNodes(after, change.appeared))),
    ...(change.gone.length === 0
      ? []
      : toCoordinators(list, 'deadline', [
          line(
            faults.length === 0
              ? `${name} is safe for embargoes again.`
              : `No longer true of ${name}: ${said(change.gone)}. Still not safe for embargoes: ${said(faults)}.`,
          ),
        ])),
    ...(strangers.length === 0 ? [] : toCoordinators(list, 'leak', strangerNodes(after, strangers))),
    ...(change.renamedFrom === null
      ? []
      : toCoordinators(list, 'deadline', [line(`${change.renamedFrom} is now called ${name}. It's the same room.`)])),
  ];
}

function unfitNodes(room: AdoptedRoom, appeared: readonly RoomFault[]): Node[] {
  const { name } = room.audit;
  const outsiders = appeared.some((fault) => readable.has(fault));
  return [
    line(strong(`${name} is no longer safe for embargoes.`), " I won't post there until that's fixed."),
    bullets(faultItems(room, appeared)),
    ...(outsiders
      ? [
          line(
            'Others may now read what was posted there before. Treat it as a leak until you know better, and report it: ',
            code('report leak'),
            '.',
          ),
        ]
      : []),
    lookButton,
  ];
}

/** Each fault with what to do about it. */
export function faultItems(room: Omit<AdoptedRoom, 'adoptedAt'>, faults: readonly RoomFault[]): Inline[][] {
  const on = platformOf(room.room);
  return faults.map((fault) => [`${capital(faultText(fault, on))}: `, ...remedy(fault, unnamedTeams(room), on)]);
}

function strangerNodes({ audit: { name } }: AdoptedRoom, strangers: readonly PersonId[]): Node[] {
  return [
    line(...persons(strangers), ` joined ${name} and ${strangers.length === 1 ? "isn't" : "aren't"} on the list.`),
    line('Add them with ', code('people add'), ', or remove them from the room. I asked everyone there to say nothing meanwhile.'),
    lookButton,
  ];
}

/** Once a day: who is in a room and not on the list. */
export function strangersToday(list: List, room: AdoptedRoom, strangers: readonly PersonId[]): Outgoing[] {
  if (strangers.length === 0) return [];
  return toCoordinators(list, 'deadline', [
    line(`In ${room.audit.name}, and not on the list ${list.name}: `, ...persons(strangers), '.'),
    line('Add them with ', code('people add'), ', or remove them from the room.'),
    lookButton,
  ]);
}

/** Who is in a room that has just become the list's, and not on the list: to its coordinators, but for the one who was shown it before they adopted it. */
export function aboutCompany(fact: ListFact, list: List, before: List | null, known: Known, by: PersonId | null): Outgoing[] {
  // Of a list that is only being founded, nobody is on it yet.
  const held = fact.type === 'room-adopted' && before !== null ? list.rooms[fact.room] : undefined;
  const told = held === undefined ? [] : strangersToday(list, held, strangersAmong(list, held.audit.people ?? [], known));
  return told.filter(({ to }) => to.type === 'room' || to.person !== by);
}

/** A room could not be looked at for long: said once a day. */
export function roomUnseen(list: List, { room, audit }: AdoptedRoom, now: Instant): Outgoing[] {
  const said = line(
    `I couldn't check ${audit.name}, so I don't know whether it's still private. I check before each post, and won't post there until I can. `,
    code('room audit'),
    ' tries again.',
  );
  const day = Math.floor(now / dayMs);
  return toCoordinators(list, 'leak', [said]).map((each) => ({
    ...each,
    card: { key: `alarm:unseen:${room}:${day}:${each.to.type === 'room' ? '' : each.to.person}`, pin: false },
  }));
}

/** The room has another id: nothing that its people would see. */
export function roomMovedTo(list: List, { audit }: AdoptedRoom): Outgoing[] {
  return toCoordinators(list, 'deadline', [line(`${audit.name} has a new id on its platform. I follow it; nothing else changed.`)]);
}

export function toCoordinators(list: List, urgency: Urgency, nodes: readonly Node[]): Outgoing[] {
  return coordinatorsOf(list).map(({ person }) => ({
    to: { type: 'person', person, room: null },
    kind: 'membership',
    urgency,
    list: list.id,
    embargo: null,
    body: { type: 'message', message: { push: `${list.name}: about a room`, nodes }, less: null },
    card: null,
  }));
}

function inRoom(list: List, room: RoomId, kind: 'warning' | 'membership', nodes: readonly Node[]): Outgoing {
  const message = { push: 'Embargo bot: about this room', nodes };
  return {
    to: { type: 'room', room },
    kind,
    urgency: 'leak',
    list: list.id,
    embargo: null,
    body: { type: 'message', message, less: null },
    card: null,
  };
}

const lookButton = actions({ label: 'Check the room', words: 'room audit' });

/** Names with commas between them. */
export function persons(people: readonly PersonId[]): Inline[] {
  return people.flatMap((person, index) => (index === 0 ? [someone(person)] : [', ', someone(person)]));
}

const sentence = (faults: readonly RoomFault[], on: PlatformName): string => faults.map((fault) => faultText(fault, on)).join(' and ');
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
