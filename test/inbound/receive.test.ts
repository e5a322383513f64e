import { randomBytes } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBot } from '../../src/bot.ts';
import type { Heard, PlatformEvent } from '../../src/chat/message/heard.ts';
import type { Db } from '../../src/db/connection/client.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { linkIdentity } from '../../src/db/identities.ts';
import { inbox } from '../../src/db/schema.ts';
import type { EngineOptions } from '../../src/engine.ts';
import { openReceiver } from '../../src/inbound/receive.ts';
import { startCluster } from '../setup/cluster.ts';
import { databaseKinds, emptied, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { outcomesIn } from '../setup/inbox.ts';
import { describePostgres } from '../setup/needs.ts';
import { ragged } from '../setup/ragged.ts';
import { person, type RecordingPlatform, recordingPlatform, start } from '../setup/world.ts';

/** Each by somebody else, where nothing else is said: how much of one person's may wait is bounded. */
function heard(key: string, words = 'help', by = `p${key.replace(/\W/g, '')}`): Heard {
  const names = { [person(by)]: by };
  return { key, at: start, by: person(by), room: null, trigger: null, said: { type: 'words', text: words }, names };
}

const keysIn = async (db: Db) => (await db.select({ key: inbox.key }).from(inbox).orderBy(asc(inbox.seq))).map(({ key }) => key);

function receiverOn(db: Db) {
  const logs: string[] = [];
  let woken = 0;
  const wake = () => {
    woken += 1;
  };
  const opened = openReceiver({ db, now: ragged(() => start), log: (event) => void logs.push(event), wake });
  return { ...opened, logs, woken: () => woken };
}

describe.each(databaseKinds)('what is heard, on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(() => emptied(database.db));
  afterAll(() => database.drop());

  test('is not even written down when it is about somebody who is nobody here; about who is known it is', async () => {
    const { receive } = receiverOn(database.db);
    const changed = (name: string): PlatformEvent => {
      const profile = { person: person(name), name, zone: null, gone: true, app: false };
      return { key: `change-of-${name}`, at: start, about: person(name), change: { type: 'person', profile } };
    };
    await linkIdentity(database.db, person('ada@slack'), person('ada'), start);
    expect(await receive(changed('mallory'))).toBe('not-ours');
    expect(await receive(changed('ada@slack'))).toBe('stored');
    expect(await keysIn(database.db)).toEqual(['change-of-ada@slack']);
  });

  test('is written down before it is acknowledged, once', async () => {
    const { receive, woken, waiting } = receiverOn(database.db);
    expect([await receive(heard('a')), await receive(heard('a')), await receive(heard('b'))]).toEqual(['stored', 'repeated', 'stored']);
    expect(await keysIn(database.db)).toEqual(['a', 'b']);
    expect([woken(), waiting()]).toEqual([3, 0]);
  });

  test('by many at once is written down in the order in which it came, and what is delivered twice at once is acknowledged twice', async () => {
    const { receive } = receiverOn(database.db);
    const keys = Array.from({ length: 250 }, (_, index) => `event ${index}`);
    const receipts = await Promise.all([...keys, 'event 3', 'event 249'].map((key) => receive(heard(key))));
    expect(receipts).toEqual([...keys.map(() => 'stored'), 'repeated', 'repeated']);
    expect(await keysIn(database.db)).toEqual(keys);
    expect(await Promise.all(['event 3', 'new', 'event 7'].map((key) => receive(heard(key))))).toEqual(['repeated', 'stored', 'repeated']);
  });

  test('and can never be written down is refused at once, and stands in nobody’s way', async () => {
    const { receive, flush, waiting, logs } = receiverOn(database.db);
    // PostgreSQL takes no NUL in a text.
    expect(await Promise.all(['a', 'b\u0000', 'c'].map((key) => receive(heard(key))))).toEqual(['stored', 'unwritable', 'stored']);
    expect(await receive(heard('d'))).toBe('stored');
    await flush();
    expect([await keysIn(database.db), waiting()]).toEqual([['a', 'c', 'd'], 0]);
    expect(logs).toEqual(['inbox.refused']);
    expect(await receive({ ...heard('e'), at: 1n as never })).toBe('unwritable');
  });
});

describePostgres('what is heard while the database does not answer', () => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase('postgres');
    db = database.db;
  });
  beforeEach(() => emptied(db));
  afterAll(() => database.drop());

  /** The inbox cannot be written to until the work is done. */
  const whileItHangs = (work: () => Promise<void>) =>
    db.transaction(async (tx) => {
      await tx.execute(sql`lock table inbox in access exclusive mode`);
      await work();
    });

  test('is kept in memory in time for the platform, and written down afterwards in its order, each event once', async () => {
    const { receive, flush, waiting } = receiverOn(db);
    await whileItHangs(async () => {
      // Each of these resolves while the database still hangs: nobody waits for it.
      expect(await receive(heard('a'))).toBe('kept');
      expect([await receive(heard('b')), await receive(heard('a')), await receive(heard('c'))]).toEqual(['kept', 'kept', 'kept']);
      expect(waiting()).toBe(3);
    });
    // What came meanwhile waits for its turn too.
    expect(await receive(heard('d'))).toMatch(/kept|stored/);
    await Promise.all([flush(), flush()]);
    await flush();
    expect([await keysIn(db), waiting()]).toEqual([['a', 'b', 'c', 'd'], 0]);
    expect([await receive(heard('b')), await receive(heard('e'))]).toEqual(['repeated', 'stored']);
  });

  test('is refused when a thousand events wait already, and taken again when they are written down', async () => {
    const { receive, flush } = receiverOn(db);
    const keys = Array.from({ length: 1000 }, (_, index) => `event ${index}`);
    await whileItHangs(async () => {
      for (const key of keys) expect(await receive(heard(key))).toBe('kept');
      expect(await receive(heard('one too many'))).toBe('full');
      expect(await receive(heard('event 7'))).toBe('kept');
    });
    await flush();
    expect(await keysIn(db)).toEqual(keys);
    expect(await receive(heard('one too many'))).toBe('stored');
  });
});

describePostgres('a bot whose database goes away and comes back', () => {
  test('says so, keeps what it hears, and goes on where it was: every event is answered once', async () => {
    const cluster = await startCluster();
    const logs: string[] = [];
    const database = await openDatabase({ type: 'postgres', url: cluster.url }, { log: () => undefined });
    const platform = recordingPlatform();
    const bot = createBot(engineOf(database.db, platform, logs));
    await bot.start();
    try {
      const before = Array.from({ length: 30 }, (_, index) => heard(`before ${index}`, 'help', `p${index}`));
      // One is being sent as the database goes; others wait to be sent, or to be acted on.
      let arrive = () => {};
      const arrival = new Promise<void>((resolve) => {
        arrive = resolve;
      });
      platform.trouble('post', { type: 'waits', until: arrival });
      const sending = platform.struck();
      for (const event of before) expect(await platform.hear(event)).toBe('stored');
      await sending;
      await cluster.halt();
      arrive();
      const away = ['ada', 'bob', 'ada'].map((by, index) => heard(`away ${index}`, 'help', by));
      for (const event of away) expect(await platform.hear(event)).toBe('kept');
      expect(await platform.hear(heard('away 1', 'help', 'bob'))).toBe('kept');
      await until(() => ['loop.failed', 'deliver.waiting'].every((event) => logs.includes(event)));
      await cluster.resume();
      await until(() => platform.seen.length >= before.length + away.length);
      const after = heard('after', 'help', 'ada');
      expect(await platform.hear(after)).toBe('stored');
      const all = [...before, ...away, after];
      await until(() => platform.seen.length >= all.length);
      await bot.stop();
      expect(await keysIn(database.db)).toEqual(all.map(({ key }) => key));
      expect(await outcomesIn(database.db)).toEqual(all.map(() => 'help'));
      expect(platform.seen.map(({ to }) => to).sort()).toEqual(all.map(({ by }) => by.slice('terminal:'.length)).sort());
      expect(platform.seen.filter(({ text }) => text.startsWith('(repeated?)'))).toEqual([]);
    } finally {
      await bot.stop();
      await database.close();
      await cluster.stop();
    }
  });

  test('writes down what it kept when it is stopped just after', async () => {
    const cluster = await startCluster();
    const database = await openDatabase({ type: 'postgres', url: cluster.url }, { log: () => undefined });
    const platform = recordingPlatform();
    const bot = createBot(engineOf(database.db, platform, []));
    await bot.start();
    await cluster.halt();
    const events = ['a', 'b', 'c'].map((key) => heard(key));
    for (const event of events) expect(await platform.hear(event)).toBe('kept');
    await cluster.resume();
    await bot.stop();
    expect(await keysIn(database.db)).toEqual(['a', 'b', 'c']);
    await database.close();
    await cluster.stop();
  });
});

function engineOf(db: Db, platform: RecordingPlatform, logs: string[]): EngineOptions {
  return {
    db,
    platforms: { terminal: platform },
    admins: new Set(),
    now: ragged(Date.now),
    random: Math.random,
    newId: () => 'unused',
    newSecret: randomBytes,
    log: (event) => void logs.push(event),
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
