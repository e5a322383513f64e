// Runs once before all tests: a PostgreSQL server and a migrated template on it, and the same for PGlite, as a dump.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { codeOf, openDatabase } from '../../src/db/client.ts';
import { startCluster } from './cluster.ts';
import { dumpEmbedded, hasMigrations } from './embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server that test databases can be made on; null when there is none. */
    postgresUrl: string | null;
    /** The database to clone, and what the names of all clones of this run begin with. */
    postgresTemplate: string;
    /** The file of the migrated PGlite's dump. */
    embeddedDump: string;
    /** The file in which tests that could not run put down their names, one a line. */
    leftOutFile: string;
  }
}

type Server = { readonly url: string | null; readonly whyNot: string; stop(): Promise<void> };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'embargo-tests-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  const template = `embargo_test_${randomBytes(4).toString('hex')}`;
  const embeddedDump = join(folder, 'pglite.tar');
  const leftOutFile = join(folder, 'left-out.txt');
  writeFileSync(leftOutFile, '');

  const [server] = await Promise.all([findServer(), dumpEmbedded(embeddedDump)]);
  if (server.url !== null) await makeTemplate(server.url, template);
  project.provide('postgresUrl', server.url);
  project.provide('postgresTemplate', template);
  project.provide('embeddedDump', embeddedDump);
  project.provide('leftOutFile', leftOutFile);

  return async () => {
    if (server.url !== null) await dropAll(server.url, template);
    await server.stop();
    if (server.url === null) sayAloud(server.whyNot, readFileSync(leftOutFile, 'utf8'));
    process.removeListener('exit', removeFolder);
    removeFolder();
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

// The teardown comes after vitest's own summary, so this is the last that is read.
function sayAloud(whyNot: string, leftOut: string): void {
  const names = leftOut.split('\n').filter((line) => line !== '');
  const lines = [
    '',
    `NOT RUN ON POSTGRESQL: ${whyNot}.`,
    'Tests that run on both databases ran on the embedded one only.',
    names.length === 0 ? 'No test that needs PostgreSQL was asked for.' : 'These tests need PostgreSQL and were left out:',
    ...names.map((name) => `  - ${name}`),
    '',
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
}
