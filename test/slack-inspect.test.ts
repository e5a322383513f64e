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
  ['not said to be private', { is_private: undefined }, ['public']],
  ['not said to be ours alone', { is_ext_shared: undefined }, ['shared-externally']],
  ['not said to be unshared', { is_shared: undefined }, ['shared-externally']],
  ['not said to be shared within the organisation alone', { is_shared: true, is_org_shared: undefined }, ['shared-externally']],
  ['not said to be in use', { is_archived: undefined }, ['archived']],
  ['not said to be promised to nobody, which Slack may leave out', { is_pending_ext_shared: undefined }, []],
])('a room that is %s has these faults: %j %j', async (_what, flags, faults) => {
  Object.assign(bot.fake.slack.channels.get('C1') ?? {}, flags);
  bot.fake.slack.scopes.add('channels:read');
  expect(await bot.slack.inspect(room('C1'))).toEqual({ name: '#oci-private', faults });
});

// A private channel as Slack sends one, key for key: https://docs.slack.dev/reference/objects/conversation-object.
const documented = {
  id: 'C1',
  name: 'oci-private',
  is_channel: true,
  is_group: false,
  is_im: false,
  is_mpim: false,
  is_private: true,
  created: 1449252889,
  is_archived: false,
  is_general: false,
  unlinked: 0,
  name_normalized: 'oci-private',
  is_shared: false,
  is_frozen: false,
  is_org_shared: false,
  is_pending_ext_shared: false,
  pending_shared: [],
  context_team_id: 'T1',
  updated: 1689965803820,
  parent_conversation: null,
  creator: 'U1',
  is_ext_shared: false,
  shared_team_ids: ['T1'],
  pending_connected_team_ids: [],
  is_member: true,
};

test('a private channel as Slack documents it is fit, and one of which Slack says nothing is unfit in every way', async () => {
  bot.fake.failNext('conversations.info', { type: 'answer', answer: { ok: true, channel: documented } });
  expect(await bot.slack.inspect(room('C1'))).toEqual({ name: '#oci-private', faults: [] });
  for (const answer of [{ ok: true, channel: { id: 'C1' } }, { ok: true }]) {
    bot.fake.failNext('conversations.info', { type: 'answer', answer });
    expect(await bot.slack.inspect(room('C1'))).toEqual({
      name: '#C1',
      faults: ['public', 'shared-externally', 'archived', 'bot-is-not-in-it'],
    });
  }
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
  await expect(bot.slack.inspect(room('C1'))).rejects.toMatchObject({ kind: 'again', code: 'missing_scope' });
});
