// The bot was taken off a workspace: said to those who run it.
import type { PersonId } from '../../domain/values/ids.ts';
import { personal } from '../message/address.ts';
import { line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';

/** `owner`: the workspace's id, or the organisation's. `rooms`: how many rooms of lists are there; their coordinators hear of each. */
export function takenOff(admins: Iterable<PersonId>, owner: string, rooms: number): Outgoing[] {
  const said = [
    line(
      `The Slack workspace ${owner} uninstalled me or revoked my token. I can't reach anyone there until someone installs me again; messages to them wait for a day.`,
    ),
    line(
      rooms === 0
        ? 'No list has a room there.'
        : `${rooms === 1 ? 'One room of a list is' : `${rooms} rooms of lists are`} there. I can't post there, and I told the coordinators.`,
    ),
  ];
  return [...admins].map((person) => ({ ...personal({ person, room: null }, said), urgency: 'leak' }));
}
