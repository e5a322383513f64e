// Who can get into the folder of the embedded database: its owner, and nobody else, whoever made it and however.
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { diagnoseEnvFile, diagnoseFolder } from '../../src/cli/diagnosis.ts';
import { makeFolder } from '../../src/db/connection/folder.ts';
import { keyInFolder } from '../../src/db/connection/key-file.ts';
import { openDatabase } from '../../src/db/connection/open.ts';

const parents: string[] = [];
afterEach(() => {
  for (const parent of parents.splice(0)) rmSync(parent, { recursive: true, force: true });
});

/** A folder that somebody made beforehand, with these permissions. */
function folderOf(mode: number): string {
  const parent = mkdtempSync(join(tmpdir(), 'embargo-folder-'));
  parents.push(parent);
  const folder = join(parent, 'data');
  mkdirSync(folder);
  chmodSync(folder, mode);
  return folder;
}

const modeOf = (path: string) => statSync(path).mode & 0o777;
/** What in a folder somebody else than its owner may read or write. */
const opened = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const found = lstatSync(join(folder, name));
    return !found.isSymbolicLink() && (found.mode & 0o077) !== 0;
  });

describe('a folder that is there already', () => {
  test('and that others could read is shut to them before the key is made in it', () => {
    const folder = folderOf(0o755);
    keyInFolder(folder);
    expect([modeOf(folder), modeOf(join(folder, 'key'))]).toEqual([0o700, 0o600]);
  });

  test('holds nothing that others may read, at its first start and at the next, and nothing that is written meanwhile', {
    timeout: 300_000,
  }, async () => {
    const folder = folderOf(0o777);
    const first = await openDatabase({ type: 'embedded', folder }, { log: () => undefined });
    expect([modeOf(folder), opened(folder)]).toEqual([0o700, []]);
    await first.db.execute(sql`create table filled as select generate_series(1, 10000)`);
    await first.db.execute(sql`checkpoint`);
    await first.close();
    expect(opened(folder)).toEqual([]);
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'PG_VERSION'), 0o666);
    const second = await openDatabase({ type: 'embedded', folder }, { log: () => undefined });
    await second.close();
    expect([modeOf(folder), opened(folder)]).toEqual([0o700, []]);
  });

  // To own nothing takes a user who can become another.
  test.skipIf(process.getuid?.() !== 0)('and belongs to another user is refused, with what to do', () => {
    const folder = folderOf(0o777);
    expect(() => asNobody(() => makeFolder(folder))).toThrow(
      `DATA_DIR can't be used: other users of this machine can get into ${folder} (777), and it can't be shut to them (EPERM). Next: as its owner, run chmod 700 ${folder}, or set DATA_DIR to a folder of the bot's own user.`,
    );
  });
});

/** Does something as a user who owns nothing here. */
function asNobody<Result>(run: () => Result): Result {
  for (const parent of parents) chmodSync(parent, 0o755);
  process.seteuid?.(65_534);
  try {
    return run();
  } finally {
    process.seteuid?.(0);
  }
}

describe('the doctor', () => {
  test('tells who can get into the folder, and read the file of settings', () => {
    expect([diagnoseFolder('data', 0o700), diagnoseFolder('data', 0o750), diagnoseEnvFile(0o600), diagnoseEnvFile(null)]).toEqual([
      [],
      [{ about: 'DATA_DIR', state: 'fault', text: 'other users of this machine can look into data (750).', next: 'chmod 700 data' }],
      [],
      [],
    ]);
    expect([diagnoseEnvFile(0o644), diagnoseEnvFile(0o660)].flat().map(({ text }) => text)).toEqual([
      'other users of this machine can read .env (644), which has the key and the tokens.',
      'other users of this machine can change .env (660), which has the key and the tokens.',
    ]);
  });
});
