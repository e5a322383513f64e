// Whether another embargo of the list is about the same id: nothing is refused, and those who may know of both are told.
import { sameIds } from '../../chat/embargo/about/same-ids.ts';
import type { Db } from '../../db/connection/client.ts';
import { loadEmbargoes, runningEmbargoes } from '../../db/embargoes.ts';
import { idsOf } from '../../domain/embargo/about/about.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import type { List } from '../../domain/list/list.ts';
import type { Actor } from '../../domain/values/happened.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Engine } from '../../engine.ts';
import { enqueue } from '../../outbound/enqueue.ts';

/** Tells of ids that were added to a running embargo and that another running one of its list has. `before` null: it was created. */
export async function tellSameIds(
  tx: Db,
  engine: Engine,
  { before, after, list, by, now }: { before: Embargo | null; after: Embargo; list: List; by: Actor; now: Instant },
): Promise<void> {
  const known = new Set(before === null ? [] : idsOf(before.about));
  const added = idsOf(after.about).filter((id) => !known.has(id));
  if (added.length === 0 || after.ended !== null || by === 'clock') return;
  const others = (await runningEmbargoes(tx, list.id)).filter((id) => id !== after.id);
  for (const other of await loadEmbargoes(tx, others)) {
    if (!idsOf(other.about).some((each) => added.includes(each))) continue;
    await enqueue(tx, engine, sameIds({ embargo: after, list, now }, other, by), { list, embargo: after }, now);
  }
}
