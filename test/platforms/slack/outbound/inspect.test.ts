import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bot, person, room, startBot } from '../../../rig/slack/bot.ts';
import { addChannel } from '../../../rig/slack/fake-slack-state.ts';

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
  ['shared within the organization', { is_shared: true, is_org_shared: true }, []],
  ['archived', { is_archived: true }, ['archived']],
  ['not said to be private', { is_private: undefined }, ['public']],
  ['not said to be ours alone', { is_ext_shared: undefined }, ['shared-externally']],
  ['not said to be unshared', { is_shared: undefined }, ['shared-externally']],
  ['not said to be shared within the organization alone', { is_shared: true, is_org_shared: undefined }, ['shared-externally']],
  ['not said to be in use', { is_archived: undefined }, ['archived']],
  ['not said to be promised to nobody, which Slack may leave out', { is_pending_ext_shared: undefined }, []],
])('a room that is %s has these faults: %j %j', async (_what, flags, faults) => {
  Object.assign(bot.fake.slack.channels.get('C1') ?? {}, flags);
  bot.fake.slack.scopes.add('channels:read');
  expect(await bot.slack.inspect(room('C1'))).toMatchObject({ name: '#oci-private', faults });
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
      teams: [],
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

const peopleOf = async (channel: string) => (await bot.slack.inspect(room(channel), { people: true })).people;

test('who is in a room is told where it is asked for, page by page, without the bot', async () => {
  const members = Array.from({ length: 2500 }, (_, index) => `U${index + 1}`);
  addChannel(bot.fake.slack, { id: 'C2', name: 'many', members: new Set(['U0BOT', ...members]) });
  expect(await peopleOf('C2')).toEqual(members.map(person));
  const pages = bot.fake.calls.filter(({ method }) => method === 'conversations.members').map(({ args }) => args.cursor);
  expect(pages).toEqual([undefined, 'next:1000', 'next:2000']);
  expect(await bot.slack.inspect(room('C2'))).toEqual({ name: '#many', faults: [] });
});

test('who is in a room that the bot cannot look into is not told, and not taken for nobody', async () => {
  addChannel(bot.fake.slack, { id: 'C2', name: 'general', is_private: false });
  addChannel(bot.fake.slack, { id: 'C3', name: 'others', members: new Set() });
  expect([await peopleOf('C2'), await peopleOf('C3')]).toEqual([undefined, undefined]);
  for (const answer of [{ ok: true }, { ok: false, error: 'missing_scope' }]) {
    bot.fake.failNext('conversations.members', { type: 'answer', answer });
    expect(await peopleOf('C1')).toBeUndefined();
  }
});

test('a list of members that Slack breaks off is a failure', async () => {
  bot.fake.failNext('conversations.members', { type: 'status', status: 500 });
  await expect(peopleOf('C1')).rejects.toMatchObject({ kind: 'again', code: 'http_500' });
  bot.fake.failNext('conversations.members', { type: 'status', status: 429, afterS: 4 });
  await expect(peopleOf('C1')).rejects.toMatchObject({ kind: 'paused', afterMs: 4000 });
});

test('the far teams that read along, or are invited to, are named; ours are not', async () => {
  Object.assign(bot.fake.slack.channels.get('C1') ?? {}, { is_ext_shared: true, is_shared: true, teams: ['T9', 'E7'], invited: ['T8'] });
  expect(await bot.slack.inspect(room('C1'))).toEqual({ name: '#oci-private', faults: ['shared-externally'], teams: ['E7', 'T8', 'T9'] });
});

test('who was invited by a link, which names nobody, is somebody whom nobody can name', async () => {
  const promised = { is_ext_shared: true, is_shared: true, is_pending_ext_shared: true, teams: ['T9'] };
  Object.assign(bot.fake.slack.channels.get('C1') ?? {}, promised);
  expect((await bot.slack.inspect(room('C1'))).teams).toEqual(['T9', 'unknown']);
  Object.assign(bot.fake.slack.channels.get('C1') ?? {}, { invited: ['T8'] });
  expect((await bot.slack.inspect(room('C1'))).teams).toEqual(['T8', 'T9']);
});

test('a far team that only one of Slack’s lists names is far too', async () => {
  const channel = { ...documented, is_ext_shared: true, shared_team_ids: ['T1'], internal_team_ids: ['T1', 'T2'] };
  for (const [field, teams] of Object.entries({
    shared_team_ids: ['T1', 'T2', 'T9'],
    connected_team_ids: ['T9'],
    pending_connected_team_ids: ['T9'],
    pending_shared: ['T9'],
  })) {
    bot.fake.failNext('conversations.info', { type: 'answer', answer: { ok: true, channel: { ...channel, [field]: teams } } });
    expect([field, (await bot.slack.inspect(room('C1'))).teams]).toEqual([field, ['T9']]);
  }
});
