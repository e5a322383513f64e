import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Form } from '../../../../src/chat/message/form.ts';
import { actions, heading, line } from '../../../../src/chat/message/message.ts';
import { type Bot, person, startBot, toAda, toRoom } from '../../../rig/slack/bot.ts';
import { directOf } from '../../../rig/slack/fake-slack-state.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const card = [heading('quiet-otter'), actions({ label: 'Acknowledge', words: 'ack' })];
const called = () => bot.fake.calls.map(({ method }) => method).slice(1);
const argsOf = (method: string) => bot.fake.calls.filter((call) => call.method === method).map(({ args }) => args);
const seen = () => bot.fake.slack.messages.map(({ channel, only, text }) => ({ channel, only, text }));
const push = 'quiet-otter: something new';

test('a post carries its push text, its blocks, and no metadata but the id of its row and the number of its page', async () => {
  const ref = await bot.post(toRoom, [line('runc & <!channel>')]);
  expect(argsOf('chat.postMessage')).toEqual([
    {
      channel: 'C1',
      text: push,
      blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'runc & <!channel>' }] }] }],
      unfurl_links: 'false',
      unfurl_media: 'false',
      metadata: { event_type: 'embargo_bot', event_payload: { row: 'row-1', page: 0 } },
    },
  ]);
  expect(ref).toBe(`C1/${bot.fake.slack.messages[0]?.ts}`);
});

test('what one person may hear in a room is seen by them alone, and cannot be edited', async () => {
  expect(await bot.post(toAda('C1'), card)).toBeNull();
  expect(seen()).toEqual([{ channel: 'C1', only: 'U1', text: push }]);
});

test('an answer to what was said in a thread stands in that thread, and in a direct message in none', async () => {
  const inThread = { ...toAda('C1'), thread: '1.000001' } as const;
  await bot.post(inThread, card);
  expect(argsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C1', user: 'U1', thread_ts: '1.000001' }]);
  bot.fake.slack.channels.get('C1')?.members.delete('U1');
  await bot.post(inThread, card);
  expect(bot.fake.slack.messages.map(({ channel, thread }) => [channel, thread])).toEqual([
    ['C1', '1.000001'],
    ['D1', null],
  ]);
});

test('what goes under a card stands in its thread; where the card is gone it stands in the room as it reads alone', async () => {
  const ref = (await bot.post(toRoom, card)) ?? '';
  const page = bot.slack.pages({ push, nodes: [line('quiet-otter: ada said so')] }, { zone: null, repeated: false })[0];
  await bot.post(toRoom, [line('ada said so')], { under: { ref, page } });
  await bot.slack.remove(toRoom, ref);
  await bot.post(toRoom, [line('ada said so')], { under: { ref, page } });
  const texts = argsOf('chat.postMessage')
    .slice(1)
    .map(({ thread_ts, blocks }) => [thread_ts, JSON.stringify(blocks).match(/[^"]*ada said so/)?.[0]]);
  const ts = ref.split('/')[1];
  expect(texts).toEqual([
    [ts, 'ada said so'],
    [ts, 'ada said so'],
    [undefined, 'quiet-otter: ada said so'],
  ]);
  expect(bot.fake.slack.messages.map(({ thread }) => thread)).toEqual([ts, null]);
});

test('a direct message is opened first', async () => {
  const ref = await bot.post(toAda(null), card);
  expect([called(), ref?.startsWith('D1/')]).toEqual([['conversations.open', 'chat.postMessage'], true]);
});

test.each([
  ['the person is not in the room', () => bot.fake.slack.channels.get('C1')?.members.delete('U1')],
  ['the bot is not in the room', () => bot.fake.slack.channels.get('C1')?.members.delete('U0BOT')],
  ['the room is gone', () => bot.fake.slack.channels.delete('C1')],
  ['the room is archived', () => Object.assign(bot.fake.slack.channels.get('C1') ?? {}, { is_archived: true })],
])('where %s, private words go to a direct message and never into the room', async (_what, happened) => {
  happened();
  const ref = await bot.post(toAda('C1'), card);
  expect([called(), ref?.startsWith('D1/')]).toEqual([['chat.postEphemeral', 'conversations.open', 'chat.postMessage'], true]);
  expect(seen()).toEqual([{ channel: 'D1', only: null, text: push }]);
});

describe('what no notification may show', () => {
  const secret = [line('https://example.org/the-patch')];
  const notified = () => JSON.stringify(argsOf('chat.postMessage'));

  test('is an ephemeral message in the direct message of who asked for it', async () => {
    expect(await bot.post(toAda(null), secret, { quiet: 'answer' })).toBeNull();
    expect([called(), seen()]).toEqual([['conversations.open', 'chat.postEphemeral'], [{ channel: 'D1', only: 'U1', text: push }]]);
  });

  test('never falls back from a room to a direct message that notifies', async () => {
    bot.fake.slack.channels.get('C1')?.members.delete('U1');
    expect(await bot.post(toAda('C1'), secret, { quiet: 'answer' })).toBeNull();
    expect(called()).toEqual(['chat.postEphemeral', 'conversations.open', 'chat.postEphemeral']);
  });

  test('of a card is edited into a post of which only the push text notifies', async () => {
    const ref = await bot.post(toAda(null), secret, { quiet: 'card' });
    expect(called()).toEqual(['conversations.open', 'chat.postMessage', 'chat.update']);
    expect(notified()).toContain(push);
    expect(notified()).not.toContain('the-patch');
    expect(await bot.post(toAda(null), card, { quiet: 'card', replaces: ref })).toBe(ref);
  });

  test('of a card that cannot be edited is not posted as it is', async () => {
    const ref = await bot.post(toAda(null), secret, { quiet: 'card' });
    bot.fake.failNext('chat.update', { type: 'error', code: 'message_not_found' });
    expect(await bot.post(toAda(null), secret, { quiet: 'card', replaces: ref })).not.toBe(ref);
    expect(notified()).not.toContain('the-patch');
  });

  test('of a card whose edit fails leaves nothing behind, so that it is tried again as a whole', async () => {
    bot.fake.failNext('chat.update', { type: 'error', code: 'fatal_error' });
    await expect(bot.post(toAda(null), secret, { quiet: 'card' })).rejects.toThrow();
    expect(seen()).toEqual([]);
  });
});

test('what is only to be edited is not posted anew', async () => {
  const ref = await bot.post(toAda(null), card);
  bot.fake.failNext('chat.update', { type: 'error', code: 'message_not_found' });
  expect(await bot.post(toAda(null), card, { replaces: ref, onlyEdit: true })).toBeNull();
  expect(argsOf('chat.postMessage')).toHaveLength(1);
});

test('an edit replaces the post in place', async () => {
  const ref = await bot.post(toRoom, card);
  expect(await bot.post(toRoom, [line('ended')], { replaces: ref })).toBe(ref);
  expect([called(), bot.fake.slack.messages.length]).toEqual([['chat.postMessage', 'chat.update'], 1]);
});

test.each(['message_not_found', 'edit_window_closed', 'cant_update_message'])(
  'an edit that Slack answers with %s is posted anew',
  async (code) => {
    const ref = await bot.post(toRoom, card);
    bot.fake.failNext('chat.update', { type: 'error', code });
    const anew = await bot.post(toRoom, card, { replaces: ref });
    expect([called().slice(1), anew === ref]).toEqual([['chat.update', 'chat.postMessage'], false]);
  },
);

test('private words never replace a post in a room, nor a room a direct message', async () => {
  const inRoom = await bot.post(toRoom, card);
  const direct = await bot.post(toAda(null), card);
  expect(await bot.post(toAda(null), [line('secret')], { replaces: inRoom })).toMatch(/^D1\//);
  expect(await bot.post(toRoom, [line('for all')], { replaces: direct })).toMatch(/^C1\//);
  expect(called()).not.toContain('chat.update');
});

test('a card is pinned once, when it is posted', async () => {
  const ref = await bot.post(toRoom, card, { pin: true });
  await bot.post(toRoom, [line('ended')], { pin: true, replaces: ref });
  expect([called(), bot.fake.slack.messages[0]?.pinned]).toEqual([['chat.postMessage', 'pins.add', 'chat.update'], true]);
});

test.each([
  ['already_pinned', []],
  ['missing_scope', [{ event: 'slack.not-pinned', code: 'missing_scope' }]],
  ['not_pinnable', [{ event: 'slack.not-pinned', code: 'not_pinnable' }]],
])('a pin that fails with %s leaves the post delivered', async (code, logs) => {
  bot.fake.failNext('pins.add', { type: 'error', code });
  expect(await bot.post(toRoom, card, { pin: true })).toMatch(/^C1\//);
  expect(bot.logs.filter((entry) => (entry as { event: string }).event !== 'bolt')).toEqual(logs);
});

test('a post can be taken back, twice without harm', async () => {
  const ref = await bot.post(toRoom, card);
  await bot.slack.remove(toRoom, ref ?? '');
  await bot.slack.remove(toRoom, ref ?? '');
  expect(bot.fake.slack.messages).toEqual([]);
});

const form: Form = {
  title: 'Reject',
  words: 'date reject',
  submit: 'Send',
  fields: [{ name: 'why', label: 'Why', hint: '', required: true, input: { type: 'line', maxLength: 500 } }],
  values: {},
  errors: {},
};

test('a form is opened with its trigger, once', async () => {
  const trigger = bot.fake.trigger('U1');
  await bot.slack.ask(toAda('C1'), form, trigger, 'row-1');
  expect(bot.fake.slack.happenings).toMatchObject([
    { type: 'opened', opened: { user: 'U1', view: { private_metadata: '{"words":"date reject","room":"slack:T1/C1"}' } } },
  ]);
  await expect(bot.slack.ask(toAda('C1'), form, trigger, 'row-1')).rejects.toMatchObject({ kind: 'expired', code: 'exchanged_trigger_id' });
});

test('a trigger is good for three seconds', async () => {
  let now = 0;
  await bot.stop();
  bot = await startBot({ fake: { now: () => now } });
  const [first, second] = [bot.fake.trigger('U1'), bot.fake.trigger('U1')];
  now = 3000;
  await bot.slack.ask(toAda(null), form, first, 'row-1');
  now = 3001;
  await expect(bot.slack.ask(toAda(null), form, second, 'row-1')).rejects.toMatchObject({ kind: 'expired', code: 'expired_trigger_id' });
});

test('without a trigger no form can be opened, nor one that is too large', async () => {
  await expect(bot.slack.ask(toAda(null), form, null, 'row-1')).rejects.toMatchObject({ kind: 'expired', code: 'no_trigger' });
  const large = { ...form, words: 'w'.repeat(3001) };
  await expect(bot.slack.ask(toAda(null), large, bot.fake.trigger('U1'), 'row-1')).rejects.toMatchObject({
    kind: 'gone',
    code: 'form_too_large',
  });
});

test('the direct message of somebody else is never written to', async () => {
  bot.fake.addUser({ id: 'U2', name: 'bob' });
  directOf(bot.fake.slack, 'U2');
  await bot.post({ type: 'person', person: person('U1'), room: null }, card);
  expect(seen().map(({ channel }) => channel)).toEqual(['D1']);
});
