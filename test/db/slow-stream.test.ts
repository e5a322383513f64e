// Somebody holds a lock on one embargo, or on one list: everybody else goes on.
import { asc, eq, isNull, like, sql } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { createBot } from '../../src/bot.ts';
import { loadEmbargo, saveEmbargo } from '../../src/db/embargoes.ts';
import { loadList } from '../../src/db/lists.ts';
import { embargoes, facts, inbox } from '../../src/db/schema.ts';
import { nextDue } from '../../src/domain/embargo/reminders.ts';
import type { EmbargoId, ListId } from '../../src/domain/values/ids.ts';
import { handleAll } from '../../src/handlers/loop.ts';
import { openSlots } from '../../src/handlers/slots.ts';
import { tick } from '../../src/scheduler/tick.ts';
import { outcomesIn } from '../setup/inbox.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, room, start, type World, world } from '../setup/world.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Holds a row until `let` go. */
async function held(here: World, table: 'embargoes' | 'lists', id: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: here.database.url ?? '' });
  await client.connect();
  await client.query('begin');
  await client.query(`select id from ${table} where id = $1 for update`, [id]);
  let ended: Promise<void> | null = null;
  const letGo = () => {
    ended ??= client.end();
    return ended;
  };
  cleanups.push(letGo);
  return letGo;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

describePostgres('while somebody holds a lock', () => {
  test('on one embargo, all commands to another are answered; those to it are carried out once it is free, and none of them has failed', async () => {
    const here = await world('postgres');
    cleanups.push(here.close);
    await founded(here);
    const crowd = ['dave', 'erin', 'frank', 'gina', 'heidi'];
    for (const name of [...crowd, 'ivan']) await here.say('ada', `people add terminal:${name} representative Rhombus name=${name}`);
    const stuck = await opened(here);
    const other = await opened(here);
    const [{ id } = { id: '' }] = await here.db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.codename, stuck));
    const letGo = await held(here, 'embargoes', id);

    const began = Date.now();
    const failed: unknown[] = [];
    const log = (event: string, details = {}) => void (/failed$/.test(event) && failed.push({ event, ...details }));
    const bot = createBot({ ...here.engine, log, now: () => start + Date.now() - began });
    await bot.start();
    cleanups.push(bot.stop);
    for (const name of crowd) await here.platform.hear(here.heard(name, `ack ${stuck}`));
    const others = Array.from({ length: 30 }, (_, index) => here.heard(['bob', 'carol', 'ivan'][index % 3] ?? '', `ack ${other}`));
    for (const event of others) await here.platform.hear(event);
    const waiting = async () =>
      (
        await here.db.select({ by: inbox.by, attempts: inbox.attempts }).from(inbox).where(isNull(inbox.doneAt)).orderBy(asc(inbox.seq))
      ).map(({ by, attempts }) => `${by} ${attempts}`);
    const onlyTheCrowd = crowd.map((name) => `terminal:${name} 0`);
    await until(async () => (await waiting()).length <= crowd.length);
    expect(await waiting()).toEqual(onlyTheCrowd);
    // Whoever waits goes on waiting, for more tries than a failure has.
    await letGo();
    await until(async () => (await waiting()).length === 0);
    const outcomes = (await outcomesIn(here.db)).filter((outcome) => outcome === 'ack');
    expect(outcomes.length).toBeGreaterThanOrEqual(crowd.length + 3);
    expect(failed).toEqual([]);
    // Some fifty commands, on whatever machine.
  }, 300_000);

  test('on one list, the clock goes on for the others, and comes back to it when it is free', async () => {
    const here = await world('postgres');
    cleanups.push(here.close);
    await founded(here);
    await here.say('ada', 'room adopt other', room('#other'));
    await opened(here);
    const list = await loadList(here.db, 'oci' as ListId);
    const first = await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId);
    if (first === null || list === null) throw new Error('nothing was opened');
    const due = nextDue(first, list, start) ?? 0;
    for (const name of ['more', 'most']) await saveEmbargo(here.db, null, { ...first, id: name as EmbargoId, codename: name }, due);
    await saveEmbargo(here.db, null, { ...first, id: 'free' as EmbargoId, codename: 'free', list: 'other' as ListId }, due);
    const letGo = await held(here, 'lists', 'oci');
    here.set(due);
    here.logs.length = 0;
    const served = async () =>
      (
        await here.db
          .select({ id: embargoes.id })
          .from(embargoes)
          .where(sql`next_due_at > ${new Date(due).toISOString()}`)
      ).map(({ id }) => id);
    expect(await tick(here.engine)).toBe(1);
    expect(await served()).toEqual(['free']);
    // The list is waited for once, not by each of its embargoes.
    expect(here.logs.filter(({ event }) => /^tick/.test(event)).map(({ event, details }) => [event, details.code])).toEqual([
      ['tick.waits', '55P03'],
    ]);
    await letGo();
    expect(await tick(here.engine)).toBe(3);
    expect((await served()).sort()).toEqual(['embargo-1-1', 'free', 'more', 'most']);
    expect(await here.db.select().from(facts).where(like(facts.stream, '%free'))).not.toEqual([]);
  });

  test('or a platform is slow for one event, the next handler leaves that one alone', async () => {
    const here = await world('postgres');
    cleanups.push(here.close);
    const looking = { release: () => {} };
    const until = new Promise<void>((resolve) => {
      looking.release = resolve;
    });
    here.platform.trouble('inspect', { type: 'waits', until });
    const struck = here.platform.struck();
    await here.platform.hear(here.heard('ada', 'room adopt oci'));
    await here.platform.hear(here.heard('bob', 'help'));
    const slots = openSlots();
    const slow = handleAll(here.engine, undefined, undefined, slots);
    await struck;
    expect(await handleAll(here.engine, undefined, undefined, slots)).toBe(1);
    expect(await outcomesIn(here.db)).toEqual([null, 'help']);
    looking.release();
    expect(await slow).toBe(1);
    expect([slots.taken.size, slots.probing]).toEqual([0, false]);
    expect(Object.keys((await loadList(here.db, 'oci' as ListId))?.rooms ?? {})).toEqual(['terminal:#oci-private']);
  });
});
