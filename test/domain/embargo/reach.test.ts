// Wherever an embargo has come: its date moves by an agreement alone, nobody is asked for what they are refused, and two who are willing bring it to its end.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cveIdsOf } from '../../../src/domain/embargo/about/about.ts';
import type { EmbargoCommand } from '../../../src/domain/embargo/commands.ts';
import { consentOf, memberOf } from '../../../src/domain/embargo/consent.ts';
import { tally } from '../../../src/domain/embargo/date/voting.ts';
import { decide } from '../../../src/domain/embargo/decide.ts';
import { agreedDate, answersDue, type Embargo, openProposals, type Proposal } from '../../../src/domain/embargo/embargo.ts';
import { findingsSeen } from '../../../src/domain/embargo/findings.ts';
import { linesOf } from '../../../src/domain/embargo/patches.ts';
import { type Todo, todosOf } from '../../../src/domain/embargo/todos.ts';
import { isOneEntity } from '../../../src/domain/list/distributor.ts';
import { coordinatorsOf, distributorOf, type List, type Member, membersOf } from '../../../src/domain/list/list.ts';
import type { Quorum } from '../../../src/domain/policy/policy.ts';
import { isRefused } from '../../../src/domain/values/refusal.ts';
import { dayMs, type Instant, minuteMs } from '../../../src/domain/values/time.ts';
import { samples } from '../../setup/commands.ts';
import { type Moment, moments, saying, someHistory, spoken, type World } from '../../setup/histories.ts';

/** Who has to agree on a date, by the list's rules. */
function quorumOf({ embargo, list }: World, date: Proposal): Quorum {
  const { quorum, extension, earlierCoordinators } = list.policy.rules;
  const inForce = agreedDate(embargo);
  const shortens = inForce === null ? Object.keys(embargo.publicState).length > 0 : date.at < inForce.at;
  if (!shortens) return date.extension === true ? (extension ?? quorum) : quorum;
  return {
    type: 'coordinators',
    count: quorum.type === 'coordinators' ? Math.min(quorum.count, earlierCoordinators) : earlierCoordinators,
  };
}

function agreedRightly({ before, after, facts, step }: Moment): void {
  const date = agreedDate(after.embargo);
  const agreements = facts.flatMap(({ fact }) => (fact.type === 'date-agreed' ? [fact.number] : []));
  const reopened = facts.some(({ fact }) => fact.type === 'embargo-reopened');
  if (agreements.length === 0) {
    expect(date?.number).toBe(reopened ? undefined : agreedDate(before.embargo)?.number);
    return;
  }
  if (step.do !== 'say' || date === null) throw new Error('a date is agreed by what somebody says');
  expect(agreements).toEqual([date.number]);
  const { command } = step;
  const was = before.embargo.proposals[date.number];
  // It was open, or has been asked for by the same word.
  expect(was === undefined ? command.type : was.state).toBe(was === undefined ? 'propose-date' : 'open');
  expect(date.at).toBeGreaterThan(after.now);
  expect(openProposals(after.embargo, after.now)).toEqual([]);
  const { list, embargo, now } = before;
  const { silence, earlierCoordinators } = list.policy.rules;
  const agreedBy = (quorum: Quorum) => tally(date, list, quorum);
  const late = was !== undefined && now >= answersDue(embargo, was, now);
  if (command.type === 'settle-date') {
    expect([silence, late]).toEqual(['lazy-consent', true]);
    expect(agreedBy(quorumOf(before, date)).rejected).toEqual([]);
  } else if (command.type === 'decide-date') {
    expect([silence === 'people', late]).toEqual([false, true]);
    const count = Math.min(earlierCoordinators, coordinatorsOf(list).length);
    expect(agreedBy({ type: 'coordinators', count }).verdict).toBe('agreed');
  } else expect(agreedBy(quorumOf(before, date)).verdict).toBe('agreed');
}

test('an agreed date changes by an agreement of those who decide on it, and by no late answer', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      for (const moment of moments(history)) {
        agreedRightly(moment);
        const { before, facts, step } = moment;
        if (step.do !== 'say' || step.command.type !== 'answer-date' || step.command.number === null) continue;
        const asked = before.embargo.proposals[step.command.number];
        if (asked === undefined || asked.state !== 'open' || asked.at <= before.now) expect(facts).toEqual([]);
      }
    }),
    { numRuns: 30 },
  );
});

const asked = (at: Instant, reason: string | null = null): EmbargoCommand => ({
  ...{ type: 'propose-date', date: { at, zone: 'UTC', anyway: true }, reason },
  ...(reason === null ? {} : { extension: true }),
});

/** A date in a few days, and what is offered instead where that is refused. */
function* askedOf(world: World, by: Member): Generator<EmbargoCommand> {
  const { embargo, list, now } = world;
  const days = now + 5 * dayMs;
  yield asked(days);
  const refusal = decide(embargo, asked(days), { now, by, list, daysOff: {} });
  const better = isRefused(refusal) && refusal.reason.code === 'date-problems' ? refusal.reason.better : [];
  yield* better.map((at) => asked(at));
}

/** What the buttons and the words of a todo say, what ends it soonest first. */
function* meant(todo: Todo, by: Member, world: World): Generator<EmbargoCommand> {
  const { now } = world;
  const number = 'proposal' in todo ? todo.proposal : null;
  switch (todo.type) {
    case 'acknowledge':
      return yield { type: 'acknowledge' };
    case 'answer':
      return yield { type: 'answer-date', number, verdict: 'accept', reason: null };
    case 'settle':
      yield { type: 'decide-date', number, verdict: 'accept' };
      yield { type: 'settle-date', number };
      return yield { type: 'wait-for-answers', number, until: now + dayMs };
    case 'propose':
      return yield* askedOf(world, by);
    case 'undated':
      yield { type: 'disclose', because: 'no date was agreed', despite: all(world) };
      return yield asked(now + 5 * dayMs, 'a regression');
    case 'keep-limit':
      yield { type: 'disclose', because: 'no date was agreed', despite: all(world) };
      yield* [todo.limit, now + dayMs, now + minuteMs].map((at) => asked(at));
      return yield* askedOf(world, by);
    case 'disclose':
      return yield { type: 'disclose', despite: all(world) };
    case 'decide':
    case 'answer-end':
      return yield { type: 'hold', reason: 'it goes on' };
    case 'answer-finding':
      return yield { type: 'take-on-finding', number: todo.finding, owner: null };
    case 'fix-finding':
      yield { type: 'fix-finding', number: todo.finding };
      yield { type: 'dismiss-finding', number: todo.finding, because: 'x' };
      // A coordinator in place of an owner who is not asked any more.
      return yield { type: 'take-on-finding', number: todo.finding, owner: null };
    case 'confirm-finding':
      return yield { type: 'confirm-finding', number: todo.finding };
    case 'duty':
      yield { type: 'take-duty', number: todo.number };
      return yield { type: 'finish-duty', number: todo.number, note: null };
    case 'patch':
      return yield samples['publish-patch'];
    case 'review':
      // Which branch it is built from is asked, and any that is named has a patch to test.
      if (todo.patch === null)
        return yield { type: 'start-review', release: todo.release, branch: linesOf(world.embargo)[0]?.branch ?? 'other' };
      return yield { type: 'start-review', release: todo.release };
    case 'answer-exception':
      return yield { type: 'answer-exception', number: todo.number, verdict: 'accept', reason: null };
    case 'action':
      return yield { type: 'end-action', number: todo.number, done: true, note: null };
    case 'class-leak':
      return yield { type: 'class-leak', leak: todo.leak, class: 'component', note: null };
    case 'leak-step':
      return yield { type: 'end-leak-step', number: todo.number, note: null };
    case 'close-leak':
      return yield { type: 'close-leak', leak: todo.leak, finding: 'x' };
    case 'close':
      yield* [null, ...cveIdsOf(world.embargo.about)].map((id) => closing(todo, id));
      return;
    case 'publish': {
      const published = { type: 'publish', clock: todo.clock, link: 'https://example.org/' } as const;
      yield published;
      return yield* cveIdsOf(world.embargo.about).map((id) => ({ ...published, id }));
    }
    default:
      return todo satisfies never;
  }
}

/** The open findings, as a button names them before it is disclosed in spite of them. */
const all = ({ embargo }: World): string => findingsSeen(embargo);

const closing = ({ clock, name }: Extract<Todo, { type: 'close' }>, id: string | null) =>
  ({ type: 'close-link', clock, id, distributor: name, because: 'it is not coming' }) as const;

/** The world once somebody did what a todo of theirs asks for; null where all of it is refused. */
function doing(world: World, by: Member, todo: Todo): World | null {
  for (const command of meant(todo, by, world)) if (spoken(world, by, command) !== null) return saying(world, by, command);
  return null;
}

test('nobody is asked for what they are refused', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      for (const { before, after } of moments(history)) {
        if (before.embargo === after.embargo && before.list === after.list && before.now === after.now) continue;
        for (const member of membersOf(after.list)) {
          // Whoever is refused because they have not read the terms can do that first, also after the end.
          const read = saying(after, member, { type: 'acknowledge' });
          const unread = todosOf(after.embargo, after.list, member.person, after.now).some(({ type }) => type === 'acknowledge');
          if (unread) expect(read.record.length).toBeGreaterThan(after.record.length);
          for (const todo of todosOf(read.embargo, read.list, member.person, read.now))
            expect(doing(read, member, todo), todo.type).not.toBeNull();
        }
      }
    }),
    { numRuns: 25 },
  );
});

/** Two who can finish together. */
type Pair = readonly [Member, Member];

/** Everybody's partners: one of two is a coordinator, or they speak for two legal entities. */
function pairsOf({ embargo, list }: World): Pair[] {
  const willing = membersOf(list).filter((member) => {
    const consent = consentOf(embargo, member);
    return member.role !== 'reviewer' && consent !== 'none' && consent !== 'declined';
  });
  return willing.flatMap((one, index) =>
    willing.slice(index + 1).flatMap((other): Pair[] => {
      const coordinated = one.role === 'coordinator' || other.role === 'coordinator';
      return coordinated || (differ(list, one, other) && isWoundUp(embargo, list)) ? [[one, other]] : [];
    }),
  );
}

function differ(list: List, one: Member, other: Member): boolean {
  const [own, its] = [one, other].map(({ distributor }) => (distributor === null ? undefined : distributorOf(list, distributor)));
  return own !== undefined && its !== undefined && !isOneEntity(own, its);
}

/**
 * Whether the clock of the list's policy runs. Where it counts from a fix that is not there yet, and no date is agreed, no time has begun that could be over:
 * only coordinators bring it on.
 */
function isWoundUp(embargo: Embargo, list: List): boolean {
  return agreedDate(embargo) !== null || list.policy.rules.clockFrom !== 'fix' || embargo.patches[1] !== undefined;
}

/** What is done towards the end, first things first. What keeps another list's limit is among it: a date, or the disclosure. */
const towards: readonly Todo['type'][] = ['acknowledge', 'disclose', 'undated', 'decide', 'answer-end', 'settle', 'answer', 'propose'];

/** What the two do at an instant: what one of their todos says, the first that changes anything; null: nothing. */
function moved(world: World, pair: Pair): World | null {
  for (const type of towards) {
    for (const { person } of pair) {
      const member = memberOf(world.list, person);
      const owed = member === null ? [] : todosOf(world.embargo, world.list, person, world.now).filter((todo) => todo.type === type);
      for (const todo of owed) {
        const after = member === null ? null : doing(world, member, todo);
        if (after !== null && after.record.length > world.record.length) return after;
      }
    }
  }
  return null;
}

const patienceMs = 120 * dayMs;

/** How often two have to do something until it has ended; null where they do not get there. */
function stepsToEnd(from: World, pair: Pair): number | null {
  let world = from;
  for (let steps = 0; steps < 300; steps += 1) {
    if (world.embargo.ended !== null) return steps;
    const after = moved(world, pair);
    if (after === null && world.now - from.now > patienceMs) return null;
    world = after ?? { ...world, now: nextInstant(world) };
  }
  return null;
}

/** When something may be different: the date, a deadline, or two days later. */
function nextInstant({ embargo, now }: World): Instant {
  const open = openProposals(embargo, now).flatMap((proposal) => [proposal.at, answersDue(embargo, proposal, now)]);
  const ahead = [agreedDate(embargo)?.at ?? 0, ...open].filter((at) => at > now);
  return Math.min(now + 2 * dayMs, ...ahead);
}

test('two who are willing bring every embargo to its end', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const world = moments(history).at(-1)?.after;
      if (world === undefined || world.embargo.ended !== null) return;
      for (const pair of pairsOf(world))
        expect(stepsToEnd(world, pair), pair.map(({ name, role }) => `${role} ${name}`).join(' and ')).not.toBeNull();
    }),
    { numRuns: 25 },
  );
});
