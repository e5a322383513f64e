// The database is away: what is said to whom, and what Slack is told.
import { afterEach, expect, test } from 'vitest';
import type { Receipt } from '../../../../src/chat/message/heard.ts';
import { type Bot, startBot } from '../../../rig/slack/bot.ts';
import { command, form, mention, press } from '../../../rig/slack/requests.ts';

let bot: Bot;
afterEach(() => bot.stop());

const kept =
  "I can't reach the database. I'll keep your command in memory and run it once it's back. If you get no answer (a restart would lose it), send it again.";

test('a command that is kept in memory is answered so, to its speaker alone', async () => {
  bot = await startBot({ receive: async () => 'kept' });
  expect(await bot.send(command())).toEqual({ status: 200, body: { response_type: 'ephemeral', text: kept } });
});

test('a command that could not be kept is asked for again', async () => {
  bot = await startBot({ receive: async () => 'full' });
  const text = "I can't reach the database and can't keep more commands in memory. Nothing changed: send it again in a few minutes.";
  expect(await bot.send(command())).toEqual({ status: 200, body: { response_type: 'ephemeral', text } });
});

test('a press that is kept in memory is acknowledged, and answered to whoever pressed', async () => {
  bot = await startBot({ receive: async () => 'kept' });
  const responded = bot.fake.responded();
  expect(await bot.send(press(bot.fake.url.replace('/api/', '/response/1')))).toEqual({ status: 200, body: '' });
  expect(await responded).toEqual({ response_type: 'ephemeral', replace_original: false, text: kept });
});

test.each([
  ['used up', 404],
  ['older than half an hour', 410],
  ['not to be reached', 500],
])('a response_url that is %s loses nothing but the remark', async (_what, status) => {
  bot = await startBot({ receive: async () => 'kept' });
  bot.fake.failNext('response_url', { type: 'status', status });
  expect(await bot.send(press(bot.fake.url.replace('/api/', '/response/1')))).toEqual({ status: 200, body: '' });
  await expect.poll(() => bot.logs).toEqual([{ event: 'slack.no-response' }]);
});

test('a press on an App Home, which Slack gives no way to answer, is kept all the same', async () => {
  bot = await startBot({ receive: async () => 'kept' });
  const { response_url: _none, message: _no, channel: _nor, ...pressed } = press();
  expect(await bot.send({ ...pressed, container: { type: 'view', view_id: 'V7' } })).toEqual({ status: 200, body: '' });
  expect(bot.logs).toEqual([{ event: 'slack.no-response' }]);
});

test('a form that is kept in memory stays open and says so; sent again, it is acted on once', async () => {
  const receipts: Receipt[] = ['kept', 'kept', 'stored'];
  bot = await startBot({ receive: async () => receipts.shift() ?? 'stored' });
  const title =
    "I can't reach the database. I'll keep this in memory and run it once it's back. You can close this window; if you get no answer within a few minutes, send it again.";
  const open = { status: 200, body: { response_action: 'errors', errors: { title } } };
  const closed = { status: 200, body: { response_action: 'clear' } };
  expect([await bot.send(form('runc', 't.3')), await bot.send(form('runc', 't.4'))]).toEqual([open, open]);
  expect([await bot.send(form('runc', 't.5')), await bot.send(form('runc', 't.6'))]).toEqual([closed, closed]);
  expect(bot.heard.map(({ key, said }) => [key, said])).toEqual([
    [expect.stringMatching(/^slack:T1:view:V1:/), { type: 'form', words: 'create', values: { title: 'runc' } }],
  ]);
});

test('a form that was taken, changed, and sent again is handed in as a correction of what was sent before', async () => {
  bot = await startBot({});
  const closed = { status: 200, body: { response_action: 'clear' } };
  expect([await bot.send(form('runc', 't.3')), await bot.send(form('runc and crun', 't.4'))]).toEqual([closed, closed]);
  expect(bot.heard.map(({ corrects, said }) => [corrects, 'values' in said && said.values.title])).toEqual([
    ['slack:T1:view:V1', 'runc'],
    ['slack:T1:view:V1', 'runc and crun'],
  ]);
});

test('a form that could not be kept stays open with what was typed, and is taken when it is sent again', async () => {
  const receipts: Receipt[] = ['full', 'stored'];
  bot = await startBot({ receive: async () => receipts.shift() ?? 'stored' });
  const title = "I can't reach the database and can't keep more commands in memory. Nothing changed: send it again in a few minutes.";
  expect(await bot.send(form())).toEqual({ status: 200, body: { response_action: 'errors', errors: { title } } });
  expect(await bot.send(form('runc', 't.4'))).toEqual({ status: 200, body: { response_action: 'clear' } });
  expect(bot.heard.length).toBe(1);
});

test('a mention that is delivered again while it is only in memory is still not acknowledged', async () => {
  const receipts: Receipt[] = ['kept', 'kept', 'stored'];
  bot = await startBot({ receive: async () => receipts.shift() ?? 'stored' });
  const statuses = [];
  for (let delivery = 1; delivery <= 4; delivery += 1) statuses.push((await bot.send(mention())).status);
  expect(statuses).toEqual([503, 503, 200, 200]);
  expect(bot.heard.length).toBe(1);
});

test.each(['kept', 'full'] as const)('a mention that is %s is not acknowledged, and stored when Slack sends it again', async (first) => {
  const receipts: Receipt[] = [first, 'stored'];
  bot = await startBot({ receive: async () => receipts.shift() ?? 'stored' });
  expect([await bot.send(mention()), await bot.send(mention())].map(({ status }) => status)).toEqual([503, 200]);
  expect(bot.heard.length).toBe(1);
});

test('an inbox that breaks does not pass for one that stored', async () => {
  const receive = async (): Promise<Receipt> => {
    throw new Error('runc: a secret sentence');
  };
  bot = await startBot({ receive });
  expect([await bot.send(command()), await bot.send(mention())].map(({ status }) => status)).toEqual([503, 503]);
  expect(JSON.stringify(bot.logs)).not.toContain('secret');
});
