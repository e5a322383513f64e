// One database, two ways to have it: a PostgreSQL server, or PGlite in a folder. Everything above sees only `Db`.

import { fileURLToPath } from 'node:url';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Instant } from '../../domain/values/time.ts';
import type * as schema from '../schema.ts';
import type { Timeouts } from './timeouts.ts';

export type Schema = typeof schema;

/** What a repository takes: either driver's database, or a transaction of either. */
export type Db = PgDatabase<PgQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;

export type DatabaseKind = 'postgres' | 'embedded';
/** Events and their details hold no texts: codes, counts and durations in milliseconds only. */
export type Log = (event: string, details: Readonly<Record<string, string | number | boolean | null>>) => void;

export type Database = {
  readonly db: Db;
  readonly kind: DatabaseKind;
  /** Aborted, with an Error for people to read as its reason, once the database is gone for good: nothing is kept any more. A server may come back. */
  readonly gone?: AbortSignal;
  /** What time it is for the database: the one clock that all replicas share. */
  now(): Promise<Instant>;
  /** Resolves when the database answers; rejects when it does not. */
  ping(): Promise<void>;
  /** Waits for what runs and lets everything go. Further calls do nothing. */
  close(): Promise<void>;
};

export const migrationsFolder = fileURLToPath(new URL('../../../drizzle', import.meta.url));

/**
 * Opens the database and, unless `migrate` is false, brings its tables up to date; processes that start together wait for each other.
 * `timeouts`: what is to take another time than usual on a server; migrations take the time that they take.
 * Throws an Error for people to read when the server is not to be had or too old, or the folder is held by another process.
 */
export async function openDatabase(
  where: { type: 'postgres'; url: string } | { type: 'embedded'; folder: string },
  options: { log: Log; migrate?: boolean; timeouts?: Partial<Timeouts> },
): Promise<Database> {
  const { log, migrate = true, timeouts = {} } = options;
  // Each is loaded only when it is wanted: PGlite alone is some 20 MB of WebAssembly.
  switch (where.type) {
    case 'postgres': {
      const { openPostgres } = await import('./postgres.ts');
      return openPostgres(where.url, log, migrate, timeouts);
    }
    case 'embedded': {
      const { openEmbedded } = await import('./embedded.ts');
      return openEmbedded(where.folder, log, migrate);
    }
    default:
      return where satisfies never;
  }
}

/** The code of an error of PostgreSQL or Node (`23505`, `ECONNREFUSED`), its own or its cause's, fit for a log; else 'unknown'. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  // Drizzle wraps what the driver throws.
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}
