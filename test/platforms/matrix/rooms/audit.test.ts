// What makes a Matrix room unfit, from its state alone; and what would put it right. Deny by default: what cannot be read counts against the room.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RoomFault, roomFaults } from '../../../../src/domain/list/room-audit.ts';
import { type RoomId, roomId } from '../../../../src/domain/values/ids.ts';
import { auditRoom, guarded } from '../../../../src/platforms/matrix/rooms/audit.ts';
import { mending } from '../../../../src/platforms/matrix/rooms/mending.ts';
import { powerOf, readState } from '../../../../src/platforms/matrix/rooms/state.ts';

const botUser = '@bot:example.org';
const ada = '@ada:example.org';
const room: RoomId = roomId('matrix:!abc:example.org') ?? ('' as never);

type Raw = { type: string; state_key: string; sender: string; content: unknown };
const event = (type: string, content: unknown, key = '', sender = ada): Raw => ({ type, state_key: key, sender, content });
const levels = {
  users: { [ada]: 100, [botUser]: 50 },
  users_default: 0,
  events: { 'm.room.name': 50, 'm.room.power_levels': 100, 'm.room.encryption': 100 },
  state_default: 50,
  ban: 50,
  kick: 50,
  redact: 50,
  invite: 50,
};
const proper: readonly Raw[] = [
  event('m.room.create', { room_version: '11' }),
  event('m.room.name', { name: 'OCI embargoes' }),
  event('m.room.member', { membership: 'join' }, botUser),
  event('m.room.member', { membership: 'join' }, ada),
  event('m.room.member', { membership: 'leave' }, '@gone:elsewhere.example'),
  event('m.room.join_rules', { join_rule: 'invite' }),
  event('m.room.history_visibility', { history_visibility: 'joined' }),
  event('m.room.guest_access', { guest_access: 'forbidden' }),
  event('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' }),
  event('m.room.power_levels', levels),
];

/** The proper room with an event in place of the one of its type and key, or besides all. */
const withEvent = (planted: Raw, state: readonly Raw[] = proper): Raw[] => [
  ...state.filter(({ type, state_key }) => type !== planted.type || state_key !== planted.state_key),
  planted,
];
const without = (type: string, state: readonly Raw[] = proper): Raw[] => state.filter((each) => each.type !== type);
const withLevels = (changed: object) => withEvent(event('m.room.power_levels', { ...levels, ...changed }));
const withoutLevel = (name: keyof typeof levels) => {
  const { [name]: _, ...others } = levels;
  return withEvent(event('m.room.power_levels', others));
};
const audit = (state: readonly unknown[], listed = false) => auditRoom(state, { room, botUser, listed });
const faults = (state: readonly unknown[], listed = false) => audit(state, listed).faults;

describe('a room that is as it should be', () => {
  test('has no fault, and tells its name and who is in it', () => {
    expect(audit(proper)).toEqual({ name: 'OCI embargoes', faults: [], people: ['matrix:@ada:example.org'] });
  });

  test.each<[string, Raw[]]>([
    ['lets people ask to be let in', withEvent(event('m.room.join_rules', { join_rule: 'knock' }))],
    ['shows its history from the invitation on', withEvent(event('m.room.history_visibility', { history_visibility: 'invited' }))],
    ['never said anything of guests', without('m.room.guest_access')],
    ['had a widget that was taken off', withEvent(event('im.vector.modular.widgets', {}, 'jitsi'))],
    ['had a bridge that was taken off', withEvent(event('m.bridge', {}, 'irc'))],
    ['lets everybody write what is no setting', withLevels({ events: { 'm.reaction': 0, 'org.matrix.msc3401.call.member': 0 } })],
    ['asks for more than a moderator', withLevels({ invite: 75, state_default: 100 })],
  ])('also when it %s', (_, state) => expect(faults(state)).toEqual([]));

  test('of version 12 needs no server in its id, and its creators no levels', () => {
    const { [ada]: _, ...users } = levels.users;
    const state = withEvent(event('m.room.create', { room_version: '12' }), withEvent(event('m.room.power_levels', { ...levels, users })));
    const hashed = roomId('matrix:!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM') ?? room;
    expect(auditRoom(without('m.room.name', state), { room: hashed, botUser, listed: false })).toEqual({
      name: '!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM',
      faults: [],
      people: ['matrix:@ada:example.org'],
    });
  });
});

const planted: readonly (readonly [string, RoomFault, readonly Raw[]])[] = [
  ['a public join rule', 'public', withEvent(event('m.room.join_rules', { join_rule: 'public' }))],
  ['a join rule that nobody knows', 'public', withEvent(event('m.room.join_rules', { join_rule: 'org.example.paid' }))],
  ['no join rule', 'public', without('m.room.join_rules')],
  ['a restricted join rule', 'open-to-rooms', withEvent(event('m.room.join_rules', { join_rule: 'restricted', allow: [] }))],
  ['a join rule restricted for who knocks', 'open-to-rooms', withEvent(event('m.room.join_rules', { join_rule: 'knock_restricted' }))],
  ['no encryption', 'unencrypted', without('m.room.encryption')],
  ['another encryption', 'unencrypted', withEvent(event('m.room.encryption', { algorithm: 'org.example.rot13' }))],
  ['history that is shared', 'history-shared', withEvent(event('m.room.history_visibility', { history_visibility: 'shared' }))],
  ['history for the world', 'history-shared', withEvent(event('m.room.history_visibility', { history_visibility: 'world_readable' }))],
  ['history of which nothing is said', 'history-shared', without('m.room.history_visibility')],
  ['guests', 'guests', withEvent(event('m.room.guest_access', { guest_access: 'can_join' }))],
  ['guests in a word that nobody knows', 'guests', withEvent(event('m.room.guest_access', {}))],
  ['a widget', 'widgets', withEvent(event('im.vector.modular.widgets', { url: 'https://w.example' }, 'w'))],
  ['a widget by its other name', 'widgets', withEvent(event('m.widget', { url: 'https://w.example' }, 'w'))],
  ['a bridge', 'bridged', withEvent(event('m.bridge', { protocol: { id: 'irc' } }, 'irc'))],
  ['a bridge by its old name', 'bridged', withEvent(event('uk.half-shot.bridge', { protocol: { id: 'irc' } }, 'irc'))],
  ['invitations by anybody', 'anyone-invites', withLevels({ invite: 49 })],
  ['invitations of which nothing is said', 'anyone-invites', withoutLevel('invite')],
  ['invitations by a level that is none', 'anyone-invites', withLevels({ invite: '50' })],
  ['settings by anybody', 'anyone-changes', withLevels({ state_default: 49 })],
  ['kicking by anybody', 'anyone-changes', withLevels({ kick: 0 })],
  ['banning by anybody', 'anyone-changes', withLevels({ ban: 49 })],
  ['redacting by anybody', 'anyone-changes', withLevels({ redact: null })],
  ['everybody a moderator', 'anyone-changes', withLevels({ users_default: 50, invite: 60 })],
  ...guarded.map((type) => [`${type} by anybody`, 'anyone-changes', withLevels({ events: { ...levels.events, [type]: 49 } })] as const),
  ['a successor', 'upgraded', withEvent(event('m.room.tombstone', { body: 'moved', replacement_room: '!new:example.org' }))],
  ['a bot that is only invited', 'bot-is-not-in-it', withEvent(event('m.room.member', { membership: 'invite' }, botUser))],
  ['a bot that was banned', 'bot-is-not-in-it', withEvent(event('m.room.member', { membership: 'ban' }, botUser))],
  ['a bot of which nothing is said', 'bot-is-not-in-it', proper.filter(({ state_key }) => state_key !== botUser)],
  ['somebody of another homeserver', 'shared-externally', withEvent(event('m.room.member', { membership: 'join' }, '@eve:evil.example'))],
  [
    'an invitation to another homeserver',
    'shared-externally',
    withEvent(event('m.room.member', { membership: 'invite' }, '@eve:evil.example')),
  ],
];

describe('each fault alone', () => {
  test.each(planted)('%s is: %s', (_, fault, state) => expect(faults(state)).toEqual([fault]));

  test('a place in the directory is: listed', () => expect(faults(proper, true)).toEqual(['listed']));

  test('no levels at all let everybody do everything', () => {
    expect(faults(without('m.room.power_levels'))).toEqual(['anyone-invites', 'anyone-changes']);
    expect(faults(withLevels({ users_default: 50 }))).toEqual(['anyone-invites', 'anyone-changes']);
  });

  test('every fault that Matrix can have is among them', () => {
    const found = new Set<RoomFault>(['listed', ...planted.map(([, fault]) => fault)]);
    expect(roomFaults.filter((fault) => !found.has(fault))).toEqual(['archived']);
  });
});

describe('who is in it', () => {
  const member = (user: string, membership: unknown) => event('m.room.member', { membership }, user);

  test('counts those who are invited, and by the homeserver behind the first colon', () => {
    const state = [
      ...proper,
      member('@bob:far.example:8448', 'join'),
      member('@eve:evil.example', 'invite'),
      member('@out:x.example', 'knock'),
    ];
    expect(audit(state)).toMatchObject({
      faults: ['shared-externally'],
      teams: ['evil.example', 'far.example:8448'],
      people: ['matrix:@ada:example.org', 'matrix:@bob:far.example:8448', 'matrix:@eve:evil.example'],
    });
  });

  test('a homeserver whose name only begins like ours is another', () =>
    expect(audit([...proper, member('@ada:example.org.evil.example', 'join')]).teams).toEqual(['example.org.evil.example']));

  test('a membership that nobody knows is being in it', () =>
    expect(audit([...proper, member('@bob:example.org', 7)]).people).toEqual(['matrix:@ada:example.org', 'matrix:@bob:example.org']));

  test('somebody without a proper id proves nothing private', () =>
    expect(faults([...proper, member('bob', 'join')])).toEqual(['public', 'shared-externally']));
});

describe('a name', () => {
  const named = (name: unknown) => audit(withEvent(event('m.room.name', { name }))).name;

  test('is cut where it is long', () => expect(named('x'.repeat(200))).toBe('x'.repeat(80)));

  test.each([
    ['a line that runs backwards', 'oci\u202egpj'],
    ['no text', 7],
    ['nothing', ''],
  ])('that is %s is none', (_, name) => expect(named(name)).toBe('!abc:example.org'));

  test('is the address where there is no other', () => {
    const state = [...without('m.room.name'), event('m.room.canonical_alias', { alias: '#oci:example.org' })];
    expect(audit(state).name).toBe('#oci:example.org');
  });
});

describe('what cannot be read', () => {
  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'm.room.name'],
    ['an event without a type', { state_key: '', sender: ada, content: {} }],
    ['an event without a key', { type: 'm.room.topic', sender: ada, content: {} }],
    ['an event without a sender', { type: 'm.room.topic', state_key: '', content: {} }],
    ['an event without content', { type: 'm.room.topic', state_key: '', sender: ada }],
    ['an event whose content is a list', event('m.room.topic', ['x'])],
  ])('%s among the state proves nothing private', (_, broken) => expect(faults([...proper, broken])).toEqual(['public']));

  test('two answers to one question prove nothing private', () =>
    expect(faults([...proper, event('m.room.join_rules', { join_rule: 'public' })])).toEqual(['public']));

  test('whatever comes, an answer is found, and what is no room is not fit', () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.record({
        type: fc.constantFrom('m.room.create', 'm.room.member', 'm.room.power_levels', 'm.room.join_rules', 'm.widget', 'm.room.name'),
        state_key: fc.constantFrom('', botUser, ada, '@', ':'),
        sender: fc.constantFrom(ada, ''),
        content: fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom('users', 'events', 'invite', 'membership', 'name'), fc.anything())),
      }),
    );
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 8 }), (state) => {
        expect(faults(state).length).toBeGreaterThan(0);
        mending(readState(state), [...roomFaults], botUser);
      }),
    );
  });

  test('one junk event, wherever it stands, makes a proper room unfit', () =>
    fc.assert(
      fc.property(fc.anything(), fc.nat(proper.length), (junk, where) => {
        expect(faults([...proper.slice(0, where), junk, ...proper.slice(where)])).toContain('public');
      }),
    ));
});

test('faults that are planted together are all found, and nothing else, in whatever order the homeserver tells', () => {
  const one = planted.filter(([, , state]) => state.length >= proper.length && state !== proper);
  const some = fc.uniqueArray(fc.constantFrom(...one), {
    selector: ([, , state]) => {
      const last = state.at(-1);
      return JSON.stringify([last?.type, last?.state_key]);
    },
  });
  fc.assert(
    fc.property(some, fc.boolean(), fc.infiniteStream(fc.nat()), (chosen, listed, order) => {
      const state = chosen.reduce<Raw[]>((sum, [, , each]) => withEvent(each.at(-1) ?? proper[0] ?? event('x', {}), sum), [...proper]);
      const keyed = state.map((each) => ({ each, at: Number(order.next().value) }));
      const shuffled = keyed.sort((a, b) => a.at - b.at).map(({ each }) => each);
      const expected = new Set<RoomFault>([...chosen.map(([, fault]) => fault), ...(listed ? (['listed'] as const) : [])]);
      expect(faults(shuffled, listed)).toEqual(roomFaults.filter((fault) => expected.has(fault)));
    }),
  );
});

describe('power', () => {
  const power = (user: string, ...state: Raw[]) => powerOf(readState(state), user);
  const created = (version: string | undefined, others?: unknown) =>
    event('m.room.create', { ...(version === undefined ? {} : { room_version: version }), additional_creators: others });

  test.each<[string, string, Raw[], number]>([
    ['named in the levels', ada, [created('11'), event('m.room.power_levels', levels)], 100],
    ['not named in the levels', '@bob:example.org', [created('11'), event('m.room.power_levels', levels)], 0],
    ['not named, where everybody has some', '@bob:example.org', [created('11'), event('m.room.power_levels', { users_default: 30 })], 30],
    ['named with what is no level', ada, [created('11'), event('m.room.power_levels', { users: { [ada]: 'all' } })], 0],
    ['who made a room without levels', ada, [created(undefined)], 100],
    ['who did not make a room without levels', '@bob:example.org', [created('10')], 0],
    ['who made a room of version 11, and is not named', ada, [created('11'), event('m.room.power_levels', {})], 0],
    ['who made a room of version 12', ada, [created('12'), event('m.room.power_levels', {})], Number.POSITIVE_INFINITY],
    ['who made it together with others', '@bob:example.org', [created('12', ['@bob:example.org', 7])], Number.POSITIVE_INFINITY],
    ['named as creator where that means nothing', '@bob:example.org', [created('11', ['@bob:example.org'])], 0],
    ['who did not make it', '@eve:example.org', [created('12', 'all'), event('m.room.power_levels', {})], 0],
    ['who made a room of a version to come', ada, [created('13'), event('m.room.power_levels', {})], Number.POSITIVE_INFINITY],
  ])('of somebody %s', (_, user, state, expected) => expect(power(user, ...state)).toBe(expected));
});

describe('mending', () => {
  const mended = (state: readonly Raw[], user = botUser) =>
    mending(readState(state), faults(state), user).map(({ type, key, content }) => [type, key, content]);
  const bob = '@bob:example.org';

  test.each<[string, readonly Raw[], unknown[]]>([
    ['nothing where nothing is wrong', proper, []],
    [
      'who may join',
      withEvent(event('m.room.join_rules', { join_rule: 'restricted' })),
      [['m.room.join_rules', '', { join_rule: 'invite' }]],
    ],
    ['nothing that takes more power than the bot has', without('m.room.encryption'), []],
    [
      'widgets and bridges',
      [...proper, event('m.widget', { a: 1 }, 'w'), event('m.bridge', { a: 1 }, 'b')],
      [
        ['m.widget', 'w', {}],
        ['m.bridge', 'b', {}],
      ],
    ],
    ['no levels where it may not set them', withLevels({ invite: 0 }), []],
    ['no levels where there are none', without('m.room.power_levels'), []],
    ['no levels where they are empty', withEvent(event('m.room.power_levels', {})), []],
  ])('%s', (_, state, expected) => expect(mended(state)).toEqual(expected));

  test('raises what is too low and leaves every other level as it was', () => {
    const events = { ...levels.events, 'm.room.power_levels': 50, 'm.room.name': 0, 'm.reaction': 0 };
    const changed = { ...levels, invite: 0, redact: 10, events, notifications: { room: 20 } };
    expect(mended(withEvent(event('m.room.power_levels', changed)))).toEqual([
      ['m.room.power_levels', '', { ...changed, invite: 50, redact: 50, events: { ...events, 'm.room.name': 50 } }],
    ]);
  });

  test('takes the power from everybody and not from itself', () => {
    const changed = { users: { [ada]: 100 }, users_default: 60, state_default: 60, invite: 50, events: {} };
    expect(mended(withEvent(event('m.room.power_levels', changed)))).toEqual([
      ['m.room.power_levels', '', { ...changed, users_default: 0, users: { [ada]: 100, [botUser]: 60 } }],
    ]);
    const made = withEvent(event('m.room.create', { room_version: '12' }, '', botUser), withEvent(event('m.room.power_levels', changed)));
    expect(mended(made)).toEqual([['m.room.power_levels', '', { ...changed, users_default: 0, users: { [ada]: 100 } }]]);
  });

  test('by somebody without power mends nothing, whatever is wrong', () => {
    for (const [, , state] of planted.filter(([, , each]) => each.some(({ type }) => type === 'm.room.power_levels')))
      if (powerOf(readState(state), bob) === 0 && !faults(state).includes('anyone-changes')) expect(mended(state, bob)).toEqual([]);
  });

  test('by somebody with all power leaves only what no setting mends', () => {
    const apply = (state: readonly Raw[]) =>
      mending(readState(state), faults(state), ada).reduce<Raw[]>(
        (sum, { type, key, content }) => withEvent(event(type, content, key), sum),
        [...state],
      );
    const left = new Set(planted.flatMap(([, , state]) => faults(apply(state))));
    expect([...left].sort()).toEqual(['bot-is-not-in-it', 'shared-externally', 'upgraded']);
  });
});
