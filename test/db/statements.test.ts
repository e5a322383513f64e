// The embedded database keeps its statements: it answers as a server does, whatever was asked before, and however that went.
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepStatements } from '../../src/db/connection/statements.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';

/** The rows of a statement that Drizzle did not put together, in the same shape from both. */
async function rows(database: Pick<TestDatabase, 'db'>, statement: ReturnType<typeof sql>): Promise<unknown[]> {
  const found: unknown = await database.db.execute(statement);
  return (found as { rows: unknown[] }).rows;
}

const odd = ['', 'a"b', "it's", 'back\\slash', '{curly}', ',', 'NULL', 'null', ' blank ', 'línea\nнова', '😀'];

describe.each(databaseKinds)('what is asked of %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    await database.db.execute(sql`create table kept (id int primary key, name text)`);
  });
  afterAll(async () => {
    await database.db.execute(sql`drop table kept`);
    await database.drop();
  });

  test('comes back as it went, texts, numbers, nothing, and lists of them', async () => {
    for (const text of odd) expect(await rows(database, sql`select ${text}::text as it`)).toEqual([{ it: text }]);
    for (const it of [0, -1, 2147483647, null]) expect(await rows(database, sql`select ${it}::int as it`)).toEqual([{ it }]);
    expect(await rows(database, sql`select ${true}::boolean as yes, ${false}::boolean as no`)).toEqual([{ yes: true, no: false }]);
    expect(await rows(database, sql`select ${sql.param(odd)}::text[] as they`)).toEqual([{ they: odd }]);
    expect(await rows(database, sql`select ${sql.param([])}::text[] as they`)).toEqual([{ they: [] }]);
    expect(await rows(database, sql`select ${sql.param([null, 'null'])}::text[] as they`)).toEqual([{ they: [null, 'null'] }]);
    expect(await rows(database, sql`select ${sql.param([3, null, -1])}::int[] as they`)).toEqual([{ they: [3, null, -1] }]);
  });

  test('is answered after it failed, in a transaction and outside of it', async () => {
    const insert = (id: number) => sql`insert into kept values (${id}, ${`row ${id}`})`;
    await database.db.execute(insert(1));
    await expect(database.db.execute(insert(1))).rejects.toThrow();
    await database.db.execute(insert(2));
    await expect(
      database.db.transaction(async (tx) => {
        await tx.execute(insert(3));
        await tx.execute(insert(1));
      }),
    ).rejects.toThrow();
    await database.db.transaction(async (tx) => {
      await expect(tx.transaction((nested) => nested.execute(insert(2)))).rejects.toThrow();
      await tx.execute(insert(4));
    });
    await expect(database.db.execute(sql`select nonsense from kept`)).rejects.toThrow();
    await expect(database.db.execute(sql`select nonsense from kept`)).rejects.toThrow();
    expect(await rows(database, sql`select id from kept order by id`)).toEqual([{ id: 1 }, { id: 2 }, { id: 4 }]);
  });

  test('gives what the table is by now', async () => {
    const all = () => rows(database, sql`select * from kept where id = ${1}`);
    expect(await all()).toEqual([{ id: 1, name: 'row 1' }]);
    await database.db.execute(sql`alter table kept add column more int default 7`);
    expect(await all()).toEqual([{ id: 1, name: 'row 1', more: 7 }]);
    await database.db.execute(sql`alter table kept drop column more`);
    expect(await all()).toEqual([{ id: 1, name: 'row 1' }]);
  });
});

test('no more statements are kept than it has room for, and those that are used stay', async () => {
  const lite = keepStatements(await PGlite.create());
  const kept = async () =>
    (await lite.query<{ statement: string }>('select statement from pg_prepared_statements')).rows.map(({ statement }) => statement);
  for (let number = 0; number < 700; number += 1) {
    await lite.query(`select ${number}`);
    await lite.query('select $1::text', ['used each time']);
  }
  const found = await kept();
  expect(found.length).toBeLessThanOrEqual(301);
  expect(found).toContain('select $1::text');
  expect(found).not.toContain('select 1');
  await expect(lite.query('select 1 / 0')).rejects.toThrow('division by zero');
  expect(await kept()).not.toContain('select 1 / 0');
  await lite.close();
});
