// A program of this project as one file, with its libraries: many processes are to be started, and each would compile and look for them anew.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

// They look for files of their own beside them.
const external = ['@electric-sql/pglite', '@matrix-org/*', 'pino', 'pg-native', 'vitest', 'esbuild'];
// Libraries that are no ES modules ask for this one.
const banner = { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" };

/** Compiles what begins with this file. `remove` removes the result. */
export async function bundled(entry: string): Promise<{ readonly file: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'embargo-bundle-'));
  for (const name of ['node_modules', 'drizzle']) symlinkSync(join(root, name), join(folder, name));
  // As deep as the files of which it is made, which look for their neighbors from where they are.
  const file = join(folder, 'src', 'db', 'connection', 'main.mjs');
  await build({ entryPoints: [entry], outfile: file, bundle: true, platform: 'node', format: 'esm', external, banner, logLevel: 'error' });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
