import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../src/db/connection/client.ts';
import { lanes } from '../../src/db/schema.ts';
import { codeOf } from '../../src/errors.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';

describe.each(databaseKinds)('on %s', (kind) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    db = database.db;
  });
  afterAll(() => database.drop());

  const laneNames = async () => (await db.select({ lane: lanes.lane }).from(lanes).orderBy(lanes.lane)).map(({ lane }) => lane);

  test('what a refused step has written is gone, and what a nested one has lost leaves the rest alone', async () => {
    const oops = new Error('refused');
    await expect(
      db.transaction(async (tx) => {
        await tx.insert(lanes).values({ lane: 'refused', freeAt: 0 });
        throw oops;
      }),
    ).rejects.toBe(oops);
    await db.transaction(async (tx) => {
      await tx.insert(lanes).values({ lane: 'kept', freeAt: 0 });
      await tx
        .transaction(async (inner) => {
          await inner.insert(lanes).values({ lane: 'nested', freeAt: 0 });
          throw oops;
        })
        .catch(() => undefined);
    });
    expect(await laneNames()).toEqual(['kept']);
  });

  test('the second of two that write the same row learns it by a code that a log may hold', async () => {
    await db.insert(lanes).values({ lane: 'twice', freeAt: 1 });
    const second = await db.insert(lanes).values({ lane: 'twice', freeAt: 2 }).catch(codeOf);
    expect(second).toBe('23505');
  });

  test('ten that add to the same count at once lose nothing', async () => {
    await db.insert(lanes).values({ lane: 'count', freeAt: 0 });
    await Promise.all(
      Array.from({ length: 10 }, () =>
        db.transaction(async (tx) => {
          const [row] = await tx.select().from(lanes).where(eq(lanes.lane, 'count')).for('update');
          await tx
            .update(lanes)
            .set({ freeAt: (row?.freeAt ?? 0) + 1 })
            .where(eq(lanes.lane, 'count'));
        }),
      ),
    );
    expect(await db.select({ freeAt: lanes.freeAt }).from(lanes).where(eq(lanes.lane, 'count'))).toEqual([{ freeAt: 10 }]);
  });

  test('a test file has a database of its own', async () => {
    const other = await openTestDatabase(kind);
    const seen = await other.db.select({ lanes: sql<number>`count(*)::int` }).from(lanes);
    await other.drop();
    expect(seen).toEqual([{ lanes: 0 }]);
  });
});
