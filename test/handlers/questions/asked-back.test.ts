// Bare words are asked back with what they could be about, and change nothing by themselves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEmbargo } from '../../../src/db/embargoes.ts';
import type { EmbargoId } from '../../../src/domain/values/ids.ts';
import { answerTo, openedWorld, privateRoom, type World } from '../../setup/world.ts';

let here: World;
let codename: string;
beforeAll(async () => {
  ({ here, codename } = await openedWorld('ada', 'bob'));
});
afterAll(() => here.database.drop());
const says = (by: string, words: string) => answerTo(here, by, words);
const answers = async () => (await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId))?.proposals[1]?.answers ?? {};

describe('while one date is open', () => {
  test.each<[string, string, string]>([
    ['accept', 'Accept Wed, Jan 31, 20:00 UTC', 'date accept'],
    ['accpet', 'Accept Wed, Jan 31, 20:00 UTC', 'date accept'],
    ['I agree', 'Accept Wed, Jan 31, 20:00 UTC', 'date accept'],
    ['reject', 'Reject Wed, Jan 31, 20:00 UTC', 'date reject'],
    ['I reject', 'Reject Wed, Jan 31, 20:00 UTC', 'date reject'],
  ])('%j asks back with it, and answers nothing yet', async (words, question, command) => {
    const { text, buttons } = await says('bob', words);
    expect(text).toContain(`${question} for ${codename}? Nothing changed yet.`);
    expect(buttons[0]).toMatch(new RegExp(`^${command} ${codename} `));
    expect(await answers()).toEqual({});
  });

  test('a reason stays with the no', async () =>
    expect((await says('bob', 'reject because our freeze ends later')).buttons[0]).toBe(`date reject ${codename} 1 our freeze ends later`));

  test('who may not answer it is told why', async () => expect((await says('ada', 'accept')).text).toMatch(/representatives|coordinators/));

  test('who has not acknowledged is shown the terms, and no date', async () => {
    const { text, buttons } = await says('carol', 'accept');
    expect(text).toContain('acknowledge its terms first');
    expect(buttons).toEqual([`terms ${codename}`]);
  });

  test('a yes that answers nothing shows it, and a second yes presses nothing', async () => {
    await here.say('bob', 'status', null);
    await says('bob', 'yes');
    await says('bob', 'yes');
    expect(await answers()).toEqual({});
  });

  test('a yes to the question takes its date, and small talk does not', async () => {
    await says('bob', 'accept');
    expect((await says('bob', 'ok great')).text).toContain('Is this what you mean?');
    expect(await answers()).toEqual({});
    await says('bob', 'accept');
    await says('bob', 'yes');
    expect(Object.values(await answers())).toMatchObject([{ verdict: 'accept' }]);
  });
});

describe('who wants to move the date', () => {
  const open = async () => Object.keys((await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId))?.proposals ?? {}).length;

  test.each(['ada', 'bob'])('is asked with that date on the button, and nothing is proposed yet: %s', async (by) => {
    const before = await open();
    const { text, buttons } = await says(by, 'can we move the date to 2024-02-05 14:00 UTC?');
    expect(text).toContain(`Propose Mon, Feb 5, 14:00 UTC for ${codename}? Nothing changed yet.`);
    expect(buttons).toEqual([`date propose ${codename} 2024-02-05 14:00 UTC`, `date propose ${codename}`]);
    expect(await open()).toBe(before);
  });

  test.each([
    'we need another day',
    'We need more time.',
    "We'd need two more days",
    'can we postpone it?',
    'can we move the date to next week',
    'could we push the disclosure by a day?',
  ])('%j without a whole date is asked for one', async (words) => {
    const { text, buttons } = await says('bob', words);
    expect(text).toContain(`Do you want another date for ${codename}? Nothing changed yet.`);
    expect(buttons).toEqual([`date propose ${codename}`]);
  });

  test('who has not acknowledged is shown the terms', async () =>
    expect((await says('carol', 'we need another day')).buttons).toEqual([`terms ${codename}`]));

  test.each(['we need another day off', 'can we move the meeting to friday 14:00 UTC?', 'we need more time to test on Debian'])(
    '%j proposes nothing',
    async (words) => expect((await says('bob', words)).buttons.filter((each) => each.startsWith('date propose'))).toEqual([]),
  );
});

describe('who says that it is public', () => {
  const url = 'https://blog.example.org/post';
  test.each([`its public now ${url}`, `it's already public: ${url}`, `This is public ${url}.`])(
    '%j is asked which, with each reading, and nothing is reported',
    async (words) => {
      const { text, buttons } = await says('bob', words);
      expect(text).toContain(`Who made ${codename} public? Nothing changed yet.`);
      expect(buttons).toEqual([`report ${codename} public ${url}`, `report leak ${codename} ${url} It is public.`, `disclose ${codename}`]);
      expect((await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId))?.leaks ?? {}).toEqual({});
    },
  );

  test.each(["it's public now", 'is it public?', 'our repository is public https://git.example.org'])('%j', async (words) => {
    const { buttons } = await says('bob', words);
    expect(buttons.some((each) => each.startsWith('report leak'))).toBe(words === "it's public now");
  });
});

test.each(['thanks!', 'ok cool', '👍'])('%j is no mistake', async (words) => {
  await here.say('bob', 'status', null);
  expect((await says('bob', words)).text).toMatch(/^(?:You're welcome|OK)\b/);
});

test('works now names the test that is waiting, and passes nothing', async () => {
  expect((await says('bob', 'works now')).text).toContain('No test of yours is waiting');
  await here.say('ada', `patch publish ${codename} v1 https://git.example.org/fix ${'a'.repeat(64)} fix.patch`, null);
  const { buttons } = await says('bob', 'works now');
  expect(buttons.every((words) => words.startsWith(`review ${codename} `))).toBe(true);
  expect(buttons).not.toEqual([]);
});

describe('a link alone', () => {
  test('while an embargo runs may be a patch, a note or a leak, each of which asks more', async () => {
    const { text, buttons } = await says('ada', 'https://git.example.org/fix');
    expect(text).toContain('What is this link? Nothing changed yet.');
    expect(buttons.map((words) => words.split(codename)[0])).toEqual(['patch publish ', 'note ', 'report leak ']);
  });

  test('once it has ended is linked as what it is', async () => {
    await here.say('ada', `end public ${codename} sure=yes`, null);
    const { buttons } = await says('ada', '<https://www.openwall.com/lists/oss-security/2024/01/31/6>');
    expect(buttons[0]).toMatch(new RegExp(`^link ${codename} post `));
    expect((await says('ada', 'https://www.cve.org/CVERecord?id=CVE-2024-21626')).buttons[0]).toMatch(new RegExp(`^link ${codename} cve `));
  });

  test('of a stranger to the embargo learns nothing of it', async () => {
    const { text, buttons } = await says('carol', 'https://git.example.org/fix');
    expect(`${text} ${buttons.join(' ')}`).not.toContain('link it as');
  });

  test('that is not https is no link of ours', async () =>
    expect((await says('ada', 'http://forum.example.org/1')).buttons.every((words) => words.startsWith('report leak'))).toBe(true));
});

test('in a room a bare accept is answered to its speaker alone', async () => {
  const said = await here.say('bob', 'accept', privateRoom);
  expect(said.filter(({ to }) => to === privateRoom)).toEqual([]);
});
