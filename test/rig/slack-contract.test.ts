// The check that every played story passes can fail: each thing that it looks for is found where it is.
import { expect, test } from 'vitest';
import { broken, secretsOf } from './slack/contract.ts';
import type { Call } from './slack/fake-slack.ts';

const blocks = (text: string) => [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }];
const metadata = { event_type: 'embargo_bot', event_payload: { row: '7d0c9d0e-2f5e-4a59-8b8e-0c8f8e6a1c11' } };
const look: Call = { method: 'conversations.info', args: { channel: 'C1' } };
const post = (args: object): Call => ({
  method: 'chat.postMessage',
  args: { channel: 'C1', text: 'quiet-otter', blocks: blocks('hi'), metadata, ...args },
});
const whisper: Call = { method: 'chat.postEphemeral', args: { channel: 'C1', user: 'U1', text: 'quiet-otter', blocks: blocks('yours') } };
const plain = (text: string) => ({ type: 'plain_text', text });
const modal = (carried: object): Call => ({
  method: 'views.open',
  args: { view: { type: 'modal', title: plain('New'), private_metadata: JSON.stringify(carried), blocks: [] } },
});
const another = { ...metadata, event_payload: { row: '7d0c9d0e-2f5e-4a59-8b8e-0c8f8e6a1c12' } };

const found = (...calls: Call[]) => broken({ calls, slack: { channels: new Map([['C1', {}]]) } }, ['runc', 'CVE-2024-21626']);

test.each<[string, readonly Call[]]>([
  ['a post in a room that was looked at', [look, post({})]],
  ['two pages of one message', [look, post({}), post({ blocks: blocks('page 2') })]],
  ['a secret within the message itself, to one person', [{ ...whisper, args: { ...whisper.args, blocks: blocks('runc') } }]],
  ['a direct message, without a look at any room', [post({ channel: 'D1' })]],
  ['a form that carries words and a room', [modal({ words: 'ack quiet-otter', room: 'slack:T1/C1' })]],
])('%s is as it should be', (_what, calls) => {
  expect(found(...calls)).toEqual([]);
});

test.each<[string, readonly Call[], ...string[]]>([
  [
    'a secret in a room',
    [look, post({ blocks: blocks('about runc') })],
    'chat.postMessage: "runc" in the room',
    'chat.postMessage: "runc" in the notification',
  ],
  ['a secret in a direct message', [post({ channel: 'D1', blocks: blocks('about runc') })], 'chat.postMessage: "runc" in the notification'],
  ['a secret on a lock screen', [look, post({ text: 'about RUNC' })], 'chat.postMessage: "runc" in the push text'],
  [
    'more than a row in what any app can read',
    [look, post({ metadata: { event_payload: { row: 'r', title: 'x' } } })],
    'chat.postMessage: metadata that is more than a row and a page',
  ],
  [
    'a form that carries more',
    [modal({ words: 'note', text: 'x' })],
    'views.open: private metadata that is more than words, room and thread',
  ],
  ['a form that carries a secret', [modal({ words: 'note runc' })], 'views.open: "runc" in the private metadata'],
  ['a room that was not looked at', [post({})], 'chat.postMessage number 0: the room was not looked at before'],
  [
    'a room that was looked at for the message before',
    [look, post({}), post({ metadata: another })],
    'chat.postMessage number 2: the room was not looked at before',
  ],
  ['blocks that Slack refuses', [look, post({ blocks: [{ type: 'video' }] })], 'chat.postMessage: invalid_blocks'],
  [
    'what one person was shown, said to all',
    [whisper, look, post({ blocks: blocks('yours') })],
    `shown to one, then to all: ${JSON.stringify(blocks('yours'))}`,
  ],
])('%s is found', (_what, calls, ...sentences) => {
  expect(found(...calls)).toEqual(sentences);
});

test('what is secret in a story is what was typed into its forms, and behind the command that opens an embargo', () => {
  const form =
    '  Title?\nada: A leak of everything\n  CVE id (optional)?\nada: skip\n  Affected component [runc]?\nada: crun\n  Why?\nada: too early';
  const command = 'ada: /embargo create title="Keys collide" component=layerd versions=all date="in 8 days at 14:00 UTC"';
  expect(secretsOf(`${form}\n${command}`)).toEqual(['A leak of everything', 'crun', 'Keys collide', 'layerd']);
});
