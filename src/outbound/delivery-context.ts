// What delivering needs besides the row, and its patience with the database.
import { passing, whenBack } from '../db/connection/away.ts';
import type { OutboxRow } from '../db/outbox.ts';
import type { Engine } from '../engine.ts';
import { errorCode } from '../log.ts';

/** What delivering needs besides the engine: `stop` ends the patience with a database that is away; a claim is good for `leaseMs`. */
export type DeliveryContext = { readonly engine: Engine; readonly stop: AbortSignal; readonly leaseMs: number };

/**
 * A step in the database. What was sent is known here and nowhere else: a database that is away, and whoever is in the way, is waited for, or it
 * would be sent again.
 */
export function inDatabase<T>({ engine, stop }: DeliveryContext, row: OutboxRow, step: () => Promise<T>): Promise<T> {
  return whenBack(step, stop, (error) => engine.log('deliver.waiting', { row: row.id, code: errorCode(error) }), passing);
}
