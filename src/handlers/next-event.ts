// The one way in: the next event that waits is taken, acted on and finished, in one transaction.
import { pressOf } from '../chat/message/heard.ts';
import type { Db } from '../db/connection/client.ts';
import { type Begun, beginHeard, deathsMax, finishHeard, lockHeard, notBegun, postponeHeard, tryMsMax, type Waiting } from '../db/inbox.ts';
import type { PlatformName } from '../domain/values/ids.ts';
import type { Engine } from '../engine.ts';
import type { Lookups } from '../inbound/lookups.ts';
import { dispatch } from './dispatch.ts';
import { setAside } from './set-aside.ts';

/** Acting on an event failed; `waiting` is the event, `cause` the reason. */
export class HandlingFailed extends Error {
  override readonly name = 'HandlingFailed';
  readonly waiting: Waiting;

  constructor(waiting: Waiting, cause: unknown) {
    super('an event could not be acted on', { cause });
    this.waiting = waiting;
  }
}

/**
 * Which event: `only` this one, begun already, or any `except` these. `taken` is called with it before it is acted on, `patience` in its
 * transaction.
 */
export type Choice = {
  readonly only: Begun | null;
  readonly except: readonly number[];
  readonly taken: (begun: Begun) => void;
  readonly patience: (tx: Db, seq: number) => Promise<void>;
};

/**
 * Acts on the event that comes next, among those of the choice; false when there was none. That it is begun is written down first, by itself: an
 * event that ends the process twice is set aside. On any error nothing was done: HandlingFailed tells which event it was (its cause may be
 * NeedsLookup), everything else is the database's.
 */
export async function handleNext(engine: Engine, lookups: Lookups, choice: Choice): Promise<boolean> {
  const { db, platforms } = engine;
  const begun = choice.only ?? (await beginHeard(db, Object.keys(platforms) as PlatformName[], engine.now(), choice));
  if (begun === null) return false;
  choice.taken(begun);
  const acted = await db.transaction(async (tx) => {
    await choice.patience(tx, begun.seq);
    return actOn(tx, engine, begun, lookups);
  });
  if (!acted) await notBegun(db, begun.seq);
  return true;
}

/** False when somebody else has it, or it is done. */
async function actOn(tx: Db, engine: Engine, { seq, attempts, begun }: Begun, lookups: Lookups): Promise<boolean> {
  const now = engine.now();
  const held = await lockHeard(tx, seq);
  if (held === null) return false;
  const { heard, place } = held;
  if (heard === null) {
    // It waits for its key, and nobody waits for it.
    await postponeHeard(tx, seq, attempts, now + tryMsMax, 'unreadable');
    engine.log('handle.unreadable', { seq });
    return true;
  }
  const waiting = { seq, attempts, heard };
  const working = begun > deathsMax ? setAside(tx, engine, waiting) : dispatch(tx, engine, waiting, lookups);
  const outcome = await working.catch((error: unknown) => {
    throw new HandlingFailed(waiting, error);
  });
  await finishHeard(tx, seq, now, outcome, { press: 'change' in heard ? null : pressOf(heard), known: place });
  engine.log('handled', { seq, outcome });
  return true;
}
