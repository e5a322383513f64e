// A press on an order that waits for one: everything is decided anew, as whoever gave it, and then it is done, once.
import { commands } from '../../chat/commands.ts';
import type { Intent } from '../../chat/grammar/intent.ts';
import { personal } from '../../chat/message/address.ts';
import type { Node } from '../../chat/message/message.ts';
import { refusalMessage } from '../../chat/refusals.ts';
import {
  approvalNodes,
  askedNodes,
  type Became,
  elsewhereNodes,
  ownOrder,
  signFirst,
  unknownOrder,
} from '../../chat/second-approval-press.ts';
import { wantedText } from '../../chat/second-approval-wanted.ts';
import { lockEmbargo } from '../../db/embargoes.ts';
import { personOf } from '../../db/identities.ts';
import { lockList } from '../../db/lists.ts';
import { dropPending, listOfPending, lockPending, type Pending } from '../../db/pending.ts';
import type { Approvers } from '../../domain/approvers.ts';
import { listFor } from '../../domain/embargo/audience/on-embargo.ts';
import { consentOf, memberOf } from '../../domain/embargo/consent.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import { type List, nameOf } from '../../domain/list/list.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { mayConfirm } from '../../domain/second-approval.ts';
import { refuse } from '../../domain/values/refusal.ts';
import type { Lookups } from '../../inbound/lookups.ts';
import { type Request, requestOf } from '../../inbound/request.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { runEmbargo } from '../embargo.ts';
import { answered, type Reply } from '../reply.ts';
import { runHere } from '../rooms/here.ts';
import { approversNow, isForgeable, type Kept, orderedOf } from './second-approval.ts';

/** `list`: as far as it is on the embargo. */
type Order = {
  readonly pending: Pending;
  readonly kept: Kept;
  readonly list: List;
  readonly whole: List;
  readonly embargo: Embargo | null;
};

/** Confirms or refuses an order, or says why that is not the speaker's to do; resolves to an outcome for the log. Throws NeedsLookup. */
export async function approveOrder(reply: Reply, { press, id }: Extract<Intent, { to: 'order' }>, lookups: Lookups): Promise<string> {
  const { request } = reply;
  const order = await heldOrder(reply, id);
  if (order === null) return answered(reply, unknownOrder, 'unknown-order');
  const { pending } = order;
  const own = pending.by === request.heard.by;
  const standing = await standingOf(reply, order);
  if (own && press === 'refuse') return done(reply, order, 'withdrawn');
  if (standing === 'none') return answered(reply, unknownOrder, 'unknown-order');
  if (pending.expiresAt <= request.now) return done(reply, order, 'late');
  if (press === 'refuse') return done(reply, order, 'refused');
  if (standing === 'own-word') return answered(reply, ownOrder, 'own-order');
  if (typeof standing === 'object') return answered(reply, elsewhereNodes(order.list, id, request.self.ids, standing), 'confirm-elsewhere');
  if (standing === 'must-sign') return answered(reply, signFirst(order.embargo, id), 'must-sign');
  await dropPending(reply.tx, pending, request.now);
  const refusal = await runAnew(reply, order, lookups);
  return done(reply, order, refusal === null ? 'done' : 'overtaken', refusal);
}

/** The order, and what it is about, held until the transaction ends; null when there is none. */
async function heldOrder({ tx, request }: Reply, id: string): Promise<Order | null> {
  // The list is locked first, as everywhere: two orders would be a deadlock.
  const about = await listOfPending(tx, id);
  const list = about === null ? null : await lockList(tx, about);
  const pending = await lockPending(tx, id);
  if (pending === null || list === null) return null;
  const embargo = pending.embargo === null ? null : await lockEmbargo(tx, pending.embargo);
  if (pending.embargo !== null && embargo === null) return null;
  // Only ever what waitsForApproval kept.
  const on = embargo === null ? list : listFor(embargo, list, request.now);
  return { pending, kept: pending.command as Kept, list: on, whole: list, embargo };
}

/** How the speaker stands to an order: may they confirm it, is it their own word again, does it count from elsewhere alone, or is it none of theirs? */
async function standingOf(
  { tx, engine, request }: Reply,
  { pending, kept, list, embargo }: Order,
): Promise<'second' | 'own-word' | 'must-sign' | 'none' | Approvers> {
  const { heard, from, now } = request;
  const { order } = kept;
  const ordered = order.to === 'list' ? orderedOf(order) : embargo === null ? null : orderedOf({ ...order, embargo });
  if (ordered === null) return 'none';
  const approvers = await approversNow(tx, engine, ordered, list, { person: pending.by, from: pending.from }, now);
  const counts = approvers.accounts.some(({ person, account }) => person === heard.by && account === from);
  if (pending.by === heard.by) return counts ? 'second' : 'own-word';
  const member = memberOf(list, heard.by);
  const may = member === null ? 'no' : mayConfirm(ordered, list, member, now);
  if (may === 'no') return 'none';
  if (approvers.elsewhere && !counts) return approvers;
  return may === 'yes' ? 'second' : may;
}

/** Gives the order once more, as whoever gave it, who and whatever they are now. */
async function runAnew(reply: Reply, { pending, kept, whole: list }: Order, lookups: Lookups): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const { room, thread, names, order } = kept;
  const said = {
    key: kept.key,
    at: pending.askedAt,
    by: pending.from,
    room,
    trigger: null,
    said: { type: 'words', text: '' },
    names,
  } as const;
  const now = await requestOf(tx, thread === null ? said : { ...said, thread }, request.now, engine.admins);
  // Their account may have been closed, or be somebody else's by now.
  if (now.silenced || now.heard.by !== pending.by) return refuse({ code: 'not-on-the-list' });
  const ofIt = (each: List | null) => (each?.id === list.id ? each : null);
  const speaker: Request = {
    ...now,
    here: ofIt(now.here),
    lists: memberOf(list, pending.by) === null ? [] : [list],
    orphan: ofIt(now.orphan),
    confirmed: { person: request.heard.by, account: request.from },
  };
  const run = () => {
    if (order.to === 'list') return runHere({ tx, engine, request: speaker }, order.here, lookups);
    return pending.embargo === null ? null : runEmbargo(tx, engine, speaker, list, pending.embargo, order.command);
  };
  const result = await run();
  // What it means was shown when it was given, and what is confirmed waits for nobody.
  return typeof result === 'string' ? null : result;
}

/** The order waits no more: who pressed is answered, and who gave it is told, on each account that nobody else speaks from too. */
async function done(reply: Reply, order: Order, became: Became, refusal: Refusal | null = null): Promise<string> {
  const { tx, engine, request } = reply;
  const { pending, list } = order;
  const { heard, now } = request;
  await dropPending(tx, pending, now);
  engine.log('approval.given', { list: list.id, became });
  const own = pending.by === heard.by;
  const why = refusalNodes(order, refusal);
  const answer = approvalNodes(became, own ? null : nameOf(list, pending.by), pending.expiresAt);
  await answered(reply, own ? [...answer, ...why] : answer, became);
  if (became === 'withdrawn') return became;
  const nodes = [...askedNodes(became, own ? 'You' : nameOf(list, heard.by), wordsFor(order)), ...why];
  const { ids } = await personOf(tx, pending.by);
  const theirs = ids.filter((id) => id !== request.from && (id === pending.from || !isForgeable(engine, id)));
  const told = theirs.map((id) => personal({ person: pending.by, room: null, as: id }, nodes));
  await enqueue(tx, engine, told, { list: null, embargo: null }, now);
  return became;
}

/** What the order was, for who gave it; null where they have no need to know any more. */
function wordsFor({ pending, kept, list, whole, embargo }: Order) {
  const member = memberOf(list, pending.by);
  const { order } = kept;
  if (order.to === 'list') return member === null ? null : wantedText(order, list);
  return embargo === null || consentOf(embargo, member) === 'none' ? null : wantedText({ ...order, embargo, whole }, list);
}

function refusalNodes({ pending, kept, list, embargo }: Order, refusal: Refusal | null): readonly Node[] {
  if (refusal === null) return [];
  const { order } = kept;
  const type = order.to === 'list' ? order.what.type : order.command.type;
  const words = commands.find(({ says }) => 'type' in says && says.type === type)?.words ?? type;
  const knows = embargo !== null && consentOf(embargo, memberOf(list, pending.by)) !== 'none';
  return refusalMessage(refusal.reason, { codename: knows ? embargo.codename : null, words }).nodes;
}
