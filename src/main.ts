// Picks what the process is told to do, and does it. Each task is a file in cli/, and is loaded only when it is asked for: a server is not to wait for a terminal.
import { complain, exitOf, print, wordsOf } from './cli/exit.ts';
import { withConfig } from './cli/settings.ts';
import type { Config } from './config.ts';

const endMsMax = 3_000;

/** Resolves to the process's exit code. */
type Task = (args: readonly string[]) => Promise<number>;

const usage = `npm start                              the bot on Slack and Matrix; without either, the terminal (-- --empty: without a list to try things with)
npm run embargo -- terminal            the terminal; reads a story when its input is not a terminal
npm run demo                           an embargo in ninety seconds; -- --full: a past case, whole
npm run embargo -- audit verify        checks that no fact was changed or removed
npm run embargo -- doctor              looks at settings, database, tokens, scopes, rooms and clocks, and changes nothing
npm run embargo -- key new             makes a key for EMBARGO_KEY
npm run embargo -- matrix recovery-key  the recovery key of the bot's identity on Matrix: shown once
npm run embargo -- slack manifest      the manifest to paste; with https://address: for HTTP; --link, --history, --oauth, --socket`;

const serve = async (config: Config) => (await import('./cli/serve.ts')).serve(config);
const terminal = async (config: Config, words: readonly string[]) =>
  (await import('./cli/terminal.ts')).terminal(config, words.includes('--empty'));

const tasks: Readonly<Record<string, Task>> = {
  '': (words) => withConfig((config) => (config.slack === null && config.matrix === null ? terminal(config, words) : serve(config))),
  terminal: (words) => withConfig((config) => terminal(config, words)),
  demo: async (words) => (await import('./cli/demo.ts')).demo(words.includes('--full')),
  'audit verify': () => withConfig(async (config) => (await import('./cli/audit.ts')).verify(config)),
  doctor: async () => (await import('./cli/doctor.ts')).doctor(),
  'key new': async () => (await import('./cli/key.ts')).key(),
  'matrix recovery-key': () => withConfig(async (config) => (await import('./cli/recovery-key.ts')).recoveryKey(config)),
  'slack manifest': async (words) => (await import('./cli/manifest.ts')).manifest(words),
  help: async () => print(usage),
};

/** What may stand behind a task's name; null: what the task itself understands. */
const behindOf: Readonly<Record<string, readonly string[] | null>> = {
  '': ['--empty'],
  terminal: ['--empty'],
  demo: ['--full'],
  'slack manifest': null,
};

async function run(args: readonly string[]): Promise<number> {
  const names = [args.slice(0, 2).join(' '), args[0] ?? ''];
  const name = args[0]?.startsWith('--') ? '' : names.find((each) => Object.hasOwn(tasks, each));
  const task = name === undefined ? undefined : tasks[name];
  if (name === undefined || task === undefined) return complain(`Unknown task "${args.join(' ')}". Use one of:\n${usage}`);
  const behind = args.slice(name === '' ? 0 : name.split(' ').length).filter((word) => word !== '');
  const known = Object.hasOwn(behindOf, name) ? behindOf[name] : [];
  if (known !== null && behind.some((word) => !known?.includes(word))) return complain(`Unexpected: ${behind.join(' ')}\n${usage}`);
  try {
    return await task(behind);
  } catch (error) {
    return complain(wordsOf(error), exitOf(error));
  }
}

process.exitCode = await run(process.argv.slice(2));
// A request that nobody answers holds up the end of the process no longer than that.
setTimeout(() => process.exit(), endMsMax).unref();
