// `slack manifest …`: what is typed behind it, and what it prints.
import { type ManifestOptions, manifestLink, slackManifest } from './manifest.ts';

const options = ['--history', '--evict', '--oauth', '--socket', '--link'] as const;
type Option = (typeof options)[number];
const usage = `npm run embargo -- slack manifest [https://address] [${options.join('] [')}]`;

/**
 * The manifest, or with `--link` the link that fills Slack's form in, as text to print. Socket Mode without an address, HTTP with one;
 * `--socket` keeps Socket Mode with an address (for `--oauth`). Throws an Error for people to read on anything else.
 */
export function manifestText(words: readonly string[], command: string): string {
  const given = new Set(words.filter((word) => word.startsWith('-')).map(optionOf));
  const [url, ...more] = words.filter((word) => !word.startsWith('-'));
  if (more.length > 0) throw new Error(`One address is enough. It is said like this: ${usage}`);
  if (url !== undefined) refuseAddress(url);
  if (url === undefined && given.has('--oauth'))
    throw new Error('--oauth needs the public https address of the bot: Slack sends people back to it when they have installed the app.');
  const optional = (['--history', '--evict'] as const).find((option) => given.has(option));
  if (given.has('--oauth') && optional !== undefined)
    throw new Error(
      `--oauth and ${optional} do not go together: who installs the app at /slack/install is asked for what the bot needs, and no more.`,
    );
  const mode = url === undefined || given.has('--socket') ? 'socket' : 'http';
  const asked: ManifestOptions = {
    command,
    mode,
    oauth: given.has('--oauth'),
    history: given.has('--history'),
    evict: given.has('--evict'),
    ...(url === undefined ? {} : { url }),
  };
  const manifest = slackManifest(asked);
  return given.has('--link') ? manifestLink(manifest) : JSON.stringify(manifest, null, 2);
}

function optionOf(word: string): Option {
  const option = options.find((each) => each === word);
  if (option === undefined) throw new Error(`There is no option ${word}. It is said like this: ${usage}`);
  return option;
}

/** Slack sends to https only, and the paths are the bot's own. */
function refuseAddress(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const fit =
    parsed?.protocol === 'https:' && parsed.pathname === '/' && parsed.search === '' && parsed.hash === '' && parsed.username === '';
  if (!fit) throw new Error(`The address is https, without a path, such as https://embargo.example.org. It is said like this: ${usage}`);
}
