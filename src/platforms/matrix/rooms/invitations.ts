// Invitations that the bot got to speak with one person alone: the room into which it follows is their direct room from then on.
import type { PersonId } from '../../../domain/values/ids.ts';
import type { RoomAdmin } from '../../platform.ts';
import type { Api } from '../api.ts';
import type { MatrixStore } from '../matrix-store.ts';
import { giveUp } from './follow.ts';
import { bare } from './state.ts';

export type Invitations = Pick<RoomAdmin, 'answer' | 'follow'> & {
  /** Who asked the bot into a room to speak with it alone. */
  remember(room: string, by: PersonId): void;
};

type Options = {
  readonly api: Api;
  readonly store: Pick<MatrixStore, 'direct' | 'keepDirect'>;
  readonly roomAdmin: Pick<RoomAdmin, 'answer' | 'follow'>;
};

/** As `roomAdmin` answers and follows, and remembers whose room it is then. */
export function invitationsOf({ api, store, roomAdmin }: Options): Invitations {
  const invited = new Map<string, PersonId>();
  return {
    remember: (room, by) => void invited.set(room, by),
    answer: async (room, answer) => {
      await roomAdmin.answer(room, answer);
      const by = invited.get(bare(room));
      if (answer.accept && by !== undefined && (await store.direct(by)).room === null) await store.keepDirect(by, room);
      invited.delete(bare(room));
    },
    follow: async (room, by, reasons) => {
      const followed = await roomAdmin.follow(room, by, reasons);
      invited.delete(bare(room));
      if (followed !== 'followed') return followed;
      const { room: before } = await store.direct(by);
      await store.keepDirect(by, room);
      if (before !== null && before !== room) await giveUp(api, before);
      return followed;
    },
  };
}
