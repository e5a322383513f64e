// What can be told to the process, by name; each task is loaded by itself or small.
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { diagnosisLine, verdictLine } from './chat/diagnosis.ts';
import { complain, exitOf, exits, print, wordsOf } from './cli/exit.ts';
import { withDatabase } from './cli/open.ts';
import { serve } from './cli/serve.ts';
import { type Config, checkEnvironment, type Misspelt, misspeltSettings, readEnvironment } from './config.ts';
import { patient } from './db/connection/timeouts.ts';
import { verifyFacts } from './db/facts.ts';
import { takeRecoveryKey } from './db/matrix.ts';
import { newKey } from './db/seal.ts';
import type { Instant } from './domain/values/time.ts';

const endMsMax = 3_000;

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
    return complain(wordsOf(error), exitOf(error));
  }
}

async function withConfig(task: (config: Config) => Promise<number>): Promise<number> {
  const misspelt = loadSettings();
  const checked = checkEnvironment(readEnvironment(process.env));
  // A name that is nearly a setting must not start the bot without it: on another database, or without a platform.
  if (checked.ok && misspelt.every(({ meant }) => meant === null)) {
    for (const { said } of misspelt) complain(said);
    return task(checked.config);
  }
  const problems = [...misspelt.map(({ said }) => said), ...(checked.ok ? [] : checked.problems)].map((problem) => `  ${problem}`);
  return complain(['The settings are not right:', ...problems, 'See .env.example.'].join('\n'), exits.settings);
}

/** Reads the bot's own file into the environment, which goes before it. Gives the names in both that are no settings. */
function loadSettings(): Misspelt[] {
  const environment = Object.keys(process.env);
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  for (const [name, value] of Object.entries(file)) process.env[name] ??= value;
  return misspeltSettings({ file: Object.keys(file), environment });
}

/** Shows the recovery key that waits, and forgets it. */
async function recoveryKey(config: Config): Promise<number> {
  if (config.matrix === null) return complain('No account on Matrix is given: MATRIX_HOMESERVER and MATRIX_USER are missing.');
  const { user } = config.matrix.access;
  const key = await withDatabase(config, ({ db }) => takeRecoveryKey(db, user));
  if (key === null) return complain('No recovery key waits: it was shown already, or the bot has not made its identity yet.');
  return print(
    `${key}\nKeep it where the database is not. With it as MATRIX_RECOVERY_KEY a bot that lost its database stays the same for everybody.\nIt is not shown again.`,
  );
}

// What only one task needs is loaded by that task: a server is not to wait for it.
const loadSession = () => import('./cli/terminal-session.ts');

/** The terminal over the configured database. */
async function inTerminal(config: Config): Promise<number> {
  const { runSession } = await loadSession();
  return withDatabase(config, (database) => runSession(database, { ...config, input: process.stdin, begins: null }));
}

/** A past case in a folder of its own, which goes when it is over: it may be run again at once. */
async function demo(): Promise<number> {
  const story = fileURLToPath(new URL('../test/stories/demo.txt', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'embargo-demo-'));
  const checked = checkEnvironment({ DATA_DIR: folder, EMBARGO_KEY: newKey() });
  if (!checked.ok) return complain(checked.problems.join('\n'));
  try {
    const begins = demoStart(readFileSync(story, 'utf8'));
    const { runSession } = await loadSession();
    const { config } = checked;
    return await withDatabase(config, (database) => runSession(database, { ...config, input: createReadStream(story), begins }));
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
  const { manifestText } = await import('./platforms/slack/setup/manifest-words.ts');
  return print(manifestText(words, readEnvironment(process.env).SLACK_COMMAND ?? '/embargo'));
}

/** Says what is wrong, and what to do about it. */
async function doctor(): Promise<number> {
  const misspelt = loadSettings();
  const { examine } = await import('./cli/doctor.ts');
  const diagnoses = await examine(readEnvironment(process.env), { now: Date.now, misspelt });
  print([...diagnoses.map(diagnosisLine), verdictLine(diagnoses)].join('\n'));
  return diagnoses.some(({ state }) => state === 'fault') ? 1 : 0;
}

async function verify(config: Config): Promise<number> {
  const { streams, facts, faults } = await withDatabase(config, ({ db }) => verifyFacts(db), patient);
  for (const { stream, seq, fault } of faults) print(`${stream}, fact ${seq}: ${fault}`);
  print(`${facts} facts in ${streams} chains, ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = await run(process.argv.slice(2));
// A request that nobody answers holds up the end of the process no longer than that.
setTimeout(() => process.exit(), endMsMax).unref();
