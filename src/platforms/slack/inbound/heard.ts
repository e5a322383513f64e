// What Slack sends, as what was heard. Pure: a payload that is not what it should be gives null.
import { createHmac, randomBytes } from 'node:crypto';
import type { Heard, Said } from '../../../chat/message/heard.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../../domain/values/ids.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { array, object, string } from '../payload.ts';
import { storable, unescapeMarkup } from '../text.ts';
import { instantOf, isMessageTs } from '../time.ts';
import { sentFiles } from './sent-files.ts';
import { readSubmission } from './submission.ts';

/**
 * Where the app is installed. `owner` stands in front of its rooms' ids: the workspace's id, or the Grid organisation's where the app is installed in
 * all of it. `team` is the workspace that a request came from; `enterprise` the organisation's id, or null.
 */
export type Home = { readonly owner: string; readonly team: string; readonly enterprise: string | null; readonly botUser: string };

/** A slash command, whose mentions Slack was asked to escape (`should_escape`). */
export function heardCommand(body: unknown, home: Home, at: Instant): Heard | null {
  const { text, team_id, enterprise_id, user_id, user_name, channel_id, trigger_id } = object(body);
  if (typeof text !== 'string') return null;
  const typed = readText(text, home);
  const by = person(string(user_id), string(team_id) ?? home.team, string(enterprise_id));
  return heard({
    home,
    at,
    by,
    name: string(user_name),
    channel: channel_id,
    trigger: trigger_id,
    said: { type: 'words', text: typed.text },
    names: typed.names,
  });
}

/** A pressed button: its value is what one could have typed. */
export function heardAction(body: unknown, home: Home, at: Instant): Heard | null {
  const { actions, channel, container, message, trigger_id } = object(body);
  const action = object(array(actions)[0]);
  if (!/^say:\d+$/.test(string(action.action_id) ?? '')) return null;
  const said: Said = { type: 'words', text: storable(string(action.value) ?? '') };
  const { channel_id, message_ts, thread_ts } = object(container);
  const where = object(channel).id ?? channel_id;
  const { edited, ts } = object(message);
  const seen = instantOf(object(edited).ts) ?? instantOf(ts) ?? instantOf(message_ts);
  return heard({ home, at, ...presser(body, home), channel: where, thread: thread_ts, trigger: trigger_id, said, names: {}, seen });
}

/**
 * A submitted form. The room and the thread are those in which the command was said. A person stands in a text field as `<@U123>`, because Slack links no names there.
 * Each try to submit has a trigger of its own, so the key is the view's id: a form that stays open after it was taken (Slack had no answer in time,
 * or the database was away) and is sent once more is recognised, and acted on once. `mark` tells what was changed in between from what was not: that
 * corrects what was sent before.
 */
export function heardSubmission(body: unknown, home: Home, at: Instant, mark: Mark): Heard | null {
  const { view, trigger_id } = object(body);
  const submitted = readSubmission(view);
  const id = string(object(view).id);
  if (submitted === null || id === null) return null;
  const values = Object.entries(submitted.values).map(
    ([name, value]) => [name, value.replace(/<@([UW][A-Z0-9]+)>/g, mentioned(home))] as const,
  );
  const said = { type: 'form', words: submitted.words, values: Object.fromEntries(values) } as const;
  const made = heard({ home, at, ...presser(body, home), channel: undefined, trigger: trigger_id, said, names: {} });
  if (made === null) return null;
  const form = `slack:${home.team}:view:${id}`;
  return { ...made, key: `${form}:${mark(said.values)}`, corrects: form, room: submitted.room, ...threadOf(submitted.thread) };
}

/** The same for the same values, and for no others. It stands in a key, so nobody may be able to guess from it what they are. */
export type Mark = (values: Readonly<Record<string, string>>) => string;

/** Marks that last as long as the process. Another one takes what was not changed for a correction: that is acted on once, too. */
export function newMark(): Mark {
  const secret = randomBytes(32);
  return (values) => createHmac('sha256', secret).update(JSON.stringify(values)).digest('base64url');
}

/** A mention of the bot in a room or a thread. There is no trigger in it, so no form can be opened as an answer. */
export function heardMention(body: unknown, home: Home, at: Instant): Heard | null {
  const { event, event_id } = object(body);
  const { user, text, channel, bot_id, user_team, team, thread_ts } = object(event);
  const id = string(event_id);
  if (typeof text !== 'string' || id === null || string(bot_id) !== null) return null;
  const typed = readText(unaddressed(text, home), home);
  const by = eventPerson(user, string(user_team) ?? string(team), body, home);
  const room = roomOf(channel, home);
  if (by === null || room === undefined) return null;
  const said: Said = { type: 'words', text: typed.text };
  return { key: `slack:${home.team}:event:${id}`, at, by, room, trigger: null, said, names: typed.names, ...threadOf(thread_ts) };
}

/** A text without the mention of the bot, and without what people put behind one: `@Embargo: owe`. */
function unaddressed(text: string, home: Home): string {
  const mention = `<@${home.botUser}(?:\\|[^>]*)?>`;
  return text.replace(new RegExp(`^\\s*${mention}\\s*[:,]`), ' ').replaceAll(new RegExp(mention, 'g'), ' ');
}

// What somebody typed, and no more: joins, the bot's own posts and all that Slack says by itself are other subtypes.
// https://docs.slack.dev/reference/events/message#subtypes
const typedSubtypes: readonly unknown[] = [undefined, 'file_share', 'me_message', 'thread_broadcast'];

/**
 * What somebody types to the bot in its Messages tab: a command without anything in front, though the bot's name or `/embargo` may stand there. As in
 * a mention there is no trigger in it. A message that was edited corrects the earlier one; a link that Slack has unfurled is no edit.
 */
export function heardDirect(body: unknown, home: Home, at: Instant): Heard | 'not-ours' | null {
  const { event } = object(body);
  const { subtype, channel, channel_type, message, previous_message } = object(event);
  if (channel_type !== 'im' || !string(channel)?.startsWith('D')) return 'not-ours';
  const edit = subtype === 'message_changed';
  const said = edit ? object(message) : object(event);
  const { user, text, bot_id, user_team, team, ts, edited } = said;
  const own = string(bot_id) !== null || user === home.botUser || string(user) === null;
  if (own || !typedSubtypes.includes(edit ? said.subtype : subtype)) return 'not-ours';
  if (edit && (string(object(edited).ts) === null || text === object(previous_message).text)) return 'not-ours';
  const by = eventPerson(user, string(user_team) ?? string(team), body, home);
  if (by === null || typeof text !== 'string' || typeof ts !== 'string' || !isMessageTs(ts)) return null;
  const { text: words, names } = readText(unaddressed(text, home), home);
  const key = `slack:${home.team}:im:${channel}:${ts}`;
  const which = edit ? { key: `${key}:${string(object(edited).ts)}`, corrects: key } : { key };
  const typed = { type: 'words', text: words.replace(called, '') } as const;
  return { ...which, at, by, room: null, trigger: null, said: typed, names, ...sentFiles(said.files) };
}

// `Embargo: owe`, `!embargo owe`, and what was meant as the slash command but came as a message.
const called = /^(?:[/!]embargo(?:\s+|$)|@?embargo\s*[:,]\s*)/i;

const mentioned = (home: Home) => (whole: string, user: string) => person(user, home.team, home.enterprise) ?? whole;

type Parts = {
  readonly home: Home;
  readonly at: Instant;
  readonly by: PersonId | null;
  readonly name: string | null;
  readonly channel: unknown;
  readonly trigger: unknown;
  readonly said: Said;
  readonly names: Readonly<Record<PersonId, string>>;
  readonly thread?: unknown;
  readonly seen?: Instant | null;
};

/** What somebody did by whose trigger a form can be opened; null when it cannot be told who, or where. */
export function heard(parts: Parts): Heard | null {
  const { home, at, by, said } = parts;
  const trigger = string(parts.trigger);
  const room = roomOf(parts.channel, home);
  if (by === null || trigger === null || room === undefined) return null;
  const names = { ...parts.names, ...(parts.name === null ? {} : { [by]: storable(parts.name) }) };
  const seen = parts.seen === undefined ? {} : { seen: parts.seen };
  return { key: `slack:${home.team}:trigger:${trigger}`, at, by, room, trigger, said, names, ...threadOf(parts.thread), ...seen };
}

/** Nothing where it is no thread's id: the answer then goes to the room. */
export function threadOf(thread: unknown): { readonly thread?: string } {
  const id = string(thread);
  return id !== null && isMessageTs(id) ? { thread: id } : {};
}

/** Who pressed or submitted. Someone of another team (Slack Connect) keeps that team's id: the enterprise named beside is not theirs. */
export function presser(body: unknown, home: Home): { by: PersonId | null; name: string | null } {
  const { user, team, enterprise } = object(body);
  const { id, name, username, team_id } = object(user);
  const here = string(object(team).id) ?? home.team;
  const own = string(team_id) ?? here;
  const organisation = string(object(enterprise).id) ?? string(object(team).enterprise_id);
  return { by: person(string(id), own, own === here ? organisation : null), name: string(name) ?? string(username) };
}

/**
 * Whom an event is about. `team` is theirs, where the event names it: in a channel that two companies share it may be another one than that of
 * the event's envelope, `body`. In a channel that is not shared, people of all workspaces are of one organisation.
 */
export function eventPerson(user: unknown, team: string | null, body: unknown, home: Home): PersonId | null {
  const { team_id, enterprise_id, is_ext_shared_channel } = object(body);
  const here = string(team_id) ?? home.team;
  const own = team ?? here;
  const inside = own === here || is_ext_shared_channel === false;
  return person(string(user), own, inside ? (string(enterprise_id) ?? home.enterprise) : null);
}

// In a Grid organisation a person is the same in all its workspaces, so the organisation's id stands in the key.
export function person(user: string | null, team: string, enterprise: string | null): PersonId | null {
  return user === null ? null : personId(`slack:${enterprise ?? team}/${user}`);
}

/** Null in a direct message or where there is no channel; undefined when it is no channel's id. */
export function roomOf(channel: unknown, home: Home): RoomId | null | undefined {
  if (channel === undefined || channel === null) return null;
  const id = string(channel) ?? '';
  return id.startsWith('D') ? null : (roomId(`slack:${home.owner}/${id}`) ?? undefined);
}

/** A typed text without Slack's markup: persons as ids, channels and broadcasts as `#name` and `@name`, links as their address. */
export function readText(text: string, home: Home): { text: string; names: Readonly<Record<PersonId, string>> } {
  const names: Record<PersonId, string> = {};
  const read = text.replace(/<([^<>]*)>/g, (whole, inside: string) => {
    const bar = inside.indexOf('|');
    const target = bar === -1 ? inside : inside.slice(0, bar);
    const label = bar === -1 ? null : inside.slice(bar + 1);
    if (target.startsWith('@')) {
      const mentioned = person(target.slice(1), home.team, home.enterprise);
      if (mentioned !== null && label !== null && label !== '') names[mentioned] = storable(unescapeMarkup(label));
      return mentioned ?? whole;
    }
    if (target.startsWith('#')) return label ? `#${label}` : target;
    if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
    // Slack makes a link of `containerd.io` too: that is a name, and what was typed.
    const typed = label !== null && (/^(?:mailto|tel):/.test(target) || target === `http://${label}`);
    return typed ? label : target;
  });
  return { text: storable(unescapeMarkup(read)).trim(), names };
}
