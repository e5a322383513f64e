// Statements that are put together once for each database: for those that are asked most that takes Drizzle several times longer than the database takes to
// answer.
import { type Column, type SQL, sql } from 'drizzle-orm';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';

const built = new WeakMap<Db, Map<string, unknown>>();

/** What `build` gave when it was first asked for by this name. A transaction is a database of its own here. */
export function once<Built>(db: Db, name: string, build: () => Built): Built {
  const known = built.get(db) ?? new Map<string, unknown>();
  built.set(db, known);
  // Only ever what `build` gave for this name.
  if (known.has(name)) return known.get(name) as Built;
  const made = build();
  known.set(name, made);
  return made;
}

/** A place in such a statement for a value of a column. */
export function slot(name: string, column: Column): SQL {
  return sql`${sql.param(sql.placeholder(name), column)}`;
}

/** Whether a column holds one of these. The statement is the same text however many they are, and is parsed once. */
export function oneOf(column: Column, values: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...values])})`;
}

/** An instant, or the places in such a statement for what lies some milliseconds after it. */
export type When = Instant | Slots;
type Slots = (aheadMs: number, column: Column) => SQL;

/** Places for an instant that is known when a statement is asked; `at` says what stands in them then. */
export function slotsOfNow() {
  const used = new Set<number>();
  const now: Slots = (aheadMs, column) => {
    used.add(aheadMs);
    return slot(`now+${aheadMs}`, column);
  };
  return { now, at: (now: Instant): Record<string, Instant> => Object.fromEntries([...used].map((ms) => [`now+${ms}`, now + ms])) };
}

/** What lies some milliseconds after it. */
export function after(when: When, aheadMs: number, column: Column): SQL | Instant {
  return typeof when === 'number' ? when + aheadMs : when(aheadMs, column);
}
