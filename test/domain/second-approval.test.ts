// A server that could speak in somebody's name ends, moves, changes and adds nothing by itself: what is risky waits for a second person.
import { describe, expect, test } from 'vitest';
import type { EmbargoCommand } from '../../src/domain/embargo/commands.ts';
import { create, decide } from '../../src/domain/embargo/decide.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import { riskToEmbargo } from '../../src/domain/embargo-risks.ts';
import { decideList } from '../../src/domain/list/decide.ts';
import type { List, Member } from '../../src/domain/list/list.ts';
import type { ProfileChanges } from '../../src/domain/list/membership/membership.ts';
import { riskAhead, riskToList } from '../../src/domain/list-risks.ts';
import { forgeable, type ListOrder, mayConfirm } from '../../src/domain/second-approval.ts';
import { isRefused } from '../../src/domain/values/refusal.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { samples } from '../setup/commands.ts';
import {
  about,
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
  sha,
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

function risk(by: Member, command: EmbargoCommand, before: Embargo, on: List = list, now = start, hand?: readonly Member[]) {
  const known = context(by, { list: on, now });
  const facts = decide(before, command, known);
  return isRefused(facts) ? facts.reason.code : riskToEmbargo(before, facts, known, hand && new Set(hand.map(({ person }) => person)));
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

  test('disclosing is not: two people do it, and the second of them is the second approval', () => {
    const pressed = agreedEmbargo({ disclosing: { by: bob.person, at: date } });
    expect(risk(ada, { type: 'disclose' }, agreedEmbargo(), list, date)).toBe(null);
    expect(risk(ada, { type: 'disclose' }, pressed, list, date)).toBe(null);
    expect(risk(ada, { type: 'disclose' }, pressed, list, date - 1)).toBe('too-early');
  });

  test('another date is, later or earlier, where one person agrees on it alone; a first one is not', () => {
    expect(risk(ada, { type: 'propose-date', date: later, reason: null }, soon, coordinated)).toBe('moving');
    expect(risk(ada, { type: 'propose-date', date: early, reason: null }, soon, coordinated)).toBe('moving');
    expect(risk(ada, { type: 'propose-date', date: later, reason: null }, embargo({ proposals: {} }), coordinated)).toBe(null);
    expect(risk(ada, { type: 'answer-date', number: null, verdict: 'accept', reason: null }, asked(ada), coordinated)).toBe('moving');
    expect(risk(ada, { type: 'answer-date', number: null, verdict: 'reject', reason: null }, asked(ada), coordinated)).toBe(null);
    expect(risk(ada, { type: 'answer-date', number: null, verdict: 'accept', reason: null }, asked(grace), coordinated)).toBe(null);
  });

  test('another date is not, where several agree, nor where it is only asked for', () => {
    expect(risk(bob, { type: 'propose-date', date: later, reason: null }, soon)).toBe(null);
    const half = asked(bob, { [nova.id]: yes(bob) });
    expect(risk(carol, { type: 'answer-date', number: 2, verdict: 'accept', reason: null }, half)).toBe(null);
    // The other distributor has left: what bob says is all that there is.
    const alone = listOf({ distributors: [nova], members: [ada, bob] });
    expect(risk(bob, { type: 'answer-date', number: 2, verdict: 'accept', reason: null }, asked(bob), alone)).toBe('moving');
  });

  test('another date is, where all who agree count as one, and where who asked for it is on the list no more', () => {
    const heidi = member('heidi', 'coordinator');
    const answer = { type: 'answer-date', number: 2, verdict: 'accept', reason: null } as const;
    const byGrace = (hand: readonly Member[], on = coordinated) => risk(ada, answer, asked(grace), on, start, hand);
    expect(byGrace([ada])).toBe(null);
    expect(byGrace([ada, heidi])).toBe(null);
    expect(byGrace([ada, grace])).toBe('moving');
    const without = listOf({ policy: 'linux-distros', members: [ada, bob, carol] });
    expect(byGrace([ada], without)).toBe('moving');
    const again = listOf({ policy: 'linux-distros', members: [ada, bob, carol, { ...grace, since: start + 1 }] });
    expect(byGrace([ada], again)).toBe('moving');
  });

  test('changing what everybody works with is: what is known, a patch, further rules', () => {
    expect(risk(ada, samples.amend, embargo())).toBe('changing');
    const files = [{ name: 'a', sha256: sha('a') }];
    expect(risk(ada, { type: 'publish-patch', label: 'v1', url: 'https://example.org', files, branches: [] }, embargo())).toBe('changing');
    expect(risk(ada, { type: 'bind-policy', policy: 'linux-distros', since: start }, embargo())).toBe('changing');
  });

  test('opening one is not, with a date that one coordinator agrees on alone: it is a secret of their own', () => {
    const wanted = { id: embargo().id, codename: 'calm-otter', about, date: { ...later, anyway: true }, audience: null };
    const known = context(ada, { list: coordinated });
    const facts = create(wanted, known);
    expect(isRefused(facts) ? facts.reason.code : facts.map(({ type }) => type)).toEqual([
      'embargo-created',
      'terms-acknowledged',
      'date-proposed',
      'date-answered',
      'date-agreed',
    ]);
    expect(isRefused(facts) ? facts.reason.code : riskToEmbargo(null, facts, known)).toBe(null);
  });

  test('letting somebody in is; one’s own yes or no to the terms is not', () => {
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

  test('taking anybody off the list is, and taking the role of a coordinator, who could have been asked', () => {
    expect(riskOf({ type: 'remove-person', person: grace.person })).toBe('removing');
    expect(riskOf({ type: 'remove-person', person: bob.person })).toBe('removing');
    expect(riskOf({ type: 'remove-person', person: bob.person }, false)).toBe(null);
    expect(riskOf(adding('grace', 'representative', 'nova'))).toBe('removing');
    const removing = {
      type: 'remove-distributor',
      distributor: 'nova',
      ground: { type: 'criterion', key: 'alias' },
      because: 'silent',
    } as const;
    expect(riskOf(removing)).toBe('removing');
    expect(riskOf({ type: 'give-strike', person: bob.person, because: 'a leak' })).toBe('changing');
  });

  test('who an organization is and where its mail goes is; what it ships is not', () => {
    const setting = (changes: ProfileChanges) => riskOf({ type: 'set-profile', distributor: 'nova', changes });
    expect(setting({ entity: 'Nova Inc.' })).toBe('changing');
    expect(setting({ alias: 'security@nova.example' })).toBe('changing');
    expect(setting({ backup: bob.person, countries: ['DE'] })).toBe('changing');
    expect(setting({ countries: ['DE'], architectures: ['riscv64'] })).toBe(null);
  });

  test('whose identity counts is', () => {
    expect(riskOf({ type: 'accept-identity', person: bob.person, account: bob.person })).toBe('adding');
  });

  test('what a platform has its part in is weighed before it is asked, and where more than the type matters it is risky', () => {
    expect(riskAhead(['room-made', 'room-adopted'], true)).toBe('adding');
    expect(riskAhead(['room-made', 'room-adopted'], false)).toBe(null);
    expect(riskAhead(['people-invited'], true)).toBe(null);
    expect(riskAhead(['person-added'], true)).toBe('changing');
  });

  test('a further room, a far organization in one, or one room less, is; founding is not', () => {
    expect(riskOf(adopting)).toBe('adding');
    expect(riskOf(adopting, true, null)).toBe(null);
    expect(riskOf(adopting, false)).toBe(null);
    expect(riskOf({ type: 'trust-team', room, team: 'T0FAR' })).toBe('adding');
    expect(riskOf({ type: 'leave-room', room })).toBe('removing');
    expect(riskOf({ type: 'set-releases', distributor: 'nova', releases: ['25'] })).toBe(null);
    expect(riskOf({ type: 'choose-zone', zone: 'Europe/Berlin' })).toBe(null);
  });
});

describe('who may confirm an order', () => {
  const everybody = [ada, grace, bob, dave, carol];
  const confirming = (command: EmbargoCommand, of: Embargo = embargo(), now = start) =>
    everybody.flatMap((each) => {
      const may = mayConfirm({ to: 'embargo', embargo: of, command }, list, each, now);
      return may === 'no' ? [] : [may === 'yes' ? each.name : `${each.name} ${may}`];
    });

  test('is who may give it, and has not declined to hear of it a day ago', () => {
    const end = { type: 'end', reason: 'public', because: null } as const;
    expect(confirming(end)).toEqual(['ada', 'grace']);
    expect(confirming(end, embargo({ consents: {} }))).toEqual(['ada must-sign', 'grace must-sign']);
    const declined = embargo({ consents: { [grace.person]: { state: 'declined', at: start } } });
    expect(confirming(end, declined, start + dayMs - 1)).toEqual(['ada must-sign', 'grace must-sign']);
    expect(confirming(end, declined, start + dayMs)).toEqual(['ada must-sign']);
    expect(confirming({ type: 'disclose' })).toEqual(['ada', 'grace', 'bob', 'carol']);
    expect(confirming({ type: 'admit', person: dave.person })).toEqual(['ada', 'grace', 'bob']);
  });

  test('is also who has first to acknowledge what is in force now', () => {
    const lapsed = { ...agreedEmbargo(), termsChanged: 1 };
    const must = ['ada must-sign', 'grace must-sign', 'bob must-sign', 'carol must-sign'];
    expect(confirming({ type: 'disclose' }, lapsed)).toEqual(must);
    expect(confirming({ type: 'disclose' }, embargo({ consents: {} }))).toEqual(must);
  });

  test('is on a list who may give it, of the organization that it is about', () => {
    const on = (what: ListOrder) =>
      everybody.filter((each) => mayConfirm({ to: 'list', what }, list, each, start) === 'yes').map(({ name }) => name);
    const adding = { type: 'add-person', person: personNamed('mallory'), name: 'mallory', role: 'coordinator', distributor: null } as const;
    expect(on(adding)).toEqual(['ada', 'grace']);
    expect(on({ ...adding, role: 'representative', distributor: 'Nova' })).toEqual(['ada', 'grace']);
    expect(on({ ...adding, role: 'reviewer', distributor: 'Nova' })).toEqual(['ada', 'grace', 'bob']);
    expect(mayConfirm({ to: 'list', what: adding }, list, member('mallory', 'coordinator'), start)).toBe('no');
    expect(on({ type: 'set-profile', distributor: 'Nova', changes: { alias: null } })).toEqual(['ada', 'grace', 'bob']);
    expect(on({ type: 'make-room', name: '#more' })).toEqual(['ada', 'grace']);
    // Everybody answers an offer of their own; that it is a coordinator's role is for coordinators to say.
    expect(on({ type: 'answer-handover', accept: true })).toEqual(['ada', 'grace']);
    expect(on({ type: 'offer-handover', to: bob.person })).toEqual(['ada', 'grace']);
  });
});
