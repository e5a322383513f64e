import { asc, isNull, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useKeyring } from '../../src/db/columns.ts';
import { forgetHeard, storeHeard } from '../../src/db/inbox.ts';
import { loadList } from '../../src/db/lists.ts';
import { inbox } from '../../src/db/schema.ts';
import { newKey, parseKeyring } from '../../src/db/seal.ts';
import type { ListId } from '../../src/domain/values/ids.ts';
import { dayMs, minuteMs } from '../../src/domain/values/time.ts';
import { handleAll } from '../../src/handlers/loop.ts';
import { databaseKinds, openTestDatabase, type TestDatabase, testKey, testKeyring } from '../setup/database.ts';
import { heardIn, outcomesIn } from '../setup/inbox.ts';
import { failure, founded, opened, privateRoom, room, shortly, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('an event, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    await database.db.execute(sql`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'a fault of the test'; end $$`);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
  });
  afterAll(() => database.drop());

  const hear = (...said: (readonly [by: string, words: string])[]) =>
    said.reduce<Promise<unknown>>((before, [by, words]) => before.then(() => here.platform.hear(here.heard(by, words))), Promise.resolve());
  const waiting = async () =>
    (
      await here.db.select({ seq: inbox.seq, attempts: inbox.attempts }).from(inbox).where(isNull(inbox.doneAt)).orderBy(asc(inbox.seq))
    ).map(({ attempts }) => attempts);
  const outcomes = async () => outcomesIn(here.db);

  describe('that cannot be acted on', () => {
    beforeEach(async () => {
      await founded(here);
      await opened(here);
      here.forget();
      await here.db.execute(sql`
        create trigger refusing before insert on consents for each row when (new.person = 'terminal:bob') execute function refuse()`);
    });
    const mend = () => here.db.execute(sql`drop trigger if exists refusing on consents`);

    test('is tried three times, two seconds apart, and given up aloud; all others go on', async () => {
      await hear(['bob', 'ack'], ['carol', 'ack'], ['carol', 'help'], ['bob', 'help']);
      await here.bot.settle();
      // Carol's answers and the card; what bob says next waits for what he said first.
      expect(here.platform.seen.map(({ to }) => to)).toEqual(['carol in #oci-private', 'carol in #oci-private', '#oci-private']);
      expect(await waiting()).toEqual([1, 0]);
      here.forget();
      here.set(start + 1999);
      await here.bot.settle();
      expect(await waiting()).toEqual([1, 0]);
      here.set(start + 2000);
      await here.bot.settle();
      expect([await waiting(), here.platform.seen]).toEqual([[2, 0], []]);
      here.set(start + 4000);
      await here.bot.settle();
      await mend();
      expect(await waiting()).toEqual([]);
      expect(here.platform.seen.map(({ to }) => to)).toEqual(['bob in #oci-private', 'bob in #oci-private']);
      expect(here.platform.seen[0]?.text).toBe(
        "I couldn't do that: something is wrong on my side (event 7). Nothing changed. Send it again, and tell the operator of this bot.",
      );
      expect((await outcomes()).slice(-4)).toEqual(['failed', 'ack', 'help', 'help']);
      expect(here.logs.filter(({ event }) => event === 'handle.failed').map(({ details }) => details)).toEqual(
        [1, 2, 3].map((tries) => ({ seq: 7, tries, code: 'P0001' })),
      );
    });

    test('is acted on as if nothing had been, once what was in its way is gone', async () => {
      await hear(['bob', 'ack']);
      await here.bot.settle();
      await mend();
      here.set(start + 2000);
      await here.bot.settle();
      expect(shortly(here.platform.seen)[0]).toMatch(/^bob in #oci-private: \S+ \/ You acknowledged the terms/);
      expect(await waiting()).toEqual([]);
    });
  });

  test('of which not even that it failed can be said is given up all the same, and all others go on', async () => {
    await here.db.execute(sql`
      create trigger untold before insert on outbox for each row when (new.destination::text like '%bob%') execute function refuse()`);
    try {
      await hear(['bob', 'help'], ['carol', 'help']);
      for (const ms of [0, 2000, 4000]) {
        here.set(start + ms);
        await here.bot.settle();
      }
      expect(await outcomes()).toEqual(['failed', 'help']);
      expect(here.logs.filter(({ event }) => event === 'handle.not-told').map(({ details }) => details)).toEqual([
        { seq: 1, code: 'P0001' },
      ]);
    } finally {
      await here.db.execute(sql`drop trigger untold on outbox`);
    }
  });

  test('is counted, and its sender is told of, one by one', async () => {
    let acted = 0;
    await hear(['ada', 'help'], ['bob', 'help'], ['ada', 'nonsense']);
    expect(
      await handleAll(here.engine, () => {
        acted += 1;
      }),
    ).toBe(3);
    expect(acted).toBe(3);
    expect(await handleAll(here.engine)).toBe(0);
  });

  test('leaves no word behind once it was acted on, and is recognised for a month', async () => {
    const event = here.heard('ada', 'help');
    await here.platform.hear(event);
    await here.bot.settle();
    expect((await heardIn(here.db)).map(({ heard, outcome }) => ({ heard, outcome }))).toEqual([{ heard: null, outcome: 'help' }]);
    await forgetHeard(here.db, start + 30 * dayMs);
    expect((await storeHeard(here.db, [event], start)).fresh).toEqual(new Set());
    await forgetHeard(here.db, start + 30 * dayMs + 1);
    expect((await storeHeard(here.db, [event], start)).fresh).toEqual(new Set([event.key]));
  });

  test('whose seal cannot be opened waits for its key, and nobody waits for it', async () => {
    const lost = newKey('lost');
    useKeyring(parseKeyring(lost));
    await hear(['ada', 'help']);
    useKeyring(testKeyring);
    await hear(['bob', 'help']);
    await here.bot.settle();
    expect(here.platform.seen.map(({ to }) => to)).toEqual(['bob in #oci-private']);
    expect(here.logs.filter(({ event }) => event === 'handle.unreadable')).toEqual([{ event: 'handle.unreadable', details: { seq: 1 } }]);
    here.set(start + 10 * minuteMs);
    useKeyring(parseKeyring(`${testKey},${lost}`));
    await here.bot.settle();
    useKeyring(testKeyring);
    expect(here.platform.seen.map(({ to }) => to)).toEqual(['bob in #oci-private', 'ada in #oci-private']);
    expect(await outcomes()).toEqual(['help', 'help']);
  });

  describe('that another replica can act on', () => {
    const elsewhere = (times: number) => {
      for (let round = 0; round < times; round += 1) here.platform.trouble('inspect', { type: 'fails', failure: failure('elsewhere') });
    };
    const settleAt = async (ms: number) => {
      here.set(start + ms);
      await here.bot.settle();
    };

    test('is put back for half a second, and in nobody else’s way', async () => {
      elsewhere(1);
      await hear(['ada', 'room adopt oci'], ['bob', 'help']);
      await settleAt(0);
      expect(here.platform.seen.map(({ to }) => to)).toEqual(['bob in #oci-private']);
      await settleAt(499);
      expect((await outcomes())[0]).toBeNull();
      await settleAt(500);
      expect((await outcomes())[0]).toBe('room adopt');
      expect(here.logs.filter(({ event }) => event === 'handle.failed')).toEqual([]);
    });

    test('has all its tries left when it really fails, however often it was put back', async () => {
      elsewhere(50);
      for (let round = 0; round < 2; round += 1) here.platform.trouble('inspect', { type: 'fails', failure: failure('again') });
      await hear(['ada', 'room adopt oci']);
      for (let ms = 0; ms < 50 * 500; ms += 500) await settleAt(ms);
      await settleAt(25_000);
      await settleAt(27_000);
      expect((await outcomes())[0]).toBeNull();
      await settleAt(29_000);
      expect((await outcomes())[0]).toBe('room adopt');
      expect(here.logs.filter(({ event }) => event === 'handle.failed').map(({ details }) => details.tries)).toEqual([1, 2]);
    });

    test('is given up aloud when none of them does it sixty times in a row', async () => {
      elsewhere(60);
      await hear(['ada', 'room adopt oci']);
      for (let ms = 0; ms < 59 * 500; ms += 500) await settleAt(ms);
      expect([await outcomes(), here.platform.seen]).toEqual([[null], []]);
      await settleAt(59 * 500);
      expect(await outcomes()).toEqual(['failed']);
      expect(here.platform.seen.map(({ to, text }) => [to, text.split(' (')[0]])).toEqual([
        ['ada in #oci-private', "I couldn't do that: something is wrong on my side"],
      ]);
    });
  });

  describe('for which a room has to be looked at', () => {
    const list = () => loadList(here.db, 'oci' as ListId);

    test('holds nothing in the database while the platform looks', async () => {
      const looking = { release: () => {} };
      const until = new Promise<void>((resolve) => {
        looking.release = resolve;
      });
      here.platform.trouble('inspect', { type: 'waits', until });
      await hear(['ada', 'room adopt oci']);
      const acting = handleAll(here.engine);
      // On the embedded database this would wait for a transaction, for ever.
      expect(await here.db.transaction((tx) => tx.select({ attempts: inbox.attempts }).from(inbox).for('update'))).toEqual([
        { attempts: 0 },
      ]);
      looking.release();
      expect(await acting).toBe(1);
      expect(Object.keys((await list())?.rooms ?? {})).toEqual(['terminal:#oci-private']);
    });

    test('is refused for what is wrong with the room at that moment', async () => {
      here.platform.faults(privateRoom, ['public', 'shared-externally']);
      const said = await here.say('ada', 'room adopt oci');
      expect(said.map(({ to }) => to)).toEqual(['ada in #oci-private']);
      expect(await outcomes()).toEqual(['refused: room-has-faults']);
      here.platform.faults(privateRoom, []);
      // It is looked at afresh: what was seen a moment ago does not count.
      await here.say('ada', 'room adopt oci');
      expect(Object.keys((await list())?.rooms ?? {})).toEqual(['terminal:#oci-private']);
    });

    test('is tried again when the platform cannot look, and given up aloud in the end', async () => {
      for (let round = 0; round < 2; round += 1) here.platform.trouble('inspect', { type: 'fails', failure: failure('again') });
      await hear(['ada', 'room adopt oci'], ['bob', 'help']);
      await here.bot.settle();
      expect(here.platform.seen.map(({ to }) => to)).toEqual(['bob in #oci-private']);
      here.set(start + 2000);
      await here.bot.settle();
      expect(await waiting()).toEqual([2]);
      here.set(start + 4000);
      await here.bot.settle();
      expect(Object.keys((await list())?.rooms ?? {})).toEqual(['terminal:#oci-private']);
      for (let round = 0; round < 3; round += 1) here.platform.trouble('inspect', { type: 'fails', failure: failure('gone') });
      here.forget();
      await here.platform.hear(here.heard('ada', 'room adopt oci', room('#other')));
      for (const ms of [4000, 6000, 8000]) {
        here.set(start + ms);
        await here.bot.settle();
      }
      expect(here.platform.seen.map(({ to, text }) => [to, text.split(' (')[0]])).toEqual([
        ['ada in #other', "I couldn't do that: something is wrong on my side"],
      ]);
    });
  });
});
