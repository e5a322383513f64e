// A server that could speak in somebody's name ends, discloses, extends and adds nobody by itself: what is risky waits for a second press.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { decide } from '../../src/domain/embargo/decide.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import { decideList } from '../../src/domain/list/decide.ts';
import type { List, Member } from '../../src/domain/list/list.ts';
import { forgeable, mayConfirm, riskToEmbargo, riskToList } from '../../src/domain/second-approval.ts';
import { isRefused } from '../../src/domain/values/refusal.ts';
import { dayMs } from '../../src/domain/values/time.ts';
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
  list,
  listOf,
  member,
  nova,
  personNamed,
  proposal,
  proposals,
  room,
  roomNamed,
  speaking,
  start,
  yes,
} from '../setup/embargo.ts';

const coordinated = listOf({ policy: 'linux-distros' });
const later = { at: date - 2 * dayMs, zone: 'UTC', anyway: true };
const early = { at: date - 5 * dayMs, zone: 'UTC', anyway: true };
/** Agreed on by ada alone, and earlier than what is asked for later. */
const soon = agreedEmbargo({
  proposals: proposals(proposal(1, date - 3 * dayMs, { state: 'agreed', answers: { [ada.person]: yes(ada) } })),
});

function risk(by: Member, command: EmbargoCommand, before: Embargo, on: List = list, now = start) {
  const known = context(by, { list: on, now });
  const facts = decide(before, command, known);
  return isRefused(facts) ? facts.reason.code : riskToEmbargo(before, facts, known);
}

test('only a homeserver could speak in the name of the people on it', () => {
  expect(forgeable).toEqual({ matrix: true, slack: false, terminal: false });
});

describe('what is risky about an order to an embargo', () => {
  test('ending it is; saying that it goes on, or that it is public, is not', () => {
    const reported = embargo({ publicState: { public: { at: start, by: bob.person, how: 'a post' } } });
    expect(risk(ada, { type: 'end', reason: 'public', because: null }, reported)).toBe('ending');
    expect(risk(ada, { type: 'end', reason: 'withdrawn', because: 'a mistake' }, embargo())).toBe('ending');
    expect(risk(ada, { type: 'end', reason: 'withdrawn', because: null }, embargo())).toBe('needs-because');
    expect(risk(ada, { type: 'hold', reason: 'another bug' }, reported)).toBe(null);
    expect(risk(ada, { type: 'report-public-state', what: 'public', how: 'a post' }, embargo())).toBe(null);
  });

  test('disclosing is not: two people do it, and the second of them is the second press', () => {
    const pressed = agreedEmbargo({ disclosing: { by: bob.person, at: date } });
    expect(risk(ada, { type: 'disclose' }, agreedEmbargo(), list, date)).toBe(null);
    expect(risk(ada, { type: 'disclose' }, pressed, list, date)).toBe(null);
    expect(risk(ada, { type: 'disclose' }, pressed, list, date - 1)).toBe('too-early');
  });

  test('a later date is, where one person agrees on it alone; an earlier one and a first one are not', () => {
    expect(risk(ada, { type: 'propose-date', date: later, reason: null }, soon, coordinated)).toBe('extending');
    expect(risk(ada, { type: 'propose-date', date: early, reason: null }, soon, coordinated)).toBe(null);
    expect(risk(ada, { type: 'propose-date', date: later, reason: null }, embargo({ proposals: {} }), coordinated)).toBe(null);
    expect(risk(ada, { type: 'answer-date', number: null, verdict: 'accept', reason: null }, asked(ada), coordinated)).toBe('extending');
    expect(risk(ada, { type: 'answer-date', number: null, verdict: 'reject', reason: null }, asked(ada), coordinated)).toBe(null);
    expect(risk(ada, { type: 'answer-date', number: null, verdict: 'accept', reason: null }, asked(grace), coordinated)).toBe(null);
  });

  test('a later date is not, where several agree, nor where it is only asked for', () => {
    expect(risk(bob, { type: 'propose-date', date: later, reason: null }, soon)).toBe(null);
    const half = asked(bob, { [nova.id]: yes(bob) });
    expect(risk(carol, { type: 'answer-date', number: 2, verdict: 'accept', reason: null }, half)).toBe(null);
    // The other distributor has left: what bob says is all that there is.
    const alone = listOf({ distributors: [nova], members: [ada, bob] });
    expect(risk(bob, { type: 'answer-date', number: 2, verdict: 'accept', reason: null }, asked(bob), alone)).toBe('extending');
  });

  test('letting somebody in is; giving out a patch, or one’s own yes to the terms, is not', () => {
    expect(risk(bob, { type: 'admit', person: dave.person }, embargo())).toBe('adding');
    expect(risk(bob, { type: 'admit', person: carol.person }, embargo())).toBe('other-distributor');
    expect(risk(bob, { type: 'decline' }, embargo())).toBe(null);
    expect(
      risk(dave, { type: 'acknowledge' }, embargo({ consents: { [dave.person]: { state: 'invited', at: start, by: bob.person } } })),
    ).toBe(null);
  });
});

/** A later date that `by` asked for. */
function asked(by: Member, answers = {}): Embargo {
  return { ...soon, proposals: { ...soon.proposals, 2: proposal(2, later.at, { by: by.person, answers }) } };
}

describe('what is risky about an order to a list', () => {
  const fit = { name: '#more', faults: [] };
  const adopting = {
    type: 'adopt-room',
    list: list.id,
    name: 'oci',
    policy: 'oci',
    room: roomNamed('more'),
    audit: fit,
    teams: [],
  } as const;
  const adding = (name: string, role: Member['role'], distributor: string | null = null) =>
    ({ type: 'add-person', person: personNamed(name), name, role, distributor }) as const;
  const riskOf = (command: Parameters<typeof decideList>[1], running = true, before: List | null = list) => {
    const facts = decideList(before, command, speaking(ada, { admin: true }));
    return isRefused(facts) ? facts.reason.code : riskToList(before, facts, running);
  };

  test('adding somebody new is, in whatever role, while an embargo runs and not before', () => {
    expect(riskOf(adding('mallory', 'coordinator'))).toBe('adding');
    expect(riskOf(adding('mallory', 'reviewer', 'nova'))).toBe('adding');
    expect(riskOf(adding('mallory', 'coordinator'), false)).toBe(null);
  });

  test('giving somebody more to know is; another name, or less, is not', () => {
    expect(riskOf(adding('dave', 'representative', 'nova'))).toBe('adding');
    expect(riskOf(adding('bob', 'coordinator'))).toBe('adding');
    expect(riskOf(adding('bob', 'representative', 'seven'))).toBe('adding');
    expect(riskOf(adding('bob', 'reviewer', 'nova'))).toBe(null);
    expect(riskOf(adding('dave', 'reviewer', 'seven'))).toBe(null);
    expect(riskOf({ ...adding('bob', 'representative', 'nova'), name: 'Robert' })).toBe(null);
  });

  test('taking away a coordinator is, who could have been asked; taking away others is not', () => {
    expect(riskOf({ type: 'remove-person', person: grace.person })).toBe('removing');
    expect(riskOf(adding('grace', 'representative', 'nova'))).toBe('removing');
    expect(riskOf({ type: 'remove-person', person: bob.person })).toBe(null);
  });

  test('a further room, or a far organisation in one, is; founding, leaving and distrusting are not', () => {
    expect(riskOf(adopting)).toBe('adding');
    expect(riskOf(adopting, true, null)).toBe(null);
    expect(riskOf(adopting, false)).toBe(null);
    expect(riskOf({ type: 'trust-team', room, team: 'T0FAR' })).toBe('adding');
    expect(riskOf({ type: 'leave-room', room })).toBe(null);
    expect(riskOf({ type: 'set-releases', distributor: 'nova', releases: ['25'] })).toBe(null);
    expect(riskOf({ type: 'choose-zone', zone: 'Europe/Berlin' })).toBe(null);
  });
});

describe('who may confirm an order', () => {
  const everybody = [ada, grace, bob, dave, carol];
  const confirming = (command: EmbargoCommand, of: Embargo = embargo()) =>
    everybody.flatMap((each) => {
      const may = mayConfirm({ to: 'embargo', embargo: of, command }, list, each);
      return may === 'no' ? [] : [may === 'yes' ? each.name : `${each.name} ${may}`];
    });

  test('is who may give it, and has not declined to hear of it', () => {
    const end = { type: 'end', reason: 'public', because: null } as const;
    expect(confirming(end)).toEqual(['ada', 'grace']);
    expect(confirming(end, embargo({ consents: {} }))).toEqual(['ada', 'grace']);
    expect(confirming(end, embargo({ consents: { [grace.person]: { state: 'declined', at: start } } }))).toEqual(['ada']);
    expect(confirming({ type: 'disclose' })).toEqual(['ada', 'grace', 'bob', 'carol']);
    expect(confirming({ type: 'admit', person: dave.person })).toEqual(['ada', 'grace', 'bob']);
  });

  test('is also who has first to acknowledge what is in force now', () => {
    const lapsed = { ...agreedEmbargo(), agreed: { proposal: 1, revisions: 1 } };
    const must = ['ada must-sign', 'grace must-sign', 'bob must-sign', 'carol must-sign'];
    expect(confirming({ type: 'disclose' }, lapsed)).toEqual(must);
    expect(confirming({ type: 'disclose' }, embargo({ consents: {} }))).toEqual(must);
  });

  test('is on a list who may give it', () => {
    expect(everybody.filter((each) => mayConfirm({ to: 'list', type: 'add-person' }, list, each) === 'yes')).toEqual([ada, grace]);
    expect(mayConfirm({ to: 'list', type: 'add-person' }, list, member('mallory', 'coordinator'))).toBe('no');
  });
});
