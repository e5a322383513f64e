// The doctor names what is wrong with an account on Matrix and what to do about it: by table, and as a real homeserver answers.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diagnosisLine } from '../../../../src/chat/diagnosis.ts';
import { examine } from '../../../../src/cli/doctor.ts';
import { matrixStoreOver } from '../../../../src/cli/matrix-store.ts';
import type { Environment } from '../../../../src/config.ts';
import { roomRows } from '../../../../src/db/integrity/sealed-rows.ts';
import { holdAccount, takeRecoveryKey } from '../../../../src/db/matrix.ts';
import { rooms } from '../../../../src/db/schema.ts';
import { checkKey } from '../../../../src/db/settings.ts';
import { type PersonId, personId, type RoomId, roomId } from '../../../../src/domain/values/ids.ts';
import { apiOf } from '../../../../src/platforms/matrix/api.ts';
import { readyDevice } from '../../../../src/platforms/matrix/encryption/device.ts';
import { roomAdminOf } from '../../../../src/platforms/matrix/rooms/room-admin.ts';
import { logIn } from '../../../../src/platforms/matrix/session.ts';
import { diagnoseMatrix, type MatrixKept, type MatrixSetup } from '../../../../src/platforms/matrix/setup/diagnosis.ts';
import { askMatrix, type MatrixFindings } from '../../../../src/platforms/matrix/setup/doctor.ts';
import { type Account, call, homeserver, newPrefix, register, removeDevice } from '../../../rig/matrix/server.ts';
import { openTestDatabase, type TestDatabase } from '../../../setup/database.ts';
import { describeNeeding, describeSynapse } from '../../../setup/needs.ts';

const person = (user: string): PersonId => personId(`matrix:${user}`) ?? ('' as never);
const room: RoomId = roomId('matrix:!oci:example.org') ?? ('' as never);
const ada = person('@ada:example.org');
const ok = <Value>(value: Value) => ({ ok: true, value }) as const;
const no = (code: string) => ({ ok: false, code }) as const;

const kept: MatrixKept = { device: true, keyWaits: false, heldUntil: null, rooms: [{ room, teams: ['named.example'] }] };
const setup: MatrixSetup = { user: '@embargo:example.org', by: 'password', recoveryKey: false, kept };
const byToken = { by: 'token' } as const;
const well: MatrixFindings = {
  homeserver: ok(null),
  name: 'example.org',
  passwords: ok(true),
  login: ok('@embargo:example.org'),
  session: ok({ user: '@embargo:example.org', device: 'ABC' }),
  identity: ok({ own: true, signed: true }),
  people: [{ person: ada, asked: ok('here') }],
  rooms: [{ room, asked: ok({ name: 'oci', faults: [] }) }],
};
const said = (findings: Partial<MatrixFindings> = {}, more: Partial<MatrixSetup> = {}): string[] =>
  diagnoseMatrix({ ...well, ...findings }, { ...setup, ...more }).map(diagnosisLine);
const wrong = (...given: Parameters<typeof said>): string[] => said(...given).filter((line) => line.startsWith('fault'));

test('an account with which nothing is wrong is told so line by line', () => {
  expect(said()).toEqual([
    'ok     homeserver: it answers.',
    'ok     password: the homeserver accepts it.',
    'ok     session: it belongs to @embargo:example.org, device ABC.',
    "ok     identity: the account has one, and it vouches for the bot's device.",
    'ok     account: no running bot holds it.',
    'ok     admins: 1 of ADMINS, all known on Matrix.',
    "ok     room matrix:!oci:example.org: it's encrypted and invite-only, and the bot is in it.",
  ]);
});

test('before the first start it is said what that will do', () => {
  const nothingYet = { ...kept, device: false, rooms: [] };
  expect(said({ session: null, identity: null, people: [], rooms: [] }, { kept: nothingYet }).slice(2)).toEqual([
    "ok     session: there's none yet; the first start logs in.",
  ]);
  const fresh = { passwords: null, identity: ok({ own: false, signed: false }), people: [], rooms: [] } as const;
  expect(said(fresh, { ...byToken, kept: nothingYet })).toEqual([
    'ok     homeserver: it answers.',
    'ok     access token: it belongs to @embargo:example.org, device ABC.',
    'ok     identity: the account has none yet; the first start creates it.',
  ]);
});

test('a session that stands in a database that could not be read is not said to be missing', () => {
  expect(said({ session: null, identity: null, people: [], rooms: [] }, { kept: null }).slice(2)).toEqual([
    "ok     session: if there is one, it's in the database, which I couldn't check.",
  ]);
});

test('a running bot is named with the time until which it holds the account', () => {
  const heldUntil = Date.parse('2026-11-25T12:00Z');
  expect(said({}, { kept: { ...kept, heldUntil } })).toContain(
    'ok     account: a running bot holds it, until Wed, Nov 25, 2026, 12:00 UTC unless renewed.',
  );
});

const reach = 'check that this machine can reach the address in MATRIX_HOMESERVER (network, proxy, DNS, certificate).';
const address = 'set it to the address clients use: see https://SERVER/.well-known/matrix/client, under m.homeserver.';
const newToken = 'set MATRIX_ACCESS_TOKEN to the token of a new device of the bot (`mas-cli manage issue-compatibility-token`)';
const newWayIn = `${newToken}, or set MATRIX_PASSWORD instead.`;
const vouches = "identity: the account has one, but it doesn't vouch for the bot's device, so nobody would share keys with it.";

test.each<[string, Partial<MatrixFindings>, Partial<MatrixSetup>, string]>([
  ['homeserver that is down', { homeserver: no('ECONNREFUSED') }, {}, `homeserver: can't reach it (ECONNREFUSED). Next: ${reach}`],
  ['certificate', { homeserver: no('CERT_HAS_EXPIRED') }, {}, `homeserver: can't reach it (CERT_HAS_EXPIRED). Next: ${reach}`],
  ['proxy without a homeserver', { homeserver: no('http_502') }, {}, `homeserver: can't reach it (http_502). Next: ${reach}`],
  [
    'address of something else',
    { homeserver: no('http_404') },
    {},
    `homeserver: MATRIX_HOMESERVER isn't a homeserver (http_404). Next: ${address}`,
  ],
  [
    'homeserver that has enough',
    { homeserver: no('M_LIMIT_EXCEEDED') },
    {},
    "homeserver: it's rate limiting (M_LIMIT_EXCEEDED). Next: wait a minute, then run this again.",
  ],
  [
    'password where there are none',
    { passwords: ok(false) },
    {},
    `password: the homeserver doesn't allow password logins. Next: remove MATRIX_PASSWORD and ${newToken}.`,
  ],
  [
    'password that is wrong',
    { login: no('M_FORBIDDEN') },
    {},
    "password: the homeserver doesn't accept it for @embargo:example.org (M_FORBIDDEN). Next: correct MATRIX_PASSWORD.",
  ],
  [
    'account that is not there',
    { login: no('unknown-user') },
    {},
    'account: the homeserver has no account @embargo:example.org. Next: correct MATRIX_USER, or create the account.',
  ],
  [
    'homeserver of another name',
    { name: 'elsewhere.example', login: null, session: null },
    {},
    'account: MATRIX_HOMESERVER is elsewhere.example, but MATRIX_USER is an account of example.org. Next: correct MATRIX_USER, or set the address of example.org.',
  ],
  [
    'token that is not taken',
    { session: no('M_UNKNOWN_TOKEN') },
    byToken,
    `access token: the homeserver doesn't accept it (M_UNKNOWN_TOKEN). Next: ${newWayIn}`,
  ],
  [
    'token without a device',
    { session: no('token-without-device') },
    byToken,
    `access token: it belongs to no device, so it can't hold keys. Next: ${newWayIn}`,
  ],
  [
    'token of somebody else',
    { session: ok({ user: '@eve:example.org', device: 'E' }) },
    byToken,
    'access token: it belongs to @eve:example.org, but MATRIX_USER is @embargo:example.org. Next: correct MATRIX_USER, or use a token of that account.',
  ],
  [
    'identity of somebody else',
    { identity: ok({ own: true, signed: false }) },
    {},
    `${vouches} Next: set MATRIX_RECOVERY_KEY and start the bot: it never replaces an identity.`,
  ],
  [
    'identity whose recovery key is given',
    { identity: ok({ own: true, signed: false }) },
    { recoveryKey: true },
    `${vouches} Next: start the bot: it signs its device with MATRIX_RECOVERY_KEY.`,
  ],
  [
    'recovery key that nobody has taken',
    {},
    { kept: { ...kept, keyWaits: true } },
    "recovery key: nobody has saved the one of the bot's identity yet. Without it, losing the database means losing the account. Next: `npm run embargo -- matrix recovery-key` shows it, once.",
  ],
  [
    'admin whom nobody knows',
    { people: [{ person: ada, asked: ok('unknown') }] },
    {},
    "admin matrix:@ada:example.org: no homeserver knows them, or it won't say. Next: compare it with the id in their client's settings, and correct ADMINS.",
  ],
  [
    'room that the homeserver says nothing of',
    { rooms: [{ room, asked: no('http_503') }] },
    {},
    "room matrix:!oci:example.org: the homeserver didn't answer (http_503). Next: run this again.",
  ],
  [
    'room that is not encrypted',
    { rooms: [{ room, asked: ok({ name: 'oci', faults: ['unencrypted'] }) }] },
    {},
    "room matrix:!oci:example.org: it isn't encrypted. Next: turn on encryption, which can't be undone; earlier messages stay readable on its homeservers: `room fix` does it if I'm allowed; otherwise a room administrator.",
  ],
  [
    'room that a homeserver reads along in which nobody named',
    { rooms: [{ room, asked: ok({ name: 'oci', faults: ['shared-externally'], teams: ['far.example', 'named.example'] }) }] },
    {},
    'room matrix:!oci:example.org: people from other homeservers are in it or invited. Next: remove the people of far.example and revoke their invitations; or let it read, after seeing what that means: `room trust far.example`.',
  ],
])('what is wrong is one line with one next step: %s', (_what, findings, more, words) => {
  expect(wrong(findings, more)).toEqual([`fault  ${words}`]);
});

test('a room whose far homeservers were all named is fit', () => {
  const shared = ok({ name: 'oci', faults: ['shared-externally'] as const, teams: ['named.example'] });
  expect(wrong({ rooms: [{ room, asked: shared }] })).toEqual([]);
});

test('by password a token that ran out is renewed by the next start, and a profile that is shown to nobody says nothing', () => {
  const findings = { session: no('M_UNKNOWN_TOKEN'), identity: null, people: [{ person: ada, asked: no('M_MISSING_TOKEN') }], rooms: [] };
  expect(said(findings).slice(2)).toEqual([
    'ok     session: its token is no longer valid (M_UNKNOWN_TOKEN); the next start renews it or logs in again.',
    'ok     account: no running bot holds it.',
  ]);
});

describe('asked of an address', () => {
  const ask = (url: string) =>
    askMatrix({
      access: { homeserver: url, user: '@embargo:example.org', token: 'secret', password: null },
      keptToken: null,
      people: [ada],
      rooms: [room],
    });
  const only = (code: string) => ({
    homeserver: no(code),
    name: null,
    passwords: null,
    login: null,
    session: null,
    identity: null,
    people: [],
    rooms: [],
  });

  test('where nobody is, nothing else is asked', async () => {
    expect(await ask('http://127.0.0.1:1')).toEqual(only('ECONNREFUSED'));
  });

  test('of a web site, the token is not shown to it', async () => {
    const asked: (string | undefined)[][] = [];
    const site = createServer(({ url, headers }, answer) => {
      asked.push([url, headers.authorization]);
      answer.setHeader('content-type', 'text/html').end('<html></html>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const { port } = site.address() as AddressInfo;
    expect(await ask(`http://127.0.0.1:${port}`)).toEqual(only('unreadable_answer'));
    expect(asked).toEqual([['/_matrix/client/versions', undefined]]);
    await new Promise((resolve) => site.close(resolve));
  });
});

describeSynapse('asked of a real homeserver', () => {
  let bot: Account;
  let admin: Account;
  beforeEach(async () => {
    const prefix = newPrefix();
    [bot, admin] = await Promise.all([
      register(homeserver(), { name: `${prefix}-bot` }),
      register(homeserver(), { name: `${prefix}-ada` }),
    ]);
  });
  const ask = (more: { token?: string | null; password?: string | null; rooms?: RoomId[]; people?: string[]; user?: string } = {}) =>
    askMatrix({
      access: {
        homeserver: homeserver().url,
        user: more.user ?? bot.userId,
        token: more.token ?? null,
        password: more.password ?? null,
      },
      keptToken: null,
      people: (more.people ?? []).map(person),
      rooms: more.rooms ?? [],
    });

  test('a password is tried, and no device of that is left', async () => {
    const before = await devicesOf(bot);
    const name = bot.userId.slice(bot.userId.indexOf(':') + 1);
    const found = {
      homeserver: ok(null),
      name,
      passwords: ok(true),
      login: ok(bot.userId),
      session: null,
      identity: null,
      people: [{ person: person(admin.userId), asked: ok('here') }],
      rooms: [],
    };
    expect(await ask({ password: bot.password, people: [admin.userId] })).toEqual(found);
    expect(await ask({ password: 'wrong', people: [admin.userId] })).toEqual({ ...found, login: no('M_FORBIDDEN') });
    const nobody = `@${newPrefix()}-nobody:${name}`;
    expect(await ask({ password: 'wrong', user: nobody })).toMatchObject({ login: no('unknown-user') });
    expect(await ask({ password: bot.password, user: '@embargo:elsewhere.example' })).toMatchObject({ name, login: null, session: null });
    expect(await devicesOf(bot)).toEqual(before);
  });

  test('a token, its device, people and rooms are as they are', async () => {
    const roomAdmin = roomAdminOf({ api: apiOf(homeserver().url, bot.accessToken), botUser: bot.userId });
    const fit = await roomAdmin.make({ key: randomUUID(), name: 'oci-private', people: [], runs: [] });
    const nobody = admin.userId.replace('-ada', '-nobody');
    const hidden = roomId(`matrix:!hidden:${bot.userId.split(':')[1]}`) ?? ('' as never);
    expect(await ask({ token: bot.accessToken, people: [admin.userId, nobody], rooms: [fit, hidden] })).toEqual({
      homeserver: ok(null),
      name: bot.userId.slice(bot.userId.indexOf(':') + 1),
      passwords: null,
      login: null,
      session: ok({ user: bot.userId, device: bot.deviceId }),
      identity: ok({ own: false, signed: false }),
      people: [
        { person: person(admin.userId), asked: ok('here') },
        { person: person(nobody), asked: ok('unknown') },
      ],
      rooms: [
        { room: fit, asked: ok({ name: 'oci-private', faults: [] }) },
        { room: hidden, asked: ok({ name: hidden.slice('matrix:'.length), faults: ['bot-is-not-in-it'] }) },
      ],
    });
  });

  test('with the token of somebody else nothing of theirs is looked at', async () => {
    const found = await ask({ token: admin.accessToken, rooms: [room] });
    expect(found).toMatchObject({ session: ok({ user: admin.userId, device: admin.deviceId }), identity: null, rooms: [] });
  });

  test('a token that was taken away is not taken', async () => {
    await removeDevice(homeserver(), bot);
    expect(await ask({ token: bot.accessToken })).toMatchObject({ session: no('M_UNKNOWN_TOKEN'), identity: null });
  });
});

async function devicesOf({ accessToken }: Account): Promise<unknown> {
  return call(homeserver(), 'GET', '/_matrix/client/v3/devices', { token: accessToken });
}

describeNeeding(['Synapse', 'PostgreSQL'], 'the doctor of a bot that was started once', () => {
  let database: TestDatabase;
  let bot: Account;
  beforeEach(async () => {
    database = await openTestDatabase('postgres');
    bot = await register(homeserver(), { name: `${newPrefix()}-bot` });
  });
  afterEach(() => database.drop());

  test('sees its identity, its device and who holds it, and that its recovery key waits; and says it of Matrix alone', async () => {
    const { db, url } = database;
    await checkKey(db);
    const epoch = await startedOnce();
    const adopted = { room, list: 'oci' as never, audit: { name: 'oci', faults: [] }, adoptedAt: 0, teams: [] };
    await db.insert(rooms).values(roomRows.seal(adopted));
    const settings: Environment = {
      DATABASE_URL: url ?? '',
      EMBARGO_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      MATRIX_HOMESERVER: homeserver().url,
      MATRIX_USER: bot.userId,
      MATRIX_PASSWORD: bot.password,
      ADMINS: `matrix:${bot.userId}`,
    };
    const look = async () =>
      (await examine(settings, { now: Date.now })).map(diagnosisLine).filter((line) => !/^ok {5}(clock|key): /.test(line));
    const devices = await devicesOf(bot);
    const lines = await look();
    expect(lines.map((line) => line.replace(/device [A-Z]+\./, 'device D.').replace(/until .* UTC/, 'until then'))).toEqual([
      'ok     settings: complete.',
      'ok     database: it answers, and its tables are up to date.',
      'ok     slack: no token is set: the bot runs on Matrix only.',
      'ok     homeserver: it answers.',
      'ok     password: the homeserver accepts it.',
      `ok     session: it belongs to ${bot.userId}, device D.`,
      "ok     identity: the account has one, and it vouches for the bot's device.",
      expect.stringMatching(/^fault {2}recovery key: .* Next: `npm run embargo -- matrix recovery-key` shows it, once\.$/),
      'ok     account: a running bot holds it, until then unless renewed.',
      'ok     admins: 1 of ADMINS, all known on Matrix.',
      "fault  room matrix:!oci:example.org: the bot isn't in it. Next: invite the bot; or send `room adopt` in another room.",
    ]);
    const key = await takeRecoveryKey(db, bot.userId);
    for (const secret of [bot.password, bot.accessToken, key ?? 'nothing']) expect(lines.join('\n')).not.toContain(secret);
    await holdAccount(db, bot.userId, epoch, -1);
    expect(await look()).toEqual(
      lines
        .filter((line) => !line.includes('recovery key'))
        .map((line) => (line.includes('account:') ? 'ok     account: no running bot holds it.' : line)),
    );
    expect(await devicesOf(bot)).toEqual(devices);
  });

  test('knows a device that the identity does not vouch for', async () => {
    await startedOnce();
    const access = { homeserver: homeserver().url, user: bot.userId, token: null, password: bot.password };
    const { device } = await logIn(access, null, { madeAt: Date.now() });
    const found = await askMatrix({ access: { ...access, token: device.token }, keptToken: null, people: [], rooms: [] });
    expect(found).toMatchObject({ identity: ok({ own: true, signed: false }) });
  });

  /** Logged in, with an identity of its own, and held for a minute. Resolves to the epoch. */
  async function startedOnce(): Promise<number> {
    const access = { homeserver: homeserver().url, user: bot.userId, token: null, password: bot.password };
    const store = matrixStoreOver(database.db, 'test', Date.now);
    const account = await store.take(bot.userId, 60_000);
    if (account === null) throw new Error('somebody holds it');
    const { crypto } = await readyDevice({
      access,
      recoveryKey: null,
      api: {
        request: async (...request) => apiOf(access.homeserver, (await store.device(bot.userId))?.token ?? null).request(...request),
      },
      store,
      account,
      use: () => undefined,
      save: (saved) => store.save(bot.userId, account.epoch, saved),
      now: Date.now,
      newId: randomUUID,
      newSecret: randomBytes,
      trouble: async () => undefined,
    });
    await crypto.close();
    return account.epoch;
  }
});
