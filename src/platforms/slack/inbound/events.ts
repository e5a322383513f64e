// What Slack tells by itself: mentions, what is typed to the bot alone, an App Home that is opened, rooms that change, people who come and go, an app that is taken off.
// The fields of each event: https://docs.slack.dev/reference/events
import type { Change, Incoming } from '../../../chat/message/heard.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { readProfile } from '../outbound/profile.ts';
import { array, type Json, object, string } from '../payload.ts';
import { eventPerson, type Home, heardDirect, heardMention, person, roomOf } from './heard.ts';

/** What an event of one type says; `not-ours` when it is nothing for the bot, null when it cannot be read. */
type Read = (envelope: Json, home: Home, at: Instant) => Incoming | 'not-ours' | null;
type ReadChange = (event: Json, home: Home, envelope: Json) => Change | 'not-ours' | null;

const readers: Readonly<Record<string, Read>> = {
  app_mention: heardMention,
  'message.im': heardDirect,
  app_home_opened: homeOpened,
  channel_shared: noticed(roomChanged),
  channel_unshared: noticed(roomChanged),
  channel_id_changed: noticed(roomMoved),
  member_joined_channel: noticed(memberCameOrWent),
  member_left_channel: noticed(memberCameOrWent),
  // The bot may read private channels only (groups:read), so of a channel that was made public nothing more is told than that.
  group_archive: noticed(roomChanged),
  group_unarchive: noticed(roomChanged),
  group_rename: noticed(roomChanged),
  group_deleted: noticed(roomChanged),
  group_left: noticed(roomChanged),
  user_change: noticed(personChanged),
  app_uninstalled: noticed((_event, home) => ({ type: 'uninstalled', owner: home.owner })),
  tokens_revoked: noticed(tokensRevoked),
};

/** All events that the app asks for. */
export const botEvents: readonly string[] = Object.keys(readers);

/** The types that events arrive with: all messages come as `message`, wherever they were written. */
export const eventTypes: readonly string[] = [...new Set(botEvents.map((name) => name.replace(/^message\..*$/, 'message')))];

/** What an event of the Events API says; null when it is none that the bot asked for, or cannot be read. */
export function heardEvent(body: unknown, home: Home, at: Instant): Incoming | 'not-ours' | null {
  const envelope = object(body);
  const { type: arrived, channel_type } = object(envelope.event);
  const type = arrived === 'message' ? `message.${string(channel_type) ?? ''}` : (string(arrived) ?? '');
  if (arrived === 'message' && !Object.hasOwn(readers, type)) return 'not-ours';
  return Object.hasOwn(readers, type) ? (readers[type]?.(envelope, home, at) ?? null) : null;
}

/** Somebody looks at their page. They may be a guest of another company: what the page shows is decided by who is on a list. */
function homeOpened(envelope: Json, home: Home, at: Instant): Incoming | 'not-ours' | null {
  const { user, tab } = object(envelope.event);
  if (tab !== 'home') return 'not-ours';
  const key = keyOf(envelope, home);
  const by = person(string(user), home.team, string(envelope.enterprise_id) ?? home.enterprise);
  return key === null || by === null ? null : { key, at, by, room: null, trigger: null, said: { type: 'home' }, names: {} };
}

function noticed(read: ReadChange): Read {
  return (envelope, home, at) => {
    const key = keyOf(envelope, home);
    if (key === null) return null;
    const change = read(object(envelope.event), home, envelope);
    if (change === null || change === 'not-ours') return change;
    return { key, at, about: aboutOf(change), change };
  };
}

function keyOf({ event_id }: Json, home: Home): string | null {
  const id = string(event_id);
  return id === null ? null : `slack:${home.team}:event:${id}`;
}

function aboutOf(change: Change): string {
  switch (change.type) {
    case 'room':
      return change.room;
    case 'room-moved':
      // What is told of it from now on is told of the new one.
      return change.to;
    case 'person':
      return change.profile.person;
    case 'uninstalled':
      return `slack:${change.owner}`;
    case 'withdrawn':
    case 'distrusted':
    case 'untaken':
    case 'form-question':
    case 'unreadable':
    case 'withheld':
    case 'invited':
    case 'trouble':
    case 'evict':
    case 'too-much':
      throw new Error('Slack tells of no such thing');
    default:
      return change satisfies never;
  }
}

function roomChanged({ channel }: Json, home: Home): Change | 'not-ours' | null {
  const room = roomOf(string(channel) ?? object(channel).id, home);
  if (room === null) return 'not-ours';
  return room === undefined ? null : { type: 'room', room, who: null };
}

function memberCameOrWent(event: Json, home: Home, envelope: Json): Change | 'not-ours' | null {
  const changed = roomChanged(event, home);
  if (changed === null || changed === 'not-ours' || changed.type !== 'room') return changed;
  // The bot itself is nobody that a room has to be guarded from.
  if (event.user === home.botUser) return changed;
  return { ...changed, who: eventPerson(event.user, string(event.team), envelope, home) };
}

/** A private channel that is shared with another company gets a new id. */
function roomMoved({ old_channel_id, new_channel_id }: Json, home: Home): Change | null {
  const [from, to] = [roomOf(string(old_channel_id), home), roomOf(string(new_channel_id), home)];
  return from && to ? { type: 'room-moved', from, to } : null;
}

/** What other workspaces tell of somebody counts for nothing: only their own knows what they are called, and whether their account is closed. */
function personChanged({ user }: Json, home: Home): Change | 'not-ours' | null {
  const told = object(user);
  const { id, team_id, enterprise_user } = told;
  const own = string(team_id);
  // Somebody of this organisation has its id in all workspaces.
  const inside = own === home.team || (home.enterprise !== null && object(enterprise_user).enterprise_id === home.enterprise);
  if (own !== null && !inside) return 'not-ours';
  const known = own === null ? null : person(string(id), own, home.enterprise);
  return known === null ? null : { type: 'person', profile: readProfile(known, told) };
}

/** Only the bot's own token matters: people's own are nothing that it uses. */
function tokensRevoked({ tokens }: Json, home: Home): Change | 'not-ours' {
  return array(object(tokens).bot).length > 0 ? { type: 'uninstalled', owner: home.owner } : 'not-ours';
}
