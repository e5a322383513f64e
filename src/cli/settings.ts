// The settings of a task: what the environment and the file beside it say, checked.
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { type Config, checkEnvironment, type Misspelt, misspeltSettings, readEnvironment } from '../config.ts';
import { complain, exits } from './exit.ts';

/** Does something with the settings, if they are right; else says what is wrong with them. Resolves to the process's exit code. */
export async function withConfig(task: (config: Config) => Promise<number>): Promise<number> {
  const misspelt = loadSettings();
  const checked = checkEnvironment(readEnvironment(process.env));
  // A name that is nearly a setting must not start the bot without it: on another database, or without a platform.
  if (checked.ok && misspelt.every(({ meant }) => meant === null)) {
    for (const { said } of misspelt) complain(said);
    return task(checked.config);
  }
  const problems = [...misspelt.map(({ said }) => said), ...(checked.ok ? [] : checked.problems)].map((problem) => `  ${problem}`);
  return complain(['Fix these settings:', ...problems, 'See .env.example.'].join('\n'), exits.settings);
}

/** Reads the bot's own file into the environment, which goes before it. Gives the names in both that are no settings. */
export function loadSettings(): Misspelt[] {
  const environment = Object.keys(process.env);
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  for (const [name, value] of Object.entries(file)) process.env[name] ??= value;
  return misspeltSettings({ file: Object.keys(file), environment });
}
