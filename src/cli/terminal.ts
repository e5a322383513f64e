// The terminal over the configured database.
import type { Config } from '../config.ts';
import { withDatabase } from './open.ts';
import { runSession } from './terminal-session.ts';

/**
 * From its first line to its last: a story, when standard input is not a terminal. `empty`: without the list that somebody finds who starts it for the first
 * time; a server's database never gets that. Resolves to the process's exit code.
 */
export function terminal(config: Config, empty: boolean): Promise<number> {
  const furnished = !empty && config.database.type === 'embedded';
  return withDatabase(config, (database) => runSession(database, { ...config, input: process.stdin, begins: null, furnished }));
}
