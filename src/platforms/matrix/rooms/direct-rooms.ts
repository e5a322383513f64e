// The rooms in which the bot speaks with one person alone. It makes them itself, or came into one that is as good, and looks at them before each word: a
// third one in such a room, and it makes another.
import { type PersonId, roomId } from '../../../domain/values/ids.ts';
import { SendFailure } from '../../platform.ts';
import { type Api, part } from '../api.ts';
import type { MatrixStore } from '../matrix-store.ts';
import { inTurns } from '../one-at-a-time.ts';
import { object, string } from '../payload.ts';
import { askState, isEncrypted, visibilityOf } from './readers.ts';
import { bare, membershipOf, type RoomState, stateEvent, usersIn } from './state.ts';

export type Direct = { readonly room: string; readonly state: RoomState };

/** Where the creation of a list's room says for which request the bot made it: by a hash of its key, since it is never encrypted. Rooms for two have none. */
export const keyField = 'org.embargo-bot.key';

export type Directs = {
  /**
   * What a room is in which somebody speaks, and of which nothing is known: `theirs` where the bot made it to speak with them alone, before it lost
   * what it knew; it is that again then. `two`: they are alone in it with the bot, and it has no name, so that nobody else can be meant. Throws SendFailure.
   */
  recognized(room: string, person: PersonId): Promise<'theirs' | 'two' | 'other'>;
  /** Something about a room is not as it was. */
  changed(room: string): void;
  /** The room with somebody, made where there is none that is fit. Throws SendFailure; its code is the homeserver's word where they cannot be invited. */
  open(person: PersonId): Promise<Direct>;
};

type Options = { readonly api: Api; readonly store: Pick<MatrixStore, 'direct' | 'keepDirect'>; readonly user: string };

/** Direct rooms of the bot. */
export function directsOf(options: Options): Directs {
  // Two messages to somebody new must not make two rooms.
  const turns = new Map<PersonId, ReturnType<typeof inTurns>>();
  // Most rooms are for many: they are not looked at for each word that people say to each other.
  const others = new Set<string>();
  return {
    recognized: async (room, person) => {
      if (others.has(room)) return 'other';
      const what = await recognized(options, room, bare(person));
      if (what === 'theirs') await options.store.keepDirect(person, roomId(`matrix:${room}`) ?? ('' as never));
      if (what === 'other') others.add(room);
      return what;
    },
    changed: (room) => void others.delete(room),
    open: (person) => {
      const reply = turns.get(person) ?? inTurns();
      turns.set(person, reply);
      return reply(() => opened(options, person));
    },
  };
}

async function opened(options: Options, person: PersonId): Promise<Direct> {
  const { api, store } = options;
  const them = bare(person);
  const { room } = await store.direct(person);
  const known = room === null ? null : await fitDirect(options, them, bare(room));
  if (known !== null) return known;
  const made = object(await api.request('POST', 'v3/createRoom', { body: directRoom(them) })).room_id;
  const id = roomId(`matrix:${string(made) ?? ''}`);
  if (id === null) throw new SendFailure('again', 'unreadable_answer');
  await store.keepDirect(person, id);
  return { room: bare(id), state: await askState(api, bare(id)) };
}

async function recognized({ api, user }: Options, room: string, them: string): Promise<'theirs' | 'two' | 'other'> {
  const state = await askState(api, room).catch(goneIsNull);
  if (state === null || !isFit(state, user, them) || membershipOf(state, them) !== 'join') return 'other';
  const created = stateEvent(state, 'm.room.create');
  if (created?.sender === user) return created.content[keyField] === undefined ? 'theirs' : 'other';
  const named = ['m.room.name', 'm.room.canonical_alias'].some((type) => Object.keys(stateEvent(state, type)?.content ?? {}).length > 0);
  return named ? 'other' : 'two';
}

/** The bot is not in it any more. */
function goneIsNull(error: unknown): null {
  if (error instanceof SendFailure && error.kind === 'gone') return null;
  throw error;
}

/** Whoever left is asked in again, once for each message; whoever was banned, or is joined by others, gets another room. */
async function fitDirect({ api, user }: Options, them: string, room: string): Promise<Direct | null> {
  const state = await askState(api, room).catch(goneIsNull);
  if (state === null || !isFit(state, user, them)) return null;
  if (usersIn(state).includes(them)) return { room, state };
  await api.request('POST', `v3/rooms/${part(room)}/invite`, { body: { user_id: them } });
  return { room, state: await askState(api, room) };
}

/** Encrypted, closed, and with nobody in it but the two. Exported for those who look at a room that somebody else made. */
export function isFit(state: RoomState, user: string, them: string): boolean {
  const others = usersIn(state).filter((each) => each !== user && each !== them);
  const closed =
    stateEvent(state, 'm.room.join_rules')?.content.join_rule === 'invite' && ['joined', 'invited'].includes(visibilityOf(state));
  const barred = membershipOf(state, them) === 'ban' || stateEvent(state, 'm.room.tombstone') !== null;
  return isEncrypted(state) && closed && !state.broken && others.length === 0 && !barred && membershipOf(state, user) === 'join';
}

/** What somebody is told before they come in they can read: they alone are invited, and nobody else can invite. */
function directRoom(them: string) {
  return {
    preset: 'private_chat',
    is_direct: true,
    invite: [them],
    power_level_content_override: { invite: 100, state_default: 100, events_default: 0, redact: 100 },
    initial_state: [
      { type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } },
      { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: 'invited' } },
      { type: 'm.room.guest_access', state_key: '', content: { guest_access: 'forbidden' } },
    ],
  };
}
