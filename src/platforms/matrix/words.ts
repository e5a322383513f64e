// What somebody typed, as a command: without the reply that clients put in front, without the prefix, with people as ids. Pure: no input throws.
import { type PersonId, personId } from '../../domain/ids.ts';
import { type Json, object, string } from './payload.ts';

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

export type Reading = { readonly type: 'words'; readonly words: Words } | { readonly type: 'malformed' } | { readonly type: 'not-words' };

const charactersMax = 20_000;
const prefix = /^\s*!embargo(?:\s+|$)/i;
// Not within another word or an address: https://spec.matrix.org/latest/appendices/#user-identifiers
const userPattern = /(?<![\w@:/.])@[a-z0-9._=\-/+]+:[A-Za-z0-9.-]+(?::\d{1,5})?(?![\w])/g;

/**
 * Reads the content of a message. `bot`: the bot's user id. A display name alone never stands for a person: only an id that is literally there, or one
 * that the sender's client names in `m.mentions` together with what is shown for it in a link.
 */
export function readWords(content: Json, bot: string): Reading {
  const { msgtype } = content;
  if (msgtype === undefined || typeof msgtype !== 'string')
    return Object.keys(content).length === 0 ? { type: 'not-words' } : { type: 'malformed' };
  // Notices are what bots say: https://spec.matrix.org/latest/client-server-api/#mnotice
  if (msgtype !== 'm.text') return { type: 'not-words' };
  const relation = object(content['m.relates_to']);
  const corrects = relation.rel_type === 'm.replace' ? string(relation.event_id) : null;
  const said = corrects === null ? content : object(content['m.new_content']);
  const { body, formatted_body: html } = said;
  if (typeof body !== 'string' || body.length > charactersMax) return { type: 'malformed' };
  const inReply = object(relation['m.in_reply_to']).event_id;
  const typed = string(inReply) === null ? body : withoutFallback(body);
  const linked = withLinks(typed, typeof html === 'string' ? html : '');
  const { text, called } = withoutPrefix(linked, bot);
  const read = withIds(text);
  return {
    type: 'words',
    words: {
      text: storable(read.text).trim(),
      prefixed: called,
      mentioned: read.mentioned,
      replyTo: relation.is_falling_back === true ? null : string(inReply),
      thread: relation.rel_type === 'm.thread' ? string(relation.event_id) : null,
      corrects,
    },
  };
}

/** Older clients put what they answer in front, each line behind a `>`. */
function withoutFallback(body: string): string {
  if (!/^> <@/.test(body)) return body;
  const lines = body.split('\n');
  const first = lines.findIndex((line) => !line.startsWith('> '));
  return first === -1 ? '' : lines.slice(lines[first] === '' ? first + 1 : first).join('\n');
}

const linkPattern = /<a\s+href="https:\/\/matrix\.to\/#\/([^"?]{1,400})"[^>]*>([^<]{1,300})<\/a>/g;

/** Clients show a person by name, and say whom they mean in a link: where exactly that name stands in the text, the id is put. */
function withLinks(body: string, html: string): string {
  return [...html.slice(0, charactersMax).matchAll(linkPattern)].reduce((text, [, target = '', shown = '']) => {
    const user = decoded(target);
    const name = unescaped(shown);
    if (user === null || personId(`matrix:${user}`) === null || name === '' || text.includes(user)) return text;
    return text.replace(name, () => user);
  }, body);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

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
