// How people want to be reached, and what platforms told of them.
import { eq, inArray, or, sql } from 'drizzle-orm';
import type { Profile } from '../chat/message/heard.ts';
import type { PersonId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { chosenZone, closing, isProven, wasClosed } from './identities.ts';
import { profileRows } from './integrity/sealed-rows.ts';
import { identities, members, preferences, profiles } from './schema.ts';

/** Minutes of the day in the person's own zone. */
export type QuietHours = { readonly from: number; readonly to: number };
export type Preferences = { readonly quiet: QuietHours | null; readonly reach: PersonId | null };

/** What somebody chose. */
export async function preferencesOf(db: Db, person: PersonId): Promise<Preferences> {
  const [row] = await db.select().from(preferences).where(eq(preferences.person, person));
  return { quiet: row?.quiet ?? null, reach: row?.reach ?? null };
}

/** Remembers what somebody chose; what is not given stays. */
export async function savePreferences(tx: Db, person: PersonId, chosen: Partial<Preferences>): Promise<void> {
  await tx
    .insert(preferences)
    .values({ person, ...chosen })
    .onConflictDoUpdate({ target: preferences.person, set: chosen });
}

/** Remembers what a platform told. Whether the id still speaks for anybody does not follow from it. */
export async function saveProfile(tx: Db, { person, name, zone, gone, app }: Profile, now: Instant): Promise<void> {
  const told = profileRows.seal({ person, name, zone, gone, app, readAt: now });
  const fresh = profileRows.seal({ person, closedAt: null, proof: true as const });
  await tx
    .insert(profiles)
    .values({ ...told, ...fresh })
    .onConflictDoUpdate({ target: profiles.person, set: told });
}

/** What a platform told of each of these ids last. */
export async function profilesOf(db: Db, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Profile>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(profiles)
    .where(inArray(profiles.person, [...ids]));
  return new Map(
    // Whether it is closed is not asked here.
    rows.map(({ closedAt: _c, proof: _p, ...row }) => profileRows.open(row)).map(({ readAt: _, ...profile }) => [profile.person, profile]),
  );
}

/** Whether an id is somebody's here: on a list, or linked. Of others nothing is kept. */
export async function isKnown(db: Db, id: PersonId): Promise<boolean> {
  const onList = await db.select({ person: members.person }).from(members).where(eq(members.person, id)).limit(1);
  if (onList.length > 0) return true;
  const linked = or(eq(identities.alias, id), eq(identities.person, id));
  const found = await db.select({ alias: identities.alias }).from(identities).where(linked).limit(1);
  return found.length > 0;
}

/** One of the ways to somebody: an id, and whether it speaks for them still. Their own id comes first. `zone`: chosen on a list. */
export type Way = Preferences & {
  readonly person: PersonId;
  readonly id: PersonId;
  readonly open: boolean;
  readonly chosenZone: string | null;
  readonly toldZone: string | null;
};

/** All ways to these people, in one question: in the order in which their ids were linked. */
export async function waysTo(db: Db, people: readonly PersonId[]): Promise<Way[]> {
  if (people.length === 0) return [];
  const wanted = sql.join(
    people.map((person) => sql`(${person}::text)`),
    sql`, `,
  );
  const rows = await db
    .select({
      person: sql<PersonId>`wanted.person`,
      id: sql<PersonId>`wanted.id`,
      link: identities,
      closing,
      chosenZone: chosenZone(sql`wanted.person`),
      toldZone: profiles.zone,
      quiet: preferences.quiet,
      reach: preferences.reach,
    })
    .from(
      sql`(select person, person as id, null::timestamptz as since from (values ${wanted}) as named(person)
        union all select i.person, i.alias, i.since from ${identities} i join (values ${wanted}) as named(person) on named.person = i.person) as wanted`,
    )
    .leftJoin(identities, sql`${identities.alias} = wanted.id and wanted.since is not null`)
    .leftJoin(profiles, sql`${profiles.person} = wanted.id`)
    .leftJoin(preferences, sql`${preferences.person} = wanted.person`)
    .orderBy(sql`wanted.person, wanted.since nulls first, wanted.id`);
  return rows.flatMap(({ link, closing, ...way }) =>
    way.id === way.person || isProven(link) ? [{ ...way, open: !wasClosed(closing) }] : [],
  );
}
