// Who hears what of an embargo that is not for the whole list, written by hand: every kind of message, for everybody that there can be, before their hour, at
// it, and after its end, whatever they said of the terms.
import { expect, test } from 'vitest';
import type { Kind } from '../../src/domain/audience.ts';
import type { Audience } from '../../src/domain/embargo/audience/audience.ts';
import type { Consent, Embargo } from '../../src/domain/embargo/embargo.ts';
import type { PersonId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { gate } from '../../src/outbound/audience-gate.ts';
import { ada, bob, carol, dave, embargo, list, mallory, nova, personNamed, room, seven, start } from '../setup/embargo.ts';

const kinds = {
  personal: 1,
  membership: 1,
  report: 1,
  warning: 1,
  terms: 1,
  dates: 1,
  metadata: 1,
  detail: 1,
  record: 1,
  // Until it has ended and is public, nobody hears it.
  published: 1,
} as const satisfies Record<Kind, 1>;

const nothing = 'personal';
const onList = `${nothing} membership warning`;
const invited = `${onList} terms dates`;
const all = `${invited} metadata detail record`;
const outsideInvited = `${nothing} terms dates`;
const outsideAll = `${outsideInvited} detail`;
const coordinating = (most: string) => `${most} report`;
const inRoom = 'membership warning terms dates metadata';

// bob and dave are of Nova, carol is of Seven; mallory is on no list, and was let in from outside; eve was not.
const eve = personNamed('eve');
const hour = start + 2 * dayMs;
const [before, at, ended] = [hour - 1, hour, hour + dayMs];
type When = 'before' | 'at' | 'after an end before it';
type Said = 'nothing' | 'yes' | 'yes, to older terms' | 'yes, to an earlier date' | 'no' | 'nothing, let in by name' | 'access ended';

const said: Readonly<Record<Exclude<Said, 'nothing'>, Consent>> = {
  yes: { state: 'signed', at: start, seen: 1, terms: 1 },
  'yes, to older terms': { state: 'signed', at: start, seen: 1 },
  'yes, to an earlier date': { state: 'signed', at: start, seen: 0, terms: 1 },
  no: { state: 'declined', at: start },
  'nothing, let in by name': { state: 'invited', at: start, by: ada.person },
  'access ended': { state: 'revoked', at: start, by: ada.person },
};

type Who =
  | 'a coordinator'
  | 'whose organization comes'
  | 'who comes by name'
  | 'a reviewer of whom only the organization comes'
  | 'of the list';
type Outside = 'from outside';
const whose: Readonly<Record<Who | Outside, PersonId>> = {
  'a coordinator': ada.person,
  'whose organization comes': bob.person,
  'who comes by name': dave.person,
  'a reviewer of whom only the organization comes': dave.person,
  'of the list': carol.person,
  'from outside': mallory.person,
};

/** The waves before which, or at which, somebody is asked about. */
const coming: Readonly<Record<Who | Outside, Audience['waves']>> = {
  'a coordinator': [],
  'whose organization comes': [{ number: 1, distributors: [nova.id], people: [], at: hour, by: ada.person }],
  'who comes by name': [{ number: 1, distributors: [], people: [dave.person], at: hour, by: ada.person }],
  'a reviewer of whom only the organization comes': [{ number: 1, distributors: [nova.id], people: [], at: hour, by: ada.person }],
  'of the list': [{ number: 1, distributors: [], people: [], everyone: true, at: hour, by: ada.person }],
  'from outside': [],
};

// Who was let in by name is not asked for an hour; whoever said yes or no was let in before.
const byName: Readonly<Record<Said, string>> = {
  nothing,
  yes: all,
  'yes, to older terms': invited,
  'yes, to an earlier date': all,
  no: invited,
  'nothing, let in by name': invited,
  'access ended': onList,
};
const cameInTime: Readonly<Record<Said, string>> = { ...byName, nothing: invited };
const table: Readonly<Record<Who | Outside, Readonly<Record<When, Readonly<Record<Said, string>>>>>> = {
  'a coordinator': same({
    nothing: coordinating(invited),
    yes: coordinating(all),
    'yes, to older terms': coordinating(invited),
    'yes, to an earlier date': coordinating(all),
    no: coordinating(invited),
    'nothing, let in by name': coordinating(invited),
    'access ended': coordinating(invited),
  }),
  'whose organization comes': { before: byName, at: cameInTime, 'after an end before it': byName },
  'who comes by name': { before: byName, at: cameInTime, 'after an end before it': byName },
  'a reviewer of whom only the organization comes': {
    before: byName,
    at: { ...byName, nothing: onList },
    'after an end before it': byName,
  },
  'of the list': { before: byName, at: cameInTime, 'after an end before it': byName },
  'from outside': same({
    nothing,
    yes: outsideAll,
    'yes, to older terms': outsideInvited,
    'yes, to an earlier date': outsideAll,
    no: outsideInvited,
    'nothing, let in by name': outsideInvited,
    'access ended': nothing,
  }),
};

function same(row: Readonly<Record<Said, string>>): Readonly<Record<When, Readonly<Record<Said, string>>>> {
  return { before: row, at: row, 'after an end before it': row };
}

const message = { push: 'p', nodes: [] };

function heard(to: PersonId | null, of: Embargo, now: number): string {
  const destination = to === null ? ({ type: 'room', room } as const) : ({ type: 'person', person: to, room: null } as const);
  const whole = Object.keys(kinds).filter((kind) => {
    const passed = gate(
      { to: destination, kind: kind as Kind, body: { type: 'message', message, less: message } },
      { list, embargo: of, audit: null, now },
    );
    return passed.type === 'message' && passed.whole;
  });
  return whole.sort().join(' ');
}

const sorted = (kinds: string): string => kinds.split(' ').sort().join(' ');

function narrow(who: Who | Outside, when: When, what: Said): Embargo {
  const outsiders = { [mallory.person]: { name: 'mallory', because: 'upstream', by: ada.person, at: start } };
  return embargo({
    termsChanged: 1,
    agreed: { proposal: 1, revisions: 1 },
    audience: { waves: coming[who] ?? [], outsiders: who === 'from outside' && what !== 'nothing' ? outsiders : {} },
    consents: what === 'nothing' ? {} : { [whose[who]]: said[what] },
    ended: when === 'after an end before it' ? { reason: 'withdrawn', at: before, by: [ada.person], because: null } : null,
  });
}

const whens: Readonly<Record<When, number>> = { before, at, 'after an end before it': ended };
const rows = (Object.keys(table) as (Who | Outside)[]).flatMap((who) =>
  (Object.keys(whens) as When[]).map((when): [Who | Outside, When] => [who, when]),
);

test.each(rows)('%s, %s: as the table has it, whatever they said', (who, when) => {
  const found = Object.fromEntries(
    (Object.keys(byName) as Said[]).map((what) => [what, heard(whose[who], narrow(who, when, what), whens[when])]),
  );
  expect(found).toEqual(Object.fromEntries(Object.entries(table[who][when]).map(([what, kinds]) => [what, sorted(kinds)])));
});

test('somebody on no list hears nothing, whoever it is for and whenever', () => {
  for (const [who, when] of rows) expect(heard(eve, narrow(who, when, 'yes'), whens[when])).toBe(nothing);
});

test('who is of an organization that does not come hears nothing at its hour', () => {
  const other = { ...narrow('whose organization comes', 'at', 'nothing'), consents: {} };
  expect(heard(carol.person, other, at)).toBe(nothing);
  expect(coming['whose organization comes']?.some(({ distributors }) => distributors.includes(seven.id))).toBe(false);
});

test('the list’s room hears nothing before everyone’s hour, and what a room may from then on, unless it ended before', () => {
  const of = (when: When) => heard(null, narrow('of the list', when, 'nothing'), whens[when]);
  expect([of('before'), of('at'), of('after an end before it')]).toEqual(['', sorted(inRoom), '']);
  for (const who of ['whose organization comes', 'who comes by name'] as const) expect(heard(null, narrow(who, 'at', 'yes'), at)).toBe('');
});
