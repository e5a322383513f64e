import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkEnvironment, type Environment, misspeltSettings, readEnvironment, settings } from '../../src/config.ts';
import { newKey } from '../../src/db/seal.ts';
import { recoveryKeyOf } from '../../src/platforms/matrix/encryption/secret-storage.ts';

const key = newKey('k1');
const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const problemsOf = (given: Environment) => {
  const checked = checkEnvironment(readEnvironment(given));
  return checked.ok ? [] : checked.problems;
};
const oauth: Environment = { SLACK_CLIENT_ID: '12.34', SLACK_CLIENT_SECRET: '0123456789abcdef' };
const http: Environment = { SLACK_SIGNING_SECRET: '0123456789abcdef', ADMINS: 'slack:T1/U1' };
const slack: Environment = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', ADMINS: 'slack:T1/U1' };
const matrix: Environment = {
  MATRIX_HOMESERVER: 'https://matrix.example.org',
  MATRIX_USER: '@embargo:example.org',
  MATRIX_PASSWORD: 'hunter2',
  ADMINS: 'matrix:@ada:example.org',
};
const recoveryKey = recoveryKeyOf(new Uint8Array(32).fill(7));

describe('settings', () => {
  test('that are not given give the terminal over a folder of its own', () => {
    expect(checkEnvironment({})).toEqual({
      ok: true,
      config: {
        admins: new Set(),
        database: { type: 'embedded', folder: './data' },
        key: null,
        slack: null,
        matrix: null,
        logLevel: 'silent',
      },
    });
  });

  test('for PostgreSQL and Slack by Socket Mode give just that', () => {
    expect(
      checkEnvironment({
        ...slack,
        ADMINS: 'slack:T1/U1, matrix:@ada:example.org,terminal:ada@slack',
        DATABASE_URL: 'postgresql://ada:secret@db.example:5433/embargo?sslmode=require',
        EMBARGO_KEY: key,
        SLACK_COMMAND: '/embargo-2',
        SLACK_SIGNING_SECRET: '0123456789abcdef',
        LOG_LEVEL: 'silent',
      }),
    ).toEqual({
      ok: true,
      config: {
        admins: new Set(['slack:T1/U1', 'matrix:@ada:example.org', 'terminal:ada@slack']),
        database: { type: 'postgres', url: 'postgresql://ada:secret@db.example:5433/embargo?sslmode=require' },
        key,
        slack: {
          access: { type: 'token', botToken: 'xoxb-1' },
          command: '/embargo-2',
          transport: { mode: 'socket', appToken: 'xapp-1', port: 3000 },
        },
        matrix: null,
        logLevel: 'silent',
      },
    });
  });

  test('for Slack by HTTP say where to listen', () => {
    const http = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '0123456789abcdef', ADMINS: 'slack:T1/U1', DATA_DIR: '/srv/embargo' };
    const transport = (given: Environment) => {
      const checked = checkEnvironment(given);
      return checked.ok ? [checked.config.slack?.transport, checked.config.logLevel] : checked.problems;
    };
    const mode = { mode: 'http', signingSecret: '0123456789abcdef' };
    expect(transport(http)).toEqual([{ ...mode, port: 3000 }, 'info']);
    expect(transport({ ...http, PORT: '0' })).toEqual([{ ...mode, port: 0 }, 'info']);
    expect(transport({ ...http, PORT: '65535' })).toEqual([{ ...mode, port: 65_535 }, 'info']);
  });

  test.each([
    ['https://proxy.example.org/slack', 'https://proxy.example.org/slack/'],
    ['http://127.0.0.1:8080/api/', 'http://127.0.0.1:8080/api/'],
    ['http://[::1]:8080/api/', 'http://[::1]:8080/api/'],
    ['http://localhost:8080/api', 'http://localhost:8080/api/'],
  ])('for a Web API at %s give where it is asked, and an address to listen on', (SLACK_API_URL, apiUrl) => {
    const checked = checkEnvironment({ ...slack, SLACK_API_URL, HOST: '127.0.0.1' });
    expect(checked).toMatchObject({ ok: true, config: { slack: { apiUrl, transport: { host: '127.0.0.1' } } } });
  });

  test('for several workspaces give what OAuth needs, over HTTP or with a socket', () => {
    const given = (more: Environment) => {
      const checked = checkEnvironment({ ...oauth, ...more });
      return checked.ok ? checked.config.slack : checked.problems;
    };
    const access = { type: 'oauth', clientId: '12.34', clientSecret: '0123456789abcdef' };
    expect(given(http)).toEqual({
      access,
      command: '/embargo',
      transport: { mode: 'http', signingSecret: '0123456789abcdef', port: 3000 },
    });
    expect(given({ SLACK_APP_TOKEN: 'xapp-1', ADMINS: 'slack:T1/U1', PORT: '8080' })).toEqual({
      access,
      command: '/embargo',
      transport: { mode: 'socket', appToken: 'xapp-1', port: 8080 },
    });
  });

  test('for Matrix give one way in, by password or by token, alone or beside Slack', () => {
    const given = (more: Environment) => {
      const checked = checkEnvironment({ ...matrix, ...more });
      return checked.ok ? [checked.config.matrix, checked.config.slack === null, checked.config.logLevel] : checked.problems;
    };
    const access = { homeserver: 'https://matrix.example.org', user: '@embargo:example.org' };
    const byPassword = { access: { ...access, token: null, password: 'hunter2' }, recoveryKey: null };
    expect(given({})).toEqual([byPassword, true, 'info']);
    expect(given({ MATRIX_HOMESERVER: 'https://matrix.example.org//' })).toEqual([byPassword, true, 'info']);
    expect(given({ ...slack, MATRIX_RECOVERY_KEY: recoveryKey })).toEqual([{ ...byPassword, recoveryKey }, false, 'info']);
    const { MATRIX_PASSWORD: _, ...without } = matrix;
    expect(checkEnvironment({ ...without, MATRIX_ACCESS_TOKEN: 'mct_1' })).toMatchObject({
      ok: true,
      config: { matrix: { access: { ...access, token: 'mct_1', password: null }, recoveryKey: null } },
    });
  });

  test.each<[string, Environment, string[]]>([
    [
      'MATRIX_HOMESERVER that is a name',
      { ...matrix, MATRIX_HOMESERVER: 'example.org' },
      ['MATRIX_HOMESERVER has to look like https://matrix.example.org'],
    ],
    ['MATRIX_USER without its homeserver', { ...matrix, MATRIX_USER: '@embargo' }, ['MATRIX_USER has to look like @embargo:example.org']],
    [
      'MATRIX_RECOVERY_KEY that lost a letter',
      { ...matrix, MATRIX_RECOVERY_KEY: recoveryKey.slice(0, -1) },
      ["MATRIX_RECOVERY_KEY isn't a whole recovery key: it has twelve groups of four letters and digits"],
    ],
    [
      'a homeserver alone',
      { MATRIX_HOMESERVER: 'https://matrix.example.org', ADMINS: 'matrix:@ada:example.org' },
      [
        'MATRIX_USER is missing beside the other settings of Matrix',
        'MATRIX_PASSWORD or MATRIX_ACCESS_TOKEN is missing: the bot needs one to log in',
      ],
    ],
    [
      'a password alone',
      { MATRIX_PASSWORD: 'hunter2', ADMINS: 'matrix:@ada:example.org' },
      ['MATRIX_HOMESERVER is missing beside the other settings of Matrix', 'MATRIX_USER is missing beside the other settings of Matrix'],
    ],
    [
      'a password beside a token',
      { ...matrix, MATRIX_ACCESS_TOKEN: 'mct_1' },
      ['MATRIX_ACCESS_TOKEN and MATRIX_PASSWORD are alternatives: set only one of them'],
    ],
    [
      'Matrix without ADMINS',
      { ...matrix, ADMINS: '' },
      ['ADMINS is missing: name the people who can create lists, such as matrix:@ada:example.org'],
    ],
    [
      'ADMINS without a platform',
      { ADMINS: 'slack:T1/U1,ada' },
      ['ADMINS entry 2: write a person like slack:T024BE7LD/U0123ABCD or matrix:@ada:example.org'],
    ],
    ['ADMINS that name nobody', { ADMINS: ',' }, expect.arrayContaining([expect.stringContaining('ADMINS entry 1')])],
    [
      'DATABASE_URL of something else',
      { DATABASE_URL: 'mysql://db/x', EMBARGO_KEY: key },
      ['DATABASE_URL has to look like postgres://user:password@host:5432/database'],
    ],
    [
      'DATABASE_URL with a word for a port',
      { DATABASE_URL: 'postgres://db:port/x', EMBARGO_KEY: key },
      ['DATABASE_URL has to look like postgres://user:password@host:5432/database'],
    ],
    ['DATABASE_URL without a key', { DATABASE_URL: 'postgres://db/x' }, [expect.stringMatching(/^EMBARGO_KEY is missing: .*key new/)]],
    [
      'EMBARGO_KEY that is too short',
      { EMBARGO_KEY: 'k1:AAAA' },
      [expect.stringMatching(/^EMBARGO_KEY entry 1 has a key that is not the base64 of 32 bytes\./)],
    ],
    [
      'EMBARGO_KEY whose second is wrong',
      { EMBARGO_KEY: `${key},k2` },
      [expect.stringMatching(/^EMBARGO_KEY entry 2 isn't of the form id:key\./)],
    ],
    ['SLACK_BOT_TOKEN of a person', { ...slack, SLACK_BOT_TOKEN: 'xoxp-1' }, ['SLACK_BOT_TOKEN begins with xoxb-']],
    ['SLACK_APP_TOKEN that is a bot’s', { ...slack, SLACK_APP_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN begins with xapp-']],
    [
      'SLACK_SIGNING_SECRET that is too short',
      { ...slack, SLACK_SIGNING_SECRET: '0123456789abcde' },
      ['SLACK_SIGNING_SECRET is too short'],
    ],
    [
      'a bot token alone',
      { SLACK_BOT_TOKEN: 'xoxb-1', ADMINS: 'slack:T1/U1' },
      ['SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing beside SLACK_BOT_TOKEN'],
    ],
    [
      'Slack without ADMINS',
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
      ['ADMINS is missing: name the people who can create lists, such as slack:T024BE7LD/U0123ABCD'],
    ],
    [
      'an app token alone',
      { SLACK_APP_TOKEN: 'xapp-1' },
      ['SLACK_BOT_TOKEN (or SLACK_CLIENT_ID, for several workspaces) is missing beside the other settings of Slack'],
    ],
    [
      'a bot token beside what several workspaces need',
      { ...slack, ...oauth },
      ['SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for several: set only one of them'],
    ],
    [
      'a client id alone',
      { SLACK_CLIENT_ID: '12.34', ADMINS: 'slack:T1/U1' },
      [
        'SLACK_CLIENT_SECRET is missing beside SLACK_CLIENT_ID',
        'SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing beside SLACK_CLIENT_ID',
      ],
    ],
    [
      'a client secret alone',
      { SLACK_CLIENT_SECRET: '0123456789abcdef', SLACK_APP_TOKEN: 'xapp-1', ADMINS: 'slack:T1/U1' },
      ['SLACK_CLIENT_ID is missing beside SLACK_CLIENT_SECRET'],
    ],
    [
      'SLACK_CLIENT_ID that is an app’s id',
      { ...http, ...oauth, SLACK_CLIENT_ID: 'A0123' },
      ['SLACK_CLIENT_ID has to be two numbers with a dot between them'],
    ],
    ['SLACK_CLIENT_SECRET that is too short', { ...http, ...oauth, SLACK_CLIENT_SECRET: 'short' }, ['SLACK_CLIENT_SECRET is too short']],
    [
      'SLACK_COMMAND without its slash',
      { SLACK_COMMAND: 'embargo' },
      ['SLACK_COMMAND has to be a slash and up to 31 lower-case letters, digits, - or _'],
    ],
    [
      'SLACK_COMMAND with capitals',
      { SLACK_COMMAND: '/Embargo' },
      ['SLACK_COMMAND has to be a slash and up to 31 lower-case letters, digits, - or _'],
    ],
    ['PORT that is none', { PORT: 'http' }, ['PORT has to be a number from 0 to 65535']],
    ['PORT beyond the last', { PORT: '65536' }, ['PORT has to be a number from 0 to 65535']],
    ['PORT with a fraction', { PORT: '80.5' }, ['PORT has to be a number from 0 to 65535']],
    [
      'HOST that is a name',
      { HOST: 'bot.example.org' },
      ['HOST has to be an IP address of this machine, such as 127.0.0.1 or ::, or localhost'],
    ],
    ...['http://proxy.example.org/api/', 'slack.com/api', 'https://slack.com/api/?x=1', 'http://127.0.0.1.example.org/'].map(
      (SLACK_API_URL): [string, Environment, string[]] => [
        `SLACK_API_URL that is ${SLACK_API_URL}`,
        { SLACK_API_URL },
        ['SLACK_API_URL has to look like https://slack.com/api/ (http:// only for this machine, such as http://127.0.0.1:8080/api/)'],
      ],
    ),
    ['LOG_LEVEL that would say more', { LOG_LEVEL: 'debug' }, ['LOG_LEVEL has to be info or silent']],
  ])('are refused: %s', (_, given, problems) => {
    expect(problemsOf(given)).toEqual(problems);
  });

  test('have all their problems named at once', () => {
    const given = Object.fromEntries(Object.keys(settings).map((name) => [name, 'x'])) as Environment;
    const named = problemsOf({ ...given, DATA_DIR: 'anything will do' }).map((problem) => problem.split(' ')[0]);
    // Any text can be a password: that it is one way in too many is said of the token.
    const anything = ['DATA_DIR', 'MATRIX_PASSWORD'];
    expect(named.sort()).toEqual(
      Object.keys(settings)
        .filter((name) => !anything.includes(name))
        .sort(),
    );
  });

  test('are never quoted in a problem: one may be a secret in the wrong line', () => {
    const given = Object.fromEntries(Object.keys(settings).map((name) => [name, `hunter2 ${name}`])) as Environment;
    expect(problemsOf(given).filter((problem) => problem.includes('hunter2'))).toEqual([]);
    expect(problemsOf(given).length).toBeGreaterThan(5);
  });

  test('are read without what a file leaves around them; an empty one was not given, and others are nobody’s business', () => {
    expect(readEnvironment({ DATABASE_URL: ' postgres://db/x\n', PORT: ' ', LOG_LEVEL: '', HOME: '/root' })).toEqual({
      DATABASE_URL: 'postgres://db/x',
    });
  });

  test('are all in .env.example, with what they are for, and nothing else is', () => {
    const named = [...read('.env.example').matchAll(/^#?([A-Z_]+)=(.*)$/gm)].map(([, name, example]) => [name, example]);
    expect(named).toEqual(Object.entries(settings).map(([name, { example }]) => [name, example]));
    for (const { doc } of Object.values(settings)) expect(read('.env.example')).toContain(`# ${doc}`);
  });

  test('are all in the table of docs/operations.md, with what they are for, and nothing else is', () => {
    const rows = [...read('docs/operations.md').matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm)].map(([, name, doc]) => [name, doc]);
    expect(rows).toEqual(Object.entries(settings).map(([name, { doc }]) => [name, doc]));
  });

  test('of .env.example are right as they stand there, once they are filled in', () => {
    const given = Object.fromEntries(Object.entries(settings).map(([name, { example }]) => [name, example]));
    expect(problemsOf(readEnvironment({ ...given, EMBARGO_KEY: key, MATRIX_PASSWORD: 'hunter2' }))).toEqual([]);
  });

  test('that are misspelt are told of: all in the bot’s own file, in the environment those that are nearly one that was not given', () => {
    const said = (file: string[], environment: string[] = []) => misspeltSettings({ file, environment }).map(({ said }) => said);
    expect(
      said(['SLACK_SIGNINGSECRET', 'MATRIX_USERS', 'slack_bot_token', 'WEATHER', 'PORTS', 'hunter2', 'TZ', 'PGSSLMODE', 'PORT']),
    ).toEqual([
      "SLACK_SIGNINGSECRET in .env isn't a setting. Did you mean SLACK_SIGNING_SECRET?",
      "MATRIX_USERS in .env isn't a setting. Did you mean MATRIX_USER?",
      "slack_bot_token in .env isn't a setting. Did you mean SLACK_BOT_TOKEN?",
      "WEATHER in .env isn't a setting. .env.example lists them.",
      "PORTS in .env isn't a setting. Did you mean PORT?",
      "A name in .env isn't a setting. .env.example lists them.",
    ]);
    const environment = ['SLACK_SIGNINGSECRET', 'SLACK_WEBHOOK_URL', 'HOME', 'SORT', 'PATH', 'DATABASE_URI'];
    expect(said([], environment)).toEqual([
      "SLACK_SIGNINGSECRET isn't a setting. Did you mean SLACK_SIGNING_SECRET?",
      "DATABASE_URI isn't a setting. Did you mean DATABASE_URL?",
    ]);
    expect(said(['SLACK_SIGNING_SECRET'], ['DATABASE_URL', ...environment])).toEqual([]);
  });
});
