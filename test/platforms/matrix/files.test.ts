// Files that people send to the bot on Matrix, on a real homeserver: encrypted as clients do it, fetched, opened and checked.
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SentFile } from '../../../src/chat/message/heard.ts';
import { type PersonId, personId } from '../../../src/domain/values/ids.ts';
import { object } from '../../../src/platforms/matrix/payload.ts';
import { type Alone, aloneWithAda, heardIn } from '../../rig/matrix/alone.ts';
import type { Person } from '../../rig/matrix/people.ts';
import { homeserver } from '../../rig/matrix/server.ts';
import { describeSynapse } from '../../setup/needs.ts';

let bot: Alone;
let ada: Person;
let direct: string;
const ends: (() => Promise<unknown> | unknown)[] = [];
const patch = Buffer.from('the fix, line by line\n');
const idOf = ({ userId }: Person): PersonId => personId(`matrix:${userId}`) ?? ('' as never);

/** Uploads it as the specification says: AES-256-CTR, with the SHA-256 of what is uploaded. `altered`: other bytes are uploaded than its hash is of. */
async function uploaded(content: Uint8Array, { altered = false } = {}): Promise<object> {
  const [key, iv] = [randomBytes(32), Buffer.concat([randomBytes(8), Buffer.alloc(8)])];
  const sealed = createCipheriv('aes-256-ctr', key, iv).update(content);
  const hash = createHash('sha256').update(sealed).digest('base64').replace(/=+$/, '');
  if (altered) sealed[0] = (sealed[0] ?? 0) ^ 1;
  const headers = { authorization: `Bearer ${ada.accessToken}`, 'content-type': 'application/octet-stream' };
  const answer = await fetch(`${homeserver().url}/_matrix/media/v3/upload`, { method: 'POST', headers, body: new Uint8Array(sealed) });
  const jwk = { kty: 'oct', key_ops: ['encrypt', 'decrypt'], alg: 'A256CTR', k: key.toString('base64url'), ext: true };
  const url = object(await answer.json()).content_uri;
  return { v: 'v2', url, key: jwk, iv: iv.toString('base64').replace(/=+$/, ''), hashes: { sha256: hash } };
}

async function sends(content: object): Promise<readonly SentFile[] | string> {
  const event = await ada.send(direct, 'm.room.message', content as never);
  await bot.heard(event);
  const key = `matrix:${event}`;
  const heard = heardIn(bot.incoming).find((each) => each.key === key);
  if (heard !== undefined) return heard.files ?? [];
  return bot.incoming.flatMap((each) => ('change' in each && each.key === key ? [each.change.type] : []))[0] ?? 'nothing';
}

async function read(file: SentFile | undefined, bytesMax = 1000): Promise<string> {
  const { readFile } = bot.platform;
  if (readFile === null || file === undefined) throw new Error('there is no file to read');
  const parts: Uint8Array[] = [];
  for await (const part of readFile(idOf(ada), file, { bytesMax, off: AbortSignal.timeout(20_000) })) parts.push(part);
  return Buffer.concat(parts).toString();
}

describeSynapse('a file that is sent to the bot on Matrix', () => {
  beforeEach(async () => {
    ({ bot, ada } = await aloneWithAda(ends));
    await ada.waitFor(await bot.say({ type: 'person', person: idOf(ada), room: null }, 'hello', 'hello'));
    direct = bot.posts.at(-1)?.roomId ?? '';
  }, 180_000);
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  it('is heard with what is said under it, opened, and no longer than it may be', async () => {
    const file = {
      msgtype: 'm.file',
      body: 'patch publish',
      filename: 'fix.patch',
      info: { size: patch.length },
      file: await uploaded(patch),
    };
    const [sent] = (await sends(file)) as readonly SentFile[];
    expect([sent?.name, sent?.bytes]).toEqual(['fix.patch', patch.length]);
    expect(heardIn(bot.incoming).at(-1)?.said).toEqual({ type: 'words', text: 'patch publish' });
    expect(await read(sent, patch.length)).toBe(patch.toString());
    await expect(read(sent, patch.length - 1)).rejects.toMatchObject({ kind: 'gone', code: 'too-big' });
  }, 180_000);

  it('comes with its signature, which is sent after it: as an answer to it, or by its name', async () => {
    const names = (sent: readonly SentFile[] | string) => (typeof sent === 'string' ? sent : sent.map(({ name }) => name));
    const file = await uploaded(patch);
    expect(names(await sends({ msgtype: 'm.file', body: 'fix.patch', file }))).toEqual(['fix.patch']);
    expect(names(await sends({ msgtype: 'm.file', body: 'other.patch', file }))).toEqual(['other.patch']);
    expect(names(await sends({ msgtype: 'm.file', body: 'fix.patch.asc', file }))).toEqual(['fix.patch', 'fix.patch.asc']);
    expect(names(await sends({ msgtype: 'm.file', body: 'third.patch.asc', file }))).toEqual(['third.patch.asc']);
    const other = heardIn(bot.incoming).find(({ files }) => files?.[0]?.name === 'other.patch');
    const reply = { 'm.in_reply_to': { event_id: other?.key.slice('matrix:'.length) } };
    expect(names(await sends({ msgtype: 'm.file', body: 'sig.asc', file, 'm.relates_to': reply }))).toEqual(['other.patch', 'sig.asc']);
  }, 180_000);

  it('that is not what was sent, or is nowhere, is not taken for it; one that was not encrypted is not taken at all', async () => {
    const [altered] = (await sends({ msgtype: 'm.file', body: 'fix.patch', file: await uploaded(patch, { altered: true }) })) as SentFile[];
    await expect(read(altered)).rejects.toMatchObject({ kind: 'gone', code: 'altered' });
    const file = await uploaded(patch);
    const [nowhere] = (await sends({ msgtype: 'm.file', body: 'x', file: { ...file, url: `${object(file).url}x` } })) as SentFile[];
    await expect(read(nowhere)).rejects.toMatchObject({ kind: 'gone', code: 'M_NOT_FOUND' });
    for (const url of ['https://evil.example/x', 'mxc://evil.example/../../x', 'mxc://a/b?c'])
      await expect(read({ name: 'x', bytes: null, at: { url, opened: '{}' } })).rejects.toMatchObject({
        kind: 'gone',
        code: 'not-an-address',
      });
    expect(await sends({ msgtype: 'm.file', body: 'fix.patch', url: object(file).url })).toBe('untaken');
  }, 180_000);
});
