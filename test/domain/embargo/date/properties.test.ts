// Whatever is asked for, answered and waited for, in whatever order: an agreed date moves by an agreement alone, and nobody is asked for what they are refused.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { quorumFor } from '../../../../src/domain/embargo/date/quorum.ts';
import { decidingQuorum } from '../../../../src/domain/embargo/date/silence.ts';
import { tally } from '../../../../src/domain/embargo/date/voting.ts';
import { decide } from '../../../../src/domain/embargo/decide.ts';
import { agreedDate, type Embargo, openProposals, type Proposal } from '../../../../src/domain/embargo/embargo.ts';
import { evolve } from '../../../../src/domain/embargo/evolve.ts';
import { type Todo, todos } from '../../../../src/domain/embargo/todos.ts';
import type { List, Member } from '../../../../src/domain/list/list.ts';
import type { Policy } from '../../../../src/domain/policy/policy.ts';
import { policyKeys } from '../../../../src/domain/policy/presets.ts';
import { isRefused } from '../../../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant } from '../../../../src/domain/values/time.ts';
import { samples } from '../../../setup/commands.ts';
import { ada, bob, carol, context, embargo, grace, listOf, start } from '../../../setup/embargo.ts';

type Step = { readonly by: Member; readonly command: EmbargoCommand; readonly waitMs: number };

const someone = fc.constantFrom(ada, grace, bob, carol);
const someDate = fc
  .constantFrom(1, 2, 3, 8, 9, 10, 15, 16, 17, 25)
  .map((days) => ({ at: start + days * dayMs + 5 * hourMs, zone: 'UTC', anyway: true }));
const someNumber = fc.constantFrom(null, 1, 2, 3, 4);
const someCommand: fc.Arbitrary<EmbargoCommand> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('propose-date' as const), date: someDate, reason: fc.constant(null) }) },
  {
    weight: 2,
    arbitrary: someDate.map((date): EmbargoCommand => ({ type: 'propose-date', date, reason: 'a regression', extension: true })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ date: someDate, replace: fc.constantFrom(1, 2, 3) })
      .map(({ date, replace }): EmbargoCommand => ({ type: 'propose-date', date, reason: null, replace })),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      type: fc.constant('answer-date' as const),
      number: someNumber,
      verdict: fc.constantFrom('accept' as const, 'accept' as const, 'reject' as const),
      reason: fc.constant(null),
    }),
  },
  { weight: 1, arbitrary: someNumber.map((number): EmbargoCommand => ({ type: 'withdraw-date', number, reason: null })) },
  { weight: 3, arbitrary: someNumber.map((number): EmbargoCommand => ({ type: 'decide-date', number, verdict: 'accept' })) },
  { weight: 2, arbitrary: someNumber.map((number): EmbargoCommand => ({ type: 'settle-date', number })) },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'wait-for-answers', number: null, until: start + 12 * dayMs }) },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'report-public-state', what: 'public', how: 'x' }) },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'hold', reason: 'x' }) },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'disclose' }) },
);
const someHistory = fc.record({
  policy: fc.constantFrom(...policyKeys),
  rules: fc.record({
    silence: fc.constantFrom('people' as const, 'coordinators' as const, 'lazy-consent' as const),
    strict: fc.boolean(),
    earlierCoordinators: fc.constantFrom(1, 2),
  }),
  steps: fc.array(fc.record({ by: someone, command: someCommand, waitMs: fc.constantFrom(0, 0, 0, 1, hourMs, dayMs, 3 * dayMs) }), {
    maxLength: 25,
  }),
});

type Moment = { readonly before: Embargo; readonly after: Embargo; readonly command: EmbargoCommand; readonly now: Instant };

function moments(steps: readonly Step[], list: List): Moment[] {
  let now = start;
  let before = embargo();
  return steps.map(({ by, command, waitMs }) => {
    now += waitMs;
    const decision = decide(before, command, context(by, { now, list }));
    const facts = isRefused(decision) ? [] : decision;
    const after = facts.reduce((state: Embargo, fact) => evolve(state, { fact, at: now, by: by.person }), before);
    const moment = { before, after, command, now };
    before = after;
    return moment;
  });
}

const under = (policy: (typeof policyKeys)[number], rules: Partial<Policy>): List => {
  const list = listOf({ policy });
  return { ...list, policy: { ...list.policy, rules: { ...list.policy.rules, ...rules } } };
};

test('an agreed date changes by an agreement alone: of those who decide on it, or by silence that a person counts', () => {
  fc.assert(
    fc.property(someHistory, ({ policy, rules, steps }) => {
      const list = under(policy, rules);
      for (const { before, after, command, now } of moments(steps, list)) {
        const date = agreedDate(after);
        if (date === null) {
          expect(agreedDate(before)).toBeNull();
          continue;
        }
        // Whatever else was asked for is over.
        if (date.number === agreedDate(before)?.number) continue;
        expect(date.at).toBeGreaterThan(now);
        expect(openProposals(after, now)).toEqual([]);
        const was: Proposal | undefined = before.proposals[date.number];
        expect(was === undefined || was.state === 'open').toBe(true);
        const agreed = [quorumFor(before, date, list), decidingQuorum(list)].some(
          (quorum) => tally(date, list, quorum).verdict === 'agreed',
        );
        if (command.type === 'settle-date') expect([rules.silence, now >= (was?.answerBy ?? now + 1)]).toEqual(['lazy-consent', true]);
        else expect(agreed).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

/** What does a todo: one of these is not refused. */
function done(todo: Todo, now: Instant): EmbargoCommand[] {
  const days = Array.from({ length: 60 }, (_, day) => now + (day + 1) * 12 * hourMs);
  const hours = Array.from({ length: 24 * 30 }, (_, hour) => Math.ceil(now / hourMs) * hourMs + (hour + 1) * hourMs);
  const dated = (when: Instant) => ({ at: when, zone: 'UTC', anyway: true });
  switch (todo.type) {
    case 'acknowledge':
      return [{ type: 'acknowledge' }];
    case 'answer':
      return [{ type: 'answer-date', number: todo.proposal, verdict: 'accept', reason: null }];
    case 'settle':
      return [
        { type: 'decide-date', number: todo.proposal, verdict: 'accept' },
        { type: 'settle-date', number: todo.proposal },
        { type: 'wait-for-answers', number: todo.proposal, until: now + dayMs },
      ];
    case 'propose':
      return hours.map((when) => ({ type: 'propose-date', date: dated(when), reason: null }));
    case 'undated':
      return [
        { type: 'disclose', because: 'x' },
        ...days.map((when): EmbargoCommand => ({ type: 'propose-date', date: dated(when), reason: 'x', extension: true })),
      ];
    // Coordinators may always end it, where no instant is left before the limit.
    case 'keep-limit':
      return [
        ...hours.map((when): EmbargoCommand => ({ type: 'propose-date', date: dated(when), reason: null })),
        { type: 'end', reason: 'public', because: null },
      ];
    case 'answer-end':
      return [{ type: 'end', reason: 'other', because: 'x' }];
    case 'decide':
      return [{ type: 'hold', reason: 'x' }];
    case 'disclose':
      return [{ type: 'disclose' }];
    case 'answer-finding':
      return [{ type: 'take-on-finding', number: todo.finding, owner: null }];
    case 'fix-finding':
      return [{ type: 'dismiss-finding', number: todo.finding, because: 'x' }];
    case 'confirm-finding':
      return [{ type: 'confirm-finding', number: todo.finding }];
    case 'duty':
      return [{ type: todo.taken ? 'finish-duty' : 'take-duty', number: todo.number, note: null }];
    case 'patch':
      return [samples['publish-patch']];
    case 'review':
      return [{ type: 'start-review', release: todo.release }];
    case 'answer-exception':
      return [{ type: 'answer-exception', number: todo.number, verdict: 'accept', reason: null }];
    case 'action':
      return [{ type: 'end-action', number: todo.number, done: true, note: null }];
    case 'class-leak':
      return [{ type: 'class-leak', leak: todo.leak, class: 'component', note: null }];
    case 'leak-step':
      return [{ type: 'end-leak-step', number: todo.number, note: null }];
    case 'close-leak':
      return [{ type: 'close-leak', leak: todo.leak, finding: 'x' }];
    case 'close':
      return [{ type: 'close-link', clock: todo.clock, id: null, distributor: todo.name, because: 'it is not coming' }];
    case 'publish':
      return [{ type: 'publish', clock: todo.clock, link: 'https://example.org/' }];
    default:
      return todo satisfies never;
  }
}

test('nobody is asked for what they are refused', () => {
  fc.assert(
    fc.property(someHistory, fc.constantFrom(0, hourMs, 5 * dayMs, 20 * dayMs), ({ policy, rules, steps }, laterMs) => {
      const list = under(policy, rules);
      const last = moments(steps, list).at(-1);
      const from = last?.after ?? embargo();
      const now = (last?.now ?? start) + laterMs;
      const owed = todos(from, list, now);
      const unsigned = new Set(owed.flatMap(({ type, person }) => (type === 'acknowledge' ? [person] : [])));
      for (const todo of owed) {
        const member = list.members[todo.person];
        if (member === undefined) throw new Error("someone who isn't on the list owes something");
        const answers = done(todo, now).map((command) => decide(from, command, context(member, { now, list })));
        const reasons = answers.flatMap((each) => (isRefused(each) ? [each.reason.code] : []));
        const may = reasons.length < answers.length || (reasons.includes('needs-consent') && unsigned.has(todo.person));
        expect(may, `${todo.type}: ${[...new Set(reasons)].join(', ')}`).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
