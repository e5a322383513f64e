// What people are called, asked of the homeserver for a moment.
import type { PersonId } from '../../../domain/values/ids.ts';
import type { Names } from '../conversation.ts';
import { pause } from '../lease.ts';
import { bare, personOf } from '../rooms/state.ts';
import type { Context } from './context.ts';

/** What the sender and those mentioned are called, as far as it is known soon: everybody else waits, and whoever acts on it can still ask. */
export async function namesOf(
  { nameOf, aside, namesMsMax = namesMsMaxDefault }: Context,
  sender: string,
  mentioned: readonly PersonId[],
): Promise<Names> {
  const people = [...new Set([personOf(sender), ...mentioned])].filter((person) => person !== null).slice(0, namesMax);
  const names: Record<PersonId, string> = {};
  const asked = people.map(async (person) => {
    const name = await nameOf(bare(person)).catch(() => null);
    if (name !== null) names[person] = name;
  });
  const all = new AbortController();
  await Promise.race([Promise.all(asked), pause(namesMsMax, AbortSignal.any([aside.off, all.signal]))]);
  all.abort();
  // What is known only later must not change what was handed in.
  return { ...names };
}

const namesMax = 10;
const namesMsMaxDefault = 2_000;
