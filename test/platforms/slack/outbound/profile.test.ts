import { afterEach, beforeEach, expect, test } from 'vitest';
import { readProfile } from '../../../../src/platforms/slack/outbound/profile.ts';
import { type Bot, person, startBot } from '../../../rig/slack/bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const ada = person('U1');

test('a profile tells how somebody is shown and where they are', async () => {
  bot.fake.addUser({ id: 'U1', name: 'ada', shownAs: 'Ada L.', tz: 'Europe/London' });
  expect(await bot.slack.profile(ada)).toEqual({ person: ada, name: 'Ada L.', zone: 'Europe/London', gone: false, app: false });
});

test('a closed account is gone, an app is no human being, and of who is not there nothing is known', async () => {
  bot.fake.addUser({ id: 'U2', name: 'bob', deleted: true });
  bot.fake.addUser({ id: 'U3', name: 'pager', is_bot: true });
  const told = await Promise.all(['U2', 'U3', 'U9'].map((user) => bot.slack.profile(person(user))));
  expect(told.map((profile) => profile && [profile.name, profile.gone, profile.app])).toEqual([
    ['bob', true, false],
    ['pager', false, true],
    null,
  ]);
});

test.each([
  ['the display name', { profile: { display_name: 'Ada', real_name: 'Ada Lovelace' }, real_name: 'Ada L', name: 'ada' }, 'Ada'],
  ['else the real one', { profile: { display_name: '', real_name: 'Ada Lovelace' }, name: 'ada' }, 'Ada Lovelace'],
  ['else the handle', { name: 'ada' }, 'ada'],
  ['else none', {}, null],
  ['without what no database can hold', { name: 'a\0da' }, 'a\uFFFDda'],
])('a name is %s', (_what, user, name) => {
  expect(readProfile(ada, user)).toEqual({ person: ada, name, zone: null, gone: false, app: false });
});

test('Slackbot, which counts as a person, is none', () => {
  expect(readProfile(person('USLACKBOT'), { id: 'USLACKBOT', name: 'slackbot', is_bot: false }).app).toBe(true);
});

test('when Slack does not answer that is a failure, and nobody is taken for gone; without the scope for it nothing is known', async () => {
  bot.fake.failNext('users.info', { type: 'status', status: 500 });
  await expect(bot.slack.profile(ada)).rejects.toMatchObject({ kind: 'again' });
  bot.fake.failNext('users.info', { type: 'error', code: 'missing_scope' });
  expect(await bot.slack.profile(ada)).toBe(null);
});

test('a direct message to a closed account is refused for good, and says why', async () => {
  bot.fake.addUser({ id: 'U2', name: 'bob', deleted: true });
  await expect(bot.post({ type: 'person', person: person('U2'), room: null }, [])).rejects.toMatchObject({
    kind: 'gone',
    code: 'user_disabled',
  });
});
