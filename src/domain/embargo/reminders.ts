// When something is said unasked, and to whom. A rung is remembered by (embargo, deadline, rung, the deadline's instant):
// a moved date starts its ladder afresh, a restart or a second replica finds it said already.

import type { List } from '../list/list.ts';
import {
  answersLadder,
  type ClockKey,
  clocksAfterEnd,
  datelessLadder,
  decisionLadder,
  type EndingLadder,
  givenUpMs,
  type Ladder,
  limitLadder,
} from '../policy/policy.ts';
import type { PersonId } from '../values/ids.ts';
import { dayMs, type Instant } from '../values/time.ts';
import { nextWave, wavesDue } from './audience/waves.ts';
import { consentOf } from './consent.ts';
import { agreedDate, type DeadlineKey, type Embargo, openProposals, type Proposal, targetDate } from './embargo.ts';
import { finishableFrom, reachedOn } from './end/finishing.ts';
import { remindedAfter } from './end/owed.ts';
import { actionLadder } from './end/retrospective.ts';
import { lapsedBy, targetsOf } from './evolve.ts';
import { exceptionLadder, exceptionsOver, nextExceptionsOver } from './exceptions/clock.ts';
import type { EmbargoFact } from './facts.ts';
import { leakLadder } from './leak/cases.ts';
import { morningOf, paceOf, toldSince, toldThisWeek, toldToday, waiting } from './nudges.ts';
import { nextPassOn, passOn } from './passing-on.ts';
import { type Todo, todos } from './todos.ts';

type Rungs = {
  readonly deadline: DeadlineKey;
  readonly target: Instant;
  readonly ladder: Ladder | EndingLadder;
  readonly since: Instant;
  readonly doneMs: number | null;
};

/** What the clock has to write down at `now`: rungs that have come, mornings for which somebody's reminder waits, and snoozes that are over. */
export function remind(embargo: Embargo, list: List, now: Instant): EmbargoFact[] {
  const owed = todos(embargo, list, now);
  const passed = passOn(embargo, list, now);
  // Contacts are told with it all that they owe; coordinators, who owes it.
  const told = new Set(passed.flatMap(({ to, people }) => (to === 'contacts' ? people : [])));
  const waits = new Map(waiting(embargo));
  const rungs = deadlines(embargo, list, now).flatMap((rung): EmbargoFact[] => {
    const due = dueRungs(rung, now);
    const rungMs = due.at(-1);
    if (rungMs === undefined) return [];
    const { deadline, target } = rung;
    const asked = [...new Set(addressees(embargo, list, owed, rung, rungMs, now))].filter(
      (person) =>
        !inPeace(embargo, person, rungMs, now) &&
        !(owesLittle(embargo, list, owed, person) && toldThisWeek(embargo, person, now)) &&
        !(deadline === 'disclosure' && rungMs < -lastCallMs && askedLately(embargo, list, owed, person, now)),
    );
    // A decision is asked for by itself.
    if (deadline === 'decision')
      return [{ type: 'reminded', deadline, target, rungMs, skippedMs: due.slice(0, -1), people: asked, later: {} }];
    const pace = paceOf({ deadline, target, rungMs }, paced(embargo, now));
    const late = deadline === 'disclosure' && pace === 'urgent' ? tooLateFor(owed, list) : nobody;
    const atOnce = (person: PersonId) =>
      pace === 'urgent'
        ? !late(person) || embargo.snoozes[person] !== undefined || !toldSince(embargo, person, target - lastCallMs)
        : pace === 'overdue' && !toldToday(embargo, person, now);
    // One message says all that somebody owes.
    const people = asked.filter((person) => atOnce(person) && !told.has(person));
    for (const person of people) told.add(person);
    const wait = pace === 'urgent' ? [] : asked.filter((person) => !atOnce(person) && !told.has(person) && !waits.has(person));
    const later = wait.map((person) => [person, morningOf(embargo, list, person, now)] as const);
    for (const [person, at] of later) waits.set(person, at);
    return [{ type: 'reminded', deadline, target, rungMs, skippedMs: due.slice(0, -1), people, later: Object.fromEntries(later) }];
  });
  const woken = Object.entries<Instant>(embargo.snoozes)
    .filter(([, until]) => until <= now)
    .map(([person]): EmbargoFact => ({ type: 'snooze-ended', person: person as PersonId }));
  const come = wavesDue(embargo, now).map(({ number }) => number);
  const waves: EmbargoFact[] = come.length === 0 ? [] : [{ type: 'waves-told', numbers: come }];
  return [...waves, ...passed, ...exceptionsOver(embargo, now), ...rungs, ...mornings(embargo, owed, waits, told, now), ...woken];
}

const nobody = (): boolean => false;

/** In the last days who owes only a test or the terms is reminded once; before them nobody is who was told within as long all that they owe. */
const lastCallMs = 3 * dayMs;

/** Whether somebody was told lately all that they owe: by a reminder, with a patch that they are to test, or with a later date that they are to acknowledge. */
function askedLately(embargo: Embargo, list: List, owed: readonly Todo[], person: PersonId, now: Instant): boolean {
  const patches = owed.flatMap((todo) => (todo.person === person && todo.type === 'review' && todo.patch !== null ? [todo.patch] : []));
  const published = patches.map((number) => embargo.patches[number]?.at ?? Number.NEGATIVE_INFINITY);
  // What a date's ladder counts from is when it was agreed.
  const dated = consentOf(embargo, list.members[person] ?? null) === 'asked' ? embargo.reminded.disclosure?.since : undefined;
  const asked = Math.max(...published, dated ?? Number.NEGATIVE_INFINITY);
  return toldSince(embargo, person, now - lastCallMs) || asked >= now - lastCallMs;
}

/** Who keeps their access, and owes no more than to acknowledge that the date is later now. */
function owesLittle(embargo: Embargo, list: List, owed: readonly Todo[], person: PersonId): boolean {
  return (
    consentOf(embargo, list.members[person] ?? null) === 'asked' &&
    owed.every((todo) => todo.person !== person || todo.type === 'acknowledge')
  );
}

/**
 * Who owes nothing that the hour waits for, and nobody else can do: a test, or terms that somebody has not acknowledged. Of that they are reminded once in the
 * last days. Coordinators cannot disclose what they have not acknowledged.
 * Who has snoozed it was told that they hear of it at the deadline.
 */
function tooLateFor(owed: readonly Todo[], { members }: List): (person: PersonId) => boolean {
  return (person) =>
    members[person]?.role !== 'coordinator' &&
    owed.every((todo) => todo.person !== person || todo.type === 'acknowledge' || todo.type === 'review');
}

/** The reminders that waited for this morning, of those who owe something still, have not been told since, and have not asked to be left in peace. */
function mornings(
  { snoozes }: Embargo,
  owed: readonly Todo[],
  waits: ReadonlyMap<PersonId, Instant>,
  told: ReadonlySet<PersonId>,
  now: Instant,
): EmbargoFact[] {
  const come = [...waits].flatMap(([person, until]) => (until <= now && !told.has(person) ? [person] : []));
  if (come.length === 0) return [];
  const owing = come.filter((person) => owed.some((todo) => todo.person === person) && (snoozes[person] ?? 0) <= now);
  return [{ type: 'nudged', people: owing }];
}

/** What says how often people are reminded. */
function paced(embargo: Embargo, now: Instant) {
  return { date: targetDate(embargo, now), agreed: agreedDate(embargo) !== null, ended: embargo.ended !== null };
}

/** When the clock is next needed; null when nothing will ever be due unless somebody does something. */
export function nextDue(embargo: Embargo, list: List, now: Instant): Instant | null {
  const rungs = deadlines(embargo, list, now).map((rung) => rung.target + (dueRungs(rung, now)[0] ?? nextRung(rung, now)));
  const mornings = waiting(embargo).map(([, until]) => until);
  const next = Math.min(
    ...rungs,
    ...Object.values<Instant>(embargo.snoozes),
    ...mornings,
    ...nextExceptionsOver(embargo),
    ...nextPassOn(embargo, list, now),
    nextWave(embargo) ?? Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(next) ? next : null;
}

/**
 * When the clock next has something to do: a reminder, or the card's countdown, which is brought up to date each day before the date.
 * Null when nothing will ever be due unless somebody does something.
 */
export function nextLook(embargo: Embargo, list: List, now: Instant): Instant | null {
  const due = nextDue(embargo, list, now);
  const date = embargo.ended === null ? targetDate(embargo, now) : null;
  const days = date === null ? 0 : Math.ceil((date - now) / dayMs) - 1;
  const countdown = date === null || days < 1 ? null : date - days * dayMs;
  // What nobody is asked for any more still stands among what is open.
  const open = embargo.ended !== null && due === null && todos(embargo, list, now).length > 0 ? now + givenUpMs : null;
  const instants = [due, countdown, open].filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Until when somebody may be left in peace: never past the deadline that they owe something for. Null when nothing may be put off. */
export function snoozeLimit(embargo: Embargo, list: List, person: PersonId, now: Instant): Instant | null {
  const mine = todos(embargo, list, now).filter((todo) => todo.person === person);
  const date = targetDate(embargo, now);
  // That the terms are late is others' to see to; whoever is to acknowledge them may be left in peace until the date.
  const dues = mine.map((todo) => (todo.type === 'acknowledge' ? date : (todo.due ?? date))).filter((due) => due !== null);
  if (dues.length === 0) return null;
  const ahead = dues.filter((due) => due > now);
  // What is overdue after the end of an embargo may be put off by a day at a time; what an open embargo owes may not.
  if (ahead.length < dues.length) return embargo.ended === null ? null : now + dayMs;
  return Math.min(...ahead);
}

function deadlines(lastTouched: Embargo, list: List, now: Instant): Rungs[] {
  const embargo = lapsedBy(lastTouched, now);
  return Object.entries(targetsOf(embargo, now)).flatMap(([key, target]): Rungs[] => {
    const deadline = key as DeadlineKey;
    if (isClock(deadline) && settled(embargo, list, deadline)) return [];
    const kept = embargo.reminded[deadline];
    // The next proposal in turn has a deadline of its own.
    const reminded = deadline === 'answers' && kept?.target !== target ? undefined : kept;
    const since = reminded?.since ?? (deadline === 'answers' ? (askedOf(embargo, now)?.proposedAt ?? target) : target);
    return [{ deadline, target, ladder: ladderOf(deadline, embargo, list, { target, since }), since, doneMs: reminded?.doneMs ?? null }];
  });
}

function settled(embargo: Embargo, list: List, clock: ClockKey): boolean {
  return !todos(embargo, list, 0).some((todo) => (todo.type === 'publish' || todo.type === 'close') && todo.clock === clock);
}

/** The proposal whose answers the ladder counts towards. */
const askedOf = (embargo: Embargo, now: Instant): Proposal | undefined => openProposals(embargo, now)[0];

function ladderOf(
  deadline: DeadlineKey,
  { ended }: Embargo,
  list: List,
  { target, since }: Pick<Rungs, 'target' | 'since'>,
): Ladder | EndingLadder {
  if (deadline === 'answers') return answersLadder(target - since);
  if (deadline === 'disclosure') return list.policy.rules.ladder;
  if (deadline === 'date') return datelessLadder;
  if (deadline === 'decision') return decisionLadder;
  if (deadline.startsWith('action:')) return actionLadder;
  if (deadline.startsWith('leak')) return leakLadder;
  if (deadline.startsWith('exception:')) return exceptionLadder;
  return isClock(deadline) && ended !== null ? remindedAfter(ended, deadline, target) : limitLadder;
}

const isClock = (deadline: DeadlineKey): deadline is ClockKey => Object.hasOwn(clocksAfterEnd, deadline);

/** The rungs that have come and were not said, the earliest first, as milliseconds after the deadline. (`-ms` would make a -0, which is no 0 in JSON.) */
function dueRungs({ target, ladder, since, doneMs }: Rungs, now: Instant): number[] {
  const passed = now - target;
  const before = ladder.beforeMs.map((ms) => 0 - ms).filter((ms) => ms <= passed && target + ms > since);
  const overdue = 'afterMs' in ladder ? ladder.afterMs.filter((ms) => ms <= passed) : everyMs(ladder, passed);
  // A deadline may have passed already when it begins to stand: what was due before that is not caught up with either.
  return [...before, ...overdue.filter((ms) => target + ms > since)].filter((ms) => doneMs === null || ms > doneMs).sort((a, b) => a - b);
}

/** The last rung that has come of a ladder that goes on for ever. */
function everyMs(ladder: Ladder, passed: number): number[] {
  const step = stepMs(ladder, passed);
  return passed < step ? [] : [Math.floor(passed / step) * step];
}

/** How far apart the rungs are so long after the deadline. */
function stepMs({ overdueEveryMs, firstMs = [] }: Ladder, passed: number): number {
  return firstMs.find(({ untilMs }) => passed < untilMs)?.everyMs ?? overdueEveryMs;
}

/** Infinity: there is none any more. */
function nextRung({ target, ladder, since }: Rungs, now: Instant): number {
  const passed = now - target;
  const before = ladder.beforeMs.map((ms) => 0 - ms).filter((ms) => ms > passed && target + ms > since);
  const overdue = 'afterMs' in ladder ? ladder.afterMs.filter((ms) => ms > passed) : [nextOverdue(ladder, passed)];
  return Math.min(...before, ...overdue);
}

function nextOverdue(ladder: Ladder, passed: number): number {
  const step = stepMs(ladder, Math.max(0, passed));
  return (Math.max(0, Math.floor(passed / step)) + 1) * step;
}

/**
 * Those who owe something for this deadline and have not asked to be left in peace; at a running embargo's deadline and after it, all of them. Of those
 * who could disclose what is overdue, somebody new each day.
 */
function addressees(
  embargo: Embargo,
  list: List,
  owed: readonly Todo[],
  { deadline, target, ladder }: Rungs,
  rungMs: number,
  now: Instant,
): PersonId[] {
  const mine = owed.filter((todo) => belongsTo(todo, deadline));
  const turn =
    deadline === 'disclosure' && rungMs > 0 && 'overdueEveryMs' in ladder
      ? inTurn(embargo, list, mine, target + rungMs, ladder, now)
      : null;
  return mine.filter((todo) => todo.type !== 'disclose' || turn === null || turn.has(todo.person)).map((todo) => todo.person);
}

/** Whether somebody asked to be left in peace, and may be. */
function inPeace({ ended, snoozes }: Embargo, person: PersonId, rungMs: number, now: Instant): boolean {
  return (rungMs < 0 || ended !== null) && (snoozes[person] ?? 0) > now;
}

/** Who of those that may disclose is reached by an overdue rung at an instant. */
function inTurn(
  embargo: Embargo,
  list: List,
  owed: readonly Todo[],
  at: Instant,
  { overdueEveryMs }: Ladder,
  now: Instant,
): ReadonlySet<PersonId> {
  const asked = owed.flatMap((todo) => (todo.type === 'disclose' ? (list.members[todo.person] ?? []) : []));
  const from = finishableFrom(embargo, list, now);
  const day = from === null ? -1 : Math.floor((at - from) / overdueEveryMs);
  return new Set(reachedOn(day, asked, list).map(({ person }) => person));
}

/** Whether a todo is reminded of by a deadline's ladder. */
export function belongsTo(todo: Todo, deadline: DeadlineKey): boolean {
  switch (todo.type) {
    case 'answer':
      return deadline === 'disclosure' || deadline === 'answers';
    case 'settle':
      return deadline === 'answers';
    case 'acknowledge':
    case 'review':
    case 'patch':
    case 'answer-finding':
    case 'fix-finding':
    case 'confirm-finding':
    case 'duty':
    case 'disclose':
      return deadline === 'disclosure';
    case 'answer-end':
    case 'propose':
    case 'undated':
      return deadline === 'disclosure' || deadline === 'date';
    case 'decide':
      return deadline === 'decision';
    case 'keep-limit':
      return deadline === `limit:${todo.policy}`;
    case 'answer-exception':
      return deadline === `exception:${todo.number}`;
    case 'action':
      return deadline === `action:${todo.number}`;
    case 'class-leak':
    case 'close-leak':
      return deadline === `leak:${todo.leak}`;
    case 'leak-step':
      return deadline === `leak-step:${todo.number}`;
    case 'publish':
    case 'close':
      return deadline === todo.clock;
    default:
      return todo satisfies never;
  }
}
