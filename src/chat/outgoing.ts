// What is to be said, to whom, how urgently, and how much of it may be heard. JSON-safe: it waits in the outbox.
import type { Kind } from '../domain/audience.ts';
import type { EmbargoId, ListId, PersonId, RoomId } from '../domain/ids.ts';
import type { Form } from './form.ts';
import type { Message } from './message.ts';

/** A room; or one person: inside a room where `room` is given (only they see it), else in a direct message. */
export type Destination =
  | { readonly type: 'room'; readonly room: RoomId }
  | { readonly type: 'person'; readonly person: PersonId; readonly room: RoomId | null };

/** In order: the first is sent first. */
export const urgencies = ['leak', 'deadline', 'answer', 'nudge', 'card'] as const;
export type Urgency = (typeof urgencies)[number];

/** `less` is what is said instead where the audience may hear no more than codename and dates. */
export type Body =
  | { readonly type: 'message'; readonly message: Message; readonly less: Message | null }
  | { readonly type: 'form'; readonly form: Form; readonly trigger: string | null };

export type Outgoing = {
  readonly to: Destination;
  readonly urgency: Urgency;
  readonly kind: Kind;
  /** The list and the embargo that it is about: the audience's right to hear it is asked of them. */
  readonly list: ListId | null;
  readonly embargo: EmbargoId | null;
  readonly body: Body;
  /** A card is one post that is edited in place: the key names it for ever. */
  readonly card: {
    readonly key: string;
    readonly pin: boolean /** Posted afresh: the old post is out of sight. */;
    readonly anew?: true;
  } | null;
};

/** Where posts wait for each other: one in flight at a time, and a platform's pace between two. */
export function laneOf(to: Destination): string {
  return to.type === 'room' ? to.room : (to.room ?? to.person);
}
