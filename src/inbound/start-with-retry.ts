// Platforms are started each by itself: one whose server is away is tried again until it is there, and holds up none of the others.
import { setTimeout as delay } from 'node:timers/promises';
import { databaseAway } from '../db/connection/away.ts';
import { errorCode, type Log } from '../log.ts';
import { type Platform, type Receive, StartFailure } from '../platforms/platform.ts';

export type Starting = {
  /** Resolves after the first try: the platform is started, or waits for its server. Rejects with what waiting does not mend. */
  readonly tried: Promise<void>;
  /** Resolves when it is started or told to stop. Rejects with what waiting does not mend. */
  readonly done: Promise<void>;
};

const retryMsMin = 1_000;
const retryMsMax = 30_000;

/** Starts a platform, and goes on trying for as long as waiting may help, until `stop`. `waits` hears of each failure of that kind. */
export function startWithRetry(
  platform: Platform,
  receive: Receive,
  { stop, log, waits }: { stop: AbortSignal; log: Log; waits: (failure: unknown) => void },
): Starting {
  const { name: which } = platform;
  let first: () => void = () => undefined;
  const triedOnce = new Promise<void>((resolve) => {
    first = resolve;
  });
  const done = (async () => {
    for (let failures = 0; !stop.aborted; ) {
      try {
        await platform.start(receive);
        // It was told to stop while it was being started.
        if (stop.aborted) return await platform.stop();
        return log('platform.started', { platform: which, failures });
      } catch (error) {
        if (!mayPass(error)) throw error;
        failures += 1;
        const waitMs = Math.min(retryMsMax, Math.max(retryMsMin * 2 ** Math.min(failures - 1, 10), afterMs(error)));
        log('platform.waits', { platform: which, code: codeOf(error), failures, waitMs });
        waits(error);
        first();
        await delay(waitMs, undefined, { signal: stop }).catch(() => undefined);
      }
    }
  })();
  // Whoever waits for one of the two hears of it; the other must not end the process.
  done.catch(() => undefined);
  return { tried: Promise.race([done, triedOnce]), done };
}

/** Whether a start that failed so may succeed later, with nobody doing anything about it here. */
export function mayPass(error: unknown): boolean {
  return error instanceof StartFailure ? error.fault.passes === true : databaseAway(error);
}

const codeOf = (error: unknown): string => (error instanceof StartFailure ? error.code : errorCode(error));
const afterMs = (error: unknown): number => (error instanceof StartFailure ? error.afterMs : 0);
