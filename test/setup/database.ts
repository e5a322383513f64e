// A database for a test file: fresh, migrated, and its own.

import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { inject } from 'vitest';
import { useKeyring } from '../../src/db/columns.ts';
import type { DatabaseKind, Db } from '../../src/db/connection/client.ts';
import { drizzleOn } from '../../src/db/connection/embedded.ts';
import { openDatabase } from '../../src/db/connection/open.ts';
import { parseKeyring } from '../../src/db/seal.ts';

export type TestDatabase = {
  readonly db: Db;
  /** For a second connection or process; null on the embedded database, which has only one. */
  readonly url: string | null;
  /** Closes and removes it. Leave it out of the way of a failing test, and the database can be looked at until the run ends. */
  drop(): Promise<void>;
};

export const testKeyring = parseKeyring(`test:${Buffer.alloc(32, 7).toString('base64')}`);
useKeyring(testKeyring);

const serverUrl = inject('postgresUrl');

/** The databases that there are in this run: `describe.each(databaseKinds)('... on %s', (kind) => ...)`. */
export const databaseKinds: DatabaseKind[] = serverUrl === null ? ['embedded'] : ['embedded', 'postgres'];

/** A fresh database of its own, cloned from the migrated template. Throws when PostgreSQL is asked for and there is none. */
export function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  switch (kind) {
    case 'postgres':
      return openPostgres();
    case 'embedded':
      return openEmbedded();
    default:
      return kind satisfies never;
  }
}

async function openPostgres(): Promise<TestDatabase> {
  if (serverUrl === null) throw new Error('No PostgreSQL in this run: ask databaseKinds, or use describePostgres');
  const template = inject('postgresTemplate');
  const name = `${template}_${randomBytes(4).toString('hex')}`;
  await administrate(serverUrl, `create database ${name} template ${template}`);
  const where = new URL(serverUrl);
  where.pathname = `/${name}`;
  const database = await openDatabase({ type: 'postgres', url: where.href }, { log: () => undefined });
  return {
    db: database.db,
    url: where.href,
    drop: async () => {
      await database.close();
      await administrate(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function openEmbedded(): Promise<TestDatabase> {
  const lite = await PGlite.create({ loadDataDir: await openAsBlob(inject('embeddedDump')) });
  return { db: drizzleOn(lite), url: null, drop: () => lite.close() };
}

async function administrate(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
