// One person may have several ids. The list knows them by one of these; what comes from the others is theirs.
import { inArray } from 'drizzle-orm';
import type { PersonId } from '../domain/ids.ts';
import type { Db } from './client.ts';
import { identities } from './schema.ts';

/** The ids by which lists know these persons: an id that is linked to no other stands for itself. */
export async function canonicalIds(db: Db, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, PersonId>> {
  const rows =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(identities)
          .where(inArray(identities.alias, [...ids]));
  const linked = new Map(rows.map(({ alias, person }) => [alias, person]));
  return new Map(ids.map((id) => [id, linked.get(id) ?? id]));
}
