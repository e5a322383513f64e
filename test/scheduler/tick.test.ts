import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadEmbargo, saveEmbargo } from '../../src/db/embargoes.ts';
import { embargoStream, readFacts } from '../../src/db/facts.ts';
import { loadList } from '../../src/db/lists.ts';
import { embargoes, facts } from '../../src/db/schema.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { nextDue } from '../../src/domain/embargo/reminders.ts';
import type { EmbargoId, ListId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs, minuteMs } from '../../src/domain/values/time.ts';
import { tick, tidy } from '../../src/scheduler/tick.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, room, type Seen, start, type World, world } from '../setup/world.ts';

const first = 'embargo-1-1' as EmbargoId;
const date = Date.parse('2024-01-31T20:00Z');

describe.each(databaseKinds)('the clock, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename: string;
  let said: { readonly at: number; readonly seen: Seen }[];
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    codename = await opened(here);
    said = [];
    here.platform.watch((seen) => said.push({ at: here.engine.now(), seen }));
  });
  afterAll(() => database.drop());

  /** Who was reminded how long before (-) or after the date. */
  const reminders = (from = date) =>
    said
      .filter(
        ({ seen }) => seen.how === 'posted' && /disclosure|time to disclose|overdue since/i.test(seen.text) && !seen.to.includes(' in '),
      )
      .map(({ at, seen }) => [(at - from) / hourMs, seen.to] as const);
  const at = (hours: number, ...people: string[]) => people.map((to) => [hours, to] as const);
  const reminded = async () =>
    (await readFacts<EmbargoFact>(here.db, embargoStream(first))).flatMap(({ fact }) => (fact.type === 'reminded' ? [fact] : []));
  // Or coordinators are reminded of the patch.
  const mitigated = () => here.say('ada', `update ${codename} mitigation="switch it off"`);
  const agree = async () => {
    for (const name of ['ada', 'bob', 'carol']) await here.say(name, `ack ${codename}`);
    for (const name of ['bob', 'carol']) await here.say(name, 'date accept');
    await mitigated();
    said = [];
  };

  test('reminds of each rung once, those who owe something, and asks for the disclosure when its time has come and each day after', async () => {
    await here.say('ada', 'ack');
    await here.say('bob', 'ack');
    for (const name of ['bob', 'carol']) await here.say(name, name === 'bob' ? 'date accept' : `ack ${codename}`);
    await here.say('carol', 'date accept');
    await mitigated();
    await here.say('ada', 'people add terminal:dan representative Rhombus name=dan');
    said = [];
    await here.advance(date + 3 * dayMs + hourMs);
    const owing = ['ada', 'bob', 'carol'];
    expect(reminders()).toEqual([
      // At nine in the morning after fourteen, seven and three days before it.
      ...at(-14 * 24 + 13, 'dan'),
      ...at(-7 * 24 + 13, 'dan'),
      ...at(-3 * 24 + 13, 'dan'),
      // Once in the last day: at the hour, what dan has not acknowledged holds nobody up.
      ...at(0, '#oci-private', ...owing),
      // Of those who may disclose, others each day: the representatives, once they may without a coordinator, then ada, and round again.
      ...at(24, '#oci-private', 'dan', 'bob', 'carol'),
      ...at(48, '#oci-private', 'dan', 'ada'),
      ...at(72, '#oci-private', 'dan', 'bob', 'carol'),
    ]);
    const before = said.length;
    await here.bot.tick();
    await here.advance(here.engine.now() + hourMs);
    expect(said.length).toBe(before);
  });

  test('tells somebody on two lists in one message what waits on them on both', async () => {
    const other = room('#distros-private');
    for (const words of [
      'room adopt distros sure=yes',
      'org add Rhombus 9',
      'people add terminal:carol representative Rhombus name=carol',
      'people add terminal:eve representative Rhombus name=eve',
    ])
      await here.say('ada', words, other);
    const values = { title: 'a second one', component: 'podman', versions: 'all', exploitability: 'locally', date: '2024-01-31 20:00 UTC' };
    await here.say('ada', { type: 'form', words: 'create', values }, other);
    for (const name of ['ada', 'bob']) await here.say(name, `ack ${codename}`);
    said = [];
    await here.advance(date - 6 * dayMs);
    const told = (name: string) => said.filter(({ seen }) => seen.to === name && seen.text.includes('Reminder'));
    const [first, ...more] = told('carol').filter(({ at }) => at === told('eve').at(-1)?.at);
    expect(more).toEqual([]);
    expect(first?.seen.text).toContain('Reminder from the lists oci, distros. 2 embargoes are waiting on you:');
    expect(told('eve').at(-1)?.seen.text).toContain('distros list\nReminder.');
  });

  test('is not needed a millisecond before a rung, and is at the rung', async () => {
    const rung = date - 14 * dayMs;
    here.set(rung - 1);
    expect([await tick(here.engine), (await reminded()).length]).toEqual([0, 0]);
    here.set(rung);
    expect([await tick(here.engine), (await reminded()).length]).toEqual([1, 1]);
    expect([await tick(here.engine), (await reminded()).length]).toEqual([0, 1]);
  });

  test('says once what was missed while the bot was down, says that it is late, and leaves out what a later rung says', async () => {
    await agree();
    here.set(date - hourMs + 11 * minuteMs);
    await here.say('ada', 'people add terminal:dan representative Rhombus name=dan');
    said = [];
    await here.bot.tick();
    expect(reminders().map(([, to]) => to)).toEqual(['dan']);
    expect(said.find(({ seen }) => seen.to === 'dan')?.seen.text).toContain(
      '(late reminder: it was due Wed, Jan 31, 19:00 UTC, 11 min ago)',
    );
    expect(await reminded()).toMatchObject([
      { rungMs: -hourMs, skippedMs: [-14 * dayMs, -7 * dayMs, -3 * dayMs, -dayMs, -4 * hourMs], people: ['terminal:dan'] },
    ]);
  });

  test('does not call a reminder late that is ten minutes old', async () => {
    await agree();
    here.set(date - hourMs + 10 * minuteMs);
    await here.say('ada', 'people add terminal:dan representative Rhombus name=dan');
    said = [];
    await here.bot.tick();
    expect(reminders().map(([, to]) => to)).toEqual(['dan']);
    expect(said.filter(({ seen }) => seen.text.includes('late'))).toEqual([]);
  });

  test('counts towards a date that was moved as if it had never counted towards another', async () => {
    await agree();
    await here.advance(date - 3 * dayMs);
    // A revision in force: everybody has to acknowledge it, so everybody is reminded of it.
    for (const [name, words] of [
      ['ada', 'date propose 2024-02-05 14:00 UTC anyway'],
      ['bob', 'date accept'],
      ['carol', 'date accept'],
    ] as const)
      await here.say(name, words);
    await here.say('ada', 'people add terminal:dan representative Rhombus name=dan');
    said = [];
    const moved = Date.parse('2024-02-05T14:00Z');
    await here.advance(moved);
    // Seven days before it, and nothing at the hours of the old date.
    expect(new Set(reminders(moved).map(([hours]) => hours))).toEqual(new Set([-7 * 24 + 19, -3 * 24 + 19, 0]));
    expect((await reminded()).filter(({ target }) => target === date).map(({ rungMs }) => rungMs)).toEqual([
      -14 * dayMs,
      -7 * dayMs,
      -3 * dayMs,
    ]);
  });

  test('leaves in peace whoever asked for it, tells them when that is over, and spares nobody at the date itself', async () => {
    await here.say('ada', 'people add terminal:dan representative Rhombus name=dan');
    await agree();
    here.set(date - 30 * hourMs);
    await here.bot.tick();
    said = [];
    await here.say('dan', 'snooze 7h', null);
    await here.advance(date - 4 * hourMs);
    const dans = said
      .filter(({ seen }) => seen.to === 'dan')
      .map(({ at: when, seen }) => [(when - date) / hourMs, seen.text.split('\n')[1]]);
    expect(dans).toEqual([
      [-30, expect.stringMatching(/^I won't remind you before Tue, Jan 30, 2024, 21:00 UTC\. At the deadline I will\.$/)],
      [-23, 'Your snooze is over. Still waiting on you:'],
    ]);
    await here.say('dan', 'snooze 30 days', null);
    said = [];
    await here.advance(date);
    expect(reminders().filter(([, to]) => to === 'dan')).toEqual(at(0, 'dan'));
  });

  test('goes on to the other embargoes when one cannot be served, and serves that one when it can be again', async () => {
    const second = await opened(here);
    said = [];
    const broken = await here.db.select({ about: sql<string>`about` }).from(embargoes).where(eq(embargoes.id, first));
    const put = (about: string | undefined) => here.db.execute(sql`update embargoes set about = ${about} where id = ${first}`);
    await put('v1.test.AAAA');
    // A day after they were asked, nobody of bob's organization has acknowledged.
    here.set(start + dayMs);
    expect(await tick(here.engine)).toBe(1);
    expect(here.logs.filter(({ event }) => event === 'tick.failed')).toEqual([
      { event: 'tick.failed', details: { embargo: first, code: expect.stringMatching(/^SEAL-/) } },
    ]);
    await put(broken[0]?.about);
    expect(await tick(here.engine)).toBe(1);
    await here.bot.settle();
    expect(said.filter(({ seen }) => seen.to === 'bob').map(({ seen }) => seen.text.split('\n')[0])).toEqual([
      `${second} · oci list`,
      `${codename} · oci list`,
    ]);
  });

  test('moves on past an embargo that cannot be served, and reminds of the others on its way', async () => {
    const second = await opened(here);
    said = [];
    await here.db.execute(sql`update embargoes set about = 'v1.test.AAAA' where id = ${first}`);
    await here.advance(date - dayMs);
    const bobs = said.filter(({ seen }) => seen.to === 'bob' && seen.text.startsWith(second));
    // In the mornings after two weeks (a day after he was asked for the terms, which is said with it), one, and three days, and a day before.
    const morning = 13 / 24;
    const days = bobs.map(({ at: when }) => (when - date) / dayMs);
    expect(days.map((each) => each.toFixed(4))).toEqual([-14 + morning, -7 + morning, -3 + morning].map((each) => each.toFixed(4)));
  });

  test('ends after the embargo that it has in hand, when it is told to stop', async () => {
    await opened(here);
    here.set(date - 14 * dayMs);
    expect(await tick(here.engine, AbortSignal.abort())).toBe(0);
    expect(await tick(here.engine)).toBe(2);
  });

  test('forgets nothing that is still of use', async () => {
    here.set(start + 29 * dayMs);
    await tidy(here.engine);
    expect(await here.platform.hear({ ...here.heard('ada', 'help'), key: 'test:1:1' })).toBe('repeated');
    here.set(start + 30 * dayMs + 1);
    await tidy(here.engine);
    expect(await here.platform.hear({ ...here.heard('ada', 'help'), key: 'test:1:1' })).toBe('stored');
    expect(await loadEmbargo(here.db, first)).not.toBe(null);
    expect(await here.db.select({ count: sql<number>`count(*)::int` }).from(facts)).toEqual([{ count: 11 }]);
  });
});

describePostgres('the clocks of two replicas', () => {
  test('serve each of many embargoes once, however many cannot be served', async () => {
    const here = await world('postgres');
    const there = await world('postgres', { beside: here, seed: 2 });
    await founded(here);
    await opened(here);
    const embargo = await loadEmbargo(here.db, first);
    const list = await loadList(here.db, 'oci' as ListId);
    if (embargo === null || list === null) throw new Error('nothing was opened');
    const due = nextDue(embargo, list, start);
    const ids = Array.from({ length: 230 }, (_, index) => `copy-${index}` as EmbargoId);
    for (const id of ids) await saveEmbargo(here.db, null, { ...embargo, id, codename: id }, due);
    // More than one batch of them, and the longest overdue at that.
    await here.db.execute(
      sql`update embargoes set about = 'v1.test.AAAA', next_due_at = next_due_at - interval '1 hour' where substr(id, 6)::int < 110 and id like 'copy-%'`,
    );
    for (const each of [here, there]) each.set(date - 14 * dayMs);
    const served = await Promise.all([tick(here.engine), tick(there.engine)]);
    expect(served.reduce((sum, count) => sum + count)).toBe(1 + 120);
    const counts = await here.db
      .select({ count: sql<number>`count(*)::int` })
      .from(facts)
      .where(eq(facts.type, 'reminded'))
      .groupBy(facts.stream);
    expect(counts).toEqual(Array.from({ length: 121 }, () => ({ count: 1 })));
    await here.close();
  });
});
