// One person, several ids: who is meant by an id, and which ids speak for a person. A link that the bot did not write counts for nothing: who speaks from it
// is not heard, and nothing is said to it.
import { createHash } from 'node:crypto';
import { and, eq, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { PersonId } from '../domain/values/ids.ts';
import { type Instant, instantOf } from '../domain/values/time.ts';
import { currentKeyring } from './columns.ts';
import type { Db } from './connection/client.ts';
import { identityRows, linkCodeRows, profileRows } from './integrity/sealed-rows.ts';
import { altered } from './integrity/state.ts';
import { resend } from './resend.ts';
import { identities, lanes, linkCodes, members, outbox, preferences, profiles } from './schema.ts';
import { keyedDigest, unlessBroken } from './seal.ts';

type Link = typeof identities.$inferSelect;

/** Whether the bot wrote that an id stands for somebody. */
export function isProven(link: Link | null): link is Link {
  return link !== null && unlessBroken(() => identityRows.open(link)) !== null;
}

/** What says whether an account was closed, of a question that is joined with profiles. */
export const closing = { person: profiles.person, closedAt: profiles.closedAt, proof: profiles.proof };
type Closing = Pick<typeof profiles.$inferSelect, keyof typeof closing>;

/** Whether the bot closed an account: what nobody closed is not silenced by a row that says so. */
export function wasClosed(row: Closing | null): boolean {
  return row !== null && row.closedAt !== null && isTrue(row);
}

/** Whether the bot closed, or left open, what a row says to be so. */
function isTrue(row: Closing): boolean {
  return unlessBroken(() => profileRows.open(row)) !== null;
}

/** Throws a SealError where the bot did not write what a row says: who may speak, and who is asked to confirm, is no guess. */
function isOpen(row: Closing | null): boolean {
  if (row === null) return true;
  if (!isTrue(row)) throw altered(`profiles ${row.person}`);
  return row.closedAt === null;
}

/** `ids` speak for the person, the one that the lists know first; `closed` do no longer. `zone`: what a platform told, of the first id that has one. */
export type Person = {
  readonly person: PersonId;
  readonly ids: readonly PersonId[];
  readonly closed: readonly PersonId[];
  readonly zone: string | null;
};

/**
 * Nobody is understood while ids are linked, unlinked or closed: to be called before anything else is read. It waits for those who are being
 * understood (`personBehind` holds them off in turn).
 */
export async function holdIdentities(tx: Db): Promise<void> {
  await tx.execute(sql`lock table ${identities} in exclusive mode`);
}

/** Whom each of these ids stands for, where that is somebody with another id. Stays so until the transaction ends. Throws a SealError where a link is forged. */
export async function personsBehind(tx: Db, ids: readonly PersonId[]): Promise<Readonly<Record<PersonId, PersonId>>> {
  if (ids.length === 0) return {};
  const rows = await tx
    .select()
    .from(identities)
    .where(inArray(identities.alias, [...ids]))
    .for('share');
  return Object.fromEntries(rows.map((row) => identityRows.open(row)).map((row) => [row.alias, row.person]));
}

/** Whom an id stands for: itself where it is linked to no other. Stays so until the transaction ends. */
export async function personBehind(tx: Db, id: PersonId): Promise<PersonId> {
  return (await personsBehind(tx, [id]))[id] ?? id;
}

/** The ids by which lists know these persons: an id that is linked to no other stands for itself. */
export async function canonicalIds(db: Db, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, PersonId>> {
  const rows =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(identities)
          .where(inArray(identities.alias, [...ids]));
  const linked = new Map(rows.filter(isProven).map(({ alias, person }) => [alias, person]));
  return new Map(ids.map((id) => [id, linked.get(id) ?? id]));
}

/** All ids of a person, who is named by the id that the lists know. */
export async function personOf(db: Db, person: PersonId): Promise<Person> {
  const theirs = await db
    .select({ id: sql<PersonId>`theirs.id`, link: identities, zone: profiles.zone, closing })
    .from(
      sql`(select ${person}::text as id, null::timestamptz as since
        union all select ${identities.alias}, ${identities.since} from ${identities} where ${identities.person} = ${person}) as theirs`,
    )
    .leftJoin(identities, sql`${identities.alias} = theirs.id and theirs.since is not null`)
    .leftJoin(profiles, sql`${profiles.person} = theirs.id`)
    .orderBy(sql`theirs.since nulls first, theirs.id`);
  const proven = theirs.filter(({ id, link }) => id === person || isProven(link));
  const open = proven.filter((row) => isOpen(row.closing));
  const closed = proven.filter((row) => !open.includes(row));
  return {
    person,
    ids: open.map((row) => row.id),
    closed: closed.map((row) => row.id),
    zone: open.find((row) => row.zone !== null)?.zone ?? null,
  };
}

/** For whom an id speaks; null when its account was closed. */
export async function whoSpeaks(db: Db, id: PersonId): Promise<PersonId | null> {
  const person = (await canonicalIds(db, [id])).get(id) ?? id;
  return (await personOf(db, person)).ids.includes(id) ? person : null;
}

/** From now on `alias`, and whoever was known by it, is `person`. */
export async function linkIdentity(tx: Db, alias: PersonId, person: PersonId, now: Instant): Promise<void> {
  const others = await tx.select().from(identities).where(eq(identities.person, alias));
  for (const each of [...others.filter(isProven).map((row) => row.alias), alias]) {
    const row = identityRows.seal({ alias: each, person, since: instantOf(now), proof: true });
    await tx.insert(identities).values(row).onConflictDoUpdate({ target: identities.alias, set: row });
  }
  // What the person had chosen counts; what was chosen for the other id is forgotten.
  await tx.delete(preferences).where(eq(preferences.person, alias));
  await openIdentity(tx, alias);
}

/** The ids that have stood for these people since an instant or longer: those by which lists know them, and what was linked by then. */
export async function settledIds(db: Db, people: readonly PersonId[], by: Instant): Promise<ReadonlySet<PersonId>> {
  if (people.length === 0) return new Set();
  const linked = and(inArray(identities.person, [...people]), lte(identities.since, by));
  const rows = await db.select().from(identities).where(linked);
  return new Set([...people, ...rows.filter(isProven).map(({ alias }) => alias)]);
}

/** The id stands for nobody else any more, and no code that it was given makes another one of them. */
export async function unlinkIdentity(tx: Db, alias: PersonId): Promise<void> {
  const person = (await canonicalIds(tx, [alias])).get(alias) ?? alias;
  await tx.delete(linkCodes).where(inArray(linkCodes.person, [person, alias]));
  await tx.delete(identities).where(eq(identities.alias, alias));
  await tx.update(preferences).set({ reach: null }).where(eq(preferences.reach, alias));
}

/** The id speaks for nobody from now on: its account was closed. */
export async function closeIdentity(tx: Db, id: PersonId, now: Instant): Promise<void> {
  const at = instantOf(now);
  const { proof } = profileRows.seal({ person: id, closedAt: at, proof: true as const });
  const closed = { gone: true, readAt: at, closedAt: at, proof };
  await tx
    .insert(profiles)
    .values({ person: id, name: null, zone: null, app: false, ...closed })
    .onConflictDoUpdate({ target: profiles.person, set: closed });
  await unlinkIdentity(tx, id);
}

/** The id may speak again: somebody said so who may. */
export async function openIdentity(tx: Db, id: PersonId): Promise<void> {
  const { proof } = profileRows.seal({ person: id, closedAt: null, proof: true as const });
  await tx.update(profiles).set({ closedAt: null, proof }).where(eq(profiles.person, id));
}

/** How an id stands to the person to whom something is said by it. */
export type Address = 'open' | 'closed' | 'not-theirs';

/** Whether what is for a person may be sent to one of their ids now, and the zone that they chose on a list, else that its platform told. */
export async function addressNow(
  db: Db,
  person: PersonId,
  id: PersonId,
): Promise<{ readonly address: Address; readonly zone: string | null }> {
  const [found] = await db
    .select({ link: identities, closing, told: profiles.zone, chosen: chosenZone(sql`${person}`) })
    .from(sql`(select ${id}::text as id) as address`)
    .leftJoin(identities, sql`${identities.alias} = address.id and ${identities.person} = ${person}`)
    .leftJoin(profiles, sql`${profiles.person} = address.id`);
  const zone = found?.chosen ?? found?.told ?? null;
  if (id !== person && !isProven(found?.link ?? null)) return { address: 'not-theirs', zone: null };
  return { address: wasClosed(found?.closing ?? null) ? 'closed' : 'open', zone };
}

/** The zone that somebody chose, on the first of their lists where they did. */
export function chosenZone(person: SQL): SQL<string | null> {
  return sql`(select ${members.zone} from ${members} where ${members.person} = ${person} and ${members.zone} is not null order by ${members.list} limit 1)`;
}

/** Keeps a code that may be typed until `expiresAt`. The person's earlier one, and whatever has expired, is no code any more. */
export async function keepCode(tx: Db, code: string, person: PersonId, now: Instant, expiresAt: Instant): Promise<void> {
  await tx.delete(linkCodes).where(or(eq(linkCodes.person, person), lte(linkCodes.expiresAt, now)));
  await tx.insert(linkCodes).values(linkCodeRows.seal({ hash: digestOf(code), person, expiresAt: instantOf(expiresAt), proof: true }));
}

/** Who was given a code that is still good; null when it is none. Throws a SealError when the bot did not give it. */
export async function makerOf(tx: Db, code: string, now: Instant): Promise<PersonId | null> {
  const [row] = await tx
    .select()
    .from(linkCodes)
    .where(eq(linkCodes.hash, digestOf(code)));
  return row === undefined || row.expiresAt <= now ? null : linkCodeRows.open(row).person;
}

/** A code is used once. */
export async function useCode(tx: Db, code: string): Promise<void> {
  await tx.delete(linkCodes).where(eq(linkCodes.hash, digestOf(code)));
}

/** A code is short enough to be found by trying, but for who has not got the key. */
const digestOf = (code: string): string => keyedDigest(currentKeyring(), 'codes that link accounts', code);

/** Sends what waits for a person at one of their ids to another one. Cards stay: they are posts that the other id does not see. */
export async function readdress(tx: Db, person: PersonId, from: PersonId, to: PersonId, now: Instant): Promise<void> {
  const theirs = sql`${outbox.destination} ->> 'type' = 'person' and ${outbox.destination} ->> 'person' = ${person} and ${outbox.destination} ->> 'room' is null`;
  const waits = and(eq(outbox.state, 'queued'), eq(outbox.lane, from), sql`${outbox.card} is null`, theirs);
  await tx.insert(lanes).values({ lane: to, freeAt: now }).onConflictDoNothing();
  await resend(tx, waits, (row) => (row.destination.type === 'person' ? { lane: to, destination: { ...row.destination, as: to } } : {}));
}

/** Of a code that is kept by its hash alone. */
export const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex');
