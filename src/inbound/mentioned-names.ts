// The people whom a message mentions, by name: a platform hands them over as ids, which tell nobody anything.

import type { Said } from '../chat/message/heard.ts';
import { accountsIn, namedIn } from '../chat/message/mentions.ts';
import type { Db } from '../db/connection/client.ts';
import { profilesOf } from '../db/people.ts';
import type { Request } from './request.ts';

/** A form that is asked for with a message in it, which people are going to read: whoever it mentions stands there by name. */
export async function withNames(tx: Db, said: Said, { heard, lists }: Pick<Request, 'heard' | 'lists'>): Promise<Said> {
  const text = said.type === 'begin' ? said.values.text : undefined;
  if (said.type !== 'begin' || text === undefined) return said;
  const people = accountsIn(text);
  if (people.length === 0) return said;
  const profiles = await profilesOf(tx, people);
  const nameFor = (person: (typeof people)[number]) =>
    lists.flatMap((list) => list.members[person]?.name ?? [])[0] ?? heard.names[person] ?? profiles.get(person)?.name ?? null;
  return { ...said, values: { ...said.values, text: namedIn(text, nameFor) } };
}
