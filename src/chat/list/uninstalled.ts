// The bot was taken off a workspace: said to those who run it.
import type { PersonId } from '../../domain/values/ids.ts';
import { personal } from '../message/address.ts';
import { line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';

/** `owner`: the workspace's id, or the organisation's. `rooms`: how many rooms of lists are there; their coordinators hear of each. */
export function takenOff(admins: Iterable<PersonId>, owner: string, rooms: number): Outgoing[] {
  const said = [
    line(
      `I was taken off the Slack workspace ${owner}, or lost my token there. Nobody there hears from me until I am installed again; what is due to them waits for a day.`,
    ),
    line(
      rooms === 0
        ? 'No list has a room there.'
        : `${rooms === 1 ? 'One room of a list is' : `${rooms} rooms of lists are`} there. I say nothing there, and the coordinators are told.`,
    ),
  ];
  return [...admins].map((person) => ({ ...personal({ person, room: null }, said), urgency: 'leak' }));
}
