// What somebody may do here, now: what they owe first, then what would not be refused to them. A few buttons, never all that can be said.
import type { EmbargoCommand } from '../../domain/embargo/commands.ts';
import { consentOf, isIn, memberOf } from '../../domain/embargo/consent.ts';
import { refuseUnauthorised } from '../../domain/embargo/decide.ts';
import { agreedDate } from '../../domain/embargo/embargo.ts';
import { currentPatches } from '../../domain/embargo/patches.ts';
import { openReviews } from '../../domain/embargo/review.ts';
import { type Todo, todosOf } from '../../domain/embargo/todos.ts';
import type { List, Member } from '../../domain/list/list.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { type Action, actions, line, type Node } from '../message/message.ts';
import { todoActions, type View } from '../message/view.ts';

// With `leak` and `help` they are about ten: more would be a wall.
const owedMax = 3;
const offersMax = 3;
const generalMax = 3;
const embargoesMax = 5;

export type OpenTodo = { readonly todo: Todo; readonly view: View };

/** What somebody owes on these embargoes, the earliest due first; what has no instant comes last. */
export function todosOn(views: readonly View[], person: PersonId): OpenTodo[] {
  return views
    .flatMap((view) => todosOf(view.embargo, view.list, person, view.now).map((todo) => ({ todo, view })))
    .sort((a, b) => (a.todo.due ?? Number.MAX_SAFE_INTEGER) - (b.todo.due ?? Number.MAX_SAFE_INTEGER));
}

/** The menu of a member of a list; `views` are its embargoes that they may know of, without those that are over and done with. */
export function menuNodes(list: List, views: readonly View[], person: PersonId): Node[] {
  const owed = todosOn(views, person);
  const due = todosActions(owed, owedMax);
  const running = views.filter(({ embargo }) => embargo.ended === null);
  const [only, ...others] = running.length > 0 ? running : views;
  const member = memberOf(list, person);
  const meant =
    only !== undefined && others.length === 0 && member !== null
      ? offersOn(only, member, due)
      : running.slice(0, embargoesMax).map(({ embargo }): Action => ({ label: embargo.codename, words: `status ${embargo.codename}` }));
  const general = generalActions(member, views.length > 1).slice(0, generalMax);
  return [line('What would you like to do?'), actions(...due, ...meant, ...general, ...always)];
}

/** The menu of somebody who may found a list, in a room of none. */
export function foundersMenu(): Node[] {
  return [line('What would you like to do?'), actions({ label: 'Room adopt', words: 'room adopt' }, { label: 'Help', words: 'help' })];
}

/** The buttons that do what is owed, the earliest due first; what one todo offers stays together. At least `most`, where there are so many. */
export function todosActions(owed: readonly OpenTodo[], most: number): Action[] {
  const found: Action[] = [];
  for (const { todo, view } of owed) {
    if (found.length >= most) break;
    found.push(...todoActions(todo, view.embargo.codename));
  }
  return found;
}

/** What is not about one embargo. `several`: there is more than one to be listed. */
export function generalActions(member: Member | null, several: boolean): Action[] {
  return [
    ...(member?.role === 'coordinator' ? [{ label: 'New embargo…', words: 'create' }] : []),
    { label: 'My page', words: 'home' },
    ...(several ? [{ label: 'List', words: 'list' }] : []),
    ...(member === null ? [] : [{ label: 'Members', words: 'members' }]),
  ];
}

export const always: readonly Action[] = [
  { label: 'Report a leak…', words: 'report leak' },
  { label: 'Help', words: 'help' },
];

type Offer = {
  readonly label: string;
  readonly words: string;
  /** The command that it must not be refused for; null: a question. */
  readonly type: EmbargoCommand['type'] | null;
  readonly fits: (view: View, member: Member) => boolean;
};

const signed = ({ embargo }: View, member: Member) => isIn(consentOf(embargo, member));

/** In order: the first that fit are offered. */
const offers: readonly Offer[] = [
  { label: 'Status', words: 'status', type: null, fits: () => true },
  {
    label: 'Continue the review',
    words: 'review steps',
    type: 'start-review',
    fits: ({ embargo }, by) => openReviews(embargo, by).length > 0,
  },
  {
    label: 'Publish a patch…',
    words: 'patch publish',
    type: 'publish-patch',
    fits: ({ embargo }) => embargo.ended === null && currentPatches(embargo).length === 0,
  },
  { label: 'Details', words: 'details', type: null, fits: signed },
  { label: 'Propose a date…', words: 'date propose', type: 'propose-date', fits: ({ embargo }) => agreedDate(embargo) === null },
  { label: 'Add to the timeline…', words: 'note', type: 'note', fits: () => true },
  { label: 'Timeline', words: 'timeline', type: null, fits: signed },
];

/** What fits the moment of an embargo, besides what is owed. */
export function offersOn(view: View, member: Member, owed: readonly Action[]): Action[] {
  const { embargo, list } = view;
  const { codename } = embargo;
  const may = ({ type }: Offer) => type === null || refuseUnauthorised(embargo, type, { by: member, list }) === null;
  return offers
    .filter((offer) => may(offer) && offer.fits(view, member))
    .map(({ label, words }) => ({ label, words: `${words} ${codename}` }))
    .filter(({ words }) => !owed.some((action) => action.words.startsWith(words)))
    .slice(0, offersMax);
}
