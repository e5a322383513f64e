// Embargoes that are found by what is sealed. There is no index of it: each is opened, some hundreds at a time. For what is asked seldom.
import { and, asc, gt } from 'drizzle-orm';
import { type About, aboutOf } from '../../domain/embargo/about/about.ts';
import type { List } from '../../domain/list/list.ts';
import type { EmbargoId, PersonId } from '../../domain/values/ids.ts';
import type { Db } from '../connection/client.ts';
import { embargoRows, patchRows } from '../integrity/sealed-rows.ts';
import { oneOf } from '../once.ts';
import { embargoes, patches } from '../schema.ts';
import { embargoesOf, type Listed } from './embargoes.ts';

const openedAtOnce = 500;

/** Those of the lists of which what they are about is what is sought; the oldest first. Throws a SealError where one does not open. */
export async function embargoesAbout(
  db: Db,
  lists: readonly List[],
  person: PersonId,
  sought: (about: About) => boolean,
): Promise<Listed[]> {
  const found: EmbargoId[] = [];
  for await (const ids of idsOf(db, lists)) {
    const rows = await db
      .select({ id: embargoes.id, list: embargoes.list, about: embargoes.about })
      .from(embargoes)
      .where(oneOf(embargoes.id, ids));
    for (const row of rows) if (sought(aboutOf(embargoRows.open(row).about))) found.push(row.id);
  }
  return embargoesOf(db, lists, person, found);
}

/** Those of the lists with a patch of which a file has one of these hashes; the oldest first. Throws a SealError where one does not open. */
export async function embargoesWithFile(db: Db, lists: readonly List[], person: PersonId, hashes: readonly string[]): Promise<Listed[]> {
  const found = new Set<EmbargoId>();
  for await (const ids of idsOf(db, lists)) {
    const rows = await db.select().from(patches).where(oneOf(patches.embargo, ids));
    for (const row of rows) if (patchRows.open(row).content.files.some(({ sha256 }) => hashes.includes(sha256))) found.add(row.embargo);
  }
  return embargoesOf(db, lists, person, [...found]);
}

/** The ids of all embargoes of some lists, some at a time. */
async function* idsOf(db: Db, lists: readonly List[]): AsyncGenerator<EmbargoId[]> {
  const of = lists.map(({ id }) => id);
  for (let behind = ''; of.length > 0; ) {
    const rows = await db
      .select({ id: embargoes.id })
      .from(embargoes)
      .where(and(oneOf(embargoes.list, of), gt(embargoes.id, behind as EmbargoId)))
      .orderBy(asc(embargoes.id))
      .limit(openedAtOnce);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ id }) => id);
    behind = last.id;
  }
}
