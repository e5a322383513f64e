// An order is carried out once, whatever lies in the inbox: what it did is in a chain, and the end of that chain, which is sealed, knows of it. Whoever puts a
// done event back among those that wait changes nothing by that.
import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/values/time.ts';
import type { Db } from '../connection/client.ts';
import type { Head } from '../schema.ts';
import { SealError } from '../seal.ts';
import { keepHead, lockHead } from './chains.ts';

/** What is acted on in a transaction, and in which chains it has left facts there already. */
type Order = { readonly digest: string; readonly at: Instant; readonly streams: Set<string> };
const acting = new WeakMap<Db, Order>();

// Of one list so many orders are carried out while one of them waits: what waits for longer came in too long ago to tell whether it is there again.
const known = 200;

/** From now on everything that this transaction writes down comes of this event. */
export function actOn(tx: Db, key: string, receivedAt: Instant): void {
  acting.set(tx, { digest: orderDigest(key), at: receivedAt, streams: new Set() });
}

/** A short digest of an event's key: it says nothing, and two of them are the same by chance once in 2^71 times. */
export function orderDigest(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 12);
}

/** Whether an event has had its facts in a chain, or came in before all that the chain still tells apart. */
export function wasHad({ orders }: Head, { digest, at }: Pick<Order, 'digest' | 'at'>, now: Instant): boolean {
  return at <= sensible(orders.since, now) || orders.had.some(([known]) => known === digest);
}

/** The end of a chain that knows of what this transaction acts on. Throws a SealError when it knew before: then the event is there for the second time. */
export function ordered(tx: Db, stream: string, head: Head, now: Instant): Head {
  const order = acting.get(tx);
  if (order === undefined || order.streams.has(stream)) return head;
  if (wasHad(head, order, now)) throw new SealError('repeated', `an order about ${stream} that waits in the inbox was carried out before`);
  order.streams.add(stream);
  return remembered(head, order, now);
}

function remembered(head: Head, { digest, at }: Pick<Order, 'digest' | 'at'>, now: Instant): Head {
  const had = [...head.orders.had, [digest, at] as const];
  const forgotten = had.slice(0, Math.max(0, had.length - known)).map(([, at]) => sensible(at, now));
  return { ...head, orders: { since: Math.max(sensible(head.orders.since, now), ...forgotten), had: had.slice(-known) } };
}

/** What waited for a second approval. `id`: its own; `at`: when it was asked for. */
type Asked = { readonly id: string; readonly at: Instant };
const askedDigest = ({ id }: Asked): string => orderDigest(`asked:${id}`);

/** Whether something of a list was confirmed or refused before, whatever lies in the database now. Nobody else settles it until the transaction ends. */
export async function wasSettled(tx: Db, stream: string, asked: Asked): Promise<boolean> {
  return (await lockHead(tx, stream)).orders.had.some(([known]) => known === askedDigest(asked));
}

/** It was confirmed or refused: it is not again. */
export async function settle(tx: Db, stream: string, asked: Asked, now: Instant): Promise<void> {
  if (await wasSettled(tx, stream, asked)) return;
  await keepHead(tx, stream, remembered(await lockHead(tx, stream), { digest: askedDigest(asked), at: asked.at }, now));
}

/** What a clock that was ahead left behind must not refuse everything until its time comes. */
const sensible = (at: Instant, now: Instant): Instant => (at <= now ? at : 0);
