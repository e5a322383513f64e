// Whatever people say, in whatever order, while the clock moves and the list changes: what must hold holds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { homePage } from '../../src/chat/home.ts';
import type { Kind } from '../../src/domain/audience.ts';
import type { EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { consentOf, isIn, memberOf } from '../../src/domain/embargo/consent.ts';
import { create, decide } from '../../src/domain/embargo/decide.ts';
import { agreedDate, type Embargo } from '../../src/domain/embargo/embargo.ts';
import { madePublic } from '../../src/domain/embargo/end/owed.ts';
import { evolve } from '../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { nextDue, remind } from '../../src/domain/embargo/reminders.ts';
import { todos } from '../../src/domain/embargo/todos.ts';
import { evolveList } from '../../src/domain/list/evolve.ts';
import type { ListFact } from '../../src/domain/list/facts.ts';
import type { List, Member } from '../../src/domain/list/list.ts';
import { outcomeKeys } from '../../src/domain/policy/checklist.ts';
import { clockKeys } from '../../src/domain/policy/policy.ts';
import { type PolicyKey, policyKeys } from '../../src/domain/policy/presets.ts';
import type { Happened } from '../../src/domain/values/happened.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { isRefused } from '../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant } from '../../src/domain/values/time.ts';
import { gate } from '../../src/outbound/audience-gate.ts';
import { about, ada, bob, carol, dave, grace, listOf, member, nova, room, secrets, seven, sha, start } from '../setup/embargo.ts';

const erin = member('erin', 'representative', 'nova');
const quinn = member('quinn', 'reviewer', 'seven');
const everybody: readonly Member[] = [ada, grace, bob, erin, dave, carol, quinn];
const kinds: readonly Kind[] = ['personal', 'membership', 'warning', 'terms', 'dates', 'metadata', 'detail'];

type Step =
  | { readonly do: 'say'; readonly by: Member; readonly command: EmbargoCommand }
  /** Time passes; `served`: the clock wakes up for all that is due on the way, as it is due. */
  | { readonly do: 'wait'; readonly ms: number; readonly served: boolean }
  | { readonly do: 'add' | 'remove'; readonly who: Member }
  | { readonly do: 'demote'; readonly who: Member }
  /** The list's rules change under the embargo. */
  | { readonly do: 'rules'; readonly terms: boolean };

type World = {
  readonly list: List;
  readonly embargo: Embargo;
  readonly now: Instant;
  readonly record: readonly Happened<EmbargoFact>[];
};
/** One moment of a history: the world before and after, and the facts that made the difference. */
type Moment = { readonly before: World; readonly after: World; readonly facts: readonly Happened<EmbargoFact>[]; readonly step: Step };

const someone = fc.constantFrom(...everybody);
// Few dates, so that they meet: some near, some far, one of them often past by the time that it is said.
const someDate = fc
  .constantFrom(1, 2, 3, 8, 9, 10, 15, 16, 17)
  .map((days) => ({ at: start + days * dayMs + 5 * hourMs, zone: 'UTC', anyway: true }));
const someText = fc.constantFrom('words', null);

const someCommand: fc.Arbitrary<EmbargoCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<EmbargoCommand>({ type: 'acknowledge' }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('propose-date' as const), date: someDate, reason: someText }) },
  {
    weight: 9,
    arbitrary: fc.record({
      type: fc.constant('answer-date' as const),
      number: fc.constantFrom(1, 2, 3, 4),
      verdict: fc.constantFrom('accept' as const, 'accept' as const, 'reject' as const),
      reason: someText,
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(null, 1, 2, 3).map((number): EmbargoCommand => ({ type: 'withdraw-date', number })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<EmbargoCommand>(
      { type: 'wait-for-answers', number: null, until: start + 12 * dayMs },
      { type: 'decide-date', number: null, verdict: 'accept' },
      { type: 'settle-date', number: null },
    ),
  },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'decline' }) },
  { weight: 2, arbitrary: someone.map((who): EmbargoCommand => ({ type: 'admit', person: who.person })) },
  {
    weight: 1,
    arbitrary: fc.constant<EmbargoCommand>({
      type: 'amend',
      orders: [{ what: 'add-vulnerabilities', ids: [['CVE-2026-1']], details: {} }],
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('a', 'b').map(
      (digit): EmbargoCommand => ({
        type: 'publish-patch',
        label: 'p',
        url: 'https://example.org/',
        files: [{ name: 'f', sha256: sha(digit) }],
        branches: [],
      }),
    ),
  },
  { weight: 4, arbitrary: fc.constantFrom('24', '7.1', null).map((release): EmbargoCommand => ({ type: 'start-review', release })) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('answer-step' as const),
      at: fc.constant(null),
      verdict: fc.constantFrom('pass' as const, 'fail' as const, 'na' as const),
      note: someText,
      readyBy: fc.constantFrom(null, start),
    }),
  },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'step-back', review: null }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('finish-review' as const),
      review: fc.constant(null),
      outcome: fc.constantFrom(...outcomeKeys),
      because: someText,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<EmbargoCommand>({
      ...{ type: 'found-again', reporter: { name: 'somebody else', handle: null, affiliation: null, credit: 'none' }, note: 'x' },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('report-public-state' as const),
      what: fc.constantFrom('public' as const, 'attacks' as const),
      how: fc.constant('x'),
    }),
  },
  { weight: 4, arbitrary: fc.constant<EmbargoCommand>({ type: 'hold', reason: 'x' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('bind-policy' as const),
      policy: fc.constantFrom(...policyKeys),
      since: fc.constantFrom(start, start - dayMs),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('unbind-policy' as const),
      policy: fc.constantFrom(...policyKeys),
      reason: fc.constant('x'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<EmbargoCommand>(
      { type: 'note', text: 'x', source: null, saidAt: null, author: null },
      { type: 'report-leak', where: 'x', what: 'x' },
      { type: 'deployed', at: start, distributor: null },
      { type: 'heads-up', link: 'https://example.org/', at: null },
    ),
  },
  { weight: 9, arbitrary: fc.constantFrom<EmbargoCommand>({ type: 'disclose' }, { type: 'disclose', sure: true }) },
  { weight: 6, arbitrary: fc.constant<EmbargoCommand>({ type: 'reopen', reason: 'x' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('end' as const),
      reason: fc.constantFrom('public' as const, 'withdrawn' as const, 'not-a-vulnerability' as const, 'duplicate' as const),
      because: someText,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant('publish' as const), clock: fc.constantFrom(...clockKeys), link: fc.constantFrom('x', 'y') }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(hourMs, 3 * dayMs, 30 * dayMs).map((ms): EmbargoCommand => ({ type: 'snooze', until: start + ms })),
  },
);

const someStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('say' as const), by: someone, command: someCommand }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1000, hourMs, 6 * hourMs, dayMs, 2 * dayMs, 7 * dayMs),
      served: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('add' as const, 'remove' as const), who: someone }) },
  { weight: 1, arbitrary: fc.constantFrom(grace, bob, erin).map((who): Step => ({ do: 'demote', who })) },
  { weight: 1, arbitrary: fc.boolean().map((terms): Step => ({ do: 'rules', terms })) },
);
const someHistory = fc.record({
  // Whether everybody has acknowledged and a patch is out before the history begins: else it would seldom come so far.
  ready: fc.boolean(),
  policy: fc.constantFrom<PolicyKey>('oci', 'oci', 'linux-distros'),
  steps: fc.array(someStep, { minLength: 10, maxLength: 100, size: 'max' }),
});
type History = { readonly ready: boolean; readonly policy: PolicyKey; readonly steps: readonly Step[] };

function opened(policy: PolicyKey): World {
  const list = listOf({ policy, members: everybody, distributors: [nova, seven] });
  const date = { at: start + 9 * dayMs + 5 * hourMs, zone: 'UTC', anyway: true };
  const decision = create({ id: 'e1' as EmbargoId, codename: 'calm-otter', about, date }, { now: start, by: ada, list, daysOff: {} });
  if (isRefused(decision)) throw new Error(decision.reason.code);
  const record = decision.map((fact) => ({ fact, at: start, by: ada.person }));
  return { list, embargo: replayed(record), now: start, record };
}

function replayed(record: readonly Happened<EmbargoFact>[]): Embargo {
  const embargo = record.reduce<Embargo | null>(evolve, null);
  if (embargo === null) throw new Error('an empty record');
  return embargo;
}

function written(world: World, facts: readonly EmbargoFact[], by: Happened<EmbargoFact>['by']): World {
  const happened = facts.map((fact) => ({ fact, at: world.now, by }));
  return { ...world, embargo: happened.reduce(evolve, world.embargo), record: [...world.record, ...happened] };
}

const ticked = (world: World): World => written(world, remind(world.embargo, world.list, world.now), 'clock');

/** All that is due until an instant, each at its own; then the instant. */
function served(from: World, until: Instant): World {
  let world = from;
  for (let guard = 0; guard < 2000; guard += 1) {
    const due = nextDue(world.embargo, world.list, world.now);
    if (due === null || due > until) return { ...world, now: until };
    world = ticked({ ...world, now: Math.max(due, world.now) });
  }
  throw new Error('the clock does not come to rest');
}

function changed({ list, now }: World, step: Extract<Step, { who: Member }>): List {
  const { who } = step;
  const fact: ListFact =
    step.do === 'add'
      ? { type: 'person-added', member: who }
      : step.do === 'remove'
        ? { type: 'person-removed', person: who.person }
        : { type: 'person-added', member: { ...who, role: 'reviewer', distributor: nova.id } };
  return evolveList(list, fact, now);
}

function taken(world: World, step: Step): World {
  if (step.do === 'wait') return step.served ? served(world, world.now + step.ms) : { ...world, now: world.now + step.ms };
  if (step.do === 'rules') return written(world, [{ type: 'rules-changed', version: 2, terms: step.terms, outside: false }], 'clock');
  if (step.do !== 'say') return { ...world, list: changed(world, step) };
  const by = memberOf(world.list, step.by.person) ?? step.by;
  const decision = decide(world.embargo, step.command, { now: world.now, by, list: world.list, daysOff: {} });
  return isRefused(decision) ? world : written(world, decision, by.person);
}

const preparations: readonly Step[] = [
  ...everybody.filter(({ role }) => role !== 'reviewer').map((by): Step => ({ do: 'say', by, command: { type: 'acknowledge' } })),
  { do: 'say', by: ada, command: { type: 'admit', person: dave.person } },
  { do: 'say', by: dave, command: { type: 'acknowledge' } },
  {
    do: 'say',
    by: ada,
    command: { type: 'publish-patch', label: 'p', url: 'https://example.org/', files: [{ name: 'f', sha256: sha('0') }], branches: [] },
  },
];

function moments({ ready, policy, steps }: History): Moment[] {
  let before = (ready ? preparations : []).reduce(taken, opened(policy));
  return steps.map((step) => {
    const after = taken(before, step);
    const moment = { before, after, facts: after.record.slice(before.record.length), step };
    before = after;
    return moment;
  });
}

/** Holds in every moment of every history. */
function always(holds: (moment: Moment) => void): void {
  fc.assert(
    fc.property(someHistory, (history) => {
      for (const moment of moments(history)) holds(moment);
    }),
    { numRuns: 80 },
  );
}
/** Holds of every history as a whole. */
function ofEvery(holds: (all: readonly Moment[], last: World) => void): void {
  fc.assert(
    fc.property(someHistory, (history) => {
      const all = moments(history);
      const last = all.at(-1)?.after;
      if (last !== undefined) holds(all, last);
    }),
    { numRuns: 80 },
  );
}
const typesOf = (facts: readonly Happened<EmbargoFact>[]) => facts.map(({ fact }) => fact.type);
const standings = (embargo: Embargo, list: List) => everybody.map((who) => consentOf(embargo, memberOf(list, who.person)));

test('these histories are no idle talk: every kind of fact happens in them', () => {
  const seen = new Set(
    fc.sample(someHistory, { numRuns: 300, seed: 7 }).flatMap((history) => typesOf(moments(history).at(-1)?.after.record ?? [])),
  );
  // A year after the end is another story: test/db/purge.test.ts. Two embargoes are: test/domain/embargo/links.test.ts.
  const kindsOfFacts: Readonly<
    Record<Exclude<EmbargoFact['type'], 'embargo-purged' | 'policy-unbound' | 'linked' | 'merged' | 'unlinked'>, true>
  > = {
    'embargo-created': true,
    amended: true,
    'person-admitted': true,
    'terms-acknowledged': true,
    'terms-declined': true,
    'date-proposed': true,
    'date-answered': true,
    'date-agreed': true,
    'date-rejected': true,
    'date-withdrawn': true,
    'answer-time-extended': true,
    'patch-published': true,
    'review-started': true,
    'step-answered': true,
    'review-moved': true,
    'review-finished': true,
    'world-changed': true,
    'embargo-held': true,
    'disclosure-pressed': true,
    'end-asked': true,
    'coordinator-heard': true,
    'embargo-ended': true,
    'embargo-reopened': true,
    'deployed-early': true,
    'heads-up-given': true,
    published: true,
    reminded: true,
    snoozed: true,
    'snooze-ended': true,
    noted: true,
    'leak-reported': true,
    'found-again': true,
    'policy-bound': true,
    'rules-changed': true,
  };
  // What is taken back has to have been told before, which is seldom: test/domain/embargo/told.test.ts.
  seen.delete('policy-unbound');
  expect([...seen].sort()).toEqual(Object.keys(kindsOfFacts).sort());
  const endings = fc
    .sample(someHistory, { numRuns: 300, seed: 7 })
    .map((history) => moments(history).at(-1)?.after.embargo.ended?.reason ?? 'runs');
  expect([...new Set(endings)].sort()).toEqual(['disclosed', 'duplicate', 'not-a-vulnerability', 'public', 'runs', 'withdrawn']);
});

describe('the date', () => {
  test('there are never two in force', () =>
    always(({ after: { embargo } }) => {
      const inForce = Object.values(embargo.proposals).filter(({ state }) => state === 'agreed');
      expect(inForce.map(({ number }) => number)).toEqual(embargo.agreed === null ? [] : [embargo.agreed.proposal]);
    }));

  test('in force stays so until another is agreed on, whatever is asked for meanwhile', () =>
    always(({ before, after, facts }) => {
      if (typesOf(facts).includes('date-agreed')) return;
      expect(agreedDate(after.embargo)?.at).toBe(agreedDate(before.embargo)?.at);
    }));

  test('is ahead when it is agreed on', () =>
    always(({ after, facts }) => {
      if (typesOf(facts).includes('date-agreed')) expect(agreedDate(after.embargo)?.at).toBeGreaterThan(after.now);
    }));

  test('is agreed on by nobody’s silence: an answer comes before it', () =>
    always(({ after, facts }) => {
      if (!typesOf(facts).includes('date-agreed')) return;
      const said = Object.values(agreedDate(after.embargo)?.answers ?? {});
      expect(said.filter(({ verdict }) => verdict === 'accept').length).toBeGreaterThan(0);
    }));
});

describe('consent', () => {
  test('becomes a signature by the person’s own word, or by reopening, and by nothing else', () =>
    always(({ before, after, step }) => {
      const then = standings(before.embargo, after.list);
      standings(after.embargo, after.list).forEach((now, index) => {
        if (now !== 'signed' || then[index] === 'signed') return;
        const type = step.do === 'say' && step.command.type === 'reopen' ? 'reopen' : 'acknowledge';
        expect(step).toMatchObject({ do: 'say', by: { person: everybody[index]?.person }, command: { type } });
      });
    }));

  test('ends by a revision, other terms, the person’s own no, or the list, and by nothing else', () =>
    always(({ before, after, facts, step }) => {
      const then = standings(before.embargo, after.list);
      standings(after.embargo, after.list).forEach((now, index) => {
        if (then[index] !== 'signed' || now === 'signed') return;
        const anew = typesOf(facts).some((type) => type === 'date-agreed' || type === 'embargo-reopened');
        if (now === 'lapsed') expect(step.do === 'rules' ? step.terms : anew).toBe(true);
        else expect(step).toMatchObject({ by: { person: everybody[index]?.person }, command: { type: 'decline' } });
      });
    }));

  test('is not taken away by the same word said twice', () =>
    always(({ after, step }) => {
      if (step.do === 'say') expect(standings(taken(after, step).embargo, after.list)).toEqual(standings(after.embargo, after.list));
    }));
});

describe('the end', () => {
  test('stays as it was written down, unless a coordinator reopens what is not public', () =>
    always(({ before, after, facts }) => {
      const { ended } = before.embargo;
      if (typesOf(facts).includes('embargo-reopened')) expect(ended !== null && madePublic(ended.reason)).toBe(false);
      else if (ended !== null) expect(after.embargo.ended).toEqual(before.embargo.ended);
    }));

  test('is written down once more than it was reopened at most', () =>
    ofEvery((_, { record }) => {
      const count = (type: EmbargoFact['type']) => typesOf(record).filter((each) => each === type).length;
      expect(count('embargo-ended')).toBeLessThan(2 + count('embargo-reopened'));
    }));

  test('is never the clock’s doing', () =>
    ofEvery((_, { record }) => {
      const byClock = new Set(typesOf(record.filter(({ by }) => by === 'clock')));
      expect([...byClock].filter((type) => !['reminded', 'snooze-ended', 'rules-changed'].includes(type))).toEqual([]);
    }));

  test('by disclosure takes two members who signed, and the date has come; one is a coordinator, or they are of two distributors and none answered', () =>
    always(({ before, after, facts }) => {
      const ended = facts.find(({ fact }) => fact.type === 'embargo-ended' && fact.reason === 'disclosed');
      if (ended === undefined) return;
      const { embargo, list, now } = before;
      const people = (after.embargo.ended?.by ?? []).map((person) => memberOf(list, person));
      expect(new Set(people.map((each) => each?.person)).size).toBe(2);
      expect(people.map((each) => consentOf(embargo, each))).toEqual(['signed', 'signed']);
      if (after.embargo.ended?.withoutCoordinator === true) {
        expect(new Set(people.map((each) => each?.distributor)).size).toBe(2);
        expect(now).toBeGreaterThanOrEqual((agreedDate(embargo)?.at ?? 0) + list.policy.rules.finishAfterMs);
      } else expect(people.map((each) => each?.role)).toContain('coordinator');
      expect(people.map((each) => each?.role)).not.toContain('reviewer');
      expect(now).toBeGreaterThanOrEqual(agreedDate(embargo)?.at ?? Number.POSITIVE_INFINITY);
    }));
});

describe('who is off the list', () => {
  test('can do nothing', () =>
    always(({ before, facts, step }) => {
      if (step.do === 'say' && memberOf(before.list, step.by.person) === null) expect(facts).toEqual([]);
    }));

  test('hears nothing but what is about themselves', () =>
    always(({ after: { list, embargo } }) => {
      for (const who of everybody.filter((each) => memberOf(list, each.person) === null)) {
        const heard = kinds.filter((kind) => said(kind, { type: 'person', person: who.person, room: null }, list, embargo) !== 'withheld');
        expect(heard).toEqual(['personal']);
      }
    }));

  test('is reminded of nothing', () =>
    always(({ before, facts }) => {
      const reminded = facts.flatMap(({ fact }) => (fact.type === 'reminded' ? fact.people : []));
      for (const person of reminded) expect(memberOf(before.list, person)).not.toBeNull();
    }));
});

function said(kind: Kind, to: Parameters<typeof gate>[0]['to'], list: List, embargo: Embargo): 'whole' | 'less' | 'withheld' {
  const message = { push: 'p', nodes: [] };
  const passed = gate({ to, kind, body: { type: 'message', message, less: message } }, { list, embargo, audit: null });
  if (passed.type === 'withheld') return 'withheld';
  return passed.type === 'message' && passed.whole ? 'whole' : 'less';
}

test('the gate lets detail to whoever has signed the terms in force, and to nobody else, no room either', () =>
  always(({ after: { list, embargo } }) => {
    for (const who of everybody) {
      const consent = consentOf(embargo, memberOf(list, who.person));
      for (const kind of ['detail', 'metadata'] as const) {
        expect(said(kind, { type: 'person', person: who.person, room: null }, list, embargo) === 'whole').toBe(isIn(consent));
      }
    }
    expect(said('detail', { type: 'room', room }, list, embargo)).toBe('less');
  }));

test('a page holds no word of an embargo for who was not let in, declined, or is off the list', () =>
  always(({ after: { list, embargo, now } }) => {
    for (const { person } of everybody) {
      const consent = consentOf(embargo, memberOf(list, person));
      const lists = memberOf(list, person) === null ? [] : [list];
      const text = JSON.stringify(homePage({ person, lists, views: [{ embargo, list, now }], preferences: [], now }));
      expect(text.includes(embargo.codename)).toBe(consent !== 'none' && consent !== 'declined');
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  }));

test('what is written down tells the whole state', () =>
  ofEvery((_, { record, embargo }) => {
    expect(replayed(record)).toEqual(embargo);
    // Also once it was kept as JSON.
    expect(replayed(JSON.parse(JSON.stringify(record)))).toEqual(embargo);
  }));

describe('the clock', () => {
  test('is ahead of its work once it has done it, and has none left', () =>
    always(({ after }) => {
      const done = ticked(after);
      expect(remind(done.embargo, done.list, done.now)).toEqual([]);
      const due = nextDue(done.embargo, done.list, done.now);
      if (due !== null) expect(due).toBeGreaterThan(done.now);
    }));

  test('is wound up while anything is due', () =>
    always(({ after: { embargo, list, now } }) => {
      if (todos(embargo, list, now).some(({ due }) => due !== null)) expect(nextDue(embargo, list, now)).not.toBeNull();
    }));

  test('is needed now whenever there is something to be written down', () =>
    always(({ after: { embargo, list, now } }) => {
      if (remind(embargo, list, now).length > 0) expect(nextDue(embargo, list, now)).toBeLessThanOrEqual(now);
    }));

  test('rings each rung of a deadline at most once, for as long as the deadline is that instant', () =>
    ofEvery((_, { record }) => {
      const rungs = record.flatMap(({ fact }) => (fact.type === 'reminded' ? [`${fact.deadline} ${fact.target} ${fact.rungMs}`] : []));
      expect(rungs).toEqual([...new Set(rungs)]);
    }));

  test('rings no rung that it left out, and none after a later one', () =>
    ofEvery((_, { record }) => {
      const latest = new Map<string, number>();
      for (const { fact } of record) {
        if (fact.type !== 'reminded') continue;
        const key = `${fact.deadline} ${fact.target}`;
        for (const ms of [...fact.skippedMs, fact.rungMs]) {
          expect(ms).toBeGreaterThan(latest.get(key) ?? Number.NEGATIVE_INFINITY);
          latest.set(key, ms);
        }
      }
    }));

  test('rings nothing before its time', () =>
    ofEvery((_, { record }) => {
      for (const { fact, at } of record) if (fact.type === 'reminded') expect(at).toBeGreaterThanOrEqual(fact.target + fact.rungMs);
    }));

  test('leaves in peace who asked for it, until the deadline', () =>
    always(({ before, facts, step }) => {
      if (step.do !== 'wait') return;
      for (const { fact, at } of facts) {
        if (fact.type !== 'reminded' || fact.rungMs >= 0) continue;
        for (const person of fact.people) expect(before.embargo.snoozes[person] ?? 0).toBeLessThanOrEqual(at);
      }
    }));
});
