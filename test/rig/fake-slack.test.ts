// The fake answers as Slack documents it: what is proven against it is worth no more than this.
import { afterEach, expect, test } from 'vitest';
import { object } from '../../src/platforms/slack/payload.ts';
import { type FakeSlack, startFakeSlack, tokens } from './slack/fake-slack.ts';
import { addChannel, directOf, say } from './slack/fake-slack-state.ts';

let fake: FakeSlack;
afterEach(() => fake.close());

async function call(method: string, args: Record<string, unknown> = {}) {
  const body = new URLSearchParams();
  for (const [key, value] of Object.entries(args)) body.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
  const response = await fetch(fake.url + method, { method: 'POST', body, headers: { authorization: `Bearer ${tokens.bot}` } });
  const answer: Record<string, unknown> = { scopes: response.headers.get('x-oauth-scopes'), ...object(await response.json()) };
  return answer;
}

const text = (words: string) => ({ type: 'plain_text', text: words });
const words = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'all quiet' }] }] }];
const modal = (title: string) => ({
  type: 'modal',
  title: text(title),
  submit: text('Send'),
  external_id: 'e1',
  blocks: [
    {
      type: 'input',
      block_id: 'at',
      label: text('When'),
      element: { type: 'datetimepicker', action_id: 'picked', initial_date_time: 1_706_731_200 },
    },
    {
      type: 'input',
      block_id: 'which',
      label: text('Which'),
      element: { type: 'external_select', action_id: 'picked', min_query_length: 0 },
    },
  ],
});

test('the people of a channel come in pages, and a channel that the bot is not in hides them', async () => {
  fake = await startFakeSlack();
  const channel = addChannel(fake.slack, { id: 'C1', name: 'oci-private', members: new Set(['U0BOT', 'U1', 'U2']) });
  expect(await call('conversations.members', { channel: 'C1', limit: 2 })).toMatchObject({
    members: ['U0BOT', 'U1'],
    response_metadata: { next_cursor: 'next:2' },
  });
  expect(await call('conversations.members', { channel: 'C1', limit: 2, cursor: 'next:2' })).toMatchObject({
    members: ['U2'],
    response_metadata: { next_cursor: '' },
  });
  channel.members.delete('U0BOT');
  expect(await call('conversations.members', { channel: 'C1' })).toMatchObject({ ok: false, error: 'channel_not_found' });
});

test('history is the newest first, with metadata where it is asked for, without what one person alone saw, and needs its own right', async () => {
  fake = await startFakeSlack({ scopes: ['chat:write', 'im:write', 'groups:history'], now: () => Date.parse('2024-01-17T09:00Z') });
  fake.addUser({ id: 'U1', name: 'ada' });
  addChannel(fake.slack, { id: 'C1', name: 'oci-private' }).members.add('U1');
  const metadata = { event_type: 'embargo_bot', event_payload: { row: 'r1' } };
  await call('chat.postMessage', { channel: 'C1', text: 'one', blocks: words, metadata });
  await call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'two', blocks: words });
  const third = say(fake.slack, 'C1', 'U1', 'three');
  expect(await call('conversations.history', { channel: 'C1', include_all_metadata: true, limit: 1 })).toMatchObject({
    messages: [{ type: 'message', ts: third.ts, text: 'three', user: 'U1' }],
    has_more: true,
    response_metadata: { next_cursor: 'next:1' },
  });
  expect(await call('conversations.history', { channel: 'C1', include_all_metadata: true, cursor: 'next:1' })).toMatchObject({
    messages: [{ text: 'one', bot_id: 'B0BOT', metadata }],
    has_more: false,
  });
  expect(await call('conversations.history', { channel: 'C1', oldest: third.ts })).toMatchObject({ messages: [] });
  const direct = directOf(fake.slack, 'U1').id;
  expect(await call('conversations.history', { channel: direct })).toMatchObject({ error: 'missing_scope', needed: 'im:history' });
});

test('somebody whose account is closed is known, has no zone, and cannot be written to', async () => {
  fake = await startFakeSlack();
  fake.addUser({ id: 'U1', name: 'ada', tz: 'Europe/Berlin', shownAs: 'Ada L.' });
  fake.addUser({ id: 'U2', name: 'bob', tz: 'UTC', deleted: true });
  expect(await call('users.info', { user: 'U1' })).toMatchObject({
    user: { id: 'U1', deleted: false, is_bot: false, tz: 'Europe/Berlin', profile: { display_name: 'Ada L.' } },
  });
  const gone = await call('users.info', { user: 'U2' });
  expect(gone).toMatchObject({ user: { id: 'U2', deleted: true } });
  expect(gone.user).not.toHaveProperty('tz');
  expect(await call('conversations.open', { users: 'U2' })).toMatchObject({ error: 'user_disabled' });
});

test('a modal is put in another’s place by the id that the app gave it; one that is closed is not found', async () => {
  fake = await startFakeSlack();
  fake.addUser({ id: 'U1', name: 'ada' });
  expect(await call('views.update', { external_id: 'e1', view: modal('New') })).toMatchObject({ error: 'not_found' });
  const first = await call('views.open', { trigger_id: fake.trigger('U1'), view: modal('Wait') });
  expect(first).toMatchObject({ ok: true, view: { external_id: 'e1', title: text('Wait') } });
  expect(await call('views.open', { trigger_id: fake.trigger('U1'), view: modal('Wait') })).toMatchObject({
    error: 'duplicate_external_id',
  });
  expect(await call('views.update', { external_id: 'e1', view: modal('New') })).toMatchObject({ ok: true, view: { title: text('New') } });
  fake.slack.views.splice(0);
  expect(await call('views.update', { external_id: 'e1', view: modal('New') })).toMatchObject({ error: 'not_found' });
});

test('an App Home takes a hundred blocks and no inputs, and keeps its id', async () => {
  fake = await startFakeSlack();
  fake.addUser({ id: 'U1', name: 'ada' });
  const home = (blocks: unknown[]) => call('views.publish', { user_id: 'U1', view: { type: 'home', blocks } });
  const first = await home(words);
  const second = await home(Array.from({ length: 100 }, () => words[0]));
  expect(second).toMatchObject({ ok: true, view: { id: object(first.view).id } });
  expect(await home(Array.from({ length: 101 }, () => words[0]))).toMatchObject({ error: 'invalid_arguments' });
  expect(await home(modal('New').blocks)).toMatchObject({ error: 'invalid_arguments' });
});

test('every answer to the bot’s token names its rights', async () => {
  fake = await startFakeSlack({ scopes: ['chat:write', 'commands'] });
  expect(await call('auth.test')).toMatchObject({ ok: true, scopes: 'chat:write,commands' });
  expect(await call('users.info', { user: 'U1' })).toMatchObject({
    error: 'missing_scope',
    needed: 'users:read',
    provided: 'chat:write,commands',
  });
});
