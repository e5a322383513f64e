// What the bot does to rooms, on a real homeserver: it makes proper ones, mends what it may, invites who belongs, and answers invitations.
import { createHmac, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RoomFault } from '../../src/domain/list/room-audit.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../src/domain/values/ids.ts';
import { type Api, apiOf, part } from '../../src/platforms/matrix/api.ts';
import { Refused } from '../../src/platforms/matrix/failures.ts';
import { array, object, string } from '../../src/platforms/matrix/payload.ts';
import { evict } from '../../src/platforms/matrix/rooms/evict.ts';
import { inspectRoom } from '../../src/platforms/matrix/rooms/inspect.ts';
import { roomAdminOf } from '../../src/platforms/matrix/rooms/room-admin.ts';
import { bare, membershipOf, readState, stateEvent } from '../../src/platforms/matrix/rooms/state.ts';
import { type RoomAdmin, SendFailure } from '../../src/platforms/platform.ts';

const homeserver = process.env.MATRIX_TEST_HOMESERVER ?? '';
const secret = process.env.MATRIX_TEST_REGISTRATION_SECRET ?? '';
const missing = homeserver === '' || secret === '';

type User = { readonly id: string; readonly person: PersonId; readonly api: Api };

/** https://element-hq.github.io/synapse/latest/admin_api/register_api.html */
async function user(name: string): Promise<User> {
  const url = `${homeserver}/_synapse/admin/v1/register`;
  const { nonce } = object(await (await fetch(url)).json());
  const username = `${name}-${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const mac = createHmac('sha1', secret).update([nonce, username, password, 'notadmin'].join('\0')).digest('hex');
  const body = JSON.stringify({ nonce, username, password, admin: false, mac });
  const made = object(await (await fetch(url, { method: 'POST', body })).json());
  const id = string(made.user_id) ?? '';
  const person = personId(`matrix:${id}`);
  if (person === null) throw new Error('the homeserver registers nobody');
  return { id, person, api: apiOf(homeserver, string(made.access_token)) };
}

const described = describe.skipIf(missing);
if (missing) test.skip('the keeper needs a homeserver: set MATRIX_TEST_HOMESERVER and MATRIX_TEST_REGISTRATION_SECRET', () => undefined);

described('the keeper of Matrix rooms', () => {
  let bot: User;
  let ada: User;
  let bob: User;
  let roomAdmin: RoomAdmin;
  // New ones for each test: a homeserver lets nobody make more than a few rooms at once.
  beforeEach(async () => {
    [bot, ada, bob] = await Promise.all([user('bot'), user('ada'), user('bob')]);
    roomAdmin = roomAdminOf({ api: bot.api, botUser: bot.id });
  });

  const look = async (room: RoomId) => {
    const { audit, state } = await inspectRoom(bot.api, room, { people: true, botUser: bot.id });
    return { audit, state: readState(state) };
  };
  const made = async (by: User, body: object): Promise<RoomId> => {
    const { room_id } = object(await by.api.request('POST', 'v3/createRoom', { body }));
    return roomId(`matrix:${room_id}`) ?? ('' as never);
  };
  const join = (who: User, room: RoomId) => who.api.request('POST', `v3/rooms/${part(bare(room))}/join`, { body: {} });
  const set = (who: User, room: RoomId, type: string, content: object, key = '') =>
    who.api.request('PUT', `v3/rooms/${part(bare(room))}/state/${part(type)}/${part(key)}`, { body: content });

  describe.each(['11', '12'])('in a room of version %s', (version) => {
    /** As bad as a room can be made on one homeserver; `power`: the bot's. */
    const bad = async (power: number): Promise<RoomId> => {
      const room = await made(ada, {
        preset: 'public_chat',
        room_version: version,
        name: 'Everybody welcome',
        invite: [bot.id],
        initial_state: [
          { type: 'm.room.history_visibility', state_key: '', content: { history_visibility: 'world_readable' } },
          { type: 'm.room.guest_access', state_key: '', content: { guest_access: 'can_join' } },
          { type: 'im.vector.modular.widgets', state_key: 'w', content: { url: 'https://w.example' } },
          { type: 'm.bridge', state_key: 'b', content: { protocol: { id: 'irc' } } },
        ],
        power_level_content_override: {
          users: { ...(version === '12' ? {} : { [ada.id]: 100 }), [bot.id]: power },
          events: { 'm.room.name': 0, 'm.room.power_levels': 50, 'm.room.encryption': 50, 'm.room.history_visibility': 50 },
          invite: 0,
          state_default: 50,
          kick: 0,
        },
      });
      await join(bot, room);
      return room;
    };
    const everyFault: RoomFault[] = [
      'public',
      'unencrypted',
      'history-shared',
      'guests',
      'widgets',
      'bridged',
      'anyone-invites',
      'anyone-changes',
    ];

    test('it puts everything right, leaves the rest alone, and does no harm a second time', async () => {
      const room = await bad(50);
      const before = await look(room);
      expect(before.audit).toEqual({ name: 'Everybody welcome', faults: everyFault, people: [ada.person] });
      expect(await roomAdmin.mend(room)).toBeNull();
      const after = await look(room);
      expect(after.audit).toEqual({ name: 'Everybody welcome', faults: [], people: [ada.person] });
      const levels = (at: typeof before) => object(stateEvent(at.state, 'm.room.power_levels')?.content);
      expect(levels(after)).toEqual({
        ...levels(before),
        invite: 50,
        kick: 50,
        events: { ...object(levels(before).events), 'm.room.name': 50 },
      });
      await roomAdmin.mend(room);
      expect(await look(room)).toEqual(after);
    });

    test('it leaves alone what it may not, and says what power it has and would need', async () => {
      const room = await bad(0);
      expect(await roomAdmin.mend(room)).toEqual({ has: 0, needs: 50 });
      expect((await look(room)).audit.faults).toEqual(everyFault);
    });

    test('it puts right what its power allows, and no more', async () => {
      const room = await bad(50);
      const { state } = await look(room);
      const levels = object(stateEvent(state, 'm.room.power_levels')?.content);
      await set(ada, room, 'm.room.power_levels', {
        ...levels,
        events: { ...object(levels.events), 'm.room.encryption': 100, 'm.bridge': 90 },
      });
      expect(await roomAdmin.mend(room)).toEqual({ has: 50, needs: 100 });
      expect((await look(room)).audit.faults).toEqual(['unencrypted', 'bridged']);
    });

    test('of which it is no part it mends nothing, and its audit says so', async () => {
      const room = await made(ada, { preset: 'private_chat', room_version: version });
      await roomAdmin.mend(room);
      expect((await look(room)).audit).toEqual({ name: bare(room), faults: ['bot-is-not-in-it'] });
    });
  });

  describe('a room that it makes', () => {
    test('is fit, holds who was named, lets coordinators take people out, and is made once for one request', async () => {
      const key = randomBytes(8).toString('hex');
      const wanted = { key, name: 'oci', people: [ada.person, bob.person], runs: [ada.person] };
      const room = await roomAdmin.make(wanted);
      await Promise.all([join(ada, room), join(bob, room)]);
      const { audit, state } = await look(room);
      expect(audit).toEqual({ name: 'oci', faults: [], people: [ada.person, bob.person].sort() });
      expect(stateEvent(state, 'm.room.create')?.content['org.embargo-bot.key']).toMatch(/^[0-9a-f]{64}$/);
      expect(JSON.stringify(state)).not.toContain(key);
      expect(await roomAdmin.make(wanted)).toBe(room);
      expect(await roomAdmin.make({ ...wanted, key: `${key}!` })).not.toBe(room);
      const kick = (by: User, who: User) => by.api.request('POST', `v3/rooms/${part(bare(room))}/kick`, { body: { user_id: who.id } });
      await expect(kick(bob, ada)).rejects.toMatchObject({ kind: 'gone', code: 'M_FORBIDDEN' });
      await expect(set(bob, room, 'm.room.name', { name: 'mine' })).rejects.toMatchObject({ code: 'M_FORBIDDEN' });
      await kick(ada, bob);
      expect((await look(room)).audit.people).toEqual([ada.person]);
    });

    test("is not one that somebody else made and marked with the request's hash", async () => {
      const key = randomBytes(8).toString('hex');
      const first = await roomAdmin.make({ key, name: 'oci', people: [], runs: [] });
      const hash = stateEvent((await look(first)).state, 'm.room.create')?.content['org.embargo-bot.key'];
      await bot.api.request('POST', `v3/rooms/${part(bare(first))}/leave`, { body: {} });
      const planted = await made(ada, { preset: 'private_chat', creation_content: { 'org.embargo-bot.key': hash }, invite: [bot.id] });
      await join(bot, planted);
      const second = await roomAdmin.make({ key, name: 'oci', people: [], runs: [] });
      expect([first, planted]).not.toContain(second);
    });
  });

  describe('inviting', () => {
    test('skips who is in or invited, and says of everybody else why not', async () => {
      const room = await roomAdmin.make({ key: randomBytes(8).toString('hex'), name: 'oci', people: [ada.person], runs: [ada.person] });
      const carol = await user('carol');
      await join(ada, room);
      await ada.api.request('POST', `v3/rooms/${part(bare(room))}/ban`, { body: { user_id: carol.id } });
      const elsewhere = personId('slack:T1/U1') ?? ada.person;
      expect(await roomAdmin.invite(room, [ada.person, bob.person, carol.person, elsewhere])).toEqual([
        { person: carol.person, code: 'M_BAD_STATE' },
        { person: elsewhere, code: 'not-on-this-platform' },
      ]);
      expect(membershipOf((await look(room)).state, bob.id)).toBe('invite');
      expect(await roomAdmin.invite(room, [ada.person, bob.person])).toEqual([]);
    });

    test('into a room that the bot is not in fails for good', async () => {
      const room = await made(ada, { preset: 'private_chat' });
      await expect(roomAdmin.invite(room, [bob.person])).rejects.toMatchObject({ kind: 'gone' });
      expect(await roomAdmin.invite(room, [])).toEqual([]);
    });
  });

  describe('taking people out', () => {
    const outOf = (room: RoomId, ...people: PersonId[]) => evict({ api: bot.api, botUser: bot.id }, room, people);
    const membership = async (room: RoomId, who: User) => membershipOf((await look(room)).state, who.id);

    test('ends their membership and their invitation, and does no harm a second time', async () => {
      const room = await roomAdmin.make({ key: randomBytes(8).toString('hex'), name: 'oci', people: [ada.person, bob.person], runs: [] });
      await join(ada, room);
      const elsewhere = personId('slack:T1/U1') ?? ada.person;
      const stranger = personId('matrix:@nobody:example.org') ?? ada.person;
      const all = [ada.person, bob.person, elsewhere, stranger];
      expect(await outOf(room, ...all)).toEqual({ out: [ada.person, bob.person], still: [] });
      expect([await membership(room, ada), await membership(room, bob)]).toEqual(['leave', 'leave']);
      expect((await look(room)).audit.people).toEqual([]);
      expect(await outOf(room, ...all)).toEqual({ out: [], still: [] });
      await expect(join(ada, room)).rejects.toMatchObject({ code: 'M_FORBIDDEN' });
      await expect(join(bob, room)).rejects.toMatchObject({ code: 'M_FORBIDDEN' });
    });

    test('says who is in it still where it has not the power, and takes the others out', async () => {
      const room = await made(ada, {
        preset: 'private_chat',
        room_version: '11',
        invite: [bot.id, bob.id],
        power_level_content_override: { users: { [ada.id]: 100, [bot.id]: 50 } },
      });
      await join(bot, room);
      const done = await outOf(room, ada.person, bob.person);
      expect(done).toEqual({ out: [bob.person], still: [{ person: ada.person, code: 'M_FORBIDDEN' }] });
      expect([await membership(room, ada), await membership(room, bob)]).toEqual(['join', 'leave']);
    });

    test('of a room that the bot is not in fails for good', async () => {
      const room = await made(ada, { preset: 'private_chat' });
      await expect(outOf(room, ada.person)).rejects.toMatchObject({ kind: 'gone', code: 'not-in-it' });
    });
  });

  describe('an invitation to speak with somebody alone', () => {
    const reasons = { 'not-alone': 'others are in it', 'not-private': 'it is not private' };
    const encryption = { type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } };
    const direct = { preset: 'trusted_private_chat', is_direct: true, initial_state: [encryption] };
    const own = async (room: RoomId) => {
      const state = array(await ada.api.request('GET', `v3/rooms/${part(bare(room))}/state`)).map(object);
      return object(state.find(({ type, state_key }) => type === 'm.room.member' && state_key === bot.id)?.content);
    };

    test('is followed into a room as clients begin one, whose history is closed to whoever might come later', async () => {
      const room = await made(ada, { ...direct, invite: [bot.id] });
      expect(await roomAdmin.follow(room, ada.person, reasons)).toBe('followed');
      expect(await roomAdmin.follow(room, ada.person, reasons)).toBe('followed');
      const { state } = await look(room);
      expect(stateEvent(state, 'm.room.history_visibility')?.content).toEqual({ history_visibility: 'invited' });
      expect(await own(room)).toMatchObject({ membership: 'join' });
    });

    test.each([
      ['a third one is invited too', 'not-alone', () => ({ ...direct, invite: [bot.id, bob.id] })],
      ["it isn't encrypted", 'not-private', () => ({ ...direct, initial_state: [], invite: [bot.id] })],
      ['anybody may come in', 'not-private', () => ({ ...direct, preset: 'public_chat', invite: [bot.id] })],
      [
        'its history is open, and the bot may not close it',
        'not-private',
        () => ({ ...direct, preset: 'private_chat', room_version: '11', invite: [bot.id] }),
      ],
    ] as const)('is left again with the reason where %s', async (_, verdict, body) => {
      const room = await made(ada, body());
      expect(await roomAdmin.follow(room, ada.person, reasons)).toBe(verdict);
      expect(await own(room)).toMatchObject({ membership: 'leave', reason: reasons[verdict] });
    });

    test('of somebody who is gone already is not followed', async () => {
      const room = await made(ada, { ...direct, invite: [bot.id] });
      await ada.api.request('POST', `v3/rooms/${part(bare(room))}/leave`, { body: {} });
      const answer = await roomAdmin.follow(room, ada.person, reasons).catch(({ kind }) => kind);
      expect(['not-alone', 'gone', 'again']).toContain(answer);
    });
  });

  describe('an invitation', () => {
    const membership = async (room: RoomId) => {
      const { state } = { state: await ada.api.request('GET', `v3/rooms/${part(bare(room))}/state`) };
      const event = array(state)
        .map(object)
        .find(({ type, state_key }) => type === 'm.room.member' && state_key === bot.id);
      return object(event?.content);
    };

    test('is followed, twice without harm', async () => {
      const room = await made(ada, { preset: 'private_chat', invite: [bot.id] });
      await roomAdmin.answer(room, { accept: true, reason: '' });
      await roomAdmin.answer(room, { accept: true, reason: '' });
      expect(await membership(room)).toMatchObject({ membership: 'join' });
    });

    test('is declined with the reason', async () => {
      const room = await made(ada, { preset: 'private_chat', invite: [bot.id] });
      await roomAdmin.answer(room, { accept: false, reason: "I'll message you myself" });
      expect(await membership(room)).toMatchObject({ membership: 'leave', reason: "I'll message you myself" });
    });

    test('that was taken back cannot be followed', async () => {
      const room = await made(ada, { preset: 'private_chat', invite: [bot.id] });
      await ada.api.request('POST', `v3/rooms/${part(bare(room))}/kick`, { body: { user_id: bot.id } });
      const answered = roomAdmin.answer(room, { accept: true, reason: '' });
      await expect(answered).rejects.toBeInstanceOf(SendFailure);
      await expect(answered).rejects.toMatchObject({ kind: 'gone' });
    });
  });
});

describe('looking at a room', () => {
  const room = roomId('matrix:!abc:example.org') ?? ('' as never);
  const answering = (answer: unknown): Api => ({ request: async () => answer });

  test.each([
    ['a page of a proxy', '<html>'],
    ['an object', {}],
    ['nothing at all', []],
  ])('that is answered with %s tells nothing', async (_, answer) => {
    await expect(inspectRoom(answering(answer), room, { people: true, botUser: '@bot:example.org' })).rejects.toMatchObject({
      kind: 'again',
      code: 'bad_answer',
    });
  });

  test('that fails otherwise than by a no fails', async () => {
    const failing: Api = {
      request: async () => {
        throw new SendFailure('again', 'http_502');
      },
    };
    await expect(inspectRoom(failing, room, { people: true, botUser: '@bot:example.org' })).rejects.toMatchObject({ code: 'http_502' });
  });

  // Synapse lists nothing unless its configuration says so, so this is a homeserver of our own making.
  test('in the directory tells so, and it is taken out of there, or stays where the bot may not', async () => {
    const botUser = '@bot:example.org';
    for (const allowed of [true, false]) {
      let visibility = 'public';
      const directory: Api = {
        request: async (method, path, { body } = {}) => {
          if (path.endsWith('/state'))
            return [{ type: 'm.room.member', state_key: botUser, sender: botUser, content: { membership: 'join' } }];
          if (method === 'PUT' && !allowed)
            throw new Refused({ status: 403, code: 'M_FORBIDDEN', retryAfterMs: null, softLogout: false, body: {} });
          if (method === 'PUT' && path.startsWith('v3/directory/list/room/')) visibility = string(object(body).visibility) ?? '';
          return { visibility };
        },
      };
      const listed = async () => (await inspectRoom(directory, room, { people: false, botUser })).audit.faults.includes('listed');
      expect(await listed()).toBe(true);
      await roomAdminOf({ api: directory, botUser }).mend(room);
      expect(await listed()).toBe(!allowed);
    }
  });

  test('whose homeserver wants it slower invites the rest another time', async () => {
    const [ada, bob, carol] = ['ada', 'bob', 'carol'].map((name) => personId(`matrix:@${name}:example.org`) ?? ('' as never));
    let left = 1;
    const botUser = '@bot:example.org';
    const slow: Api = {
      request: async (method, path) => {
        if (method === 'GET')
          return path.endsWith('/state')
            ? [{ type: 'm.room.member', state_key: botUser, sender: botUser, content: { membership: 'join' } }]
            : {};
        if (left === 0) throw new Refused({ status: 429, code: 'M_LIMIT_EXCEEDED', retryAfterMs: 1000, softLogout: false, body: {} });
        left -= 1;
        return {};
      },
    };
    const people = [ada, bob, carol].flatMap((each) => each ?? []);
    expect(await roomAdminOf({ api: slow, botUser }).invite(room, people)).toEqual(
      people.slice(1).map((person) => ({ person, code: 'M_LIMIT_EXCEEDED' })),
    );
  });
});
