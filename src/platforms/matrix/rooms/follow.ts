// Following somebody into a room to speak with them alone: it is looked at once the bot is in it, and left at once where it is no such room.
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { type Followed, type RoomAdmin, SendFailure } from '../../platform.ts';
import { type Api, part } from '../api.ts';
import { isFit } from './direct-rooms.ts';
import { askState } from './readers.ts';
import { bare, levelToSet, membershipOf, powerOf, type RoomState, usersIn } from './state.ts';

type Here = { readonly api: Api; readonly botUser: string };

/** Comes in, and stays where the two are alone and unheard. Throws SendFailure; `gone` where the invitation is. */
export async function follow(
  { api, botUser }: Here,
  room: RoomId,
  by: PersonId,
  reasons: Parameters<RoomAdmin['follow']>[2],
): Promise<Followed> {
  const [id, them] = [bare(room), bare(by)];
  await api.request('POST', `v3/rooms/${part(id)}/join`, { body: {} });
  const verdict = judged(await mended({ api, botUser }, id, them), botUser, them);
  if (verdict !== 'followed') await api.request('POST', `v3/rooms/${part(id)}/leave`, { body: { reason: reasons[verdict] } });
  return verdict;
}

/** Leaves a room that another one takes the place of. */
export async function giveUp(api: Api, room: RoomId): Promise<void> {
  await api.request('POST', `v3/rooms/${part(bare(room))}/leave`, { body: {} }).catch((error: unknown) => {
    // Left since, or gone.
    if (!(error instanceof SendFailure) || error.kind !== 'gone') throw error;
  });
}

function judged(state: RoomState, user: string, them: string): Followed {
  const alone = usersIn(state).every((each) => each === user || each === them) && membershipOf(state, them) === 'join';
  if (!alone) return 'not-alone';
  return isFit(state, user, them) ? 'followed' : 'not-private';
}

/** Clients begin such rooms with a history that whoever comes in later may read: where that alone is amiss, and the bot may, it puts it right. */
async function mended({ api, botUser }: Here, room: string, them: string): Promise<RoomState> {
  const state = await askState(api, room);
  const type = 'm.room.history_visibility';
  const may = powerOf(state, botUser) >= (levelToSet(state, type) ?? Number.POSITIVE_INFINITY);
  if (!may || judged(state, botUser, them) !== 'not-private') return state;
  const content = { history_visibility: 'invited' };
  const events = [...state.events.filter((event) => event.type !== type || event.key !== ''), { type, key: '', sender: botUser, content }];
  if (!isFit({ ...state, events }, botUser, them)) return state;
  await api.request('PUT', `v3/rooms/${part(room)}/state/${type}/`, { body: content });
  return askState(api, room);
}
