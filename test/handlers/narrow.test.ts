// An embargo that is for some of the list: whatever is said about it by those who are on it, and whatever is asked by somebody who is not, nothing of it reaches
// them or a room of the list, not even that there is one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { aboutEmbargo } from '../../src/chat/grammar/command.ts';
import { dayMs, hourMs } from '../../src/domain/values/time.ts';
import { openTestDatabase, type TestDatabase } from '../setup/database.ts';
import { founded, privateRoom, type Seen, start, type World, world } from '../setup/world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase('embedded');
});
afterAll(() => database.drop());

const title = 'Signature check is skipped';

/** The list oci, and an embargo for Seven Linux alone that bob has acknowledged; resolves to its codename. */
async function narrow(here: World): Promise<string> {
  await founded(here);
  await here.say('ada', 'people add terminal:grace coordinator name=grace');
  await here.say('ada', 'org add Harbour 3');
  await here.say('ada', 'people add terminal:dave representative Harbour name=dave');
  const said = await here.say(
    'ada',
    `create title="${title}" component=skopeo versions=all exploitability=remote date="2024-01-31 20:00 UTC" for="Seven Linux"`,
  );
  const codename = /([a-z]+-[a-z]+) is open/.exec(said.map(({ text }) => text).join('\n'))?.[1];
  if (codename === undefined) throw new Error(JSON.stringify(said));
  expect(said.filter(reachesOthers)).toEqual([]);
  for (const who of ['bob', 'grace']) expect((await here.say(who, `ack ${codename}`)).filter(reachesOthers)).toEqual([]);
  return codename;
}

/** What a room of the list or somebody who is not on it gets to see. */
const reachesOthers = ({ to }: Seen): boolean => /^(carol|dave|#)/.test(to);

const tells = (codename: string, seen: readonly Seen[]): Seen[] =>
  seen.filter((each) => reachesOthers(each) && [codename, title, 'skopeo'].some((secret) => JSON.stringify(each).includes(secret)));

// What lets others in on purpose, takes off those who speak, or ends all, is said by no example here.
const apart = new Set(
  'audience add,audience all,invite,merge,disclose,end,reopen,decline,form,room leave,org remove,people remove,people handover,revoke,leave'.split(
    ',',
  ),
);

test('whatever those who are on it say of it, its codename reaches nobody else and no room', async () => {
  const here = await world('embedded', { database });
  const codename = await narrow(here);
  const told: [string, Seen[]][] = [];
  const saying = async (who: string, words: string) => {
    told.push([`${who}: ${words}`, tells(codename, await here.say(who, words))]);
  };
  for (const words of [
    'date accept',
    'patch publish label="First set" url=https://git.example.org/fix files="fix.patch 0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"',
    'review 7.1 pass all but 3 fail: tests time out',
    'finding incomplete-fix the second call is not checked',
    'exception ask ship with="our stable users" because="it is in rolling releases" until="2 days" the revert',
    'report leak https://example.org/post the title is in it',
    'retro answer well="the date held"',
  ])
    for (const who of ['bob', 'ada']) await saying(who, words);
  for (const command of commands.filter(({ words }) => !apart.has(words)))
    for (const who of ['bob', 'ada']) {
      await saying(who, command.example);
      if (aboutEmbargo(command)) await saying(who, `${command.words} ${codename}`);
    }
  expect(told.filter(([, seen]) => seen.length > 0)).toEqual([]);
  const timeline = await here.say('ada', `timeline ${codename}`);
  expect(timeline[0]?.text.split('\n').length).toBeGreaterThan(10);
  await here.close();
});

test('the clock tells nobody else of it, up to long after its date, nor does its end', async () => {
  const here = await world('embedded', { database });
  const codename = await narrow(here);
  await here.say('bob', 'date accept');
  for (const days of [1, 5, 9, 10, 12, 20]) {
    await here.advance(start + days * dayMs + 8 * hourMs);
    expect(tells(codename, here.news())).toEqual([]);
  }
  expect(tells(codename, await here.say('ada', `end ${codename} public sure=yes a post describes it`))).toEqual([]);
  await here.advance(start + 60 * dayMs);
  expect(tells(codename, here.news())).toEqual([]);
  expect(tells(codename, await here.say('carol', 'list all'))).toEqual([]);
  await here.close();
});

test('whoever is not on it is answered as if there were none, whichever command names it', async () => {
  const here = await world('embedded', { database });
  const codename = await narrow(here);
  const unknown = 'plain-robin';
  expect(codename).not.toBe(unknown);
  // What is like an organization's name is a matter of the name that is typed.
  const asked = commands.filter(({ words }) => !['leave', 'form', 'confirm', 'refuse'].includes(words) && !words.startsWith('org '));
  const different: unknown[] = [];
  for (const { words, example } of asked) {
    const rest = example.slice(words.length).trim();
    for (const text of [example, `${words} ${codename} ${rest}`.trim()]) {
      const answer = async (named: string) =>
        JSON.stringify(
          (await here.say('carol', text.replaceAll(codename, named)))
            .filter(({ to }) => to.startsWith('carol'))
            .map(({ text, buttons }) => [text, buttons]),
        ).replaceAll(named, 'X');
      const [real, made] = [await answer(codename), await answer(unknown)];
      if (!text.includes(codename) && (real.includes(title) || real.includes('"X'))) different.push([text, real]);
      if (real !== made && text.includes(codename)) different.push([text, real, made]);
    }
  }
  expect(different).toEqual([]);
  const page = await here.say('carol', { type: 'home' }, null);
  expect(tells(codename, page)).toEqual([]);
  await here.close();
});

test('a wave whose hour comes after the end opens to nobody, until it is reopened', async () => {
  const here = await world('embedded', { database });
  const codename = await narrow(here);
  await here.say('ada', `audience all ${codename} at="in 3 days at 09:00 UTC"`);
  await here.say('ada', `end ${codename} withdrawn sure=yes a mistake`);
  await here.advance(start + 4 * dayMs);
  expect(tells(codename, [...here.news(), ...(await here.say('carol', 'list all'))])).toEqual([]);
  await here.say('ada', `reopen ${codename} new evidence`);
  await here.advance(start + 4 * dayMs + hourMs);
  expect((await here.say('carol', 'list'))[0]?.text).toContain(codename);
  await here.close();
});

test('where the room is public when everyone’s hour comes, they are asked directly, coordinators are told, and the room is shown it once it is mended', async () => {
  const here = await world('embedded', { database });
  const codename = await narrow(here);
  await here.say('ada', `audience all ${codename} at="in 3 days at 09:00 UTC"`);
  here.platform.faults(privateRoom, ['public']);
  await here.say('ada', 'room audit', null);
  await here.advance(start + 3 * dayMs + hourMs);
  const told = here.news();
  expect(told.filter(({ to, text }) => to.startsWith('#') && text.includes(codename))).toEqual([]);
  expect(told.some(({ to, text }) => to === 'carol' && text.includes(`opened an embargo`))).toBe(true);
  expect(told.find(({ to, text }) => to === 'grace' && text.includes("It's time"))?.text).toContain('safe again');
  here.platform.faults(privateRoom, []);
  const mended = await here.say('ada', 'room audit', null);
  expect(mended.some(({ to, text }) => to === '#oci-private' && text.includes(codename))).toBe(true);
  await here.close();
});
