// Who has applied just types to the bot: their words are the answer to what is open, and nothing that they type stays without an answer.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadList } from '../../../src/db/lists.ts';
import type { ListId } from '../../../src/domain/values/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { founded, type World, world } from '../../setup/world.ts';

let database: TestDatabase;
let here: World;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
beforeEach(async () => {
  here = await world('embedded', { database });
  await founded(here);
  await here.say('eve', 'apply oci "Quay Linux" entity="Quay Ltd"', null);
});
afterAll(() => database.drop());

const application = async () => (await loadList(here.db, 'oci' as ListId))?.membership?.applications[1];
const evidence = async () => (await application())?.evidence;
const says = async (words: string) => (await here.say('eve', words, null)).filter(({ to }) => to === 'eve').map(({ text }) => text);

const complete = [
  '1. security@quay.example',
  '2. Many.',
  '3. https://quay.example/advisories',
  '4. Our own.',
  '5. We accept.',
  '6. Gladly.',
  '7. Carol will vouch for eve.',
].join('\n');

describe('plain words', () => {
  test.each([
    'Yes: security@quay.example',
    'Yes.',
    'We accept.',
    'list of our advisories: https://quay.example',
    'details are at https://quay.example',
    'note that our alias is security@quay.example',
    'We never leaked anything.',
    'status quo: security@quay.example',
    'who reads it: our security team',
  ])('%j answer the criterion that is open', async (words) => {
    const [answer] = await says(words);
    expect(answer).toContain('Criterion 2 of 8, users');
    expect(await evidence()).toEqual({ alias: words });
  });

  test.each(['CVE-2026-1234', 'cve-2026-1234.', 'quiet-otter', 'Quiet-Otter', 'GHSA-xr7r-f8xq-vfvv'])(
    '%j may be about an embargo: it is asked, and taken by one press',
    async (words) => {
      const [asked] = (await here.say('eve', words, null)).filter(({ to }) => to === 'eve');
      expect([asked?.text.includes('Criterion 1 of 8'), await evidence()]).toEqual([true, {}]);
      await says(asked?.buttons.find((each) => each.endsWith(words)) ?? '');
      expect(await evidence()).toEqual({ alias: words });
    },
  );

  test.each(['hello', 'Thanks!', 'What do you mean by an alias?', 'todo', 'status', 'list'])(
    '%j are no answer, and say where the application stands, every time',
    async (words) => {
      for (const _ of [1, 2]) expect((await says(words)).join()).toContain('Criterion 1 of 8, alias');
      expect(await evidence()).toEqual({});
    },
  );

  test.each([
    ['submit it', 'Not submitted yet'],
    ['Send in my application.', 'Not submitted yet'],
    ['skip', 'Criterion 1 of 8, alias'],
    ['apply backup bob', '@'],
  ])('%j are said of the application, and answer no criterion', async (words, expected) => {
    expect((await says(words)).join()).toContain(expected);
    expect(await evidence()).toEqual({});
  });
  test('withdraw the application', async () => {
    await says('withdraw my application');
    expect((await application())?.closed).toMatchObject({ how: 'withdrawn' });
  });

  test.each([
    ['member statsu', 'apply status'],
    ['membr status', 'apply status'],
    ['member submt', 'apply submit'],
  ])('%j are a slip of the finger, of which %j is offered', async (words, meant) => {
    expect((await says(words)).join()).toContain(meant);
    expect(await evidence()).toEqual({});
  });

  test('that ask are taken for an answer by one press', async () => {
    const [asked] = (await here.say('eve', 'Is security@quay.example not enough?', null)).filter(({ to }) => to === 'eve');
    const [press] = asked?.buttons.filter((words) => words.startsWith('apply answer criterion=alias Is')) ?? [];
    await says(press ?? '');
    expect(await evidence()).toEqual({ alias: 'Is security@quay.example not enough?' });
  });

  test('hand nothing in: that is one press, and what is not required does not keep it back', async () => {
    const [back] = (await here.say('eve', complete, null)).filter(({ to }) => to === 'eve');
    expect(back?.text).toContain('No answer yet: pgp (not required).');
    expect((await application())?.submittedAt).toBeNull();
    expect(back?.buttons).toEqual(expect.arrayContaining(['apply submit', 'apply answer criterion=alias']));
    expect((await says('ok')).join()).toContain('not submitted yet');
    const told = await here.say('eve', 'apply submit', null);
    expect((await application())?.submittedAt).not.toBeNull();
    expect(told.filter(({ to }) => to === 'carol').map(({ text }) => text)).toEqual([
      expect.stringContaining('names you as its voucher (application 1). Do you vouch for it?'),
    ]);
  });

  test('after it was handed in say how it stands, and change the answer that they name', async () => {
    await says(complete);
    await says('apply submit');
    for (const words of ['hello', 'any news', 'ok'])
      expect((await says(words)).join()).toContain('waiting for someone on the list to vouch');
    expect((await says('apply answer 2')).join()).toContain('Your answer so far: “Many.”');
    await says('users: Very many.');
    expect((await evidence())?.users).toBe('Very many.');
  });
});

test('what stands under no criterion is named, and kept nowhere', async () => {
  const said = `Dear list,\n\nalias: security@quay.example\nusers: many`;
  expect((await says(said)).join('\n')).toMatch(/Not in any answer[\s\S]*Dear list,/);
  expect(await evidence()).toEqual({ alias: 'security@quay.example', users: 'many' });
});

test('files are not read, and their sender is told so every time', async () => {
  const files = [{ name: 'application.pdf', bytes: null, at: {} }];
  for (const _ of [1, 2]) {
    here.news();
    await here.platform.hear({ ...here.heard('eve', '', null), files });
    await here.bot.settle();
    expect(
      here
        .news()
        .map(({ text }) => text)
        .join(),
    ).toMatch(/I don't read files in applications[\s\S]*Criterion 1 of 8/);
  }
});

describe('a vulnerability told in an answer', () => {
  const told = 'record: We found an unpatched heap overflow in runc: a container writes to the host.';

  test('is kept nowhere, with how to report it; one press keeps what is public', async () => {
    const [answer] = (await here.say('eve', told, null)).filter(({ to }) => to === 'eve');
    expect(answer?.text).toMatch(/kept none of it[\s\S]*everyone who votes/);
    expect(answer?.buttons[0]).toBe('report vulnerability list=oci');
    expect(await evidence()).toEqual({});
    await says(answer?.buttons[1] ?? '');
    expect(await evidence()).toEqual({ record: told.slice('record: '.length) });
  });

  test('is not kept with a whole application either, or with what begins one', async () => {
    await says(`alias: security@quay.example\nusers: Many.\n${told}`);
    expect(await evidence()).toEqual({});
    await says(`apply answer public=yes alias: security@quay.example\nusers: Many.\n${told}`);
    expect(Object.keys((await evidence()) ?? {})).toEqual(['alias', 'users', 'record']);
    await here.say('mallory', `apply oci "Peak Linux"\n${told}`, null);
    expect((await loadList(here.db, 'oci' as ListId))?.membership?.applications[2]).toBeUndefined();
  });
});
