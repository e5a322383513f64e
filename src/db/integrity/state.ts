// Whether a list or an embargo stands as the bot wrote it. All its rows together have one digest, which is sealed in the end of its chain: who adds, changes, removes or puts back a row without the key makes it a list, or an embargo, that is not loaded any more.
import { createHash } from 'node:crypto';
import { getTableColumns } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { canonical } from '../../domain/values/canonical.ts';
import { instantOf, minuteMs } from '../../domain/values/time.ts';
import type { Db } from '../connection/client.ts';
import { consents, distributors, embargoes, findings, type Head, lists, members, patches, proposals, reviews, rooms } from '../schema.ts';
import { SealError } from '../seal.ts';
import { keepHead, type Lying, lockHead, readHead } from './chains.ts';

type Row = Readonly<Record<string, unknown>>;
/** A table whose rows make a state. `key`: what tells its rows apart. */
export type StateTable = {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly (readonly [string, boolean])[];
};

/** `aside`: columns by which the bot keeps its own time, and which give nobody anything. */
function stateTable<Table extends PgTable>(
  table: Table,
  key: readonly string[],
  aside: readonly (keyof Table['$inferSelect'])[] = [],
): StateTable {
  const columns = Object.entries(getTableColumns(table))
    .filter(([name]) => !aside.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    name: getTableConfig(table).name,
    key,
    columns: columns.map(([name, column]) => [name, /^timestamp/.test(column.getSQLType())]),
  };
}

export const stateTables = {
  lists: stateTable(lists, ['id'], ['nextDueAt']),
  rooms: stateTable(rooms, ['room'], ['checkAt', 'auditedAt']),
  distributors: stateTable(distributors, ['list', 'id']),
  members: stateTable(members, ['list', 'person']),
  embargoes: stateTable(embargoes, ['id'], ['nextDueAt']),
  proposals: stateTable(proposals, ['embargo', 'number']),
  consents: stateTable(consents, ['embargo', 'person']),
  patches: stateTable(patches, ['embargo', 'number']),
  reviews: stateTable(reviews, ['embargo', 'number']),
  findings: stateTable(findings, ['embargo', 'number']),
};

/** Each row as a text, by its name. Rows are taken as they lie in the database, sealed. */
export type Rows = ReadonlyMap<string, string>;

export function rowsIn(...tables: readonly (readonly [StateTable, readonly Row[]])[]): Rows {
  return new Map(tables.flatMap(([table, rows]) => rows.map((row) => [nameOf(table, row), textOf(table, row)] as const)));
}

/** Takes down what is written while it is written. */
export function changing(before: Rows) {
  const rows = new Map(before);
  return {
    put: (table: StateTable, row: Row) => void rows.set(nameOf(table, row), textOf(table, row)),
    drop: (table: StateTable, row: Row) => void rows.delete(nameOf(table, row)),
    rows,
  };
}

function nameOf({ name, key }: StateTable, row: Row): string {
  return JSON.stringify([name, ...key.map((each) => row[each])]);
}

function textOf({ columns }: StateTable, row: Row): string {
  const values: unknown[] = [];
  for (const [name, isInstant] of columns) {
    const value = row[name];
    // What is nothing is left out, so that a column that comes with a later version changes no row of before.
    if (value === null || value === undefined) continue;
    if (typeof value === 'object') values.push(name, { json: canonical(value) });
    // As it is written: in whole milliseconds.
    else values.push(name, isInstant && typeof value === 'number' ? instantOf(value) : value);
  }
  return JSON.stringify(values);
}

/** One digest of them all. */
export function stateOf(rows: Rows): string {
  const hash = createHash('sha256');
  for (const name of [...rows.keys()].sort()) {
    const text = rows.get(name) ?? '';
    // With its length in front no text can be taken for the next.
    hash.update(`${name.length}:${name}${text.length}:${text}`);
  }
  return hash.digest('hex');
}

/** Throws a SealError where rows are not those that a chain has led to. */
function mustStand(stream: string, head: Head | null, rows: Rows): void {
  if (head?.state !== stateOf(rows)) throw altered(stream);
}

/** What is thrown where something does not stand. */
export function altered(stream: string): SealError {
  return new SealError('altered', `${stream} isn't in the database as the bot left it. \`audit verify\` shows the difference`);
}

// The rows of what was loaded, by what it was loaded as. A guess: whoever writes compares it with the end of the chain first.
const loaded = new WeakMap<object, Rows>();

/** Remembers the rows of what was loaded or written. */
export function remember<Loaded extends object>(whole: Loaded, rows: Rows): Loaded {
  loaded.set(whole, rows);
  return whole;
}

// What was loaded last of each chain. The digest in the end of a chain is of all its rows, so that whoever has what it is of need not read them. What somebody
// changed in them meanwhile has no effect; so that it is noticed all the same, they are read anew each minute.
const kept = new Map<string, { readonly state: string; readonly whole: object; readonly readAt: number }>();
const keptMax = 500;

/** Forgets all that was loaded, so that the next to ask reads the rows: a test changes these behind the bot's back, and does not wait for a minute. */
export function forgetLoaded(): void {
  kept.clear();
}

const isFresh = (readAt: number): boolean => performance.now() - readAt < minuteMs;

/**
 * What a chain has led to: as it was loaded before, where that is what it is still; else as it is read. The caller knows what kind of thing it is about.
 * `end`: the chain's, where it was read a moment ago.
 */
export async function unlessKnown<Whole>(db: Db, stream: string, read: () => Promise<Whole>, end?: Lying): Promise<Whole> {
  return (await knownBy<Whole>(db, stream, end)) ?? read();
}

/** What a chain has led to, as it was loaded before; null where that is not known, or not what it is still. `end`: as for `unlessKnown`. */
export async function knownBy<Whole>(db: Db, stream: string, end?: Lying): Promise<Whole | null> {
  const head = await readHead(db, stream, end);
  const found = kept.get(stream);
  return found === undefined || head === null || head.state !== found.state || !isFresh(found.readAt) ? null : (found.whole as Whole);
}

/** What rows make, and keeps it. Throws a SealError where they are not those that the chain has led to. */
export function verified<Whole extends object>(stream: string, head: Head | null, rows: Rows, open: () => Whole): Whole {
  mustStand(stream, head, rows);
  const whole = remember(open(), rows);
  kept.delete(stream);
  if (head?.state != null) kept.set(stream, { state: head.state, whole, readAt: performance.now() });
  // The oldest come first. What nobody asks for any more is not kept in clear either.
  for (const [name, { readAt }] of kept) {
    if (kept.size <= keptMax && isFresh(readAt)) break;
    kept.delete(name);
  }
  return whole;
}

/** The rows of a list or an embargo as it stands, before it is written. `read`: reads them anew. Throws a SealError where they do not stand. */
export async function standing(tx: Db, stream: string, before: object | null, read: () => Promise<Rows>): Promise<Rows> {
  const head = await lockHead(tx, stream);
  const known = before === null ? new Map<string, string>() : loaded.get(before);
  if (before === null && head.state === null) return new Map();
  if (known !== undefined && head.state === stateOf(known)) return known;
  const rows = await read();
  mustStand(stream, head, rows);
  return rows;
}

/** Seals what a list or an embargo is from now on. */
export async function keepState(tx: Db, stream: string, after: Rows): Promise<void> {
  const head = await lockHead(tx, stream);
  const state = stateOf(after);
  if (head.state === state) return;
  await keepHead(tx, stream, { ...head, state });
  // What it was is not kept longer than the rows that say it.
  kept.delete(stream);
}

/**
 * Reads something that several statements put together. Where somebody wrote between two of them it does not stand, and is read once more while nobody
 * writes. Throws a SealError where it does not stand then either.
 */
export async function unlessTorn<Whole>(db: Db, read: (db: Db, held: boolean) => Promise<Whole>): Promise<Whole> {
  try {
    return await read(db, false);
  } catch (error) {
    if (!(error instanceof SealError && error.kind === 'altered')) throw error;
    return db.transaction((tx) => read(tx, true));
  }
}
