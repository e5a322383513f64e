// The account while this process holds it: its device is made ready, then it hears and can speak.
import { type Clock, clockOf, type Instant } from '../../domain/values/time.ts';
import { type Receive, SendFailure } from '../platform.ts';
import type { Crypto } from './encryption/crypto.ts';
import { type Ready, readyDevice } from './encryption/device.ts';
import { type Held, holdLease, pause, timing as usualTiming } from './lease.ts';
import { listenTo } from './listen.ts';
import type { Saved } from './matrix-store.ts';
import { type Notices, noticesOf } from './notices.ts';
import type { MatrixOptions } from './options.ts';
import { namesBy, profileOf } from './profile.ts';
import { pageOfLines } from './render.ts';
import type { Directs } from './rooms/direct-rooms.ts';
import type { Invitations } from './rooms/invitations.ts';
import type { RoomStates } from './rooms/room-states.ts';
import { type Sender, senderOf } from './send.ts';
import { loggedOut } from './session.ts';
import { timelineOf } from './timeline/timeline.ts';
import type { SessionApi } from './token.ts';

/** What is there while the account is held. */
type Live = { readonly held: Held; readonly crypto: Crypto; readonly sender: Sender };

export type Account = {
  start(receive: Receive): void;
  /** Resolves when the account is let go. */
  stop(): Promise<void>;
  /** Whether it is held here, and ready. */
  speaks(): boolean;
  /** Throws SendFailure `again` where it is not held here. */
  speaking(): Live;
  /** Throws SendFailure `elsewhere` where it is not held here. */
  asked(): Live;
};

/** `timer`: milliseconds that nobody can set. */
export type AccountOptions = MatrixOptions & {
  readonly api: SessionApi;
  readonly directs: Directs;
  readonly invitations: Pick<Invitations, 'remember'>;
  readonly states: Pick<RoomStates, 'fresh'>;
  readonly timer: () => Instant;
};

/** The account of one process; others may hold it in turn. */
export function accountOf(options: AccountOptions): Account {
  const { access, store, log, timing = usualTiming, timer } = options;
  const { user } = access;
  let live: Live | null = null;
  let stopping = new AbortController();
  let leading: Promise<void> = Promise.resolve();
  const become = (now: Live | null) => {
    live = now;
  };
  const orElse = (kind: 'again' | 'elsewhere'): Live => {
    if (live === null || !live.held.holds()) throw new SendFailure(kind, 'not-the-holder');
    return live;
  };
  return {
    start: (receive) => {
      stopping = new AbortController();
      const lease = { store, user, machineNow: timer, timing, stop: stopping.signal, log };
      leading = holdLease(lease, (held) => whileHeld(options, held, receive, become), errorWord);
    },
    stop: async () => {
      stopping.abort();
      await leading;
    },
    speaks: () => live?.held.holds() === true,
    speaking: () => orElse('again'),
    asked: () => orElse('elsewhere'),
  };
}

type Become = (live: Live | null) => void;
/** What all of it is done with, as long as the account is held. */
type Holding = {
  readonly held: Held;
  readonly receive: Receive;
  readonly now: Clock;
  readonly machineNow: Clock;
  readonly notices: Notices;
  readonly save: (saved: Saved) => Promise<void>;
};

/** Resolves when the account is held no more, or when people have to do something before it can be used. Throws where it is worth trying again at once. */
async function whileHeld(options: AccountOptions, held: Held, receive: Receive, become: Become): Promise<void> {
  const { access, store, api, log } = options;
  const { user } = access;
  const save = (saved: Saved) => store.save(user, held.account.epoch, saved);
  const [now, machineNow] = [clockOf(options.now), clockOf(options.machineNow)];
  const notices = noticesOf({ user, receive, now, machineNow });
  const holding: Holding = { held, receive, now, machineNow, notices, save };
  api.hold(save);
  let ready: Ready | null = null;
  try {
    ready = await madeReady(options, holding);
    await hearing(options, holding, ready, become);
  } catch (error) {
    const out = loggedOut(error);
    if (out !== null) await notices.trouble(out);
    // Its keys went with it: another device takes its place, at once.
    if (out === 'logged-out' && access.token === null && access.password !== null) throw error;
    // It is told, and whoever runs the bot has to do something: asking again at once would change nothing.
    if (out !== null || (error instanceof SendFailure && error.kind === 'gone')) {
      become(null);
      log('matrix.waits', { code: error instanceof SendFailure ? error.code : 'unknown' });
      await pause(waitMs, held.lost);
    } else throw error;
  } finally {
    become(null);
    api.release();
    await ready?.crypto.close();
  }
}

const waitMs = 60_000;

function madeReady(
  { access, recoveryKey, api, store, newId, newSecret }: AccountOptions,
  { held, save, now, notices }: Holding,
): Promise<Ready> {
  const { trouble } = notices;
  return readyDevice({
    ...{ access, recoveryKey, api, store, account: held.account, save, use: api.use, now, newId, newSecret, trouble },
  });
}

async function hearing(options: AccountOptions, holding: Holding, { crypto, device, since }: Ready, become: Become): Promise<void> {
  const { access, api, store, directs, states, invitations, log, timer, check, isQuestion, watch = {} } = options;
  const { held, receive, now, machineNow, notices, save } = holding;
  const { user } = access;
  const { unreadable } = notices;
  const said: Parameters<typeof senderOf>[0]['said'] = (each) => watch.said?.(each);
  const sender = senderOf({ api, user, crypto, store, directs, now, log, said, unreadable, stateOf: states.fresh });
  become({ held, crypto, sender });
  if (device.recoveryKey !== null) log('matrix.recovery-key-waits');
  const aside = { passes: store.passes, log, off: held.lost };
  const timeline = timelineOf({
    ...{ user, crypto, store, directs, receive, check, isQuestion, now, machineNow, aside },
    tell: async (person, lines, txn) => void (await sender.tell(person, pageOfLines(lines), txn)),
    nameOf: namesBy(async (of) => (await profileOf(api, of))?.name ?? null, timer),
    heard: (event) => watch.heard?.(event),
  });
  const hears = () => watch.hears?.();
  await listenTo({ api, user, crypto, timeline, aside, held, since, save, log, remember: invitations.remember, hears });
}

function errorWord(error: unknown): string {
  if (error instanceof SendFailure) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
