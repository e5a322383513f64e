// What waits on everybody of a list, for its coordinators: by organization, names, what, since when. Nothing of what an embargo is about.
import { consentOf, isIn, memberOf } from '../../domain/embargo/consent.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import { currentPatches } from '../../domain/embargo/patches.ts';
import { type Todo, todos } from '../../domain/embargo/todos.ts';
import { distributorName, type List, nameOf } from '../../domain/list/list.ts';
import type { DistributorId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { naming, ofList, type Speaker } from '../message/address.ts';
import { actions, bullets, heading, type Inline, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { counted, todoText, type View } from '../message/view.ts';

type Owed = { readonly todo: Todo; readonly view: View };

// More would be a wall; each embargo has its own by `remind all`.
const buttonsMax = 5;

/** What everybody owes on these embargoes of a list. */
export function everybodyAnswer(list: List, views: readonly View[], to: Speaker): Outgoing {
  // Who has not acknowledged learns no more of an embargo than that others have not.
  const reader = memberOf(list, to.person);
  const owed = views.flatMap((view) =>
    todos(view.embargo, view.list, view.now)
      .filter(({ type }) => type === 'acknowledge' || isIn(consentOf(view.embargo, reader)))
      .map((todo): Owed => ({ todo, view })),
  );
  if (owed.length === 0) return ofList(list, to, [line(`Nothing is waiting on anyone on ${list.name}.`)]);
  const of = ({ todo, view }: Owed): DistributorId | 'outside' | null => {
    const member = view.list.members[todo.person];
    return member?.role === 'outsider' ? 'outside' : (member?.distributor ?? null);
  };
  const groups = [...new Set(owed.map(of))].sort((a, b) => titleOf(list, a).localeCompare(titleOf(list, b)));
  const nodes = groups.flatMap((group): Node[] => [
    line(titleOf(list, group)),
    bullets(owed.filter((each) => of(each) === group).map(row)),
  ]);
  const codenames = [...new Set(owed.filter(({ todo }) => todo.person !== to.person).map(({ view }) => view.embargo.codename))];
  const buttons = codenames
    .slice(0, buttonsMax)
    .map((codename) => ({ label: `Remind everyone of ${codename}`, words: `remind all ${codename}` }));
  const named = views.map(({ embargo }) => embargo);
  return naming(ofList(list, to, [heading(`Waiting on people of ${list.name}`), ...nodes, actions(...buttons)]), named);
}

const titleOf = (list: List, group: DistributorId | 'outside' | null): string =>
  group === null ? 'Coordinators' : group === 'outside' ? 'From outside the list' : distributorName(list, group);

function row({ todo, view }: Owed): Inline[] {
  const since = sinceOf(todo, view.embargo);
  return [
    `${nameOf(view.list, todo.person)}, ${view.embargo.codename}: ${todoText(todo)}`,
    ...(since === null || since > view.now ? [] : [', since ', ...counted(since, view.now)]),
  ];
}

/** Since when something waits; null where its own words say so. */
function sinceOf(todo: Todo, embargo: Embargo): Instant | null {
  switch (todo.type) {
    case 'acknowledge': {
      const said = embargo.consents[todo.person];
      return said?.state === 'invited' ? said.at : (embargo.reopenedAt ?? embargo.createdAt);
    }
    case 'answer':
      return embargo.proposals[todo.proposal]?.proposedAt ?? null;
    case 'review':
      return (todo.patch === null ? currentPatches(embargo).at(-1) : embargo.patches[todo.patch])?.at ?? null;
    case 'answer-finding':
    case 'fix-finding':
    case 'confirm-finding':
      return embargo.findings[todo.finding]?.since ?? null;
    case 'answer-exception':
      return embargo.exceptions?.all[todo.number - 1]?.askedAt ?? null;
    case 'settle':
    case 'disclose':
    case 'keep-limit':
    case 'decide':
    case 'publish':
    case 'close':
    case 'action':
    case 'class-leak':
    case 'close-leak':
    case 'leak-step':
      return todo.due;
    case 'patch':
    case 'duty':
    case 'propose':
    case 'undated':
    case 'answer-end':
      return null;
    default:
      return todo satisfies never;
  }
}
