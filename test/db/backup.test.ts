// Back up and restore, by the commands that docs/operations.md gives, letter for letter.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { verifyFacts } from '../../src/db/facts.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { findBinaries } from '../setup/cluster.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, world } from '../setup/world.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const commands = /```sh\n(pg_dump[\s\S]*?)```/.exec(page)?.[1]?.trim().split('\n') ?? [];
const id = 'embargo-1-1' as EmbargoId;

describePostgres('a backup', () => {
  test('gives back what was there, and nothing of what came later; the record has no faults', async () => {
    const [dump = '', restore = '', ...more] = commands;
    expect([dump.split(' ')[0], restore.split(' ')[0], more]).toEqual(['pg_dump', 'pg_restore', []]);
    const here = await world('postgres');
    const folder = mkdtempSync(join(tmpdir(), 'embargo-backup-'));
    const env = { ...process.env, PATH: `${findBinaries()}${delimiter}${process.env.PATH}`, DATABASE_URL: here.database.url ?? '' };
    const run = (command: string) => execFileSync('sh', ['-c', command], { cwd: folder, env, stdio: 'pipe' });
    try {
      await founded(here);
      const codename = await opened(here);
      const before = await loadEmbargo(here.db, id);
      run(dump);
      await here.say('ada', `note ${codename}: said after the backup`);
      expect(JSON.stringify(await here.say('ada', `timeline ${codename}`))).toContain('said after the backup');
      run(restore);
      expect(await loadEmbargo(here.db, id)).toEqual(before);
      expect((await verifyFacts(here.db)).faults).toEqual([]);
      expect(JSON.stringify(await here.say('ada', `timeline ${codename}`))).not.toContain('said after the backup');
    } finally {
      rmSync(folder, { recursive: true });
      await here.close();
    }
  });
});
