// Whose identity is another one than before gets no key of what is said: those who look after the list hear of it, and they themselves, in clear.
import { identityUnknown } from '../../chat/list/devices.ts';
import type { PersonId, RoomId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { SendFailure } from '../platform.ts';
import { type Api, part } from './api.ts';
import { onceADay } from './once-a-day.ts';
import { bare, personOf } from './rooms/state.ts';

export type WithheldOptions = {
  readonly api: Api;
  readonly now: () => Instant;
  readonly log: (event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;
  /** Is told, once a day, from whom the key of what was said was withheld (`room` null: of what is for them alone). */
  readonly withheld: (person: PersonId, room: RoomId | null) => Promise<void>;
};

export type Withheld = {
  /** What is for one person alone is not sent while nobody could read it. Throws SendFailure `again`. */
  alone(person: PersonId, room: string, users: readonly string[]): Promise<void>;
  inRoom(room: RoomId, users: readonly string[]): Promise<void>;
};

export function withheldOf({ api, now, log, withheld }: WithheldOptions): Withheld {
  const once = onceADay(now, ({ code }) => log('matrix.withheld-not-told', { code }));
  return {
    alone: async (person, room, users) => {
      if (!users.includes(bare(person))) return;
      await once(person, async (day) => {
        await withheld(person, null);
        const content = { msgtype: 'm.notice', body: identityUnknown, 'm.mentions': {} };
        await api.request('PUT', `v3/rooms/${part(room)}/send/m.room.message/${part(`identity-unknown-${day}`)}`, { body: content });
      });
      throw new SendFailure('again', 'identity-changed');
    },
    inRoom: async (room, users) => {
      for (const user of users) {
        const person = personOf(user);
        if (person !== null) await once(`${person} in ${room}`, () => withheld(person, room));
      }
    },
  };
}
