// One word, or an id, where a command was meant.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEmbargo } from '../../../src/db/embargoes.ts';
import { openProposals } from '../../../src/domain/embargo/embargo.ts';
import type { EmbargoId, RoomId } from '../../../src/domain/values/ids.ts';
import { answerTo, openedWorld, privateRoom, start, type World } from '../../setup/world.ts';

let here: World;
let codename: string;
beforeAll(async () => {
  ({ here, codename } = await openedWorld());
  await here.say('ada', `update ${codename} cve=CVE-2024-21626`, null);
});
afterAll(() => here.database.drop());
const says = async (by: string, words: string) => (await answerTo(here, by, words)).text;

describe('a CVE id alone', () => {
  test('shows the embargo to who can read its details', async () => {
    await here.say('bob', `ack ${codename}`, null);
    expect(await says('bob', 'cve-2024-21626')).toContain(codename);
  });

  test('tells nobody else, and is the same as one of none', async () => {
    const [known, other] = [await says('carol', 'CVE-2024-21626'), await says('carol', 'CVE-2024-99999')];
    expect(known).toBe(other.replace('99999', '21626'));
    expect(known).not.toContain(codename);
  });
});

test.each(['cancel', 'Cancel.', 'never mind'])('%j where no form is open says so', async (words) =>
  expect(await says('bob', words)).toContain("No form is open here, so there's nothing to cancel."),
);

describe('yes to a date that was shown', () => {
  beforeAll(async () => void (await here.say('bob', `ack ${codename}`, null)));
  const open = async () => {
    const embargo = await loadEmbargo(here.db, 'embargo-1-1' as EmbargoId);
    return embargo === null ? [] : openProposals(embargo, start).map(({ at }) => new Date(at).toISOString().slice(0, 16));
  };
  const another = 'create title="Race" component=runc versions="< 1" exploitability=any date="2024-01-31 14:00 UTC"';
  let hour = 10;
  /** Shows bob another date each time. */
  const shown = async (place: RoomId | null = null) => {
    hour += 1;
    await here.say('bob', `date propose ${codename} Jan 24 ${hour}:00 UTC beside=yes`, place);
    return `2024-01-24T${hour}:00`;
  };

  test.each(['yes', 'OK', 'fine.', 'That’s right', '1'])('%j proposes it, as its button does', async (words) => {
    const at = await shown();
    expect(await open()).not.toContain(at);
    await says('bob', words);
    expect(await open()).toContain(at);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['they said something else', () => says('bob', 'status')],
    [
      'they were told something else',
      async () => expect((await here.say('ada', another, privateRoom)).map(({ to }) => to)).toContain('bob'),
    ],
    ['another date was proposed', () => here.say('ada', `date propose ${codename} 2024-01-25 15:00 UTC beside=yes`, null)],
  ])('says which it is once %s', async (_, meanwhile) => {
    const at = await shown();
    await meanwhile();
    const said = await here.say('bob', 'yes', null);
    expect(said.map(({ text }) => text).join()).toMatch(/Is this what you mean|Press the button/);
    expect(await open()).not.toContain(at);
  });

  test('is not said elsewhere, or by somebody else, or twice', async () => {
    const at = await shown();
    expect(await says('carol', 'yes')).not.toMatch(/button|Is this what you mean/);
    const [asked] = await here.say('bob', 'yes', privateRoom);
    expect([asked?.text, asked?.buttons.length, (await open()).includes(at)]).toEqual([
      expect.stringContaining('Is this what you mean'),
      1,
      false,
    ]);
    const again = await shown(privateRoom);
    await here.say('bob', 'yes', privateRoom);
    expect(await open()).toContain(again);
    expect(await says('bob', 'yes')).not.toContain('propose');
  });

  test('opens one embargo, and its button none besides', async () => {
    const [said] = await here.say(
      'ada',
      'create title="Race" component=umoci versions="< 1" exploitability=any date="Jan 31 14:00 UTC"',
      privateRoom,
    );
    await here.say('ada', 'yes', privateRoom);
    const count = async () => (await here.say('ada', 'list', null)).map(({ text }) => text.split('\n').length);
    const before = await count();
    await here.platform.hear({ ...here.heard('ada', said?.buttons[0] ?? '', privateRoom), seen: start });
    await here.bot.settle();
    expect(await count()).toEqual(before);
  });
});

test('yes to more than a date names the button', async () => {
  await here.say('ada', `end withdrawn ${codename} a mistake`, null);
  expect(await says('ada', 'yes')).toContain('Press the button in my last message');
});
