// Tests that need a server: without it they are left out, and named at the end of the run.

import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, inject } from 'vitest';
import type { ServerName } from './servers/servers.ts';

/** A describe for what only these servers together can show. Without one of them it is left out, and named at the end of the run. */
export function describeNeeding(servers: readonly ServerName[], name: string, tests: () => void): void {
  const missing = inject('missing').filter((server) => servers.includes(server));
  if (missing.length === 0) {
    describe(name, tests);
    return;
  }
  const file = expect.getState().testPath;
  const where = file === undefined ? '' : `${relative(process.cwd(), file)}: `;
  for (const server of missing) appendFileSync(inject('leftOutFile'), `${server}\t${where}${name}\n`);
  describe.skip(name, tests);
}

/** For what only PostgreSQL can show: locks, replicas. */
export const describePostgres = (name: string, tests: () => void): void => describeNeeding(['PostgreSQL'], name, tests);

/** For what only a Matrix homeserver can show. */
export const describeSynapse = (name: string, tests: () => void): void => describeNeeding(['Synapse'], name, tests);

/** For replicas that speak on Matrix. */
export const describeSynapseOnPostgres = (name: string, tests: () => void): void => describeNeeding(['Synapse', 'PostgreSQL'], name, tests);

/** For what is held against suites that others made. */
export const describeCorpora = (name: string, tests: () => void): void => describeNeeding(['Corpora'], name, tests);

/** For what is held against the keys of Debian's people. */
export const describeKeyrings = (name: string, tests: () => void): void => describeNeeding(['Keyrings'], name, tests);
