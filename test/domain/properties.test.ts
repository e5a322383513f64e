// Whatever people say, in whatever order, while the clock moves and the list changes: what must hold holds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { homePage } from '../../src/chat/home.ts';
import type { Kind } from '../../src/domain/audience.ts';
import { consentOf, isIn, memberOf } from '../../src/domain/embargo/consent.ts';
import { noDateLeft } from '../../src/domain/embargo/date/extension.ts';
import { agreedDate, type Embargo } from '../../src/domain/embargo/embargo.ts';
import { isGivenUp, madePublic } from '../../src/domain/embargo/end/owed.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { nextDue, remind } from '../../src/domain/embargo/reminders.ts';
import { todos } from '../../src/domain/embargo/todos.ts';
import type { List } from '../../src/domain/list/list.ts';
import type { Happened } from '../../src/domain/values/happened.ts';
import { gate } from '../../src/outbound/audience-gate.ts';
import { room, secrets, start } from '../setup/embargo.ts';
import { everybody, type Moment, moments, replayed, someHistory, taken, ticked, type World } from '../setup/histories.ts';
import { ofHistories } from '../setup/histories-sampled.ts';

const kinds: readonly Kind[] = ['personal', 'membership', 'warning', 'terms', 'dates', 'metadata', 'detail'];

const sampled = ofHistories(someHistory, moments, 100);
/** Holds of every history as a whole. */
function ofEvery(holds: (all: readonly Moment[], last: World) => void): void {
  sampled((all) => {
    const last = all.at(-1)?.after;
    if (last !== undefined) holds(all, last);
  });
}
/** Holds in every moment of every history. */
function always(holds: (moment: Moment) => void): void {
  ofEvery((all) => all.forEach(holds));
}
const typesOf = (facts: readonly Happened<EmbargoFact>[]) => facts.map(({ fact }) => fact.type);
const standings = (embargo: Embargo, list: List) => everybody.map((who) => consentOf(embargo, memberOf(list, who.person)));

test('these histories are no idle talk: every kind of fact happens in them', () => {
  const lasts = fc.sample(someHistory, { numRuns: 1_500, seed: 8 }).flatMap((history) => moments(history).at(-1)?.after ?? []);
  const seen = new Set(lasts.flatMap(({ record }) => typesOf(record)));
  // A year after the end is another story: test/db/purge.test.ts. Two that become one are: test/domain/embargo/about/merge.test.ts.
  // Who is let in when is in: test/domain/embargo/audience/histories.test.ts.
  type Elsewhere = 'embargo-purged' | 'merged' | 'audience-widened' | 'audience-narrowed' | 'waves-told' | 'outsider-invited';
  const kindsOfFacts: Readonly<Record<Exclude<EmbargoFact['type'], Elsewhere>, true>> = {
    'embargo-created': true,
    'link-removed': true,
    amended: true,
    'person-admitted': true,
    'access-revoked': true,
    'terms-acknowledged': true,
    'terms-declined': true,
    'date-proposed': true,
    'date-answered': true,
    'date-agreed': true,
    'date-rejected': true,
    'date-withdrawn': true,
    'answer-time-extended': true,
    'patch-published': true,
    'patch-withdrawn': true,
    'branch-said': true,
    'review-started': true,
    'step-answered': true,
    'steps-answered': true,
    'review-handed': true,
    'review-moved': true,
    'review-finished': true,
    'review-corrected': true,
    'finding-added': true,
    'finding-answered': true,
    'finding-taken-on': true,
    'finding-fixed': true,
    'finding-confirmed': true,
    'finding-reopened': true,
    'finding-set': true,
    'world-changed': true,
    'embargo-held': true,
    'disclosure-pressed': true,
    'end-asked': true,
    'coordinator-heard': true,
    'embargo-ended': true,
    'embargo-reopened': true,
    'deployed-early': true,
    'heads-up-given': true,
    'text-written': true,
    'text-made': true,
    'text-approved': true,
    published: true,
    reminded: true,
    nudged: true,
    'passed-on': true,
    'duty-taken': true,
    'duty-done': true,
    snoozed: true,
    'snooze-ended': true,
    noted: true,
    'leak-reported': true,
    'policy-bound': true,
    'policy-unbound': true,
    linked: true,
    unlinked: true,
    'found-again': true,
    'rules-changed': true,
    'retrospective-answered': true,
    'action-added': true,
    'action-ended': true,
    'decline-asked': true,
    'leak-added': true,
    'leak-classed': true,
    'leaks-joined': true,
    'leak-step-added': true,
    'leak-step-done': true,
    'leak-closed': true,
    'leak-reopened': true,
    'exception-asked': true,
    'exception-answered': true,
    'exception-approved': true,
    'exception-rejected': true,
    'exception-withdrawn': true,
    'exception-ended': true,
    'exception-over': true,
  };
  expect([...seen].sort()).toEqual(Object.keys(kindsOfFacts).sort());
  const endings = lasts.map(({ embargo }) => embargo.ended?.reason ?? 'runs');
  expect(endings).toEqual(expect.arrayContaining(['disclosed', 'public', 'other', 'runs']));
});

describe('the date', () => {
  test('there are never two in force', () =>
    always(({ after: { embargo } }) => {
      const inForce = Object.values(embargo.proposals).filter(({ state }) => state === 'agreed');
      expect(inForce.map(({ number }) => number)).toEqual(embargo.agreed === null ? [] : [embargo.agreed.proposal]);
    }));

  test('in force stays so until another is agreed on, or it is reopened without, whatever is asked for meanwhile', () =>
    always(({ before, after, facts }) => {
      if (typesOf(facts).some((type) => type === 'date-agreed' || type === 'embargo-reopened')) return;
      expect(agreedDate(after.embargo)?.at).toBe(agreedDate(before.embargo)?.at);
    }));

  test('is ahead when it is agreed on', () =>
    always(({ after, facts }) => {
      if (typesOf(facts).includes('date-agreed')) expect(agreedDate(after.embargo)?.at).toBeGreaterThan(after.now);
    }));

  test('is agreed on by nobody’s silence: an answer comes before it, or a person who counts silence as consent', () =>
    always(({ after, facts, step }) => {
      if (!typesOf(facts).includes('date-agreed') || (step.do === 'say' && step.command.type === 'settle-date')) return;
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

  test('ends by a revision, other terms, the person’s own no, the list, or somebody who ends it, and by nothing else', () =>
    always(({ before, after, facts, step }) => {
      const then = standings(before.embargo, after.list);
      standings(after.embargo, after.list).forEach((now, index) => {
        if (then[index] !== 'signed' || now === 'signed') return;
        const anew = typesOf(facts).some((type) => type === 'date-agreed' || type === 'embargo-reopened' || type === 'exception-ended');
        if (now === 'asked') expect(typesOf(facts).some((type) => type === 'date-agreed' || type === 'exception-ended')).toBe(true);
        else if (now === 'lapsed') expect(step.do === 'rules' ? step.terms : anew).toBe(true);
        else if (now === 'none') expect(facts[0]).toMatchObject({ fact: { type: 'access-revoked', person: everybody[index]?.person } });
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
      expect(
        [...byClock].filter(
          (type) => !['reminded', 'nudged', 'passed-on', 'snooze-ended', 'rules-changed', 'exception-over'].includes(type),
        ),
      ).toEqual([]);
    }));

  test('by disclosure takes two members who are in, once the date has come or none is left; one is a coordinator, or they are of two distributors', () =>
    always(({ before, after, facts }) => {
      const ended = facts.find(({ fact }) => fact.type === 'embargo-ended' && fact.reason === 'disclosed');
      if (ended === undefined) return;
      const { embargo, list, now } = before;
      const people = (after.embargo.ended?.by ?? []).map((person) => memberOf(list, person));
      expect(new Set(people.map((each) => each?.person)).size).toBe(2);
      expect(people.map((each) => isIn(consentOf(embargo, each)))).toEqual([true, true]);
      expect(people.map((each) => each?.role)).not.toContain('reviewer');
      if (after.embargo.ended?.withoutCoordinator === true) expect(new Set(people.map((each) => each?.distributor)).size).toBe(2);
      else expect(people.map((each) => each?.role)).toContain('coordinator');
      const date = agreedDate(embargo);
      if (date === null) expect(noDateLeft(embargo, { list, now })).toBe(true);
      else expect(now).toBeGreaterThanOrEqual(date.at + (after.embargo.ended?.silentMs ?? 0));
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
  const passed = gate({ to, kind, body: { type: 'message', message, less: message } }, { list, embargo, audit: null, now: start });
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
      // What has been given up is coordinators' to close: nobody is reminded of it any more.
      if (embargo.ended !== null && isGivenUp(embargo.ended, now)) return;
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
