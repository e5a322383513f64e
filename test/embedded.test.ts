import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../src/db/client.ts';
import { lanes } from '../src/db/schema.ts';
import { startChild } from './setup/child.ts';
import { openTestDatabase } from './setup/database.ts';

const options = { log: () => undefined };

describe('the embedded database in a folder', () => {
  let parent: string;
  let folder: string;
  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), 'embargo-embedded-'));
    folder = join(parent, 'new', 'data');
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  test('is made where there is none, for nobody else to read, and keeps what it is told', async () => {
    const first = await openDatabase({ type: 'embedded', folder }, options);
    await first.db.insert(lanes).values({ lane: 'first', freeAt: 1 });
    await first.ping();
    await Promise.all([first.close(), first.close()]);
    await first.close();
    const second = await openDatabase({ type: 'embedded', folder }, options);
    const kept = await second.db.select().from(lanes);
    await second.close();
    expect({ kind: second.kind, mode: statSync(folder).mode & 0o777, kept }).toEqual({
      kind: 'embedded',
      mode: 0o700,
      kept: [{ lane: 'first', freeAt: 1 }],
    });
  });

  test('keeps its settings once, however often it is opened', () => {
    const settings = readFileSync(join(folder, 'postgresql.conf'), 'utf8');
    expect(settings.match(/^wal_recycle.*$/gm)).toEqual(['wal_recycle=off']);
  });

  test('is not opened twice in one process', async () => {
    const first = await openDatabase({ type: 'embedded', folder }, options);
    await expect(openDatabase({ type: 'embedded', folder }, options)).rejects.toThrow(`${folder} is already open in this process`);
    await first.close();
  });

  test('refuses a second bot; and when the first is killed in the midst of writing, the next has all that was acknowledged', async () => {
    const writer = startChild(`
      const { openDatabase } = await import('./src/db/client.ts');
      const { lanes } = await import('./src/db/schema.ts');
      const { db } = await openDatabase({ type: 'embedded', folder: ${JSON.stringify(folder)} }, { log: () => undefined });
      for (let n = 2; ; n += 2) {
        await db.transaction(async (tx) => {
          await tx.insert(lanes).values({ lane: 'row ' + n, freeAt: n });
          await tx.insert(lanes).values({ lane: 'row ' + (n + 1), freeAt: n + 1 });
        });
        console.log(n + 1);
      }
    `);
    await writer.line();
    await expect(openDatabase({ type: 'embedded', folder }, options)).rejects.toThrow(`${folder} is in use by another process`);
    let last = '';
    for (let line = 0; line < 50; line += 1) last = await writer.line();
    // On a busy machine there may be none that was not read yet.
    const acknowledged = Number((await writer.kill()).at(-1) ?? last);

    const next = await openDatabase({ type: 'embedded', folder }, options);
    const [row] = await next.db
      .select({ rows: sql<number>`count(*)::int`, highest: sql<number>`max(extract(epoch from free_at) * 1000)::int` })
      .from(lanes);
    await next.close();
    const { rows = 0, highest = 0 } = row ?? {};
    expect({ all: rows === highest, pairs: highest % 2, lost: Math.max(0, acknowledged - highest) }).toEqual({
      all: true,
      pairs: 1,
      lost: 0,
    });
  }, 300_000);
});

test('a query past the transaction that it runs in is an error at once, where PGlite would wait for ever', async () => {
  const { db, drop } = await openTestDatabase('embedded');
  const said = (work: () => Promise<unknown>) =>
    db.transaction(work).then(
      () => 'done',
      (error: unknown) => inspect(error),
    );
  const message = 'Inside a transaction, query with its tx';
  expect(await said(() => db.select().from(lanes))).toContain(message);
  expect(await said(() => db.transaction(async () => undefined))).toContain(message);
  expect(await db.transaction((tx) => tx.transaction((inner) => inner.select().from(lanes)))).toEqual([]);
  expect(await db.select().from(lanes)).toEqual([]);
  await drop();
});
