// Whether the record is whole.
import type { Config } from '../config.ts';
import { patient } from '../db/connection/timeouts.ts';
import { verifyFacts } from '../db/facts.ts';
import { print } from './exit.ts';
import { withDatabase } from './open.ts';

/** Prints each fact that was changed or is missing. Resolves to the process's exit code: 1 where there is one. */
export async function verify(config: Config): Promise<number> {
  const { streams, facts, faults } = await withDatabase(config, ({ db }) => verifyFacts(db), patient);
  for (const { stream, seq, fault } of faults) print(`${stream}, fact ${seq}: ${fault}`);
  print(`${facts} facts in ${streams} chains, ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}
