// Matrix as a platform: the client of matrix-bot-sdk for what goes to the homeserver, our own machine for encryption. Of all replicas one hears and speaks
// (lease.ts); looking at rooms and people any of them can.

import { type PrefixOf, withPrefix } from '../../chat/hints.ts';
import type { Change } from '../../chat/message/heard.ts';
import { addressOf } from '../../chat/message/outgoing.ts';
import type { Check } from '../../chat/message/questions.ts';
import type { DeviceReport, Trouble } from '../../domain/list/trust.ts';
import { type PersonId, platformOf, type RoomId } from '../../domain/values/ids.ts';
import { clockOf, dayMs, hourMs, type Instant } from '../../domain/values/time.ts';
import { type Choices, type Platform, type Receive, SendFailure } from '../platform.ts';
import { begun } from './conversation.ts';
import type { Crypto } from './encryption/crypto.ts';
import { type Ready, readyDevice } from './encryption/device.ts';
import { type Held, holdLease, pause, type Timing, timing as usualTiming } from './lease.ts';
import { listenTo } from './listen.ts';
import { type Device, type MatrixStore, NotHeld, type Saved } from './matrix-store.ts';
import { profileOf } from './profile.ts';
import { pageOfLines, renderPages } from './render.ts';
import { directsOf } from './rooms/direct-rooms.ts';
import { evict } from './rooms/evict.ts';
import { giveUp } from './rooms/follow.ts';
import { inspectRoom } from './rooms/inspect.ts';
import { askState } from './rooms/readers.ts';
import { roomAdminOf } from './rooms/room-admin.ts';
import { bare, type RoomState, readState } from './rooms/state.ts';
import { type Said, type Sender, senderOf } from './send.ts';
import { type Access, loggedOut, logIn, type Out, refreshed, renewingApi } from './session.ts';
import { type Talk, talkOf, timelineOf } from './timeline.ts';

export type MatrixOptions = {
  readonly access: Access;
  /** The recovery key of the bot's identity, where its database was lost. */
  readonly recoveryKey: string | null;
  readonly store: MatrixStore;
  readonly check: Check;
  readonly choices: Choices;
  /** Whether words change nothing. */
  readonly isQuestion: (words: string) => boolean;
  /** Epoch milliseconds; fractions of one are left off. */
  readonly now: () => number;
  readonly machineNow: () => number;
  readonly newId: () => string;
  readonly newSecret: (bytes: number) => Uint8Array;
  readonly log: (event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;
  readonly timing?: Timing;
  /** For who looks on: what was said, what was taken in, and that the bot hears from now on. */
  readonly watch?: { said?(said: Said): void; heard?(event: string): void; hears?(): void };
};

/** What is there while the account is held. */
type Live = { readonly held: Held; readonly crypto: Crypto; readonly sender: Sender };

// A state that was read so recently is as good as one read now: a room is looked at before each post.
const freshMs = 2_000;
/** For how long something has been so: a clock that is put back must not make it longer. */
const timer = (): number => performance.now();
/** Synapse remembers transaction ids for a day: https://github.com/element-hq/synapse, event_txn_id_device_id. */
const rememberedMs = 20 * hourMs;

/** The platform. `start` does not wait for the homeserver: what goes wrong there is told, and tried again. */
export function createMatrix(options: MatrixOptions): Platform {
  const { access, store, log, watch = {} } = options;
  const [now, machineNow] = [clockOf(options.now), clockOf(options.machineNow)];
  const { user } = access;
  let live: Live | null = null;
  let receive: Receive | null = null;
  let stopping = new AbortController();
  let leading: Promise<void> = Promise.resolve();
  const states = new Map<string, { readonly state: RoomState; readonly at: Instant }>();
  const invited = new Map<string, PersonId>();
  // Set while the account is held: its holder alone renews the token.
  let renewal: ((used: string, out: Out) => Promise<string | null>) | null = null;

  const keptToken = async () => access.token ?? (await store.device(user))?.token ?? null;
  const api = renewingApi(access.homeserver, keptToken, async (used, out) => {
    if (renewal !== null) return renewal(used, out);
    const token = await keptToken();
    return token === used ? null : token;
  });
  const roomAdmin = roomAdminOf({ api, botUser: user });
  const directs = directsOf({ api, store, user });
  const freshState = async (room: string): Promise<RoomState> => {
    const known = states.get(room);
    if (known !== undefined && timer() - known.at < freshMs) return known.state;
    return askState(api, room);
  };
  const inspect: Platform['inspect'] = async (room, how) => {
    const { audit, state } = await inspectRoom(api, room, { people: how?.people === true, botUser: user });
    states.clear();
    states.set(bare(room), { state: readState(state), at: timer() });
    return audit;
  };
  const speaking = (): Live => {
    if (live === null || !live.held.holds()) throw new SendFailure('again', 'not-the-holder');
    return live;
  };
  const asked = (): Live => {
    if (live === null || !live.held.holds()) throw new SendFailure('elsewhere', 'not-the-holder');
    return live;
  };

  async function work(held: Held): Promise<void> {
    if (receive === null) return;
    const hear = receive;
    const save = (saved: Saved) => store.save(user, held.account.epoch, saved);
    renewal = (used, out) => renewed({ access, device: () => store.device(user), save }, used, out);
    const trouble = (code: Trouble) => tell(hear, code);
    let ready: Ready | null = null;
    try {
      const { recoveryKey, newId, newSecret } = options;
      ready = await readyDevice({
        access,
        recoveryKey,
        api,
        store,
        account: held.account,
        save,
        use: api.use,
        now,
        newId,
        newSecret,
        trouble,
      });
      const { crypto } = ready;
      const said = (each: Said) => watch.said?.(each);
      const unreadable = (person: PersonId, room: RoomId | null) => tellUnreadable(hear, person, room);
      const sender = senderOf({ api, user, crypto, store, directs, now, log, said, unreadable, stateOf: freshState });
      live = { held, crypto, sender };
      if (ready.device.recoveryKey !== null) log('matrix.recovery-key-waits');
      const aside = { passes: store.passes, log, off: held.lost };
      const ears = timelineOf({
        user,
        crypto,
        store,
        directs,
        receive: hear,
        tell: async (person, lines, txn) => void (await sender.tell(person, pageOfLines(lines), txn)),
        nameOf: namesBy(async (of) => (await profileOf(api, of))?.name ?? null, timer),
        check: options.check,
        isQuestion: options.isQuestion,
        now,
        machineNow,
        heard: (event) => watch.heard?.(event),
        aside,
      });
      const remember = (room: string, by: PersonId) => void invited.set(room, by);
      const hears = () => watch.hears?.();
      await listenTo({ api, user, crypto, ears, aside, held, since: ready.since, save, log, remember, hears });
    } catch (error) {
      const out = loggedOut(error);
      if (out !== null) await trouble(out);
      // Its keys went with it: another device takes its place, at once.
      if (out === 'logged-out' && access.token === null && access.password !== null) throw error;
      // It is told, and whoever runs the bot has to do something: asking again at once would change nothing.
      if (out !== null || (error instanceof SendFailure && error.kind === 'gone')) {
        live = null;
        log('matrix.waits', { code: error instanceof SendFailure ? error.code : 'unknown' });
        await pause(waitMs, held.lost);
      } else throw error;
    } finally {
      live = null;
      renewal = null;
      await ready?.crypto.close();
    }
  }

  async function tell(hear: Receive, code: Trouble): Promise<void> {
    const change: Change = { type: 'trouble', platform: 'matrix', code };
    // Each hour anew: that it is told once a day is decided where it is said.
    await hear({ key: `matrix:trouble:${user}:${code}:${Math.floor(machineNow() / hourMs)}`, at: now(), about: 'matrix:trouble', change });
  }

  /** Once a day for each of them and each room. */
  async function tellUnreadable(hear: Receive, person: PersonId, room: RoomId | null): Promise<void> {
    const key = `matrix:unreadable:${person}:${room ?? 'alone'}:${Math.floor(now() / dayMs)}`;
    await hear({ key, at: now(), about: `${person}~unreadable`, change: { type: 'unreadable', by: person, room } });
  }

  return {
    name: 'matrix',
    // Homeservers limit how much one account says, in all rooms together: they say so (429), and how long to wait.
    paceMs: 0,
    speaks: () => live?.held.holds() === true,
    roomAdmin: {
      ...roomAdmin,
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
    },
    evict: (room, people) => evict({ api, botUser: user }, room, people),
    devices: {
      report: async (people) => {
        const { crypto } = asked();
        const reports: DeviceReport[] = [];
        for (const person of people) reports.push(await reportOn(crypto, store, person));
        return reports;
      },
      accept: async (person) => {
        const { crypto } = asked();
        const key = await crypto.identity(bare(person));
        if (key === null) throw new SendFailure('gone', 'no-identity');
        await store.keepIdentity(person, key, now(), true);
        return reportOn(crypto, store, person);
      },
    },
    start: async (into) => {
      receive = into;
      stopping = new AbortController();
      const { timing = usualTiming } = options;
      leading = holdLease({ store, user, machineNow: timer, timing, stop: stopping.signal, log }, work, errorWord);
    },
    stop: async () => {
      stopping.abort();
      await leading;
      receive = null;
    },
    inspect,
    profile: (person) => profileOf(api, bare(person)),
    find: async ({ since }) => {
      const device = await store.device(user);
      // What this device sent under the same id is not sent twice, whatever became of it.
      return device !== null && device.madeAt <= since && now() - since < rememberedMs ? 'no' : 'unknown';
    },
    pages: (message, { zone, repeated, inRoom = false }) =>
      renderPages(withPrefix(message, inRoom ? inRooms : inDirectRooms), { zone, repeated }),
    post: (post) => heldOnly(() => speaking().sender.post(post)),
    remove: (to, ref) => heldOnly(() => speaking().sender.remove(to, ref)),
    ask: (to, form, _trigger, row) =>
      heldOnly(async () => {
        if (to.type === 'room') throw new SendFailure('gone', 'form-for-a-room');
        const person = addressOf(to);
        if (platformOf(person) !== 'matrix') throw new SendFailure('gone', 'not-on-this-platform');
        const { sender } = speaking();
        const thread = to.type === 'person' ? (to.thread ?? null) : null;
        const before = talkOf((await store.direct(person)).talk);
        // Asked already, and answered perhaps: only that it was asked is said again, which the homeserver knows.
        const picks = await picksFor(options.choices, form, person, to.room);
        const opened = begun(form, row, { room: to.room, thread }, picks);
        if (before?.form?.row !== row) {
          const talk: Talk = { form: opened.form, last: null, lines: [] };
          await store.keepTalk(person, talk);
        }
        await sender.tell(person, pageOfLines(opened.lines), `${row}.form`);
      }),
  };
}

const waitMs = 60_000;

/** A command is said to the bot in a room by this word; directly it is understood with it as well. */
const inRooms: PrefixOf = () => '!embargo';
/** What is about a room, and so to be said in it, needs the word wherever that is read. */
const inDirectRooms: PrefixOf = (words) => (/^room (?!make\b)/.test(words) ? '!embargo' : null);

/** Names by user, remembered for a while. */
function namesBy(ask: (user: string) => Promise<string | null>, now: () => Instant): (user: string) => Promise<string | null> {
  const known = new Map<string, { readonly name: string | null; readonly at: Instant }>();
  return async (user) => {
    const kept = known.get(user);
    if (kept !== undefined && now() - kept.at < hourMs / 6) return kept.name;
    const name = await ask(user).catch(() => null);
    if (known.size > namesMax) known.clear();
    known.set(user, { name, at: now() });
    return name;
  };
}

const namesMax = 2_000;

async function picksFor(choices: Choices, form: Parameters<Platform['ask']>[1], by: PersonId, room: RoomId | null) {
  const picks: Record<string, Awaited<ReturnType<Choices>>> = {};
  for (const { name, input } of form.fields)
    if (input.type === 'pick') picks[name] = await choices({ by, room, from: input.from, typed: '' });
  return picks;
}

async function reportOn(crypto: Crypto, store: MatrixStore, person: PersonId): Promise<DeviceReport> {
  const present = await crypto.identity(bare(person));
  const known = await store.identity(person);
  const devices = await crypto.devices(bare(person));
  const identity = present === null ? 'none' : known === null ? 'not-met' : known === present ? 'same' : 'changed';
  const shutOut = devices.filter(({ signed }) => !signed).map(({ id, name }) => (name === null ? id : `${name} (${id})`));
  return { person, identity, devices: devices.length, shutOut };
}

type Renewing = {
  readonly access: Access;
  readonly device: () => Promise<Device | null>;
  readonly save: (saved: Saved) => Promise<void>;
};

/**
 * A new token in the place of one that is not taken any more: by its refresh token, else by the password, as the same device where the homeserver still has
 * it (https://spec.matrix.org/latest/client-server-api/#soft-logout). Kept before it is used.
 */
async function renewed({ access, device, save }: Renewing, used: string, out: Out): Promise<string | null> {
  const current = await device();
  if (access.token !== null || current === null) return null;
  if (current.token !== used) return current.token;
  const again = access.password !== null && out === 'soft-logged-out';
  const fresh = (await refreshed(access.homeserver, current)) ?? (again ? (await logIn(access, current.id, current)).device : null);
  if (fresh === null) return null;
  await save({ device: { ...current, token: fresh.token, refresh: fresh.refresh } });
  return fresh.token;
}

async function heldOnly<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof NotHeld) throw new SendFailure('again', 'not-the-holder');
    throw error;
  }
}

function errorWord(error: unknown): string {
  if (error instanceof SendFailure) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
