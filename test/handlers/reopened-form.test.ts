// A form that waits holds what an embargo says: whoever may no longer know of it opens none, now or later.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outboxRows } from '../../src/db/integrity/sealed-rows.ts';
import * as schema from '../../src/db/schema.ts';
import { dayMs, minuteMs } from '../../src/domain/values/time.ts';
import { purgeDue } from '../../src/scheduler/purge.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { failure, founded, opened, type World, world } from '../setup/world.ts';

const secret = 'file descriptor';
const expired = 'That form expired. Send the command again.';

describe.each(databaseKinds)('a form that holds an embargo, on %s', (kind) => {
  let database: TestDatabase;
  let here: World;
  let codename = '';
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(async () => {
    here = await world(kind, { database });
    await founded(here);
    codename = await opened(here);
    await here.say('bob', `ack ${codename}`, null);
  });
  afterAll(() => database.drop());

  /** What somebody says whose window is gone: the button that opens the form. */
  const unopened = async (who: string, words: Parameters<World['say']>[1]): Promise<string> => {
    here.platform.trouble('ask', { type: 'fails', failure: failure('expired') }, who);
    const button = (await here.say(who, words, null)).flatMap(({ buttons }) => buttons).find((each) => each.startsWith('form '));
    expect(button).toBeDefined();
    return button ?? '';
  };
  const pressed = async (who: string, button: string) =>
    (await here.say(who, button, null)).map(({ how, to, text }) => `${how} ${to}: ${text}`);
  const bodies = async () =>
    (await here.db.select().from(schema.outbox)).map((row) => JSON.stringify(outboxRows.open(row).body)).filter((body) => body !== 'null');

  test('opens again for who still knows the embargo', async () => {
    const [form = ''] = await pressed('bob', await unopened('bob', `draft edit ${codename} kind=post`));
    expect(form).toMatch(/^form bob: /);
    expect(form).toContain(secret);
  });

  test.each([
    ['whose access was revoked', (name: string) => [['ada', `revoke ${name} terminal:bob works elsewhere`]]],
    ['who was removed from the list', () => [['ada', 'people remove terminal:bob']]],
    ['who declined', (name: string) => [['bob', `decline ${name}`]]],
  ] as readonly (readonly [string, (name: string) => readonly (readonly [string, string])[]])[])(
    'does not open again for somebody %s',
    async (_, happens) => {
      const forms = [await unopened('bob', `draft edit ${codename} kind=post`), await unopened('bob', `note ${codename}`)];
      for (const [who, words] of happens(codename)) await here.say(who, words, null);
      for (const button of forms) expect(await pressed('bob', button)).toEqual([`posted bob: ${expired}`]);
    },
  );

  test('with the steps of a review does not open again for somebody who declined', async () => {
    await here.say(
      'ada',
      `patch publish ${codename} label=v1 url=https://example.org/p files="${'a'.repeat(64)} f.patch" branches=main`,
      null,
    );
    const form = await unopened('bob', `review ${codename} 7.1 all pass`);
    expect((await pressed('bob', form)).join()).toMatch(/^form bob: /);
    await here.say('bob', `decline ${codename}`, null);
    expect(await pressed('bob', form)).toEqual([`posted bob: ${expired}`]);
  });

  test('that is only asked which codename and date it is of opens for somebody who declined', async () => {
    await here.say('bob', `decline ${codename}`, null);
    const [form = ''] = await pressed('bob', await unopened('bob', `report public ${codename}`));
    expect(form).toMatch(/^form bob: report .*\nwhat=public/);
  });

  test('does not open for somebody who declined before it was tried again', async () => {
    here.platform.trouble('ask', { type: 'fails', failure: failure('again') }, 'bob');
    expect(await here.say('bob', `draft edit ${codename} kind=post`, null)).toEqual([]);
    await here.say('bob', `decline ${codename}`, null);
    here.news();
    await here.advance(here.engine.now() + 5 * minuteMs);
    expect(here.news().filter(({ how }) => how === 'form')).toEqual([]);
    expect((await bodies()).join()).not.toContain(secret);
  });

  test('is purged with its embargo', async () => {
    const asked = await here.say('ada', `end ${codename} withdrawn A mistake.`, null);
    await here.say('ada', asked.flatMap(({ buttons }) => buttons)[0] ?? '', null);
    here.set(here.engine.now() + 364 * dayMs);
    const button = await unopened('bob', `draft edit ${codename} kind=post`);
    expect((await bodies()).join()).toContain(secret);
    here.set(here.engine.now() + 2 * dayMs);
    expect(await purgeDue(here.engine)).toBe(1);
    expect((await bodies()).join()).not.toContain(secret);
    expect(await pressed('bob', button)).toContain(`posted bob: ${expired}`);
  });
});

describe.each(databaseKinds)('a form that holds a report from outside, on %s', (kind) => {
  let here: World;
  beforeAll(async () => {
    here = await world(kind);
    await founded(here);
    const values = { what: 'A crash in the parser', component: 'runc', list: 'oci' };
    await here.say('eve', { type: 'form', words: 'report vulnerability', values }, null);
    await here.say('ada', 'people add terminal:grace coordinator name=grace');
  });
  afterAll(() => here.close());

  const asked = async (who: string): Promise<string> => {
    here.platform.trouble('ask', { type: 'fails', failure: failure('expired') }, who);
    const said = await here.say(who, 'create report=1', null);
    return said.flatMap(({ buttons }) => buttons).find((each) => each.startsWith('form ')) ?? '';
  };
  const left = async () =>
    (await here.db.select().from(schema.outbox).where(eq(schema.outbox.state, 'dead'))).filter(({ body }) => body !== null).length;

  test('opens again for a coordinator, and for nobody who is none any more', async () => {
    const button = await asked('grace');
    expect((await here.say('grace', button, null))[0]?.text).toContain('A crash in the parser');
    await here.say('ada', 'people remove terminal:grace', null);
    expect((await here.say('grace', button, null)).map(({ text }) => text)).toEqual([expired]);
  });

  test('is forgotten with the report', async () => {
    await here.say('ada', 'report decline 1 It is a bug.', null);
    expect(await left()).toBe(1);
    here.set(here.engine.now() + 366 * dayMs);
    await purgeDue(here.engine);
    expect(await left()).toBe(0);
  });
});
