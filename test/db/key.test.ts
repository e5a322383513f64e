// The key of a database: made once, never replaced, and known for the wrong one before anything is sealed with it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { useKeyring } from '../../src/db/columns.ts';
import { keyInFolder } from '../../src/db/connection/key-file.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import { checkKey } from '../../src/db/settings.ts';
import { databaseKinds, openTestDatabase, testKeyring } from '../setup/database.ts';

describe('the key of an embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'embargo-key-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is made once, in a file that only its owner reads, and found again', () => {
    const made = keyInFolder(folder);
    expect([made.made, statSync(made.path).mode & 0o777, readFileSync(made.path, 'utf8').trim()]).toEqual([true, 0o600, made.text]);
    expect(keyInFolder(folder)).toEqual({ ...made, made: false });
  });

  test('is not made anew beside a database whose key is gone', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'PG_VERSION'), '18');
    expect(() => keyInFolder(folder)).toThrow(/key of the database .* is missing.*EMBARGO_KEY/);
  });
});

describe.each(databaseKinds)('a database that was sealed with one key, on %s', (kind) => {
  afterEach(() => useKeyring(testKeyring));

  test('is not started with another, but with both after a rotation', async () => {
    const database = await openTestDatabase(kind);
    const [first, second] = [newKey('k1'), newKey('k2')];
    useKeyring(parseKeyring(first));
    await checkKey(database.db);
    await checkKey(database.db);
    useKeyring(parseKeyring(second));
    await expect(checkKey(database.db)).rejects.toThrow("EMBARGO_KEY isn't the key of this database.");
    useKeyring(parseKeyring(`${second},${first}`));
    await checkKey(database.db);
    await database.drop();
  });
});
