// No text, of whatever shape, acts on another embargo than the one whose codename it contains, or the only one that it could be about: two run, a third has
// ended, and there are codenames that are nobody's.
import { and, eq, ne } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { plainCodename, tokensOf } from '../../src/chat/grammar/tokens.ts';
import { embargoStream } from '../../src/db/integrity/chains.ts';
import { embargoes, facts } from '../../src/db/schema.ts';
import { isCodename } from '../../src/domain/embargo/codename.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, type World, world } from '../setup/world.ts';

let database: TestDatabase;
let here: World;
let codenames: string[];

beforeAll(async () => {
  database = await openTestDatabase('embedded');
  here = await world('embedded', { database });
  await founded(here);
  const ended = await opened(here);
  for (const who of ['ada', 'bob', 'carol']) await here.say(who, `ack ${ended}`);
  await here.say('ada', `end ${ended} public sure=yes a post describes it`);
  codenames = [await opened(here), await opened(here), ended];
  for (const who of ['bob', 'carol']) for (const codename of codenames.slice(0, 2)) await here.say(who, `ack ${codename}`);
});
afterAll(() => database.drop());

/** How many facts each embargo has; reminders come by themselves. */
async function counts(): Promise<Record<string, number>> {
  const all = await here.db.select({ id: embargoes.id, codename: embargoes.codename }).from(embargoes);
  const counted = await Promise.all(
    all.map(async ({ id, codename }) => {
      const own = and(eq(facts.stream, embargoStream(id)), ne(facts.type, 'reminded'));
      return [codename, await here.db.$count(facts, own)] as const;
    }),
  );
  return Object.fromEntries(counted);
}

/** As anybody would see it: the codename stands in the text, with whatever dash, in whatever case. */
const contains = (text: string, codename: string): boolean =>
  text
    .toLowerCase()
    .replace(/[‐‑‒–—―−_]/g, '-')
    .includes(codename);

test('property: whatever is said acts on no embargo whose codename is not in it', async () => {
  const words = fc.constantFrom(...commands.flatMap((command) => [command.words, ...(command.aliases ?? []), command.example]));
  const named = fc
    .record({
      codename: fc.constantFrom(...codenames, 'plain-robin', 'witty-yak'),
      dash: fc.constantFrom('-', '–', '_'),
      around: fc.constantFrom(['', ''], ['', ':'], ['(', ')'], ['“', '”'], ['', '’s'], ['title=a ', '']),
      upper: fc.boolean(),
    })
    .map(({ codename, dash, around: [open, close], upper }) => {
      const typed = codename.replace('-', dash);
      return `${open}${upper ? typed.toUpperCase() : typed}${close}`;
    });
  const often = fc.constantFrom(
    'note',
    'finding add',
    'update title=x',
    'update component=runc',
    'date propose',
    'date reject',
    'keep',
    'invite',
  );
  const tail = fc.oneof(
    fc.constantFrom('because of our freeze', '2024-02-03 14:00 UTC', 'title=x', 'sure=yes', 'all', 'public', '24', '@carol', ',', '-'),
    fc.string({ maxLength: 12, unit: 'grapheme' }),
  );
  const piece = fc.oneof({ weight: 2, arbitrary: words }, { weight: 2, arbitrary: often }, { weight: 3, arbitrary: named }, tail);
  // A yes or a number answers what the bot asked before, which names it.
  const line = fc
    .oneof(
      fc.array(piece, { minLength: 1, maxLength: 4 }),
      fc.tuple(often, named, tail),
      fc.tuple(often, tail, named),
      fc.tuple(often, tail),
    )
    .map((pieces) => pieces.join(' '))
    .filter((text) => !/^\W*(?:\d+|[a-z']{2,9})\W*$/i.test(text) || commands.some((command) => text === command.words));
  let acted = 0;
  let before = await counts();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('ada', 'bob'), line, async (by, text) => {
      await here.say(by, text);
      await here.say(by, 'cancel');
      const after = await counts();
      const touched = Object.keys(after).filter((codename) => after[codename] !== before[codename]);
      before = after;
      acted += touched.length;
      const names = tokensOf(text).some(({ text: word }) => isCodename(plainCodename(word)));
      // Without a codename it is about the only one that it can be about, and these can be about either.
      if (!names && !/^(?:note|update|finding add|invite)\b/.test(text)) expect(touched.length).toBeLessThan(2);
      else expect(touched.filter((codename) => !contains(text, codename))).toEqual([]);
    }),
    { numRuns: 250 },
  );
  expect(acted).toBeGreaterThan(10);
});
