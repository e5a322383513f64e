// Whoever is removed has no access left, by any word and any button: everything that can be said is said, and everything that they were shown is pressed.
import { asc, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { listStream, readFacts } from '../../src/db/facts.ts';
import { loadList } from '../../src/db/lists.ts';
import * as schema from '../../src/db/schema.ts';
import type { ListId } from '../../src/domain/values/ids.ts';
import { dayMs } from '../../src/domain/values/time.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { failure, founded, opened, privateRoom, type Seen, type World, world } from '../setup/world.ts';

const oci = 'oci' as ListId;
const secrets = ['file descriptor', 'runc', '1.1.11', 'from a container'];
// Said by anybody, of themselves: what comes of it is looked at below.
const open = ['help', 'home', 'report leak', 'report vulnerability', 'account link', 'account unlink', 'apply'];
// As somebody would type it who knows what there is.
const filled = (example: string, codename: string): string =>
  example
    .replaceAll('@bob', 'terminal:carol')
    .replaceAll('@eve', 'terminal:eve')
    .replaceAll(/(?<!\w)@(\w+)/g, 'terminal:$1')
    .replaceAll('"Seven Linux"', 'Rhombus')
    .replace('quiet-otter', codename);

describe.each(databaseKinds)('who was removed, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename = '';
  let shown: readonly Seen[] = [];
  // What was there when somebody removed had last said something: nothing may have come of that, so it is what the next one finds.
  let known: Awaited<ReturnType<typeof record>> | null = null;

  beforeAll(async () => {
    database = await openTestDatabase(kind);
    here = await world(kind, { database });
    await founded(here);
    await here.say('ada', 'people add terminal:dave reviewer "Seven Linux" name=dave');
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    codename = await opened(here);
    for (const words of [
      `terms ${codename}`,
      `ack ${codename}`,
      `status ${codename}`,
      `details ${codename}`,
      'list',
      'owe',
      'members',
      `who ${codename}`,
    ])
      await here.say('bob', words, null);
    await here.say('ada', `ack ${codename}`, null);
    await here.say(
      'ada',
      `patch publish ${codename} label="First" url=https://example.org/p files="${'a'.repeat(64)} p.patch" branches=main`,
      null,
    );
    await here.say('bob', `review ${codename} 7.1`, null);
    // Forms whose window is gone wait behind a button.
    for (const words of [`draft edit ${codename} kind=post`, `note ${codename}`, `review ${codename} 7.2 all pass`]) {
      here.platform.trouble('ask', { type: 'fails', failure: failure('expired') }, 'bob');
      await here.say('bob', words, null);
    }
    await here.say('bob', 'people handover terminal:dave', null);
    await here.say('carol', `invite ${codename} terminal:dave`, null);
    // An application that waits for votes, so that there is a ballot to press on.
    await here.say('eve', 'apply oci Nova entity="Nova Inc"', null);
    for (let count = 0; count < 8; count += 1) await here.say('eve', 'apply answer It is so.', null);
    await here.say('eve', 'apply submit', null);
    await here.say('carol', 'vouch 1', null);
    await here.say('ada', 'ballot open 1', null);
    shown = [...here.platform.seen];
    await here.say('ada', 'org remove "Seven Linux" for=alias sure=yes Nobody answers.', null);
    here.news();
  });
  afterAll(() => database.drop());

  const record = async () => ({
    list: await loadList(here.db, oci),
    facts: (await readFacts(here.db, listStream(oci))).length,
    embargoes: await here.db.select().from(schema.embargoes).orderBy(asc(schema.embargoes.id)),
    consents: await here.db.select().from(schema.consents).orderBy(asc(schema.consents.person)),
    reviews: await here.db.select().from(schema.reviews).orderBy(schema.reviews.embargo, schema.reviews.number),
    answers: await here.db.select().from(schema.proposals).orderBy(schema.proposals.embargo, schema.proposals.number),
    ended: await here.db.$count(schema.embargoes, isNotNull(schema.embargoes.ended)),
  });
  /** What a removed person hears, and that nothing came of what they said. */
  const says = async (who: string, words: string, where: typeof privateRoom | null) => {
    const before = known ?? (await record());
    const seen = await here.say(who, words, where);
    known = await record();
    expect(known, words).toEqual(before);
    const heard = seen.filter(({ to }) => to.startsWith(who)).map(({ text }) => text);
    // What somebody typed themselves may be said back to them.
    for (const secret of [...secrets, codename].filter((each) => !words.includes(each)))
      expect(heard.join('\n'), words).not.toContain(secret);
    expect(
      seen.filter(({ to }) => !to.startsWith(who)),
      words,
    ).toEqual([]);
    return heard;
  };

  test('is off the list, with the organisation and its reviewer, and the rest goes on', async () => {
    const list = await loadList(here.db, oci);
    expect(
      Object.values(list?.members ?? {})
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['ada', 'carol', 'grace']);
    expect(Object.values(list?.distributors ?? {}).map(({ name }) => name)).toEqual(['Rhombus']);
    expect(list?.membership?.former).toMatchObject([{ name: 'Seven Linux', because: 'Nobody answers.' }]);
  });

  test.each(commands.filter(({ words }) => !open.includes(words)).map(({ words, example }) => [words, example] as const))(
    'gets nothing by saying: %s',
    async (words, example) => {
      for (const who of ['bob', 'dave']) {
        const said = filled(example, codename);
        const heard = await says(who, said, null);
        expect(heard.length, said).toBeGreaterThan(0);
        // Also with the codename, and where others read along.
        await says(who, `${words} ${codename}`, null);
        await says(who, said, privateRoom);
      }
    },
    60_000,
  );

  test('gets nothing by pressing what anybody was ever shown', async () => {
    const buttons = [...new Set(shown.flatMap((each) => each.buttons))].filter((words) => !open.some((free) => words.startsWith(free)));
    const kinds = new Set(buttons.map((words) => words.replaceAll(/[^a-z ].*$/g, '')));
    // Enough of them that this says something.
    expect(buttons.length).toBeGreaterThan(20);
    expect([...kinds].join()).toMatch(/ballot vote/);
    expect(buttons.filter((words) => words.startsWith('form '))).toHaveLength(3);
    for (const words of buttons) for (const who of ['bob', 'dave']) await says(who, words, null);
  }, 120_000);

  test('is reminded of nothing', async () => {
    here.news();
    await here.advance(here.engine.now() + 20 * dayMs);
    expect(here.news().filter(({ to }) => to.startsWith('bob') || to.startsWith('dave'))).toEqual([]);
  }, 60_000);

  test('may not apply again before the cooling period is over', async () => {
    const [heard = ''] = (await here.say('bob', 'apply oci "Seven Linux" entity="Seven Linux GmbH"', null)).map(({ text }) => text);
    expect(heard).toContain('can apply again after');
  });
});
