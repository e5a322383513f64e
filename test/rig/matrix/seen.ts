// What somebody's client makes of what it gets: messages decrypted, with their latest edits, and everything waited for by what happens, never by time alone.

import {
  ClientEvent,
  EventType,
  type MatrixClient,
  type MatrixEvent,
  MatrixEventEvent,
  RoomEvent,
  RoomMemberEvent,
  RoomStateEvent,
} from 'matrix-js-sdk';
import type { CryptoBackend } from 'matrix-js-sdk/lib/common-crypto/CryptoBackend.js';
import { DecryptionFailureCode } from 'matrix-js-sdk/lib/crypto-api/index.js';
import { array, type Json, object, string } from '../../../src/platforms/matrix/payload.ts';
import { relationOf, type Shown, saysSomething, shownOf } from './shown.ts';

export type Eyes = {
  /** Resolves to what `look` gives as soon as that is not null; it is asked again at whatever the client gets. Rejects with what was waited for. */
  until<Found>(look: () => Found | null, what: string, waitMs?: number): Promise<Found>;
  /** The content of exactly this event, decrypted. Rejects saying whether it never came, or why it cannot be read. */
  waitFor(eventId: string, waitMs?: number): Promise<Json>;
  /** Resolves to why an event cannot be decrypted, once the client has tried. */
  waitUnreadable(eventId: string, waitMs?: number): Promise<string>;
  /** An event as it stands now; null while it is not there. */
  shown(eventId: string): Shown | null;
  /** Everything said in a room from its beginning (as far as its history is visible), in order, without edits and state. */
  said(roomId: string): Promise<Shown[]>;
  reactions(eventId: string): { readonly sender: string; readonly key: string }[];
  pinned(roomId: string): string[];
  /** Who is joined, as far as this client knows; sorted. */
  joined(roomId: string): string[];
};

const waitMsDefault = 30_000;
const pageSize = 100;

/** The eyes of a client. They are open from now on. `name`: for what they complain of. */
export function eyesOf(client: MatrixClient, name: string): Eyes {
  const waiting = new Set<() => void>();
  const happened = () => {
    for (const look of [...waiting]) look();
  };
  client.on(RoomEvent.Timeline, happened);
  client.on(RoomEvent.Redaction, happened);
  client.on(RoomEvent.LocalEchoUpdated, happened);
  client.on(MatrixEventEvent.Decrypted, happened);
  client.on(RoomStateEvent.Events, happened);
  client.on(RoomMemberEvent.Membership, happened);
  client.on(ClientEvent.Sync, happened);

  const until: Eyes['until'] = (look, what, waitMs = waitMsDefault) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(deadline);
        clearInterval(looking);
        waiting.delete(again);
      };
      const again = () => {
        const found = look();
        if (found === null) return;
        stop();
        resolve(found);
      };
      const looking = setInterval(() => again(), retryMs);
      const deadline = setTimeout(() => {
        stop();
        reject(new Error(`${name} waited ${waitMs / 1000} s for ${what}`));
      }, waitMs);
      waiting.add(again);
      again();
    });
  const eventOf = (eventId: string): MatrixEvent | null => {
    for (const room of client.getRooms()) {
      const event = room.findEventById(eventId);
      // Not before the server has sent it back: what it became there counts.
      if (event !== undefined && event.status === null) return event;
    }
    return null;
  };
  // A client that meets somebody for the first time may get their message before it has asked for their identity; Element tries again, too.
  const retried = new Map<MatrixEvent, number>();
  const retry = (event: MatrixEvent): void => {
    const crypto = client.getCrypto();
    if (crypto === undefined || Date.now() - (retried.get(event) ?? 0) < retryMs) return;
    retried.set(event, Date.now());
    void event.attemptDecryption(crypto as CryptoBackend, { isRetry: true }).then(happened);
  };
  const tried = (eventId: string): MatrixEvent | null => {
    const event = eventOf(eventId);
    if (event?.shouldAttemptDecryption()) void client.decryptEventIfNeeded(event).then(happened);
    if (event !== null && mayBecomeReadable(event)) retry(event);
    return event === null || event.isBeingDecrypted() || event.shouldAttemptDecryption() ? null : event;
  };
  const read = (eventId: string): MatrixEvent | null => {
    const event = tried(eventId);
    return event === null || event.isDecryptionFailure() ? null : event;
  };
  const listOf = (roomId: string): MatrixEvent[] => client.getRoom(roomId)?.getLiveTimeline().getEvents() ?? [];

  return {
    until,
    waitFor: async (eventId, waitMs) => {
      const event = await until(() => read(eventId), `the message ${eventId}`, waitMs).catch((error: Error) => {
        const there = eventOf(eventId);
        const why = there === null ? 'it never came' : `it cannot be decrypted: ${there.decryptionFailureReason}`;
        throw new Error(`${error.message}: ${why}`);
      });
      return object(event.getOriginalContent());
    },
    waitUnreadable: (eventId, waitMs) =>
      until(() => tried(eventId)?.decryptionFailureReason ?? null, `${eventId} to be found unreadable`, waitMs),
    shown: (eventId) => {
      const event = tried(eventId);
      return event === null ? null : shownOf(event, listOf(event.getRoomId() ?? ''));
    },
    said: async (roomId) => {
      await readBack(client, roomId);
      const events = listOf(roomId).filter((event) => !event.isState() && event.getId()?.startsWith('$'));
      await Promise.all(events.map((event) => client.decryptEventIfNeeded(event)));
      return events.filter((event) => saysSomething(event)).map((event) => shownOf(event, events));
    },
    reactions: (eventId) =>
      listOf(eventOf(eventId)?.getRoomId() ?? '').flatMap((event) => {
        const { rel_type, event_id, key } = relationOf(event);
        const reacts = event.getType() === EventType.Reaction && !event.isRedacted() && rel_type === 'm.annotation' && event_id === eventId;
        return reacts ? [{ sender: event.getSender() ?? '', key: string(key) ?? '' }] : [];
      }),
    pinned: (roomId) => {
      const state = client.getRoom(roomId)?.currentState.getStateEvents(EventType.RoomPinnedEvents, '');
      return array(object(state?.getContent()).pinned).flatMap((id) => string(id) ?? []);
    },
    joined: (roomId) => (client.getRoom(roomId)?.getJoinedMembers() ?? []).map(({ userId }) => userId).sort(),
  };
}

const retryMs = 300;

function mayBecomeReadable(event: MatrixEvent): boolean {
  const { decryptionFailureReason: reason } = event;
  return (
    event.isDecryptionFailure() &&
    !event.isBeingDecrypted() &&
    (reason === DecryptionFailureCode.UNSIGNED_SENDER_DEVICE || reason === DecryptionFailureCode.UNKNOWN_SENDER_DEVICE)
  );
}

/** Pages back to the beginning: a client that was away, or kept no pace, has a gap there. */
async function readBack(client: MatrixClient, roomId: string): Promise<void> {
  const room = client.getRoom(roomId);
  if (room === null) throw new Error(`${client.getUserId()} does not know the room ${roomId}`);
  while (room.oldState.paginationToken !== null) await client.scrollback(room, pageSize);
}
