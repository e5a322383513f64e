import { afterEach, expect, test } from 'vitest';
import { line } from '../../../src/chat/message/message.ts';
import type { FailureKind } from '../../../src/platforms/platform.ts';
import { failureKinds } from '../../../src/platforms/slack/failures.ts';
import { type Bot, room, startBot, toAda, toRoom } from '../../rig/slack/bot.ts';
import type { Fault } from '../../rig/slack/fake-slack.ts';

let bot: Bot;
afterEach(() => bot.stop());

const never = new Promise<never>(() => undefined);
const failing = async (fault: Fault, options: { requestTimeoutMs?: number } = {}) => {
  bot = await startBot(options);
  bot.fake.failNext('chat.postMessage', fault);
  return bot.post(toRoom, [line('a secret sentence')]).catch((error: unknown) => error);
};
const posts = () => bot.fake.calls.filter(({ method }) => method === 'chat.postMessage').length;

const ours = `invalid_auth not_authed token_expired token_revoked account_inactive missing_scope not_allowed_token_type org_login_required
  team_access_not_granted ekm_access_denied enterprise_is_restricted two_factor_setup_required messages_tab_disabled access_denied no_permission`;
const theirs = `channel_not_found not_in_channel user_not_in_channel is_archived user_not_found users_not_found user_disabled user_not_visible
  cannot_dm_bot cannot_dm_user message_not_found file_not_found file_deleted edit_window_closed cant_update_message cant_delete_message
  restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel
  thread_not_found cannot_reply_to_message restricted_action_thread_locked`;
const untakeable = `msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format invalid_arguments no_text metadata_too_large
  invalid_metadata_format view_too_large`;
const words: readonly (readonly [what: string, kind: FailureKind, codes: string])[] = [
  ['too many requests', 'paused', 'ratelimited rate_limited message_limit_exceeded'],
  [
    'a trigger that is over',
    'expired',
    'expired_trigger_id exchanged_trigger_id trigger_exchanged trigger_expired invalid_trigger invalid_trigger_id',
  ],
  ['nobody knows how far it came', 'unsure', 'fatal_error internal_error service_unavailable'],
  ['refused for now', 'again', 'request_timeout accesslimited team_added_to_org'],
  ["the bot's own access, which is not held against the destination", 'again', ours],
  ['the destination', 'gone', theirs],
  ['the message', 'gone', untakeable],
];
const rows = words.flatMap(([what, kind, codes]) => codes.split(/\s+/).map((code) => [code, what, kind] as const));

test.each(rows)('Slack answers %s (%s): %s', async (code, _what, kind) => {
  expect(await failing({ type: 'error', code })).toMatchObject({ name: 'SendFailure', kind, code });
  expect(posts()).toBe(1);
});

test('every word that the bot knows is told apart above', () => {
  expect(Object.keys(failureKinds).sort()).toEqual(rows.map(([code]) => code).sort());
});

test('a bot that lost its token can read no room, and no room is called unfit for it', async () => {
  bot = await startBot();
  for (const code of ['token_revoked', 'account_inactive', 'missing_scope']) {
    bot.fake.failNext('conversations.info', { type: 'error', code });
    await expect(bot.slack.inspect(room('C1'))).rejects.toMatchObject({ kind: 'again', code });
  }
});

test.each([
  ['429 with Retry-After', { type: 'status', status: 429, afterS: 7 }, { kind: 'paused', code: 'ratelimited', afterMs: 7000 }],
  ['429 without Retry-After', { type: 'status', status: 429 }, { kind: 'paused', code: 'ratelimited', afterMs: 30_000 }],
  [
    'ratelimited with Retry-After',
    { type: 'error', code: 'ratelimited', afterS: 3 },
    { kind: 'paused', code: 'ratelimited', afterMs: 3000 },
  ],
  ['500', { type: 'status', status: 500 }, { kind: 'unsure', code: 'http_500' }],
  ['503', { type: 'status', status: 503 }, { kind: 'unsure', code: 'http_503' }],
  ['403 from a proxy', { type: 'status', status: 403 }, { kind: 'again', code: 'http_403' }],
  ['413', { type: 'status', status: 413 }, { kind: 'gone', code: 'http_413' }],
  ['a word that nobody knows', { type: 'error', code: 'brand_new_error' }, { kind: 'again', code: 'brand_new_error' }],
  ['a page instead of an answer', { type: 'garbage' }, { kind: 'unsure', code: 'unreadable_answer' }],
  ['half an answer', { type: 'half' }, { kind: 'unsure' }],
  ['a connection that breaks before it is read', { type: 'lost-before' }, { kind: 'unsure' }],
  ['a connection that breaks after it was posted', { type: 'lost-after' }, { kind: 'unsure' }],
] as const)('%s', async (_what, fault, failure) => {
  expect(await failing(fault)).toMatchObject({ name: 'SendFailure', ...failure });
  expect(posts()).toBe(1);
});

test('no answer in time: nobody knows whether it was posted', async () => {
  expect(await failing({ type: 'held', until: never }, { requestTimeoutMs: 50 })).toMatchObject({ kind: 'unsure', code: 'timeout' });
  expect(posts()).toBe(1);
});

test('nobody there: certainly not posted', async () => {
  bot = await startBot();
  await bot.fake.close();
  const failure = await bot.post(toRoom, [line('x')]).catch((error: unknown) => error);
  expect(failure).toMatchObject({ kind: 'again', code: 'ECONNREFUSED' });
});

test('one slow room does not hold up the others', async () => {
  bot = await startBot();
  bot.fake.failNext('chat.postMessage', { type: 'status', status: 429, afterS: 600 });
  await expect(bot.post(toRoom, [line('card')])).rejects.toMatchObject({ kind: 'paused' });
  expect(await bot.post(toAda(null), [line('leak')])).toMatch(/^D1\//);
});

test('a call that does no harm twice may simply be made again', async () => {
  bot = await startBot();
  const ref = await bot.post(toRoom, [line('x')]);
  for (const method of ['chat.update', 'chat.delete', 'conversations.info', 'conversations.open'])
    bot.fake.failNext(method, { type: 'lost-after' });
  await expect(bot.post(toRoom, [line('y')], { replaces: ref })).rejects.toMatchObject({ kind: 'again' });
  await expect(bot.slack.remove(toRoom, ref ?? '')).rejects.toMatchObject({ kind: 'again' });
  await expect(bot.slack.inspect(room('C1'))).rejects.toMatchObject({ kind: 'again' });
  await expect(bot.post(toAda(null), [line('x')])).rejects.toMatchObject({ kind: 'again' });
});

test('no failure takes a word of the message into the log', async () => {
  for (const fault of [
    { type: 'garbage' },
    { type: 'status', status: 500 },
    { type: 'lost-after' },
    { type: 'error', code: 'invalid_blocks' },
  ] as const) {
    await failing(fault);
    expect(JSON.stringify(bot.logs)).not.toMatch(/secret|sentence|proxy|xoxb/);
    await bot.stop();
  }
  bot = await startBot();
});

test('a bot whose token Slack refuses does not start', async () => {
  await expect(startBot({ botToken: 'xoxb-of-another' })).rejects.toMatchObject({ kind: 'again', code: 'invalid_auth' });
  bot = await startBot();
});
