// Plays a script and prints its transcript: how a new story is written. `node --import tsx test/rig/write.ts script.txt`
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/client.ts';
import { useKeyring } from '../../src/db/columns.ts';
import { parseKeyring } from '../../src/db/seal.ts';
import { playOnTerminal } from './play.ts';

useKeyring(parseKeyring(`story:${randomBytes(32).toString('base64')}`));
const folder = mkdtempSync(join(tmpdir(), 'embargo-story-'));
const database = await openDatabase({ type: 'embedded', folder }, { log: () => undefined });
try {
  process.stdout.write(await playOnTerminal(readFileSync(process.argv[2] ?? '', 'utf8').trimEnd(), database.db));
} finally {
  await database.close();
  rmSync(folder, { recursive: true });
}
