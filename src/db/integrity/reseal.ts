// A database of an earlier version, in which what is sealed was bound to its column alone, and rights to nothing: all of it is sealed anew, once, in the one
// transaction in which the mark is left that it was. From then on the former format counts for nothing, and where both are found nothing is done: it was not
// the bot that put them beside each other.
import { and, asc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import { currentKeyring } from '../columns.ts';
import type { Db } from '../connection/client.ts';
import { stateOfEmbargo } from '../embargoes.ts';
import { linkHash, shown } from '../facts.ts';
import { plainOutcome } from '../inbox.ts';
import { stateOfList } from '../lists.ts';
import { chains, embargoes, facts, inbox, linkCodes, lists } from '../schema.ts';
import { isFormer, isSealed, openFormer, SealError, seal } from '../seal.ts';
import { packed } from '../votes.ts';
import { embargoStream, keepHead, listStream, lockHead } from './chains.ts';
import { boundTo, factRows, listRows, type SealedColumn, type Sealing, sealings } from './sealed-rows.ts';

/** `values`: that were sealed anew. `left`: that could not be opened, and still cannot. */
export type Resealed = { readonly values: number; readonly left: number };

const rowsAtOnce = 500;

/** Seals everything anew. The caller holds the mark that tells whether it was done. Throws an Error for people to read where it was, in part. */
export async function reseal(tx: Db): Promise<Resealed> {
  // Codes are good for minutes, and are looked for by another digest now.
  await tx.delete(linkCodes);
  const counted = { values: 0, left: 0 };
  const chainsEnd = await resealFacts(tx, counted);
  for (const sealing of sealings) if (sealing.table !== facts && sealing.table !== chains) await resealTable(tx, sealing, counted);
  await resealHeads(tx, chainsEnd, counted);
  return counted;
}

type Counted = { values: number; left: number };
type Row = Readonly<Record<string, unknown>>;

async function resealTable(tx: Db, { table, key, columns }: Sealing, counted: Counted): Promise<void> {
  for await (const row of rowsOf(tx, table, key)) {
    const changed = Object.entries(columns).flatMap(([name, column]) => {
      const plain = formerValue(column, name, row);
      if (plain === undefined) return [];
      if (plain === broken) counted.left += 1;
      else counted.values += 1;
      return plain === broken ? [] : [[name, sealedAnew(table, name, column, row, plain)] as const];
    });
    if (changed.length === 0) continue;
    const beside = table === inbox && typeof row.outcome === 'string' ? { outcome: plainOutcome(row.outcome) } : {};
    await tx
      .update(table)
      .set({ ...Object.fromEntries(changed), ...beside })
      .where(sameRow(table, key, row));
  }
}

const broken = Symbol('broken');

/** What lies there as it was before; undefined where there is nothing to seal. */
function formerValue({ before, label }: SealedColumn, name: string, row: Row): unknown {
  const lying = before === 'beside' ? (row.doneAt === null ? null : row.outcome) : row[name];
  if (before === 'nothing' && lying === '') return true;
  if (typeof lying !== 'string') return undefined;
  refuseBoth(lying, label);
  switch (before) {
    case 'text':
      return formerText(lying, label);
    case 'json':
    case 'head':
      return parsed(formerText(lying, label));
    case 'open':
    case 'beside':
      return lying;
    case 'open-json':
      return parsed(lying);
    case 'nothing':
      return broken;
    default:
      return before satisfies never;
  }
}

function refuseBoth(lying: string, label: string): void {
  if (!isSealed(lying)) return;
  throw new SealError(
    'former',
    `${label}: the database holds what this version of the bot has sealed beside the mark of an earlier one. Somebody put it there: restore a backup`,
  );
}

function formerText(lying: string, label: string): string | typeof broken {
  if (!isFormer(lying)) return broken;
  try {
    return openFormer(currentKeyring(), lying, label);
  } catch (error) {
    if (error instanceof SealError) return broken;
    throw error;
  }
}

function parsed(text: string | typeof broken): unknown {
  if (text === broken) return broken;
  try {
    return JSON.parse(text);
  } catch {
    return broken;
  }
}

function sealedAnew(table: PgTable, name: string, column: SealedColumn, row: Row, plain: unknown): string {
  const value = table === listRows.table && name === 'membership' ? packed(plain as Parameters<typeof packed>[0]) : plain; // sealed by this program
  return seal(currentKeyring(), value, column.label, boundTo(column, row, false));
}

/** The end of each chain as it was, and as it is now that the seals of secret facts are others. */
type Ends = Map<string, { readonly was: string; readonly is: string }>;

/** Facts of which it is not to be seen who and when show that no more, and so all that come after them have other hashes. */
async function resealFacts(tx: Db, counted: Counted): Promise<Ends> {
  const ends: Ends = new Map();
  let whole = true;
  let stream = '';
  let seq = 0;
  let [was, is] = ['', ''];
  for await (const row of rowsOf(tx, facts, ['stream', 'seq'])) {
    const fact = row as typeof facts.$inferSelect; // a row of that table
    if (fact.stream !== stream) [stream, seq, was, is, whole] = [fact.stream, 0, '', '', true];
    // A chain that was broken stays as it is from there on, and is found to be broken.
    whole &&= fact.seq === seq + 1 && fact.hash === linkHash(was, fact);
    const link = whole ? { ...fact, ...shown(fact) } : fact;
    const hash = whole ? linkHash(is, link) : fact.hash;
    [seq, was, is] = [fact.seq, fact.hash, hash];
    ends.set(stream, { was, is });
    const plain = formerValue(factColumn, 'body', row);
    if (plain === broken) counted.left += 1;
    else if (plain !== undefined) counted.values += 1;
    const body = typeof plain === 'string' ? factRows.seal({ ...link, hash, body: plain }).body : fact.body;
    await tx
      .update(facts)
      .set({ at: link.at, by: link.by, hash, body: body === fact.body ? sql`${facts.body}` : body })
      .where(and(eq(facts.stream, stream), eq(facts.seq, fact.seq)));
  }
  return ends;
}

const factColumn: SealedColumn = { label: 'facts.body', by: [], before: 'text' };
const headColumn: SealedColumn = { label: 'chains.head', by: [], before: 'head' };

async function resealHeads(tx: Db, ends: Ends, counted: Counted): Promise<void> {
  for await (const row of rowsOf(tx, chains, ['stream'])) {
    const stream = String(row.stream);
    const former = formerValue(headColumn, 'head', row) as { stream: string; seq: number; hash: string } | typeof broken; // sealed by this program
    if (former === broken || former.stream !== stream) {
      counted.left += 1;
      continue;
    }
    counted.values += 1;
    const end = ends.get(stream);
    const hash = end?.was === former.hash ? end.is : former.hash;
    await keepHead(tx, stream, { seq: former.seq, hash, state: null, orders: { since: 0, had: [] } });
  }
  // What stands now is taken as it stands; `audit verify` compares it with the facts.
  for (const { id } of await tx.select({ id: lists.id }).from(lists)) await stand(tx, listStream(id), () => stateOfList(tx, id));
  for (const { id } of await tx.select({ id: embargoes.id }).from(embargoes))
    await stand(tx, embargoStream(id), () => stateOfEmbargo(tx, id));
}

async function stand(tx: Db, stream: string, state: () => Promise<string>): Promise<void> {
  const [chain] = await tx.select({ head: chains.head }).from(chains).where(eq(chains.stream, stream));
  // One without an end to its chain stays without.
  if (chain === undefined || !isSealed(chain.head)) return;
  await keepHead(tx, stream, { ...(await lockHead(tx, stream)), state: await state() });
}

async function* rowsOf(tx: Db, table: PgTable, key: readonly string[]): AsyncGenerator<Row> {
  const columns = keyColumns(table, key);
  const order = columns.map((column) => asc(column));
  let after: SQL | undefined;
  for (;;) {
    const rows: Row[] = await tx
      .select()
      .from(table)
      .where(after)
      .orderBy(...order)
      .limit(rowsAtOnce);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    after = sql`(${sql.join(columns, sql`, `)}) > (${sql.join(
      key.map((name, index) => sql.param(last[name], columns[index])),
      sql`, `,
    )})`;
  }
}

function sameRow(table: PgTable, key: readonly string[], row: Row): SQL | undefined {
  return and(...keyColumns(table, key).map((column, index) => eq(column, row[key[index] ?? ''])));
}

function keyColumns(table: PgTable, key: readonly string[]): PgColumn[] {
  const columns: Readonly<Record<string, PgColumn>> = getTableColumns(table);
  return key.map((name) => {
    const column = columns[name];
    if (column === undefined) throw new Error(`${getTableConfig(table).name} has no ${name}`);
    return column;
  });
}
