// What people paste as a PGP key: taken when mail can be encrypted to it now, and for how long; else why not.
import { createMessage, encrypt, generateKey, readKey, reformatKey, revokeKey } from 'openpgp';
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
  test('is kept whole, by its fingerprint, with its expiry and whose it is', async () => {
    const { publicKey } = await key(100);
    const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase();
    const whose = 'Seven security <security@seven.example>';
    const expected = { fingerprint, expiresAt: made.getTime() + 100 * dayMs, user: whose, block: publicKey };
    expect(await readKeyBlock(publicKey, now)).toEqual(expected);
    // Chat clients make one line of it, or put a fence around it.
    expect(await readKeyBlock(publicKey.replaceAll(/\s+/g, ' '), now)).toEqual(expected);
    expect(await readKeyBlock(`\`\`\`${publicKey.replaceAll(/\s+/g, ' ')}\`\`\``, now)).toEqual(expected);
  });

  test('that was prolonged on one of its names ends when that says', async () => {
    const [one, two] = [{ name: 'Seven' }, { name: 'Seven security' }];
    const begun = { date: made, format: 'object' } as const;
    const { privateKey, publicKey } = await generateKey({ ...begun, userIDs: [one, two], keyExpirationTime: 10 * 86_400 });
    const date = new Date('2026-01-05T00:00Z');
    const later = await reformatKey({ privateKey, userIDs: [two], date, keyExpirationTime: 200 * 86_400, format: 'object' });
    const prolonged = await publicKey.update(later.publicKey);
    expect(await readKeyBlock(prolonged.armor(), now)).toMatchObject({ expiresAt: made.getTime() + 200 * dayMs });
  });

  test('is kept without what others signed on it', async () => {
    const { publicKey } = await generateKey({ userIDs: [user], date: made, format: 'object' });
    const { privateKey: other } = await generateKey({ userIDs: [{ name: 'Other' }], date: made, format: 'object' });
    const signed = await publicKey.signPrimaryUser([other], made);
    expect(signed.armor().length).toBeGreaterThan(publicKey.armor().length);
    expect(await readKeyBlock(signed.armor(), now)).toMatchObject({ block: publicKey.armor() });
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

describe('a public key as it is sent', () => {
  test.each<[string, (block: string) => string]>([
    ['with line ends of Windows', (block) => block.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (block) => `\ufeff${block}`],
    ['quoted in a mail', (block) => block.replace(/^/gm, '> ')],
    ['quoted twice', (block) => block.replace(/^/gm, '>> ')],
    ['indented', (block) => block.replace(/^/gm, '    ')],
    ['with words around it', (block) => `Hello, here is our key:\n\n${block}\n\nBest,\nSeven`],
    ['with a comment', (block) => block.replace('\n\n', '\nVersion: GnuPG v2\nComment: Seven Linux\n\n')],
    ['with a comment, in one line', (block) => block.replace('\n\n', '\nVersion: GnuPG v2\nComment: our key\n\n').replaceAll(/\s+/g, ' ')],
  ])('%s is read', async (_, change) => {
    const { publicKey } = await key(100);
    const { fingerprint } = (await readKeyBlock(publicKey, now)) as { fingerprint: string };
    expect(await readKeyBlock(change(publicKey.trim()), now)).toMatchObject({ fingerprint });
  });

  test('ends when mail can no longer be encrypted to it', async () => {
    const made100 = (primary: number, ...subkeys: number[]) =>
      generateKey({
        ...{ userIDs: [user], date: made, format: 'armored', keyExpirationTime: primary * 86_400 },
        subkeys: subkeys.map((days) => ({ keyExpirationTime: days * 86_400 })),
      });
    const ends = async (primary: number, ...subkeys: number[]) => readKeyBlock((await made100(primary, ...subkeys)).publicKey, now);
    const on = (days: number) => ({ expiresAt: made.getTime() + days * dayMs });
    expect(await ends(0, 90)).toMatchObject(on(90));
    expect(await ends(365, 90)).toMatchObject(on(90));
    expect(await ends(80, 90)).toMatchObject(on(80));
    expect(await ends(0, 90, 120)).toMatchObject(on(120));
    // The other one can be used still.
    expect(await ends(0, 10, 120)).toMatchObject(on(120));
    expect(await ends(0, 10, 20)).toEqual({ type: 'refusal', reason: { code: 'key-expired', at: made.getTime() + 20 * dayMs } });
  });

  test('with others is not taken in part: all of them are named', async () => {
    const [one, other] = await Promise.all([key(100), generateKey({ userIDs: [{ name: 'Nova' }], date: made, format: 'armored' })]);
    expect(await readKeyBlock(`${one.publicKey}\n${other.publicKey}`, now)).toEqual({
      type: 'refusal',
      reason: { code: 'several-keys', keys: ['Seven security <security@seven.example>', 'Nova'] },
    });
  });
});

describe('what is none', () => {
  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['a fingerprint', 'C75D C0BA 499C 32EB 1468 DE36 BC8A 63AF 3700 D750'],
  ])('%s is no key', async (_, text) => expect(await readKeyBlock(text, now)).toEqual(no('no-key')));

  test.each([
    ['an empty block', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----'],
    ['a block of letters', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\naGVsbG8=\n-----END PGP PUBLIC KEY BLOCK-----'],
    ['half a block', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxjMEaZ'],
  ])('%s is damaged', async (_, text) => expect(await readKeyBlock(text, now)).toEqual(no('key-damaged')));

  test('a damaged key is said to be', async () => {
    const { publicKey } = await key(100);
    expect(await readKeyBlock(publicKey.replace(/\n\n..../, '\n\nAAAA'), now)).toEqual(no('key-damaged'));
  });

  test('a message is no key', async () => {
    const { publicKey } = await key(100);
    const armoured = await encrypt({
      message: await createMessage({ text: 'hello' }),
      encryptionKeys: await readKey({ armoredKey: publicKey }),
      date: new Date(now),
    });
    expect(await readKeyBlock(armoured, now)).toEqual(no('key-damaged'));
  });

  test('a secret key is refused as such, locked or not', async () => {
    const { privateKey } = await generateKey({ userIDs: [user], date: made, format: 'armored', passphrase: 'otter' });
    expect(await readKeyBlock(privateKey, now)).toEqual(no('secret-key'));
  });
});
