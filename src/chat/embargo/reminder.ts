// Reminders: codename, instant and what is owed, with the button to do it. Nothing else.

import { agreedDate, type DeadlineKey, openProposals } from '../../domain/embargo/embargo.ts';
import { isFinishable, silenceOf, statedSince } from '../../domain/embargo/end/finishing.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { belongsTo } from '../../domain/embargo/reminders.ts';
import { type Todo, todosOf } from '../../domain/embargo/todos.ts';
import { nameOf } from '../../domain/list/list.ts';
import { lateAfterMs } from '../../domain/policy/policy.ts';
import { type PolicyKey, policyKeys, policyOf } from '../../domain/policy/presets.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import { type Topic, toPerson, toRooms, type Unasked } from '../message/address.ts';
import { actions, bullets, code, type Inline, instant, line, type Node, note } from '../message/message.ts';
import type { Outgoing } from '../message/outgoing.ts';
import { counted, discloseAction, todoActions, todoText, type View } from '../message/view.ts';
import { hours } from './end/ending.ts';
import { openAtDate } from './review/findings.ts';

/** A rung of a ladder: to each of those it was written down for, and at the moment itself to the rooms. */
export function reminders(fact: Extract<EmbargoFact, { type: 'reminded' }>, view: View): Outgoing[] {
  const { embargo, now } = view;
  const urgency = fact.deadline === 'decision' ? 'leak' : fact.rungMs >= 0 ? 'deadline' : 'nudge';
  const manner: Unasked = { kind: 'dates', urgency, topic: topicOf(fact) };
  const late = lateness(fact.target + fact.rungMs, now);
  const people = fact.people.flatMap((person) => [
    toPerson(person, embargo, manner, [...opening(fact, view), ...stillOpen(fact, person, view), ...owed(fact, person, view), ...late]),
    ...standIn(person, view, (asked) => toPerson(asked.to, embargo, manner, [...opening(fact, view), asked.line, ...late])),
  ]);
  return [...atTheMoment(fact, view), ...people];
}

function topicOf({ deadline, rungMs }: Extract<EmbargoFact, { type: 'reminded' }>): Topic {
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
  return [told({ to: away.standIn, line: line(`${nameOf(members, person)} is away, and owes something here. You stand in.`) })];
}

function opening(fact: Extract<EmbargoFact, { type: 'reminded' }>, view: View): Node[] {
  const { embargo, list: members, now } = view;
  const at = counted(fact.target, now);
  if (fact.deadline === 'decision') return [line('A decision is due: ', ...at, '. If in doubt, publish: that is the default answer.')];
  const told = toldOf(fact.deadline);
  if (told !== null) return limitNodes(policyOf(told).title, fact, view);
  if (fact.deadline === 'answers') {
    const [asked] = openProposals(embargo, now);
    const which = asked === undefined ? [] : [instant(asked.at), ` (proposal ${asked.number}). `];
    return [line('Not everybody has responded to ', ...which, fact.rungMs < 0 ? 'Respond by ' : 'The time to respond ended ', ...at, '.')];
  }
  if (fact.deadline === 'date') return [line('No disclosure date is agreed, and none waits for answers.')];
  // What is still missing after an end is said with the instant of each.
  if (fact.deadline !== 'disclosure') return [];
  const agreed = agreedDate(embargo) !== null;
  if (!agreed && fact.rungMs >= 0)
    return [line('The proposed date passed without an agreement: ', ...at, '. Nothing is to be disclosed because of it.')];
  if (fact.rungMs === 0) return [line('The disclosure date has come: ', ...at, '.')];
  if (fact.rungMs > 0) return [line('The disclosure is overdue since ', ...at, '. ', whoConfirms({ embargo, list: members, now }))];
  return [line(agreed ? 'Disclosure: ' : 'Proposed disclosure: ', ...at, '.')];
}

/** The list whose limit a deadline is; null where it is none. */
function toldOf(deadline: DeadlineKey): PolicyKey | null {
  return policyKeys.find((policy) => deadline === `limit:${policy}`) ?? null;
}

function limitNodes(title: string, { target, rungMs }: Extract<EmbargoFact, { type: 'reminded' }>, { embargo, now }: View): Node[] {
  const at = counted(target, now);
  if (rungMs >= 0) return [line(`The limit of ${title} has passed: `, ...at, '. Nothing holds them any more.')];
  const agreed = agreedDate(embargo);
  const which = agreed === null ? ['No date is agreed.'] : ['The agreed date is past it: ', instant(agreed.at), '.'];
  return [line(`${title} keeps it until `, ...at, '. ', ...which)];
}

// More would be a wall of buttons; the rows name everything.
const debtsWithButtons = 5;

function owed(fact: Extract<EmbargoFact, { type: 'reminded' }>, person: PersonId, { embargo, list: members, now }: View): Node[] {
  const ended = embargo.ended !== null;
  const all = todosOf(embargo, members, person, now);
  // After an end nobody gets a message for each thing that is due.
  const due = (todo: Todo) => ended && todo.due !== null && todo.due <= now;
  const theirs = all.filter((todo) => belongsTo(todo, fact.deadline) || due(todo));
  // Who stands by for somebody who did not respond has to acknowledge first.
  const todos = theirs.length > 0 || fact.deadline !== 'answers' ? theirs : all.filter(({ type }) => type === 'acknowledge');
  const items = todos.map((todo): Inline[] => [
    todoText(todo),
    ...(ended && todo.due !== null ? [', due ', ...counted(todo.due, now)] : []),
  ]);
  const snooze = fact.deadline === 'disclosure' && fact.rungMs < 0 ? [line('To be left in peace for a while: ', code('snooze 4h'))] : [];
  return [
    line(ended ? 'Waiting on you:' : 'You owe:'),
    bullets(items),
    actions(...todos.slice(0, debtsWithButtons).flatMap((todo) => todoActions(todo, embargo.codename))),
    ...snooze,
  ];
}

/** At the date, and after it, what was found and is open all the same: to who is asked to disclose. */
function stillOpen({ deadline }: Extract<EmbargoFact, { type: 'reminded' }>, person: PersonId, view: View): Node[] {
  const { embargo, list, now } = view;
  const asked = deadline === 'disclosure' && todosOf(embargo, list, person, now).some(({ type }) => type === 'disclose');
  return asked ? openAtDate(view) : [];
}

/** At the disclosure date, and each day that it is overdue, the rooms are offered the disclosure. It is never made by the bot. */
function atTheMoment(fact: Extract<EmbargoFact, { type: 'reminded' }>, view: View): Outgoing[] {
  const { embargo, list: members, now } = view;
  if (fact.deadline !== 'disclosure' || fact.rungMs < 0 || agreedDate(embargo) === null) return [];
  const said = fact.rungMs === 0 ? 'The disclosure date has come: ' : 'The disclosure is OVERDUE since ';
  return toRooms(members, embargo, { kind: 'dates', urgency: 'deadline', topic: 'moment' }, [
    line(said, ...counted(fact.target, now), '.'),
    line('Publish, then confirm it here. ', whoConfirms(view)),
    ...openAtDate(view),
    actions(discloseAction(embargo.codename, statedSince(embargo, members))),
  ]);
}

/** Who finishes: somebody who coordinates and somebody else, or where none answers two who speak for different distributors. */
function whoConfirms({ embargo, list: members, now }: View): string {
  if (!isFinishable(embargo, members, now)) return 'Two different people have to, one of them a coordinator.';
  const silentMs = silenceOf(embargo, members, now);
  const alone = silentMs === 0 ? 'Every coordinator is away' : `No coordinator answered for ${hours(silentMs)}`;
  return `${alone}, so two representatives of different distributors can.`;
}

function lateness(due: Instant, now: Instant): Node[] {
  return now - due <= lateAfterMs ? [] : [note('this reminder is late: it was due ', ...counted(due, now))];
}
