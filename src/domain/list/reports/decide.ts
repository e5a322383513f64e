// What may happen to a report from outside: by whom it is, and by coordinators.

import type { PersonId } from '../../values/ids.ts';
import { isNo, refuse } from '../../values/refusal.ts';
import { dayMs, type Instant } from '../../values/time.ts';
import type { List } from '../list.ts';
import type { ListDecision, ListRefusal } from '../refusal.ts';
import { ownerOf } from '../room.ts';
import type { ReportCommand } from './commands.ts';
import type { ReportFact } from './facts.ts';
import {
  noReports,
  ofOtherServersMax,
  ofServerMax,
  ofStrangerMax,
  ofStrangersMax,
  openMax,
  type Report,
  talkEverMax,
  talkMax,
} from './report.ts';
import { openReports, reportsOf } from './reports.ts';

type Of<Type extends ReportCommand['type']> = Extract<ReportCommand, { type: Type }>;

/** `by`: the speaker, as their report knows them where it is theirs. `name`: what their platform calls them. */
export type ReportContext = { readonly by: PersonId; readonly name: string; readonly now: Instant; readonly inRoom: boolean };
type Decision = ListDecision<ReportFact>;

/** What a command about reports makes happen, or why it does not. */
export function decideReport(list: List, command: ReportCommand, context: ReportContext): Decision {
  if (command.type === 'report-vulnerability') return receive(list, command, context);
  const report = known(list, command.number, context.by);
  if (isNo(report)) return report;
  switch (command.type) {
    case 'talk-of-report':
      return talk(list, report, command, context);
    case 'close-report':
      return inState(report, ['open']) ?? [{ type: 'report-closed', report: report.number, how: command.how, because: command.because }];
    case 'link-report': {
      const { how, embargo, codename } = command;
      return inState(report, ['open']) ?? [{ type: 'report-linked', report: report.number, how, embargo, codename }];
    }
    case 'reopen-report':
      return mayReopen(report)
        ? [{ type: 'report-reopened', report: report.number }]
        : refuse({ code: 'report-not-closed', number: report.number });
    case 'credit-report':
      return credit(list, report, command, context);
    case 'answer-report-date':
      return answerDate(list, report, command, context);
    default:
      return command satisfies never;
  }
}

/** A report that somebody may know of: their own, or as a coordinator. That there is another is not theirs to learn. */
export function known(list: List, number: number, person: PersonId): Report | ListRefusal {
  const theirs = (each: Report) => each.reporter === person || list.members[person]?.role === 'coordinator';
  const found = list.reports?.byNumber[number];
  if (found !== undefined && theirs(found)) return found;
  return refuse({ code: 'no-report', number, open: openReports(list).flatMap((each) => (theirs(each) ? [each.number] : [])) });
}

/** By anybody, to the bot alone. Who is on the list is not counted: strangers must not be able to keep members from reporting. */
function receive(list: List, { said, credit, anonymous }: Of<'report-vulnerability'>, context: ReportContext): Decision {
  const { by, name, now, inRoom } = context;
  if (inRoom) return refuse({ code: 'report-in-private' });
  const limit = list.members[by] === undefined ? limitOf(list, by, now) : null;
  if (limit !== null) return refuse({ code: 'report-limit', ...limit, said });
  const report = (list.reports ?? noReports).given + 1;
  return [{ type: 'report-received', report, reporter: by, name, anonymous, credit, said }];
}

type Limit = { readonly because: 'yours' | 'server' | 'list' | 'open'; readonly most: number };

function limitOf(list: List, by: PersonId, now: Instant): Limit | null {
  const strangers = reportsOf(list).filter(({ reporter }) => list.members[reporter] === undefined);
  const today = strangers.filter(({ at }) => at > now - dayMs);
  if (today.filter(({ reporter }) => reporter === by).length >= ofStrangerMax) return { because: 'yours', most: ofStrangerMax };
  const server = ownerOf(by);
  const neighbours = today.filter(({ reporter }) => ownerOf(reporter) === server);
  if (server !== '' && neighbours.length >= ofServerMax) return { because: 'server', most: ofServerMax };
  const most = neighbours.length === 0 ? ofOtherServersMax : ofStrangersMax;
  if (today.length >= most) return { because: 'list', most };
  return strangers.filter(({ state }) => state.type === 'open').length >= openMax ? { because: 'open', most: openMax } : null;
}

/** Its reporter speaks as that, also where they coordinate the list. */
function talk(list: List, report: Report, { number, text }: Of<'talk-of-report'>, { by, now, inRoom }: ReportContext): Decision {
  const from = report.reporter === by ? 'reporter' : 'list';
  if (from === 'reporter' && inRoom) return refuse({ code: 'report-in-private' });
  if (report.talk.length >= talkEverMax) return refuse({ code: 'report-talk-limit', because: 'report', number, most: talkEverMax, text });
  const tired = from === 'reporter' ? saidEnough(list, by, now, { number, text }) : null;
  if (tired !== null) return tired;
  return [{ type: 'report-talked', report: number, from, by, text }];
}

/** What somebody says of their reports in a day, of whichever: each is told to coordinators. */
function saidEnough(
  list: List,
  by: PersonId,
  now: Instant,
  what: { readonly number: number; readonly text: string | null },
): ListRefusal | null {
  const instants = reportsOf(list)
    .filter(({ reporter }) => reporter === by)
    .flatMap(({ talk, answeredAt = [] }) => [...talk.flatMap(({ from, at }) => (from === 'reporter' ? [at] : [])), ...answeredAt]);
  const today = instants.filter((at) => at > now - dayMs).length;
  return today >= talkMax ? refuse({ code: 'report-talk-limit', because: 'yours', most: talkMax, ...what }) : null;
}

/** What was declined or known can have been so by mistake; for what an embargo was opened, that one ends. */
const mayReopen = ({ state }: Report): boolean => state.type === 'closed' || (state.type === 'embargo' && state.how === 'known');

function credit(list: List, report: Report, { number, credit: text }: Of<'credit-report'>, { by, now, inRoom }: ReportContext): Decision {
  if (report.reporter !== by) return refuse({ code: 'no-report', number, open: [] });
  if (inRoom) return refuse({ code: 'report-in-private' });
  if (report.state.type === 'closed') return inState(report, ['open', 'embargo']) ?? [];
  const settled = report.confirmed === true || report.state.type === 'open';
  if (settled && report.credit === text) return refuse({ code: 'credit-unchanged', number });
  return saidEnough(list, by, now, { number, text }) ?? [{ type: 'report-credited', report: number, credit: text }];
}

function answerDate(list: List, report: Report, command: Of<'answer-report-date'>, { by, now, inRoom }: ReportContext): Decision {
  const { number, proposal, verdict, because: reason } = command;
  if (report.reporter !== by) return refuse({ code: 'no-report', number, open: [] });
  if (inRoom) return refuse({ code: 'report-in-private' });
  if (report.state.type !== 'embargo') return refuse({ code: 'report-without-embargo', number });
  const before = report.dates[proposal];
  if (before?.verdict === verdict && before.reason === reason) return refuse({ code: 'report-date-unchanged', number });
  return (
    saidEnough(list, by, now, { number, text: reason }) ?? [{ type: 'report-date-answered', report: number, proposal, verdict, reason }]
  );
}

function inState({ number, state }: Report, states: readonly Report['state']['type'][]): ListRefusal | null {
  if (states.includes(state.type)) return null;
  return refuse({ code: 'report-state', number, state: state.type, how: state.type === 'open' ? null : state.how });
}
