// What `help` alone shows: what is next for this person now, in twelve lines at most.
import { describe, expect, test } from 'vitest';
import { helpNowNodes, type Moment } from '../../src/chat/help-now.ts';
import { parse } from '../../src/chat/parse.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import type { Member } from '../../src/domain/list/list.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  date,
  embargo,
  list,
  listOf,
  mallory,
  patch,
  patches,
  proposal,
  proposals,
  signedBy,
  start,
} from '../setup/embargo.ts';
import { codesOf, linesOf } from '../setup/said.ts';

const to = (who: Member, wish: Partial<Moment> = {}) =>
  helpNowNodes({ person: who.person, lists: [list], views: [], admin: false, now: start, ...wish });
const on = (who: Member, ...embargoes: readonly Embargo[]) =>
  to(who, { views: embargoes.map((each) => ({ embargo: each, list, now: start })) });
const unsigned = embargo({ proposals: proposals(proposal(1, date)), consents: {} });
const asked = embargo({ proposals: proposals(proposal(1, date)), consents: signedBy(bob) });
const commandsIn = (nodes: ReturnType<typeof to>) => linesOf(nodes).flatMap((line) => /^- `([^`]+)`: [A-Z]/.exec(line)?.[1] ?? []);

describe('help alone', () => {
  test('shows first what waits on this person, with the words that do it', () => {
    expect(linesOf(on(bob, unsigned))[1]).toBe(
      '- `calm-otter`: acknowledge the terms, respond by Tue, Mar 3, 09:00 UTC, in 1 day: `terms calm-otter`',
    );
    const lines = linesOf(on(bob, asked));
    expect(lines[0]).toBe('What you can do now');
    expect(lines[1]).toMatch(/^- `calm-otter`: answer .*: `date accept calm-otter 1` or `date reject calm-otter number=1`$/);
  });

  test('says who owes nothing that it is so, and then what fits their role', () => {
    expect(linesOf(to(ada))[1]).toBe("You're all caught up.");
    expect(commandsIn(to(ada)).slice(0, 2)).toEqual(['people add', 'create']);
    expect(commandsIn(to(bob))).not.toContain('create');
    expect(commandsIn(to(ada, { lists: [listOf({ distributors: [] })] }))[0]).toBe('org add');
  });

  test('shows what fits the moment of the embargo that runs', () => {
    expect(commandsIn(on(ada, agreedEmbargo()))).toContain('patch publish calm-otter');
    expect(commandsIn(on(ada, agreedEmbargo({ patches: patches(patch(1)) })))).not.toContain('patch publish calm-otter');
  });

  test('shows who is on no list how to get on one, and who runs the bot how to begin', () => {
    expect(commandsIn(to(mallory, { lists: [] }))).toEqual(['apply', 'apply status', 'account link', 'report leak']);
    expect(commandsIn(to(mallory, { lists: [], admin: true }))[0]).toBe('room adopt');
  });

  const many = Array.from({ length: 9 }, (_, index) => embargo({ codename: `calm-otter${'s'.repeat(index)}`, consents: {} }));
  test.each([
    ['nothing', [...on(bob)]],
    ['one', [...on(ada, agreedEmbargo())]],
    ['many', [...on(bob, ...many)]],
    ['no list', [...to(mallory, { lists: [], admin: true })]],
  ])('has twelve lines at most, each command of which is understood: %s', (_, nodes) => {
    expect(linesOf(nodes).length).toBeLessThanOrEqual(12);
    expect(linesOf(nodes).some((line) => line.includes('`report leak`'))).toBe(true);
    expect(linesOf(nodes).at(-1)).toContain('`help all`');
    const typed = codesOf(nodes).filter((text) => text.includes(' '));
    expect(typed.length).toBeGreaterThan(3);
    const means = (text: string) =>
      parse(text, { now: start, zone: null, codenames: ['calm-otter', ...many.map(({ codename }) => codename)] }).type;
    expect(typed.filter((text) => !['intent', 'ask'].includes(means(text)))).toEqual([]);
  });

  test('names how many more wait, and where they are', () => expect(linesOf(on(bob, ...many))[1]).toBe('5 more: `todo`.'));
});
