// What anybody on the internet may send to the port: little, soon, and with the marks of a signature, before a byte of the body is kept.
import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bot, secret as signingSecret, startBot } from '../../../rig/slack/bot.ts';
import { command } from '../../../rig/slack/requests.ts';

let bot: Bot;
const url = () => `http://127.0.0.1:${bot.slack.port()}`;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const signed = (body: string, secret = signingSecret) => {
  const at = Math.floor(Date.now() / 1000);
  return {
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
  };
};
const post = async (body: string, headers: Readonly<Record<string, string>>) =>
  (await fetch(`${url()}/slack/events`, { method: 'POST', body, headers })).status;

/** Opens a connection and says no more than this; resolves to what the server answered when it closed. */
const stalled = (text: string) =>
  new Promise<string>((resolve) => {
    let answer = '';
    const socket: Socket = connect(Number(bot.slack.port()), '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
  });
const head = (more: string) => `POST /slack/events HTTP/1.1\r\nhost: bot\r\ncontent-type: application/json\r\n${more}\r\n\r\n`;
const forged = () => `x-slack-signature: v0=${'0'.repeat(64)}\r\nx-slack-request-timestamp: ${Math.floor(Date.now() / 1000)}`;

describe('a request is refused, and its connection closed, before its body is there,', () => {
  test.each([
    ['without a signature', () => head('content-length: 900000'), 'HTTP/1.1 401 Unauthorized', 'unsigned'],
    ['that is too long', () => head(`content-length: 1000001\r\n${forged()}`), 'HTTP/1.1 413 Payload Too Large', 'too-long'],
    ['of no length', () => head(`transfer-encoding: chunked\r\n${forged()}`), 'HTTP/1.1 411 Length Required', 'no-length'],
  ])('%s', async (_what, text, status, why) => {
    expect(await stalled(text())).toBe(status);
    expect(bot.logs).toEqual([{ event: 'slack.refused', why }]);
  });
});

test('a body that never comes is not waited for', async () => {
  expect(await stalled(head(`content-length: 900000\r\n${forged()}`))).toBe('HTTP/1.1 408 Request Timeout');
});

test('headers that never end are not waited for', async () => {
  expect(await stalled('POST /slack/events HTTP/1.1\r\nhost: bot\r\n')).toBe('HTTP/1.1 408 Request Timeout');
});

test.each(['null', '3', '[]', '"text"', '{'])('a body of %s is refused, signed or not, and the bot goes on', async (body) => {
  const json = { 'content-type': 'application/json' };
  expect(await post(body, { ...json, ...signed(body) })).toBe(400);
  const form = `payload=${encodeURIComponent(body)}`;
  expect(await post(form, { 'content-type': 'application/x-www-form-urlencoded', ...signed(form) })).toBe(400);
  expect(await bot.send(command())).toMatchObject({ status: 200 });
});

test('a wrong signature is Bolt’s to refuse', async () => {
  expect(await post('{}', { 'content-type': 'application/json', ...signed('{}', 'another secret') })).toBe(401);
});

test('Slack’s check of the certificate, which has no signature, is answered', async () => {
  expect(await post('ssl_check=1&token=x', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(200);
});
