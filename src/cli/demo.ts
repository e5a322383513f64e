// A past case, played from creation to disclosure.
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkEnvironment } from '../config.ts';
import { newKey } from '../db/seal.ts';
import type { Instant } from '../domain/values/time.ts';
import { complain } from './exit.ts';
import { withDatabase } from './open.ts';
import { runSession } from './terminal-session.ts';

/** Plays it in a folder of its own, which goes when it is over: it may be run again at once. Resolves to the process's exit code. */
export async function demo(): Promise<number> {
  const story = fileURLToPath(new URL('../../test/stories/demo.txt', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'embargo-demo-'));
  const checked = checkEnvironment({ DATA_DIR: folder, EMBARGO_KEY: newKey() });
  if (!checked.ok) return complain(checked.problems.join('\n'));
  try {
    const begins = startOf(readFileSync(story, 'utf8'));
    const { config } = checked;
    return await withDatabase(config, (database) => runSession(database, { ...config, input: createReadStream(story), begins }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function startOf(story: string): Instant {
  return Date.parse(/^clock: (\S+)/m.exec(story)?.[1] ?? '');
}
