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
  if (more.length > 0) throw new Error(`Give one address. Usage: ${usage}`);
  if (url !== undefined) refuseAddress(url);
  if (url === undefined && given.has('--oauth'))
    throw new Error("--oauth needs the bot's public https address: Slack sends people back to it after they install the app.");
  const optional = (['--history', '--evict'] as const).find((option) => given.has(option));
  if (given.has('--oauth') && optional !== undefined)
    throw new Error(`--oauth and ${optional} don't go together: /slack/install asks people only for what the bot needs.`);
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
  if (option === undefined) throw new Error(`Unknown option ${word}. Usage: ${usage}`);
  return option;
}

/** Slack sends to https only, and the paths are the bot's own. */
function refuseAddress(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const fit =
    parsed?.protocol === 'https:' && parsed.pathname === '/' && parsed.search === '' && parsed.hash === '' && parsed.username === '';
  if (!fit) throw new Error(`Give an https address without a path, such as https://embargo.example.org. Usage: ${usage}`);
}
