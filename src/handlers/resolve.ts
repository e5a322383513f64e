// From what somebody said to the command that the domain knows: with ids, rooms as their platform sees them now, names, files and keys read.

import type { DeviceCommand, HereCommand, RoomCommand, SaidOfReport } from '../chat/grammar/intent.ts';
import type { Heard } from '../chat/message/heard.ts';
import { looksLike, readName, slug } from '../chat/values/names.ts';
import type { Db } from '../db/connection/client.ts';
import { loadEmbargo } from '../db/embargoes.ts';
import { listOfRoom, loadList, namesOfLists } from '../db/lists.ts';
import { embargoesCalled } from '../db/lookup/embargoes.ts';
import { isFalseAlarm } from '../domain/embargo/leak/case.ts';
import { whereItIs } from '../domain/embargo/leak/cases.ts';
import { refuseAdding, refuseOnList } from '../domain/list/decide.ts';
import { roomsOf } from '../domain/list/list.ts';
import { teamNamed } from '../domain/list/room.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { KnownCommand } from '../domain/second-approval.ts';
import { bareId, type DistributorId, type ListId, type PersonId, platformOf, type RoomId } from '../domain/values/ids.ts';
import { refuse } from '../domain/values/refusal.ts';
import type { Engine } from '../engine.ts';
import { type Lookups, roomNow } from '../inbound/lookups.ts';
import { nameLengthMax, profileOf } from '../inbound/profiles.ts';
import { listMeant, type Request } from '../inbound/request.ts';
import { readCommand } from './membership.ts';

/** The command, located. `applied`: the list that an applicant means, who is on none. `secret`: the code of a test of an alias. Throws NeedsLookup. */
export async function located(
  tx: Db,
  engine: Engine,
  request: Request,
  here: Exclude<HereCommand, RoomCommand | DeviceCommand | SaidOfReport>,
  { outside: lookups, applied, secret }: { readonly outside: Lookups; readonly applied: ListId | null; readonly secret: string },
): Promise<KnownCommand | Refusal> {
  const { heard } = request;
  switch (here.type) {
    case 'adopt-room':
      return heard.room === null ? refuse({ code: 'room-not-adopted' }) : adopting(tx, request, here, lookups);
    case 'leave-room':
      return heard.room === null ? refuse({ code: 'room-not-adopted' }) : { type: 'leave-room', room: heard.room };
    case 'trust-team':
    case 'distrust-team': {
      const room = roomMeant(request);
      return room === null ? refuse({ code: 'room-not-adopted' }) : { type: here.type, room, team: teamNamed(here.team, platformOf(room)) };
    }
    case 'set-room-keys': {
      const room = roomMeant(request);
      return room === null ? refuse({ code: 'room-not-adopted' }) : { type: 'set-room-keys', room, keys: here.keys };
    }
    case 'add-distributor': {
      const id = slug(here.name);
      return id === '' ? refuse({ code: 'no-name' }) : { ...here, distributor: id as DistributorId };
    }
    case 'add-person':
      return adding(tx, engine, request, here, lookups);
    case 'use-policy':
    case 'adopt-policy':
    case 'edit-policy':
    case 'import-policy':
    case 'add-key':
    case 'test-alias':
    case 'answer-alias':
    case 'apply':
    case 'name-backup': {
      const list = applied === null ? listMeant(request) : await loadList(tx, applied);
      if (list === null) return refuse({ code: 'room-not-adopted' });
      const names = new Map(await namesOf(tx, engine, request, here, lookups));
      // Strangers are not shown the list's own names for people: they would tell who is on it.
      const applies = here.type === 'apply' || here.type === 'name-backup';
      const called = (person: PersonId) => (applies ? undefined : list.members[person]?.name) ?? names.get(person) ?? null;
      return readCommand(request, here, { list, name: called, secret });
    }
    case 'give-strike':
      return striking(tx, request, here);
    case 'leave-list':
    case 'remove-distributor': {
      const { sure: _, ...command } = here;
      return command;
    }
    case 'rename-distributor':
    case 'set-releases':
    case 'remove-person':
    case 'choose-zone':
    case 'discard-policy':
    case 'set-profile':
    case 'drop-key':
    case 'give-evidence':
    case 'submit-application':
    case 'withdraw-application':
    case 'vouch':
    case 'declare-conflict':
    case 'open-ballot':
    case 'vote':
    case 'decide-application':
    case 'accept-policy':
    case 'recertify':
    case 'set-standing':
    case 'answer-strike':
    case 'withdraw-strike':
    case 'offer-handover':
    case 'answer-handover':
    case 'claim-duty':
    case 'drop-duty':
    case 'assign-duty':
    case 'rotate-duty':
    case 'offer-duty':
    case 'answer-duty':
    case 'be-away':
    case 'be-back':
      return here;
    default:
      return here satisfies never;
  }
}

const leakNamed = /^\s*([a-z]+(?:[ -][a-z]+)+?)(?:[\s,:/#]+(?:leak\s*)?(\d{1,4}))?\s*$/i;

/** A strike for a leak is for one that the speaker's list knows of; of an embargo with one leak its number need not be said. */
async function striking(
  tx: Db,
  request: Request,
  { leak: typed, ...strike }: Extract<HereCommand, { type: 'give-strike' }>,
): Promise<KnownCommand | Refusal> {
  if (typed === null) return strike;
  const list = listMeant(request);
  const unknown = refuse({ code: 'unknown-leak-of', said: typed });
  const [, name = '', number] = leakNamed.exec(typed) ?? [];
  const [found] = list === null ? [] : await embargoesCalled(tx, [list], request.heard.by, [name.toLowerCase().replaceAll(' ', '-')]);
  const embargo = found === undefined ? null : await loadEmbargo(tx, found.id);
  if (embargo === null) return unknown;
  const cases = (embargo.leaks ?? []).filter((leak) => leak.joined === undefined && !isFalseAlarm(leak));
  const [leak, ...others] = number === undefined ? cases : cases.filter((each) => each.number === whereItIs(embargo, Number(number)));
  return leak === undefined || others.length > 0 ? unknown : { ...strike, leak: { codename: embargo.codename, number: leak.number } };
}

/** What those are called who are named in an application: as the platform shows them, or as it says when it is asked. */
async function namesOf(
  tx: Db,
  engine: Engine,
  { heard, now }: Request,
  here: HereCommand,
  lookups: Lookups,
): Promise<[PersonId, string][]> {
  const person = here.type === 'apply' ? heard.by : here.type === 'name-backup' ? here.person : null;
  if (person === null) return [];
  const name = platformName(heard, person) ?? (await profileOf(tx, engine, lookups, person, now))?.name ?? null;
  return name === null ? [] : [[person, name]];
}

/** Somebody new is looked at by their platform first: apps and closed accounts are not added, and their name and zone are kept. */
async function adding(
  tx: Db,
  engine: Engine,
  request: Request,
  here: Extract<HereCommand, { type: 'add-person' }>,
  lookups: Lookups,
): Promise<KnownCommand | Refusal> {
  const { heard, admin, now } = request;
  const { person } = here;
  const list = listMeant(request);
  // Who may not add anybody makes nobody look at them.
  const refusal = refuseOnList(list, 'add-person', { by: heard.by, admin }) ?? (list === null ? null : refuseAdding(list, here, heard.by));
  if (refusal !== null) return refusal;
  const member = list?.members[person];
  const profile = member === undefined ? await profileOf(tx, engine, lookups, person, now) : null;
  const name = here.name ?? member?.name ?? platformName(heard, person) ?? profile?.name ?? null;
  if (profile?.app === true) return refuse({ code: 'is-app', name: name ?? bareId(person) });
  if (profile?.gone === true) return refuse({ code: 'account-closed', name: name ?? bareId(person) });
  return name === null ? refuse({ code: 'needs-name' }) : { ...here, name };
}

/** What somebody is called who is let in from outside: as their platform shows them. Apps and closed accounts are refused. Throws NeedsLookup. */
export async function newcomersName(
  tx: Db,
  engine: Engine,
  { heard, now }: Request,
  person: PersonId,
  lookups: Lookups,
): Promise<string | Refusal> {
  const profile = await profileOf(tx, engine, lookups, person, now);
  const name = platformName(heard, person) ?? profile?.name ?? bareId(person);
  if (profile?.app === true) return refuse({ code: 'is-app', name });
  return profile?.gone === true ? refuse({ code: 'account-closed', name }) : name;
}

async function adopting(
  tx: Db,
  { heard, lists, admin }: Request,
  here: Extract<HereCommand, { type: 'adopt-room' }>,
  lookups: Lookups,
): Promise<KnownCommand | Refusal> {
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
  const twin = (await namesOfLists(tx)).find((list) => list.id !== id && looksLike(list.name, name));
  if (twin !== undefined) return refuse({ code: 'looks-like', name, other: twin.name });
  return { type: 'adopt-room', list: id, name, policy, room, audit: roomNow(lookups, room), teams };
}

/** The room that words to a room are about: where they were said, or in a direct message the list's only one. */
function roomMeant(request: Request): RoomId | null {
  const list = listMeant(request);
  const [only, ...more] = list === null ? [] : roomsOf(list);
  return request.heard.room ?? (more.length === 0 ? (only?.room ?? null) : null);
}

/** What a platform calls somebody, where it can be shown: a name with unseen characters could pass for another's. */
export function platformName(heard: Heard, person: PersonId): string | null {
  const read = readName(heard.names[person] ?? '', nameLengthMax);
  return read.ok ? read.value : null;
}

/** The id of an organisation that joins. */
export const fresh = (organisation: string): DistributorId => slug(organisation) as DistributorId;
