// Somebody on Matrix can read nothing of what is said to them, because none of their devices has their signature. They are told so in clear by the
// platform; here, whoever put them on a list hears of it.
import { cannotReadNodes, unreadRoomNodes } from '../../chat/list/devices.ts';
import { personal } from '../../chat/message/address.ts';
import type { Change } from '../../chat/message/heard.ts';
import type { Outgoing } from '../../chat/message/outgoing.ts';
import type { Db } from '../../db/connection/client.ts';
import { listStream, readFacts } from '../../db/facts.ts';
import { personBehind } from '../../db/identities.ts';
import { loadListsOfPerson } from '../../db/lists.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import { coordinatorsOf, type List } from '../../domain/list/list.ts';
import type { PersonId } from '../../domain/values/ids.ts';
import { dayMs } from '../../domain/values/time.ts';
import type { Engine } from '../../engine.ts';
import { enqueueOnce } from '../../outbound/enqueue.ts';

/** Tells who added them, once for each list; and of what is said in a room, them. Of people on no list nothing is told. Resolves to an outcome for the log. */
export async function unreadable(tx: Db, engine: Engine, { by, room }: Extract<Change, { type: 'unreadable' }>): Promise<string> {
  const now = engine.now();
  const person = await personBehind(tx, by);
  const lists = await loadListsOfPerson(tx, person);
  for (const list of lists) {
    const told = (await whoAdded(tx, list, person)).map(
      (reader): Outgoing => ({
        ...personal({ person: reader, room: null }, cannotReadNodes(list, person, by)),
        list: list.id,
        card: { key: `unreadable:${list.id}:${by}:${reader}`, pin: false },
      }),
    );
    await enqueueOnce(tx, engine, told, { list, embargo: null }, now);
    const held = room === null ? undefined : list.rooms[room];
    // They cannot read this either: that something is there for them makes the platform say why not, in clear.
    if (held !== undefined) {
      const day = Math.floor(now / dayMs);
      const hint: Outgoing = {
        ...personal({ person, room: null, as: by }, unreadRoomNodes(held.audit.name)),
        card: { key: `unreadable:${held.room}:${by}:${day}`, pin: false },
      };
      await enqueueOnce(tx, engine, [hint], { list, embargo: null }, now);
    }
  }
  return lists.length > 0 ? 'unreadable' : 'unreadable: on no list';
}

/** Who put them on the list last, where that is somebody else who is on it still; else its other coordinators. */
async function whoAdded(tx: Db, list: List, person: PersonId): Promise<PersonId[]> {
  const added = (await readFacts<ListFact>(tx, listStream(list.id))).findLast(
    ({ fact }) => fact.type === 'person-added' && fact.member.person === person,
  );
  const author = coordinatorsOf(list).find((each) => each.person === added?.by && each.person !== person);
  if (author !== undefined) return [author.person];
  return coordinatorsOf(list).flatMap((each) => (each.person === person ? [] : [each.person]));
}
