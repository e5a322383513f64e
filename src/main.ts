// Starts and stops everything; the only file that knows every other.
import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBot } from './bot.ts';
import { diagnosisLine, verdictLine } from './chat/diagnosis.ts';
import { choicesFrom } from './choices.ts';
import { type Config, checkEnvironment, type MatrixConfig, readEnvironment, type SlackConfig } from './config.ts';
import { type Database, type Db, openDatabase } from './db/client.ts';
import { databaseClock } from './db/clock.ts';
import { currentKeyring, useKeyring } from './db/columns.ts';
import { verifyFacts } from './db/facts.ts';
import { allInstallations, changeInstallation, keepInstallation } from './db/installations.ts';
import { keyInFolder } from './db/key-file.ts';
import { takeRecoveryKey } from './db/matrix.ts';
import { derivedSecret, newKey, parseKeyring } from './db/seal.ts';
import { checkKey } from './db/settings.ts';
import type { Clock, Instant } from './domain/time.ts';
import { formAsked, formCheck, questionAsked } from './form-check.ts';
import { keepingOver } from './keeping.ts';
import { createLog, type Log } from './log.ts';
import { type Platform, SendFailure } from './platforms/platform.ts';
import { refusal } from './platforms/slack/advice.ts';
import { createSlack } from './platforms/slack/app.ts';
import type { Installations } from './platforms/slack/installations.ts';

type Task = (args: readonly string[]) => Promise<number>;

const usage = `npm start                              the bot on Slack and Matrix; without either, the terminal
npm run embargo -- terminal            the terminal; reads a story when its input is not a terminal
npm run demo                           a past case, played from creation to disclosure
npm run embargo -- audit verify        checks that no fact was changed or removed
npm run embargo -- doctor              looks at settings, database, tokens, scopes, rooms and clocks, and changes nothing
npm run embargo -- key new             makes a key for EMBARGO_KEY
npm run embargo -- matrix recovery-key  the recovery key of the bot's identity on Matrix: shown once
npm run embargo -- slack manifest      the manifest to paste; with https://address: for HTTP; --link, --history, --oauth, --socket`;

const tasks: Readonly<Record<string, Task>> = {
  '': () => withConfig((config) => (config.slack === null && config.matrix === null ? inTerminal(config) : serve(config))),
  terminal: () => withConfig(inTerminal),
  demo,
  'audit verify': () => withConfig(verify),
  doctor,
  'key new': async () => print(newKey()),
  'matrix recovery-key': () => withConfig(recoveryKey),
  'slack manifest': manifest,
  help: async () => print(usage),
};

async function run(args: readonly string[]): Promise<number> {
  const name = [args.slice(0, 2).join(' '), args[0] ?? ''].find((each) => Object.hasOwn(tasks, each));
  const task = name === undefined ? undefined : tasks[name];
  if (name === undefined || task === undefined) return complain(`There is no "${args.join(' ')}". There is:\n${usage}`);
  const behind = args.slice(name === '' ? 1 : name.split(' ').length);
  if (behind.length > 0 && name !== 'slack manifest') return complain(`Nothing is said behind "${name}", so not "${behind.join(' ')}".`);
  try {
    return await task(behind);
  } catch (error) {
    if (error instanceof SendFailure)
      return complain(`The bot could not start: ${refusal(error.code)} \`npm run embargo -- doctor\` says what is wrong, and what to do.`);
    // Errors that people can do something about are worded for them; nothing of what was being handled is in them.
    return complain(error instanceof Error ? error.message : 'The bot could not start.');
  }
}

async function withConfig(task: (config: Config) => Promise<number>): Promise<number> {
  loadSettings();
  const checked = checkEnvironment(readEnvironment(process.env));
  if (checked.ok) return task(checked.config);
  return complain(['The settings are not right:', ...checked.problems.map((problem) => `  ${problem}`), 'See .env.example.'].join('\n'));
}

function loadSettings(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** The bot on its platforms, until it is told to stop. */
async function serve(config: Config): Promise<number> {
  const log = createLog(config.logLevel);
  const database = await open(config);
  // Claims and due times are compared between replicas: all of them go by the database's clock.
  const clock = await databaseClock({ database, log });
  const { now } = clock;
  log('clock', { aheadMs: now() - Date.now() });
  const platforms = {
    ...(config.slack === null ? {} : { slack: slackOver(config.slack, database.db, now, log) }),
    ...(config.matrix === null ? {} : { matrix: await matrixOver(config.matrix, database.db, now, log) }),
  };
  const bot = createBot({
    db: database.db,
    platforms,
    admins: config.admins,
    now,
    random: Math.random,
    newId: randomUUID,
    newSecret: randomBytes,
    log,
  });
  await bot.start();
  log('started', { database: database.kind });
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await bot.stop();
  clock.stop();
  await database.close();
  log('stopped');
  return 0;
}

function slackOver({ access, command, apiUrl, transport }: SlackConfig, db: Db, now: Clock, log: Log): Platform {
  const common = {
    ...transport,
    command,
    apiUrl,
    now,
    log,
    check: formCheck(now),
    choices: choicesFrom(db),
    willAsk: formAsked(now),
    machineNow: Date.now,
  };
  if (access.type === 'token') return createSlack({ ...common, botToken: access.botToken });
  const installations: Installations = {
    all: () => allInstallations(db),
    keep: (kept) => keepInstallation(db, kept, now()),
    change: (owner, change) => changeInstallation(db, owner, change),
  };
  const stateSecret = derivedSecret(currentKeyring(), 'state of an installation by OAuth');
  return createSlack({ ...common, oauth: { ...access, stateSecret, installations } });
}

async function matrixOver({ access, recoveryKey }: MatrixConfig, db: Db, now: Clock, log: Log): Promise<Platform> {
  // Its encryption is some megabytes of WebAssembly: who does not speak there does not load it.
  const { createMatrix } = await import('./platforms/matrix/platform.ts');
  const [check, isQuestion] = [formCheck(now), questionAsked(now)];
  const keeping = keepingOver(db, randomUUID(), now);
  const chance = { newId: randomUUID, newSecret: randomBytes };
  return createMatrix({
    access,
    recoveryKey,
    keeping,
    check,
    choices: choicesFrom(db),
    isQuestion,
    now,
    // A homeserver's clock is right as a rule, and this machine's may not be: what was said too long ago is told by the database's.
    machineNow: now,
    ...chance,
    log,
  });
}

/** Shows the recovery key that waits, and forgets it. */
async function recoveryKey(config: Config): Promise<number> {
  if (config.matrix === null) return complain('No account on Matrix is given: MATRIX_HOMESERVER and MATRIX_USER are missing.');
  const database = await open(config);
  const key = await takeRecoveryKey(database.db, config.matrix.access.user).finally(() => database.close());
  if (key === null) return complain('No recovery key waits: it was shown already, or the bot has not made its identity yet.');
  return print(
    `${key}\nKeep it where the database is not. With it as MATRIX_RECOVERY_KEY a bot that lost its database stays the same for everybody.\nIt is not shown again.`,
  );
}

// What only one task needs is loaded by that task: a server is not to wait for it.
const loadSession = () => import('./session.ts');

/** The terminal over the configured database. */
async function inTerminal(config: Config): Promise<number> {
  const { runSession } = await loadSession();
  return runSession(await open(config), { ...config, input: process.stdin, begins: null });
}

/** A past case in a folder of its own, which goes when it is over: it may be run again at once. */
async function demo(): Promise<number> {
  const story = fileURLToPath(new URL('../test/transcripts/demo.txt', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'embargo-demo-'));
  const checked = checkEnvironment({ DATA_DIR: folder, EMBARGO_KEY: newKey() });
  if (!checked.ok) return complain(checked.problems.join('\n'));
  try {
    const begins = demoStart(readFileSync(story, 'utf8'));
    const { runSession } = await loadSession();
    return await runSession(await open(checked.config), { ...checked.config, input: createReadStream(story), begins });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function demoStart(story: string): Instant {
  return Date.parse(/^clock: (\S+)/m.exec(story)?.[1] ?? '');
}

/** The app's manifest, for the command's name that is configured. */
async function manifest(words: readonly string[]): Promise<number> {
  loadSettings();
  const { manifestText } = await import('./platforms/slack/manifest-words.ts');
  return print(manifestText(words, readEnvironment(process.env).SLACK_COMMAND ?? '/embargo'));
}

/** Says what is wrong, and what to do about it. */
async function doctor(): Promise<number> {
  loadSettings();
  const { examine } = await import('./doctor.ts');
  const diagnoses = await examine(readEnvironment(process.env), { now: Date.now });
  print([...diagnoses.map(diagnosisLine), verdictLine(diagnoses)].join('\n'));
  return diagnoses.some(({ state }) => state === 'fault') ? 1 : 0;
}

async function verify(config: Config): Promise<number> {
  const database = await open(config);
  const { streams, facts, faults } = await verifyFacts(database.db).finally(() => database.close());
  for (const { stream, seq, fault } of faults) print(`${stream}, fact ${seq}: ${fault}`);
  print(`${facts} facts in ${streams} chains, ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}

async function open({ database, key, logLevel }: Config): Promise<Database> {
  const file = key === null && database.type === 'embedded' ? keyInFolder(database.folder) : null;
  if (file?.made === true)
    process.stderr.write(`A key was made: ${file.path}. Without it what is sealed in this folder cannot be read; keep a copy elsewhere.\n`);
  useKeyring(parseKeyring(key ?? file?.text ?? ''));
  const opened = await openDatabase(database, { log: createLog(logLevel) });
  await checkKey(opened.db).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  return opened;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}

process.exitCode = await run(process.argv.slice(2));
