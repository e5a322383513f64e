// The recovery key of the bot's identity on Matrix.
import type { Config } from '../config.ts';
import { takeRecoveryKey } from '../db/matrix.ts';
import { complain, print } from './exit.ts';
import { withDatabase } from './open.ts';

/** Shows the recovery key that waits, and forgets it. Resolves to the process's exit code. */
export async function recoveryKey(config: Config): Promise<number> {
  if (config.matrix === null) return complain('No Matrix account is set: MATRIX_HOMESERVER and MATRIX_USER are missing.');
  const { user } = config.matrix.access;
  const key = await withDatabase(config, ({ db }) => takeRecoveryKey(db, user));
  if (key === null) return complain("There's no recovery key to show: you already saw it, or the bot hasn't made its identity yet.");
  return print(
    `${key}\nKeep it apart from the database. With it in MATRIX_RECOVERY_KEY, a bot that lost its database keeps its identity.\nYou can't see it again.`,
  );
}
