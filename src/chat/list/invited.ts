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
  direct: 'I write to you myself',
  stranger: 'I follow invitations of coordinators, and of those who run me, alone',
  busy: 'too many have asked me for such a room within a day; ask again tomorrow',
} as const;

/** The same to who invited the bot to speak with them alone, once it saw the room. */
export const unfitForTwo = {
  'not-alone': 'I speak with one person alone: make a room for you and me, with nobody else in it or invited',
  'not-private': 'I speak in encrypted rooms alone, into which nobody comes who is not invited',
} as const;

/** To who may make a room a list's, once the bot is in it. Nothing is said in the room itself. */
export function joinedNodes(audit: RoomAudit, room: RoomId): Node[] {
  return [
    line(`I am in ${audit.name}, and say nothing there until it is a room of a list.`),
    ...beforeAdoption(audit, room),
    ...mendHint(audit),
  ];
}

const mendHint = ({ faults }: RoomAudit): Node[] =>
  faults.some((fault) => mendable.has(fault)) ? [line(code('room mend'), ', said in it, puts right what I may change.')] : [];

/** To who invited the bot to speak with them alone. */
export const helpNodes: readonly Node[] = [line('You can talk to me here. What can be said: ', code('help'), '.')];

/** The room is one of a list's already, and the bot is back. */
export const backNodes = (name: string): Node[] => [line(`I am in ${name} again. How it stands: `, code('room audit'), '.')];

/** The room could not be entered: the invitation was taken back, or the room is gone. */
export const notJoinedNodes = (because: string): Node[] => [
  line(`You invited me into a room, and I could not come in (${because}). Invite me once more, or make another room.`),
];

/** That somebody who may not invited the bot into a room with others: once a day for each of them. */
export function invitationAlarms(people: readonly PersonId[], by: PersonId, now: Instant): Outgoing[] {
  const said = [
    line(
      someone(by),
      ` invited me into a room, and is neither a coordinator nor one of those who run me. I declined, and told them nothing of any list.`,
    ),
    line('If they belong to a list, a coordinator puts them on it: ', code('person add'), '.'),
  ];
  return onceADay(people, said, `invited:${by}`, now);
}

/** That more strangers want to speak with the bot than it lets: somebody who applies may be among them. Once a day. */
export function tooManyAlarms(people: readonly PersonId[], most: number, now: Instant): Outgoing[] {
  const said = [
    line(
      `More than ${most} times within a day, people who are on no list asked me to speak with them alone on Matrix. I decline until that is over.`,
    ),
    line('Whoever has to reach you meanwhile cannot by me: tell them another way.'),
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
