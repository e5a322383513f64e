// Where each chain of facts ends, and what it has led to: one sealed value for each list and each embargo, which everything else of it is held against.
import { eq, is } from 'drizzle-orm';
import { PgTransaction } from 'drizzle-orm/pg-core';
import type { EmbargoId, ListId } from '../../domain/values/ids.ts';
import type { Db } from '../connection/client.ts';
import { once, oneOf, slot } from '../once.ts';
import { chains, type Head } from '../schema.ts';
import { chainRows } from './sealed-rows.ts';

/** The name of an embargo's chain of facts. */
export function embargoStream(id: EmbargoId): string {
  return `embargo:${id}`;
}

/** The name of a list's chain of facts. */
export function listStream(id: ListId): string {
  return `list:${id}`;
}

const beginning: Head = { seq: 0, hash: '', state: null, orders: { since: 0, had: [] } };

// What a transaction has locked nobody else changes: it is asked for once.
const locked = new WeakMap<Db, Map<string, Head>>();

/** The end of a chain; nobody else moves it until the transaction ends. Throws a SealError. */
export async function lockHead(tx: Db, stream: string): Promise<Head> {
  const known = locked.get(tx)?.get(stream);
  if (known !== undefined) return known;
  const [row] = await tx.select().from(chains).where(eq(chains.stream, stream)).for('update');
  const head = row === undefined ? beginning : chainRows.open(row).head;
  remember(tx, stream, head);
  return head;
}

function remember(tx: Db, stream: string, head: Head): void {
  // Outside of a transaction nothing stays locked.
  if (!is(tx, PgTransaction)) return;
  const heads = locked.get(tx) ?? new Map<string, Head>();
  locked.set(tx, heads.set(stream, head));
}

/** A chain's end as it lies in the database, read together with something else; null where the chain has none. */
export type Lying = typeof chains.$inferSelect | null;

/** The end of a chain as it is at this moment, or as it was just read; null where it has none. Throws a SealError. */
export async function readHead(db: Db, stream: string, read?: Lying): Promise<Head | null> {
  const row = read === undefined ? (await headOf(db).execute({ stream }))[0] : read;
  return row == null ? null : chainRows.open(row).head;
}

/** The ends of several chains as they lie in the database, by their streams. */
export async function endsOf(db: Db, streams: readonly string[]): Promise<ReadonlyMap<string, Lying>> {
  if (streams.length === 0) return new Map();
  const rows = await db.select().from(chains).where(oneOf(chains.stream, streams));
  return new Map(rows.map((row) => [row.stream, row]));
}

function headOf(db: Db) {
  const mine = eq(chains.stream, slot('stream', chains.stream));
  return once(db, 'head', () => db.select().from(chains).where(mine).prepare(''));
}

/** Moves the end of a chain that is locked. */
export async function keepHead(tx: Db, stream: string, head: Head): Promise<void> {
  const row = chainRows.seal({ stream, head });
  await tx
    .insert(chains)
    .values(row)
    .onConflictDoUpdate({ target: chains.stream, set: { head: row.head } });
  remember(tx, stream, head);
}
