// Orders about reports from outside, carried out: by their reporters, and by coordinators.

import { cards } from '../../chat/embargo/announce.ts';
import type { SaidOfReport } from '../../chat/grammar/intent.ts';
import type { Db } from '../../db/connection/client.ts';
import { loadEmbargo } from '../../db/embargoes.ts';
import { lockList } from '../../db/lists.ts';
import { listFor } from '../../domain/embargo/audience/on-embargo.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import { decideList } from '../../domain/list/decide.ts';
import { type List, nameOf } from '../../domain/list/list.ts';
import { isReportCommand, type ReportCommand, reportAuthority } from '../../domain/list/reports/commands.ts';
import { known } from '../../domain/list/reports/decide.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { bareId, type ListId, type PersonId } from '../../domain/values/ids.ts';
import { isNo, isRefused, refuse } from '../../domain/values/refusal.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Engine } from '../../engine.ts';
import { embargoCalled } from '../../inbound/known-embargoes.ts';
import type { Request } from '../../inbound/request.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { contextOf, recordList } from '../list.ts';
import type { Reply } from '../reply.ts';
import { platformName } from '../resolve.ts';
import { seenOf, tellLinked } from './reporter.ts';
import { listOfReport, listToTell, reportSpeaker } from './which.ts';

export const isSaidOfReport = (here: { readonly type: string }): here is SaidOfReport =>
  here.type === 'know-report' || isReportCommand(here);

/** What anybody may say of a report of their own, on a list or not. */
export const isReporters = (here: { readonly type: string }): boolean => isReportCommand(here) && reportAuthority[here.type] === 'anybody';

/** Carries a command about a report out; a refusal is given back to be said. */
export async function runReport(reply: Reply, said: SaidOfReport): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const { heard, to, now } = request;
  const id = said.type === 'report-vulnerability' ? await listToTell(reply, said) : await listOfReport(tx, request, said);
  if (typeof id !== 'string') return id;
  const before = await lockList(tx, id);
  if (before === null) return refuse({ code: 'room-not-adopted' });
  const by = reportSpeaker(before, request, said.type === 'report-vulnerability' ? null : said.number);
  const command = await resolved(tx, request, before, by, said);
  if (isNo(command)) return command;
  const name = before.members[by] === undefined ? (platformName(heard, heard.by) ?? bareId(heard.by)) : nameOf(before, by);
  const context = { ...contextOf(request, before, name), by, inRoom: isOverheard(request) };
  const decision = decideList(before, command, context);
  if (isRefused(decision)) return decision;
  const after = await recordList(tx, engine, { before, facts: decision, by, to, now });
  if (command.type === 'link-report') await tellLinked(tx, engine, after, command, now);
  if (command.type === 'answer-report-date') await showAnswer(tx, engine, after, command.number, now);
  // What its reporter said of the dates is taken off the card of what it was linked to.
  if (command.type === 'reopen-report') await showAnswer(tx, engine, after, command.number, now, before);
  return null;
}

/** Who decides on a date sees what its reporter says to it. */
async function showAnswer(tx: Db, engine: Engine, list: List, number: number, now: Instant, linked: List = list): Promise<void> {
  const state = linked.reports?.byNumber[number]?.state;
  const embargo = state?.type === 'embargo' ? await loadEmbargo(tx, state.embargo) : null;
  if (embargo !== null) await enqueue(tx, engine, cards({ embargo, list: listFor(embargo, list, now), now }), { list, embargo }, now);
}

/** Whether others could read what was said: a form, and a command that its platform hides, are for the bot alone. */
const isOverheard = ({ heard }: Request): boolean => heard.room !== null && heard.said.type === 'words' && heard.trigger === null;

/** The same, of which the parts are known by now that could only be looked up. */
async function resolved(tx: Db, request: Request, list: List, by: PersonId, said: SaidOfReport): Promise<ReportCommand | Refusal> {
  if (said.type === 'know-report') return knownAs(tx, request, list, said);
  if (said.type !== 'answer-report-date') {
    const { list: _, ...command } = said;
    return command;
  }
  const { number, verdict, because } = said;
  const report = known(list, number, by);
  if (isNo(report)) return report;
  const open = (await seenOf(tx, report, request.now))?.asked ?? [];
  const proposal = said.proposal === null ? open[0]?.number : open.find((each) => each.number === said.proposal)?.number;
  if (proposal === undefined) return refuse({ code: report.state.type === 'embargo' ? 'no-date-asked' : 'report-without-embargo', number });
  return verdict === 'reject' && because === null
    ? refuse({ code: 'needs-because' })
    : { type: 'answer-report-date', number, verdict, because, proposal };
}

/** By the codename of an embargo of the list that the speaker knows, or by an address. */
async function knownAs(
  tx: Db,
  request: Request,
  list: List,
  said: Extract<SaidOfReport, { type: 'know-report' }>,
): Promise<ReportCommand | Refusal> {
  const { number } = said;
  const where = said.where.trim();
  const found = await embargoCalled(tx, request, where.toLowerCase());
  if (found?.list === list.id) return { type: 'link-report', number, how: 'known', embargo: found.id, codename: found.codename };
  const url = URL.canParse(where) ? new URL(where) : null;
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
    ? { type: 'close-report', number, how: 'public', because: url.href }
    : refuse({ code: 'report-known-where', number });
}

/** Writes down that an embargo was opened for a report. */
export async function linkReport(
  { tx, engine, request }: Reply,
  id: ListId,
  number: number,
  { id: embargo, codename }: Embargo,
): Promise<void> {
  const { heard, to, now } = request;
  const list = await lockList(tx, id);
  if (list === null) return;
  const command = { type: 'link-report', number, how: 'opened', embargo, codename } as const;
  const decision = decideList(list, command, contextOf(request, list, nameOf(list, heard.by)));
  if (isRefused(decision)) return;
  const after = await recordList(tx, engine, { before: list, facts: decision, by: heard.by, to, now });
  await tellLinked(tx, engine, after, command, now);
}
