// Files that somebody sent: read once, hashed on the way, and forgotten. Detached signatures among them are checked against the keys that lists hold.
import { createHash } from 'node:crypto';
import type { Signature } from 'openpgp';
import type { Examined, ExaminedFile, FileProblem, SignatureVerdict } from '../chat/message/examined.ts';
import type { SentFile } from '../chat/message/heard.ts';
import { withoutSecretKeys } from '../chat/values/secret-keys.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { type ReadFile, SendFailure } from '../platforms/platform.ts';

export type { Examined } from '../chat/message/examined.ts';

/** Of one message. A patch is seldom more than a megabyte; what was encrypted, or a signature is for, is opened whole, and nobody is answered meanwhile. */
export const attachedMax = { files: 10, bytes: 8 * 2 ** 20, signatureBytes: 64 * 2 ** 10, keyBytes: 2 ** 20, ms: 45_000 } as const;

type Asked = { readonly by: PersonId; readonly files: readonly SentFile[]; readonly keys: readonly string[] };
/** `kept`: null where nobody signed it. */
type Content = { readonly bytes: number; readonly sha256: string; readonly kept: Uint8Array | null };
type Read = (file: SentFile, bytesMax: number, keep: boolean) => Promise<Content | FileProblem>;

/** Hashes files, and says of each signature among them what it proves. Throws SendFailure where trying again may help. */
export async function examine(read: ReadFile, { by, files, keys }: Asked, now: Instant): Promise<Examined> {
  const off = AbortSignal.timeout(attachedMax.ms);
  const reading: Read = (file, bytesMax, keep) => contentOf(read, by, file, { bytesMax, keep, off });
  const signatures = files.filter(({ name }) => signatureName.test(name));
  const signed = files.filter((file) => !signatures.includes(file));
  const signedBy = (file: SentFile) => signatures.filter((signature) => signs(signature, signatures, signed) === file);
  const found: ExaminedFile[] = [];
  const verdicts: Examined['signatures'][number][] = signatures
    .filter((signature) => signs(signature, signatures, signed) === null)
    .map(({ name }) => ({ name, of: null, verdict: { type: 'alone' } }));
  for (const file of signed) {
    const its = signedBy(file);
    const content = await reading(file, attachedMax.bytes, its.length > 0);
    found.push(typeof content === 'string' ? { name: file.name, problem: content } : { name: file.name, sha256: content.sha256 });
    for (const signature of its)
      verdicts.push({ name: signature.name, of: file.name, verdict: await verdictOn(reading, signature, content, keys, now) });
  }
  return { files: found, signatures: verdicts };
}

const signatureName = /\.(?:asc|sig|sign)$/i;

/** What a signature is of: the file that it is called after, or the only one that was sent with the only signature. */
function signs({ name }: SentFile, signatures: readonly SentFile[], files: readonly SentFile[]): SentFile | null {
  const [only, ...others] = files;
  const named = files.find((file) => file.name === name.replace(signatureName, ''));
  return named ?? (others.length === 0 && signatures.length === 1 ? (only ?? null) : null);
}

async function contentOf(
  read: ReadFile,
  by: PersonId,
  file: SentFile,
  { bytesMax, keep, off }: { readonly bytesMax: number; readonly keep: boolean; readonly off: AbortSignal },
): Promise<Content | FileProblem> {
  // What its sender says is too big needs no fetching; whether what they say is true shows on the way.
  if ((file.bytes ?? 0) > bytesMax) return 'too-big';
  const hash = createHash('sha256');
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of read(by, file, { bytesMax, off })) {
      bytes += part.length;
      if (bytes > bytesMax) return 'too-big';
      if (off.aborted) return 'too-slow';
      if (bytes === part.length && beginsAsSecretKey(part, file.name)) return 'secret-key';
      hash.update(part);
      if (keep) parts.push(part);
    }
  } catch (error) {
    if (off.aborted) return 'too-slow';
    if (error instanceof SendFailure && error.kind === 'gone') return problems[error.code] ?? 'unreadable';
    throw error;
  }
  return { bytes, sha256: hash.digest('hex'), kept: keep ? Buffer.concat(parts) : null };
}

/** Whether a file begins as an exported secret key does. One further in is part of something else, such as the tests in a patch. */
function beginsAsSecretKey(part: Uint8Array, name: string): boolean {
  // A packet of tag 5 (RFC 9580, sections 4.2 and 4.3), in files that are called as keys and keyrings are.
  const first = part[0] ?? 0;
  if (/\.(?:gpg|pgp|key)$/i.test(name) && ((first & 0xfc) === 0x94 || first === 0xc5)) return true;
  const begin = Buffer.from(part.subarray(0, 2000))
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  return begin.startsWith('-----BEGIN PGP') && withoutSecretKeys(begin) !== begin;
}

/** The text of files that are to be PGP keys, armored where they were not. Kept in memory, for whoever asked. */
export async function keyFiles(read: ReadFile, { by, files }: Omit<Asked, 'keys'>): Promise<{ readonly text: string } | FileProblem> {
  const off = AbortSignal.timeout(attachedMax.ms);
  const texts: string[] = [];
  for (const file of files) {
    const content = await contentOf(read, by, file, { bytesMax: attachedMax.keyBytes, keep: true, off });
    if (typeof content === 'string') return content;
    const bytes = content.kept ?? new Uint8Array();
    // A packet of OpenPGP begins with a set bit (RFC 9580, section 4.2), which no armor does.
    const binary = ((bytes[0] ?? 0) & 0x80) !== 0 && bytes[0] !== 0xef;
    const { armor, enums } = await import('openpgp');
    texts.push(binary ? armor(enums.armor.publicKey, bytes) : Buffer.from(bytes).toString('utf8'));
  }
  return { text: texts.join('\n') };
}

const problems: Readonly<Record<string, FileProblem>> = { 'too-big': 'too-big', altered: 'altered', 'no-right': 'no-right' };

async function verdictOn(
  reading: Read,
  signature: SentFile,
  content: Content | FileProblem,
  keys: readonly string[],
  now: Instant,
): Promise<SignatureVerdict> {
  if (typeof content === 'string' || content.kept === null) return { type: 'unread' };
  const made = await reading(signature, attachedMax.signatureBytes, true);
  if (made === 'too-big') return { type: 'none' };
  return typeof made === 'string' || made.kept === null ? { type: 'unread' } : checked(made.kept, content.kept, keys, now);
}

/** Everything about signatures is the library's; here is only which of its answers means what. */
async function checked(made: Uint8Array, signed: Uint8Array, keys: readonly string[], now: Instant): Promise<SignatureVerdict> {
  // Half a megabyte of code, for what is sent now and then.
  const { createMessage, enums, readKey, readSignature, verify } = await import('openpgp');
  const text = Buffer.from(made).toString('latin1');
  const armored = text.includes('-----BEGIN PGP');
  const signature = await (armored ? readSignature({ armoredSignature: text }) : readSignature({ binarySignature: made })).catch(
    () => null,
  );
  const [first, ...more] = signature?.getSigningKeyIDs() ?? [];
  // Each is reckoned over the whole file: nobody signs one so often.
  if (signature === null || first === undefined || more.length >= signaturesMax) return { type: 'none' };
  const read = await Promise.all(keys.map((armoredKey) => readKey({ armoredKey }).catch(() => null)));
  const held = read.flatMap((key) => (key !== null && [first, ...more].some((id) => key.getKeys(id).length > 0) ? [key] : []));
  if (held.length === 0) return { type: 'unknown-key', key: first.toHex().toUpperCase() };
  // Reckoned over a text whatever its lines end with (https://www.rfc-editor.org/rfc/rfc9580#section-5.2.1.2).
  const isText = ({ packets }: Signature) => packets.some(({ signatureType }) => signatureType === enums.signature.text);
  const message = await createMessage({ binary: signed });
  const date = new Date(now);
  const { signatures } = await verify({ message, signature, verificationKeys: held, date });
  const verdicts: SignatureVerdict[] = [];
  for (const { keyID, verified, signature: read } of signatures) {
    const holders = held.filter((each) => each.getKeys(keyID).length > 0);
    const signing = await Promise.all(holders.map((each) => each.getSigningKey(keyID, date).catch(() => null)));
    // Others may hold a copy of it in a block of theirs, where it is of no use.
    const stands = signing.some((each) => each !== null);
    const key =
      holders[
        Math.max(
          0,
          signing.findIndex((each) => each !== null),
        )
      ];
    if (key === undefined) continue;
    const fingerprint = key.getFingerprint().toUpperCase();
    const failed = await verified.then(
      () => null,
      (error: unknown) => String(error instanceof Error ? error.message : error),
    );
    // The library asks whether the key was good when the signature says that it was made, which whoever has the key can say as they like: it has to be now.
    const proves = failed === null && stands;
    const type = proves ? (isText(await read) ? 'text' : 'good') : failed !== null && other.test(failed) ? 'mismatch' : 'unreliable';
    verdicts.push({ type, fingerprint });
  }
  // One signature that is wrong outweighs others that are right.
  const by = (type: SignatureVerdict['type']) => verdicts.find((verdict) => verdict.type === type);
  return by('mismatch') ?? by('good') ?? by('text') ?? by('unreliable') ?? { type: 'none' };
}

const signaturesMax = 4;

/** What the library says where something else was signed; all else is about the key or the age of the signature. */
const other = /digest did not match|signature verification failed/i;
