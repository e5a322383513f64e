// Somebody's own page: what waits on them, their embargoes, their reviews, how they want to be reached. Nothing that they may not hear.

import { type Kind, mayHear } from '../domain/audience.ts';
import { consentOf, isIn, memberOf } from '../domain/embargo/consent.ts';
import { type Embargo, type Review, reviewsOf } from '../domain/embargo/embargo.ts';
import { openReviews, stepsOfReview } from '../domain/embargo/review.ts';
import type { List } from '../domain/list/list.ts';
import { listTodosOf } from '../domain/list/todos.ts';
import { outcomes, stepAt } from '../domain/policy/checklist.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { phaseWords } from './embargo/card.ts';
import { always, generalActions, todosActions, todosOn } from './embargo/menu.ts';
import { stepNumber } from './embargo/review/checklist-walk.ts';
import { staleMark } from './embargo/review/patches.ts';
import { embargoRow, inOrder, todoRow } from './embargo/rows.ts';
import { listTodoActions, listTodoRow } from './list/todos.ts';
import { quietPush } from './message/address.ts';
import { actions, bullets, code, heading, type Inline, line, type Message, type Node } from './message/message.ts';
import type { View } from './message/view.ts';

/** `views`: the embargoes of their lists that are not over and done with. `preferences`: how they are reached, and how that is changed. */
export type Page = {
  readonly person: PersonId;
  readonly lists: readonly List[];
  readonly views: readonly View[];
  readonly preferences: readonly Node[];
  readonly now: Instant;
};

// More would be a wall of buttons, or of history; the rows name everything that is owed.
const buttonsMax = 5;
const doneMax = 10;
// What follows must be reached on a phone too.
const rowsMax = 25;

/** The page as one message. On no list it says how one gets on one, and nothing else. */
export function homePage(page: Page): Message {
  return { push: quietPush, nodes: page.lists.length === 0 ? strangersNodes : memberNodes(page) };
}

const strangersNodes: readonly Node[] = [
  heading('Your page'),
  line("You aren't on a list here, so this page is empty. A coordinator of a list adds people with ", code('people add'), '.'),
  actions(...always),
];

function memberNodes({ person, lists, views, preferences, now }: Page): Node[] {
  const heard = views.filter((view) => mayHearOf('dates', view, person));
  const coordinated = lists.map((list) => memberOf(list, person)).find((member) => member?.role === 'coordinator') ?? null;
  return [
    ...waiting(heard, lists, person, now),
    ...embargoes(heard, person),
    ...reviews(
      heard.filter((view) => mayHearOf('metadata', view, person)),
      person,
    ),
    heading('Your settings'),
    ...preferences,
    actions(...generalActions(coordinated, true).filter(({ words }) => words !== 'home'), ...always),
  ];
}

/** As the gate asks; and who declined was promised to hear nothing more. */
function mayHearOf(kind: Kind, { embargo, list }: View, person: PersonId): boolean {
  const member = memberOf(list, person);
  const consent = consentOf(embargo, member);
  return (
    consent !== 'declined' && mayHear(kind, { type: 'person', standing: member === null ? 'none' : 'member', consent }).verdict === 'say'
  );
}

/** As many rows as are read; the command says all of them. */
function firstOf(rows: readonly Inline[][], command: string): Node[] {
  if (rows.length <= rowsMax) return [bullets(rows)];
  return [bullets(rows.slice(0, rowsMax)), line(`And ${rows.length - rowsMax} more: `, code(command))];
}

function waiting(views: readonly View[], lists: readonly List[], person: PersonId, now: Instant): Node[] {
  const owed = todosOn(views, person);
  const besides = lists.flatMap((list) => listTodosOf(list, person, now).map((todo) => ({ todo, list })));
  if (owed.length + besides.length === 0) return [heading('Waiting on you'), line('Nothing.')];
  const rows = [...owed.map(todoRow), ...besides.map(({ todo, list }) => listTodoRow(todo, list, now))];
  const buttons = [
    ...todosActions(owed, buttonsMax),
    ...besides.slice(0, Math.max(0, buttonsMax - owed.length)).flatMap(({ todo }) => listTodoActions(todo)),
  ];
  return [heading('Waiting on you'), ...firstOf(rows, 'todo'), actions(...buttons)];
}

function embargoes(views: readonly View[], person: PersonId): Node[] {
  if (views.length === 0) return [heading('Your embargoes'), line('None that you have access to.')];
  return [
    heading('Your embargoes'),
    ...firstOf(
      inOrder(views).map((view) => rowFor(view, person)),
      'list',
    ),
  ];
}

function rowFor(view: View, person: PersonId): Inline[] {
  const { embargo, list } = view;
  const signed = isIn(consentOf(embargo, memberOf(list, person)));
  return [...embargoRow(view, (phase) => phaseWords[phase]), ...(signed ? [] : ['; acknowledge its terms to see more'])];
}

/** The walks that go on, with the button to go on; the newest of those that are done, in short. */
function reviews(views: readonly View[], person: PersonId): Node[] {
  const running = views.filter(({ embargo }) => embargo.ended === null);
  const open = running.flatMap((view) =>
    openReviews(view.embargo, { person, distributor: view.list.members[person]?.distributor ?? null }).map((review) => ({
      review,
      view,
      codename: view.embargo.codename,
    })),
  );
  const done = views
    .flatMap(({ embargo }) => reviewsOf(embargo).flatMap((review) => doneReview(review, embargo, person)))
    .sort((a, b) => b.at - a.at)
    .slice(0, doneMax);
  const rows = [...open.map(({ review, view }) => openRow(review, view)), ...done.map(({ row }) => row)];
  const buttons = open
    .slice(0, buttonsMax)
    .map(({ review, codename }) => ({ label: `Continue ${review.release}`, words: `review steps ${codename} ${review.release}` }));
  if (rows.length === 0) return [heading('Your reviews'), line('None.')];
  return [heading('Your reviews'), bullets(rows), ...(buttons.length === 0 ? [] : [actions(...buttons)])];
}

function openRow(review: Review, { embargo, list }: View): Inline[] {
  const { patch, release } = review;
  const steps = stepsOfReview(list, review);
  const step = stepAt(steps, review.step);
  const at = step === undefined ? 'outcome needed' : `step ${stepNumber(steps, step)} of ${steps.length}`;
  return [code(embargo.codename), `: revision ${patch} on ${release}, ${at}`];
}

function doneReview(review: Review, embargo: Embargo, person: PersonId) {
  const { reviewer, end, patch, release } = review;
  if (reviewer !== person || end === null) return [];
  const row: Inline[] = [
    code(embargo.codename),
    `: revision ${patch} on ${release}, ${outcomes[end.outcome].title}${staleMark(embargo, review)}`,
  ];
  return [{ at: end.at, row }];
}
