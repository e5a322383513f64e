// Duties of the list on an embargo: taken on, taken over where their primary is silent, and done.
import { describe, expect, test } from 'vitest';
import { beforeDisclosure } from '../../../src/chat/embargo/before-disclosure.ts';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import type { Embargo } from '../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../src/domain/embargo/evolve.ts';
import { nextDue, remind } from '../../../src/domain/embargo/reminders.ts';
import { todosOf } from '../../../src/domain/embargo/todos.ts';
import { healthOf, healthReport } from '../../../src/domain/health.ts';
import type { List, Member } from '../../../src/domain/list/list.ts';
import { refuse } from '../../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant } from '../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  date,
  distributorId,
  grace,
  listOf,
  member,
  nova,
  played,
  says,
  seven,
  signedBy,
  start,
} from '../../setup/embargo.ts';
import { heard } from '../../setup/membership.ts';
import { linesOf } from '../../setup/said.ts';

const iron = { id: distributorId('iron'), name: 'Old Iron', releases: [] };
const erin = member('erin', 'representative', 'iron');
const everybody = [ada, grace, bob, carol, erin];
const three = listOf({ distributors: [nova, seven, iron], members: everybody });
const claim = { type: 'claim-duty', number: 2, place: null } as const;
/** Nova is its primary, and Seven its backup. */
const held = heard(three, [bob, claim], [carol, claim]);
const alone = heard(three, [bob, claim]);
const begun = agreedEmbargo({ consents: signedBy(...everybody) });
const duty = 'administrative: Help draft emails to the public disclosure mailing list.';
const take: EmbargoCommand = { type: 'take-duty', number: 2 };
const done: EmbargoCommand = { type: 'finish-duty', number: 2, note: 'a draft' };
const on = (list: List, from: Embargo, ...steps: readonly (readonly [Member, EmbargoCommand])[]) => played(from, steps, list);

/** Whether somebody is asked for it, and how. */
const asked = (embargo: Embargo, who: Member, list = held) =>
  todosOf(embargo, list, who.person, start).flatMap((todo) =>
    todo.type === 'duty' ? [todo.taken ? 'report' : todo.backup ? 'take over' : 'take on'] : [],
  );

/** Who is told by an instant that nobody has taken it on. */
function passedOn(from: Embargo, list: List, until: Instant) {
  let [state, now] = [from, start];
  const said: [hours: number, to: string, people: readonly string[]][] = [];
  for (;;) {
    const due = nextDue(state, list, now);
    if (due === null || due > until) return { said, state };
    now = Math.max(due, now);
    for (const fact of remind(state, list, now)) {
      state = evolve(state, { fact, at: now, by: 'clock' });
      if (fact.type === 'passed-on' && fact.what === 'duty')
        said.push([(now - start) / hourMs, fact.to, fact.people.map((person) => person.replace('terminal:', ''))]);
    }
  }
}

describe('a duty on an embargo', () => {
  test('is its primary’s to take on, and to report once they are on it', () => {
    expect(asked(begun, bob)).toEqual(['take on']);
    expect(asked(begun, carol)).toEqual([]);
    expect(says(bob, take, begun, { list: held })).toEqual([{ type: 'duty-taken', duty, distributor: 'nova' }]);
    const taken = on(held, begun, [bob, take]);
    expect(asked(taken, bob)).toEqual(['report']);
    expect(says(bob, take, taken, { list: held })).toEqual(refuse({ code: 'duty-taken-on-already', number: 2 }));
    expect(says(bob, done, taken, { list: held })).toEqual([{ type: 'duty-done', duty, distributor: 'nova', note: 'a draft' }]);
    const over = on(held, taken, [bob, done]);
    expect(asked(over, bob)).toEqual([]);
    expect(says(carol, done, over, { list: held })).toEqual(
      refuse({ code: 'duty-done-already', number: 2, distributor: 'Nova', at: start }),
    );
  });

  test('is taken over by the backup without asking, and that is written down', () => {
    expect(says(carol, take, begun, { list: held })).toEqual([{ type: 'duty-taken', duty, distributor: 'seven', from: 'nova' }]);
    const over = on(held, begun, [carol, take]);
    expect([asked(over, bob), asked(over, carol)]).toEqual([[], ['report']]);
    // What is done was taken over before.
    expect(says(carol, done, begun, { list: held })).toMatchObject([{ type: 'duty-taken', from: 'nova' }, { type: 'duty-done' }]);
  });

  test('is nobody else’s, until nobody carries it', () => {
    expect(says(erin, take, begun, { list: held })).toEqual(
      refuse({ code: 'duty-of-others', number: 2, distributor: 'Nova', free: false }),
    );
    expect(says(erin, take, begun, { list: alone })).toEqual(
      refuse({ code: 'duty-of-others', number: 2, distributor: 'Nova', free: true }),
    );
    expect(says(erin, take, begun, { list: three })).toEqual([{ type: 'duty-taken', duty, distributor: 'iron' }]);
    expect(says(ada, take, begun, { list: three })).toEqual(refuse({ code: 'duty-without-organization', number: 2 }));
  });

  test('is open again once who had taken it on has left the list', () => {
    const taken = on(held, begun, [carol, take]);
    const left = heard(held, [
      ada,
      { type: 'remove-distributor', distributor: 'Seven Linux', ground: { type: 'criterion', key: 'alias' }, because: 'x' },
    ]);
    expect(asked(taken, bob, left)).toEqual(['take on']);
  });
});

describe('silence', () => {
  test('after the policy’s time the backup is asked, once, and coordinators after twice that', () => {
    const { said, state } = passedOn(begun, held, date);
    expect(said).toEqual([
      [48, 'contacts', ['carol']],
      [96, 'coordinators', ['ada', 'grace']],
    ]);
    expect(asked(state, carol)).toEqual(['take over']);
    expect(asked(state, bob)).toEqual(['take on']);
  });

  test('without a backup coordinators hear of it at once; so do they where nobody of it has acknowledged', () => {
    expect(passedOn(begun, alone, date).said).toEqual([[48, 'coordinators', ['ada', 'grace']]]);
    const unread = { ...begun, consents: signedBy(ada, grace, bob, erin) };
    expect(passedOn(unread, held, date).said).toEqual([[96, 'coordinators', ['ada', 'grace']]]);
  });

  test('who is on it is not silent, nor is who has done it', () => {
    expect(passedOn(on(held, begun, [bob, take]), held, date).said).toEqual([]);
    expect(passedOn(on(held, begun, [bob, done]), held, date).said).toEqual([]);
    expect(passedOn(begun, three, date).said).toEqual([]);
  });

  test('another primary is asked anew', () => {
    const { state } = passedOn(begun, held, start + 3 * dayMs);
    const rotated = heard(held, [ada, { type: 'rotate-duty', number: 2 }]);
    // Seven has it now, and has had no time to be silent: its new backup is not asked yet.
    expect(asked(state, carol, rotated)).toEqual(['take on']);
    expect(asked(state, bob, rotated)).toEqual([]);
  });
});

describe('before disclosure', () => {
  const wanted = (list: List): List => {
    const { rules } = list.policy;
    const duties = rules.duties.map((each, index) => (index === 1 ? { ...each, before: true as const } : each));
    return { ...list, policy: { ...list.policy, rules: { ...rules, duties } } };
  };
  const row = (embargo: Embargo, list: List) =>
    linesOf(beforeDisclosure({ embargo, list, now: start })).filter((line) => /dut(?:y|ies)/.test(line) && !line.startsWith('Next'));

  test('only what the policy wants done before stands there, with who has it', () => {
    expect(row(begun, held)).toEqual([]);
    expect(row(begun, wanted(three))).toEqual(['- ☐ duty 2 (Help draft emails to the public disclosure mailing list): nobody yet']);
    expect(row(begun, wanted(held))).toEqual(['- ☐ duty 2 (Help draft emails to the public disclosure mailing list): Nova']);
    expect(row(on(held, begun, [carol, take]), wanted(held))).toEqual([
      '- ☐ duty 2 (Help draft emails to the public disclosure mailing list): Seven Linux',
    ]);
    expect(row(on(held, begun, [carol, done]), wanted(held))).toEqual(['- ✓ duties done']);
  });
});

describe('the health of who has a duty', () => {
  const now = date + dayMs;
  const ended = { at: date, by: [ada.person, grace.person], reason: 'disclosed', because: null } as const;
  const signals = (embargo: Embargo) => ({ list: held, embargoes: [{ ...embargo, ended }], lastSeen: {}, closed: new Set<never>(), now });
  const undone = (embargo: Embargo, distributor: typeof nova) =>
    healthOf(distributor, signals(embargo)).reasons.filter(({ type }) => type === 'duty-undone');

  test('says where it was not done by the date, to whoever had it then', () => {
    expect(undone(begun, nova)).toMatchObject([{ codenames: [begun.codename], points: 5 }]);
    expect(undone(begun, seven)).toEqual([]);
    const over = on(held, begun, [carol, take]);
    expect([undone(over, nova).length, undone(over, seven).length]).toEqual([0, 1]);
    expect([nova, seven].flatMap((each) => undone(on(held, over, [carol, done]), each))).toEqual([]);
  });

  test('counts what it has done', () => {
    const report = healthReport(signals(on(held, begun, [carol, done])));
    expect(report.map(({ distributor, carried }) => [distributor.name, carried]).sort()).toEqual([
      ['Nova', 0],
      ['Old Iron', 0],
      ['Seven Linux', 1],
    ]);
  });
});
