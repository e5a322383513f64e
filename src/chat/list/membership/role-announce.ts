// A role that changes hands, and somebody who is away for a time, said to both of them and where it matters to the list.
import { nameOf } from '../../../domain/list/list.ts';
import type { MembershipFact } from '../../../domain/list/membership/facts.ts';
import { ofList, personal } from '../../message/address.ts';
import { actions, code, instant, line } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { personLabel } from '../../message/view.ts';
import { answered, type ListEventContext } from '../event-context.ts';
import { toListCoordinators, toListRooms } from './applications.ts';

type FactOf<Type extends MembershipFact['type']> = Extract<MembershipFact, { type: Type }>;

export function handoverOffered(fact: FactOf<'handover-offered'>, context: ListEventContext): Outgoing[] {
  const { list } = context;
  const leaves = list.members[fact.from]?.distributor === null ? " Then you leave the list, because you're with no organization." : '';
  const role = list.members[fact.from]?.role ?? '';
  return [
    ...answered(context, `${nameOf(list, fact.to)} has to accept first. Until then the role stays yours.${leaves}`),
    ofList(list, { person: fact.to, room: null }, [
      line(`${personLabel(list, fact.from)} offers you their role on ${list.name}: ${role}. It takes effect once you accept.`),
      actions({ label: 'Take it over', words: 'people accept', style: 'primary' }, { label: 'No', words: 'people decline' }),
    ]),
  ];
}

export function handoverDeclined(fact: FactOf<'handover-declined'>, context: ListEventContext): Outgoing[] {
  return [
    ...answered(context, 'You declined. Nothing changed.'),
    personal({ person: fact.from, room: null }, [line(`${nameOf(context.list, fact.to)} declined to take over. You keep your role.`)]),
  ];
}

export function handoverAccepted(fact: FactOf<'handover-accepted'>, context: ListEventContext): Outgoing[] {
  const { list, before, to } = context;
  const role = list.members[fact.to]?.role ?? '';
  const nodes = [line(`${personLabel(list, fact.to)} took over from ${nameOf(before ?? list, fact.from)} as ${role}.`)];
  const gone =
    list.members[fact.from] === undefined
      ? ` You are no longer on the list ${list.name}. What you learned there stays secret until it's public.`
      : '';
  return [
    ...answered(context, `You're now ${role}.`),
    personal({ person: fact.from, room: null }, [line(`${nameOf(list, fact.to)} took over from you.${gone}`)]),
    ...toListRooms(list, nodes),
    ...toListCoordinators(list, to, nodes),
  ];
}

export function awaySet({ person, standIn, until }: FactOf<'away-set'>, context: ListEventContext): Outgoing[] {
  const { list } = context;
  const meanwhile =
    standIn === null
      ? ''
      : ` ${nameOf(list, standIn)} gets your messages meanwhile; about an embargo, only if they have access to it themselves.`;
  const told =
    standIn === null
      ? []
      : [
          ofList(list, { person: standIn, room: null }, [
            line(
              `${personLabel(list, person)} is away until `,
              instant(until),
              '. You stand in: you get their reminders too, about an embargo only if you have access to it yourself.',
            ),
          ]),
        ];
  return [...answered(context, "You're away until ", instant(until), `.${meanwhile} `, code('back'), ' ends it earlier.'), ...told];
}
