// Nobody gets more reminders than the table allows, whatever happens in 60 days.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Proposal } from '../../../src/domain/embargo/embargo.ts';
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
