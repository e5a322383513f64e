// What the documents tell people to paste at the prompt is taken: each block is played from its beginning, in the order in which its document has them.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { firstList } from '../../src/cli/ready-made.ts';
import { playOnTerminal } from '../rig/play.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';

const root = new URL('../../', import.meta.url);
const documents = ['README.md', ...readdirSync(new URL('docs/', root)).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))]
  .map((path) => ({
    path,
    blocks: [...readFileSync(new URL(path, root), 'utf8').matchAll(/```embargo\n([\s\S]*?)```/g)].map(([, block = '']) => block),
  }))
  .filter(({ blocks }) => blocks.length > 0);
let database: TestDatabase;
afterEach(() => database.drop());

/** As a story has it: with who speaks, and where, in front of each line. */
function asStory(typed: string): string {
  let [speaker, place] = ['ada', 'in #oci-private'];
  const lines = typed.split('\n').flatMap((line) => {
    const as = /^as (\w+)$/.exec(line)?.[1];
    if (as !== undefined) speaker = as;
    if (line === 'direct') place = 'in direct';
    const isOwn = as !== undefined || line === 'direct' || line === '';
    return isOwn ? [] : [line.startsWith('clock') ? line.replace(/^clock:? */, 'clock: ') : `${speaker} ${place}: ${line}`];
  });
  return ['clock: 2030-01-07T09:00Z', ...lines].join('\n');
}

// The README is read by who has started the terminal, with its list; the others by who starts a list of their own.
it.each(documents)('$path', async ({ path, blocks }) => {
  database = await openTestDatabase('embedded');
  const played = await playOnTerminal(
    asStory([...(path === 'README.md' ? [`${firstList.join('\n')}\n`] : []), ...blocks].join('')),
    database.db,
  );
  const refused =
    /I don't know|needs one of|is more than|Unexpected|Nothing (?:changed|was)|There's no|have access to no|could be several|not a line of a story/;
  expect(played.split('\n').filter((line) => refused.test(line))).toEqual([]);
  // Something came of it.
  expect(played).toMatch(/[a-z]+-[a-z]+ is open/);
});
