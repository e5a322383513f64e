// Back up and restore, by the commands that docs/operations.md gives, letter for letter.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connection/open.ts';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { verifyFacts } from '../../src/db/facts.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { findBinaries } from '../setup/cluster.ts';
import type { TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, type World, world } from '../setup/world.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const id = 'embargo-1-1' as EmbargoId;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embargo-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The two commands of the block that begins so, each to be run where the settings are these. */
function commandsOf(first: string, settings: Readonly<Record<string, string>>): { backUp: () => void; restore: () => void } {
  const block = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text.trim()).find((text) => text.startsWith(first));
  const [backUp = '', restore = '', ...more] = block?.split('\n') ?? [];
  expect([backUp === '' || restore === '', more]).toEqual([false, []]);
  const env = { ...process.env, ...settings };
  const run = (command: string) => void execFileSync('sh', ['-c', command], { cwd: folder, env, stdio: 'pipe' });
  return { backUp: () => run(backUp), restore: () => run(restore) };
}

/** A bot that starts on what was restored reads it, and has nothing to send of what was sent before. */
async function sendsNothingTwice(restored: World, codename: string): Promise<void> {
  const next = await world(restored.database.url === null ? 'embedded' : 'postgres', { beside: restored, seed: 2 });
  await next.bot.settle();
  await next.bot.tick();
  expect(next.platform.seen).toEqual([]);
  expect((await verifyFacts(next.db)).faults).toEqual([]);
  const timeline = JSON.stringify(await next.say('ada', `timeline ${codename}`));
  expect(timeline).toContain('opened');
  expect(timeline).not.toContain('said after the backup');
  await next.bot.stop();
}

describePostgres('a backup of PostgreSQL', () => {
  test('gives back what was there, and nothing of what came later; nothing is sent twice', async () => {
    const here = await world('postgres');
    const PATH = `${findBinaries()}${delimiter}${process.env.PATH}`;
    const { backUp, restore } = commandsOf('pg_dump', { PATH, DATABASE_URL: here.database.url ?? '' });
    try {
      await founded(here);
      const codename = await opened(here);
      const before = await loadEmbargo(here.db, id);
      backUp();
      await here.say('ada', `note ${codename}: said after the backup`);
      expect(JSON.stringify(await here.say('ada', `timeline ${codename}`))).toContain('said after the backup');
      restore();
      expect(await loadEmbargo(here.db, id)).toEqual(before);
      await sendsNothingTwice(here, codename);
    } finally {
      await here.close();
    }
  });
});

// Making a database takes ten seconds of a processor, and a busy machine has few to give.
describe('a copy of the embedded database', { timeout: 300_000 }, () => {
  test('gives back what was there, and nothing of what came later; nothing is sent twice', async () => {
    const data = join(folder, 'data');
    const { backUp, restore } = commandsOf('cp', { DATA_DIR: data });
    const open = async (): Promise<TestDatabase> => {
      const { db, close } = await openDatabase({ type: 'embedded', folder: data }, { log: () => undefined });
      return { db, url: null, drop: close };
    };
    const first = await open();
    const here = await world('embedded', { database: first });
    await founded(here);
    const codename = await opened(here);
    const before = await loadEmbargo(here.db, id);
    await here.bot.stop();
    await first.drop();
    backUp();
    const second = await open();
    const later = await world('embedded', { beside: { ...here, database: second }, seed: 3 });
    await later.say('ada', `note ${codename}: said after the backup`);
    expect(JSON.stringify(await later.say('ada', `timeline ${codename}`))).toContain('said after the backup');
    await later.bot.stop();
    await second.drop();
    restore();
    const third = await open();
    const restored = { ...here, database: third };
    expect(await loadEmbargo(third.db, id)).toEqual(before);
    await sendsNothingTwice(restored, codename);
    await third.drop();
  });
});
