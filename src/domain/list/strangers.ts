// How many rooms people who are on no list may have the bot come into, to speak with it alone: whoever applies has to reach it, and nobody may keep it busy.
import type { PersonId } from '../values/ids.ts';
import { dayMs } from '../values/time.ts';
import { ownerOf } from './room.ts';

/** Within `withinMs`: in all, from people of one homeserver (anybody may run one, and give out accounts), from one person. One room each is kept: the newest. */
export const strangersRooms = { withinMs: dayMs, inAll: 60, ofServer: 20, ofPerson: 3 } as const;

/** Which limit stands against one more room; null when none does. `followed`: who had the bot come into one within that time, once for each room. */
export function limitReached(by: PersonId, followed: readonly PersonId[]): 'ofPerson' | 'ofServer' | 'inAll' | null {
  const server = ownerOf(by);
  if (followed.filter((each) => each === by).length >= strangersRooms.ofPerson) return 'ofPerson';
  if (followed.filter((each) => ownerOf(each) === server).length >= strangersRooms.ofServer) return 'ofServer';
  return followed.length >= strangersRooms.inAll ? 'inAll' : null;
}
