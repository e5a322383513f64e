// What is kept of the bot's account on Matrix. What any of it means is the platform's business.
import { and, desc, eq, inArray, lt, max, notExists, sql } from 'drizzle-orm';
import { batches } from '../domain/values/batches.ts';
import type { PersonId, RoomId } from '../domain/values/ids.ts';
import { dayMs, type Instant, instantOf, minuteMs } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { accountRows, choiceRows, directRows, matrixIdentityRows, type OpenRow, recordRows } from './integrity/sealed-rows.ts';
import { matrixAccounts, matrixChoices, matrixDirects, matrixIdentities, matrixMessages, matrixRecords } from './schema.ts';
import { unlessBroken } from './seal.ts';

export type KeptRecord = { readonly store: string; readonly key: string; readonly value: string | null };

/** In the place of a record's key: all records of its store. */
const everything = '';
// Rows a statement: PostgreSQL takes 65,535 parameters.
const rowsMax = 1_000;
/** Keys of rooms that nobody has used for so long open nothing that the bot still has to read. */
const forgetKeysAfterMs = 60 * dayMs;
const sessions = 'inbound_group_sessions3';
const roomKeys = [sessions, 'olm_hashes'];

const account = {
  epoch: matrixAccounts.epoch,
  device: matrixAccounts.device,
  since: matrixAccounts.since,
  structure: matrixAccounts.structure,
  unread: matrixAccounts.unread,
};

/** So far from now by the database's clock, which all replicas share. */
const until = (ms: number) => sql<Instant>`clock_timestamp() + ${`${ms} milliseconds`}::interval`;

/** Takes an account that nobody holds, for so long, under a new epoch; null when somebody holds it. */
export async function takeAccount(db: Db, user: string, holder: string, leaseMs: number) {
  const [taken] = await db
    .insert(matrixAccounts)
    .values({ user, epoch: 1, heldBy: holder, heldUntil: until(leaseMs) })
    .onConflictDoUpdate({
      target: matrixAccounts.user,
      set: { epoch: sql`${matrixAccounts.epoch} + 1`, heldBy: holder, heldUntil: until(leaseMs) },
      // A server's clock that was ahead must not keep everybody out until it gets there.
      setWhere: sql`${matrixAccounts.heldUntil} is null or ${matrixAccounts.heldUntil} not between clock_timestamp() and ${until(leaseMs + minuteMs)}`,
    })
    .returning({ user: matrixAccounts.user, ...account });
  if (taken === undefined) return null;
  const { user: _, ...opened } = accountRows.open(taken);
  return opened;
}

const held = (user: string, epoch: number) => and(eq(matrixAccounts.user, user), eq(matrixAccounts.epoch, epoch));

/** Holds it for so long from now on; false when somebody else has taken it. */
export async function holdAccount(db: Db, user: string, epoch: number, leaseMs: number): Promise<boolean> {
  const rows = await db
    .update(matrixAccounts)
    .set({ heldUntil: until(leaseMs) })
    .where(held(user, epoch))
    .returning({ epoch: matrixAccounts.epoch });
  return rows.length > 0;
}

/** Lets it go, for another to take at once. */
export async function letGoAccount(db: Db, user: string, epoch: number): Promise<void> {
  await db.update(matrixAccounts).set({ heldBy: null, heldUntil: null }).where(held(user, epoch));
}

type Saved = Partial<Pick<OpenRow<typeof matrixAccounts.$inferSelect>, 'device' | 'since' | 'structure' | 'unread'>> & {
  readonly records?: { readonly device: string; readonly changes: readonly KeptRecord[] };
};

/** Writes it all down, or nothing where another has taken the account since: then false. */
export async function saveAccount(db: Db, user: string, epoch: number, { records, ...fields }: Saved, now: Instant): Promise<boolean> {
  const { user: _, ...changed } = accountRows.seal({ user, ...fields });
  return db.transaction(async (tx) => {
    // Locks the row even where no field changes: who takes the account waits for this, or this finds it taken.
    const rows = await tx
      .update(matrixAccounts)
      .set({ epoch, ...changed })
      .where(held(user, epoch))
      .returning({ epoch: matrixAccounts.epoch });
    if (rows.length === 0) return false;
    if (records !== undefined) await saveRecords(tx, user, records.device, records.changes, now);
    return true;
  });
}

async function saveRecords(tx: Db, user: string, device: string, changes: readonly KeptRecord[], now: Instant): Promise<void> {
  const ofDevice = and(eq(matrixRecords.user, user), eq(matrixRecords.device, device));
  const emptied = changes.filter(({ key }) => key === everything).map(({ store }) => store);
  if (emptied.length > 0) await tx.delete(matrixRecords).where(and(ofDevice, inArray(matrixRecords.store, emptied)));
  for (const { store, key, value } of changes)
    if (key !== everything && value === null)
      await tx.delete(matrixRecords).where(and(ofDevice, eq(matrixRecords.store, store), eq(matrixRecords.key, key)));
  const written = changes.flatMap(({ store, key, value }) =>
    value === null ? [] : [recordRows.seal({ user, device, store, key, value, touchedAt: now })],
  );
  for (const some of batches(written, rowsMax)) {
    await tx
      .insert(matrixRecords)
      .values(some)
      .onConflictDoUpdate({
        target: [matrixRecords.user, matrixRecords.device, matrixRecords.store, matrixRecords.key],
        set: { value: sql`excluded.value`, touchedAt: now },
      });
  }
}

const deviceColumns = { user: matrixAccounts.user, device: matrixAccounts.device };

/** The device that an account has now; null when it has none. */
export async function deviceOf(db: Db, user: string): Promise<unknown> {
  const [row] = await db.select(deviceColumns).from(matrixAccounts).where(eq(matrixAccounts.user, user));
  return row === undefined ? null : accountRows.open(row).device;
}

/** Until when somebody holds an account, as they said last; null when nobody does. */
export async function heldUntil(db: Db, user: string): Promise<Instant | null> {
  const [row] = await db
    .select({ until: matrixAccounts.heldUntil })
    .from(matrixAccounts)
    .where(and(eq(matrixAccounts.user, user), sql`${matrixAccounts.heldUntil} >= clock_timestamp()`));
  return row?.until ?? null;
}

/** The recovery key that waits to be shown, which is forgotten with this; null when none does. */
export async function takeRecoveryKey(db: Db, user: string): Promise<string | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select(deviceColumns).from(matrixAccounts).where(eq(matrixAccounts.user, user)).for('update');
    const kept = row === undefined ? null : accountRows.open(row).device;
    const device = kept as { readonly recoveryKey?: string | null } | null; // as the platform keeps it
    const key = device?.recoveryKey ?? null;
    if (key === null) return null;
    const without = accountRows.seal({ user, device: { ...device, recoveryKey: null } });
    await tx.update(matrixAccounts).set({ device: without.device }).where(eq(matrixAccounts.user, user));
    return key;
  });
}

/** The whole store of one device's machine. Throws a SealError when it cannot be opened. */
export async function recordsOf(db: Db, user: string, device: string, now: Instant): Promise<KeptRecord[]> {
  const ofDevice = and(eq(matrixRecords.user, user), eq(matrixRecords.device, device));
  await db
    .delete(matrixRecords)
    .where(and(ofDevice, inArray(matrixRecords.store, roomKeys), lt(matrixRecords.touchedAt, now - forgetKeysAfterMs)));
  await forgetMessages(db, now);
  const rows = await db.select().from(matrixRecords).where(ofDevice);
  return rows.map((row) => recordRows.open(row)).map(({ store, key, value }) => ({ store, key, value }));
}

/** What is known of sessions that no device can read any more, and could not for long, is of no use. The machine names a session in its record's key. */
async function forgetMessages(db: Db, now: Instant): Promise<void> {
  const newest = db
    .select({ session: matrixMessages.session })
    .from(matrixMessages)
    .groupBy(matrixMessages.session)
    .having(lt(max(matrixMessages.at), sql.param(now - forgetKeysAfterMs, matrixMessages.at)));
  const readable = db
    .select({ one: sql`1` })
    .from(matrixRecords)
    .where(and(eq(matrixRecords.store, sessions), sql`position(${matrixMessages.session} in ${matrixRecords.key}) > 0`));
  await db.delete(matrixMessages).where(and(inArray(matrixMessages.session, newest), notExists(readable)));
}

/** Remembers in which event (`place`) a message was read; false where it was another one. */
export async function readOnce(
  db: Db,
  { session, index }: { readonly session: string; readonly index: number },
  place: string,
  at: Instant,
): Promise<boolean> {
  const [row] = await db
    .insert(matrixMessages)
    .values({ session, index, place, at })
    // As it is: only so does the row that is there come back.
    .onConflictDoUpdate({ target: [matrixMessages.session, matrixMessages.index], set: { place: sql`${matrixMessages.place}` } })
    .returning({ place: matrixMessages.place });
  return row?.place === place;
}

/**
 * The room in which the bot speaks with somebody alone, and where their conversation stands. Throws a SealError when the bot did not write that it is
 * theirs: what is for them would be said to somebody else.
 */
export async function directWith(db: Db, person: PersonId): Promise<{ room: RoomId | null; talk: unknown }> {
  const [row] = await db.select().from(matrixDirects).where(eq(matrixDirects.person, person));
  if (row === undefined) return { room: null, talk: null };
  const { room, talk } = directRows.open(row);
  return { room, talk };
}

/** Remembers either of the two. */
export async function keepDirect(db: Db, person: PersonId, kept: { room: RoomId } | { talk: unknown }): Promise<void> {
  const [proven, first] =
    'room' in kept
      ? [directRows.seal({ person, room: kept.room, proof: true as const }), {}]
      : [directRows.seal({ person, talk: kept.talk ?? null }), directRows.seal({ person, room: null, proof: true as const })];
  await db
    .insert(matrixDirects)
    .values({ ...first, ...proven })
    .onConflictDoUpdate({ target: matrixDirects.person, set: proven });
}

/** Whose direct room it is; null when it is nobody's. */
export async function personOfDirect(db: Db, room: RoomId): Promise<PersonId | null> {
  const rows = await db.select().from(matrixDirects).where(eq(matrixDirects.room, room));
  return rows.find((row) => unlessBroken(() => directRows.open(row)) !== null)?.person ?? null;
}

/** What can be answered to a message, or to the newest one of a room. */
export async function choicesAt(db: Db, at: { event: string } | { room: RoomId }): Promise<{ event: string; choices: unknown } | null> {
  const [row] = await db
    .select({ event: matrixChoices.event, room: matrixChoices.room, choices: matrixChoices.choices })
    .from(matrixChoices)
    .where('event' in at ? eq(matrixChoices.event, at.event) : eq(matrixChoices.room, at.room))
    .orderBy(desc(matrixChoices.at))
    .limit(1);
  if (row === undefined) return null;
  const { event, choices } = choiceRows.open(row);
  return { event, choices };
}

/**
 * Remembers what can be answered to a message; those that are too old to be answered go. It is the newest of its room from then on, whatever the clock
 * says: two are posted within a millisecond, and a clock is put back.
 */
export async function keepChoices(
  db: Db,
  event: string,
  { stays, ...kept }: { room: RoomId; choices: unknown; at: Instant; until: Instant; stays?: boolean },
): Promise<void> {
  const { event: _, at: posted, ...edited } = choiceRows.seal({ event, ...kept });
  const others = db
    .select({ after: sql`max(${matrixChoices.at}) + interval '1 millisecond'` })
    .from(matrixChoices)
    .where(eq(matrixChoices.room, kept.room));
  const at = sql`greatest(${sql.param(posted, matrixChoices.at)}, (${others}))`;
  await db
    .insert(matrixChoices)
    // Even where it could be answered to by nothing before, an edit is not the newest.
    .values({ event, ...edited, at: stays === true ? 0 : at })
    .onConflictDoUpdate({ target: matrixChoices.event, set: stays === true ? edited : { ...edited, at } });
  await db.delete(matrixChoices).where(lt(matrixChoices.until, posted - forgetChoicesAfterMs));
}

/** For so long it is still known that a choice is too old. */
const forgetChoicesAfterMs = 30 * dayMs;

export async function forgetChoices(db: Db, event: string): Promise<void> {
  await db.delete(matrixChoices).where(eq(matrixChoices.event, event));
}

/** The key of the identity by which the bot knows somebody; null when it has not met them. Throws a SealError when the bot did not write it. */
export async function identityOf(db: Db, person: PersonId): Promise<string | null> {
  const [row] = await db.select().from(matrixIdentities).where(eq(matrixIdentities.person, person));
  return row === undefined ? null : matrixIdentityRows.open(row).masterKey;
}

/** As `identityOf`, of several people; who was not met is not among them. */
export async function identitiesOf(db: Db, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>> {
  if (people.length === 0) return new Map();
  const rows = await db
    .select()
    .from(matrixIdentities)
    .where(inArray(matrixIdentities.person, [...people]));
  return new Map(rows.map((row) => [row.person, matrixIdentityRows.open(row).masterKey]));
}

/** Remembers somebody's identity, unless one is known already; `anew`: in its place. */
export async function keepIdentity(db: Db, person: PersonId, masterKey: string, since: Instant, anew = false): Promise<void> {
  const row = matrixIdentityRows.seal({ person, masterKey, since: instantOf(since) });
  const insert = db.insert(matrixIdentities).values(row);
  await (anew ? insert.onConflictDoUpdate({ target: matrixIdentities.person, set: row }) : insert.onConflictDoNothing());
}
