// What may happen to a list: rooms, distributors, people, and who may say so.
import { describe, expect, test } from 'vitest';
import { slug } from '../../../src/chat/values/names.ts';
import { type ListCommand, listAuthority } from '../../../src/domain/list/commands.ts';
import { decideList } from '../../../src/domain/list/decide.ts';
import { findDistributor } from '../../../src/domain/list/distributor.ts';
import { evolveList } from '../../../src/domain/list/evolve.ts';
import type { ListFact } from '../../../src/domain/list/facts.ts';
import { distributorName, distributorOf, foundedOn, type List, type Member } from '../../../src/domain/list/list.ts';
import { newProfile } from '../../../src/domain/list/membership/membership.ts';
import { roomFaults } from '../../../src/domain/list/room-audit.ts';
import { riskToList } from '../../../src/domain/list-risks.ts';
import { policyOf } from '../../../src/domain/policy/presets.ts';
import type { Reason } from '../../../src/domain/refusal.ts';
import { type EmbargoId, type ListId, type PersonId, roomId } from '../../../src/domain/values/ids.ts';
import { isRefused, refuse } from '../../../src/domain/values/refusal.ts';
import { dayMs } from '../../../src/domain/values/time.ts';
import {
  ada,
  bob,
  carol,
  dave,
  distributorId,
  grace,
  list,
  listOf,
  mallory,
  nova,
  personNamed,
  policyHash,
  room,
  roomNamed,
  seven,
  speaking,
  start,
} from '../../setup/embargo.ts';

const privately = { name: '#other', faults: [] } as const;
const other = roomNamed('other');
const adopt = (wish: Partial<Extract<ListCommand, { type: 'adopt-room' }>> = {}): ListCommand => ({
  type: 'adopt-room',
  list: 'oci' as ListId,
  name: 'oci',
  policy: 'oci',
  room: other,
  audit: privately,
  teams: [],
  ...wish,
});
const addDistributor = (name: string, id = name.toLowerCase()): ListCommand => ({
  type: 'add-distributor',
  distributor: distributorId(id),
  name,
  releases: ['1'],
});
const addPerson = (
  name: string,
  role: Member['role'],
  distributor: string | null = null,
  person: PersonId = personNamed(name),
): ListCommand => ({
  type: 'add-person',
  person,
  name,
  role,
  distributor,
});
const remove = (who: Member): ListCommand => ({ type: 'remove-person', person: who.person });

const by = (who: Member, command: ListCommand, on: List | null = list, admin = false) => decideList(on, command, speaking(who, { admin }));

const embargoId = 'e1' as EmbargoId;

const samples: Readonly<Record<ListCommand['type'], ListCommand>> = {
  'draft-policy': { type: 'draft-policy', rules: { ...policyOf('oci'), longestMs: 14 * dayMs, preferredMs: null }, preset: null },
  'discard-policy': { type: 'discard-policy' },
  'adopt-policy': { type: 'adopt-policy', hash: policyHash },
  'set-profile': { type: 'set-profile', distributor: 'Nova', changes: { alias: 'security@nova.example' } },
  'add-key': { type: 'add-key', distributor: 'Nova', key: { fingerprint: 'AB'.repeat(20), expiresAt: null, user: null } },
  'drop-key': { type: 'drop-key', distributor: 'Nova', fingerprint: 'AB'.repeat(20) },
  'test-alias': { type: 'test-alias', distributor: 'Nova', hash: 'f00d' },
  'answer-alias': { type: 'answer-alias', hash: 'f00d' },
  apply: { type: 'apply', organisation: 'Harbour', entity: 'Harbour Inc.', name: 'erin' },
  'give-evidence': { type: 'give-evidence', criterion: null, text: 'here' },
  'submit-application': { type: 'submit-application' },
  'withdraw-application': { type: 'withdraw-application' },
  vouch: { type: 'vouch', number: 1 },
  'declare-conflict': { type: 'declare-conflict', number: 1, because: 'we compete' },
  'open-ballot': { type: 'open-ballot', number: 1 },
  vote: { type: 'vote', number: 1, choice: 'yes' },
  'decide-application': { type: 'decide-application', number: 1, accept: true, because: 'the list agrees', missing: [] },
  'name-backup': { type: 'name-backup', person: personNamed('frank'), name: 'frank' },
  'accept-policy': { type: 'accept-policy', hash: policyHash },
  recertify: { type: 'recertify', criterion: 'all', note: null },
  'set-standing': { type: 'set-standing', distributor: 'Nova', state: 'warned', because: 'silence', until: null },
  'give-strike': { type: 'give-strike', person: dave.person, because: 'a hint in public' },
  'answer-strike': { type: 'answer-strike', number: null, text: 'it was allowed' },
  'withdraw-strike': { type: 'withdraw-strike', person: dave.person, number: null, because: 'it was somebody else' },
  'remove-distributor': {
    type: 'remove-distributor',
    distributor: 'Nova',
    ground: { type: 'criterion', key: 'alias' },
    because: 'it bounces',
  },
  'offer-handover': { type: 'offer-handover', to: dave.person },
  'answer-handover': { type: 'answer-handover', accept: true },
  'claim-duty': { type: 'claim-duty', number: 1, place: null },
  'drop-duty': { type: 'drop-duty', number: 1 },
  'assign-duty': { type: 'assign-duty', number: 1, primary: 'Nova', backup: null },
  'rotate-duty': { type: 'rotate-duty', number: null },
  'offer-duty': { type: 'offer-duty', number: 1, distributor: 'Nova' },
  'answer-duty': { type: 'answer-duty', number: 1, accept: true },
  'be-away': { type: 'be-away', until: start + dayMs, standIn: null },
  'be-back': { type: 'be-back' },
  'report-vulnerability': {
    type: 'report-vulnerability',
    said: {
      what: 'a container writes to a file of the host',
      component: 'runc',
      versions: null,
      exploitability: null,
      reproduce: null,
      wish: null,
    },
    credit: null,
    anonymous: false,
  },
  'talk-of-report': { type: 'talk-of-report', number: 1, text: 'which kernel?' },
  'close-report': { type: 'close-report', number: 1, how: 'declined', because: 'it needs root' },
  'link-report': { type: 'link-report', number: 1, how: 'known', embargo: embargoId, codename: 'calm-otter' },
  'reopen-report': { type: 'reopen-report', number: 1 },
  'credit-report': { type: 'credit-report', number: 1, credit: 'Eve' },
  'answer-report-date': { type: 'answer-report-date', number: 1, proposal: 1, verdict: 'accept', because: null },
  'adopt-room': adopt(),
  'leave-room': { type: 'leave-room', room },
  'audit-room': { type: 'audit-room', room, audit: { name: '#oci-private', faults: ['archived'] } },
  'mend-room': { type: 'mend-room', room, audit: { name: '#oci-private', faults: ['archived'] } },
  'make-room': { type: 'make-room', room: other, audit: { name: 'other', faults: [] } },
  'invite-missing': { type: 'invite-missing', room, people: [dave.person] },
  'trust-team': { type: 'trust-team', room, team: 'T0FAR' },
  'distrust-team': { type: 'distrust-team', room, team: 'T0FAR' },
  'set-room-keys': { type: 'set-room-keys', room, keys: 'all' },
  'report-devices': { type: 'report-devices' },
  'accept-identity': { type: 'accept-identity', person: grace.person, account: grace.person },
  'add-distributor': addDistributor('Harbour'),
  'rename-distributor': { type: 'rename-distributor', distributor: 'Nova', name: 'Harbour' },
  'set-releases': { type: 'set-releases', distributor: 'Nova', releases: ['25'] },
  'add-person': addPerson('erin', 'representative', 'Nova'),
  'remove-person': remove(grace),
  'leave-list': { type: 'leave-list' },
  'choose-zone': { type: 'choose-zone', zone: 'Europe/Berlin' },
};

describe('who can use what to a list', () => {
  // y: may. r: another role may. s: coordinators alone, and for a new list whom the bot was set up with. -: is not on the list.
  test.each<[ListCommand['type'], string]>([
    //                  ada bob dave mallory, mallory being named in ADMINS
    ['draft-policy', '   y   r   r    -    -'],
    // Nothing is drafted, tested, asked, offered or applied for: the next reason is said to whom the word belongs.
    ['discard-policy', ' no-draft r r -    -'],
    ['adopt-policy', '   no-draft r r -    -'],
    ['set-profile', '    y   y   r    -    -'],
    ['add-key', '        y   y   r    -    -'],
    ['drop-key', '       key-not-there key-not-there r - -'],
    ['test-alias', '     no-alias r r -    -'],
    ['answer-alias', '   no-alias-test no-alias-test r - -'],
    // Anybody's, of what is their own.
    ['apply', '          on-the-list on-the-list on-the-list y y'],
    ['give-evidence', '  no-application no-application no-application no-application no-application'],
    ['submit-application', 'no-application no-application no-application no-application no-application'],
    ['withdraw-application', 'no-application no-application no-application no-application no-application'],
    ['vouch', '          unknown-application unknown-application r - -'],
    ['declare-conflict', 'unknown-application unknown-application r - -'],
    ['open-ballot', '    unknown-application r r - -'],
    ['vote', '           unknown-application unknown-application r - -'],
    ['decide-application', 'unknown-application r r - -'],
    ['name-backup', '    no-application no-application no-application no-application no-application'],
    ['accept-policy', '  no-application no-application no-application no-application no-application'],
    ['recertify', '      nothing-to-recertify nothing-to-recertify r - -'],
    ['set-standing', '   y   r   r    -    -'],
    ['give-strike', '    y   r   r    -    -'],
    ['answer-strike', '  which-strike which-strike which-strike - -'],
    ['withdraw-strike', 'which-strike r r - -'],
    ['remove-distributor', 'y r  r    -    -'],
    ['offer-handover', ' y   y   r    -    -'],
    ['answer-handover', 'no-handover no-handover no-handover - -'],
    // Who is of no organization carries nothing, and nothing is carried yet.
    ['claim-duty', '     duty-without-organization y r - -'],
    ['drop-duty', '      duty-without-organization duty-not-yours r - -'],
    ['assign-duty', '    y   r   r    -    -'],
    ['rotate-duty', '    y   r   r    -    -'],
    ['offer-duty', '     duty-without-organization duty-not-yours r - -'],
    ['answer-duty', '    duty-without-organization no-duty-offer r - -'],
    ['be-away', '        y   y   y    -    -'],
    ['be-back', '        not-away not-away not-away - -'],
    // Anybody's; of what is somebody else's nobody but coordinators learns that it is there.
    ['report-vulnerability', 'y y y y y'],
    ['talk-of-report', ' no-report no-report no-report no-report no-report'],
    ['close-report', '   no-report r r - -'],
    ['link-report', '    no-report r r - -'],
    ['reopen-report', '  no-report r r - -'],
    ['credit-report', '  no-report no-report no-report no-report no-report'],
    ['answer-report-date', 'no-report no-report no-report no-report no-report'],
    ['adopt-room', '     y   s   s    s    needs-coordinator-account'],
    ['leave-room', '     y   r   r    -    -'],
    ['audit-room', '     y   r   r    -    -'],
    ['mend-room', '      y   r   r    -    -'],
    // Only where devices have keys.
    ['set-room-keys', '  no-room-keys   r   r    -    -'],
    ['report-devices', ' y   r   r    -    -'],
    ['accept-identity', 'y   r   r    -    -'],
    ['make-room', '      y   r   r    -    -'],
    ['invite-missing', ' y   r   r    -    -'],
    ['trust-team', '     y   r   r    -    -'],
    ['distrust-team', '  team-not-named r r -  -'],
    ['add-distributor', 'y   r   r    -    -'],
    ['rename-distributor', 'y r  r    -    -'],
    ['set-releases', '   y   y   r    -    -'],
    ['add-person', '     y   r   r    -    -'],
    ['remove-person', '  y   r   r    -    -'],
    ['leave-list', '     y   y   y    -    -'],
    ['choose-zone', '    y   y   y    -    -'],
  ])('%s: %s', (type, marks) => {
    const codes = { 'needs-role': 'r', 'needs-admin': 's', 'not-on-the-list': '-' } as const;
    const mark = (who: Member, admin = false) => {
      const decision = by(who, samples[type], list, admin);
      if (!isRefused(decision)) return 'y';
      const { code } = decision.reason;
      return code in codes ? codes[code as keyof typeof codes] : code;
    };
    expect([ada, bob, dave, mallory].map((who) => mark(who)).concat(mark(mallory, true))).toEqual(marks.trim().split(/ +/));
  });

  test('the table above has every command', () => expect(Object.keys(samples)).toEqual(Object.keys(listAuthority)));

  test('a list that does not exist is founded by an admin and told nothing else', () => {
    expect(by(mallory, adopt(), null)).toEqual(refuse({ code: 'needs-admin' }));
    for (const command of Object.values(samples).filter((each) => each.type !== 'adopt-room')) {
      const code = listAuthority[command.type] === 'anybody' ? 'room-not-adopted' : 'not-on-the-list';
      expect(by(mallory, command, null, true)).toEqual(refuse({ code }));
    }
  });
});

describe('a room that the bot made', () => {
  const made: ListCommand = { type: 'make-room', room: other, audit: privately };

  test('is a room of the list, and written down as made', () =>
    expect(by(ada, made)).toEqual([
      { type: 'room-made', room: other },
      { type: 'room-adopted', room: other, audit: privately },
    ]));

  test('is none when it did not become fit, or is one already', () => {
    const audit = { ...privately, faults: ['unencrypted'] } as const;
    const unfit = refuse({ code: 'room-has-faults', faults: ['unencrypted'], teams: [], list: 'oci', on: 'terminal' });
    expect(by(ada, { ...made, audit })).toEqual(unfit);
    expect(by(ada, { ...made, room })).toEqual(refuse({ code: 'room-adopted-already', list: 'oci' }));
  });

  test('gets people of the list, and those who were invited are written down', () => {
    const invite = (into: typeof room, people: readonly PersonId[]): ListCommand => ({ type: 'invite-missing', room: into, people });
    expect(by(ada, invite(room, [bob.person]))).toEqual([{ type: 'people-invited', room, people: [bob.person] }]);
    expect(by(ada, invite(room, []))).toEqual([]);
    expect(by(ada, invite(other, [bob.person]))).toEqual(refuse({ code: 'room-not-adopted' }));
  });
});

describe('a room on Matrix', () => {
  const matrix = roomId('matrix:!abc:example.org') ?? other;
  const shared = { name: 'oci', faults: ['shared-externally'], teams: ['far.example:8448'] } as const;

  test('is shared with homeservers, and with those alone', () => {
    expect(by(ada, adopt({ room: matrix, audit: shared, teams: ['far.example:8448'] }))).toEqual([
      { type: 'room-adopted', room: matrix, audit: shared },
      { type: 'team-trusted', room: matrix, team: 'far.example:8448' },
    ]);
    expect(by(ada, adopt({ room: matrix, audit: shared, teams: ['@eve:far.example'] }))).toEqual(
      refuse({ code: 'no-team', team: '@eve:far.example', on: 'matrix' }),
    );
    expect(by(ada, adopt({ audit: { ...shared, name: '#other' }, teams: ['far.example:8448'] }))).toEqual(
      refuse({ code: 'no-team', team: 'far.example:8448', on: 'terminal' }),
    );
  });

  test.each(roomFaults)('that has the fault %s is not adopted', (fault) => {
    const refusal = refuse({ code: 'room-has-faults', faults: [fault], teams: [], list: 'oci', on: 'matrix' });
    expect(by(ada, adopt({ room: matrix, audit: { name: 'oci', faults: [fault] } }))).toEqual(refusal);
  });
});

describe('a room', () => {
  test('founds a list whose first coordinator is who adopted it', () => {
    const founder = { person: mallory.person, name: 'mallory', role: 'coordinator', distributor: null, zone: null };
    expect(by(mallory, adopt({ policy: 'linux-distros' }), null, true)).toEqual([
      { type: 'list-founded', list: 'oci', name: 'oci', policy: 'linux-distros' },
      { type: 'person-added', member: founder },
      { type: 'room-adopted', room: other, audit: privately },
    ]);
  });

  test('joins a list that exists, and brings nobody onto it', () => {
    expect(by(ada, adopt())).toEqual([{ type: 'room-adopted', room: other, audit: privately }]);
    expect(by(mallory, adopt(), list, true)).toEqual(refuse({ code: 'needs-coordinator-account', list: 'oci' }));
  });

  test('is adopted once', () => {
    expect(by(ada, adopt({ room }))).toEqual(refuse({ code: 'room-adopted-already', list: 'oci' }));
  });

  test.each(['public', 'shared-externally', 'archived', 'bot-is-not-in-it'] as const)('that is %s is not adopted', (fault) => {
    const audit = { name: '#other', faults: [fault] };
    const refusal = refuse({ code: 'room-has-faults', faults: [fault], teams: [], list: 'oci', on: 'terminal' });
    expect(by(ada, adopt({ audit }))).toEqual(refusal);
    expect(by(mallory, adopt({ audit }), null, true)).toEqual(refusal);
  });

  describe('that other organisations share', () => {
    const shared = { name: '#other', faults: ['shared-externally'], teams: ['T0FAR', 'T0OTHER'] } as const;
    const trusted = (team: string): ListFact => ({ type: 'team-trusted', room: other, team });

    test('is adopted when each of them is named, and not while one is missing', () => {
      const missing = (...teams: string[]) =>
        refuse({ code: 'room-has-faults', faults: ['shared-externally'], teams, list: 'oci', on: 'terminal' });
      expect(by(ada, adopt({ audit: shared }))).toEqual(missing('T0FAR', 'T0OTHER'));
      expect(by(ada, adopt({ audit: shared, teams: ['T0OTHER'] }))).toEqual(missing('T0FAR'));
      expect(by(ada, adopt({ audit: shared, teams: ['T0FAR', 'T0OTHER'] }))).toEqual([
        { type: 'room-adopted', room: other, audit: shared },
        trusted('T0FAR'),
        trusted('T0OTHER'),
      ]);
    });

    test('is not adopted when nobody can tell which these are, whoever is named', () => {
      const unknown = { name: '#other', faults: ['shared-externally'] } as const;
      const refusal = refuse({ code: 'room-has-faults', faults: ['shared-externally'], teams: [], list: 'oci', on: 'terminal' });
      expect(by(ada, adopt({ audit: unknown, teams: ['T0FAR'] }))).toEqual(refusal);
      expect(by(ada, adopt({ audit: { ...unknown, teams: [] }, teams: ['T0FAR'] }))).toEqual(refusal);
    });

    test('is not adopted for a name that is none', () => {
      expect(by(ada, adopt({ audit: shared, teams: ['the others'] }))).toEqual(
        refuse({ code: 'no-team', team: 'the others', on: 'terminal' }),
      );
    });
  });

  test('lets an organisation read along once it is named, shared or not, until it is named no more', () => {
    const trust = (team: string): ListCommand => ({ type: 'trust-team', room, team });
    const distrust = (team: string): ListCommand => ({ type: 'distrust-team', room, team });
    const facts: ListFact[] = [{ type: 'team-trusted', room, team: 'T0FAR' }];
    expect(by(ada, trust('T0FAR'))).toEqual(facts);
    const after = facts.reduce((state, fact) => evolveList(state, fact, start), list);
    expect(after.rooms[room]?.teams).toEqual(['T0FAR']);
    expect(by(ada, trust('T0FAR'), after)).toEqual(refuse({ code: 'team-named-already', team: 'T0FAR' }));
    expect(by(ada, distrust('T0FAR'), after)).toEqual([{ type: 'team-distrusted', room, team: 'T0FAR' }]);
    expect(by(ada, distrust('T0OTHER'), after)).toEqual(refuse({ code: 'team-not-named', team: 'T0OTHER' }));
    expect(by(ada, trust('far away'))).toEqual(refuse({ code: 'no-team', team: 'far away', on: 'terminal' }));
    expect(by(ada, { ...trust('T0FAR'), room: other } as ListCommand)).toEqual(refuse({ code: 'room-not-adopted' }));
  });

  test('is left when it was held', () => {
    expect(by(ada, samples['leave-room'])).toEqual([{ type: 'room-left', room }]);
    expect(by(ada, { type: 'leave-room', room: other })).toEqual(refuse({ code: 'room-not-adopted' }));
  });
});

describe('a distributor', () => {
  test('is added once', () => {
    expect(by(ada, addDistributor('Harbour'))).toEqual([
      { type: 'distributor-added', distributor: 'harbour', name: 'Harbour', releases: ['1'] },
    ]);
    expect(by(ada, addDistributor('NOVA'))).toEqual(refuse({ code: 'distributor-known', name: 'NOVA' }));
  });

  test.each(['Ѕеvеn Linuх', 'Seven 𝗟inux', 'SEVEN LINUX'])('is not added as %j beside Seven Linux: it could be taken for that', (name) => {
    expect(by(ada, addDistributor(name))).toEqual(refuse({ code: 'looks-like', name, other: 'Seven Linux' }));
  });

  test.each(Object.getOwnPropertyNames(Object.prototype))('called %s is like any other', (name) => {
    const id = distributorId(slug(name));
    const before = listOf({ members: [ada, bob] });
    const facts = decideList(before, { ...addDistributor(name), distributor: id } as ListCommand, speaking(ada));
    if (isRefused(facts)) throw new Error(facts.reason.code);
    const after = facts.reduce((state: List, fact) => evolveList(state, fact, start), before);
    expect([distributorOf(before, id), distributorOf(after, id)?.name, findDistributor(after, name)?.id]).toEqual([undefined, name, id]);
    expect(distributorName(before, id)).toBe('an organization no longer on the list');
  });

  test.each([['Nova'], ['nova'], [' NOVA '], ['Nova.'], ['nova,']])('is found as %j', (text) =>
    expect(findDistributor(list, text)).toEqual(nova),
  );
  test.each([['Seven Linux'], ['seven linux'], ['seven']])('is found as %j', (text) => expect(findDistributor(list, text)).toEqual(seven));
  test.each([[''], ['Nov'], ['constructor'], ['24']])('is not found as %j', (text) => expect(findDistributor(list, text)).toBeNull());

  test('has its releases set by a coordinator, or by its own representative', () => {
    const set = (distributor: string): ListCommand => ({ type: 'set-releases', distributor, releases: ['25', '26'] });
    const fact = [{ type: 'releases-set', distributor: 'nova', releases: ['25', '26'] }];
    expect(by(ada, set('Nova'))).toEqual(fact);
    expect(by(bob, set('Nova'))).toEqual(fact);
    expect(by(carol, set('Nova'))).toEqual(refuse({ code: 'other-distributor' }));
    expect(by(ada, set('Harbour'))).toEqual(refuse({ code: 'unknown-distributor', names: ['Nova', 'Seven Linux'] }));
  });

  describe('that was mistyped', () => {
    const rename = (distributor: string, name: string): ListCommand => ({ type: 'rename-distributor', distributor, name });
    test('gets its right name, and stays what it was', () => {
      const facts = by(ada, rename('nova', 'Novum'));
      expect(facts).toEqual([{ type: 'distributor-renamed', distributor: 'nova', was: 'Nova', name: 'Novum' }]);
      if (isRefused(facts)) throw new Error('refused');
      const after = facts.reduce<List>((state, fact) => evolveList(state, fact, start), list);
      expect(after).toEqual({ ...list, distributors: { ...list.distributors, [nova.id]: { ...nova, name: 'Novum' } } });
      expect(findDistributor(after, 'Novum')?.id).toBe(nova.id);
      expect(by(ada, rename('Novum', 'Nova'), after)).toMatchObject([{ was: 'Novum', name: 'Nova' }]);
    });

    test.each([
      ['that of another', 'Seven Linux', 'looks-like'],
      ['one that looks like it', 'seven 1inux', 'looks-like'],
      ['its own', 'Nova', 'nothing-to-change'],
    ])('but not %s: %s', (_, name, code) => expect(by(ada, rename('Nova', name))).toMatchObject({ reason: { code } }));

    test('in upper and lower case too', () => expect(by(ada, rename('Nova', 'NOVA'))).toMatchObject([{ name: 'NOVA' }]));

    test('waits for a second approval once it has people, whose vote goes by its name', () => {
      const risk = (on: List) => {
        const facts = by(ada, rename('Nova', 'Novum'), on);
        return isRefused(facts) ? facts : riskToList(on, facts, true);
      };
      expect([risk(list), risk(listOf({ members: [ada, carol] }))]).toEqual(['changing', null]);
    });
  });
});

describe('a person', () => {
  const added = (name: string, role: Member['role'], distributor: string | null = null) => [
    { type: 'person-added', member: { person: personNamed(name), name, role, distributor, zone: null } },
  ];

  test.each<[string, ListCommand, readonly object[]]>([
    ['is added as a coordinator', addPerson('erin', 'coordinator'), added('erin', 'coordinator')],
    ['is added as a coordinator of a distributor', addPerson('erin', 'coordinator', 'Nova'), added('erin', 'coordinator', 'nova')],
    ['is added as a representative', addPerson('erin', 'representative', 'seven linux'), added('erin', 'representative', 'seven')],
    ['is added as a reviewer', addPerson('erin', 'reviewer', 'nova'), added('erin', 'reviewer', 'nova')],
    ['is given another role', addPerson('dave', 'representative', 'nova'), added('dave', 'representative', 'nova')],
    [
      'is given another name',
      { ...addPerson('robert', 'representative', 'nova', bob.person) },
      [{ type: 'person-added', member: { person: bob.person, name: 'robert', role: 'representative', distributor: 'nova', zone: null } }],
    ],
    ['is given another distributor', addPerson('dave', 'reviewer', 'seven'), added('dave', 'reviewer', 'seven')],
  ])('%s', (_, command, facts) => expect(by(ada, command)).toEqual(facts));

  test.each<[string, ListCommand, Reason]>([
    ['twice', addPerson('bob', 'representative', 'nova'), { code: 'person-known', name: 'bob' }],
    ['under another’s name', addPerson('Bob', 'reviewer', 'nova', personNamed('bobby')), { code: 'name-taken', name: 'Bob' }],
    [
      'under a name that looks like another’s',
      addPerson('саrоl', 'reviewer', 'nova', personNamed('mallory')),
      { code: 'looks-like', name: 'саrоl', other: 'carol' },
    ],
    ['as a representative of nobody', addPerson('erin', 'representative'), { code: 'needs-distributor' }],
    ['as a reviewer of nobody', addPerson('erin', 'reviewer'), { code: 'needs-distributor' }],
    [
      'for a distributor that is not there',
      addPerson('erin', 'coordinator', 'Harbour'),
      { code: 'unknown-distributor', names: ['Nova', 'Seven Linux'] },
    ],
  ])('is not added %s', (_, command, reason) => expect(by(ada, command)).toEqual(refuse(reason)));

  test('keeps their zone when their role changes', () => {
    const berlin = listOf({ members: [ada, { ...dave, zone: 'Europe/Berlin' }] });
    expect(by(ada, addPerson('dave', 'representative', 'nova'), berlin)).toEqual([
      {
        type: 'person-added',
        member: { person: dave.person, name: 'dave', role: 'representative', distributor: 'nova', zone: 'Europe/Berlin' },
      },
    ]);
  });

  test('is removed, once', () => {
    expect(by(ada, remove(bob))).toEqual([{ type: 'person-removed', person: bob.person }]);
    expect(by(ada, remove(mallory))).toEqual(refuse({ code: 'not-on-the-list' }));
  });

  test('who is the last coordinator stays one; the last but one need not', () => {
    const alone = listOf({ members: [ada, bob] });
    expect(by(ada, remove(ada), alone)).toEqual(refuse({ code: 'last-coordinator' }));
    expect(by(ada, addPerson('ada', 'representative', 'nova'), alone)).toEqual(refuse({ code: 'last-coordinator' }));
    expect(by(ada, remove(ada))).toEqual([{ type: 'person-removed', person: ada.person }]);
    expect(by(ada, addPerson('ada', 'representative', 'nova'))).toEqual(added('ada', 'representative', 'nova'));
  });

  test('chooses their own zone', () => {
    expect(by(dave, samples['choose-zone'])).toEqual([{ type: 'zone-chosen', person: dave.person, zone: 'Europe/Berlin' }]);
  });
});

describe('what a fact makes of a list', () => {
  const founded: ListFact = { type: 'list-founded', list: 'oci' as ListId, name: 'oci', policy: 'oci' };
  const empty: List = { id: 'oci' as ListId, name: 'oci', policy: foundedOn('oci'), rooms: {}, distributors: {}, members: {} };
  const facts: readonly ListFact[] = [
    founded,
    ...[ada, grace, bob, dave, carol].map((each): ListFact => ({ type: 'person-added', member: each })),
    ...[nova, seven].map(
      (each): ListFact => ({ type: 'distributor-added', distributor: each.id, name: each.name, releases: each.releases }),
    ),
    { type: 'room-adopted', room, audit: { name: '#oci-private', faults: [] } },
  ];
  const grown = facts.reduce<List | null>((state, fact) => evolveList(state, fact, start), null);

  test('its founding makes an empty one, and the rest what it is', () => {
    expect(evolveList(null, founded, start)).toEqual(empty);
    const distributors = [nova, seven].map((each) => ({ ...each, profile: newProfile(start) }));
    expect(grown).toEqual(listOf({ distributors }));
  });

  test.each<[ListFact, (before: List) => Partial<List>]>([
    [{ type: 'room-left', room }, () => ({ rooms: {} })],
    [{ type: 'room-made', room }, () => ({})],
    [{ type: 'people-invited', room, people: [bob.person] }, () => ({})],
    [
      { type: 'room-audited', room, audit: { name: '#renamed', faults: ['public'] } },
      () => ({ rooms: { [room]: { room, audit: { name: '#renamed', faults: ['public'] }, adoptedAt: start, teams: [] } } }),
    ],
    [
      { type: 'room-moved', from: room, to: other },
      () => ({ rooms: { [other]: { room: other, audit: { name: '#oci-private', faults: [] }, adoptedAt: start, teams: [] } } }),
    ],
    [
      { type: 'team-trusted', room, team: 'T0FAR' },
      () => ({ rooms: { [room]: { room, audit: { name: '#oci-private', faults: [] }, adoptedAt: start, teams: ['T0FAR'] } } }),
    ],
    [
      { type: 'person-removed', person: bob.person },
      () => ({
        members: listOf({ members: [ada, grace, dave, carol] }).members,
        membership: { applications: {}, former: [], left: { [bob.person]: 'bob' } },
      }),
    ],
    [
      { type: 'zone-chosen', person: bob.person, zone: 'Europe/Berlin' },
      (before) => ({ members: { ...before.members, [bob.person]: { ...bob, zone: 'Europe/Berlin' } } }),
    ],
    [
      { type: 'releases-set', distributor: nova.id, releases: [] },
      (before) => ({ distributors: { ...before.distributors, [nova.id]: { ...nova, releases: [] } } }),
    ],
  ])('$type changes that and nothing else', (fact, change) => expect(evolveList(list, fact, start)).toEqual({ ...list, ...change(list) }));

  describe('since when somebody is what they are', () => {
    const { since: _, ...asIs } = bob;
    const later = start + 1000;
    const since = (before: List | null, added: Omit<Member, 'since'>) =>
      evolveList(before, { type: 'person-added', member: added }, later).members[bob.person]?.since;
    const without = listOf({ members: [ada] });

    test('is when they were put on the list, and again when they come back', () => {
      expect(since(without, asIs)).toBe(later);
    });

    test('changes with their role and their distributor, not with their name or zone', () => {
      expect(since(list, { ...asIs, role: 'reviewer' })).toBe(later);
      expect(since(list, { ...asIs, distributor: seven.id })).toBe(later);
      expect(since(list, { ...asIs, name: 'robert', zone: 'Europe/Berlin' })).toBe(start);
      expect(evolveList(list, { type: 'zone-chosen', person: bob.person, zone: 'Europe/Berlin' }, later).members[bob.person]?.since).toBe(
        start,
      );
    });
  });

  test.each<[string, List | null, ListFact]>([
    ['a list that begins with something else', null, { type: 'room-left', room }],
    ['a second founding', list, founded],
    ['a look at a room that the list does not have', list, { type: 'room-audited', room: other, audit: privately }],
    ['trust in a room that the list does not have', list, { type: 'team-trusted', room: other, team: 'T0FAR' }],
    ['releases of nobody', list, { type: 'releases-set', distributor: distributorId('gone'), releases: [] }],
    ['the terms accepted by nobody', list, { type: 'terms-accepted', person: mallory.person, terms: 'oci-1' }],
    ['the zone of nobody', list, { type: 'zone-chosen', person: mallory.person, zone: 'UTC' }],
  ])('%s is a broken record, and is not guessed at', (_, state, fact) => expect(() => evolveList(state, fact, start)).toThrow());
});
