// Which embargoes somebody may know of, among those that they can mean. Deny by default.

import type { Said } from '../chat/message/heard.ts';
import type { View } from '../chat/message/view.ts';
import { codenamesIn } from '../chat/parse.ts';
import type { Db } from '../db/connection/client.ts';
import { loadEmbargoes } from '../db/embargoes.ts';
import { embargoesAtHand, embargoesCalled, type Listed } from '../db/lookup/embargoes.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import { consentOf, memberOf } from '../domain/embargo/consent.ts';
import type { List, Member } from '../domain/list/list.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';

/** Those at hand, and those that what was said calls by name; the oldest first. */
export async function knownFrom(db: Db, said: Said, lists: readonly List[], person: PersonId, now: Instant): Promise<Listed[]> {
  const atHand = await embargoesAtHand(db, lists, person);
  const named = calledIn(said).filter((codename) => atHand.every((each) => each.codename !== codename));
  const called = await embargoesCalled(db, lists, person, named.slice(0, calledMax));
  return knownOnes(db, [...called, ...atHand], lists, person, now);
}

/** Whatever in somebody's words has the form of a codename. */
function calledIn(said: Said): string[] {
  const texts = said.type === 'words' ? [said.text] : said.type === 'home' ? [] : [said.words, ...Object.values(said.values)];
  return [...new Set(texts.flatMap(codenamesIn))];
}

// Nobody means more; a text of nothing but codenames must not become a question of thousands.
const calledMax = 20;

/** Who asks, what is at hand for them already, and on which lists; a request. */
type Asking = {
  readonly heard: { readonly by: PersonId };
  readonly embargoes: readonly Listed[];
  readonly lists: readonly List[];
  readonly outside: readonly List[];
  readonly now: Instant;
};

/** The embargo of this name that the speaker may know of, however long ago it ended; null where there is none. */
export async function embargoCalled(tx: Db, asking: Asking, codename: string): Promise<Listed | null> {
  const { embargoes, lists, outside, heard, now } = asking;
  const found = embargoes.find((each) => each.codename === codename);
  if (found !== undefined) return found;
  const all = [...lists, ...outside];
  const [called] = await knownOnes(tx, await embargoesCalled(tx, all, heard.by, [codename]), all, heard.by, now);
  return called ?? null;
}

/** As `consentOf` decides, from less: a reviewer knows of what they were let in on since they are on the list, nobody of what their access was ended to. */
function knows(member: Member | null, { namedAt, revoked }: Listed): boolean {
  if (member === null) return false;
  const named = namedAt !== null && namedAt >= member.since;
  return member.role === 'coordinator' || (member.role === 'representative' ? !(named && revoked) : named && !revoked);
}

/** Those of listed embargoes that somebody may know of. One that is not for the whole list is looked at itself: its audience is sealed. */
export async function knownOnes(
  db: Db,
  listed: readonly Listed[],
  lists: readonly List[],
  person: PersonId,
  now: Instant,
): Promise<Listed[]> {
  const chosen = listed.filter((each) => each.chosen);
  const known = new Set((await wholeOnes(db, chosen, lists, person, now)).map(({ embargo }) => embargo.id));
  return listed.filter((each) => {
    const list = lists.find(({ id }) => id === each.list);
    return list !== undefined && (each.chosen ? known.has(each.id) : knows(list.members[person] ?? null, each));
  });
}

/** Listed embargoes, whole, in their order, as far as a person may know of them. */
export async function wholeOnes(
  db: Db,
  listed: readonly Listed[],
  lists: readonly List[],
  person: PersonId,
  now: Instant,
): Promise<View[]> {
  const views: View[] = [];
  for (const embargo of await loadEmbargoes(
    db,
    listed.map(({ id }) => id),
  )) {
    const whole = lists.find(({ id }) => id === embargo.list);
    const list = whole === undefined ? undefined : listFor(embargo, whole, now);
    if (list !== undefined && consentOf(embargo, memberOf(list, person)) !== 'none') views.push({ embargo, list, now });
  }
  return views;
}
