// The bot's identity on the homeserver, sealed with a recovery key: as any client would seal and open it.
import { randomBytes } from 'node:crypto';
import { decodeRecoveryKey, encodeRecoveryKey } from 'matrix-js-sdk/lib/crypto-api/recovery-key.js';
import decrypt from 'matrix-js-sdk/lib/utils/decryptAESSecretStorageItem.js';
import encrypt from 'matrix-js-sdk/lib/utils/encryptAESSecretStorageItem.js';
import { describe, expect, test } from 'vitest';
import {
  fitsDescription,
  keyDescription,
  openSecret,
  readRecoveryKey,
  recoveryKeyOf,
  sealSecret,
} from '../../../../src/platforms/matrix/encryption/secret-storage.ts';

const key = new Uint8Array(randomBytes(32));
const name = 'm.cross_signing.master';

describe('a secret', () => {
  test('is opened by its key and its name, and by no other', () => {
    const sealed = sealSecret(key, name, 'the secret', randomBytes(16));
    expect(openSecret(key, name, sealed)).toBe('the secret');
    expect(openSecret(new Uint8Array(randomBytes(32)), name, sealed)).toBe(null);
    expect(openSecret(key, 'm.cross_signing.self_signing', sealed)).toBe(null);
    expect(openSecret(key, name, { ...sealed, ciphertext: Buffer.from('another').toString('base64') })).toBe(null);
    for (const nothing of [null, {}, { iv: 1 }, 'text']) expect(openSecret(key, name, nothing)).toBe(null);
  });

  test('that another client sealed is opened, and the other way round', async () => {
    expect(openSecret(key, name, await encrypt('theirs', key, name))).toBe('theirs');
    expect(await decrypt(sealSecret(key, name, 'ours', randomBytes(16)), key, name)).toBe('ours');
  });
});

describe('a recovery key', () => {
  test('is written as other clients write it, and read as they do', () => {
    expect(recoveryKeyOf(key)).toBe(encodeRecoveryKey(key));
    expect([...decodeRecoveryKey(recoveryKeyOf(key))]).toEqual([...key]);
    expect([...(readRecoveryKey(`  ${recoveryKeyOf(key).replaceAll(' ', '\n')} `) ?? [])]).toEqual([...key]);
  });

  test('with a slip of the pen is none', () => {
    const written = recoveryKeyOf(key);
    const slipped = written.slice(0, 10) + (written[10] === 'a' ? 'b' : 'a') + written.slice(11);
    expect(readRecoveryKey(slipped)).toBe(null);
    expect(readRecoveryKey(written.slice(0, -4))).toBe(null);
    expect(readRecoveryKey('')).toBe(null);
  });

  test('fits what is written of it, and no other does', () => {
    const description = keyDescription(key, randomBytes(16));
    expect(fitsDescription(key, description)).toBe(true);
    expect(fitsDescription(new Uint8Array(randomBytes(32)), description)).toBe(false);
    expect(fitsDescription(key, {})).toBe(false);
  });
});
