// What people do on Matrix, as what the bot hears: each event goes into the inbox before the sync's token is kept, and what cannot be believed is handed in
// as that. Questions of an open form are answered here, as a window would be elsewhere.
import type { Change } from '../../../chat/message/heard.ts';
import { roomId } from '../../../domain/values/ids.ts';
import type { Instant } from '../../../domain/values/time.ts';
import type { Unread } from '../matrix-store.ts';
import { object } from '../payload.ts';
import { personOf } from '../rooms/state.ts';
import { orAside } from '../set-aside.ts';
import type { Invitation } from '../sync.ts';
import { tookFloor } from './choices.ts';
import type { Context, TimelineOptions } from './context.ts';
import { hearTogether, withEdits } from './edits.ts';
import { notice } from './hand-in.ts';

export type Timeline = {
  /**
   * Takes in events of rooms' timelines, in order. A message that its author edited further on is taken in together with its edits, so that it is not
   * acted on as it was first. Resolves to what cannot be read yet, to be handed in again. Throws NotTaken, or what the database or the homeserver threw.
   */
  hear(events: readonly { readonly room: string; readonly event: unknown; readonly since?: Instant }[]): Promise<Unread[]>;
  invited(invitation: Invitation, token: string): Promise<void>;
  /** The bot is out of a room. */
  left(room: string, token: string): Promise<void>;
};

/** The timeline of one device. */
export function timelineOf(given: TimelineOptions): Timeline {
  const context: Context = { ...given, floor: new Map(), forBot: new Set(), hints: new Map() };
  return {
    hear: async (events) => {
      const unread: Unread[] = [];
      const told = events.map(({ room, event, since }) => ({
        ...{ room, raw: object(event), since: since ?? context.machineNow() },
        fresh: since === undefined,
      }));
      for (const group of withEdits(told)) {
        unread.push(...(await hearTogether(context, group)));
        for (const told of group) if (told.fresh) tookFloor(context, told);
        context.forBot.clear();
      }
      return unread;
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
