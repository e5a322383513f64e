// The record. Each list and each embargo has a chain of facts, each hashed together with the one before it.
import { createHash, randomBytes } from 'node:crypto';
import { and, asc, eq, gte, inArray } from 'drizzle-orm';
import type { Happened } from '../domain/values/happened.ts';
import { dayMs, type Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { embargoStream, keepHead, listStream, lockHead } from './integrity/chains.ts';
import { ordered } from './integrity/orders.ts';
import { chainRows, factRows } from './integrity/sealed-rows.ts';
import { chains, embargoes, facts, type Head, lists } from './schema.ts';
import { unlessBroken } from './seal.ts';

export { embargoStream, listStream } from './integrity/chains.ts';

type Kept = { readonly type: string };

/** What is sealed: the fact, its place, and a nonce, so that a short fact cannot be guessed from its hash once the body is purged. */
type Sealed<Fact> = { stream: string; seq: number; at: number; by: string; nonce: string; fact: Fact };

/** Appends facts to a chain; resolves to the number of its newest fact. The caller holds the lock of what the chain is about. */
export async function appendFacts<Fact extends Kept>(tx: Db, stream: string, happened: readonly Happened<Fact>[]): Promise<number> {
  const head = await lockHead(tx, stream);
  let { seq, hash } = head;
  const rows = happened.map(({ fact, at, by }) => {
    seq += 1;
    const sealed: Sealed<Fact> = { stream, seq, at, by, nonce: randomBytes(16).toString('base64url'), fact };
    const body = JSON.stringify(sealed);
    const link = { stream, seq, ...shown({ at, by, type: fact.type }), type: fact.type, bodyHash: sha256(body) };
    hash = linkHash(hash, link);
    return factRows.seal({ ...link, body, hash });
  });
  if (rows.length === 0) return seq;
  await tx.insert(facts).values(rows);
  const now = Math.max(...happened.map(({ at }) => at));
  await keepHead(tx, stream, { ...ordered(tx, stream, head, now), seq, hash });
  return seq;
}

/** Facts of which nobody is to see who and when: these stand in the body alone, which is sealed. */
const secretTypes = ['vote-cast'];
/** Stands in the place of who it was. */
export const ballot = 'ballot';

/** What of a fact stands beside its body: of a secret one the day alone. */
export function shown({ at, by, type }: { readonly at: Instant; readonly by: string; readonly type: string }) {
  return secretTypes.includes(type) ? { at: Math.floor(at / dayMs) * dayMs, by: ballot } : { at, by };
}

/** Who did what nobody is to see, and when, since an instant. */
export async function secretlyDone(db: Db, streams: readonly string[]): Promise<{ readonly by: string; readonly at: Instant }[]> {
  const rows = await db
    .select()
    .from(facts)
    .where(and(inArray(facts.stream, [...streams]), inArray(facts.type, secretTypes)));
  return rows.flatMap((row) => {
    const body = bodyOf<Kept>(row);
    return body === null ? [] : [{ by: body.by, at: body.at }];
  });
}

/** What of a fact is sealed; null once it was purged. Throws a SealError where it is not what was written at this place of the chain. */
function bodyOf<Fact extends Kept>(row: typeof facts.$inferSelect): Sealed<Fact> | null {
  const { body } = factRows.open(row);
  return body === null ? null : (JSON.parse(body) as Sealed<Fact>);
}

/** What happened, in order. Facts whose body was purged are left out. */
export async function readFacts<Fact extends Kept>(db: Db, stream: string): Promise<Happened<Fact>[]> {
  const rows = await db.select().from(facts).where(eq(facts.stream, stream)).orderBy(asc(facts.seq));
  return rows.flatMap((row) => {
    const body = bodyOf<Fact>(row);
    if (body === null) return [];
    const { fact, at, by } = body;
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
    .select()
    .from(facts)
    .where(and(eq(facts.stream, stream), eq(facts.type, type), gte(facts.at, since)))
    .orderBy(asc(facts.seq));
  return rows.flatMap((row) => {
    const body = bodyOf<Extract<Fact, { type: Type }>>(row);
    return body === null ? [] : [body.fact];
  });
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

/** As `verifyFacts`, in a transaction that sees one moment. */
export async function verify(db: Db): Promise<Verified> {
  const named = await db.selectDistinct({ stream: facts.stream }).from(facts);
  const heads = await db.select().from(chains);
  const expected = [
    ...(await db.select({ id: lists.id }).from(lists)).map((row) => listStream(row.id)),
    ...(await db.select({ id: embargoes.id }).from(embargoes)).map((row) => embargoStream(row.id)),
  ];
  const headOf = new Map(heads.map((row) => [row.stream, row]));
  const streams = [...new Set([...[...named, ...heads].map((row) => row.stream), ...expected])].sort();
  let count = 0;
  const faults: ChainFault[] = [];
  for (const stream of streams) {
    const rows = await db.select().from(facts).where(eq(facts.stream, stream)).orderBy(asc(facts.seq));
    count += rows.length;
    faults.push(...chainFaults(stream, rows, headOf.get(stream) ?? null));
  }
  return { streams: streams.length, facts: count, faults };
}

type RawFact = typeof facts.$inferSelect;

function chainFaults(stream: string, rows: readonly RawFact[], chain: typeof chains.$inferSelect | null): ChainFault[] {
  const faults: ChainFault[] = [];
  let before = { seq: 0, hash: '' };
  for (const row of rows) {
    const fault = factFault(row, before);
    if (fault !== null) faults.push({ stream, seq: row.seq, fault });
    before = row;
  }
  const head = chain === null ? null : unlessBroken<Head>(() => chainRows.open(chain).head);
  if (head === null) faults.push({ stream, seq: before.seq, fault: 'the end of the chain is missing or its seal is broken' });
  else if (head.seq !== before.seq || head.hash !== before.hash)
    faults.push({ stream, seq: before.seq, fault: `the chain should end at fact ${head.seq}` });
  return faults;
}

function factFault(row: RawFact, before: { seq: number; hash: string }): string | null {
  if (row.seq !== before.seq + 1) return `facts before it are missing: ${before.seq} is followed by ${row.seq}`;
  if (row.hash !== linkHash(before.hash, row)) return 'it, or the fact before it, was changed';
  if (row.body === null) return null;
  const plain = unlessBroken(() => factRows.open(row).body);
  if (plain === null) return 'its seal is broken';
  if (sha256(plain) !== row.bodyHash) return "its content isn't what was hashed";
  const { stream, seq, at, by, fact } = JSON.parse(plain) as Sealed<Kept>;
  const beside = shown({ at, by, type: fact.type });
  const same = stream === row.stream && seq === row.seq && beside.at === row.at && beside.by === row.by && fact.type === row.type;
  return same ? null : 'its content belongs to another fact';
}

/** What ties a fact to all before it. */
export function linkHash(before: string, link: Pick<RawFact, 'stream' | 'seq' | 'at' | 'by' | 'type' | 'bodyHash'>): string {
  const { stream, seq, at, by, type, bodyHash } = link;
  return sha256(JSON.stringify([before, stream, seq, at, by, type, bodyHash]));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
