// A name where an account was to be named: who can be meant is asked, and nothing is done.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerTo, openedWorld, type World } from '../../setup/world.ts';

let here: World;
let codename: string;
beforeAll(async () => {
  ({ here, codename } = await openedWorld());
});
afterAll(() => here.database.drop());
const asked = (by: string, words: string) => answerTo(here, by, words);
const members = async () => (await asked('ada', 'members')).text;

test.each<[string, string]>([
  ['people add bob', 'people add person=terminal:bob'],
  ['people add Bob coordinator', 'people add person=terminal:bob role=coordinator'],
  ['people remove bob', 'people remove person=terminal:bob'],
  ['people remove carl', 'people remove person=terminal:carol'],
])('%j asks who that is', async (words, button) => {
  const before = await members();
  const { text, buttons } = await asked('ada', words);
  expect(text).toMatch(/^Who is \w+\? Nothing changed yet\./);
  expect(buttons).toContain(button);
  expect(await members()).toBe(before);
});

test('somebody new is offered by the account beside the speaker, only where people are added', async () => {
  expect((await asked('ada', 'people add dave reviewer Nova')).buttons).toEqual([
    'people add person=terminal:dave role=reviewer distributor=Nova',
  ]);
  const { text, buttons } = await asked('ada', `invite ${codename} dave`);
  expect(buttons).toEqual([]);
  expect(text).toContain('Name the person with an @, such as @bob.');
});

test('its button does what was typed, of that embargo', async () => {
  const { buttons } = await asked('ada', `revoke ${codename} bob works elsewhere now`);
  expect(buttons).toEqual([`revoke ${codename} person=terminal:bob because="works elsewhere now"`]);
});

test('a stranger to the list learns nobody of it', async () => {
  const { text, buttons } = await asked('mallory', 'people add bob');
  expect(`${text} ${buttons.join()}`).not.toContain('I mean');
  expect(buttons).toEqual([]);
});

test('an organization that is not known has the nearest named first', async () => {
  await here.say('ada', 'org add Harbour 3', null);
  expect((await asked('ada', 'org show Harbor')).text).toContain('On the list: Harbour, ');
});
