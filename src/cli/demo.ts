// An embargo in three acts, as somebody watching wants it; or a past case, whole.
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  const { config } = checked;
  const begins = Date.parse(/^clock: (\S+)/m.exec(readFileSync(story, 'utf8'))?.[1] ?? '');
  const audience = openAudience();
  try {
    const screen = openScreen(process.stdout);
    const filmed = { ...screen, write: filmedBy(screen.write, audience) };
    const shown = full ? {} : { shown: { screen: filmed, pace: audience.pace } };
    const code = await withDatabase(config, (database) =>
      runSession(database, { ...config, input: createReadStream(story), begins, ...shown }),
    );
    if (!full) screen.write(`\n${closing}`);
    return code;
  } finally {
    audience.leave();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who watches: a person at a terminal reads at their pace, and any key goes on. */
type Audience = { readonly columns: number; readonly colour: boolean; reads(text: string): void; pace(): Promise<void>; leave(): void };

const isWatched = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

function openAudience(): Audience {
  const { stdin, stdout } = process;
  // Some that are no real terminal say that they are zero wide.
  const columns = Math.min(stdout.columns || columnsMax, columnsMax);
  const colour = stdout.isTTY === true && process.env.NO_COLOR === undefined;
  if (!isWatched()) return { columns, colour, reads: () => undefined, pace: async () => undefined, leave: () => undefined };
  let unread = 0;
  let goOn: (() => void) | null = null;
  const pressed = (keys: Buffer) => {
    // In raw mode Ctrl-C is a key like others.
    if (keys.includes(3)) process.kill(process.pid, 'SIGINT');
    goOn?.();
  };
  stdin.setRawMode(true).on('data', pressed);
  return {
    columns,
    colour,
    reads: (text) => {
      unread += text.length;
    },
    pace: async () => {
      if (unread === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, unread * readingMs);
        goOn = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      unread = 0;
    },
    leave: () => {
      stdin.off('data', pressed).setRawMode(false).pause();
    },
  };
}

function filmedBy(write: (line: string) => void, audience: Audience): (line: string) => void {
  const camera = createCamera();
  return (line) => {
    const shot = camera(line);
    if (shot === null) return;
    if (shot.type === 'headline') write('');
    for (const row of wrapped(shot.text, audience.columns)) write(audience.colour ? painted(row, shot.type) : row);
    audience.reads(shot.text);
  };
}

const bold = (text: string) => `\u001b[1m${text}\u001b[0m`;

/** Headlines stand out, and who speaks: the bot in one color, people in another. */
function painted(row: string, type: Shot['type']): string {
  if (type === 'headline') return bold(row);
  if (type === 'text') return row.startsWith('  [') ? `\u001b[36m${row}\u001b[0m` : row;
  const [who, color] = row.startsWith('bot ') ? [/^bot → [^:]*:/, 36] : [/^(?!\s)[^:]*:/, 32];
  return row.replace(who, `\u001b[${color}m$&\u001b[0m`);
}
