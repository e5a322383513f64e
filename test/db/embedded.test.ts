import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connection/open.ts';
import { lanes } from '../../src/db/schema.ts';
import { asServed, startChild } from '../setup/child.ts';
import { openTestDatabase } from '../setup/database.ts';

const options = { log: () => undefined };

// Making a database takes ten seconds of a processor, and a busy machine has few to give.
const patience = 300_000;

describe('the embedded database in a folder', { timeout: patience }, () => {
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
      const { openDatabase } = await import('./src/db/connection/open.ts');
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

// What a child runs: a bot over a copy of a folder, and a disk that can be made full: what would make a file longer is refused then.
const botOn = (folder: string) => `
  import fs from 'node:fs';
  import { randomBytes, randomUUID } from 'node:crypto';
  import { syncBuiltinESMExports } from 'node:module';
  let full = false;
  const write = fs.writeSync;
  fs.writeSync = (file, data, offset, length, position) => {
    const end = (position ?? Infinity) + (length ?? data.length);
    if (full && file > 2 && end > fs.fstatSync(file).size) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    return write(file, data, offset, length, position);
  };
  syncBuiltinESMExports();
  const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
  const { createBot } = await import('./src/bot.ts');
  const { openDatabase } = await import('./src/db/connection/open.ts');
  const { useKeyring } = await import('./src/db/columns.ts');
  const { newKey, parseKeyring } = await import('./src/db/seal.ts');
  const { inbox } = await import('./src/db/schema.ts');
  const { sql } = await import('drizzle-orm');
  useKeyring(parseKeyring(newKey()));
  const logs = [];
  const log = (event, details = {}) => {
    if (event.startsWith('database.')) logs.push(event + ' ' + Object.values(details).join(' '));
  };
  const { db, gone, close } = await openDatabase({ type: 'embedded', folder: ${JSON.stringify(folder)} }, { log });
  let receive;
  const terminal = {
    name: 'terminal', paceMs: 0, speaks: () => true, roomAdmin: null, devices: null, evict: null,
    start: async (hear) => { receive = hear; },
    stop: async () => {}, inspect: async () => ({ name: 'x', faults: [] }), profile: async () => null,
    pages: () => [{}], post: async () => null, ask: async () => {}, remove: async () => {}, find: async () => null,
  };
  const bot = createBot({
    db, platforms: { terminal }, admins: new Set(), now: Date.now, random: Math.random, newId: randomUUID, newSecret: randomBytes, log,
  });
  await bot.start();
  let keys = 0;
  const hear = (count) => Promise.all(Array.from({ length: count }, () => {
    keys += 1;
    const said = { type: 'words', text: 'help' };
    return receive({ key: 'test:' + keys, at: Date.now(), by: 'terminal:p' + keys, room: null, trigger: null, said, names: {} });
  }));
  const kept = () => db.select({ key: inbox.key }).from(inbox).then((rows) => rows.length, () => 0);
`;

describe('a bot on the embedded database', { timeout: patience }, () => {
  let parent: string;
  let made: string;
  let heldAfterMaking: number;
  // What a process holds that has opened the database, in bytes.
  const memoryOf = async (folder: string) => {
    const child = startChild(
      `
      const { openDatabase } = await import('./src/db/connection/open.ts');
      const { close } = await openDatabase({ type: 'embedded', folder: ${JSON.stringify(folder)} }, { log: () => undefined });
      // What nothing holds any more, and was only not collected yet, is not counted.
      const { setFlagsFromString } = await import('node:v8');
      const { runInNewContext } = await import('node:vm');
      setFlagsFromString('--expose-gc');
      runInNewContext('gc')();
      const held = process.memoryUsage.rss();
      await close();
      console.log(held);
    `,
      asServed,
    );
    const held = Number(await child.line());
    await child.kill();
    return held;
  };
  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'embargo-embedded-'));
    made = join(parent, 'made');
    heldAfterMaking = await memoryOf(made);
  }, patience);
  afterAll(() => rmSync(parent, { recursive: true, force: true }));
  const copied = (name: string) => {
    const folder = join(parent, name);
    cpSync(made, folder, { recursive: true });
    return folder;
  };
  const printed = async (child: ReturnType<typeof startChild>) => JSON.parse(await child.line()) as unknown;

  test('whose disk is full keeps what is said in memory and says so; once there is room it writes that down, and goes on', async () => {
    const child = startChild(`${botOn(copied('full'))}
      say(await hear(1));
      full = true;
      // Until PostgreSQL begins a new file of its log, which it cannot.
      let failed = null;
      while (failed === null) await db.execute(sql\`select pg_logical_emit_message(true, 'x', repeat('y', 1000000))\`).catch((error) => { failed = error; });
      say(await hear(30));
      full = false;
      while ((await kept()) < 31) await new Promise((resolve) => setTimeout(resolve, 50));
      say([...new Set(await hear(30)), await kept()]);
      await bot.stop();
      await close();
      say(logs);
    `);
    expect(await printed(child)).toEqual(['stored']);
    expect(new Set((await printed(child)) as string[])).toEqual(new Set(['kept']));
    expect(await printed(child)).toEqual(['stored', 61]);
    expect(await printed(child)).toEqual(['database.stopped disk-full', 'database.reopened ']);
    await child.kill();
  });

  test('whose folder is removed takes nothing any more, and says so, also when nobody speaks', async () => {
    const folder = copied('removed');
    const child = startChild(`${botOn(folder)}
      say(await hear(1));
      fs.rmSync(${JSON.stringify(folder)}, { recursive: true });
      say(await hear(18));
      say([gone.aborted, gone.reason.message, logs]);
      await bot.stop();
      await close();
      say(fs.existsSync(${JSON.stringify(folder)}));
    `);
    expect(await printed(child)).toEqual(['stored']);
    expect(new Set((await printed(child)) as string[])).toEqual(new Set(['full']));
    const sentence = `The database folder ${folder} was removed or replaced while the bot was running, so nothing can be saved. Restore the folder from a backup, or start the bot again with a new one.`;
    expect(await printed(child)).toEqual([true, sentence, ['database.folder-gone ']]);
    expect(await printed(child)).toBe(false);
    await child.kill();

    const idle = copied('idle');
    const database = await openDatabase({ type: 'embedded', folder: idle }, options);
    const { gone } = database;
    renameSync(idle, `${idle}-elsewhere`);
    if (gone?.aborted === false) await once(gone, 'abort');
    expect(String(gone?.reason)).toContain(idle);
    await database.close();
  });

  test('holds about as much memory when it made the database as when it only opened it', async () => {
    expect(heldAfterMaking / (await memoryOf(copied('opened')))).toBeLessThan(2);
  });

  test('is not started on a disk that has no room for it', async () => {
    const child = startChild(`
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      fs.writeSync = () => { throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }); };
      syncBuiltinESMExports();
      const { openDatabase } = await import('./src/db/connection/open.ts');
      const opened = openDatabase({ type: 'embedded', folder: ${JSON.stringify(copied('small'))} }, { log: () => undefined });
      process.stdout.write(JSON.stringify(await opened.then(() => 'opened', ({ message }) => message)) + '\\n');
    `);
    expect(await printed(child)).toBe(
      `The disk is full: there is no room for the database in ${join(parent, 'small')}; it needs 32 MB. Free some space, then start again.`,
    );
    await child.kill();
  });
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

test('inside of one database, another is asked as ever, and the first is refused inside of both', async () => {
  const [one, other] = [await openTestDatabase('embedded'), await openTestDatabase('embedded')];
  const asked = await one.db.transaction(() =>
    other.db.transaction(async (tx) => {
      const within = await tx.select().from(lanes);
      const refused = await one.db
        .select()
        .from(lanes)
        .catch((error: unknown) => inspect(error));
      return { within, refused };
    }),
  );
  expect(asked).toEqual({ within: [], refused: expect.stringContaining('Inside a transaction, query with its tx') });
  expect(await one.db.transaction(() => other.db.select().from(lanes))).toEqual([]);
  for (const { drop } of [one, other]) await drop();
});
