// An event that ends the process while it is acted on: it is tried twice, then set aside aloud, and stands in nobody's way.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginHeard, cameBack, deathsMax } from '../../src/db/inbox.ts';
import { inbox } from '../../src/db/schema.ts';
import { minuteMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { outcomesIn } from '../setup/inbox.ts';
import { founded, shortly, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('an event at which the process ends, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    here.forget();
  });
  afterAll(() => database.drop());

  /** A process begins what comes next, and never comes back from it. */
  const died = () => beginHeard(here.db, ['terminal'], here.engine.now());
  const outcomes = () => outcomesIn(here.db);

  test('once, is tried again', async () => {
    await here.platform.hear(here.heard('bob', 'help'));
    expect(await died()).toMatchObject({ begun: 1 });
    expect((await here.say('carol', 'help')).length).toBe(2);
    expect((await outcomes()).slice(-2)).toEqual(['help', 'help']);
  });

  test('twice, is set aside a minute later: its author, the coordinators and whoever runs the bot hear of it, the others are served meanwhile', async () => {
    await here.platform.hear(here.heard('bob', 'leak here'));
    for (let deaths = 0; deaths < deathsMax; deaths += 1) await died();
    // Nobody touches it: its last handler may still be alive.
    const meanwhile = await here.say('carol', 'help');
    expect(meanwhile.map(({ to }) => to)).toEqual(['carol in #oci-private']);
    expect((await outcomes()).includes(null)).toBe(true);
    here.set(start + minuteMs);
    await here.bot.settle();
    expect(shortly(here.news())).toMatchInlineSnapshot(`
      [
        "ada: Something that bob said made me fail twice. I set it aside (event 6) and continue with everything else. / Operator: report it to the authors of this bot. Someone may be trying to stop me.",
        "bob in #oci-private: Your message made me fail twice (event 6), so I set it aside. It changed nothing. / Try it in other words, and tell the operator of this bot.",
      ]
    `);
    expect((await outcomes()).includes('set-aside')).toBe(true);
    here.forget();
    // What they say next is acted on.
    expect((await here.say('bob', 'help')).map(({ to }) => to)).toEqual(['bob in #oci-private']);
  });

  test('is none that its process came back from, however often', async () => {
    await here.platform.hear(here.heard('bob', 'help'));
    for (let times = 0; times < 2 * deathsMax; times += 1) {
      const begun = await died();
      expect(begun?.begun).toBe(1);
      await cameBack(here.db, [begun?.seq ?? 0]);
    }
    await here.bot.settle();
    expect((await outcomes()).at(-1)).toBe('help');
  });

  test('a failure is none either: it is tried three times, and given up as ever', async () => {
    await here.db.execute(
      sql`create or replace function refuse() returns trigger language plpgsql as $$ begin raise exception 'a fault of the test'; end $$`,
    );
    await here.db.execute(
      sql`create trigger refusing before insert on outbox for each row when (new.destination::text like '%"terminal:bob"%') execute function refuse()`,
    );
    await here.platform.hear(here.heard('bob', 'help'));
    for (const seconds of [0, 2, 4, 6]) {
      here.set(start + seconds * 1_000);
      await here.bot.settle();
    }
    await here.db.execute(sql`drop trigger refusing on outbox`);
    const [row] = await here.db
      .select({ outcome: inbox.outcome, begun: inbox.begun })
      .from(inbox)
      .where(eq(inbox.by, 'terminal:bob'))
      .orderBy(sql`seq desc`)
      .limit(1);
    expect(row?.outcome).toBe('failed');
  });
});
