// What is to be said, to whom, how urgently, and how much of it may be heard. JSON-safe: it waits in the outbox.
import type { Kind } from '../../domain/audience.ts';
import type { EmbargoId, ListId, PersonId, RoomId } from '../../domain/values/ids.ts';
import type { Form } from './form.ts';
import type { Message } from './message.ts';

/**
 * A room, or there the thread of the embargo's card; or one person: inside a room where `room` is given (only they see it), there in its `thread` where that is given too, else in a direct
 * message; or their personal page. `as`: which of a person's linked ids it is sent to, where that is not the one by which the list knows them.
 */
export type Destination =
  | { readonly type: 'room'; readonly room: RoomId; readonly under?: 'card' }
  | { readonly type: 'person'; readonly person: PersonId; readonly room: RoomId | null; readonly as?: PersonId; readonly thread?: string }
  | { readonly type: 'home'; readonly person: PersonId; readonly room: null; readonly as?: PersonId };

/** The id that a message to a person is sent to. */
export function addressOf(to: Exclude<Destination, { type: 'room' }>): PersonId {
  return to.as ?? to.person;
}

/** In order: the first is sent first. */
export const urgencies = ['leak', 'deadline', 'answer', 'nudge', 'card'] as const;
export type Urgency = (typeof urgencies)[number];

/** The embargoes that it names besides the one that it is about: whether its reader may know of each is asked again when it is sent. */
type Naming = { readonly names?: readonly EmbargoId[] };

/** `less` is what is said instead where the audience may hear no more than codename and dates, or may no longer know of one that is named. */
export type Body =
  | ({ readonly type: 'message'; readonly message: Message; readonly less: Message | null } & Naming)
  | { readonly type: 'form'; readonly form: Form; readonly trigger: string | null }
  /** Somebody's personal page, put together from what they may know when it is sent. */
  | { readonly type: 'home' };

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
    readonly pin: boolean;
    /** Posted afresh, because the old post is out of sight; this is what that one is edited to, so that nothing can be pressed there any more. */
    readonly anew?: Message;
  } | null;
};

/** Where posts wait for each other: one in flight at a time, and a platform's pace between two. */
export function laneOf(to: Destination): string {
  switch (to.type) {
    case 'room':
      return to.room;
    case 'person':
      return to.room ?? addressOf(to);
    case 'home':
      return `${addressOf(to)}~home`;
    default:
      return to satisfies never;
  }
}
