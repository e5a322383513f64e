// Files in encrypted events: those that people send, fetched from the homeserver alone, and opened and checked by the encryption library; and the bot's own, sealed by it.
import { Attachment, EncryptedAttachment, initAsync } from '@matrix-org/matrix-sdk-crypto-wasm';
import type { SentFile } from '../../../chat/message/heard.ts';
import { type ReadFile, SendFailure } from '../../platform.ts';
import { Refused, refusalOf } from '../failures.ts';
import { integer, type Json, object, string } from '../payload.ts';

/** What is read of a file at most, and what calls it off. */
export type MediaLimits = { readonly bytesMax: number; readonly off: AbortSignal };

/**
 * A file that was sent, as an event's content says it (https://spec.matrix.org/latest/client-server-api/#sending-encrypted-attachments), and what stands under
 * it; null where it is none, or was not encrypted: what a homeserver could change proves nothing.
 */
export function sentFile(content: Json): { readonly file: SentFile; readonly caption: string } | null {
  const { file, filename, body, info } = content;
  const { url, key, iv, hashes, v } = object(file);
  const [at, shown] = [string(url), string(body) ?? ''];
  if (at === null) return null;
  const name = string(filename);
  return {
    file: { name: name ?? shown, bytes: integer(object(info).size), at: { url: at, opened: JSON.stringify({ v, key, iv, hashes }) } },
    caption: name === null || name === shown ? '' : shown,
  };
}

/** Reads files. `media`: what a homeserver has at an address. */
export function matrixFiles(media: (url: string, limits: MediaLimits) => Promise<Uint8Array>): ReadFile {
  return async function* (_by, { at }, limits) {
    const sealed = await media(at.url ?? '', limits);
    await initAsync();
    yield opened(sealed, at.opened ?? '');
  };
}

/** Its hash is checked before it is opened. */
function opened(sealed: Uint8Array, how: string): Uint8Array {
  try {
    return Attachment.decrypt(new EncryptedAttachment(sealed, how));
  } catch {
    throw new SendFailure('gone', 'altered');
  }
}

/** A file, sealed for one event: `opens` is what stands in that besides the address. */
export async function sealedFile(content: Uint8Array): Promise<{ readonly sealed: Uint8Array; readonly opens: Json }> {
  await initAsync();
  const attachment = Attachment.encrypt(content);
  const { encryptedData: sealed, mediaEncryptionInfo: opens = '' } = attachment;
  return { sealed, opens: object(JSON.parse(opens)) };
}

/** Hands a sealed file to the homeserver, without a name; resolves to its address. Throws Refused where it says no, SendFailure. */
export async function uploadTo(homeserver: string, token: string, sealed: Uint8Array<ArrayBuffer>): Promise<string> {
  const response = await fetch(`${homeserver}/_matrix/media/v3/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: sealed,
    redirect: 'error',
    signal: AbortSignal.timeout(uploadMsMax),
  }).catch(() => null);
  if (response === null) throw new SendFailure('again', 'no_answer');
  if (!response.ok) throw new Refused(await refusal(response));
  const url = string(object(await response.json().catch(() => null)).content_uri);
  if (url === null || !address.test(url)) throw new SendFailure('again', 'unreadable_answer');
  return url;
}

const uploadMsMax = 20_000;

// https://spec.matrix.org/latest/client-server-api/#matrix-content-mxc-uris
const address = /^mxc:\/\/([A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9a-fA-F:.]+\](?::\d{1,5})?)\/([A-Za-z0-9_-]+)$/;

/** What the homeserver has at an address, by its media endpoint and no other. Throws Refused where it says no, SendFailure. */
export async function mediaOf(homeserver: string, token: string, url: string, { bytesMax, off }: MediaLimits): Promise<Uint8Array> {
  const [, server, id] = address.exec(url) ?? [];
  if (server === undefined || id === undefined) throw new SendFailure('gone', 'not-an-address');
  const ask = (path: string) =>
    fetch(`${homeserver}${path}/${encodeURIComponent(server)}/${id}`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: off,
    });
  try {
    let response = await ask('/_matrix/client/v1/media/download');
    let said = response.ok ? null : await refusal(response);
    // A homeserver from before media wanted a token (Matrix 1.11).
    if (said?.code === 'M_UNRECOGNIZED') {
      response = await ask('/_matrix/media/v3/download');
      said = response.ok ? null : await refusal(response);
    }
    if (said !== null) throw new Refused(said);
    return await bytesOf(response, bytesMax);
  } catch (error) {
    if (error instanceof SendFailure) throw error;
    throw new SendFailure('again', 'no_answer');
  }
}

async function refusal(response: Response) {
  return refusalOf(response.status, await response.json().catch(() => null));
}

async function bytesOf({ body }: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  if (body !== null)
    for await (const part of body) {
      bytes += part.length;
      if (bytes > most) throw new SendFailure('gone', 'too-big');
      parts.push(part);
    }
  return Buffer.concat(parts);
}
