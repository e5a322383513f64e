// The terms change while people read them: nobody accepts a text that they were not shown, and which one they accepted is kept.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFacts } from '../../src/db/facts.ts';
import { embargoStream, listStream } from '../../src/db/integrity/chains.ts';
import { embargoes } from '../../src/db/schema.ts';
import { policies } from '../../src/domain/policy/presets.ts';
import { canonical } from '../../src/domain/values/canonical.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, type World, world } from '../setup/world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
afterAll(() => database.drop());

const hash = (terms: readonly string[]): string => createHash('sha256').update(canonical(terms)).digest('hex');

/** Which texts people accepted, in the order of the record. */
async function accepted(here: World): Promise<unknown[]> {
  const [embargo] = await here.database.db.select({ id: embargoes.id }).from(embargoes);
  if (embargo === undefined) throw new Error('no embargo');
  const facts = await readFacts<{ type: string; text?: string }>(here.database.db, embargoStream(embargo.id));
  return facts.flatMap(({ fact, by }) => (fact.type === 'terms-acknowledged' ? [[by, fact.text]] : []));
}

test('a button under older terms accepts nothing: the new ones are read first, and of each acceptance the hash of its text is kept', async () => {
  const here = await world('embedded', { database });
  await founded(here);
  await here.say('ada', 'people add terminal:grace coordinator name=grace');
  const codename = await opened(here);
  const shown = await here.say('carol', `terms ${codename}`, null);
  const button = shown.flatMap(({ buttons }) => buttons).find((words) => words.startsWith('ack')) ?? '';
  await here.say('bob', `ack ${codename}`, null);
  await here.say('ada', 'policy edit terms Tell nobody. | Publish nothing before the date.');
  const draft = await here.say('grace', 'policy adopt');
  await here.say('grace', draft.flatMap(({ buttons }) => buttons).find((words) => words.startsWith('policy adopt')) ?? '');

  const refused = await here.say('carol', button, null);
  expect(refused.map(({ text }) => text).join('\n')).toContain('The terms changed since you were shown them.');
  for (const who of ['bob', 'carol']) {
    const said = await here.say(who, `details ${codename}`, null);
    expect(JSON.stringify(said)).not.toContain('file descriptor');
  }
  const anew = await here.say('carol', `terms ${codename}`, null);
  await here.say('carol', anew.flatMap(({ buttons }) => buttons).find((words) => words.startsWith('ack')) ?? '', null);
  expect(JSON.stringify(await here.say('carol', `details ${codename}`, null))).toContain('file descriptor');

  const [old, fresh] = [hash(policies.oci.terms), hash(['Tell nobody.', 'Publish nothing before the date.'])];
  expect(await accepted(here)).toEqual([
    ['terminal:ada', old],
    ['terminal:bob', old],
    ['terminal:carol', fresh],
  ]);
  const list = await readFacts<{ type: string; person?: string; text?: string }>(here.database.db, listStream('oci' as never));
  expect(list.flatMap(({ fact }) => (fact.type === 'terms-accepted' ? [[fact.person, fact.text]] : []))).toContainEqual([
    'terminal:carol',
    fresh,
  ]);
  await here.close();
});
