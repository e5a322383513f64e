// Reads what people paste as a PGP key. The library knows the format; here is only what a list asks of a key.
import type { Key, Subkey } from 'openpgp';
import { heldSecretKey, withoutSecretKeys } from '../chat/values/secret-keys.ts';
import type { PgpKey } from '../domain/list/membership/membership.ts';
import type { Refusal } from '../domain/refusal.ts';
import { refuse } from '../domain/values/refusal.ts';
import type { Instant } from '../domain/values/time.ts';

/** RFC 9580, section 9.1: RSA keys of less than 2048 bits must not be made; less is refused here. */
const rsaBitsMin = 2048;

/** The key as it is kept: public, able to encrypt, not revoked, not expired at `now`. Else why not; of several, that there are several. */
export async function readKeyBlock(text: string, now: Instant): Promise<Omit<PgpKey, 'addedAt' | 'warnedMs'> | Refusal> {
  if (heldSecretKey(withoutSecretKeys(text))) return refuse({ code: 'secret-key' });
  const blocks = blocksIn(text);
  if (blocks.length === 0) return refuse({ code: /BEGIN PGP/.test(text) ? 'key-damaged' : 'no-key' });
  // Half a megabyte of code, for a command that is said once a year.
  const { readKeys } = await import('openpgp');
  const read = await Promise.all(blocks.map((armoredKeys) => readKeys({ armoredKeys }))).catch(() => []);
  const [key, ...others] = read.flat();
  if (key === undefined) return refuse({ code: 'key-damaged' });
  if ([key, ...others].some((each) => each.isPrivate())) return refuse({ code: 'secret-key' });
  const date = new Date(now);
  if (others.length > 0)
    return refuse({ code: 'several-keys', keys: await Promise.all([key, ...others].map((each) => nameOf(each, date))) });
  const user = (await primaryUser(key, date)) ?? null;
  const block = minimal(key).armor();
  key.users = signedLast(key.users, date);
  if (await key.isRevoked(undefined, undefined, date)) return refuse({ code: 'key-revoked' });
  const primaryEnds = await endOf(key, date);
  if (primaryEnds === null) return refuse({ code: 'key-weak', why: 'its own signature is missing or outdated' });
  if (primaryEnds <= now) return refuse({ code: 'key-expired', at: primaryEnds });
  const { bits } = key.getAlgorithmInfo();
  if (bits !== undefined && bits < rsaBitsMin)
    return refuse({ code: 'key-weak', why: `it has ${bits} bits, and the minimum is ${rsaBitsMin}` });
  const encryptsUntil = await encryptionEnd(key, date);
  if (encryptsUntil === null) return refuseToEncrypt(key, now);
  const expiresAt = Math.min(primaryEnds, encryptsUntil);
  return {
    fingerprint: key.getFingerprint().toUpperCase(),
    expiresAt: expiresAt === Number.POSITIVE_INFINITY ? null : expiresAt,
    user,
    block,
  };
}

/** Without what others certified, and without pictures: only the key's own signatures say what may be done with it. */
function minimal(key: Key): Key {
  key.users = key.users.filter(({ userAttribute }) => userAttribute === null || userAttribute === undefined);
  for (const user of key.users) user.otherCertifications = [];
  return key;
}

/** The names that its owner signed last. That signature says until when the key is good, whichever name it is on: prolonging a key signs one at least. */
function signedLast(users: Key['users'], date: Date): Key['users'] {
  const signedAt = ({ selfCertifications }: Key['users'][number]): number =>
    Math.max(0, ...selfCertifications.flatMap(({ created }) => (created !== null && created <= date ? [created.getTime()] : [])));
  const good = users.filter(({ revocationSignatures }) => revocationSignatures.length === 0);
  const last = Math.max(0, ...good.map(signedAt));
  return last === 0 ? users : good.filter((user) => signedAt(user) === last);
}

/** When a key or a subkey ends; infinity: never; null: it has no valid signature. */
async function endOf(key: Key | Subkey, date: Date): Promise<number | null> {
  // Of the whole key the library takes the names as they are, of a subkey the signature that is the newest then.
  const end = await ('getSubkeys' in key ? key.getExpirationTime() : key.getExpirationTime(date)).catch(() => null);
  return end instanceof Date ? end.getTime() : end === null ? null : Number.POSITIVE_INFINITY;
}

/** Until when mail can be encrypted: the end of that key or subkey which can be used for it the longest; null: nothing can be. */
async function encryptionEnd(key: Key, date: Date): Promise<number | null> {
  let last: number | null = null;
  for (const each of [key, ...key.getSubkeys()]) {
    const usable = await key.getEncryptionKey(each.getKeyID(), date).catch(() => null);
    const end = usable === null ? null : await endOf(each, date);
    if (end !== null) last = Math.max(last ?? 0, end);
  }
  return last;
}

/** Why nothing can be encrypted to a key, as far as it can be told. */
async function refuseToEncrypt(key: Key, now: Instant): Promise<Refusal> {
  const date = new Date(now);
  const ends = await Promise.all(key.getSubkeys().map((each) => endOf(each, date)));
  const over = ends.filter((end): end is number => end !== null && end <= now);
  if (over.length > 0 && over.length === ends.length) return refuse({ code: 'key-expired', at: Math.max(...over) });
  const elgamal = key.getSubkeys().some((each) => String(each.getAlgorithmInfo().algorithm).startsWith('elgamal'));
  const why = elgamal ? 'its encryption key is ElGamal, which current software no longer supports' : 'it has no key that can encrypt mail';
  return refuse({ code: 'key-weak', why });
}

const primaryUser = (key: Key, date: Date): Promise<string | undefined> =>
  key
    .getPrimaryUser(date)
    .then(({ user }) => user.userID?.userID)
    .catch(() => undefined);

async function nameOf(key: Key, date: Date): Promise<string> {
  return (await primaryUser(key, date)) ?? key.getFingerprint().toUpperCase();
}

/** The public blocks in a text, as they were made: without what mail programs and chat clients put around their lines. */
function blocksIn(text: string): string[] {
  const plain = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^[>|\t \u00a0]+/gm, '');
  return [...plain.matchAll(/-----BEGIN PGP PUBLIC KEY BLOCK-----([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/g)].map(
    ([whole, body = '']) => (/\n[ \t]*\n/.test(body) ? whole : whole.replace(body, () => unfolded(body))),
  );
}

/** Chat clients make one line of a pasted block, which the armour (RFC 9580, section 6.2) does not survive. */
function unfolded(body: string): string {
  const data = body.replace(/^\s*(?:(?:Version|Comment|Charset|MessageID|Hash): .*?)(?=\s[A-Za-z0-9+/]{40})/s, '');
  return `\n\n${data.trim().split(/\s+/).join('\n')}\n`;
}
