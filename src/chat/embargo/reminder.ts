// Reminders: codename, instant and what is owed, with the button to do it. Nothing else.

import { coordinatorsAsked } from '../../domain/embargo/consent.ts';
import { agreedDate, type DeadlineKey, openProposals, type Proposal, targetDate } from '../../domain/embargo/embargo.ts';
import { isFinishable, silenceOf, statedSince } from '../../domain/embargo/end/finishing.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { belongsTo, snoozeLimit } from '../../domain/embargo/reminders.ts';
import { type Todo, todosOf } from '../../domain/embargo/todos.ts';
import { distributorName, nameOf } from '../../domain/list/list.ts';
import { lateAfterMs } from '../../domain/policy/policy.ts';
import { type PolicyKey, policyKeys, policyOf } from '../../domain/policy/presets.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { dayMs, hourMs, type Instant } from '../../domain/values/time.ts';
import { type Topic, toPerson, toRooms, type Unasked } from '../message/address.ts';
import { actions, bullets, code, field, fields, type Inline, line, type Node, note, soon } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { counted, discloseAction, names, questionsText, silentOn, todoActions, todoDue, todoText, type View } from '../message/view.ts';
import { hours } from './end/ending.ts';
import { by, type EventContext } from './event-context.ts';
import { openAtDate } from './review/findings.ts';

type Reminded = Extract<EmbargoFact, { type: 'reminded' }>;

/** A rung of a ladder: to each of those it was written down for, and at the moment itself to the rooms. */
export function reminders(fact: Reminded, view: View): Outgoing[] {
  const urgency = fact.deadline === 'decision' ? 'leak' : fact.rungMs >= 0 ? 'deadline' : 'nudge';
  const manner: Unasked = { kind: 'dates', urgency, topic: topicOf(fact) };
  const late = lateness(fact.target + fact.rungMs, view.now);
  const decision = fact.deadline === 'decision';
  return [
    ...atTheMoment(fact, view),
    ...fact.people.flatMap((person) =>
      personal(person, manner, [opening(fact, view), late, stillOpen(fact, person, view)], view, decision),
    ),
  ];
}

/** To each, in their morning or because a coordinator asks, what they owe by then. */
export function morning({ people }: Extract<EmbargoFact, { type: 'nudged' }>, context: EventContext): Outgoing[] {
  const asks = context.by === null ? [] : [`${by(context)} asks you. `];
  const manner: Unasked = { kind: 'dates', urgency: context.by === null ? 'nudge' : 'answer', topic: 'reminder' };
  return people.flatMap((person) => personal(person, manner, [[...asks, ...standing(context)], []], context));
}

/** To one person, and to who stands in for them. */
export function personal(
  person: PersonId,
  manner: Unasked,
  [about, late, before = []]: readonly [said: readonly Inline[], late: readonly Node[], before?: readonly Node[]],
  view: View,
  decision = false,
): Outgoing[] {
  const first = line('Reminder. ', ...about);
  return [
    toPerson(person, view, manner, [first, ...before, ...owed(person, view, decision), ...late]),
    ...standIn(person, view, (asked) => toPerson(asked.to, view, manner, [first, asked.line, ...late])),
  ];
}

function topicOf({ deadline, rungMs }: Reminded): Topic {
  if (deadline === 'decision') return 'decision';
  return deadline === 'disclosure' && rungMs >= 0 ? 'moment' : 'reminder';
}

/** Who stands in for somebody who is away is told what they owe. What they may hear of it is asked of their own consent. */
function standIn(
  person: PersonId,
  { list: members, now }: View,
  told: (asked: { readonly to: PersonId; readonly line: Node }) => Outgoing,
): Outgoing[] {
  const away = members.members[person]?.away;
  if (away === undefined || away.until <= now || away.standIn === null) return [];
  return [told({ to: away.standIn, line: line(`${nameOf(members, person)} is away and has something to do here. You stand in.`) })];
}

export function opening(fact: Reminded, view: View): Inline[] {
  const { embargo, list: members, now } = view;
  const at = counted(fact.target, now);
  if (fact.deadline === 'decision') return ['A decision is due: ', ...at, ". If in doubt, publish: that's the default."];
  const told = toldOf(fact.deadline);
  if (told !== null) return limitText(policyOf(told).title, fact, view);
  if (fact.deadline === 'answers') {
    const [asked] = openProposals(embargo, now);
    const which = asked === undefined ? [] : [soon(asked.at), ` (proposal ${asked.number}). `];
    return [
      `${whoHas(asked, view)} not responded to `,
      ...which,
      fact.rungMs < 0 ? 'Respond by ' : 'The time to respond ended ',
      ...at,
      '.',
    ];
  }
  // What is still missing after an end is said with the instant of each.
  if (embargo.ended !== null || fact.deadline !== 'disclosure') return standing(view);
  if (fact.rungMs === 0 && agreedDate(embargo) !== null) return ["It's time to disclose: ", ...at, '.'];
  if (fact.rungMs > 0 && agreedDate(embargo) !== null)
    return ['The disclosure has been overdue since ', ...at, '. ', whoConfirms({ embargo, list: members, now })];
  return standing(view);
}

/** Who has not responded. */
function whoHas(asked: Proposal | undefined, view: View): string {
  const all = asked === undefined ? [] : silentOn(asked, view);
  return all.length === 0 || all.length > namedMax ? 'Not everyone has' : `${names(all)} ${all.length === 1 ? 'has' : 'have'}`;
}

const namedMax = 5;

/** Where the embargo stands. */
export function standing(view: View): Inline[] {
  const { embargo, now } = view;
  if (embargo.ended !== null) return ['It ended ', ...counted(embargo.ended.at, now), '.'];
  const date = targetDate(embargo, now);
  if (date === null) return ['No disclosure date is agreed or proposed.'];
  const at = counted(date, now);
  if (agreedDate(embargo) !== null)
    return date > now ? ['Disclosure: ', ...at, '.'] : ['The disclosure has been overdue since ', ...at, '. ', whoConfirms(view)];
  return date > now
    ? ['Proposed disclosure: ', ...at, '.']
    : ['The proposed date passed without an agreement: ', ...at, ". It's no reason to disclose."];
}

/** The list whose limit a deadline is; null where it is none. */
function toldOf(deadline: DeadlineKey): PolicyKey | null {
  return policyKeys.find((policy) => deadline === `limit:${policy}`) ?? null;
}

function limitText(title: string, { target, rungMs }: Reminded, { embargo, now }: View): Inline[] {
  const at = counted(target, now);
  if (rungMs >= 0) return [`The limit of ${title} has passed: `, ...at, ". They're free to publish."];
  const agreed = agreedDate(embargo);
  const which = agreed === null ? ['No date is agreed.'] : ['The agreed date is later: ', soon(agreed.at), '.'];
  return [`${title} keeps it until `, ...at, '. ', ...which];
}

// More would be a wall of buttons; the rows name everything.
const debtsWithButtons = 5;

/** What waits on somebody, by when, the earliest first. `decision`: what is to be decided, and nothing else. */
export function waitingOn(
  person: PersonId,
  view: View,
  decision = false,
): { readonly todos: readonly Todo[]; readonly items: readonly Inline[][] } {
  const { embargo, list: members, now } = view;
  const all = todosOf(embargo, members, person, now)
    .filter((todo) => !decision || belongsTo(todo, 'decision'))
    .sort((a, b) => (a.due ?? Number.MAX_SAFE_INTEGER) - (b.due ?? Number.MAX_SAFE_INTEGER));
  // After an end nobody gets a message for each thing that is due; what is not due within a day can wait.
  const todos = embargo.ended === null ? all : all.filter(({ due }) => due === null || due <= now + dayMs);
  const shown = todos.length === 0 ? all : todos;
  const date = targetDate(embargo, now);
  const said = ({ due }: Todo) => decision || (embargo.ended === null && due === date);
  const items = shown.map((todo): Inline[] => [todoText(todo), ...(said(todo) ? [] : dueText(todo, now))]);
  return { todos: shown, items };
}

function dueText(todo: Todo, now: Instant): Inline[] {
  if (todo.type === 'acknowledge') return todoDue(todo, now);
  return todo.due === null ? [] : [', due ', ...counted(todo.due, now)];
}

function owed(person: PersonId, view: View, decision: boolean): Node[] {
  const { todos, items } = waitingOn(person, view, decision);
  if (items.length === 0) return more(person, view);
  return [
    line(`Waiting on you, ${capacity(person, view)}:`),
    bullets(items),
    actions(...todos.slice(0, debtsWithButtons).flatMap((todo) => todoActions(todo, view.embargo.codename))),
    ...more(person, view),
  ];
}

/** At the date, and after it, what was found and is open all the same: to who is asked to disclose. */
function stillOpen({ deadline }: Reminded, person: PersonId, view: View): Node[] {
  const { embargo, list, now } = view;
  const asked = deadline === 'disclosure' && todosOf(embargo, list, person, now).some(({ type }) => type === 'disclose');
  return asked ? openAtDate(view) : [];
}

/** Why it waits on them. */
export function capacity(person: PersonId, { list: members }: View): string {
  const member = members.members[person];
  if (member === undefined || member.role === 'coordinator' || member.distributor === null) return 'as a coordinator';
  return member.role === 'reviewer'
    ? `as a reviewer of ${distributorName(members, member.distributor)}`
    : `for ${distributorName(members, member.distributor)}`;
}

/** Whom to ask, and for how long it may be put off. */
function more(person: PersonId, { embargo, list: members, now }: View): Node[] {
  const questions = questionsText({ embargo, list: members }, person);
  const limit = snoozeLimit(embargo, members, person, now);
  const fits = limit === null ? undefined : snoozes.find(({ ms }) => now + ms <= limit);
  const parts: Inline[] = [
    ...(questions === null ? [] : [questions]),
    ...(questions === null || fits === undefined ? [] : [' ']),
    ...(fits === undefined ? [] : ['Later: ', code(`snooze ${fits.words}`)]),
  ];
  return parts.length === 0 ? [] : [line(...parts)];
}

// The longest that ends before something is due is offered.
const snoozes = [
  { ms: dayMs, words: '1d' },
  { ms: 4 * hourMs, words: '4h' },
  { ms: hourMs, words: '1h' },
];

/** At the disclosure date, and each day that it is overdue, the rooms are offered the disclosure. It is never made by the bot. */
function atTheMoment(fact: Reminded, view: View): Outgoing[] {
  const { embargo, list: members, now } = view;
  if (fact.deadline !== 'disclosure' || fact.rungMs < 0 || agreedDate(embargo) === null) return [];
  const late = fact.rungMs > 0;
  const coordinators = coordinatorsAsked(embargo, members).map(({ name }) => name);
  const manner = { kind: 'dates', urgency: 'deadline', topic: 'moment', title: late ? '⏰ OVERDUE' : "⏰ It's time" } as const;
  return toRooms(members, embargo, manner, [
    fields(
      field(late ? 'Overdue since' : 'Disclosure', ...counted(fact.target, now)),
      ...(coordinators.length === 0 ? [] : [field('Coordinators', names(coordinators))]),
    ),
    line('Publish, then confirm it here. ', whoConfirms(view)),
    ...openAtDate(view),
    actions(discloseAction(embargo.codename, statedSince(embargo, members))),
  ]);
}

/** Who finishes: somebody who coordinates and somebody else, or where none answers two who speak for different distributors. */
function whoConfirms({ embargo, list: members, now }: View): string {
  if (!isFinishable(embargo, members, now)) return 'It takes two people, one of them a coordinator.';
  const silentMs = silenceOf(embargo, members, now);
  const alone = silentMs === 0 ? 'Every coordinator is away' : `No coordinator answered for ${hours(silentMs)}`;
  return `${alone}, so two representatives of different organizations can.`;
}

function lateness(due: Instant, now: Instant): Node[] {
  return now - due <= lateAfterMs ? [] : [note('late reminder: it was due ', ...counted(due, now))];
}
