// A database of an earlier version, in which seals were bound to their column alone: the first start seals everything anew, and goes on with all that there was.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { listStream, readFacts, verifyFacts } from '../../src/db/facts.ts';
import { audit } from '../../src/db/integrity/audit.ts';
import { loadList } from '../../src/db/lists.ts';
import { embargoes, facts, inbox, settings } from '../../src/db/schema.ts';
import { checkKey, keyFit } from '../../src/db/settings.ts';
import type { EmbargoId, ListId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase, testKeyring } from '../setup/database.ts';
import { asBefore, sealedAsBefore } from '../setup/former.ts';
import { heardIn } from '../setup/inbox.ts';
import { founded, opened, privateRoom, start, type World, world } from '../setup/world.ts';

const oci = 'oci' as ListId;
const one = 'embargo-1-1' as EmbargoId;

describe.each(databaseKinds)('a database of an earlier version, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    codename = await opened(here);
    await here.say('ada', `ack ${codename}`);
    await here.say('bob', `ack ${codename}`);
  });
  afterAll(() => database.drop());

  const resealed = async () => {
    const told: { values: number; left: number }[] = [];
    await checkKey(here.db, (counted) => void told.push(counted));
    return told;
  };

  test('is brought up to date by its next start, once, and everything is there', async () => {
    await here.say('eve', 'apply oci Nova entity="Nova Inc"', null);
    for (let count = 0; count < 8; count += 1) await here.say('eve', 'apply answer It is so.', null);
    await here.say('eve', 'apply submit', null);
    await here.say('carol', 'vouch 1', null);
    await here.say('ada', 'ballot open 1', null);
    await here.say('bob', 'ballot vote 1 no', null);
    // What waits to be acted on, and to be said, is acted on and said afterwards.
    await here.platform.hear(here.heard('ada', `note ${codename} from before`, null));
    const before = {
      list: await loadList(here.db, oci),
      embargo: await loadEmbargo(here.db, one),
      heard: await heardIn(here.db),
      facts: await readFacts(here.db, listStream(oci)),
    };
    await asBefore(here.db, testKeyring);
    expect(await keyFit(here.db)).toBe('former');
    await expect(loadList(here.db, oci)).rejects.toMatchObject({ kind: 'former' });
    const [told] = await resealed();
    expect([told?.left, (told?.values ?? 0) > 50, await keyFit(here.db), await resealed()]).toEqual([0, true, 'right', []]);
    expect({
      list: await loadList(here.db, oci),
      embargo: await loadEmbargo(here.db, one),
      heard: await heardIn(here.db),
      facts: await readFacts(here.db, listStream(oci)),
    }).toEqual(before);
    expect(await audit(here.db)).toMatchObject({ chains: { faults: [] }, findings: [] });
    await here.bot.settle();
    expect((await here.say('ada', `timeline ${codename}`, null)).map(({ text }) => text).join()).toContain('from before');
    await here.say('carol', 'ballot vote 1 yes', null);
    await here.advance(here.engine.now() + 7 * dayMs);
    expect((await loadList(here.db, oci))?.membership?.applications[1]?.counted).toMatchObject({ yes: 1, no: 1 });
    expect(await audit(here.db)).toMatchObject({ chains: { faults: [] }, findings: [] });
  });

  test('with what was never written to its columns: who voted stands nowhere in clear afterwards', async () => {
    await here.say('eve', 'apply oci Nova entity="Nova Inc"', null);
    for (let count = 0; count < 8; count += 1) await here.say('eve', 'apply answer It is so.', null);
    await here.say('eve', 'apply submit', null);
    await here.say('carol', 'vouch 1', null);
    await here.say('ada', 'ballot open 1', null);
    await here.say('bob', 'ballot vote 1 no', null);
    await asBefore(here.db, testKeyring);
    const votes = () => here.db.select({ by: facts.by, at: facts.at }).from(facts).where(eq(facts.type, 'vote-cast'));
    expect(await votes()).toEqual([{ by: 'terminal:bob', at: start }]);
    await checkKey(here.db);
    expect(await votes()).toEqual([{ by: 'ballot', at: Math.floor(start / dayMs) * dayMs }]);
    expect(new Set((await here.db.select({ outcome: inbox.outcome }).from(inbox)).map(({ outcome }) => outcome))).toEqual(
      new Set(['done']),
    );
  });

  test('in which a chain was broken keeps the break, and is otherwise brought up to date', async () => {
    await asBefore(here.db, testKeyring);
    await here.db
      .update(facts)
      .set({ by: 'terminal:eve', body: sql`${facts.body}` })
      .where(sql`stream = ${listStream(oci)} and seq = 3`);
    await checkKey(here.db);
    const { faults } = await verifyFacts(here.db);
    expect(faults.filter(({ stream }) => stream === listStream(oci))[0]).toMatchObject({ seq: 3 });
    expect((await here.say('bob', `details ${codename}`, null)).map(({ text }) => text).join()).toContain('runc leaks');
  });

  test('afterwards takes nothing of the former format any more', async () => {
    await asBefore(here.db, testKeyring);
    const [row] = await here.db.select().from(embargoes);
    await checkKey(here.db);
    await here.db.update(embargoes).set({ about: sql`${row?.about}` });
    await expect(loadEmbargo(here.db, one)).rejects.toMatchObject({ kind: 'altered' });
    expect((await audit(here.db)).findings.map(({ fault }) => fault)).toContain("about doesn't belong to this row, or was changed");
  });

  test('is not what somebody makes of one by putting back the old mark', async () => {
    await checkKey(here.db);
    const planted = sealedAsBefore(testKeyring, JSON.stringify({ title: 'another' }), 'embargoes.about');
    await here.db.update(embargoes).set({ about: sql`${planted}` });
    await here.db.update(settings).set({ value: sealedAsBefore(testKeyring, 'embargo-bot', 'settings.key-check') });
    await expect(checkKey(here.db)).rejects.toThrow(/holds what this version of the bot has sealed beside the mark of an earlier one/);
    expect(await here.db.select({ about: embargoes.about }).from(embargoes)).toEqual([{ about: planted }]);
  });

  test('is sealed anew by one of the replicas that start together', async () => {
    await asBefore(here.db, testKeyring);
    const told: unknown[] = [];
    await Promise.all([1, 2, 3].map(() => checkKey(here.db, (counted) => void told.push(counted))));
    expect(told).toHaveLength(1);
    expect((await here.say('ada', 'status', privateRoom)).length).toBeGreaterThan(0);
  });
});
