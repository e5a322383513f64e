import { afterEach, expect, test } from 'vitest';
import type { Receipt } from '../../../../src/chat/message/heard.ts';
import type { SlackOptions } from '../../../../src/platforms/slack/app.ts';
import { type Bot, startBot } from '../../../rig/slack/bot.ts';
import type { EnvelopeType } from '../../../rig/slack/fake-slack-socket.ts';
import { command, form, mention, press } from '../../../rig/slack/requests.ts';

let bot: Bot;
afterEach(() => bot.stop());

const start = (options: Partial<SlackOptions> & { receive?: () => Promise<Receipt> } = {}) => startBot({ mode: 'socket', ...options });
const envelopes: [EnvelopeType, () => object, unknown][] = [
  ['slash_commands', command, {}],
  ['interactive', press, {}],
  ['interactive', form, { response_action: 'clear' }],
  ['events_api', mention, {}],
];

test('all that comes by the socket is stored and acknowledged, and the bot listens on no port', async () => {
  bot = await start();
  for (const [type, body, answer] of envelopes) expect(await bot.fake.socket.deliver(type, body())).toEqual(answer);
  expect(bot.heard.map(({ key }) => key)).toEqual([
    'slack:T1:trigger:t.1',
    'slack:T1:trigger:t.2',
    expect.stringMatching(/^slack:T1:view:V1:/),
    'slack:T1:event:Ev1',
  ]);
  expect(bot.slack.port()).toBeNull();
});

test.each(envelopes)('by %s nothing is acknowledged before it is stored', async (type, body) => {
  const receipts: ((receipt: Receipt) => void)[] = [];
  let arrived = () => {};
  const request = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  bot = await start({
    receive: () => {
      arrived();
      return new Promise((resolve) => void receipts.push(resolve));
    },
  });
  const answer = bot.fake.socket.deliver(type, body());
  await request;
  // What the bot need not store is acknowledged in the meantime.
  await bot.fake.socket.deliver('events_api', { ...mention(), event: { type: 'reaction_added', user: 'U1' } });
  expect(bot.fake.socket.acknowledged).toEqual(['envelope-2']);
  for (const receipt of receipts) receipt('stored');
  await answer;
  expect(bot.fake.socket.acknowledged).toEqual(['envelope-2', 'envelope-1']);
});

test('a mention that could not be stored is not acknowledged, so that Slack delivers it again', async () => {
  const receipts: Receipt[] = ['kept', 'kept', 'stored'];
  bot = await start({ receive: async () => receipts.shift() ?? 'stored' });
  const unanswered = [bot.fake.socket.deliver('events_api', mention()), bot.fake.socket.deliver('events_api', mention())];
  await bot.fake.socket.deliver('events_api', mention());
  expect(bot.fake.socket.acknowledged).toEqual(['envelope-3']);
  await bot.slack.stop();
  expect(await Promise.all(unanswered)).toEqual([null, null]);
});

test('what is wrong in a form stands beside its field', async () => {
  bot = await start({ check: () => ({ title: 'Too short.' }) });
  expect(await bot.fake.socket.deliver('interactive', form())).toEqual({ response_action: 'errors', errors: { title: 'Too short.' } });
});

test('a connection that Slack recycles is opened again, even after Slack refused the token for a while', async () => {
  bot = await start({ reconnectMs: 500 });
  bot.fake.failNext('apps.connections.open', { type: 'error', code: 'invalid_auth' });
  bot.fake.failNext('apps.connections.open', { type: 'status', status: 500 });
  bot.fake.socket.refresh();
  await bot.fake.socket.connected(2);
  await bot.fake.socket.deliver('slash_commands', command());
  expect(bot.heard.length).toBe(1);
  expect(bot.logs).toContainEqual({ event: 'slack.socket-lost', code: 'invalid_auth' });
});

test('a bot whose app token Slack refuses does not start', async () => {
  await expect(start({ appToken: 'xapp-of-another' })).rejects.toMatchObject({ kind: 'again', code: 'invalid_auth' });
  bot = await start();
});

test('a mode without its secret is refused at once', async () => {
  await expect(start({ appToken: undefined })).rejects.toThrow('Slack over a socket needs an app token');
  await expect(start({ mode: 'http', signingSecret: '' })).rejects.toThrow('Slack over HTTP needs a signing secret');
  bot = await start();
});
