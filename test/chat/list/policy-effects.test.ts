// What the rules of a list change in its embargoes: who discloses, which steps are walked, whose holidays count, what the terms say, who is told for somebody who is away.
import { describe, expect, test } from 'vitest';
import { termsMessage } from '../../../src/chat/embargo/consent.ts';
import { reminders } from '../../../src/chat/embargo/reminder.ts';
import { walk } from '../../../src/chat/embargo/review/checklist-walk.ts';
import { permissionText } from '../../../src/chat/list/policy.ts';
import { embargoAnswer } from '../../../src/chat/queries.ts';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import { todosOf } from '../../../src/domain/embargo/todos.ts';
import { whoShips } from '../../../src/domain/list/distributor.ts';
import type { List, Member } from '../../../src/domain/list/list.ts';
import { newProfile } from '../../../src/domain/list/membership/membership.ts';
import type { StepKey } from '../../../src/domain/policy/checklist.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { policyOf } from '../../../src/domain/policy/presets.ts';
import { isRefused } from '../../../src/domain/values/refusal.ts';
import { dayMs } from '../../../src/domain/values/time.ts';
import { holidays } from '../../../src/handlers/embargo.ts';
import {
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  date,
  dave,
  embargo,
  grace,
  list,
  listOf,
  nova,
  patch,
  patches,
  played,
  says,
  seven,
  signedBy,
  start,
} from '../../setup/embargo.ts';
import { linesOf, messagesOf, whereTo } from '../../setup/said.ts';

const ruled = (rules: Partial<Policy>, wish: Parameters<typeof listOf>[0] = {}): List => {
  const of = listOf(wish);
  return { ...of, policy: { version: 2, preset: null, rules: { ...of.policy.rules, ...rules } } };
};
const reasonOf = (decision: ReturnType<typeof says>) => (isRefused(decision) ? decision.reason.code : decision.map(({ type }) => type));

describe('who may disclose', () => {
  const due = agreedEmbargo({ consents: signedBy(ada, grace, bob) });
  const presses = (who: Member, on: List) => reasonOf(says(who, { type: 'disclose' }, due, { list: on, now: date }));

  test('are representatives too where the policy says speakers', () => expect(presses(bob, list)).toEqual(['disclosure-pressed']));
  test('are coordinators alone where it says so, and nobody else is asked to', () => {
    const strict = ruled({ disclosers: 'coordinators' });
    expect(presses(bob, strict)).toBe('needs-role');
    expect(presses(ada, strict)).toEqual(['disclosure-pressed']);
    const owes = (who: Member) => todosOf(due, strict, who.person, date).map(({ type }) => type);
    expect([owes(bob), owes(ada)]).toEqual([[], ['disclose']]);
  });
  test('are representatives all the same where one coordinator alone could not be two people', () => {
    expect(presses(bob, ruled({ disclosers: 'coordinators' }, { members: [ada, bob] }))).toEqual(['disclosure-pressed']);
  });
});

describe('the steps of patch testing', () => {
  const short = ruled({ checklist: ['build', 'tests'] satisfies StepKey[] });
  const from = embargo({ patches: patches(patch(1)) });
  const pass = (note: string | null = null) => ({ type: 'answer-step', at: null, verdict: 'pass', note, readyBy: null }) as const;
  const stepsOf = (of: Embargo) => walk({ embargo: of, list: short, now: start }, of.reviews[1] ?? (null as never)).nodes;

  test('are those of the policy, in the order of the checklist, and no others', () => {
    const begun = played(from, [[bob, { type: 'start-review', release: null }]], short);
    expect(linesOf(stepsOf(begun))[1]).toBe('Step 1 of 2: Builds');
    expect(linesOf(stepsOf(begun)).at(-1)).not.toContain('Back');
    const built = played(begun, [[bob, pass('amd64')]], short);
    expect(linesOf(stepsOf(built))[1]).toBe('Step 2 of 2: Tests');
    const back = played(built, [[bob, { type: 'step-back', review: null }]], short);
    expect(linesOf(stepsOf(back))[1]).toBe('Step 1 of 2: Builds');
    expect(reasonOf(says(bob, { type: 'step-back', review: null }, back, { list: short }))).toBe('first-step');
  });

  test('are enough for "no issues found" when all of them passed, and not before', () => {
    const found = { type: 'finish-review', review: null, outcome: 'no-issues', because: null } as const;
    const built = played(
      from,
      [
        [bob, { type: 'start-review', release: null }],
        [bob, pass('amd64')],
      ],
      short,
    );
    expect(reasonOf(says(bob, found, built, { list: short }))).toBe('steps-left');
    const tested = played(built, [[bob, pass()]], short);
    expect(linesOf(stepsOf(tested)).join('\n')).toContain("What's the outcome?");
    expect(reasonOf(says(bob, found, tested, { list: short }))).toEqual(['review-finished']);
    // By the whole checklist eight more are left.
    expect(reasonOf(says(bob, found, tested))).toBe('steps-left');
  });
});

describe('holidays', () => {
  const at2026 = at('2026-06-01T09:00Z');
  test('are those of the policy’s countries and of the members’', () => {
    const days = (of: List) => Object.keys(holidays(of, null, at2026));
    const none = ruled({ holidayCountries: [] });
    expect(days(none)).toEqual([]);
    expect(days(ruled({ holidayCountries: ['US'] }))).toContain('2026-06-19');
    const french = { ...seven, profile: { ...newProfile(start), countries: ['CH'] } };
    const withSwiss = ruled({ holidayCountries: [], longestMs: 90 * dayMs }, { distributors: [nova, french] });
    expect(days(withSwiss)).toContain('2026-08-01');
  });
});

describe('what members may do before disclosure', () => {
  test('stands with the terms', () => {
    const xen = ruled({ may: policyOf('xen').may, ai: 'forbidden' });
    const text = permissionText(xen.policy.rules);
    expect(text).toBe(
      "Before disclosure: deploy it only where the notice says so; ship no binaries or images; tell your users that there's an issue and its disclosure date, and no more; use no AI tools on it.",
    );
    expect(linesOf(termsMessage({ embargo: embargo(), list: xen, now: start }, ['The terms:']).nodes)).toContain(text);
  });
});

describe('who ships a component', () => {
  const ships = (...urls: string[]) => ({ ...nova, profile: { ...newProfile(start), ships: urls } });
  test.each([
    ['quuxd', ['pkg:rpm/nova/quuxd'], true],
    ['QuuxD 4.5', ['pkg:rpm/nova/quuxd'], true],
    ['pkg:rpm/nova/quuxd@4.5.6', ['pkg:rpm/nova/quuxd'], true],
    ['quux', ['pkg:rpm/nova/quuxd'], false],
    ['quuxd-extras', ['pkg:rpm/nova/quuxd'], false],
    ['nova', ['pkg:rpm/nova/quuxd'], false],
    ['runc, quuxd', ['pkg:golang/github.com/opencontainers/runc'], true],
    ['', ['pkg:rpm/nova/quuxd'], false],
  ])('%j and %j: %s', (component, urls, found) => {
    expect(whoShips(listOf({ distributors: [ships(...urls)] }), component).map(({ name }) => name)).toEqual(found ? ['Nova'] : []);
  });

  test('is named with the details, to who has acknowledged', () => {
    const of = listOf({ distributors: [ships('pkg:rpm/nova/quuxd'), seven] });
    const view = { embargo: embargo(), list: of, now: start };
    const [whole, less] = messagesOf(embargoAnswer('details', view, { person: bob.person, room: null }, []));
    expect(linesOf(whole?.nodes ?? [])).toContain('Ship it, by package URL: Nova');
    expect(JSON.stringify(less)).not.toContain('Nova');
  });
});

describe('somebody who is away', () => {
  const fact = { type: 'reminded', deadline: 'disclosure', target: date, rungMs: -dayMs, skippedMs: [], people: [bob.person] } as const;
  const told = (away: Member['away'], now = date - dayMs) => {
    const of = listOf({ members: [ada, grace, { ...bob, ...(away === undefined ? {} : { away }) }, dave, carol] });
    return reminders(fact, { embargo: embargo(), list: of, now }).map(whereTo);
  };
  test.each([
    ['is reminded alone while they are there', undefined, ['bob']],
    ['is stood in for until they are back', { since: start, until: date, standIn: dave.person }, ['bob', 'dave']],
    ['is not any more at the instant at which they are', { since: start, until: date - dayMs, standIn: dave.person }, ['bob']],
    ['and named nobody is reminded alone', { since: start, until: date, standIn: null }, ['bob']],
  ])('%s', (_, away, people) => expect(told(away)).toEqual(people));
});
