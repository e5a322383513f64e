// What people paste as a PGP key: taken when mail can be encrypted to it now, and for how long; else why not.
import { createMessage, encrypt, generateKey, readKey, revokeKey } from 'openpgp';
import { describe, expect, test } from 'vitest';
import { dayMs } from '../../src/domain/values/time.ts';
import { readKeyBlock } from '../../src/handlers/pgp.ts';
import { at } from '../setup/embargo.ts';

const made = new Date('2026-01-01T00:00Z');
const now = at('2026-03-02T09:00Z');
const user = { name: 'Seven security', email: 'security@seven.example' };
const key = (days: number) => generateKey({ userIDs: [user], date: made, keyExpirationTime: days * 86_400, format: 'armored' });
const no = (code: string) => ({ type: 'refusal', reason: expect.objectContaining({ code }) });

describe('a public key', () => {
  test('is kept by its fingerprint, with its expiry and whose it is', async () => {
    const { publicKey } = await key(100);
    const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase();
    const expected = { fingerprint, expiresAt: made.getTime() + 100 * dayMs, user: 'Seven security <security@seven.example>' };
    expect(await readKeyBlock(publicKey, now)).toEqual(expected);
    // Chat clients make one line of it, or put a fence around it.
    expect(await readKeyBlock(publicKey.replaceAll(/\s+/g, ' '), now)).toEqual(expected);
    expect(await readKeyBlock(`\`\`\`${publicKey.replaceAll(/\s+/g, ' ')}\`\`\``, now)).toEqual(expected);
  });

  test('may never expire', async () => expect(await readKeyBlock((await key(0)).publicKey, now)).toMatchObject({ expiresAt: null }));

  test('is good until the instant at which it expires, and not at it', async () => {
    const { publicKey } = await key(10);
    const expires = made.getTime() + 10 * dayMs;
    expect(await readKeyBlock(publicKey, expires - 1)).toMatchObject({ expiresAt: expires });
    expect(await readKeyBlock(publicKey, expires)).toEqual({ type: 'refusal', reason: { code: 'key-expired', at: expires } });
  });

  test('that was revoked is not taken', async () => {
    const { privateKey } = await generateKey({ userIDs: [user], date: made, format: 'object' });
    const { publicKey } = await revokeKey({ key: privateKey, date: made, format: 'armored' });
    expect(await readKeyBlock(publicKey, now)).toEqual(no('key-revoked'));
  });

  test('to which nothing can be encrypted is not taken', async () => {
    const { publicKey } = await generateKey({ userIDs: [user], date: made, subkeys: [], format: 'armored' });
    expect(await readKeyBlock(publicKey, now)).toEqual(no('key-weak'));
  });

  test('of too few bits is not taken, of enough it is', async () => {
    const rsa = (rsaBits: number) =>
      generateKey({ userIDs: [user], type: 'rsa', rsaBits, date: made, format: 'armored', config: { minRSABits: 1024 } });
    expect(await readKeyBlock((await rsa(1024)).publicKey, now)).toEqual(no('key-weak'));
    expect(await readKeyBlock((await rsa(2048)).publicKey, now)).toMatchObject({ expiresAt: null });
  });
});

describe('what is none', () => {
  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['a fingerprint', 'C75D C0BA 499C 32EB 1468 DE36 BC8A 63AF 3700 D750'],
    ['an empty block', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----'],
    ['a block of letters', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\naGVsbG8=\n-----END PGP PUBLIC KEY BLOCK-----'],
  ])('%s is no key', async (_, text) => expect(await readKeyBlock(text, now)).toEqual(no('no-key')));

  test('a damaged key is no key', async () => {
    const { publicKey } = await key(100);
    expect(await readKeyBlock(publicKey.replace(/\n\n..../, '\n\nAAAA'), now)).toEqual(no('no-key'));
  });

  test('a message is no key', async () => {
    const { publicKey } = await key(100);
    const armoured = await encrypt({
      message: await createMessage({ text: 'hello' }),
      encryptionKeys: await readKey({ armoredKey: publicKey }),
      date: new Date(now),
    });
    expect(await readKeyBlock(armoured, now)).toEqual(no('no-key'));
  });

  test('a secret key is refused as such, locked or not', async () => {
    const { privateKey } = await generateKey({ userIDs: [user], date: made, format: 'armored', passphrase: 'otter' });
    expect(await readKeyBlock(privateKey, now)).toEqual(no('secret-key'));
  });
});
