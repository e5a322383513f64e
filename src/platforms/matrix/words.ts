// What somebody typed, as a command: without the reply that clients put in front, without the prefix, with people as ids. Pure: no input throws.

import type { SentFile } from '../../chat/message/heard.ts';
import { withoutSecretKeys } from '../../chat/values/secret-keys.ts';
import type { Untaken } from '../../domain/list/trust.ts';
import { type PersonId, personId } from '../../domain/values/ids.ts';
import { sentFile } from './encryption/media.ts';
import { array, type Json, object, string } from './payload.ts';

/** `prefixed`: it was said to the bot by `!embargo` or by its name. `replyTo`: the event that it answers; `thread`: the thread that it was said in. */
export type Words = {
  readonly text: string;
  readonly prefixed: boolean;
  readonly mentioned: readonly PersonId[];
  readonly replyTo: string | null;
  readonly thread: string | null;
  /** The event that this corrects. */
  readonly corrects: string | null;
};

export type Sent = { readonly file: SentFile; readonly text: string; readonly mentioned: readonly PersonId[] };

export type Reading =
  | { readonly type: 'words'; readonly words: Words }
  | { readonly type: 'malformed' }
  /** It is no text, though somebody says something by it; `called`: to the bot, as far as it says itself. `sent`: a file, with what was said under it. */
  | {
      readonly type: 'not-text';
      readonly what: Untaken;
      readonly called: boolean;
      readonly replyTo: string | null;
      readonly sent: Sent | null;
    }
  | { readonly type: 'not-words' };

const charactersMax = 20_000;
const prefix = /^\s*!embargo(?:\s+|$)/i;
// Not within another word or an address: https://spec.matrix.org/latest/appendices/#user-identifiers
const userPattern = /(?<![\w@:/.])@[a-z0-9._=\-/+]+:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?!\w)/g;

/**
 * Reads the content of a message. `bot`: the bot's user id. A display name alone never stands for a person: only an id that is literally there, or one
 * that the sender's client names in `m.mentions` together with what is shown for it in a link.
 */
export function readWords(content: Json, bot: string): Reading {
  const { msgtype } = content;
  if (msgtype === undefined || typeof msgtype !== 'string')
    return Object.keys(content).length === 0 ? { type: 'not-words' } : { type: 'malformed' };
  if (msgtype !== 'm.text') return silent.has(msgtype) ? { type: 'not-words' } : notText(kindOf(msgtype, content), content, bot);
  const relation = object(content['m.relates_to']);
  const corrects = relation.rel_type === 'm.replace' ? string(relation.event_id) : null;
  const said = corrects === null ? content : object(content['m.new_content']);
  const { body, formatted_body: html } = said;
  if (typeof body !== 'string' || body.length > charactersMax) return { type: 'malformed' };
  const inReply = object(relation['m.in_reply_to']).event_id;
  const typed = string(inReply) === null ? body : withoutFallback(body);
  const linked = withLinks(typed, typeof html === 'string' ? html : '');
  const { text, called } = withoutPrefix(linked.text, bot);
  const read = linked.sure ? withIds(text) : { text, mentioned: [] };
  return {
    type: 'words',
    words: {
      // What is typed into a form here is kept and shown again before it is handed in.
      text: withoutSecretKeys(storable(read.text)).trim(),
      prefixed: called,
      mentioned: read.mentioned,
      replyTo: relation.is_falling_back === true ? null : string(inReply),
      thread: relation.rel_type === 'm.thread' ? string(relation.event_id) : null,
      corrects,
    },
  };
}

// Notices are what bots and servers say: https://spec.matrix.org/latest/client-server-api/#mnotice
const silent: ReadonlySet<string> = new Set(['m.notice', 'm.server_notice']);

const messages: Readonly<Record<string, Untaken>> = {
  'm.image': 'image',
  'm.video': 'video',
  'm.audio': 'audio',
  'm.file': 'file',
  'm.location': 'location',
  'm.emote': 'emote',
  'm.key.verification.request': 'verification',
};

const voiceKeys = ['org.matrix.msc3245.voice', 'org.matrix.msc3245.voice.v2', 'm.voice'];

function kindOf(msgtype: string, content: Json): Untaken {
  const kind = Object.hasOwn(messages, msgtype) ? messages[msgtype] : undefined;
  return kind === 'audio' && voiceKeys.some((key) => content[key] !== undefined) ? 'voice' : (kind ?? 'other');
}

/** By what else than a message somebody says something: by the type of the event. */
const others: Readonly<Record<string, Untaken>> = {
  'm.sticker': 'sticker',
  'm.poll.start': 'poll',
  // https://github.com/matrix-org/matrix-spec-proposals/pull/3381: what clients send still.
  'org.matrix.msc3381.poll.start': 'poll',
  'm.call.invite': 'call',
};

/** Whether somebody says something by an event of this type. */
export const saysSomething = (type: string): boolean => type === 'm.room.message' || Object.hasOwn(others, type);

/** Reads an event of which `saysSomething` is true; as `readWords`. */
export function readEvent(type: string, content: Json, bot: string): Reading {
  const what = Object.hasOwn(others, type) ? others[type] : undefined;
  return what === undefined ? readWords(content, bot) : notText(what, content, bot);
}

/** What an edit puts in the place of something that is no text was answered when it came. */
function notText(what: Untaken, content: Json, bot: string): Reading {
  const relation = object(content['m.relates_to']);
  if (relation.rel_type === 'm.replace') return { type: 'not-words' };
  const caption = string(content.body) ?? '';
  const named = array(object(content['m.mentions']).user_ids).includes(bot);
  const replyTo = relation.is_falling_back === true ? null : string(object(relation['m.in_reply_to']).event_id);
  const sent = filelike.has(what) ? sentIn(content, bot) : null;
  return { type: 'not-text', what, called: named || withoutPrefix(caption, bot).called, replyTo, sent };
}

const filelike: ReadonlySet<Untaken> = new Set(['file', 'image', 'video', 'audio']);

function sentIn(content: Json, bot: string): Sent | null {
  const sent = sentFile(content);
  if (sent === null) return null;
  const said = readWords({ ...content, msgtype: 'm.text', body: sent.caption }, bot);
  const { text, mentioned } = said.type === 'words' ? said.words : { text: '', mentioned: [] };
  return { file: { ...sent.file, name: storable(sent.file.name) }, text, mentioned };
}

/** Older clients put what they answer in front, each line behind a `>`. */
function withoutFallback(body: string): string {
  if (!/^> <@/.test(body)) return body;
  const lines = body.split('\n');
  const first = lines.findIndex((line) => !line.startsWith('> '));
  return first === -1 ? '' : lines.slice(lines[first] === '' ? first + 1 : first).join('\n');
}

const linkPattern = /<a\s+href="https:\/\/matrix\.to\/#\/([^"?]{1,400})"[^>]*>([^<]{1,300})<\/a>/g;

/**
 * Clients show a person by name, and say whom they mean in a link: where that name is linked, and nowhere else, the id is put. `Anna and Ann`, with a link on
 * the second, is not about Anna. `sure`: every link is where it was put, or its id is there; else what looks like an id may be what somebody calls themselves.
 */
function withLinks(body: string, html: string): { readonly text: string; readonly sure: boolean } {
  const formatted = html.slice(0, charactersMax).replace(/^<mx-reply>.*?<\/mx-reply>/s, '');
  const there = new Set([...body.matchAll(userPattern)].map(([user]) => user));
  let placed = 0;
  const links = [...formatted.matchAll(linkPattern)].slice(0, linksMax).flatMap(({ 1: target = '', 2: shown = '', index }) => {
    const user = userOf(target);
    const name = unescaped(shown);
    if (user === null || name === '') return [];
    const at = nth(body, name, countOf(textOf(formatted.slice(0, index)), name));
    if (at !== null || there.has(user)) placed += 1;
    return at === null ? [] : [{ at, name, user }];
  });
  const text = links
    .sort((one, other) => other.at - one.at)
    .reduce((before, { at, name, user }) => `${before.slice(0, at)}${user}${before.slice(at + name.length)}`, body);
  return { text, sure: placed === [...formatted.matchAll(userLink)].length };
}

const userLink = /https:\/\/matrix\.to\/#\/(?:@|%40)/gi;

// More people are named in no order.
const linksMax = 50;

function userOf(target: string): string | null {
  const user = decoded(target);
  return user === null || personId(`matrix:${user}`) === null ? null : user;
}

const textOf = (html: string): string => unescaped(html.replace(/<[^>]*>/g, ''));
const countOf = (text: string, name: string): number => text.split(name).length - 1;

/** Where a name stands for the time after so many; null where it does not. */
function nth(text: string, name: string, after: number): number | null {
  let at = text.indexOf(name);
  for (let count = 0; count < after && at !== -1; count += 1) at = text.indexOf(name, at + name.length);
  return at === -1 ? null : at;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const unescaped = (text: string): string =>
  text
    .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (found, hex?: string, decimal?: string) => {
      const point = Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : found;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

function withoutPrefix(text: string, bot: string): { text: string; called: boolean } {
  if (prefix.test(text)) return { text: text.replace(prefix, ''), called: true };
  const trimmed = text.trimStart();
  return trimmed.startsWith(bot) ? { text: trimmed.slice(bot.length).replace(/^[:,]?\s*/, ''), called: true } : { text, called: false };
}

function withIds(text: string): { text: string; mentioned: PersonId[] } {
  const mentioned: PersonId[] = [];
  const read = text.replace(userPattern, (user) => {
    const person = personId(`matrix:${user}`);
    if (person === null) return user;
    mentioned.push(person);
    return person;
  });
  return { text: read, mentioned };
}

/** Neither NUL nor half a surrogate pair, which PostgreSQL cannot store. */
const storable = (text: string): string => text.replace(/[\0\p{Cs}]/gu, '\uFFFD');

/** The number that a reaction stands for: `1`, or the sign that shows one. Null for every other. */
export function numberOf(reaction: string): number | null {
  const digit = /^([1-9])\uFE0F?\u20E3?$/.exec(reaction)?.[1];
  if (digit !== undefined) return Number(digit);
  return reaction === '\u{1F51F}' || reaction === '10' ? 10 : null;
}

/** What a reaction is about, and what it says; null when it is none. */
export function readReaction(content: Json): { readonly event: string; readonly key: string } | null {
  const { rel_type, event_id, key } = object(content['m.relates_to']);
  const [event, sign] = [string(event_id), string(key)];
  return rel_type === 'm.annotation' && event !== null && sign !== null ? { event, key: sign } : null;
}

/** What an event of redaction takes back: the field moved in room version 11. */
export function redactedBy(event: Json): readonly string[] {
  return [string(event.redacts), string(object(event.content).redacts)].filter((each) => each !== null).slice(0, 1);
}
