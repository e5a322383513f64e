// The running bot: what comes in is acted on, what is queued is delivered, each minute the clock is asked. One process; any number may run.
import { databaseAway, whenBack } from './db/connection/away.ts';
import { nextDueAfter } from './db/embargoes.ts';
import { earliest } from './db/next.ts';
import { everyClaim, nextSendable, reclaim } from './db/outbox.ts';
import { nextAuditAfter } from './db/rooms.ts';
import type { PlatformName } from './domain/values/ids.ts';
import { clockOf, hourMs, type Instant, minuteMs } from './domain/values/time.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { handleAll } from './handlers/loop.ts';
import { guardDue } from './handlers/rooms/room-guard.ts';
import { openSlots } from './handlers/slots.ts';
import { openReceiver } from './inbound/receive.ts';
import { startWithRetry } from './inbound/start-with-retry.ts';
import { errorCode } from './log.ts';
import { deliverDue, lookEveryMs, openDelivery } from './outbound/deliver.ts';
import { everyMinute } from './scheduler/every-minute.ts';
import { tick, tidy } from './scheduler/tick.ts';

// Work of another replica, and retries that have come due, are looked for this often.
const idleMs = 1_000;
// All but one of several alike look this often: they are woken when there is more than one can do.
const idleMsOfOthers = 5_000;
const awayMsMax = 3_000;
const sentAtOnce = 20;
// Less than half of the database's connections: the clock, deliveries and acknowledgements need theirs.
const handledAtOnce = 4;

export type Bot = {
  /**
   * Starts loops, clock and platforms, each platform by itself: one whose server is away is tried again, and holds up none of the others. Throws what
   * waiting does not mend, having stopped all that was started.
   */
  start(): Promise<void>;
  /** Rejects, after a start that was waiting for a platform's server, with what waiting does not mend; else it never settles. */
  readonly failed: Promise<never>;
  /** Stops hearing, finishes what is in hand, lets the platforms go. */
  stop(): Promise<void>;
};

/** A bot that works by itself. `waits` hears why a platform is not there yet, each time that it is tried. */
export function createBot(options: EngineOptions, waits: (failure: unknown) => void = () => undefined): Bot {
  const engine: Engine = { ...options, now: clockOf(options.now) };
  const { log } = engine;
  const slots = openSlots(() => inward.find(({ idle }) => idle())?.wake());
  // The embedded database has one connection.
  const inward = Array.from({ length: engine.alone ? 1 : handledAtOnce }, (_, index) =>
    loop(
      engine,
      'inward',
      async () => {
        await receiver.flush();
        // Each answer goes out at once: the form that somebody waits for must not wait for the events of others.
        return handleAll(engine, () => outward.wake(), undefined, slots);
      },
      index === 0 ? idleMs : idleMsOfOthers,
    ),
  );
  const heardMore = () => {
    const idle = inward.find((each) => each.idle());
    // One that is just looking may have looked too early.
    for (const each of idle === undefined ? inward : [idle]) each.wake();
  };
  const stopping = new AbortController();
  const delivery = openDelivery(engine, sentAtOnce, { wake: () => outward.wake(), stop: stopping.signal });
  const outward = loop(engine, 'outward', delivery.send);
  const receiver = openReceiver({ db: engine.db, admins: engine.admins, now: engine.now, log, wake: heardMore });
  let minutes: ReturnType<typeof everyMinute> | null = null;
  let minuteInHand: Promise<void> = Promise.resolve();
  let guardInHand: Promise<void> = Promise.resolve();
  let guarding = false;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);

  const minute = async () => {
    try {
      if ((await tick(engine, stopping.signal)) > 0) outward.wake();
      if (Math.floor(engine.now() / minuteMs) % (hourMs / minuteMs) === 0) await tidy(engine);
    } catch (error) {
      // The next minute tries again: what is due stays due.
      log('tick.failed', { embargo: null, code: errorCode(error) });
    }
  };
  const nextMinute = () => {
    minuteInHand = minute();
    // Apart: a platform that answers slowly must not hold up the clock.
    if (!guarding) guardInHand = guard();
    return minuteInHand;
  };
  const guard = async () => {
    guarding = true;
    try {
      if ((await guardDue(engine, stopping.signal)) > 0) outward.wake();
    } catch (error) {
      log('guard.failed', { code: errorCode(error) });
    } finally {
      guarding = false;
    }
  };

  let stopped: Promise<void> | null = null;
  const stop = () => {
    stopped ??= stopAll();
    return stopped;
  };
  const stopAll = async () => {
    stopping.abort();
    minutes?.stop();
    for (const platform of Object.values(engine.platforms)) await platform.stop();
    await Promise.all([...inward.map((each) => each.stop()), outward.stop(), minuteInHand, guardInHand]);
    await delivery.idle();
    // The last chance for what is in memory only.
    await receiver.flush().catch((error: unknown) => log('inbox.lost', { events: receiver.waiting(), code: errorCode(error) }));
  };
  return {
    start: async () => {
      if (engine.alone) await reclaim(engine.db, platformsOf(engine), engine.now(), { lapsedBy: everyClaim });
      // It may have been told to stop meanwhile: nobody would stop what is started from here on.
      if (stopping.signal.aborted) return;
      for (const each of inward) each.start();
      outward.start();
      const starting = Object.values(engine.platforms).map((platform) =>
        startWithRetry(platform, receiver.receive, { stop: stopping.signal, log, waits }),
      );
      try {
        await Promise.all(starting.map(({ tried }) => tried));
        if (stopping.signal.aborted) return;
        minutes = everyMinute(nextMinute);
        await nextMinute();
      } catch (error) {
        await stop();
        throw error;
      }
      for (const { done } of starting) done.catch(fail);
    },
    failed,
    stop,
  };
}

/** A bot that works when it is told to: for stories and tests, where each line is dealt with before the next. */
export type SteppedBot = {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Acts on all that was heard and sends all that may be sent. */
  settle(): Promise<void>;
  /** Asks the clock what is due now, and says it. */
  tick(): Promise<void>;
  /** Moves the clock to an instant by way of everything that is due before it. */
  advance(to: Instant, set: (at: Instant) => void | Promise<void>): Promise<void>;
};

export function createSteppedBot(options: EngineOptions): SteppedBot {
  const engine: Engine = { ...options, now: clockOf(options.now) };
  const platforms = platformsOf(engine);
  const receiver = openReceiver({ db: engine.db, admins: engine.admins, now: engine.now, log: engine.log, wake: () => {} });
  const stopping = new AbortController();
  // Claims that have lapsed are looked for when time has passed.
  let lookedAt = Number.NEGATIVE_INFINITY;
  // Whoever typed was told that it is done when the database is back.
  const patiently = <T>(step: () => Promise<T>) =>
    whenBack(step, stopping.signal, (error) => engine.log('loop.failed', { loop: 'stepped', code: errorCode(error), away: true }));
  const settleNow = () =>
    patiently(async () => {
      await receiver.flush();
      // One after the other, so that a story reads the same each time. No claim lapses while time stands still.
      let looks = Math.abs(engine.now() - lookedAt) >= lookEveryMs;
      if (looks) lookedAt = engine.now();
      for (let [first, busy] = [true, true]; busy; first = false) {
        const heard = await handleAll(engine);
        // Nothing was left to be said: what there is since then comes of what is heard.
        if (heard === 0 && !first) return;
        busy = heard > 0;
        for (; (await deliverDue(engine, 1, stopping.signal, looks)) > 0; looks = false) busy = true;
      }
    });
  const served = async () => {
    await patiently(() => tick(engine));
    await patiently(() => guardDue(engine));
    await settleNow();
  };
  // One step at a time: a reminder that comes while a line is being dealt with waits for it.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const next = last.then(step, step);
    last = next.catch(() => {});
    return next;
  };
  return {
    start: async () => {
      for (const platform of Object.values(engine.platforms)) await platform.start(receiver.receive);
      // Nobody else can be sending on these: what a killed process left is taken up at once.
      await reclaim(engine.db, platforms, engine.now(), { lapsedBy: everyClaim });
      await inTurn(served);
    },
    stop: () => {
      stopping.abort();
      return inTurn(async () => {
        for (const platform of Object.values(engine.platforms)) await platform.stop();
      });
    },
    settle: () => inTurn(settleNow),
    tick: () => inTurn(served),
    advance: (to, set) => inTurn(() => advance(to, set)),
  };

  async function advance(to: Instant, set: (at: Instant) => void | Promise<void>): Promise<void> {
    for (let at: Instant | null = engine.now(); at !== null; at = await next(at, to)) {
      await set(at);
      await served();
    }
    await set(to);
    // Rooms are looked at each hour, and what is over is forgotten, but time that passes is not stopped for that.
    await patiently(() => guardDue(engine));
    await patiently(() => tidy(engine));
    await settleNow();
  }

  /** The next instant at which something is due. What could not be served at an earlier one is left behind, or the clock would stand still at it. */
  async function next(after: Instant, until: Instant): Promise<Instant | null> {
    const due = [nextDueAfter(after), nextAuditAfter(platforms, after), nextSendable(platforms, after)];
    const at = await earliest(engine.db, due);
    return at !== null && at <= until ? at : null;
  }
}

function platformsOf({ platforms }: Engine): PlatformName[] {
  return Object.keys(platforms) as PlatformName[];
}

type Loop = { start(): void; wake(): void; idle(): boolean; stop(): Promise<void> };

/** Works until there is nothing left, then waits to be woken, or `lookEveryMs`. While the database is away it waits longer, and loses nothing. */
function loop({ log }: Engine, which: string, work: () => Promise<number>, lookEveryMs = idleMs): Loop {
  let running = false;
  let waits = false;
  let wakened: () => void = () => {};
  let woken = false;
  let done: Promise<void> = Promise.resolve();

  const wait = (ms: number) => {
    waits = true;
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, woken ? 0 : ms);
      wakened = () => {
        clearTimeout(timer);
        resolve();
      };
    }).then(() => {
      waits = false;
      woken = false;
    });
  };

  const run = async () => {
    for (let failures = 0; running; ) {
      try {
        const count = await work();
        if (failures > 0) log('loop.recovered', { loop: which });
        failures = 0;
        if (count === 0 && running) await wait(lookEveryMs);
      } catch (error) {
        failures += 1;
        log('loop.failed', { loop: which, code: errorCode(error), away: databaseAway(error) });
        if (running) await wait(Math.min(awayMsMax, idleMs * failures));
      }
    }
  };

  const wake = () => {
    woken = true;
    wakened();
  };
  return {
    start: () => {
      running = true;
      done = run();
    },
    wake,
    idle: () => waits && !woken,
    stop: async () => {
      running = false;
      wake();
      await done;
    },
  };
}
