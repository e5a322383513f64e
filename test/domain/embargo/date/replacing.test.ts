// A proposer puts another date in place of their own, for as long as nobody else has answered it.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../../../src/domain/embargo/commands.ts';
import { replaceable } from '../../../../src/domain/embargo/date/replacing.ts';
import { openProposals } from '../../../../src/domain/embargo/embargo.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { dayMs } from '../../../../src/domain/values/time.ts';
import {
  ada,
  agreedEmbargo,
  bob,
  carol,
  date,
  embargo,
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

const propose = (when: number, replace?: number): EmbargoCommand => ({
  type: 'propose-date',
  date: { at: when, zone: 'UTC', anyway: true },
  reason: null,
  ...(replace === undefined ? {} : { replace }),
});
const accept = (number: number): EmbargoCommand => ({ type: 'answer-date', number, verdict: 'accept', reason: null });
const other = date + dayMs;
const own = embargo({ proposals: proposals(proposal(1, date, { by: bob.person, answers: { [nova.id]: yes(bob) } })) });

describe('a proposal that its author replaces', () => {
  test('is withdrawn by the order that proposes the other, with the same voice', () => {
    expect(says(bob, propose(other, 1), own)).toMatchObject([
      { type: 'date-withdrawn', number: 1 },
      { type: 'date-proposed', number: 2, at: other, replaces: 1 },
      { type: 'date-answered', number: 2, voter: nova.id, verdict: 'accept' },
    ]);
    const after = played(own, [[bob, propose(other, 1), start]]);
    expect(openProposals(after, start).map(({ number, replaces }) => [number, replaces])).toEqual([[2, 1]]);
    expect(after.proposals[1]?.state).toBe('withdrawn');
  });

  test('stays where the other date is refused, or is the same', () => {
    expect(says(bob, propose(start + 60 * dayMs, 1), own)).toMatchObject({ reason: { code: 'date-problems' } });
    expect(says(bob, propose(date, 1), own)).toEqual(refuse({ code: 'date-is-proposed-already', number: 1 }));
  });

  test('is not, once somebody else has answered it, whatever they said', () => {
    for (const answer of [yes(carol), no(carol, 'freeze')]) {
      const answered = embargo({
        proposals: proposals(proposal(1, date, { by: bob.person, answers: { [nova.id]: yes(bob), [seven.id]: answer } })),
      });
      expect(says(bob, propose(other, 1), answered)).toEqual(refuse({ code: 'answered-meanwhile', number: 1, by: carol.name }));
      expect(replaceable(answered, other, bob.person, start)).toBeNull();
    }
  });

  test('is nobody else’s, and open, and there', () => {
    expect(says(carol, propose(other, 1), own)).toEqual(refuse({ code: 'not-your-proposal', number: 1, by: bob.name }));
    expect(says(bob, propose(other, 7), own)).toEqual(refuse({ code: 'unknown-proposal', number: 7, first: 1 }));
    const withdrawn = played(own, [[bob, { type: 'withdraw-date', number: 1, reason: null }, start]]);
    expect(says(bob, propose(other, 1), withdrawn)).toEqual(refuse({ code: 'proposal-closed', number: 1, state: 'withdrawn' }));
    expect(says(bob, propose(other, 1), own, { now: date })).toMatchObject({ reason: { code: 'proposal-closed', state: 'lapsed' } });
  });

  test('is answered, and withdrawn, naming what took its place at last', () => {
    const once = played(own, [[bob, propose(other, 1), start]]);
    const twice = played(once, [[bob, propose(other + dayMs, 2), start]]);
    const closed = (replacedBy: object) => ({ reason: { code: 'proposal-closed', number: 1, replacedBy } });
    for (const said of [accept(1), { type: 'withdraw-date', number: 1, reason: null } as const, propose(other + 2 * dayMs, 1)]) {
      expect(says(bob, said, once)).toMatchObject(closed({ number: 2, at: other, open: true }));
      expect(says(bob, said, twice)).toMatchObject(closed({ number: 3, at: other + dayMs, open: true }));
    }
    const none = played(once, [[bob, { type: 'withdraw-date', number: 2, reason: null }, start]]);
    expect(says(carol, accept(1), none)).toMatchObject(closed({ number: 2, open: false }));
  });
});

describe('what could be replaced', () => {
  test('is the latest open proposal of the same person at another date', () => {
    const two = played(own, [[bob, propose(other), start]]);
    const found = (by = bob.person, at = other + dayMs, now = start) => replaceable(two, at, by, now)?.number ?? null;
    expect([found(), found(bob.person, other), found(carol.person), found(ada.person)]).toEqual([2, 1, null, null]);
    expect([found(bob.person, other + dayMs, other - 1), found(bob.person, other + dayMs, other)]).toEqual([2, null]);
  });

  test('is decided by the same people: an emergency takes the place of no revision', () => {
    const revising = played(agreedEmbargo(), [[bob, propose(other), start]]);
    expect(replaceable(revising, other + dayMs, bob.person, start)?.number).toBe(2);
    expect(replaceable(revising, date - dayMs, bob.person, start)).toBeNull();
  });
});
