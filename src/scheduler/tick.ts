// Each minute: who has something due? The clock is a speaker like others: it decides nothing, it reminds.
import { cards } from '../chat/embargo/announce.ts';
import { contended, databaseAway } from '../db/connection/away.ts';
import type { Db } from '../db/connection/client.ts';
import { dueEmbargoes, loadEmbargo, lockDueEmbargo, saveEmbargo } from '../db/embargoes.ts';
import { forgetHomes } from '../db/homes.ts';
import { forgetHeard } from '../db/inbox.ts';
import { dueLists, keepListDue, lockList, shareList } from '../db/lists.ts';
import { forgetSent } from '../db/outbox.ts';
import { forgetPending } from '../db/pending.ts';
import { nextLook, remind } from '../domain/embargo/reminders.ts';
import { dueOfList, nextOfList } from '../domain/list/clock.ts';
import { membersOf } from '../domain/list/list.ts';
import type { EmbargoId, ListId } from '../domain/values/ids.ts';
import type { Engine } from '../engine.ts';
import { record } from '../handlers/embargo.ts';
import { recordList } from '../handlers/list.ts';
import { errorCode } from '../log.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { refreshHomes } from '../outbound/home-page.ts';
import { purgeDue } from './purge.ts';

const batch = 100;

/**
 * Hands the clock to every embargo that needs it now. Any number of replicas may do so at once: each embargo is served once. `stop` ends it
 * after the embargo that is in hand. Throws when the database is away: what is due stays due.
 */
export async function tick(engine: Engine, stop?: AbortSignal): Promise<number> {
  const now = engine.now();
  const failed = new Set<EmbargoId>();
  // Each of a list's embargoes would wait for the list anew.
  const busy = new Set<ListId>();
  let served = await tickLists(engine, now, stop);
  for (;;) {
    const failedBefore = failed.size;
    const due = (await dueEmbargoes(engine.db, now, batch + failedBefore)).filter((id) => !failed.has(id));
    let here = 0;
    for (const id of due) {
      if (stop?.aborted) return served + here;
      try {
        const served = await serve(engine, id, now, busy);
        if (served === 'busy') failed.add(id);
        else here += served ? 1 : 0;
      } catch (error) {
        if (databaseAway(error)) throw error;
        // One embargo that cannot be served must not silence the others; it is tried again at the next tick.
        failed.add(id);
        const waits = contended(error);
        engine.log(waits ? 'tick.waits' : 'tick.failed', { embargo: id, code: errorCode(error) });
      }
    }
    served += here;
    // What neither went well nor ill is in the hands of another replica.
    if (here === 0 && failed.size === failedBefore) return served;
  }
}

/** As for embargoes, for what a list's own clock has to do. Each is served once. */
async function tickLists(engine: Engine, now: number, stop?: AbortSignal): Promise<number> {
  let served = 0;
  for (const id of await dueLists(engine.db, now, batch)) {
    if (stop?.aborted) return served;
    try {
      await engine.db.transaction(async (tx) => {
        const before = await lockList(tx, id);
        const facts = before === null ? [] : dueOfList(before, now);
        if (facts.length > 0) await recordList(tx, engine, { before, facts, by: 'clock', to: null, now });
        else if (before !== null) await keepListDue(tx, id, nextOfList(before));
      });
      served += 1;
    } catch (error) {
      if (databaseAway(error)) throw error;
      const waits = contended(error);
      engine.log(waits ? 'tick.waits' : 'tick.failed', { list: id, code: errorCode(error) });
    }
  }
  return served;
}

/** Forgets what no platform will deliver again, what was said long ago, and embargoes whose time of keeping is over. */
export async function tidy(engine: Engine): Promise<void> {
  const { db, now } = engine;
  await forgetHeard(db, now());
  await forgetSent(db, now());
  await forgetHomes(db, now());
  await forgetPending(db, now());
  await purgeDue(engine);
}

/** False when it was served already, or somebody else has it. Adds the list to the `busy` ones when somebody else has that. */
async function serve(engine: Engine, id: EmbargoId, now: number, busy: Set<ListId>): Promise<boolean | 'busy'> {
  return engine.db.transaction(async (tx) => {
    const list = await listOf(tx, id, busy);
    if (list === 'busy') return list;
    const before = await lockDueEmbargo(tx, id, now);
    if (before === null || list === null) return false;
    const facts = remind(before, list, now);
    if (facts.length > 0) await record(tx, engine, { before, facts, list, now, by: 'clock', request: null });
    else {
      // Nothing to remind of: the card's countdown is brought up to date.
      await saveEmbargo(tx, before, before, nextLook(before, list, now));
      await enqueue(tx, engine, cards({ embargo: before, list, now }), { list, embargo: before }, now);
      await refreshHomes(
        tx,
        membersOf(list).map(({ person }) => person),
        now,
      );
    }
    return true;
  });
}

// The list is locked before the embargo, as everywhere: two orders would be a deadlock.
async function listOf(tx: Db, id: EmbargoId, busy: Set<ListId>) {
  const embargo = await loadEmbargo(tx, id);
  if (embargo === null) return null;
  if (busy.has(embargo.list)) return 'busy' as const;
  return shareList(tx, embargo.list).catch((error: unknown) => {
    if (contended(error)) busy.add(embargo.list);
    throw error;
  });
}
