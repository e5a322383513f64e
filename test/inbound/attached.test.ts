// Files that were sent: read no further than the limit, and what a signature beside one proves.
import { createHash } from 'node:crypto';
import { createMessage, generateKey, readPrivateKey, readSignature, sign } from 'openpgp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SentFile } from '../../src/chat/message/heard.ts';
import { attachedMax, examine } from '../../src/inbound/attached.ts';
import { type ReadFile, SendFailure } from '../../src/platforms/platform.ts';
import { at } from '../setup/embargo.ts';

const by = 'terminal:ada' as never;
const now = at('2026-03-02T09:00Z');
const made = new Date('2026-01-01T00:00Z');
const patch = Buffer.from('the fix, line by line\n');
const sha256 = createHash('sha256').update(patch).digest('hex');
type Key = { readonly publicKey: string; readonly privateKey: string; readonly id: string };
let seven: Key;
let other: Key;
let short: Key;

async function newKey(days = 0): Promise<Key> {
  const user = { name: 'Seven security', email: 'security@seven.example' };
  const { publicKey, privateKey } = await generateKey({ userIDs: [user], date: made, keyExpirationTime: days * 86_400, format: 'armored' });
  return { publicKey, privateKey, id: (await readPrivateKey({ armoredKey: privateKey })).getFingerprint().toUpperCase() };
}

beforeAll(async () => {
  [seven, other, short] = await Promise.all([newKey(), newKey(), newKey(10)]);
});

/** Files by their names, each in pieces; a text is how reading it fails. */
async function examined(files: Readonly<Record<string, Uint8Array | string>>, keys: readonly Key[] = [seven]) {
  const read: ReadFile = async function* (_by, { name }) {
    const content = files[name] ?? 'not-there';
    if (typeof content === 'string') throw new SendFailure(content === 'busy' ? 'again' : 'gone', content);
    for (let from = 0; from < content.length; from += 10) yield content.subarray(from, from + 10);
  };
  const sent = Object.keys(files).map((name): SentFile => ({ name, bytes: null, at: {} }));
  return examine(read, { by, files: sent, keys: keys.map(({ publicKey }) => publicKey) }, now);
}

async function signatureOf(
  content: Uint8Array,
  keys: readonly Key[],
  format: 'armored' | 'binary' = 'armored',
  date = made,
): Promise<Buffer> {
  const signingKeys = await Promise.all(keys.map(({ privateKey }) => readPrivateKey({ armoredKey: privateKey })));
  const message = await createMessage({ binary: content });
  const signature: unknown = await sign({ message, signingKeys, detached: true, format: format as 'armored', date });
  return Buffer.from(signature as string);
}

const verdict = async (...args: Parameters<typeof examined>) => (await examined(...args)).signatures.map((each) => each.verdict);

describe('a file', () => {
  test('is hashed as it comes in', async () => {
    expect(await examined({ 'fix.patch': patch })).toEqual({ files: [{ name: 'fix.patch', sha256 }], signatures: [] });
  });

  test('of just as many bytes as are read is hashed, of one more it is read no further', async () => {
    let given = 0;
    const piece = new Uint8Array(2 ** 20);
    const endless: ReadFile = async function* (_by, { name }) {
      for (let count = 0; name === 'endless' || count < attachedMax.bytes / piece.length; count += 1) {
        given += piece.length;
        yield piece;
      }
    };
    const of = (name: string) => examine(endless, { by, files: [{ name, bytes: 1, at: {} }], keys: [] }, now);
    expect((await of('just')).files).toEqual([{ name: 'just', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    given = 0;
    expect((await of('endless')).files).toEqual([{ name: 'endless', problem: 'too-big' }]);
    expect(given).toBe(attachedMax.bytes + piece.length);
  });

  test('that may be read later is no answer: it is tried again', async () => {
    await expect(examined({ 'fix.patch': 'busy' })).rejects.toMatchObject({ kind: 'again' });
  });
});

describe('a detached signature', () => {
  test.each(['armored', 'binary'] as const)('by a key that is held is good (%s)', async (format) => {
    const name = format === 'armored' ? 'fix.patch.asc' : 'fix.patch.sig';
    const files = { 'fix.patch': patch, [name]: await signatureOf(patch, [seven], format) };
    expect(await examined(files, [other, seven])).toEqual({
      files: [{ name: 'fix.patch', sha256 }],
      signatures: [{ name, of: 'fix.patch', verdict: { type: 'good', fingerprint: seven.id } }],
    });
  });

  test('of anything else does not match', async () => {
    const files = { 'fix.patch': Buffer.concat([patch, Buffer.from(' ')]), 'fix.patch.asc': await signatureOf(patch, [seven]) };
    expect(await verdict(files)).toEqual([{ type: 'mismatch', fingerprint: seven.id }]);
  });

  test('by a key that nobody holds is by an unknown key, whatever it is of', async () => {
    const files = { 'fix.patch': patch, 'fix.patch.asc': await signatureOf(patch, [other]) };
    expect(await verdict(files)).toEqual([{ type: 'unknown-key', key: other.id.slice(-16) }]);
    expect(await verdict(files, [])).toEqual([{ type: 'unknown-key', key: other.id.slice(-16) }]);
  });

  test('by two, one of whom is known, is good by that one', async () => {
    const files = { 'fix.patch': patch, 'fix.patch.asc': await signatureOf(patch, [other, seven]) };
    expect(await verdict(files)).toEqual([{ type: 'good', fingerprint: seven.id }]);
  });

  test('by a key that has expired proves nothing any more', async () => {
    const files = { 'fix.patch': patch, 'fix.patch.asc': await signatureOf(patch, [short]) };
    expect(await verdict(files, [short])).toEqual([{ type: 'unreliable', fingerprint: short.id }]);
  });

  test('by a subkey that has expired, of a key that has not, proves nothing any more', async () => {
    const user = { name: 'Seven security', email: 'security@seven.example' };
    const subkeys = [{ sign: true, keyExpirationTime: 10 * 86_400 }];
    const { publicKey, privateKey } = await generateKey({ userIDs: [user], date: made, subkeys, format: 'armored' });
    const id = (await readPrivateKey({ armoredKey: privateKey })).getFingerprint().toUpperCase();
    const key = { publicKey, privateKey, id };
    const signature = await signatureOf(patch, [key]);
    const first = await readSignature({ armoredSignature: signature.toString() });
    // It is by the subkey.
    expect(first.getSigningKeyIDs().map((each) => each.toHex().toUpperCase())).not.toEqual([id.slice(-16)]);
    expect(await verdict({ 'fix.patch': patch, 'fix.patch.asc': signature }, [key])).toEqual([{ type: 'unreliable', fingerprint: id }]);
  });

  test('of a text is the same for all ends of lines, and says nothing of the bytes', async () => {
    const signingKeys = await readPrivateKey({ armoredKey: seven.privateKey });
    const message = await createMessage({ text: patch.toString() });
    const signature = Buffer.from(await sign({ message, signingKeys, detached: true, date: made }));
    for (const content of [patch, Buffer.from(patch.toString().replaceAll('\n', '\r\n'))])
      expect(await verdict({ 'fix.patch': content, 'fix.patch.asc': signature })).toEqual([{ type: 'text', fingerprint: seven.id }]);
  });

  test('goes with the file that it is called after, or with the only other one', async () => {
    const signature = await signatureOf(patch, [seven]);
    const good = { type: 'good', fingerprint: seven.id };
    expect((await examined({ 'a.patch': patch, 'b.patch': patch, 'b.patch.asc': signature })).signatures).toEqual([
      { name: 'b.patch.asc', of: 'b.patch', verdict: good },
    ]);
    expect((await examined({ 'a.patch': patch, 'signature.asc': signature })).signatures).toEqual([
      { name: 'signature.asc', of: 'a.patch', verdict: good },
    ]);
    expect((await examined({ 'a.patch': patch, 'b.patch': patch, 'c.asc': signature })).signatures).toEqual([
      { name: 'c.asc', of: null, verdict: { type: 'alone' } },
    ]);
  });

  test.each([
    ['a text', Buffer.from('signed, Seven')],
    ['nothing', Buffer.alloc(0)],
    ['too much', Buffer.alloc(attachedMax.signatureBytes + 1)],
  ])('that is %s is none', async (_what, content) => {
    expect(await verdict({ 'fix.patch': patch, 'fix.patch.asc': content })).toEqual([{ type: 'none' }]);
  });

  test('of more signatures than anybody makes is none: each is reckoned over the whole file', async () => {
    const made = await signatureOf(
      patch,
      Array.from({ length: 5 }, () => seven),
    );
    expect(await verdict({ 'fix.patch': patch, 'fix.patch.asc': made })).toEqual([{ type: 'none' }]);
  });

  test('that is a public key is none', async () => {
    expect(await verdict({ 'fix.patch': patch, 'fix.patch.asc': Buffer.from(seven.publicKey) })).toEqual([{ type: 'none' }]);
  });

  test('of what cannot be read, or that cannot be read itself, was not checked', async () => {
    const signature = await signatureOf(patch, [seven]);
    expect(await verdict({ 'fix.patch': 'not-there', 'fix.patch.asc': signature })).toEqual([{ type: 'unread' }]);
    expect(await verdict({ 'fix.patch': patch, 'fix.patch.asc': 'not-there' })).toEqual([{ type: 'unread' }]);
  });
});
