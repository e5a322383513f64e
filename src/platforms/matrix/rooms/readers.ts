// Who can read what is sent in a room, as its state has it now.
import { type Api, part } from '../api.ts';
import { array } from '../payload.ts';
import { algorithm } from './audit.ts';
import { membershipOf, type RoomState, readState, stateEvent, usersIn } from './state.ts';

/** The whole state of a room, read afresh. Throws SendFailure. */
export async function askState(api: Api, room: string): Promise<RoomState> {
  return readState(array(await api.request('GET', `v3/rooms/${part(room)}/state`)));
}

export function isEncrypted(state: RoomState): boolean {
  return stateEvent(state, 'm.room.encryption')?.content.algorithm === algorithm;
}

export function visibilityOf(state: RoomState): string {
  return String(stateEvent(state, 'm.room.history_visibility')?.content.history_visibility ?? 'shared');
}

/** Who may read what is sent from now on, and so gets its key: those in the room, and those invited where they may read what is said before they come. */
export function readersOf(state: RoomState): { readonly users: readonly string[]; readonly visibility: string } {
  const visibility = visibilityOf(state);
  return { users: usersIn(state).filter((user) => visibility !== 'joined' || membershipOf(state, user) !== 'invite'), visibility };
}
