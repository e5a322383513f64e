import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textFile } from '../../../../src/chat/message/files.ts';
import { line } from '../../../../src/chat/message/message.ts';
import { type Destination, NoLonger, type Post } from '../../../../src/platforms/platform.ts';
import { type Bot, startBot, toAda, toRoom } from '../../../rig/slack/bot.ts';
import { linesOf } from '../../../rig/slack/text.ts';

let bot: Bot;
beforeEach(async () => {
  bot = await startBot({ fake: { scopes: ['chat:write', 'im:write', 'im:history', 'groups:read', 'groups:history', 'files:write'] } });
});
afterEach(() => bot.stop());

const file = (name: string, text = `the text of ${name}`) => textFile({ name, text, words: 'draft post keen-toad' });
const files = [file('keen-toad-post.txt', 'The fix: größer.'), file('keen-toad-csaf.json', '{}')];
const pagesOf = (all = files, repeated = false) =>
  bot.slack.pages({ push: 'keen-toad: something for you', nodes: [line('Here:')], files: all }, { zone: null, repeated });
const row = { rowId: 'row-1', index: 1, replaces: null, pin: false };
const share = (to: Destination, more: Partial<Post> = {}) => bot.slack.post({ ...row, to, page: pagesOf()[1], ...more });
const find = (to: Destination, more: Partial<Post> = {}) =>
  bot.slack.find({ rowId: 'row-1', index: 1, to, page: pagesOf()[1], ...more, since: Date.parse('2024-01-17T09:00Z') });
const shown = () =>
  bot.fake.slack.messages.map(({ channel, only, thread, blocks, files: shared = [] }) => ({
    channel,
    ...(only === null ? {} : { only }),
    ...(thread === null ? {} : { thread }),
    lines: linesOf(blocks, null),
    files: shared.map(({ name, content }) => [name, Buffer.from(content).toString()]),
  }));
const called = () => bot.fake.calls.map(({ method }) => method).filter((method) => /^(?:files|chat|upload)/.test(method));
const shared = [
  ['keen-toad-post.txt', 'The fix: größer.\n'],
  ['keen-toad-csaf.json', '{}\n'],
];

describe('the files of a message on Slack', () => {
  test('follow its words in one post, which says nothing but how many there are', async () => {
    expect(pagesOf()).toHaveLength(2);
    await share(toAda(null));
    expect(shown()).toEqual([{ channel: 'D1', lines: ['2 files'], files: shared }]);
    const [ask, , complete] = ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'];
    expect(called()).toEqual([ask, 'upload', ask, 'upload', complete]);
    expect(bot.fake.calls.find(({ method }) => method === ask)?.args).toEqual({ filename: 'keen-toad-post.txt', length: '19' });
  });

  test('more than ten of them are shared in several posts', () => {
    const many = Array.from({ length: 11 }, (_, index) => file(`${index}.txt`));
    expect(pagesOf(many)).toHaveLength(3);
  });

  test('go to a person directly, also where the words stand in a room: nobody else sees a file there', async () => {
    await share(toAda('C1'));
    expect(shown().map(({ channel, files: there }) => [channel, there.length])).toEqual([['D1', 2]]);
  });

  test('though quiet, are no ephemeral message, which has no files', async () => {
    await share(toAda(null), { quiet: 'answer' });
    expect(shown().map(({ channel, files: there }) => [channel, there.length])).toEqual([['D1', 2]]);
  });

  test('go into the thread that a room has for them', async () => {
    const ref = (await bot.post(toRoom, [line('card')])) ?? '';
    await share(toRoom, { under: { ref, page: null } });
    expect(shown().at(-1)).toMatchObject({ channel: 'C1', thread: ref.split('/')[1], files: shared });
  });

  test.each([
    ['in a room', toRoom],
    ['in a direct message', toAda(null)],
    ['directly, the words being in a room', toAda('C1')],
  ])('are known again %s after a crash, by their row and page, and by nothing else', async (_where, to) => {
    bot.fake.failNext('files.completeUploadExternal', { type: 'lost-after' });
    await expect(share(to, { quiet: 'answer' })).rejects.toMatchObject({ kind: 'unsure' });
    const [{ channel = '', ts = '' } = {}] = bot.fake.slack.messages;
    expect(await find(to, { quiet: 'answer' })).toEqual({ ref: `${channel}/${ts}` });
    expect([await find(to, { index: 2 }), await find(to, { rowId: 'row-2' })]).toEqual(['no', 'no']);
  });

  test('are seen by nobody who lost access while their bytes went up', async () => {
    await expect(share(toAda(null), { ended: async () => 'access-changed' })).rejects.toThrow(NoLonger);
    expect([called().at(-1), await find(toAda(null)), shown()]).toEqual(['upload', 'no', []]);
  });

  test('are not taken for said while only their bytes are there', async () => {
    bot.fake.failNext('files.completeUploadExternal', { type: 'lost-before' });
    await expect(share(toAda(null))).rejects.toMatchObject({ kind: 'unsure' });
    expect([await find(toAda(null)), shown()]).toEqual(['no', []]);
  });

  test.each([
    ['the app was not granted the right', () => void bot.fake.slack.scopes.delete('files:write')],
    [
      'the workspace takes no files',
      () => bot.fake.failNext('files.getUploadURLExternal', { type: 'error', code: 'file_uploads_disabled' }),
    ],
    ['nothing gets to where files are', () => bot.fake.failNext('upload', { type: 'lost-before' })],
    ['what was uploaded is refused', () => bot.fake.failNext('upload', { type: 'status', status: 403 })],
    ['it refuses at the end', () => bot.fake.failNext('files.completeUploadExternal', { type: 'error', code: 'file_update_failed' })],
    [
      'it names a place that is not its own',
      () =>
        bot.fake.failNext('files.getUploadURLExternal', {
          type: 'answer',
          answer: { ok: true, file_id: 'F1', upload_url: 'https://evil.example/upload' },
        }),
    ],
  ])('are named with the command that shows each where %s', async (_why, spoil) => {
    spoil();
    await share(toAda(null), { quiet: 'answer' });
    expect(shown()).toEqual([
      {
        channel: 'D1',
        only: 'U1',
        lines: files.map(({ name }) => `${name} couldn't be sent as a file. \`draft post keen-toad\` shows its text.`),
        files: [],
      },
    ]);
    expect(JSON.stringify(bot.logs)).toContain('slack.files-not-taken');
    expect(JSON.stringify(bot.logs)).not.toContain('keen-toad');
  });

  test.each([
    ['files.getUploadURLExternal', { type: 'error', code: 'ratelimited', afterS: 7 }, 'paused'],
    ['files.getUploadURLExternal', { type: 'status', status: 500 }, 'again'],
    ['upload', { type: 'status', status: 429, afterS: 7 }, 'paused'],
    ['files.completeUploadExternal', { type: 'status', status: 500 }, 'unsure'],
  ] as const)('are tried again where %s fails in passing (%j)', async (method, fault, kind) => {
    bot.fake.failNext(method, fault);
    await expect(share(toAda(null))).rejects.toMatchObject({ kind });
    expect(shown()).toEqual([]);
    await share(toAda(null));
    expect(shown().map(({ files: there }) => there)).toEqual([shared]);
  });

  test('to somebody whose account is closed are for nobody', async () => {
    const ada = bot.fake.slack.users.get('U1');
    if (ada !== undefined) ada.deleted = true;
    await expect(share(toAda(null))).rejects.toMatchObject({ kind: 'gone', code: 'user_disabled' });
  });

  test('say that they may have been sent before where nobody could look', () =>
    expect(JSON.stringify(pagesOf(files, true)[1])).toContain('Possibly repeated'));
});
