// Files that the bot sends on Matrix, on a real homeserver: sealed, readable for who may read the event, and there once.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { textFile } from '../../../src/chat/message/files.ts';
import { line } from '../../../src/chat/message/message.ts';
import { type PersonId, personId } from '../../../src/domain/values/ids.ts';
import { matrixFiles, mediaOf, sentFile } from '../../../src/platforms/matrix/encryption/media.ts';
import { object, string } from '../../../src/platforms/matrix/payload.ts';
import { type Destination, NoLonger, type Post } from '../../../src/platforms/platform.ts';
import { type Alone, aloneWithAda, placeOf, roomOf } from '../../rig/matrix/alone.ts';
import type { Person } from '../../rig/matrix/people.ts';
import { startProxy } from '../../rig/matrix/proxy.ts';
import { homeserver } from '../../rig/matrix/server.ts';
import { describeSynapse } from '../../setup/needs.ts';

let bot: Alone;
let ada: Person;
let proxy: Awaited<ReturnType<typeof startProxy>>;
const ends: (() => Promise<unknown> | unknown)[] = [];
const text = 'The fix: größer.\n';
const file = textFile({ name: 'keen-toad-post.txt', text, words: 'draft post keen-toad' });
const idOf = ({ userId }: Person): PersonId => personId(`matrix:${userId}`) ?? ('' as never);
const limits = { bytesMax: 1000, off: AbortSignal.timeout(120_000) };

async function sends(to: Destination, rowId = 'row', more: Partial<Post> = {}): Promise<{ room: string; event: string }> {
  const [, page] = bot.platform.pages({ push: '', nodes: [line('Here:')], files: [file] }, { zone: null, repeated: false });
  const ref = (await bot.platform.post({ rowId, index: 1, to, page, replaces: null, pin: false, ...more })) ?? '';
  const at = ref.lastIndexOf('/$');
  return { room: ref.slice(0, at), event: ref.slice(at + 1) };
}

const directly = (): Destination => ({ type: 'person', person: idOf(ada), room: null });

describeSynapse('a file that the bot sends on Matrix', () => {
  beforeEach(async () => {
    proxy = await startProxy(homeserver().url);
    ends.push(() => proxy.stop());
    ({ bot, ada } = await aloneWithAda(ends, { url: proxy.url }));
  }, 180_000);
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  it('is seen by nobody who lost access while it went up', async () => {
    const room = await roomOf(homeserver(), bot.account, [ada]);
    await expect(sends(placeOf(room), 'row', { ended: async () => 'access-changed' })).rejects.toThrow(NoLonger);
    const { event } = await sends(placeOf(room), 'next');
    await ada.waitFor(event);
    expect((await ada.said(room)).map(({ eventId }) => eventId)).toEqual([event]);
  });

  it('can be opened by who reads its event, directly and in a room, and by nobody who has only what was uploaded', async () => {
    const room = await roomOf(homeserver(), bot.account, [ada]);
    for (const [to, row] of [
      [directly(), 'direct'],
      [placeOf(room), 'room'],
    ] as const) {
      const { event } = await sends(to, row);
      const content = await ada.waitFor(event);
      expect(content).toMatchObject({ msgtype: 'm.file', body: file.name, filename: file.name });
      expect(content.info).toEqual({ mimetype: 'text/plain', size: 19 });
      const sent = sentFile(content)?.file;
      if (sent === undefined) throw new Error('no file');
      const media = (url: string) => mediaOf(homeserver().url, ada.accessToken, url, limits);
      const parts: Uint8Array[] = [];
      for await (const part of matrixFiles(media)(idOf(ada), sent, limits)) parts.push(part);
      expect(Buffer.concat(parts).toString()).toBe(text);
      const uploaded = await media(string(object(content.file).url) ?? '');
      expect(uploaded.length).toBe(19);
      expect(Buffer.from(uploaded).toString()).not.toContain('fix');
      expect(ada.shown(event)?.encrypted).toBe(true);
    }
  }, 180_000);

  it('is there once, however often it is sent', async () => {
    const first = await sends(directly());
    const again = await sends(directly());
    expect(again).toEqual(first);
    await ada.waitFor(first.event);
    const said = await ada.said(first.room);
    expect(said.map(({ content }) => content.msgtype)).toEqual(['m.file']);
  }, 180_000);

  it('that the homeserver does not take is named with the command that shows its text', async () => {
    proxy.fault({ method: 'POST', path: /\/media\/v3\/upload/ }, { type: 'answers', status: 413, body: { errcode: 'M_TOO_LARGE' } });
    const { event } = await sends(directly());
    expect((await ada.waitFor(event)).body).toBe("keen-toad-post.txt couldn't be sent as a file. `draft post keen-toad` shows its text.");
  }, 180_000);

  it('waits where the homeserver says not now', async () => {
    const upload = { method: 'POST', path: /\/media\/v3\/upload/ };
    proxy.fault(upload, { type: 'answers', status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2000 } });
    await expect(sends(directly())).rejects.toMatchObject({ kind: 'paused', afterMs: 2000 });
    proxy.fault(upload, { type: 'drops' });
    await expect(sends(directly())).rejects.toMatchObject({ kind: 'again' });
    expect((await ada.waitFor((await sends(directly())).event)).msgtype).toBe('m.file');
  }, 180_000);
});
