// One person, several ids. Rules on which of them may become one: nobody gains a voice by it, and nobody loses one unseen.

import type { PersonId } from '../values/ids.ts';
import { refuse } from '../values/refusal.ts';
import type { ListRefusal } from './refusal.ts';

/**
 * Somebody by the id that stands for them. `open`: the ids that speak for them (none: they were closed, all of them). `lists`: the names of the
 * lists that they are on.
 */
export type Party = { readonly person: PersonId; readonly open: readonly PersonId[]; readonly lists: readonly string[] };

/** `alias` becomes another id of `person`; the same twice: an id that was closed speaks for its person again. */
export type Link = { readonly person: PersonId; readonly alias: PersonId };

/**
 * Whose ids become one when somebody types, as `spokenFrom`, the code that `maker` was given. The id that is on a list stays the one that lists
 * know; where neither is, the maker's. Refuses a code of one's own, two that are both on lists (on the same one these were two votes), and an
 * account that was closed while others still speak for its person: whoever holds it now must not take these along.
 */
export function decideLink(spokenFrom: PersonId, speaker: Party, maker: Party): Link | ListRefusal {
  const closed = !speaker.open.includes(spokenFrom);
  if (speaker.person === maker.person) return closed ? { person: maker.person, alias: maker.person } : refuse({ code: 'own-code' });
  if (closed && speaker.open.length > 0) return refuse({ code: 'closed-account' });
  if (speaker.lists.length > 0 && maker.lists.length > 0)
    return refuse({ code: 'both-on-lists', same: speaker.lists.filter((name) => maker.lists.includes(name)) });
  return speaker.lists.length > 0 ? { person: speaker.person, alias: maker.person } : { person: maker.person, alias: speaker.person };
}

/**
 * Which id is taken off a person: the one that is named, else the one that they speak from. Refuses the one that lists know, and ids of others.
 */
export function decideUnlink(
  person: PersonId,
  others: readonly PersonId[],
  spokenFrom: PersonId,
  named: PersonId | null,
): PersonId | ListRefusal {
  const id = named ?? spokenFrom;
  if (others.length === 0) return refuse({ code: 'nothing-linked' });
  if (id === person) return refuse({ code: 'known-by-this-id', others });
  return others.includes(id) ? id : refuse({ code: 'not-your-id' });
}
