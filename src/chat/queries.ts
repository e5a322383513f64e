// Answers to questions: for the one who asked, where they asked.
import type { Kind } from '../domain/audience.ts';
import type { EmbargoCommand } from '../domain/embargo/commands.ts';
import { consentOf, isIn, memberOf } from '../domain/embargo/consent.ts';
import { decidingQuorum, overdueProposals } from '../domain/embargo/date/silence.ts';
import { type Answer, type Embargo, type Proposal, type PublicStateKey, type Published, reviewsOf } from '../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../domain/embargo/facts.ts';
import { distributorsOf, type List, membersOf } from '../domain/list/list.ts';
import { reportsOn } from '../domain/list/reports/reports.ts';
import { listTodosOf } from '../domain/list/todos.ts';
import type { Happened } from '../domain/values/happened.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { aboutNodes } from './embargo/about/about.ts';
import { siblingNodes } from './embargo/about/linked.ts';
import { audienceNodes } from './embargo/audience/audience.ts';
import { card, linkRow } from './embargo/card.ts';
import { termsMessage } from './embargo/consent.ts';
import { retrospectiveMarkdown, retrospectiveNodes } from './embargo/end/retrospective.ts';
import { todoNodes } from './embargo/event-context.ts';
import { exceptionNodes } from './embargo/exceptions/exceptions.ts';
import { permissionNodes } from './embargo/exceptions/permissions.ts';
import { bundleNodes } from './embargo/leak/bundle.ts';
import { leakNodes } from './embargo/leak/case.ts';
import { todosOn } from './embargo/menu.ts';
import { draftNodes, draftsNodes } from './embargo/public/drafts.ts';
import { draftFiles } from './embargo/public/files.ts';
import { reviewNodes } from './embargo/review/checklist-walk.ts';
import { findingNodes } from './embargo/review/findings.ts';
import { patchesNodes } from './embargo/review/patches.ts';
import { variantNodes } from './embargo/review/variants.ts';
import { embargoRow, inOrder, todoRow } from './embargo/rows.ts';
import { timelineRows } from './embargo/timeline.ts';
import { whoNodes } from './embargo/who.ts';
import type { EmbargoQuestion, Query } from './grammar/intent.ts';
import { listTodoActions, listTodoRow } from './list/todos.ts';
import { answer, naming, ofList, type Speaker, titled } from './message/address.ts';
import { actions, bullets, code, fields, heading, type Inline, instant, line, type Message, type Node } from './message/message.ts';
import type { Outgoing } from './message/outgoing.ts';
import { dateFields, personLabel, todoActions, toldFields, type View } from './message/view.ts';
import { formatUtc, typedUtc } from './values/instant.ts';
import { quoted, word } from './values/quoting.ts';

/** Which finding, or which draft, is asked for. */
type Which = Pick<Extract<Query, { type: EmbargoQuestion }>, 'number' | 'draft'>;

/** An answer about one embargo. `facts` are its record, for what is shown of it; `siblings`: those of its links that the reader may know of. */
export function embargoAnswer(
  query: EmbargoQuestion,
  view: View,
  to: Speaker,
  facts: readonly Happened<EmbargoFact>[],
  siblings: readonly Embargo[] = [],
  which: Which = {},
): Outgoing {
  const { kind, message } = embargoMessage(query, view, to, facts, siblings, which);
  const { codename } = view.embargo;
  const hint = line('Acknowledge the terms of this embargo first.');
  const less = titled(view.embargo, [hint, actions({ label: 'Read the terms', words: `terms ${codename}`, style: 'primary' })]);
  const said = { ...answer(to, view.embargo, { kind, urgency: 'answer' }, message), body: { type: 'message', message, less } } as const;
  return naming(said, query === 'details' ? siblings : []);
}

function embargoMessage(
  query: EmbargoQuestion,
  view: View,
  to: Speaker,
  facts: readonly Happened<EmbargoFact>[],
  siblings: readonly Embargo[],
  { number, draft }: Which,
): { kind: Kind; message: Message } {
  const { embargo, list: members } = view;
  const outside = memberOf(members, to.person)?.role === 'outsider';
  // The gate says the same: here they learn why.
  if (outside && !forOutsiders.has(query)) return { kind: 'dates', message: titled(embargo, notTheirs) };
  const nodes = (kind: Kind, ...all: Node[]) => ({ kind, message: titled(embargo, all) });
  switch (query) {
    case 'status':
      return statusMessage(view, to);
    case 'timeline':
      return nodes('record', bullets(timelineRows(facts, view, to.person)));
    case 'who':
      return nodes('metadata', ...whoNodes(view, facts));
    case 'audience':
      return nodes('metadata', ...audienceNodes(view, to.person));
    case 'details':
      return nodes('detail', ...detailNodes(view, outside), ...siblingNodes(view, siblings));
    case 'terms':
      return { kind: 'terms', message: termsMessage(view, ['The terms of this embargo:']) };
    case 'patch':
      return nodes('detail', ...patchesNodes(view));
    case 'reviews': {
      const reviews = reviewsOf(embargo).flatMap((review) => reviewNodes(view, review, personLabel(members, review.reviewer)));
      return nodes('record', ...(reviews.length === 0 ? [line('There are no reviews yet.')] : [...reviews, ...variantNodes(view)]));
    }
    case 'finding':
      return nodes('record', ...findingNodes(view, to.person, number ?? null));
    case 'draft':
      if (draft === 'files') {
        const { nodes: said, files = [] } = draftFiles(view);
        return { kind: 'record', message: { ...titled(embargo, said), files } };
      }
      return nodes('record', ...(draft === undefined ? draftsNodes(view) : draftNodes(view, draft)));
    case 'exceptions':
      return nodes('record', ...exceptionNodes(view, to.person));
    case 'retro':
      return nodes('record', ...retrospectiveNodes(view, facts));
    case 'retro-markdown':
      return nodes('record', ...retrospectiveMarkdown(view, facts, 'list'));
    case 'retro-public':
      return nodes('record', ...retrospectiveMarkdown(view, facts, 'public'));
    case 'leak':
      return nodes('record', ...leakNodes(view, to.person, number ?? null));
    case 'leak-bundle':
      return nodes('record', ...bundleNodes(view));
    case 'pause':
      return nodes('dates', line('Stopped. Your answers are saved. ', code('review steps'), ' continues.'));
    default:
      return query satisfies never;
  }
}

/** What somebody from outside of the list is shown of an embargo: what their part needs. */
const forOutsiders: ReadonlySet<EmbargoQuestion> = new Set(['status', 'details', 'terms', 'patch']);
const notTheirs = [
  line(
    "You're not on the list: that's for its members. You have ",
    code('status'),
    ', ',
    code('details'),
    ', ',
    code('patch'),
    ' and ',
    code('terms'),
    '.',
  ),
];

/** Who has not acknowledged gets the dates and the terms; the others the card and what they owe. */
function statusMessage(view: View, to: Speaker): { kind: Kind; message: Message } {
  const { embargo, list: members } = view;
  if (!isIn(consentOf(embargo, memberOf(members, to.person)))) {
    return { kind: 'terms', message: termsMessage(view, ['Until you accept them, you see only the codename, the dates and the terms.']) };
  }
  if (memberOf(members, to.person)?.role === 'outsider') {
    const todos = todoNodes(view, to.person, 'Waiting on you:');
    return { kind: 'dates', message: titled(embargo, [fields(...dateFields(view)), ...todos]) };
  }
  const { push, nodes } = card(view);
  const shown = nodes.filter((node) => node.type !== 'actions');
  return {
    kind: 'metadata',
    message: { push, nodes: [...shown, ...permissionNodes(view, 'signed'), ...todoNodes(view, to.person, 'Waiting on you:')] },
  };
}

/** `outside`: without what people of the list said, and to whom it was told. */
function detailNodes(view: View, outside: boolean): Node[] {
  const { embargo, list: members } = view;
  if (embargo.purgedAt !== undefined)
    return [line('Its details were purged ', instant(embargo.purgedAt), ": the retention time is over. What's public stays public.")];
  const { about } = embargo;
  if (outside) return aboutNodes(about, members);
  const said = [...proposalReasons(embargo, members), ...worldReports(embargo, members)];
  const because = embargo.ended?.because ?? null;
  const told = toldFields(view);
  const out = Object.entries<Published>(embargo.published).flatMap(([key, published]) =>
    [published, ...(published.also ?? [])].map((each) => linkRow(key, each, { embargo, list: members })),
  );
  return [
    ...aboutNodes(about, members),
    ...permissionNodes(view, 'signed'),
    ...(told.length === 0 ? [] : [fields(...told)]),
    ...(said.length === 0 ? [] : [line('Reasons and reports:'), bullets(said)]),
    ...(out.length === 0 ? [] : [line('Out already:'), bullets(out)]),
    ...(because === null ? [] : [line(`It ended because: ${because}`)]),
  ];
}

function proposalReasons({ id, proposals }: Embargo, members: List): Inline[][] {
  return Object.values<Proposal>(proposals).flatMap(({ number, by, reason, answers }) => {
    const asked = reason === null ? [] : [[`${personLabel(members, by)} asked for proposal ${number}: ${reason}`]];
    const given = Object.values<Answer>(answers).flatMap((answer) =>
      answer.reason === null ? [] : [[`${personLabel(members, answer.by)} on proposal ${number}: ${answer.reason}`]],
    );
    const outside = reportsOn(members, id).flatMap(({ dates }) => {
      const said = dates[number]?.reason ?? null;
      return said === null ? [] : [[`The reporter on proposal ${number}: ${said}`]];
    });
    return [...asked, ...given, ...outside];
  });
}

function worldReports(embargo: Embargo, members: List): Inline[][] {
  return Object.values(embargo.publicState).map(({ by, how }) => [`${personLabel(members, by)} reported: ${how}`]);
}

/** What has ended, the newest first. `next`: behind which there is more. */
type Ended = { readonly views: readonly View[]; readonly next: string | null };
const nothingEnded: Ended = { views: [], next: null };

/** The embargoes of a list that somebody may know of; behind them a page of what has ended. */
export function listAnswer(list: List, views: readonly View[], to: Speaker, ended: Ended = nothingEnded): Outgoing {
  const all = [...inOrder(views), ...ended.views];
  const nodes = all.length === 0 ? [line('You have no embargoes.')] : [bullets(all.map(listRow)), ...olderNodes(ended)];
  return naming(ofList(list, to, nodes), embargoesOf(all));
}

/** A further page of what has ended. */
export function olderAnswer(list: List, ended: Ended, to: Speaker): Outgoing {
  const nodes =
    ended.views.length === 0 ? [line('There are no older embargoes.')] : [bullets(ended.views.map(listRow)), ...olderNodes(ended)];
  return naming(ofList(list, to, nodes), embargoesOf(ended.views));
}

const listRow = (view: View): Inline[] => embargoRow(view, (phase) => phase);
const olderNodes = ({ next }: Ended): Node[] => (next === null ? [] : [actions({ label: 'Show older', words: `list all before=${next}` })]);

/** What somebody owes on a list's embargoes, the earliest due first, and what they owe the list besides. */
export function todosAnswer(list: List, views: readonly View[], to: Speaker, now: Instant): Outgoing {
  const owed = todosOn(views, to.person);
  const besides = listTodosOf(list, to.person, now);
  if (owed.length + besides.length === 0) return ofList(list, to, [line("You're all caught up.")]);
  const buttons = [
    ...owed.slice(0, buttonsMax).flatMap(({ todo, view }) => todoActions(todo, view.embargo.codename)),
    ...besides.slice(0, Math.max(0, buttonsMax - owed.length)).flatMap(listTodoActions),
  ];
  const rows = [...owed.map(todoRow), ...besides.map((todo) => listTodoRow(todo, list, now))];
  return naming(ofList(list, to, [line('Waiting on you:'), bullets(rows), actions(...buttons)]), embargoesOf(views));
}

/** The embargoes that somebody is on from outside of their lists, and what waits on them. */
export function outsideNodes(views: readonly View[], person: PersonId): Node[] {
  const owed = todosOn(views, person);
  return [
    bullets(inOrder(views).map((view) => embargoRow(view, (phase) => phase))),
    ...(owed.length === 0 ? [] : [line('Waiting on you:'), bullets(owed.map(todoRow))]),
    actions(...owed.slice(0, buttonsMax).flatMap(({ todo, view }) => todoActions(todo, view.embargo.codename))),
  ];
}

const embargoesOf = (views: readonly View[]): Embargo[] => views.map(({ embargo }) => embargo);

// More would be a wall of buttons; the rows above name everything.
const buttonsMax = 5;

/** A list's distributors and people. */
export function membersAnswer(list: List, to: Speaker, now: Instant): Outgoing {
  const distributors = distributorsOf(list).map((distributor): Inline[] => [
    `${distributor.name}: ${distributor.releases.length === 0 ? 'no releases named yet' : `ships ${distributor.releases.join(', ')}`}`,
  ]);
  const people = membersOf(list).map((member): Inline[] => [
    `${personLabel(list, member.person)}: ${member.role}`,
    ...(member.away === undefined || member.away.until <= now ? [] : [', away until ', instant(member.away.until)]),
  ]);
  return ofList(list, to, [heading(list.name), line('Organizations'), bullets(distributors), line('People'), bullets(people)]);
}

/** What an order means, before it is done: asked once, by its codename. */
export function confirmOrder(view: View, to: Speaker, command: EmbargoCommand): Outgoing {
  const { codename } = view.embargo;
  const { asks, label, words } = command.type === 'decide-date' ? decisionAsked(view, command) : confirmation(codename, command);
  const message = titled(view.embargo, [line(asks), actions({ label, words, style: 'danger' })]);
  return answer(to, view.embargo, { kind: 'dates', urgency: 'answer' }, message);
}

function confirmation(codename: string, command: EmbargoCommand): { asks: string; label: string; words: string } {
  if (command.type === 'report-public-state') {
    const { what, how } = command;
    const label = `Report ${codename} as ${reportedAs[what]}`;
    return {
      asks: `${label}? I'll ask coordinators to decide within the hour.`,
      label,
      words: `report ${codename} ${what} sure=yes how=${quoted(how)}`,
    };
  }
  const at = command.type === 'disclose' ? (command.at ?? null) : null;
  const despite = command.type === 'disclose' ? command.despite : undefined;
  const since = at === null ? '' : `, public since ${formatUtc(at)}`;
  return {
    asks: `Confirm that ${codename} is disclosed${since}? It takes two people.`,
    label: `Confirm ${codename} is disclosed`,
    words: `disclose ${codename}${at === null ? '' : ` at="${typedUtc(at)}"`}${despite === undefined ? '' : ` despite=${word(despite)}`}`,
  };
}

/** A coordinator's own yes or no to a date to which the list did not respond. */
function decisionAsked({ embargo, list, now }: View, { number, verdict }: Extract<EmbargoCommand, { type: 'decide-date' }>) {
  const { codename } = embargo;
  const asked = number === null ? overdueProposals(embargo, now)[0] : embargo.proposals[number];
  const date = asked === undefined ? 'the proposed date' : formatUtc(asked.at);
  const which = asked?.number ?? number;
  const { count } = decidingQuorum(list);
  const verb = verdict === 'accept' ? 'Accept' : 'Reject';
  return {
    asks: `${verb} ${date} (proposal ${which}) as a coordinator, for those who didn't respond? ${
      count === 1 ? 'Your answer decides.' : `It takes ${count} coordinators.`
    }`,
    label: `${verb} ${date}`,
    words: `date decide ${codename} ${which} verdict=${verdict} sure=yes`,
  };
}

const reportedAs: Readonly<Record<PublicStateKey, string>> = { public: 'public', exploit: 'exploited in public', attacks: 'under attack' };
