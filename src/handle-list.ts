// Commands to a list: rooms, distributors, people.
import type { Speaker } from './chat/address.ts';
import { announceList } from './chat/announce-list.ts';
import type { Heard } from './chat/heard.ts';
import type { DeviceCommand, HereCommand, RoomCommand } from './chat/intent.ts';
import { waitsForPress } from './chat/late.ts';
import type { Outgoing } from './chat/outgoing.ts';
import { confirmKeys, confirmTrust } from './chat/room-answers.ts';
import { readText } from './chat/text.ts';
import type { Db } from './db/client.ts';
import { hasRunning, lockEnded, lockRunning, saveEmbargo } from './db/embargoes.ts';
import { appendFacts, listStream } from './db/facts.ts';
import { canonicalIds, openIdentity, personOf } from './db/identities.ts';
import { listOfRoom, loadList, lockList, saveList } from './db/lists.ts';
import type { ListCommand } from './domain/commands.ts';
import { decideList, refuseOnList } from './domain/decide-list.ts';
import type { Actor } from './domain/facts.ts';
import { type DistributorId, type ListId, type PersonId, platformOf, type RoomId } from './domain/ids.ts';
import { evolveList, type List, type ListFact, membersOf, roomsOf } from './domain/list.ts';
import { isRefused, type Refusal, refuse } from './domain/refusal.ts';
import { nextLook } from './domain/reminders.ts';
import { becameFit, type Known, knownThere, teamNamed } from './domain/room.ts';
import { riskToList } from './domain/second.ts';
import { dayMs, type Instant } from './domain/time.ts';
import type { Engine } from './engine.ts';
import { evictLater } from './evictions.ts';
import { couldBeForged, waitsForSecond } from './handle-second.ts';
import { type Hearing, listMeant } from './hearing.ts';
import { refreshHomes } from './home.ts';
import { type Outside, roomNow } from './outside.ts';
import { nameLengthMax, profileOf } from './profile.ts';
import { say } from './say.ts';

/** Carries a command to a list out; a refusal is given back to be said. An outcome: what it means was shown, and nothing done. Throws NeedsOutside. */
export async function runList(
  tx: Db,
  engine: Engine,
  hearing: Hearing,
  here: Exclude<HereCommand, RoomCommand | DeviceCommand>,
  outside: Outside,
): Promise<Refusal | 'shown-first' | typeof waitsForPress | null> {
  const { heard, now, to } = hearing;
  const command = await located(tx, engine, hearing, here, outside);
  if ('reason' in command && command.type === 'refusal') return command;
  const id = command.type === 'adopt-room' ? command.list : (listMeant(hearing)?.id ?? null);
  if (id === null) return refuse({ code: 'room-not-adopted' });
  const before = await lockList(tx, id);
  const name = before?.members[heard.by]?.name ?? platformName(heard, heard.by) ?? heard.by;
  const decision = decideList(before, command, { by: heard.by, name, admin: hearing.admin });
  if (isRefused(decision)) return decision;
  const meaning = meaningFirst(here, command, before, to);
  if (meaning !== null) {
    await say(tx, engine, [meaning], { list: before, embargo: null }, now);
    return 'shown-first';
  }
  if (before !== null) {
    const risk = riskToList(before, decision, (await couldBeForged(tx, engine, hearing)) && (await hasRunning(tx, id)));
    const order = { to: 'list', list: before, here, what: command, risk } as const;
    if (await waitsForSecond(tx, engine, hearing, order)) return waitsForPress;
  }
  if (command.type === 'add-person' && before?.members[command.person] === undefined) await openAgain(tx, command.person);
  const { confirmed } = hearing;
  const facts = confirmed === undefined ? decision : decision.map((fact) => ({ ...fact, confirmed }));
  await recordList(tx, engine, { before, facts, by: to.person, to, now });
  return null;
}

/** Other organisations are let in knowingly: what that means is shown first, with the button that does it. */
function meaningFirst(here: HereCommand, command: ListCommand, list: List | null, to: Speaker): Outgoing | null {
  if (here.type === 'trust-team' && command.type === 'trust-team' && !here.sure) {
    const name = list?.rooms[command.room]?.audit.name ?? command.room;
    return confirmTrust(to, { on: platformOf(command.room), name, teams: [command.team] }, `room trust ${command.team} sure=yes`);
  }
  if (here.type === 'set-room-keys' && command.type === 'set-room-keys' && here.keys === 'all' && !here.sure)
    return confirmKeys(to, list?.rooms[command.room]?.audit.name ?? command.room);
  if (here.type !== 'adopt-room' || command.type !== 'adopt-room' || here.sure || command.teams.length === 0) return null;
  const words = `room adopt list="${here.name.replaceAll('"', '')}" policy=${here.policy} teams=${command.teams.join(',')} sure=yes`;
  return confirmTrust(to, { on: platformOf(command.room), name: command.audit.name, teams: command.teams }, words);
}

/** For how long after its end an embargo can still gain debts: the longest of the clocks, and as long again. */
const afterEndMs = 20 * dayMs;

/** `before` null: the list is new. `to`: who is answered, where they spoke; null: nobody said it. */
export type ListChange = {
  readonly before: List | null;
  readonly facts: readonly ListFact[];
  readonly by: Actor;
  readonly to: Speaker | null;
  readonly now: Instant;
};

/** Writes facts about a list down, with the list that they make, and queues what is to be said of them. `before` is locked. Resolves to the list. */
export async function recordList(tx: Db, engine: Engine, { before, facts, by, to, now }: ListChange): Promise<List> {
  const after = facts.reduce<List | null>((list, fact) => evolveList(list, fact, now), before);
  if (after === null) throw new Error('facts about no list');
  await saveList(tx, before, after);
  const seq = await appendFacts(
    tx,
    listStream(after.id),
    facts.map((fact) => ({ fact, at: now, by })),
  );
  const aside = facts.every((fact) => fact.type === 'room-audited' && !becameFit(before?.rooms[fact.room], after.rooms[fact.room]));
  const running = aside ? [] : await lockRunning(tx, after.id);
  // Somebody new may owe what nobody owed, also on embargoes that have ended.
  for (const ended of aside ? [] : await lockEnded(tx, after.id, now - afterEndMs))
    await saveEmbargo(tx, ended, ended, nextLook(ended, after, now));
  const known = await knownInRooms(tx, after);
  const { answers, about } = announceList(facts, { list: after, before, running, now, to, known });
  await say(tx, engine, answers, { list: after, embargo: null }, now);
  for (const { embargo, messages } of about) await say(tx, engine, messages, { list: after, embargo }, now);
  if (aside) return after;
  await evictLater(tx, engine, { before, after, facts, seq, now });
  const people = [...membersOf(after), ...(before === null ? [] : membersOf(before))].map(({ person }) => person);
  await refreshHomes(tx, [...new Set(people)], now);
  return after;
}

/** By which ids the list knows those who are in its rooms. */
export async function knownInRooms(tx: Db, list: List): Promise<Known> {
  const audits = roomsOf(list).map(({ audit }) => audit);
  const linked = await canonicalIds(
    tx,
    audits.flatMap(({ people = [] }) => people),
  );
  return new Map(audits.flatMap((audit) => [...knownThere(list, audit, linked)]));
}

async function located(
  tx: Db,
  engine: Engine,
  hearing: Hearing,
  here: Exclude<HereCommand, RoomCommand | DeviceCommand>,
  outside: Outside,
): Promise<ListCommand | Refusal> {
  const { heard } = hearing;
  switch (here.type) {
    case 'adopt-room':
      return heard.room === null ? refuse({ code: 'room-not-adopted' }) : adopting(tx, hearing, here, outside);
    case 'leave-room':
      return heard.room === null ? refuse({ code: 'room-not-adopted' }) : { type: 'leave-room', room: heard.room };
    case 'trust-team':
    case 'distrust-team': {
      const room = roomMeant(hearing);
      return room === null ? refuse({ code: 'room-not-adopted' }) : { type: here.type, room, team: teamNamed(here.team, platformOf(room)) };
    }
    case 'set-room-keys': {
      const room = roomMeant(hearing);
      return room === null ? refuse({ code: 'room-not-adopted' }) : { type: 'set-room-keys', room, keys: here.keys };
    }
    case 'add-distributor': {
      const id = slug(here.name);
      return id === '' ? refuse({ code: 'no-name' }) : { ...here, distributor: id as DistributorId };
    }
    case 'add-person':
      return adding(tx, engine, hearing, here, outside);
    case 'set-releases':
    case 'remove-person':
    case 'choose-zone':
      return here;
    default:
      return here satisfies never;
  }
}

/** Somebody new is looked at by their platform first: apps and closed accounts are not added, and their name and zone are kept. */
async function adding(
  tx: Db,
  engine: Engine,
  hearing: Hearing,
  here: Extract<HereCommand, { type: 'add-person' }>,
  outside: Outside,
): Promise<ListCommand | Refusal> {
  const { heard, admin, now } = hearing;
  const { person } = here;
  const list = listMeant(hearing);
  // Who may not add anybody makes nobody look at them.
  const refusal = refuseOnList(list, 'add-person', { by: heard.by, admin });
  if (refusal !== null) return refusal;
  const member = list?.members[person];
  const profile = member === undefined ? await profileOf(tx, engine, outside, person, now) : null;
  const name = here.name ?? member?.name ?? platformName(heard, person) ?? profile?.name ?? null;
  if (profile?.app === true) return refuse({ code: 'is-app', name: name ?? person });
  if (profile?.gone === true) return refuse({ code: 'account-closed', name: name ?? person });
  return name === null ? refuse({ code: 'needs-name' }) : { ...here, name };
}

/** Somebody whose every account was closed is added anew: a coordinator says that it is theirs again. */
async function openAgain(tx: Db, person: PersonId): Promise<void> {
  if ((await personOf(tx, person)).ids.length === 0) await openIdentity(tx, person);
}

async function adopting(
  tx: Db,
  { heard, lists, admin }: Hearing,
  here: Extract<HereCommand, { type: 'adopt-room' }>,
  outside: Outside,
): Promise<ListCommand | Refusal> {
  const id = slug(here.name) as ListId;
  const { room, by } = heard;
  if (room === null) return refuse({ code: 'room-not-adopted' });
  if (id === '') return refuse({ code: 'no-name' });
  // Who may not adopt learns nothing of the room, and makes nobody look at it.
  const refusal = refuseOnList(await loadList(tx, id), 'adopt-room', { by, admin });
  if (refusal !== null) return refusal;
  const holder = await listOfRoom(tx, room);
  const known = lists.find((list) => list.id === holder)?.name ?? 'another list';
  if (holder !== null && holder !== id) return refuse({ code: 'room-adopted-already', list: known });
  const { name, policy, teams } = here;
  return { type: 'adopt-room', list: id, name, policy, room, audit: roomNow(outside, room), teams };
}

/** The room that words to a room are about: where they were said, or in a direct message the list's only one. */
function roomMeant(hearing: Hearing): RoomId | null {
  const list = listMeant(hearing);
  const [only, ...more] = list === null ? [] : roomsOf(list);
  return hearing.heard.room ?? (more.length === 0 ? (only?.room ?? null) : null);
}

/** What a platform calls somebody, where it can be shown: a name with unseen characters could pass for another's. */
export function platformName(heard: Heard, person: PersonId): string | null {
  const read = readText(heard.names[person] ?? '', nameLengthMax, 'one');
  return read.ok ? read.value : null;
}

/** A name as an id: letters and digits of any script, and hyphens. Empty where the name has none. */
function slug(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
