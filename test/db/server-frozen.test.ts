// A database server that stands still: nothing is closed, and nobody answers.
import { randomBytes } from 'node:crypto';
import { isNull } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createBot } from '../../src/bot.ts';
import type { Heard } from '../../src/chat/message/heard.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { inbox } from '../../src/db/schema.ts';
import { startCluster } from '../setup/cluster.ts';
import { describePostgres } from '../setup/needs.ts';
import { person, recordingPlatform } from '../setup/world.ts';

const timeouts = { connectMs: 1_000, statementMs: 2_000, lockMs: 1_000, silenceMs: 3_000, idleInTransactionMs: 3_000 };
const lease = { ms: 3_000, renewEveryMs: 1_000 };

const heard = (by: string): Heard => ({
  key: `said by ${by}`,
  at: Date.now(),
  by: person(by),
  room: null,
  trigger: null,
  said: { type: 'words', text: 'help' },
  names: {},
});

describePostgres('a bot whose database server stands still', () => {
  test('gives up the connections on which nobody answers, and goes on as soon as somebody does: all that was said is answered once', async () => {
    const cluster = await startCluster();
    const database = await openDatabase({ type: 'postgres', url: cluster.url }, { log: () => undefined, timeouts });
    const platform = recordingPlatform();
    const failed: string[] = [];
    const bot = createBot({
      db: database.db,
      platforms: { terminal: platform },
      admins: new Set(),
      now: Date.now,
      random: Math.random,
      newId: () => 'unused',
      newSecret: randomBytes,
      log: (event, details) => void (event === 'loop.failed' && failed.push(`${details?.loop} ${details?.away}`)),
      lease,
    });
    await bot.start();
    const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    const all = [...names('before', 20), ...names('during', 20), ...names('after', 3)];
    try {
      // Some of these are being acted on, others being sent or written down, in the moment in which it stops.
      const before = names('before', 20).map((name) => platform.hear(heard(name)));
      await before[0];
      cluster.freeze();
      const during = names('during', 20).map((name) => platform.hear(heard(name)));
      // The platform is told in time: nobody waits for the server.
      expect((await Promise.all([...before, ...during])).filter((receipt) => receipt !== 'stored' && receipt !== 'kept')).toEqual([]);
      // Long enough for each loop to have given up a connection, and not to have got another.
      await until(() => ['inward true', 'outward true'].every((loop) => failed.filter((each) => each === loop).length > 1));
      cluster.thaw();
      await until(() => platform.seen.length >= 40);
      for (const name of names('after', 3)) expect(await platform.hear(heard(name))).toMatch(/stored|kept/);
      await until(() => platform.seen.length >= all.length);
      // As many at once as there are connections: none of them was lost for good.
      await Promise.all(names('connection', 10).map(() => database.db.transaction((tx) => tx.select().from(inbox).limit(1))));
      await bot.stop();
      expect(platform.seen.map(({ to }) => to).sort()).toEqual([...all].sort());
      expect(await database.db.select({ key: inbox.key }).from(inbox).where(isNull(inbox.doneAt))).toEqual([]);
    } finally {
      cluster.thaw();
      await bot.stop();
      await database.close();
      await cluster.stop();
    }
  }, 120_000);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
