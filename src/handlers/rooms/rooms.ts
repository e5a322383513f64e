// What the bot does to rooms at a coordinator's word, where a platform lets it: it mends them, makes them, and invites who belongs. Who may not say
// it makes no platform do anything.

import { waitsForPress } from '../../chat/expired.ts';
import type { HereCommand, RoomCommand } from '../../chat/grammar/intent.ts';
import { beforeAdoption, type Invited, invitedNodes, lackingNodes } from '../../chat/list/room-admin.ts';
import { ofList } from '../../chat/message/address.ts';
import type { Db } from '../../db/connection/client.ts';
import { coordinates, listOfRoom, lockList } from '../../db/lists.ts';
import { decideList, refuseOnList } from '../../domain/list/decide.ts';
import { type AdoptedRoom, coordinatorsOf, type List, roomsOf } from '../../domain/list/list.ts';
import { riskAhead } from '../../domain/list-risks.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type PersonId, type PlatformName, platformOf, type RoomId, roomId } from '../../domain/values/ids.ts';
import { isRefused, refuse } from '../../domain/values/refusal.ts';
import type { Engine } from '../../engine.ts';
import { errandDone, type Lookups, roomNow } from '../../inbound/lookups.ts';
import { listMeant, type Request } from '../../inbound/request.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { type Lacking, type RoomAdmin, SendFailure } from '../../platforms/platform.ts';
import { asConfirmed, isGuarded, waitsForApproval } from '../approval/second-approval.ts';
import { contextOf, recordList } from '../list.ts';
import { answered, notAMember, type Reply } from '../reply.ts';
import { idsOn, type Missing, missingFrom } from './not-in-room.ts';
import { answerRoom, auditRooms, writeLook } from './room-guard.ts';

/** Carries a command about a room out; a refusal is given back to be said. Throws NeedsLookup. */
export async function runRoom(reply: Reply, here: RoomCommand, lookups: Lookups): Promise<Refusal | typeof waitsForPress | null> {
  const { tx, engine, request } = reply;
  switch (here.type) {
    case 'audit-room':
      return auditRooms(tx, engine, request, lookups);
    case 'mend-room':
      return request.here === null && request.heard.room !== null
        ? mendUnadopted(reply, request.heard.room, lookups)
        : mend(reply, here.room, lookups);
    case 'make-room':
      return make(reply, here, lookups);
    case 'invite-missing':
      return invite(reply, here.room, lookups);
    default:
      return here satisfies never;
  }
}

const roomWords: ReadonlySet<HereCommand['type']> = new Set(['audit-room', 'mend-room', 'make-room', 'invite-missing']);

export const isOfRoom = (command: HereCommand): command is RoomCommand => roomWords.has(command.type);

type Held = { readonly list: List; readonly held: AdoptedRoom; readonly roomAdmin: RoomAdmin };

/** The room that is meant, with its list locked, if the speaker may have this done to it and its platform does such things. */
async function heldRoom(reply: Reply, type: 'mend-room' | 'invite-missing', typed: string | null): Promise<Held | Refusal> {
  const { tx, engine, request } = reply;
  const meant = await listFor(tx, request, typed);
  const refusal = refuseOnList(meant, type, { by: request.heard.by, admin: request.admin });
  if (refusal !== null) return refusal;
  const list = meant === null ? null : await lockList(tx, meant.id);
  const rooms = list === null ? [] : roomsOf(list);
  const [only, ...others] = rooms.filter(({ room }) => room === (typed ?? request.heard.room ?? room));
  if (list === null || only === undefined || others.length > 0) return refuse({ code: 'room-not-adopted' });
  const roomAdmin = keeperOn(engine, platformOf(only.room));
  return roomAdmin === null ? refuse({ code: 'no-room-admin', on: platformOf(only.room) }) : { list, held: only, roomAdmin };
}

/** The list whose room a button names, if it is one of the speaker's; else as for every command. */
async function listFor(tx: Db, request: Request, typed: string | null): Promise<List | null> {
  const room = typed === null ? null : roomId(typed);
  const named = room === null ? null : await listOfRoom(tx, room);
  return request.lists.find(({ id }) => id === named) ?? listMeant(request);
}

const keeperOn = ({ platforms }: Engine, name: PlatformName): RoomAdmin | null => platforms[name]?.roomAdmin ?? null;

async function mend(reply: Reply, typed: string | null, lookups: Lookups): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const found = await heldRoom(reply, 'mend-room', typed);
  if ('reason' in found) return found;
  const { list, held } = found;
  // What the platform refuses stays as it was, which the look after it shows.
  const lacks = lackingIn(lookups, held.room);
  const audit = roomNow(lookups, held.room);
  await answerRoom(tx, engine, { before: list, room: held.room, audit, lacks, to: request.to, now: request.now });
  return null;
}

/** Of a room of no list: by who could make it one. */
async function mendUnadopted(reply: Reply, room: RoomId, lookups: Lookups): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const may = request.admin || (!request.silenced && (await coordinates(tx, request.heard.by)));
  if (!may || (await listOfRoom(tx, room)) !== null) {
    await notAMember(reply);
    return null;
  }
  const on = platformOf(room);
  if (keeperOn(engine, on) === null) return refuse({ code: 'no-room-admin', on });
  const lacks = lackingIn(lookups, room);
  await answered(reply, [...beforeAdoption(roomNow(lookups, room), room), ...lackingNodes(lacks)], 'room-mended');
  return null;
}

/** What the bot lacks in a room to mend it; null where it lacks nothing, or nobody can tell. Throws NeedsLookup. */
function lackingIn(lookups: Lookups, room: RoomId): Lacking | null {
  const lacks = errandDone(lookups, { type: 'mend', room });
  return lacks instanceof SendFailure ? null : lacks;
}

async function invite(reply: Reply, typed: string | null, lookups: Lookups): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const { to, now } = request;
  const found = await heldRoom(reply, 'invite-missing', typed);
  if ('reason' in found) return found;
  const { list, held, roomAdmin } = found;
  const { room } = held;
  const missing = await missingFrom(tx, list, held, roomAdmin);
  if (missing.wanted.length + missing.far.length === 0) return refuse({ code: 'nobody-missing', room: held.audit.name });
  const result = carriedOut(lookups, room, missing);
  const facts = decideList(list, { type: 'invite-missing', room, people: result.ids }, contextOf(request, list, ''));
  if (isRefused(facts)) return facts;
  // Nobody is asked about a room into which nobody was invited.
  const seen = result.ids.length === 0 ? list : await writeLook(tx, engine, list, { room, audit: roomNow(lookups, room), who: null });
  const after = facts.length === 0 ? seen : await recordList(tx, engine, { before: seen, facts, by: to.person, to, now });
  await enqueue(tx, engine, [ofList(after, to, invitedNodes(after, held.audit.name, result, false))], { list: after, embargo: null }, now);
  return null;
}

/** Why no room is made where somebody speaks; null where it would be. */
export function refuseMaking(engine: Engine, from: PersonId): Refusal | null {
  const on = platformOf(from);
  return keeperOn(engine, on) === null ? refuse({ code: 'no-room-admin', on }) : null;
}

async function make(
  reply: Reply,
  here: Extract<RoomCommand, { type: 'make-room' }>,
  lookups: Lookups,
): Promise<Refusal | typeof waitsForPress | null> {
  const { tx, engine, request } = reply;
  const { heard, from, to, now } = request;
  const { name } = here;
  const meant = listMeant(request);
  const refusal = refuseOnList(meant, 'make-room', { by: heard.by, admin: request.admin });
  if (refusal !== null) return refusal;
  const on = platformOf(from);
  const roomAdmin = keeperOn(engine, on);
  if (roomAdmin === null) return refuseMaking(engine, from);
  const list = meant === null ? null : await lockList(tx, meant.id);
  if (list === null) return refuse({ code: 'room-not-adopted' });
  const risk = riskAhead(['room-made', 'room-adopted'], await isGuarded(tx, engine, request, list));
  if (await waitsForApproval(tx, engine, request, { to: 'list', list, here, what: here, risk })) return waitsForPress;
  const ids = await idsOn(tx, list, on);
  const runs = coordinatorsOf(list).flatMap(({ person }) => ids.get(person) ?? []);
  const made = errandDone(lookups, { type: 'make', on, key: heard.key, name, people: [], runs });
  if (made instanceof SendFailure) return refuse({ code: 'no-room-made', because: made.code });
  const context = contextOf(request, list, '');
  // Nobody is invited into a room that did not become what it was to be.
  const adopted = decideList(list, { type: 'make-room', room: made, audit: roomNow(lookups, made) }, context);
  if (isRefused(adopted)) return adopted;
  const missing = await missingFrom(tx, list, { room: made, audit: { name, faults: [] }, adoptedAt: now, teams: [] }, roomAdmin);
  const result = carriedOut(lookups, made, missing);
  const facts = [...adopted, ...(result.ids.length === 0 ? [] : [{ type: 'people-invited', room: made, people: result.ids } as const])];
  const after = await recordList(tx, engine, { before: list, facts: asConfirmed(request, facts), by: to.person, to, now });
  await enqueue(tx, engine, [ofList(after, to, invitedNodes(after, name, result, true))], { list: after, embargo: null }, now);
  return null;
}

/** What came of inviting them; `ids`: those who were invited, as the platform knows them. Throws NeedsLookup. */
function carriedOut(lookups: Lookups, room: RoomId, { wanted, far, without }: Missing): Invited & { readonly ids: readonly PersonId[] } {
  const people = wanted.map(({ id }) => id);
  const answer = people.length === 0 ? [] : errandDone(lookups, { type: 'invite', room, people });
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
