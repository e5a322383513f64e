// Whoever nothing can be read by is told so, and so are those who look after the list.
import { onlyVerified } from '../../chat/list/devices.ts';
import type { PersonId, RoomId } from '../../domain/values/ids.ts';
import { dayMs, hourMs, type Instant } from '../../domain/values/time.ts';
import { SendFailure } from '../platform.ts';
import { type Api, part } from './api.ts';
import type { Crypto } from './encryption/crypto.ts';
import { readersOf } from './rooms/readers.ts';
import { bare, personOf, type RoomState } from './rooms/state.ts';

export type UnreadableOptions = {
  readonly user: string;
  readonly api: Api;
  readonly crypto: Pick<Crypto, 'devices' | 'answeredFor'>;
  readonly now: () => Instant;
  readonly log: (event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;
  /** Is told, once a day, of whom nothing that was sent can be read (`room` null: to them alone). */
  readonly unreadable: (person: PersonId, room: RoomId | null) => Promise<void>;
};

export type Unreadables = {
  /** After something was sent to one person in `room`. Throws what is no SendFailure. */
  alone(person: PersonId, room: string): Promise<void>;
  /** After something was sent to a room. Throws what is no SendFailure. */
  inRoom(room: RoomId, state: RoomState): Promise<void>;
};

/**
 * Who has no device that may read along gets nothing readable, and their client does not say why. They are told in clear, once a day as long as
 * something new is there for them; the homeserver knows the transaction for as long. What comes of it is not worth failing what was sent.
 */
export function unreadablesOf({ api, crypto, now, log, unreadable, user }: UnreadableOptions): Unreadables {
  const today = () => Math.floor(now() / dayMs);
  const told = new Map<string, number>();
  const once = async (key: string, tell: (day: number) => Promise<unknown>): Promise<void> => {
    const day = today();
    if (told.get(key) === day) return;
    try {
      await tell(day);
      told.set(key, day);
    } catch (error) {
      if (!(error instanceof SendFailure)) throw error;
      log('matrix.unreadable-not-told', { code: error.code });
    }
  };
  // Most can read: in a large room they are not all looked up for each post.
  const reads = new Map<string, Instant>();
  const readsNothing = async (them: string): Promise<boolean> => {
    if (now() - (reads.get(them) ?? Number.NEGATIVE_INFINITY) < hourMs) return false;
    const some = (await crypto.devices(them)).some(({ signed }) => signed);
    if (some) reads.set(them, now());
    // Where their homeserver could not be asked, nobody knows what they have.
    return !some && crypto.answeredFor(them);
  };
  return {
    alone: async (person: PersonId, room: string): Promise<void> => {
      if (!(await readsNothing(bare(person)))) return;
      await once(person, async (day) => {
        const content = { msgtype: 'm.notice', body: onlyVerified, 'm.mentions': {} };
        await api.request('PUT', `v3/rooms/${part(room)}/send/m.room.message/${part(`only-verified-${day}`)}`, { body: content });
        await unreadable(person, null);
      });
    },
    inRoom: async (room: RoomId, state: RoomState): Promise<void> => {
      for (const them of readersOf(state).users) {
        const person = them === user ? null : personOf(them);
        if (person !== null && (await readsNothing(them))) await once(`${person} in ${room}`, () => unreadable(person, room));
      }
    },
  };
}
