// What is known of a list's people beyond the list itself, for the health of its distributors. Only read: nothing is locked.
import { and, eq, gt, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { Activity } from '../domain/health.ts';
import { distributorsOf, type List, membersOf } from '../domain/list/list.ts';
import type { EmbargoId, ListId, PersonId } from '../domain/values/ids.ts';
import { natural } from '../domain/values/order.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { loadEmbargoes } from './embargoes.ts';
import { embargoStream, listStream, secretlyDone } from './facts.ts';
import { canonicalIds } from './identities.ts';
import { type Way, waysTo } from './people.ts';
import { embargoes, facts } from './schema.ts';

/** When somebody last did something on a list or on one of its embargoes, by whichever of their ids, and whose every account is closed. */
export async function activityOf(db: Db, list: List): Promise<Activity> {
  const contacts = distributorsOf(list).flatMap(({ profile }) => [profile?.primary ?? null, profile?.backup ?? null]);
  const people = [...membersOf(list).map(({ person }) => person), ...contacts.filter((person) => person !== null)];
  const unique = [...new Set(people)];
  const ways = await waysTo(db, unique);
  const open = new Set(ways.flatMap(({ person, open }) => (open ? [person] : [])));
  return { lastSeen: await lastSeen(db, list.id, ways), closed: new Set(unique.filter((person) => !open.has(person))) };
}

async function lastSeen(db: Db, list: ListId, ways: readonly Pick<Way, 'person' | 'id'>[]): Promise<Activity['lastSeen']> {
  const seen = new Map<PersonId, Instant>();
  const sawAt = (person: PersonId, at: Instant) => void seen.set(person, Math.max(at, seen.get(person) ?? at));
  const last = await lastDone(
    db,
    list,
    ways.map(({ id }) => id),
  );
  for (const { person, id } of ways) {
    const at = last.get(id);
    if (at !== undefined) sawAt(person, at);
  }
  const secretly = await secretlyDone(db, [listStream(list)]);
  const persons = await canonicalIds(
    db,
    secretly.map(({ by }) => by as PersonId),
  ); // a vote is cast by a person
  for (const { by, at } of secretly) sawAt(persons.get(by as PersonId) ?? (by as PersonId), at);
  return Object.fromEntries(seen);
}

/** When each of these ids last did something: their facts are gone through from the newest on, as far as the first of this list. */
async function lastDone(db: Db, list: ListId, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Instant>> {
  const embargo = sql`substr(${facts.stream}, ${embargoStream('' as EmbargoId).length + 1}::int)`;
  const ofList = sql`(${facts.stream} = ${listStream(list)} or (select ${embargoes.list} from ${embargoes} where ${embargoes.id} = ${embargo}) = ${list})`;
  const newest = sql`(select ${facts.at} from ${facts} where ${facts.by} = wanted.id and ${ofList} order by ${facts.at} desc limit 1)`;
  const rows = await db
    .select({ id: sql<PersonId>`wanted.id`, at: sql<Instant | null>`${newest}`.mapWith(facts.at) })
    .from(sql`unnest(${sql.param([...ids])}::text[]) as wanted(id)`);
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const])));
}

/**
 * The embargoes of a list, whole, on which somebody can have kept up or not, and that run or have ended after an instant; the oldest first. One that ended without
 * a date, a duty, or anything that is owed, tells nothing of anybody.
 */
export async function embargoesSince(db: Db, list: ListId, since: Instant): Promise<Embargo[]> {
  const { id, createdAt, codename, endedAt, agreed, duties, nextDueAt } = embargoes;
  const those = (which: SQL | undefined) =>
    db
      .select({ id, createdAt, codename })
      .from(embargoes)
      .where(and(eq(embargoes.list, list), which));
  const ended = await those(and(gt(endedAt, since), or(isNotNull(agreed), isNotNull(duties), isNotNull(nextDueAt))));
  const rows = [...(await those(isNull(endedAt))), ...ended].sort(
    (one, other) => one.createdAt - other.createdAt || natural(one.codename, other.codename),
  );
  return loadEmbargoes(
    db,
    rows.map(({ id }) => id),
  );
}
