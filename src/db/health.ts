// What is known of a list's people beyond the list itself, for the health of its distributors. Only read: nothing is locked.
import { and, asc, eq, gt, inArray, isNull, max, notInArray, or, sql } from 'drizzle-orm';
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { Activity } from '../domain/health.ts';
import { distributorsOf, type List, membersOf } from '../domain/list/list.ts';
import type { ListId, PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { loadEmbargoes } from './embargoes.ts';
import { ballot, embargoStream, listStream, secretlyDone } from './facts.ts';
import { canonicalIds } from './identities.ts';
import { waysTo } from './people.ts';
import { embargoes, facts, identities } from './schema.ts';

/** When somebody last did something on a list or on one of its embargoes, by whichever of their ids, and whose every account is closed. */
export async function activityOf(db: Db, list: List): Promise<Activity> {
  const contacts = distributorsOf(list).flatMap(({ profile }) => [profile?.primary ?? null, profile?.backup ?? null]);
  const people = [...membersOf(list).map(({ person }) => person), ...contacts.filter((person) => person !== null)];
  const open = new Set<PersonId>();
  const unique = [...new Set(people)];
  for (const way of await waysTo(db, unique)) if (way.open) open.add(way.person);
  return { lastSeen: await lastSeen(db, list.id), closed: new Set(unique.filter((person) => !open.has(person))) };
}

async function lastSeen(db: Db, list: ListId): Promise<Activity['lastSeen']> {
  const ids = await db.select({ id: embargoes.id }).from(embargoes).where(eq(embargoes.list, list));
  const streams = [listStream(list), ...ids.map(({ id }) => embargoStream(id))];
  // What somebody said before an id was linked to them stands under that id.
  const person = sql<PersonId>`coalesce(${identities.person}, ${facts.by})`;
  const rows = await db
    .select({ person, at: max(facts.at) })
    .from(facts)
    .leftJoin(identities, eq(identities.alias, facts.by))
    .where(and(inArray(facts.stream, streams), notInArray(facts.by, ['clock', ballot])))
    .groupBy(person);
  const secretly = await secretlyDone(db, streams);
  const persons = await canonicalIds(
    db,
    secretly.map(({ by }) => by as PersonId),
  ); // a vote is cast by a person
  const seen = new Map<PersonId, Instant>();
  const all = [...rows, ...secretly.map(({ by, at }) => ({ person: persons.get(by as PersonId) ?? (by as PersonId), at }))];
  for (const { person, at } of all) if (at !== null) seen.set(person, Math.max(at, seen.get(person) ?? at));
  return Object.fromEntries(seen);
}

/** The embargoes of a list, whole, that run or have ended after an instant; the oldest first. */
export async function embargoesSince(db: Db, list: ListId, since: Instant): Promise<Embargo[]> {
  const recent = or(isNull(embargoes.endedAt), gt(embargoes.endedAt, since));
  const rows = await db
    .select({ id: embargoes.id })
    .from(embargoes)
    .where(and(eq(embargoes.list, list), recent))
    .orderBy(asc(embargoes.createdAt), asc(embargoes.codename));
  return loadEmbargoes(
    db,
    rows.map(({ id }) => id),
  );
}
