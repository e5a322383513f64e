// What a select of a form offers while somebody types into it.
import { afterEach, expect, test } from 'vitest';
import type { Choice } from '../../../../src/chat/message/form.ts';
import type { Choices } from '../../../../src/platforms/platform.ts';
import { renderModal } from '../../../../src/platforms/slack/outbound/modal.ts';
import type { Json } from '../../../../src/platforms/slack/payload.ts';
import { ada, type Bot, room, startBot } from '../../../rig/slack/bot.ts';
import { optionsFault } from '../../../rig/slack/fake-slack-blocks.ts';
import { blockSuggestion } from '../../../rig/slack/payloads.ts';

let bot: Bot;
afterEach(() => bot.stop());

const form = { title: 'T', words: 'note', submit: 'Go', fields: [], values: {}, errors: {} };
const view = { ...renderModal(form, { room: room('C1') }), id: 'V1' };
const asks = (typed = '', action = 'pick:embargo') => blockSuggestion(ada, view, 'embargo', action, typed);
const option = (value: string, label = value) => ({ text: { type: 'plain_text', text: label, emoji: false }, value });
const start = (choices: Choices) => {
  const asked: unknown[] = [];
  const asking: Choices = async (query) => {
    asked.push(query);
    return choices(query);
  };
  return startBot({ choices: asking }).then((started) => {
    bot = started;
    return asked;
  });
};

test('the bot is asked who asks, in which room, for what, and what they typed so far', async () => {
  const asked = await start(async () => [{ value: 'quiet-otter', label: 'quiet-otter, until Wed' }]);
  expect(await bot.send(asks('qui'))).toEqual({ status: 200, body: { options: [option('quiet-otter', 'quiet-otter, until Wed')] } });
  await bot.send(asks('', 'pick:distributor'));
  expect(asked).toEqual([
    { by: 'slack:T1/U1', room: 'slack:T1/C1', from: 'embargo', typed: 'qui', words: form.words },
    { by: 'slack:T1/U1', room: 'slack:T1/C1', from: 'distributor', typed: '', words: form.words },
  ]);
  expect(bot.heard).toEqual([]);
});

test('a hundred are offered and no more, none with a value or a label that Slack cannot carry', async () => {
  const many: Choice[] = Array.from({ length: 102 }, (_, index) => ({ value: `v${index}`, label: 'l'.repeat(76) }));
  await start(async () => [{ value: '', label: 'empty' }, { value: 'v'.repeat(151), label: 'long' }, ...many]);
  const { body } = await bot.send(asks());
  expect(body).toEqual({ options: many.slice(0, 100).map(({ value }) => option(value, `${'l'.repeat(74)}…`)) });
  expect(optionsFault(body as Json)).toBeNull();
});

const nothing = { status: 200, body: { options: [] } };

test('nobody is offered anything where the app is not installed, nor in a form that is none of ours', async () => {
  const asked = await start(async () => [{ value: 'quiet-otter', label: 'quiet-otter' }]);
  expect(await bot.send({ ...asks(), team: { id: 'T7', domain: 'elsewhere' } })).toEqual(nothing);
  expect(await bot.send({ ...asks(), view: { ...view, callback_id: 'other' } })).toEqual(nothing);
  expect(await bot.send({ ...asks(), view: { ...view, private_metadata: '{"words":"note","room":"everywhere"}' } })).toEqual(nothing);
  expect(await bot.send(asks('', 'pick:everything'))).toEqual(nothing);
  expect(await bot.send({ ...asks(), user: {} })).toEqual(nothing);
  expect(asked).toEqual([]);
});

test('a database that is away or slow offers nothing, in the time that Slack gives', async () => {
  await start(async ({ typed }) => {
    if (typed === 'slow') return new Promise(() => undefined);
    throw new Error('runc: a secret sentence');
  });
  expect(await bot.send(asks('x'))).toEqual(nothing);
  expect(await bot.send(asks('slow'))).toEqual(nothing);
  expect(bot.logs.map((line) => (line as { event: string }).event)).toEqual(['slack.no-options', 'slack.no-options']);
  expect(JSON.stringify(bot.logs)).not.toContain('secret');
});
