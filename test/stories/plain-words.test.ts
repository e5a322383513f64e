// What people read is made of names and sentences: no id of a platform, no code of ours, and lists in the order in which people count.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withNames } from '../../src/chat/grammar/args.ts';
import { undeliveredText, unsaidBy } from '../../src/chat/list/undelivered.ts';
import { bullets, line, type Message, someone } from '../../src/chat/message/message.ts';
import { renderLines } from '../../src/chat/message/plain.ts';
import { accountText, namedFor, strangersTo } from '../../src/chat/people/accounts.ts';
import { authority } from '../../src/domain/embargo/commands.ts';
import { healthRules } from '../../src/domain/health-rules.ts';
import { listAuthority } from '../../src/domain/list/commands.ts';
import { nameOf } from '../../src/domain/list/list.ts';
import { roomFaults } from '../../src/domain/list/room-audit.ts';
import { type PersonId, personId } from '../../src/domain/values/ids.ts';
import { natural } from '../../src/domain/values/order.ts';
import { gone } from '../../src/platforms/matrix/failures.ts';
import { failureKinds } from '../../src/platforms/slack/failures.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { list } from '../setup/embargo.ts';
import { failure, founded, opened, person, recordingPlatform, type World, world } from '../setup/world.ts';

const id = (text: string): PersonId => personId(text) ?? (text as never);

// `@ada:example.org` is what Matrix itself shows of somebody; `T0FAR` is all that Slack tells of another workspace.
const rawId = /\b(?:slack|matrix|terminal):[^\s/]|\b[TE][A-Z0-9]{2,}\/[CGUW][A-Z0-9]{2,}/;
// A command whose code is the English word that people read.
const headsUp = 'heads-up';
const codes = [
  ...roomFaults,
  ...roomFaults.map((fault) => `room-${fault}`),
  ...Object.keys(authority),
  ...Object.keys(listAuthority),
  ...Object.keys(healthRules),
  ...['room-not-adopted', 'not-their-account', 'account-closed', 'no-need-to-know', 'not-on-the-list', 'personal-in-a-room'],
].filter((word) => word.includes('-') && word !== headsUp);
const rawCode = new RegExp(`(?<![\\w-])(?:${codes.join('|')})(?![\\w-])`);

/** What is wrong with what the bot said, a line each. What stands in backticks is for typing. */
const rawIn = (said: string): string[] =>
  said.split('\n').filter((each) => {
    const words = each.replace(/`[^`]*`/g, '');
    return rawId.test(words) || rawCode.test(words);
  });

// How the bot once spoke, and does not any more. It only grows.
const riddles = [
  /is written down|You (?:still )?owe\b|Still owed|\bamiss\b|put right|left in peace|reproached|One more person has to|I will tell the room|Silence is not/,
  /is more than `|gave out patch|is there to be tested|I do not know|It is too early|disclosure date has come|Blocks:/,
  /\b[Ww]ho(?:so)?ever\b|\bis done with\b|\bwhat stands\b|\b(?:it|It) is for\b|\bowe[ds]? (?!here)|\b[Ll]et (?:\w+ ){0,2}in(?:to)?\b|\b[Gg]ive?n? out\b|\b[Gg]ives? (?:one )?out\b|\bout of date of\b/,
  /\ball the same\b|\bin spite of\b|\banew\b|\bmay know of\b|\bby another way\b|\bread(?:s)? along\b|\bnot fit\b|\bfit for embargoes\b|\bthemself\b|\b[Tt]ake up an embargo\b/,
  /\bin the place of\b|\bat the most\b|\bunasked\b|\bis told why\b|\bIt waits until\b|\b[Ww]hat (?:can|is|was) (?:be )?(?:said|known) of\b|\bnone of mine\b|\bis no code\b|\bby hand-over\b/,
  /\bmust be so\b|\bwhat was said there\b|\btake it apart\b|\bsay nothing (?:of|in|there|here|more)\b|\bthat you may\b|\bis said like this\b|\b[Oo]rganisation(?! remove|, entity)/,
];
const isRiddle = (text: string): boolean => riddles.some((riddle) => riddle.test(text));

/** The texts with a blank in them that stand in a file of code; not its comments. */
const textsIn = (source: string): string[] =>
  source
    .split('\n')
    .filter((row) => !/^\s*(?:\/\/|\/?\*)/.test(row))
    .flatMap((row) => row.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [])
    .filter((text) => text.includes(' '))
    .map((text) => text.replace(/\$?\{[^{}]*\}/g, '…'));

/** The lines of a transcript that the bot said: one that begins so, and the indented ones behind it. */
function saidIn(transcript: string): string {
  let bot = false;
  return transcript
    .split('\n')
    .filter((each) => {
      if (!each.startsWith('  ')) bot = each.startsWith('bot ');
      return bot;
    })
    .join('\n');
}

describe('every message of the stories', () => {
  const folder = fileURLToPath(new URL('./', import.meta.url));
  const stories = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));

  test.each(stories)('of %s has no id of a platform in it, no code, and none of the old riddles', (name) => {
    const said = saidIn(readFileSync(join(folder, name), 'utf8'));
    expect(said.length).toBeGreaterThan(100);
    expect(rawIn(said)).toEqual([]);
    expect(said.split('\n').filter(isRiddle)).toEqual([]);
  });

  test.each([
    'slack:T024/U0123 acknowledged the terms',
    'matrix:@bob:example.org is in it',
    'Ask T024BE7LD/U0123ABCD',
    'I could not say something to #oci: room-public.',
    'set-room-keys on the list oci',
  ])('would be found in it: %s', (planted) => expect(rawIn(planted)).toEqual([planted]));

  test.each(['Say `people add slack:T024/U0123 coordinator`', '@bob:example.org is in it', 'It is public', 'oci: ok'])(
    'may be said: %s',
    (fine) => expect(rawIn(fine)).toEqual([]),
  );
});

describe('every text of the code that speaks', () => {
  const src = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = ['chat', 'platforms', 'cli', 'handlers', 'inbound', 'outbound', 'scheduler'].flatMap((room) =>
    readdirSync(join(src, room), { recursive: true, encoding: 'utf8' }).flatMap((name) => (name.endsWith('.ts') ? [join(room, name)] : [])),
  );

  test.each([...files, 'config.ts', 'main.ts'])('of %s has none of the old riddles', (name) => {
    expect(textsIn(readFileSync(join(src, name), 'utf8')).filter(isRiddle)).toEqual([]);
  });

  test.each([
    'what you owe on it',
    'Whoever has to reach you',
    'Let a reviewer in on an embargo',
    'Give out a patch revision',
    'is not fit',
  ])('would be found: %s', (planted) => expect(textsIn(`  line('${planted}'),`).filter(isRiddle)).toEqual([`'${planted}'`]));
});

describe('who is gone, or was never here', () => {
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

  const whole = async (by: string, words: string) => (await here.say(by, words, null)).map(({ text }) => text).join('\n');

  test('keeps their name in the timeline of an embargo after they left the list', async () => {
    const codename = await opened(here);
    await here.say('ada', `ack ${codename}`);
    await here.say('bob', `ack ${codename}`);
    await here.say('bob', 'date accept 1');
    await here.say('ada', 'people remove terminal:bob');
    const timeline = await whole('ada', `timeline ${codename}`);
    expect(timeline).toContain(' bob (left the list): acknowledged the terms');
    expect(timeline).toContain('accepted Wed, Jan 31, 2024, 20:00 UTC (proposal 1) for Seven Linux');
    expect(rawIn(timeline)).toEqual([]);
  });

  test('is named in a note, by the list or by what their platform calls them', async () => {
    const codename = await opened(here);
    await here.say('ada', `ack ${codename}`);
    await here.say('ada', `note ${codename} terminal:bob told terminal:mallory, not terminal:bobby.`);
    expect(await whole('ada', `timeline ${codename}`)).toContain('@bob told @mallory, not @bobby.');
  });

  test('is somebody where nobody here ever knew their name', () => {
    expect(nameOf(list, id('slack:T1/U9'))).toBe("someone who isn't on the list");
  });

  test('is quoted by name where what was typed is not understood', async () => {
    expect(rawIn(await whole('ada', 'terminal:bob status'))).toEqual([]);
    expect(rawIn(await whole('ada', 'members terminal:bob'))).toEqual([]);
  });

  test('stands in an alarm with a sentence', async () => {
    await here.say('ada', 'people add terminal:grace coordinator name=grace', null);
    await here.platform.hear(here.heard('bob', 'settings zone Europe/Berlin', null));
    here.platform.trouble('post', { type: 'fails', failure: failure('gone', 0, 'cannot_dm_user') }, 'bob');
    await here.bot.settle();
    await here.say('ada', 'org releases "Seven Linux" 10 11 4', null);
    here.platform.trouble('post', { type: 'fails', failure: failure('gone', 0, 'cannot_dm_user') }, 'bob');
    here.news();
    await here.say('ada', 'create title=t component=runc versions=1 exploitability=local date="2024-01-31 20:00 UTC"', null);
    const alarms = here.platform.seen.filter(({ text }) => text.startsWith("I couldn't deliver"));
    expect(alarms.map(({ to, text }) => `${to}: ${text}`)).toContain(
      "ada: I couldn't deliver a message to bob: the account doesn't take direct messages from me. Reach them another way, or remove them from the list: `people remove`.",
    );
    expect(alarms.flatMap(({ text }) => rawIn(text))).toEqual([]);
  });
});

describe('an account of another platform', () => {
  const bob = id('slack:T024/U0123');
  const message: Message = { push: 'oci', nodes: [line('In it: ', someone(bob)), bullets([[someone(id('matrix:@eve:example.org'))]])] };
  const shown = (reader: string, names: readonly (readonly [PersonId, string])[] = []) =>
    renderLines(namedFor(id(reader), message, new Map(names)), { zone: null, repeated: false });

  test('is named in words where its platform does not show it, and left to it where it does', () => {
    expect(strangersTo(id('matrix:@ada:example.org'), message)).toEqual([bob]);
    expect(shown('matrix:@ada:example.org', [[bob, 'bob']])).toEqual(['In it: bob on Slack (member ID `U0123`)', '- @eve:example.org']);
    expect(shown('matrix:@ada:example.org')).toEqual(['In it: a Slack account (member ID `U0123`)', '- @eve:example.org']);
    expect(namedFor(id('slack:T024/U0001'), message, new Map()).nodes[0]).toEqual(message.nodes[0]);
    expect(strangersTo(id('slack:T999/U0001'), message)).toEqual([bob, id('matrix:@eve:example.org')]);
  });

  test('is so in what is delivered', async () => {
    const here = await world('embedded', { also: recordingPlatform({ name: 'slack' }) });
    await founded(here);
    here.platform.shows('terminal:#oci-private' as never, { people: [person('ada'), bob] });
    const said = (await here.say('ada', 'room audit')).map(({ text }) => text).join('\n');
    expect(said).toContain('In it, but not on the list: a Slack account (member ID `U0123`)');
    await here.close();
  });

  test.each([
    [{ id: bob, name: 'bob' }, 'bob on Slack (member ID `U0123`)'],
    [{ id: id('matrix:@bob:example.org'), name: 'Bob' }, 'Bob on Matrix (`@bob:example.org`)'],
    [{ id: id('matrix:@bob:example.org'), name: null }, '`@bob:example.org` on Matrix'],
  ])('%j is said in full', (account, text) =>
    expect(renderLines({ push: '', nodes: [line(...accountText(account, null))] }, { zone: null, repeated: false })).toEqual([text]),
  );
});

describe('people in what somebody typed', () => {
  const names = { [id('slack:T1/U1')]: 'bob', [id('matrix:@eve:example.org')]: 'Eve' };
  test.each([
    ['ask slack:T1/U1 and slack:T1/U12', 'ask @bob and @U12'],
    ['matrix:@eve:example.org: no', '@Eve: no'],
    ['matrix:@mal:far.example.', '@mal:far.example.'],
    ['https://slack:T1/U1', 'https://slack:T1/U1'],
    ['nobody', 'nobody'],
  ])('%s', (text, shown) => expect(withNames(text, { names })).toBe(shown));
});

describe('why something was not said', () => {
  const ending = Object.keys(failureKinds).filter((word) => word !== '');
  test('is a sentence for every code that a platform gives', () => {
    expect([...ending, ...gone].filter((word) => unsaidBy(word) === 'refused')).toEqual([]);
  });

  test.each([
    ['room-public-and-shared-externally', "I couldn't deliver a message to #oci: it's public and it's shared with another organization. "],
    ['is_archived', "I couldn't deliver a message to #oci: the room is archived. "],
    ['http_502', "I couldn't deliver a message to #oci: the platform has not answered for a day. "],
    ['ECONNREFUSED', "I couldn't deliver a message to #oci: the platform has not answered for a day. "],
    ['TypeError in render.ts:12', "I couldn't deliver a message to #oci: something went wrong on my side. "],
    ['a_word_that_is_new', "I couldn't deliver a message to #oci: the platform refused it. "],
  ])('%s', (word, said) => {
    expect(undeliveredText(word, '#oci', 'room', 'slack')[0]).toBe(said);
    expect(rawIn(JSON.stringify(undeliveredText(word, '#oci', 'room', 'slack')))).toEqual([]);
  });
});

describe('lists', () => {
  test.each([
    [
      ['10', '11', '4'],
      ['4', '10', '11'],
    ],
    [
      ['7.10', '7.2', '7.1'],
      ['7.1', '7.2', '7.10'],
    ],
    [
      ['bob', 'Ada', 'ádam', 'carol'],
      ['Ada', 'ádam', 'bob', 'carol'],
    ],
  ])('%j', (given, sorted) => expect([...given].sort(natural)).toEqual(sorted));

  test('show people by name and releases by number', async () => {
    const here = await world('embedded');
    await founded(here);
    await here.say('ada', 'org releases "Seven Linux" 10 11 4');
    await here.say('ada', 'people add terminal:aaron reviewer Rhombus name=zoe');
    await here.say('ada', 'people add terminal:zed reviewer Rhombus name=Bea');
    const [said] = await here.say('ada', 'members', null);
    expect(said?.text).toContain('- Seven Linux: ships 4, 10, 11');
    expect(
      [...(said?.text ?? '').matchAll(/^- (\w+)(?: \([^)]*\))?: (?:coordinator|representative|reviewer)/gm)].map(([, name]) => name),
    ).toEqual([...['ada', 'Bea', 'bob', 'carol', 'zoe']]);
    await here.close();
  });
});
