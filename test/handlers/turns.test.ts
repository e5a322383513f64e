// Whose turn it is: nobody who says much stands before those who say little, a leak stands behind nothing, and strangers behind members.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Said } from '../../src/chat/message/heard.ts';
import { waitingMax } from '../../src/db/inbox.ts';
import { hourMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, start, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('turns, on %s', (kind) => {
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
    here.logs.length = 0;
  });
  afterAll(() => database.drop());

  const hear = async (by: string, said: string | Said) => here.platform.hear(here.heard(by, said, null));
  /** What came of events, in the order in which they were acted on. */
  const handled = () => here.logs.flatMap(({ event, details }) => (event === 'handled' ? [details.outcome] : []));

  test('a leak that a member reports is the next event, whatever waits', async () => {
    for (let index = 0; index < 15; index += 1) await hear('mallory', 'help');
    for (let index = 0; index < 15; index += 1) await hear('bob', 'owe');
    await hear('carol', 'leak it is on a blog');
    await here.bot.settle();
    expect(handled()[0]).toMatch(/^report leak/);
  });

  test('members go before strangers, and of each kind who has less waiting', async () => {
    for (let index = 0; index < 3; index += 1) await hear('mallory', 'help');
    await hear('trent', 'home');
    for (let index = 0; index < 3; index += 1) await hear('bob', 'owe');
    await hear('carol', 'list');
    await here.bot.settle();
    expect(handled()).toEqual(['todo', 'list', 'todo', 'todo', 'help', 'home', 'help', 'help']);
  });

  test.each([
    ['mallory', waitingMax.stranger],
    ['bob', waitingMax.member],
  ] as const)('what %s says beyond what may wait is not taken, and they are told once an hour', async (who, most) => {
    for (let index = 0; index < most + 5; index += 1) expect(await hear(who, 'help')).toBe('stored');
    await here.bot.settle();
    const told = () => here.news().filter(({ text }) => text.includes("You've sent more messages than I can queue"));
    expect([handled().filter((outcome) => outcome === 'help').length, told().length]).toEqual([most, 1]);
    // All was answered: they may speak again.
    for (let index = 0; index < most + 5; index += 1) await hear(who, 'help');
    await here.bot.settle();
    expect([handled().filter((outcome) => outcome === 'help').length, told().length]).toEqual([2 * most, 0]);
    here.set(start + hourMs);
    for (let index = 0; index < most + 1; index += 1) await hear(who, 'help');
    await here.bot.settle();
    expect(told().length).toBe(1);
  });

  const words = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.constantFrom('leak', 'disclose', 'create', 'ack', '1', '999', 'apply oci X', '$`'.repeat(200), '"'.repeat(300), ' '.repeat(20_000)),
    fc
      .tuple(fc.constantFrom('leak', 'note', 'end', 'link', 'ack', 'date propose'), fc.string({ maxLength: 200, unit: 'binary' }))
      .map((each) => each.join(' ')),
  );
  const said = fc.oneof(
    words.map((text): Said => ({ type: 'words', text })),
    fc.record({ type: fc.constant('form' as const), words, values: fc.dictionary(fc.string({ maxLength: 20 }), words, { maxKeys: 5 }) }),
    fc.record({ type: fc.constant('begin' as const), words, values: fc.dictionary(fc.string({ maxLength: 20 }), words, { maxKeys: 5 }) }),
    fc.constant<Said>({ type: 'home' }),
  );

  test('nothing that strangers say throws out of the loop, waits without bound, or stands before a member’s leak', async () => {
    const strangers = fc.constantFrom('mallory', 'trent', 'sybil');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(strangers, said), { minLength: 1, maxLength: 60 }), async (events) => {
        here.logs.length = 0;
        for (const [who, each] of events) expect(await hear(who, each)).toMatch(/stored|unwritable/);
        await hear('carol', 'leak it is on a blog');
        await here.bot.settle();
        expect(handled()[0]).toMatch(/^report leak|too-many-reports/);
        expect(handled().length).toBeLessThanOrEqual(3 * (waitingMax.stranger + 1) + 1);
        expect(here.logs.filter(({ event }) => event === 'handle.failed')).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
