import { and, asc, eq, gt, gte, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../src/db/connection/client.ts';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { appendFacts, type ChainFault, embargoStream, linkHash, readFacts, verifyFacts } from '../../src/db/facts.ts';
import { factRows } from '../../src/db/integrity/sealed-rows.ts';
import { loadList } from '../../src/db/lists.ts';
import { chains, embargoes, facts } from '../../src/db/schema.ts';
import type { Embargo } from '../../src/domain/embargo/embargo.ts';
import { evolve } from '../../src/domain/embargo/evolve.ts';
import type { EmbargoFact } from '../../src/domain/embargo/facts.ts';
import { nextDue } from '../../src/domain/embargo/reminders.ts';
import type { EmbargoId, ListId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs } from '../../src/domain/values/time.ts';
import { handleAll } from '../../src/handlers/loop.ts';
import { tick } from '../../src/scheduler/tick.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { describePostgres } from '../setup/needs.ts';
import { founded, opened, person, seeded, start, type World, world } from '../setup/world.ts';

const one = embargoStream('embargo-1-1' as EmbargoId);
const two = embargoStream('embargo-1-2' as EmbargoId);

describe.each(databaseKinds)('the record, on %s', (kind) => {
  let here: World;
  beforeAll(async () => {
    here = await world(kind);
    await founded(here);
    for (const codename of [await opened(here), await opened(here)]) {
      for (const name of ['ada', 'bob']) await here.say(name, `ack ${codename}`);
    }
  });
  afterAll(() => here.close());

  /** What is found when the record was tampered with; it is as before afterwards. */
  const found = async (tamper: (tx: Db) => Promise<unknown>): Promise<readonly ChainFault[]> => {
    let faults: readonly ChainFault[] = [];
    const over = new Error('enough');
    await here.db
      .transaction(async (tx) => {
        await tamper(tx as Db);
        ({ faults } = await verifyFacts(tx as Db));
        throw over;
      })
      .catch((error: unknown) => {
        if (error !== over) throw error;
      });
    return faults;
  };
  const at = (stream: string, seq: number) => and(eq(facts.stream, stream), eq(facts.seq, seq));
  const raw = { body: sql<string>`${facts.body}`, bodyHash: facts.bodyHash };
  const move = (tx: Db, from: number, to: number) => tx.update(facts).set({ seq: to }).where(at(one, from));
  /** Replaces sealed text as it lies there, without sealing it again. */
  const putBody = (tx: Db, seq: number, body: string, bodyHash: string) =>
    tx.execute(sql`update facts set body = ${body}, body_hash = ${bodyHash} where stream = ${one} and seq = ${seq}`);

  test('that nobody touched has no faults', async () => {
    // The list's: seven of its founding, and the terms, accepted by each of two people once.
    expect(await verifyFacts(here.db)).toEqual({ streams: 3, facts: 7 + 2 + 2 * 4, faults: [] });
  });

  test('whose old contents were purged has none either', async () => {
    expect(await found((tx) => tx.execute(sql`update facts set body = null where seq < 3`))).toEqual([]);
  });

  const changed = 'it, or the fact before it, was changed';
  test.each<[string, (tx: Db) => Promise<unknown>, number, string]>([
    [
      'another person did it',
      (tx) =>
        tx
          .update(facts)
          .set({ by: person('eve') })
          .where(at(one, 3)),
      3,
      changed,
    ],
    ['it was another thing', (tx) => tx.update(facts).set({ type: 'terms-declined' }).where(at(one, 3)), 3, changed],
    [
      'it was a millisecond later',
      (tx) =>
        tx
          .update(facts)
          .set({ at: start + 1 })
          .where(at(one, 3)),
      3,
      changed,
    ],
    [
      'it said something else',
      async (tx) => {
        const [row] = await tx.select().from(facts).where(at(one, 3));
        if (row === undefined) throw new Error('no such fact');
        await tx
          .update(facts)
          .set(factRows.seal({ ...row, body: '{"fact":{}}' }))
          .where(at(one, 3));
      },
      3,
      "its content isn't what was hashed",
    ],
    [
      'its seal is broken',
      (tx) => tx.execute(sql`update facts set body = 'v1.test.AAAA' where stream = ${one} and seq = 3`),
      3,
      'its seal is broken',
    ],
    [
      'it lies there open',
      (tx) => tx.execute(sql`update facts set body = '{}' where stream = ${one} and seq = 3`),
      3,
      'its seal is broken',
    ],
    [
      'its hash is another',
      (tx) =>
        tx
          .update(facts)
          .set({ hash: 'f'.repeat(64) })
          .where(at(one, 3)),
      3,
      changed,
    ],
  ])('tells that %s', async (_, tamper, seq, fault) => {
    expect(await found(tamper)).toContainEqual({ stream: one, seq, fault });
  });

  test('tells that a fact in the middle was removed', async () => {
    expect(await found((tx) => tx.delete(facts).where(at(one, 2)))).toEqual([
      { stream: one, seq: 3, fault: 'facts before it are missing: 1 is followed by 3' },
    ]);
  });

  test('tells that a fact was removed and the gap was closed', async () => {
    const faults = await found(async (tx) => {
      await tx.delete(facts).where(at(one, 2));
      await move(tx, 3, 2);
      await move(tx, 4, 3);
    });
    expect(faults.map(({ seq, fault }) => [seq, fault])).toEqual([
      [2, changed],
      [3, changed],
      [3, 'the chain should end at fact 4'],
    ]);
  });

  test('tells that a fact was inserted', async () => {
    const faults = await found(async (tx) => {
      await move(tx, 4, 5);
      await tx.execute(
        sql`insert into facts select stream, 4, at, by, type, body, body_hash, hash from facts where stream = ${one} and seq = 3`,
      );
    });
    expect(faults.map(({ seq, fault }) => [seq, fault])).toEqual([
      [4, changed],
      [5, changed],
      [5, 'the chain should end at fact 4'],
    ]);
  });

  test('tells that a fact was added at the end by somebody without the key', async () => {
    const faults = await found((tx) =>
      tx.execute(sql`insert into facts select stream, 5, at, by, type, body, body_hash, hash from facts where stream = ${one} and seq = 4`),
    );
    expect(faults.map(({ seq }) => seq)).toEqual([5, 5]);
  });

  test('tells that a fact was added without its content, with hashes as they should be', async () => {
    const faults = await found(async (tx) => {
      const [last] = await tx.select().from(facts).where(at(one, 4));
      if (last === undefined) throw new Error('no such fact');
      const link = { stream: one, seq: 5, at: start, by: person('eve'), type: 'terms-acknowledged', bodyHash: 'f'.repeat(64) };
      await tx.insert(facts).values({ ...link, hash: linkHash(last.hash, link), body: null });
    });
    expect(faults).toEqual([{ stream: one, seq: 5, fault: 'the chain should end at fact 4' }]);
  });

  test('tells that two facts changed places', async () => {
    const faults = await found(async (tx) => {
      await move(tx, 3, 99);
      await move(tx, 4, 3);
      await move(tx, 99, 4);
    });
    expect(faults.map(({ seq, fault }) => [seq, fault])).toEqual([
      [3, changed],
      [4, changed],
      [4, 'the chain should end at fact 4'],
    ]);
  });

  test('tells that the contents of two facts were swapped, within a chain and between two', async () => {
    for (const stream of [one, two]) {
      const faults = await found(async (tx) => {
        const [mine] = await tx.select(raw).from(facts).where(at(one, 3));
        const [other] = await tx.select(raw).from(facts).where(at(stream, 4));
        if (mine === undefined || other === undefined) throw new Error('no such facts');
        await putBody(tx, 3, other.body, mine.bodyHash);
      });
      expect(faults).toEqual([{ stream: one, seq: 3, fault: 'its seal is broken' }]);
    }
  });

  test('tells that the end of a chain was cut off, its last mark moved or not', async () => {
    const cut = [{ stream: one, seq: 3, fault: 'the chain should end at fact 4' }];
    expect(await found((tx) => tx.delete(facts).where(and(eq(facts.stream, one), gte(facts.seq, 4))))).toEqual(cut);
    const moved = await found(async (tx) => {
      await tx.delete(facts).where(and(eq(facts.stream, one), gt(facts.seq, 3)));
      await tx.execute(sql`update chains set head = (select head from chains where stream = ${two}) where stream = ${one}`);
    });
    expect(moved).toEqual([{ stream: one, seq: 3, fault: 'the end of the chain is missing or its seal is broken' }]);
    const gone = await found((tx) => tx.delete(chains).where(eq(chains.stream, one)));
    expect(gone).toEqual([{ stream: one, seq: 4, fault: 'the end of the chain is missing or its seal is broken' }]);
  });

  test('tells that all of an embargo’s facts were removed, its end with them', async () => {
    const faults = await found(async (tx) => {
      await tx.delete(facts).where(eq(facts.stream, one));
      await tx.delete(chains).where(eq(chains.stream, one));
    });
    expect(faults).toEqual([{ stream: one, seq: 0, fault: 'the end of the chain is missing or its seal is broken' }]);
  });
});

describePostgres('a record that is checked while the bot works', () => {
  test('has no faults', async () => {
    const here = await world('postgres');
    await founded(here);
    const codename = await opened(here);
    await here.say('bob', `ack ${codename}`);
    const proposals = Array.from({ length: 20 }, (_, index) =>
      here.heard('bob', `world ${['public', 'exploit', 'attacks'][index % 3]} seen ${index}`),
    );
    const more = Array.from({ length: 20 }, (_, index) => ({ fact: { type: `t${index}` }, at: start, by: person('bob') }));
    for (const heard of proposals) await here.platform.hear(heard);
    const appending = Promise.all([
      handleAll(here.engine),
      ...more.map((happened) => here.db.transaction((tx) => appendFacts(tx as Db, `list:of-${happened.fact.type}`, [happened]))),
    ]);
    const checks: (readonly ChainFault[])[] = [];
    let working = true;
    void appending.then(() => {
      working = false;
    });
    while (working) checks.push((await verifyFacts(here.db)).faults);
    expect(checks.flat()).toEqual([]);
    expect(checks.length).toBeGreaterThan(2);
    await here.close();
  });
});

describe.each(databaseKinds)('the facts of an embargo, told again from the beginning, on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.drop());

  const vectors = ['CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H'];
  const sum = (digit: number) => String(digit).repeat(64);
  const messagesFor: readonly string[] = [
    'ack',
    'ack',
    'ack',
    'decline',
    'date accept',
    'date accept',
    'date reject our freeze ends later',
    'date propose in 9 days at 14:00 utc anyway',
    'date counter reason="more time" in 11 days at 14:00 utc anyway',
    'amend cve=CVE-2024-21626',
    `amend severity=${vectors[0]} title="another title"`,
    `patch publish label=one url=https://example.org/1 branches=main files="${sum(1)}  1.patch"`,
    `patch publish label=two url=https://example.org/2 branches="main 1.1" files="${sum(2)}  2.patch"`,
    'review steps 7.1',
    'review 7.1 not affected',
    'review copy 7.1 7.2',
    'review correct 7.1 new bug: it leaks',
    'review steps 9',
    'review pass all of it',
    'review pass 2024-01-29 14:00 UTC',
    'review fail the second hunk',
    'review na',
    'review back',
    'review outcome not-tested no hardware',
    'review outcome new-bug it crashes',
    'review outcome not-affected',
    'report exploit sure=yes a gist shows it',
    'hold the gist is about something else',
    'snooze 4h',
    'invite terminal:dan',
  ];

  /** What happened to an embargo: sayings by chance, after some that let it come to something; and its end. */
  const story = async (seed: number) => {
    const here = await world(kind, { database, seed });
    await founded(here);
    await here.say('ada', 'people add terminal:dan reviewer "Seven Linux" name=dan');
    const codename = await opened(here);
    const random = seeded(seed);
    const pick = <Thing>(things: readonly Thing[]): Thing => things[Math.floor(random() * things.length)] as Thing;
    let clock = start;
    const hear = async (by: string, words: string) => {
      await here.platform.hear(here.heard(by, words, null));
      await handleAll(here.engine);
      await tick(here.engine);
    };
    for (const name of ['ada', 'bob', 'carol']) await hear(name, 'ack');
    await hear('ada', `patch publish label=zero url=https://example.org/0 branches=main files="${sum(9)}  0.patch"`);
    for (const name of ['bob', 'carol']) await hear(name, 'date accept');
    for (let step = 0; step < 45; step += 1) {
      if (random() < 0.2) clock += Math.floor(random() * dayMs);
      here.set(clock);
      await hear(pick(['ada', 'bob', 'bob', 'carol', 'carol', 'dan']), pick(messagesFor));
    }
    clock = Date.parse('2024-02-20T14:00Z');
    here.set(clock);
    await hear('ada', 'ack');
    for (const words of ['disclose', 'end public sure=yes it is on a blog', 'link post https://example.org/post']) await hear('ada', words);
    const [row] = await here.db
      .select({ id: embargoes.id, due: embargoes.nextDueAt })
      .from(embargoes)
      .where(eq(embargoes.codename, codename));
    const kept = row === undefined ? null : await loadEmbargo(here.db, row.id);
    const list = await loadList(here.db, 'oci' as ListId);
    if (row === undefined || kept === null || list === null) throw new Error('nothing was kept');
    const happened = await readFacts<EmbargoFact>(here.db, embargoStream(row.id));
    expect(happened.reduce<Embargo | null>(evolve, null)).toEqual(kept);
    expect(row.due).toBe(nextDue(kept, list, clock));
    expect((await verifyFacts(here.db)).faults).toEqual([]);
    expect(here.logs.filter(({ event }) => event.endsWith('failed'))).toEqual([]);
    return happened.map(({ fact }) => fact.type);
  };

  test('give the embargo as it is kept, whatever happened to it', async () => {
    const happened = new Set([...(await story(1)), ...(await story(2))]);
    // Enough kinds of facts for the comparison to mean something.
    expect(happened.size).toBeGreaterThanOrEqual(19);
  });
});

test('facts are in the order in which they were written down', async () => {
  const here = await world('embedded');
  await here.db.transaction(async (tx) => {
    const happened = [1, 2, 3].map((count) => ({ fact: { type: `t${count}` }, at: start + count * hourMs, by: 'clock' as const }));
    await appendFacts(tx as Db, 'list:x', happened.slice(0, 2));
    await appendFacts(tx as Db, 'list:x', happened.slice(2));
    await appendFacts(tx as Db, 'list:x', []);
    expect(await readFacts(tx as Db, 'list:x')).toEqual(happened);
  });
  expect(await here.db.select({ seq: facts.seq, type: facts.type }).from(facts).orderBy(asc(facts.seq))).toEqual([
    { seq: 1, type: 't1' },
    { seq: 2, type: 't2' },
    { seq: 3, type: 't3' },
  ]);
  await here.close();
});
