// Who plays in the fake Slack, where they speak, and what each of them sees.

import type { Check, Questions } from '../../../src/chat/message/questions.ts';
import { escapeMarkup } from '../../../src/platforms/slack/text.ts';
import { readMentions } from '../../../src/platforms/terminal/speech.ts';
import { type Place, type Towards, threadText } from '../../../src/platforms/terminal/story.ts';
import type { FakeSlack } from './fake-slack.ts';
import { addChannel, type FakeChannel, type FakeMessage, type FakeView } from './fake-slack-state.ts';
import type { Speaker } from './payloads.ts';
import { buttonsOf, linesOf } from './text.ts';
import type { Transport } from './transport.ts';

export type OpenForm = { readonly questions: Questions; readonly opened: FakeView };
export type Persona = Speaker & { tz: string | null; place: Place; readonly rooms: Set<string>; open: OpenForm | null };
export type Cast = {
  readonly fake: FakeSlack;
  readonly personas: ReadonlyMap<string, Persona>;
  readonly rooms: Readonly<Record<string, string>>;
};

export type SlackRigOptions = {
  readonly fake: FakeSlack;
  readonly transport: Transport;
  /** Resolves when all that was heard is handled and all that it leads to is said. */
  readonly settle: () => Promise<void>;
  /** Personas by name: their user id, and their zone where Slack knows one. */
  readonly people: Readonly<Record<string, { readonly user: string; readonly tz?: string }>>;
  /** Rooms by name (`#oci-private`): their channel id. Others are made as they are spoken in; `#general` and `#public…` are public. */
  readonly rooms: Readonly<Record<string, string>>;
  /** Complains at once about an answer to a form, as the terminal does; without it the bot's own check does, when the form is sent. */
  readonly check?: Check;
};

/** `seen`: so many happenings were shown. `looking`: the user who has just opened their App Home, and sees it whole. */
export type Rig = SlackRigOptions & { readonly cast: Cast; seen: number; looking: string | null };

const firstPlace: Place = { type: 'room', name: '#oci-private' };

/** Makes people and rooms known to the fake. */
export function castOf(options: {
  readonly fake: FakeSlack;
  readonly people: Readonly<Record<string, { readonly user: string; readonly tz?: string }>>;
  readonly rooms: Readonly<Record<string, string>>;
}): Cast {
  const people = Object.entries(options.people).map(([name, { user, tz }]): Persona => {
    options.fake.addUser({ id: user, name, tz: tz ?? null });
    return { user, name, tz: tz ?? null, place: firstPlace, rooms: new Set(), open: null };
  });
  const cast: Cast = { fake: options.fake, rooms: options.rooms, personas: new Map(people.map((persona) => [persona.name, persona])) };
  for (const name of Object.keys(options.rooms)) channelOf(cast, name);
  return cast;
}

/** Throws when nobody is called that. */
export function personaOf(cast: Cast, name: string): Persona {
  const persona = cast.personas.get(name);
  if (persona === undefined) throw new Error(`nobody is called ${name}`);
  return persona;
}

/** Throws when the user is none of the cast. */
export function personaBehind(cast: Cast, user: string): Persona {
  const persona = [...cast.personas.values()].find((one) => one.user === user);
  if (persona === undefined) throw new Error(`nobody plays ${user}`);
  return persona;
}

/** A room by its name with `#`; made when it is not there yet. */
export function channelOf(cast: Cast, name: string): FakeChannel {
  const { slack } = cast.fake;
  const known = [...slack.channels.values()].find((channel) => channel.user === null && `#${channel.name}` === name);
  const id = cast.rooms[name] ?? `C${slack.channels.size + 1}ROOM`;
  return known ?? addChannel(slack, { id, name: name.slice(1), is_private: !/^#(?:general$|public)/.test(name) });
}

/** Where a message went as a transcript names it, and the zone of its reader where there is only one. */
export function readerOf(cast: Cast, message: FakeMessage): { to: Towards; zone: string | null } {
  const channel = cast.fake.slack.channels.get(message.channel);
  const reader = message.only ?? channel?.user ?? null;
  const root = cast.fake.slack.messages.find(({ channel, ts }) => channel === message.channel && ts === message.thread);
  const title = root?.user === cast.fake.slack.bot.user ? (linesOf(root.blocks, null)[0] ?? '') : '';
  const thread = threadText(message.thread === null ? null : title);
  const room = channel === undefined || channel.user !== null ? null : `#${channel.name}${thread}`;
  if (reader === null) return { to: { room, person: null }, zone: null };
  const persona = personaBehind(cast, reader);
  return { to: { room, person: persona.name }, zone: persona.tz };
}

/** The message whose buttons somebody presses by number: the last posted to them or in a room where they spoke. An edit counts as news in a direct message only. */
export function lastButtons(cast: Cast, persona: Persona): FakeMessage | null {
  let newest: FakeMessage[] = [];
  for (const happening of cast.fake.slack.happenings) {
    if (!('message' in happening)) continue;
    const { type, message } = happening;
    const pressable = type !== 'deleted' && buttonsOf(happening.blocks).length > 0;
    const overlooked = type === 'edited' && isRoom(cast, message);
    if (pressable && overlooked) continue;
    newest = newest.filter((other) => other !== message);
    if (pressable) newest.push(message);
  }
  return newest.findLast((message) => sees(cast, persona, message)) ?? null;
}

/** The text as Slack sends it: escaped, and with `@bob` as a link to bob. */
export function linked(cast: Cast, text: string): string {
  const { text: read, names } = readMentions(escapeMarkup(text));
  return withUsers(cast, read, names, (user, name) => `<@${user}|${name}>`);
}

/** A text in which the terminal's ids stand for persons, with what stands for them in Slack. */
export function withUsers(
  cast: Cast,
  text: string,
  names: Readonly<Record<string, string>>,
  made: (user: string, name: string) => string,
): string {
  const longestFirst = Object.entries(names).sort(([one], [other]) => other.length - one.length);
  return longestFirst.reduce((shown, [id, name]) => {
    const user = cast.personas.get(name)?.user;
    return shown.replaceAll(id, user === undefined ? `@${name}` : made(user, name));
  }, text);
}

const isRoom = (cast: Cast, message: FakeMessage): boolean =>
  message.only === null && cast.fake.slack.channels.get(message.channel)?.user === null;

function sees(cast: Cast, persona: Persona, message: FakeMessage): boolean {
  if (message.only !== null) return message.only === persona.user;
  const channel = cast.fake.slack.channels.get(message.channel);
  return channel?.user === null ? persona.rooms.has(message.channel) && channel.members.has(persona.user) : channel?.user === persona.user;
}
