// The bot as people start it, where it cannot start: it says what is wrong, lets go of everything, and ends with a code; or it waits where that helps.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { DatabaseKind } from '../../src/db/connection/client.ts';
import { newKey } from '../../src/db/seal.ts';
import { homeserver, newPrefix, register } from '../rig/matrix/server.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack, tokens } from '../rig/slack/fake-slack.ts';
import { runCli, startCli } from '../setup/cli.ts';
import { startCluster } from '../setup/cluster.ts';
import { databaseKinds, openTestDatabase } from '../setup/database.ts';
import { migratedFolder } from '../setup/migrated-folder.ts';
import { describePostgres, describeSynapse } from '../setup/needs.ts';

type Env = Readonly<Record<string, string>>;

const busy = 75;
const settings = 78;
// Each start is a process, of which a busy machine gives it little.
const msMax = 10 * 60_000;

const start = (env: Env) => startCli([], { env });

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'embargo-start-'));
  cleanups.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Settings for an embedded database that nobody has used, with its tables: most starts are not about how they are made. */
async function migrated(): Promise<Env> {
  const { folder: made, remove } = await migratedFolder();
  cleanups.push(remove);
  return { DATA_DIR: made, EMBARGO_KEY: newKey() };
}

/** Settings for a database that nobody has used. */
async function databaseOf(kind: DatabaseKind): Promise<Env> {
  if (kind === 'embedded') return migrated();
  const database = await openTestDatabase(kind);
  cleanups.push(database.drop);
  return { DATABASE_URL: database.url ?? '', EMBARGO_KEY: newKey() };
}

async function slack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const fake = await startFakeSlack(options);
  cleanups.push(fake.close);
  return fake;
}

const access = { SLACK_BOT_TOKEN: tokens.bot, ADMINS: 'slack:T1/U1', HOST: '127.0.0.1', PORT: '0' };
const overHttp = ({ url }: FakeSlack): Env => ({ ...access, SLACK_API_URL: url, SLACK_SIGNING_SECRET: '0123456789abcdef' });
const bySocket = ({ url }: FakeSlack): Env => ({ ...access, SLACK_API_URL: url, SLACK_APP_TOKEN: tokens.app });

/** A port of this machine that something else has. */
async function takenPort(): Promise<string> {
  const server: Server = createServer((_, answer) => void answer.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return String((server.address() as AddressInfo).port);
}

/** What a start that ends by itself says besides its log, and with which code. */
async function refusedStart(env: Env): Promise<{ code: number | null; said: string[] }> {
  const { code, stderr } = await runCli([], { env });
  // On a busy machine the stand-in for Slack may take longer than a request may: then it is waited for first.
  const beside = /^(\{|Made a key|Not ready: )/;
  return { code, said: stderr.split('\n').filter((line) => line !== '' && !beside.test(line)) };
}

/** That it starts with these settings, and ends when it is told to. */
async function starts(env: Env): Promise<void> {
  const bot = start(env);
  await bot.wrote(/"event":"started"/);
  bot.signal('SIGTERM');
  const { code, stderr } = await bot.ended;
  expect([code, stderr.includes('"event":"stopped"')]).toEqual([0, true]);
}

type Wrong = {
  readonly what: string;
  readonly code: number;
  readonly env: (fake: FakeSlack) => Env | Promise<Env>;
  readonly words: (env: Env) => string;
};

const wrongs: readonly Wrong[] = [
  {
    what: 'a bot token that Slack refuses',
    code: settings,
    env: (fake) => ({ ...overHttp(fake), SLACK_BOT_TOKEN: 'xoxb-of-another' }),
    words: () =>
      "The bot can't start: bot token: Slack refused it (invalid_auth). Next: copy the Bot User OAuth Token from Install App into SLACK_BOT_TOKEN again, whole.",
  },
  {
    what: 'an app token that Slack refuses',
    code: settings,
    env: (fake) => ({ ...bySocket(fake), SLACK_APP_TOKEN: 'xapp-of-another' }),
    words: () =>
      "The bot can't start: app token: Slack refused it (invalid_auth). Next: generate one under Basic Information, App-Level Tokens, with the scope connections:write, and set SLACK_APP_TOKEN to it.",
  },
  {
    what: 'a port that something else has',
    code: busy,
    env: async (fake) => ({ ...overHttp(fake), PORT: await takenPort() }),
    words: ({ PORT }) =>
      `The bot can't start: port: PORT ${PORT} on HOST 127.0.0.1: another program already listens there (EADDRINUSE). Next: stop that, or set PORT to a free one.`,
  },
  {
    what: 'an address that is not of this machine',
    code: settings,
    env: (fake) => ({ ...overHttp(fake), HOST: '192.0.2.1' }),
    words: () =>
      "The bot can't start: port: PORT 0 on HOST 192.0.2.1: HOST isn't an address of this machine (EADDRNOTAVAIL). Next: correct HOST, or leave it out to listen on all of them.",
  },
  {
    what: 'a key that is not the key of the database',
    code: settings,
    env: (fake) => ({ ...overHttp(fake), EMBARGO_KEY: newKey() }),
    words: () => "EMBARGO_KEY isn't the key of this database. Start with the key that it was made with; after a rotation, with both.",
  },
];

describe.each(databaseKinds)('a start, on %s,', (kind) => {
  test(
    'that cannot be says why, ends by itself with a code, and lets go of everything',
    async () => {
      const fake = await slack();
      const database = await databaseOf(kind);
      for (const { what, code, env: wrong, words } of wrongs) {
        const env = { ...database, ...(await wrong(fake)) };
        expect({ what, ...(await refusedStart(env)) }).toEqual({ what, code, said: [words(env)] });
      }
      await starts({ ...database, ...overHttp(fake) });
    },
    msMax,
  );

  test(
    'that waits for Slack heals by itself, or ends when it is told to',
    async () => {
      let away = true;
      const fake = await slack({ plan: ({ method }) => (away && method === 'auth.test' ? { type: 'status', status: 503 } : null) });
      const env = { ...(await databaseOf(kind)), ...overHttp(fake) };
      const bot = start(env);
      await bot.wrote(/"platform":"slack","code":"http_503","failures":2,.*"event":"platform.waits"/);
      await bot.wrote(/"event":"started"/);
      away = false;
      await bot.wrote(/"event":"platform.started"/);
      bot.signal('SIGTERM');
      const { code, stderr } = await bot.ended;
      expect(code).toBe(0);
      expect(stderr.split('\n').filter((line) => line.startsWith('Not ready:'))).toEqual([
        "Not ready: bot token: I couldn't reach Slack, or got no readable answer (http_503). Next: check that this machine reaches https://slack.com, or the address in SLACK_API_URL (network, proxy, DNS, https://slack-status.com). I'll keep trying.",
      ]);
      away = true;
      const waiting = start(env);
      await waiting.wrote(/"event":"platform.waits"/);
      waiting.signal('SIGTERM');
      expect((await waiting.ended).code).toBe(0);
    },
    msMax,
  );
});

test(
  'a start whose Slack comes back and then refuses the token ends with a code',
  async () => {
    let asked = 0;
    const fake = await slack({
      plan: ({ method }) => {
        if (method !== 'auth.test') return null;
        asked += 1;
        return asked === 1 ? { type: 'lost-before' } : { type: 'error', code: 'account_inactive' };
      },
    });
    const { code, stderr } = await runCli([], { env: { DATA_DIR: folder(), ...overHttp(fake) } });
    expect([code, stderr]).toEqual([
      settings,
      expect.stringContaining("The bot can't start: bot token: Slack refused it (account_inactive)."),
    ]);
  },
  msMax,
);

test(
  'a socket that Slack does not open yet is opened later',
  async () => {
    let away = true;
    const fake = await slack({
      plan: ({ method }) => (away && method === 'apps.connections.open' ? { type: 'status', status: 500 } : null),
    });
    const bot = start({ ...(await migrated()), ...bySocket(fake) });
    await bot.wrote(/"code":"http_500","failures":1,.*"event":"platform.waits"/);
    away = false;
    await bot.wrote(/"event":"platform.started"/);
    await fake.socket.connected(1);
    bot.signal('SIGTERM');
    expect((await bot.ended).code).toBe(0);
  },
  msMax,
);

describe('the folder of the embedded database', () => {
  test(
    'that is in use, or cannot be one, ends the start',
    async () => {
      const fake = await slack();
      const env = { ...(await migrated()), ...overHttp(fake) };
      const bot = start(env);
      await bot.wrote(/"event":"started"/);
      expect(await refusedStart(env)).toEqual({
        code: busy,
        said: [expect.stringMatching(/^The database folder .* is in use by another process \(pid \d+\)\./)],
      });
      bot.signal('SIGTERM');
      await bot.ended;
      const file = join(folder(), 'file');
      writeFileSync(file, '');
      for (const DATA_DIR of [file, join(file, 'data')])
        expect(await refusedStart({ ...env, DATA_DIR })).toEqual({
          code: settings,
          said: [`DATA_DIR can't be used: ${DATA_DIR}, or what is above it, is a file, not a folder. Next: set DATA_DIR to a folder.`],
        });
    },
    msMax,
  );
});

describePostgres('a server', () => {
  test(
    'that is away at the start is waited for, and told to stop the bot ends; one without the database ends the start',
    async () => {
      const fake = await slack();
      const cluster = await startCluster();
      cleanups.push(cluster.stop);
      const env = { DATABASE_URL: cluster.url, EMBARGO_KEY: newKey(), ...overHttp(fake) };
      const none = new URL(cluster.url);
      none.pathname = '/nobody_made_it';
      expect(await refusedStart({ ...env, DATABASE_URL: none.href })).toEqual({
        code: settings,
        said: [expect.stringContaining('Create the database first: createdb nobody_made_it')],
      });
      await cluster.halt();
      const told = start(env);
      await told.wrote(/"event":"database.waits"/);
      told.signal('SIGTERM');
      expect((await told.ended).code).toBe(0);
      const bot = start(env);
      await bot.wrote(/"event":"database.waits"/);
      await bot.wrote(/^Not ready: Cannot open PostgreSQL at /m);
      await cluster.resume();
      await bot.wrote(/"event":"started"/);
      bot.signal('SIGTERM');
      expect((await bot.ended).code).toBe(0);
    },
    msMax,
  );
});

describeSynapse('an account on Matrix that does not let the bot in', () => {
  const ways = async () => {
    const { userId, password } = await register(homeserver(), { name: `${newPrefix()}-bot` });
    const server = homeserver().url;
    const right = { MATRIX_HOMESERVER: server, MATRIX_USER: userId, MATRIX_PASSWORD: password, ADMINS: 'matrix:@ada:example.org' };
    return { right, name: userId.slice(userId.indexOf(':') + 1) };
  };
  /** The first fault that the doctor finds on Matrix. */
  const doctorSays = async (env: Env) => {
    const { stdout } = await runCli(['doctor'], { env });
    return /^fault {2}((homeserver|account|password): .*)$/m.exec(stdout)?.[1] ?? 'nothing';
  };

  test(
    'ends the start with the sentence of the doctor: a wrong password, an unknown user, a homeserver of another name, no homeserver',
    async () => {
      const { right, name } = await ways();
      const fake = await slack();
      const site = `http://127.0.0.1:${await takenPort()}`;
      const wrongs: [Env, string][] = [
        [
          { ...right, MATRIX_PASSWORD: 'wrong' },
          `password: the homeserver doesn't accept it for ${right.MATRIX_USER} (M_FORBIDDEN). Next: correct MATRIX_PASSWORD.`,
        ],
        [
          { ...right, MATRIX_USER: `@${newPrefix()}-nobody:${name}` },
          'account: the homeserver has no account USER. Next: correct MATRIX_USER, or create the account.',
        ],
        [
          { ...right, MATRIX_USER: '@embargo:elsewhere.example' },
          `account: MATRIX_HOMESERVER is ${name}, but MATRIX_USER is an account of elsewhere.example. Next: correct MATRIX_USER, or set the address of elsewhere.example.`,
        ],
        [
          { ...right, MATRIX_HOMESERVER: site },
          "homeserver: MATRIX_HOMESERVER isn't a homeserver (http_404). Next: set it to the address clients use: see https://SERVER/.well-known/matrix/client, under m.homeserver.",
        ],
      ];
      for (const [wrong, words] of wrongs) {
        const env: Env = { ...(await migrated()), ...overHttp(fake), ...wrong };
        const sentence = words.replace('USER.', `${env.MATRIX_USER}.`);
        expect(await refusedStart(env)).toEqual({ code: settings, said: [`The bot can't start: ${sentence}`] });
        expect(await doctorSays(env)).toBe(sentence);
      }
    },
    msMax,
  );

  test(
    'for the moment holds up nothing on Slack, nor Slack the bot on Matrix',
    async () => {
      const { right } = await ways();
      let away = true;
      const fake = await slack({ plan: ({ method }) => (away && method === 'auth.test' ? { type: 'status', status: 503 } : null) });
      const env = { ...(await migrated()), ...overHttp(fake), ...right };
      const bot = start(env);
      await bot.wrote(/"platform":"slack".*"event":"platform.waits"/);
      await bot.wrote(/"platform":"matrix".*"event":"platform.started"/);
      await bot.wrote(/"event":"matrix.lease-held"/);
      away = false;
      await bot.wrote(/"platform":"slack".*"event":"platform.started"/);
      bot.signal('SIGTERM');
      expect((await bot.ended).code).toBe(0);
      const alone = start({ ...env, ...(await migrated()), MATRIX_HOMESERVER: 'http://127.0.0.1:1' });
      await alone.wrote(/"platform":"matrix","code":"ECONNREFUSED".*"event":"platform.waits"/);
      await alone.wrote(/"platform":"slack".*"event":"platform.started"/);
      alone.signal('SIGTERM');
      expect((await alone.ended).code).toBe(0);
    },
    msMax,
  );
});

describe('a misspelt setting', () => {
  test(
    'is named with the one that was meant, by the start and by the doctor; nothing of its value is',
    async () => {
      const fake = await slack();
      const cwd = folder();
      writeFileSync(join(cwd, '.env'), 'SLACK_SIGNINGSECRET=hunter2hunter2hunter2\nWEATHER=fine\n');
      const { SLACK_SIGNING_SECRET: _, ...env } = overHttp(fake);
      const meant = "SLACK_SIGNINGSECRET in .env isn't a setting. Did you mean SLACK_SIGNING_SECRET?";
      const { code, stderr } = await runCli([], { env: { ...env, DATA_DIR: folder() }, cwd });
      expect(stderr.split('\n')).toEqual([
        'Fix these settings:',
        `  ${meant}`,
        "  WEATHER in .env isn't a setting. .env.example lists them.",
        '  SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing beside SLACK_BOT_TOKEN',
        'See .env.example.',
        '',
      ]);
      expect(code).toBe(settings);
      // Also where nothing else is missing: it would start on another database than the one that was meant.
      writeFileSync(join(cwd, '.env'), 'DATABSE_URL=postgres://nobody@localhost/none\n');
      const other = await runCli([], { env: { ...overHttp(fake), DATA_DIR: folder() }, cwd });
      expect([other.code, other.stderr.split('\n')[1]]).toEqual([
        settings,
        "  DATABSE_URL in .env isn't a setting. Did you mean DATABASE_URL?",
      ]);
      writeFileSync(join(cwd, '.env'), 'SLACK_SIGNINGSECRET=hunter2hunter2hunter2\nWEATHER=fine\n');
      const doctor = await runCli(['doctor'], { env: { DATA_DIR: folder() }, cwd });
      expect([doctor.code, doctor.stdout.split('\n')[0]]).toEqual([1, `fault  settings: ${meant}`]);
    },
    msMax,
  );
});
