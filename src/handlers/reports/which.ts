// Which list, and which report on it, somebody means who may be on several lists or on none.

import type { SaidOfReport } from '../../chat/grammar/intent.ts';
import { createTexts } from '../../chat/list/reports/to-embargo.ts';
import type { Parsed } from '../../chat/parse.ts';
import { slug } from '../../chat/values/names.ts';
import type { Db } from '../../db/connection/client.ts';
import { listsOfWorkspace, listsReportedTo, loadList } from '../../db/lists.ts';
import { allLists } from '../../db/purge.ts';
import type { List } from '../../domain/list/list.ts';
import { known } from '../../domain/list/reports/decide.ts';
import type { Report } from '../../domain/list/reports/report.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type ListId, type PersonId, workspaceOf } from '../../domain/values/ids.ts';
import { isNo, refuse } from '../../domain/values/refusal.ts';
import { listMeant, type Request } from '../../inbound/request.ts';
import type { Reply } from '../reply.ts';

/** The speaker, by the id that their own report knows them by where it has one: accounts may have been linked since. */
export function reportSpeaker(list: List, { heard, self }: Request, number: number | null): PersonId {
  const reporter = number === null ? undefined : list.reports?.byNumber[number]?.reporter;
  return reporter !== undefined && self.ids.includes(reporter) ? reporter : heard.by;
}

/** To which list somebody reports. Which there are is not told: they name it, or there is only one that it can be. */
export async function listToTell(
  reply: Reply,
  { list: named, said }: Extract<SaidOfReport, { type: 'report-vulnerability' }>,
): Promise<ListId | Refusal> {
  const found = await listOpenTo(reply, named);
  return found ?? refuse({ code: 'report-to-which-list', typed: named, said });
}

async function listOpenTo({ tx, request }: Reply, named: string | null): Promise<ListId | null> {
  const own = named === null ? listMeant(request) : null;
  if (own !== null) return own.id;
  const [workspace] = [request.heard.by, request.heard.room].flatMap((id) => (id === null ? [] : (workspaceOf(id) ?? [])));
  const near = workspace === undefined ? [] : await listsOfWorkspace(tx, workspace);
  const open = near.length > 0 ? near : await allLists(tx);
  // A list that cannot be reached from here is as unknown as one that there is not.
  const meant = named === null ? open : [...open, ...request.lists.map(({ id }) => id)].filter((id) => id === slug(named));
  const [only, ...more] = [...new Set(meant)];
  return only !== undefined && more.length === 0 ? only : null;
}

/**
 * Why nobody could report here whatever they fill in; null: they can. Of a list that is named nothing is said before the whole report is there: else its name
 * could be guessed without leaving a trace.
 */
export async function refuseReporting(reply: Reply, named: string | null): Promise<Refusal | null> {
  if (named !== null) return null;
  const nothing = { what: '', component: '', versions: null, exploitability: null, reproduce: null, wish: null };
  return (await listOpenTo(reply, named)) === null ? refuse({ code: 'report-to-which-list', typed: named, said: nothing }) : null;
}

/** The list whose report of a number is meant: one of the speaker's own, or of a list that they coordinate. */
export async function listOfReport(
  tx: Db,
  request: Request,
  { number, list: named }: { readonly number: number; readonly list: string | null },
): Promise<ListId | Refusal> {
  const found = (await readableLists(tx, request)).filter((list) => !isNo(known(list, number, reportSpeaker(list, request, number))));
  const meant = named === null ? found : found.filter(({ id }) => id === slug(named));
  const here = meant.length > 1 ? meant.filter(({ id }) => id === request.here?.id) : meant;
  const [only] = here;
  if (only !== undefined) return only.id;
  if (meant.length > 1) return refuse({ code: 'which-report-list', number, lists: meant.map(({ id }) => id) });
  const list = listMeant(request);
  const refusal = list === null ? null : known(list, number, request.heard.by);
  return refusal !== null && isNo(refusal) ? refusal : refuse({ code: 'no-report', number, open: [] });
}

/** The lists with reports that the speaker may read. */
export async function readableLists(tx: Db, { self, heard, lists }: Request): Promise<List[]> {
  const coordinated = lists.filter((list) => list.members[heard.by]?.role === 'coordinator');
  const ids = (await listsReportedTo(tx, [...new Set([...self.ids, heard.by])])).filter(
    (id) => !coordinated.some((list) => list.id === id),
  );
  const reported: List[] = [];
  for (const id of ids) {
    const list = await loadList(tx, id);
    if (list !== null) reported.push(list);
  }
  return [...coordinated, ...reported];
}

/** What the form of a new embargo is filled in with from a report; a refusal where it is not open to the speaker. */
export function fromReport(request: Request, parsed: Extract<Parsed, { type: 'ask' }>): Extract<Parsed, { type: 'ask' }> | Refusal {
  const { report: typed } = parsed.texts;
  const list = listMeant(request);
  if (typed === undefined || list === null || parsed.command.says.to !== 'create') return parsed;
  const report = openFor(request, list, Number(typed));
  return isNo(report) ? report : { ...parsed, texts: { ...createTexts(report, request.now), ...parsed.texts } };
}

/** The report for which an embargo may be opened by a coordinator. */
export function openFor(request: Request, list: List, number: number): Report | Refusal {
  const report = known(list, number, request.heard.by);
  if (isNo(report) || report.state.type === 'open') return report;
  return refuse({ code: 'report-state', number, state: report.state.type, how: report.state.how });
}
