// The one way out: outbox -> platform, in order of urgency. What is due is taken up, and stays claimed while it is sent.
import { claim, type OutboxRow, reclaim, renew } from '../db/outbox.ts';
import type { PlatformName } from '../domain/values/ids.ts';
import { minuteMs } from '../domain/values/time.ts';
import type { Engine, Lease } from '../engine.ts';
import { errorCode } from '../log.ts';
import { deliverRow } from './deliver-row.ts';

/** What a killed process held is taken up when its claim lapses. */
export const usualLease: Lease = { ms: 15_000, renewEveryMs: 5_000 };
/** Where nothing renews a claim it is good for longer than any platform's time-outs for one post. */
const unrenewedMs = 2 * minuteMs;
/** How often claims that have lapsed are looked for. */
export const lookEveryMs = 1_000;

const never = new AbortController().signal;

/**
 * Sends up to `atOnce` rows that may be sent now, side by side; resolves to how many were taken up. Throws when the database is away before that. `looks`:
 * whether claims that have lapsed are taken up again too.
 */
export async function deliverDue(engine: Engine, atOnce: number, stop: AbortSignal = never, looks = true): Promise<number> {
  const rows = await takeUp(engine, atOnce, unrenewedMs, looks ? [] : null);
  await Promise.all(rows.map((row) => deliverRow({ engine, stop, leaseMs: unrenewedMs }, row)));
  return rows.length;
}

export type Delivery = {
  /** Takes up what may be sent now, as far as there are hands free, and does not wait for it. Resolves to how many rows were taken up. */
  send(): Promise<number>;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
};

/** Sends `atOnce` rows side by side; a slow place costs one hand, not the others. `wake` is called when more may be sent. */
export function openDelivery(engine: Engine, atOnce: number, { wake, stop }: { wake: () => void; stop: AbortSignal }): Delivery {
  const { ms: leaseMs, renewEveryMs } = engine.lease ?? usualLease;
  const inHand = new Map<string, { readonly row: OutboxRow; readonly work: Promise<void> }>();
  const renewing = openRenewing(engine, renewEveryMs, () =>
    renew(
      engine.db,
      [...inHand.values()].map(({ row }) => row),
      engine.now(),
      leaseMs,
    ),
  );
  let lookedAt = Number.NEGATIVE_INFINITY;
  let strangersAt = Number.NEGATIVE_INFINITY;
  // While the database was away nobody could renew a claim: those who live get the time to do so, or what they said is said again.
  const spare = () => {
    strangersAt = engine.now() + renewEveryMs;
  };
  const hold = (row: OutboxRow) => {
    const work = deliverRow({ engine, stop, leaseMs }, row)
      .then((restMs) => {
        if (restMs > 0) setTimeout(wake, restMs).unref();
      })
      // Its claim will lapse, and then it is taken up again.
      .catch((error: unknown) => engine.log('deliver.broken', { row: row.id, code: errorCode(error) }))
      .finally(() => {
        inHand.delete(row.id);
        if (inHand.size === 0) renewing.stop();
        wake();
      });
    inHand.set(row.id, { row, work });
    renewing.start();
  };
  return {
    send: async () => {
      const free = atOnce - inHand.size;
      if (free <= 0) return 0;
      // An answer must not wait for it each time: a claim lapses after seconds.
      const look = Math.abs(engine.now() - lookedAt) >= lookEveryMs;
      if (look) lookedAt = engine.now();
      const began = engine.now();
      const rows = await takeUp(engine, free, leaseMs, look && began >= strangersAt ? [...inHand.keys()] : null).catch((error: unknown) => {
        spare();
        throw error;
      });
      if (engine.now() - began > renewEveryMs) spare();
      for (const row of rows) hold(row);
      return rows.length;
    },
    idle: async () => {
      await Promise.all([...inHand.values()].map(({ work }) => work));
    },
  };
}

/** `inHand`: the caller's own rows, when claims that have lapsed are to be taken up again too. */
async function takeUp(
  { db, now, platforms, log }: Engine,
  limit: number,
  leaseMs: number,
  inHand: readonly string[] | null,
): Promise<OutboxRow[]> {
  const here = (Object.keys(platforms) as PlatformName[]).filter((name) => platforms[name]?.speaks() === true);
  const repeated = inHand === null ? 0 : await reclaim(db, here, now(), { inHand });
  if (repeated > 0) log('deliver.reclaimed', { rows: repeated });
  return claim(db, here, now(), leaseMs, limit);
}

/** Calls `renewAll` each `everyMs` between `start` and `stop`, one call at a time. */
function openRenewing({ log }: Engine, everyMs: number, renewAll: () => Promise<void>): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    // What cannot be renewed may be somebody else's in the end: settling it finds that out.
    await renewAll().catch((error: unknown) => log('deliver.not-renewed', { code: errorCode(error) }));
    running = false;
  };
  return {
    start: () => {
      timer ??= setInterval(() => void run(), everyMs).unref();
    },
    stop: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
    },
  };
}
