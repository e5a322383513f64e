// Somebody takes back what they said: what waits is not acted on any more, what was done stays done, and that is told.
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Heard, Incoming } from '../../src/chat/message/heard.ts';
import { beginHeard, finishHeard, lockHeard, postponeHeard, storeHeard } from '../../src/db/inbox.ts';
import { inbox } from '../../src/db/schema.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { linkedBefore } from '../setup/identities.ts';
import { heardIn } from '../setup/inbox.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, person, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('what its speaker takes back, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    await opened(here);
    here.forget();
  });
  afterAll(() => database.drop());

  const said = (by: string, words: string, more: Partial<Heard> = {}): Heard => ({ ...here.heard(by, words), ...more });
  const takesBack = (by: string, { key }: Incoming) => here.platform.notice({ type: 'withdrawn', key, by: person(by) });
  const row = async ({ key }: Incoming) => {
    const found = (await heardIn(here.db)).find((each) => each.key === key);
    return found === undefined ? undefined : { heard: found.heard, outcome: found.outcome };
  };
  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const settled = async () => {
    await here.bot.settle();
    return here.news().map(({ to, text }) => `${to}: ${text}`);
  };
  const tooLate = (words: string) => `bob: You deleted your \`${words}\`, but I had already run it. Deleting the message doesn't undo it.`;

  test('while it waits is not acted on, its words are gone at once, and nothing is said', async () => {
    const ack = said('bob', 'ack');
    await here.platform.hear(ack);
    await takesBack('bob', ack);
    expect(await row(ack)).toEqual({ heard: null, outcome: 'withdrawn' });
    expect(await settled()).toEqual([]);
    expect(outcome()).toBe('withdrawn');
  });

  test('while it waits for another try after a failure is not tried again', async () => {
    const ack = said('bob', 'ack');
    await here.platform.hear(ack);
    const [waiting] = await here.db.select({ seq: inbox.seq }).from(inbox).where(eq(inbox.key, ack.key));
    const seq = waiting?.seq ?? 0;
    await postponeHeard(here.db, seq, 1, start + 2000);
    await takesBack('bob', ack);
    // Who was about to give it up, or to put it off, comes too late for that.
    await postponeHeard(here.db, seq, 2, start + 4000);
    expect(await finishHeard(here.db, seq, start, 'failed')).toBe(false);
    expect(await row(ack)).toEqual({ heard: null, outcome: 'withdrawn' });
  });

  test('together with its correction, which waits too, is as if neither had been said', async () => {
    const ack = said('bob', 'akc');
    const better = said('bob', 'ack', { corrects: ack.key });
    for (const each of [ack, better]) await here.platform.hear(each);
    await takesBack('bob', ack);
    expect([await row(ack), await row(better)]).toEqual([
      { heard: null, outcome: 'withdrawn' },
      { heard: null, outcome: 'withdrawn' },
    ]);
    expect(await settled()).toEqual([]);
  });

  test('by somebody else is acted on all the same, and they are told nothing', async () => {
    const ack = said('bob', 'ack');
    await here.platform.hear(ack);
    await takesBack('carol', ack);
    await here.bot.settle();
    expect((await row(ack))?.outcome).toBe('ack');
    expect(here.news().filter(({ text }) => text.includes('You deleted your `ack`'))).toEqual([]);
    await takesBack('carol', ack);
    expect(await settled()).toEqual([]);
  });

  test('after it was carried out stays done, and that is told to them directly', async () => {
    const ack = said('bob', 'ack');
    await here.platform.hear(ack);
    await settled();
    await takesBack('bob', ack);
    expect(await settled()).toEqual([tooLate('ack')]);
    expect([outcome(), (await row(ack))?.outcome]).toEqual(['withdrawn-too-late', 'ack']);
  });

  test('from another account of theirs is told at that account', async () => {
    await linkedBefore(here.db, { alias: person('bob2'), person: person('bob'), since: start });
    const ack = said('bob2', 'ack');
    await here.platform.hear(ack);
    await settled();
    await takesBack('bob', ack);
    expect(await settled()).toEqual([]);
    await takesBack('bob2', ack);
    expect(await settled()).toEqual([tooLate('ack').replace('bob', 'bob2')]);
  });

  test('after its correction was carried out stays done', async () => {
    const ack = said('bob', 'akc');
    await here.platform.hear(ack);
    await settled();
    await here.platform.hear(said('bob', 'ack', { corrects: ack.key }));
    await settled();
    await takesBack('bob', ack);
    expect(await settled()).toEqual([tooLate('ack')]);
  });

  test.each(['status', 'help', 'akc', 'ack nonsense', '', 'date decline', 'end public', 'date accept'])(
    '%j, of which nothing had come, needs no word',
    async (words) => {
      const asked = said(words === 'end public' ? 'ada' : 'bob', words);
      if (words === 'end public') await here.say('ada', 'ack');
      await here.platform.hear(asked);
      await settled();
      await takesBack(words === 'end public' ? 'ada' : 'bob', asked);
      expect(await settled()).toEqual([]);
      expect(outcome()).toBe('nothing-to-withdraw');
    },
  );

  test('without ever having been heard needs no word', async () => {
    await takesBack('bob', said('bob', 'ack'));
    expect(await settled()).toEqual([]);
    expect(outcome()).toBe('nothing-to-withdraw');
  });

  test('is no alarm that was raised in their name: whoever forged something cannot hide it by taking it back', async () => {
    const alarm: Incoming = {
      ...{ key: 'test:forged', at: start, about: person('bob') },
      change: { type: 'distrusted', by: person('bob'), room: null, because: 'forged-sender', device: null },
    };
    await here.platform.hear(alarm);
    await takesBack('bob', alarm);
    expect((await row(alarm))?.outcome).toBe(null);
  });

  test('handed in together with what it takes back, in whatever company, takes back that alone', async () => {
    const words = fc.constantFrom('ack', 'status', 'help');
    const talk = fc.array(fc.record({ by: fc.constantFrom('bob', 'carol'), words, back: fc.option(fc.constantFrom('bob', 'carol')) }), {
      ...{ minLength: 1, maxLength: 6 },
    });
    let turns = 0;
    await fc.assert(
      fc.asyncProperty(talk, async (each) => {
        turns += 1;
        const all = each.map(({ by, words }) => said(by, words));
        const backs = each.flatMap(({ back }, index): Incoming[] => {
          const key = all[index]?.key ?? '';
          if (back === null) return [];
          return [{ key: `back:${turns}:${index}`, at: start, about: person(back), change: { type: 'withdrawn', key, by: person(back) } }];
        });
        await storeHeard(here.db, [...all, ...backs], start);
        const outcomes = await Promise.all(all.map(row));
        expect(outcomes.map((found) => found?.outcome)).toEqual(each.map(({ by, back }) => (by === back ? 'withdrawn' : null)));
      }),
      { numRuns: 20 },
    );
  });
});

describePostgres('what was withdrawn while a replica acts on it', () => {
  test('is waited for: it is done or withdrawn, and never both', async () => {
    const here = await world('postgres');
    await founded(here);
    await opened(here);
    const ack = here.heard('bob', 'ack');
    const next = here.heard('bob', 'status');
    await storeHeard(here.db, [ack, next], start);
    const back: Incoming = {
      ...{ key: 'back', at: start, about: `${person('bob')}~withdrawn` },
      change: { type: 'withdrawn', key: ack.key, by: person('bob') },
    };
    let storing: Promise<unknown> = Promise.resolve();
    let stored = false;
    const taken = await beginHeard(here.db, ['terminal'], start);
    await here.db.transaction(async (tx) => {
      expect(await lockHeard(tx, taken?.seq ?? 0)).not.toBe(null);
      storing = storeHeard(here.db, [back], start).then(() => {
        stored = true;
      });
      // Until the other one is seen to wait for this lock.
      for (let waits = false; !waits; ) {
        const { rows } = (await here.db.execute(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )) as { rows: unknown[] };
        waits = rows.length > 0;
      }
      expect(stored).toBe(false);
      await finishHeard(tx, taken?.seq ?? 0, start, 'ack');
    });
    await storing;
    const outcomes = (await heardIn(here.db)).map(({ key, outcome }) => ({ key, outcome }));
    expect(outcomes.slice(-3)).toEqual([
      { key: ack.key, outcome: 'ack' },
      { key: next.key, outcome: null },
      { key: 'back', outcome: null },
    ]);
    here.forget();
    await here.bot.settle();
    expect(here.news().filter(({ text }) => text.includes('You deleted your `ack`')).length).toBe(1);
    await here.close();
  });
});
