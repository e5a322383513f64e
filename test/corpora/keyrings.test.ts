// Each key of Debian's keyrings, read as if it were pasted, and held against what gpg says of it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armor, enums } from 'openpgp';
import { afterAll, inject, test } from 'vitest';
import { readKeyBlock } from '../../src/handlers/pgp.ts';
import { describeKeyrings } from '../setup/needs.ts';
import { heldAgainst, type Outcome } from './held-against.ts';

// Soon after the oldest of these packages that is still installed was made: later, most keys in it have expired.
const now = Date.parse('2023-01-01T00:00Z');

const home = mkdtempSync(join(tmpdir(), 'embargo-keyrings-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function gpg(keyring: string, ...args: string[]): Buffer {
  const options = ['--homedir', home, '--no-default-keyring', '--no-auto-check-trustdb', '--trust-model', 'always', '--keyring', keyring];
  return execFileSync('gpg', ['--quiet', '--batch', ...options, '--faked-system-time', '20230101T000000!', ...args], {
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** What gpg says of a key: whether mail can be encrypted to it, until when, and why not. */
type Truth = { readonly fingerprint: string; readonly means: { readonly until: number | null } | { readonly no: readonly string[] } };

type Row = readonly string[];
const validity = (row: Row) => row[1] ?? '';
const algorithm = (row: Row) => Number(row[3]);
const ends = (row: Row) => (row[6] ? Number(row[6]) * 1000 : Number.POSITIVE_INFINITY);
const can = (row: Row, what: string) => (row[11] ?? '').includes(what);
// RFC 9580, section 9.1: RSA in three forms, ElGamal, DSA.
const rsa = new Set([1, 2, 3]);
const elgamal = 16;
const dsa = 17;

/** The list's own rules besides: no ElGamal, and no RSA or DSA of less than 2048 bits. */
function truthOf(rows: readonly Row[]): Truth {
  const [pub = []] = rows;
  const fingerprint = rows.find(([type]) => type === 'fpr')?.[9] ?? '';
  const weak = (rsa.has(algorithm(pub)) || algorithm(pub) === dsa) && Number(pub[2]) < 2048;
  const encrypting = rows.filter((row) => (row[0] === 'sub' || row[0] === 'pub') && can(row, 'e'));
  const usable = encrypting.filter((row) => !'reidn'.includes(validity(row)) && algorithm(row) !== elgamal);
  if (validity(pub) === 'r') return { fingerprint, means: { no: ['key-revoked'] } };
  if (validity(pub) === 'e') return { fingerprint, means: { no: weak ? ['key-expired', 'key-weak'] : ['key-expired'] } };
  if (weak) return { fingerprint, means: { no: ['key-weak'] } };
  if (usable.length === 0)
    return { fingerprint, means: { no: encrypting.some((row) => validity(row) === 'e') ? ['key-expired', 'key-weak'] : ['key-weak'] } };
  const until = Math.min(ends(pub), Math.max(...usable.map(ends)));
  return { fingerprint, means: { until: until === Number.POSITIVE_INFINITY ? null : until } };
}

function truths(keyring: string): Map<string, Truth> {
  const found = new Map<string, Row[]>();
  let rows: Row[] = [];
  for (const line of gpg(keyring, '--with-colons', '--fixed-list-mode', '--list-keys').toString().split('\n')) {
    const row = line.split(':');
    if (row[0] === 'pub') {
      rows = [row];
      found.set(`${found.size}`, rows);
    } else if (row[0] === 'sub' || row[0] === 'fpr') rows.push(row);
  }
  return new Map([...found.values()].map(truthOf).map((truth) => [truth.fingerprint, truth]));
}

/** The keys of an export, each as its own bytes: a key begins with a packet of tag 6 (RFC 9580, section 4.2). */
function keysIn(bytes: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = bytes[at] ?? 0;
    const newer = (header & 0x40) !== 0;
    if ((newer ? header & 0x3f : (header >> 2) & 0x0f) === 6) starts.push(at);
    at = newer ? newEnd(bytes, at) : oldEnd(bytes, at);
  }
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? bytes.length));
}

function oldEnd(bytes: Buffer, at: number): number {
  const size = 1 << ((bytes[at] ?? 0) & 3);
  return at + 1 + size + bytes.readUIntBE(at + 1, size);
}

function newEnd(bytes: Buffer, at: number): number {
  const first = bytes[at + 1] ?? 0;
  if (first < 192) return at + 2 + first;
  if (first < 224) return at + 3 + ((first - 192) << 8) + (bytes[at + 2] ?? 0) + 192;
  return at + 6 + bytes.readUInt32BE(at + 2);
}

async function outcome(bytes: Buffer, known: Map<string, Truth>): Promise<{ entry: string; outcome: Outcome }> {
  const read = await readKeyBlock(armor(enums.armor.publicKey, bytes), now);
  const { readKey } = await import('openpgp');
  const fingerprint = await readKey({ binaryKey: bytes }).then(
    (key) => key.getFingerprint().toUpperCase(),
    () => '',
  );
  const truth = known.get(fingerprint);
  const entry = fingerprint === '' ? `one of ${bytes.length} bytes` : fingerprint;
  if (truth === undefined) return { entry, outcome: 'reason' in read ? 'asked' : { wrong: 'taken, and gpg does not know it' } };
  const { means } = truth;
  if ('no' in means) {
    if (!('reason' in read)) return { entry, outcome: { wrong: `taken, and gpg says ${means.no.join(' or ')}` } };
    return {
      entry,
      outcome: means.no.includes(read.reason.code) ? 'right' : { wrong: `${read.reason.code} instead of ${means.no.join(' or ')}` },
    };
  }
  if ('reason' in read) return { entry, outcome: { wrong: `${JSON.stringify(read.reason)}, and gpg encrypts to it` } };
  const shown = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString());
  return {
    entry,
    outcome: read.expiresAt === means.until ? 'right' : { wrong: `until ${shown(read.expiresAt)} instead of ${shown(means.until)}` },
  };
}

const ofKeyring = {
  A36878F464108681600CB64844173FA13D058888:
    'Its own signatures are made with RIPEMD-160, which the library trusts no more, and mail goes to ElGamal.',
};

describeKeyrings("the keys of Debian's people", () => {
  test.each(['debian-keyring', 'debian-maintainers', 'debian-nonupload', 'debian-role-keys'])(
    'of %s are read as gpg knows them',
    async (name) => {
      const keyring = join(inject('keyrings'), `${name}.gpg`);
      const known = truths(keyring);
      const tried: Awaited<ReturnType<typeof outcome>>[] = [];
      for (const bytes of keysIn(gpg(keyring, '--export'))) tried.push(await outcome(bytes, known));
      heldAgainst(name, tried, name === 'debian-keyring' ? ofKeyring : {});
    },
    1_800_000,
  );
});
