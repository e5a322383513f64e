// What was said of an embargo is forgotten when the retention time is over; that it was, when, and the proof of it, are not.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { embargoStream, readFacts, verifyFacts } from '../../src/db/facts.ts';
import { embargoes, facts, outbox } from '../../src/db/schema.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { policyOf } from '../../src/domain/policy/presets.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { tidy } from '../../src/scheduler/tick.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, type World, world } from '../setup/world.ts';

const retention = policyOf('oci').retentionMs;

describe.each(databaseKinds)('on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename = '';
  const words = ['file descriptor', 'runc', 'from a container', 'It was in the news', 'First set', 'the handle leaks too'];

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    here = await world(kind, { database });
    await founded(here);
    codename = await opened(here);
    await here.say('ada', `ack ${codename}`, null);
    await here.say('bob', `ack ${codename}`, null);
    await here.say('bob', `date reject ${codename} 1 the handle leaks too`, null);
    await here.say(
      'ada',
      `patch publish ${codename} label="First set" url=https://example.org/p files="${'a'.repeat(64)} p.patch" branches=main`,
      null,
    );
    await here.say('ada', `end ${codename} public sure=yes It was in the news`, null);
  });
  afterAll(() => database.drop());

  const idOf = async () => {
    const [row] = await here.db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.codename, codename));
    if (row === undefined) throw new Error('no embargo');
    return row.id;
  };
  /** All that is kept of it, opened. */
  const kept = async (): Promise<string> => {
    const embargo = await loadEmbargo(here.db, await idOf());
    const record = await readFacts<EmbargoFact>(here.db, embargoStream(await idOf()));
    const said = await here.db
      .select()
      .from(outbox)
      .where(eq(outbox.embargo, await idOf()));
    return JSON.stringify([embargo, record, said.map(({ body }) => body)]);
  };

  test('a millisecond before, everything is there', async () => {
    const ended = (await loadEmbargo(here.db, await idOf()))?.ended?.at ?? 0;
    here.set(ended + retention - 1);
    await tidy(here.engine);
    const there = await kept();
    for (const word of words.slice(0, 5)) expect(there).toContain(word);
    expect((await loadEmbargo(here.db, await idOf()))?.purgedAt).toBe(undefined);
  });

  test('at it, nothing is, and the chain of the record still proves itself', async () => {
    here.news();
    here.set(here.engine.now() + 1);
    await tidy(here.engine);
    await here.bot.settle();
    expect(
      (
        await here.db
          .select({ body: facts.body })
          .from(facts)
          .where(eq(facts.stream, embargoStream(await idOf())))
      ).filter(({ body }) => body !== null),
    ).toHaveLength(1);
    const left = await kept();
    expect(words.filter((word) => left.includes(word))).toEqual([]);
    expect(await verifyFacts(here.db)).toMatchObject({ faults: [] });
    expect(here.news().map(({ to, text }) => `${to}: ${text}`)).toEqual([
      `ada: Purged the details of ${codename}, as the policy of oci requires. Its dates and record hashes stay.`,
    ]);
  });

  test('who asks is told so, and it is done once', async () => {
    const [answer] = await here.say('bob', `details ${codename}`, null);
    expect(answer?.text).toContain('the retention time is over');
    here.news();
    here.set(here.engine.now() + 30 * dayMs);
    await tidy(here.engine);
    await here.bot.settle();
    expect(here.news().filter(({ text }) => text.includes('purged'))).toEqual([]);
  });
});
