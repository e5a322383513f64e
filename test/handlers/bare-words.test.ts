// One word, or an id, where a command was meant.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, type World, world } from '../setup/world.ts';

let database: TestDatabase;
let here: World;
let codename: string;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
  here = await world('embedded', { database });
  await founded(here);
  codename = await opened(here);
  await here.say('ada', `update ${codename} cve=CVE-2024-21626`, null);
});
afterAll(() => database.drop());
const says = async (by: string, words: string) => (await here.say(by, words, null)).map(({ text }) => text).join('\n');

describe('a CVE id alone', () => {
  test('shows the embargo to who can read its details', async () => {
    await here.say('bob', `ack ${codename}`, null);
    expect(await says('bob', 'cve-2024-21626')).toContain(codename);
  });

  test('tells nobody else, and is the same as one of none', async () => {
    const [known, other] = [await says('carol', 'CVE-2024-21626'), await says('carol', 'CVE-2024-99999')];
    expect(known).toBe(other.replace('99999', '21626'));
    expect(known).not.toContain(codename);
  });
});

test.each(['cancel', 'Cancel.', 'never mind'])('%j where no form is open says so', async (words) =>
  expect(await says('bob', words)).toContain('There is no form open here'),
);

test.each(['yes', 'OK', 'fine.'])('%j to a date that was shown changes nothing, and says what does', async (words) => {
  await says('bob', 'date propose in 7 days at 14:00 UTC');
  expect(await says('bob', words)).toContain('press the button in my last message');
  expect(await says('carol', words)).not.toContain('press the button');
});
