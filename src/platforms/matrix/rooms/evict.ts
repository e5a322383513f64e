// Taking people out of a room. https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3roomsroomidkick: whoever was only invited, or asks
// to be let in, is turned away by the same call.
import { type PersonId, platformOf, type RoomId } from '../../../domain/values/ids.ts';
import { type Evicted, SendFailure, type Unmoved } from '../../platform.ts';
import { type Api, part } from '../api.ts';
import { inspectRoom } from './inspect.ts';
import { bare, membershipOf, type RoomState, readState } from './state.ts';

type Here = { readonly api: Api; readonly botUser: string };

/** Takes those of these people out who are in the room, or invited into it. Throws SendFailure; `gone` where the bot is not in it. */
export async function evict(here: Here, room: RoomId, people: readonly PersonId[]): Promise<Evicted> {
  const before = await stateOf(here, room);
  const there = people.filter((person) => isIn(before, person));
  const refused: Unmoved[] = [];
  for (const person of there) {
    const code = await kicked(here.api, room, person);
    if (code !== null) refused.push({ person, code });
  }
  // They may have gone by themselves meanwhile, which a homeserver refuses with the same word.
  const after = refused.length === 0 ? null : await stateOf(here, room);
  const still = refused.filter(({ person }) => after === null || isIn(after, person));
  return { out: there.filter((person) => !still.some((each) => each.person === person)), still };
}

async function stateOf({ api, botUser }: Here, room: RoomId): Promise<RoomState> {
  const { audit, state } = await inspectRoom(api, room, { people: false, botUser });
  if (audit.faults.includes('bot-is-not-in-it')) throw new SendFailure('gone', 'not-in-it');
  return readState(state);
}

const inside: ReadonlySet<string | null> = new Set(['join', 'invite', 'knock']);
const isIn = (state: RoomState, person: PersonId): boolean =>
  platformOf(person) === 'matrix' && inside.has(membershipOf(state, bare(person)));

/** No reason is given: it would stand in the room's state, which is not encrypted. Resolves to the homeserver's word for why not. */
async function kicked(api: Api, room: RoomId, person: PersonId): Promise<string | null> {
  try {
    await api.request('POST', `v3/rooms/${part(bare(room))}/kick`, { body: { user_id: bare(person) } });
    return null;
  } catch (error) {
    if (error instanceof SendFailure && error.kind === 'gone') return error.code;
    throw error;
  }
}
