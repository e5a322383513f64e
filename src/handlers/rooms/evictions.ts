// Whoever is off a list is to be out of its rooms. That is put into the inbox in the transaction that takes them off, so that it is done whatever happens.
import { stillThere } from '../../chat/list/evict.ts';
import type { PlatformEvent } from '../../chat/message/heard.ts';
import type { Outgoing } from '../../chat/message/outgoing.ts';
import type { Db } from '../../db/connection/client.ts';
import { personOf } from '../../db/identities.ts';
import { storeHeard } from '../../db/inbox.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import { type AdoptedRoom, type List, nameOf, roomsOf } from '../../domain/list/list.ts';
import { wasIn } from '../../domain/list/room.ts';
import { type PersonId, platformOf } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Engine } from '../../engine.ts';
import { enqueue } from '../../outbound/enqueue.ts';

/** `seq`: the number of the newest of the facts in the list's record. */
type Removal = {
  readonly before: List | null;
  readonly after: List;
  readonly facts: readonly ListFact[];
  readonly seq: number;
  readonly now: Instant;
};

/** Puts what follows for rooms from people who were taken off a locked list into the inbox. What nobody here can do is said at once. */
export async function evictLater(tx: Db, engine: Engine, { before, after, facts, seq, now }: Removal): Promise<void> {
  const gone = facts.flatMap((fact) => (fact.type === 'person-removed' && after.members[fact.person] === undefined ? [fact.person] : []));
  for (const person of new Set(gone)) {
    const { ids, closed } = await personOf(tx, person);
    const name = nameOf(before ?? after, person);
    const rooms = roomsOf(after).map((held) => ({ held, people: [...ids, ...closed].filter((id) => isOn(id, held)) }));
    const wanted = rooms.filter(({ people }) => people.length > 0);
    const events = wanted.map(({ held: { room }, people }): PlatformEvent => {
      // By the fact, too: who is taken off twice is taken out twice.
      const key = `evict:${after.id}:${seq}:${room}:${person}`;
      return { key, at: now, about: `${room}~evict`, change: { type: 'evict', list: after.id, room, person, name, people } };
    });
    await storeHeard(tx, events, now);
    const unspoken = wanted.filter(({ held }) => engine.platforms[platformOf(held.room)] === undefined);
    await enqueue(
      tx,
      engine,
      unspoken.flatMap((each) => byHand(after, name, each)),
      { list: after, embargo: null },
      now,
    );
  }
}

const isOn = (id: PersonId, { room }: AdoptedRoom): boolean => platformOf(id) === platformOf(room);

function byHand(
  list: List,
  name: string,
  { held, people }: { readonly held: AdoptedRoom; readonly people: readonly PersonId[] },
): Outgoing[] {
  const seen = wasIn(held, people);
  return seen === false ? [] : stillThere(list, held, name, { seen, code: 'not-spoken' });
}
