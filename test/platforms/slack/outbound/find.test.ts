import { afterEach, beforeEach, expect, test } from 'vitest';
import { line } from '../../../../src/chat/message/message.ts';
import type { Destination, Post } from '../../../../src/platforms/platform.ts';
import { type Bot, startBot, toAda, toRoom } from '../../../rig/slack/bot.ts';
import { say } from '../../../rig/slack/fake-slack-state.ts';

const noon = Date.parse('2024-01-17T12:00Z');
const scopes = ['chat:write', 'groups:read', 'im:write', 'groups:history', 'im:history'];
let now = noon;
let bot: Bot;
const begun = async (granted: readonly string[] = scopes) => {
  now = noon;
  bot = await startBot({ fake: { scopes: granted, now: () => now } });
};
beforeEach(() => begun());
afterEach(() => bot.stop());

const find = (to: Destination, more: Partial<Post> = {}, since = noon) =>
  bot.slack.find({ rowId: 'row-1', index: 0, to, page: null, ...more, since });
const posted = (to: Destination, more: Partial<Post> = {}) => bot.post(to, [line('x')], more);
const looks = () => bot.fake.calls.filter(({ method }) => method === 'conversations.history').map(({ args }) => args);

test.each([
  ['in a room', toRoom],
  ['in a direct message', toAda(null)],
])('what was posted %s is found by its row and its page, and nothing else is', async (_where, to) => {
  const ref = await posted(to, { index: 1 });
  await posted(to, { rowId: 'row-2' });
  say(bot.fake.slack, 'C1', 'U1', 'row-1');
  expect([await find(to, { index: 1 }), await find(to), await find(to, { rowId: 'row-3' })]).toEqual([{ ref }, 'no', 'no']);
});

test('what was posted in a thread is found there; where the thread is gone, it is looked for in the room', async () => {
  const root = (await posted(toRoom, { rowId: 'card' })) ?? '';
  const under = { ref: root, page: null };
  const ref = await posted(toRoom, { under });
  expect([await find(toRoom, { under }), await find(toRoom, { under, rowId: 'row-2' }), await find(toRoom)]).toEqual([{ ref }, 'no', 'no']);
  await bot.slack.remove(toRoom, root);
  const alone = await posted(toRoom, { rowId: 'row-3' });
  expect(await find(toRoom, { under, rowId: 'row-3' })).toEqual({ ref: alone });
});

test('it is looked for since a minute before it was queued, and not in what was written before', async () => {
  const ref = await posted(toRoom);
  now = noon + 60_001;
  expect([await find(toRoom, {}, noon + 59_000), await find(toRoom, {}, noon + 61_000)]).toEqual([{ ref }, 'no']);
  expect(looks()[0]).toMatchObject({ channel: 'C1', oldest: String(noon / 1000 - 1), include_all_metadata: 'true' });
});

test('it is found on the last of many pages', async () => {
  const ref = await posted(toRoom);
  for (let count = 0; count < 450; count += 1) say(bot.fake.slack, 'C1', 'U1', 'something else');
  expect([await find(toRoom), looks().map(({ cursor }) => cursor)]).toEqual([{ ref }, [undefined, 'next:200', 'next:400']]);
});

test('another app that writes the same metadata does not silence the bot', async () => {
  const forged = say(bot.fake.slack, 'C1', 'U1', 'quiet-otter');
  forged.metadata = { event_type: 'embargo_bot', event_payload: { row: 'row-1', page: 0 } };
  expect(await find(toRoom)).toBe('no');
});

test('nobody knows of what one person saw in a room; of an App Home nobody needs to', async () => {
  await posted(toAda('C1'));
  const to = toAda('C1');
  expect([await find(to), await find({ type: 'home', person: to.type === 'person' ? to.person : (null as never), room: null })]).toEqual([
    'unknown',
    'no',
  ]);
  expect(looks()).toEqual([]);
});

test.each([
  ['rooms', toRoom, 'groups:history'],
  ['direct messages', toAda(null), 'im:history'],
])('without the right to read %s nobody knows, and Slack is not asked', async (_what, to, scope) => {
  await bot.stop();
  await begun(scopes.filter((each) => each !== scope));
  await posted(to);
  expect([await find(to), looks()]).toEqual(['unknown', []]);
});

test('where the right was taken away since, nobody knows either', async () => {
  await posted(toRoom);
  bot.fake.slack.scopes.delete('groups:history');
  expect(await find(toRoom)).toBe('unknown');
});

test('where Slack says that there is more, and not how to get it, nobody knows', async () => {
  bot.fake.failNext('conversations.history', { type: 'answer', answer: { ok: true, messages: [], has_more: true } });
  expect(await find(toRoom)).toBe('unknown');
});

test.each([
  ['too many requests', { type: 'status', status: 429, afterS: 5 }, { kind: 'paused', afterMs: 5000 }],
  ['a fault of Slack’s', { type: 'status', status: 500 }, { kind: 'again' }],
  ['an answer without messages', { type: 'answer', answer: { ok: true } }, { kind: 'again', code: 'unreadable_answer' }],
  ['a room that is gone', { type: 'error', code: 'channel_not_found' }, { kind: 'gone' }],
] as const)('%s is a failure, and never means that it was not posted', async (_what, fault, failure) => {
  bot.fake.failNext('conversations.history', fault);
  await expect(find(toRoom)).rejects.toMatchObject({ name: 'SendFailure', ...failure });
});
