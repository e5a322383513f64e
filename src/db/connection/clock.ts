// What time it is for the bot: what it is for the database, the one clock that all replicas share. This machine's own is not asked: it may be hours
// wrong at the start, and be put right later. Between two questions time is counted by the monotonic timer, which nobody can set.
import { type Clock, clockOf } from '../../domain/values/time.ts';
import { codeOf } from '../../errors.ts';
import type { Database, Log } from './client.ts';

// A timer may be off by some milliseconds in so long. The embedded database is asked for nothing, and so more often.
const askEveryMs: Readonly<Record<Database['kind'], number>> = { postgres: 10_000, embedded: 1_000 };
// What is smaller is no jump, but the time that the answer took.
const jumpMsMin = 1_000;

export type DatabaseClock = {
  readonly now: Clock;
  /** Asks the database once more; while it is away, time is counted on. */
  ask(): Promise<void>;
  stop(): void;
};

export type DatabaseClockOptions = {
  readonly database: Pick<Database, 'now' | 'kind'>;
  readonly log: Log;
  /** Milliseconds since some moment; never goes back. */
  readonly monotonic?: () => number;
  readonly everyMs?: number;
};

/**
 * A clock that goes by the database's, asked regularly. Where that one jumps, it jumps with it, forward and back; smaller corrections never take it back.
 * Rejects when the database does not answer at the beginning.
 */
export async function databaseClock(options: DatabaseClockOptions): Promise<DatabaseClock> {
  const { database, log, monotonic = () => performance.now(), everyMs = askEveryMs[database.kind] } = options;
  let ahead: number | null = null;
  let last = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  const ask = async () => {
    const before = monotonic();
    const at = await database.now();
    const after = monotonic();
    // It was that time at some moment between the question and the answer; what is known already is kept as far as it agrees with that.
    const [least, most] = [at - after, at - before];
    const moved = ahead === null ? (least + most) / 2 : Math.min(Math.max(ahead, least), most);
    const byMs = ahead === null ? 0 : Math.round(moved - ahead);
    ahead = moved;
    if (Math.abs(byMs) < jumpMsMin) return;
    last = Number.NEGATIVE_INFINITY;
    log('clock.jumped', { byMs });
  };
  const askOnce = () => {
    // One that hangs is waited for: the answer to an earlier question says as much.
    asking ??= ask()
      .catch((error: unknown) => log('clock.not-asked', { code: codeOf(error) }))
      .finally(() => {
        asking = null;
      });
    return asking;
  };

  await ask();
  const timer = setInterval(askOnce, everyMs).unref();
  return {
    now: clockOf(() => {
      last = Math.max(last, monotonic() + (ahead ?? 0));
      return last;
    }),
    ask: askOnce,
    stop: () => clearInterval(timer),
  };
}
