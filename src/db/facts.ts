// The record. Each list and each embargo has a chain of facts, each hashed together with the one before it.
import { createHash, randomBytes } from 'node:crypto';
import { and, asc, eq, getTableColumns, gte, sql } from 'drizzle-orm';
import type { Happened } from '../domain/values/happened.ts';
import type { EmbargoId, ListId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { currentKeyring } from './columns.ts';
import type { Db } from './connection/client.ts';
import { chains, embargoes, facts, lists } from './schema.ts';
import { open, SealError } from './seal.ts';

type Kept = { readonly type: string };

/** What is sealed: the fact, its place, and a nonce, so that a short fact cannot be guessed from its hash once the body is purged. */
type Sealed<Fact> = { stream: string; seq: number; at: number; by: string; nonce: string; fact: Fact };

/** Appends facts to a chain; resolves to the number of its newest fact. The caller holds the lock of what the chain is about. */
export async function appendFacts<Fact extends Kept>(tx: Db, stream: string, happened: readonly Happened<Fact>[]): Promise<number> {
  const [chain] = await tx.select().from(chains).where(eq(chains.stream, stream));
  let { seq, hash } = chain?.head ?? { seq: 0, hash: '' };
  const rows = happened.map(({ fact, at, by }) => {
    seq += 1;
    const sealed: Sealed<Fact> = { stream, seq, at, by, nonce: randomBytes(16).toString('base64url'), fact };
    const body = JSON.stringify(sealed);
    const bodyHash = sha256(body);
    hash = linkHash(hash, { stream, seq, at, by, type: fact.type, bodyHash });
    return { stream, seq, at, by, type: fact.type, body, bodyHash, hash };
  });
  if (rows.length === 0) return seq;
  await tx.insert(facts).values(rows);
  const head = { stream, seq, hash };
  await tx.insert(chains).values({ stream, head }).onConflictDoUpdate({ target: chains.stream, set: { head } });
  return seq;
}

/** What happened, in order. Facts whose body was purged are left out. */
export async function readFacts<Fact extends Kept>(db: Db, stream: string): Promise<Happened<Fact>[]> {
  const rows = await db.select().from(facts).where(eq(facts.stream, stream)).orderBy(asc(facts.seq));
  return rows.flatMap((row) => {
    if (row.body === null) return [];
    const { fact, at, by } = JSON.parse(row.body) as Sealed<Fact>;
    return [{ fact, at, by: by as Happened<Fact>['by'] }];
  });
}

/** Facts of one type since an instant: a long record is not opened as a whole for them. */
export async function factsSince<Fact extends Kept, Type extends Fact['type']>(
  db: Db,
  stream: string,
  type: Type,
  since: Instant,
): Promise<Extract<Fact, { type: Type }>[]> {
  const rows = await db
    .select({ body: facts.body })
    .from(facts)
    .where(and(eq(facts.stream, stream), eq(facts.type, type), gte(facts.at, since)))
    .orderBy(asc(facts.seq));
  return rows.flatMap(({ body }) => (body === null ? [] : [(JSON.parse(body) as Sealed<Extract<Fact, { type: Type }>>).fact]));
}

export type ChainFault = { readonly stream: string; readonly seq: number; readonly fault: string };
export type Verified = { readonly streams: number; readonly facts: number; readonly faults: readonly ChainFault[] };

/**
 * Checks every chain, and names what was changed, inserted or removed; a list or an embargo without a chain is named too. No faults: nothing was.
 * It looks at one moment, so that the bot may go on working meanwhile.
 */
export async function verifyFacts(db: Db): Promise<Verified> {
  return db.transaction(verify, { isolationLevel: 'repeatable read', accessMode: 'read only' });
}

async function verify(db: Db): Promise<Verified> {
  const named = await db.selectDistinct({ stream: facts.stream }).from(facts);
  // Read as they lie there: a broken seal is a finding here, not an error.
  const heads = await db.select({ stream: chains.stream, head: sql<string>`${chains.head}` }).from(chains);
  const expected = [
    ...(await db.select({ id: lists.id }).from(lists)).map((row) => listStream(row.id)),
    ...(await db.select({ id: embargoes.id }).from(embargoes)).map((row) => embargoStream(row.id)),
  ];
  const headOf = new Map(heads.map((row) => [row.stream, row.head]));
  const streams = [...new Set([...[...named, ...heads].map((row) => row.stream), ...expected])].sort();
  let count = 0;
  const faults: ChainFault[] = [];
  for (const stream of streams) {
    const rows = await db
      .select({ ...columns, body: sql<string | null>`${facts.body}` })
      .from(facts)
      .where(eq(facts.stream, stream))
      .orderBy(asc(facts.seq));
    count += rows.length;
    faults.push(...chainFaults(stream, rows, headOf.get(stream) ?? null));
  }
  return { streams: streams.length, facts: count, faults };
}

/** The name of an embargo's chain of facts. */
export function embargoStream(id: EmbargoId): string {
  return `embargo:${id}`;
}

/** The name of a list's chain of facts. */
export function listStream(id: ListId): string {
  return `list:${id}`;
}

const { body: _sealed, ...columns } = getTableColumns(facts);
type RawFact = Omit<typeof facts.$inferSelect, 'body'> & { body: string | null };

function chainFaults(stream: string, rows: readonly RawFact[], sealedHead: string | null): ChainFault[] {
  const faults: ChainFault[] = [];
  let before = { seq: 0, hash: '' };
  for (const row of rows) {
    const fault = factFault(row, before);
    if (fault !== null) faults.push({ stream, seq: row.seq, fault });
    before = row;
  }
  const head = sealedHead === null ? null : unsealed<{ stream: string; seq: number; hash: string }>(sealedHead, 'chains.head');
  if (head === null || head.stream !== stream)
    faults.push({ stream, seq: before.seq, fault: 'the end of the chain is missing or its seal is broken' });
  else if (head.seq !== before.seq || head.hash !== before.hash)
    faults.push({ stream, seq: before.seq, fault: `the chain should end at fact ${head.seq}` });
  return faults;
}

function factFault(row: RawFact, before: { seq: number; hash: string }): string | null {
  if (row.seq !== before.seq + 1) return `facts before it are missing: ${before.seq} is followed by ${row.seq}`;
  if (row.hash !== linkHash(before.hash, row)) return 'it, or the fact before it, was changed';
  if (row.body === null) return null;
  const plain = opened(row.body, 'facts.body');
  if (plain === null) return 'its seal is broken';
  if (sha256(plain) !== row.bodyHash) return 'its content is not what was hashed';
  const { stream, seq, at, by, fact } = JSON.parse(plain) as Sealed<Kept>;
  const same = stream === row.stream && seq === row.seq && at === row.at && by === row.by && fact.type === row.type;
  return same ? null : 'its content belongs to another fact';
}

function unsealed<T>(sealed: string, context: string): T | null {
  const plain = opened(sealed, context);
  return plain === null ? null : (JSON.parse(plain) as T);
}

function opened(sealed: string, context: string): string | null {
  try {
    return open(currentKeyring(), sealed, context);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

function linkHash(before: string, link: Pick<RawFact, 'stream' | 'seq' | 'at' | 'by' | 'type' | 'bodyHash'>): string {
  const { stream, seq, at, by, type, bodyHash } = link;
  return sha256(JSON.stringify([before, stream, seq, at, by, type, bodyHash]));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
