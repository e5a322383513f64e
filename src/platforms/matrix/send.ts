// Saying things: encrypted, for who may read them now, and under a transaction id of the outbox's, so that what is sent twice is there once.
// https://spec.matrix.org/latest/client-server-api/#transaction-identifiers
import { addressOf } from '../../chat/message/outgoing.ts';
import { type PersonId, type RoomId, roomId } from '../../domain/values/ids.ts';
import { dayMs } from '../../domain/values/time.ts';
import { type Destination, type Post, SendFailure, unlessEnded } from '../platform.ts';
import { part } from './api.ts';
import type { Choices, Where } from './conversation.ts';
import type { Crypto } from './encryption/crypto.ts';
import { isFilePage, uploadedContent } from './file-pages.ts';
import type { MatrixStore } from './matrix-store.ts';
import { array, type Json, object, string } from './payload.ts';
import { contentOf, editOf, inThread, type MatrixPage } from './render.ts';
import type { Directs } from './rooms/direct-rooms.ts';
import { isEncrypted, readersOf } from './rooms/readers.ts';
import { bare, type RoomState, stateEvent } from './rooms/state.ts';
import type { MediaApi } from './session.ts';
import { type UnreadableOptions, unreadablesOf } from './unreadable.ts';
import { type Withheld, type WithheldOptions, withheldOf } from './withheld.ts';

/** Something that was sent: `event` as it stands in `room`, `replaces` the event that it takes the place of, or takes back (`removed`). */
export type Said = {
  readonly to: Destination;
  readonly room: string;
  readonly event: string;
  readonly replaces: string | null;
  readonly how: 'posted' | 'asked' | 'removed';
};

export type SenderOptions = UnreadableOptions &
  WithheldOptions & {
    readonly api: Pick<MediaApi, 'upload'>;
    readonly crypto: Crypto;
    readonly store: Pick<MatrixStore, 'keepChoices' | 'forgetChoices'>;
    readonly directs: Directs;
    /** Is told of everything that was sent. */
    readonly said: (said: Said) => void;
    /** The state of a room that was read a moment ago, or now. */
    readonly stateOf: (room: string) => Promise<RoomState>;
  };

export type Sender = {
  /** Posts or edits a page; resolves to `room/event`. Throws SendFailure. */
  post(post: Post): Promise<string>;
  /** Says something to one person alone, apart from the outbox: a question of a form. The same `txn` says it once. Resolves to the event's id. */
  tell(person: PersonId, page: MatrixPage, txn: string, thread?: string): Promise<string>;
  remove(to: Destination, ref: string): Promise<void>;
};

/** For so long a choice can be answered: an older message is out of date anyway. */
const answerableMs = 14 * dayMs;

/** Sending by this device. */
export function senderOf(given: SenderOptions): Sender {
  const { directs } = given;
  const notice = unreadablesOf(given);
  const options: Sending = { ...given, keys: withheldOf(given) };
  return {
    post: async (post) => {
      const { to } = post;
      const page = post.page as MatrixPage; // only ever what `pages` gave
      switch (to.type) {
        case 'room': {
          const room = bare(to.room);
          const place = { room, state: await options.stateOf(room), reader: null };
          const ref = await postIn(options, place, post, page, { for: null, room: to.room, thread: null });
          if (post.pin && post.replaces !== ref) await pin(options, room, eventOf(ref));
          if (post.replaces !== ref && post.loose !== true) await notice.inRoom(to.room, place.state);
          return ref;
        }
        case 'person': {
          const person = addressOf(to);
          const thread = to.thread ?? null;
          const place = { ...(await directs.open(person)), reader: person };
          const ref = await postIn(options, place, post, page, { for: person, room: to.room, thread });
          if (post.replaces !== ref) await notice.alone(person, place.room);
          return ref;
        }
        case 'home':
          throw new SendFailure('gone', 'no-home-here');
        default:
          return to satisfies never;
      }
    },
    tell: async (person, page, txn, thread) => {
      const { room, state } = await directs.open(person);
      const content = contentOf(page);
      const threaded = thread === undefined ? content : inThread(content, thread, thread);
      const event = await sent(options, { room, state, reader: person }, threaded, txn);
      options.said({ to: { type: 'person', person, room: null }, room, event, replaces: null, how: 'asked' });
      await notice.alone(person, room);
      return event;
    },
    remove: async (to, ref) => {
      const [room, event] = [roomOf(ref), eventOf(ref)];
      const path = `v3/rooms/${part(room)}/redact/${part(event)}/${part(`redact-${event}`)}`;
      const answer = await options.api.request('PUT', path, { body: {} }).catch((error: unknown) => {
        if (!(error instanceof SendFailure) || error.kind !== 'gone') throw error;
        return {};
      });
      await options.store.forgetChoices(event);
      options.said({ to, room, event: string(object(answer).event_id) ?? event, replaces: event, how: 'removed' });
    },
  };
}

type Sending = SenderOptions & { readonly keys: Withheld };
/** `reader`: whom alone it is for; null: all who are there. */
type Place = { readonly room: string; readonly state: RoomState; readonly reader: PersonId | null };
/** Whose the choices of a message are, and where what is chosen counts as said. */
type Choosing = Where & { readonly for: PersonId | null };

async function postIn(options: Sending, place: Place, post: Post, page: MatrixPage, choosing: Choosing): Promise<string> {
  const { room } = place;
  // A reference into another room than this must not carry words there; then it is posted anew.
  const replaces = post.replaces !== null && roomOf(post.replaces) === room ? eventOf(post.replaces) : null;
  if (replaces === null && post.replaces !== null && post.onlyEdit === true) return post.replaces;
  const content = isFilePage(page)
    ? await uploadedContent(options.api, page)
    : replaces === null
      ? contentOf(page)
      : editOf(page, replaces);
  if (isFilePage(page)) await unlessEnded(post);
  // A thread is kept where the message goes to the room that the thread is in.
  const { thread } = choosing;
  const root = post.under === undefined ? thread : eventOf(post.under.ref);
  const there = post.under === undefined ? choosing.room === null : roomOf(post.under.ref) === room;
  const threaded = root !== null && there && replaces === null ? inThread(content, root, root) : content;
  const event = await sent(options, place, threaded, `${post.rowId}.${post.index}`, post.loose);
  const shown = replaces ?? event;
  // To one person an edit is news, in a room it is a card that changes above what is talked of.
  await keepChoices(options, room, shown, page, { ...choosing, stays: replaces !== null && choosing.for === null });
  options.said({ to: post.to, room, event, replaces, how: 'posted' });
  return `${room}/${shown}`;
}

async function sent({ api, crypto, keys }: Sending, place: Place, content: Json, txn: string, loose = false): Promise<string> {
  const { room, state, reader } = place;
  // What a room's state says of its encryption can never be taken back by the room, only hidden by a homeserver that lies.
  if (!isEncrypted(state)) throw new SendFailure('again', 'room-unencrypted');
  const { users, visibility } = readersOf(state);
  const encrypted = await crypto.encrypt({ room, members: users, visibility, loose, type: 'm.room.message', content });
  if (reader !== null) await keys.alone(reader, room, encrypted.withheld);
  else await keys.inRoom(`matrix:${room}` as RoomId, encrypted.withheld);
  const path = `v3/rooms/${part(room)}/send/m.room.encrypted/${part(txn)}`;
  const answer = object(await api.request('PUT', path, { body: encrypted.content }));
  const event = string(answer.event_id);
  if (event === null) throw new SendFailure('again', 'unreadable_answer');
  return event;
}

async function keepChoices(
  { store, now }: SenderOptions,
  room: string,
  event: string,
  page: MatrixPage,
  { stays, ...choosing }: Choosing & { readonly stays: boolean },
): Promise<void> {
  const id = roomId(`matrix:${room}`);
  if (page.choices.length === 0 || id === null) return store.forgetChoices(event);
  const at = now();
  const until = at + answerableMs;
  const [words, labels] = [page.choices.map((choice) => choice.words), page.choices.map(({ label }) => label)];
  const choices: Choices = { ...choosing, words, labels, first: page.first, at, until };
  await store.keepChoices(event, { room: id, choices, at, until, stays });
}

/** The newest card first. Where the bot may not pin, the card is there all the same. */
async function pin({ api, log, ...options }: SenderOptions, room: string, event: string): Promise<void> {
  const path = `v3/rooms/${part(room)}/state/m.room.pinned_events`;
  try {
    const pinned = array(stateEvent(await options.stateOf(room), 'm.room.pinned_events')?.content.pinned).map(String);
    await api.request('PUT', path, { body: { pinned: [event, ...pinned.filter((each) => each !== event)].slice(0, pinnedMax) } });
  } catch (error) {
    log('matrix.not-pinned', { code: error instanceof SendFailure ? error.code : 'unknown' });
  }
}

const pinnedMax = 50;
const roomOf = (ref: string): string => ref.slice(0, Math.max(0, ref.lastIndexOf('/$')));
const eventOf = (ref: string): string => ref.slice(ref.lastIndexOf('/$') + 1);
