// Another list that was told has a limit of its own: it is counted down, corrected and taken back, and no date stands past it in silence.
import { describe, expect, test } from 'vitest';
import { beyond } from '../../../../src/domain/embargo/date/told.ts';
import type { Bound, Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../../src/domain/embargo/evolve.ts';
import { remind } from '../../../../src/domain/embargo/reminders.ts';
import { todosOf } from '../../../../src/domain/embargo/todos.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { dayMs, hourMs } from '../../../../src/domain/values/time.ts';
import { ada, agreedEmbargo, at, bob, date, embargo, list, proposal, proposals, says, signedBy, start } from '../../../setup/embargo.ts';

// The date is on the sixteenth day, at 14:00; the limit on the fifteenth, at 09:00.
const limit = at('2026-03-16T09:00Z');
const told: Bound = { policy: 'linux-distros', since: start, by: ada.person, limit };
const late = (wish: Partial<Embargo> = {}) => agreedEmbargo({ bound: [told], consents: signedBy(ada, bob), ...wish });
const owed = (from: Embargo, now: number) =>
  todosOf(from, list, ada.person, now).flatMap((todo) => (todo.type === 'keep-limit' ? [[todo.policy, todo.due]] : []));

describe('what the limit asks of coordinators', () => {
  test('to move the date forward while it is past it, and nothing where it is within it', () => {
    expect(owed(late(), start)).toEqual([['linux-distros', limit]]);
    expect(owed(late({ bound: [{ ...told, limit: date }] }), start)).toEqual([]);
    expect(owed(late({ bound: [{ ...told, limit: date - 1 }] }), start)).toEqual([['linux-distros', date - 1]]);
    expect(todosOf(late(), list, bob.person, start).filter(({ type }) => type === 'keep-limit')).toEqual([]);
  });

  test('nothing once an earlier date waits for answers, until the limit has passed', () => {
    const asked = { ...late(), proposals: { ...late().proposals, ...proposals(proposal(2, limit)) } };
    expect(owed(asked, start)).toEqual([]);
    expect(owed(asked, limit - 1)).toEqual([]);
    expect(owed(asked, limit)).toEqual([['linux-distros', limit]]);
  });

  test('nothing where it is public: a decision is asked for', () => {
    expect(owed(late({ publicState: { public: { at: start, by: bob.person, how: 'x' } } }), start)).toEqual([]);
  });
});

describe('its own countdown', () => {
  const reminded = (from: Embargo, now: number) =>
    remind(from, list, now).flatMap((fact) =>
      fact.type === 'reminded' && fact.deadline === 'limit:linux-distros'
        ? [[fact.rungMs, fact.people.length + Object.keys(fact.later ?? {}).length]]
        : [],
    );
  const standing = (from: Embargo): Embargo => ({
    ...from,
    reminded: { ...from.reminded, 'limit:linux-distros': { target: limit, since: start, doneMs: null } },
  });

  test('begins a week before, and says once that it has passed', () => {
    const from = standing(late());
    expect(reminded(from, limit - 7 * dayMs - 1)).toEqual([]);
    // A week before, the reminder waits for their morning, as one's of the date did already.
    expect(reminded(from, limit - 7 * dayMs)).toEqual([[-7 * dayMs, 1]]);
    expect(reminded(from, limit - 4 * hourMs)).toEqual([[-4 * hourMs, 2]]);
    expect(reminded(from, limit)).toEqual([[0, 2]]);
    const said = remind(from, list, limit).reduce((state, fact) => evolve(state, { fact, at: limit, by: 'clock' }), from);
    expect([1, 2, 30].flatMap((days) => reminded(said, limit + days * dayMs))).toEqual([]);
  });

  test('alarms nobody while the date is within it', () => {
    const from = standing(late({ bound: [{ ...told, limit: limit }] }));
    expect(reminded({ ...from, proposals: proposals(proposal(1, limit, { state: 'agreed' })) }, limit - dayMs)).toEqual([[-dayMs, 0]]);
  });
});

test('a date is beyond a limit by a millisecond, and the earliest limit is named first', () => {
  const two = embargo({ bound: [{ ...told, policy: 'kernel', limit: limit + 1 }, told] });
  expect(beyond(two, limit)).toEqual([]);
  expect(beyond(two, limit + 1)).toEqual([{ policy: 'linux-distros', limit }]);
  expect(beyond(two, limit + 2).map(({ policy }) => policy)).toEqual(['linux-distros', 'kernel']);
});

test('what was recorded before limits were kept has the limit of its calendar days', () => {
  expect(beyond(embargo({ bound: [{ policy: 'linux-distros', since: start }] }), start + 14 * dayMs + 1)).toEqual([
    { policy: 'linux-distros', limit: start + 14 * dayMs },
  ]);
  const fact = { type: 'policy-bound', policy: 'linux-distros', since: start, outside: false } as const;
  expect(evolve(embargo(), { fact, at: start, by: ada.person }).bound).toEqual([{ policy: 'linux-distros', since: start }]);
});

test('was withdrawn with its reason, once', () => {
  const remove = { type: 'unbind-policy', policy: 'linux-distros', reason: 'never sent' } as const;
  const fact = { type: 'policy-unbound', policy: 'linux-distros', reason: 'never sent' } as const;
  expect(says(ada, remove, late())).toEqual([fact]);
  const after = evolve(late(), { fact, at: start, by: ada.person });
  expect(Object.hasOwn(after, 'bound')).toBe(false);
  expect(says(ada, remove, after)).toEqual(refuse({ code: 'not-told', policy: 'linux-distros' }));
});
