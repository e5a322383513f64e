// A report from outside, shown: to coordinators with what is in it, to its reporter with what they said and where it stands.
import type { ReporterView } from '../../../domain/embargo/reporter-view.ts';
import { isPublic } from '../../../domain/embargo/reporter-view.ts';
import { type List, nameOf } from '../../../domain/list/list.ts';
import { type Report, type Talk, waitsSince } from '../../../domain/list/reports/report.ts';
import { forgottenAt } from '../../../domain/list/reports/reports.ts';
import type { Instant } from '../../../domain/values/time.ts';
import { answer, personal, type Speaker } from '../../message/address.ts';
import {
  type Action,
  actions,
  bullets,
  code,
  field,
  fields,
  heading,
  type Inline,
  instant,
  line,
  type Node,
  someone,
  soon,
} from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { counted, endTitles } from '../../message/view.ts';

/** The words of a command about a report; with the list, for who may have one of that number on another. */
export const wordsFor = (list: List, report: Pick<Report, 'number'>, words: string): string => `${words} ${report.number} list=${list.id}`;

/** An answer that coordinators alone may read. */
export function toCoordinator(list: List, to: Speaker, nodes: readonly Node[]): Outgoing {
  const message = { push: 'Embargo bot: an answer for you', nodes, quiet: true } as const;
  return { ...answer(to, null, { kind: 'report', urgency: 'answer' }, message), list: list.id };
}

/** The whole, to a coordinator. `seen`: how its reporter sees the embargo that is about it. */
export function reportAnswer(list: List, to: Speaker, report: Report, now: Instant, seen: ReporterView | null): Outgoing {
  const { reporter, anonymous, at } = report;
  const nodes = [
    heading(`Report ${report.number} · ${list.name}`),
    fields(
      field('From', someone(reporter), anonymous ? ', anonymous to everyone but coordinators' : ''),
      field('Received', instant(at)),
      field('Status', ...statusOf(report, list, now, seen, true)),
      ...saidFields(report),
      ...dateFields(report, seen),
    ),
    ...talkNodes(report, list, false),
    actions(...coordinatorActions(list, report)),
  ];
  return toCoordinator(list, to, nodes);
}

/** The same to its reporter. */
export function ownReportAnswer(list: List, to: Speaker, report: Report, now: Instant, seen: ReporterView | null): Outgoing {
  const nodes = [
    heading(`Report ${report.number} · ${list.name}`),
    fields(
      field('Received', instant(report.at)),
      field('Status', ...statusOf(report, list, now, seen, false)),
      ...(seen?.date == null || seen.end !== null ? [] : [field('Public on', instant(seen.date))]),
      ...saidFields(report),
      ...dateFields(report, seen),
    ),
    ...talkNodes(report, list, true),
    ...(seen === null ? [] : seen.asked.filter(({ number }) => report.dates[number] === undefined)).map((each) =>
      actions(...dateActions(list, report, each)),
    ),
    actions(
      ...(report.state.type === 'closed' ? [] : [{ label: 'Write to the coordinators…', words: wordsFor(list, report, 'report answer') }]),
      ...(report.state.type === 'closed' ? [] : [{ label: 'Change the credit…', words: wordsFor(list, report, 'report credit') }]),
    ),
  ];
  const shown = personal(to, nodes);
  return shown.body.type === 'message' ? { ...shown, body: { ...shown.body, message: { ...shown.body.message, quiet: true } } } : shown;
}

/** The buttons with which a reporter answers a proposed date. */
export function dateActions(list: List, report: Report, { number, at }: ReporterView['asked'][number]): Action[] {
  const words = (verdict: string) => `${wordsFor(list, report, 'report date')} ${verdict} proposal=${number}`;
  const day = dayOf(at);
  return [
    { label: `${day} works`, words: words('yes'), style: 'primary' },
    { label: `${day} doesn't work…`, words: words('no') },
  ];
}

const dayOf = (at: Instant): string => new Date(at).toLocaleDateString('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });

function coordinatorActions(list: List, report: Report): Action[] {
  const words = (command: string) => wordsFor(list, report, command);
  const talk = { label: 'Ask or answer…', words: words('report answer') };
  switch (report.state.type) {
    case 'open':
      return [
        { label: 'Open an embargo…', words: `create report=${report.number}`, style: 'primary' },
        talk,
        { label: 'Decline…', words: words('report decline') },
        { label: 'Already known…', words: words('report known') },
      ];
    case 'closed':
      return [{ label: 'Open it again', words: words('report reopen') }, talk];
    case 'embargo':
      return [
        talk,
        { label: `Status of ${report.state.codename}`, words: `status ${report.state.codename}` },
        ...(report.state.how === 'known' ? [{ label: 'Not the same: open it again', words: words('report reopen') }] : []),
      ];
    default:
      return report.state satisfies never;
  }
}

function saidFields({ said, credit, anonymous, confirmed }: Report) {
  const { what, component, versions, exploitability, reproduce, wish } = said;
  const given = (label: string, text: string | null) => (text === null ? [] : [field(label, text)]);
  return [
    ...given('What', what),
    ...given('Component', component),
    ...given('Versions', versions),
    ...given('Exploitability', exploitability),
    ...given('To reproduce', reproduce),
    ...given('Wish for a date', wish),
    field('Credit', `${credit ?? (anonymous ? 'none, anonymous' : 'none')}${confirmed === true ? ' (confirmed)' : ''}`),
  ];
}

function dateFields({ dates }: Report, seen: ReporterView | null) {
  return (seen?.asked ?? []).flatMap(({ number, at }) => {
    const said = dates[number];
    if (said === undefined) return [];
    return [
      field(
        'To the date',
        instant(at),
        `: ${said.verdict === 'accept' ? 'works' : "doesn't work"}${said.reason === null ? '' : `. ${said.reason}`}`,
      ),
    ];
  });
}

/** Where a report stands. `inside`: for coordinators, who may know the codename. */
export function statusOf(report: Report, list: List, now: Instant, seen: ReporterView | null, inside: boolean): Inline[] {
  const { state } = report;
  switch (state.type) {
    case 'open': {
      const since = waitsSince(report);
      if (since === null) return [inside ? 'waiting for its reporter' : 'waiting for your answer'];
      return [
        inside ? 'waiting for an answer, by ' : 'with the coordinators, who answer by ',
        ...counted(since + list.policy.rules.reportAnswerMs, now),
      ];
    }
    case 'closed': {
      const until = forgottenAt(report, list);
      const kept: Inline[] = until === null ? [] : ['. Kept until ', instant(until)];
      return [state.how === 'declined' ? `declined: ${state.because}` : `public already: ${state.because}`, ...(inside ? kept : [])];
    }
    case 'embargo': {
      if (inside) return [`${state.how === 'known' ? 'known already' : 'accepted'}, embargo `, code(state.codename)];
      return [...(seen === null ? ['accepted'] : embargoStatus(seen))];
    }
    default:
      return state satisfies never;
  }
}

/** Where the embargo stands that is about a report, for its reporter. */
export function embargoStatus(seen: ReporterView): Inline[] {
  if (isPublic(seen)) return ['public'];
  if (seen.end !== null) return [`closed without going public: ${endTitles[seen.end]}`];
  return [seen.date === null ? 'accepted, the date is being decided' : 'accepted, the date is agreed'];
}

function talkNodes({ talk, name }: Report, list: List, own: boolean): Node[] {
  if (talk.length === 0) return [];
  const who = ({ from, by }: Talk) => (from === 'list' ? nameOf(list, by) : own ? 'You' : name);
  return [line('Asked and answered:'), bullets(talk.map((each): Inline[] => [soon(each.at), `, ${who(each)}: ${each.text}`]))];
}

/** One row for each report, to coordinators. */
export function reportsAnswer(list: List, to: Speaker, reports: readonly Report[], now: Instant, all: boolean): Outgoing {
  const rows = reports.map((report): Inline[] => [
    `${report.number}: ${report.said.component}, `,
    ...statusOf(report, list, now, null, true),
  ]);
  const none = all ? `Nobody has reported anything to ${list.name} from outside.` : `No report from outside is open on ${list.name}.`;
  const shown = reports
    .slice(0, buttonsMax)
    .map((report) => ({ label: `Show report ${report.number}`, words: wordsFor(list, report, 'report show') }));
  const nodes =
    reports.length === 0
      ? [line(none, ...(all ? [] : [' All: ', code('reports all'), '.']))]
      : [line(`Reports from outside, ${list.name}:`), bullets(rows), actions(...shown)];
  return toCoordinator(list, to, nodes);
}

const buttonsMax = 10;

/** The same to a reporter, of their own on one or several lists. */
export function ownReportsNodes(
  own: readonly { readonly list: List; readonly report: Report; readonly seen: ReporterView | null }[],
  now: Instant,
): Node[] {
  if (own.length === 0) return [line("You haven't reported anything. To report a vulnerability: ", code('report vulnerability'), '.')];
  const rows = own.map(({ list, report, seen }): Inline[] => [
    `Report ${report.number} on ${list.name}: `,
    ...(report.state.type === 'closed'
      ? [report.state.how === 'declined' ? 'declined' : 'public already']
      : statusOf(report, list, now, seen, false)),
  ]);
  const shown = own
    .slice(0, buttonsMax)
    .map(({ list, report }) => ({ label: `Show report ${report.number} on ${list.name}`, words: wordsFor(list, report, 'report show') }));
  return [bullets(rows), actions(...shown)];
}
