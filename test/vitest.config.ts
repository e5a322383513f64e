import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { type ProjectName, testFiles } from './setup/projects.ts';
import { Sequencer } from './setup/sequencer.ts';
import { wasmFlags } from './setup/wasm.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = testFiles(root);

const project = (name: ProjectName, isolate: boolean, execArgv: string[] = []) => ({
  root,
  test: {
    name,
    include: files[name],
    setupFiles: ['test/setup/properties.ts'],
    isolate,
    pool: 'forks' as const,
    execArgv,
    // Tests that fork real processes and start PGlite take their time on two slow cores.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});

export default defineConfig({
  root,
  test: {
    globalSetup: ['test/setup/servers/servers.ts'],
    sequence: { sequencer: Sequencer },
    // One for each core: live bots that wait for a third one's processes lose their connections.
    maxWorkers: 2,
    projects: [project('alone', true, [...wasmFlags]), project('shared', false), project('unit', false), project('corpora', false)],
  },
});
