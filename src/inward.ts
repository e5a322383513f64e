// Acts on what waits in the inbox. What fails is tried again a few times, then given up aloud: never in silence, and never in the way of the rest.
import { line } from './chat/message.ts';
import { personal } from './chat/queries.ts';
import { databaseAway } from './db/away.ts';
import { codeOf } from './db/client.ts';
import { finishHeard, postponeHeard, type Waiting } from './db/inbox.ts';
import type { RoomAudit } from './domain/audience.ts';
import { platformOf, type RoomId } from './domain/ids.ts';
import type { Engine } from './engine.ts';
import { HandlingFailed, handleNext } from './handle.ts';
import { NeedsAudit } from './handle-list.ts';
import { errorCode } from './log.ts';
import { say } from './say.ts';

const attemptsMax = 3;
const retryMs = 2_000;
// Two at once: a codename or a list's name that another one took (unique violation), a deadlock, a serialization failure.
const contended = new Set(['23505', '40P01', '40001']);

/**
 * Acts on what waits, up to `most` events; resolves to how many there were. `acted` is called after each. Throws only when the database is
 * away: then everything stays as it was.
 */
export async function handleAll(engine: Engine, acted: () => void = () => {}, most = 100): Promise<number> {
  const audits = new Map<RoomId, RoomAudit>();
  for (let count = 0; count < most; ) {
    try {
      if (!(await handleNext(engine, audits))) return count;
      audits.clear();
      count += 1;
    } catch (error) {
      await recover(engine, error, audits);
    }
    acted();
  }
  return most;
}

async function recover(engine: Engine, error: unknown, audits: Map<RoomId, RoomAudit>): Promise<void> {
  if (!(error instanceof HandlingFailed)) throw error;
  const { cause, waiting } = error;
  if (databaseAway(cause)) throw cause;
  try {
    if (!(cause instanceof NeedsAudit)) throw cause;
    audits.set(cause.room, await inspected(engine, cause.room));
  } catch (failure) {
    await giveUpOrPostpone(engine, waiting, failure);
  }
}

async function inspected({ platforms }: Engine, room: RoomId): Promise<RoomAudit> {
  const platform = platforms[platformOf(room)];
  if (platform === undefined) throw new Error('a room of a platform that does not speak here');
  return platform.inspect(room);
}

async function giveUpOrPostpone(engine: Engine, { seq, attempts, heard }: Waiting, failure: unknown): Promise<void> {
  const { db, log, now } = engine;
  const tries = attempts + 1;
  log('handle.failed', { seq, tries, code: errorCode(failure) });
  if (tries < attemptsMax) return postponeHeard(db, seq, tries, now() + (contended.has(codeOf(failure)) ? 0 : retryMs));
  await db.transaction(async (tx) => {
    await finishHeard(tx, seq, now(), 'failed');
    const sorry = line(
      `This could not be carried out: something is wrong on my side (event ${seq}). Nothing was changed. Say it again, and tell whoever runs this bot.`,
    );
    await say(tx, engine, [personal({ person: heard.by, room: heard.room }, [sorry])], { list: null, embargo: null }, now());
  });
}
