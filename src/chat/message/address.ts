// To whom: the list's rooms, one person directly, or one person where they spoke.
import type { Kind, NotifyingKind } from '../../domain/audience.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import { type List, roomsOf } from '../../domain/list/list.ts';
import type { EmbargoId, PersonId, RoomId } from '../../domain/values/ids.ts';
import type { Heard } from './heard.ts';
import { actions, heading, line, type Message, type Node } from './message.ts';
import type { Outgoing, Urgency } from './outgoing.ts';

/** Who spoke, and where: answers go back there, for them alone. */
export type Speaker = { readonly person: PersonId; readonly room: RoomId | null; readonly as?: PersonId; readonly thread?: string };

/** Who said it, and where. */
export function speakerOf({ by, room, thread }: Pick<Heard, 'by' | 'room' | 'thread'>): Speaker {
  return { person: by, room, ...(thread === undefined ? {} : { thread }) };
}

/** What a lock screen and a screen reader say after the codename: which kind of message it is, and nothing that is secret. */
const pushWords = {
  news: 'something for you',
  reminder: 'reminder',
  date: 'a date to answer',
  moment: "it's time",
  leak: 'urgent: a leak report',
  'no-leak': 'the leak report was a false alarm',
  decision: 'urgent: a decision',
  terms: 'terms to read',
  patch: 'a patch to test',
  over: 'the embargo has ended',
} as const;
export type Topic = keyof typeof pushWords;

export type Manner = { readonly kind: Kind; readonly urgency: Urgency };

/** How something is sent to those who did not ask for it. */
export type Unasked = {
  readonly kind: NotifyingKind;
  readonly urgency: Urgency;
  readonly topic?: Topic /** What stands at its top, behind the codename. */;
  readonly title?: string;
};

/** Stands for the rooms of an embargo that has none, because only some of the list are on it: `announce` says it to its people instead. No list holds such a room. */
export const nowhere = 'nowhere' as RoomId;

/** A post in each of the list's rooms. */
export function toRooms(list: List, embargo: Embargo, { topic, title, ...manner }: Unasked, nodes: readonly Node[]): Outgoing[] {
  const rooms = roomsOf(list).map(({ room }) => room);
  return (rooms.length === 0 && embargo.audience?.waves !== undefined ? [nowhere] : rooms).map((room) => {
    const of = room === nowhere ? { list } : {};
    const message = titled(embargo, nodes, { topic, title, ...of });
    const body = { type: 'message', message, less: lesser(embargo, of) } as const;
    return { to: { type: 'room', room }, ...manner, list: list.id, embargo: embargo.id, body, card: null };
  });
}

/** What happened, and asks nobody in particular for anything: in the thread of the embargo's card, in each of the list's rooms. */
export function toThreads(list: List, embargo: Embargo, manner: Unasked, nodes: readonly Node[]): Outgoing[] {
  return toRooms(list, embargo, manner, nodes).map((each) =>
    each.to.type === 'room' ? { ...each, to: { ...each.to, under: 'card' } } : each,
  );
}

/** An embargo on a list: what somebody is told who did not ask says which of both. */
type OnList = { readonly embargo: Embargo; readonly list: List };

/** A direct message about an embargo. */
export function toPerson(
  person: PersonId,
  { embargo, list }: OnList,
  { topic, title, ...manner }: Unasked,
  nodes: readonly Node[],
): Outgoing {
  return unasked({ person, room: null }, { embargo, list }, manner, titled(embargo, nodes, { topic, title, list }));
}

/** The same of a message that was put together elsewhere. */
export function unasked(to: Speaker, { embargo, list }: OnList, manner: Manner, message: Message): Outgoing {
  return { ...answer(to, embargo, manner, message), body: { type: 'message', message, less: lesser(embargo, { list }) } };
}

/** An answer to somebody where they spoke, for them alone. `embargo` null: it is about nothing but themselves. */
export function answer(to: Speaker, embargo: Embargo | null, manner: Manner, message: Message): Outgoing {
  const about = { list: embargo?.list ?? null, embargo: embargo?.id ?? null };
  const less = embargo === null ? null : lesser(embargo);
  return { to: { type: 'person', ...to }, ...manner, ...about, body: { type: 'message', message, less }, card: null };
}

/** What stands above a message besides the codename: what has happened, where nobody may take it for routine; the list, for who did not ask. */
type Top = { readonly topic?: Topic | undefined; readonly title?: string | undefined; readonly list?: List };

/** A message that begins with the codename. */
export function titled(embargo: Embargo, nodes: readonly Node[], { topic = 'news', title, list }: Top = {}): Message {
  const { codename } = embargo;
  const named = list === undefined ? codename : `${codename} · ${listTitle(list)}`;
  return { push: `${codename}: ${pushWords[topic]}`, nodes: [heading(title === undefined ? named : `${named} ${title}`), ...nodes] };
}

/** What a list is called where nothing around it says that it is one. */
function listTitle({ name }: List): string {
  return /\blist$/i.test(name) ? name : `${name} list`;
}

/** What is said to those who may not hear the rest: that there is something, and how to get to hear it. */
function lesser(embargo: Embargo, top: Pick<Top, 'list'> = {}): Message {
  const { codename } = embargo;
  const hint = line("There's news about this embargo. Acknowledge its terms to read it.");
  return titled(embargo, [hint, actions({ label: 'Read the terms', words: `terms ${codename}`, style: 'primary' })], top);
}

export const quietPush = 'Embargo bot: an answer for you';

/** An answer about a list, for somebody who is still on it when it is sent. */
export function ofList(list: List, to: Speaker, nodes: readonly Node[]): Outgoing {
  return { ...personal(to, nodes), kind: 'membership', list: list.id };
}

/** An answer that is about no embargo. */
export function personal(to: Speaker, nodes: readonly Node[]): Outgoing {
  return answer(to, null, { kind: 'personal', urgency: 'answer' }, { push: quietPush, nodes });
}

/**
 * An answer that names embargoes which it is not about: what its reader may know of is asked again when it is sent. Where that has changed they are told
 * to ask again, if nothing else is said instead.
 */
export function naming(answered: Outgoing, embargoes: readonly { readonly id: EmbargoId }[]): Outgoing {
  const { body } = answered;
  if (body.type !== 'message' || embargoes.length === 0) return answered;
  const names = embargoes.map(({ id }) => id);
  const again: Message = { push: quietPush, nodes: [line('Your access changed since you asked. Ask again.')] };
  return { ...answered, body: { ...body, less: body.less ?? again, names } };
}
