import { addressOf } from '../../chat/message/outgoing.ts';
import { rememberHome } from '../../db/homes.ts';
import { profilesOf } from '../../db/people.ts';
import type { Lookups } from '../../inbound/lookups.ts';
import { profileOf } from '../../inbound/profiles.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { manner, nothing, pageOf } from '../../outbound/home-page.ts';
import type { Reply } from '../reply.ts';

// Somebody’s personal page, shown when they ask for it.

/** Shows the speaker their page: on its own surface where they look at that, else as an answer. Resolves to an outcome for the log. Throws NeedsLookup. */
export async function showHome({ tx, engine, request }: Reply, lookups: Lookups): Promise<string> {
  const { heard, to, now } = request;
  if (heard.said.type !== 'home') {
    await enqueue(tx, engine, [{ ...manner, to: { type: 'person', ...to }, urgency: 'answer', card: null }], nothing, now);
    return 'home';
  }
  const address = addressOf({ type: 'person', ...to });
  // Whoever founded a list was never looked up; from then on their platform tells of changes.
  if (request.lists.length > 0 && !(await profilesOf(tx, [address])).has(address)) await profileOf(tx, engine, lookups, address, now);
  await rememberHome(tx, address, now);
  await enqueue(tx, engine, [{ ...pageOf(address, to.person), urgency: 'answer' }], nothing, now);
  return 'home';
}
