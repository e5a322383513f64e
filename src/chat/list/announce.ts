// A change of rooms or people, said to those who did not make it: nobody slips in unseen.
import { coordinatorsOf, nameOf, roomsOf } from '../../domain/list/list.ts';
import { line } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import type { ListEventContext } from './event-context.ts';
import { type ToldFact, tellingOf } from './telling.ts';

/** What is said of a fact back to the one who did it, and to whom it concerns. */
export function messagesFor(fact: ToldFact, context: ListEventContext): Outgoing[] {
  return tellingOf(fact).messages(fact, context);
}

/** What is said of a fact to the rooms, and where it weighs enough to the other coordinators. */
export function notices(fact: ToldFact, context: ListEventContext): Outgoing[] {
  const { list, before, to } = context;
  const { notice, weighty } = tellingOf(fact);
  const said = notice?.(fact, list, before) ?? null;
  if (said === null) return [];
  const nodes = [line(`${whoDidIt(context)} ${said}`)];
  const message = { push: `${list.name}: a change`, nodes };
  const manner = { kind: 'membership', urgency: 'deadline', list: list.id, embargo: null, card: null } as const;
  const body = { type: 'message', message, less: null } as const;
  const told = weighty?.(fact, before) === true ? coordinatorsOf(list) : [];
  const others = told.filter(({ person }) => person !== to?.person && !(fact.type === 'person-added' && fact.member.person === person));
  return [
    ...roomsOf(list).map(({ room }): Outgoing => ({ to: { type: 'room', room }, ...manner, body })),
    ...others.map(({ person }): Outgoing => ({ to: { type: 'person', person, room: null }, ...manner, body })),
  ];
}

function whoDidIt({ list, before, to }: ListEventContext): string {
  if (to === null) return 'The bot';
  const known = before ?? list;
  return known.members[to.person] === undefined ? 'Someone named in ADMINS' : nameOf(known, to.person);
}
