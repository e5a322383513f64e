// Of what comes at one moment about several embargoes, of one list or of several, one message for each person.
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { answer, naming } from '../message/address.ts';
import { type Action, actions, bullets, code, type Inline, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { names, todoActions, type View } from '../message/view.ts';
import { remindAll, toContact, toCoordinator } from './passing-on.ts';
import { capacity, opening, standing, waitingOn } from './reminder.ts';

/** What the clock wrote down of one embargo, which stands so since. */
export type Ticked = { readonly view: View; readonly facts: readonly EmbargoFact[] };

/** Who is reminded of several of these at once. A decision is asked for by itself. */
export function remindedOfSeveral(all: readonly Ticked[]): PersonId[] {
  const told = all.flatMap(({ facts }) => [...new Set(facts.flatMap(peopleOf))]);
  return [...new Set(told.filter((person, index) => told.indexOf(person) !== index))];
}

/** The facts as they are told where some people are told in one message. */
export function without(facts: readonly EmbargoFact[], some: readonly PersonId[]): EmbargoFact[] {
  const others = (people: readonly PersonId[]) => people.filter((person) => !some.includes(person));
  return facts.map((fact) => (peopleOf(fact).length === 0 ? fact : { ...fact, people: others(peopleOf(fact)) }));
}

function peopleOf(fact: EmbargoFact): readonly PersonId[] {
  if (fact.type === 'nudged' || (fact.type === 'reminded' && fact.deadline !== 'decision')) return fact.people;
  return fact.type === 'passed-on' ? fact.people : [];
}

/** One message about all of these that somebody is reminded of. */
export function digest(person: PersonId, all: readonly Ticked[]): Outgoing[] {
  const theirs = all.filter(({ facts }) => facts.some((fact) => peopleOf(fact).includes(person)));
  const [first] = theirs;
  if (first === undefined) return [];
  const lists = [...new Map(theirs.map(({ view: { list } }) => [list.id, list])).values()];
  const from = `Reminder from the list${lists.length === 1 ? '' : 's'} ${names(lists.map(({ name }) => name))}.`;
  const count = `${theirs.length} embargoes`;
  const urgent = theirs.some(({ facts }) =>
    facts.some((fact) => fact.type === 'reminded' && fact.rungMs >= 0 && fact.people.includes(person)),
  );
  const nodes: Node[] = [
    line(`${from} ${count} are waiting on you${lists.length === 1 ? `, ${capacity(person, first.view)}` : ''}:`),
    ...theirs.flatMap((each) => ofOne(person, each, lists.length > 1)),
    line('All at once: ', code('todo')),
  ];
  const push = `${count}: reminder`;
  const manner = { kind: 'dates', urgency: urgent ? 'deadline' : 'nudge' } as const;
  const said = answer({ person, room: null }, first.view.embargo, manner, { push, nodes });
  const less = { push, nodes: [line(`${lists.length === 1 ? from : 'Reminder.'} To see what's waiting on you: `, code('todo'))] };
  if (said.body.type !== 'message') return [];
  const named = theirs.slice(1).map(({ view }) => view.embargo);
  return [naming({ ...said, body: { ...said.body, less } }, named)];
}

/** What waits on them of one embargo, which is named once. `listed`: with its list, and why it waits on them there. */
function ofOne(person: PersonId, { view, facts }: Ticked, listed: boolean): Node[] {
  const { codename } = view.embargo;
  const theirs = facts.filter((each) => peopleOf(each).includes(person));
  const passed = theirs.filter((fact) => fact.type === 'passed-on').filter(({ to }) => to === 'coordinators');
  const own = theirs.find((fact) => fact.type !== 'passed-on' || fact.to === 'contacts');
  const { todos, items } = own === undefined ? { todos: [], items: [] } : waitingOn(person, view);
  const buttons = [...passed.map(() => remindAll(codename)), ...todos.slice(0, 1).flatMap((todo) => todoActions(todo, codename))];
  const said = [...passed.map((fact) => toCoordinator(fact, view)), ...(own === undefined ? [] : [aboutOf(own, person, view)])];
  return [
    line(
      code(codename),
      listed ? ` (${view.list.name}, ${capacity(person, view)}). ` : '. ',
      ...said.flatMap((each, at) => (at === 0 ? each : [' ', ...each])),
    ),
    ...(items.length === 0 ? [] : [bullets(items)]),
    actions(...buttons.map((action) => apart(action, codename))),
  ];
}

function aboutOf(fact: EmbargoFact, person: PersonId, view: View): Inline[] {
  if (fact.type === 'reminded') return opening(fact, view);
  return fact.type === 'passed-on' ? toContact(fact, person, view) : standing(view);
}

/** No two buttons of one message read alike. */
function apart(action: Action, codename: string): Action {
  return action.label.includes(codename) ? action : { ...action, label: `${action.label} (${codename})` };
}
