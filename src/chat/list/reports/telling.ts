// What happened to a report from outside, said: to its reporter, and to coordinators. What is in it they read when they ask for it, never unasked.
import type { ReporterView } from '../../../domain/embargo/reporter-view.ts';
import { isPublic } from '../../../domain/embargo/reporter-view.ts';
import { coordinatorsOf, type List, nameOf } from '../../../domain/list/list.ts';
import type { ReportFact } from '../../../domain/list/reports/facts.ts';
import type { Report } from '../../../domain/list/reports/report.ts';
import { waitingReports } from '../../../domain/list/reports/reports.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { naming, ofList, personal } from '../../message/address.ts';
import { type Action, actions, code, type Inline, instant, line, type Node } from '../../message/message.ts';
import type { Outgoing, Urgency } from '../../message/outgoing.ts';
import { counted } from '../../message/view.ts';
import { answered, type ListEventContext } from '../event-context.ts';
import { dateActions, embargoStatus, wordsFor } from './shown.ts';

type FactOf<Type extends ReportFact['type']> = Extract<ReportFact, { type: Type }>;

/** Everything that is said of a fact about reports. */
export function reportMessages(fact: ReportFact, context: ListEventContext): Outgoing[] {
  if (fact.type === 'report-forgotten') return [];
  if (fact.type === 'reports-reminded') return reminded(fact, context);
  const report = context.list.reports?.byNumber[fact.report];
  if (report === undefined) return [];
  switch (fact.type) {
    case 'report-received':
      return received(report, context);
    case 'report-talked':
      return talked(fact, report, context);
    case 'report-closed':
      return closed(fact, report, context);
    case 'report-linked':
      return linked(report, context);
    case 'report-reopened':
      return [
        ...answered(context, `Report ${report.number} is open again. Its reporter was told.`),
        ...others(context, report, `opened report ${report.number} again.`),
        toReporter(report, [line(`Report ${report.number} on ${context.list.name} is open again: the coordinators are looking at it.`)]),
      ];
    case 'report-credited':
      return credited(report, context);
    case 'report-date-answered':
      return dateAnswered(fact, report, context);
    default:
      return fact satisfies never;
  }
}

/** To its reporter, wherever they are reached. */
export function toReporter({ reporter }: Report, nodes: readonly Node[]): Outgoing {
  return personal({ person: reporter, room: null }, nodes);
}

const showIt = (list: List, report: Report, label = `Show report ${report.number}`): Node =>
  actions({ label, words: wordsFor(list, report, 'report show'), style: 'primary' });

/** To each coordinator but who did it, and but whose report it is: they are told as its reporter. */
function toCoordinators(
  { list, to }: ListEventContext,
  report: Report | null,
  nodes: readonly Node[],
  urgency: Urgency = 'answer',
): Outgoing[] {
  const but: readonly (PersonId | undefined)[] = [to?.person, report?.reporter];
  return coordinatorsOf(list)
    .filter(({ person }) => !but.includes(person))
    .map(({ person }): Outgoing => ({ ...ofList(list, { person, room: null }, nodes), urgency }));
}

function others(context: ListEventContext, report: Report, did: string): Outgoing[] {
  const { list, to } = context;
  return toCoordinators(context, report, [
    line(`${list.name}: ${to === null ? 'The bot' : nameOf(list, to.person)} ${did}`),
    showIt(list, report),
  ]);
}

function received(report: Report, context: ListEventContext): Outgoing[] {
  const { list, now } = context;
  const due = counted(report.at + list.policy.rules.reportAnswerMs, now);
  const { number } = report;
  return [
    ...answered(context, `Received: report ${number} on ${list.name}. Only its coordinators can read it.`).map((said) =>
      withNodes(said, [
        line('They answer by ', ...due, ", and I'll tell you here. Please keep it to yourself until it's public."),
        line('To add something: ', code(`report answer ${number}`), '. To see where it stands: ', code('reports'), '.'),
      ]),
    ),
    ...toCoordinators(
      context,
      report,
      [line(`${list.name}: someone reported a vulnerability (report ${number}). Answer by `, ...due, '.'), showIt(list, report)],
      'deadline',
    ),
  ];
}

function withNodes(said: Outgoing, nodes: readonly Node[]): Outgoing {
  const { body } = said;
  return body.type === 'message'
    ? { ...said, body: { ...body, message: { ...body.message, nodes: [...body.message.nodes, ...nodes] } } }
    : said;
}

function talked({ from }: FactOf<'report-talked'>, report: Report, context: ListEventContext): Outgoing[] {
  const { list } = context;
  const { number } = report;
  if (from === 'reporter')
    return [
      ...answered(context, `Sent to the coordinators of ${list.name}.`),
      ...toCoordinators(
        context,
        report,
        [line(`${list.name}: the reporter wrote about report ${number}.`), showIt(list, report)],
        // What is closed can wait until the morning.
        report.state.type === 'closed' ? 'nudge' : 'deadline',
      ),
    ];
  return [
    ...answered(context, `Sent to the reporter of report ${number}.`),
    ...others(context, report, `wrote to the reporter of report ${number}.`),
    toReporter(report, [
      line(`The coordinators of ${list.name} wrote to you about report ${number}. To answer: `, code(`report answer ${number}`), '.'),
      showIt(list, report, 'Read it'),
    ]),
  ];
}

function closed({ how, because }: FactOf<'report-closed'>, report: Report, context: ListEventContext): Outgoing[] {
  const { list } = context;
  const { number } = report;
  const told: Node[] =
    how === 'declined'
      ? [line(`The coordinators of ${list.name} declined report ${number}.`), showIt(list, report, 'Read why')]
      : [line(`Report ${number} on ${list.name} is public already: ${because}`)];
  return [
    ...answered(
      context,
      `${how === 'declined' ? 'Declined' : 'Closed as public'}: report ${number}. Its reporter was told. To undo: `,
      code(`report reopen ${number}`),
      '.',
    ),
    ...others(context, report, how === 'declined' ? `declined report ${number}.` : `closed report ${number} as public.`),
    toReporter(report, told),
  ];
}

/** To coordinators; its reporter is told by what they may see of the embargo. */
function linked(report: Report, context: ListEventContext): Outgoing[] {
  const { state, number } = report;
  if (state.type !== 'embargo') return [];
  const about = [{ id: state.embargo }];
  const how = state.how === 'opened' ? `opened for report ${number}` : `linked to report ${number}`;
  const undo = state.how === 'opened' ? [] : [' To undo: ', code(`report reopen ${number}`), '.'];
  const said = answered(context, code(state.codename), `: ${how}. Its reporter sees the status and the dates, nothing else.`, ...undo);
  return [
    ...said.map((each) => naming(each, about)),
    ...(state.how === 'opened' ? [] : others(context, report, `linked report ${number} to an embargo.`)),
  ];
}

function credited(report: Report, context: ListEventContext): Outgoing[] {
  const { list } = context;
  const { number, credit, state } = report;
  return [
    ...answered(
      context,
      credit === null ? `Recorded: nobody is credited for report ${number}.` : `Recorded: the credit for report ${number} is ${credit}.`,
    ),
    ...(state.type === 'embargo'
      ? toCoordinators(
          context,
          report,
          [
            line(
              `${list.name}: the reporter of report ${number} ${credit === null ? 'wants no credit' : 'said how to credit them'}. Check that the embargo says the same.`,
            ),
            showIt(list, report),
          ],
          'nudge',
        )
      : []),
  ];
}

function dateAnswered({ verdict }: FactOf<'report-date-answered'>, report: Report, context: ListEventContext): Outgoing[] {
  const { list } = context;
  const says = verdict === 'accept' ? 'works for them' : "doesn't work for them";
  return [
    ...answered(context, `Recorded. The list sees it with the proposal.`),
    ...toCoordinators(context, report, [
      line(`${list.name}: the reporter of report ${report.number} says that the proposed date ${says}.`),
      showIt(list, report),
    ]),
  ];
}

/** Of all that wait, at once. Who reported what is late is told that it is. */
function reminded({ waiting, late }: FactOf<'reports-reminded'>, context: ListEventContext): Outgoing[] {
  const { list, now } = context;
  const open = waitingReports(list).filter(({ report }) => waiting.includes(report.number));
  const [first, ...more] = open;
  if (first === undefined) return [];
  const overdue = open.filter(({ due }) => due <= now).length;
  const numbers = open.map(({ report }) => report.number).join(', ');
  const what: Inline[] =
    more.length === 0
      ? [`${list.name}: report ${first.report.number} waits for an answer, by `, ...counted(first.due, now), '.']
      : [
          `${list.name}: ${open.length} reports wait for an answer (${numbers}), the first by `,
          ...counted(Math.min(...open.map(({ due }) => due)), now),
          '.',
        ];
  const buttons: Action[] =
    more.length === 0
      ? [{ label: `Show report ${first.report.number}`, words: wordsFor(list, first.report, 'report show'), style: 'primary' }]
      : [{ label: 'Show the reports', words: 'reports', style: 'primary' }];
  return [
    // Before they are late, quiet hours are kept.
    ...toCoordinators(context, null, [line(...what), actions(...buttons)], overdue > 0 ? 'deadline' : 'nudge'),
    ...open
      .filter(({ report }) => late.includes(report.number))
      .map(({ report }) =>
        toReporter(report, [
          line(`Nobody has answered report ${report.number} on ${list.name} yet. I reminded the coordinators again, and will each day.`),
        ]),
      ),
  ];
}

/** What a reporter is told as the embargo changes that is about their report. `before` null: it has just become one. Empty: nothing that they see changed. */
export function reporterNews(list: List, report: Report, before: ReporterView | null, after: ReporterView): Node[] {
  const { number, state } = report;
  const about = `Report ${number} on ${list.name}`;
  const nodes: Node[] = [];
  if (before === null) {
    const known = state.type === 'embargo' && state.how === 'known';
    nodes.push(
      line(
        known
          ? `${about}: the list knew of it already, and is working on it in secret.`
          : `${about}: accepted. The list is working on a fix, in secret.`,
        " Please keep it to yourself until it's public.",
      ),
    );
  }
  if (after.end !== null) {
    if (before?.end == null)
      nodes.push(
        line(
          `${about}: ${isPublic(after) ? "it's public now. Thank you." : ''}`,
          ...(isPublic(after) ? [] : [...embargoStatus(after), '.']),
        ),
      );
    return isPublic(after) && before?.end == null ? [...nodes, ...creditNodes(list, report, true)] : nodes;
  }
  if (before?.end != null) nodes.push(line(`${about}: the list took it up again.`));
  if (after.date !== (before?.date ?? null))
    nodes.push(
      after.date === null
        ? line(`${about}: there is no agreed date at the moment.`)
        : line(
            `${about}: ${before?.date == null ? 'it becomes public on ' : 'the date moved, it becomes public on '}`,
            instant(after.date),
            '.',
          ),
    );
  if (list.policy.rules.reporterAsked)
    for (const asked of after.asked.filter((each) => !(before?.asked ?? []).some(({ number: known }) => known === each.number)))
      nodes.push(
        line(
          `${about}: proposed date `,
          instant(asked.at),
          ". Does it work for you? The list decides; it sees your answer, which isn't a vote.",
        ),
        actions(...dateActions(list, report, asked)),
      );
  return before === null ? [...nodes, ...creditNodes(list, report, false)] : nodes;
}

/** As whom they are credited. `over`: nothing is asked any more. */
function creditNodes(list: List, report: Report, over: boolean): Node[] {
  const { credit, anonymous } = report;
  if (over) return credit === null ? [] : [line(`Credit: ${credit}.`)];
  const words = wordsFor(list, report, 'report credit');
  const asked = credit === null ? `Credit: none${anonymous ? ', because you asked to stay anonymous' : ''}.` : `Credit: ${credit}.`;
  return [
    line(`${asked} Is that right?`),
    actions(
      { label: credit === null ? 'No credit' : 'Credit is right', words: `${words} ${credit ?? 'none'}` },
      { label: 'Change the credit…', words },
    ),
  ];
}
