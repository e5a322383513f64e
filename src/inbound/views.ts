// Embargoes as somebody sees them: whole, each with its list as far as it is on it. Who may not know of one does not get it.
import type { View } from '../chat/message/view.ts';
import type { Db } from '../db/connection/client.ts';
import { type Behind, endedLast, liveEmbargoes, oldestFirst } from '../db/lookup/embargoes.ts';
import { embargoesAbout, embargoesWithFile } from '../db/lookup/sealed.ts';
import type { List } from '../domain/list/list.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { wholeOnes } from './known-embargoes.ts';
import type { Request } from './request.ts';

/** The embargoes that a speaker may know of. live: those that run, or of which something is owed. at-hand: those that ended last, too. */
export async function knownViews(tx: Db, { embargoes, lists, outside, heard, now }: Request, which: 'live' | 'at-hand'): Promise<View[]> {
  const listed = which === 'live' ? embargoes.filter(({ over, owing }) => !over || owing) : embargoes;
  return wholeOnes(tx, listed, [...lists, ...outside], heard.by, now);
}

/** Those with this id, however long ago they ended. Nothing but what is sealed tells, so that it takes as long as there are many. */
export async function viewsWithId(tx: Db, { lists, outside, heard, now }: Request, id: string): Promise<View[]> {
  const all = [...lists, ...outside];
  const found = await embargoesAbout(tx, all, heard.by, (about) => about.vulnerabilities.some(({ ids }) => ids.includes(id)));
  return wholeOnes(tx, found, all, heard.by, now);
}

/** Those in whose patches there is a file with one of these hashes, and those at hand; the oldest first. As `viewsWithId`. */
export async function viewsWithFile(tx: Db, request: Request, hashes: readonly string[]): Promise<View[]> {
  const { embargoes, lists, outside, heard, now } = request;
  const all = [...lists, ...outside];
  const found = hashes.length === 0 ? [] : await embargoesWithFile(tx, all, heard.by, hashes);
  return wholeOnes(tx, oldestFirst([...found, ...embargoes]), all, heard.by, now);
}

/** `next`: behind which the next page begins; null: there is nothing older. */
export type EndedPage = { readonly views: readonly View[]; readonly next: string | null };

/** What has ended on a list, and nothing is owed of it: a page of what the speaker may know of, whole, the newest first. `behind` null: the first page. */
export async function endedViews(tx: Db, { heard: { by }, now }: Request, list: List, behind: Behind | null): Promise<EndedPage> {
  for (let from = behind; ; ) {
    const listed = await endedLast(tx, list, by, pageMax + 1, from);
    const views = await wholeOnes(tx, listed.slice(0, pageMax), [list], by, now);
    const [more, last] = [listed.length > pageMax, listed[pageMax - 1]];
    if (!more || last?.endedAt == null) return { views, next: null };
    // Nobody learns the name of one that they may not know of: not from a button either.
    const shown = views.at(-1);
    if (shown !== undefined) return { views, next: shown.embargo.codename };
    from = { endedAt: last.endedAt, codename: last.codename };
  }
}

const pageMax = 20;

/** The embargoes of these lists that a person may know of, whole, without those that are over and done with. */
export async function viewsOf(db: Db, lists: readonly List[], person: PersonId, now: Instant): Promise<View[]> {
  return wholeOnes(db, await liveEmbargoes(db, lists, person), lists, person, now);
}
