// The project as JavaScript, made once for all the processes that a run of the tests starts: to compile its many files for each takes longer than all else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is started most often: as one file each, with its libraries, so that a start does not look for hundreds of files either. */
export const programs = {
  main: 'src/main.ts',
  slackBot: 'test/rig/slack/process.ts',
  matrixBot: 'test/rig/matrix/process.ts',
} as const;
// As deep as the files of which they are made, which look for their neighbors from where they are.
const programFolder = 'src/db/connection';

/** Where a program lies in the folder into which the project was compiled. */
export const programIn = (folder: string, name: keyof typeof programs): string => join(folder, programFolder, `${name}.mjs`);

// They look for files of their own beside them.
const external = ['@electric-sql/pglite', '@matrix-org/*', 'pino', 'pg-native'];
// Libraries that are no ES modules ask for this one.
const banner = { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" };

/** Compiles `src/` and `test/` into a folder that is not there yet, where they find what they look for beside them. Types are `npm run check`'s to see. */
export async function compileInto(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of ['node_modules', 'drizzle', 'package.json']) symlinkSync(join(root, name), join(folder, name));
  const entryPoints = Object.entries(programs).map(([out, path]) => ({ in: join(root, path), out }));
  const one = { bundle: true, platform: 'node', format: 'esm', outExtension: { '.js': '.mjs' }, logLevel: 'error' } as const;
  await Promise.all([emitInto(folder), build({ ...one, entryPoints, outdir: join(folder, programFolder), external, banner })]);
}

async function emitInto(folder: string): Promise<void> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const emitting = ['--noEmit', 'false', '--outDir', folder, '--rewriteRelativeImportExtensions', '--noCheck'];
  const [code] = await once(spawn(process.execPath, [tsc, '-p', root, ...emitting], { stdio: 'inherit' }), 'close');
  if (code !== 0) throw new Error(`The project could not be compiled: tsc ended with ${code}`);
}
