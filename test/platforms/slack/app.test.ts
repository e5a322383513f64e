import { afterEach, expect, test } from 'vitest';
import type { Field } from '../../../src/chat/message/form.ts';
import type { Receipt } from '../../../src/chat/message/heard.ts';
import { renderModal } from '../../../src/platforms/slack/outbound/modal.ts';
import { object } from '../../../src/platforms/slack/payload.ts';
import { ada, type Bot, room, startBot } from '../../rig/slack/bot.ts';
import { appMention, viewSubmission } from '../../rig/slack/payloads.ts';
import { command, form, homeOpened, joined, leak, mention, note, press } from '../../rig/slack/requests.ts';

let bot: Bot;
afterEach(() => bot.stop());

const kinds = { command, press, form, mention, note, leak, homeOpened, joined };
const allKinds = Object.keys(kinds) as (keyof typeof kinds)[];

test.each([
  ['a command', 'command', ''],
  ['a press', 'press', ''],
  ['a form', 'form', { response_action: 'clear' }],
  ['a mention', 'mention', ''],
] as const)('%s that is signed is stored and acknowledged', async (_what, kind, body) => {
  bot = await startBot();
  expect(await bot.send(kinds[kind]())).toEqual({ status: 200, body });
  expect(bot.heard.map(({ by, room, said }) => [by, room, said.type])).toEqual([
    ['slack:T1/U1', 'slack:T1/C1', kind === 'form' ? 'form' : 'words'],
  ]);
});

test('shortcuts, an App Home that is opened and what happens in a room are stored and acknowledged too', async () => {
  bot = await startBot();
  for (const kind of ['note', 'leak', 'homeOpened', 'joined'] as const)
    expect(await bot.send(kinds[kind]())).toEqual({ status: 200, body: '' });
  expect(bot.heard.map(({ by, room, said }) => [by, room, said.type])).toEqual([
    ['slack:T1/U1', 'slack:T1/C1', 'begin'],
    ['slack:T1/U1', null, 'begin'],
    ['slack:T1/U1', null, 'home'],
  ]);
  expect(bot.noticed.map(({ change }) => change)).toEqual([{ type: 'room', room: 'slack:T1/C1', who: 'slack:T1/U2' }]);
});

test('a form that the bot fails to check stays open, says so, and keeps what was typed; the next one is taken', async () => {
  let fails = true;
  bot = await startBot({
    check: () => {
      if (fails) throw new RangeError('a fault of the test');
      return null;
    },
  });
  const said =
    "I couldn't check this form: something is wrong on my side. Nothing was recorded, and what you typed is still here. Send it again; if that doesn't help, tell the operator of this bot.";
  expect(await bot.send(form())).toEqual({ status: 200, body: { response_action: 'errors', errors: { title: said } } });
  expect(bot.heard).toEqual([]);
  expect(bot.logs).toEqual([{ event: 'slack.form-unchecked', code: expect.stringMatching(/^RangeError in /) }]);
  fails = false;
  expect(await bot.send(form())).toEqual({ status: 200, body: { response_action: 'clear' } });
  expect(bot.heard).toHaveLength(1);
});

test('what the bot fails to read is answered, acknowledged and logged: Slack would only bring it again', async () => {
  const unreadable = "I couldn't read what Slack sent me, so nothing changed. Send it again; if that doesn't help, tell a coordinator.";
  let reads = 0;
  bot = await startBot({
    now: () => {
      reads += 1;
      return Number.NaN;
    },
  });
  expect(await bot.send(command())).toEqual({ status: 200, body: { response_type: 'ephemeral', text: unreadable } });
  expect(await bot.send(form())).toEqual({ status: 200, body: { response_action: 'errors', errors: { title: unreadable } } });
  expect(await bot.send(mention())).toEqual({ status: 200, body: '' });
  expect([reads > 0, bot.heard]).toEqual([true, []]);
  expect(new Set(bot.logs.map((entry) => object(entry).event))).toEqual(new Set(['slack.read-failed', 'slack.unreadable']));
});

test('whether a form will follow is only asked in passing: where that fails, the command is taken all the same', async () => {
  bot = await startBot({
    willAsk: () => {
      throw new RangeError('a fault of the test');
    },
  });
  expect(await bot.send(command())).toEqual({ status: 200, body: '' });
  expect(bot.heard).toHaveLength(1);
});

const notInstalled =
  "I'm not installed in your workspace, so nothing changed. Ask the operator of this bot to install it, or use it in a workspace that has it.";
const elsewhere = { id: 'T7', domain: 'elsewhere' };

test('a command from a workspace where the app is not installed is answered so', async () => {
  bot = await startBot();
  const answer = { status: 200, body: { response_type: 'ephemeral', text: notInstalled } };
  expect(await bot.send({ ...command(), team_id: 'T7' })).toEqual(answer);
  expect(bot.heard).toEqual([]);
});

test.each([
  ['a press', press],
  ['a shortcut', note],
])('%s from there is answered to whoever did it', async (_what, body) => {
  bot = await startBot();
  const responded = bot.fake.responded();
  const response_url = bot.fake.url.replace('/api/', '/response/1');
  expect(await bot.send({ ...body(), team: elsewhere, response_url })).toEqual({ status: 200, body: '' });
  expect(await responded).toEqual({ response_type: 'ephemeral', replace_original: false, text: notInstalled });
  expect(bot.heard).toEqual([]);
});

test('a form from there stays open and says so', async () => {
  bot = await startBot({ check: () => ({ title: 'never asked' }) });
  const body = { response_action: 'errors', errors: { title: notInstalled } };
  expect(await bot.send({ ...form(), team: elsewhere })).toEqual({ status: 200, body });
  expect(bot.heard).toEqual([]);
});

test('what happens there, and a shortcut that cannot be answered, are acknowledged and logged', async () => {
  bot = await startBot();
  const authorizations = [{ enterprise_id: null, team_id: 'T7', user_id: 'U0BOT', is_bot: true }];
  for (const body of [mention(), homeOpened(), joined()].map((event) => ({ ...event, authorizations })))
    expect(await bot.send(body)).toEqual({ status: 200, body: '' });
  expect(await bot.send({ ...leak(), team: elsewhere })).toEqual({ status: 200, body: '' });
  expect([bot.heard, bot.noticed]).toEqual([[], []]);
  expect(bot.logs).toEqual([...Array(4).fill({ event: 'slack.not-installed' }), { event: 'slack.no-response' }]);
});

test('a form is for the workspace where the app is installed, whichever its sender is of', async () => {
  bot = await startBot();
  const body = form();
  const view = { ...object(body.view), app_installed_team_id: 'T1' };
  expect(await bot.send({ ...body, team: elsewhere, view })).toEqual({ status: 200, body: { response_action: 'clear' } });
  expect(bot.heard.map(({ by }) => by)).toEqual(['slack:T1/U1']);
});

test.each(allKinds)('%s: it is stored before it is acknowledged', async (kind) => {
  let arrived = () => {};
  let release = (_receipt: Receipt) => {};
  const request = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const receive = () => {
    arrived();
    return new Promise<Receipt>((resolve) => {
      release = resolve;
    });
  };
  bot = await startBot({ receive });
  let answered = false;
  const sent = bot.send(kinds[kind]()).finally(() => {
    answered = true;
  });
  await request;
  // Another request makes the whole way there and back in the meantime.
  expect(await bot.send({ ssl_check: '1' })).toMatchObject({ status: 200 });
  expect(answered).toBe(false);
  release('stored');
  expect(await sent).toMatchObject({ status: 200 });
});

test('a request that is not signed with our secret is refused', async () => {
  bot = await startBot();
  expect(await bot.send(command(), { secret: 'another' })).toEqual({ status: 401, body: '' });
  expect(bot.heard).toEqual([]);
});

test('a signature is good for five minutes', async () => {
  bot = await startBot();
  expect(await bot.send(command('owe', 't.1'), { ageS: 200 })).toMatchObject({ status: 200 });
  expect(await bot.send(command('owe', 't.2'), { ageS: 400 })).toMatchObject({ status: 401 });
  expect(bot.heard.map(({ key }) => key)).toEqual(['slack:T1:trigger:t.1']);
});

test('a request of more than a megabyte is refused', async () => {
  bot = await startBot();
  expect(await bot.send(command('x'.repeat(1_000_000)))).toMatchObject({ status: 413 });
  expect(bot.heard).toEqual([]);
});

test.each(allKinds)('%s: replayed, it is acknowledged and has no second effect', async (kind) => {
  bot = await startBot();
  const body = kinds[kind]();
  expect([await bot.send(body), await bot.send(body)].map(({ status }) => status)).toEqual([200, 200]);
  expect(bot.heard.length + bot.noticed.length).toBe(1);
});

test('what is wrong in a form stands beside its field, and nothing is stored', async () => {
  bot = await startBot({ check: (words, { title }) => (words === 'create' && title === 'x' ? { title: 'Too short.' } : {}) });
  expect(await bot.send(form('x'))).toEqual({ status: 200, body: { response_action: 'errors', errors: { title: 'Too short.' } } });
  expect(bot.heard).toEqual([]);
  expect(await bot.send(form('runc'))).toEqual({ status: 200, body: { response_action: 'clear' } });
  expect(bot.heard.map(({ said }) => said)).toEqual([{ type: 'form', words: 'create', values: { title: 'runc' } }]);
});

test('a person who was chosen in a form is checked as the person whom the bot will hear', async () => {
  const checked: unknown[] = [];
  bot = await startBot({
    check: (words, values) => {
      checked.push([words, values]);
      return null;
    },
  });
  const who: Field = { name: 'who', label: 'Person', hint: '', required: true, input: { type: 'person' } };
  const view = renderModal({ title: 'T', words: 'need add', submit: 'Go', fields: [who], values: {}, errors: {} }, { room: room('C1') });
  await bot.send(viewSubmission(ada, { ...view, id: 'V1' }, { who: { value: { type: 'users_select', selected_user: 'U2' } } }, 't.1'));
  const values = { who: 'slack:T1/U2' };
  expect(checked).toEqual([['need add', values]]);
  expect(bot.heard.map(({ said }) => said)).toEqual([{ type: 'form', words: 'need add', values }]);
});

test('a command that cannot be read is answered, and not heard', async () => {
  bot = await startBot();
  const text = "I couldn't read what Slack sent me, so nothing changed. Send it again; if that doesn't help, tell a coordinator.";
  expect(await bot.send({ ...command(), trigger_id: '' })).toEqual({ status: 200, body: { response_type: 'ephemeral', text } });
  expect(bot.heard).toEqual([]);
});

test.each([
  ['another command', () => ({ ...command(), command: '/other' })],
  ['a press on what is no button of ours', () => ({ ...press(), actions: [{ action_id: 'other', block_id: 'b', type: 'button' }] })],
  ['a closed form', () => ({ ...form(), type: 'view_closed' })],
  ['an event that was not asked for', () => ({ ...mention(), event: { type: 'reaction_added', user: 'U1' } })],
])('%s is acknowledged and not heard', async (_what, body) => {
  bot = await startBot();
  expect(await bot.send(body())).toMatchObject({ status: 200 });
  expect(bot.heard).toEqual([]);
});

test('the command may have another name', async () => {
  bot = await startBot({ command: '/secrets' });
  await bot.send({ ...command('ack', 't.1'), command: '/secrets' });
  await bot.send(command('owe', 't.2'));
  expect(bot.heard.map(({ said }) => said)).toEqual([{ type: 'words', text: 'ack' }]);
});

test('the bot does not hear itself', async () => {
  bot = await startBot();
  expect(await bot.send(appMention({ user: 'U0BOT', name: 'embargo' }, 'C1', '<@U0BOT> owe', 'Ev1'))).toMatchObject({ status: 200 });
  expect(bot.heard).toEqual([]);
});
