// Dates that bend: an earlier one in one step, an extension with a reason, and what people make of silence.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { agreedDate, type Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { finishableFrom } from '../../../../src/domain/embargo/end/finishing.ts';
import { todos } from '../../../../src/domain/embargo/todos.ts';
import type { List } from '../../../../src/domain/list/list.ts';
import type { Policy } from '../../../../src/domain/policy/policy.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  at,
  bob,
  carol,
  date,
  embargo,
  evolved,
  grace,
  list,
  listOf,
  no,
  nova,
  played,
  proposal,
  proposals,
  says,
  seven,
  start,
  yes,
} from '../../../setup/embargo.ts';

type Propose = Extract<EmbargoCommand, { type: 'propose-date' }>;
const propose = (when: Instant, wish: Partial<Propose> = {}): Propose => ({
  ...{ type: 'propose-date', date: { at: when, zone: 'UTC', anyway: false }, reason: null },
  ...wish,
});
const answer = (verdict: 'accept' | 'reject', number: number | null = null): EmbargoCommand => ({
  type: 'answer-date',
  number,
  verdict,
  reason: null,
});
const accept = (number: number | null = null) => answer('accept', number);
const ruled = (rules: Partial<Policy>, on: List = list): List => ({
  ...on,
  policy: { ...on.policy, rules: { ...on.policy.rules, ...rules } },
});
const reported: Embargo['publicState'] = { public: { at: start, by: bob.person, how: 'a post' } };

// A Saturday at night, hours away: against every rule of a policy.
const saturday = at('2026-03-07T22:00Z');
const now = at('2026-03-07T18:00Z');

describe('an earlier date', () => {
  test('is refused for nothing but being past, and answered by two coordinators, in a quarter of the time', () => {
    const strictest = ruled({ shortestMs: 10 * dayMs, hour: { minutes: 0, force: 'must' }, weekdaysAvoided: { days: [6], force: 'must' } });
    const daysOff = { '2026-03-07': 'Day of the Otter' };
    const asked = says(ada, propose(saturday), agreedEmbargo(), { now, list: strictest, daysOff });
    expect(asked).toMatchObject([
      { type: 'date-proposed', at: saturday, answerBy: now + hourMs },
      { type: 'date-answered', voter: ada.person, verdict: 'accept' },
    ]);
    expect(says(ada, propose(now), agreedEmbargo(), { now })).toMatchObject({ reason: { problems: [{ rule: 'past' }], firm: true } });
    expect(says(ada, propose(now + 1), agreedEmbargo(), { now })).toMatchObject([{ at: now + 1, answerBy: now + 1 }, {}]);
    expect(says(ada, propose(date), agreedEmbargo(), { now })).toEqual(refuse({ code: 'date-is-agreed-already' }));
  });

  test('is answered by when the proposer says, never after the date', () => {
    const by = (respondBy: Instant) => says(ada, propose(saturday, { respondBy }), agreedEmbargo(), { now });
    expect(by(now + 30 * minuteMs)).toMatchObject([{ answerBy: now + 30 * minuteMs }, {}]);
    expect(by(saturday + 1)).toMatchObject([{ answerBy: saturday }, {}]);
    // Of another date people keep the time that the policy gives them, and may be given more.
    const later = (respondBy: Instant) => says(bob, propose(date + dayMs, { respondBy }), agreedEmbargo());
    expect(later(start + hourMs)).toEqual(refuse({ code: 'answers-need-longer', until: start + 72 * hourMs }));
    expect(later(start + 72 * hourMs)).toMatchObject([{ answerBy: start + 72 * hourMs }, {}]);
    expect(later(start + 100 * hourMs)).toMatchObject([{ answerBy: start + 100 * hourMs }, {}]);
  });

  test('takes two coordinators, whoever asks; distributors have no voice in it', () => {
    const asked = played(agreedEmbargo(), [[bob, propose(saturday), now]]);
    expect(says(carol, accept(2), asked, { now })).toEqual(refuse({ code: 'no-vote', voters: 'coordinators' }));
    const one = played(asked, [[ada, accept(2), now]]);
    expect(agreedDate(one)?.number).toBe(1);
    expect(says(grace, accept(2), one, { now })).toMatchObject([{ type: 'date-answered' }, { type: 'date-agreed', number: 2 }]);
  });

  test('takes fewer where the policy asks for fewer, or there are fewer', () => {
    const alone = listOf({ members: [ada, bob, carol] });
    for (const on of [alone, ruled({ earlierCoordinators: 1 })])
      expect(says(ada, propose(saturday), agreedEmbargo(), { now, list: on })).toMatchObject([{}, {}, { type: 'date-agreed', number: 2 }]);
  });

  test('of two by two coordinators either may be agreed, and ends the other; the same one twice is an agreement', () => {
    const two = played(agreedEmbargo(), [
      [ada, propose(saturday), now],
      [grace, propose(saturday - hourMs), now],
    ]);
    expect(says(ada, accept(), two, { now })).toMatchObject({ reason: { code: 'which-to-answer', dates: [{ number: 3 }, { number: 2 }] } });
    for (const [by, number, other] of [
      [grace, 2, 3],
      [ada, 3, 2],
    ] as const) {
      const one = played(two, [[by, accept(number), now]]);
      expect([agreedDate(one)?.number, one.proposals[other]?.state]).toEqual([number, 'replaced']);
    }
    const asked = played(agreedEmbargo(), [[ada, propose(saturday), now]]);
    expect(says(grace, propose(saturday), asked, { now })).toMatchObject([
      { type: 'date-answered', number: 2, voter: grace.person },
      { type: 'date-agreed', number: 2 },
    ]);
    // But not by the one who asked for it, nor by somebody without a voice.
    for (const by of [ada, bob])
      expect(says(by, propose(saturday), asked, { now })).toEqual(refuse({ code: 'date-is-proposed-already', number: 2 }));
  });

  test('does not wait for an earlier proposal of the list, and ends it: no late answer brings it back', () => {
    const both = played(agreedEmbargo(), [
      [bob, propose(date + dayMs), now],
      [ada, propose(saturday), now],
      [grace, accept(3), now],
    ]);
    expect(agreedDate(both)?.number).toBe(3);
    for (const verdict of ['accept', 'reject'] as const)
      for (const number of [1, 2])
        expect(says(carol, answer(verdict, number), both, { now })).toEqual(
          refuse({ code: 'proposal-closed', number, state: 'replaced', inForce: saturday }),
        );
    expect(says(bob, { type: 'withdraw-date', number: 2, reason: null }, both, { now })).toMatchObject({
      reason: { code: 'proposal-closed' },
    });
  });

  test('can be agreed once it is public, and is the decision; a later one cannot', () => {
    const open = agreedEmbargo({ publicState: reported, decisionDue: now + hourMs });
    expect(says(bob, propose(date + dayMs), open, { now })).toEqual(refuse({ code: 'public-state-has-changed' }));
    const moved = played(open, [
      [ada, propose(saturday), now],
      [grace, accept(2), now],
    ]);
    expect([moved.decisionDue, todos(moved, list, now).some(({ type }) => type === 'decide')]).toEqual([null, false]);
    const undated = embargo({ proposals: {}, publicState: reported, decisionDue: now + hourMs });
    expect(says(ada, propose(at('2026-03-23T09:00Z')), undated, { now })).toEqual(refuse({ code: 'public-state-has-changed' }));
    expect(says(ada, propose(saturday), undated, { now })).toMatchObject([{}, { voter: ada.person }]);
  });
});

describe('an extension', () => {
  const beyond = at('2026-03-24T14:00Z');
  const extend = (reason: string | null, when = beyond) => propose(when, { reason, extension: true });

  test('takes a reason, and the quorum that the policy names', () => {
    expect(says(ada, extend(null), agreedEmbargo())).toEqual(refuse({ code: 'extension-needs-reason' }));
    expect(says(ada, propose(beyond, { reason: 'a regression' }), agreedEmbargo())).toMatchObject({ reason: { extensible: beyond } });
    expect(says(ada, extend('a regression'), agreedEmbargo())).toMatchObject([{ type: 'date-proposed', extension: true }]);
    const two = ruled({ extension: { type: 'coordinators', count: 2 } });
    const asked = played(agreedEmbargo(), [[ada, extend('a regression')]], two);
    expect(says(bob, accept(2), asked, { list: two })).toMatchObject({ reason: { code: 'no-vote' } });
    expect(says(grace, accept(2), asked, { list: two })).toMatchObject([{}, { type: 'date-agreed', number: 2 }]);
  });

  test('is no extension within the policy', () => {
    const within = says(ada, extend(null, date + dayMs), agreedEmbargo());
    expect(within).toMatchObject([{ type: 'date-proposed', at: date + dayMs }]);
    expect(within).not.toMatchObject([{ extension: true }]);
  });

  test('never goes beyond the ceiling, nor against another list, nor where the policy has none', () => {
    const ceiling = beyond - start;
    const at30 = ruled({ ceilingMs: ceiling });
    expect(says(ada, extend('x'), agreedEmbargo(), { list: at30 })).toMatchObject([{ extension: true }]);
    expect(says(ada, extend('x', beyond + 1), agreedEmbargo(), { list: at30 })).toEqual(
      refuse({ code: 'beyond-ceiling', ceiling: beyond }),
    );
    expect(says(ada, extend('x'), agreedEmbargo(), { list: ruled({ extension: null }) })).toEqual(refuse({ code: 'no-extension' }));
    const bound = agreedEmbargo({ bound: [{ policy: 'linux-distros', since: start }] });
    expect(says(ada, extend('x'), bound)).toMatchObject({ reason: { code: 'date-problems', firm: true } });
  });
});

describe('the proposer’s own yes', () => {
  const first = embargo({ proposals: proposals(proposal(1, date, { by: carol.person })) });

  test('counts for a date that waits for an earlier one, also in place of another', () => {
    const later = played(first, [[bob, propose(date + dayMs)]]);
    expect(later.proposals[2]?.answers).toEqual({ nova: { verdict: 'accept', by: bob.person, at: start, reason: null } });
    const replaced = played(later, [[bob, propose(date + 2 * dayMs, { replace: 2 })]]);
    expect(replaced.proposals[3]?.answers).toEqual({ nova: { verdict: 'accept', by: bob.person, at: start, reason: null } });
  });

  test('agrees on nothing before its turn', () => {
    const alone = listOf({ distributors: [nova], members: [ada, bob] });
    expect(says(bob, propose(date + dayMs), first, { list: alone })).toMatchObject([{ type: 'date-proposed' }]);
    expect(says(bob, propose(date + dayMs), embargo({ proposals: {} }), { list: alone })).toMatchObject([
      { type: 'date-proposed' },
      { type: 'date-answered' },
      { type: 'date-agreed' },
    ]);
  });
});

describe('where no date can be agreed', () => {
  const late = start + 20 * dayMs;
  const undated = embargo({ proposals: {} });
  const disclose = (because?: string): EmbargoCommand => (because === undefined ? { type: 'disclose' } : { type: 'disclose', because });

  test('nobody is asked to propose one once the policy leaves none', () => {
    const asked = (when: Instant) => new Set(todos(undated, list, when).map(({ type }) => type));
    expect(asked(late - 1)).toContain('propose');
    expect(asked(late)).toContain('undated');
    expect(asked(late)).not.toContain('propose');
    expect(says(ada, propose(late + dayMs), undated, { now: late })).toMatchObject({ reason: { code: 'date-problems' } });
    expect(says(ada, propose(late + dayMs, { extension: true, reason: 'x' }), undated, { now: late })).toMatchObject([
      { extension: true },
      { type: 'coordinator-heard' },
    ]);
  });

  test('two people disclose without one, the first of whom says why', () => {
    expect(says(ada, disclose('nobody answered'), undated, { now: late - 1 })).toEqual(refuse({ code: 'no-date-agreed' }));
    expect(says(ada, disclose(), undated, { now: late })).toEqual(refuse({ code: 'undated-needs-reason' }));
    const pressed = played(undated, [[ada, disclose('nobody answered'), late]]);
    expect(says(ada, disclose('x'), pressed, { now: late })).toEqual(refuse({ code: 'needs-another-person' }));
    expect(says(bob, disclose(), pressed, { now: late })).toMatchObject([{ type: 'embargo-ended', reason: 'disclosed' }]);
    // A reason goes with its press: who is off the list gives none.
    const without = { now: late, list: { ...list, members: { [bob.person]: bob } } };
    expect(says(bob, disclose(), pressed, without)).toEqual(refuse({ code: 'undated-needs-reason' }));
  });

  test('not before, whatever became of what was asked for', () => {
    const told = (from: Embargo, when = start) => says(ada, disclose('x'), from, { now: when });
    for (const state of ['rejected', 'withdrawn'] as const) {
      expect(told(embargo({ proposals: proposals(proposal(1, date, { state })) }))).toEqual(refuse({ code: 'no-date-agreed' }));
    }
    expect(told(embargo(), date)).toEqual(refuse({ code: 'no-date-agreed' }));
  });

  test('an extension that nobody answers in time, or that is beyond the limit of another list, holds nobody up', () => {
    const extension = proposal(1, late + 20 * dayMs, { extension: true, proposedAt: late, answerBy: late + 2 * dayMs });
    const from = embargo({ proposals: proposals(extension) });
    const told = (on: Embargo, now: number) => says(ada, disclose('x'), on, { now });
    expect(told(from, late + 2 * dayMs - 1)).toEqual(refuse({ code: 'no-date-agreed' }));
    expect(told(from, late + 2 * dayMs)).toMatchObject([{ because: 'x' }]);
    const bound = [{ policy: 'linux-distros', since: start } as const];
    expect(told({ ...from, bound }, late)).toMatchObject([{ because: 'x' }]);
  });

  test('two representatives finish a day after the last day, at once where no coordinator is there; who has confirmed is not asked again', () => {
    const asked = (on: Embargo, now: number) => todos(on, list, now).flatMap(({ type, person }) => (type === 'undated' ? [person] : []));
    expect(asked(undated, late)).toEqual([ada.person, grace.person]);
    expect(asked(undated, late + dayMs)).toEqual([ada, grace, bob, carol].map(({ person }) => person));
    const pressed = played(undated, [[bob, disclose('nobody answered'), late]]);
    expect(says(carol, disclose(), pressed, { now: late })).toMatchObject({
      reason: { code: 'needs-a-coordinator-too', from: late + dayMs },
    });
    expect(asked(pressed, late + dayMs)).toEqual([ada, grace, carol].map(({ person }) => person));
    expect(says(carol, disclose(), pressed, { now: late + dayMs })).toMatchObject([{ withoutCoordinator: true, silentMs: dayMs }]);
    const leaving = [ada, grace].map((who) => ({ ...who, away: { since: start, until: late + dayMs, standIn: null } }));
    const away = listOf({ members: [...leaving, bob, carol] });
    expect(says(carol, disclose(), pressed, { now: late, list: away })).toMatchObject([{ withoutCoordinator: true, silentMs: 0 }]);
  });

  test('they wait anew once a coordinator has done anything after the last day, as after a date', () => {
    const word = { type: 'hold', reason: 'the build is broken' } as const;
    const lapsed = embargo({ proposals: proposals(proposal(1, date)) });
    for (const from of [undated, lapsed]) {
      expect(finishableFrom(from, list, late)).toBe(late + dayMs);
      expect(says(grace, word, from, { now: late })).toMatchObject([{ type: 'embargo-held' }, { type: 'coordinator-heard' }]);
      expect(says(grace, word, from, { now: late - 1 })).toMatchObject([{ type: 'embargo-held' }]);
      const heard = played(from, [[grace, word, late + hourMs]]);
      expect(finishableFrom(heard, list, late + 2 * hourMs)).toBe(late + hourMs + dayMs);
      expect(says(bob, disclose('x'), heard, { now: late + dayMs })).toMatchObject([{ type: 'disclosure-pressed' }]);
      const pressed = played(heard, [[bob, disclose('x'), late + dayMs]]);
      expect(says(carol, disclose(), pressed, { now: late + dayMs })).toMatchObject({
        reason: { code: 'needs-a-coordinator-too', from: late + hourMs + dayMs },
      });
    }
  });

  test('nor is who has confirmed it asked for another list’s limit', () => {
    const told = { ...undated, bound: [{ policy: 'linux-distros', since: start }] as const };
    const asked = (on: Embargo) => todos(on, list, late).flatMap(({ type, person }) => (type === 'keep-limit' ? [person] : []));
    expect(asked(told)).toEqual([ada.person, grace.person]);
    expect(asked(played(told, [[ada, disclose('x'), late]]))).toEqual([grace.person]);
  });
});

describe('silence', () => {
  const due = at('2026-03-05T09:00Z');
  const half = embargo({ proposals: proposals(proposal(1, date, { answers: { [nova.id]: yes(bob) } })) });
  const decide = (verdict: 'accept' | 'reject' = 'accept'): EmbargoCommand => ({ type: 'decide-date', number: null, verdict });
  const settle: EmbargoCommand = { type: 'settle-date', number: null };
  const wait = (until: Instant): EmbargoCommand => ({ type: 'wait-for-answers', number: null, until });
  const owed = (from: Embargo, when: Instant) => todos(from, list, when).flatMap(({ type, person }) => (type === 'settle' ? [person] : []));

  test('is chosen about by coordinators once the time is over, and not before', () => {
    expect([owed(half, due - 1), owed(half, due)]).toEqual([[], [ada.person, grace.person]]);
    const early = refuse({ code: 'answers-still-due', number: 1, at: date, by: due });
    const before = [decide(), decide('reject'), settle].map((command) => says(ada, command, half, { now: due - 1 }));
    expect(before).toEqual([early, early, early]);
  });

  test('two coordinators decide; it is rejected once too few are left', () => {
    const one = played(half, [[ada, decide(), due]]);
    expect([agreedDate(one), owed(one, due)]).toEqual([null, [grace.person]]);
    expect(says(ada, decide(), one, { now: due })).toMatchObject({ reason: { code: 'answered-already' } });
    expect(says(grace, decide(), one, { now: due })).toMatchObject([{ type: 'date-answered' }, { type: 'date-agreed', number: 1 }]);
    expect(says(grace, decide('reject'), one, { now: due })).toMatchObject([
      { type: 'date-answered' },
      { type: 'date-rejected', number: 1 },
    ]);
  });

  test('is consent where the policy says so, nobody rejected, and a person says so', () => {
    const lazy = ruled({ silence: 'lazy-consent' });
    expect(says(ada, settle, half, { now: due })).toEqual(refuse({ code: 'silence-decides-nothing', silence: 'coordinators' }));
    expect(says(ada, settle, half, { now: due, list: lazy })).toEqual([{ type: 'date-agreed', number: 1, silent: [seven.id] }]);
    const against = embargo({ proposals: proposals(proposal(1, date, { answers: { [nova.id]: no(bob, 'freeze') } })) });
    const three = ruled({ silence: 'lazy-consent', quorum: { type: 'distributors', moreThanShare: 0.4 } });
    expect(says(ada, settle, against, { now: due, list: three })).toEqual(refuse({ code: 'date-was-rejected', number: 1 }));
    // What would be refused is not offered.
    const offered = (from: Embargo) => todos(from, three, due).flatMap((todo) => (todo.type === 'settle' ? [todo.silence] : []));
    expect([new Set(offered(half)), new Set(offered(against))]).toEqual([new Set(['lazy-consent']), new Set(['coordinators'])]);
    const people = ruled({ silence: 'people' });
    for (const command of [settle, decide()])
      expect(says(ada, command, half, { now: due, list: people })).toEqual(refuse({ code: 'silence-decides-nothing', silence: 'people' }));
  });

  test('may be waited out longer, up to the date', () => {
    const longer = played(half, [[ada, wait(due + dayMs), due]]);
    expect(says(ada, decide(), longer, { now: due + dayMs - 1 })).toMatchObject({ reason: { code: 'answers-still-due', by: due + dayMs } });
    expect(says(ada, wait(date + dayMs), half, { now: due })).toEqual([{ type: 'answer-time-extended', number: 1, answerBy: date }]);
    expect(says(ada, wait(due), half, { now: due })).toMatchObject({ reason: { code: 'no-later-deadline', by: due } });
  });

  test('is none of those whose turn to answer had not come', () => {
    const two = embargo({ proposals: proposals(proposal(1, date - dayMs), proposal(2, date)) });
    const turn = evolved(two, { type: 'date-rejected', number: 1 }, ada.person, due);
    expect(turn.proposals[2]?.answerBy).toBe(due + 72 * hourMs);
    expect(says(ada, decide(), turn, { now: due })).toMatchObject({ reason: { code: 'answers-still-due' } });
    // The first lapses: people have half of the day that is left.
    const lapsed = (when: Instant) => says(ada, decide(), two, { now: when });
    expect(lapsed(date - dayMs / 2 - 1)).toMatchObject({ reason: { code: 'answers-still-due' } });
    expect(lapsed(date - dayMs / 2)).toMatchObject([{ type: 'date-answered', number: 2 }]);
  });
});
