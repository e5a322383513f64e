// What is said of an invitation that the bot got: to who invited it, and of those who may not, to who runs the lists.
import { mendable } from '../../domain/list/room.ts';
import type { RoomAudit } from '../../domain/list/room-audit.ts';
import type { PersonId, RoomId } from '../../domain/values/ids.ts';
import { dayMs, type Instant } from '../../domain/values/time.ts';
import { personal } from '../message/address.ts';
import { code, line, type Node, someone } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { beforeAdoption } from './room-admin.ts';

/** Reasons that the platform shows to who invited. They tell nothing of any list. */
export const declined = {
  direct: "I'll message you myself",
  stranger: 'I only accept invitations from coordinators and my operators',
  busy: 'I got too many such invitations within a day; try again tomorrow',
} as const;

/** The same to who invited the bot to speak with them alone, once it saw the room. */
export const unfitForTwo = {
  'not-alone': 'I only talk one to one: make a room for you and me, with nobody else in it or invited',
  'not-private': 'I only talk in encrypted, invite-only rooms',
} as const;

/** To who may make a room a list's, once the bot is in it. Nothing is said in the room itself. */
export function joinedNodes(audit: RoomAudit, room: RoomId): Node[] {
  return [
    line(`I joined ${audit.name}. I won't post there until it's a room of a list.`),
    ...beforeAdoption(audit, room),
    ...mendHint(audit),
  ];
}

const mendHint = ({ faults }: RoomAudit): Node[] =>
  faults.some((fault) => mendable.has(fault)) ? [line(code('room fix'), ", sent there, fixes what I'm allowed to change.")] : [];

/** To who invited the bot to speak with them alone. */
export const helpNodes: readonly Node[] = [line('You can talk to me here. For the commands: ', code('help'), '.')];

/** The room is one of a list's already, and the bot is back. */
export const backNodes = (name: string): Node[] => [line(`I'm back in ${name}. To check it: `, code('room audit'), '.')];

/** The room could not be entered: the invitation was taken back, or the room is gone. */
export const notJoinedNodes = (because: string): Node[] => [
  line(`I couldn't join the room you invited me to (${because}). Invite me again, or make another room.`),
];

/** That somebody who may not invited the bot into a room with others: once a day for each of them. */
export function invitationAlarms(people: readonly PersonId[], by: PersonId, now: Instant): Outgoing[] {
  const said = [
    line(
      someone(by),
      ` invited me to a room, and is neither a coordinator nor an operator of mine. I declined, and told them nothing about any list.`,
    ),
    line('If they belong to a list, a coordinator adds them: ', code('people add'), '.'),
  ];
  return onceADay(people, said, `invited:${by}`, now);
}

/** That more strangers want to speak with the bot than it lets: somebody who applies may be among them. Once a day. */
export function tooManyAlarms(people: readonly PersonId[], most: number, now: Instant): Outgoing[] {
  const said = [
    line(`People on no list sent me more than ${most} direct message invitations on Matrix within a day. I decline more until that stops.`),
    line("People who need to reach you meanwhile can't through me: tell them another way."),
  ];
  return onceADay(people, said, 'strangers', now);
}

function onceADay(people: readonly PersonId[], said: readonly Node[], what: string, now: Instant): Outgoing[] {
  const day = Math.floor(now / dayMs);
  return people.map((person) => ({
    ...personal({ person, room: null }, said),
    urgency: 'deadline',
    card: { key: `alarm:${what}:${day}:${person}`, pin: false },
  }));
}
