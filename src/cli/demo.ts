// An embargo in three acts, as somebody watching wants it; or a past case, whole.
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import type { Screen } from '../platforms/terminal/screen.ts';
import { createCamera, type Shot, wrapped } from './camera.ts';
import { complain } from './exit.ts';

const stories = { short: 'tour.txt', full: 'demo.txt' } as const;
const opening = 'embargo-bot: an embargo from its first minute to its disclosure, in three acts.';
const closing = 'That was the short of it. A past case, whole: npm run demo -- --full. Try it yourself: npm start.';

/** How long a person takes to read a character. */
const readingMs = 20;
const columnsMax = 100;

/** Plays it in a folder of its own, which goes when it is over: it may be run again at once. Resolves to the process's exit code. */
export async function demo(full: boolean): Promise<number> {
  // The rest takes a second to be loaded.
  if (!full) process.stdout.write(`${opening}${isWatched() ? ' Any key goes on.' : ''}\n`);
  const [{ checkEnvironment }, { newKey }, { withDatabase }, { runSession }, { openScreen }] = await Promise.all([
    import('../config.ts'),
    import('../db/seal.ts'),
    import('./open.ts'),
    import('./terminal-session.ts'),
    import('../platforms/terminal/screen.ts'),
  ]);
  const story = fileURLToPath(new URL(`../../test/stories/${full ? stories.full : stories.short}`, import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'embargo-demo-'));
  const checked = checkEnvironment({ DATA_DIR: folder, EMBARGO_KEY: newKey() });
  if (!checked.ok) return complain(checked.problems.join('\n'));
  const begins = Date.parse(/^clock: (\S+)/m.exec(readFileSync(story, 'utf8'))?.[1] ?? '');
  const play = (shown: { readonly shown?: Pick<Film, 'screen' | 'pace'> }) =>
    withDatabase(checked.config, (database) =>
      runSession(database, { ...checked.config, input: createReadStream(story), begins, ...shown }),
    );
  const film = full ? null : filmedOn(openScreen(process.stdout), isWatched());
  try {
    if (film === null) return await play({});
    const code = await play({ shown: film });
    film.end();
    return code;
  } finally {
    film?.leave();
    rmSync(folder, { recursive: true, force: true });
  }
}

const isWatched = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** `pace`: resolves once somebody who watches has read what they were shown, or pressed a key. */
type Film = { readonly screen: Screen; pace(): Promise<void>; end(): void; leave(): void };

/** What a camera sees of what is written, on that screen. `watched`: somebody sits there, who reads at their pace. */
function filmedOn(screen: Screen, watched: boolean): Film {
  const { stdin, stdout } = process;
  // Some that are no real terminal say that they are zero wide.
  const columns = Math.min(stdout.columns || columnsMax, columnsMax);
  const camera = createCamera();
  let unread = 0;
  let waiting = new AbortController();
  const write = (line: string) => {
    const shot = camera(line);
    if (shot === null) return;
    if (shot.type === 'headline') screen.write('');
    for (const row of wrapped(shot.text, columns)) screen.write(painted(row, shot.type));
    unread += shot.text.length;
  };
  const pressed = (keys: Buffer) => {
    // In raw mode Ctrl-C is a key like others.
    if (keys.includes(3)) process.kill(process.pid, 'SIGINT');
    waiting.abort();
  };
  if (watched) stdin.setRawMode(true).on('data', pressed);
  return {
    screen: { ...screen, write },
    pace: async () => {
      if (!watched || unread === 0) return;
      waiting = new AbortController();
      await delay(unread * readingMs, undefined, { signal: waiting.signal }).catch(() => undefined);
      unread = 0;
    },
    end: () => screen.write(`\n${closing}`),
    leave: () => {
      if (watched) stdin.off('data', pressed).setRawMode(false).pause();
    },
  };
}

/** Headlines stand out, and who speaks: the bot in one color, people in another. Plain where standard output shows no colors. */
function painted(row: string, type: Shot['type']): string {
  if (type === 'headline') return styleText('bold', row);
  if (type === 'text') return row.startsWith('  [') ? styleText('cyan', row) : row;
  const bot = row.startsWith('bot ');
  return row.replace(bot ? /^bot → [^:]*:/ : /^(?!\s)[^:]*:/, (who) => styleText(bot ? 'cyan' : 'green', who));
}
