// How often somebody is reminded of an embargo: at once in the last day before a deadline, else at most once a day, in their morning.

import type { List } from '../list/list.ts';
import type { DistributorId, PersonId } from '../values/ids.ts';
import { nextMorning } from '../values/mornings.ts';
import { dayMs, hourMs, type Instant } from '../values/time.ts';
import type { AlarmKind, DeadlineKey, Embargo, Nudges } from './embargo.ts';
import type { EmbargoFact } from './facts.ts';

export type PassedOn = Extract<EmbargoFact, { type: 'passed-on' }>;

/**
 * The table. urgent: said as it is due, however often that is: the last day before a deadline or the date (a decision has a ladder of its own, and is asked for by itself; who owes only a test or
 * the terms hears of the disclosure once in the last three, and who owes no more than to acknowledge a later date once a week). overdue: said at
 * its own hour, but not to whom something was said within a day. calm: waits for the person's morning;
 * of the disclosure date, more than three days ahead of it, not to whom all of it was said within three days.
 */
export type Pace = 'urgent' | 'overdue' | 'calm';

/** How soon a rung is said. `date`: the disclosure date that counts, where there is one. `agreed`: everybody keeps to it. */
export function paceOf(
  { deadline, target, rungMs }: { readonly deadline: DeadlineKey; readonly target: Instant; readonly rungMs: number },
  { date, agreed, ended }: { readonly date: Instant | null; readonly agreed: boolean; readonly ended: boolean },
): Pace {
  // What got out does not wait for a morning.
  if (deadline.startsWith('leak')) return 'urgent';
  const at = target + rungMs;
  if (rungMs >= -dayMs && rungMs <= 0) return 'urgent';
  if (date !== null && at >= date - dayMs && at <= date) return 'urgent';
  return ended || (deadline === 'disclosure' && rungMs > 0 && agreed) ? 'overdue' : 'calm';
}

// A day, less what two messages of one hour may drift: a day of the clock's change has 23 hours.
const dayAtLeastMs = 20 * hourMs;
const weekAtLeastMs = 6 * dayMs + dayAtLeastMs;
// Where neither a zone is known nor an hour at which the list discloses.
const morningUtc = 9 * 60;

/** Whether somebody was told all that they owe within a day. */
export function toldToday(embargo: Embargo, person: PersonId, now: Instant): boolean {
  return now - lastTold(embargo, person) < dayAtLeastMs;
}

/** The same of a week. */
export function toldThisWeek(embargo: Embargo, person: PersonId, now: Instant): boolean {
  return now - lastTold(embargo, person) < weekAtLeastMs;
}

/** The same since an instant. */
export function toldSince(embargo: Embargo, person: PersonId, since: Instant): boolean {
  return lastTold(embargo, person) >= since;
}

const lastTold = ({ nudges }: Embargo, person: PersonId): Instant => nudges?.at[person] ?? Number.NEGATIVE_INFINITY;

/** So many alarms within an hour ring out, of one person: of more the others' would be lost. Coordinators read each of them all the same. */
export const alarmsMax = 3;

/** How often somebody has sounded an alarm of one kind within the hour: one kind leaves the others as loud as they were. */
export function alarmsOf({ nudges }: Embargo, kind: AlarmKind, person: PersonId, now: Instant): number {
  return (nudges?.alarms?.[kind]?.[person] ?? []).filter((at) => now - at < hourMs).length;
}

/** The embargo after somebody sounded an alarm. */
export function reportedBy(embargo: Embargo, kind: AlarmKind, person: PersonId, at: Instant): Embargo {
  const { nudges = nothing } = embargo;
  const lately = (nudges.alarms?.[kind]?.[person] ?? []).filter((each) => at - each < hourMs);
  // Of more nobody needs to know when.
  const kept = [...lately, at].slice(-(alarmsMax + 1));
  return { ...embargo, nudges: { ...nudges, alarms: { ...nudges.alarms, [kind]: { ...nudges.alarms?.[kind], [person]: kept } } } };
}

/** The morning for which a reminder of somebody waits. */
export function morningOf({ nudges }: Embargo, { members, policy }: List, person: PersonId, now: Instant): Instant {
  const last = nudges?.at[person];
  const from = last === undefined ? now : Math.max(now, last + dayAtLeastMs);
  return nextMorning(from, members[person]?.zone ?? null, policy.rules.hour?.minutes ?? morningUtc);
}

const nothing: Nudges = { at: {}, waits: {} };

/** The embargo after some were reminded: what waited for their morning is said. `later`: whose reminder waits for it. */
export function nudged(embargo: Embargo, people: readonly PersonId[], at: Instant, later: Nudges['waits'] = {}): Embargo {
  if (people.length === 0 && Object.keys(later).length === 0) return embargo;
  const { nudges = nothing } = embargo;
  const told = Object.fromEntries(people.map((person) => [person, at]));
  return { ...embargo, nudges: { ...nudges, at: { ...nudges.at, ...told }, waits: { ...without(nudges.waits, people), ...later } } };
}

/** The embargo after a morning: who waited for it waits no more. */
export function morningPast(embargo: Embargo, at: Instant): Embargo {
  const { nudges } = embargo;
  if (nudges === undefined) return embargo;
  const past = waiting(embargo).flatMap(([person, until]) => (until <= at ? [person] : []));
  return { ...embargo, nudges: { ...nudges, waits: without(nudges.waits, past) } };
}

/** The key under which it is kept how far something was passed on. */
export function passedOnKey(
  { what, proposal }: Pick<PassedOn, 'what' | 'proposal'>,
  distributor: DistributorId,
  duty: string | undefined = undefined,
): string {
  const of = proposal ?? duty;
  return `${what}${of === undefined ? '' : ` ${of}`}:${distributor}`;
}

/** The embargo after it was passed on that nobody of some organizations does what is asked. */
export function passedOn(embargo: Embargo, fact: PassedOn): Embargo {
  const { nudges = nothing } = embargo;
  const said = Object.fromEntries(
    fact.distributors.map((distributor, index) => [passedOnKey(fact, distributor, fact.duties?.[index]), fact.to] as const),
  );
  return { ...embargo, nudges: { ...nudges, passedOn: { ...nudges.passedOn, ...said } } };
}

/** Everybody is asked for the terms anew, and of the duties: nothing was passed on of that. */
export function askedAnew(embargo: Embargo): Embargo {
  if (embargo.nudges?.passedOn === undefined) return embargo;
  const { passedOn: _, ...nudges } = embargo.nudges;
  return { ...embargo, nudges };
}

/** Whose reminder waits, and for when; in one order, whatever a database makes of the keys of a record. */
export function waiting({ nudges = nothing }: Embargo): [PersonId, Instant][] {
  return Object.entries<Instant>(nudges.waits)
    .map(([person, until]): [PersonId, Instant] => [person as PersonId, until])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function without(waits: Nudges['waits'], people: readonly PersonId[]): Nudges['waits'] {
  return Object.fromEntries(Object.entries(waits).filter(([person]) => !people.includes(person as PersonId)));
}
