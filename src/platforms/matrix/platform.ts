// Matrix as a platform: the client of matrix-bot-sdk for what goes to the homeserver, our own machine for encryption. Of all replicas one hears and speaks
// (lease.ts, account.ts); looking at rooms and people any of them can.

import { type PrefixOf, withPrefix } from '../../chat/hints.ts';
import { clockOf, hourMs } from '../../domain/values/time.ts';
import { type Platform, SendFailure } from '../platform.ts';
import { accountOf } from './account.ts';
import { askForm } from './ask-form.ts';
import { devicesOf } from './encryption/device-reports.ts';
import { matrixFiles } from './encryption/media.ts';
import { filePages } from './file-pages.ts';
import { NotHeld } from './matrix-store.ts';
import type { MatrixOptions } from './options.ts';
import { profileOf } from './profile.ts';
import { renderPages } from './render.ts';
import { directsOf } from './rooms/direct-rooms.ts';
import { evict } from './rooms/evict.ts';
import { invitationsOf } from './rooms/invitations.ts';
import { roomAdminOf } from './rooms/room-admin.ts';
import { roomStatesOf } from './rooms/room-states.ts';
import { bare } from './rooms/state.ts';
import { sessionApiOf } from './token.ts';

export type { MatrixOptions } from './options.ts';

/** For how long something has been so: a clock that is put back must not make it longer. */
const timer = (): number => performance.now();
/** Synapse remembers transaction ids for a day: https://github.com/element-hq/synapse, event_txn_id_device_id. */
const rememberedMs = 20 * hourMs;

/** The platform. `start` does not wait for the homeserver: what goes wrong there is told, and tried again. */
export function createMatrix(options: MatrixOptions): Platform {
  const { access, store, choices } = options;
  const { user } = access;
  const now = clockOf(options.now);
  const api = sessionApiOf({ access, store });
  const roomAdmin = roomAdminOf({ api, botUser: user });
  const directs = directsOf({ api, store, user });
  const states = roomStatesOf({ api, user, timer });
  const { remember, ...answering } = invitationsOf({ api, store, roomAdmin });
  const account = accountOf({ ...options, api, directs, states, timer, invitations: { remember } });
  const asking = { store, choices, sender: () => account.speaking().sender, now };
  return {
    name: 'matrix',
    // Homeservers limit how much one account says, in all rooms together: they say so (429), and how long to wait.
    paceMs: 0,
    speaks: account.speaks,
    roomAdmin: { ...roomAdmin, ...answering },
    evict: (room, people) => evict({ api, botUser: user }, room, people),
    devices: devicesOf({ crypto: () => account.asked().crypto, store, now }),
    readFile: matrixFiles(api.media),
    start: async (into) => account.start(into),
    stop: account.stop,
    inspect: states.inspect,
    profile: (person) => profileOf(api, bare(person)),
    find: async ({ since }) => {
      const device = await store.device(user);
      // What this device sent under the same id is not sent twice, whatever became of it.
      return device !== null && device.madeAt <= since && now() - since < rememberedMs ? 'no' : 'unknown';
    },
    pages: (message, { zone, repeated, inRoom = false }) => {
      const typed = withPrefix(message, inRoom ? inRooms : inDirectRooms);
      return [...renderPages(typed, { zone, repeated }), ...filePages(typed)];
    },
    post: (post) => heldOnly(() => account.speaking().sender.post(post)),
    remove: (to, ref) => heldOnly(() => account.speaking().sender.remove(to, ref)),
    ask: (to, form, _trigger, row) => heldOnly(() => askForm(asking, to, form, row)),
  };
}

/** A command is said to the bot in a room by this word; directly it is understood with it as well. */
const inRooms: PrefixOf = () => '!embargo';
/** What is about a room, and so to be said in it, needs the word wherever that is read. */
const inDirectRooms: PrefixOf = (words) => (/^room (?!make\b)/.test(words) ? '!embargo' : null);

async function heldOnly<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof NotHeld) throw new SendFailure('again', 'not-the-holder');
    throw error;
  }
}
