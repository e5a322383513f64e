// What was said while the bot was away for long is not carried out behind its speaker's back.
import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Heard } from '../../src/chat/message/heard.ts';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { outbox } from '../../src/db/schema.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, person, privateRoom, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('what comes in more than an hour after it was said, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    await opened(here);
  });
  afterAll(() => database.drop());

  const outcome = () => here.logs.findLast(({ event }) => event === 'handled')?.details.outcome;
  const hear = async (by: string, words: string, more: Partial<Heard> = { late: true }, where: Heard['room'] = privateRoom) => {
    here.news();
    await here.platform.hear({ ...here.heard(by, words, where), ...more });
    await here.bot.settle();
    return here.news().map(({ to, text }) => `${to}: ${text}`);
  };
  const consents = async () => Object.keys((await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId))?.consents ?? {});
  const tooLate = (what: string) =>
    `${what} is more than an hour old: I was offline when you sent it, so I didn't run it. If you still want it, send it again.`;

  test.each([
    ['ack', 'bob in #oci-private', 'Your `ack`', privateRoom],
    ['ack', 'bob', 'Your `ack`', null],
    ['date propose 2024-02-07 20:00 UTC because Zeppelin', 'bob in #oci-private', 'Your `date propose`', privateRoom],
    ['status', 'bob in #oci-private', 'Your `status`', privateRoom],
    ['ack nonsense Zeppelin', 'bob in #oci-private', 'Your `ack`', privateRoom],
    ['Zeppelin', 'bob in #oci-private', 'Your message here', privateRoom],
    ['', 'bob in #oci-private', 'Your message here', privateRoom],
  ])('%j is not carried out, and none of it but the command is repeated to who said it', async (words, to, what, where) => {
    expect(await hear('bob', words, { late: true }, where)).toEqual([`${to}: ${tooLate(what)}`]);
    expect(outcome()).toBe('late');
    expect(await consents()).toEqual(['terminal:ada']);
  });

  test('is answered in the thread that it was said in', async () => {
    await hear('bob', 'ack', { late: true, thread: '17' });
    const [last] = await here.db.select({ to: outbox.destination }).from(outbox).orderBy(desc(outbox.seq)).limit(1);
    expect(last?.to).toEqual({ type: 'person', person: person('bob'), room: privateRoom, thread: '17' });
  });

  test('is carried out when it is in time', async () => {
    await hear('bob', 'ack', {});
    expect(outcome()).toBe('ack');
    expect(await consents()).toEqual(['terminal:ada', 'terminal:bob']);
  });

  test('is carried out when it reports a leak, and a form asks for what the report lacks', async () => {
    const told = await hear('bob', 'leak where="a paste" what="the patch"');
    expect(outcome()).toBe('report leak');
    expect(told.some((each) => each.startsWith('ada: '))).toBe(true);
    await hear('bob', 'leak');
    expect(outcome()).toBe('form');
  });
});
