// A secret key that is pasted by mistake is cut out, however it is disguised; nothing else is.
import { generateKey } from 'openpgp';
import { describe, expect, test } from 'vitest';
import { heldSecretKey, withoutSecretKeys } from '../../../src/chat/values/secret-keys.ts';

const made = new Date('2026-01-01T00:00Z');
const pair = (type: 'curve25519' | 'rsa') =>
  generateKey({ userIDs: [{ name: 'Seven' }], date: made, format: 'armored', type, ...(type === 'rsa' ? { rsaBits: 2048 } : {}) });

describe.each(['curve25519', 'rsa'] as const)('a secret key of %s', (type) => {
  test.each<[string, (block: string) => string]>([
    ['as it is made', (block) => block],
    ['in one line', (block) => block.replaceAll(/\s+/g, ' ')],
    ['quoted', (block) => block.replace(/^/gm, '> ')],
    ['indented', (block) => block.replace(/^/gm, '      ')],
    ['under a public header', (block) => block.replaceAll('PRIVATE', 'PUBLIC')],
    [
      'under a public header, quoted, with a version',
      (block) => block.replaceAll('PRIVATE', 'PUBLIC').replace('\n\n', '\nVersion: 2\n\n').replace(/^/gm, '> '),
    ],
    [
      'under a public header with comments of any kind',
      (block) => block.replaceAll('PRIVATE', 'PUBLIC').replace('\n\n', `\nX-Comment:a ${'b '.repeat(150)}\nComment2: c\n\n`),
    ],
    [
      'under a public header with a comment, in one line',
      (block) => block.replaceAll('PRIVATE', 'PUBLIC').replace('\n\n', '\nComment: hi there\n\n').replaceAll(/\s+/g, ' '),
    ],
    ['with the dashes of phones', (block) => block.replaceAll('-----', '———–')],
    ['with fewer dashes', (block) => block.replaceAll('-----', '--')],
    ['without dashes', (block) => block.replaceAll('-----', '')],
    ['in bold', (block) => block.replaceAll('-----', '-----**')],
    ['with a line end in its header', (block) => block.replace('PGP PRIVATE', 'PGP\u00a0\nPRIVATE')],
    [
      'whose end stands first',
      (block) =>
        block.replace('-----BEGIN PGP PRIVATE KEY BLOCK-----', '-----BEGIN PGP PRIVATE KEY BLOCK----- -----END PGP PRIVATE KEY BLOCK-----'),
    ],
    ['cut off', (block) => block.slice(0, 300)],
    ['in small letters', (block) => block.replace('BEGIN PGP PRIVATE KEY BLOCK', 'Begin PGP Private Key Block')],
    ['within an answer', (block) => `Our key is this:\n${block}\nPlease add it.`],
  ])('%s', async (_, change) => {
    const { privateKey } = await pair(type);
    const said = `org key Seven ${change(privateKey)}`;
    const kept = withoutSecretKeys(said);
    expect(heldSecretKey(kept)).toBe(true);
    expect(heldSecretKey(said)).toBe(false);
    const body = privateKey.split('\n\n')[1]?.replaceAll(/\s/g, '') ?? '';
    for (let at = 0; at + 20 < Math.min(body.length, 200); at += 20) expect(kept).not.toContain(body.slice(at, at + 20));
    expect(kept).toContain('org key Seven');
  });

  test('and the public one beside it is left as it is', async () => {
    const { publicKey, privateKey } = await pair(type);
    expect(withoutSecretKeys(publicKey)).toBe(publicKey);
    expect(withoutSecretKeys(`Ours: ${publicKey}\n${privateKey}`)).toContain(publicKey.trim());
  });
});

test.each([
  '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----',
  '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEI',
  'PuTTY-User-Key-File-3: ssh-ed25519\nPublic-Lines: 2\nAAAA\nPrivate-Lines: 1\nAAAA',
])('of other programs too: %j', (text) => {
  expect(heldSecretKey(withoutSecretKeys(`note ${text} was in the log`))).toBe(true);
  expect(withoutSecretKeys(`note ${text}`)).not.toContain('AAAA');
});

test.each([
  'note the PRIVATE KEY is read from /etc',
  'We begin the private key rotation',
  'BEGIN',
  '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhello world, this is',
])('nothing is cut out of %j', (text) => expect(withoutSecretKeys(text)).toBe(text));
