// Which embargoes somebody can speak of, found by an index: what runs, what ended last, what is called by its name. What has ended long ago costs nothing.
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import type { List } from '../../domain/list/list.ts';
import type { EmbargoId, ListId, PersonId } from '../../domain/values/ids.ts';
import { natural } from '../../domain/values/order.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Db } from '../connection/client.ts';
import { oneOf } from '../once.ts';
import { consents, embargoes, guests } from '../schema.ts';

export type Listed = {
  readonly id: EmbargoId;
  readonly list: ListId;
  readonly codename: string;
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
  readonly over: boolean;
  readonly owing: boolean;
  readonly namedAt: Instant | null;
  readonly revoked: boolean;
  readonly chosen: boolean;
};

/** As many of those that ended last are at hand on each list: their first letters are enough, and orders about what has ended find them without a name. */
export const recentMax = 20;

/**
 * The embargoes of some lists in short that somebody can mean without naming them: those that run, those of which something is owed still, and on each list
 * those that ended last. The oldest first. `over`: it has ended. `owing`: the clock still counts for it.
 * `namedAt`: when the person was let in by name, or last said yes or no to its terms; null: never. `revoked`: their access was ended then. `chosen`: who is on
 * it is not seen by the list alone. Who may know of which is not asked here.
 */
export async function embargoesAtHand(db: Db, lists: readonly List[], person: PersonId): Promise<Listed[]> {
  const found = await liveEmbargoes(db, lists, person);
  for (const list of lists) found.push(...(await endedLast(db, list, person, recentMax)));
  return oldestFirst(found);
}

/** Those of the lists that are called so. */
export async function embargoesCalled(db: Db, lists: readonly List[], person: PersonId, codenames: readonly string[]): Promise<Listed[]> {
  return codenames.length === 0 ? [] : oldestFirst(await among(db, lists, person, inArray(embargoes.codename, [...codenames])));
}

/** Those of some lists that run, or of which something is owed still; the oldest first. */
export async function liveEmbargoes(db: Db, lists: readonly List[], person: PersonId): Promise<Listed[]> {
  return oldestFirst(await among(db, lists, person, or(isNull(embargoes.endedAt), isNotNull(embargoes.nextDueAt))));
}

/** These, in short, as far as they are on these lists; the oldest first. */
export async function embargoesOf(db: Db, lists: readonly List[], person: PersonId, ids: readonly EmbargoId[]): Promise<Listed[]> {
  return ids.length === 0 ? [] : oldestFirst(await among(db, lists, person, oneOf(embargoes.id, ids)));
}

/** The newest of each list whose codenames hold this, up to `most`: begins with it, or stands in it. */
export async function embargoesHolding(db: Db, lists: readonly List[], person: PersonId, typed: string, most: number): Promise<Listed[]> {
  const found: Listed[] = [];
  for (const list of lists)
    found.push(...(await endedLast(db, list, person, most, null, sql`position(${typed} in ${embargoes.codename}) > 0`)));
  return oldestFirst(found);
}

/** Where a page of what has ended begins: behind this one. */
export type Behind = { readonly endedAt: Instant; readonly codename: string };

/** Up to `most` embargoes of a list that have ended, and of which nothing is owed, as far as somebody can know of them. What ended last comes first. */
export async function endedLast(
  db: Db,
  list: List,
  person: PersonId,
  most: number,
  behind: Behind | null = null,
  only?: SQL,
): Promise<Listed[]> {
  const member = list.members[person];
  const { endedAt, codename } = embargoes;
  const older = behind === null ? undefined : sql`(${endedAt}, ${codename}) < (${sql.param(behind.endedAt, endedAt)}, ${behind.codename})`;
  const over = and(eq(embargoes.list, list.id), isNotNull(endedAt), isNull(embargoes.nextDueAt), older, only);
  const newest = async (which?: SQL) =>
    shortly(await listed(db, person, and(over, which)).orderBy(desc(endedAt), desc(codename)).limit(most));
  if (member?.role === 'coordinator') return newest();
  const stays = or(ne(consents.state, 'revoked'), lt(consents.at, member?.since ?? 0));
  if (member?.role === 'representative') return newest(or(isNull(consents.state), stays));
  // They know of what they were let in on by name: of few. A wave may have named them, which is sealed.
  const named = await newest(stays);
  const narrow = member === undefined ? [] : await newest(isNotNull(embargoes.audience));
  return [...named, ...narrow.filter(({ id }) => named.every((each) => each.id !== id))].sort(byEnd).slice(0, most);
}

const byEnd = (one: Listed, other: Listed): number => (other.endedAt ?? 0) - (one.endedAt ?? 0) || natural(other.codename, one.codename);

async function among(db: Db, lists: readonly List[], person: PersonId, which: SQL | undefined): Promise<Listed[]> {
  if (lists.length === 0) return [];
  const ids = lists.map(({ id }) => id);
  return shortly(await listed(db, person, and(inArray(embargoes.list, ids), which)));
}

function listed(db: Db, person: PersonId, which: SQL | undefined) {
  const { id, list, codename, createdAt, endedAt, nextDueAt } = embargoes;
  return db
    .select({
      id,
      list,
      codename,
      createdAt,
      endedAt,
      nextDueAt,
      audience: embargoes.audience,
      namedAt: consents.at,
      stands: consents.state,
    })
    .from(embargoes)
    .leftJoin(consents, and(eq(consents.embargo, id), eq(consents.person, person)))
    .where(which)
    .$dynamic();
}

type Found = Awaited<ReturnType<typeof listed>>[number];

function shortly(rows: readonly Found[]): Listed[] {
  return rows.map(({ nextDueAt, audience, stands, ...row }) => ({
    ...row,
    over: row.endedAt !== null,
    owing: nextDueAt !== null,
    revoked: stands === 'revoked',
    chosen: audience !== null,
  }));
}

/** Each once, the oldest first. */
export function oldestFirst(found: readonly Listed[]): Listed[] {
  const each = [...new Map(found.map((one) => [one.id, one] as const)).values()];
  return each.sort((one, other) => one.createdAt - other.createdAt || natural(one.codename, other.codename));
}

/** The lists on which somebody is, or was, on an embargo from outside. */
export async function listsAsGuest(db: Db, person: PersonId): Promise<ListId[]> {
  const rows = await db.select({ list: guests.list }).from(guests).where(eq(guests.person, person)).orderBy(asc(guests.list));
  return rows.map(({ list }) => list);
}
