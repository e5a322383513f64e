// Requests that somebody captured and sends again, or signed for later.
import { afterEach, expect, test } from 'vitest';
import { refusingReplays } from '../../../../src/platforms/slack/inbound/replays.ts';
import { renderModal } from '../../../../src/platforms/slack/outbound/modal.ts';
import { ada, type Bot, room, startBot } from '../../../rig/slack/bot.ts';
import { blockSuggestion } from '../../../rig/slack/payloads.ts';
import { command, joined, press } from '../../../rig/slack/requests.ts';

let bot: Bot | null = null;
afterEach(async () => {
  await bot?.stop();
  bot = null;
});

const form = { title: 'T', words: 'note', submit: 'Go', fields: [], values: {}, errors: {} };
const suggestion = (typed = '') =>
  blockSuggestion(ada, { ...renderModal(form, { room: room('C1') }), id: 'V1' }, 'embargo', 'pick:embargo', typed);

test('codenames are told once for one signature: whoever sends the request again learns nothing', async () => {
  bot = await startBot({ choices: async () => [{ value: 'quiet-otter', label: 'quiet-otter' }] });
  const offered = {
    status: 200,
    body: { options: [{ text: { type: 'plain_text', text: 'quiet-otter', emoji: false }, value: 'quiet-otter' }] },
  };
  const now = Date.now();
  expect(await bot.send(suggestion(), { now, ageS: 5 })).toEqual(offered);
  expect(await bot.send(suggestion(), { now, ageS: 5 })).toEqual({ status: 401, body: '' });
  expect(await bot.send(suggestion(), { now, ageS: 6 })).toEqual(offered);
  expect(bot.logs).toEqual([{ event: 'slack.refused', why: 'seen-before' }]);
});

test.each([
  ['a command', command],
  ['a press', press],
  ['an event', joined],
  ['a select', suggestion],
])('%s that is signed for more than five minutes from now is refused', async (_what, body) => {
  bot = await startBot();
  expect(await bot.send(body(), { ageS: -200 })).toMatchObject({ status: 200 });
  expect(await bot.send(body(), { ageS: -400 })).toEqual({ status: 401, body: '' });
  expect(bot.logs).toEqual([{ event: 'slack.refused', why: 'from-the-future' }]);
});

test('a signature is remembered for as long as it would be taken, and forgotten then', async () => {
  let now = Date.parse('2026-11-23T09:00Z');
  const signedAtS = String(now / 1000 + 300);
  let passed = 0;
  const count = async () => {
    passed += 1;
  };
  const process = refusingReplays(
    count,
    () => undefined,
    () => now,
  );
  const send = (signature: string, at = signedAtS) => {
    const event = { body: { type: 'block_suggestion' }, customProperties: { signature, signedAtS: at }, ack: async () => undefined };
    return process(event).then(
      () => 'passed',
      (error: Error) => error.message,
    );
  };
  const seen = [await send('v0=a'), await send('v0=a')];
  now += 600_000 - 1;
  seen.push(await send('v0=a'));
  now += 1;
  expect([...seen, await send('v0=a'), passed]).toEqual(['passed', 'seen-before', 'seen-before', 'passed', 2]);
});
