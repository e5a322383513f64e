// What people send: content in its right form, and ways to send what no client would.

import { randomBytes } from 'node:crypto';
import type { MatrixClient } from 'matrix-js-sdk';
import { type Json, object, string } from '../../../src/platforms/matrix/payload.ts';
import { type Account, call, type Homeserver } from './server.ts';

/** `answers`: the event that is replied to. `thread`: the event that a thread begins with. `mentions`: user ids. */
export type How = { readonly answers?: string; readonly thread?: string; readonly mentions?: readonly string[] };

export type Mouth = {
  /** A message as the room wants it, encrypted where it is. Resolves to its event id, like all of these. */
  say(roomId: string, body: string, how?: How): Promise<string>;
  /** Another text for what they said before. */
  edit(roomId: string, eventId: string, body: string): Promise<string>;
  react(roomId: string, eventId: string, key: string): Promise<string>;
  redact(roomId: string, eventId: string): Promise<string>;
  /** Any content, encrypted where the room is. */
  send(roomId: string, type: string, content: Json): Promise<string>;
  /** Any content just as it is: in clear text, whatever the room wants. */
  sendRaw(roomId: string, type: string, content: Json): Promise<string>;
  sayInClear(roomId: string, body: string): Promise<string>;
  setState(roomId: string, type: string, content: Json, stateKey?: string): Promise<string>;
};

/** The mouth of a client. */
export function mouthOf(client: MatrixClient, server: Pick<Homeserver, 'url'>, { accessToken: token }: Account): Mouth {
  const put = async (path: string, body: Json): Promise<string> =>
    idIn(await call(server, 'PUT', `/_matrix/client/v3/rooms/${path}`, { token, body }));
  // The SDK's types know only the contents that it knows.
  const send: Mouth['send'] = async (roomId, type, content) => idIn(await client.sendEvent(roomId, type as never, content as never));
  const sendRaw: Mouth['sendRaw'] = (roomId, type, content) =>
    put(
      [roomId, 'send', type, randomBytes(8).toString('hex')]
        .map((part, index) => (index === 1 ? part : encodeURIComponent(part)))
        .join('/'),
      content,
    );
  return {
    send,
    sendRaw,
    say: (roomId, body, how) => send(roomId, 'm.room.message', textContent(body, how)),
    edit: (roomId, eventId, body) => send(roomId, 'm.room.message', editContent(eventId, body)),
    react: (roomId, eventId, key) => send(roomId, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key } }),
    redact: async (roomId, eventId) => idIn(await client.redactEvent(roomId, eventId)),
    sayInClear: (roomId, body) => sendRaw(roomId, 'm.room.message', textContent(body)),
    setState: (roomId, type, content, stateKey = '') =>
      put(`${encodeURIComponent(roomId)}/state/${encodeURIComponent(type)}/${encodeURIComponent(stateKey)}`, content),
  };
}

/** A text as clients send it. https://spec.matrix.org/latest/client-server-api/#threading, #rich-replies, #mentioning-users */
export function textContent(body: string, { answers, thread, mentions = [] }: How = {}): Json {
  const reply = answers ?? thread;
  const relation = {
    ...(thread === undefined ? {} : { rel_type: 'm.thread', event_id: thread, is_falling_back: answers === undefined }),
    ...(reply === undefined ? {} : { 'm.in_reply_to': { event_id: reply } }),
  };
  return {
    msgtype: 'm.text',
    body,
    'm.mentions': mentions.length === 0 ? {} : { user_ids: mentions },
    ...(reply === undefined ? {} : { 'm.relates_to': relation }),
  };
}

function editContent(eventId: string, body: string): Json {
  const { 'm.mentions': mentions, ...fresh } = textContent(body);
  const relation = { rel_type: 'm.replace', event_id: eventId };
  return { ...fresh, body: `* ${body}`, 'm.mentions': mentions, 'm.new_content': textContent(body), 'm.relates_to': relation };
}

function idIn(answer: unknown): string {
  const id = string(object(answer).event_id);
  if (id === null) throw new Error('the homeserver gave no event id');
  return id;
}
