// Rooms are looked at whenever something about them is noticed, every hour besides, and once a day with everybody who is in them. What differs is
// written down, and said where it must be.

import type { Lacking } from '../../chat/list/room-admin.ts';
import { roomUnseen, strangersToday } from '../../chat/list/room-announce.ts';
import { roomAnswer } from '../../chat/list/room-answers.ts';
import { databaseAway } from '../../db/connection/away.ts';
import type { Db } from '../../db/connection/client.ts';
import { lockRunning } from '../../db/embargoes.ts';
import { listOfRoom, loadList, lockList } from '../../db/lists.ts';
import { type DueRoom, lookAgain, moveRoom, roomAudited, takeDueRooms } from '../../db/rooms.ts';
import { isNarrow } from '../../domain/embargo/audience/audience.ts';
import { refuseOnList } from '../../domain/list/decide.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import { type AdoptedRoom, type List, roomsOf } from '../../domain/list/list.ts';
import { look, strangersAmong } from '../../domain/list/room.ts';
import type { RoomAudit } from '../../domain/list/room-audit.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type PersonId, type PlatformName, platformOf, type RoomId } from '../../domain/values/ids.ts';
import { refuse } from '../../domain/values/refusal.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../domain/values/time.ts';
import type { Engine } from '../../engine.ts';
import { type Lookups, roomNow } from '../../inbound/lookups.ts';
import type { Request } from '../../inbound/request.ts';
import { errorCode } from '../../log.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { knownInRooms, recordList } from '../list.ts';
import { missingFrom } from './not-in-room.ts';

const atOnce = 20;
const retryMs = 10 * minuteMs;
/** A day's audit that is so late is told. */
const lateMs = 2 * hourMs;

/** A platform noticed that a room is not as it was; `who` came in or left. Resolves to an outcome for the log. Throws NeedsLookup. */
export async function roomEvent(tx: Db, engine: Engine, room: RoomId, who: PersonId | null, lookups: Lookups): Promise<string> {
  const id = await listOfRoom(tx, room);
  if (id === null) return 'room-of-no-list';
  const audit = roomNow(lookups, room);
  const list = await lockList(tx, id);
  if (list?.rooms[room] === undefined) return 'room-of-no-list';
  const after = await writeLook(tx, engine, list, { room, audit, who });
  return after === list ? 'as-before' : 'room-audited';
}

/** A platform gave a room another id. It keeps everything. Throws NeedsLookup. */
export async function roomMoved(tx: Db, engine: Engine, from: RoomId, to: RoomId, lookups: Lookups): Promise<string> {
  const id = await listOfRoom(tx, from);
  if (id === null || (await listOfRoom(tx, to)) !== null) return 'room-of-no-list';
  const audit = roomNow(lookups, to);
  const before = await lockList(tx, id);
  if (before?.rooms[from] === undefined) return 'room-of-no-list';
  const now = engine.now();
  await moveRoom(tx, from, to, now);
  const moved: ListFact = { type: 'room-moved', from, to };
  const list = await recordList(tx, engine, { before, facts: [moved], by: 'clock', to: null, now });
  await writeLook(tx, engine, list, { room: to, audit, who: null });
  return 'room-moved';
}

type Look = { readonly room: RoomId; readonly audit: RoomAudit; readonly who: PersonId | null };

/** Writes down what a look at a room of a locked list saw, where it is anything new, and says what has to be said of it. Resolves to the list as it is then. */
export async function writeLook(tx: Db, engine: Engine, list: List, { room, audit, who }: Look): Promise<List> {
  const now = engine.now();
  const facts = look(list, room, audit, who);
  await lookAgain(tx, room, now, hourMs);
  if (facts.length === 0) return list;
  return recordList(tx, engine, { before: list, facts, by: 'clock', to: null, now });
}

/** A room could not be looked at, and it was given up: its coordinators have to know. */
export async function tellUnseen(tx: Db, engine: Engine, room: RoomId): Promise<void> {
  const now = engine.now();
  const id = await listOfRoom(tx, room);
  const list = id === null ? null : await loadList(tx, id);
  const held = list?.rooms[room];
  if (list === null || held === undefined) return;
  await lookAgain(tx, room, now, retryMs);
  await enqueue(tx, engine, roomUnseen(list, held, now), { list, embargo: null }, now);
}

/** Shows a coordinator the room in which they ask, or in a direct message every room of their lists. Throws NeedsLookup. */
export async function auditRooms(tx: Db, engine: Engine, request: Request, lookups: Lookups): Promise<Refusal | null> {
  const { heard, to, now } = request;
  const asked = request.here === null ? request.lists : [request.here];
  const [refusal] = asked.map((list) => refuseOnList(list, 'audit-room', { by: to.person, admin: false })).filter((no) => no !== null);
  const lists = asked.filter((list) => refuseOnList(list, 'audit-room', { by: to.person, admin: false }) === null);
  if (lists.length === 0) return refusal ?? refuse({ code: 'room-not-adopted' });
  for (const { id } of lists) {
    const before = await lockList(tx, id);
    if (before === null) continue;
    const speaks = ({ room }: AdoptedRoom) => engine.platforms[platformOf(room)] !== undefined;
    const rooms = roomsOf(before).filter((held) => speaks(held) && (heard.room === null || held.room === heard.room));
    if (rooms.length === 0) return refuse({ code: 'room-not-adopted' });
    for (const { room } of rooms) await answerRoom(tx, engine, { before, room, audit: roomNow(lookups, room), to, now });
  }
  return null;
}

type Audit = Omit<Look, 'who'> & {
  readonly lacks?: Lacking | null;
  readonly before: List;
  readonly to: Request['to'];
  readonly now: Instant;
};

/** Writes down what was seen of a room of a locked list, and shows it to who asked. */
export async function answerRoom(tx: Db, engine: Engine, { before, room, audit, lacks = null, to, now }: Audit): Promise<void> {
  const list = await writeLook(tx, engine, before, { room, audit, who: null });
  const held = list.rooms[room];
  if (held === undefined) return;
  const known = await knownInRooms(tx, list);
  const roomAdmin = engine.platforms[platformOf(room)]?.roomAdmin ?? null;
  const missing = roomAdmin === null ? null : await missingFrom(tx, list, held, roomAdmin);
  const keeps = { mends: roomAdmin !== null, invites: missing !== null && missing.wanted.length > 0 };
  // Nothing of an embargo that is not for the whole list is said there: nobody there hears of it.
  const saidInRooms = (await lockRunning(tx, list.id)).filter(({ audience }) => !isNarrow(audience, now));
  const { about, each } = roomAnswer(list, held, saidInRooms, {
    ...{ to, known, seen: audit.people !== undefined, keeps, lacks },
  });
  await enqueue(tx, engine, [about], { list, embargo: null }, now);
  for (const { embargo, message } of each) await enqueue(tx, engine, [message], { list, embargo }, now);
}

/**
 * Looks at the rooms whose turn it is; resolves to how many looks there were. Any number of replicas may do so at once: each room is looked at
 * once. `stop` ends it after the room that is in hand. Throws when the database is away.
 */
export async function guardDue(engine: Engine, stop?: AbortSignal): Promise<number> {
  const platforms = Object.keys(engine.platforms) as PlatformName[];
  let looks = 0;
  for (;;) {
    const due = await takeDueRooms(engine.db, platforms, engine.now(), atOnce);
    for (const room of due) {
      if (stop?.aborted) return looks;
      await lookAt(engine, room)
        .catch((error: unknown) => unseen(engine, room, error))
        .catch((error: unknown) => {
          // That it cannot be told of one room is no reason to leave the others unseen.
          if (databaseAway(error)) throw error;
          engine.log('guard.failed', { code: errorCode(error) });
        });
      looks += 1;
    }
    if (due.length === 0) return looks;
  }
}

async function lookAt(engine: Engine, { room, list: id, auditedAt }: DueRoom): Promise<void> {
  const { db, platforms } = engine;
  const now = engine.now();
  const whole = now - auditedAt >= dayMs;
  const known = await loadList(db, id);
  const audit = await platforms[platformOf(room)]?.inspect(room, { people: whole });
  // Most looks see nothing new: they lock nothing.
  if (known === null || audit === undefined || (!whole && look(known, room, audit).length === 0)) return;
  await db.transaction(async (tx) => {
    const list = await lockList(tx, id);
    const held = list?.rooms[room];
    if (list === null || held === undefined) return;
    // Something was noticed meanwhile, and what this look saw may be older than that.
    if (JSON.stringify(held.audit) !== JSON.stringify(known.rooms[room]?.audit)) return lookAgain(tx, room, now, 0);
    await writeLook(tx, engine, list, { room, audit, who: null });
    if (!whole) return;
    await roomAudited(tx, room, now);
    // Who has only just come in was told of a moment ago.
    const stayed = (held.audit.people ?? []).filter((person) => audit.people?.includes(person) === true);
    const strangers = strangersAmong(list, stayed, await knownInRooms(tx, list));
    await enqueue(tx, engine, strangersToday(list, held, strangers), { list, embargo: null }, now);
  });
}

async function unseen(engine: Engine, { room, auditedAt }: DueRoom, error: unknown): Promise<void> {
  if (databaseAway(error)) throw error;
  const now = engine.now();
  engine.log('guard.failed', { code: errorCode(error) });
  await engine.db.transaction(async (tx) => {
    if (now - auditedAt > dayMs + lateMs) await tellUnseen(tx, engine, room);
    else await lookAgain(tx, room, now, retryMs);
  });
}
