// Of all replicas one holds the account: it alone hears and speaks. It says so every few seconds; one that falls silent is replaced within as many.
import type { Account, MatrixStore } from './matrix-store.ts';

export type Timing = { readonly leaseMs: number; readonly beatMs: number; readonly retryMs: number };
/** A holder that dies is replaced within 15 seconds, its store read and the machine started included. */
export const timing: Timing = { leaseMs: 8_000, beatMs: 2_000, retryMs: 1_500 };

export type Held = {
  readonly account: Account;
  /** Whether it is still held, as far as can be known here: what is kept is refused at the database when it is not. */
  holds(): boolean;
  /** Aborted when it is held no more. */
  readonly lost: AbortSignal;
};

export type LeaseOptions = {
  readonly store: Pick<MatrixStore, 'take' | 'hold' | 'letGo'>;
  readonly user: string;
  /** Milliseconds that nobody can set: how long the account is held must not depend on any clock. */
  readonly machineNow: () => number;
  readonly timing: Timing;
  readonly stop: AbortSignal;
  readonly log: (event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;
};

/** Takes the account whenever it is free and does `work` while it is held, until `stop`. What `work` throws is logged by its code, and it begins again. */
export async function holdLease(
  options: LeaseOptions,
  work: (held: Held) => Promise<void>,
  codeOf: (error: unknown) => string,
): Promise<void> {
  const { store, user, timing, stop, log, machineNow } = options;
  while (!stop.aborted) {
    const askedAt = machineNow();
    const account = await store.take(user, timing.leaseMs).catch((error: unknown) => {
      log('matrix.not-taken', { code: codeOf(error) });
      return null;
    });
    if (account !== null) await holding(options, account, askedAt, work, codeOf);
    await pause(timing.retryMs, stop);
  }
}

async function holding(
  { store, user, machineNow, timing, stop, log }: LeaseOptions,
  account: Account,
  askedAt: number,
  work: (held: Held) => Promise<void>,
  codeOf: (error: unknown) => string,
): Promise<void> {
  const { epoch } = account;
  const losing = new AbortController();
  let until = askedAt + timing.leaseMs;
  log('matrix.lease-held', { epoch });
  const beat = setInterval(() => {
    const from = machineNow();
    void store
      .hold(user, epoch, timing.leaseMs)
      .then((still) => {
        if (still) until = from + timing.leaseMs;
        else losing.abort();
      })
      // The database is away: it is held for as long as was said last.
      .catch(() => undefined)
      .finally(() => {
        if (machineNow() >= until) losing.abort();
      });
  }, timing.beatMs);
  const lost = AbortSignal.any([losing.signal, stop]);
  try {
    await work({ account, holds: () => !lost.aborted && machineNow() < until, lost });
  } catch (error) {
    log('matrix.lease-failed', { code: codeOf(error) });
  } finally {
    clearInterval(beat);
    losing.abort();
    await store.letGo(user, epoch).catch(() => undefined);
    log('matrix.lease-ended', { epoch });
  }
}

/** Resolves after so long, or when it is called off. */
export function pause(ms: number, off: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (off.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      off.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    off.addEventListener('abort', done);
  });
}
