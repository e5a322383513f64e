// A PostgreSQL server for the tests, and a migrated template on it.

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../../src/db/connection/open.ts';
import { codeOf } from '../../../src/errors.ts';
import { startCluster } from '../cluster.ts';
import { hasMigrations } from '../embedded.ts';
import type { Prepared } from './servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server that test databases can be made on; null when there is none. */
    postgresUrl: string | null;
    /** The database to clone, and what the names of all clones of this run begin with. */
    postgresTemplate: string;
  }
}

type Server = { readonly url: string | null; readonly whyNot: string; stop(): Promise<void> };

/** Provides the server that is named, or one made from this machine's programs. One that was asked for and is not there fails the run. */
export async function preparePostgres(project: TestProject): Promise<Prepared> {
  const template = `embargo_test_${randomBytes(4).toString('hex')}`;
  const { url, whyNot, stop } = await findServer();
  if (url !== null) await makeTemplate(url, template);
  project.provide('postgresUrl', url);
  project.provide('postgresTemplate', template);
  return {
    name: 'PostgreSQL',
    whyNot: url === null ? whyNot : null,
    instead: 'Tests that run on both databases ran on the embedded one only.',
    stop: async () => {
      if (url !== null) await dropAll(url, template);
      await stop();
    },
  };
}

async function findServer(): Promise<Server> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    // One that was asked for and is not there fails the run.
    await administrate(given, async () => undefined).catch((error: unknown) => {
      throw new Error(`The server that TEST_DATABASE_URL names does not let the tests in (${codeOf(error)})`);
    });
    return { url: given, whyNot: '', stop: async () => undefined };
  }
  try {
    return { ...(await startCluster()), whyNot: '' };
  } catch (error) {
    return { url: null, whyNot: error instanceof Error ? error.message : String(error), stop: async () => undefined };
  }
}

async function makeTemplate(url: string, template: string): Promise<void> {
  await administrate(url, (client) => client.query(`create database ${template}`));
  if (!hasMigrations()) return;
  const where = new URL(url);
  where.pathname = `/${template}`;
  const database = await openDatabase({ type: 'postgres', url: where.href }, { log: () => undefined });
  await database.close();
}

async function dropAll(url: string, template: string): Promise<void> {
  await administrate(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database where starts_with(datname, $1)', [
      template,
    ]);
    for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
  });
}

async function administrate(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
