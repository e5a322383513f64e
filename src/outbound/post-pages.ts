// The pages of a message, handed to its platform one by one: each that is posted is noted before the next.
import { cardRefs, isPutAway, noteRefs, type OutboxRow, saveCardRefs } from '../db/outbox.ts';
import type { Platform } from '../platforms/platform.ts';
import { type DeliveryContext, inDatabase } from './delivery-context.ts';
import { endedFor, type Ready } from './prepare.ts';

/**
 * Each page that is posted is noted at once: what comes after a crash goes on where this stopped. Before each but the first it is asked again whether it may be
 * heard: many pages and files take their time. Resolves to why the rest was not posted; null: all of it was.
 */
export async function postPages(
  context: DeliveryContext,
  platform: Platform,
  row: OutboxRow,
  { pages, found, manner, under, passed }: Ready,
): Promise<string | null> {
  const { leaseMs, engine } = context;
  const { db, now } = engine;
  const refs = [...row.refs];
  for (const [index, page] of pages.entries()) {
    if (index < refs.length) continue;
    // Of the first that is posted now it was asked when this began.
    const ended = index === row.refs.length ? null : await inDatabase(context, row, () => endedFor(engine, platform, row, passed));
    if (ended !== null) return ended;
    const thread = under === null ? {} : { under: { ref: under.ref, page: under.pages[index] ?? page } };
    const post = { rowId: row.id, index, to: row.destination, page, replaces: null, pin: false, ...manner, ...thread };
    refs.push(found.get(index) ?? (await platform.post(post)));
    if (refs.length < pages.length) await inDatabase(context, row, () => noteRefs(db, row, refs, now(), leaseMs));
  }
  return null;
}

/** A card takes the place of what stood there before it; pages that it no longer has are taken away. */
export async function editCard(
  context: DeliveryContext,
  platform: Platform,
  row: OutboxRow,
  key: string,
  { pages, found, manner }: Ready,
): Promise<null> {
  const { db } = context.engine;
  const before = await inDatabase(context, row, () => cardRefs(db, key));
  const refs = [...before];
  const onlyEdit = isPutAway(key) ? { onlyEdit: true as const } : {};
  const note = () => inDatabase(context, row, () => saveCardRefs(db, key, refs));
  for (const [index, page] of pages.entries()) {
    // A platform that cannot edit the old post any more posts anew, and pins that.
    const pin = row.pin && index === 0;
    const replaces = found.get(index) ?? before[index] ?? null;
    refs[index] = await platform.post({ rowId: row.id, index, to: row.destination, page, replaces, pin, ...manner, ...onlyEdit });
    if (refs[index] !== before[index]) await note();
  }
  for (const ref of refs.splice(pages.length)) if (ref !== null) await platform.remove(row.destination, ref);
  if (refs.length !== before.length) await note();
  return null;
}
