// As membership-faults, with the engine and a database.
import { isNull, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgetLoaded } from '../../src/db/integrity/state.ts';
import { loadList } from '../../src/db/lists.ts';
import { embargoes } from '../../src/db/schema.ts';
import { distributorsOf } from '../../src/domain/list/list.ts';
import { policyOf } from '../../src/domain/policy/presets.ts';
import type { ListId } from '../../src/domain/values/ids.ts';
import { tidy } from '../../src/scheduler/tick.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, privateRoom, room, type World, world } from '../setup/world.ts';

describe('on two lists', () => {
  let database: TestDatabase;
  let here: World;
  beforeAll(async () => {
    database = await openTestDatabase('embedded');
    here = await world('embedded', { database });
    await founded(here);
    await here.say('ada', 'room adopt list=aaa', room('#aaa'));
  });
  afterAll(() => database.drop());

  const heard = async (by: string, words: string) =>
    (await here.say(by, words, by === 'ada' ? privateRoom : null)).map(({ text }) => text).join('\n');

  test('whoever is named in an application to one goes on with their own to another', async () => {
    await heard('eve', 'apply aaa Harbour');
    await heard('eve', 'apply backup terminal:frank name=frank');
    expect(await heard('frank', 'apply oci Pier')).toContain('Application 1: Pier to oci');
    expect(await heard('frank', 'apply status')).toContain('The application of Pier to oci');
    expect(await heard('frank', 'apply withdraw')).toContain('Your application to oci was withdrawn');
    expect(await heard('frank', 'apply status')).toContain('The application of Harbour to aaa');
  });

  test('an embargo that cannot be purged keeps the words of no other beyond their time', async () => {
    const codenames = [await opened(here), await opened(here)];
    for (const codename of codenames) {
      await here.say('ada', `ack ${codename}`, null);
      await here.say('ada', `end ${codename} public sure=yes It was in the news`, null);
    }
    const [first, second] = codenames;
    await here.db.execute(sql`update embargoes set about = 'v1.test.AAAA' where codename = ${first}`);
    forgetLoaded();
    const rules = (await loadList(here.db, 'oci' as ListId))?.policy.rules;
    here.set(here.engine.now() + (rules?.retentionMs ?? 0) + 1);
    await tidy(here.engine);
    const left = await here.db.select({ codename: embargoes.codename }).from(embargoes).where(isNull(embargoes.purgedAt));
    expect(left.map(({ codename }) => codename)).toEqual([first]);
    expect(here.logs.filter(({ event }) => event === 'purge.failed').length).toBe(1);
    expect(second).not.toBe(first);
  }, 60_000);

  test('a ballot is counted as it was at its close, before anybody is taken off the list', async () => {
    await heard('judy', 'apply oci Nova entity="Nova Inc"');
    for (const _ of policyOf('oci').criteria) await heard('judy', 'apply answer here');
    await heard('judy', 'apply submit');
    const list = await loadList(here.db, 'oci' as ListId);
    const number = Math.max(...Object.keys(list?.membership?.applications ?? {}).map(Number));
    for (const [by, words] of [
      ['bob', `vouch ${number}`],
      ['ada', `ballot open ${number}`],
      ['bob', `ballot vote ${number} yes`],
      ['carol', `ballot vote ${number} no`],
    ] as const)
      await heard(by, words);
    const closesAt = (await loadList(here.db, 'oci' as ListId))?.membership?.applications[number]?.ballot?.closesAt ?? 0;
    here.set(closesAt + 1);
    await heard('ada', 'people remove terminal:carol');
    const after = await loadList(here.db, 'oci' as ListId);
    expect(after?.members).not.toHaveProperty('terminal:carol');
    expect(after?.membership?.applications[number]?.counted).toEqual({
      outcome: 'lost',
      yes: 1,
      no: 1,
      abstain: 0,
      of: 2,
      at: closesAt,
    });
  });

  test('a name cannot put words into the buttons that name it', async () => {
    const organisation = 'Rhombus" for=record sure=yes "';
    const said = await here.say('kim', { type: 'form', words: 'apply', values: { list: 'oci', organisation } }, null);
    expect(said.map(({ text }) => text).join()).toContain(`: ${organisation} to oci`);
    await here.say('ada', { type: 'form', words: 'org add', values: { name: organisation, releases: '1' } });
    // It is called what it is called; what its buttons say is in test/chat/list/membership/names-in-buttons.test.ts.
    const list = await loadList(here.db, 'oci' as ListId);
    expect(distributorsOf(list ?? never()).filter(({ name }) => name === organisation)).toMatchObject([
      { id: 'rhombus-for-record-sure-yes' },
    ]);
  });
});

function never(): never {
  throw new Error('no list');
}
