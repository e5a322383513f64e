// Lists: loaded whole (they are small), saved by what changed. One that does not stand as it was written is not loaded: a SealError says so.
import { and, asc, eq, inArray, like, lte, notInArray, notLike, type SQL } from 'drizzle-orm';
import type { List } from '../domain/list/list.ts';
import { applicationsOf } from '../domain/list/membership/application.ts';
import { reportsOf } from '../domain/list/reports/reports.ts';
import { completed, type PolicyKey, policyOf } from '../domain/policy/presets.ts';
import type { ListId, PersonId, PlatformName, RoomId } from '../domain/values/ids.ts';
import { byName, natural } from '../domain/values/order.ts';
import { hourMs, type Instant } from '../domain/values/time.ts';
import { changes, removals } from './changes.ts';
import type { Db } from './connection/client.ts';
import { type Lying as ChainEnd, listStream } from './integrity/chains.ts';
import { chainRows, distributorRows, listRows, memberRows, roomRows } from './integrity/sealed-rows.ts';
import {
  altered,
  changing,
  keepState,
  type Rows,
  remember,
  rowsIn,
  standing,
  stateOf,
  stateTables,
  unlessKnown,
  unlessTorn,
  verified,
} from './integrity/state.ts';
import { applicants, chains, distributors, type Head, lists, members, reporters, rooms } from './schema.ts';
import { unlessBroken } from './seal.ts';
import { packed, unpacked } from './votes.ts';

/** A list as it stands; null when there is none. `end`: of its chain, where that was read a moment ago. */
export async function loadList(db: Db, id: ListId, end?: ChainEnd): Promise<List | null> {
  const read = async (tx: Db, held: boolean) => {
    const asked = tx.select().from(lists).where(eq(lists.id, id));
    const [row] = await (held ? asked.for('share') : asked);
    return row === undefined ? null : assemble(tx, row);
  };
  return unlessKnown(db, listStream(id), () => unlessTorn(db, read), end);
}

/** As `loadList`, and nobody else changes the list until the transaction ends. */
export async function lockList(tx: Db, id: ListId): Promise<List | null> {
  const [row] = await tx.select().from(lists).where(eq(lists.id, id)).for('update');
  return row === undefined ? null : heldList(tx, row);
}

/** As `loadList`, and it stays as it is until the transaction ends: nobody is removed while they act. */
export async function shareList(tx: Db, id: ListId): Promise<List | null> {
  const [row] = await tx.select().from(lists).where(eq(lists.id, id)).for('share');
  return row === undefined ? null : heldList(tx, row);
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
  return (await coordinatorRows(db, eq(members.person, person))).length > 0;
}

/** Whoever coordinates a list, whichever. */
export async function allCoordinators(db: Db): Promise<PersonId[]> {
  return [...new Set((await coordinatorRows(db)).map(({ person }) => person))].sort();
}

/** The lists are not loaded for this: a role that the bot did not write is nobody's, and whoever else it lists is found all the same. */
async function coordinatorRows(db: Db, among?: SQL) {
  const rows = await db
    .select()
    .from(members)
    .where(and(eq(members.role, 'coordinator'), among));
  return rows.filter((row) => unlessBroken(() => memberRows.open(row)) !== null);
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
  const stream = listStream(id);
  const was = await standing(tx, stream, before, async () => textsOf(await rowsOf(tx, id)));
  const change = changing(was);
  await saveSelf(tx, before, after, change);
  if (before?.membership !== after.membership) await keepApplicants(tx, after);
  if (before?.reports !== after.reports) await keepReporters(tx, after);
  await saveRooms(tx, before, after, change);
  for (const distributor of changes(before?.distributors, after.distributors)) {
    const row = distributorRows.seal({ list: id, profile: null, ...distributor });
    await tx
      .insert(distributors)
      .values(row)
      .onConflictDoUpdate({ target: [distributors.list, distributors.id], set: row });
    change.put(stateTables.distributors, row);
  }
  for (const member of changes(before?.members, after.members)) {
    const row = memberRows.seal({ list: id, handover: null, away: null, terms: null, ...member });
    await tx
      .insert(members)
      .values(row)
      .onConflictDoUpdate({ target: [members.list, members.person], set: row });
    change.put(stateTables.members, row);
  }
  await remove(tx, before, after, change);
  await keepState(tx, stream, change.rows);
  remember(after, change.rows);
}

type Change = ReturnType<typeof changing>;

async function saveSelf(tx: Db, before: List | null, after: List, { put }: Change): Promise<void> {
  const row = rowOf(after);
  if (before !== null && JSON.stringify(row) === JSON.stringify(rowOf(before))) return;
  // Rules that were edited begin with a preset still: which one stays where it is.
  const [kept] = await tx.select({ policy: lists.policy }).from(lists).where(eq(lists.id, after.id));
  const whole = listRows.seal({ ...row, policy: after.policy.preset ?? kept?.policy ?? 'oci' });
  if (before === null) await tx.insert(lists).values(whole);
  else await tx.update(lists).set(whole).where(eq(lists.id, after.id));
  put(stateTables.lists, whole);
}

async function saveRooms(tx: Db, before: List | null, after: List, { put }: Change): Promise<void> {
  for (const { room, audit, adoptedAt, teams, keys = null } of changes(before?.rooms, after.rooms)) {
    const row = roomRows.seal({ room, list: after.id, audit, adoptedAt, teams, keys });
    // Of two lists that adopt one room at once, one fails here, is tried again, and is refused.
    const looks = { checkAt: adoptedAt + hourMs, auditedAt: adoptedAt };
    if (before?.rooms[room] === undefined) await tx.insert(rooms).values({ ...row, ...looks });
    else
      await tx
        .update(rooms)
        .set(row)
        .where(and(eq(rooms.room, room), eq(rooms.list, after.id)));
    put(stateTables.rooms, row);
  }
}

/** What of a list stands in its own row. */
function rowOf({ id, name, policy: { version, preset, rules }, draft, membership, reports }: List) {
  const held = preset === null ? rules : null;
  return {
    id,
    name,
    policyVersion: version,
    rules: held,
    draft: draft ?? null,
    membership: membership === undefined ? null : packed(membership),
    reports: reports ?? null,
  };
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

async function keepReporters(tx: Db, list: List): Promise<void> {
  const people = [...new Set(reportsOf(list).map(({ reporter }) => reporter))];
  await tx.delete(reporters).where(eq(reporters.list, list.id));
  if (people.length > 0) await tx.insert(reporters).values(people.map((person) => ({ person, list: list.id })));
}

/** The lists that have reports from outside of somebody's, by whichever of their ids. */
export async function listsReportedTo(db: Db, people: readonly PersonId[]): Promise<ListId[]> {
  const rows = await db
    .selectDistinct({ list: reporters.list })
    .from(reporters)
    .where(inArray(reporters.person, [...people]));
  return rows.map((row) => row.list).sort();
}

/** The lists whose clock is due, the longest due first. */
export async function dueLists(db: Db, now: Instant, limit: number): Promise<ListId[]> {
  const rows = await db
    .select({ id: lists.id })
    .from(lists)
    .where(lte(lists.nextDueAt, now))
    .orderBy(lists.nextDueAt, lists.id)
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Sets when a list's clock is next needed. */
export async function keepListDue(tx: Db, id: ListId, at: Instant | null): Promise<void> {
  await tx.update(lists).set({ nextDueAt: at }).where(eq(lists.id, id));
}

async function remove(tx: Db, before: List | null, after: List, { drop }: Change): Promise<void> {
  const list = after.id;
  const leftRooms = removals(before?.rooms, after.rooms);
  const leftPeople = removals(before?.members, after.members);
  if (leftRooms.length > 0) await tx.delete(rooms).where(inArray(rooms.room, leftRooms));
  const leftDistributors = removals(before?.distributors, after.distributors);
  if (leftDistributors.length > 0)
    await tx.delete(distributors).where(and(eq(distributors.list, list), inArray(distributors.id, leftDistributors)));
  if (leftPeople.length > 0) await tx.delete(members).where(and(eq(members.list, list), inArray(members.person, leftPeople)));
  for (const room of leftRooms) drop(stateTables.rooms, { room });
  for (const id of leftDistributors) drop(stateTables.distributors, { list, id });
  for (const person of leftPeople) drop(stateTables.members, { list, person });
}

/** A list's rows as they lie in the database, and the end of its chain. */
type Lying = {
  readonly head: Head | null;
  readonly row: typeof lists.$inferSelect;
  readonly rooms: readonly (typeof rooms.$inferSelect)[];
  readonly distributors: readonly (typeof distributors.$inferSelect)[];
  readonly members: readonly (typeof members.$inferSelect)[];
};

async function rowsOf(db: Db, id: ListId, known: Lying['row'] | null = null): Promise<Lying> {
  const row = known ?? (await db.select().from(lists).where(eq(lists.id, id)))[0];
  if (row === undefined) throw altered(listStream(id));
  // The end of the chain is asked for with the rooms: each question is a way to the server and back.
  const ofChain = await db
    .select({ chain: chains, room: rooms })
    .from(chains)
    .leftJoin(rooms, eq(rooms.list, id))
    .where(eq(chains.stream, listStream(id)));
  const chain = ofChain[0]?.chain;
  return {
    head: chain === undefined ? null : chainRows.open(chain).head,
    row,
    rooms: ofChain.flatMap(({ room }) => (room === null ? [] : [room])),
    distributors: await db.select().from(distributors).where(eq(distributors.list, id)),
    members: await db.select().from(members).where(eq(members.list, id)),
  };
}

function textsOf(lying: Lying): Rows {
  return rowsIn(
    [stateTables.lists, [lying.row]],
    [stateTables.rooms, lying.rooms],
    [stateTables.distributors, lying.distributors],
    [stateTables.members, lying.members],
  );
}

/** A list of which the row is locked. */
function heldList(tx: Db, row: Lying['row']): Promise<List> {
  return unlessKnown(tx, listStream(row.id), () => assemble(tx, row));
}

async function assemble(db: Db, row: Lying['row']): Promise<List> {
  const lying = await rowsOf(db, row.id, row);
  return verified(listStream(row.id), lying.head, textsOf(lying), () => opened(lying));
}

/** The digest of a list's rows as they lie in the database. */
export async function stateOfList(db: Db, id: ListId): Promise<string> {
  return stateOf(textsOf(await rowsOf(db, id)));
}

/**
 * A list as its rows have it, the preset that its rules began with, and whether the rows are what the bot wrote: for whoever compares them with the facts.
 * Throws a SealError.
 */
export async function lyingList(db: Db, id: ListId): Promise<{ readonly list: List; readonly base: PolicyKey; readonly stands: boolean }> {
  const lying = await rowsOf(db, id);
  return { list: opened(lying), base: lying.row.policy, stands: lying.head?.state === stateOf(textsOf(lying)) };
}

function opened(lying: Lying): List {
  const row = listRows.open(lying.row);
  const { id, name, draft, membership, reports } = row;
  // A field that came with a later version of the bot is as the preset has it that the rules began with.
  const held = {
    version: row.policyVersion,
    preset: row.rules === null ? row.policy : null,
    rules: row.rules === null ? policyOf(row.policy) : completed(row.policy, row.rules),
  };
  // In the order in which people see them: whatever is shown of a list is gone through as it stands here.
  return {
    ...{ id, name, policy: held },
    ...(draft === null ? {} : { draft: { ...draft, rules: completed(row.policy, draft.rules) } }),
    ...(membership === null ? {} : { membership: unpacked(membership) }),
    ...(reports === null ? {} : { reports }),
    rooms: Object.fromEntries(
      lying.rooms
        .map((each) => roomRows.open(each))
        .sort((one, other) => byName(one.audit, other.audit))
        .map(({ list: _, checkAt: _c, auditedAt: _a, keys, ...row }) => [row.room, keys === null ? row : { ...row, keys }]),
    ),
    distributors: Object.fromEntries(
      lying.distributors
        .map((each) => distributorRows.open(each))
        .sort(byName)
        .map(({ list: _, profile, ...row }) => [row.id, profile === null ? row : { ...row, profile }]),
    ),
    members: Object.fromEntries(
      lying.members
        .map((each) => memberRows.open(each))
        .sort((one, other) => byName(one, other) || natural(one.person, other.person))
        .map(({ list: _, handover, away, terms, ...row }) => [
          row.person,
          {
            ...row,
            ...(handover === null ? {} : { handover }),
            ...(away === null ? {} : { away }),
            ...(terms === null ? {} : { terms }),
          },
        ]),
    ),
  };
}
