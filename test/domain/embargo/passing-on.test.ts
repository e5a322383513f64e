// Nobody of an organization does what is asked: its contacts are told, then coordinators, once each, and on record.
import { describe, expect, test } from 'vitest';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../src/domain/embargo/evolve.ts';
import { nextDue, remind } from '../../../src/domain/embargo/reminders.ts';
import type { List } from '../../../src/domain/list/list.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { dayMs, hourMs, type Instant } from '../../../src/domain/values/time.ts';
import { ada, bob, carol, date, dave, embargo, grace, list, listOf, member, seven, signedBy, start } from '../../setup/embargo.ts';

const erin = member('erin', 'representative', 'nova');
const both = listOf({ members: [ada, grace, bob, dave, carol, erin] });
/** The same list, whose policy gives other times. */
const within = ({ policy, ...rest }: List, times: Partial<Policy>): List => ({
  ...rest,
  policy: { ...policy, rules: { ...policy.rules, ...times } },
});
const silent = (wish: Partial<Embargo> = {}) => embargo({ consents: signedBy(ada, grace, carol), ...wish });

/** What is passed on by an instant, from the opening on, in the order of time. */
function passedOn(from: Embargo, on: List, until: Instant) {
  let [state, now] = [from, start];
  const said: [hours: number, what: string, to: string, organizations: readonly string[], people: readonly string[]][] = [];
  for (;;) {
    const due = nextDue(state, on, now);
    if (due === null || due > until) return said;
    now = Math.max(due, now);
    for (const fact of remind(state, on, now)) {
      state = evolve(state, { fact, at: now, by: 'clock' });
      if (fact.type !== 'passed-on') continue;
      const people = fact.people.map((person) => person.replace('terminal:', ''));
      said.push([(now - start) / hourMs, fact.what, fact.to, fact.distributors, people]);
    }
  }
}

describe('the terms', () => {
  test('after a day both contacts are told, after two the coordinators, and nobody ever again', () => {
    expect(passedOn(silent(), both, date)).toEqual([
      [24, 'acknowledge', 'contacts', ['nova'], ['bob', 'erin']],
      [48, 'acknowledge', 'coordinators', ['nova'], ['ada', 'grace']],
    ]);
  });

  test("within the policy's time, and coordinators after twice as long", () => {
    expect(passedOn(silent(), within(both, { acknowledgeWithinMs: 6 * hourMs }), date).map(([hours, , to]) => [hours, to])).toEqual([
      [6, 'contacts'],
      [12, 'coordinators'],
    ]);
  });

  test('of several organizations coordinators are told in one message', () => {
    const all = embargo({ consents: signedBy(ada, grace) });
    expect(passedOn(all, both, start + 2 * dayMs)).toEqual([
      [24, 'acknowledge', 'contacts', ['nova', seven.id], ['bob', 'erin', 'carol']],
      [48, 'acknowledge', 'coordinators', ['nova', seven.id], ['ada', 'grace']],
    ]);
  });

  test('one of an organization is enough; who declined is not asked', () => {
    expect(passedOn(silent({ consents: signedBy(ada, grace, carol, erin) }), both, start + 2 * dayMs)).toEqual([
      [48, 'answer', 'contacts', ['nova'], ['bob']],
    ]);
    const declined = { ...signedBy(ada, grace, carol), [bob.person]: { state: 'declined', at: start } } as const;
    expect(passedOn(silent({ consents: declined }), list, date)).toEqual([]);
  });

  test('where the date is near, within a third and two thirds of the time', () => {
    const near = start + 30 * hourMs;
    const soon = silent();
    const proposals = { 1: { ...soon.proposals[1], at: near, answerBy: start + 15 * hourMs } } as Embargo['proposals'];
    expect(passedOn({ ...soon, proposals, reminded: {} }, both, near).map(([hours, , to]) => [hours, to])).toEqual([
      [10, 'contacts'],
      [20, 'coordinators'],
    ]);
  });
});

describe('an answer to a date', () => {
  const half = embargo({ consents: signedBy(ada, grace, carol, bob) });

  test('after two days whoever else could give it is told once', () => {
    expect(passedOn(half, both, date)).toEqual([[48, 'answer', 'contacts', ['nova'], ['erin']]]);
  });

  test("or after the policy's time", () => {
    const soon = within(both, { backupAfterMs: 5 * hourMs });
    expect(passedOn(half, soon, date)).toEqual([[5, 'answer', 'contacts', ['nova'], ['erin']]]);
  });

  test('but not who asked to be left in peace, until that is over', () => {
    const until = start + 60 * hourMs;
    expect(passedOn({ ...half, snoozes: { [erin.person]: until } }, both, date)).toEqual([[60, 'answer', 'contacts', ['nova'], ['erin']]]);
  });
});
