// Exceptions from the terms: who may ask, what approves one, and that none allows anything before it is approved or after its time.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import { consentOf, withAccess } from '../../../src/domain/embargo/consent.ts';
import { decide } from '../../../src/domain/embargo/decide.ts';
import type { Embargo, Exception } from '../../../src/domain/embargo/embargo.ts';
import { purged } from '../../../src/domain/embargo/end/purge.ts';
import { evolve } from '../../../src/domain/embargo/evolve.ts';
import { exceptionsOf, excepts, isTighter, stateOf } from '../../../src/domain/embargo/exceptions/exceptions.ts';
import type { EmbargoFact } from '../../../src/domain/embargo/facts.ts';
import { nextDue, remind } from '../../../src/domain/embargo/reminders.ts';
import type { List, Member } from '../../../src/domain/list/list.ts';
import { votersOf } from '../../../src/domain/list/voters.ts';
import type { Happened } from '../../../src/domain/values/happened.ts';
import { isRefused, refuse } from '../../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant } from '../../../src/domain/values/time.ts';
import { samples } from '../../setup/commands.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  context,
  date,
  dave,
  embargo,
  exception,
  grace,
  list,
  listOf,
  listOfMany,
  member,
  nova,
  seven,
  start,
  yes,
} from '../../setup/embargo.ts';
import { everybody, type Moment, moments, someException, someHistory } from '../../setup/histories.ts';

type Ask = Extract<EmbargoCommand, { type: 'ask-exception' }>;
const ask: Ask = {
  type: 'ask-exception',
  kind: 'ship',
  what: 'the revert',
  whom: 'our users',
  because: 'shipped',
  until: start + 3 * dayMs,
};

const ruled = (rules: Partial<List['policy']['rules']>, on = list): List => ({
  ...on,
  policy: { ...on.policy, rules: { ...on.policy.rules, ...rules } },
});

const asked = (wish: Partial<Exception> = {}): Embargo =>
  agreedEmbargo({ exceptions: { all: [exception(1, { answers: { [nova.id]: yes(bob) }, ...wish })], tightened: 0 } });

const answer = (verdict: 'accept' | 'reject', number: number | null = 1): EmbargoCommand => ({
  ...{ type: 'answer-exception', number, verdict, reason: verdict === 'reject' ? 'x' : null },
});

function says(by: Member, command: EmbargoCommand, from: Embargo, now: Instant = start, on: List = list) {
  return decide(from, command, context(by, { now, list: on }));
}

const types = (decision: ReturnType<typeof says>): readonly string[] | string =>
  isRefused(decision) ? decision.reason.code : decision.map(({ type }) => type);

function once(from: Embargo, by: Member, command: EmbargoCommand, now: Instant = start, on: List = list): Embargo {
  const decision = says(by, command, from, now, on);
  if (isRefused(decision)) throw new Error(decision.reason.code);
  return decision.reduce<Embargo>((before, fact) => evolve(before, { fact, at: now, by: by.person }), from);
}

describe('asking', () => {
  test('it is for everyone where a coordinator asks, and for their own organization where a representative does', () => {
    expect(says(ada, ask, agreedEmbargo())).toMatchObject([{ type: 'exception-asked', number: 1, distributor: null, until: ask.until }]);
    expect(says(bob, ask, agreedEmbargo())).toMatchObject([{ distributor: nova.id, voter: nova.id }]);
  });

  test('it ends with the disclosure, and says so where more was asked for', () => {
    expect(says(bob, { ...ask, until: date }, agreedEmbargo())).toMatchObject([{ until: date }]);
    expect(says(bob, { ...ask, until: date }, agreedEmbargo())).not.toMatchObject([{ cut: date }]);
    expect(says(bob, { ...ask, until: date + 1 }, agreedEmbargo())).toMatchObject([{ until: date, cut: date + 1 }]);
    expect(says(bob, { ...ask, until: null }, agreedEmbargo())).toMatchObject([{ until: date }]);
  });

  test('without a date in force it needs an end of its own, which is to come', () => {
    expect(says(bob, { ...ask, until: null }, embargo())).toEqual(refuse({ code: 'exception-needs-until' }));
    expect(says(bob, { ...ask, until: start }, embargo())).toEqual(refuse({ code: 'exception-is-past', at: start }));
    expect(says(bob, { ...ask, until: start + 1 }, embargo())).toMatchObject([{ until: start + 1 }]);
  });

  test('the same is not asked for twice while it is open or approved, and may be once it is neither', () => {
    const same = { ...ask, what: ' The  REVERT', because: 'another reason' };
    expect(types(says(bob, same, asked()))).toBe('exception-asked-already');
    expect(types(says(bob, same, asked({ approvedAt: start })))).toBe('exception-asked-already');
    expect(types(says(bob, { ...same, whom: 'others' }, asked()))).toEqual(['exception-asked']);
    expect(types(says(carol, same, asked()))).toEqual(['exception-asked']);
    expect(types(says(bob, same, asked({ end: { how: 'rejected', at: start } })))).toEqual(['exception-asked']);
  });

  test('somebody has three open at most', () => {
    const all = [1, 2, 3].map((number) => exception(number, { what: `${number}` }));
    const full = agreedEmbargo({ exceptions: { all, tightened: 0 } });
    expect(says(bob, ask, full)).toEqual(refuse({ code: 'too-many-exceptions', most: 3, open: [1, 2, 3] }));
    expect(types(says(carol, ask, full))).toEqual(['exception-asked']);
  });

  test('not before acknowledging, not by reviewers, not after the end', () => {
    expect(types(says(bob, ask, agreedEmbargo({ consents: {} })))).toBe('needs-consent');
    expect(types(says(dave, ask, agreedEmbargo({ consents: { [dave.person]: { state: 'signed', at: start, seen: 0 } } })))).toBe(
      'needs-role',
    );
    const ended = { reason: 'disclosed', at: date, by: [ada.person, bob.person], because: null } as const;
    expect(types(says(bob, ask, agreedEmbargo({ ended }), date))).toBe('embargo-over');
  });
});

describe('approving', () => {
  test('one more than half of the organizations, and never who asked alone', () => {
    expect(types(says(carol, answer('accept'), asked()))).toEqual(['exception-answered', 'exception-approved']);
    expect(types(says(bob, answer('accept'), asked()))).toBe('exception-answered-already');
    const alone = listOf({ members: [ada, bob], distributors: [nova] });
    expect(types(says(bob, ask, agreedEmbargo(), start, alone))).toEqual(['exception-asked', 'exception-approved']);
    const one = ruled({ quorum: { type: 'coordinators', count: 1 } });
    expect(types(says(ada, ask, agreedEmbargo(), start, one))).toEqual(['exception-asked']);
    const byAda = asked({ by: ada.person, distributor: null, answers: { [ada.person]: yes(ada) } });
    expect(types(says(grace, answer('accept'), byAda, start, one))).toEqual(['exception-answered', 'exception-approved']);
    expect(types(says(grace, answer('reject'), byAda, start, one))).toEqual(['exception-answered', 'exception-rejected']);
  });

  test("a colleague of who asked speaks for nobody else: where one organization's yes is enough, it takes another's", () => {
    const fay = member('fay', 'representative', 'nova');
    const any = ruled({ quorum: { type: 'distributors', moreThanShare: 0 } }, listOf({ members: [ada, bob, fay, carol] }));
    const signed = Object.fromEntries([bob, fay, carol].map(({ person }) => [person, { state: 'signed' as const, at: start, seen: 0 }]));
    const refused = once({ ...asked(), consents: signed }, fay, answer('reject'), start, any);
    expect(types(says(fay, answer('accept'), refused, start, any))).toEqual(['exception-answered']);
    expect(types(says(carol, answer('accept'), refused, start, any))).toEqual(['exception-answered', 'exception-approved']);
    const { [bob.person]: _, ...without } = any.members;
    expect(types(says(fay, answer('accept'), refused, start, { ...any, members: without }))).toEqual(['exception-answered']);
  });

  test('until its answers are due, and not at that instant', () => {
    const { answerBy } = exception(1);
    expect(types(says(carol, answer('accept'), asked(), answerBy - 1))).toEqual(['exception-answered', 'exception-approved']);
    expect(says(carol, answer('accept'), asked(), answerBy)).toEqual(refuse({ code: 'exception-closed', number: 1, state: 'lapsed' }));
  });

  test('coordinators approve without the list only where the policy says so, and not what they asked for', () => {
    const quick = ruled({ exceptionCoordinators: 1 });
    expect(types(says(ada, answer('accept'), asked()))).toBe('no-voice-on-exceptions');
    expect(types(says(ada, answer('accept'), asked(), start, quick))).toEqual(['exception-answered', 'exception-approved']);
    const own = asked({ by: ada.person, distributor: null, answers: {} });
    expect(types(says(ada, answer('accept'), own, start, quick))).toBe('no-voice-on-exceptions');
    expect(types(says(grace, answer('accept'), own, start, quick))).toEqual(['exception-answered', 'exception-approved']);
    const two = ruled({ exceptionCoordinators: 2 });
    expect(types(says(ada, answer('accept'), asked(), start, two))).toEqual(['exception-answered']);
    expect(types(says(grace, answer('accept'), once(asked(), ada, answer('accept'), start, two), start, two))).toEqual([
      ...['exception-answered', 'exception-approved'],
    ]);
  });

  test('a voice that has left the list since does not count', () => {
    const { list: four, representatives } = listOfMany(4);
    const [first, second, third] = representatives;
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are four');
    const signed = Object.fromEntries(representatives.map(({ person }) => [person, { state: 'signed' as const, at: start, seen: 0 }]));
    const d1 = first.distributor ?? nova.id;
    const from = agreedEmbargo({
      ...{ consents: signed },
      exceptions: { all: [exception(1, { by: first.person, distributor: d1, answers: { [d1]: yes(first) } })], tightened: 0 },
    });
    const two = once(from, second, answer('accept'), start, four);
    expect(types(says(third, answer('accept'), two, start, four))).toEqual(['exception-answered', 'exception-approved']);
    const { [second.person]: _, ...members } = four.members;
    expect(types(says(third, answer('accept'), two, start, { ...four, members }))).toEqual(['exception-answered', 'exception-approved']);
    const { [first.person]: __, ...others } = four.members;
    const { [d1]: ___, ...distributors } = four.distributors;
    // Three are left, of whom two have to agree: second has, third does.
    expect(types(says(third, answer('accept'), two, start, { ...four, members: others, distributors }))).toEqual([
      ...['exception-answered', 'exception-approved'],
    ]);
    expect(types(says(second, answer('accept'), two, start, { ...four, members: others, distributors }))).toBe(
      'exception-answered-already',
    );
  });

  test('what was answered may be enough once the quorum is another', () => {
    const { list: three, representatives } = listOfMany(3);
    const [first, second] = representatives;
    if (first === undefined || second === undefined) throw new Error('there are three');
    const all = ruled({ quorum: { type: 'distributors', moreThanShare: 0.9 } }, three);
    const signed = Object.fromEntries(representatives.map(({ person }) => [person, { state: 'signed' as const, at: start, seen: 0 }]));
    const d1 = first.distributor ?? nova.id;
    const from = agreedEmbargo({
      ...{ consents: signed },
      exceptions: { all: [exception(1, { by: first.person, distributor: d1, answers: { [d1]: yes(first) } })], tightened: 0 },
    });
    const two = once(from, second, answer('accept'), start, all);
    expect(types(says(second, answer('accept'), two, start, all))).toBe('exception-answered-already');
    expect(types(says(second, answer('accept'), two, start, three))).toEqual(['exception-approved']);
  });

  test('without its number, the only one that is open is meant', () => {
    expect(types(says(carol, answer('accept', null), asked()))).toEqual(['exception-answered', 'exception-approved']);
    expect(says(carol, answer('accept', null), agreedEmbargo())).toEqual(
      refuse({ code: 'which-exception', number: null, asked: 0, open: [] }),
    );
    const several = agreedEmbargo({ exceptions: { all: [exception(1), exception(2, { what: 'y' })], tightened: 0 } });
    expect(says(carol, answer('accept', null), several)).toEqual(refuse({ code: 'which-exception', number: null, asked: 2, open: [1, 2] }));
    expect(types(says(carol, answer('accept', 7), several))).toBe('which-exception');
  });
});

describe('its end', () => {
  const allowed = asked({ approvedAt: start });

  test('who asked withdraws it while it is open; once approved, they or a coordinator end it, and nobody else', () => {
    expect(types(says(bob, samples['withdraw-exception'], asked()))).toEqual(['exception-withdrawn']);
    expect(types(says(carol, samples['withdraw-exception'], asked()))).toBe('exception-of-another');
    expect(types(says(bob, samples['withdraw-exception'], allowed))).toBe('exception-closed');
    expect(types(says(bob, samples['end-exception'], asked()))).toBe('exception-closed');
    expect(types(says(bob, samples['end-exception'], allowed))).toEqual(['exception-ended']);
    expect(types(says(ada, samples['end-exception'], allowed))).toEqual(['exception-ended']);
    expect(types(says(carol, samples['end-exception'], allowed))).toBe('exception-of-another');
    expect(types(says(bob, samples['end-exception'], allowed, exception(1).until))).toBe('exception-closed');
  });

  test('ending it early asks everybody but who did it to acknowledge, and locks them out on a strict list', () => {
    const ended = once(allowed, bob, samples['end-exception']);
    expect([bob, carol].map((each) => consentOf(ended, each))).toEqual(['signed', 'asked']);
    const strict = once(allowed, bob, samples['end-exception'], start, ruled({ strict: true }));
    expect([bob, carol].map((each) => consentOf(strict, each))).toEqual(['signed', 'lapsed']);
    expect(consentOf(once(ended, carol, { type: 'acknowledge' }), carol)).toBe('signed');
  });

  test('a policy that allows less asks again, one that allows more does not', () => {
    const may = { deploy: 'hosted', binaries: true, customers: 'existence' } as const;
    expect(isTighter(may, may)).toBe(false);
    expect(isTighter(may, { ...may, deploy: 'yes', customers: 'existence-and-date' })).toBe(false);
    expect(isTighter(may, { ...may, deploy: 'no' })).toBe(true);
    expect(isTighter(may, { ...may, deploy: 'yes', binaries: false })).toBe(true);
    expect(isTighter(may, { ...may, customers: 'nothing' })).toBe(true);
    const changed = { type: 'rules-changed', version: 2, terms: false, outside: false, tighter: true } as const;
    expect(consentOf(evolve(agreedEmbargo(), { fact: changed, at: start, by: ada.person }), carol)).toBe('asked');
  });

  test('the clock says once that it lapsed, or is over, and wakes up for it', () => {
    const { answerBy, until } = exception(1);
    const over = (from: Embargo, now: Instant) => remind(from, list, now).filter(({ type }) => type === 'exception-over');
    expect(over(asked(), answerBy - 1)).toEqual([]);
    expect(over(asked(), answerBy)).toEqual([{ type: 'exception-over', number: 1, how: 'lapsed' }]);
    expect(over(allowed, until - 1)).toEqual([]);
    expect(over(allowed, until)).toEqual([{ type: 'exception-over', number: 1, how: 'over' }]);
    const said = evolve(allowed, { fact: { type: 'exception-over', number: 1, how: 'over' }, at: until + hourMs, by: 'clock' });
    expect(over(said, until + hourMs)).toEqual([]);
    expect(nextDue(asked(), list, start)).toBeLessThanOrEqual(answerBy);
  });

  test('an earlier date cuts it, and a later one gives nothing back', () => {
    const agreedOn = (from: Embargo, at: Instant, number: number): Embargo =>
      (
        [
          { type: 'date-proposed', number, at, zone: 'UTC', answerBy: at, reason: null },
          { type: 'date-agreed', number },
        ] as const
      ).reduce<Embargo>((before, fact) => evolve(before, { fact, at: start, by: ada.person }), from);
    const earlier = agreedOn(allowed, start + dayMs, 2);
    const untilOf = (from: Embargo) => exceptionsOf(from).all[0]?.until;
    expect(untilOf(earlier)).toBe(start + dayMs);
    expect(untilOf(agreedOn(earlier, start + 2 * dayMs, 3))).toBe(start + dayMs);
  });

  test('once it is purged, nobody can read its words', () => {
    const kept = JSON.stringify(purged(once(allowed, bob, samples['end-exception']), date));
    for (const words of ['the revert', 'our users', 'shipped already', 'a changelog']) expect(kept).not.toContain(words);
  });
});

describe('running the fix before disclosure', () => {
  const ran = (from: Embargo, at: Instant, by: Member = bob, on: List = list) =>
    says(by, { type: 'deployed', at, distributor: null }, from, date, on);
  const { until } = exception(1);
  const allowed = asked({ approvedAt: start + hourMs });
  const silent = (at: Instant) => [{ type: 'deployed-early', distributor: nova.id, since: at }];
  const loud = (at: Instant) => [{ type: 'deployed-early', distributor: nova.id, since: at, unallowed: true }];

  test('is said to coordinators where nothing allowed it at that instant', () => {
    const at = (instant: Instant, from = allowed) => ran(from, instant);
    expect(at(start, asked())).toEqual(loud(start));
    expect(at(start + hourMs - 1)).toEqual(loud(start + hourMs - 1));
    expect(at(start + hourMs)).toEqual(silent(start + hourMs));
    expect(at(until - 1)).toEqual(silent(until - 1));
    expect(at(until)).toEqual(loud(until));
  });

  test('what one organization may do, another may not, unless it is for all', () => {
    expect(ran(allowed, start + hourMs, carol)).toMatchObject([{ distributor: seven.id, unallowed: true }]);
    const forAll = asked({ approvedAt: start + hourMs, distributor: null });
    expect(ran(forAll, start + hourMs, carol)).toEqual([{ type: 'deployed-early', distributor: seven.id, since: start + hourMs }]);
  });

  test('to tell customers is not to run it; and where the policy lets them, nobody asks', () => {
    expect(ran(asked({ approvedAt: start, kind: 'tell' }), start)).toEqual(loud(start));
    expect(ran(asked({ approvedAt: start, kind: 'deploy' }), start)).toEqual(silent(start));
    const free = ruled({ may: { deploy: 'hosted', binaries: false, customers: 'nothing' } });
    expect(ran(agreedEmbargo(), start, bob, free)).toEqual(silent(start));
  });
});

// Histories in which more is asked than in others.
const asking = fc
  .record({
    history: someHistory,
    more: fc.array(fc.record({ by: fc.constantFrom(...everybody), command: someException }), { minLength: 20 }),
  })
  .map(({ history, more }) => {
    const said = more.map(({ by, command }) => ({ do: 'say' as const, by, command }));
    const steps = [...history.steps];
    for (const [index, each] of said.entries()) steps.splice((index * 3) % (steps.length + 1), 0, each);
    return { ...history, ready: 'agreed' as const, steps };
  });

/** A naive reading of the record: from when to when an exception was allowed; null: never. */
function allowedBy(record: readonly Happened<EmbargoFact>[], number: number): { readonly from: Instant; readonly until: Instant } | null {
  let from: Instant | null = null;
  let until = Number.NaN;
  let over = false;
  for (const [index, { fact, at }] of record.entries()) {
    if (fact.type === 'exception-asked' && fact.number === number) until = fact.until;
    if (fact.type === 'exception-approved' && fact.number === number) from = at;
    const stops = fact.type === 'embargo-ended' || (fact.type === 'exception-ended' && fact.number === number);
    if (stops && !over && !Number.isNaN(until)) {
      until = Math.min(until, at);
      over = true;
    }
    if (fact.type === 'date-agreed' && !over && !Number.isNaN(until)) {
      const proposed = record.slice(0, index).findLast((each) => each.fact.type === 'date-proposed' && each.fact.number === fact.number);
      if (proposed?.fact.type === 'date-proposed' && until > at) until = Math.min(until, proposed.fact.at);
    }
  }
  return from === null ? null : { from, until };
}

test('no exception allows anything outside of what was approved, whatever people do', () => {
  fc.assert(
    fc.property(asking, (history) => {
      const last = moments(history).at(-1)?.after;
      if (last === undefined) return;
      for (const each of exceptionsOf(last.embargo).all) {
        const said = allowedBy(last.record, each.number);
        const instants = last.record
          .flatMap(({ at }) => [at - 1, at, at + 1])
          .concat([each.until - 1, each.until, each.answerBy, last.now]);
        for (const at of instants) {
          const naive = said !== null && at >= said.from && at < said.until;
          expect(excepts(each, each.distributor, at), `exception ${each.number} at ${at}`).toBe(naive);
          if (each.distributor !== null) expect(excepts(each, seven.id === each.distributor ? nova.id : seven.id, at)).toBe(false);
        }
        if (stateOf(each, last.now) === 'allowed') expect(last.embargo.ended).toBeNull();
      }
    }),
    { numRuns: 30 },
  );
});

/** How many organizations, or coordinators, have said yes last, by the record alone: of those who are there. */
function yesses(
  { before: { embargo: then, list: whole }, after: { record } }: Moment,
  number: number,
): { readonly voters: number; readonly coordinators: number; readonly people: number } {
  const on = withAccess(then, whole);
  const lastOf = new Map<string, { readonly by: string; readonly yes: boolean }>();
  for (const { fact, by } of record) {
    if (fact.type === 'exception-asked' && fact.number === number && fact.voter !== undefined) lastOf.set(fact.voter, { by, yes: true });
    if (fact.type === 'exception-answered' && fact.number === number) lastOf.set(fact.voter, { by, yes: fact.verdict === 'accept' });
  }
  const asker = record.find(({ fact }) => fact.type === 'exception-asked' && fact.number === number)?.by;
  const all = [...lastOf].filter(([, said]) => said.yes);
  const there = all.filter(([voter]) => votersOf(on, on.policy.rules.quorum).some((each) => each === voter));
  const coordinators = new Set(
    all.map(([, { by }]) => by).filter((by) => by !== asker && on.members[by as keyof typeof on.members]?.role === 'coordinator'),
  );
  return { voters: there.length, coordinators: coordinators.size, people: new Set(there.map(([, { by }]) => by)).size };
}

test('none is approved by less than the quorum of that moment', () => {
  let approved = 0;
  fc.assert(
    fc.property(asking, (history) => {
      for (const moment of moments(history)) {
        for (const { fact } of moment.facts) {
          if (fact.type !== 'exception-approved') continue;
          approved += 1;
          const on = withAccess(moment.before.embargo, moment.before.list);
          const { quorum, exceptionCoordinators } = on.policy.rules;
          const there = votersOf(on, quorum).length;
          const needed = quorum.type === 'coordinators' ? Math.min(quorum.count, there) : Math.floor(there * quorum.moreThanShare) + 1;
          const said = yesses(moment, fact.number);
          const byList = said.voters >= needed && said.voters >= 1 && (there === 1 || said.voters >= 2 || !ownVoice(moment, fact.number));
          const byCoordinators = exceptionCoordinators !== undefined && said.coordinators >= exceptionCoordinators;
          expect(byList || byCoordinators, JSON.stringify({ needed, ...said })).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(approved).toBeGreaterThan(0);
});

/** Whether who asked is among those who said yes last. */
function ownVoice({ after: { embargo: now } }: Moment, number: number): boolean {
  const each = exceptionsOf(now).all[number - 1];
  return Object.values(each?.answers ?? {}).some(({ by, verdict }) => by === each?.by && verdict === 'accept');
}
