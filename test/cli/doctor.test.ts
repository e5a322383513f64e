// The doctor names what is wrong, and what to do about it, against a fake Slack and real databases.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Diagnosis, diagnosisLine, verdictLine } from '../../src/chat/diagnosis.ts';
import { examine } from '../../src/cli/doctor.ts';
import type { Environment } from '../../src/config.ts';
import { useKeyring } from '../../src/db/columns.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { storeHeard } from '../../src/db/inbox.ts';
import { keepInstallation } from '../../src/db/installations.ts';
import { roomRows } from '../../src/db/integrity/sealed-rows.ts';
import { rooms } from '../../src/db/schema.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { checkKey } from '../../src/db/settings.ts';
import { personId } from '../../src/domain/values/ids.ts';
import { diagnoseSlack } from '../../src/platforms/slack/setup/diagnosis.ts';
import type { Asked, WorkspaceFindings } from '../../src/platforms/slack/setup/doctor.ts';
import { slackManifest } from '../../src/platforms/slack/setup/manifest.ts';
import { botScopes } from '../../src/platforms/slack/setup/scopes.ts';
import { person, room } from '../rig/slack/bot.ts';
import { type FakeSlack, startFakeSlack, tokens } from '../rig/slack/fake-slack.ts';
import { addChannel } from '../rig/slack/fake-slack-state.ts';
import { startChild } from '../setup/child.ts';
import { runCli } from '../setup/cli.ts';
import { openTestDatabase, testKeyring } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';

const key = newKey('k1');
const folder = mkdtempSync(join(tmpdir(), 'embargo-doctor-'));
const heardAt = Date.parse('2024-01-17T09:00Z');

let fake: FakeSlack;
beforeAll(async () => {
  useKeyring(parseKeyring(key));
  const { db, close } = await openDatabase({ type: 'embedded', folder }, { log: () => undefined });
  await checkKey(db);
  for (const id of ['C1', 'C2']) {
    const audit = { name: `#${id}`, faults: [] };
    const teams = id === 'C2' ? ['T0FAR'] : [];
    await db.insert(rooms).values(roomRows.seal({ room: room(id), list: 'oci' as never, audit, adoptedAt: heardAt, teams }));
  }
  const said = { type: 'words', text: 'help' } as const;
  await storeHeard(db, [{ key: 'slack:1', at: heardAt, by: person('U1'), room: null, trigger: null, said, names: {} }], heardAt);
  await close();
});
afterAll(() => {
  useKeyring(testKeyring);
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  fake = await startFakeSlack();
  fake.addUser({ id: 'U1', name: 'ada' });
  addChannel(fake.slack, { id: 'C1', name: 'oci-private' });
  addChannel(fake.slack, { id: 'C2', name: 'oci-fixes' });
});
afterEach(() => fake.close());

// Without a database that was made before, most of what is looked at is Slack's.
const settings: Environment = {
  SLACK_BOT_TOKEN: tokens.bot,
  SLACK_APP_TOKEN: tokens.app,
  ADMINS: 'slack:T1/U1,terminal:ada',
  DATA_DIR: join(folder, 'none'),
  EMBARGO_KEY: key,
};
const lived: Environment = { DATA_DIR: folder };
const look = (more: Environment = {}, now: () => number = Date.now): Promise<Diagnosis[]> =>
  examine({ ...settings, ...more }, { now, apiUrl: fake.url });
const faultsOf = (diagnoses: readonly Diagnosis[]): string[] => diagnoses.filter(({ state }) => state === 'fault').map(diagnosisLine);

test('an installation in which nothing is wrong is told so line by line', async () => {
  const diagnoses = await look(lived);
  expect(
    diagnoses.map(diagnosisLine).map((line) => line.replace(/\d+ s from/, '0 s from').replace(/, [^,]* ago\.$/, ', long ago.')),
  ).toEqual([
    'ok     settings: complete.',
    'ok     database: it answers, and its tables are up to date.',
    'ok     key: it opens the sealed data.',
    'ok     bot token of T1: Slack accepts it.',
    "ok     clock: this machine's clock is 0 s from Slack's.",
    'ok     scopes of T1: all granted.',
    'ok     app token: Slack accepts it, and Socket Mode works.',
    'ok     admins: 1 of ADMINS, all active at Slack.',
    "ok     room slack:T1/C1: it's private, and the bot is in it.",
    "ok     room slack:T1/C2: it's private, and the bot is in it.",
    'ok     events: the last one from Slack came in at Wed, Jan 17, 2024, 09:00 UTC, long ago.',
  ]);
  expect(verdictLine(diagnoses)).toBe('No problems found.');
});

test('no line holds a token, a key or a secret, whatever is wrong', async () => {
  for (const scope of [...fake.slack.scopes]) fake.slack.scopes.delete(scope);
  const wrong = { ...lived, SLACK_APP_TOKEN: 'xapp-1-A0OTHER-secret', SLACK_CONFIG_TOKEN: 'xoxe.xoxp-secret', EMBARGO_KEY: newKey('k2') };
  const said = (await look(wrong)).map(diagnosisLine).join('\n');
  for (const secret of [tokens.bot, 'secret', key, wrong.EMBARGO_KEY]) expect(said).not.toContain(secret);
});

describe('an app that lacks a scope', () => {
  test.each(botScopes.map(({ scope, why }) => [scope, why] as const))(
    'is told that it is %s, what for, and what to do',
    async (scope, why) => {
      fake.slack.scopes.delete(scope);
      expect(faultsOf(await look())[0]).toBe(
        `fault  scope ${scope} of T1: missing; the bot needs it for ${why}. Next: add it under OAuth & Permissions, Bot Token Scopes, and reinstall the app (Install App).`,
      );
    },
  );

  test('is told all of them at once', async () => {
    for (const { scope } of botScopes) fake.slack.scopes.delete(scope);
    const named = faultsOf(await look()).filter((line) => line.startsWith('fault  scope '));
    expect(named.length).toBe(botScopes.length);
  });
});

test('an app with more scopes than it needs is told which; history, and taking people out of rooms, may be asked for or not', async () => {
  for (const scope of ['channels:history', 'groups:history', 'groups:write', 'users:read.email']) fake.slack.scopes.add(scope);
  expect((await look()).map(diagnosisLine)).toContain(
    'ok     scopes of T1: all granted. More than needed, better removed: channels:history, users:read.email.',
  );
});

test.each([
  ['invalid_auth', 'copy the Bot User OAuth Token from Install App into SLACK_BOT_TOKEN again, whole.'],
  ['token_revoked', 'the app was uninstalled or its token revoked: install it again'],
  ['account_inactive', 'the bot was removed from the workspace'],
  ['token_expired', 'token rotation is on'],
  ['some_new_word', 'look for some_new_word at https://docs.slack.dev'],
])('a bot token that Slack answers with %s is named, with what to do', async (code, next) => {
  fake.failNext('auth.test', { type: 'error', code });
  const [first, ...more] = faultsOf(await look());
  expect(first).toContain(`fault  bot token: Slack refused it (${code}). Next: ${next}`);
  expect(more).toEqual([]);
});

test.each([{ type: 'status', status: 503 } as const, { type: 'garbage' } as const, { type: 'lost-before' } as const])(
  'a Slack that cannot be reached is not taken for one that refuses: %j',
  async (trouble) => {
    fake.failNext('auth.test', trouble);
    expect(faultsOf(await look())).toEqual([
      expect.stringMatching(/bot token: I couldn't reach Slack, or got no readable answer \(\w+\)\. Next: check that this machine reaches/),
    ]);
  },
);

test.each([
  ['missing_scope', 'generate a new one under Basic Information, App-Level Tokens, with the scope connections:write.'],
  ['invalid_auth', 'generate one under Basic Information, App-Level Tokens, with the scope connections:write'],
  ['not_allowed_token_type', 'SLACK_APP_TOKEN is an app-level token'],
])('an app token that Slack answers with %s is named, with what to do', async (code, next) => {
  fake.failNext('apps.connections.open', { type: 'error', code });
  expect(faultsOf(await look())).toEqual([expect.stringContaining(`fault  app token: Slack refused it (${code}). Next: ${next}`)]);
});

test('an app token of another app than the bot token is named: the bot would hear nothing', async () => {
  fake.failNext('apps.connections.open', { type: 'answer', answer: { ok: true, url: 'wss://example.org' } });
  expect(faultsOf(await look({ SLACK_APP_TOKEN: 'xapp-1-A0OTHER-123-abc' }))).toEqual([
    'fault  app token: it belongs to the app A0OTHER, but the bot token to A0FAKE: the bot would hear nothing. Next: use both tokens from the same app.',
  ]);
});

test('over HTTP the signing secret cannot be tried: it is said where to look', async () => {
  const { SLACK_APP_TOKEN: _, ...http } = settings;
  const diagnoses = await examine({ ...http, SLACK_SIGNING_SECRET: '0123456789abcdef' }, { now: Date.now, apiUrl: fake.url });
  expect(faultsOf(diagnoses)).toEqual([]);
  expect(diagnoses.find(({ about }) => about === 'signing secret')?.text).toContain('compare it with Basic Information, App Credentials');
});

describe('the clock', () => {
  const behind = (ms: number) => () => Date.now() - ms;

  test('may be half a minute off', async () => expect(faultsOf(await look({}, behind(30_000)))).toEqual([]));

  test.each([
    [behind(400_000), 'behind'],
    [behind(-400_000), 'ahead of'],
  ])('that is minutes off is a fault: signatures would be refused', async (now, how) => {
    expect(faultsOf(await look({}, now))).toEqual([
      expect.stringMatching(
        new RegExp(`^fault  clock: this machine's clock is (39\\d|40\\d) s ${how} Slack's\\..* Next: set whichever clock is wrong`),
      ),
    ]);
  });
});

describe('the rooms of the lists', () => {
  test.each([
    ['public', { is_private: false }, "it isn't private. Next: make it private"],
    [
      'shared',
      { is_shared: true, is_ext_shared: true },
      "it's shared with another organization that no coordinator named. Next: stop sharing it",
    ],
    ['archived', { is_archived: true }, "it's archived. Next: unarchive it"],
  ])('are named by their id when they are %s', async (_what, flags, words) => {
    Object.assign(fake.slack.channels.get('C1') ?? {}, flags);
    expect(faultsOf(await look(lived))).toEqual([expect.stringContaining(`fault  room slack:T1/C1: ${words}`)]);
  });

  test('that the bot was taken out of are named', async () => {
    fake.slack.channels.get('C1')?.members.clear();
    expect(faultsOf(await look(lived))).toEqual(["fault  room slack:T1/C1: the bot isn't in it. Next: invite it there: /invite @embargo"]);
  });

  test('in a workspace where the bot is not any more are named, and its people', async () => {
    Object.assign(fake.slack, { team: 'T2' });
    expect(faultsOf(await look(lived)).map((line) => line.split(' Next: ')[0])).toEqual([
      "fault  admin slack:T1/U1: the bot isn't installed in their workspace.",
      "fault  room slack:T1/C1: the bot isn't installed in its workspace.",
      "fault  room slack:T1/C2: the bot isn't installed in its workspace.",
    ]);
  });
});

test.each([
  ['slack:T1/U9', {}, "Slack doesn't know them. Next: copy the id again"],
  ['slack:T1/U2', { id: 'U2', name: 'eve', deleted: true }, 'their account is deactivated. Next: remove them from ADMINS'],
  ['slack:T1/U3', { id: 'U3', name: 'robot', is_bot: true }, "that's an app, not a person. Next: name a person"],
])('somebody of ADMINS who is not there is named: %s', async (admin, user, words) => {
  if ('id' in user) fake.addUser(user);
  expect(faultsOf(await look({ ADMINS: admin }))).toEqual([expect.stringContaining(`fault  admin ${admin}: ${words}`)]);
});

describe('with a configuration token the settings of the app are compared with the manifest', () => {
  const compare = async (manifest: unknown) => {
    fake.failNext('apps.manifest.export', { type: 'answer', answer: { ok: true, manifest } });
    return look({ SLACK_CONFIG_TOKEN: 'xoxe.xoxp-1' });
  };
  const ours = () => JSON.parse(JSON.stringify(slackManifest({ mode: 'socket' })));

  test('and found to be as they should, whatever the app is called', async () => {
    const manifest = ours();
    manifest.display_information.name = 'Quiet otter';
    delete manifest.settings.org_deploy_enabled;
    const diagnoses = await compare(manifest);
    expect(faultsOf(diagnoses)).toEqual([]);
    expect(diagnoses.map(diagnosisLine)).toContain('ok     app settings: they match the manifest.');
    expect(fake.calls.find(({ method }) => method === 'apps.manifest.export')?.args).toEqual({ app_id: 'A0FAKE' });
  });

  test('field by field', async () => {
    const manifest = ours();
    manifest.settings.event_subscriptions.bot_events = ['message.groups'];
    manifest.settings.interactivity.is_enabled = false;
    manifest.features.slash_commands[0].should_escape = false;
    manifest.settings.token_rotation_enabled = true;
    const events = slackManifest({ mode: 'socket' }) as { settings: { event_subscriptions: { bot_events: string[] } } };
    const next = ' Next: paste what `npm run embargo -- slack manifest` prints under App Manifest, save it, and reinstall the app.';
    expect(faultsOf(await compare(manifest))).toEqual(
      [
        'fault  app settings: features.slash_commands./embargo.should_escape should be true.',
        `fault  app settings: settings.event_subscriptions.bot_events lacks ${events.settings.event_subscriptions.bot_events.join(', ')}.`,
        'fault  app settings: settings.interactivity.is_enabled should be true.',
        'fault  app settings: settings.token_rotation_enabled should be false.',
      ].map((line) => line + next),
    );
  });

  test('what is there and not needed is named', async () => {
    const manifest = ours();
    manifest.oauth_config.scopes.bot.push('links:read', 'groups:history');
    expect((await compare(manifest)).map(diagnosisLine)).toContain(
      "ok     app settings: all that's needed is there. More than needed: oauth_config.scopes.bot: links:read.",
    );
  });

  test('and a token that has run out says so', async () => {
    fake.failNext('apps.manifest.export', { type: 'error', code: 'token_expired' });
    expect(faultsOf(await look({ SLACK_CONFIG_TOKEN: 'xoxe.xoxp-1' }))).toEqual([
      expect.stringMatching(/^fault {2}app settings: can't read them \(token_expired\)\. Next: make a new configuration token/),
    ]);
  });
});

describe('an app that several workspaces install', () => {
  const { SLACK_BOT_TOKEN: _, ...without } = settings;
  const several: Environment = { ...without, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: '0123456789abcdef' };
  const lookAtAll = (more: Environment) => examine({ ...several, ...more }, { now: Date.now, apiUrl: fake.url });

  test('is told where it is installed and what is wrong in which', async () => {
    const here = mkdtempSync(join(tmpdir(), 'embargo-several-'));
    const { db, close } = await openDatabase({ type: 'embedded', folder: here }, { log: () => undefined });
    const workspace = (owner: string, token: string) => ({
      owner,
      enterprise: null,
      installation: { token, botUser: 'U0BOT', scopes: [] },
    });
    await keepInstallation(db, workspace('T1', tokens.bot), heardAt);
    await keepInstallation(db, workspace('T2', 'xoxb-revoked'), heardAt);
    await close();
    const diagnoses = (await lookAtAll({ DATA_DIR: here })).map(diagnosisLine);
    rmSync(here, { recursive: true, force: true });
    expect(diagnoses.filter((line) => line.includes('bot token') || line.includes('scopes'))).toEqual([
      'ok     bot token of T1: Slack accepts it.',
      "fault  bot token of T2: Slack refused it (invalid_auth). Next: someone from that workspace opens /slack/install at the bot's address in a browser.",
      'ok     scopes of T1: all granted.',
    ]);
    expect(diagnoses.join('\n')).not.toContain('xoxb-');
  });

  test('knows somebody of an organization who is in one of its workspaces', () => {
    const admin = personId('slack:E1/U1');
    if (admin === null) throw new Error('no id');
    const workspace = (owner: string, asked: Asked<'here'>): WorkspaceFindings => ({
      by: 'oauth',
      owner,
      identity: { ok: true, value: { team: owner, enterprise: 'E1', scopes: botScopes.map(({ scope }) => scope), aheadMs: 0 } },
      app: { ok: true, value: 'A0FAKE' },
      people: [{ person: admin, asked }],
      rooms: [],
    });
    const unknown = { ok: false, code: 'user_not_found', needed: null } as const;
    const setup = { command: '/embargo', mode: 'http', installs: 'oauth', admins: [admin], rooms: [] } as const;
    const of = (...workspaces: WorkspaceFindings[]) => diagnoseSlack({ workspaces, socket: null, port: null, manifest: null }, setup);
    expect(faultsOf(of(workspace('T1', unknown), workspace('T2', { ok: true, value: 'here' })))).toEqual([]);
    expect(faultsOf(of(workspace('T1', unknown), workspace('T2', unknown)))).toEqual([
      "fault  admin slack:E1/U1: Slack doesn't know them. Next: copy the id again: Profile, Copy member ID.",
    ]);
  });

  test('is told how it is installed for the first time', async () => {
    expect(faultsOf(await lookAtAll({}))).toEqual([
      "fault  workspaces: the bot isn't installed in any yet. Next: start it, then open /slack/install at its address in a browser.",
    ]);
  });

  test('is not said to be installed nowhere when the database cannot be read', async () => {
    const diagnoses = await lookAtAll({ ...lived, EMBARGO_KEY: newKey('k2') });
    expect(faultsOf(diagnoses).map((line) => line.split(':')[0])).toEqual(['fault  key']);
    expect(diagnoses.map(diagnosisLine)).toContain(
      "ok     workspaces: the database has where the app is installed, and I couldn't check it.",
    );
  });
});

describe('the database', () => {
  test('that is away is named, and Slack is looked at nevertheless', async () => {
    const diagnoses = await look({ DATABASE_URL: 'postgres://ada:hunter2@127.0.0.1:1/embargo' });
    expect(faultsOf(diagnoses)).toEqual([
      expect.stringMatching(/^fault {2}database: Cannot open PostgreSQL at 127\.0\.0\.1:1, database "embargo"/),
    ]);
    expect(diagnoses.map(diagnosisLine).join('\n')).not.toContain('hunter2');
    expect(diagnoses.map(({ about }) => about)).toContain('bot token of T1');
  });

  test('that the running bot has open is no fault', async () => {
    const lock = `const { lockFolder } = await import('./src/db/connection/folder-lock.ts'); await lockFolder(${JSON.stringify(folder)});`;
    const bot = startChild(`${lock} console.log('locked'); setInterval(() => {}, 1000);`);
    await bot.line();
    const [, database] = (await look(lived).finally(() => bot.kill())).map(diagnosisLine);
    expect(database).toBe(
      `ok     database: the process ${bot.pid} has it open, most likely the running bot. Stop it to check what's in the database.`,
    );
  });

  test('whose key is another one is named', async () => {
    expect(faultsOf(await look({ ...lived, EMBARGO_KEY: newKey('k2') }))).toEqual([
      expect.stringMatching(
        /^fault {2}key: EMBARGO_KEY isn't the key of this database\. Next: set the key the database was made with; after a rotation, both/,
      ),
    ]);
  });

  test('that is not there yet is not made by looking for it', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'embargo-none-'));
    const { EMBARGO_KEY: _, ...without } = settings;
    const diagnoses = await examine({ ...without, DATA_DIR: join(empty, 'data') }, { now: Date.now, apiUrl: fake.url });
    expect(faultsOf(diagnoses)).toEqual([]);
    expect(diagnoses[1]?.text).toMatch(/^there's none in .* yet; the first start creates it\.$/);
    expect(readdirSync(empty)).toEqual([]);
    rmSync(empty, { recursive: true, force: true });
  });
});

describePostgres('a database on a server', () => {
  test('answers with its own clock; tables that wait to be changed are named, and those of a newer bot are a fault', async () => {
    const database = await openTestDatabase('postgres');
    const url = { DATABASE_URL: database.url ?? '' };
    const said = async () => (await look(url)).filter(({ about }) => ['database', 'clock', 'key'].includes(about)).map(diagnosisLine);
    expect((await said()).slice(0, 3)).toEqual([
      'ok     database: it answers, and its tables are up to date.',
      'ok     key: the database has no sealed data yet.',
      expect.stringMatching(/^ok {5}clock: this machine's clock is \d s from the database's\.$/),
    ]);
    await database.db.execute('insert into drizzle.__drizzle_migrations (hash, created_at) values (1, 9999999999999)');
    expect((await said())[0]).toBe('fault  database: a newer version of the bot made its tables. Next: run that version or a newer one.');
    await database.db.execute('drop schema drizzle cascade');
    expect((await said())[0]).toMatch(/^ok {5}database: it answers; the next start of the bot updates its tables \(\d+ to do\)\.$/);
    await database.drop();
  });
});

test('as a command it prints its lines, and ends with 1 where something is wrong', async () => {
  const wrong = await runCli(['doctor'], { env: { PORT: 'http', DATA_DIR: join(folder, 'none') } });
  expect(wrong).toEqual({
    code: 1,
    stdout: "fault  settings: PORT has to be a number from 0 to 65535.\nOne fault. Once it's fixed, run this again.\n",
    stderr: '',
  });
  const asked = await runCli(['doctor', '--all']);
  expect([asked.code, asked.stderr.split('\n')[0]]).toEqual([1, 'Unexpected: --all']);
  const right = await runCli(['doctor'], { asWritten: true, env: { DATA_DIR: join(folder, 'none') } });
  expect([right.code, right.stdout.split('\n').at(-2), right.stderr]).toEqual([0, 'No problems found.', '']);
});

test('settings that are wrong are all named, and nothing else is looked at', async () => {
  const wrong = { ...settings, SLACK_BOT_TOKEN: 'xoxp-1', ADMINS: 'ada' };
  expect(faultsOf(await examine(wrong, { now: Date.now, apiUrl: fake.url }))).toEqual([
    'fault  settings: ADMINS entry 1: write a person like slack:T024BE7LD/U0123ABCD or matrix:@ada:example.org.',
    'fault  settings: SLACK_BOT_TOKEN begins with xoxb-.',
  ]);
  expect(fake.calls).toEqual([]);
});
