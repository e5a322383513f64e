import { describe, expect, test } from 'vitest';
import { retrospectiveMarkdown } from '../../../../src/chat/embargo/end/retrospective.ts';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { decide } from '../../../../src/domain/embargo/decide.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { purged } from '../../../../src/domain/embargo/end/purge.ts';
import { actionTargets, isOpenToLookBack } from '../../../../src/domain/embargo/end/retrospective.ts';
import { evolve } from '../../../../src/domain/embargo/evolve.ts';
import { todosOf } from '../../../../src/domain/embargo/todos.ts';
import type { List, Member } from '../../../../src/domain/list/list.ts';
import { isRefused, refuse } from '../../../../src/domain/values/refusal.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  context,
  date,
  dave,
  embargo,
  grace,
  leakCase,
  list,
  listOf,
  member,
} from '../../../setup/embargo.ts';
import { linesOf } from '../../../setup/said.ts';

const now = date + dayMs;
const two = listOf({ members: [ada, grace, bob, carol] });
const ended = agreedEmbargo({ ended: { reason: 'disclosed', at: date, by: [ada.person, bob.person], because: null } });
const leaked = leakCase({
  openedAt: date,
  reports: [{ where: 'https://forum.example.org/t/1', what: 'the title', at: date, by: bob.person }],
});
const said = (by: Member, command: EmbargoCommand, from: Embargo, on: List = list) => decide(from, command, context(by, { list: on, now }));
const heard = (from: Embargo, ...orders: readonly (readonly [Member, EmbargoCommand])[]) =>
  orders.reduce((before, [by, command]) => {
    const facts = said(by, command, before, two);
    if (isRefused(facts)) throw new Error(facts.reason.code);
    return facts.reduce<Embargo>((each, fact) => evolve(each, { fact, at: now, by: by.person }), before);
  }, from);
const answer = (words: Partial<Extract<EmbargoCommand, { type: 'answer-retrospective' }>>): EmbargoCommand => ({
  ...{ type: 'answer-retrospective', well: null, badly: null, luck: null, quoted: null },
  ...words,
});
const action = (owner: Member | null, due = now + dayMs): EmbargoCommand => ({
  ...{ type: 'add-action', owner: owner?.person ?? null, due, text: 'mirror the fork' },
});
const done = (number: number): EmbargoCommand => ({ type: 'end-action', number, done: true, note: null });
const none: EmbargoCommand = { type: 'close-link', clock: 'retrospective', id: null, distributor: null, because: 'nothing to learn' };
const codeOf = (decision: ReturnType<typeof said>) =>
  isRefused(decision) ? decision.reason.code : decision.map(({ type }) => type).join();

describe('a retrospective', () => {
  test.each([
    ['runs', embargo(), false],
    ['runs, and a leak was reported', embargo({ leaks: [leaked] }), true],
    ['was disclosed', ended, true],
    ['was withdrawn', embargo({ ended: { reason: 'withdrawn', at: date, by: [ada.person], because: 'x' } }), false],
    [
      'was withdrawn after a leak',
      embargo({ leaks: [leaked], ended: { reason: 'withdrawn', at: date, by: [ada.person], because: 'x' } }),
      true,
    ],
  ])('of an embargo that %s', (_, of, open) => {
    expect(isOpenToLookBack(of)).toBe(open);
    expect(codeOf(said(bob, answer({ well: 'x' }), of))).toBe(open ? 'retrospective-answered' : 'no-retrospective');
  });

  test('takes nobody for an answer who said nothing, and keeps what they do not mention again', () => {
    expect(codeOf(said(bob, answer({}), ended))).toBe('nothing-said');
    const twice = heard(ended, [bob, answer({ well: 'fast', quoted: 'named' })], [bob, answer({ luck: 'no exploit' })]);
    expect(twice.retrospective?.said[bob.person]).toEqual({ well: 'fast', badly: null, luck: 'no exploit', quoted: 'named', at: now });
  });

  test('gives an action to who knows of it, until an instant that is to come', () => {
    expect(codeOf(said(ada, action(dave), ended))).toBe('owner-not-in');
    expect(codeOf(said(ada, action(bob, now), ended))).toBe('due-is-past');
    // From outside of the list nobody sees what was said of it.
    const eve = member('eve', 'outsider');
    const told = { ...ended, consents: { ...ended.consents, [eve.person]: { state: 'signed', at: date, seen: 1 } as const } };
    const on = listOf({ members: [ada, grace, bob, eve] });
    const step: EmbargoCommand = { type: 'add-leak-step', leak: 1, owner: eve.person, due: null, text: 'x' };
    expect(codeOf(said(ada, action(eve), told, on))).toBe('owner-outside');
    expect(codeOf(said(ada, step, { ...told, leaks: [leaked] }, on))).toBe('owner-outside');
    expect(codeOf(said(ada, action(bob, now + 1), ended))).toBe('action-added');
    const full = heard(ended, ...Array.from({ length: 50 }, () => [ada, action(bob)] as const));
    expect(codeOf(said(ada, action(bob), full))).toBe('too-many-actions');
  });

  test('asks its owner for it, and coordinators once the owner has left', () => {
    const one = heard(ended, [ada, action(bob)]);
    const owing = (person: Member, on: List) => todosOf(one, on, person.person, now).filter(({ type }) => type === 'action');
    expect([owing(bob, two), owing(ada, two)].map(({ length }) => length)).toEqual([1, 0]);
    const without = listOf({ members: [ada, grace, carol] });
    expect([owing(bob, without), owing(ada, without), owing(grace, without)].map(({ length }) => length)).toEqual([0, 1, 1]);
    expect(actionTargets(one)).toEqual({ 'action:1': now + dayMs });
    expect(actionTargets(heard(one, [bob, done(1)]))).toEqual({});
  });

  test('lets its owner end it, who added it, or a coordinator; once', () => {
    const one = heard(ended, [bob, action(carol)]);
    expect([ada, bob, carol].map((by) => codeOf(said(by, done(1), one)))).toEqual(['action-ended', 'action-ended', 'action-ended']);
    const others = heard(ended, [ada, action(ada)]);
    expect(said(bob, done(1), others)).toEqual(refuse({ code: 'action-of-another', number: 1, owner: 'ada' }));
    expect(codeOf(said(ada, done(2), one))).toBe('unknown-action');
    expect(codeOf(said(ada, done(1), heard(one, [ada, done(1)])))).toBe('action-ended-already');
  });

  test('is declined by two coordinators, by the only one, and never after a leak', () => {
    expect(codeOf(said(ada, none, ended, two))).toBe('decline-asked');
    const once = heard(ended, [ada, none]);
    expect(codeOf(said(ada, none, once, two))).toBe('declined-once');
    expect(codeOf(said(grace, none, once, two))).toBe('published');
    expect(codeOf(said(ada, none, ended, listOf({ members: [ada, bob] })))).toBe('published');
    expect(codeOf(said(grace, none, { ...once, leaks: [leaked] }, two))).toBe('retrospective-owed');
  });

  test('is kept here once somebody has said something', () => {
    const here: EmbargoCommand = { type: 'publish', clock: 'retrospective', link: 'here' };
    expect(codeOf(said(ada, here, ended))).toBe('nothing-to-keep');
    expect(codeOf(said(ada, here, heard(ended, [bob, answer({ well: 'x' })])))).toBe('published');
    expect(codeOf(said(ada, { ...here, clock: 'post' }, heard(ended, [bob, answer({ well: 'x' })])))).toBe('needs-link');
  });

  test('names in public only who agreed, and quotes nobody else', () => {
    const spoken = heard(
      { ...ended, leaks: [leaked] },
      [bob, answer({ well: 'quick answers', quoted: 'named' })],
      [carol, answer({ badly: 'a late patch', quoted: 'unnamed' })],
      [grace, answer({ luck: 'nobody looked' })],
      [ada, action(carol)],
      [carol, done(1)],
    );
    const text = linesOf(retrospectiveMarkdown({ embargo: spoken, list: two, now }, [], 'public')).join('\n');
    expect(text).toContain('quick answers (bob)');
    expect(text).toContain('a late patch`');
    for (const secret of ['nobody looked', 'carol', 'grace', 'ada', 'forum.example.org', spoken.codename])
      expect(text).not.toContain(secret);
    const running = { ...spoken, ended: null };
    expect(linesOf(retrospectiveMarkdown({ embargo: running, list: two, now }, [], 'public')).join()).not.toContain('quick answers');
  });

  test('keeps no words once its time is over', () => {
    const spoken = heard(ended, [bob, answer({ well: 'quick answers' })], [ada, action(bob)], [bob, done(1)]);
    expect(JSON.stringify(purged(spoken, now))).not.toMatch(/quick answers|mirror the fork/);
    expect(codeOf(said(bob, answer({ well: 'x' }), purged(spoken, now)))).toBe('embargo-purged');
  });
});
