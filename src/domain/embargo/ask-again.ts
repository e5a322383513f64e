// A coordinator reminds people themselves: at most once an hour each.

import { nameOf } from '../list/list.ts';
import { remindAgainMs } from '../policy/policy.ts';
import type { PersonId } from '../values/ids.ts';
import { refuse } from '../values/refusal.ts';
import { memberOf } from './consent.ts';
import type { Context } from './context.ts';
import type { Embargo } from './embargo.ts';
import type { EmbargoDecision } from './refusal.ts';
import { todos } from './todos.ts';

/** One person, or everybody (null) who owes something, besides who asks for it. */
export function remindPeople(embargo: Embargo, person: PersonId | null, { by, list, now }: Context): EmbargoDecision {
  if (person !== null && memberOf(list, person) === null) return refuse({ code: 'not-on-the-list' });
  const owing = new Set(todos(embargo, list, now).map((todo) => todo.person));
  const meant = [...owing].filter((each) => (person === null ? each !== by.person : each === person));
  const again = (each: PersonId) => (embargo.nudges?.at[each] ?? Number.NEGATIVE_INFINITY) + remindAgainMs;
  const people = meant.filter((each) => again(each) <= now);
  if (people.length > 0) return [{ type: 'nudged', people }];
  const name = person === null ? null : nameOf(list, person);
  return refuse({ code: 'nobody-to-remind', name, again: meant.length === 0 ? null : Math.min(...meant.map(again)) });
}
