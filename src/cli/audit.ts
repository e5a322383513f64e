// Whether the record is whole, and everything else in the database is what it gives.
import type { Config } from '../config.ts';
import { patient } from '../db/connection/timeouts.ts';
import { audit } from '../db/integrity/audit.ts';
import { print } from './exit.ts';
import { withDatabase } from './open.ts';

/** Prints each fact that was changed or is missing, and whatever else the bot did not write. Resolves to the process's exit code: 1 where there is any. */
export async function verify(config: Config): Promise<number> {
  const { chains, findings } = await withDatabase(config, ({ db }) => audit(db), patient);
  for (const { stream, seq, fault } of chains.faults) print(`${stream}, fact ${seq}: ${fault}`);
  for (const { where, fault } of findings) print(`${where}: ${fault}`);
  const faults = chains.faults.length + findings.length;
  print(`${chains.facts} facts in ${chains.streams} chains, ${faults} ${faults === 1 ? 'fault' : 'faults'}`);
  return faults === 0 ? 0 : 1;
}
