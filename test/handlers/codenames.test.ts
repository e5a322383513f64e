// Codenames are never used again: where those of two words are used up, there are longer ones, and people type them alike.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codenameAt, codenameCount } from '../../src/domain/embargo/codename.ts';
import { founded, opened, type World, world } from '../setup/world.ts';

let here: World;
let codename: string;
beforeAll(async () => {
  here = await world('embedded');
  await founded(here);
  const first = await opened(here);
  const all = Array.from({ length: codenameCount }, (_, index) => codenameAt((index + 0.5) / codenameCount)).filter(
    (each) => each !== first,
  );
  await here.db.execute(
    sql`insert into embargoes select (jsonb_populate_record(e, jsonb_build_object('id', name, 'codename', name, 'list_id', 'elsewhere', 'next_due_at', null))).*
      from embargoes e, jsonb_array_elements_text(${JSON.stringify(all)}::jsonb) as name`,
  );
  codename = await opened(here);
  await here.say('bob', `ack ${codename}`);
});
afterAll(() => here.close());

test('an embargo is opened though every short codename was used', () => {
  expect(codename).toMatch(/^[a-z]+-[a-z]+-[a-z]+$/);
});

test.each([
  (name: string) => `status ${name}`,
  (name: string) => name,
  (name: string) => `status of ${name}?`,
  (name: string) => `status ${name.replaceAll('-', ' ')}`,
  (name: string) => `status ${name.slice(0, -6)}`,
])('it is asked for by its name in whatever way', async (typed) => {
  const [seen] = await here.say('bob', typed(codename));
  expect(seen?.text.split('\n')[0]).toBe(codename);
});

test('a slip in it is asked about, and a part of it is another name', async () => {
  const slip = `${codename.slice(0, -1)}${codename.endsWith('e') ? 'o' : 'e'}`;
  expect((await here.say('bob', `note ${slip} it crashes`))[0]?.text).toContain(`Did you mean \`${codename}\``);
  const [first, , last] = codename.split('-');
  expect((await here.say('bob', `note ${first}-${last} it crashes`))[0]?.text).toContain(`no embargo called \`${first}-${last}\``);
});
