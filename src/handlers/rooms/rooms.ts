// What the bot does to rooms at a coordinator's word, where a platform lets it: it mends them, makes them, and invites who belongs. Who may not say
// it makes no platform do anything.

import type { HereCommand, RoomCommand } from '../../chat/grammar/intent.ts';
import { beforeAdoption, type Invited, invitedNodes, lackingNodes } from '../../chat/list/room-admin.ts';
import { ofList } from '../../chat/message/address.ts';
import type { Db } from '../../db/connection/client.ts';
import { coordinates, listOfRoom, lockList } from '../../db/lists.ts';
import { decideList, refuseOnList } from '../../domain/list/decide.ts';
import { type AdoptedRoom, coordinatorsOf, type List, roomsOf } from '../../domain/list/list.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type PersonId, type PlatformName, platformOf, type RoomId, roomId } from '../../domain/values/ids.ts';
import { isRefused, refuse } from '../../domain/values/refusal.ts';
import type { Engine } from '../../engine.ts';
import { errandDone, type Outside, roomNow } from '../../inbound/lookups.ts';
import { type Hearing, listMeant } from '../../inbound/request.ts';
import { say } from '../../outbound/enqueue.ts';
import { type Keeper, type Lacking, SendFailure } from '../../platforms/platform.ts';
import { contextOf, recordList } from '../list.ts';
import { answered, notAMember, type Turn } from '../reply.ts';
import { idsOn, type Missing, missingFrom } from './not-in-room.ts';
import { answerRoom, auditRooms, writeLook } from './room-guard.ts';

/** Carries a command about a room out; a refusal is given back to be said. Throws NeedsOutside. */
export async function runRoom(turn: Turn, here: RoomCommand, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  switch (here.type) {
    case 'audit-room':
      return auditRooms(tx, engine, hearing, outside);
    case 'mend-room':
      return hearing.here === null && hearing.heard.room !== null
        ? mendUnadopted(turn, hearing.heard.room, outside)
        : mend(turn, here.room, outside);
    case 'make-room':
      return make(turn, here.name, outside);
    case 'invite-missing':
      return invite(turn, here.room, outside);
    default:
      return here satisfies never;
  }
}

const roomWords: ReadonlySet<HereCommand['type']> = new Set(['audit-room', 'mend-room', 'make-room', 'invite-missing']);

export const isOfRoom = (command: HereCommand): command is RoomCommand => roomWords.has(command.type);

type Held = { readonly list: List; readonly held: AdoptedRoom; readonly keeper: Keeper };

/** The room that is meant, with its list locked, if the speaker may have this done to it and its platform does such things. */
async function heldRoom(turn: Turn, type: 'mend-room' | 'invite-missing', typed: string | null): Promise<Held | Refusal> {
  const { tx, engine, hearing } = turn;
  const meant = await listFor(tx, hearing, typed);
  const refusal = refuseOnList(meant, type, { by: hearing.heard.by, admin: hearing.admin });
  if (refusal !== null) return refusal;
  const list = meant === null ? null : await lockList(tx, meant.id);
  const rooms = list === null ? [] : roomsOf(list);
  const [only, ...others] = rooms.filter(({ room }) => room === (typed ?? hearing.heard.room ?? room));
  if (list === null || only === undefined || others.length > 0) return refuse({ code: 'room-not-adopted' });
  const keeper = keeperOn(engine, platformOf(only.room));
  return keeper === null ? refuse({ code: 'no-keeper', on: platformOf(only.room) }) : { list, held: only, keeper };
}

/** The list whose room a button names, if it is one of the speaker's; else as for every command. */
async function listFor(tx: Db, hearing: Hearing, typed: string | null): Promise<List | null> {
  const room = typed === null ? null : roomId(typed);
  const named = room === null ? null : await listOfRoom(tx, room);
  return hearing.lists.find(({ id }) => id === named) ?? listMeant(hearing);
}

const keeperOn = ({ platforms }: Engine, name: PlatformName): Keeper | null => platforms[name]?.keeper ?? null;

async function mend(turn: Turn, typed: string | null, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const found = await heldRoom(turn, 'mend-room', typed);
  if ('reason' in found) return found;
  const { list, held } = found;
  // What the platform refuses stays as it was, which the look after it shows.
  const lacks = lackingIn(outside, held.room);
  const audit = roomNow(outside, held.room);
  await answerRoom(tx, engine, { before: list, room: held.room, audit, lacks, to: hearing.to, now: hearing.now });
  return null;
}

/** Of a room of no list: by who could make it one. */
async function mendUnadopted(turn: Turn, room: RoomId, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const may = hearing.admin || (!hearing.silenced && (await coordinates(tx, hearing.heard.by)));
  if (!may || (await listOfRoom(tx, room)) !== null) {
    await notAMember(turn);
    return null;
  }
  const on = platformOf(room);
  if (keeperOn(engine, on) === null) return refuse({ code: 'no-keeper', on });
  const lacks = lackingIn(outside, room);
  await answered(turn, [...beforeAdoption(roomNow(outside, room), room), ...lackingNodes(lacks)], 'room-mended');
  return null;
}

/** What the bot lacks in a room to mend it; null where it lacks nothing, or nobody can tell. Throws NeedsOutside. */
function lackingIn(outside: Outside, room: RoomId): Lacking | null {
  const lacks = errandDone(outside, { type: 'mend', room });
  return lacks instanceof SendFailure ? null : lacks;
}

async function invite(turn: Turn, typed: string | null, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const { to, now } = hearing;
  const found = await heldRoom(turn, 'invite-missing', typed);
  if ('reason' in found) return found;
  const { list, held, keeper } = found;
  const { room } = held;
  const missing = await missingFrom(tx, list, held, keeper);
  if (missing.wanted.length + missing.far.length === 0) return refuse({ code: 'nobody-missing', room: held.audit.name });
  const result = carriedOut(outside, room, missing);
  const facts = decideList(list, { type: 'invite-missing', room, people: result.ids }, contextOf(hearing, list, ''));
  if (isRefused(facts)) return facts;
  // Nobody is asked about a room into which nobody was invited.
  const seen = result.ids.length === 0 ? list : await writeLook(tx, engine, list, { room, audit: roomNow(outside, room), who: null });
  const after = facts.length === 0 ? seen : await recordList(tx, engine, { before: seen, facts, by: to.person, to, now });
  await say(tx, engine, [ofList(after, to, invitedNodes(after, held.audit.name, result, false))], { list: after, embargo: null }, now);
  return null;
}

/** Why no room is made where somebody speaks; null where it would be. */
export function refuseMaking(engine: Engine, from: PersonId): Refusal | null {
  const on = platformOf(from);
  return keeperOn(engine, on) === null ? refuse({ code: 'no-keeper', on }) : null;
}

async function make(turn: Turn, name: string, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const { heard, from, to, now } = hearing;
  const meant = listMeant(hearing);
  const refusal = refuseOnList(meant, 'make-room', { by: heard.by, admin: hearing.admin });
  if (refusal !== null) return refusal;
  const on = platformOf(from);
  const keeper = keeperOn(engine, on);
  if (keeper === null) return refuseMaking(engine, from);
  const list = meant === null ? null : await lockList(tx, meant.id);
  if (list === null) return refuse({ code: 'room-not-adopted' });
  const ids = await idsOn(tx, list, on);
  const runs = coordinatorsOf(list).flatMap(({ person }) => ids.get(person) ?? []);
  const made = errandDone(outside, { type: 'make', on, key: heard.key, name, people: [], runs });
  if (made instanceof SendFailure) return refuse({ code: 'no-room-made', because: made.code });
  const context = contextOf(hearing, list, '');
  // Nobody is invited into a room that did not become what it was to be.
  const adopted = decideList(list, { type: 'make-room', room: made, audit: roomNow(outside, made) }, context);
  if (isRefused(adopted)) return adopted;
  const missing = await missingFrom(tx, list, { room: made, audit: { name, faults: [] }, adoptedAt: now, teams: [] }, keeper);
  const result = carriedOut(outside, made, missing);
  const facts = [...adopted, ...(result.ids.length === 0 ? [] : [{ type: 'people-invited', room: made, people: result.ids } as const])];
  const after = await recordList(tx, engine, { before: list, facts, by: to.person, to, now });
  await say(tx, engine, [ofList(after, to, invitedNodes(after, name, result, true))], { list: after, embargo: null }, now);
  return null;
}

/** What came of inviting them; `ids`: those who were invited, as the platform knows them. Throws NeedsOutside. */
function carriedOut(outside: Outside, room: RoomId, { wanted, far, without }: Missing): Invited & { readonly ids: readonly PersonId[] } {
  const people = wanted.map(({ id }) => id);
  const answer = people.length === 0 ? [] : errandDone(outside, { type: 'invite', room, people });
  // The room refuses as a whole, and so for each.
  const failures = answer instanceof SendFailure ? people.map((person) => ({ person, code: answer.code })) : answer;
  const why = new Map(failures.map(({ person, code }) => [person, code]));
  const failed = wanted.flatMap(({ person, id }) => {
    const code = why.get(id);
    return code === undefined ? [] : [{ person, code }];
  });
  const invited = wanted.filter(({ id }) => !why.has(id));
  return { invited: invited.map(({ person }) => person), ids: invited.map(({ id }) => id), failed, far, without };
}
