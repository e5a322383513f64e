// Somebody was taken off a list: they are taken out of a room of it, or its coordinators hear why not.
import { stillThere } from '../../chat/list/evict.ts';
import type { Change } from '../../chat/message/heard.ts';
import type { Db } from '../../db/connection/client.ts';
import { appendFacts, listStream } from '../../db/facts.ts';
import { personsBehind } from '../../db/identities.ts';
import { loadList, lockList } from '../../db/lists.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import type { AdoptedRoom, List } from '../../domain/list/list.ts';
import { knownThere, wasIn } from '../../domain/list/room.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import type { Engine } from '../../engine.ts';
import { errandDone, type Lookups, type Result } from '../../inbound/lookups.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { SendFailure } from '../../platforms/platform.ts';

type Eviction = Extract<Change, { type: 'evict' }>;

/** Takes somebody out of a room. Resolves to an outcome for the log. Throws NeedsLookup. */
export async function evicted(tx: Db, engine: Engine, change: Eviction, lookups: Lookups): Promise<string> {
  const { room, person, name } = change;
  const list = await lockList(tx, change.list);
  const held = list?.rooms[room];
  if (list === null || held === undefined) return 'room-of-no-list';
  const people = await strangers(tx, list, held, change.people);
  if (people.length === 0) return 'on-the-list-again';
  const done = errandDone(lookups, { type: 'evict', room, people });
  const now = engine.now();
  const fact: ListFact = { type: 'person-evicted', room, person };
  if (!(done instanceof SendFailure) && done.out.length > 0) await appendFacts(tx, listStream(list.id), [{ fact, at: now, by: 'clock' }]);
  const left = leftBehind(held, people, done);
  if (left === null) return 'evicted';
  await enqueue(tx, engine, stillThere(list, held, name, left), { list, embargo: null }, now);
  return 'not-evicted';
}

/** Those of these ids that are nobody's who is on the list: nobody is put out of a room that they belong in by an id that somebody else had. */
async function strangers(tx: Db, list: List, held: AdoptedRoom, ids: readonly PersonId[]): Promise<PersonId[]> {
  const linked = new Map(Object.entries(await personsBehind(tx, ids)) as [PersonId, PersonId][]);
  const known = knownThere(list, { ...held.audit, people: ids }, linked);
  return ids.filter((id) => list.members[id] === undefined && list.members[known.get(id) ?? id] === undefined);
}

type Left = { readonly seen: boolean | null; readonly code: string };

/** Whether they are in the room still, and why; null when they are not. */
function leftBehind(held: AdoptedRoom, people: readonly PersonId[], done: Result['evict'] | SendFailure): Left | null {
  if (!(done instanceof SendFailure)) {
    const [first] = done.still;
    return first === undefined ? null : { seen: true, code: first.code };
  }
  const seen = wasIn(held, people);
  return seen === false ? null : { seen, code: done.code };
}

/** The platform did not answer, and it was given up: the coordinators have to do it. */
export async function tellNotEvicted(tx: Db, engine: Engine, { list: id, room, people, name }: Eviction): Promise<void> {
  const list = await loadList(tx, id);
  const held = list?.rooms[room];
  if (list === null || held === undefined || (await strangers(tx, list, held, people)).length === 0) return;
  const seen = wasIn(held, people);
  if (seen !== false)
    await enqueue(tx, engine, stillThere(list, held, name, { seen, code: 'no-answer' }), { list, embargo: null }, engine.now());
}
