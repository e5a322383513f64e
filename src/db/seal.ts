// What is sensitive is sealed before it reaches the database: whoever reads a dump or a backup reads nothing, and whoever writes there without the key
// writes nothing that opens. AES-256-GCM, key id in front, bound to the row that it stands in, and of few lengths.

import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { canonical } from '../domain/values/canonical.ts';

/** The keys of one installation: one seals, all of them open. */
export type Keyring = { readonly sealing: string; readonly keys: ReadonlyMap<string, KeyObject> };

/**
 * former: of the format of an earlier version, which the start brings up to date, and which counts for nothing afterwards. altered: rows that are not those
 * that were written. repeated: an order that was carried out before.
 */
export type SealErrorKind = 'unknown-key' | 'damaged' | 'not-sealed' | 'former' | 'altered' | 'repeated';

/** Thrown when something cannot be opened, or is not what the bot wrote. Its message holds the label, ids and the key's id, never a text or a key. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly kind: SealErrorKind;
  /** For the log. */
  readonly code: string;

  constructor(kind: SealErrorKind, message: string) {
    super(message);
    this.kind = kind;
    this.code = `SEAL-${kind}`;
  }
}

/** The values of a row that a seal belongs to, such as its primary key: what is sealed for one row does not open in another. Null and absent are the same. */
export type Bound = Readonly<Record<string, unknown>>;

const idPattern = /^[a-z0-9-]{1,16}$/;
const keyPattern = /^[A-Za-z0-9+/]{43}=$/;
const sealedPattern = /^(v[12])\.([a-z0-9-]{1,16})\.([A-Za-z0-9_-]+)$/;
type Version = 'v1' | 'v2';
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
    if (rest.length > 0 || key === '') throw wrong("isn't of the form id:key");
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
 * Seals a JSON value with the ring's first key: `v2.<keyid>.<base64url(iv|tag|ciphertext)>`. The label (`embargoes.about`) and the row's values must be
 * given again to open it. Two seals of one value differ, so a sealed column cannot be searched; their lengths tell only the step that it fell into.
 */
export function seal(ring: Keyring, value: unknown, label: string, bound: Bound = {}): string {
  const key = ring.keys.get(ring.sealing);
  if (key === undefined) throw new SealError('unknown-key', `${label}: the key ring has no key "${ring.sealing}" to seal with`);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(label, bound));
  const ciphertext = Buffer.concat([cipher.update(padded(JSON.stringify(value))), cipher.final()]);
  return `v2.${ring.sealing}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

/**
 * Opens what `seal` made, with whichever key of the ring sealed it. Throws a SealError: not sealed, of the former format, unknown key, or damaged, which is
 * also what belongs to another row.
 */
export function open(ring: Keyring, sealed: string, label: string, bound: Bound = {}): unknown {
  const text = decrypted(ring, sealed, label, 'v2', boundTo(label, bound));
  try {
    // JSON takes the spaces behind it.
    return JSON.parse(text);
  } catch {
    // JSON.parse quotes the text in its message.
    throw new SealError('damaged', `${label} holds something sealed that is not JSON`);
  }
}

/** Opens a text of the format before this one, which was bound to its column alone. For bringing a database up to date, and nothing else. Throws as `open`. */
export function openFormer(ring: Keyring, sealed: string, label: string): string {
  return decrypted(ring, sealed, label, 'v1', Buffer.from(label));
}

/** Whether a text has the form of one that `openFormer` opens. */
export function isFormer(text: string): boolean {
  return text.startsWith('v1.') && sealedPattern.test(text);
}

/** Whether a text has the form of what `seal` makes. */
export function isSealed(text: string): boolean {
  return text.startsWith('v2.') && sealedPattern.test(text);
}

// A length tells what was said where two answers are possible: so there are few of them. Twice as long each time, then by pages.
const shortest = 512;
const pageBytes = 4096;

/** How many bytes a value of so many takes once it is sealed, besides what every seal takes. */
export function stepOf(bytes: number): number {
  if (bytes > pageBytes) return Math.ceil(bytes / pageBytes) * pageBytes;
  let step = shortest;
  while (step < bytes) step *= 2;
  return step;
}

function padded(json: string): Buffer {
  const bytes = Buffer.from(json);
  return Buffer.concat([bytes, Buffer.alloc(stepOf(bytes.length) - bytes.length, ' ')]);
}

function boundTo(label: string, bound: Bound): Buffer {
  const names = Object.keys(bound)
    .filter((name) => bound[name] !== null && bound[name] !== undefined)
    .sort();
  return Buffer.from(JSON.stringify([label, ...names.map((name) => [name, plainly(bound[name])])]));
}

/** What is in a value counts, and not the order in which a database gives it back. */
const plainly = (value: unknown): unknown => (typeof value === 'object' ? { json: canonical(value) } : value);

function decrypted(ring: Keyring, sealed: string, label: string, version: Version, aad: Buffer): string {
  const { keyId, payload } = parts(sealed, label, version);
  const key = ring.keys.get(keyId);
  if (key === undefined) {
    throw new SealError('unknown-key', `${label} is sealed with the key "${keyId}", which EMBARGO_KEY doesn't have. Add it there`);
  }
  const bytes = Buffer.from(payload, 'base64url');
  // Several spellings decode to the same bytes; only the one that was written is accepted, so that any change shows.
  if (bytes.length < ivBytes + tagBytes || bytes.toString('base64url') !== payload) throw damaged(keyId, label);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  const plain = decipher.update(bytes.subarray(ivBytes + tagBytes));
  try {
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  } catch {
    throw damaged(keyId, label);
  }
}

/** What was opened; null where its seal is broken. */
export function unlessBroken<Value>(opened: () => Value): Value | null {
  try {
    return opened();
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** A secret of its own for another purpose, made of the ring's first key: the same for as long as that key is first. 32 bytes, in hex. */
export function derivedSecret(ring: Keyring, purpose: string): string {
  const key = ring.keys.get(ring.sealing);
  if (key === undefined) throw new SealError('unknown-key', `the key ring has no key "${ring.sealing}" to derive from`);
  return Buffer.from(hkdfSync('sha256', key, '', purpose, keyBytes)).toString('hex');
}

/** A digest that nobody without the ring's first key can make, or find again by trying: 32 bytes, in hex. */
export function keyedDigest(ring: Keyring, purpose: string, text: string): string {
  return createHmac('sha256', Buffer.from(derivedSecret(ring, purpose), 'hex'))
    .update(text)
    .digest('hex');
}

/** The id of the key that a text is sealed with, for rotation. Throws a SealError of kind `not-sealed`, or `former`. */
export function sealedWith(sealed: string): string {
  return parts(sealed, 'A text', 'v2').keyId;
}

function parts(sealed: string, label: string, version: Version): { keyId: string; payload: string } {
  const [, found, keyId, payload] = sealedPattern.exec(sealed) ?? [];
  if (keyId === undefined || payload === undefined) throw new SealError('not-sealed', `${label} is not sealed, but should be`);
  if (found !== version) throw new SealError('former', `${label} is sealed as by another version of the bot, and counts for nothing`);
  return { keyId, payload };
}

function damaged(keyId: string, label: string): SealError {
  return new SealError(
    'damaged',
    `${label} cannot be opened: it was changed or cut, belongs to another row or column, or was sealed by another key of the name "${keyId}"`,
  );
}
