// What a list's own clock says, when, and once: the yearly question, aliases that are silent, keys that expire, ballots that close.
import { describe, expect, test } from 'vitest';
import { dueOfList, nextOfList, recertificationRungs } from '../../../src/domain/list/clock.ts';
import { distributorsOf, type List } from '../../../src/domain/list/list.ts';
import type { PgpKey, Profile } from '../../../src/domain/list/membership/membership.ts';
import { dayMs, type Instant } from '../../../src/domain/values/time.ts';
import { ada, bob, dave, grace, listOf, nova, seven, start } from '../../setup/embargo.ts';
import { applied, heard, since, withProfile } from '../../setup/membership.ts';

const yearMs = 365 * dayMs;
// One organisation, so that the year of another does not run beside.
const list = listOf({ members: [ada, grace, bob, dave], distributors: [nova] });
const day = (days: number): Instant => start + days * dayMs;
const held = (wish: Partial<Profile> = {}): List => withProfile(list, nova, { reviewedAt: start, joinedAt: start, ...wish });

type Said = { readonly at: Instant; readonly facts: ReturnType<typeof dueOfList> };

/** All that the clock says until an instant, woken whenever it asked to be. */
function served(from: List, until: Instant): { said: readonly Said[]; list: List } {
  let state = from;
  const said: Said[] = [];
  for (let guard = 0; guard < 100; guard += 1) {
    const next = nextOfList(state);
    if (next === null || next > until) return { said, list: state };
    const facts = dueOfList(state, next);
    expect(facts, 'the clock is woken for something').not.toEqual([]);
    said.push({ at: next, facts });
    state = since(state, facts, next);
  }
  throw new Error('the clock does not come to rest');
}

/** The list after what is due at an instant, which is due no more then. */
function woken(from: List, now: Instant): List {
  const after = since(from, dueOfList(from, now), now);
  expect(dueOfList(after, now)).toEqual([]);
  return after;
}

test('a list whose organisations have nobody has no clock to wind; the year of others runs since they have', () => {
  const nobody = listOf({ members: [ada], distributors: [nova, seven] });
  expect([nextOfList(nobody), dueOfList(nobody, start + 1000 * dayMs)]).toEqual([null, []]);
  // From before there were profiles.
  expect([nextOfList(list), dueOfList(list, day(365) - 1)]).toEqual([day(365), []]);
  expect(dueOfList(list, day(365))).toMatchObject([{ type: 'recertification-asked', distributor: nova.id }]);
});

describe('the yearly question', () => {
  const asked = { type: 'recertification-asked', distributor: nova.id, dueAt: day(365 + 30) } as const;

  test('is asked a year after the last review, not a millisecond before', () => {
    expect(nextOfList(held())).toBe(day(365));
    expect(dueOfList(held(), day(365) - 1)).toEqual([]);
    expect(dueOfList(held(), day(365))).toEqual([asked]);
  });

  test('is asked again at a third, at two thirds and at the end of the time to answer, each once, and then waits for people', () => {
    const { said } = served(held(), day(3000));
    expect(said).toEqual([
      { at: day(365), facts: [asked] },
      ...[10, 20, 30].map((days) => ({
        at: day(365 + days),
        facts: [{ type: 'recertification-reminded', distributor: nova.id, afterMs: days * dayMs }],
      })),
    ]);
  });

  test('after a week’s silence of the bot only the last rung is said, and those before it never', () => {
    const open = woken(held(), day(365));
    expect(dueOfList(open, day(365 + 9))).toEqual([]);
    const late = woken(open, day(365 + 26));
    expect(late.distributors[nova.id]?.profile?.recertification?.askedMs).toBe(20 * dayMs);
    expect(nextOfList(late)).toBe(day(365 + 30));
    expect(dueOfList(late, day(365 + 29))).toEqual([]);
    expect(dueOfList(open, day(365 + 100))).toEqual([{ type: 'recertification-reminded', distributor: nova.id, afterMs: 30 * dayMs }]);
  });

  test('comes late after a silence, and gives the whole time to answer all the same', () => {
    expect(dueOfList(held(), day(400))).toEqual([{ ...asked, dueAt: day(430) }]);
  });

  test('begins anew a year after it was answered', () => {
    const answered = heard(woken(held(), day(365)), [bob, { type: 'recertify', criterion: 'all', note: null }, { now: day(370) }]);
    expect(nextOfList(answered)).toBe(day(370) + yearMs);
  });

  test('goes by the policy’s own times', () => {
    const rules = {
      ...list.policy.rules,
      membership: { ...list.policy.rules.membership, recertifyEveryMs: 90 * dayMs, recertifyWithinMs: 10 },
    };
    const quick = { ...held(), policy: { ...list.policy, rules } };
    expect(nextOfList(quick)).toBe(day(90));
    expect(recertificationRungs(rules.membership)).toEqual([3, 7, 10]);
  });

  test('is not asked of an organisation that is gone', () => {
    const removal = {
      type: 'remove-distributor',
      distributor: 'Nova',
      ground: { type: 'criterion', key: 'alias' },
      because: 'silence',
    } as const;
    const gone = heard(held(), [ada, removal]);
    expect(distributorsOf(gone).map(({ name }) => name)).toEqual([]);
    expect([nextOfList(gone), dueOfList(gone, day(1000))]).toEqual([null, []]);
  });
});

describe('an alias that was tested', () => {
  const aliasTest = { hash: 'f00d', sentAt: start, by: ada.person, backAt: null };
  const silent = { type: 'alias-silent', distributor: nova.id } as const;

  test('is silent after seven days, and that is said once', () => {
    const tested = held({ alias: 'a@b.example', aliasTest });
    expect(dueOfList(tested, day(7) - 1)).toEqual([]);
    expect(served(tested, day(300)).said).toEqual([{ at: day(7), facts: [silent] }]);
  });

  test('is not, once it has answered', () => {
    expect(served(held({ aliasTest: { ...aliasTest, backAt: start } }), day(300)).said).toEqual([]);
  });
});

describe('a key', () => {
  const key = (wish: Partial<PgpKey> = {}): PgpKey => ({
    fingerprint: 'AB',
    expiresAt: day(100),
    user: null,
    addedAt: start,
    warnedMs: null,
    ...wish,
  });
  const warned = (days: number, fingerprint = 'AB') =>
    ({ type: 'key-expiry-warned', distributor: nova.id, fingerprint, beforeMs: days * dayMs }) as const;

  test('is warned of thirty and seven days before it expires, and as it does, each once', () => {
    expect(served(held({ keys: [key()] }), day(300)).said).toEqual([
      { at: day(70), facts: [warned(30)] },
      { at: day(93), facts: [warned(7)] },
      { at: day(100), facts: [warned(0)] },
    ]);
    expect(dueOfList(held({ keys: [key()] }), day(70) - 1)).toEqual([]);
  });

  test('is warned of once after a silence, by the last that is due', () => {
    const late = woken(held({ keys: [key()] }), day(94));
    expect(late.distributors[nova.id]?.profile?.keys[0]?.warnedMs).toBe(7 * dayMs);
    expect(served(late, day(300)).said).toEqual([{ at: day(100), facts: [warned(0)] }]);
    expect(dueOfList(held({ keys: [key()] }), day(200))).toEqual([warned(0)]);
  });

  test('that was added late is warned of by what is still ahead', () => {
    expect(served(held({ keys: [key({ addedAt: day(70) })] }), day(300)).said.map(({ at }) => at)).toEqual([day(93), day(100)]);
    expect(served(held({ keys: [key({ addedAt: day(70) - 1 })] }), day(300)).said.map(({ at }) => at)).toEqual([
      day(70),
      day(93),
      day(100),
    ]);
  });

  test('that never expires is never warned of, and one that was prolonged begins anew', () => {
    expect(served(held({ keys: [key({ expiresAt: null })] }), day(300)).said).toEqual([]);
    const due = woken(held({ keys: [key()] }), day(93));
    const prolonged = heard(due, [
      bob,
      { type: 'add-key', distributor: 'Nova', key: { fingerprint: 'AB', expiresAt: day(200), user: null } },
      { now: day(95) },
    ]);
    expect(nextOfList(prolonged)).toBe(day(170));
  });

  test('is warned of apart from others', () => {
    const two = held({ keys: [key(), key({ fingerprint: 'CD', expiresAt: day(107) })] });
    expect(served(two, day(100)).said).toEqual([
      { at: day(70), facts: [warned(30)] },
      { at: day(77), facts: [warned(30, 'CD')] },
      { at: day(93), facts: [warned(7)] },
      { at: day(100), facts: [warned(0), warned(7, 'CD')] },
    ]);
  });
});

test('a ballot is reminded of a day before its close, counted at it, and each once', () => {
  const open = applied('ballot');
  const { said } = served(open, day(300));
  expect(said.map(({ at, facts }) => [at, facts.map(({ type }) => type)])).toEqual([
    [day(6), ['ballot-reminded']],
    [day(7), ['ballot-counted']],
  ]);
  // A bot that was down counts when it is up, as of the close.
  expect(dueOfList(open, day(20))).toMatchObject([{ counted: { at: day(7) } }]);
});

test('a probation that is over is told of at its instant, once, and not before', () => {
  const standing = { state: 'probation', because: 'it bounces', at: start, until: day(30) } as const;
  const on = withProfile(list, nova, { standing });
  expect(dueOfList(on, day(30) - 1)).toEqual([]);
  expect(dueOfList(on, day(30))).toEqual([{ type: 'probation-over', distributor: nova.id }]);
  expect(served(on, day(300)).said.map(({ at, facts }) => [at, facts.map(({ type }) => type)])).toEqual([[day(30), ['probation-over']]]);
});

test('the next of all that is due is what the clock is wound up to', () => {
  const busy = withProfile(applied('ballot'), nova, {
    reviewedAt: day(-360),
    aliasTest: { hash: 'f00d', sentAt: day(-1), by: ada.person, backAt: null },
  });
  expect(nextOfList(busy)).toBe(day(5));
  expect(served(busy, day(8)).said.map(({ at }) => at)).toEqual([day(5), day(6), day(7)]);
});
