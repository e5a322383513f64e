// A whole application that is pasted before anything was begun, or behind `apply`, is taken and shown for a check.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadList } from '../../../src/db/lists.ts';
import type { ListId } from '../../../src/domain/values/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { founded, room, type World, world } from '../../setup/world.ts';

let database: TestDatabase;
let here: World;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
beforeEach(async () => {
  here = await world('embedded', { database });
  await founded(here);
});
afterAll(() => database.drop());

const application = async () => (await loadList(here.db, 'oci' as ListId))?.membership?.applications[1];
const says = async (words: string) => (await here.say('eve', words, null)).filter(({ to }) => to === 'eve');

const named = ['alias: security@quay.example', 'users: Many.', 'record: https://quay.example/advisories', 'origin: Our own.'].join('\n');
const numbered = [
  '1. security@quay.example',
  '2. Many.',
  '3. https://quay.example/advisories',
  '4. Our own.',
  '5. We accept.',
  '6. Gladly.',
  '7. Carol will vouch for eve.',
].join('\n');
const evidence = { alias: 'security@quay.example', users: 'Many.', record: 'https://quay.example/advisories', origin: 'Our own.' };

describe('behind apply', () => {
  test.each([
    ['on the lines behind it', `apply oci "Quay Linux" entity="Quay Ltd"\n${named}`],
    ['behind a name without quotes', `apply oci Quay Linux entity="Quay Ltd"\n\n${named}`],
  ])('it begins the application, and is shown with what is open: %s', async (_, words) => {
    const texts = (await says(words)).map(({ text }) => text).join('\n');
    expect(await application()).toMatchObject({ organisation: 'Quay Linux', entity: 'Quay Ltd', evidence, submittedAt: null });
    expect(texts).toMatch(/Application 1: Quay Linux to oci[\s\S]*alias: security@quay\.example[\s\S]*Criterion 5 of 8, policy/);
    expect(texts.match(/Criterion \d/g)).toHaveLength(1);
  });

  test.each(['\n', ' '])('numbers alone are enough, after %j', async (between) => {
    const texts = (await says(`apply oci "Quay Linux"${between}${numbered.replaceAll('\n', between)}`)).map(({ text }) => text).join('\n');
    expect((await application())?.evidence).toMatchObject({ ...evidence, voucher: 'Carol will vouch for eve.' });
    expect(texts).toContain('Your application to oci, not submitted yet');
  });

  test('one answer is the answer to the first criterion, and what is in none is named', async () => {
    await says('apply oci "Quay Linux"\nsecurity@quay.example');
    expect((await application())?.evidence).toEqual({ alias: 'security@quay.example' });
    await says('apply withdraw');
    expect((await says(`apply oci "Quay Linux"\nDear list,\n${named}`)).map(({ text }) => text).join()).toMatch(
      /Not in any answer[\s\S]*Dear list,/,
    );
  });

  test('further commands are no answers', async () => {
    await says('apply oci "Quay Linux"\napply status');
    expect((await application())?.evidence ?? {}).toEqual({});
  });

  test('it says nothing in a room', async () => {
    await here.say('eve', `apply oci "Quay Linux"\n${named}`, room('#oci-private'));
    expect(await application()).toBeUndefined();
  });
});

describe('in the first message', () => {
  test.each([
    ['to a list by name', `To: oci@lists.example\nSubject: membership\n\n${named}`, 'oci'],
    ['to none', named, undefined],
    ['by numbers, to a list by name', `We apply to oci.\n${numbered}`, 'oci'],
  ])('it is kept in the form that begins the application: %s', async (_, words, list) => {
    const forms = (await says(words)).filter(({ how }) => how === 'form');
    expect(forms).toHaveLength(1);
    expect(await application()).toBeUndefined();
    expect(forms[0]?.text).toBe(`apply\nlist=${list ?? ''}\norganisation=\nentity=\nanswers=${words}`);
    const values = { list: 'oci', organisation: 'Quay Linux', answers: words };
    await here.say('eve', { type: 'form', words: 'apply', values }, null);
    expect((await application())?.evidence).toMatchObject(evidence);
  });

  test.each([
    '1. Run it.\n2. Look.\n3. Stop it.\n4. Start it.\n5. Look again.\n6. It has crashed.\n7. Done.',
    'users: many\nnothing else',
    'We have many users. Our alias is security@quay.example.',
  ])('%j is none, and opens nothing', async (words) => {
    expect((await says(words)).filter(({ how }) => how === 'form')).toEqual([]);
  });

  test('it begins nothing on the list of somebody who is on one', async () => {
    expect((await here.say('bob', named, null)).filter(({ how }) => how === 'form')).toEqual([]);
  });
});
