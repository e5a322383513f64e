// What became of a room since it was last looked at, and how those in it compare with those on the list.
import { type PersonId, type PlatformName, platformOf, type RoomId } from '../values/ids.ts';
import type { ListFact } from './facts.ts';
import { type AdoptedRoom, type List, type Member, membersOf } from './list.ts';
import { faultsOf, type RoomAudit, type RoomFault, roomFaults } from './room-audit.ts';

/** The ids by which the list knows those who are in a room: an id that is not in it stands for itself. */
export type Known = ReadonlyMap<PersonId, PersonId>;

/**
 * The same, with those of far teams: Slack tells who is in a shared channel by their own ids but not of which workspace they are, while a command
 * of theirs comes from there (https://docs.slack.dev/apis/slack-connect). An id is given to nobody else in a channel and all who share it.
 */
export function knownThere(list: List, { teams = [], people = [] }: RoomAudit, linked: Known): Known {
  const far = membersOf(list).filter(({ person }) => teams.includes(ownerOf(person)));
  return new Map(
    people.map((person) => {
      const own = linked.get(person) ?? person;
      const same = list.members[own] === undefined ? far.find((member) => isSame(member.person, person)) : undefined;
      return [person, same?.person ?? own];
    }),
  );
}

/** The team that somebody is of: the workspace between the platform and the slash, on Matrix the homeserver behind the user's first colon. */
export function ownerOf(person: PersonId): string {
  const own = person.slice(person.indexOf(':') + 1);
  return platformOf(person) === 'matrix' ? own.slice(own.indexOf(':') + 1) : own.slice(0, Math.max(0, own.indexOf('/')));
}
const isSame = (one: PersonId, other: PersonId): boolean => userOf(one) === userOf(other);
// Elsewhere than on Slack a slash is a letter like others: two who have the same behind it are two.
const userOf = (person: PersonId): string => (platformOf(person) === 'slack' ? person.slice(person.indexOf('/') + 1) : person);

/**
 * What a look at a room is to be written down as: nothing where all is as it was. `who` came in, or left, by what the platform noticed: somebody
 * who was gone again before the look counts as having been there, because they may have read everything.
 */
export function look(list: List, room: RoomId, audit: RoomAudit, who: PersonId | null = null): ListFact[] {
  const held = list.rooms[room];
  if (held === undefined) return [];
  const seen = seenOf(held, audit, who);
  return JSON.stringify(seen) === JSON.stringify(inOrder(held.audit)) ? [] : [{ type: 'room-audited', room, audit: seen }];
}

/** What a look saw, and what it could not see as it was before: a room that is hidden from the bot has no name and nobody in it. */
function seenOf({ room, audit: before }: AdoptedRoom, audit: RoomAudit, who: PersonId | null): RoomAudit {
  const nameless = audit.name === nameOfHidden(room);
  const known = audit.people ?? before.people;
  const slippedIn = who !== null && ![...(before.people ?? []), ...(known ?? [])].some((person) => isSame(person, who));
  const people = slippedIn ? [...(known ?? []), who] : known;
  return inOrder({ ...audit, name: nameless ? before.name : audit.name, ...(people === undefined ? {} : { people }) });
}

/** What a platform calls a room that it hides, or that has no name: by its id. */
function nameOfHidden(room: RoomId): string | null {
  const on = platformOf(room);
  switch (on) {
    case 'slack':
      return `#${room.slice(room.indexOf('/') + 1)}`;
    case 'matrix':
      return room.slice(room.indexOf(':') + 1);
    case 'terminal':
      return null;
    default:
      return on satisfies never;
  }
}

/** Platforms tell in any order; the same room is always written down in the same. */
function inOrder({ name, faults, teams, people }: RoomAudit): RoomAudit {
  const sorted = <Item extends string>(items: readonly Item[]): Item[] => [...new Set(items)].sort();
  return {
    name,
    faults: roomFaults.filter((fault) => faults.includes(fault)),
    ...(teams === undefined || teams.length === 0 ? {} : { teams: sorted(teams) }),
    ...(people === undefined ? {} : { people: sorted(people) }),
  };
}

export type RoomChange = {
  /** What makes it unfit now and did not before; what did and does no more. A far team that is named makes nothing unfit. */
  readonly appeared: readonly RoomFault[];
  readonly gone: readonly RoomFault[];
  /** What it was called; null when it is still called that. */
  readonly renamedFrom: string | null;
  readonly came: readonly PersonId[];
};

/** The difference between a room before and after something happened to it. */
export function changeOf(before: AdoptedRoom, after: AdoptedRoom): RoomChange {
  const [then, now] = [faultsIn(before), faultsIn(after)];
  const there = new Set(before.audit.people);
  return {
    appeared: now.filter((fault) => !then.includes(fault)),
    gone: then.filter((fault) => !now.includes(fault)),
    renamedFrom: before.audit.name === after.audit.name ? null : before.audit.name,
    came: (after.audit.people ?? []).filter((person) => !there.has(person)),
  };
}

/** What makes a room of the list unfit. */
export function faultsIn({ audit, teams }: AdoptedRoom): RoomFault[] {
  return faultsOf(audit, teams);
}

/** Whether a room was unfit and is fit now. */
export function becameFit(before: AdoptedRoom | undefined, after: AdoptedRoom | undefined): boolean {
  return before !== undefined && after !== undefined && faultsIn(before).length > 0 && faultsIn(after).length === 0;
}

/** The far teams that read along and that no coordinator named. */
export function unnamedTeams({ audit, teams }: Pick<AdoptedRoom, 'audit' | 'teams'>): string[] {
  return (audit.teams ?? []).filter((team) => !teams.includes(team));
}

/** Whether one of these ids was in a room when it was last seen; null where its platform did not tell who is in it. */
export function wasIn({ audit }: Pick<AdoptedRoom, 'audit'>, ids: readonly PersonId[]): boolean | null {
  return audit.people?.some((person) => ids.some((id) => isSame(person, id))) ?? null;
}

/** Those in a room who are not on the list. */
export function strangersAmong(list: List, people: readonly PersonId[], known: Known): PersonId[] {
  return people.filter((person) => list.members[known.get(person) ?? person] === undefined);
}

/** Those in a room who are on the list. */
export function membersAmong(list: List, people: readonly PersonId[], known: Known): Member[] {
  const there = new Set(people.map((person) => known.get(person) ?? person));
  return membersOf(list).filter(({ person }) => there.has(person));
}

// https://docs.slack.dev/reference/objects/team-object, and https://spec.matrix.org/latest/appendices/#server-name
const workspace = /^[TE][A-Z0-9]{2,20}$/;
const homeserver = /^(?=.{1,230}$)(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Whether a text can name a far team in a room of a platform: the id of a workspace or of a Grid organisation, on Matrix a homeserver. */
export function isTeam(text: string, on: PlatformName): boolean {
  return (on === 'matrix' ? homeserver : workspace).test(text);
}

/** A far team as rooms name it: ids of workspaces may be typed in small letters. */
export function teamNamed(text: string, on: PlatformName): string {
  return on === 'matrix' ? text : text.toUpperCase();
}

/** What the bot can put right by itself, where the room lets it. */
export const mendable: ReadonlySet<RoomFault> = new Set([
  'public',
  'open-to-rooms',
  'unencrypted',
  'history-shared',
  'guests',
  'listed',
  'widgets',
  'bridged',
  'anyone-invites',
  'anyone-changes',
]);

/** By which others than those in a room may read what is said in it, or was. */
export const readable: ReadonlySet<RoomFault> = new Set([
  'public',
  'shared-externally',
  'open-to-rooms',
  'unencrypted',
  'history-shared',
  'guests',
  'widgets',
  'bridged',
]);
