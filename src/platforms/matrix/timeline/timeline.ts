// What people do on Matrix, as what the bot hears: each event goes into the inbox before the sync's token is kept, and what cannot be believed is handed in
// as that. Questions of an open form are answered here, as a window would be elsewhere.
import type { Change } from '../../../chat/message/heard.ts';
import { roomId } from '../../../domain/values/ids.ts';
import type { Unread } from '../matrix-store.ts';
import { object } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import { orAside } from '../set-aside.ts';
import type { Invitation } from '../sync.ts';
import { tookFloor } from './choices.ts';
import type { Context, TimelineOptions } from './context.ts';
import { hearTogether, withEdits } from './edits.ts';
import { fairTurns, isAlone } from './flood.ts';
import { notice } from './hand-in.ts';

type Handed = Pick<Unread, 'room' | 'event'> & Partial<Unread>;

export type Timeline = {
  /** Whether the bot speaks with one person alone in a room. */
  isAlone(room: string): Promise<boolean>;
  /**
   * Takes in events of rooms' timelines, in order. A message that its author edited further on is taken in together with its edits, so that it is not
   * acted on as it was first. Resolves to what cannot be read yet, or for which the homeserver
   * does not answer, to be handed in again. Throws NotTaken, what the database threw, and SendFailure where the session is over.
   */
  hear(events: readonly Handed[]): Promise<Unread[]>;
  invited(invitation: Invitation, token: string): Promise<void>;
  /** The bot is out of a room. */
  left(room: string, token: string): Promise<void>;
};

/** The timeline of one device. */
export function timelineOf(given: TimelineOptions): Timeline {
  const context: Context = { ...given, floor: new Map(), forBot: new Set(), waiting: new Map(), sent: new Map() };
  return {
    isAlone: (room) => isAlone(context, room),
    hear: async (events) => {
      const unread: Unread[] = [];
      const told = events.map(({ room, event, since, behind }) => ({
        ...{ room, raw: object(event), since: since ?? context.machineNow() },
        fresh: since === undefined || behind === true,
      }));
      const { now, later } = await fairTurns(context, told);
      for (const group of withEdits(now)) {
        unread.push(...(await hearTogether(context, group)));
        for (const told of group) if (told.fresh) tookFloor(context, told);
        context.forBot.clear();
      }
      return [...unread, ...later.map(({ room, raw, since }): Unread => ({ room, event: raw, since, behind: true }))];
    },
    invited: async ({ room, by, direct }, token) => {
      const [id, person] = [roomId(`matrix:${room}`), personOf(by)];
      if (id === null || person === null) return;
      const change: Change = { type: 'invited', room: id, by: person, direct };
      await orAside(
        context.aside,
        () => notice(context, `invite:${room}:${token}`, id, change),
        async () => {},
      );
    },
    left: async (room, token) => {
      const id = roomId(`matrix:${room}`);
      if (id === null) return;
      const change: Change = { type: 'room', room: id, who: null };
      await orAside(
        context.aside,
        () => notice(context, `left:${room}:${token}`, id, change),
        async () => {},
      );
    },
  };
}
