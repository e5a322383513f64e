// One database, two ways to have it: a PostgreSQL server, or PGlite in a folder. Everything above sees only `Db`.

import { fileURLToPath } from 'node:url';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Instant } from '../../domain/values/time.ts';
import type * as schema from '../schema.ts';
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
