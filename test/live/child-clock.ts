// Loaded into the bot's process before anything of it (`--import`): the machine's clock, to be moved by the test. It runs on by itself, with its
// fractions, as a machine's does. There is no setting for it: it is there only where a test names this file on the command line.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PGlite } from '@electric-sql/pglite';
import { getTasks } from 'node-cron';

/**
 * What the test asks of the process: to move its clock, to do what is due, to write a mark behind what it has logged, or to look into the embedded
 * database, which no other process can open.
 */
export type Order =
  | { readonly type: 'move'; readonly id: number; readonly byMs: number }
  | { readonly type: 'beat'; readonly id: number }
  | { readonly type: 'mark'; readonly id: number; readonly mark: string }
  | { readonly type: 'look'; readonly id: number; readonly sql: string; readonly params: readonly number[] };
export type Reply = { readonly id: number; readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly error: string | null };

const RealDate = Date;
const realPerformanceNow = performance.now.bind(performance);
const realSetTimeout = globalThis.setTimeout;
const aheadAtStart = Number(process.env.LIVE_CLOCK_AHEAD_MS ?? 0);
let ahead = aheadAtStart;
const now = () => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
Object.defineProperty(performance, 'now', { value: () => realPerformanceNow() + ahead - aheadAtStart });

// Timers by which the bot itself waits for an instant go with the clock; those of its connections and of Slack's patience do not.
const byTheClock = /\/node-cron\/|\/src\/(?!platforms\/)/;
type Armed = { readonly timer: NodeJS.Timeout & { _idleTimeout: number }; due: number };
const armed = new Set<Armed>();

function setTimeoutByClock(work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): NodeJS.Timeout {
  if (ms < waitsMsMin || !byTheClock.test(caller())) return realSetTimeout(work, ms, ...args);
  const one: Armed = {
    timer: realSetTimeout(() => {
      armed.delete(one);
      work(...args);
    }, ms) as Armed['timer'],
    due: now() + ms,
  };
  armed.add(one);
  return one.timer;
}

// Shorter ones are over before anything is moved.
const waitsMsMin = 50;

/** Where the function that calls this one was called from. */
function caller(): string {
  const { stackTraceLimit } = Error;
  // To write down a whole stack takes longer than all else here.
  Error.stackTraceLimit = 3;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return stack.split('\n')[3] ?? '';
}
globalThis.setTimeout = Object.assign(setTimeoutByClock, realSetTimeout) as typeof setTimeout;

// How long ago Slack's socket answered is measured with the clock, and a socket that seems silent is dropped. It answered as long ago as before.
type Socket = { lastPongReceivedTimestamp: number | undefined };
const { SlackWebSocket } = createRequire(import.meta.url)('@slack/socket-mode/dist/src/SlackWebSocket.js') as {
  SlackWebSocket: { prototype: { monitorPingToSlack(this: Socket): void } };
};
const sockets = new Set<Socket>();
const monitor = SlackWebSocket.prototype.monitorPingToSlack;
SlackWebSocket.prototype.monitorPingToSlack = function (): void {
  sockets.add(this);
  monitor.call(this);
};

const minuteMs = 60_000;
const minute = () => Math.floor(now() / minuteMs);

function move(byMs: number): void {
  const from = minute();
  ahead += byMs;
  for (const socket of sockets) if (socket.lastPongReceivedTimestamp !== undefined) socket.lastPongReceivedTimestamp += byMs;
  for (const one of armed) {
    if (one.timer._idleTimeout < 0) armed.delete(one);
    else {
      // A Timeout's refresh() starts it anew with the time that is written there.
      one.timer._idleTimeout = Math.max(1, one.due - now());
      one.timer.refresh();
    }
  }
  if (minute() === from) return;
  // Begun anew: it would go through each minute that was left out, which takes seconds for a week.
  for (const task of getTasks().values()) {
    task.stop();
    task.start();
  }
  beat();
}

/** The work of a minute, now; of two at once the bot lets one be. */
function beat(): void {
  for (const task of getTasks().values()) void task.execute();
}

let embedded: PGlite | null = null;
const create = PGlite.create.bind(PGlite) as (...args: unknown[]) => Promise<PGlite>;
Object.assign(PGlite, {
  create: async (...args: unknown[]) => {
    embedded = await create(...args);
    return embedded;
  },
});

process.on('message', (order: Order) => {
  void obey(order).then(
    (rows) => process.send?.({ id: order.id, rows, error: null } satisfies Reply),
    (error: unknown) => process.send?.({ id: order.id, rows: [], error: String(error) } satisfies Reply),
  );
});
// A test that is gone leaves no bot behind.
process.on('disconnect', () => process.exit(1));
// Whether the process ends is for the bot to say.
process.channel?.unref();

async function obey(order: Order): Promise<Reply['rows']> {
  if (order.type === 'move') {
    move(order.byMs);
    return [];
  }
  if (order.type === 'beat') {
    beat();
    return [];
  }
  if (order.type === 'mark') {
    // As the log does: at once, and in its place.
    writeSync(2, `${order.mark}\n`);
    return [];
  }
  if (embedded === null) throw new Error('no embedded database is open');
  return (await embedded.query<Record<string, unknown>>(order.sql, [...order.params])).rows;
}
