// Somebody pastes a secret key: they are told at once, nothing is done with the message, and nothing of the key is kept.
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { facts, inbox, outbox } from '../../src/db/schema.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, shortly, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('a secret key, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let secret: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    here = await world(kind, { database });
    await founded(here);
    secret = (await generateKey({ userIDs: [{ name: 'Seven' }], format: 'armored' })).privateKey;
  });
  afterAll(() => database.drop());

  test.each<[string, (key: string) => string]>([
    ['given as the key of an organization', (key) => `org key Nova ${key}`],
    ['under a public header', (key) => `org key Nova ${key.replaceAll('PRIVATE', 'PUBLIC')}`],
    ['in a note', (key) => `note ${key}`],
    ['as an answer of an application', (key) => `apply answer ${key}`],
    ['alone', (key) => key],
  ])('%s is refused aloud, and is nowhere', async (_, words) => {
    const before = await here.db.$count(facts);
    here.forget();
    await here.say('bob', words(secret), null);
    expect(shortly(here.platform.seen)).toEqual([expect.stringContaining("That's a secret key. I kept none of it")]);
    expect(await here.db.$count(facts)).toBe(before);
    const kept = JSON.stringify([await here.db.select().from(inbox), await here.db.select().from(outbox), here.logs]);
    const body = secret.split(/\s*\n\s*\n/)[1]?.replaceAll(/\s/g, '') ?? '';
    expect(body.length).toBeGreaterThan(100);
    for (let at = 0; at + 20 < body.length; at += 20) expect(kept).not.toContain(body.slice(at, at + 20));
  });
});
