// A bot that is killed while it is saying something: who takes that up, and when.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { createBot } from '../../src/bot.ts';
import type { Db } from '../../src/db/connection/client.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { outbox } from '../../src/db/schema.ts';
import { clockOf, hourMs } from '../../src/domain/values/time.ts';
import type { Engine, Lease } from '../../src/engine.ts';
import { type Child, startChild } from '../setup/child.ts';
import { openTestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { type RecordingPlatform, recordingPlatform } from '../setup/world.ts';

type Where = { type: 'postgres'; url: string } | { type: 'embedded'; folder: string };

/** A bot in a process of its own that is asked one thing, and never gets done with saying the answer. */
const speaking = (where: Where, lease: Lease): Child =>
  startChild(`
  import { randomBytes, randomUUID } from 'node:crypto';
  import { createBot } from './src/bot.ts';
  import { openDatabase } from './src/db/connection/open.ts';
  import { useKeyring } from './src/db/columns.ts';
  import { parseKeyring } from './src/db/seal.ts';
  useKeyring(parseKeyring('test:${Buffer.alloc(32, 7).toString('base64')}'));
  const { db, kind } = await openDatabase(${JSON.stringify(where)}, { log: () => {} });
  let hear;
  const platform = {
    name: 'terminal', paceMs: 0, speaks: () => true, roomAdmin: null, devices: null, evict: null,
    start: async (receive) => { hear = receive; },
    stop: async () => {},
    pages: () => ['a page'],
    post: () => { console.log('speaking'); return new Promise(() => {}); },
  };
  const chance = { random: Math.random, newId: randomUUID, newSecret: randomBytes };
  const alone = kind === 'embedded';
  const lease = ${JSON.stringify(lease)};
  await createBot({ db, platforms: { terminal: platform }, admins: new Set(), now: Date.now, ...chance, log: () => {}, alone, lease }).start();
  setInterval(() => {}, 1_000);
  await hear({ key: 'help', at: Date.now(), by: 'terminal:bob', room: null, trigger: null, said: { type: 'words', text: 'help' }, names: {} });
`);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function engineOf(db: Db, platform: RecordingPlatform, more: Partial<Engine>): Engine {
  const chance = { random: Math.random, newId: () => 'unused', newSecret: randomBytes };
  return { db, platforms: { terminal: platform }, admins: new Set(), now: clockOf(Date.now), ...chance, log: () => undefined, ...more };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const again = [{ to: 'bob', says: '(repeated?)' }];
const shown = ({ seen }: RecordingPlatform) => seen.map(({ to, text }) => ({ to, says: text.split('\n')[0] }));

describe('on the embedded database', () => {
  test('its next start takes it up at once, however long the claim is good: nobody else can hold it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'embargo-claims-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    const child = speaking({ type: 'embedded', folder }, { ms: hourMs, renewEveryMs: hourMs });
    cleanups.push(() => child.kill());
    expect(await child.line()).toBe('speaking');
    await child.kill();
    const { db, close } = await openDatabase({ type: 'embedded', folder }, { log: () => undefined });
    const platform = recordingPlatform();
    const bot = createBot(engineOf(db, platform, { alone: true }));
    await bot.start();
    await until(() => platform.seen.length > 0);
    await bot.stop();
    await close();
    expect(shown(platform)).toEqual(again);
  }, 300_000);
});

describePostgres('on PostgreSQL', () => {
  test('another replica leaves it alone for as long as its speaker lives, and takes it up when the claim is not renewed any more', async () => {
    const database = await openTestDatabase('postgres');
    cleanups.push(database.drop);
    const lease = { ms: 8_000, renewEveryMs: 500 };
    const child = speaking({ type: 'postgres', url: database.url ?? '' }, lease);
    cleanups.push(() => child.kill());
    expect(await child.line()).toBe('speaking');
    const platform = recordingPlatform();
    const bot = createBot(engineOf(database.db, platform, { lease }));
    await bot.start();
    cleanups.push(bot.stop);
    const claim = async () =>
      (await database.db.select({ until: outbox.claimedUntil, tries: outbox.attempts }).from(outbox).where(eq(outbox.state, 'sending')))[0];
    const first = await claim();
    // By now the first claim would have lapsed.
    await until(async () => ((await claim())?.until ?? 0) > (first?.until ?? 0) + lease.ms);
    expect([platform.seen, (await claim())?.tries]).toEqual([[], 1]);
    await child.kill();
    await until(() => platform.seen.length > 0);
    expect(shown(platform)).toEqual(again);
  }, 300_000);
});
