// Sensitive texts are sealed before they reach the database: whoever reads a dump or a backup reads nothing. AES-256-GCM, key id in front.

import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

/** The keys of one installation: one seals, all of them open. */
export type Keyring = { readonly sealing: string; readonly keys: ReadonlyMap<string, KeyObject> };

export type SealErrorKind = 'unknown-key' | 'damaged' | 'not-sealed';

/** Thrown when a text cannot be opened. Its message holds the context and the key's id, never a text or a key. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly kind: SealErrorKind;

  constructor(kind: SealErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

const idPattern = /^[a-z0-9-]{1,16}$/;
const keyPattern = /^[A-Za-z0-9+/]{43}=$/;
const sealedPattern = /^v1\.([a-z0-9-]{1,16})\.([A-Za-z0-9_-]+)$/;
const ivBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const howToMake = 'Make one with: npm run embargo -- key new';

/**
 * Reads EMBARGO_KEY: one or several `id:base64(32 bytes)`, separated by commas. The first seals, all open.
 * Throws an Error that names the wrong entry by its number; it never repeats what was given, since that may be a key.
 */
export function parseKeyring(text: string): Keyring {
  if (text.trim() === '') throw new Error(`EMBARGO_KEY is empty. ${howToMake}`);
  const keys = new Map<string, KeyObject>();
  for (const [index, part] of text.split(',').entries()) {
    const wrong = (what: string) => new Error(`EMBARGO_KEY: entry ${index + 1} ${what}. ${howToMake}`);
    const [id = '', key = '', ...rest] = part.trim().split(':');
    if (rest.length > 0 || key === '') throw wrong('is not of the form id:key');
    if (!idPattern.test(id)) throw wrong('has an id that is not 1 to 16 of a-z, 0-9 and -');
    if (!keyPattern.test(key)) throw wrong(`has a key that is not the base64 of ${keyBytes} bytes`);
    if (keys.has(id)) throw wrong('has the same id as an earlier one');
    // A KeyObject does not show its bytes when it is printed.
    keys.set(id, createSecretKey(Buffer.from(key, 'base64')));
  }
  const [sealing = ''] = keys.keys();
  return { sealing, keys };
}

/** A new entry for EMBARGO_KEY, with a random key and, unless given, a random id. Throws on an id that `parseKeyring` would refuse. */
export function newKey(id: string = `key-${randomBytes(3).toString('hex')}`): string {
  if (!idPattern.test(id)) throw new Error("A key's id is 1 to 16 of a-z, 0-9 and -");
  return `${id}:${randomBytes(keyBytes).toString('base64')}`;
}

/**
 * Seals a text with the ring's first key: `v1.<keyid>.<base64url(iv|tag|ciphertext)>`. The context (a column, `embargoes.title`)
 * must be given again to open it. Two seals of one text differ, so a sealed column cannot be searched by value.
 */
export function seal(ring: Keyring, plain: string, context: string): string {
  const key = ring.keys.get(ring.sealing);
  if (key === undefined) throw new SealError('unknown-key', `${context}: the key ring has no key "${ring.sealing}" to seal with`);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `v1.${ring.sealing}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

/** Opens what `seal` made, with whichever key of the ring sealed it. Throws a SealError: not sealed, unknown key, or damaged. */
export function open(ring: Keyring, sealed: string, context: string): string {
  const { keyId, payload } = parts(sealed, context);
  const key = ring.keys.get(keyId);
  if (key === undefined) {
    throw new SealError('unknown-key', `${context} is sealed with the key "${keyId}", which EMBARGO_KEY does not have. Add it there`);
  }
  const bytes = Buffer.from(payload, 'base64url');
  // Several spellings decode to the same bytes; only the one that was written is accepted, so that any change shows.
  if (bytes.length < ivBytes + tagBytes || bytes.toString('base64url') !== payload) throw damaged(keyId, context);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  const plain = decipher.update(bytes.subarray(ivBytes + tagBytes));
  try {
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  } catch {
    throw damaged(keyId, context);
  }
}

/** A secret of its own for another purpose, made of the ring's first key: the same for as long as that key is first. 32 bytes, in hex. */
export function derivedSecret(ring: Keyring, purpose: string): string {
  const key = ring.keys.get(ring.sealing);
  if (key === undefined) throw new SealError('unknown-key', `the key ring has no key "${ring.sealing}" to derive from`);
  return Buffer.from(hkdfSync('sha256', key, '', purpose, keyBytes)).toString('hex');
}

/** The id of the key that a text is sealed with, for rotation. Throws a SealError of kind `not-sealed`. */
export function sealedWith(sealed: string): string {
  return parts(sealed, 'A text').keyId;
}

function parts(sealed: string, context: string): { keyId: string; payload: string } {
  const [, keyId, payload] = sealedPattern.exec(sealed) ?? [];
  if (keyId === undefined || payload === undefined) throw new SealError('not-sealed', `${context} is not sealed, but should be`);
  return { keyId, payload };
}

function damaged(keyId: string, context: string): SealError {
  return new SealError(
    'damaged',
    `${context} cannot be opened: it was changed or cut, belongs to another column, or was sealed by another key of the name "${keyId}"`,
  );
}
