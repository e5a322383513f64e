// Two embargoes merged, over a database: both change in one step, nobody learns of one that they may not know of, and each of the two has a sound record.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEmbargo } from '../../src/db/embargoes.ts';
import { audit } from '../../src/db/integrity/audit.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, room, type World, world } from '../setup/world.ts';

describe.each(databaseKinds)('a merge, over the %s database', (kind) => {
  let database: TestDatabase;
  let here: World;
  let first: string;
  let second: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    first = await opened(here);
    second = await opened(here, '2024-01-30 20:00 UTC');
  });
  afterAll(() => database.drop());

  const both = async () => {
    const ids = await here.db.query.embargoes.findMany({ columns: { id: true, codename: true } });
    const named = (codename: string) => ids.find((each) => each.codename === codename)?.id as EmbargoId;
    return [await loadEmbargo(here.db, named(first)), await loadEmbargo(here.db, named(second))] as const;
  };
  const answers = async (by: string, words: string, where?: Parameters<World['say']>[2]) =>
    (await here.say(by, words, where)).filter(({ to }) => to.startsWith(by)).map(({ text }) => text);

  it('is asked once, and then both have it in their record, which is sound', async () => {
    const [asked] = await here.say('ada', `merge ${first} ${second}`);
    expect(asked?.text).toContain(`Merge ${second} into ${first}?`);
    expect((await both()).map((each) => each?.ended?.reason)).toEqual([undefined, undefined]);
    await here.say('ada', asked?.buttons[0] ?? '');
    const [here1, gone] = await both();
    expect([here1?.ended, gone?.ended?.reason]).toEqual([null, 'duplicate']);
    expect([here1?.about.links[0]?.as, gone?.about.links[0]?.as]).toEqual(['merged-from', 'merged-into']);
    expect(await audit(here.db)).toMatchObject({ chains: { faults: [] }, findings: [] });
    expect(await answers('ada', `merge ${first} ${second} sure=yes`)).toEqual([
      expect.stringContaining(`${second} ended Wed, Jan 17, 2024, 09:00 UTC. Nothing changed.`),
    ]);
    expect(await answers('ada', `merge ${second} ${first} sure=yes`)).toEqual([
      expect.stringContaining('This embargo ended Wed, Jan 17, 2024, 09:00 UTC ('),
    ]);
  });

  it('of one with itself is none, and is not even asked', async () => {
    expect(await answers('ada', `merge ${first} ${first}`)).toEqual([expect.stringContaining("An embargo can't be merged into itself.")]);
    expect(await answers('ada', `merge ${first} ${first} sure=yes`)).toEqual([
      expect.stringContaining("An embargo can't be merged into itself."),
    ]);
  });

  it('with one of another list, or of which one may not know, says the same as of one that is not there', async () => {
    await here.say('ada', 'room adopt elsewhere sure=yes', room('#other'));
    await here.say('ada', 'people add terminal:grace coordinator name=grace', room('#other'));
    const values = { title: 'x', component: 'x', versions: 'x', exploitability: 'x', date: '2024-01-31 20:00 UTC' };
    await here.say('ada', { type: 'form', words: 'create', values }, room('#other'));
    const far = (await here.db.query.embargoes.findMany({ columns: { codename: true } })).find(
      ({ codename }) => ![first, second].includes(codename),
    );
    await here.say('grace', `ack ${far?.codename}`, room('#other'));
    const unknown = await answers('ada', `merge ${first} calm-otter sure=yes`);
    expect(unknown).toEqual(['You have no access to an embargo by that name. `list` shows yours.']);
    expect(await answers('ada', `merge ${first} ${far?.codename} sure=yes`)).toEqual(unknown);
    // Who coordinates the other list alone knows of none of this one's, first or second.
    expect(await answers('grace', `merge ${far?.codename} ${first} sure=yes`, room('#other'))).toEqual(unknown);
    expect((await answers('grace', `merge ${first} ${far?.codename} sure=yes`, room('#other'))).join()).not.toContain('Merged');
    expect((await both()).map((each) => each?.ended)).toEqual([null, null]);
  });

  it('of two in opposite directions at once ends one of them, and never both', async () => {
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
    for (const codename of [first, second]) await here.say('grace', `ack ${codename}`);
    await Promise.all([
      here.platform.hear(here.heard('ada', `merge ${first} ${second} sure=yes`)),
      here.platform.hear(here.heard('grace', `merge ${second} ${first} sure=yes`)),
    ]);
    await here.bot.settle();
    expect((await both()).filter((each) => each?.ended === null)).toHaveLength(1);
    expect((await audit(here.db)).findings).toEqual([]);
  });
});
