// Files that somebody sends to the bot on Slack: heard with their message, fetched from Slack and from nowhere else.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SentFile } from '../../../../src/chat/message/heard.ts';
import { ada, type Bot, person, startBot } from '../../../rig/slack/bot.ts';
import { directMessage } from '../../../rig/slack/payloads.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.stop());

const content = Buffer.from('the fix, line by line');
const fileOf = (id: string, name = 'fix.patch'): SentFile => ({ name, bytes: null, at: { id } });

async function read(id: string, bytesMax = 1000): Promise<string> {
  const { readFile } = bot.slack;
  if (readFile === null) throw new Error('nobody reads files');
  const parts: Uint8Array[] = [];
  for await (const part of readFile(person('U1'), fileOf(id), { bytesMax, off: AbortSignal.timeout(10_000) })) parts.push(part);
  return Buffer.concat(parts).toString();
}
const fetched = () => bot.fake.calls.filter(({ method }) => method === 'files-pri').length;

test('a message to the bot alone is heard with its files, and with what is said under them', async () => {
  const more = { subtype: 'file_share', files: [{ id: 'F1', name: 'fix.patch', size: 21, url_private: 'https://evil.example/fix.patch' }] };
  await bot.send(directMessage(ada, 'D1', '', 'Ev1', '1700000000.000001', more));
  await bot.send(directMessage(ada, 'D1', 'patch publish', 'Ev2', '1700000000.000002', { ...more, files: [{ name: 'no id' }] }));
  expect(bot.heard.map(({ said, files }) => [said, files])).toEqual([
    [{ type: 'words', text: '' }, [{ name: 'fix.patch', bytes: 21, at: { id: 'F1' } }]],
    [{ type: 'words', text: 'patch publish' }, undefined],
  ]);
  expect(bot.fake.calls.some(({ method }) => method.startsWith('files'))).toBe(false);
});

test('a file is read as it is', async () => {
  expect(await read(bot.fake.addFile({ name: 'fix.patch', content }).id)).toBe(content.toString());
});

test('one that Slack says is elsewhere is not fetched: the token goes to nobody else', async () => {
  let asked = 0;
  const elsewhere = createServer((_request, response) => {
    asked += 1;
    response.end('mine');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const port = (elsewhere.address() as AddressInfo).port;
  const addresses = [
    `http://127.0.0.1:${port}/x`,
    'http://files.slack.com/x',
    'https://files.slack.com.evil.example/x',
    'https://slack.com/api/auth.revoke',
    'https://files.slack.com/api/chat.postMessage?channel=C1',
    'https://evil.slack.com/files-pri/x',
    'file:///etc/passwd',
    '',
  ];
  for (const url of addresses)
    await expect(read(bot.fake.addFile({ name: 'fix.patch', content, url }).id)).rejects.toMatchObject({
      kind: 'gone',
      code: 'file_elsewhere',
    });
  expect(asked).toBe(0);
  await new Promise((resolve) => elsewhere.close(resolve));
});

test('one that Slack says is too big is not fetched', async () => {
  const { id } = bot.fake.addFile({ name: 'fix.patch', content });
  await expect(read(id, content.length - 1)).rejects.toMatchObject({ kind: 'gone', code: 'too-big' });
  expect(fetched()).toBe(0);
  expect(await read(id, content.length)).toBe(content.toString());
});

test('without the scope for it the bot says so, and fetches nothing', async () => {
  bot.fake.slack.scopes.delete('files:read');
  await expect(read(bot.fake.addFile({ name: 'fix.patch', content }).id)).rejects.toMatchObject({ kind: 'gone', code: 'no-right' });
  expect(fetched()).toBe(0);
});

test.each([
  ['a page to log in by', { type: 'garbage' }, { kind: 'gone', code: 'file_page' }],
  ['that it is nowhere', { type: 'status', status: 404 }, { kind: 'gone', code: 'http_404' }],
  ['to go elsewhere', { type: 'status', status: 302 }, { kind: 'gone', code: 'http_302' }],
  ['that there are too many', { type: 'status', status: 429 }, { kind: 'paused' }],
  ['that it fails', { type: 'status', status: 503 }, { kind: 'again' }],
  ['nothing', { type: 'lost-before' }, { kind: 'again' }],
] as const)('what Slack answers instead of a file is none: %s', async (_what, fault, failure) => {
  bot.fake.failNext('files-pri', fault);
  await expect(read(bot.fake.addFile({ name: 'fix.patch', content }).id)).rejects.toMatchObject(failure);
});

test('a file that was deleted is gone', async () => {
  await expect(read('F404')).rejects.toMatchObject({ kind: 'gone', code: 'file_not_found' });
});
