// Which embargoes there are: those that run, and what has ended a page at a time.
import type { Query } from '../../chat/grammar/intent.ts';
import { code, line } from '../../chat/message/message.ts';
import type { View } from '../../chat/message/view.ts';
import { listAnswer, olderAnswer } from '../../chat/queries.ts';
import type { List } from '../../domain/list/list.ts';
import { embargoCalled } from '../../inbound/known-embargoes.ts';
import { endedViews, knownViews } from '../../inbound/views.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { answered, answerOutside, type Reply } from '../reply.ts';

/** The embargoes of each of the speaker's lists; `all`: with those that ended last; `behind` one of these: with the ones before it alone. */
export async function answerEmbargoes(reply: Reply, { all, behind }: Extract<Query, { type: 'list' }>): Promise<null> {
  if (behind !== undefined) return answerOlder(reply, behind);
  const { tx, engine, request } = reply;
  const { to, lists, outside, now } = request;
  const views = await knownViews(tx, request, 'live');
  const ended = async (list: List) => (all ? endedViews(tx, request, list, null) : nothing);
  const theirs: View[] = [];
  for (const list of outside) theirs.push(...views.filter((view) => view.list.id === list.id), ...(await ended(list)).views);
  await answerOutside(reply, theirs);
  for (const list of lists) {
    const its = views.filter((view) => view.list.id === list.id);
    await enqueue(tx, engine, [listAnswer(list, its, to, await ended(list))], { list, embargo: null }, now);
  }
  return null;
}

const nothing = { views: [], next: null };

async function answerOlder(reply: Reply, behind: string): Promise<null> {
  const { tx, engine, request } = reply;
  const { to, lists, now } = request;
  const named = await embargoCalled(tx, request, behind);
  const list = lists.find(({ id }) => id === named?.list);
  if (named?.endedAt == null || list === undefined) {
    const unknown = [line('You have access to no ended embargo called ', code(behind), '. ', code('list all'), ' shows yours.')];
    await answered(reply, unknown, 'unknown-codename');
    return null;
  }
  const older = await endedViews(tx, request, list, { endedAt: named.endedAt, codename: named.codename });
  await enqueue(tx, engine, [olderAnswer(list, older, to)], { list, embargo: null }, now);
  return null;
}
