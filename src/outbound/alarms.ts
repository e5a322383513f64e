// What is said because something could not be said.

import { undeliveredText } from '../chat/list/undelivered.ts';
import { personal } from '../chat/message/address.ts';
import { line } from '../chat/message/message.ts';
import type { Outgoing } from '../chat/message/outgoing.ts';
import type { OutboxRow } from '../db/outbox.ts';
import { coordinatorsOf, type List } from '../domain/list/list.ts';
import { type PersonId, platformOf, type RoomId } from '../domain/values/ids.ts';
import { dayMs, type Instant } from '../domain/values/time.ts';

/** A form could not be opened, or not any more: a button opens it, with everything that was typed. `asked`: by words to which no form opens at once. */
export function formAgain(row: OutboxRow, asked: boolean): Outgoing {
  const { destination: to } = row;
  const nodes = [
    line(
      asked ? 'This needs a few answers. Open the form; what you typed is in it.' : "I couldn't open the form in time. Nothing was lost.",
    ),
    { type: 'actions', actions: [{ label: 'Open the form', words: `form ${row.id}`, style: 'primary' }] } as const,
  ];
  return personal(to.type === 'person' ? to : { person: '' as PersonId, room: null }, nodes);
}

/** Why nothing was said: the bot could not put the message together. */
export const broken = 'broken';

const fault = ({ id }: OutboxRow): string =>
  `I failed to put the message together. That's a bug: tell the operator, and name message ${id}.`;

/** Tells a reader that something for them could not be put together; once, and nobody if that cannot be said either. */
export function notShown(row: OutboxRow): Outgoing[] {
  const { destination: to } = row;
  if (to.type !== 'person' || row.card?.startsWith('alarm:') === true) return [];
  return [
    { ...personal(to, [line(`I couldn't show you something: ${fault(row)}`)]), card: { key: `alarm:${broken}:${row.id}`, pin: false } },
  ];
}

/**
 * Tells the coordinators that something was not said, and why: once a day for each place and reason, since more would be overheard. What it was
 * is not repeated.
 */
export function alarms(now: Instant, list: List | null, row: OutboxRow, because: string): Outgoing[] {
  if (list === null || row.card?.startsWith('alarm:') === true) return [];
  const { destination: to } = row;
  const where =
    to.type === 'room'
      ? (list.rooms[to.room]?.audit.name ?? 'a room no longer on the list')
      : (list.members[to.person]?.name ?? 'someone who left the list');
  const said =
    because === broken
      ? line(`I couldn't post something to ${where}: ${fault(row)}`)
      : line(...undeliveredText(because, where, to.type === 'room' ? 'room' : 'person', platformOf(row.lane as RoomId)));
  const day = Math.floor(now / dayMs);
  return coordinatorsOf(list)
    .filter(({ person }) => to.type === 'room' || to.person !== person)
    .map(({ person }) => ({
      ...personal({ person, room: null }, [said]),
      urgency: 'leak',
      list: list.id,
      card: { key: `alarm:${row.lane}:${because}:${day}:${person}`, pin: false },
    }));
}
