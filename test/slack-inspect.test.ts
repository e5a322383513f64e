import { afterEach, beforeEach, expect, test } from 'vitest';
import { addChannel } from './rig/fake-slack-state.ts';
import { type Bot, room, startBot } from './rig/slack-bot.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

test.each([
  ['private and ours', {}, []],
  ['public', { is_private: false }, ['public']],
  ['shared with another company', { is_ext_shared: true, is_shared: true }, ['shared-externally']],
  ['about to be shared with another company', { is_pending_ext_shared: true }, ['shared-externally']],
  ['shared in a way that Slack does not explain', { is_shared: true }, ['shared-externally']],
  ['shared within the organisation', { is_shared: true, is_org_shared: true }, []],
  ['archived', { is_archived: true }, ['archived']],
])('a room that is %s has these faults: %j %j', async (_what, flags, faults) => {
  Object.assign(bot.fake.slack.channels.get('C1') ?? {}, flags);
  bot.fake.slack.scopes.add('channels:read');
  expect(await bot.slack.inspect(room('C1'))).toEqual({ name: '#oci-private', faults });
});

test('a room that Slack hides from the bot is unfit: it is public, or the bot is not in it', async () => {
  addChannel(bot.fake.slack, { id: 'C2', name: 'general', is_private: false });
  addChannel(bot.fake.slack, { id: 'C3', name: 'others', members: new Set() });
  expect(await bot.slack.inspect(room('C2'))).toEqual({ name: '#C2', faults: ['public'] });
  expect(await bot.slack.inspect(room('C3'))).toEqual({ name: '#C3', faults: ['bot-is-not-in-it'] });
  bot.fake.slack.scopes.add('channels:read');
  bot.fake.slack.channels.get('C2')?.members.clear();
  expect(await bot.slack.inspect(room('C2'))).toEqual({ name: '#general', faults: ['public', 'bot-is-not-in-it'] });
});

test('an app that may not read private rooms says so instead of calling a room unfit', async () => {
  bot.fake.slack.scopes.delete('groups:read');
  await expect(bot.slack.inspect(room('C1'))).rejects.toMatchObject({ kind: 'gone', code: 'missing_scope' });
});
