// What the terminal remembers while it runs: who is here and where, what was printed, which buttons can be pressed, what became of rooms.
import { addressOf } from '../../chat/message/outgoing.ts';
import type { Forms, Waiting } from '../../chat/open-form.ts';
import type { RoomAudit, RoomFault } from '../../domain/list/room-audit.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Destination } from '../platform.ts';
import { changed, type Privacy, type RoomChange, unchanged } from './rooms.ts';
import { type Place, type Towards, threadText } from './story.ts';

/** A form that somebody is filling in. `room`: where it was opened; `names`: who was mentioned in the answers so far. */
export type OpenForm = Waiting & { readonly room: RoomId | null; readonly names: Readonly<Record<PersonId, string>> };

/** `place`: where they last spoke; `rooms`: everywhere they ever spoke, which is what they see. */
export type Persona = { readonly name: string; readonly id: PersonId; place: Place; readonly rooms: Set<RoomId>; forms: Forms<OpenForm> };

/** The buttons of one post; `at` is when it was last printed. */
export type Buttons = { readonly ref: string; readonly to: Destination; readonly words: readonly string[]; readonly at: Instant };

export type Memory = {
  readonly personas: Map<string, Persona>;
  readonly posts: Map<string, readonly string[]>;
  buttons: readonly Buttons[];
  readonly privacy: Map<RoomId, Privacy>;
};

// Enough for any terminal session; what falls out is printed whole when it is edited.
const postsMax = 2000;
const firstPlace: Place = { type: 'room', name: '#oci-private' };

export const emptyMemory = (): Memory => ({ personas: new Map(), posts: new Map(), buttons: [], privacy: new Map() });

/** Somebody by name; whoever is new starts in #oci-private. */
export function personaOf(memory: Memory, name: string): Persona {
  const known = memory.personas.get(name);
  if (known !== undefined) return known;
  const id = personId(`terminal:${name}`);
  if (id === null) throw new Error('not the name of a persona');
  const persona: Persona = { name, id, place: firstPlace, rooms: new Set(), forms: { open: null, aside: [] } };
  memory.personas.set(name, persona);
  return persona;
}

/** Where somebody speaks when they do not say where. Asking does not make them known. */
export function placeOf(memory: Memory, name: string): Place {
  return memory.personas.get(name)?.place ?? firstPlace;
}

/** A place as the id of a room; null for a direct message. */
export function roomOf(place: Place): RoomId | null {
  if (place.type === 'direct') return null;
  const room = roomId(`terminal:${place.name}`);
  if (room === null) throw new Error('not the name of a room');
  return room;
}

/** An id of this platform without the platform's name in front. */
export function nameOf(id: PersonId | RoomId): string {
  return id.slice('terminal:'.length);
}

/** A destination as a transcript names it. `under`: the first line of the post in whose thread it is. */
export function towardsOf(to: Destination, under: string | null = null): Towards {
  if (to.type === 'room') return { room: `${nameOf(to.room)}${threadText(under)}`, person: null };
  return { room: to.room === null ? null : nameOf(to.room), person: nameOf(addressOf(to)) };
}

/** What is in a post now: its lines, by which a later edit knows what is new, and its buttons. */
export function rememberPost(memory: Memory, post: Buttons & { lines: readonly string[] }, edit: boolean): void {
  memory.posts.set(post.ref, post.lines);
  for (const oldest of memory.posts.keys()) {
    if (memory.posts.size <= postsMax) break;
    memory.posts.delete(oldest);
  }
  const { lines: _, ...shown } = post;
  // An edit far up in a room is overlooked: its buttons are changed, but it does not become the last message. A direct one is seen.
  if (edit && post.to.type === 'room') {
    memory.buttons = memory.buttons.flatMap((other) => (other.ref !== post.ref ? [other] : shown.words.length === 0 ? [] : [shown]));
    return;
  }
  const others = memory.buttons.filter((other) => other.ref !== post.ref);
  memory.buttons = shown.words.length === 0 ? others : [...others, shown].slice(-postsMax);
}

/** A post is gone, and its buttons with it. */
export function forgetPost(memory: Memory, ref: string): void {
  memory.posts.delete(ref);
  memory.buttons = memory.buttons.filter((other) => other.ref !== ref);
}

/** The last message with buttons that somebody sees: in a room where they spoke, or to them alone. */
export function lastButtons(memory: Memory, persona: Persona): Buttons | null {
  const sees = (to: Destination) => (to.type === 'room' ? persona.rooms.has(to.room) : addressOf(to) === persona.id);
  return memory.buttons.findLast((buttons) => sees(buttons.to)) ?? null;
}

/** A room as it is now: what makes it unfit by its name, and by what was done to it since; who else reads along; who is in it. */
export function auditOf(memory: Memory, room: RoomId, withPeople: boolean): RoomAudit {
  const { faults, teams } = memory.privacy.get(room) ?? unchanged;
  const byName: readonly RoomFault[] = /^#(?:general$|public)/.test(nameOf(room)) ? ['public'] : [];
  const inIt = [...memory.personas.values()].filter(({ rooms }) => rooms.has(room)).map(({ id }) => id);
  return {
    name: nameOf(room),
    faults: [...new Set([...byName, ...faults])],
    teams: [...teams],
    ...(withPeople ? { people: inIt.sort() } : {}),
  };
}

/** Takes somebody out of a room; false when they were not in it. Where they speak next is theirs to say. */
export function takeOut(memory: Memory, room: RoomId, person: PersonId): boolean {
  const persona = [...memory.personas.values()].find(({ id }) => id === person);
  return persona?.rooms.delete(room) === true;
}

/** Something happens to a room. Resolves to who came or went. */
export function changeRoom(memory: Memory, room: RoomId, change: RoomChange): PersonId | null {
  memory.privacy.set(room, changed(memory.privacy.get(room) ?? unchanged, change));
  if (change.type !== 'joined' && change.type !== 'left') return null;
  const { id, rooms } = personaOf(memory, change.who);
  if (change.type === 'joined') rooms.add(room);
  else rooms.delete(room);
  return id;
}
