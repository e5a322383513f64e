// The look back, said: what happened and what people say of it, in one page that can be pasted elsewhere; and what is told as it grows.
import { idsOf } from '../../../domain/embargo/about/about.ts';
import { roster } from '../../../domain/embargo/consent.ts';
import { agreedDate, type Embargo, type Finding, type LookBack, type Patch } from '../../../domain/embargo/embargo.ts';
import { madePublic } from '../../../domain/embargo/end/owed.ts';
import { hasSaid, isOpenToLookBack, retrospectiveOf } from '../../../domain/embargo/end/retrospective.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { nameOf } from '../../../domain/list/list.ts';
import type { Happened } from '../../../domain/values/happened.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { dayMs, hourMs, minuteMs } from '../../../domain/values/time.ts';
import { toPerson, toThreads } from '../../message/address.ts';
import { leakTitles } from '../../message/leak-words.ts';
import {
  type Action,
  actions,
  bullets,
  code,
  heading,
  type Inline,
  instant,
  line,
  type Node,
  soon,
  verbatim,
} from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { plainLine } from '../../message/plain.ts';
import { actionButtons, endTitles, findingTitle, many, personLabel, showRetrospective, type View } from '../../message/view.ts';
import { by, type EventContext, reply, showReason, tell, toOtherCoordinators } from '../event-context.ts';
import { reportedBy } from '../leak/case.ts';
import { letIn } from '../who.ts';

type Facts = readonly Happened<EmbargoFact>[];
type Part = { readonly title: string; readonly rows: readonly Inline[][] };
/** list: for those who know of the embargo. public: without names and words but of those who agreed, and without what leaked. */
type Reader = 'list' | 'public';
type FactOf<Type extends EmbargoFact['type']> = Extract<EmbargoFact, { type: Type }>;

/** What happened and what people say of it, with the buttons to add to it. */
export function retrospectiveNodes(view: View, facts: Facts): Node[] {
  const { embargo } = view;
  if (!isOpenToLookBack(embargo))
    return [line('The retrospective opens with a leak, or once the embargo has ended and is public. Until then: ', code('timeline'), '.')];
  const parts = partsOf(view, facts, 'list');
  return [
    heading(`Retrospective of ${embargo.codename}`),
    ...parts.flatMap(({ title, rows }) => [line(title), bullets(rows)]),
    actions(...ways(embargo)),
  ];
}

/** The same as Markdown, a line of code each, to be copied. */
export function retrospectiveMarkdown(view: View, facts: Facts, reader: Reader): Node[] {
  const { embargo, list } = view;
  if (!isOpenToLookBack(embargo)) return retrospectiveNodes(view, facts);
  if (reader === 'public' && (embargo.ended === null || !madePublic(embargo.ended.reason)))
    return [line("This embargo isn't public, so there is no public version. For the list: "), actions(showRetrospective(embargo.codename))];
  const title = reader === 'public' ? idsOf(embargo.about).join(', ') || list.name : embargo.codename;
  const rows = partsOf(view, facts, reader).flatMap((part) => [
    '',
    `## ${part.title}`,
    '',
    ...part.rows.map((row) => `- ${plainLine(row)}`),
  ]);
  const read =
    reader === 'public'
      ? 'Read it once more before you post it: it has the words of those who agreed, and names nobody else.'
      : 'For people on this embargo only. The version for everyone: ';
  return [
    line(read, ...(reader === 'public' ? [] : [code('retro public')])),
    ...[`# Retrospective: ${title}`, ...rows].map((row) => line(verbatim(row === '' ? ' ' : row))),
  ];
}

function partsOf(view: View, facts: Facts, reader: Reader): Part[] {
  const said = (title: string, key: 'well' | 'badly' | 'luck'): Part => ({ title, rows: saidRows(view, key, reader) });
  const all: Part[] = [
    { title: 'Dates', rows: dateRows(view, facts, reader) },
    { title: 'Who knew', rows: knewRows(view, facts, reader) },
    { title: 'Patches and findings', rows: workRows(view.embargo) },
    { title: 'What got out', rows: leakRows(view, reader) },
    said('What went well', 'well'),
    said('What went badly', 'badly'),
    said('Where we were lucky', 'luck'),
    { title: 'Actions', rows: actionRows(view, reader) },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

/** Planned against actual: each date that was agreed, and the end. */
function dateRows({ embargo, list }: View, facts: Facts, reader: Reader): Inline[][] {
  const agreed = facts.flatMap(({ at, fact }): Inline[][] => {
    const proposal = fact.type === 'date-agreed' ? embargo.proposals[fact.number] : undefined;
    if (proposal === undefined) return [];
    const why = reader === 'list' && proposal.reason !== null ? [`: ${proposal.reason} (${nameOf(list, proposal.by)})`] : [];
    return [['Agreed ', instant(at), ': disclosure ', instant(proposal.at), ...why]];
  });
  const { ended } = embargo;
  return [['Opened ', instant(embargo.createdAt)], ...agreed, ...(ended === null ? [] : [endRow(embargo, ended)])];
}

function endRow(embargo: Embargo, ended: NonNullable<Embargo['ended']>): Inline[] {
  const out = madePublic(ended.reason) ? (ended.publicSince ?? ended.at) : null;
  if (out === null) return ['Ended ', instant(ended.at), `: ${endTitles[ended.reason]}`];
  const planned = agreedDate(embargo)?.at ?? null;
  const drift = planned === null ? 'without an agreed date' : driftText(out - planned);
  return ['Public since ', instant(out), `, ${drift} (${endTitles[ended.reason]})`];
}

const driftText = (ms: number): string =>
  Math.abs(ms) < 15 * minuteMs ? 'as planned' : `${spanText(Math.abs(ms))} ${ms > 0 ? 'later' : 'earlier'} than planned`;

/** In the largest unit that says enough: `40 min`, `5 h`, `3 days`. */
function spanText(ms: number): string {
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  return ms < 2 * dayMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / dayMs)} days`;
}

/** How many knew, and how long it took them to acknowledge; to the list, who when. */
function knewRows({ embargo, list }: View, facts: Facts, reader: Reader): Inline[][] {
  const knew = roster(embargo, list);
  const organizations = new Set(knew.flatMap(({ member }) => member.distributor ?? [])).size;
  const firsts = new Map<string, number>();
  for (const { at, by, fact } of facts) if (fact.type === 'terms-acknowledged' && !firsts.has(by)) firsts.set(by, at);
  const admitted = letIn(facts);
  const waits = knew.map(({ member }) => {
    const at = firsts.get(member.person);
    const asked = Math.max(embargo.createdAt, admitted.get(member.person)?.at ?? 0, member.since);
    return { member, at, wait: at === undefined ? null : Math.max(0, at - asked) };
  });
  const took = waits.flatMap(({ wait }) => (wait === null ? [] : [wait])).sort((one, other) => one - other);
  const half = took[Math.floor((took.length - 1) / 2)];
  const count = `${many(knew.length, 'person', 'people')} of ${many(organizations, 'organization', 'organizations')}; ${took.length} acknowledged`;
  const summary = [`${count}${half === undefined ? '' : `, half of them ${waited(half, 'within')}`}`];
  if (reader === 'public') return [summary];
  return [
    summary,
    ...waits.map(({ member, at, wait }): Inline[] => [
      personLabel(list, member.person),
      ...(at === undefined || wait === null ? [': never acknowledged'] : [': acknowledged ', instant(at), `, ${waited(wait, 'after')}`]),
    ]),
  ];
}

const waited = (ms: number, word: string): string => (ms < minuteMs ? 'at once' : `${word} ${spanText(ms)}`);

function workRows({ patches, findings, ended }: Embargo): Inline[][] {
  const when = (at: number) => (ended !== null && at > ended.at ? ', after the end' : '');
  return [
    ...Object.values<Patch>(patches).map(({ number, at, withdrawn }): Inline[] => [
      ...[`Patch v${number}: `, instant(at)],
      `${when(at)}${withdrawn === undefined ? '' : ', withdrawn later'}`,
    ]),
    ...Object.values<Finding>(findings).map(({ number, kind, severity, at, fixedIn }): Inline[] => [
      ...[`Finding ${number}, ${severity === null ? '' : `${severity}, `}${findingTitle(kind)}: `, instant(at)],
      `${when(at)}${fixedIn === null ? '' : `, fixed in v${fixedIn}`}`,
    ]),
  ];
}

/** What got out, for the list alone: a public name would tell attackers where to look, and a false alarm concerns nobody else. */
function leakRows({ embargo, list }: View, reader: Reader): Inline[][] {
  if (reader === 'public') return [];
  return (embargo.leaks ?? [])
    .filter((leak) => leak.joined === undefined)
    .map((leak): Inline[] => {
      const [first] = leak.reports;
      const finding = leak.end?.finding ?? null;
      const told = first === undefined ? '' : ` by ${reportedBy(first, list, null)}${first.where === null ? '' : `: ${first.where}`}`;
      const judged = leak.class === undefined ? '' : `; ${leakTitles[leak.class.is]}`;
      return ['A leak was reported ', instant(leak.openedAt), `${told}${judged}${finding === null ? '' : `; found: ${finding}`}`];
    });
}

function saidRows(view: View, key: 'well' | 'badly' | 'luck', reader: Reader): Inline[][] {
  return Object.entries<LookBack>(retrospectiveOf(view.embargo).said).flatMap(([person, said]) => {
    const text = said[key];
    if (text === null || (reader === 'public' && said.quoted === 'no')) return [];
    return [[text, ...(reader === 'list' || said.quoted === 'named' ? [` (${nameOf(view.list, person as PersonId)})`] : [])]];
  });
}

function actionRows({ embargo, list }: View, reader: Reader): Inline[][] {
  const { actions: all, said } = retrospectiveOf(embargo);
  const named = (person: PersonId) => reader === 'list' || said[person]?.quoted === 'named';
  return all.map(({ number, text, owner, due, end }): Inline[] => [
    `${number}. ${text}${named(owner) ? ` (${nameOf(list, owner)})` : ''}, `,
    ...(end === undefined ? ['due ', instant(due)] : [end.done ? 'done ' : 'dropped ', instant(end.at)]),
    ...(reader === 'list' && end?.note != null ? [`: ${end.note}`] : []),
  ]);
}

/** What can be done next: say something, name an action, finish it. */
function ways(embargo: Embargo): Action[] {
  const { codename, ended, published } = embargo;
  const finish = ended !== null && published.retrospective === undefined && hasSaid(embargo);
  return [
    { label: 'Answer three questions…', words: `retro answer ${codename}`, style: 'primary' },
    { label: 'Add an action…', words: `retro action ${codename}` },
    { label: 'Show it as Markdown', words: `retro markdown ${codename}` },
    ...(finish ? [{ label: 'Finish it, and keep it here', words: `link ${codename} retrospective here` }] : []),
  ];
}

/** That somebody said how it went. */
export function lookBackSaid(_: FactOf<'retrospective-answered'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  return [
    ...reply(context, 'Added to the retrospective. To change what you said, answer again.', [actions(showRetrospective(embargo.codename))]),
    ...toThreads(list, embargo, tell, [line(`${by(context)} added to the retrospective: `, code('retro'), '.')]),
  ];
}

/** That something is to be done: to who is to do it, unless they said so themselves. */
export function actionAdded({ number, owner, due }: FactOf<'action-added'>, context: EventContext): Outgoing[] {
  const { embargo, list, by: speaker } = context;
  const asked = toPerson(owner, context, tell, [
    line(`${by(context)} gave you action ${number} of the retrospective, due `, soon(due), '.'),
    actions(...actionButtons(number, embargo.codename)),
  ]);
  return [
    ...reply(context, [`Added action ${number} for ${nameOf(list, owner)}, due `, soon(due), ". I'll remind them."]),
    ...toThreads(list, embargo, tell, [
      line(`${by(context)} gave ${nameOf(list, owner)} action ${number} of the retrospective, due `, soon(due), '.'),
    ]),
    ...(owner === speaker?.person ? [] : [asked]),
  ];
}

export function actionEnded({ number, done }: FactOf<'action-ended'>, context: EventContext): Outgoing[] {
  const { embargo, list } = context;
  const what = `${done ? 'finished' : 'dropped'} action ${number} of the retrospective`;
  return [...reply(context, `You ${what}.`), ...toThreads(list, embargo, tell, [line(`${by(context)} ${what}.`)])];
}

/** A first coordinator wants none: the others are asked. */
export function declineAsked(_: FactOf<'decline-asked'>, context: EventContext): Outgoing[] {
  const { embargo } = context;
  const agree: Action = { label: 'Agree…', words: `link none ${embargo.codename} retrospective` };
  return [
    ...reply(context, 'Recorded. It takes a second coordinator who agrees; I asked them.'),
    ...toOtherCoordinators(context, tell, [
      line(`${by(context)} would have no retrospective. If you agree, say so with your reason. If not, there's nothing to do.`),
      actions(showReason(embargo, 'timeline'), agree),
    ]),
  ];
}
