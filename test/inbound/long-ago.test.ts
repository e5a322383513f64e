// What ended long ago, with more behind it than is at hand, is found by its name, by an id, by a file, and by its letters in a form.
import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recentMax } from '../../src/db/lookup/embargoes.ts';
import { embargoes } from '../../src/db/schema.ts';
import type { EmbargoId } from '../../src/domain/values/ids.ts';
import { dayMs, minuteMs } from '../../src/domain/values/time.ts';
import { choicesFrom } from '../../src/inbound/select-options.ts';
import { copies, freeCodename } from '../setup/filled.ts';
import { founded, opened, person, start, type World, world } from '../setup/world.ts';

const patch = 'the fix, line by line';
const hash = createHash('sha256').update(patch).digest('hex');

let here: World;
let old: string;
let runs: string;
const said = async (by: string, words: string) => (await here.say(by, words, null)).map(({ text }) => text).join('\n');

beforeAll(async () => {
  here = await world('embedded');
  await founded(here);
  old = await opened(here);
  for (const words of [
    `cve add ${old} GHSA-xr7r-f8xq-vfvv`,
    `patch publish ${old} label=First url=https://example.org/fix files="${hash} fix.patch"`,
  ])
    await here.say('ada', words, null);
  for (const by of ['bob', 'carol']) await here.say(by, `ack ${old}`, null);
  await here.say('ada', `revoke ${old} terminal:carol because=x`, null);
  await here.say('ada', `end ${old} withdrawn sure=yes a mistake`, null);
  const newer = await opened(here);
  await here.say('ada', `end ${newer} withdrawn sure=yes a mistake`, null);
  const [row] = await here.db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.codename, newer));
  await copies(here.db, [row?.id ?? ('' as EmbargoId)], { count: recentMax, from: 1, olderMs: -minuteMs });
  here.set(start + dayMs);
  runs = await opened(here);
});
afterAll(() => here.close());

test('by its name, and not by its first letters alone', async () => {
  expect(await said('bob', `status ${old}`)).toContain('withdrawn');
  expect(await said('bob', `status ${old.slice(0, -2)}`)).not.toContain('withdrawn');
  // What has another one's name is not said of the one that runs.
  expect(await said('bob', `note ${old} it was nothing`)).not.toContain(runs);
});

test('by its name, by nobody who lost access to it: it is as unknown as one that never was', async () => {
  const unknown = await said('carol', `status ${freeCodename}`);
  expect(await said('carol', `status ${old}`)).toBe(unknown.replace(freeCodename, old));
});

test('by an id', async () => {
  expect(await said('bob', 'GHSA-xr7r-f8xq-vfvv')).toContain(old);
  expect(await said('carol', 'GHSA-xr7r-f8xq-vfvv')).toBe(
    'No embargo whose details you can read has the id GHSA-xr7r-f8xq-vfvv. `list` shows yours.',
  );
});

test('by a file of a patch', async () => {
  const send = async (by: string) => {
    const files = [{ name: 'fix.patch', bytes: null, at: { content: Buffer.from(patch).toString('base64') } }];
    here.news();
    await here.platform.hear({ ...here.heard(by, '', null), files });
    await here.bot.settle();
    return here
      .news()
      .map(({ text }) => text)
      .join('\n');
  };
  expect(await send('bob')).toContain(`fix.patch matches ${old}, byte for byte`);
  expect(await send('carol')).not.toContain(old);
});

test('by its letters in a form', async () => {
  const offered = async (by: string, typed: string) =>
    (await choicesFrom(here.db, here.engine.now)({ by: person(by), room: null, from: 'embargo', typed, words: '' })).map(
      ({ value }) => value,
    );
  expect(await offered('bob', '')).not.toContain(old);
  expect(await offered('bob', old.slice(1, 6))).toContain(old);
  expect(await offered('carol', old)).toEqual([]);
  expect((await offered('bob', ''))[0]).toBe(runs);
});
