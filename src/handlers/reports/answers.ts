// What is asked about reports from outside: by coordinators, and by their reporters.

import type { Query } from '../../chat/grammar/intent.ts';
import { ownReportAnswer, ownReportsNodes, reportAnswer, reportsAnswer } from '../../chat/list/reports/shown.ts';
import { loadList } from '../../db/lists.ts';
import type { ReporterView } from '../../domain/embargo/reporter-view.ts';
import type { List } from '../../domain/list/list.ts';
import type { Report } from '../../domain/list/reports/report.ts';
import { openReports, reportsOf } from '../../domain/list/reports/reports.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refuse } from '../../domain/values/refusal.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { answered, type Reply } from '../reply.ts';
import { seenOf } from './reporter.ts';
import { listOfReport, readableLists } from './which.ts';

type ReportQuery = Extract<Query, { type: 'reports' | 'report' }>;

/** Answers a question about reports from outside; a refusal is given back to be said. */
export async function answerReports(reply: Reply, query: ReportQuery): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const { to, now, self, heard } = request;
  const isOwn = ({ reporter }: Report) => reporter === heard.by || self.ids.includes(reporter);
  if (query.type === 'report') {
    const id = await listOfReport(tx, request, query);
    if (typeof id !== 'string') return id;
    const list = await loadList(tx, id);
    const report = list?.reports?.byNumber[query.number];
    if (list === null || report === undefined) return refuse({ code: 'no-report', number: query.number, open: [] });
    const seen = await seenOf(tx, report, now);
    const said = isOwn(report) ? ownReportAnswer(list, to, report, now, seen) : reportAnswer(list, to, report, now, seen);
    await enqueue(tx, engine, [said], { list, embargo: null }, now);
    return null;
  }
  const lists = await readableLists(tx, request);
  const coordinated = lists.filter((list) => list.members[heard.by]?.role === 'coordinator');
  for (const list of coordinated) {
    const others = (query.all ? reportsOf(list) : openReports(list)).filter((report) => !isOwn(report));
    await enqueue(tx, engine, [reportsAnswer(list, to, others, now, query.all)], { list, embargo: null }, now);
  }
  const own: { list: List; report: Report; seen: ReporterView | null }[] = [];
  for (const list of lists)
    for (const report of reportsOf(list).filter(isOwn)) own.push({ list, report, seen: await seenOf(tx, report, now) });
  if (own.length > 0 || coordinated.length === 0) await answered(reply, ownReportsNodes(own, now), 'reports');
  return null;
}
