// Each minute: who has something due? The clock is a speaker like others: it decides nothing, it reminds.
import { announce, cards } from '../chat/embargo/announce.ts';
import { digest, remindedOfSeveral, type Ticked, without } from '../chat/embargo/digest.ts';
import { contended, databaseAway } from '../db/connection/away.ts';
import type { Db } from '../db/connection/client.ts';
import { dueEmbargoes, lockDueEmbargo, saveEmbargo } from '../db/embargoes.ts';
import { forgetHomes } from '../db/homes.ts';
import { forgetHeard } from '../db/inbox.ts';
import { dueLists, keepListDue, lockList, shareList } from '../db/lists.ts';
import { forgetSent } from '../db/outbox.ts';
import { forgetPending } from '../db/pending.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import { nextLook, remind } from '../domain/embargo/reminders.ts';
import { dueOfList, nextOfList } from '../domain/list/clock.ts';
import { type List, membersOf } from '../domain/list/list.ts';
import { batches } from '../domain/values/batches.ts';
import type { EmbargoId, ListId } from '../domain/values/ids.ts';
import type { Engine } from '../engine.ts';
import { keep } from '../handlers/embargo.ts';
import { siblingsOf } from '../handlers/linked/links.ts';
import { recordList } from '../handlers/list.ts';
import { tellReporters } from '../handlers/reports/reporter.ts';
import { errorCode } from '../log.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { refreshHomes } from '../outbound/home-page.ts';
import { purgeDue } from './purge.ts';

const batch = 100;
// So many of a list's embargoes are held at once: whoever says something about one of them waits meanwhile.
const togetherMax = 20;

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
    const due = (await dueEmbargoes(engine.db, now, batch + failedBefore)).filter(({ id }) => !failed.has(id));
    let here = 0;
    // What several say at once to one person is one message, whichever lists they are of. Where they cannot be served together, those of a list are, or
    // each is by itself.
    for (const part of parted(due)) {
      const alone: Due[] = [];
      const whole = part.length > 1 && !stop?.aborted ? await serveTogether(engine, part, now, busy) : null;
      here += whole ?? 0;
      for (const ofList of whole === null ? byList(part) : []) {
        const several = ofList.length > 1 && ofList.length < part.length && !stop?.aborted;
        const together = several ? await serveTogether(engine, ofList, now, busy) : null;
        here += together ?? 0;
        if (together === null) alone.push(...ofList);
      }
      for (const { id, list } of alone) {
        if (stop?.aborted) return served + here;
        try {
          const served = await serve(engine, list, id, now, busy);
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

type Due = { readonly id: EmbargoId; readonly list: ListId };

/** Embargoes of each list, in the order in which the first of each list is due. */
function byList(due: readonly Due[]): Due[][] {
  const lists = [...new Set(due.map(({ list }) => list))];
  return lists.map((list) => due.filter((each) => each.list === list));
}

/** Some at a time, those of a list side by side. */
const parted = (due: readonly Due[]): Due[][] => batches(byList(due).flat(), togetherMax);

/**
 * How many of these were served, all or none; null where that cannot be. Adds a list to the `busy` ones when somebody else has that. Throws when the
 * database is away.
 */
async function serveTogether(engine: Engine, due: readonly Due[], now: number, busy: Set<ListId>): Promise<number | null> {
  if (due.some(({ list }) => busy.has(list))) return null;
  try {
    return await engine.db.transaction(async (tx) => {
      // Every list before any embargo, and always in one order: two orders would be a deadlock.
      const lists = new Map<ListId, List>();
      for (const id of [...new Set(due.map(({ list }) => list))].sort()) {
        const list = await shared(tx, id, busy);
        if (list !== null) lists.set(id, list);
      }
      const held: Held[] = [];
      for (const { id, list: of } of due) {
        const list = lists.get(of);
        const before = list === undefined ? null : await lockDueEmbargo(tx, id, now);
        if (list !== undefined && before !== null) held.push({ list, before });
      }
      await serveHeld(tx, engine, held, now);
      return held.length;
    });
  } catch (error) {
    if (databaseAway(error)) throw error;
    // It is waited for once, not by each of its embargoes.
    for (const list of new Set(due.map((each) => each.list)))
      if (busy.has(list)) engine.log('tick.waits', { list, code: errorCode(error) });
    return null;
  }
}

/** False when it was served already, or somebody else has it. Adds the list to the `busy` ones when somebody else has that. */
async function serve(engine: Engine, of: ListId, id: EmbargoId, now: number, busy: Set<ListId>): Promise<boolean | 'busy'> {
  if (busy.has(of)) return 'busy';
  return engine.db.transaction(async (tx) => {
    // The list is locked before the embargo, as everywhere: two orders would be a deadlock.
    const list = await shared(tx, of, busy);
    const before = await lockDueEmbargo(tx, id, now);
    if (before === null || list === null) return false;
    await serveHeld(tx, engine, [{ list, before }], now);
    return true;
  });
}

function shared(tx: Db, of: ListId, busy: Set<ListId>): Promise<List | null> {
  return shareList(tx, of).catch((error: unknown) => {
    if (contended(error)) busy.add(of);
    throw error;
  });
}

/** An embargo that is locked, with its list. */
type Held = { readonly list: List; readonly before: Embargo };

/** Reminds of embargoes, which are locked. */
async function serveHeld(tx: Db, engine: Engine, held: readonly Held[], now: number): Promise<void> {
  const ticked: (Ticked & { readonly before: Embargo })[] = [];
  for (const { list: whole, before } of held) {
    const list = listFor(before, whole, now);
    const facts = remind(before, list, now);
    // Nothing to remind of: the card's countdown is brought up to date.
    if (facts.length === 0) await saveEmbargo(tx, before, before, nextLook(before, list, now));
    const embargo = facts.length === 0 ? before : await keep(tx, { before, facts, list: whole, now, by: 'clock', request: null });
    ticked.push({ view: { embargo, list: listFor(embargo, whole, now), whole, now }, facts, before });
  }
  const several = remindedOfSeveral(ticked);
  for (const { view, facts, before } of ticked) {
    const siblings = await siblingsOf(tx, view.embargo, before);
    const said = facts.length === 0 ? cards(view) : announce(without(facts, several), { ...view, before, by: null, siblings });
    await enqueue(tx, engine, said, { list: view.list, embargo: view.embargo }, now);
    if (facts.length > 0) await tellReporters(tx, engine, { before, after: view.embargo, list: view.list, now });
  }
  for (const person of several) {
    for (const said of digest(person, ticked)) {
      const { list, before = null } = held.find(({ before }) => before.id === said.embargo) ?? { list: null };
      await enqueue(tx, engine, [said], { list, embargo: before }, now);
    }
  }
  const people = [...new Set(held.map(({ list }) => list))].flatMap((list) => membersOf(list).map(({ person }) => person));
  await refreshHomes(tx, [...new Set(people)], now);
}
