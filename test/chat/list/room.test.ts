// What a look at a room is written down as, and how those in it compare with those on the list.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultText, remedy, trustMeans } from '../../../src/chat/list/room.ts';
import { roomChanged } from '../../../src/chat/list/room-announce.ts';
import { evolveList } from '../../../src/domain/list/evolve.ts';
import type { AdoptedRoom, List } from '../../../src/domain/list/list.ts';
import {
  becameFit,
  changeOf,
  isTeam,
  knownThere,
  look,
  mendable,
  ownerOf,
  readable,
  strangersAmong,
  teamNamed,
} from '../../../src/domain/list/room.ts';
import { type RoomAudit, type RoomFault, roomFaults } from '../../../src/domain/list/room-audit.ts';
import { type PersonId, personId, platformNames, roomId } from '../../../src/domain/values/ids.ts';
import { gate } from '../../../src/outbound/audience-gate.ts';
import { ada, bob, dave, grace, listOf, mallory, member, personNamed, room, roomNamed, start } from '../../setup/embargo.ts';
import { linesOf, messagesOf } from '../../setup/said.ts';

const eve = personNamed('eve');
const everybody: RoomAudit = { name: '#oci-private', faults: [], people: [ada.person, bob.person] };
const held = (audit: RoomAudit = everybody, teams: readonly string[] = []): AdoptedRoom => ({ room, audit, adoptedAt: start, teams });
const holding = (before: AdoptedRoom): List => listOf({ rooms: { [before.room]: before } });
const seen = (audit: RoomAudit, who: PersonId | null = null, before: RoomAudit = everybody) => {
  const [fact, ...more] = look(holding(held(before)), room, audit, who);
  expect(more).toEqual([]);
  return fact?.type === 'room-audited' ? fact.audit : null;
};

describe('a look at a room', () => {
  test.each<[string, RoomAudit]>([
    ['as it was', everybody],
    ['with its people in another order', { ...everybody, people: [bob.person, ada.person] }],
    ['without anybody being asked for', { name: '#oci-private', faults: [] }],
    ['shared with nobody, said aloud', { ...everybody, teams: [] }],
  ])('%s is nothing to be written down', (_, audit) => expect(seen(audit)).toBeNull());

  test('is written down whole, in the same order each time', () => {
    const audit: RoomAudit = { name: '#new', faults: ['archived', 'public'], teams: ['T2', 'T1', 'T2'], people: [eve, ada.person] };
    expect(seen(audit)).toEqual({ name: '#new', faults: ['public', 'archived'], teams: ['T1', 'T2'], people: [ada.person, eve] });
  });

  test('at a room that hides tells what is wrong, and forgets neither its name nor who was in it', () => {
    const slack = roomId('slack:T1/C1') ?? room;
    const list = holding({ ...held(), room: slack });
    expect(look(list, slack, { name: '#C1', faults: ['bot-is-not-in-it'] })).toEqual([
      { type: 'room-audited', room: slack, audit: { ...everybody, faults: ['bot-is-not-in-it'] } },
    ]);
    // A room may be called so.
    expect(look(list, slack, { name: '#c1', faults: [] })).toEqual([
      { type: 'room-audited', room: slack, audit: { ...everybody, name: '#c1' } },
    ]);
  });

  test('at a room of no list is nothing', () => expect(look(listOf(), roomNamed('other'), everybody)).toEqual([]));

  describe('after somebody was noticed', () => {
    test('counts them as having been there when they had gone before it, and as gone the next time', () => {
      const between = { ...everybody, people: [ada.person, bob.person, eve] };
      expect(seen(everybody, eve)).toEqual(between);
      expect(seen(everybody, eve, between)).toEqual(everybody);
    });

    test('sees who left as gone', () => expect(seen({ ...everybody, people: [ada.person] }, bob.person)?.people).toEqual([ada.person]));

    test('knows them even where the platform does not tell who is there', () => {
      const untold: RoomAudit = { name: '#oci-private', faults: [] };
      expect(seen(untold, eve, untold)).toEqual({ ...untold, people: [eve] });
    });
  });
});

describe('what became of a room', () => {
  const change = (before: AdoptedRoom, after: AdoptedRoom) => changeOf(before, after);
  const shared: RoomAudit = { ...everybody, faults: ['shared-externally'], teams: ['T0FAR'] };
  const nothing = { appeared: [], gone: [], renamedFrom: null, came: [] };

  test.each<[string, AdoptedRoom, AdoptedRoom, Partial<ReturnType<typeof changeOf>>]>([
    ['nothing', held(), held(), {}],
    ['it was made public', held(), held({ ...everybody, faults: ['public'] }), { appeared: ['public'] }],
    ['it was shared', held(), held(shared), { appeared: ['shared-externally'] }],
    ['it was shared with whom a coordinator had named', held(everybody, ['T0FAR']), held(shared, ['T0FAR']), {}],
    ['a coordinator named them', held(shared), held(shared, ['T0FAR']), { gone: ['shared-externally'] }],
    ['a coordinator names them no more', held(shared, ['T0FAR']), held(shared), { appeared: ['shared-externally'] }],
    [
      'another came to those who are named',
      held(shared, ['T0FAR']),
      held({ ...shared, teams: ['T0FAR', 'T0EVIL'] }, ['T0FAR']),
      { appeared: ['shared-externally'] },
    ],
    ['it was renamed', held(), held({ ...everybody, name: '#other' }), { renamedFrom: '#oci-private' }],
    ['somebody came and somebody left', held(), held({ ...everybody, people: [ada.person, eve] }), { came: [eve] }],
    ['it is told for the first time who is in it', held({ name: '#oci-private', faults: [] }), held(), { came: [ada.person, bob.person] }],
  ])('%s', (_, before, after, expected) => expect(change(before, after)).toEqual({ ...nothing, ...expected }));

  test('makes it fit only where it was not', () => {
    expect([
      becameFit(held(shared), held(shared, ['T0FAR'])),
      becameFit(held(), held()),
      becameFit(held(shared), held({ ...shared, faults: ['public'] })),
      becameFit(undefined, held()),
    ]).toEqual([true, false, false, false]);
  });
});

describe('those in a room', () => {
  const strangers = (people: readonly PersonId[], linked: readonly (readonly [PersonId, PersonId])[] = []) =>
    strangersAmong(listOf(), people, new Map(linked));

  test('are strangers unless they are on the list, as themselves or as whom they are linked to', () => {
    expect(strangers([ada.person, dave.person, mallory.person, eve])).toEqual([mallory.person, eve]);
    expect(strangers([eve], [[eve, ada.person]])).toEqual([]);
    expect(strangers([ada.person], [[ada.person, eve]])).toEqual([ada.person]);
  });

  describe('of another organisation', () => {
    const id = (text: string) => personId(text) ?? eve;
    const [told, theirs] = [id('slack:T1/U9'), id('slack:T0FAR/U9')];
    const list = listOf({ members: [ada, { ...member('faraway', 'coordinator'), person: theirs }] });
    const known = (teams: readonly string[], people: readonly PersonId[] = [told]) =>
      strangersAmong(list, people, knownThere(list, { name: '#r', faults: [], teams, people }, new Map()));

    test('are known by the id that they speak from, while theirs is one of those that share the room', () => {
      expect(known(['T0FAR'])).toEqual([]);
      expect(known(['T0OTHER'])).toEqual([told]);
      expect(known([])).toEqual([told]);
      expect(known(['T0FAR'], [id('slack:T1/U8')])).toEqual([id('slack:T1/U8')]);
    });

    test('are noticed once, whichever id is told', () => {
      const slack = roomId('slack:T1/C1') ?? room;
      const audit = { name: '#r', faults: [], people: [told] } as const;
      expect(look(holding({ room: slack, audit, adoptedAt: start, teams: [] }), slack, audit, theirs)).toEqual([]);
    });
  });
});

test.each([
  ['T0FAR', true],
  ['E0GRID', true],
  ['T024BE7LD', true],
  ['t0far', false],
  ['C024BE7LD', false],
  ['unknown', false],
  ['T0 FAR', false],
  ['', false],
])('%j is an id of a workspace: %j', (text, is) => {
  expect(isTeam(text, 'slack')).toBe(is);
  expect(isTeam(text, 'terminal')).toBe(is);
});

test.each([
  ['example.org', true],
  ['example.org:8448', true],
  ['localhost', true],
  ['192.0.2.7:80', true],
  ['[2001:db8::1]:8448', true],
  ['T0FAR', true],
  ['example.org:', false],
  ['example.org:port', false],
  ['@ada:example.org', false],
  ['https://example.org', false],
  ['-example.org', false],
  ['example.org.', false],
  ['far away', false],
  ['a'.repeat(231), false],
  ['', false],
])('%j is a homeserver: %j', (text, is) => expect(isTeam(text, 'matrix')).toBe(is));

test('ids of workspaces may be typed in small letters, and homeservers are called as they are', () => {
  expect([teamNamed('t0far', 'slack'), teamNamed('Example.org', 'matrix')]).toEqual(['T0FAR', 'Example.org']);
});

test.each([
  ['slack:T1/U1', 'T1'],
  ['terminal:ada', ''],
  ['matrix:@ada:example.org', 'example.org'],
  ['matrix:@a/b:example.org:8448', 'example.org:8448'],
])('%s is of the team %j', (id, team) => expect(ownerOf(personId(id) ?? eve)).toBe(team));

describe('what is said of it', () => {
  const like = (wish: Partial<RoomAudit>, teams: readonly string[] = []) => held({ ...everybody, ...wish }, teams);
  const told = (before: AdoptedRoom, now: AdoptedRoom) =>
    roomChanged(holding(now), before, now, new Map()).map((each) => [
      each.to.type === 'room' ? '#' : each.to.person.slice('terminal:'.length),
      each.urgency,
      messagesOf(each).flatMap(({ nodes }) => linesOf(nodes))[0],
    ]);

  test('of a room that is no longer private: a warning there, an alarm to each coordinator', () => {
    const unfit = "#oci-private is no longer safe for embargoes. I won't post there until that's fixed.";
    expect(told(held(), like({ faults: ['public'] }))).toEqual([
      ['#', 'leak', "This room is no longer private: it's public now. Don't mention any embargo here."],
      ['ada', 'leak', unfit],
      ['grace', 'leak', unfit],
    ]);
  });

  test('of one of two faults that is mended: to the coordinators alone', () => {
    const still = "No longer true of #oci-private: it's public. Still not safe for embargoes: it's archived.";
    expect(told(like({ faults: ['public', 'archived'] }), like({ faults: ['archived'] }))).toEqual([
      ['ada', 'deadline', still],
      ['grace', 'deadline', still],
    ]);
  });

  test('of a stranger: no name in the room, who it is to the coordinators; of a member: nothing', () => {
    const said = told(held(), like({ people: [ada.person, bob.person, eve] }));
    expect(said).toEqual([
      [
        '#',
        'leak',
        "Someone who isn't on the list joined this room. Don't mention any embargo here until a coordinator has dealt with it.",
      ],
      ['ada', 'leak', "terminal:eve joined #oci-private and isn't on the list."],
      ['grace', 'leak', "terminal:eve joined #oci-private and isn't on the list."],
    ]);
    expect(told(held(), like({ people: [ada.person, bob.person, grace.person] }))).toEqual([]);
  });

  test('of a new name: to the coordinators', () => {
    const said = "#oci-private is now called #other. It's the same room.";
    expect(told(held(), like({ name: '#other' }))).toEqual([
      ['ada', 'deadline', said],
      ['grace', 'deadline', said],
    ]);
  });

  test('each fault has words for what to do; sharing with nobody knows whom cannot be allowed', () => {
    const texts = roomFaults.flatMap((fault) => platformNames.map((on) => remedy(fault, ['T0FAR'], on).length));
    expect(Math.min(...texts)).toBeGreaterThan(0);
    expect(remedy('shared-externally', ['T0FAR'], 'slack')).toContainEqual({ type: 'code', text: 'room trust T0FAR' });
    for (const unnamed of [[], ['unknown'], ['T0FAR', 'unknown']])
      expect(JSON.stringify(remedy('shared-externally', unnamed, 'slack'))).not.toContain('room trust');
    expect(platformNames.map((on) => trustMeans(on).length)).toEqual([4, 4, 4]);
  });

  test('of a Matrix room in words of Matrix: homeservers, and what the bot mends itself', () => {
    const text = (fault: RoomFault, unnamed: readonly string[] = []) =>
      `${faultText(fault, 'matrix')}: ${linesOf([{ type: 'line', line: remedy(fault, unnamed, 'matrix') }]).join('')}`;
    expect(text('shared-externally', ['a.example', 'b.example:8448'])).toBe(
      'people from other homeservers are in it or invited: remove the people of a.example, b.example:8448 and revoke their invitations; or let it read, after seeing what that means: `room trust a.example`',
    );
    for (const fault of roomFaults) {
      expect(text(fault, ['a.example'])).not.toMatch(/workspace|organisation/);
      expect(text(fault).includes('`room fix`')).toBe(mendable.has(fault));
    }
  });

  test.each(roomFaults.filter((fault) => fault !== 'archived'))(
    'of %s: within one alarm, in the room if anybody may hear it, and a leak where others may read',
    (fault) => {
      const matrix = roomId('matrix:!abc:example.org') ?? room;
      const before: AdoptedRoom = { room: matrix, audit: { name: 'oci', faults: [] }, adoptedAt: start, teams: [] };
      const after = { ...before, audit: { name: 'oci', faults: [fault], teams: ['a.example'] } };
      const said = roomChanged(holding(after), before, after, new Map()).map((each) =>
        linesOf(messagesOf(each).flatMap(({ nodes }) => [...nodes])).join('\n'),
      );
      expect(said[0]).toContain(`${faultText(fault, 'matrix')} now`);
      expect(said[1]?.toLowerCase()).toContain(faultText(fault, 'matrix'));
      expect(said[1]?.includes('Treat it as a leak')).toBe(readable.has(fault));
    },
  );

  test('nothing of it but a warning passes to a room that is unfit, however it became so', () => {
    const someFaults = fc.subarray([...roomFaults]) as fc.Arbitrary<RoomFault[]>;
    const someRoom = fc
      .record({
        faults: someFaults,
        teams: fc.subarray(['T1', 'T2']),
        named: fc.subarray(['T1', 'T2']),
        people: fc.subarray([ada.person, eve]),
      })
      .map(({ named, ...audit }) => held({ name: '#oci-private', ...audit }, named));
    fc.assert(
      fc.property(someRoom, someRoom, (before, now) => {
        const list = holding(now);
        const passed = roomChanged(list, before, now, new Map()).filter(
          (each) => gate(each, { list, embargo: null, audit: null, now: start }).type === 'message',
        );
        const inRoom = passed.filter(({ to }) => to.type === 'room');
        const faults = now.audit.faults.filter(
          (fault) =>
            fault !== 'shared-externally' || !now.audit.teams?.every((team) => now.teams.includes(team)) || now.audit.teams.length === 0,
        );
        if (faults.length > 0) expect(inRoom.every(({ kind }) => kind === 'warning')).toBe(true);
        if (faults.includes('archived') || faults.includes('bot-is-not-in-it')) expect(inRoom).toEqual([]);
        // No stranger's name is said in a room.
        expect(JSON.stringify(inRoom)).not.toContain(eve);
      }),
    );
  });
});

test('a record of looks tells the whole room', () => {
  const facts = look(holding(held()), room, { name: '#new', faults: ['public'], people: [eve] });
  const list = facts.reduce((state, fact) => evolveList(state, fact, start), holding(held()));
  expect(list.rooms[room]?.audit).toEqual({ name: '#new', faults: ['public'], people: [eve] });
  expect(look(list, room, { name: '#new', faults: ['public'], people: [eve] })).toEqual([]);
});
