// What happens to rooms and people in Slack, and the events by which the bot hears of it.
import type { Json } from '../../../src/platforms/slack/payload.ts';
import { channelOf, personaOf, type Rig } from './cast.ts';
import {
  archived,
  botLeft,
  channelMoved,
  channelShared,
  channelUnshared,
  memberJoined,
  memberLeft,
  renamed,
  userChanged,
} from './events.ts';
import type { FakeChannel, FakeUser, Workspace } from './fake-slack-state.ts';
import type { RoomChange } from './lines.ts';
import { eventCallback } from './payloads.ts';

/** Hands the bot an event, as the Events API does. */
export async function deliver(rig: Rig, event: Json): Promise<string[]> {
  await rig.transport('events_api', eventCallback(event, nextEventId(rig.fake.slack)));
  return [];
}

export function nextEventId(slack: Workspace): string {
  slack.count += 1;
  return `Ev${slack.count}`;
}

/** Something about a room changes. */
export async function changeRoom(rig: Rig, name: string, change: RoomChange): Promise<string[]> {
  const channel = channelOf(rig.cast, name);
  switch (change.type) {
    case 'shared':
      share(channel, [...channel.teams, change.team]);
      return deliver(rig, channelShared(channel, change.team));
    case 'unshared': {
      const [team = ''] = channel.teams;
      share(channel, []);
      return deliver(rig, channelUnshared(channel, team));
    }
    case 'joined':
    case 'left':
      return comeAndGo(rig, change.who, change.type, channel);
    case 'archived':
    case 'unarchived':
      channel.is_archived = change.type === 'archived';
      return deliver(rig, archived(channel, 'U0ADMIN'));
    case 'public':
    case 'private':
      // Slack tells of neither: the bot has to look.
      channel.is_private = change.type === 'private';
      return [];
    case 'renamed':
      rename(rig, channel, change.to);
      return deliver(rig, renamed(channel));
    case 'moved':
      return deliver(rig, channelMoved(channel.id, move(rig, channel)));
    default:
      return change satisfies never;
  }
}

/** Somebody comes into a room or leaves it; `bot` is the bot. */
async function comeAndGo(rig: Rig, who: string, how: 'joined' | 'left', channel: FakeChannel): Promise<string[]> {
  const { bot } = rig.fake.slack;
  const user = who === 'bot' ? bot.user : personaOf(rig.cast, who).user;
  if (how === 'joined') channel.members.add(user);
  else channel.members.delete(user);
  const persona = [...rig.cast.personas.values()].find((one) => one.user === user);
  if (how === 'joined') persona?.rooms.add(channel.id);
  else persona?.rooms.delete(channel.id);
  if (user === bot.user && how === 'left') return deliver(rig, botLeft(channel));
  return deliver(rig, how === 'joined' ? memberJoined(channel, user) : memberLeft(channel, user));
}

/** Something about an account changes. Whoever is deactivated is taken out of all channels. */
export async function changePerson(rig: Rig, name: string, change: Partial<Pick<FakeUser, 'tz' | 'deleted'>>): Promise<string[]> {
  const persona = personaOf(rig.cast, name);
  const { slack } = rig.fake;
  const known = slack.users.get(persona.user);
  if (known === undefined) throw new Error(`Slack does not know ${name}`);
  const user: FakeUser = { ...known, ...change };
  slack.users.set(user.id, user);
  persona.tz = user.tz;
  if (user.deleted) for (const channel of slack.channels.values()) if (channel.user === null) channel.members.delete(user.id);
  return deliver(rig, userChanged(user));
}

function share(channel: FakeChannel, teams: readonly string[]): void {
  channel.teams = teams;
  channel.is_ext_shared = teams.length > 0;
  channel.is_shared = teams.length > 0;
}

function rename(rig: Rig, channel: FakeChannel, to: string): void {
  const before = `#${channel.name}`;
  channel.name = to.slice(1);
  for (const persona of rig.cast.personas.values()) {
    if (persona.place.type === 'room' && persona.place.name === before) persona.place = { type: 'room', name: to };
  }
}

/** The channel with another id from now on; its messages go with it. */
function move(rig: Rig, channel: FakeChannel): string {
  const { slack } = rig.fake;
  const moved: FakeChannel = { ...channel, id: `${channel.id}M` };
  slack.channels.delete(channel.id);
  slack.channels.set(moved.id, moved);
  for (const message of slack.messages) if (message.channel === channel.id) message.channel = moved.id;
  for (const { rooms } of rig.cast.personas.values()) if (rooms.delete(channel.id)) rooms.add(moved.id);
  return moved.id;
}
