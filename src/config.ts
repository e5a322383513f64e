// The environment, in two steps: read (raw strings), then a pure check that names everything that is wrong, at once, and quotes no secret.
import { isIP } from 'node:net';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { parseKeyring } from './db/seal.ts';
import { type PersonId, personId } from './domain/values/ids.ts';
import { readRecoveryKey } from './platforms/matrix/encryption/secret-storage.ts';

/** Every setting: what it is for, and an example for `.env.example`. docs/operations.md has them in a table. */
export const settings = {
  ADMINS: {
    doc: 'Who can create lists, adopt their first rooms, and name a coordinator when a list has lost its last one, as platform ids, comma-separated. Without it nobody can, except `ada` in the terminal.',
    example: 'slack:T024BE7LD/U0123ABCD',
  },
  DATABASE_URL: {
    doc: 'A PostgreSQL server (14 or newer), shared by any number of replicas. Without it: PGlite in DATA_DIR, one process.',
    example: 'postgres://embargo:password@localhost:5432/embargo',
  },
  DATA_DIR: { doc: 'The folder of the embedded database and of its key. Default: ./data.', example: './data' },
  EMBARGO_KEY: {
    doc: 'The key that seals the secrets in the database, as `id:base64`; of several, comma-separated, the first seals and all open. `npm run embargo -- key new` makes one. Required with DATABASE_URL; otherwise the embedded database makes its own.',
    example: 'k1:…',
  },
  SLACK_BOT_TOKEN: {
    doc: 'The bot token (xoxb-…). With it the bot speaks on Slack; without it or Matrix, in the terminal.',
    example: 'xoxb-…',
  },
  SLACK_CLIENT_ID: {
    doc: 'The client ID of the app, if several workspaces install it, at /slack/install on PORT. Instead of SLACK_BOT_TOKEN.',
    example: '',
  },
  SLACK_CLIENT_SECRET: { doc: 'The client secret, beside SLACK_CLIENT_ID.', example: '' },
  SLACK_APP_TOKEN: { doc: 'The app-level token (xapp-…) for Socket Mode, which needs no public address.', example: 'xapp-…' },
  SLACK_SIGNING_SECRET: { doc: 'The signing secret. Without SLACK_APP_TOKEN the bot listens for Slack over HTTP on PORT.', example: '' },
  SLACK_CONFIG_TOKEN: {
    doc: "Only for `doctor`, which then compares the app's settings with the manifest: a configuration token (xoxe.xoxp-…) from https://api.slack.com/apps. It can change the app and lasts 12 hours: set it for that one command, and don't keep it.",
    example: 'xoxe.xoxp-…',
  },
  SLACK_COMMAND: { doc: 'The slash command, if /embargo is taken. Default: /embargo.', example: '/embargo' },
  SLACK_API_URL: {
    doc: "The address of Slack's Web API, if you use a proxy, or a stand-in for Slack in tests. Default: https://slack.com/api/. Must be https:// unless it's on this machine.",
    example: 'https://slack.com/api/',
  },
  MATRIX_HOMESERVER: {
    doc: 'The address of the homeserver where the bot has an account. With it the bot speaks on Matrix, beside Slack or alone.',
    example: 'https://matrix.example.org',
  },
  MATRIX_USER: { doc: "The bot's own account there: an ordinary one, used by nothing else.", example: '@embargo:example.org' },
  MATRIX_PASSWORD: {
    doc: 'Its password: the bot logs in, makes its identity, and gets a new device if it loses its keys.',
    example: '',
  },
  MATRIX_ACCESS_TOKEN: {
    doc: 'Instead of a password: a token for a device of its own, never one copied from a client (`mas-cli manage issue-compatibility-token`, with an authentication service).',
    example: '',
  },
  MATRIX_RECOVERY_KEY: {
    doc: "The recovery key of the bot's identity, if its database was lost. `npm run embargo -- matrix recovery-key` shows a new one, once.",
    example: '',
  },
  PORT: { doc: 'Where to listen for Slack over HTTP. Default: 3000.', example: '3000' },
  HOST: {
    doc: 'The address of this machine to listen on, such as 127.0.0.1 behind a reverse proxy. Default: all of them.',
    example: '127.0.0.1',
  },
  LOG_LEVEL: {
    doc: 'info or silent. Logs hold ids and codes, never a text. Default: info on Slack and Matrix, silent in the terminal.',
    example: 'info',
  },
} as const satisfies Record<string, { doc: string; example: string }>;

export type SettingName = keyof typeof settings;
export type Environment = Readonly<Partial<Record<SettingName, string>>>;

export type SlackConfig = {
  /** A token for one workspace, or what lets many install the app by OAuth. */
  readonly access:
    | { readonly type: 'token'; readonly botToken: string }
    | { readonly type: 'oauth'; readonly clientId: string; readonly clientSecret: string };
  readonly command: string;
  /** Where the Web API is; undefined: at Slack. */
  readonly apiUrl: string | undefined;
  /** With a socket the port is needed for OAuth alone. `host`: undefined for all addresses of this machine. */
  readonly transport:
    | { readonly mode: 'socket'; readonly appToken: string; readonly port: number; readonly host: string | undefined }
    | { readonly mode: 'http'; readonly signingSecret: string; readonly port: number; readonly host: string | undefined };
};

export type MatrixConfig = {
  readonly access: {
    readonly homeserver: string;
    readonly user: string;
    readonly token: string | null;
    readonly password: string | null;
  };
  readonly recoveryKey: string | null;
};

export type Config = {
  readonly admins: ReadonlySet<PersonId>;
  readonly database: { readonly type: 'postgres'; readonly url: string } | { readonly type: 'embedded'; readonly folder: string };
  /** The key ring's text; null: the embedded database makes one beside itself. */
  readonly key: string | null;
  readonly slack: SlackConfig | null;
  readonly matrix: MatrixConfig | null;
  readonly logLevel: 'info' | 'silent';
};

export type ConfigResult = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly string[] };

/** The settings of this environment, without the spaces and line ends that a file of secrets leaves around them; an empty one counts as not given. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.keys(settings).flatMap((name) => {
    const value = env[name]?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

// What programs beside the bot read from the same file, or libraries in it.
const general = /^(NODE_[A-Z_]+|TZ|LANG|LC_[A-Z]+|NO_COLOR|PG[A-Z]+|SSL_CERT_(FILE|DIR)|(HTTPS?|NO|ALL)_PROXY|UV_THREADPOOL_SIZE)$/i;
// So many letters may be wrong: two letters of a short name make another word.
const lettersApart = (name: string): number => (name.length >= 8 ? 2 : name.length >= 5 ? 1 : 0);
const letters = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toUpperCase();

/** A name that is no setting, in words; `meant`: the setting that somebody most likely meant. */
export type Misspelt = { readonly said: string; readonly meant: SettingName | null };

/**
 * The names that are no settings, and what is to be said of them: of every one in the bot's own file, and in the environment, which is everybody's, of those that are
 * nearly a setting that was not given. Pure.
 */
export function misspeltSettings({ file, environment }: { file: readonly string[]; environment: readonly string[] }): Misspelt[] {
  const given = new Set([...file, ...environment]);
  const strange = (name: string): boolean => !Object.hasOwn(settings, name);
  const inFile = file.filter((name) => strange(name) && !general.test(name));
  const beside = environment.filter((name) => strange(name) && !file.includes(name));
  return [
    ...inFile.map((name) => {
      const meant = nearest(name);
      // Whatever is no name may be a secret in the wrong line.
      const said = /^[A-Za-z][A-Za-z_]*$/.test(name) ? `${name} in .env` : 'A name in .env';
      return { said: `${said} isn't a setting.${meant === null ? ' .env.example lists them.' : ` Did you mean ${meant}?`}`, meant };
    }),
    ...beside.flatMap((name) => {
      const meant = nearest(name);
      return meant === null || given.has(meant) ? [] : [{ said: `${name} isn't a setting. Did you mean ${meant}?`, meant }];
    }),
  ];
}

/** The setting that somebody most likely meant; null when it was none. */
function nearest(name: string): SettingName | null {
  const names = Object.keys(settings) as SettingName[];
  const same = names.find((each) => letters(each) === letters(name));
  if (same !== undefined) return same;
  const near = names.map((each) => ({ each, apart: distance(each, name.toUpperCase()) })).sort((a, b) => a.apart - b.apart)[0];
  return near !== undefined && near.apart <= lettersApart(name) ? near.each : null;
}

// Not even a wrong entry is quoted: it may be a token that went into the wrong line.
const admins = z.string().transform((text, context) => {
  const people = text.split(',').map((each) => each.trim());
  for (const [index, each] of people.entries())
    if (personId(each) === null)
      context.addIssue(`entry ${index + 1}: write a person like slack:T024BE7LD/U0123ABCD or matrix:@ada:example.org`);
  return new Set(people as PersonId[]);
});
const key = z.string().superRefine((text, context) => {
  try {
    parseKeyring(text);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message.replace(/^EMBARGO_KEY:? /, '') : "isn't a key");
  }
});
const startsWith = (prefix: string) => z.string().refine((text) => text.startsWith(prefix), `begins with ${prefix}`);

const portMax = 65_535;

// A token sent in clear can be read on its way; to this machine itself there is no way.
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
function apiAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  if (search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname));
}

const environment = z.object({
  ADMINS: admins.optional(),
  DATABASE_URL: z
    .string()
    .refine(
      (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
      'has to look like postgres://user:password@host:5432/database',
    )
    .optional(),
  DATA_DIR: z.string().default('./data'),
  EMBARGO_KEY: key.optional(),
  SLACK_BOT_TOKEN: startsWith('xoxb-').optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^\d+\.\d+$/, 'has to be two numbers with a dot between them')
    .optional(),
  SLACK_CLIENT_SECRET: z.string().min(16, 'is too short').optional(),
  SLACK_APP_TOKEN: startsWith('xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, 'is too short').optional(),
  SLACK_CONFIG_TOKEN: startsWith('xoxe.xoxp-').optional(),
  SLACK_COMMAND: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'has to be a slash and up to 31 lower-case letters, digits, - or _')
    .default('/embargo'),
  SLACK_API_URL: z
    .string()
    .refine(apiAddress, 'has to look like https://slack.com/api/ (http:// only for this machine, such as http://127.0.0.1:8080/api/)')
    .transform((text) => (text.endsWith('/') ? text : `${text}/`))
    .optional(),
  MATRIX_HOMESERVER: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'has to look like https://matrix.example.org')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  MATRIX_USER: z
    .string()
    .refine((text) => personId(`matrix:${text}`) !== null, 'has to look like @embargo:example.org')
    .optional(),
  MATRIX_PASSWORD: z.string().optional(),
  MATRIX_ACCESS_TOKEN: z.string().optional(),
  MATRIX_RECOVERY_KEY: z
    .string()
    .refine((text) => readRecoveryKey(text) !== null, "isn't a whole recovery key: it has twelve groups of four letters and digits")
    .optional(),
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= portMax, `has to be a number from 0 to ${portMax}`)
    .default('3000')
    .transform(Number),
  HOST: z
    .string()
    .refine(
      (text) => isIP(text) !== 0 || text === 'localhost',
      'has to be an IP address of this machine, such as 127.0.0.1 or ::, or localhost',
    )
    .optional(),
  LOG_LEVEL: z.enum(['info', 'silent'], 'has to be info or silent').optional(),
});

/** Pure: the configuration that an environment means, or everything that is wrong with it. */
export function checkEnvironment(given: Environment): ConfigResult {
  const checked = environment.safeParse(given);
  const problems = checked.success ? [] : checked.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (given.DATABASE_URL !== undefined && given.EMBARGO_KEY === undefined) {
    problems.push(
      'EMBARGO_KEY is missing: DATABASE_URL needs one. `npm run embargo -- key new` makes one; keep it apart from the database',
    );
  }
  problems.push(...slackProblems(given, checked.success), ...matrixProblems(given));
  if (!checked.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, config: configOf(checked.data) };
}

/** What is missing of the settings of Slack, or too much; `well`: each by itself is right. */
function slackProblems(given: Environment, well: boolean): string[] {
  const { SLACK_BOT_TOKEN: token, SLACK_CLIENT_ID: client, SLACK_CLIENT_SECRET: secret, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET } = given;
  const access = token === undefined ? 'SLACK_CLIENT_ID' : 'SLACK_BOT_TOKEN';
  const reached = SLACK_APP_TOKEN !== undefined || SLACK_SIGNING_SECRET !== undefined;
  const accessed = token !== undefined || client !== undefined || secret !== undefined;
  return [
    ...(client === undefined && secret !== undefined ? ['SLACK_CLIENT_ID is missing beside SLACK_CLIENT_SECRET'] : []),
    ...(client !== undefined && secret === undefined ? ['SLACK_CLIENT_SECRET is missing beside SLACK_CLIENT_ID'] : []),
    ...(well && token !== undefined && client !== undefined
      ? ['SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for several: set only one of them']
      : []),
    ...(accessed && !reached ? [`SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing beside ${access}`] : []),
    ...(accessed && given.ADMINS === undefined
      ? ['ADMINS is missing: name the people who can create lists, such as slack:T024BE7LD/U0123ABCD']
      : []),
    ...(reached && !accessed
      ? ['SLACK_BOT_TOKEN (or SLACK_CLIENT_ID, for several workspaces) is missing beside the other settings of Slack']
      : []),
  ];
}

/** What is missing of the settings of Matrix, or too much. */
function matrixProblems(given: Environment): string[] {
  const { MATRIX_HOMESERVER, MATRIX_USER, MATRIX_ACCESS_TOKEN: token, MATRIX_PASSWORD: password, MATRIX_RECOVERY_KEY, ADMINS } = given;
  const settled = [MATRIX_HOMESERVER, MATRIX_USER, token, password, MATRIX_RECOVERY_KEY].some((setting) => setting !== undefined);
  if (!settled) return [];
  return [
    ...(MATRIX_HOMESERVER === undefined ? ['MATRIX_HOMESERVER is missing beside the other settings of Matrix'] : []),
    ...(MATRIX_USER === undefined ? ['MATRIX_USER is missing beside the other settings of Matrix'] : []),
    ...(token === undefined && password === undefined
      ? ['MATRIX_PASSWORD or MATRIX_ACCESS_TOKEN is missing: the bot needs one to log in']
      : []),
    ...(token !== undefined && password !== undefined
      ? ['MATRIX_ACCESS_TOKEN and MATRIX_PASSWORD are alternatives: set only one of them']
      : []),
    ...(ADMINS === undefined ? ['ADMINS is missing: name the people who can create lists, such as matrix:@ada:example.org'] : []),
  ];
}

function configOf(env: z.infer<typeof environment>): Config {
  const [slack, matrix] = [slackOf(env), matrixOf(env)];
  return {
    admins: env.ADMINS ?? new Set(),
    database: env.DATABASE_URL === undefined ? { type: 'embedded', folder: env.DATA_DIR } : { type: 'postgres', url: env.DATABASE_URL },
    key: env.EMBARGO_KEY ?? null,
    slack,
    matrix,
    logLevel: env.LOG_LEVEL ?? (slack === null && matrix === null ? 'silent' : 'info'),
  };
}

function matrixOf(env: z.infer<typeof environment>): MatrixConfig | null {
  const { MATRIX_HOMESERVER: homeserver, MATRIX_USER: user, MATRIX_ACCESS_TOKEN: token = null, MATRIX_PASSWORD: password = null } = env;
  if (homeserver === undefined || user === undefined) return null;
  return { access: { homeserver, user, token, password }, recoveryKey: env.MATRIX_RECOVERY_KEY ?? null };
}

function slackOf(env: z.infer<typeof environment>): SlackConfig | null {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret = '', SLACK_COMMAND: command, SLACK_API_URL: apiUrl } = env;
  const { PORT: port, HOST: host } = env;
  const access = accessOf(env);
  if (access === null) return null;
  if (appToken !== undefined) return { access, command, apiUrl, transport: { mode: 'socket', appToken, port, host } };
  return { access, command, apiUrl, transport: { mode: 'http', signingSecret, port, host } };
}

function accessOf(env: z.infer<typeof environment>): SlackConfig['access'] | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = env;
  if (botToken !== undefined) return { type: 'token', botToken };
  return clientId === undefined || clientSecret === undefined ? null : { type: 'oauth', clientId, clientSecret };
}
