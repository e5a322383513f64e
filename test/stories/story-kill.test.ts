import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { useKeyring } from '../../src/db/columns.ts';
import type { DatabaseKind } from '../../src/db/connection/client.ts';
import { keyInFolder } from '../../src/db/connection/key-file.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { verifyFacts } from '../../src/db/facts.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { playOnTerminal } from '../rig/play.ts';
import { runCli } from '../setup/cli.ts';
import { databaseKinds, openTestDatabase, testKeyring } from '../setup/database.ts';

const story = [
  'clock: 2030-01-02T09:00Z',
  'ada in #oci-private: /embargo room adopt oci',
  'ada: org add "Seven Linux" 7.1',
  'ada: people add @bob representative "Seven Linux"',
  'ada: create title="runc leaks" component=runc versions="<= 1.1.11" exploitability=local date="2030-01-15 14:00 UTC"',
  'bob: ack',
  'ada: ack',
  'bob: date accept',
  'bob: owe',
  'clock: +3d',
];
const linesBeforeDeath = 5;

type Told = { readonly to: string; readonly text: string };
const mark = 'Possibly repeated: the connection broke while this was being sent.\n  ';

/** What the bot posted, with one codename for all stories. Edits are left out: what they print is what is new to their reader. */
function told(transcript: string): Told[] {
  const codename = /(\S+) is open\./.exec(transcript)?.[1] ?? 'nothing';
  const posts = transcript.replaceAll(codename, 'codename').matchAll(/^bot → ([^:]+): (.*(?:\n {2}.*)*)/gm);
  return [...posts].map(([, to = '', text = '']) => ({ to, text }));
}

const cleanups: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});

/** Settings for a database that nobody has used. */
async function unused(kind: DatabaseKind): Promise<Record<string, string>> {
  if (kind === 'postgres') {
    const database = await openTestDatabase(kind);
    cleanups.push(database.drop);
    return { DATABASE_URL: database.url ?? '', EMBARGO_KEY: newKey() };
  }
  const folder = mkdtempSync(join(tmpdir(), 'embargo-killed-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return { DATA_DIR: folder };
}

async function faultsIn({ DATABASE_URL: url, EMBARGO_KEY: key, DATA_DIR: folder = '' }: Record<string, string>) {
  useKeyring(parseKeyring(key ?? keyInFolder(folder).text));
  const where = url === undefined ? ({ type: 'embedded', folder } as const) : ({ type: 'postgres', url } as const);
  const database = await openDatabase(where, { log: () => undefined });
  try {
    return await verifyFacts(database.db);
  } finally {
    await database.close();
    useKeyring(testKeyring);
  }
}

/** What is said when nobody kills it. */
async function undisturbed(): Promise<Told[]> {
  const database = await openTestDatabase('embedded');
  return told(await playOnTerminal(story.join('\n'), database.db).finally(database.drop));
}

describe.each(databaseKinds)('a story of ten lines that is killed in the middle and started again with the rest, on %s', (kind) => {
  test('goes on where it was: all that was to be said is said, in its order, and nothing twice without saying so', async () => {
    const env = await unused(kind);
    const last = story[linesBeforeDeath - 1] ?? '';
    const killed = await runCli(['terminal'], {
      env,
      input: `${story.slice(0, linesBeforeDeath).join('\n')}\n`,
      // It has said the first of the several things that come of opening an embargo.
      killWhen: (stdout) => stdout.split(last)[1]?.includes('is open.') === true,
    });
    const rest = await runCli(['terminal'], { env, input: `${story.slice(linesBeforeDeath).join('\n')}\n` });
    expect([killed.code, rest.code]).toEqual([null, 0]);

    // What was being said when it was killed may have been cut off, or not be known to have been said: then it is said again, and marked.
    const deaths = told(killed.stdout).length;
    const all = told(killed.stdout + rest.stdout);
    const first = all[deaths];
    const unmarked = first === undefined ? [] : [{ to: first.to, text: first.text.replace(mark, '') }];
    // It may have died before anything of it was seen: then nothing is there twice.
    const cutOff = all[deaths - 1];
    const twice = cutOff !== undefined && unmarked[0]?.to === cutOff.to && unmarked[0].text.startsWith(cutOff.text);
    const once = first?.text.startsWith(mark) ? [...all.slice(0, twice ? deaths - 1 : deaths), ...unmarked, ...all.slice(deaths + 1)] : all;
    expect(once).toEqual(await undisturbed());
    // The clock stood where it had stood: nothing was said of the time in between.
    expect(rest.stdout).not.toContain(`clock: ${story[0]?.slice('clock: '.length)}`);
    expect(await faultsIn(env)).toMatchObject({ streams: 2, faults: [] });
    // Three processes and a story, on whatever machine.
  }, 300_000);
});
