// Who says in a sentence that the date should move, or that it is public, is asked which embargo and what they mean.
import { moveAsked, publicAsked, type Wish } from '../../chat/embargo/asked-move.ts';
import type { View } from '../../chat/message/view.ts';
import { parseInstant } from '../../chat/values/instant.ts';
import { understanding } from '../../inbound/request.ts';
import { knownViews } from '../../inbound/views.ts';
import { mayNotSay } from '../embargo.ts';
import { answered, type Reply } from '../reply.ts';

/** Asks what is meant, with a button for each reading. Resolves to an outcome; null: there is no running embargo of which the speaker may say it. */
export async function askWish(reply: Reply, wish: Wish): Promise<string | null> {
  const { tx, request } = reply;
  const running = (await knownViews(tx, request, 'live')).filter(({ embargo }) => embargo.ended === null);
  const may: View[] = [];
  for (const view of running) {
    const no = await mayNotSay(tx, request, view.list, view.embargo.id, wish.type === 'move' ? 'propose-date' : 'report-public-state');
    if (no === null) may.push(view);
  }
  if (may.length === 0) return null;
  const read = wish.type === 'public' || wish.date === null ? null : parseInstant(wish.date, understanding(request));
  const at = read?.ok === true ? read.at : null;
  const nodes = may
    .slice(0, embargoesMax)
    .flatMap(({ embargo: { codename } }) => (wish.type === 'move' ? moveAsked(codename, at) : publicAsked(codename, wish.url)));
  return answered(
    reply,
    nodes,
    'shown-first',
    may.map(({ embargo }) => embargo),
  );
}

const embargoesMax = 4;
