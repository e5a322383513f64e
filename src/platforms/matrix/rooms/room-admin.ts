// What the bot does to rooms besides speaking in them: it mends them, makes them, invites into them, and answers invitations.
import { createHash } from 'node:crypto';
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { platformOf, roomId } from '../../../domain/values/ids.ts';
import { type Lacking, type RoomAdmin, SendFailure, type Unmoved } from '../../platform.ts';
import { type Api, part } from '../api.ts';
import { refusalBehind } from '../failures.ts';
import { array, object, string } from '../payload.ts';
import { algorithm, moderator } from './audit.ts';
import { keyField } from './direct-rooms.ts';
import { follow } from './follow.ts';
import { inspectRoom } from './inspect.ts';
import { empowered, lacking, mending, type Setting } from './mending.ts';
import { bare, membershipOf, readState, serverOf, stateEvent } from './state.ts';

/** What the bot may do to its rooms. `botUser`: `@bot:example.org`. */
export function roomAdminOf({ api, botUser }: { readonly api: Api; readonly botUser: string }): RoomAdmin {
  const here = { api, botUser };
  return {
    home: serverOf(botUser),
    mend: (room) => mend(here, room),
    make: async ({ key, name, people, runs }) => {
      const hash = createHash('sha256').update(key).digest('hex');
      const room = (await madeBefore(here, hash)) ?? (await create(api, hash, name));
      await empower(here, room, runs);
      await invite(here, room, people);
      return room;
    },
    invite: (room, people) => invite(here, room, people),
    answer: async (room, { accept, reason }) => {
      const path = `v3/rooms/${part(bare(room))}/${accept ? 'join' : 'leave'}`;
      await api.request('POST', path, { body: accept ? {} : { reason } });
    },
    follow: (room, by, reasons) => follow(here, room, by, reasons),
  };
}

type Here = { readonly api: Api; readonly botUser: string };

async function mend({ api, botUser }: Here, room: RoomId): Promise<Lacking | null> {
  const { audit, state } = await inspectRoom(api, room, { people: false, botUser });
  if (audit.faults.includes('bot-is-not-in-it')) return null;
  if (audit.faults.includes('listed')) {
    await ifAllowed(api.request('PUT', `v3/directory/list/room/${part(bare(room))}`, { body: { visibility: 'private' } }));
  }
  for (const setting of mending(readState(state), audit.faults, botUser)) await ifAllowed(set(api, room, setting));
  return lacking(readState(state), audit.faults, botUser);
}

function set(api: Api, room: RoomId, { type, key, content }: Setting): Promise<unknown> {
  return api.request('PUT', `v3/rooms/${part(bare(room))}/state/${part(type)}/${part(key)}`, { body: content });
}

/** What is not allowed stays as it is: the next look at the room tells. */
async function ifAllowed(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof SendFailure) || error.kind !== 'gone') throw error;
  }
}

/** The room that was made for the same key by an attempt whose answer got lost. Anybody can invite the bot into a room that says so: it counts if the bot made it. */
async function madeBefore({ api, botUser }: Here, hash: string): Promise<RoomId | null> {
  const { joined_rooms: joined } = object(await api.request('GET', 'v3/joined_rooms'));
  for (const id of array(joined)) {
    const room = roomId(`matrix:${String(id)}`);
    if (room === null || !(await says(api, room, hash))) continue;
    const { state } = await inspectRoom(api, room, { people: false, botUser });
    const read = readState(state);
    if (stateEvent(read, 'm.room.create')?.sender === botUser && membershipOf(read, botUser) === 'join') return room;
  }
  return null;
}

async function says(api: Api, room: RoomId, hash: string): Promise<boolean> {
  try {
    const created = await api.request('GET', `v3/rooms/${part(bare(room))}/state/m.room.create/`);
    return object(created)[keyField] === hash;
  } catch (error) {
    // Left since.
    if (error instanceof SendFailure && error.kind === 'gone') return false;
    throw error;
  }
}

/** Invitations come after: homeservers refuse more than a few at once with the room itself (Synapse: `rc_invites`), for good. */
async function create(api: Api, hash: string, name: string): Promise<RoomId> {
  const state = (type: string, content: object) => ({ type: `m.room.${type}`, state_key: '', content });
  const made = await api.request('POST', 'v3/createRoom', {
    body: {
      preset: 'private_chat',
      visibility: 'private',
      name,
      creation_content: { [keyField]: hash },
      initial_state: [
        state('encryption', { algorithm }),
        state('history_visibility', { history_visibility: 'joined' }),
        state('guest_access', { guest_access: 'forbidden' }),
      ],
      power_level_content_override: { invite: moderator, state_default: moderator, kick: moderator, ban: moderator, redact: moderator },
    },
  });
  const room = roomId(`matrix:${string(object(made).room_id) ?? ''}`);
  if (room === null) throw new SendFailure('again', 'bad_answer');
  return room;
}

async function empower({ api, botUser }: Here, room: RoomId, people: readonly PersonId[]): Promise<void> {
  const { state } = await inspectRoom(api, room, { people: false, botUser });
  const levels = empowered(readState(state), people.filter(isHere).map(bare));
  if (levels !== null) await set(api, room, { type: 'm.room.power_levels', key: '', content: levels });
}

const isHere = (person: PersonId): boolean => platformOf(person) === 'matrix';

async function invite({ api, botUser }: Here, room: RoomId, people: readonly PersonId[]): Promise<Unmoved[]> {
  if (people.length === 0) return [];
  const { audit, state } = await inspectRoom(api, room, { people: false, botUser });
  if (audit.faults.includes('bot-is-not-in-it')) throw new SendFailure('gone', 'not-in-it');
  const read = readState(state);
  const there = new Set(['join', 'invite']);
  const missing = people.filter((person) => !there.has(membershipOf(read, bare(person)) ?? ''));
  const uninvited: Unmoved[] = [];
  for (const [index, person] of missing.entries()) {
    const code = isHere(person) ? await invited(api, room, person) : 'not-on-this-platform';
    if (code === slowDown) return [...uninvited, ...missing.slice(index).map((each) => ({ person: each, code: slowDown }))];
    if (code !== null) uninvited.push({ person, code });
  }
  return uninvited;
}

/** Everybody else who speaks to the bot would wait for this: who is left is told, and invited when it is said again. */
const slowDown = 'M_LIMIT_EXCEEDED';

/** Invites one person; resolves to the homeserver's word for why not. */
async function invited(api: Api, room: RoomId, person: PersonId): Promise<string | null> {
  try {
    await api.request('POST', `v3/rooms/${part(bare(room))}/invite`, { body: { user_id: bare(person) } });
    return null;
  } catch (error) {
    if (refusalBehind(error)?.code === slowDown) return slowDown;
    if (error instanceof SendFailure && error.kind === 'gone') return error.code;
    throw error;
  }
}
