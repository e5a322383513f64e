// Nobody gets more reminders than the table allows, whatever happens in 60 days.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Embargo, Proposal } from '../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../../src/domain/embargo/facts.ts';
import { todosOf } from '../../../src/domain/embargo/todos.ts';
import { followUpMs, givenUpMs } from '../../../src/domain/policy/policy.ts';
import type { Happened } from '../../../src/domain/values/happened.ts';
import type { PersonId } from '../../../src/domain/values/ids.ts';
import { dayMs, hourMs, type Instant } from '../../../src/domain/values/time.ts';
import { type History, type Moment, moments, someHistory } from '../../setup/histories.ts';

type Told = { readonly person: PersonId; readonly at: Instant; readonly urgent: boolean };

/** Each message that reminds somebody. urgent: in the last 24 hours before the deadline that it is of, or before the date; */
function toldIn({ facts, after }: Moment): Told[] {
  const dates = Object.values<Proposal>(after.embargo.proposals).map(({ at }) => at);
  return facts.flatMap(({ fact, at, by }) => {
    if (by !== 'clock') return [];
    if (fact.type === 'nudged') return fact.people.map((person) => ({ person, at, urgent: false }));
    // A decision has a table of its own, and so has what a leak asks for.
    if (fact.type !== 'reminded' || fact.deadline === 'decision' || fact.deadline.startsWith('leak')) return [];
    const last = dates.some((date) => at >= date - dayMs && at <= date);
    const urgent = last || (fact.rungMs >= -dayMs && fact.rungMs <= 0);
    return fact.people.map((person) => ({ person, at, urgent }));
  });
}

const sixtyDays = { do: 'wait', ms: 60 * dayMs, served: true } as const;
// The morning of a person in another zone may come an hour earlier, and a day of the clock's change is 23 hours long.
const dayAtLeast = 20 * hourMs;

test('outside of the last 24 hours before a deadline at most one a day, and never two at once', () => {
  fc.assert(
    fc.property(someHistory, (history: History) => {
      const told = moments({ ...history, steps: [...history.steps, sixtyDays] }).flatMap(toldIn);
      for (const person of new Set(told.map((each) => each.person))) {
        const theirs = told.filter((each) => each.person === person);
        const instants = theirs.map(({ at }) => at);
        expect(instants).toEqual([...new Set(instants)]);
        const calm = theirs.filter(({ urgent }) => !urgent).map(({ at }) => at);
        const gaps = calm.slice(1).map((at, index) => at - (calm[index] ?? 0));
        expect(gaps.filter((gap) => gap < dayAtLeast)).toEqual([]);
      }
    }),
    { numRuns: 80 },
  );
});

/** The clock's facts of a history, each with the embargo as it stood before it. */
function* ofTheClock(
  all: readonly Moment[],
): Generator<{ readonly was: Embargo; readonly happened: Happened<EmbargoFact>; readonly moment: Moment }> {
  for (const moment of all) {
    let was = moment.before.embargo;
    for (const happened of moment.facts) {
      if (happened.by === 'clock') yield { was, happened, moment };
      was = evolve(was, happened);
    }
  }
}

const played = ({ steps, ...history }: History) => moments({ ...history, steps: [...steps, sixtyDays] });

test('in the last three days before the date, who owes no more than a test or the terms is called once', () => {
  let called = 0;
  fc.assert(
    fc.property(someHistory, (history) => {
      const last = new Map<PersonId, Instant>();
      for (const { was, happened, moment } of ofTheClock(played(history))) {
        const { fact, at } = happened;
        if (fact.type !== 'reminded' && fact.type !== 'nudged') continue;
        if (fact.type === 'reminded' && fact.deadline === 'decision') continue;
        const { list } = moment.before;
        for (const person of fact.people) {
          const owed = todosOf(was, list, person, at).map(({ type }) => type);
          const little = list.members[person]?.role !== 'coordinator' && owed.every((type) => type === 'review' || type === 'acknowledge');
          const due = fact.type === 'reminded' && fact.deadline === 'disclosure' && fact.rungMs <= 0 && fact.rungMs >= -3 * dayMs;
          if (little && due && was.snoozes[person] === undefined) {
            expect((last.get(person) ?? 0) >= fact.target - 3 * dayMs, `${person} at ${fact.rungMs / hourMs} h`).toBe(false);
            called += 1;
          }
          last.set(person, at);
        }
      }
    }),
    { numRuns: 80 },
  );
  expect(called).toBeGreaterThan(0);
});

test('what a silent organization owes is passed on to its contacts once, then to coordinators once', () => {
  let told = 0;
  fc.assert(
    fc.property(someHistory, (history) => {
      const said = new Set<string>();
      for (const { facts } of played(history))
        for (const { fact } of facts) {
          if (fact.type === 'embargo-reopened') said.clear();
          if (fact.type !== 'passed-on') continue;
          fact.distributors.forEach((distributor, index) => {
            const key = [fact.what, fact.proposal ?? fact.duties?.[index], distributor].join(' ');
            expect(said.has(`${key} ${fact.to}`), key).toBe(false);
            if (fact.to === 'contacts') expect(said.has(`${key} coordinators`), key).toBe(false);
            said.add(`${key} ${fact.to}`);
            told += 1;
          });
        }
    }),
    { numRuns: 80 },
  );
  expect(told).toBeGreaterThan(0);
});

// Of each clock there is a reminder before its end, of packages two; then all of them together at these times.
const mostAfterEnd = 5 + followUpMs.length;

test('after the end nobody is asked for links more often than the table says, nor after its last time', () => {
  let asked = 0;
  fc.assert(
    fc.property(someHistory, (history) => {
      const all = played(history);
      const end = all.at(-1)?.after.embargo.ended?.at;
      if (end === undefined) return;
      const counts = new Map<PersonId, number>();
      for (const { happened } of ofTheClock(all)) {
        const { fact, at } = happened;
        if (at <= end || fact.type !== 'reminded' || !['post', 'cve', 'exploit', 'retrospective', 'packages'].includes(fact.deadline))
          continue;
        // A clock that was down may be late; what it says is of no later time.
        expect(fact.target + fact.rungMs - end).toBeLessThanOrEqual(givenUpMs);
        for (const person of fact.people) counts.set(person, (counts.get(person) ?? 0) + 1);
        asked += fact.people.length;
      }
      for (const count of counts.values()) expect(count).toBeLessThanOrEqual(mostAfterEnd);
    }),
    { numRuns: 80 },
  );
  expect(asked).toBeGreaterThan(0);
});
