// The states of rooms that were read a moment ago: a room is looked at before each post.
import type { Instant } from '../../../domain/values/time.ts';
import type { Platform } from '../../platform.ts';
import type { Api } from '../api.ts';
import { inspectRoom } from './inspect.ts';
import { askState } from './readers.ts';
import { bare, type RoomState, readState } from './state.ts';

// A state that was read so recently is as good as one read now.
const freshMs = 2_000;

export type RoomStates = {
  /** The state of a room that was read a moment ago, or now. Throws SendFailure. */
  fresh(room: string): Promise<RoomState>;
  inspect: Platform['inspect'];
};

/** `timer`: milliseconds that nobody can set. */
export function roomStatesOf({
  api,
  user,
  timer,
}: {
  readonly api: Api;
  readonly user: string;
  readonly timer: () => Instant;
}): RoomStates {
  const states = new Map<string, { readonly state: RoomState; readonly at: Instant }>();
  return {
    fresh: async (room) => {
      const known = states.get(room);
      if (known !== undefined && timer() - known.at < freshMs) return known.state;
      return askState(api, room);
    },
    inspect: async (room, how) => {
      const { audit, state } = await inspectRoom(api, room, { people: how?.people === true, botUser: user });
      states.clear();
      states.set(bare(room), { state: readState(state), at: timer() });
      return audit;
    },
  };
}
