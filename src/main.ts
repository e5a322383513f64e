// Starts and stops everything; the only file that knows every other.
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type ScheduledTask, schedule } from 'node-cron';
import { createBot, createSteppedBot } from './bot.ts';
import { commands } from './chat/commands.ts';
import { checkForm } from './chat/parse.ts';
import { type Config, checkEnvironment, readEnvironment } from './config.ts';
import { type Database, openDatabase } from './db/client.ts';
import { useKeyring } from './db/columns.ts';
import { verifyFacts } from './db/facts.ts';
import { keyInFolder } from './db/key-file.ts';
import { newKey, parseKeyring } from './db/seal.ts';
import { keepSetting, readSetting } from './db/settings.ts';
import { type PersonId, personId } from './domain/ids.ts';
import type { Instant } from './domain/time.ts';
import type { Engine } from './engine.ts';
import { createLog } from './log.ts';
import { createSlack } from './platforms/slack/app.ts';
import { slackManifest } from './platforms/slack/manifest.ts';
import { movableClock } from './platforms/terminal/clock.ts';
import { createTerminal } from './platforms/terminal/platform.ts';
import { runTerminal } from './platforms/terminal/prompt.ts';
import { openScreen } from './platforms/terminal/screen.ts';

type Task = (args: readonly string[]) => Promise<number>;

const usage = `npm start                              the bot on Slack; without tokens, the terminal
npm run embargo -- terminal            the terminal; reads a story when its input is not a terminal
npm run demo                           a past case, played from creation to disclosure
npm run embargo -- audit verify        checks that no fact was changed or removed
npm run embargo -- key new             makes a key for EMBARGO_KEY
npm run embargo -- slack manifest [https://address]   the manifest to paste; with an address: for HTTP`;

const tasks: Readonly<Record<string, Task>> = {
  '': () => withConfig((config) => (config.slack === null ? terminal(config, process.stdin, null) : serve(config))),
  terminal: () => withConfig((config) => terminal(config, process.stdin, null)),
  demo,
  'audit verify': () => withConfig(verify),
  'key new': async () => print(newKey()),
  'slack manifest': async ([url]) =>
    print(JSON.stringify(url === undefined ? slackManifest({ mode: 'socket' }) : slackManifest({ mode: 'http', url }), null, 2)),
  help: async () => print(usage),
};

async function run(args: readonly string[]): Promise<number> {
  const two = tasks[args.slice(0, 2).join(' ')];
  const task = two ?? tasks[args[0] ?? ''];
  if (task === undefined) return complain(`There is no "${args.join(' ')}". There is:\n${usage}`);
  try {
    return await task(args.slice(two === undefined ? 1 : 2));
  } catch (error) {
    // Errors that people can do something about are worded for them; nothing of what was being handled is in them.
    return complain(error instanceof Error ? error.message : 'The bot could not start.');
  }
}

async function withConfig(task: (config: Config) => Promise<number>): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const checked = checkEnvironment(readEnvironment(process.env));
  if (checked.ok) return task(checked.config);
  return complain(['The settings are not right:', ...checked.problems.map((problem) => `  ${problem}`), 'See .env.example.'].join('\n'));
}

/** The bot on Slack, until it is told to stop. */
async function serve(config: Config): Promise<number> {
  const log = createLog(config.logLevel);
  const database = await open(config);
  const now = Date.now;
  const platforms =
    config.slack === null ? {} : { slack: createSlack({ ...config.slack, ...config.slack.transport, now, log, check: check(now) }) };
  const bot = createBot({ db: database.db, platforms, admins: config.admins, now, random: Math.random, newId: randomUUID, log });
  await bot.start();
  log('started', { database: database.kind });
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await bot.stop();
  await database.close();
  log('stopped');
  return 0;
}

const clockSetting = 'terminal-clock';

/** The terminal over a database. `startAt`: where its clock begins, for a story of the past; null: today, or where it was left. */
async function terminal(config: Config, input: Readable & { isTTY?: boolean }, startAt: Instant | null): Promise<number> {
  const database = await open(config);
  const interactive = input.isTTY === true;
  const left = await readSetting(database.db, clockSetting);
  const from = Math.max(startAt ?? Date.now(), typeof left === 'number' ? left : 0);
  const clock = movableClock(interactive ? { offsetMs: from - Date.now(), real: Date.now } : { frozenAt: from });
  const screen = openScreen(process.stdout);
  const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  const platform = createTerminal({ write: screen.write, colour, check: check(clock.now), now: clock.now, newKey: randomUUID });
  const bot = createSteppedBot(engineOf(config, database, platform, clock.now, startAt === null ? Math.random : seeded()));
  const advance = (to: Instant) =>
    bot.advance(to, (at) => {
      const moved = clock.set(at);
      if (!moved.ok) throw new Error(moved.problem);
    });
  const stop = once(async () => {
    await bot.stop();
    await database.close();
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop().then(() => process.exit(0)));
  let minutes: ScheduledTask | null = null;
  try {
    await bot.start();
    // A story's clock moves when the story says so; a person's moves by itself as well.
    if (interactive) minutes = schedule('* * * * *', bot.tick, { noOverlap: true });
    const controls = {
      settle: bot.settle,
      now: clock.now,
      advance: async (to: Instant) => {
        await advance(to);
        await keepSetting(database.db, clockSetting, clock.now());
      },
    };
    return await runTerminal({ input, interactive, colour, screen, terminal: platform, controls, commands, historyFile: null });
  } finally {
    await minutes?.stop();
    await stop();
  }
}

function engineOf(
  config: Config,
  database: Database,
  terminalPlatform: Engine['platforms']['terminal'],
  now: () => Instant,
  random: () => number,
): Engine {
  const first = personId('terminal:ada');
  // The terminal is its user's own: without ADMINS its first persona may found lists.
  const admins = config.admins.size > 0 || first === null ? config.admins : new Set<PersonId>([first]);
  const platforms = terminalPlatform === undefined ? {} : { terminal: terminalPlatform };
  return { db: database.db, platforms, admins, now, random, newId: randomUUID, log: createLog(config.logLevel) };
}

/** A past case in a folder of its own, which goes when it is over: it may be run again at once. */
async function demo(): Promise<number> {
  const story = fileURLToPath(new URL('../test/transcripts/demo.txt', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'embargo-demo-'));
  const checked = checkEnvironment({ DATA_DIR: folder, EMBARGO_KEY: newKey() });
  if (!checked.ok) return complain(checked.problems.join('\n'));
  try {
    return await terminal(checked.config, createReadStream(story), demoStart(readFileSync(story, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function demoStart(story: string): Instant {
  return Date.parse(/^clock: (\S+)/m.exec(story)?.[1] ?? '');
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
  return openDatabase(database, { log: createLog(logLevel) });
}

/** What is wrong with a form's values, before they are stored. Zones of readers are known later; here dates must name theirs. */
function check(now: () => Instant) {
  return (words: string, values: Readonly<Record<string, string>>) => checkForm(words, values, { now: now(), zone: null });
}

/** The same numbers in the same order: a story reads the same each time. */
function seeded(): () => number {
  let state = 20240131;
  return () => {
    // Lehmer's generator (Park and Miller, 1988). Codenames need variety, not unpredictability.
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null;
  return () => {
    done ??= work();
    return done;
  };
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
