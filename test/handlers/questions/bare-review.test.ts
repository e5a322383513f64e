// What reviewers answer without a command in front counts where a test is asked of them, and nowhere else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEmbargo } from '../../../src/db/embargoes.ts';
import type { EmbargoId } from '../../../src/domain/values/ids.ts';
import { answerTo, opened, openedWorld, type World } from '../../setup/world.ts';

let here: World;
let codename: string;
beforeAll(async () => {
  ({ here, codename } = await openedWorld('ada', 'bob', 'carol'));
});
afterAll(() => here.database.drop());
const says = (by: string, words: string) => answerTo(here, by, words);
const reviews = async () => Object.values((await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId))?.reviews ?? {});

test('before a patch is out, nothing of it is heard', async () => {
  expect((await says('bob', 'not affected')).text).toContain("I don't know");
  expect(await reviews()).toEqual([]);
});

describe('where a test is asked of somebody', () => {
  beforeAll(
    async () => void (await here.say('ada', `patch publish ${codename} v1 https://git.example.org/fix ${'a'.repeat(64)} fix.patch`, null)),
  );

  test('who is asked for none is not heard', async () => {
    expect((await says('ada', 'not affected')).text).toContain("I don't know");
    expect(await reviews()).toEqual([]);
  });

  test('the fix works is asked about', async () => {
    const { text, buttons } = await says('bob', 'the fix works');
    expect(text).toContain('What works? Nothing changed yet.');
    expect(buttons[0]).toMatch(`review ${codename} `);
  });

  test('a release of another organization is none', async () => {
    expect((await says('bob', '99 ok')).text).toContain("I don't know");
    expect(await reviews()).toEqual([]);
  });

  test('step by step, bare words answer the step that is open', async () => {
    await says('bob', 'review steps 7.1');
    expect((await says('bob', 'pass')).text).toMatch(/Step 2|2 of/);
    await says('bob', 'n/a');
    expect((await reviews()).map(({ answers }) => Object.values(answers).map((answer) => answer?.verdict))).toEqual([['pass', 'na']]);
    expect((await says('bob', 'back')).text).toMatch(/Step 2|2 of/);
    expect((await says('bob', 'stop')).text).toContain('review steps');
    await says('bob', 'fail: hunk 2 does not apply');
    expect((await reviews()).flatMap(({ answers }) => Object.values(answers).map((answer) => answer?.verdict))).toContain('fail');
  });

  test('who has begun none is told what such words are for', async () => {
    const { text } = await says('carol', 'back');
    expect(text).not.toMatch(/Step \d/);
    expect((await says('carol', 'stop')).text).toContain('nothing to cancel');
  });

  test('a problem that somebody found opens the form, and records nothing yet', async () => {
    const said = await here.say('bob', 'i found a regression: it crashes on cgroup v1', null);
    expect(JSON.stringify(said)).toContain('it crashes on cgroup v1');
    expect(Object.values((await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId))?.findings ?? {}).map(({ text }) => text)).not.toContain(
      'it crashes on cgroup v1',
    );
  });

  test('with several embargoes it is asked which, and the buttons keep what was said', async () => {
    const other = await opened(here);
    for (const by of ['ada', 'carol']) await here.say(by, `ack ${other}`, null);
    await here.say('ada', `patch publish ${other} v1 https://git.example.org/fix ${'b'.repeat(64)} fix.patch`, null);
    const { text, buttons } = await says('carol', "we're not affected");
    expect(text).toContain('Which embargo?');
    expect(buttons).toEqual(expect.arrayContaining([codename, other].map((each) => `review ${each} not affected`)));
    await says('carol', `${codename}: fails to build on x86_64: no compiler`);
    const own = (await reviews()).filter(({ release }) => release === '9');
    expect(
      own.flatMap(({ answers }) => Object.values(answers).flatMap((answer) => (answer?.verdict === 'fail' ? [answer.note] : []))),
    ).toEqual([expect.stringContaining('no compiler')]);
  });
});
