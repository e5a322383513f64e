// Acts on what waits in the inbox. What fails is tried again a few times, then given up aloud: never in silence, and never in the way of the rest.
import { speakerOf } from './chat/address.ts';
import { line } from './chat/message.ts';
import { personal } from './chat/queries.ts';
import { databaseAway } from './db/away.ts';
import { codeOf, type Db } from './db/client.ts';
import { finishHeard, postponeHeard, type Waiting } from './db/inbox.ts';
import type { Engine } from './engine.ts';
import { tellUnseen } from './guard.ts';
import { HandlingFailed, handleNext } from './handle.ts';
import { tellNotEvicted } from './handle-evict.ts';
import { tellNotJoined } from './handle-invited.ts';
import { errorCode } from './log.ts';
import { NeedsOutside, openOutside } from './outside.ts';
import { SendFailure } from './platforms/platform.ts';
import { say } from './say.ts';

const attemptsMax = 3;
const retryMs = 2_000;
// How often in a row an event is put back for another replica, and how soon.
const elsewhereMax = 60;
const elsewhereMs = 500;
// Two at once: a codename or a list's name that another one took (unique violation), a deadlock, a serialization failure.
const contended = new Set(['23505', '40P01', '40001']);

/**
 * Acts on what waits, up to `most` events; resolves to how many there were. `acted` is called after each. Throws only when the database is
 * away: then everything stays as it was.
 */
export async function handleAll(engine: Engine, acted: () => void = () => {}, most = 100): Promise<number> {
  const outside = openOutside(engine);
  for (let count = 0; count < most; ) {
    try {
      if (!(await handleNext(engine, outside))) return count;
      outside.clear();
      count += 1;
    } catch (error) {
      await recover(engine, error, outside);
    }
    acted();
  }
  return most;
}

async function recover(engine: Engine, error: unknown, outside: ReturnType<typeof openOutside>): Promise<void> {
  if (!(error instanceof HandlingFailed)) throw error;
  const { cause, waiting } = error;
  if (databaseAway(cause)) throw cause;
  try {
    if (!(cause instanceof NeedsOutside)) throw cause;
    await outside.ask(cause.wanted);
  } catch (failure) {
    // What was asked for this event is nothing that the next one may count on.
    outside.clear();
    await giveUpOrPostpone(engine, waiting, failure);
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

async function giveUpOrPostpone(engine: Engine, { seq, attempts: before, heard }: Waiting, failure: unknown): Promise<void> {
  const { db, log, now } = engine;
  const elsewhere = failure instanceof SendFailure && failure.kind === 'elsewhere';
  const { attempts, tries } = counted(before, elsewhere);
  // Another replica can do it: it is put back for that one, soon and often.
  if (elsewhere && tries < elsewhereMax) return postponeHeard(db, seq, attempts, now() + elsewhereMs);
  log('handle.failed', { seq, tries, code: errorCode(failure) });
  if (!elsewhere && tries < attemptsMax) return postponeHeard(db, seq, attempts, now() + (contended.has(codeOf(failure)) ? 0 : retryMs));
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
    const sorry = line(
      `This could not be carried out: something is wrong on my side (event ${seq}). Nothing was changed. Say it again, and tell whoever runs this bot.`,
    );
    await say(tx, engine, [personal(speakerOf(heard), [sorry])], { list: null, embargo: null }, now());
  });
  await aloud.catch(async (error: unknown) => {
    if (databaseAway(error)) throw error;
    // It cannot even be said that it failed: still it must not stand in the way of all others.
    log('handle.untold', { seq, code: errorCode(error) });
    await givenUp(db);
  });
}
