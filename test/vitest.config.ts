import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup/servers.ts'],
    // Tests that fork real processes and start PGlite take their time on two slow cores.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // One for each core: much of the time goes into waiting for processes and servers.
    maxWorkers: 2,
  },
});
