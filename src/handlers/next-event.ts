// The one way in: the next event that waits is taken, acted on and finished, in one transaction.
import type { Db } from '../db/connection/client.ts';
import { finishHeard, postponeHeard, readHeard, takeHeard, tryMsMax, type Waiting } from '../db/inbox.ts';
import type { PlatformName } from '../domain/values/ids.ts';
import type { Engine } from '../engine.ts';
import type { Lookups } from '../inbound/lookups.ts';
import { dispatch } from './dispatch.ts';

/** Acting on an event failed; `waiting` is the event, `cause` the reason. */
export class HandlingFailed extends Error {
  override readonly name = 'HandlingFailed';
  readonly waiting: Waiting;

  constructor(waiting: Waiting, cause: unknown) {
    super('an event could not be acted on', { cause });
    this.waiting = waiting;
  }
}

/** Which event: `only` this one, or any `except` these. `taken` is called with it before it is acted on, in its transaction. */
export type Choice = {
  readonly only: number | null;
  readonly except: readonly number[];
  readonly taken: (seq: number, tx: Db) => Promise<void>;
};

/**
 * Acts on the oldest event that waits, among those of the choice; false when there was none. On any error nothing was done: HandlingFailed tells
 * which event it was (its cause may be NeedsLookup), everything else is the database's.
 */
export async function handleNext(engine: Engine, lookups: Lookups, choice: Choice): Promise<boolean> {
  return engine.db.transaction(async (tx) => {
    const now = engine.now();
    const taken = await takeHeard(tx, Object.keys(engine.platforms) as PlatformName[], now, choice);
    if (taken === null) return false;
    await choice.taken(taken.seq, tx);
    const heard = await readHeard(tx, taken.seq);
    if (heard === null) {
      // It waits for its key, and nobody waits for it.
      await postponeHeard(tx, taken.seq, taken.attempts, now + tryMsMax, 'unreadable');
      engine.log('handle.unreadable', { seq: taken.seq });
      return true;
    }
    const waiting = { ...taken, heard };
    const outcome = await dispatch(tx, engine, waiting, lookups).catch((error: unknown) => {
      throw new HandlingFailed(waiting, error);
    });
    await finishHeard(tx, waiting.seq, now, outcome);
    engine.log('handled', { seq: waiting.seq, outcome });
    return true;
  });
}
