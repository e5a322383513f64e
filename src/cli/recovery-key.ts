// The recovery key of the bot's identity on Matrix.
import type { Config } from '../config.ts';
import { takeRecoveryKey } from '../db/matrix.ts';
import { complain, print } from './exit.ts';
import { withDatabase } from './open.ts';

/** Shows the recovery key that waits, and forgets it. Resolves to the process's exit code. */
export async function recoveryKey(config: Config): Promise<number> {
  if (config.matrix === null) return complain('No account on Matrix is given: MATRIX_HOMESERVER and MATRIX_USER are missing.');
  const { user } = config.matrix.access;
  const key = await withDatabase(config, ({ db }) => takeRecoveryKey(db, user));
  if (key === null) return complain('No recovery key waits: it was shown already, or the bot has not made its identity yet.');
  return print(
    `${key}\nKeep it where the database is not. With it as MATRIX_RECOVERY_KEY a bot that lost its database stays the same for everybody.\nIt is not shown again.`,
  );
}
