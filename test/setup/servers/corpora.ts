// Suites that others made, to hold the readers against. They are not part of the project: where they are not there, their tests are named as left out.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import type { Prepared } from './servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the corpora; empty when there is none. */
    corpora: string;
  }
}

const besideTheRepository = fileURLToPath(new URL('../../../../shared/corpora', import.meta.url));

/** Provides the folder: the one that EMBARGO_TEST_CORPORA names, which must be there, or the one beside the repository. */
export function prepareCorpora(project: TestProject): Prepared {
  const named = process.env.EMBARGO_TEST_CORPORA;
  if (named && !existsSync(join(named, 'dates.tsv'))) throw new Error('EMBARGO_TEST_CORPORA names a folder that holds no corpora');
  const folder = named || besideTheRepository;
  const there = existsSync(join(folder, 'dates.tsv'));
  project.provide('corpora', there ? folder : '');
  const whyNot = there ? null : 'there is no ../shared/corpora, and EMBARGO_TEST_CORPORA names no other folder';
  return { name: 'Corpora', whyNot, instead: '', stop: async () => undefined };
}
