// One row of the outbox to its platform, and what comes of it. Whatever is sent is asked once more whether it may be heard.
import type { PlatformEvent } from '../chat/message/heard.ts';
import { addressOf, type Body, type Outgoing } from '../chat/message/outgoing.ts';
import type { Db } from '../db/connection/client.ts';
import { storeHeard } from '../db/inbox.ts';
import { loadList } from '../db/lists.ts';
import { type Ended, insertMessages, type OutboxRow, settleRow, unsaid } from '../db/outbox.ts';
import { lookAgain } from '../db/rooms.ts';
import { SealError } from '../db/seal.ts';
import type { List } from '../domain/list/list.ts';
import { type ListId, platformOf, type RoomId } from '../domain/values/ids.ts';
import { type Instant, minuteMs } from '../domain/values/time.ts';
import { errorCode } from '../log.ts';
import { accountClosed, NoLonger, type Platform, SendFailure } from '../platforms/platform.ts';
import { alarms, broken, formAgain, notShown } from './alarms.ts';
import { type DeliveryContext, inDatabase } from './delivery-context.ts';
import { editCard, postPages } from './post-pages.ts';
import { prepared, type Ready } from './prepare.ts';
import { Broken, endingOf, failureOf, pausedMs, throwIfAway } from './retry.ts';
import { addressed } from './route.ts';

// A place rests this long at the most after a failure: a leak alert may stand behind it.
const overtakenAfterMs = minuteMs / 2;

/** What comes of a row: how it ended, how long its lane rests, what is to be said because of it, and what is noticed by it. */
type Done = { readonly ended: Ended; readonly restMs: number; readonly told: readonly Outgoing[]; readonly noticed?: PlatformEvent };

/** Sends a row, and writes down how it ended. Resolves to how long the row's lane rests now, in milliseconds. Throws when the database is away. */
export async function deliverRow(context: DeliveryContext, row: OutboxRow): Promise<number> {
  const { db, now, platforms, log } = context.engine;
  const platform = platforms[platformOf(row.lane as RoomId)];
  if (platform === undefined) return 0;
  const { ended, restMs, told, noticed: event } = await attempted(context, platform, row);
  const settle = (more: readonly Outgoing[]) =>
    inDatabase(context, row, () => {
      // Mostly there is nothing to be said of it: then it takes one statement, and no transaction.
      if (more.length === 0 && event === undefined && ended.state !== 'queued') return settleRow(db, row, ended, now(), now() + restMs);
      return db.transaction(async (tx) => {
        const mine = await settleRow(tx, row, ended, now(), now() + restMs);
        if (mine) await insertMessages(tx, await unsaid(tx, await addressed(tx, context.engine, more, now())), now());
        if (mine && event !== undefined) await storeHeard(tx, [event], now());
        return mine;
      });
    });
  const held = await settle(told).catch((error: unknown) => {
    throwIfAway(error);
    // What is to be said because of it cannot be: that must not keep the row from ending, or it is sent over and over.
    log('deliver.not-told', { row: row.id, code: errorCode(error) });
    return settle([]);
  });
  log(held ? 'delivered' : 'deliver.claim-lost', { row: row.id, state: ended.state, code: ended.code });
  return restMs;
}

async function attempted(context: DeliveryContext, platform: Platform, row: OutboxRow): Promise<Done> {
  const { engine } = context;
  const ready = await inDatabase(context, row, () => prepared(engine, platform, row)).catch((error: unknown) => {
    // Nothing was sent yet, so nothing can be said twice.
    throwIfAway(error);
    return failureOf(row, error, 'again');
  });
  if (ready instanceof SendFailure) return failed(context, row, ready, null);
  try {
    return await carriedOut(context, platform, row, ready);
  } catch (error) {
    throwIfAway(error);
    return failed(context, row, failureOf(row, error, 'unsure'), ready.body);
  }
}

async function carriedOut(context: DeliveryContext, platform: Platform, row: OutboxRow, ready: Ready): Promise<Done> {
  const { passed, known } = ready;
  const { db, now } = context.engine;
  switch (passed.type) {
    case 'withheld': {
      const ended: Ended = { state: 'withheld', code: passed.because };
      if (row.destination.type !== 'room' || passed.because === 'room-not-adopted') return { ended, restMs: 0, told: [] };
      // A room that became unfit is somebody's to mend, and its list has to know of it; one that the list gave up is not.
      const { room } = row.destination;
      await inDatabase(context, row, () => lookAgain(db, room, now(), 0));
      return { ended, restMs: 0, told: alarms(now(), known.list, row, passed.because) };
    }
    case 'form':
      await platform.ask(row.destination, passed.form, passed.trigger, row.id);
      return { ended: { state: 'sent', code: null }, restMs: 0, told: [] };
    case 'home':
    case 'message': {
      const { card } = row;
      const saying = card === null ? postPages(context, platform, row, ready) : editCard(context, platform, row, card, ready);
      const said: Ended = { state: 'sent', code: passed.type === 'home' || passed.whole ? null : 'less' };
      return { ended: await saying.then(() => said, withheldFrom), restMs: platform.paceMs, told: [] };
    }
    default:
      return passed satisfies never;
  }
}

/** What was not to be heard any more before all of it was said, is withheld from there on. Throws whatever else was thrown. */
function withheldFrom(error: unknown): Ended {
  if (error instanceof NoLonger) return { state: 'withheld', code: error.code };
  throw error;
}

async function failed(context: DeliveryContext, row: OutboxRow, failure: SendFailure, body: Body | null): Promise<Done> {
  const { db, now, log } = context.engine;
  const event = closedAccount(row, failure, now());
  const ended = endingOf(context.engine, row, failure, body?.type === 'form', event !== null);
  // What comes later in the same place waits with it, so that nothing is heard before what it answers; but not for ever.
  const restMs =
    failure.kind === 'paused' ? pausedMs(failure) : ended.state === 'queued' ? Math.min(ended.notBefore - now(), overtakenAfterMs) : 0;
  // A form for which there is no window, or not any more, is offered by a button: nobody has to look after that.
  if (failure.kind === 'expired') log('deliver.form-offered', { row: row.id, code: failure.code });
  else log('deliver.failed', { row: row.id, kind: failure.kind, code: failure.code, state: ended.state, tries: row.attempts });
  if (ended.state !== 'dead') return { ended, restMs, told: [], ...(event === null ? {} : { noticed: event }) };
  if (failure.kind === 'expired') return { ended, restMs, told: [formAgain(row, body?.type === 'form' && body.trigger === null)] };
  const { list } = row;
  const [because, reader] = failure instanceof Broken ? [broken, notShown(row)] : [failure.code, []];
  const told = list === null ? [] : alarms(now(), await inDatabase(context, row, () => listToTell(db, list)), row, because);
  return { ended, restMs, told: [...reader, ...told] };
}

/** A list that does not stand as it was written has no coordinators to be told: the log has it. */
async function listToTell(db: Db, id: ListId): Promise<List | null> {
  try {
    return await loadList(db, id);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** Somebody's account is closed, as the platform says when something is sent to it. */
function closedAccount({ id, destination: to }: OutboxRow, { code }: SendFailure, at: Instant): PlatformEvent | null {
  if (to.type === 'room' || !accountClosed.has(code)) return null;
  const person = addressOf(to);
  const profile = { person, name: null, zone: null, gone: true, app: false };
  return { key: `closed:${person}:${id}`, at, about: person, change: { type: 'person', profile } };
}
