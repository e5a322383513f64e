// Reads what people paste as a PGP key. The library knows the format; here is only what a list asks of a key.
import type { PgpKey } from '../domain/list/membership/membership.ts';
import type { Refusal } from '../domain/refusal.ts';
import { refuse } from '../domain/values/refusal.ts';
import type { Instant } from '../domain/values/time.ts';

/** RFC 9580, section 9.1: RSA keys of less than 2048 bits must not be made; less is refused here. */
const rsaBitsMin = 2048;

/** The key as it is kept: public, able to encrypt, not revoked, not expired at `now`. Else why not. */
export async function readKeyBlock(text: string, now: Instant): Promise<Omit<PgpKey, 'addedAt' | 'warnedMs'> | Refusal> {
  if (/PRIVATE KEY/.test(text)) return refuse({ code: 'secret-key' });
  // Half a megabyte of code, for a command that is said once a year.
  const { readKey } = await import('openpgp');
  const key = await readKey({ armoredKey: unfolded(text) }).catch(() => null);
  if (key === null) return refuse({ code: 'no-key' });
  if (key.isPrivate()) return refuse({ code: 'secret-key' });
  const date = new Date(now);
  if (await key.isRevoked(undefined, undefined, date)) return refuse({ code: 'key-revoked' });
  const expires = await key.getExpirationTime().catch(() => null);
  if (expires === null) return refuse({ code: 'key-weak', why: 'it has no valid signature of its own' });
  const expiresAt = expires instanceof Date ? expires.getTime() : null;
  if (expiresAt !== null && expiresAt <= now) return refuse({ code: 'key-expired', at: expiresAt });
  const { bits } = key.getAlgorithmInfo();
  if (bits !== undefined && bits < rsaBitsMin)
    return refuse({ code: 'key-weak', why: `it has ${bits} bits, and ${rsaBitsMin} are the least` });
  const encrypts = await key.getEncryptionKey(undefined, date).catch(() => null);
  if (encrypts === null) return refuse({ code: 'key-weak', why: 'nothing can be encrypted to it' });
  const user = await key.getPrimaryUser(date).catch(() => null);
  return { fingerprint: key.getFingerprint().toUpperCase(), expiresAt, user: user?.user.userID?.userID ?? null };
}

/** Chat clients make one line of a pasted block, which the armour (RFC 9580, section 6.2) does not survive. */
function unfolded(text: string): string {
  const [, head = '', body = '', tail = ''] = /^\s*(?:```)?\s*(-----BEGIN [^-]+-----)([\s\S]*?)(-----END [^-]+-----)/.exec(text) ?? [];
  if (head === '' || /\n\s*\n/.test(body)) return text;
  return `${head}\n\n${body.trim().split(/\s+/).join('\n')}\n${tail}\n`;
}
