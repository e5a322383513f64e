// An answer that names embargoes waits in the outbox like any other: what its reader may know of is asked again about each, when it is sent.

import { afterEach, describe, expect, test } from 'vitest';
import { outboxRows } from '../../src/db/integrity/sealed-rows.ts';
import { embargoes, outbox } from '../../src/db/schema.ts';
import { minuteMs } from '../../src/domain/values/time.ts';
import { handleAll } from '../../src/handlers/loop.ts';
import { databaseKinds } from '../setup/database.ts';
import { founded, opened, start, type World, world } from '../setup/world.ts';

const open: World[] = [];
afterEach(async () => {
  for (const here of open.splice(0)) await here.close();
});

/** dave reviews for Seven Linux, and was let in on both embargoes. */
async function letIn(kind: (typeof databaseKinds)[number]) {
  const here = await world(kind);
  open.push(here);
  await founded(here);
  await here.say('ada', 'people add terminal:dave reviewer "Seven Linux" name=dave');
  const codenames = [await opened(here), await opened(here)];
  for (const codename of codenames) await here.say('bob', `ack ${codename}`, null);
  for (const codename of codenames) await here.say('bob', `invite ${codename} terminal:dave`, null);
  here.forget();
  return { here, codenames };
}

/** Said and acted on, and nothing is sent yet. */
async function queued(here: World, by: string, words: string): Promise<void> {
  await here.platform.hear(here.heard(by, words, null));
  await handleAll(here.engine);
}

const toDave = (here: World) =>
  here.platform.seen.filter(({ to }) => to === 'dave').map(({ text, buttons }) => [text, ...buttons].join('\n'));
const naming = (said: readonly string[], codenames: readonly string[]) =>
  said.filter((text) => codenames.some((each) => text.includes(each)));

describe.each(databaseKinds)('over the %s database', (kind) => {
  test('answers name no embargo that their reader may know of no longer when they are sent', async () => {
    const { here, codenames } = await letIn(kind);
    for (const words of ['list', 'owe', 'hello', 'details', 'status']) await queued(here, 'dave', words);
    // Off the list, and on it anew: what he was let in on before does not count.
    here.set(start + minuteMs);
    await queued(here, 'ada', 'people remove terminal:dave');
    await queued(here, 'ada', 'people add terminal:dave reviewer "Seven Linux" name=dave');
    await here.bot.settle();
    expect(naming(toDave(here), codenames)).toEqual([]);
    const again = 'Your access changed since you asked. Ask again.';
    expect(toDave(here).filter((text) => text.includes(again))).toHaveLength(5);
  });

  test('where nothing has changed it is said as it was queued', async () => {
    const { here, codenames } = await letIn(kind);
    for (const words of ['list', 'owe', 'hello', 'details']) await queued(here, 'dave', words);
    await here.bot.settle();
    expect(naming(toDave(here), codenames)).toHaveLength(4);
  });
});

test('every answer in the outbox that names an embargo says which it names', async () => {
  const { here, codenames } = await letIn('embedded');
  const ids = new Map(
    (await here.db.select({ id: embargoes.id, codename: embargoes.codename }).from(embargoes)).map((each) => [each.codename, each.id]),
  );
  const lines = [
    'list',
    'list all',
    'owe',
    'hello',
    'details',
    'status',
    'members health',
    'policy edit longest 20d',
    'policy adopt',
    'note',
    'review',
    'home',
  ];
  for (const by of ['ada', 'bob', 'dave']) for (const words of lines) await queued(here, by, words);
  const [codename = ''] = codenames;
  for (const words of [`note ${codename}`, `date accept ${codename} 99`, `review ${codename}`, `hold ${codename}`])
    await queued(here, 'bob', words);
  const rows = (await here.db.select().from(outbox))
    .filter(({ state, destination }) => state === 'queued' && destination.type === 'person')
    .map((row) => outboxRows.open(row));
  const undeclared = rows.flatMap(({ body, embargo }) => {
    const names = body !== null && 'names' in body ? (body.names ?? []) : [];
    const told = new Set<string>([...names, ...(embargo === null ? [] : [embargo])]);
    return [...ids].flatMap(([each, id]) =>
      JSON.stringify(body).includes(each) && !told.has(id) ? [JSON.stringify(body).slice(0, 300)] : [],
    );
  });
  expect(undeclared).toEqual([]);
  expect(rows.filter(({ body }) => body !== null && 'names' in body).length).toBeGreaterThan(12);
});
