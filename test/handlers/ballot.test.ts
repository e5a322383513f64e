// A ballot on a real database: who voted is written down, how is not; it is counted once, by whichever replica; two accounts of one person are one voice.
import { desc, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listStream, readFacts, verifyFacts } from '../../src/db/facts.ts';
import { loadList } from '../../src/db/lists.ts';
import { facts, inbox, lists } from '../../src/db/schema.ts';
import type { ListFact } from '../../src/domain/list/facts.ts';
import type { ListId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs } from '../../src/domain/values/time.ts';
import { tick } from '../../src/scheduler/tick.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { linkedBefore } from '../setup/identities.ts';
import { founded, person, privateRoom, type World, world } from '../setup/world.ts';

const oci = 'oci' as ListId;

describe.each(databaseKinds)('a ballot, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    await here.say('eve', 'apply oci Nova entity="Nova Inc"', null);
    for (let count = 0; count < 8; count += 1) await here.say('eve', 'apply answer It is so.', null);
    await here.say('eve', 'apply submit', null);
    await here.say('carol', 'vouch 1', null);
    await here.say('ada', 'ballot open 1', null);
  });
  afterAll(() => database.drop());

  const application = async () => (await loadList(here.db, oci))?.membership?.applications[1];
  const record = async () => (await readFacts<ListFact>(here.db, listStream(oci))).map(({ fact }) => fact);
  const said = async (by: string, words: string, where: typeof privateRoom | null = null) =>
    (await here.say(by, words, where)).filter(({ to }) => to.startsWith(by)).map(({ text }) => text.split('\n')[0] ?? '')[0] ?? '';

  test('does not tell an applicant by a name that somebody is on the list', async () => {
    await here.say('ada', 'people add terminal:frank reviewer Rhombus name="Frank The Tank"', null);
    await here.say('mallory', 'apply oci Solar entity="Solar Corp"', null);
    const names = { [person('mallory')]: 'mallory', [person('frank')]: 'frankie', [person('dave')]: 'dave' };
    const answers: string[] = [];
    for (const name of ['frank', 'dave']) {
      here.forget();
      await here.platform.hear({ ...here.heard('mallory', `apply backup terminal:${name}`), names });
      await here.bot.settle();
      answers.push(here.platform.seen.map(({ to, text }) => `${to}: ${text}`).join('\n'));
    }
    expect(answers[0]).toContain('frankie is the second contact');
    expect(answers[1]).toBe(
      answers[0]?.replaceAll('frankie', 'dave').replaceAll('terminal:frank', 'terminal:dave').replaceAll('frank', 'dave'),
    );
  });

  test('keeps who voted and not how, in the record; and after the count nowhere', async () => {
    await said('bob', 'ballot vote 1 no');
    await said('carol', 'ballot vote 1 yes');
    const votes = (await record()).filter(({ type }) => type === 'vote-cast');
    expect(votes).toEqual([
      { type: 'vote-cast', application: 1, voter: 'seven-linux', person: person('bob') },
      { type: 'vote-cast', application: 1, voter: 'rhombus', person: person('carol') },
    ]);
    // Sealed: whoever reads the database without its key finds no vote.
    const raw = await here.db.select({ membership: sql<string>`${lists.membership}` }).from(lists);
    expect(raw).toHaveLength(1);
    expect(JSON.stringify(raw)).not.toMatch(/yes|votes|Nova/);
    await here.advance(here.engine.now() + 7 * dayMs);
    expect(await application()).toMatchObject({ ballot: null, counted: { outcome: 'lost', yes: 1, no: 1, abstain: 0, of: 2 } });
    expect(await verifyFacts(here.db)).toMatchObject({ faults: [] });
  });

  // Everything that lies in the database, with the length alone of what is sealed.
  const lengths = async () => {
    const rows = await here.db.execute(sql`select 'membership' as what, length(membership) as long from lists
      union all select 'fact', length(body) from facts union all select 'to say', length(body) from outbox
      union all select 'heard', length(heard) from inbox union all select 'result', length(result) from inbox`);
    return (rows as unknown as { rows: { what: string; long: number | null }[] }).rows.map(({ what, long }) => `${what} ${long}`).sort();
  };
  const seenOf = new Map<string, { waiting: string[]; done: string[]; clear: string }>();

  test.each(['yes', 'no', 'abstain'])('cast as %s lies there as any other would', async (choice) => {
    await here.platform.hear(here.heard('bob', `ballot vote 1 ${choice}`, null));
    const waiting = await lengths();
    await here.bot.settle();
    const [fact] = await here.db.select({ by: facts.by, at: facts.at, type: facts.type }).from(facts).orderBy(desc(facts.seq)).limit(1);
    // Who and when is in the body alone.
    expect(fact).toEqual({ by: 'ballot', at: Math.floor(here.engine.now() / dayMs) * dayMs, type: 'vote-cast' });
    const [heard] = await here.db.select({ outcome: inbox.outcome }).from(inbox).orderBy(desc(inbox.seq)).limit(1);
    seenOf.set(choice, { waiting, done: await lengths(), clear: heard?.outcome ?? '' });
    expect([...seenOf.values()]).toEqual([...seenOf.values()].map(() => seenOf.get('yes')));
    expect((await application())?.ballot?.votes).toEqual({ 'seven-linux': choice });
    expect(heard?.outcome).toBe('done');
  });

  test('is counted at its instant and no earlier, though everybody has voted, and whoever has not is reminded a day before', async () => {
    const closes = (await application())?.ballot?.closesAt ?? 0;
    await said('carol', 'ballot vote 1 yes');
    here.news();
    await here.advance(closes - 1);
    expect(here.news().map(({ to, text }) => `${to}: ${text.split('.')[0]}`)).toEqual(["bob: You haven't voted yet"]);
    await said('bob', 'ballot vote 1 yes');
    expect(await application()).toMatchObject({ counted: null });
    expect(await said('ada', 'org admit 1 They are good.')).toContain('The ballot is open until');
    here.news();
    await here.advance(closes);
    expect(await application()).toMatchObject({ counted: { outcome: 'carried', yes: 2 } });
    expect(await said('bob', 'ballot vote 1 no')).toContain('The ballot closed');
  });

  test('that nobody has counted yet is closed all the same, and counted by whoever decides', async () => {
    await said('bob', 'ballot vote 1 yes');
    await said('carol', 'ballot vote 1 yes');
    // The clock was not there: the instant has passed, and no tick has come.
    here.set(here.engine.now() + 8 * dayMs);
    expect(await said('bob', 'ballot vote 1 no')).toContain('The ballot closed');
    const told = await here.say('ada', 'org admit 1 They are good.', null);
    expect(told.map(({ to, text }) => `${to}: ${text}`)).toContain('ada: Application 1 accepted. I told eve.');
    expect((await record()).filter(({ type }) => type === 'ballot-counted')).toHaveLength(1);
    expect(await tick(here.engine)).toBeGreaterThanOrEqual(0);
    expect((await record()).filter(({ type }) => type === 'ballot-counted')).toHaveLength(1);
  });

  test('takes one voice of two accounts of one person', async () => {
    await linkedBefore(here.db, { alias: person('bobby'), person: person('bob'), since: here.engine.now() });
    expect(await said('bobby', 'ballot vote 1 yes')).toContain('Voted for Seven Linux.');
    expect(await said('bob', 'ballot vote 1 no')).toContain('Your organization already voted.');
    expect(await said('bobby', 'ballot vote 1 no')).toContain('Your organization already voted.');
    expect((await record()).filter(({ type }) => type === 'vote-cast')).toHaveLength(1);
  });

  test('takes no vote where others read along', async () => {
    expect(await said('bob', 'ballot vote 1 yes', privateRoom)).toContain('Ballots are secret');
    expect((await record()).filter(({ type }) => type === 'vote-cast')).toEqual([]);
    expect(await said('bob', 'ballot vote 1 yes')).toContain('Voted for Seven Linux.');
  });

  test('is pressed twice at once by two who speak for one organisation: one vote', async () => {
    await here.say('ada', 'people add terminal:dave representative "Seven Linux" name=dave', null);
    const [one, other] = [here.heard('bob', 'ballot vote 1 yes', null), here.heard('dave', 'ballot vote 1 no', null)];
    await Promise.all([here.platform.hear(one), here.platform.hear(other)]);
    await here.bot.settle();
    expect((await record()).filter(({ type }) => type === 'vote-cast')).toHaveLength(1);
  });

  test('the clock counts once for two replicas', async () => {
    await said('bob', 'ballot vote 1 yes');
    if (kind === 'embedded') return;
    const twin = await world(kind, { beside: here });
    here.set(here.engine.now() + 7 * dayMs + hourMs);
    twin.set(here.engine.now());
    await Promise.all([tick(here.engine), tick(twin.engine)]);
    expect((await record()).filter(({ type }) => type === 'ballot-counted')).toHaveLength(1);
    await twin.close();
  });
});
