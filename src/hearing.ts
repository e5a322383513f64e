// What is known of a speaker and of where they speak, before their words are understood. Deny by default: what they may not know of is not here.

import { type Speaker, speakerOf } from './chat/address.ts';
import type { Heard } from './chat/heard.ts';
import { type Understanding, understood } from './chat/parse.ts';
import type { Db } from './db/client.ts';
import { type Listed, listedEmbargoes } from './db/embargoes.ts';
import { listOfRoom, listsOfPerson, lockList, shareList } from './db/lists.ts';
import type { List, Member } from './domain/list.ts';
import type { Instant } from './domain/time.ts';

export type Hearing = {
  readonly heard: Heard;
  readonly to: Speaker;
  readonly now: Instant;
  /** The list whose room it was said in; null in a direct message, or in a room of no list. */
  readonly here: List | null;
  /** The speaker's lists that the words can be about: the room's, or in a direct message all of theirs. */
  readonly lists: readonly List[];
  /** The embargoes on them that the speaker may know of. */
  readonly embargoes: readonly Listed[];
};

/** Reads, and holds still until the transaction ends, what the words of an event can be about. */
export async function hearingOf(tx: Db, heard: Heard, now: Instant): Promise<Hearing> {
  const room = heard.room === null ? null : await listOfRoom(tx, heard.room);
  const ids = heard.room === null ? await listsOfPerson(tx, heard.by) : room === null ? [] : [room];
  const hold = changesList(heard, now) ? lockList : shareList;
  const held: List[] = [];
  for (const id of ids) {
    const list = await hold(tx, id);
    // The room may have left the list while that was waited for.
    if (list !== null && (heard.room === null || list.rooms[heard.room] !== undefined)) held.push(list);
  }
  const lists = held.filter((list) => list.members[heard.by] !== undefined);
  const listed = await listedEmbargoes(
    tx,
    lists.map((list) => list.id),
    heard.by,
  );
  const embargoes = listed.filter((embargo) => knows(memberIn(lists, embargo, heard), embargo));
  const here = room === null ? null : (held.find((list) => list.id === room) ?? null);
  return { heard, to: speakerOf(heard), now, here, lists, embargoes };
}

/** What will change a list locks it for that at once: two that held it for reading first would wait for each other. */
function changesList({ said, names }: Heard, now: Instant): boolean {
  const reading = { now, zone: null, names, codenames: [] };
  const parsed = understood(said, reading);
  return parsed.type === 'intent' && (parsed.intent.to === 'list' || parsed.intent.to === 'leak');
}

/** How the speaker's words are to be understood. */
export function understanding({ heard, lists, embargoes, now }: Hearing): Understanding {
  const zone = lists.map((list) => list.members[heard.by]?.zone ?? null).find((known) => known !== null) ?? null;
  return { now, zone, names: heard.names, codenames: embargoes.map((embargo) => embargo.codename) };
}

/** The speaker on a list. */
export function speakerOn(list: List, hearing: Hearing): Member | null {
  return list.members[hearing.heard.by] ?? null;
}

function memberIn(lists: readonly List[], embargo: Listed, heard: Heard): Member | null {
  return lists.find((list) => list.id === embargo.list)?.members[heard.by] ?? null;
}

/** As `consentOf` decides, from less: a reviewer knows of what they were let in on since they are on the list. */
export function knows(member: Member | null, { namedAt }: Listed): boolean {
  if (member === null) return false;
  return member.role !== 'reviewer' || (namedAt !== null && namedAt >= member.since);
}

/** The list that words to a list are about: the room's, or the speaker's only one; null when that is not clear. */
export function listMeant({ here, lists }: Hearing): List | null {
  return here ?? (lists.length === 1 ? (lists[0] ?? null) : null);
}
