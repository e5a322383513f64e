// Somebody can write to the database, has not got the key, and speaks from an account that could be forged: no row that they put there, or take away for a
// moment, lets their order go through without a second person, and none keeps `audit verify` from looking.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { audit } from '../../src/db/integrity/audit.ts';
import { forgetLoaded } from '../../src/db/integrity/state.ts';
import { embargoes, members, pendingOrders } from '../../src/db/schema.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('whoever can write to the database and forge an account, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database, forgeable: (account) => account === 'terminal:ada' });
    await founded(here);
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    await opened(here);
    here.forget();
  });
  afterAll(() => database.drop());

  const write = async (statement: string) => {
    await here.db.execute(sql.raw(statement));
    forgetLoaded();
  };
  const people = async () => (await here.db.select({ person: members.person }).from(members)).map(({ person }) => person).sort();
  const running = async () => (await here.db.select({ ended: embargoes.ended }).from(embargoes)).every(({ ended }) => ended === null);
  const faults = async () => (await audit(here.db)).findings.map(({ where, fault }) => `${where}: ${fault}`);
  const orders = ['people add terminal:mallory coordinator name=mallory', 'people remove terminal:carol', 'end public sure=yes'];

  test.each(orders)('does not have `%s` done alone by closing everybody else for a moment', async (order) => {
    const before = await people();
    await write(
      `insert into profiles (person, gone, app, read_at, closed_at) select person, false, false, now(), now() from members
        where person <> 'terminal:ada' on conflict (person) do update set closed_at = now()`,
    );
    expect(await faults()).toContain("profiles terminal:grace: proof doesn't belong to this row, or was changed");
    await here.say('ada', order, null);
    expect([await people(), await running()]).toEqual([before, true]);
  });

  test.each(orders.slice(0, 2))('does not have `%s` done alone by ending all embargoes for a moment', async (order) => {
    const before = await people();
    await write(`update embargoes set ended_at = '2000-01-01'`);
    await here.say('ada', order, null);
    expect(await people()).toEqual(before);
    await write(`update embargoes set ended = 'v2.test.AAAA'`);
    await here.say('ada', order, null);
    expect(await people()).toEqual(before);
  });

  test('has no order confirmed that was refused', async () => {
    await here.say('ada', 'end public sure=yes', null);
    const [order] = await here.db.select().from(pendingOrders);
    await here.say('grace', `refuse ${order?.id}`, null);
    expect(await here.db.select().from(pendingOrders)).toEqual([]);
    await here.db.insert(pendingOrders).values([order].flatMap((each) => each ?? []));
    await here.say('grace', `confirm ${order?.id}`, null);
    expect(await running()).toBe(true);
  });

  test.each([
    `update embargoes set next_due_at = 'infinity'`,
    `insert into inbox (key, by, heard, received_at, try_at) values ('x', 'terminal:eve', null, 'infinity', '2000-01-01')`,
    `update facts set at = '-infinity' where seq = 1`,
    `update outbox set queued_at = 'infinity'`,
  ])('stops neither the bot nor the audit by `%s`', async (statement) => {
    await write(statement);
    await faults();
    const seen = await here.say('bob', 'help', null);
    expect(seen.map(({ to }) => to)).toContain('bob');
  });
});
