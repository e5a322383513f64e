// When rooms are looked at, and what goes with one that gets another id.
import { and, asc, eq, gt, inArray, like, or, type SQL, sql } from 'drizzle-orm';
import type { Destination } from '../chat/message/outgoing.ts';
import type { ListId, PlatformName, RoomId } from '../domain/values/ids.ts';
import { dayMs, hourMs, type Instant } from '../domain/values/time.ts';
import type { Db } from './connection/client.ts';
import { cardRows } from './integrity/sealed-rows.ts';
import { resend } from './resend.ts';
import { cards, lanes, outbox, rooms } from './schema.ts';
import { unlessBroken } from './seal.ts';
import { reached } from './sense.ts';

/** A room whose turn it is. `auditedAt`: when its coordinators were last told who is in it and not on the list. */
export type DueRoom = { readonly room: RoomId; readonly list: ListId; readonly auditedAt: Instant };

/**
 * Takes up to `most` rooms of these platforms whose turn to be looked at has come; the next comes in an hour, whatever becomes of this one. Of any
 * number of replicas one takes each.
 */
export async function takeDueRooms(db: Db, platforms: readonly PlatformName[], now: Instant, most: number): Promise<DueRoom[]> {
  const due = db
    .select({ room: rooms.room })
    .from(rooms)
    .where(and(reached(rooms.checkAt, now, hourMs), spokenBy(platforms)))
    .orderBy(asc(rooms.checkAt))
    .limit(most)
    .for('update', { skipLocked: true });
  return db
    .update(rooms)
    .set({ checkAt: nextCheck(now, hourMs) })
    .where(inArray(rooms.room, due))
    .returning({ room: rooms.room, list: rooms.list, auditedAt: rooms.auditedAt });
}

/** The rooms of lists in a workspace, in the order in which their lists are to be locked. `owner`: what stands in front of the slash in their ids. */
export async function roomsOfOwner(db: Db, platform: PlatformName, owner: string): Promise<{ room: RoomId; list: ListId }[]> {
  return db
    .select({ room: rooms.room, list: rooms.list })
    .from(rooms)
    .where(sql`starts_with(${rooms.room}, ${`${platform}:${owner}/`})`)
    .orderBy(asc(rooms.list), asc(rooms.room));
}

/** The room is to be looked at when `inMs` have passed, or at the day's audit if that comes first. */
export async function lookAgain(db: Db, room: RoomId, now: Instant, inMs: number): Promise<void> {
  await db
    .update(rooms)
    .set({ checkAt: nextCheck(now, inMs) })
    .where(eq(rooms.room, room));
}

/** A day's audit that is overdue is what is being done, or tried again. */
function nextCheck(now: Instant, inMs: number) {
  const [at, today] = [now + inMs, now - dayMs].map((each) => new Date(each).toISOString());
  const audit = sql`${rooms.auditedAt} + interval '24 hours'`;
  return sql<Instant>`case when ${rooms.auditedAt} > ${today}::timestamptz then least(${at}::timestamptz, ${audit}) else ${at}::timestamptz end`;
}

/** The day's audit of the room is done. */
export async function roomAudited(db: Db, room: RoomId, at: Instant): Promise<void> {
  await db.update(rooms).set({ auditedAt: at }).where(eq(rooms.room, room));
}

/** When, after an instant, the day's audit of some room of these platforms falls due. */
export function nextAuditAfter(platforms: readonly PlatformName[], after: Instant): SQL {
  const ahead = and(gt(rooms.auditedAt, after - dayMs), spokenBy(platforms));
  return sql`(select min(${rooms.auditedAt}) + interval '24 hours' from ${rooms} where ${ahead})`;
}

/**
 * What waits for a room, and its cards, go with it to its other id: messages, their order, and the references of posts that are edited in place
 * (`C1/123.4`, where a platform's references begin with the room's own id).
 */
export async function moveRoom(tx: Db, from: RoomId, to: RoomId, now: Instant): Promise<void> {
  await tx.insert(lanes).values({ lane: to, freeAt: now }).onConflictDoNothing();
  const there = or(sql`${outbox.destination} ->> 'room' = ${from}`, eq(outbox.lane, from), ofRoom(outbox.card, from));
  await resend(tx, and(inArray(outbox.state, ['queued', 'sending', 'dead']), there), (row) => {
    const { lane, destination, card, refs } = row;
    const moved = destination.room === from ? { destination: movedTo(destination, to), refs: movedRefs(refs, from, to) } : {};
    if (row.state !== 'queued') return moved;
    return { ...moved, ...(lane === from ? { lane: to } : {}), ...(card === null ? {} : { card: movedKey(card, from, to) }) };
  });
  const held = await tx.select().from(cards).where(ofRoom(cards.key, from)).for('update');
  for (const row of held) {
    const open = unlessBroken(() => cardRows.open(row));
    await tx.delete(cards).where(eq(cards.key, row.key));
    if (open !== null)
      await tx.insert(cards).values(cardRows.seal({ key: movedKey(open.key, from, to), refs: movedRefs(open.refs, from, to) }));
  }
}

function movedTo(destination: Destination, room: RoomId): Destination {
  return destination.type === 'home' ? destination : { ...destination, room };
}

const ofRoom = (key: typeof outbox.card | typeof cards.key, room: RoomId) => sql`right(${key}, ${room.length + 1}) = ${`:${room}`}`;
const movedKey = (key: string, from: RoomId, to: RoomId) => (key.endsWith(`:${from}`) ? `${key.slice(0, -from.length)}${to}` : key);

function movedRefs(refs: readonly (string | null)[], from: RoomId, to: RoomId): (string | null)[] {
  const [old, now] = [ownId(from), ownId(to)];
  return refs.map((ref) => (ref?.startsWith(`${old}/`) ? `${now}${ref.slice(old.length)}` : ref));
}

/** A room's id on its own platform, without its workspace. */
const ownId = (room: RoomId): string => room.slice(Math.max(room.indexOf('/'), room.indexOf(':')) + 1);

function spokenBy(platforms: readonly PlatformName[]) {
  return platforms.length === 0 ? sql`false` : or(...platforms.map((name) => like(rooms.room, `${name}:%`)));
}
