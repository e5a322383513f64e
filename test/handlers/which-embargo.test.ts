// No text, of whatever shape, acts on another embargo than the one whose codename it contains, or the only one that it could be about: two run, a third has
// ended, and there are codenames that are nobody's. First each command by itself, in each of these shapes; then anything.
import { count, ne } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { aboutEmbargo, type Command } from '../../src/chat/grammar/command.ts';
import { plainCodename, tokensOf } from '../../src/chat/grammar/tokens.ts';
import { parse } from '../../src/chat/parse.ts';
import { embargoStream } from '../../src/db/integrity/chains.ts';
import { embargoes, facts } from '../../src/db/schema.ts';
import { isCodename } from '../../src/domain/embargo/codename.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, opened, type World, world } from '../setup/world.ts';

let database: TestDatabase;
let here: World;
let codenames: string[];

/** Two embargoes that run and that everybody has acknowledged, and one that has ended. */
async function begun(): Promise<void> {
  here = await world('embedded', { database });
  await founded(here);
  const opening = ['2024-01-31 20:00 UTC', '2024-01-30 20:00 UTC', '2024-01-29 20:00 UTC'];
  codenames = [];
  for (const date of opening) codenames.unshift(await opened(here, date));
  const [one = '', other = '', ended = ''] = codenames;
  await here.begin('acknowledged, one ended', async () => {
    for (const who of ['bob', 'carol']) for (const codename of [one, other]) await here.say(who, `ack ${codename}`);
    await here.say('ada', `end ${ended} public sure=yes a post describes it`);
  });
}

beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
afterAll(() => database.drop());

/** How many facts each embargo has; reminders come by themselves. */
async function counts(): Promise<Record<string, number>> {
  const { db } = here.database;
  const counted = await db
    .select({ stream: facts.stream, count: count() })
    .from(facts)
    .where(ne(facts.type, 'reminded'))
    .groupBy(facts.stream);
  const all = await db.select({ id: embargoes.id, codename: embargoes.codename }).from(embargoes);
  return Object.fromEntries(
    all.map(({ id, codename }) => [codename, counted.find(({ stream }) => stream === embargoStream(id))?.count ?? 0] as const),
  );
}

/** Somebody says something, and leaves the form that it may have opened. */
async function says(by: string, text: string): Promise<void> {
  const seen = await here.say(by, text);
  if (seen.some(({ how }) => how === 'form')) await here.say(by, 'cancel');
}

/** As anybody would see it: the codename stands in the text, with whatever dash, in whatever case. */
const contains = (text: string, codename: string): boolean =>
  [text.toLowerCase().replace(/[‐‑‒–—―−_]/g, '-'), text.toLowerCase().replaceAll(' ', '-')].some((each) => each.includes(codename));

/** A command as it could be typed about an embargo, and about none that the speaker knows. */
function shapesOf({ words, example }: Command, [one = '', other = '']: readonly string[]): string[] {
  const rest = example
    .slice(words.length)
    .trim()
    .replaceAll(/(?<!\w)@(\w+)/g, 'terminal:$1')
    .replaceAll(/(?:calm-otter|brisk-wren|quiet-otter)/g, '')
    .trim();
  const nobodys = 'witty-yak';
  const slip = `${one.slice(0, -2)}${one.at(-1)}${one.at(-2)}`;
  return [
    `${words} ${rest}`,
    `${words} ${nobodys} ${rest}`,
    `${words} ${nobodys}: ${rest}`,
    `${words} ${nobodys.replace('-', ' ')} ${rest}`,
    `${words} ${one.replace('-', ' ')} ${rest}; note ${other} it crashes`,
    `${words} ${rest} ${nobodys}`,
    `${words} ${slip} ${rest}`,
    `${words} ${one} ${rest}`,
    `${words} «${other.replace('-', '–').toUpperCase()}», ${rest}`,
    `status ${one}\n${words} ${rest}`,
    `${words} ${nobodys} ${rest}\nnote ${one} it crashes`,
    `${words} ${rest} sure=yes`,
  ].map((text) => text.trim());
}

const known = commands.filter((command) => command.words !== 'form');
const acted = new Map<string, number>();

describe.each(known.filter(aboutEmbargo).map((command) => [command.words, command] as const))('%s', (words, command) => {
  beforeEach(begun);

  test('acts on no embargo that the text does not name, and without a codename on none where another would do as well', async () => {
    const [one = '', other = ''] = codenames;
    let before = await counts();
    for (const [index, text] of shapesOf(command, codenames).entries()) {
      const by = index % 3 === 2 ? 'bob' : 'ada';
      await says(by, text);
      const after = await counts();
      const touched = codenames.filter((codename) => after[codename] !== before[codename]);
      acted.set(words, (acted.get(words) ?? 0) + touched.length);
      before = after;
      const unnamed = touched.filter((codename) => !contains(text, codename));
      const names = tokensOf(text).some(({ text: word }) => isCodename(plainCodename(word)));
      expect([text, names ? unnamed : unnamed.slice(1)]).toEqual([text, []]);
      const [only] = unnamed;
      if (only !== one && only !== other) continue;
      // What was meant was the only one: the other does not take it, even where it is named.
      const rival = only === one ? other : one;
      await says(by, text.replace(words, `${words} ${rival}`));
      const then = await counts();
      expect([text, then[rival]]).toEqual([text, after[rival]]);
      before = then;
    }
  });
});

test('what is about no embargo acts on none, whichever it names', async () => {
  await begun();
  const before = await counts();
  for (const command of known.filter((each) => !aboutEmbargo(each) && each.says.to !== 'create'))
    for (const text of shapesOf(command, codenames).slice(4, 7)) await says('ada', text);
  expect(await counts()).toEqual(before);
});

test('these are no idle words: a good part of the orders is carried out on the one that they name', () => {
  const orders = known.filter(({ says: { to } }) => to === 'embargo').map(({ words }) => words);
  expect(orders.filter((words) => (acted.get(words) ?? 0) > 0).length).toBeGreaterThan(orders.length / 4);
});

test('property: whatever is said acts on no embargo whose codename is not in it', async () => {
  await begun();
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
    .chain((pieces) => fc.constantFrom(' ', ' ', ' ', '\n', '; ').map((parting) => pieces.join(parting)))
    .filter((text) => !/^\W*(?:\d+|[a-z']{2,9})\W*$/i.test(text) || commands.some((command) => text === command.words));
  let touching = 0;
  let before = await counts();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('ada', 'bob'), line, async (by, text) => {
      await says(by, text);
      const after = await counts();
      const touched = Object.keys(after).filter((codename) => after[codename] !== before[codename]);
      before = after;
      touching += touched.length;
      const names = tokensOf(text).some(({ text: word }) => isCodename(plainCodename(word)));
      // Without a codename it is about the only one that it can be about, and these can be about either.
      if (!names && !/^(?:note|update|finding add|invite)\b/.test(text)) expect(touched.length).toBeLessThan(2);
      else expect(touched.filter((codename) => !contains(text, codename))).toEqual([]);
    }),
    { numRuns: 250 },
  );
  expect(touching).toBeGreaterThan(10);
});

describe('asked which embargo is meant', () => {
  beforeEach(begun);

  test('each button says what was typed, of one of them, however it was typed', async () => {
    const known = { now: here.engine.now(), zone: null, names: {}, codenames };
    const lines = [
      ...['please note the parser is bad', '`note the parser is bad`', '@embargo note the parser is bad', 'note line one\nline two'],
      ...[
        'no leak. It was ours',
        'cve=CVE-2024-21626',
        'please snooze 4h',
        'please revoke terminal:carol left us',
        'date   reject   our  freeze',
      ],
      ...['disclose thursday 14:00 UTC', 'make it public 2024-02-02 14:00 UTC', 'finding it crashes on arm64', 'new finding: it crashes'],
      ...['please patch publish v1 https://example.org/fix main@3f1c2a9be04d5f6a7b8c9d0e1f2a3b4c5d6e7f80', 'add reporter "Ada L"'],
    ];
    let asked = 0;
    for (const line of lines) {
      const seen = await here.say('ada', line, null);
      const buttons = seen.filter(({ text }) => text.startsWith('Which embargo?')).flatMap((each) => each.buttons);
      asked += buttons.length > 0 ? 1 : 0;
      const typed = parse(line, known);
      const meant = typed.type === 'intent' ? typed.intent : typed.type;
      for (const button of buttons)
        expect(parse(button, known), line).toMatchObject(typed.type === 'intent' ? { intent: meant } : { type: meant });
      if (seen.some(({ how }) => how === 'form')) await here.say('ada', 'cancel', null);
    }
    expect(asked).toBeGreaterThan(10);
  });
});
