// Which message an event holds: whoever runs a homeserver can send the same ciphertext again in another event, and nothing in it says that it is old.
// A session encrypts each message under an index of its own (https://gitlab.matrix.org/matrix-org/olm/-/blob/master/docs/megolm.md).
import { createHash } from 'node:crypto';
import { integer, type Json, object, string } from '../payload.ts';

/** A message of an encrypted session: no two have the same index. */
export type MegolmMessage = { readonly session: string; readonly index: number };

/** Tells in which event a message was read: its room, its own id and its sender, of which nothing can be read from this. */
export function placeOf(room: string, { event_id, sender }: Json): string {
  return createHash('sha256')
    .update(JSON.stringify([room, event_id, sender]))
    .digest('base64url');
}

/** The message in an encrypted event; null where it has none that can be told. What was decrypted has one: the index is part of what its sender signed. */
export function messageIn({ content }: Json): MegolmMessage | null {
  const { session_id, ciphertext } = object(content);
  const [session, bytes] = [string(session_id), Buffer.from(string(ciphertext) ?? '', 'base64')];
  const index = session === null || bytes[0] !== version ? null : indexIn(bytes.subarray(1, -(macBytes + signatureBytes)));
  return session === null || index === null ? null : { session, index };
}

const version = 3;
const macBytes = 8;
const signatureBytes = 64;
// Fields of a protocol buffer: the index is a number, the text is bytes.
const indexTag = 0x08;
const bytesType = 2;
const numberType = 0;

/** The last index counts, as it does for whoever decrypts. */
function indexIn(payload: Buffer): number | null {
  let index: number | null = null;
  for (let at = 0; at < payload.length; ) {
    const tag = numberAt(payload, at);
    const value = tag === null ? null : numberAt(payload, tag.end);
    if (tag === null || value === null) return null;
    const type = tag.value & 7;
    if (type !== numberType && type !== bytesType) return null;
    if (tag.value === indexTag) index = value.value;
    at = value.end + (type === bytesType ? value.value : 0);
  }
  return integer(index);
}

const bitsPerByte = 7;
const bytesMax = 7;

function numberAt(bytes: Buffer, from: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let at = from; at < bytes.length && at - from < bytesMax; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (bitsPerByte * (at - from));
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return null;
}
