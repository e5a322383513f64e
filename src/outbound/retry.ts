// A row that could not be sent: how it ended, whether it is tried again, and when.
import { databaseAway } from '../db/connection/away.ts';
import type { Ended, OutboxRow } from '../db/outbox.ts';
import { SealError, type SealErrorKind } from '../db/seal.ts';
import { putOffMsMax } from '../db/sense.ts';
import { dayMs } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { ownFault } from '../errors.ts';
import { errorCode } from '../log.ts';
import { SendFailure } from '../platforms/platform.ts';

const retryMsMin = 1_000;
const retryMsMax = putOffMsMax;
// Both: what waited for a day because the bot was down has not been tried yet.
const giveUpAfterMs = dayMs;
const giveUpAfterTries = 10;
const elsewhereTries = 3;
// What the bot itself throws does not pass by waiting.
const brokenTries = 3;

/** The bot threw while it put a message together, or handed it over, as often as it is tried. `code`: what was thrown, for the log. */
export class Broken extends SendFailure {}

/**
 * What the database refuses, and what waits for a key, may pass; what somebody else has written does not, nor what the bot itself does wrong, which is given
 * up after a few tries.
 */
export function failureOf({ attempts }: OutboxRow, error: unknown, kind: 'again' | 'unsure'): SendFailure {
  if (error instanceof SendFailure) return error;
  if (error instanceof SealError && forged.has(error.kind)) return new SendFailure('gone', error.code);
  return ownFault(error) && attempts >= brokenTries ? new Broken('gone', errorCode(error)) : new SendFailure(kind, errorCode(error));
}

const forged: ReadonlySet<SealErrorKind> = new Set(['damaged', 'not-sealed', 'former']);

/** A database that is away has to be waited for by whoever asked it: this is no failure of the row. */
export function throwIfAway(error: unknown): void {
  if (databaseAway(error)) throw error;
}

/** How a row ends after a failure. `keep`: its text may be needed again. `elsewhere`: its reader may have another account. */
export function endingOf({ now, random }: Engine, row: OutboxRow, failure: SendFailure, keep: boolean, elsewhere: boolean): Ended {
  const { kind, code } = failure;
  const dead: Ended = { state: 'dead', code, keep };
  const givenUp = now() - row.queuedAt > giveUpAfterMs && row.attempts >= giveUpAfterTries;
  const later = (ms: number, repeated: boolean): Ended =>
    givenUp ? dead : { state: 'queued', code, notBefore: now() + ms, repeated: row.repeated || repeated };
  switch (kind) {
    case 'again':
    case 'elsewhere':
      return later(backoff(row.attempts, random()), false);
    case 'unsure':
      return later(backoff(row.attempts, random()), true);
    case 'paused':
      return later(pausedMs(failure), false);
    case 'gone':
      // Its reader may have another account, to which it is sent once this one is known to be closed.
      return elsewhere && row.attempts < elsewhereTries ? later(backoff(row.attempts, random()), false) : dead;
    case 'expired':
      return dead;
    default:
      return kind satisfies never;
  }
}

/** As long as the platform asks, within reason: asked once more, it says how much longer. */
export function pausedMs({ afterMs }: SendFailure): number {
  return Math.min(Math.max(0, afterMs), putOffMsMax);
}

/** Doubles with each try, and spreads by half, so that replicas do not knock in step. */
function backoff(tries: number, random: number): number {
  return Math.min(retryMsMax, retryMsMin * 2 ** Math.min(tries - 1, 20)) * (0.5 + random / 2);
}
