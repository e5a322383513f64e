import { asc, eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { loadEmbargo, saveEmbargo } from '../../src/db/embargoes.ts';
import { embargoStream, verifyFacts } from '../../src/db/facts.ts';
import { loadList } from '../../src/db/lists.ts';
import { facts, outbox } from '../../src/db/schema.ts';
import { nextDue, remind } from '../../src/domain/embargo/reminders.ts';
import type { EmbargoId, ListId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { startChild } from '../setup/child.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, start, world } from '../setup/world.ts';

const count = 200;
// What is said at once, and does not wait for anybody's morning.
const rung = Date.parse('2024-01-31T20:00Z') - dayMs;

/** A bot in a process of its own, on a clock that stands at the minute in which all reminders are due. It writes what it posts into a table. */
const bot = (url: string) => `
  import { randomBytes, randomUUID } from 'node:crypto';
  import { sql } from 'drizzle-orm';
  import { createBot } from './src/bot.ts';
  import { openDatabase } from './src/db/connection/open.ts';
  import { useKeyring } from './src/db/columns.ts';
  import { parseKeyring } from './src/db/seal.ts';
  import { renderLines } from './src/chat/message/plain.ts';
  useKeyring(parseKeyring('test:${Buffer.alloc(32, 7).toString('base64')}'));
  const database = await openDatabase({ type: 'postgres', url: ${JSON.stringify(url)} }, { log: () => {} });
  const put = async (row, to, text) => {
    await database.db.execute(sql\`insert into posts values (\${process.pid}, \${row}, \${to.person ?? to.room}, \${text})\`);
    return row;
  };
  const platform = {
    name: 'terminal',
    paceMs: 0,
    speaks: () => true,
    roomAdmin: null,
    devices: null,
    start: async () => {},
    stop: async () => {},
    inspect: async () => ({ name: '#oci-private', faults: [] }),
    pages: (message, how) => [renderLines(message, how).join('\\n')],
    post: ({ rowId, to, page }) => put(rowId, to, page),
    remove: async () => {},
    ask: async () => {},
  };
  const bot = createBot({
    db: database.db,
    platforms: { terminal: platform },
    admins: new Set(),
    now: () => ${rung},
    random: Math.random,
    newId: randomUUID,
    newSecret: randomBytes,
    log: (event) => event.endsWith('failed') && console.log(event),
  });
  // The test says when: both begin in the same moment. Waiting for a signal does not keep a process alive.
  const alive = setInterval(() => {}, 1_000);
  const told = new Promise((go) => process.once('SIGUSR2', go));
  console.log('ready');
  await told;
  await bot.start();
  console.log('started');
`;

describePostgres('two processes over one PostgreSQL', () => {
  test(`send each of the reminders of ${count} embargoes exactly once, though all are due in the same minute`, async () => {
    const here = await world('postgres');
    await founded(here);
    await opened(here);
    const list = await loadList(here.db, 'oci' as ListId);
    const first = await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId);
    if (first === null || list === null) throw new Error('nothing was opened');
    const due = nextDue(first, list, start);
    expect(due).toBeLessThanOrEqual(rung);
    const deadlines = remind(first, list, rung).filter(({ type }) => type === 'reminded').length;
    const names = Array.from({ length: count - 1 }, (_, index) => `copy-${index}`);
    for (const name of names) await saveEmbargo(here.db, null, { ...first, id: name as EmbargoId, codename: name }, due);
    await here.db.execute(sql`update rooms set audited_at = ${new Date(rung).toISOString()}::timestamptz`);
    await here.db.execute(sql`create table posts (pid int, row uuid, destination text, body text)`);

    const children = [startChild(bot(here.database.url ?? '')), startChild(bot(here.database.url ?? ''))];
    try {
      for (const child of children) expect(await child.line()).toBe('ready');
      for (const { pid } of children) process.kill(pid ?? 0, 'SIGUSR2');
      for (const child of children) expect(await child.line()).toBe('started');
      // Both have asked the clock; what is queued goes out.
      const waiting = () => here.db.select({ id: outbox.id }).from(outbox).where(sql`state in ('queued', 'sending')`).limit(1);
      while ((await waiting()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      for (const child of children) expect(await child.kill()).toEqual([]);
    }

    type Posted = { pid: number; row: string; destination: string; body: string };
    const { rows: posts } = (await here.db.execute(sql`select pid, row, destination, body from posts`)) as unknown as { rows: Posted[] };
    // Each of the two who have not acknowledged is reminded of each embargo once, of many in one message.
    const reminders = posts.filter(({ body }) => body.includes('acknowledge the terms'));
    const told = reminders.flatMap(({ destination, body }) => {
      const several = [...body.matchAll(/`([a-z]+-[a-z0-9]+)`\. /g)].map(([, name]) => name);
      // What was left over is said by itself, below `codename · list`: how many are left depends on who took up what.
      return (several.length > 0 ? several : [body.split(/ · |\n/)[0]]).map((name) => `${name} ${destination}`);
    });
    const codenames = [first.codename, ...names];
    expect(told.sort()).toEqual(codenames.flatMap((name) => ['bob', 'carol'].map((who) => `${name} terminal:${who}`)).sort());
    expect(new Set(posts.map(({ row }) => row)).size).toBe(posts.length);
    expect(posts.filter(({ body }) => body.includes('Possibly repeated'))).toEqual([]);
    const written = await here.db
      .select({ stream: facts.stream, count: sql<number>`count(*)::int` })
      .from(facts)
      .where(eq(facts.type, 'reminded'))
      .groupBy(facts.stream)
      .orderBy(asc(facts.stream));
    expect(written).toEqual(
      [first.id, ...names]
        .map((id) => ({ stream: embargoStream(id as EmbargoId), count: deadlines }))
        .sort((a, b) => (a.stream < b.stream ? -1 : 1)),
    );
    expect((await verifyFacts(here.db)).faults.filter(({ stream }) => stream === embargoStream(first.id))).toEqual([]);
    await here.close();
  });
});
