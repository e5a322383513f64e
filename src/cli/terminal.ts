// The terminal over the configured database.
import type { Config } from '../config.ts';
import { withDatabase } from './open.ts';
import { runSession } from './terminal-session.ts';

/** From its first line to its last: a story, when standard input is not a terminal. Resolves to the process's exit code. */
export function terminal(config: Config): Promise<number> {
  return withDatabase(config, (database) => runSession(database, { ...config, input: process.stdin, begins: null }));
}
