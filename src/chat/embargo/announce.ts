// What happened, said: to the rooms, to the persons concerned, and back to the one who did it. Nothing here decides who may hear it.
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { roomsOf } from '../../domain/list/list.ts';
import { faultsIn } from '../../domain/list/room.ts';
import { code } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import type { View } from '../message/view.ts';
import { direct, outsidersTold } from './audience/direct.ts';
import { card, cardKey, lesserCard } from './card.ts';
import { type EventContext, reply } from './event-context.ts';
import { joined } from './one-message.ts';
import { tellingOf } from './telling.ts';

/** Everything that is to be said about what happened, the edits of the cards included. */
export function announce(facts: readonly EmbargoFact[], context: EventContext): Outgoing[] {
  const told = facts.flatMap((fact) => tellingOf(fact).messages(fact, context));
  const said = heard(joined([...direct(told, context), ...outsidersTold(facts, told, context)]), context);
  return facts.every(isQuiet) ? said : [...said, ...cards(context)];
}

/** Who spoke where what is posted is not seen is told that it is done, and where it stands. */
function heard(said: readonly Outgoing[], context: EventContext): Outgoing[] {
  const { by: speaker, list: members } = context;
  const fit = new Set(roomsOf(members).flatMap((held) => (faultsIn(held).length === 0 ? [held.room] : [])));
  const there = ({ to }: Outgoing) =>
    to.type === 'room' ? to.under === undefined && to.room === speaker?.room && fit.has(to.room) : to.person === speaker?.person;
  if (speaker === null || said.some(there)) return [...said];
  const posts = said.flatMap(({ to }) => (to.type === 'room' ? [to] : []));
  const names = roomsOf(members).flatMap(({ room, audit }) =>
    fit.has(room) && posts.some((to) => to.room === room) ? [audit.name || 'the room'] : [],
  );
  const where = posts.every(({ under }) => under === 'card') ? 'under its card in' : 'in';
  if (posts.length === 0) return [...said, ...reply(context, 'Done.')];
  const unfit = ["Done. I didn't post it in any room, because none is safe right now. To see why: ", code('room audit'), '.'];
  if (names.length === 0) return [...said, ...reply(context, unfit)];
  return [...said, ...reply(context, `Done. Posted ${where} ${names.join(' and ')}.`)];
}

/** Whether the card, and everybody's page but their own who did it, read as before. */
export function isQuiet(fact: EmbargoFact): boolean {
  return tellingOf(fact).quiet === true;
}

/** The card in every room of the list. */
export function cards(view: View): Outgoing[] {
  const { embargo, list: members } = view;
  return roomsOf(members).map(({ room }) => ({
    to: { type: 'room', room },
    kind: 'metadata',
    urgency: 'card',
    list: members.id,
    embargo: embargo.id,
    body: { type: 'message', message: card(view), less: lesserCard(view) },
    card: { key: cardKey(embargo.codename, room), pin: true },
  }));
}
