// Who is on a list and not in one of its rooms, and by which id they could be invited.
import type { Invited } from '../../chat/list/room-admin.ts';
import type { Db } from '../../db/connection/client.ts';
import { waysTo } from '../../db/people.ts';
import { type AdoptedRoom, type List, membersOf } from '../../domain/list/list.ts';
import { membersAmong, ownerOf } from '../../domain/list/room.ts';
import { type PersonId, type PlatformName, platformOf } from '../../domain/values/ids.ts';
import type { RoomAdmin } from '../../platforms/platform.ts';
import { knownInRooms } from '../list.ts';

export type Missing = {
  /** Members, and the id by which each is invited. */
  readonly wanted: readonly { readonly person: PersonId; readonly id: PersonId }[];
  readonly far: Invited['far'];
  readonly without: readonly PersonId[];
};

/**
 * Who is on the list, and not in a room as it was last seen: the same each time that this event is begun again, so that what was asked of the
 * platform is not asked anew.
 */
export async function missingFrom(tx: Db, list: List, held: AdoptedRoom, { home }: RoomAdmin): Promise<Missing> {
  const known = await knownInRooms(tx, list);
  const there = new Set(membersAmong(list, held.audit.people ?? [], known));
  const absent = membersOf(list).filter((member) => !there.has(member));
  const ids = await idsOn(tx, list, platformOf(held.room));
  const all = absent.flatMap(({ person }) => {
    const id = ids.get(person);
    return id === undefined ? [] : [{ person, id, team: ownerOf(id) }];
  });
  const isFar = ({ team }: { team: string }) => team !== home && !held.teams.includes(team);
  return {
    wanted: all.filter((each) => !isFar(each)).map(({ person, id }) => ({ person, id })),
    far: all.filter(isFar).map(({ person, team }) => ({ person, team })),
    without: absent.filter(({ person }) => !ids.has(person)).map(({ person }) => person),
  };
}

/** One of a member's ids on a platform, which speaks for them still. */
export type Account = { readonly person: PersonId; readonly id: PersonId };

/** By which id each member is found on a platform: the first that still speaks for them. */
export async function idsOn(tx: Db, list: List, on: PlatformName): Promise<ReadonlyMap<PersonId, PersonId>> {
  return new Map((await accountsOn(tx, list, on)).reverse().map(({ person, id }) => [person, id]));
}

/** Every id by which members of the list are found on a platform, each member's first one first; members in the list's order. */
export async function accountsOn(tx: Db, list: List, on: PlatformName): Promise<Account[]> {
  const ways = await waysTo(
    tx,
    membersOf(list).map(({ person }) => person),
  );
  const there = ways.filter(({ id, open }) => open && platformOf(id) === on).map(({ person, id }) => ({ person, id }));
  return membersOf(list).flatMap(({ person }) => there.filter((each) => each.person === person));
}
