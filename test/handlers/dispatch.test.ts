import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/db/connection/client.ts';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { embargoStream, readFacts, verifyFacts } from '../../src/db/facts.ts';
import { loadList, lockList, saveList } from '../../src/db/lists.ts';
import { embargoes, facts, inbox, lists, outbox, rooms } from '../../src/db/schema.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import type { EmbargoId, ListId, RoomId } from '../../src/domain/values/ids.ts';
import { handleAll } from '../../src/handlers/loop.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, person, room, type Seen, shortly, start, type World, world } from '../setup/world.ts';

const oci = 'oci' as ListId;
const first = 'embargo-1-1' as EmbargoId;

describePostgres('two replicas that act at the same moment', () => {
  let database: TestDatabase;
  let here: World;
  let there: World;
  beforeAll(async () => {
    database = await openTestDatabase('postgres');
  });
  beforeEach(async () => {
    here = await world('postgres', { database });
    there = await world('postgres', { beside: here, seed: 2 });
  });
  afterAll(() => database.drop());

  /** What some people say at once, each to one of the replicas; then everything that comes of it. */
  const atOnce = async (...said: { by: string; words: string; where?: RoomId | null }[]): Promise<Seen[]> => {
    for (const { by, words, where } of said) await here.platform.hear(here.heard(by, words, where));
    for (const each of [here, there]) each.forget();
    // As many as there are events: each finds one that no other has.
    await Promise.all(said.map((_, index) => handleAll((index % 2 === 0 ? here : there).engine)));
    await here.bot.settle();
    return here.platform.seen;
  };
  const happened = async (stream: string) => (await readFacts<EmbargoFact>(here.db, stream)).map(({ fact, by }) => [fact.type, by]);
  const failed = () => [...here.logs, ...there.logs].filter(({ event }) => event === 'handle.failed');
  const sound = async () => expect((await verifyFacts(here.db)).faults).toEqual([]);

  test('on two rooms of a list that does not exist yet found it once, and adopt both', async () => {
    const said = await atOnce(
      { by: 'ada', words: 'room adopt oci', where: room('#one') },
      { by: 'ada', words: 'room adopt oci', where: room('#two') },
    );
    expect(await here.db.select({ room: rooms.room, list: rooms.list }).from(rooms).orderBy(rooms.room)).toEqual([
      { room: 'terminal:#one', list: 'oci' },
      { room: 'terminal:#two', list: 'oci' },
    ]);
    expect(said.filter(({ text }) => text.startsWith('Created the list oci'))).toHaveLength(1);
    expect((await happened('list:oci')).map(([type]) => type)).toEqual(['list-founded', 'person-added', 'room-adopted', 'room-adopted']);
    await sound();
  });

  test('on one room adopt it once, and tell the second that it is adopted', async () => {
    const said = await atOnce({ by: 'ada', words: 'room adopt oci' }, { by: 'ada', words: 'room adopt oci' });
    expect(said.filter(({ text }) => text === 'This room is now a room of oci.')).toHaveLength(1);
    expect(said.filter(({ text }) => text.includes('already'))).toHaveLength(1);
    await sound();
  });

  test('on one list add all that they are told to, and never wait for each other', async () => {
    await here.say('ada', 'room adopt oci');
    const names = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];
    await atOnce(...names.map((name) => ({ by: 'ada', words: `org add ${name} 1` })));
    expect(Object.keys((await loadList(here.db, oci))?.distributors ?? {}).sort()).toEqual(names.map((name) => name.toLowerCase()).sort());
    expect(failed()).toEqual([]);
    await sound();
  });

  test('give two new embargoes two codenames, though both had thought of the same', async () => {
    await founded(here);
    const twin = await world('postgres', { beside: here });
    there = { ...twin, engine: { ...twin.engine, newId: there.engine.newId } };
    const create = 'create title=a component=b versions=c exploitability=d date="2024-01-31 20:00 UTC"';
    // The seed is the same, and neither has drawn from it yet.
    await atOnce({ by: 'ada', words: create }, { by: 'ada', words: create });
    const names = (await here.db.select({ codename: embargoes.codename }).from(embargoes)).map(({ codename }) => codename);
    expect(new Set(names).size).toBe(2);
    await sound();
  });

  describe('on an embargo that may be disclosed', () => {
    let codename: string;
    beforeEach(async () => {
      await founded(here);
      codename = await opened(here);
      for (const name of ['ada', 'bob', 'carol']) await here.say(name, `ack ${codename}`);
      await here.say('bob', 'date accept');
      await here.say('carol', 'date accept');
      for (const each of [here, there]) each.set(Date.parse('2024-01-31T20:00Z'));
    });
    const presses = async () => (await happened(embargoStream(first))).slice(-2);

    test('take the presses of two people for two, and end it once, by both', async () => {
      await atOnce({ by: 'ada', words: `disclose ${codename}` }, { by: 'bob', words: `disclose ${codename}` });
      expect((await presses()).map(([type]) => type)).toEqual(['disclosure-pressed', 'embargo-ended']);
      const embargo = await loadEmbargo(here.db, first);
      expect([...(embargo?.ended?.by ?? [])].sort()).toEqual(['terminal:ada', 'terminal:bob']);
      await sound();
    });

    test('take two presses of one person for one', async () => {
      const said = await atOnce({ by: 'ada', words: `disclose ${codename}` }, { by: 'ada', words: `disclose ${codename}` });
      expect((await presses()).map(([type]) => type)).toEqual(['date-agreed', 'disclosure-pressed']);
      expect((await loadEmbargo(here.db, first))?.ended).toBe(null);
      expect(shortly(said.filter(({ to }) => to === 'ada in #oci-private'))).toHaveLength(1);
      await sound();
    });

    test('hear an event that is delivered to both at once only once', async () => {
      const event = here.heard('ada', `disclose ${codename}`);
      const receipts = await Promise.all([here.platform.hear(event), there.platform.hear(event), here.platform.hear(event)]);
      expect(receipts.sort()).toEqual(['repeated', 'repeated', 'stored']);
      await Promise.all([handleAll(here.engine), handleAll(there.engine)]);
      expect((await presses()).map(([type]) => type)).toEqual(['date-agreed', 'disclosure-pressed']);
      // Also long after it was acted on.
      expect(await there.platform.hear(event)).toBe('repeated');
    });

    test('let nobody act who is being removed', async () => {
      await here.platform.hear(here.heard('bob', `disclose ${codename}`));
      here.forget();
      const acting = await here.db.transaction(async (tx) => {
        const list = await lockList(tx as Db, oci);
        if (list === null) throw new Error('no list');
        const { [person('bob')]: _, ...members } = list.members;
        await saveList(tx as Db, list, { ...list, members });
        const handling = handleAll(there.engine);
        await somebodyWaitsFor(tx as Db);
        return { handling };
      });
      await acting.handling;
      await here.bot.settle();
      expect(shortly(here.platform.seen)).toEqual([
        `bob in #oci-private: You have access to no embargo called \`${codename}\`. \`list\` shows yours.`,
      ]);
      expect((await presses()).map(([type]) => type)).toEqual(['date-answered', 'date-agreed']);
    });

    test('let nobody be removed who is acting: first the one, then the other', async () => {
      await atOnce({ by: 'bob', words: `disclose ${codename}` }, { by: 'ada', words: 'people remove terminal:bob' });
      const pressed = (await presses()).at(-1)?.[0] === 'disclosure-pressed';
      expect((await loadList(here.db, oci))?.members[person('bob')]).toBe(undefined);
      // Whichever came first: either he pressed, or he was told nothing at all.
      expect(
        here.platform.seen.some(
          ({ to, text }) => to === 'bob in #oci-private' && /^(You aren't on a list|You have access to no embargo)/.test(text),
        ),
      ).toBe(!pressed);
      expect(failed()).toEqual([]);
      await sound();
    });
  });
});

describe.each(databaseKinds)('a command that fails in the middle, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    // What is queued is queued last: everything else is written by then.
    await database.db.execute(sql`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'a fault of the test'; end $$`);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
  });
  afterAll(() => database.drop());

  const everything = async () => ({
    facts: await here.db.select({ type: facts.type }).from(facts).orderBy(facts.stream, facts.seq),
    codenames: await here.db.select({ codename: embargoes.codename }).from(embargoes),
    lists: await here.db.select().from(lists),
    queued: await here.db.select({ rows: sql<number>`count(*)::int` }).from(outbox),
  });
  const break_ = () => here.db.execute(sql`create trigger refusing before insert on outbox for each row execute function refuse()`);
  const mend = () => here.db.execute(sql`drop trigger refusing on outbox`);

  test('leaves nothing behind; mended, it is carried out as if nothing had been', async () => {
    const before = await everything();
    await break_();
    await here.platform.hear(here.heard('ada', 'create title=a component=b versions=c exploitability=d date="2024-01-31 20:00 UTC"'));
    await here.bot.settle();
    const after = await everything();
    await mend();
    expect(after).toEqual(before);
    expect(await here.db.select({ attempts: inbox.attempts, done: inbox.doneAt }).from(inbox).where(eq(inbox.attempts, 1))).toEqual([
      { attempts: 1, done: null },
    ]);
    here.set(start + 1999);
    await here.bot.settle();
    expect(await everything()).toEqual(before);
    here.set(start + 2000);
    await here.bot.settle();
    expect((await everything()).facts.slice(0, 2)).toEqual([{ type: 'embargo-created' }, { type: 'terms-acknowledged' }]);
    expect((await everything()).codenames).toHaveLength(1);
    expect((await verifyFacts(here.db)).faults).toEqual([]);
  });
});

/** Resolves when somebody waits for this transaction. */
async function somebodyWaitsFor(tx: Db): Promise<void> {
  const waiting = sql`select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`;
  for (let blocked = false; !blocked; ) {
    const { rows } = (await tx.execute(waiting)) as unknown as { rows: unknown[] };
    blocked = rows.length > 0;
  }
}
