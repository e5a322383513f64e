// Debian's keyrings: some thousand keys that people made, to hold the reader of keys against. Without them, or without gpg, which says what is true of each,
// the tests are named as left out.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Prepared } from './servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the keyrings; empty when there is none. */
    keyrings: string;
  }
}

// Where the package debian-keyring puts them.
const installed = '/usr/share/keyrings';

/** Provides the folder: the one that EMBARGO_TEST_KEYRINGS names, which must have them, or that of the package. */
export function prepareKeyrings(project: TestProject): Prepared {
  const named = process.env.EMBARGO_TEST_KEYRINGS;
  if (named && !has(named)) throw new Error('EMBARGO_TEST_KEYRINGS names a folder without debian-keyring.gpg');
  const folder = named || installed;
  const gpg = spawnSync('gpg', ['--version']).status === 0;
  const whyNot = !has(folder)
    ? 'the package debian-keyring is not installed, and EMBARGO_TEST_KEYRINGS names no other folder'
    : gpg
      ? null
      : 'there is no gpg';
  project.provide('keyrings', whyNot === null ? folder : '');
  return { name: 'Keyrings', whyNot, instead: '', stop: async () => undefined };
}

const has = (folder: string): boolean => existsSync(join(folder, 'debian-keyring.gpg'));
