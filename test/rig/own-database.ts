// An embedded database for one use, with a key of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useKeyring } from '../../src/db/columns.ts';
import type { Db } from '../../src/db/connection/client.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';

/** Does something with it; its folder goes however that ends. */
export async function withOwnDatabase<T>(task: (db: Db) => Promise<T>): Promise<T> {
  useKeyring(parseKeyring(newKey()));
  const folder = mkdtempSync(join(tmpdir(), 'embargo-story-'));
  try {
    const database = await openDatabase({ type: 'embedded', folder }, { log: () => undefined });
    return await task(database.db).finally(database.close);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
