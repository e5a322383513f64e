import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connection/open.ts';
import {
  allInstallations,
  changeInstallation,
  forgetInstallation,
  type Installed,
  isInstalled,
  keepInstallation,
} from '../../src/db/installations.ts';
import { installations } from '../../src/db/schema.ts';
import { derivedSecret, newKey, parseKeyring } from '../../src/db/seal.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { start } from '../setup/world.ts';

const one: Installed = { owner: 'T1', enterprise: null, installation: { token: 'xoxb-secret' } };
const organisation: Installed = { owner: 'E1', enterprise: 'E1', installation: { token: 'xoxb-of-all' } };

describe.each(databaseKinds)('installations, on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(() => database.db.delete(installations));
  afterAll(() => database.drop());

  test('are kept, and none of their tokens can be read in the database', async () => {
    const { db } = database;
    for (const each of [one, organisation]) await keepInstallation(db, each, start);
    expect(await allInstallations(db)).toEqual([organisation, one]);
    const { rows } = (await db.execute(sql`select * from installations`)) as unknown as { rows: unknown[] };
    expect([rows.length, JSON.stringify(rows)]).toEqual([2, expect.not.stringContaining('xoxb')]);
  });

  test('take the place of earlier ones of the same owner', async () => {
    const { db } = database;
    await keepInstallation(db, one, start);
    await keepInstallation(db, { ...one, enterprise: 'E1', installation: { token: 'xoxb-new' } }, start + 1);
    expect(await allInstallations(db)).toEqual([{ owner: 'T1', enterprise: 'E1', installation: { token: 'xoxb-new' } }]);
  });

  test('are changed by what stands there at that moment, or left', async () => {
    const { db } = database;
    await keepInstallation(db, one, start);
    const changed = { ...one, installation: { token: 'xoxb-new' } };
    const seen: Installed[] = [];
    const noted = async (kept: Installed) => {
      seen.push(kept);
      return changed;
    };
    expect([await changeInstallation(db, 'T1', noted), seen]).toEqual([changed, [one]]);
    expect(await changeInstallation(db, 'T1', async () => null)).toEqual(changed);
    expect(await changeInstallation(db, 'T2', async () => changed)).toBeNull();
    await expect(changeInstallation(db, 'T1', async () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(await allInstallations(db)).toEqual([changed]);
  });

  test('are forgotten, unless they were made after that', async () => {
    const { db } = database;
    for (const each of [one, organisation]) await keepInstallation(db, each, start);
    await forgetInstallation(db, 'T1', start - 1);
    expect(await isInstalled(db, 'T1')).toBe(true);
    await forgetInstallation(db, 'T1', start);
    expect([await isInstalled(db, 'T1'), await allInstallations(db)]).toEqual([false, [organisation]]);
  });
});

describePostgres('an installation of which two replicas would renew the token', () => {
  test('is renewed by one: the other sees what the first has kept', async () => {
    const database = await openTestDatabase('postgres');
    await keepInstallation(database.db, { ...one, installation: 0 }, start);
    const other = await openDatabase({ type: 'postgres', url: database.url ?? '' }, { log: () => undefined });
    const increased = async (kept: Installed) => ({ ...kept, installation: Number(kept.installation) + 1 });
    await Promise.all([database.db, other.db].flatMap((db) => Array.from({ length: 5 }, () => changeInstallation(db, 'T1', increased))));
    expect(await allInstallations(other.db)).toEqual([{ ...one, installation: 10 }]);
    await other.close();
    await database.drop();
  });
});

test('a secret made of the key is the same in all replicas, another for each purpose, and not the key', () => {
  const [key, other] = [newKey('k1'), newKey('k2')];
  const [ring, rotated] = [parseKeyring(key), parseKeyring(`${other},${key}`)];
  const secret = derivedSecret(ring, 'state');
  expect(derivedSecret(parseKeyring(key), 'state')).toBe(secret);
  expect(new Set([secret, derivedSecret(ring, 'another'), derivedSecret(rotated, 'state')]).size).toBe(3);
  expect([secret.length, Buffer.from(secret, 'hex').toString('base64')]).toEqual([64, expect.not.stringContaining(key.slice(3))]);
});
