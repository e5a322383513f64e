// The app's manifest for Slack.
import { readEnvironment } from '../config.ts';
import { manifestText } from '../platforms/slack/setup/manifest-words.ts';
import { print } from './exit.ts';
import { loadSettings } from './settings.ts';

/** Prints it for the command's name that is configured; `words` say for which way of reaching the bot. Resolves to the process's exit code. */
export async function manifest(words: readonly string[]): Promise<number> {
  loadSettings();
  return print(manifestText(words, readEnvironment(process.env).SLACK_COMMAND ?? '/embargo'));
}
