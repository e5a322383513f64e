// What people may say of an embargo and do to its list, in whatever order, while the clock moves: random histories for the property tests.
import fc from 'fast-check';
import type { EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { memberOf } from '../../src/domain/embargo/consent.ts';
import type { Context } from '../../src/domain/embargo/context.ts';
import { create, decide } from '../../src/domain/embargo/decide.ts';
import { type Embargo, exceptionKinds } from '../../src/domain/embargo/embargo.ts';
import { evolve } from '../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { findingsSeen } from '../../src/domain/embargo/findings.ts';
import { leakClasses } from '../../src/domain/embargo/leak/case.ts';
import { nextDue, remind } from '../../src/domain/embargo/reminders.ts';
import { evolveList } from '../../src/domain/list/evolve.ts';
import type { ListFact } from '../../src/domain/list/facts.ts';
import type { List, Member } from '../../src/domain/list/list.ts';
import { outcomeKeys } from '../../src/domain/policy/checklist.ts';
import { clockKeys, type Policy, silences } from '../../src/domain/policy/policy.ts';
import { type PolicyKey, policyKeys } from '../../src/domain/policy/presets.ts';
import type { Happened } from '../../src/domain/values/happened.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { isRefused } from '../../src/domain/values/refusal.ts';
import { dayMs, hourMs, type Instant } from '../../src/domain/values/time.ts';
import { about, ada, bob, carol, dave, embargo as embargoOf, grace, listOf, member, nova, seven, sha, signedBy, start } from './embargo.ts';

const erin = member('erin', 'representative', 'nova');
const quinn = member('quinn', 'reviewer', 'seven');
export const everybody: readonly Member[] = [ada, grace, bob, erin, dave, carol, quinn];

export type Step =
  | { readonly do: 'say'; readonly by: Member; readonly command: EmbargoCommand }
  /** Time passes; `served`: the clock wakes up for all that is due on the way, as it is due. */
  | { readonly do: 'wait'; readonly ms: number; readonly served: boolean }
  | { readonly do: 'add' | 'remove'; readonly who: Member }
  | { readonly do: 'demote'; readonly who: Member }
  | { readonly do: 'leave'; readonly who: Member; readonly ms: number }
  /** The list's rules change under the embargo. */
  | { readonly do: 'rules'; readonly terms: boolean };

export type World = {
  readonly list: List;
  readonly embargo: Embargo;
  readonly now: Instant;
  readonly record: readonly Happened<EmbargoFact>[];
};
/** One moment of a history: the world before and after, and the facts that made the difference. */
export type Moment = {
  readonly before: World;
  readonly after: World;
  readonly facts: readonly Happened<EmbargoFact>[];
  readonly step: Step;
};

const someone = fc.constantFrom(...everybody);
// Few dates, so that they meet: some near, some far, one of them often past by the time that it is said.
const dated = (days: number) => ({ at: start + days * dayMs + 5 * hourMs, zone: 'UTC', anyway: true });
const someDate = fc.constantFrom(1, 2, 3, 8, 9, 10, 15, 16, 17).map(dated);
/** In the place of the findings that are open when it is said. */
const despite = 'as shown';
const someText = fc.constantFrom('words', null);

const someCommand: fc.Arbitrary<EmbargoCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<EmbargoCommand>({ type: 'acknowledge' }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('propose-date' as const), date: someDate, reason: someText }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(16, 25, 40)
      .map((days): EmbargoCommand => ({ type: 'propose-date', date: dated(days), reason: 'x', extension: true })),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      type: fc.constant('answer-date' as const),
      number: fc.constantFrom(1, 2, 3, 4),
      verdict: fc.constantFrom('accept' as const, 'accept' as const, 'reject' as const),
      reason: someText,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(null, 1, 2, 3).map((number): EmbargoCommand => ({ type: 'withdraw-date', number, reason: null })),
  },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'decline' }) },
  { weight: 2, arbitrary: someone.map((who): EmbargoCommand => ({ type: 'admit', person: who.person })) },
  { weight: 1, arbitrary: someone.map((who): EmbargoCommand => ({ type: 'revoke', person: who.person, because: 'x' })) },
  {
    weight: 1,
    arbitrary: fc.constant<EmbargoCommand>({
      type: 'amend',
      orders: [{ what: 'add-vulnerabilities', ids: [['CVE-2026-1']], details: {} }],
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ digit: fc.constantFrom('a', 'b'), branches: fc.constantFrom([], [], [], [], ['main'], ['1.2']) }).map(
      ({ digit, branches }): EmbargoCommand => ({
        type: 'publish-patch',
        label: 'p',
        url: 'https://example.org/',
        files: [{ name: 'f', sha256: sha(digit) }],
        branches,
        sure: true,
      }),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(1, 2).map((number): EmbargoCommand => ({ type: 'withdraw-patch', number, because: 'x' })) },
  {
    weight: 6,
    arbitrary: fc
      .record({ release: fc.constantFrom('24', '7.1', null), branch: fc.constantFrom(null, null, null, 'main', 'other') })
      .map((named): EmbargoCommand => ({ type: 'start-review', ...named })),
  },
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
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('answer-steps' as const),
      release: fc.constantFrom('24', '7.1', null),
      patch: fc.constantFrom(null, 1),
      answers: fc.array(
        fc.record({
          steps: fc.constantFrom('all' as const, [1, 2], ['build' as const], [11]),
          verdict: fc.constantFrom('pass' as const, 'fail' as const, 'na' as const, null),
          note: someText,
        }),
        { maxLength: 3 },
      ),
      notes: someText,
      outcome: fc.constantFrom(null, ...outcomeKeys),
      readyBy: fc.constantFrom(null, start),
    }),
  },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'copy-review', from: '7.1', to: ['7.2', '24'] }) },
  { weight: 2, arbitrary: fc.constant<EmbargoCommand>({ type: 'copy-review', from: '7.1', to: ['7.2'] }) },
  {
    weight: 7,
    arbitrary: fc.record({
      type: fc.constant('correct-review' as const),
      release: fc.constantFrom('24', '7.1'),
      answers: fc.constantFrom([], [{ steps: [4], verdict: 'na' as const, note: null }]),
      notes: fc.constantFrom('words', 'others'),
      outcome: fc.constantFrom(null, 'not-affected' as const, 'new-bug' as const),
      readyBy: fc.constant(null),
    }),
  },
  { weight: 5, arbitrary: fc.constant<EmbargoCommand>({ type: 'step-back', review: null }) },
  {
    weight: 8,
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
  {
    weight: 4,
    arbitrary: fc.constantFrom<EmbargoCommand>(
      { type: 'note', text: 'x', source: null, saidAt: null, author: null },
      { type: 'report-leak', where: 'x', what: 'x' },
      { type: 'deployed', at: start, distributor: null },
      { type: 'heads-up', link: 'https://example.org/', at: null },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<EmbargoCommand>(
      { type: 'write-text', kind: 'post', text: 'by hand' },
      { type: 'make-text', kind: 'post' },
      { type: 'approve-text', kind: 'post', hash: 'a1' },
    ),
  },
  {
    weight: 9,
    arbitrary: fc.constantFrom<EmbargoCommand>(
      { type: 'disclose' },
      { type: 'disclose', despite },
      { type: 'disclose', despite, because: 'x' },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('end' as const),
      reason: fc.constantFrom('public' as const, 'withdrawn' as const, 'not-a-vulnerability' as const, 'duplicate' as const),
      because: fc.constantFrom('words', 'words', null),
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

/** What is said of the first finding, by whoever finds it in a review or outside of one, or is to answer it. */
const someFinding: fc.Arbitrary<EmbargoCommand> = fc.constantFrom<EmbargoCommand>(
  { type: 'add-finding', kind: 'other', severity: null, branch: null, text: 'x' },
  { type: 'answer-steps', release: '24', patch: null, answers: [], notes: 'x', outcome: 'new-bug', readyBy: null },
  { type: 'correct-review', release: '24', answers: [], notes: 'others', outcome: 'incomplete-fix', readyBy: null },
  { type: 'dismiss-finding', number: 1, because: 'x' },
  { type: 'take-on-finding', number: 1, owner: null },
  { type: 'take-on-finding', number: 1, owner: carol.person },
  { type: 'fix-finding', number: 1 },
  {
    ...{ type: 'publish-patch', label: 'p', url: 'https://example.org/', files: [{ name: 'f', sha256: sha('c') }], branches: [] },
    fixes: [1],
  },
  { type: 'confirm-finding', number: 1 },
  { type: 'reopen-finding', number: 1, because: 'x' },
  { type: 'set-finding', number: 1, severity: 'high', branch: 'main' },
);

/** A review that is begun, and handed to a colleague, before it ends; a duty of the list that is taken on, and done. */
const someHandover: fc.Arbitrary<EmbargoCommand> = fc.constantFrom<EmbargoCommand>(
  { type: 'start-review', release: '24' },
  { type: 'hand-review', person: dave.person, release: null },
  { type: 'hand-review', person: bob.person, release: '24' },
  { type: 'take-duty', number: 1 },
  { type: 'finish-duty', number: 1, note: 'x' },
);

/** Looking back, which is open after a leak and after the end. */
const someLookBack: fc.Arbitrary<EmbargoCommand> = fc.constantFrom<EmbargoCommand>(
  { type: 'report-leak', where: 'x', what: 'x' },
  { type: 'answer-retrospective', well: 'x', badly: null, luck: null, quoted: null },
  { type: 'add-action', owner: null, due: start + 400 * dayMs, text: 'x' },
  { type: 'add-action', owner: carol.person, due: start + 20 * dayMs, text: 'x' },
  { type: 'end-action', number: 1, done: true, note: 'x' },
  { type: 'publish', clock: 'retrospective', link: 'here' },
);

/** What becomes of a leak. */
const someLeak: fc.Arbitrary<EmbargoCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('x', 'y').map((where): EmbargoCommand => ({ type: 'report-leak', where, what: 'x' })) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...leakClasses, 'existence' as const, 'existence' as const)
      .map((is): EmbargoCommand => ({ type: 'class-leak', leak: null, class: is, note: null })),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom<EmbargoCommand>(
      { type: 'add-to-leak', leak: null, how: 'x' },
      { type: 'join-leaks', leak: 2, into: 1 },
      { type: 'add-leak-step', leak: null, owner: carol.person, due: start + 3 * dayMs, text: 'x' },
      { type: 'end-leak-step', number: 1, note: 'x' },
      { type: 'end-leak-step', number: 2, note: null },
      { type: 'end-leak-step', number: 3, note: null },
      { type: 'close-leak', leak: null, finding: 'x' },
      { type: 'reopen-leak', leak: null, because: 'x' },
    ),
  },
);

/** What is asked to be allowed, and what becomes of it. */
export const someException: fc.Arbitrary<EmbargoCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('ask-exception' as const),
      kind: fc.constantFrom(...exceptionKinds),
      what: fc.constantFrom('x', 'y'),
      whom: fc.constant('z'),
      because: fc.constant('x'),
      until: fc.constantFrom(null, 1, 3, 30).map((days) => (days === null ? null : start + days * dayMs)),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('answer-exception' as const),
      number: fc.constantFrom(null, 1, 2, 3),
      verdict: fc.constantFrom('accept' as const, 'accept' as const, 'reject' as const),
      reason: fc.constantFrom('x', null),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(null, 1, 2).map((number): EmbargoCommand => ({ type: 'withdraw-exception', number })) },
  { weight: 9, arbitrary: fc.constantFrom(1, 2).map((number): EmbargoCommand => ({ type: 'end-exception', number, because: 'x' })) },
);

/** What coordinators alone may say, and would seldom be heard to say among everything else. */
const someDecision: fc.Arbitrary<EmbargoCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<EmbargoCommand>({ type: 'hold', reason: 'x' }) },
  { weight: 4, arbitrary: fc.constant<EmbargoCommand>({ type: 'reopen', reason: 'x' }) },
  {
    weight: 6,
    arbitrary: fc.constant<EmbargoCommand>({ type: 'close-link', clock: 'retrospective', id: null, distributor: null, because: 'x' }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('post' as const, 'cve' as const, 'packages' as const, 'erratum' as const, 'heads-up' as const)
      .map((clock): EmbargoCommand => ({ type: 'remove-link', clock, link: null, id: null, distributor: null })),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<EmbargoCommand>(
      { type: 'wait-for-answers', number: null, until: start + 12 * dayMs },
      { type: 'decide-date', number: null, verdict: 'accept' },
      { type: 'decide-date', number: null, verdict: 'reject' },
      { type: 'settle-date', number: null },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('bind-policy' as const),
      policy: fc.constantFrom(...policyKeys),
      since: fc.constantFrom(start, start - dayMs, start - 20 * dayMs),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('unbind-policy' as const),
      policy: fc.constantFrom(...policyKeys),
      reason: fc.constant('x'),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(null, bob.person).map((person): EmbargoCommand => ({ type: 'remind', person })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('link-siblings' as const, 'unlink' as const).map((type): EmbargoCommand => ({ type, other: 'brisk-wren' })),
  },
  { weight: 1, arbitrary: fc.constant<EmbargoCommand>({ type: 'end', reason: 'other', because: 'x' }) },
  { weight: 4, arbitrary: fc.constant<EmbargoCommand>({ type: 'disclose', despite, because: 'x' }) },
);

const someStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('say' as const), by: someone, command: someCommand }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), by: fc.constantFrom(ada, ada, grace), command: someDecision }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), by: fc.constantFrom(ada, bob), command: someFinding }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('say' as const), by: fc.constantFrom(bob, dave), command: someHandover }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('say' as const), by: fc.constantFrom(ada, bob), command: someLookBack }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('say' as const), by: fc.constantFrom(ada, ada, ada, bob), command: someLeak }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('say' as const), by: fc.constantFrom(ada, grace, bob, carol), command: someException }),
  },
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
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('leave' as const), who: someone, ms: fc.constantFrom(2 * dayMs, 200 * dayMs) }),
  },
);

/** A leak that is contained and closed, and one that turns up again: seldom would it happen by chance. */
const leakCase: readonly Step[] = [
  { type: 'report-leak', where: 'z', what: 'x' },
  { type: 'report-leak', where: 'y', what: 'x' },
  { type: 'join-leaks', leak: 2, into: 1 },
  { type: 'class-leak', leak: 1, class: 'existence', note: null },
  ...[1, 2, 3].map((number) => ({ type: 'end-leak-step', number, note: null }) as const),
  { type: 'close-leak', leak: 1, finding: 'x' },
  { type: 'reopen-leak', leak: 1, because: 'x' },
  { type: 'add-leak-step', leak: 1, owner: null, due: null, text: 'x' },
  { type: 'add-to-leak', leak: 1, how: 'x' },
].map((command) => ({ do: 'say', by: ada, command: command as EmbargoCommand }));

const someSteps: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 60, arbitrary: someStep.map((step) => [step]) },
  { weight: 1, arbitrary: fc.constant(leakCase) },
);
const beginnings = ['opened', 'read', 'agreed'] as const;

export const someHistory = fc.record({
  // Whether everybody has acknowledged and a patch is out before the history begins, and the first date is agreed: else it would seldom come so far.
  ready: fc.constantFrom(...beginnings),
  policy: fc.oneof({ weight: 3, arbitrary: fc.constant<PolicyKey>('oci') }, { weight: 2, arbitrary: fc.constantFrom(...policyKeys) }),
  rules: fc.record({
    silence: fc.constantFrom(...silences),
    strict: fc.boolean(),
    earlierCoordinators: fc.constantFrom(1, 2, 2),
    // As many as nine there are not.
    exceptionCoordinators: fc.constantFrom(9, 9, 1, 2),
    extension: fc.constantFrom<Policy['extension'][]>(
      { type: 'distributors', moreThanShare: 0.5 },
      { type: 'coordinators', count: 2 },
      null,
    ),
  }),
  steps: fc.array(someSteps, { minLength: 10, maxLength: 100, size: 'max' }).map((steps) => steps.flat()),
});
type Rules = Pick<Policy, 'silence' | 'strict' | 'earlierCoordinators' | 'exceptionCoordinators' | 'extension'>;
export type History = {
  readonly ready: (typeof beginnings)[number];
  readonly policy: PolicyKey;
  readonly rules: Rules;
  readonly steps: readonly Step[];
};

/** The other embargo of the list, which all who are told have acknowledged. */
const sibling = embargoOf({ id: 'e2' as EmbargoId, codename: 'brisk-wren', consents: signedBy(...everybody) });

function opened({ policy, rules }: History): World {
  const plain = listOf({ policy, members: everybody, distributors: [nova, seven] });
  const list = { ...plain, policy: { ...plain.policy, rules: { ...plain.policy.rules, ...rules } } };
  // Some policies are shorter than others.
  const decisions = [9, 3].map((days) => {
    const date = { at: start + days * dayMs + 5 * hourMs, zone: 'UTC', anyway: true };
    return create(
      { id: 'e1' as EmbargoId, codename: 'calm-otter', about, date, audience: null },
      { now: start, by: ada, list, daysOff: {} },
    );
  });
  const facts = decisions.flatMap((decision) => (isRefused(decision) ? [] : [decision]))[0];
  if (facts === undefined) throw new Error(`no date is good for ${policy}`);
  const record = facts.map((fact) => ({ fact, at: start, by: ada.person }));
  return { list, embargo: replayed(record), now: start, record };
}

export function replayed(record: readonly Happened<EmbargoFact>[]): Embargo {
  const embargo = record.reduce<Embargo | null>(evolve, null);
  if (embargo === null) throw new Error('an empty record');
  return embargo;
}

function written(world: World, facts: readonly EmbargoFact[], by: Happened<EmbargoFact>['by']): World {
  const happened = facts.map((fact) => ({ fact, at: world.now, by }));
  return { ...world, embargo: happened.reduce(evolve, world.embargo), record: [...world.record, ...happened] };
}

export const ticked = (world: World): World => written(world, remind(world.embargo, world.list, world.now), 'clock');

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
  if (step.do === 'leave' && memberOf(list, who.person) === null) return list;
  return evolveList(list, whatHappens(step, now), now);
}

function whatHappens(step: Extract<Step, { who: Member }>, now: Instant): ListFact {
  const { who } = step;
  switch (step.do) {
    case 'add':
      return { type: 'person-added', member: who };
    case 'remove':
      return { type: 'person-removed', person: who.person };
    case 'demote':
      return { type: 'person-added', member: { ...who, role: 'reviewer', distributor: nova.id } };
    case 'leave':
      return { type: 'away-set', person: who.person, until: now + step.ms, standIn: null };
    default:
      return step satisfies never;
  }
}

/** What somebody is allowed to say, and what it makes happen; null where it is refused. */
export function spoken({ embargo, list, now }: World, by: Member, command: EmbargoCommand): readonly EmbargoFact[] | null {
  const context: Context = { now, by: memberOf(list, by.person) ?? by, list, daysOff: {}, other: sibling };
  const named = command.type === 'disclose' && command.despite === despite;
  const decision = decide(embargo, named ? { ...command, despite: findingsSeen(embargo) } : command, context);
  return isRefused(decision) ? null : decision;
}

/** The world after somebody said something that they may say; the same where they may not. */
export function saying(world: World, by: Member, command: EmbargoCommand): World {
  const facts = spoken(world, by, command);
  return facts === null ? world : written(world, facts, by.person);
}

export function taken(world: World, step: Step): World {
  switch (step.do) {
    case 'wait':
      return step.served ? served(world, world.now + step.ms) : { ...world, now: world.now + step.ms };
    case 'rules':
      return written(world, [{ type: 'rules-changed', version: 2, terms: step.terms, outside: false }], 'clock');
    case 'say':
      return saying(world, step.by, step.command);
    default:
      return { ...world, list: changed(world, step) };
  }
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
const agreements = [bob, carol].map(
  (by): Step => ({ do: 'say', by, command: { type: 'answer-date', number: 1, verdict: 'accept', reason: null } }),
);

const prepared = { opened: [], read: preparations, agreed: [...preparations, ...agreements] } as const;

export function moments(history: History): Moment[] {
  const { ready, steps } = history;
  let before = prepared[ready].reduce(taken, opened(history));
  return steps.map((step) => {
    const after = taken(before, step);
    const moment = { before, after, facts: after.record.slice(before.record.length), step };
    before = after;
    return moment;
  });
}
