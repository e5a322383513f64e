// The embedded database's own key, for those who configured nothing: a file that only its owner can read, beside the database.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newKey } from '../seal.ts';
import { makeFolder } from './folder.ts';

export type KeyFile = { readonly text: string; readonly path: string; readonly made: boolean };

/** The key in a folder; made there when there is none. Throws when the folder cannot be written, or holds a database whose key is gone. */
export function keyInFolder(folder: string): KeyFile {
  const path = join(folder, 'key');
  makeFolder(folder);
  if (existsSync(join(folder, 'PG_VERSION')) && !existsSync(path)) {
    throw new Error(`The key of the database in ${folder} is missing: ${path}. Put it back from your copy, or give it as EMBARGO_KEY.`);
  }
  try {
    // Exclusive: of two processes that start at once, one makes the key and the other reads it.
    writeFileSync(path, `${newKey()}\n`, { flag: 'wx', mode: 0o600 });
    return { text: readFileSync(path, 'utf8').trim(), path, made: true };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
    return { text: readFileSync(path, 'utf8').trim(), path, made: false };
  }
}
