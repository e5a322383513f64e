// Secrets on the homeserver, sealed with a recovery key that only people have: how a bot that lost its database stays the same for everybody.
// https://spec.matrix.org/latest/client-server-api/#secret-storage (m.secret_storage.v1.aes-hmac-sha2) and #recovery-key
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import bs58 from 'bs58';
import { object, string } from '../payload.ts';

export type Sealed = { readonly iv: string; readonly ciphertext: string; readonly mac: string };

export const keyBytes = 32;
const ivBytes = 16;
const prefix = [0x8b, 0x01];
const algorithm = 'm.secret_storage.v1.aes-hmac-sha2';

/** A key as people keep it: groups of four letters and digits. */
export function recoveryKeyOf(key: Uint8Array): string {
  const bytes = Uint8Array.from([...prefix, ...key]);
  const parity = bytes.reduce((sum, byte) => sum ^ byte, 0);
  return (bs58.encode(Uint8Array.from([...bytes, parity])).match(/.{1,4}/g) ?? []).join(' ');
}

const textMax = 200;

/** The key that somebody wrote down; null when it is none, or was written down wrongly. */
export function readRecoveryKey(text: string): Uint8Array | null {
  // Its 48 letters in groups of four; reading takes time with the square of the length.
  if (text.length > textMax) return null;
  const bytes = bs58.decodeUnsafe(text.replace(/\s+/g, ''));
  if (bytes === undefined || bytes.length !== prefix.length + keyBytes + 1) return null;
  if (bytes.some((byte, index) => index < prefix.length && byte !== prefix[index])) return null;
  return bytes.reduce((sum, byte) => sum ^ byte, 0) === 0 ? bytes.slice(prefix.length, -1) : null;
}

/** Seals a secret of that name. `iv`: 16 random bytes. */
export function sealSecret(key: Uint8Array, name: string, secret: string, iv: Uint8Array): Sealed {
  const { aes, mac } = keysFor(key, name);
  const start = Uint8Array.from(iv.slice(0, ivBytes));
  // Some implementations count in 64 bits: one bit is left free for that.
  start[8] = (start[8] ?? 0) & 0x7f;
  const cipher = createCipheriv('aes-256-ctr', aes, start);
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return { iv: base64(start), ciphertext: base64(ciphertext), mac: base64(createHmac('sha256', mac).update(ciphertext).digest()) };
}

/** Opens what `sealSecret`, or any client, sealed; null when the key is another one, or it was changed. */
export function openSecret(key: Uint8Array, name: string, sealed: unknown): string | null {
  const { iv, ciphertext, mac } = object(sealed);
  const [start, sealedBytes, proof] = [iv, ciphertext, mac].map((each) => Buffer.from(string(each) ?? '', 'base64'));
  const keys = keysFor(key, name);
  const expected = createHmac('sha256', keys.mac)
    .update(sealedBytes ?? '')
    .digest();
  if (start?.length !== ivBytes || proof?.length !== expected.length || !timingSafeEqual(proof, expected)) return null;
  const decipher = createDecipheriv('aes-256-ctr', keys.aes, start);
  return Buffer.concat([decipher.update(sealedBytes ?? Buffer.alloc(0)), decipher.final()]).toString('utf8');
}

/** What stands on the homeserver about a key, so that one can tell whether a key is the right one. */
export function keyDescription(key: Uint8Array, iv: Uint8Array) {
  const { iv: start, mac } = sealSecret(key, '', '\0'.repeat(keyBytes), iv);
  return { algorithm, iv: start, mac };
}

/** Whether a key is the one that is described. */
export function fitsDescription(key: Uint8Array, description: unknown): boolean {
  const { iv, mac, algorithm: named } = object(description);
  const start = Buffer.from(string(iv) ?? '', 'base64');
  if (named !== algorithm || start.length !== ivBytes) return false;
  const again = sealSecret(key, '', '\0'.repeat(keyBytes), start);
  return again.mac.replace(/=+$/, '') === string(mac)?.replace(/=+$/, '');
}

function keysFor(key: Uint8Array, name: string) {
  const made = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(keyBytes), name, 2 * keyBytes));
  return { aes: made.subarray(0, keyBytes), mac: made.subarray(keyBytes) };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
