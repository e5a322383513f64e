// A room's state as a homeserver tells it, read without trust: who is in it, and who may do what.
import { type PersonId, personId } from '../../../domain/values/ids.ts';
import { integer, type Json, object, string } from '../payload.ts';

export type StateEvent = { readonly type: string; readonly key: string; readonly sender: string; readonly content: Json };

/** `broken`: something in it could not be read, or was told twice, so that nothing is proven by what could. */
export type RoomState = { readonly events: readonly StateEvent[]; readonly broken: boolean };

/** Reads raw state events (https://spec.matrix.org/latest/client-server-api/#get_matrixclientv3roomsroomidstate). Never throws. */
export function readState(raw: readonly unknown[]): RoomState {
  const events = raw.flatMap(readEvent);
  const distinct = new Set(events.map(({ type, key }) => JSON.stringify([type, key]))).size;
  const whole = raw.every((each) => isObject(object(each).content));
  return { events, broken: events.length < raw.length || distinct < events.length || !whole };
}

function readEvent(raw: unknown): StateEvent[] {
  const { type, state_key: key, sender, content } = object(raw);
  if (typeof type !== 'string' || typeof key !== 'string' || typeof sender !== 'string') return [];
  return [{ type, key, sender, content: object(content) }];
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The event of a type that a room has once; null when it has none. */
export function stateEvent({ events }: RoomState, type: string, key = ''): StateEvent | null {
  return events.find((event) => event.type === type && event.key === key) ?? null;
}

// https://spec.matrix.org/latest/client-server-api/#mroommember: knocking, having left and being banned is being out.
const out: ReadonlySet<unknown> = new Set(['knock', 'leave', 'ban']);

/** Who is in the room or invited into it, by user id. A membership that nobody knows counts as being in it. */
export function usersIn({ events }: RoomState): string[] {
  return events.filter(({ type, content }) => type === 'm.room.member' && !out.has(content.membership)).map(({ key }) => key);
}

/** `join`, `invite`, … as the homeserver says of a user; null when it says nothing. */
export function membershipOf(state: RoomState, user: string): string | null {
  return string(stateEvent(state, 'm.room.member', user)?.content.membership);
}

/** The homeserver of a user: what follows the first colon (https://spec.matrix.org/latest/appendices/#user-identifiers). */
export function serverOf(user: string): string {
  return user.slice(user.indexOf(':') + 1);
}

export const personOf = (user: string): PersonId | null => personId(`matrix:${user}`);
/** What Matrix itself calls a person or a room of its own. */
export const bare = (id: string): string => id.slice('matrix:'.length);

/** The power that a room without any levels asks for, and what a level means that it does not name: https://spec.matrix.org/latest/client-server-api/#mroompower_levels */
const unnamed = { invite: 0, kick: 50, ban: 50, redact: 50, users_default: 0, state_default: 50 } as const;
export type LevelName = keyof typeof unnamed;

/** A level; null where there is something that is no level. Levels as texts, which the oldest rooms have, count as none. */
export function levelOf(state: RoomState, name: LevelName): number | null {
  const levels = stateEvent(state, 'm.room.power_levels')?.content;
  if (levels === undefined) return name === 'state_default' ? 0 : unnamed[name];
  return levels[name] === undefined ? unnamed[name] : integer(levels[name]);
}

/** The power that it takes to set a state event of a type; null where that is no level. */
export function levelToSet(state: RoomState, type: string): number | null {
  const named = object(stateEvent(state, 'm.room.power_levels')?.content.events)[type];
  return named === undefined ? levelOf(state, 'state_default') : integer(named);
}

// The versions in which whoever made a room has no power but what its levels give them. From 12 on they have all, for ever, and its id names no
// server (https://spec.matrix.org/latest/rooms/v12/). A version that is not known yet is taken for one of the new ones.
const early: ReadonlySet<unknown> = new Set([undefined, ...Array.from({ length: 11 }, (_, index) => String(index + 1))]);

/** Those whose power is beyond all levels. */
export function creatorsOf(state: RoomState): string[] {
  const created = stateEvent(state, 'm.room.create');
  if (created === null || early.has(created.content.room_version)) return [];
  const { additional_creators: others } = created.content;
  return [created.sender, ...(Array.isArray(others) ? others.filter((each) => typeof each === 'string') : [])];
}

/** What a user may do in a room: Infinity for its creators, where the room's version has it so. */
export function powerOf(state: RoomState, user: string): number {
  if (creatorsOf(state).includes(user)) return Number.POSITIVE_INFINITY;
  const levels = stateEvent(state, 'm.room.power_levels')?.content;
  if (levels === undefined) return stateEvent(state, 'm.room.create')?.sender === user ? 100 : 0;
  const own = object(levels.users)[user];
  return (own === undefined ? levelOf(state, 'users_default') : integer(own)) ?? 0;
}
