// A coordinator reminds people themselves: at most once an hour each.

import { findDistributor } from '../list/distributor.ts';
import { type List, membersOf, nameOf } from '../list/list.ts';
import { remindAgainMs } from '../policy/policy.ts';
import { bareId, type PersonId } from '../values/ids.ts';
import { isNo, refuse } from '../values/refusal.ts';
import type { EmbargoCommand } from './commands.ts';
import { memberOf } from './consent.ts';
import type { Context } from './context.ts';
import type { Embargo } from './embargo.ts';
import type { EmbargoDecision, EmbargoRefusal } from './refusal.ts';
import { todos } from './todos.ts';

/** Somebody, the people of an organization, or everybody who owes something, besides who asks for it. */
export function remindPeople(
  embargo: Embargo,
  command: Extract<EmbargoCommand, { type: 'remind' }>,
  { by, list, now }: Context,
): EmbargoDecision {
  const whom = whomOf(list, command);
  if (whom !== null && isNo(whom)) return whom;
  const owing = new Set(todos(embargo, list, now).map((todo) => todo.person));
  const meant = [...owing].filter((each) => (whom === null ? each !== by.person : whom.people.includes(each)));
  const again = (each: PersonId) => (embargo.nudges?.at[each] ?? Number.NEGATIVE_INFINITY) + remindAgainMs;
  const people = meant.filter((each) => again(each) <= now);
  if (people.length > 0) return [{ type: 'nudged', people }];
  return refuse({ code: 'nobody-to-remind', name: whom?.name ?? null, again: meant.length === 0 ? null : Math.min(...meant.map(again)) });
}

type Whom = { readonly name: string; readonly people: readonly PersonId[] };

/** Null: everybody. */
function whomOf(list: List, { person, called }: Extract<EmbargoCommand, { type: 'remind' }>): Whom | null | EmbargoRefusal {
  if (person !== null)
    return memberOf(list, person) === null ? refuse({ code: 'not-on-the-list' }) : { name: nameOf(list, person), people: [person] };
  if (called === undefined) return null;
  const sought = called.toLowerCase();
  const distributor = findDistributor(list, called);
  const of = membersOf(list).filter((member) => member.distributor === distributor?.id);
  const named = membersOf(list).filter(({ person: id, name }) =>
    [name, bareId(id), bareId(id).replace(/^@|:.*$/g, '')].some((each) => each.toLowerCase() === sought),
  );
  const found = [
    ...(distributor === null ? [] : [{ name: distributor.name, people: of.map(({ person: id }) => id) }]),
    ...named.map(({ person: id, name }) => ({ name, people: [id] })),
  ];
  const [only, ...others] = found;
  return only === undefined || others.length > 0 ? refuse({ code: 'nobody-called', called, several: others.length > 0 }) : only;
}
