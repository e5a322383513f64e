// A migrated PGlite as a file, to be cloned by each test file that wants one.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { migrationsFolder } from '../../src/db/connection/client.ts';

const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/embargo-bot', import.meta.url));

/**
 * Writes the dump to a file. Making one takes four seconds, so it is kept until the migrations or PGlite change; each run has its own
 * copy all the same, since another run may renew the kept one.
 */
export async function dumpEmbedded(file: string): Promise<void> {
  const kept = join(cacheFolder, `pglite-${fingerprint()}.tar`);
  if (existsSync(kept)) {
    copyFileSync(kept, file);
    return;
  }
  writeFileSync(file, await makeDump());
  try {
    keep(file, kept);
  } catch {
    // A checkout that cannot be written to: the next run takes its four seconds again.
  }
}

function keep(file: string, kept: string): void {
  mkdirSync(cacheFolder, { recursive: true });
  for (const name of readdirSync(cacheFolder)) if (name.endsWith('.tar')) rmSync(join(cacheFolder, name), { force: true });
  // Renamed into place whole, since two runs may do this at once.
  const own = `${kept}.${process.pid}`;
  copyFileSync(file, own);
  renameSync(own, kept);
}

async function makeDump(): Promise<Buffer> {
  const lite = await PGlite.create({ postgresqlconf: ['shared_buffers=16MB'] });
  if (hasMigrations()) await migrate(drizzle({ client: lite }), { migrationsFolder });
  // Not compressed: a tenth of the size would cost each clone a third more time.
  const dump = await lite.dumpDataDir('none');
  await lite.close();
  return Buffer.from(await dump.arrayBuffer());
}

function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync(createRequire(import.meta.url).resolve('@electric-sql/pglite')));
  for (const name of readdirSync(migrationsFolder).sort()) {
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(join(migrationsFolder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Whether there is anything to migrate yet. */
export function hasMigrations(): boolean {
  return existsSync(join(migrationsFolder, 'meta', '_journal.json'));
}
