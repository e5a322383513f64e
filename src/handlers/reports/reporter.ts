// The reporter of a vulnerability from outside: what they are told of the embargo that is about it.

import { reporterNews, toReporter } from '../../chat/list/reports/telling.ts';
import type { Db } from '../../db/connection/client.ts';
import { loadEmbargo } from '../../db/embargoes.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import { type ReporterView, reporterView } from '../../domain/embargo/reporter-view.ts';
import type { List } from '../../domain/list/list.ts';
import type { Report } from '../../domain/list/reports/report.ts';
import { reportsOn } from '../../domain/list/reports/reports.ts';
import type { EmbargoId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Engine } from '../../engine.ts';
import { enqueue } from '../../outbound/enqueue.ts';

/** How a reporter sees the embargo that is about their report; null: there is none. */
export async function seenOf(tx: Db, { state }: Report, now: Instant): Promise<ReporterView | null> {
  const embargo = state.type === 'embargo' ? await loadEmbargo(tx, state.embargo) : null;
  return embargo === null ? null : reporterView(embargo, now);
}

/** To whose report an embargo was linked: what they see of it. */
export async function tellLinked(
  tx: Db,
  engine: Engine,
  list: List,
  { number, embargo: id }: { readonly number: number; readonly embargo: EmbargoId },
  now: Instant,
): Promise<void> {
  const embargo = await loadEmbargo(tx, id);
  const report = list.reports?.byNumber[number];
  if (embargo === null || report === undefined) return;
  const nodes = reporterNews(list, report, null, reporterView(embargo, now));
  await enqueue(tx, engine, [toReporter(report, nodes)], { list: null, embargo: null }, now);
}

/** To its reporter from outside: what they may see of a change of an embargo. */
export async function tellReporters(
  tx: Db,
  engine: Engine,
  { before, after, list, now }: { readonly before: Embargo | null; readonly after: Embargo; readonly list: List; readonly now: Instant },
): Promise<void> {
  if (before === null) return;
  for (const report of reportsOn(list, after.id)) {
    const nodes = reporterNews(list, report, reporterView(before, now), reporterView(after, now));
    if (nodes.length > 0) await enqueue(tx, engine, [toReporter(report, nodes)], { list: null, embargo: null }, now);
  }
}
