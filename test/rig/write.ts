// Plays a script and prints its transcript: how a new story is written. `node --import tsx test/rig/write.ts script.txt`
// A story in the folder slack/ is played on Slack, any other in the terminal.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { useKeyring } from '../../src/db/columns.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { parseKeyring } from '../../src/db/seal.ts';
import { playOnSlack, playOnTerminal } from './play.ts';

useKeyring(parseKeyring(`story:${randomBytes(32).toString('base64')}`));
const folder = mkdtempSync(join(tmpdir(), 'embargo-story-'));
const database = await openDatabase({ type: 'embedded', folder }, { log: () => undefined });
const file = resolve(process.argv[2] ?? '');
try {
  const script = readFileSync(file, 'utf8').trimEnd();
  const onSlack = basename(dirname(file)) === 'slack';
  const played = onSlack ? playOnSlack(script, database.db, 'http', { forms: 'checked when sent' }) : playOnTerminal(script, database.db);
  process.stdout.write(`${(await played).trimEnd()}\n`);
} finally {
  await database.close();
  rmSync(folder, { recursive: true });
}
