// A folder with an embedded database that is migrated and empty: to make one takes a start longer than all else that it does.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

/** For a process of its own; no key is in it. The caller removes it. */
export async function migratedFolder(): Promise<{ readonly folder: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'embargo-data-'));
  await promisify(execFile)('tar', ['-xf', inject('embeddedDump'), '-C', folder]);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
