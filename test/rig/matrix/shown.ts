// One event as a client shows it. Pure.

import { EventType, type MatrixEvent } from 'matrix-js-sdk';
import { type Json, object, string } from '../../../src/platforms/matrix/payload.ts';

/** An event as its reader sees it. `content` is that of its latest edit where it was edited. */
export type Shown = {
  readonly eventId: string;
  readonly sender: string;
  readonly type: string;
  readonly content: Json;
  readonly encrypted: boolean;
  readonly edited: boolean;
  readonly redacted: boolean;
  /** The event that its thread began with, and the one that it answers; null where it does not. */
  readonly thread: string | null;
  readonly answers: string | null;
  /** Why it could not be decrypted, in the SDK's word; null when it was, or had no need. */
  readonly unreadable: string | null;
};

// Relations stand beside the ciphertext: the server puts threads and edits together by them.
export const relationOf = (event: MatrixEvent): Json => object(event.getWireContent()['m.relates_to']);

/** Whether it is shown as a message of its own. */
export function saysSomething(event: MatrixEvent): boolean {
  const silentTypes: readonly string[] = [EventType.Reaction, EventType.RoomRedaction];
  return !silentTypes.includes(event.getType()) && relationOf(event).rel_type !== 'm.replace';
}

/** The latest of the edits that count: https://spec.matrix.org/latest/client-server-api/#validity-of-replacement-events */
function latestEdit(of: MatrixEvent, all: readonly MatrixEvent[]): Json | null {
  const edits = all.filter((event) => {
    const { rel_type, event_id } = relationOf(event);
    const ours = rel_type === 'm.replace' && event_id === of.getId() && event.getSender() === of.getSender();
    const likewise = event.getType() === of.getType() && event.isEncrypted() === of.isEncrypted();
    return ours && likewise && !event.isRedacted() && event.getOriginalContent()['m.new_content'] !== undefined;
  });
  const latest = edits.at(-1);
  return latest === undefined ? null : object(latest.getOriginalContent()['m.new_content']);
}

/** An event among all those of its room. */
export function shownOf(event: MatrixEvent, all: readonly MatrixEvent[]): Shown {
  const relation = relationOf(event);
  const edit = latestEdit(event, all);
  return {
    eventId: event.getId() ?? '',
    sender: event.getSender() ?? '',
    type: event.getType(),
    content: edit ?? object(event.getOriginalContent()),
    encrypted: event.isEncrypted(),
    edited: edit !== null,
    redacted: event.isRedacted(),
    thread: relation.rel_type === 'm.thread' ? string(relation.event_id) : null,
    answers: relation.is_falling_back === true ? null : string(object(relation['m.in_reply_to']).event_id),
    unreadable: event.isDecryptionFailure() ? event.decryptionFailureReason : null,
  };
}
