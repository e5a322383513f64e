// Ended embargoes are shown a page at a time, the newest first, and to nobody more of them than they may know of.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { embargoes } from '../../src/db/schema.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { dayMs, hourMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { codenameOf, copies, freeCodename } from '../setup/filled.ts';
import { founded, opened, start, type World, world } from '../setup/world.ts';

const page = 20;

describe.each(databaseKinds)('what has ended, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
  });
  afterAll(() => database.drop());

  /** One that ended, and so many older ones besides, each a day older than the one before. Resolves to the codename of the newest. */
  async function ended(older: number, ...before: readonly string[]): Promise<string> {
    const codename = await opened(here);
    for (const words of before) await here.say('ada', words.replace('IT', codename));
    await here.say('ada', `end ${codename} withdrawn sure=yes a mistake`);
    const [row] = await here.db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.codename, codename));
    await copies(here.db, [row?.id ?? ('' as EmbargoId)], { count: older, from: 1, olderMs: dayMs });
    here.set(start + hourMs);
    return codename;
  }
  const asked = async (by: string, words: string) => {
    const [seen] = await here.say(by, words);
    const names = (seen?.text ?? '').split('\n').flatMap((each) => /^- `([a-z-]+)`/.exec(each)?.[1] ?? []);
    return { names, buttons: seen?.buttons, text: seen?.text };
  };
  const copied = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => codenameOf(from + index));

  test('is shown behind what runs, the newest first; what is older by a button, until there is no more', async () => {
    const newest = await ended(page + 3);
    const runs = await opened(here);
    expect((await asked('bob', 'list')).names).toEqual([runs]);
    const first = await asked('bob', 'list all');
    const older = `list all before=${codenameOf(page - 1)}`;
    expect([first.names, first.buttons]).toEqual([[runs, newest, ...copied(1, page - 1)], [older]]);
    const second = await asked('bob', older);
    expect([second.names, second.buttons]).toEqual([copied(page, page + 3), []]);
    expect((await asked('bob', `list all before=${codenameOf(page + 3)}`)).text).toBe('There are no older embargoes.');
  });

  test('needs no button where it is one page', async () => {
    const newest = await ended(page - 1);
    const { names, buttons } = await asked('ada', 'list all');
    expect([names, buttons]).toEqual([[newest, ...copied(1, page - 1)], []]);
  });

  test('begins behind no embargo that runs, and behind none that there is not or that the speaker lost', async () => {
    const codename = await ended(0, 'revoke terminal:bob IT because=x');
    const runs = await opened(here);
    const no = (what: string) => `You have access to no ended embargo called \`${what}\`. \`list all\` shows yours.`;
    for (const what of [runs, freeCodename]) expect((await asked('ada', `list all before=${what}`)).text).toBe(no(what));
    expect((await asked('ada', `list all before=${codename}`)).text).toBe('There are no older embargoes.');
    expect((await asked('bob', `list all before=${codename}`)).text).toBe(no(codename));
  });

  test('is not shown to a reviewer who was let in on none of it', async () => {
    await ended(page);
    await here.say('ada', 'people add terminal:rob reviewer "Seven Linux" name=rob');
    expect((await asked('rob', 'list all')).text).toBe('You have no embargoes.');
  });
});
