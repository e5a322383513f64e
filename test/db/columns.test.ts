import { eq, gt, lt, sql, TransactionRollbackError } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { useKeyring } from '../../src/db/columns.ts';
import type { Db } from '../../src/db/connection/client.ts';
import { memberRows } from '../../src/db/integrity/sealed-rows.ts';
import { inbox, lanes, members } from '../../src/db/schema.ts';
import { parseKeyring, SealError, type SealErrorKind, seal } from '../../src/db/seal.ts';
import type { ListId, PersonId } from '../../src/domain/values/ids.ts';
import { databaseKinds, openTestDatabase, type TestDatabase, testKeyring } from '../setup/database.ts';

const list = 'kernel' as ListId;
const ada = 'terminal:ada' as PersonId;

describe.each(databaseKinds)('on %s', (kind) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    db = database.db;
    await db
      .insert(members)
      .values(memberRows.seal({ list, person: ada, name: 'Ada Lovelace', role: 'coordinator', distributor: null, since: 0 }));
  });
  afterAll(() => database.drop());
  afterEach(() => useKeyring(testKeyring));

  const nameOfAda = async () => {
    const [row] = await db.select().from(members).where(eq(members.person, ada));
    return row === undefined ? null : memberRows.open(row).name;
  };
  const stored = async () => rowsOf<{ name: string }>(await db.execute(sql`select name from members`))[0]?.name ?? '';
  const refusalOfAda = (): Promise<SealErrorKind | 'none'> =>
    nameOfAda().then(
      () => 'none',
      (error: unknown) => (error instanceof SealError ? error.kind : Promise.reject(error)),
    );

  test.each([
    ['a disclosure in winter', '2026-12-03T14:00:00.000Z'],
    ['its last millisecond before', '2026-12-03T13:59:59.999Z'],
    ['one in the hour that Berlin skips', '2026-03-29T02:30:00.123Z'],
    ['a leap day', '2028-02-29T23:59:59.001Z'],
    ['the beginning of time', '1970-01-01T00:00:00.000Z'],
    ['long before', '1899-12-31T23:59:59.999Z'],
  ])('%s comes back to the millisecond', async (lane, iso) => {
    const freeAt = Date.parse(iso);
    await db.insert(lanes).values({ lane, freeAt });
    const text = sql<string>`to_char(free_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    const rows = await db.select({ freeAt: lanes.freeAt, text }).from(lanes).where(eq(lanes.freeAt, freeAt));
    expect(rows).toEqual([{ freeAt, text: iso }]);
  });

  test('a millisecond decides what is due, whatever zone the session is in', async () => {
    const due = Date.parse('2027-01-05T14:00:00.500Z');
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local time zone 'Asia/Kathmandu'`);
      await tx.insert(lanes).values({ lane: 'kathmandu', freeAt: due });
      const kathmandu = (condition: ReturnType<typeof lt>) =>
        tx
          .select()
          .from(lanes)
          .where(sql`${condition} and ${eq(lanes.lane, 'kathmandu')}`);
      expect([
        await kathmandu(lt(lanes.freeAt, due + 1)),
        await kathmandu(lt(lanes.freeAt, due)),
        await kathmandu(gt(lanes.freeAt, due - 1)),
      ]).toEqual([[{ lane: 'kathmandu', freeAt: due }], [], [{ lane: 'kathmandu', freeAt: due }]]);
    });
  });

  test('what is no instant is refused before it is written', async () => {
    await expect(db.insert(lanes).values({ lane: 'never', freeAt: Number.NaN })).rejects.toThrow(RangeError);
  });

  test('a name is sealed in the table and plain to the bot', async () => {
    expect({ plain: await nameOfAda(), sealed: /^v2\.test\.[\w-]+$/.test(await stored()) }).toEqual({
      plain: 'Ada Lovelace',
      sealed: true,
    });
  });

  test('a sealed value that was purged is null, not an error', async () => {
    const at = Date.parse('2026-12-03T14:00:00Z');
    await db.insert(inbox).values({ key: 'purged', by: ada, heard: null, receivedAt: at, tryAt: at });
    expect(await db.select({ heard: inbox.heard }).from(inbox).where(eq(inbox.key, 'purged'))).toEqual([{ heard: null }]);
  });

  test('a bot that was started with another key says which one is missing, and shows nothing', async () => {
    useKeyring(parseKeyring(`other:${Buffer.alloc(32, 8).toString('base64')}`));
    await expect(nameOfAda()).rejects.toThrow('members.name is sealed with the key "test", which EMBARGO_KEY doesn\'t have. Add it there');
    useKeyring(parseKeyring(`test:${Buffer.alloc(32, 8).toString('base64')}`));
    expect(await refusalOfAda()).toBe('damaged');
  });

  test('a name that someone changed in the table is noticed', async () => {
    const before = await stored();
    const changed = [...before]
      .map((character, index) => (index === before.length - 4 ? (character === 'A' ? 'B' : 'A') : character))
      .join('');
    for (const [name, refusal] of [
      [changed, 'damaged'],
      ['Mallory', 'not-sealed'],
      [before, 'none'],
    ]) {
      await db.execute(sql`update members set name = ${name}`);
      expect(await refusalOfAda()).toBe(refusal);
    }
  });

  test.each([
    ['of another person', "person = 'terminal:eve'"],
    ['of another list', "list_id = 'other'"],
    ['of another role', "role = 'reviewer'"],
    ['of another organization', "distributor_id = 'd1'"],
    ['since another day', 'since = now()'],
  ])('a name does not open as that %s', async (_, change) => {
    await db
      .transaction(async (tx) => {
        await tx.execute(sql.raw(`update members set ${change}`));
        const [row] = await tx.select().from(members);
        if (row === undefined) throw new Error('nobody is there');
        expect(() => memberRows.open(row)).toThrow('belongs to another row or column');
        tx.rollback();
      })
      .catch((error: unknown) => {
        if (!(error instanceof TransactionRollbackError)) throw error;
      });
  });

  test('what is not sealed is not written', async () => {
    await expect(db.insert(members).values({ list, person: ada, name: 'Ada' as never, role: 'reviewer', since: 0 })).rejects.toThrow(
      'not sealed',
    );
  });

  test('what was sealed in one column cannot be put into another to be shown there', async () => {
    await db.execute(
      sql`update members set name = ${seal(testKeyring, 'what a patch is about', 'patches.content', { list, person: ada, role: 'coordinator', since: 0 })}`,
    );
    expect(await refusalOfAda()).toBe('damaged');
  });
});

test('a sealed column without a key ring says what has to be called first', async () => {
  vi.resetModules();
  const fresh = await import('../../src/db/columns.ts');
  expect(() => fresh.currentKeyring()).toThrow('A sealed column was used before useKeyring(parseKeyring(EMBARGO_KEY)) was called');
});

function rowsOf<Row>(result: unknown): Row[] {
  return (result as { rows: Row[] }).rows;
}
