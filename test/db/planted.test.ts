// Somebody can write to the database, and has not got the key. Whatever they put there has no effect, and `audit verify` names it.
import { setImmediate } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { line } from '../../src/chat/message/message.ts';
import type { Destination } from '../../src/chat/message/outgoing.ts';
import { embargoStream, listStream, readFacts } from '../../src/db/facts.ts';
import { audit } from '../../src/db/integrity/audit.ts';
import { forgetLoaded } from '../../src/db/integrity/state.ts';
import { loadList } from '../../src/db/lists.ts';
import { insertMessages } from '../../src/db/outbox.ts';
import { cards, embargoes, facts, identities, inbox, outbox } from '../../src/db/schema.ts';
import type { EmbargoId, ListId } from '../../src/domain/values/ids.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, person, privateRoom, start, type World, world } from '../setup/world.ts';

const oci = 'oci' as ListId;
const title = 'runc leaks a file descriptor';
const [one, two] = ['embargo-1-1' as EmbargoId, 'embargo-1-2' as EmbargoId];

describe.each(databaseKinds)('whoever can write to the database, and has not got the key, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codenames: readonly string[];
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    codenames = [await opened(here), await opened(here)];
    await here.say('ada', `ack ${codenames[0]}`);
    here.forget();
  });
  afterAll(() => database.drop());

  const write = async (statement: string) => {
    await here.db.execute(sql.raw(statement));
    forgetLoaded();
  };
  const findings = async () => {
    const { chains, findings } = await audit(here.db);
    return [
      ...chains.faults.map(({ stream, seq, fault }) => `${stream}, fact ${seq}: ${fault}`),
      ...findings.map(({ where, fault }) => `${where}: ${fault}`),
    ];
  };
  /** Everything that this person got to see after saying something. */
  const toldTo = async (name: string, words: string) => {
    const seen = await here.say(name, words, null);
    return seen
      .filter(({ to }) => to.startsWith(name))
      .map(({ text }) => text)
      .join('\n');
  };
  const factCount = async () => (await here.db.select({ seq: facts.seq }).from(facts)).length;
  const failures = () => here.logs.filter(({ event }) => event === 'handle.failed').map(({ details }) => details.code);

  test('nothing was written by anybody else: nothing is found', async () => {
    expect(await findings()).toEqual([]);
    expect(await toldTo('ada', `details ${codenames[0]}`)).toContain(title);
  });

  const waiting = async (to: Destination = { type: 'person', person: person('bob'), room: null }) => {
    const body = { type: 'message', message: { push: '', nodes: [line(title)] }, less: null } as const;
    await insertMessages(here.db, [{ to, urgency: 'answer', kind: 'detail', list: oci, embargo: one, body, card: null }], start);
    const [row] = await here.db.select({ id: outbox.id }).from(outbox).where(eq(outbox.state, 'queued'));
    return row?.id ?? '';
  };
  const alarm = /someone changed my queued message in the database\. Tell the operator now: `npm run embargo -- audit verify`/;

  test.each([
    ['to somebody else', `destination = '{"type":"person","person":"terminal:eve","room":null}', lane = 'terminal:eve'`],
    ['to another account of theirs', `destination = destination || '{"as":"terminal:eve"}', lane = 'terminal:eve'`],
    ['to a room', `destination = '{"type":"room","room":"terminal:#public"}', lane = 'terminal:#public'`],
    ['by another lane', `lane = 'terminal:#public'`],
    ['as something harmless', `kind = 'dates'`],
    ['as of no embargo', 'embargo_id = null'],
    ['as of another embargo', `embargo_id = '${two}'`],
    ['as of no list', 'list_id = null'],
    ['as an edit of a card', `card = 'c', refs = refs`],
  ])('a title that waits to be said is not said %s, and coordinators hear of it', async (_, change) => {
    const id = await waiting();
    await write(`update outbox set ${change} where id = '${id}'`);
    await write(`insert into lanes (lane, free_at) select lane, now() - interval '9 years' from outbox on conflict do nothing`);
    expect(await findings()).toContain(`outbox ${id}: body doesn't belong to this row, or was changed`);
    await here.bot.settle();
    const seen = here.news();
    expect(seen.filter(({ text }) => text.includes(title))).toEqual([]);
    const [row] = await here.db.select({ state: outbox.state, code: outbox.code }).from(outbox).where(eq(outbox.id, id));
    expect(row).toEqual({ state: 'dead', code: 'SEAL-damaged' });
    // Where the row does not say any more whose list it is of, the log alone has it.
    expect(seen.some(({ to, text }) => to === 'ada' && alarm.test(text))).toBe(!change.startsWith('list_id'));
  });

  test('what is to be said in one place is not said in another', async () => {
    const id = await waiting();
    await insertMessages(
      here.db,
      [
        {
          to: { type: 'person', person: person('eve'), room: null },
          urgency: 'answer',
          kind: 'detail',
          list: oci,
          embargo: one,
          body: { type: 'message', message: { push: '', nodes: [line('hello')] }, less: null },
          card: null,
        },
      ],
      start,
    );
    await write(`update outbox set body = (select body from outbox where id = '${id}') where lane = 'terminal:eve' and state = 'queued'`);
    await here.bot.settle();
    expect(here.news().filter(({ to, text }) => to === 'eve' && text.includes(title))).toEqual([]);
  });

  test('the posts of a card are not taken from another one', async () => {
    const [card] = await here.db.select().from(cards);
    await write(`insert into cards values ('planted:${privateRoom}', '${card?.refs}')`);
    await write(`update cards set refs = (select refs from cards where key = 'planted:${privateRoom}') where key <> '${card?.key}'`);
    expect(await findings()).toContain(`cards planted:${privateRoom}: refs doesn't belong to this row, or was changed`);
  });

  test('consents for nobody', async () => {
    await write(`insert into consents values ('${one}', 'terminal:bob', 'signed', now(), null, 0, null)`);
    expect(await toldTo('bob', `details ${codenames[0]}`)).not.toContain(title);
    expect(failures()).toContain('SEAL-altered');
    expect(await findings()).toEqual(
      expect.arrayContaining([
        `${embargoStream(one)}: its rows aren't the ones the bot wrote`,
        `${embargoStream(one)}: consents.terminal:bob isn't what its facts give`,
      ]),
    );
  });

  test('puts nobody on a list', async () => {
    await write(
      `insert into members (list_id, person, name, role, distributor_id, since) select list_id, 'terminal:eve', name, 'coordinator', distributor_id, since from members where person = 'terminal:ada'`,
    );
    expect(await toldTo('eve', `details ${codenames[0]}`)).not.toContain(title);
    expect(await toldTo('eve', 'member list')).not.toContain('bob');
    expect(await findings()).toContain("members oci terminal:eve: name doesn't belong to this row, or was changed");
  });

  test('makes nobody a coordinator', async () => {
    await write(`update members set role = 'coordinator', distributor_id = null where person = 'terminal:bob'`);
    const before = await factCount();
    await here.say('bob', 'people remove terminal:carol', null);
    expect([await factCount(), failures()[0]]).toEqual([before, 'SEAL-altered']);
    expect(await findings()).toContain("members oci terminal:bob: name doesn't belong to this row, or was changed");
  });

  test('does not put back somebody who was removed', async () => {
    await write('create table kept_members as select * from members');
    try {
      await here.say('ada', 'people remove terminal:carol');
      await write(`insert into members select * from kept_members where person = 'terminal:carol'`);
    } finally {
      await write('drop table kept_members');
    }
    expect(await toldTo('carol', `ack ${codenames[0]}`)).not.toContain(title);
    expect(await findings()).toContain(`${listStream(oci)}: members.terminal:carol isn't what its facts give`);
  });

  test('links no account to anybody, not by a row and not by a code', async () => {
    await write(`insert into identities (alias, person, since) values ('terminal:eve', 'terminal:ada', now() - interval '30 days')`);
    expect(await toldTo('eve', `details ${codenames[0]}`)).not.toContain(title);
    here.forget();
    expect(failures()).toContain('SEAL-not-sealed');
    expect(await findings()).toContain("identities terminal:eve: proof doesn't belong to this row, or was changed");
    await write('delete from identities');
    // What ada is told goes to ada, and not to an account that was put beside hers.
    await write(`insert into identities (alias, person, since) values ('terminal:eve', 'terminal:ada', now())`);
    await write(`insert into preferences (person, reach) values ('terminal:ada', 'terminal:eve')`);
    await here.say('ada', 'leak https://example.org it is there', null);
    expect(here.platform.seen.filter(({ to }) => to === 'eve')).toEqual([]);
    await write('delete from identities');
    await write(
      `insert into link_codes (hash, person, expires_at) select encode(sha256('34679ACDEFGH'), 'hex'), 'terminal:ada', now() + interval '100 years'`,
    );
    await here.say('eve', 'account link sure=yes 34679ACDEFGH', null);
    expect(await here.db.select().from(identities)).toEqual([]);
  });

  test('does not keep a link that was taken apart', async () => {
    await here.say('ada', 'account link', null);
    const code = /`account link (\S+)`/.exec(here.platform.seen.findLast(({ to }) => to === 'ada')?.text ?? '')?.[1];
    await here.say('ann', `account link sure=yes ${code}`, null);
    const links = await here.db.select().from(identities);
    expect(links.map(({ alias, person }) => [alias, person])).toEqual([['terminal:ann', 'terminal:ada']]);
    here.set(start + 1_000);
    await here.say('ada', 'account unlink terminal:ann', null);
    await here.db.insert(identities).values(links);
    expect(await findings()).toContain("identities terminal:ann: it's linked to terminal:ada, but was taken from them");
  });

  test('swaps no contents of two embargoes', async () => {
    await write(
      `update embargoes set about = case id when '${one}' then (select about from embargoes where id = '${two}') else (select about from embargoes where id = '${one}') end`,
    );
    expect(await toldTo('ada', `details ${codenames[0]}`)).not.toContain(title);
    expect(await findings()).toEqual(
      expect.arrayContaining([one, two].map((id) => `embargoes ${id}: about doesn't belong to this row, or was changed`)),
    );
  });

  test('moves no date, and no embargo to another list', async () => {
    await write(`update embargoes set agreed = '{"proposal":1,"revisions":0}', created_at = now() where id = '${one}'`);
    await toldTo('ada', `status ${codenames[0]}`);
    expect(failures()).toContain('SEAL-altered');
    expect(await findings()).toEqual(expect.arrayContaining([`${embargoStream(one)}: agreed isn't what its facts give`]));
  });

  test('repeats no order: not as it was, and not under another key', async () => {
    await here.platform.hear(here.heard('ada', `note ${codenames[0]} once`, null));
    const [row] = await here.db.select().from(inbox).where(sql`done_at is null`);
    await here.bot.settle();
    const noted = async () =>
      (await readFacts<{ type: string }>(here.db, embargoStream(one))).filter(({ fact }) => fact.type === 'noted').length;
    expect(await noted()).toBe(1);
    await write(
      `update inbox set heard = '${row?.heard}', done_at = null, outcome = null, result = null, attempts = 0 where seq = ${row?.seq}`,
    );
    expect(await findings()).toEqual([`inbox ${row?.seq}: it waits, and was carried out before`]);
    for (let tries = 0; tries < 3; tries += 1) {
      await here.bot.settle();
      here.set(here.engine.now() + 3_000);
    }
    expect([await noted(), failures().at(-1)]).toEqual([1, 'SEAL-repeated']);
    expect(here.platform.seen.findLast(({ to }) => to === 'ada')?.text).toContain('someone changed the records');
    await write(
      `insert into inbox (key, by, heard, received_at, try_at) values ('another', 'terminal:ada', '${row?.heard}', '${new Date(row?.receivedAt ?? 0).toISOString()}', now())`,
    );
    await write(
      `insert into inbox (key, by, heard, received_at, try_at) values ('third', 'terminal:bob', '${row?.heard}', '${new Date(row?.receivedAt ?? 0).toISOString()}', now())`,
    );
    await here.bot.settle();
    expect(await noted()).toBe(1);
    expect((await findings()).filter((finding) => /heard doesn't belong/.test(finding))).toHaveLength(2);
  });

  test.each([
    ['the rules', `update lists set policy = 'xen'`, 'policy'],
    ['the version of the rules', 'update lists set policy_version = 7', 'policy.version'],
    ['a room', `insert into rooms (room, list_id, audit, adopted_at) select 'terminal:#evil', list_id, audit, adopted_at from rooms`, null],
    ['who may read along in a room', `update rooms set teams = '["T0EVIL"]'`, `rooms.${privateRoom}.teams`],
    ['whose devices get keys', `update rooms set keys = 'all'`, `rooms.${privateRoom}.keys`],
    ['an organization', `update distributors set releases = '["1"]' where name = 'Rhombus'`, 'distributors.rhombus.releases'],
    ['who is there', `delete from members where person = 'terminal:carol'`, 'members.terminal:carol'],
  ])('changes nothing of %s', async (_, change, path) => {
    await write(change);
    const before = await factCount();
    await here.say('ada', 'org add Nova 24', null);
    expect([await factCount(), failures()[0]]).toEqual([before, 'SEAL-altered']);
    const found = await findings();
    if (path === null) expect(found).toContain("rooms terminal:#evil: audit doesn't belong to this row, or was changed");
    else {
      expect(found).toContain(`${listStream(oci)}: its rows aren't the ones the bot wrote`);
      expect(found.some((finding) => finding.startsWith(`${listStream(oci)}: ${path}`))).toBe(true);
    }
  });

  test('writes no fact, and takes back none together with what came of it', async () => {
    await write(
      `insert into facts select stream, seq + 1, at, by, type, body, body_hash, hash from facts where stream = '${listStream(oci)}' order by seq desc limit 1`,
    );
    await expect(readFacts(here.db, listStream(oci))).rejects.toThrow('facts.body cannot be opened');
    expect(await findings()).toContainEqual(expect.stringMatching(/^list:oci, fact \d+: it, or the fact before it, was changed$/));
    await here.db
      .delete(facts)
      .where(and(eq(facts.stream, listStream(oci)), sql`seq = (select max(seq) from facts where stream = ${listStream(oci)})`));
    await write('create table kept_consents as select * from consents');
    await write('create table kept_chains as select * from chains');
    try {
      await here.say('bob', `ack ${codenames[1]}`);
      await write('delete from consents');
      await write('insert into consents select * from kept_consents');
      // With the end of its chain, as it was: what stands is believed, but the fact is one too many.
      await write('delete from chains');
      await write('insert into chains select * from kept_chains');
    } finally {
      await write('drop table kept_consents');
      await write('drop table kept_chains');
    }
    expect(await findings()).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`${embargoStream(two)}, fact`),
        `${embargoStream(two)}: consents.terminal:bob isn't what its facts give`,
      ]),
    );
  });

  test('hides no embargo', async () => {
    await here.db.delete(embargoes).where(eq(embargoes.id, two));
    expect(await findings()).toContain(`${embargoStream(two)}: it has facts but is missing`);
  });

  test('and torn reads are none: what is loaded while it is written is loaded as it is then', async () => {
    let working = true;
    const count = async () => {
      forgetLoaded();
      return Object.keys((await loadList(here.db, oci))?.distributors ?? {}).length;
    };
    const reading = (async () => {
      const counts: number[] = [];
      // The embedded database answers within the same turn of the event loop, which others need too.
      for (; working; await setImmediate()) counts.push(await count());
      return counts;
    })();
    for (const name of ['Nova', 'Nebula', 'Comet']) await here.say('ada', `org add ${name} 1`);
    working = false;
    const counts = [...(await reading), await count()];
    expect([counts.at(-1), [...counts].sort((a, b) => a - b)]).toEqual([5, counts]);
    expect(failures()).toEqual([]);
  });
});
