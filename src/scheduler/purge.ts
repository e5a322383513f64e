// Each hour: embargoes whose time of keeping is over are purged, one by one.

import { naming, ofList } from '../chat/message/address.ts';
import { line } from '../chat/message/message.ts';
import { databaseAway } from '../db/connection/away.ts';
import type { Db } from '../db/connection/client.ts';
import { lockEmbargo, saveEmbargo } from '../db/embargoes.ts';
import { appendFacts, embargoStream } from '../db/facts.ts';
import { loadList, lockList } from '../db/lists.ts';
import { allLists, forgetForms, forgetLeaks, forgetReports, forgetWords, unpurged } from '../db/purge.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import { purgeAt } from '../domain/embargo/end/purge.ts';
import { evolve } from '../domain/embargo/evolve.ts';
import { nextLook } from '../domain/embargo/reminders.ts';
import { coordinatorsOf, type List } from '../domain/list/list.ts';
import type { Report } from '../domain/list/reports/report.ts';
import { forgottenAt, reportsOf, reportsOn } from '../domain/list/reports/reports.ts';
import type { EmbargoId, ListId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { recordList } from '../handlers/list.ts';
import { type Details, errorCode } from '../log.ts';
import { enqueue } from '../outbound/enqueue.ts';

/** Purges what is due; resolves to how many embargoes. Any number of replicas may do so at once. Throws when the database is away. */
export async function purgeDue(engine: Engine): Promise<number> {
  const now = engine.now();
  let count = 0;
  for (const id of await allLists(engine.db)) {
    const list = await guarded(engine, { list: id }, () => loadList(engine.db, id));
    if (list === null) continue;
    const closed = reportsOf(list).some((report) => isForgotten(report, list, now));
    if (closed) await guarded(engine, { list: id }, () => engine.db.transaction((tx) => forgetClosed(tx, engine, id, now)));
    const leaks = await guarded(engine, { list: id }, () => forgetLeaks(engine.db, id, now - list.policy.rules.retentionMs));
    if (leaks !== null && leaks > 0) engine.log('leaks.purged', { list: id, count: leaks });
    for (const embargo of await unpurged(engine.db, id, now - list.policy.rules.retentionMs))
      count += (await guarded(engine, { embargo }, () => engine.db.transaction((tx) => purge(tx, engine, id, embargo, now)))) ? 1 : 0;
  }
  return count;
}

/** One that cannot be purged keeps nobody else's words beyond their time: it is tried again in an hour. Null: it could not be done. */
async function guarded<Result>(engine: Engine, what: Details, run: () => Promise<Result>): Promise<Result | null> {
  try {
    return await run();
  } catch (error) {
    if (databaseAway(error)) throw error;
    engine.log('purge.failed', { ...what, code: errorCode(error) });
    return null;
  }
}

async function purge(tx: Db, engine: Engine, of: ListId, id: EmbargoId, now: Instant): Promise<boolean> {
  // A report from outside goes with its embargo.
  const list = await lockList(tx, of);
  const before = await lockEmbargo(tx, id);
  const due = list === null || before === null ? null : purgeAt(before, list);
  if (list === null || before === null || due === null || due > now) return false;
  const happened = { fact: { type: 'embargo-purged' }, at: now, by: 'clock' } as const;
  const after = evolve(before, happened);
  await saveEmbargo(tx, before, after, nextLook(after, listFor(after, list, now), now));
  await forgetWords(tx, id, await appendFacts(tx, embargoStream(id), [happened]));
  await forgetForms(tx, of);
  await forget(tx, engine, list, reportsOn(list, id), now);
  engine.log('embargo.purged', { embargo: id });
  const nodes = [
    line(`Purged the details of ${before.codename}, as the policy of ${list.name} requires. Its dates and record hashes stay.`),
  ];
  const told = coordinatorsOf(list).map(({ person }) => naming(ofList(list, { person, room: null }, nodes), [after]));
  await enqueue(tx, engine, told, { list, embargo: null }, now);
  return true;
}

function isForgotten(report: Report, list: List, now: Instant): boolean {
  const at = forgottenAt(report, list);
  return at !== null && at <= now;
}

async function forgetClosed(tx: Db, engine: Engine, id: ListId, now: Instant): Promise<boolean> {
  const list = await lockList(tx, id);
  if (list === null) return false;
  await forget(
    tx,
    engine,
    list,
    reportsOf(list).filter((report) => isForgotten(report, list, now)),
    now,
  );
  return true;
}

/** What was said of reports is gone, from the list and from its record. The list is locked, and not changed since. */
async function forget(tx: Db, engine: Engine, list: List, reports: readonly Report[], now: Instant): Promise<void> {
  if (reports.length === 0) return;
  const facts = reports.map(({ number }) => ({ type: 'report-forgotten', report: number }) as const);
  await recordList(tx, engine, { before: list, facts, by: 'clock', to: null, now });
  await forgetReports(
    tx,
    list.id,
    reports.map(({ number }) => number),
  );
  await forgetForms(tx, list.id);
  engine.log('reports.purged', { list: list.id, count: reports.length });
}
