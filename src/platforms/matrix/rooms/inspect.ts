// A room, asked of the homeserver now.

import type { RoomAudit } from '../../../domain/list/room-audit.ts';
import type { RoomId } from '../../../domain/values/ids.ts';
import { SendFailure } from '../../platform.ts';
import { type Api, part } from '../api.ts';
import { refusalBehind } from '../failures.ts';
import { object } from '../payload.ts';
import { auditRoom } from './audit.ts';
import { bare } from './state.ts';

export type Inspected = { readonly audit: RoomAudit; readonly state: readonly unknown[] };

/**
 * A room's name and what makes it unfit for secrets, with `people` also who is in it, and its raw state: what is encrypted is encrypted for those
 * who stand in it. A room that is hidden from the bot has no state. Throws SendFailure.
 */
export async function inspectRoom(
  api: Api,
  room: RoomId,
  { people, botUser }: { readonly people: boolean; readonly botUser: string },
): Promise<Inspected> {
  const state = await answerOf(api.request('GET', `v3/rooms/${part(bare(room))}/state`));
  if (state === null) return { audit: { name: bare(room), faults: ['bot-is-not-in-it'] }, state: [] };
  // No room has no state, so this is not what a homeserver says of one.
  if (!Array.isArray(state) || state.length === 0) throw new SendFailure('again', 'bad_answer');
  const directory = await answerOf(api.request('GET', `v3/directory/list/room/${part(bare(room))}`));
  // A homeserver without a directory lists nothing; of one that has it, everything but a plain no counts as yes.
  const listed = directory !== null && object(directory).visibility !== 'private';
  const { people: there, ...audit } = auditRoom(state, { room, botUser, listed });
  return { audit: people && there !== undefined ? { ...audit, people: there } : audit, state };
}

/** What the homeserver answers; null where it hides it from the bot. */
async function answerOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    const code = refusalBehind(error)?.code;
    if (code === 'M_FORBIDDEN' || code === 'M_NOT_FOUND') return null;
    throw error;
  }
}
