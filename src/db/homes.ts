// Who has looked at their personal page lately, and so wants it kept up to date. A page belongs to one id; the person behind it may have others.
import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { PersonId } from '../domain/values/ids.ts';
import { dayMs, type Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { isProven } from './identities.ts';
import { homes, identities } from './schema.ts';

const keptForMs = 30 * dayMs;

/** Somebody looks at the page of this id. */
export async function rememberHome(tx: Db, address: PersonId, now: Instant): Promise<void> {
  await tx
    .insert(homes)
    .values({ person: address, openedAt: now })
    .onConflictDoUpdate({ target: homes.person, set: { openedAt: now } });
}

/** The pages of these persons that were looked at lately, in the order of their ids. */
export async function homesOf(
  tx: Db,
  people: readonly PersonId[],
  now: Instant,
): Promise<{ readonly address: PersonId; readonly person: PersonId }[]> {
  if (people.length === 0) return [];
  const person = sql<PersonId>`coalesce(${identities.person}, ${homes.person})`;
  const rows = await tx
    .select({ address: homes.person, person, link: identities })
    .from(homes)
    .leftJoin(identities, eq(identities.alias, homes.person))
    .where(and(gt(homes.openedAt, now - keptForMs), inArray(person, [...people])))
    .orderBy(homes.person);
  return rows.flatMap(({ address, person, link }) => (link === null || isProven(link) ? [{ address, person }] : []));
}

/** Forgets who has not looked for long. */
export async function forgetHomes(db: Db, now: Instant): Promise<void> {
  await db.delete(homes).where(lte(homes.openedAt, now - keptForMs));
}
