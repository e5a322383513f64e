// A key for what is sealed in the database.
import { newKey } from '../db/seal.ts';
import { print } from './exit.ts';

/** Prints a new one for EMBARGO_KEY. Resolves to the process's exit code. */
export async function key(): Promise<number> {
  return print(newKey());
}
