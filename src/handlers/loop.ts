// Acts on what waits in the inbox. What fails is tried again a few times, then given up aloud: never in silence, and never in the way of the rest.
import { personal, speakerOf } from '../chat/message/address.ts';
import { changedNodes, failedNodes } from '../chat/set-aside.ts';
import { contended, databaseAway } from '../db/connection/away.ts';
import type { Db } from '../db/connection/client.ts';
import { type Begun, cameBack, finishHeard, postponeHeard, type Waiting } from '../db/inbox.ts';
import { SealError } from '../db/seal.ts';
import type { Engine } from '../engine.ts';
import { NeedsLookup, openLookups } from '../inbound/lookups.ts';
import { errorCode } from '../log.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { SendFailure } from '../platforms/platform.ts';
import { HandlingFailed, handleNext } from './next-event.ts';
import { tellNotEvicted } from './rooms/evict.ts';
import { tellNotJoined } from './rooms/invitations.ts';
import { tellUnseen } from './rooms/room-guard.ts';
import { openSlots, reach, type Slots, waitFor } from './slots.ts';

const attemptsMax = 3;
const retryMs = 2_000;
// How often in a row an event is put back for another replica, and how soon.
const elsewhereMax = 60;
const elsewhereMs = 500;

/**
 * Acts on what waits, up to `most` events; resolves to how many there were. `acted` is called after each. `slots`: what handlers of one process share.
 * Throws only when the database is away: then everything stays as it was.
 */
export async function handleAll(engine: Engine, acted: () => void = () => {}, most = 100, slots: Slots = openSlots()): Promise<number> {
  const lookups = openLookups(engine);
  for (let count = 0, inHand: Begun | null = null; count < most; ) {
    if (slots.returned.size > 0) {
      await cameBack(engine.db, [...slots.returned]);
      slots.returned.clear();
    }
    const reached = reach(slots, engine.now(), inHand);
    let keeps = false;
    try {
      const found = await handleNext(engine, lookups, reached.choice);
      lookups.clear();
      if (found) {
        count += 1;
        slots.met.delete(reached.begun()?.seq ?? 0);
      } else if (inHand === null) return count;
    } catch (error) {
      reached.done();
      const begun = reached.begun();
      if (begun !== null) slots.returned.add(begun.seq);
      keeps = await recover(engine, error, lookups, slots);
      if (begun !== null) slots.returned.delete(begun.seq);
    } finally {
      reached.done();
      const begun = reached.begun();
      inHand = keeps ? begun : null;
      if (!keeps && begun !== null) slots.taken.delete(begun.seq);
    }
    acted();
  }
  return most;
}

/** Resolves to whether the event is to be acted on at once, with what was asked of a platform for it. */
async function recover(engine: Engine, error: unknown, lookups: ReturnType<typeof openLookups>, slots: Slots): Promise<boolean> {
  if (!(error instanceof HandlingFailed)) throw error;
  const { cause, waiting } = error;
  if (databaseAway(cause)) throw cause;
  try {
    if (!(cause instanceof NeedsLookup)) throw cause;
    await lookups.ask(cause.wanted);
    return true;
  } catch (failure) {
    // What was asked for this event is nothing that the next one may count on.
    lookups.clear();
    await giveUpOrPostpone(engine, waiting, failure, slots).catch((error: unknown) => {
      // Somebody has the event at this moment: it stays due.
      if (!contended(error)) throw error;
    });
    return false;
  }
}

/**
 * `attempts` as it stands after a failure, and how many of its kind there were. It counts failures, and in steps of `attemptsMax` how often in a
 * row the event was put back for another replica: that is no failed try, and a failure ends the row.
 */
function counted(attempts: number, elsewhere: boolean): { readonly attempts: number; readonly tries: number } {
  if (elsewhere) return { attempts: attempts + attemptsMax, tries: Math.floor(attempts / attemptsMax) + 1 };
  const tries = (attempts % attemptsMax) + 1;
  return { attempts: tries, tries };
}

async function giveUpOrPostpone(engine: Engine, { seq, attempts: before, heard }: Waiting, failure: unknown, slots: Slots): Promise<void> {
  const { db, log, now } = engine;
  const waitMs = waitFor(slots, seq, failure, engine);
  if (waitMs !== null) {
    log('handle.waits', { seq, code: errorCode(failure) });
    return postponeHeard(db, seq, before, now() + waitMs);
  }
  const elsewhere = failure instanceof SendFailure && failure.kind === 'elsewhere';
  const { attempts, tries } = counted(before, elsewhere);
  // Another replica can do it: it is put back for that one, soon and often.
  if (elsewhere && tries < elsewhereMax) return postponeHeard(db, seq, attempts, now() + elsewhereMs);
  log('handle.failed', { seq, tries, code: errorCode(failure) });
  // What somebody changed in the database is as it is at the next try.
  const changed = failure instanceof SealError;
  if (!elsewhere && !changed && tries < attemptsMax) return postponeHeard(db, seq, attempts, now() + retryMs);
  const givenUp = (tx: Db) => finishHeard(tx, seq, now(), 'failed');
  const aloud = db.transaction(async (tx) => {
    if (!(await givenUp(tx))) return;
    // Nobody said what a platform noticed, so nobody waits for an answer; but a room that cannot be seen is somebody's to mend.
    if ('change' in heard) {
      const { change } = heard;
      if (change.type === 'room') await tellUnseen(tx, engine, change.room);
      else if (change.type === 'room-moved') await tellUnseen(tx, engine, change.from);
      else if (change.type === 'evict') await tellNotEvicted(tx, engine, change);
      else if (change.type === 'invited') await tellNotJoined(tx, engine, change);
      return;
    }
    await enqueue(
      tx,
      engine,
      [personal(speakerOf(heard), changed ? changedNodes(seq) : failedNodes(seq))],
      { list: null, embargo: null },
      now(),
    );
  });
  await aloud.catch(async (error: unknown) => {
    // Somebody has the event at this moment, or nothing can be written at all: it stays due.
    if (databaseAway(error) || contended(error)) throw error;
    // It cannot even be said that it failed: still it must not stand in the way of all others.
    log('handle.not-told', { seq, code: errorCode(error) });
    await givenUp(db);
  });
}
