// What happened to an embargo stands under its card; at the top level of a room, what everybody has to act on.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cards } from '../../src/db/schema.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, room, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('a room, on %s', (kind) => {
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
  });
  afterAll(() => database.drop());

  const cardIn = (name: string) => here.platform.seen.find(({ to, pin }) => to === name && pin)?.ref;
  const posts = (name = '#oci-private') =>
    here.platform.seen.filter(({ how, to, pin }) => how === 'posted' && to === name && !pin).map(({ text, under }) => [text, under]);

  test('shows an answer to a date in the thread of the card, without the codename that stands above it', async () => {
    await here.say('bob', 'ack', null);
    const card = cardIn('#oci-private');
    here.forget();
    await here.say('bob', 'date accept', null);
    expect(posts()).toEqual([['bob, for Seven Linux, accepts Wed, Jan 31, 20:00 UTC (proposal 1).', card]]);
  });

  test('shows what everybody acts on at the top level', async () => {
    here.forget();
    await here.say('ada', `patch publish label=first url=https://example.org/p files="${'a'.repeat(64)} a.patch"`, null);
    expect(posts()).toEqual([[expect.stringContaining(`${codename}\nada published patch revision 1.`), undefined]]);
  });

  test('that has no card yet shows it at the top level, with the codename', async () => {
    const key = `card:${codename}:${room('#oci-private')}`;
    await here.db.delete(cards).where(eq(cards.key, key));
    here.forget();
    await here.say('ada', 'note the reporter was told', null);
    expect(posts()).toEqual([[expect.stringContaining(`${codename}\nada added to the timeline.`), undefined]]);
  });

  test('shows it under its own card where the list has two rooms', async () => {
    await here.say('ada', 'room adopt oci sure=yes', room('#oci-second'));
    await here.say('ada', 'note the reporter was told', null);
    expect(posts('#oci-second').at(-1)).toEqual([expect.stringContaining('ada added'), cardIn('#oci-second')]);
    expect(cardIn('#oci-second')).not.toBe(cardIn('#oci-private'));
  });

  test('is named to whoever spoke where it is not seen', async () => {
    const seen = await here.say('ada', 'invite terminal:eve', null);
    expect(seen.filter(({ to }) => to === 'ada').map(({ text }) => text)).toEqual([expect.anything()]);
    await here.say('ada', 'people add terminal:eve reviewer Rhombus name=eve');
    const told = await here.say('ada', 'invite terminal:eve');
    expect(told.filter(({ to }) => to === 'ada in #oci-private').map(({ text }) => text)).toEqual([
      `${codename}\nDone. Posted under its card in #oci-private.`,
    ]);
  });
});
