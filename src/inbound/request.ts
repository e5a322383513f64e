// What is known of a speaker and of where they speak, before their words are understood. Deny by default: what they may not know of is not here.

import { type Speaker, speakerOf } from '../chat/message/address.ts';
import type { Heard, Said } from '../chat/message/heard.ts';
import type { Understanding } from '../chat/parse.ts';
import { saysYes, understood } from '../chat/understand.ts';
import type { Db } from '../db/connection/client.ts';
import { holdIdentities, type Person, personOf, personsBehind } from '../db/identities.ts';
import { listOfRoom, listsOfPerson, listsWithoutCoordinator, lockList, shareList } from '../db/lists.ts';
import { type Listed, listsAsGuest } from '../db/lookup/embargoes.ts';
import { coordinatorsOf, distributorsOf, type List, type Member } from '../domain/list/list.ts';
import type { Confirmed } from '../domain/values/happened.ts';
import { type PersonId, personId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import { knownFrom } from './known-embargoes.ts';

export type Request = {
  /** As it was heard, but said by the id that the lists know the speaker by. */
  readonly heard: Heard;
  /** The id that they spoke from. */
  readonly from: PersonId;
  readonly self: Person;
  /** They spoke from an account that was closed, and has come back: it speaks for nobody. */
  readonly silenced: boolean;
  /** Named in the environment, by whichever of their ids. */
  readonly admin: boolean;
  /** Whom ids in their words stand for, where that is somebody with another id. */
  readonly people: Readonly<Record<PersonId, PersonId>>;
  readonly to: Speaker;
  readonly now: Instant;
  /** What they had said before is carried out, because somebody confirmed it. */
  readonly confirmed?: Confirmed;
  /** The list whose room it was said in; null in a direct message, or in a room of no list. */
  readonly here: List | null;
  /** The speaker's lists that the words can be about: the room's, or in a direct message all of theirs. */
  readonly lists: readonly List[];
  /** Lists that they are on no more of than an embargo from outside, which are held for that alone; in a room none. */
  readonly outside: readonly List[];
  /** The embargoes on all of these that the speaker may know of and that are at hand: they run, ended lately, or are called by name. The oldest first. */
  readonly embargoes: readonly Listed[];
  /** The list that has lost its last coordinator, and that the speaker, an admin, can name a new one for. */
  readonly orphan: List | null;
};

/** Reads, and holds still until the transaction ends, who speaks and what the words of an event can be about. */
export async function requestOf(tx: Db, event: Heard, now: Instant, admins: ReadonlySet<PersonId>): Promise<Request> {
  const said = await placed(tx, event);
  const changing = changes(said, now);
  // Before anything else is read: see holdIdentities.
  if (changing === 'people') await holdIdentities(tx);
  const from = said.by;
  const people = await personsBehind(tx, [from, ...idsIn(said.said)]);
  const self = await personOf(tx, people[from] ?? from);
  const silenced = self.closed.includes(from);
  const heard = { ...said, by: self.person, names: namesOf(said, people) };
  const admin = !silenced && self.ids.some((id) => admins.has(id));
  // Answers go to the account that they spoke from: what is said unasked may go to another.
  const as = self.ids.length > 1 || from !== self.person ? { as: from } : {};
  const who = { heard, from, self, silenced, admin, people, to: { ...speakerOf(heard), ...as }, now };
  if (silenced) return { ...who, here: null, lists: [], outside: [], embargoes: [], orphan: null };
  const room = heard.room === null ? null : await listOfRoom(tx, heard.room);
  const theirs = heard.room === null ? [...(await listsOfPerson(tx, heard.by)), ...(await listsAsGuest(tx, heard.by))] : [];
  // In one order always: two would be a deadlock.
  const ids = heard.room === null ? [...new Set(theirs)].sort() : room === null ? [] : [room];
  const hold = changing === 'nothing' ? shareList : lockList;
  const held: List[] = [];
  for (const id of ids) {
    const list = await hold(tx, id);
    // The room may have left the list while that was waited for.
    if (list !== null && (heard.room === null || list.rooms[heard.room] !== undefined)) held.push(list);
  }
  const lists = held.filter((list) => list.members[heard.by] !== undefined);
  const outside = heard.room === null ? held.filter((list) => !lists.includes(list)) : [];
  const all = [...lists, ...outside];
  const embargoes = await knownFrom(tx, heard.said, all, heard.by, now);
  const guest = outside.filter(({ id }) => embargoes.some(({ list }) => list === id));
  const here = room === null ? null : (held.find((list) => list.id === room) ?? null);
  const orphan = admin ? await orphanOf(tx, heard, here, hold) : null;
  return { ...who, here, lists, outside: guest, embargoes, orphan };
}

/** A shortcut is used wherever the message stands that it is about: in a room of no list it is said to the bot alone. */
async function placed(tx: Db, event: Heard): Promise<Heard> {
  if (event.said.type !== 'begin' || event.room === null || (await listOfRoom(tx, event.room)) !== null) return event;
  const { thread: _, ...said } = event;
  return { ...said, room: null };
}

/** What will be changed is locked for that at once: two that held it for reading first would wait for each other. */
function changes({ said, names }: Heard, now: Instant): 'nothing' | 'list' | 'people' {
  // It may open an embargo: what it answers is not known yet.
  if (said.type === 'words' && saysYes(said.text)) return 'list';
  const reading = { now, zone: null, names, codenames: [] };
  const parsed = understood(said, reading);
  if (parsed.type !== 'intent') return 'nothing';
  const { intent } = parsed;
  if (intent.to === 'self') return intent.command.type === 'link' || intent.command.type === 'unlink' ? 'people' : 'nothing';
  // Who acknowledges an embargo accepts the terms of its list by that.
  // Whom a representative lets in may come onto the list by that.
  const accepts =
    intent.to === 'create' || (intent.to === 'embargo' && (intent.command.type === 'acknowledge' || intent.command.type === 'admit'));
  return accepts || intent.to === 'list' || intent.to === 'leak' || intent.to === 'order' ? 'list' : 'nothing';
}

/** Every id in somebody's words. */
function idsIn(said: Said): PersonId[] {
  const texts = said.type === 'words' ? [said.text] : said.type === 'home' ? [] : [said.words, ...Object.values(said.values)];
  const found = texts.flatMap((text) => text.split(/[\s"'=,;()]+/)).flatMap((word) => personId(word) ?? []);
  return [...new Set(found)].slice(0, idsMax);
}

// Nobody names more people in one breath; a text of nothing but ids must not become a question of thousands.
const idsMax = 100;

/** Display names, also under the ids that the lists know people by. */
function namesOf({ names }: Heard, people: Readonly<Record<PersonId, PersonId>>): Heard['names'] {
  const known = Object.entries<PersonId>(people).flatMap(([id, person]) => {
    const name = names[id as PersonId];
    return name === undefined || names[person] !== undefined ? [] : [[person, name] as const];
  });
  return { ...names, ...Object.fromEntries(known) };
}

async function orphanOf(tx: Db, heard: Heard, here: List | null, hold: typeof lockList): Promise<List | null> {
  if (heard.room !== null) return here !== null && coordinatorsOf(here).length === 0 ? here : null;
  const [only, ...others] = await listsWithoutCoordinator(tx);
  return only === undefined || others.length > 0 ? null : hold(tx, only);
}

/** How the speaker's words are to be understood. */
export function understanding({ heard, self, people, lists, embargoes, now }: Request): Understanding {
  const zone = lists.map((list) => list.members[heard.by]?.zone ?? null).find((known) => known !== null) ?? self.zone;
  // Who is on a list is called in people's words as the list calls them, whatever their platform shows.
  const members = lists.flatMap((list) => Object.values<Member>(list.members).map((member) => [member.person, member.name] as const));
  return {
    now,
    zone,
    names: { ...heard.names, ...Object.fromEntries(members) },
    people,
    organizations: lists.flatMap((list) => distributorsOf(list).map(({ id, name }) => ({ id, name }))),
    ...(lists.length === 1 ? { list: lists.flatMap(({ id, name }) => [id, name]) } : {}),
    codenames: embargoes.map((embargo) => embargo.codename),
  };
}

/** The speaker on a list. */
export function speakerOn(list: List, request: Request): Member | null {
  return list.members[request.heard.by] ?? null;
}

/** The list that words to a list are about: the room's, or the speaker's only one; null when that is not clear. */
export function listMeant({ here, lists, orphan }: Request): List | null {
  return here ?? (lists.length === 1 ? (lists[0] ?? null) : lists.length === 0 ? orphan : null);
}
