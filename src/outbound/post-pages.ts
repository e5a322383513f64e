// The pages of a message, handed to its platform one by one: each that is posted is noted before the next.
import { cardRefs, isPutAway, noteRefs, type OutboxRow, saveCardRefs } from '../db/outbox.ts';
import { type Platform, unlessEnded } from '../platforms/platform.ts';
import { type DeliveryContext, inDatabase } from './delivery-context.ts';
import { endedFor, type Ready } from './prepare.ts';

/**
 * Each page that is posted is noted at once: what comes after a crash goes on where this stopped. Before each but the first it is asked again whether it may be
 * heard, and files are asked about by their platform once more: both take their time. Throws NoLonger where the rest may not be heard any more.
 */
export async function postPages(
  context: DeliveryContext,
  platform: Platform,
  row: OutboxRow,
  { pages, found, manner, under, passed }: Ready,
): Promise<void> {
  const { leaseMs, engine } = context;
  const { db, now } = engine;
  const refs = [...row.refs];
  const ended = () => inDatabase(context, row, () => endedFor(engine, platform, row, passed));
  for (const [index, page] of pages.entries()) {
    if (index < refs.length) continue;
    // Of the first that is posted now it was asked when this began.
    if (index > row.refs.length) await unlessEnded({ ended });
    const thread = under === null ? {} : { under: { ref: under.ref, page: under.pages[index] ?? page } };
    const post = { rowId: row.id, index, to: row.destination, page, replaces: null, pin: false, ...manner, ...thread, ended };
    refs.push(found.get(index) ?? (await platform.post(post)));
    if (refs.length < pages.length) await inDatabase(context, row, () => noteRefs(db, row, refs, now(), leaseMs));
  }
}

/** A card takes the place of what stood there before it; pages that it no longer has are taken away. */
export async function editCard(
  context: DeliveryContext,
  platform: Platform,
  row: OutboxRow,
  key: string,
  { pages, found, manner }: Ready,
): Promise<void> {
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
}
