import type { Database, Log } from './client.ts';
import type { Timeouts } from './timeouts.ts';

// One database, two ways to have it: a PostgreSQL server, or PGlite in a folder. Everything above sees only `Db`.

/**
 * Opens the database and, unless `migrate` is false, brings its tables up to date; processes that start together wait for each other.
 * `timeouts`: what is to take another time than usual on a server; migrations take the time that they take.
 * Throws an Error for people to read when the server is not to be had or too old, or the folder is held by another process.
 */
export async function openDatabase(
  where: { type: 'postgres'; url: string } | { type: 'embedded'; folder: string },
  options: { log: Log; migrate?: boolean; timeouts?: Partial<Timeouts> },
): Promise<Database> {
  const { log, migrate = true, timeouts = {} } = options;
  // Each is loaded only when it is wanted: PGlite alone is some 20 MB of WebAssembly.
  switch (where.type) {
    case 'postgres': {
      const { openPostgres } = await import('./postgres.ts');
      return openPostgres(where.url, log, migrate, timeouts);
    }
    case 'embedded': {
      const { openEmbedded } = await import('./embedded.ts');
      return openEmbedded(where.folder, log, migrate);
    }
    default:
      return where satisfies never;
  }
}
