// Runs once before all tests: finds the servers and corpora that tests need, and says aloud at the end which of them there were not, and what was left out
// for it.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { compileInto } from '../compiled.ts';
import { dumpEmbedded } from '../embedded.ts';
import { prepareCorpora } from './corpora.ts';
import { prepareKeyrings } from './keyrings.ts';
import { preparePostgres } from './postgres.ts';
import { prepareSynapse } from './synapse.ts';

/** What some tests need besides the project, by the name that the end of a run calls it. */
export type ServerName = 'PostgreSQL' | 'Synapse' | 'Corpora' | 'Keyrings';

/** A server as a run found it. `whyNot`: why there is none; null when it is there. `instead`: a sentence on what its lack means besides. */
export type Prepared = { readonly name: ServerName; readonly whyNot: string | null; readonly instead: string; stop(): Promise<void> };

declare module 'vitest' {
  interface ProvidedContext {
    /** The servers that this run has to do without. */
    missing: readonly ServerName[];
    /** The file of the migrated PGlite's dump. */
    embeddedDump: string;
    /** The folder with the project as JavaScript. */
    compiled: string;
    /** The file in which tests that could not run put down their names, one a line, behind the server and a tab. */
    leftOutFile: string;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // Tests of the unit project need none of it, those of the corpora no server.
  const asked = project.vitest.projects.map(({ name }) => name);
  if (asked.every((name) => name === 'unit')) return undefined;
  const serverless = asked.every((name) => name === 'unit' || name === 'corpora');
  const folder = mkdtempSync(join(tmpdir(), 'embargo-tests-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  const embeddedDump = join(folder, 'pglite.tar');
  const leftOutFile = join(folder, 'left-out.txt');
  const compiled = join(folder, 'compiled');
  writeFileSync(leftOutFile, '');

  // What can fail the run comes before what has to be stopped again.
  const suites = [prepareCorpora(project), prepareKeyrings(project)];
  const servers = serverless ? suites : [...suites, ...(await prepareServers(project, embeddedDump, compiled))];
  project.provide(
    'missing',
    servers.filter(({ whyNot }) => whyNot !== null).map(({ name }) => name),
  );
  project.provide('embeddedDump', embeddedDump);
  project.provide('compiled', compiled);
  project.provide('leftOutFile', leftOutFile);

  return async () => {
    for (const server of servers) await server.stop();
    const leftOut = readFileSync(leftOutFile, 'utf8');
    // The teardown comes after vitest's own summary, so this is the last that is read.
    for (const server of servers) process.stderr.write(saidAloud(server, leftOut));
    process.removeListener('exit', removeFolder);
    removeFolder();
  };
}

async function prepareServers(project: TestProject, embeddedDump: string, compiled: string): Promise<readonly Prepared[]> {
  const synapse = await prepareSynapse(project);
  const preparing = preparePostgres(project);
  try {
    const [postgres] = await Promise.all([preparing, dumpEmbedded(embeddedDump), compileInto(compiled)]);
    return [postgres, synapse];
  } catch (error) {
    await (await preparing).stop();
    throw error;
  }
}

/** What the end of a run says of a server that was not there; empty when it was. `leftOut`: the file of that name. Pure. */
export function saidAloud({ name, whyNot, instead }: Pick<Prepared, 'name' | 'whyNot' | 'instead'>, leftOut: string): string {
  if (whyNot === null) return '';
  const tests = leftOut.split('\n').flatMap((line) => (line.startsWith(`${name}\t`) ? [line.slice(name.length + 1)] : []));
  const lines = [
    '',
    `NOT RUN ON ${name.toUpperCase()}: ${whyNot}.`,
    ...(instead === '' ? [] : [instead]),
    tests.length === 0 ? `No test that needs ${name} was asked for.` : `These tests need ${name} and were left out:`,
    ...tests.map((test) => `  - ${test}`),
    '',
  ];
  return `${lines.join('\n')}\n`;
}
