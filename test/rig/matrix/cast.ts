// Who plays a story on Matrix, where they speak, and what each of them sees.

import { addressOf } from '../../../src/chat/message/outgoing.ts';
import type { Destination } from '../../../src/platforms/platform.ts';
import { readMentions } from '../../../src/platforms/terminal/speech.ts';
import { type Place, type Towards, threadText } from '../../../src/platforms/terminal/story.ts';
import { type Person, person } from './people.ts';
import { type Homeserver, newPrefix } from './server.ts';
import type { Names } from './text.ts';

/** `rooms`: where they ever spoke. `open`: a form is being asked of them. `begun`: the direct room with the bot that they began themselves. */
export type Persona = {
  readonly name: string;
  readonly person: Person;
  readonly rooms: Set<string>;
  place: Place;
  open: boolean;
  begun: string | null;
};

/** A message with choices that can be answered: `ref` is its event, wherever it was edited. */
export type Choices = { readonly ref: string; readonly roomId: string; readonly to: Destination; readonly count: number };

/** `rooms`: ids by name, `#oci-private`. `choices`: the last that can be answered comes last. */
export type Cast = {
  readonly personas: ReadonlyMap<string, Persona>;
  readonly names: Names;
  /** Who makes the rooms, asks everybody in, and is in all of them. */
  readonly founder: Persona;
  readonly bot: string;
  readonly rooms: Map<string, string>;
  choices: readonly Choices[];
};

const firstPlace: Place = { type: 'room', name: '#oci-private' };

/** Makes people of these names, all at once. Their user ids are in the order of their names, since lists are sorted by them. */
export async function peopleNamed(server: Homeserver, names: readonly string[]): Promise<Person[]> {
  const prefix = newPrefix();
  const localpart = (name: string, index: number) =>
    `${prefix}-${String(index + 1).padStart(2, '0')}-${name.replaceAll(/[^a-z0-9._-]/g, '-')}`;
  return Promise.all([...names].sort().map((name, index) => person(server, { name: localpart(name, index), displayName: name })));
}

/** Throws when the founder is nobody of these. */
export function castOf({ people, founder, bot }: { people: readonly Person[]; founder: string; bot: string }): Cast {
  const personas = new Map(
    people.map((one): [string, Persona] => [
      one.name,
      { name: one.name, person: one, rooms: new Set(), place: firstPlace, open: false, begun: null },
    ]),
  );
  const names = new Map(people.map(({ userId, name }) => [userId, name]));
  const first = personas.get(founder);
  if (first === undefined) throw new Error(`nobody is called ${founder}`);
  return { personas, names, founder: first, bot, rooms: new Map(), choices: [] };
}

/** Throws when nobody is called that. */
export function personaOf(cast: Cast, name: string): Persona {
  const persona = cast.personas.get(name);
  if (persona === undefined) throw new Error(`nobody is called ${name}`);
  return persona;
}

/** The room of this name, with this persona in it; made when it is not there yet. `#general` and `#public…` are open to everybody. */
export async function roomWith(cast: Cast, name: string, { person: one }: Persona): Promise<string> {
  const { founder } = cast;
  const roomId = cast.rooms.get(name) ?? (await madeRoom(cast, name));
  cast.rooms.set(name, roomId);
  if (founder.person.joined(roomId).includes(one.userId)) return roomId;
  await founder.person.client.invite(roomId, one.userId);
  const together = (eyes: Person, other: string) =>
    eyes.until(() => (eyes.joined(roomId).includes(other) ? true : null), `${other} to be in ${name}`);
  await Promise.all([together(founder.person, one.userId), together(one, one.userId), together(one, cast.bot)]);
  return roomId;
}

async function madeRoom({ founder: { person: founder }, bot }: Cast, name: string): Promise<string> {
  const isPublic = /^#(?:general$|public)/.test(name);
  const roomId = await founder.makeRoom({ name, ...(isPublic ? { set: { preset: 'public_chat' } } : {}) });
  await founder.client.invite(roomId, bot);
  await founder.until(() => (founder.joined(roomId).includes(bot) ? true : null), `the bot to be in ${name}`);
  return roomId;
}

/**
 * Where somebody speaks with the bot alone: the room into which the bot asked them last, or one that they begin as Element does; null when the bot
 * does not come.
 */
export async function directWith({ bot }: Cast, persona: Persona): Promise<string | null> {
  const { person: one } = persona;
  const mine = (roomId: string) => one.client.getRoom(roomId)?.getMember(bot)?.membership ?? null;
  const asked = one.invitations.findLast(({ by, direct, roomId }) => by === bot && direct && mine(roomId) === 'join');
  const there = asked?.roomId ?? persona.begun;
  if (there !== null) return there;
  const roomId = await one.beginDirect(bot);
  const answered = await one.until(() => {
    const membership = mine(roomId);
    return membership === 'join' || membership === 'leave' ? membership : null;
  }, 'the bot to answer an invitation');
  if (answered === 'leave') return null;
  persona.begun = roomId;
  return roomId;
}

/** Where a post went as a transcript names it; `under`: the first line of the post in whose thread. Throws when nobody plays whom it went to. */
export function towardsOf(cast: Cast, to: Destination, under: string | null = null): Towards {
  const roomName = (id: string): string => [...cast.rooms].find(([, roomId]) => `matrix:${roomId}` === id)?.[0] ?? id;
  if (to.type === 'room') return { room: `${roomName(to.room)}${threadText(under)}`, person: null };
  return { room: to.room === null ? null : roomName(to.room), person: readerOf(cast, to).name };
}

/** Who reads what went there: the one whom it is for, or in a room somebody who is in it. */
export function readerOf(cast: Cast, to: Destination): Persona {
  if (to.type === 'room') return cast.founder;
  const user = addressOf(to).slice('matrix:'.length);
  return personaOf(cast, cast.names.get(user) ?? user);
}

/** The message whose choices somebody answers by number: the last that was sent to them, or to a room where they spoke. */
export function lastChoices(cast: Cast, persona: Persona): Choices | null {
  const sees = ({ to, roomId }: Choices) => (to.type === 'room' ? persona.rooms.has(roomId) : readerOf(cast, to) === persona);
  return cast.choices.findLast(sees) ?? null;
}

/** A message's choices as they are now; none takes them away. An edit in a room is overlooked, one that is for a person alone is news. */
export function remember(cast: Cast, now: Choices, edit: boolean): void {
  const others = cast.choices.filter(({ ref }) => ref !== now.ref);
  if (now.count === 0) cast.choices = others;
  else if (edit && now.to.type === 'room') cast.choices = cast.choices.map((one) => (one.ref === now.ref ? now : one));
  else cast.choices = [...others, now];
}

/** What somebody types, with user ids where they name people: as a client's completion puts them in, and whom it mentions by that. */
export function withUsers(cast: Cast, text: string): { text: string; mentions: string[] } {
  const { text: read, names } = readMentions(text);
  const mentions: string[] = [];
  const longestFirst = Object.entries(names).sort(([one], [other]) => other.length - one.length);
  const shown = longestFirst.reduce((so, [id, name]) => {
    const user = cast.personas.get(name)?.person.userId;
    if (user !== undefined) mentions.push(user);
    return so.replaceAll(id, user ?? `@${name}`);
  }, read);
  return { text: shown, mentions: mentions.sort() };
}
