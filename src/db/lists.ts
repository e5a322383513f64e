// Lists: loaded whole (they are small), saved by what changed.
import { and, asc, eq, inArray, like, lte, notInArray, notLike } from 'drizzle-orm';
import type { List } from '../domain/list/list.ts';
import { applicationsOf } from '../domain/list/membership/application.ts';
import { completed, policyOf } from '../domain/policy/presets.ts';
import type { ListId, PersonId, PlatformName, RoomId } from '../domain/values/ids.ts';
import { byName, natural } from '../domain/values/order.ts';
import { hourMs, type Instant } from '../domain/values/time.ts';
import { changes, removals } from './changes.ts';
import type { Db } from './connection/client.ts';
import { applicants, distributors, lists, members, rooms } from './schema.ts';

/** A list as it stands; null when there is none. */
export async function loadList(db: Db, id: ListId): Promise<List | null> {
  const [row] = await db.select().from(lists).where(eq(lists.id, id));
  return row === undefined ? null : assemble(db, row);
}

/** As `loadList`, and nobody else changes the list until the transaction ends. */
export async function lockList(tx: Db, id: ListId): Promise<List | null> {
  const [row] = await tx.select().from(lists).where(eq(lists.id, id)).for('update');
  return row === undefined ? null : assemble(tx, row);
}

/** As `loadList`, and it stays as it is until the transaction ends: nobody is removed while they act. */
export async function shareList(tx: Db, id: ListId): Promise<List | null> {
  const [row] = await tx.select().from(lists).where(eq(lists.id, id)).for('share');
  return row === undefined ? null : assemble(tx, row);
}

/** The list that holds a room. */
export async function listOfRoom(db: Db, room: RoomId): Promise<ListId | null> {
  const [row] = await db.select({ list: rooms.list }).from(rooms).where(eq(rooms.room, room));
  return row?.list ?? null;
}

/** Whether any list has a room on another platform than this one. */
export async function hasRoomsBeyond(db: Db, platform: PlatformName): Promise<boolean> {
  const found = await db
    .select({ room: rooms.room })
    .from(rooms)
    .where(notLike(rooms.room, `${platform}:%`))
    .limit(1);
  return found.length > 0;
}

/** The rooms of all lists on a platform, with the far teams that coordinators named in them. */
export async function roomsOn(db: Db, platform: PlatformName): Promise<{ room: RoomId; teams: readonly string[] }[]> {
  const here = like(rooms.room, `${platform}:%`);
  return db.select({ room: rooms.room, teams: rooms.teams }).from(rooms).where(here).orderBy(asc(rooms.room));
}

/** The lists that somebody is on. */
export async function listsOfPerson(db: Db, person: PersonId): Promise<ListId[]> {
  const rows = await db.select({ list: members.list }).from(members).where(eq(members.person, person));
  return rows.map((row) => row.list).sort();
}

/** The same, loaded one after the other; `load`: in which way, such as `lockList`. Those that they have left meanwhile are not among them. */
export async function loadListsOfPerson(db: Db, person: PersonId, load: typeof loadList = loadList): Promise<List[]> {
  const theirs: List[] = [];
  for (const id of await listsOfPerson(db, person)) {
    const list = await load(db, id);
    if (list?.members[person] !== undefined) theirs.push(list);
  }
  return theirs;
}

/** The lists with a room, or somebody, in a workspace (as `workspaceOf` gives it). */
export async function listsOfWorkspace(db: Db, workspace: string): Promise<ListId[]> {
  const within = `${workspace.replaceAll(/[%_\\]/g, '\\$&')}${workspace.includes(':') ? '/' : ':'}%`;
  const byRoom = await db.selectDistinct({ list: rooms.list }).from(rooms).where(like(rooms.room, within));
  const byMember = await db.selectDistinct({ list: members.list }).from(members).where(like(members.person, within));
  return [...new Set([...byRoom, ...byMember].map((row) => row.list))].sort();
}

/** Whether somebody coordinates a list, whichever. */
export async function coordinates(db: Db, person: PersonId): Promise<boolean> {
  const theirs = and(eq(members.person, person), eq(members.role, 'coordinator'));
  return (await db.select({ list: members.list }).from(members).where(theirs).limit(1)).length > 0;
}

/** Whoever coordinates a list, whichever. */
export async function allCoordinators(db: Db): Promise<PersonId[]> {
  const rows = await db
    .selectDistinct({ person: members.person })
    .from(members)
    .where(eq(members.role, 'coordinator'))
    .orderBy(members.person);
  return rows.map((row) => row.person);
}

/** The lists that nobody coordinates any more. */
export async function listsWithoutCoordinator(db: Db): Promise<ListId[]> {
  const coordinated = db.select({ list: members.list }).from(members).where(eq(members.role, 'coordinator'));
  const rows = await db.select({ id: lists.id }).from(lists).where(notInArray(lists.id, coordinated)).orderBy(lists.id);
  return rows.map((row) => row.id);
}

/** Every list by its id, and what it is called. */
export async function namesOfLists(db: Db): Promise<{ id: ListId; name: string }[]> {
  return db.select({ id: lists.id, name: lists.name }).from(lists).orderBy(lists.id);
}

/** Writes what is different in `after`. `before` is what was locked; null for a new list. */
export async function saveList(tx: Db, before: List | null, after: List): Promise<void> {
  const { id } = after;
  const row = rowOf(after);
  if (before === null) await tx.insert(lists).values({ ...row, policy: after.policy.preset ?? 'oci' });
  else if (JSON.stringify(row) !== JSON.stringify(rowOf(before))) await tx.update(lists).set(row).where(eq(lists.id, id));
  if (before?.membership !== after.membership) await keepApplicants(tx, after);
  for (const { room, audit, adoptedAt, teams, keys = null } of changes(before?.rooms, after.rooms)) {
    const row = { room, list: id, audit, adoptedAt, teams, keys };
    // Of two lists that adopt one room at once, one fails here, is tried again, and is refused.
    const looks = { checkAt: adoptedAt + hourMs, auditedAt: adoptedAt };
    if (before?.rooms[room] === undefined) await tx.insert(rooms).values({ ...row, ...looks });
    else
      await tx
        .update(rooms)
        .set(row)
        .where(and(eq(rooms.room, room), eq(rooms.list, id)));
  }
  for (const distributor of changes(before?.distributors, after.distributors)) {
    const row = { list: id, profile: null, ...distributor };
    await tx
      .insert(distributors)
      .values(row)
      .onConflictDoUpdate({ target: [distributors.list, distributors.id], set: row });
  }
  for (const member of changes(before?.members, after.members)) {
    const row = { list: id, handover: null, away: null, ...member };
    await tx
      .insert(members)
      .values(row)
      .onConflictDoUpdate({ target: [members.list, members.person], set: row });
  }
  await remove(tx, before, after);
}

/** What of a list stands in its own row. A preset that is in force unedited is kept by its name. */
function rowOf({ id, name, policy: { version, preset, rules }, draft, membership }: List) {
  const held = preset === null ? { rules } : { rules: null, policy: preset };
  return { id, name, policyVersion: version, ...held, draft: draft ?? null, membership: membership ?? null };
}

async function keepApplicants(tx: Db, list: List): Promise<void> {
  const people = applicationsOf(list).flatMap(({ closed, applicant, backup }) => {
    if (closed !== null && closed.how !== 'joined') return [];
    return [applicant, ...(backup === null ? [] : [backup.person])].filter((person) => list.members[person] === undefined);
  });
  await tx.delete(applicants).where(eq(applicants.list, list.id));
  if (people.length > 0) await tx.insert(applicants).values([...new Set(people)].map((person) => ({ person, list: list.id })));
}

/** The lists that somebody has applied to, who is not on them. */
export async function listsAppliedTo(db: Db, person: PersonId): Promise<ListId[]> {
  const rows = await db.select({ list: applicants.list }).from(applicants).where(eq(applicants.person, person));
  return rows.map((row) => row.list).sort();
}

/** The lists whose clock is due, the longest due first. */
export async function dueLists(db: Db, now: Instant, limit: number): Promise<ListId[]> {
  const rows = await db.select({ id: lists.id }).from(lists).where(lte(lists.nextDueAt, now)).orderBy(lists.nextDueAt).limit(limit);
  return rows.map((row) => row.id);
}

/** Sets when a list's clock is next needed. */
export async function keepListDue(tx: Db, id: ListId, at: Instant | null): Promise<void> {
  await tx.update(lists).set({ nextDueAt: at }).where(eq(lists.id, id));
}

async function remove(tx: Db, before: List | null, after: List): Promise<void> {
  const leftRooms = removals(before?.rooms, after.rooms);
  const leftPeople = removals(before?.members, after.members);
  if (leftRooms.length > 0) await tx.delete(rooms).where(inArray(rooms.room, leftRooms));
  const leftDistributors = removals(before?.distributors, after.distributors);
  if (leftDistributors.length > 0)
    await tx.delete(distributors).where(and(eq(distributors.list, after.id), inArray(distributors.id, leftDistributors)));
  if (leftPeople.length > 0) await tx.delete(members).where(and(eq(members.list, after.id), inArray(members.person, leftPeople)));
}

async function assemble(db: Db, row: typeof lists.$inferSelect): Promise<List> {
  const { id, name, draft, membership } = row;
  // A field that came with a later version of the bot is as the preset has it that the rules began with.
  const held = {
    version: row.policyVersion,
    preset: row.rules === null ? row.policy : null,
    rules: row.rules === null ? policyOf(row.policy) : completed(row.policy, row.rules),
  };
  // In the order in which people see them: whatever is shown of a list is gone through as it stands here.
  const list: List = { id, name, policy: held, rooms: {}, distributors: {}, members: {} };
  const roomRows = await db.select().from(rooms).where(eq(rooms.list, id));
  const distributorRows = await db.select().from(distributors).where(eq(distributors.list, id));
  const memberRows = await db.select().from(members).where(eq(members.list, id));
  return {
    ...list,
    ...(draft === null ? {} : { draft: { ...draft, rules: completed(row.policy, draft.rules) } }),
    ...(membership === null ? {} : { membership }),
    rooms: Object.fromEntries(
      [...roomRows]
        .sort((one, other) => byName(one.audit, other.audit))
        .map(({ list: _, checkAt: _c, auditedAt: _a, keys, ...row }) => [row.room, keys === null ? row : { ...row, keys }]),
    ),
    distributors: Object.fromEntries(
      [...distributorRows].sort(byName).map(({ list: _, profile, ...row }) => [row.id, profile === null ? row : { ...row, profile }]),
    ),
    members: Object.fromEntries(
      [...memberRows]
        .sort((one, other) => byName(one, other) || natural(one.person, other.person))
        .map(({ list: _, handover, away, ...row }) => [
          row.person,
          { ...row, ...(handover === null ? {} : { handover }), ...(away === null ? {} : { away }) },
        ]),
    ),
  };
}
