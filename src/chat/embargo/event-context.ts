// What a fact is told from, and the ways of telling that all tellings share.
import { coordinatorsAsked, signatories } from '../../domain/embargo/consent.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import { type Todo, todosOf } from '../../domain/embargo/todos.ts';
import type { Member } from '../../domain/list/list.ts';
import { answer, type Speaker, titled, toPerson, type Unasked } from '../message/address.ts';
import { type Action, actions, bullets, type Inline, line, type Node } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { personLabel, todoActions, todoDue, todoText, type View } from '../message/view.ts';

/** What a fact is told about: the embargo after it, and before it; `by` is who did it (null: the clock), where they spoke. */
export type EventContext = View & {
  /** Those that the embargo is linked with. Who may know of them is asked person by person. */
  readonly siblings?: readonly Embargo[];
  readonly before: Embargo | null;
  readonly by: Speaker | null;
};

export const tell: Unasked = { kind: 'metadata', urgency: 'answer' };
export const dates: Unasked = { kind: 'dates', urgency: 'answer' };
export const alarm: Unasked = { kind: 'metadata', urgency: 'leak' };

/** Who did it, as the others are told. */
export function by({ by: speaker, list: members }: EventContext): string {
  return speaker === null ? 'The clock' : personLabel(members, speaker.person);
}

/** An answer to the one who did it, where they spoke; nothing when it was the clock. */
export function reply(context: EventContext, text: string | Inline[], more: readonly Node[] = []): Outgoing[] {
  const { by: speaker, embargo } = context;
  if (speaker === null) return [];
  const said = line(...(typeof text === 'string' ? [text] : text));
  return [answer(speaker, embargo, { kind: 'dates', urgency: 'answer' }, titled(embargo, [said, ...more]))];
}

/** A direct message to each coordinator who has not declined to hear of it. */
export function toCoordinators(view: View, manner: Unasked, nodes: readonly Node[]): Outgoing[] {
  return coordinatorsAsked(view.embargo, view.list).map((member) => toPerson(member.person, view, manner, nodes));
}

/** The same, but for the one who did it. */
export function toOtherCoordinators(context: EventContext, manner: Unasked, nodes: readonly Node[]): Outgoing[] {
  return toCoordinators(context, manner, nodes).filter(({ to }) => to.type !== 'person' || to.person !== context.by?.person);
}

/** A direct message to everybody who has acknowledged, but for the one who said it. */
export function toSignatories(context: EventContext, nodes: readonly Node[]): Outgoing[] {
  return signatories(context.embargo, context.list)
    .filter((member) => member.person !== context.by?.person)
    .map((member) => toPerson(member.person, context, tell, nodes));
}

/** The button that shows a reason: the words themselves may say what the embargo is about. */
export function showReason({ codename }: Embargo, where: 'details' | 'timeline' = 'details'): Action {
  return { label: 'Show the reason', words: `${where} ${codename}` };
}

/** What somebody owes, with the buttons to do it. */
export function todoNodes(view: View, person: Member['person'], opening: string): Node[] {
  const owed = todosOf(view.embargo, view.list, person, view.now);
  return owed.length === 0 ? [line("You're all caught up here.")] : owedNodes(view, owed, opening);
}

/** The same of what else they owe beside what the message asks for; nothing where that is all. */
export function otherTodoNodes(view: View, person: Member['person'], asked: Todo['type']): Node[] {
  const others = todosOf(view.embargo, view.list, person, view.now).filter(({ type }) => type !== asked);
  return others.length === 0 ? [] : owedNodes(view, others, 'Also waiting on you:');
}

function owedNodes({ embargo, now }: View, owed: readonly Todo[], opening: string): Node[] {
  const items = owed.map((todo): Inline[] => [todoText(todo), ...todoDue(todo, now)]);
  return [line(opening), bullets(items), actions(...owed.flatMap((todo) => todoActions(todo, embargo.codename)))];
}
