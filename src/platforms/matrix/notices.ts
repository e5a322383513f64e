// What the bot itself notices of its account and its readers, as events in the inbox.
import type { Change } from '../../chat/message/heard.ts';
import type { Trouble } from '../../domain/list/trust.ts';
import type { PersonId, RoomId } from '../../domain/values/ids.ts';
import { type Clock, dayMs, hourMs } from '../../domain/values/time.ts';
import type { Receive } from '../platform.ts';

export type Notices = {
  /** Tells the people who run the bot. */
  trouble(code: Trouble): Promise<void>;
  /** Nothing that is said to somebody (`room` null: directly) can be read by them. Once a day for each of them and each room. */
  unreadable(person: PersonId, room: RoomId | null): Promise<void>;
};

export type NoticeOptions = { readonly user: string; readonly receive: Receive; readonly now: Clock; readonly machineNow: Clock };

/** Notices of the account `user`. */
export function noticesOf({ user, receive, now, machineNow }: NoticeOptions): Notices {
  return {
    trouble: async (code) => {
      const change: Change = { type: 'trouble', platform: 'matrix', code };
      // Each hour anew: that it is told once a day is decided where it is said.
      await receive({
        key: `matrix:trouble:${user}:${code}:${Math.floor(machineNow() / hourMs)}`,
        at: now(),
        about: 'matrix:trouble',
        change,
      });
    },
    unreadable: async (person, room) => {
      const key = `matrix:unreadable:${person}:${room ?? 'alone'}:${Math.floor(now() / dayMs)}`;
      await receive({ key, at: now(), about: `${person}~unreadable`, change: { type: 'unreadable', by: person, room } });
    },
  };
}
