// As membership-faults, with the engine and a database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './setup/database.ts';
import { founded, room, type World, world } from './setup/world.ts';

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

  const heard = async (by: string, words: string) => (await here.say(by, words, null)).map(({ text }) => text).join('\n');

  test('whoever is named in an application to one goes on with their own to another', async () => {
    await heard('eve', 'member apply aaa Harbour');
    await heard('eve', 'member backup terminal:frank name=frank');
    expect(await heard('frank', 'member apply oci Pier')).toContain('Application 1: Pier to oci');
    expect(await heard('frank', 'member status')).toContain('The application of Pier to oci');
    expect(await heard('frank', 'member withdraw')).toContain('Your application to oci is taken back');
    expect(await heard('frank', 'member status')).toContain('The application of Harbour to aaa');
  });
});
