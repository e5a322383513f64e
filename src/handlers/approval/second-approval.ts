// High-risk orders from an account that could be spoken for: before anything is written down, somebody else is asked, or its person elsewhere.

import type { HereCommand } from '../../chat/grammar/intent.ts';
import { personal } from '../../chat/message/address.ts';
import type { Heard } from '../../chat/message/heard.ts';
import type { Node } from '../../chat/message/message.ts';
import type { Outgoing } from '../../chat/message/outgoing.ts';
import { aloneNodes, askAccount, askPerson, tooManyNodes, type Waiting, waitsNodes } from '../../chat/second-approval.ts';
import type { Db } from '../../db/connection/client.ts';
import { hasRunning } from '../../db/embargoes.ts';
import { settledIds } from '../../db/identities.ts';
import { keepPending, type Pending, pendingOf } from '../../db/pending.ts';
import { waysTo } from '../../db/people.ts';
import { type Approvers, approversOf, oneHandOf } from '../../domain/approvers.ts';
import type { EmbargoCommand } from '../../domain/embargo/commands.ts';
import type { Embargo } from '../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../domain/embargo/facts.ts';
import { type List, membersOf } from '../../domain/list/list.ts';
import {
  forgeable,
  isSettled,
  type ListOrder,
  mayConfirm,
  type Ordered,
  type Risk,
  settledMs,
  waitsMs,
} from '../../domain/second-approval.ts';
import type { Confirmed } from '../../domain/values/happened.ts';
import { type PersonId, platformOf, type RoomId } from '../../domain/values/ids.ts';
import type { Instant } from '../../domain/values/time.ts';
import type { Engine } from '../../engine.ts';
import type { Request } from '../../inbound/request.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { wayFor } from '../../outbound/route.ts';
import { drawCode } from '../codes.ts';

/** An order that may be given, and what is risky about it: `list` as far as it is on the embargo, `whole` all of it. `what` is `here`, located. */
export type Order = { readonly list: List; readonly risk: Risk | null } & (
  | { readonly to: 'embargo'; readonly embargo: Embargo; readonly command: EmbargoCommand; readonly whole: List }
  | { readonly to: 'list'; readonly here: HereCommand; readonly what: ListOrder }
);

/** What is kept of an order: the same again, and where it was said. `key`: of what was heard, so that a platform makes nothing twice. */
export type Kept = {
  readonly order: { readonly to: 'embargo'; readonly command: EmbargoCommand } | Omit<Extract<Order, { to: 'list' }>, 'list' | 'risk'>;
  readonly key: string;
  readonly room: RoomId | null;
  readonly thread: string | null;
  readonly names: Heard['names'];
};

// Each is a direct message to everybody who may confirm it: somebody who is spoken for must not fill their nights.
const waitingMax = 10;

/**
 * Whether somebody else could be behind the speaker's words, and nobody has confirmed yet that it was them: their platform's server, or who linked
 * an account with theirs a moment ago from one that could be forged.
 */
export async function couldBeForged(tx: Db, engine: Pick<Engine, 'forgeable'>, request: Request): Promise<boolean> {
  const { from, self, confirmed, now } = request;
  if (confirmed !== undefined) return false;
  if (isForgeable(engine, from)) return true;
  if (from === self.person || ![self.person, ...self.ids].some((id) => isForgeable(engine, id))) return false;
  return !(await settledIds(tx, [self.person], now - settledMs)).has(from);
}

/** Whether an account's platform could speak in its name. */
export function isForgeable(engine: Pick<Engine, 'forgeable'>, account: PersonId): boolean {
  return engine.forgeable?.(account) ?? forgeable[platformOf(account)];
}

/** Whether what is risky on a list would have to wait: it could be forged, and there is an embargo to protect. */
export async function isGuarded(tx: Db, engine: Engine, request: Request, list: List): Promise<boolean> {
  return (await couldBeForged(tx, engine, request)) && (await hasRunning(tx, list.id));
}

/**
 * The people who count as one with who gave an order that moves a date: those for whom a server that could have forged it could speak too, where
 * somebody beyond it can be asked. A list that is all on one server has no better witness.
 */
export async function handOf(
  tx: Db,
  engine: Engine,
  request: Request,
  { list, embargo, command }: Pick<Extract<Order, { to: 'embargo' }>, 'list' | 'embargo' | 'command'>,
  facts: readonly EmbargoFact[],
): Promise<ReadonlySet<PersonId>> {
  const { heard, from, self, now } = request;
  const alone = new Set([heard.by]);
  if (!facts.some(({ type }) => type === 'date-agreed' || type === 'exception-approved') || !(await couldBeForged(tx, engine, request)))
    return alone;
  const giver = { person: heard.by, from };
  const { beyond } = await approversNow(tx, engine, { to: 'embargo', embargo, command }, list, giver, now);
  if (!beyond) return alone;
  const people = membersOf(list).map(({ person }) => person);
  const ways = (await waysTo(tx, people)).map(({ person, id }) => ({ person, account: id }));
  return oneHandOf(ways, { ...giver, ids: self.ids }, (account) => isForgeable(engine, account));
}

/** Facts with who confirmed the order that they come from, where somebody did. */
export function asConfirmed<Fact extends { readonly confirmed?: Confirmed }>(
  { confirmed }: Request,
  facts: readonly Fact[],
): readonly Fact[] {
  return confirmed === undefined ? facts : facts.map((fact) => ({ ...fact, confirmed }));
}

/** The same command, of the proposal or exception that it means now: another may come first by the time that it is confirmed. */
export function pinned(command: EmbargoCommand, facts: readonly EmbargoFact[]): EmbargoCommand {
  if (!('number' in command) || command.number !== null) return command;
  const fact = facts.find(({ type }) => pinning.has(type));
  return fact === undefined || !('number' in fact) ? command : { ...command, number: fact.number };
}

const pinning: ReadonlySet<EmbargoFact['type']> = new Set(['date-answered', 'date-agreed', 'exception-answered', 'exception-approved']);

/**
 * Whether an order has to wait: then it is kept, and those who may confirm it are asked. Where nobody ever could, it goes on, and its speaker is
 * told so: a list that cannot act would be worse. Called when everything else says yes, and before anything is written down or a platform is asked
 * to do anything.
 */
export async function waitsForApproval(tx: Db, engine: Engine, request: Request, order: Order): Promise<boolean> {
  if (order.risk === null || !(await couldBeForged(tx, engine, request))) return false;
  const { now, heard, from, to } = request;
  const approvers = await approversNow(tx, engine, orderedOf(order), order.list, { person: heard.by, from }, now);
  const told = (nodes: readonly Node[]) => enqueue(tx, engine, [personal(to, nodes)], { list: null, embargo: null }, now);
  if (approvers.accounts.length === 0) {
    engine.log('approval.nobody', { list: order.list.id, risk: order.risk });
    await told(aloneNodes());
    return false;
  }
  const kept = keptOf(order, heard);
  const before = await pendingOf(tx, heard.by, now);
  const same = before.find((each) => isSame(each, order, from, kept));
  if (same === undefined && before.length >= waitingMax) {
    await told(tooManyNodes(waitingMax));
    return true;
  }
  const pending = same ?? freshPending(engine, order, request, kept);
  const about = { id: pending.id, list: order.list, wanted: order, risk: order.risk, by: heard.by, from, until: pending.expiresAt };
  const waiting: Waiting = { ...about, fresh: !isForgeable(engine, from) };
  await told(waitsNodes(waiting, approvers, now));
  // Who says it twice is answered twice, and the others are not asked again.
  if (same !== undefined) return true;
  await keepPending(tx, pending);
  const asked = await asking(tx, waiting, approvers, now);
  engine.log('approval.asked', { list: order.list.id, risk: order.risk, asked: asked.length, elsewhere: approvers.elsewhere });
  await enqueue(tx, engine, asked, { list: order.list, embargo: order.to === 'embargo' ? order.embargo : null }, now);
  return true;
}

/** A question to each account of who gave it that counts, and one to each of the others: where they want to be reached, as far as that counts. */
async function asking(tx: Db, waiting: Waiting, { accounts, elsewhere }: Approvers, now: Instant): Promise<Outgoing[]> {
  const own = accounts.filter(({ person }) => person === waiting.by);
  const others = [...new Set(accounts.map(({ person }) => person))].filter((person) => person !== waiting.by);
  const ways = elsewhere ? await waysTo(tx, others) : [];
  const counting = new Set(accounts.map(({ account }) => account));
  return [
    ...own.map(({ person, account }) => askAccount(waiting, person, account, now)),
    ...others.map((person) => {
      const way = wayFor(ways.filter((each) => each.person === person && counting.has(each.id)));
      return askPerson(waiting, person, way?.id ?? null, now);
    }),
  ];
}

/** An order as far as it matters who may confirm it. */
export function orderedOf(
  order: Pick<Extract<Order, { to: 'embargo' }>, 'to' | 'embargo' | 'command'> | Pick<Extract<Order, { to: 'list' }>, 'to' | 'what'>,
): Ordered {
  return order.to === 'embargo' ? order : { to: 'list', what: order.what };
}

/** From where an order could be confirmed now: whoever can be reached on no platform that speaks here is not counted on. */
export async function approversNow(
  tx: Db,
  engine: Engine,
  ordered: Ordered,
  list: List,
  giver: { readonly person: PersonId; readonly from: PersonId },
  now: Instant,
): Promise<Approvers> {
  const others = membersOf(list).filter((member) => member.person !== giver.person && mayConfirm(ordered, list, member, now) !== 'no');
  const people = [giver.person, ...others.map(({ person }) => person)];
  const ways = (await waysTo(tx, people)).filter(({ id, open }) => open && engine.platforms[platformOf(id)] !== undefined);
  const settled = await settledIds(tx, people, now - settledMs);
  const candidates = ways.map(({ person, id }) => {
    const away = list.members[person]?.away;
    const gone = away !== undefined && away.until > now && isSettled(away.since, now);
    return { person, account: id, settled: settled.has(id), away: person !== giver.person && gone };
  });
  const ids = candidates.filter(({ person }) => person === giver.person).map(({ account }) => account);
  return approversOf(candidates, { ...giver, ids }, (account) => isForgeable(engine, account));
}

function keptOf(order: Order, { key, room, thread, names }: Heard): Kept {
  const where = { key, room, thread: thread ?? null, names };
  if (order.to === 'embargo') return { order: { to: 'embargo', command: order.command }, ...where };
  const { here, what } = order;
  // What they are called is as it was shown to those who confirm it.
  const said = here.type === 'add-person' && what.type === 'add-person' ? { ...here, name: what.name } : here;
  return { order: { to: 'list', here: said, what }, ...where };
}

function isSame(pending: Pending, order: Order, from: PersonId, { order: asked }: Kept): boolean {
  // Only ever what `keptOf` made.
  const { order: before } = pending.command as Kept;
  const where = pending.list === order.list.id && pending.embargo === embargoOf(order) && pending.from === from;
  return where && JSON.stringify(before) === JSON.stringify(asked);
}

function freshPending(engine: Engine, order: Order, { heard, from, now }: Request, command: Kept): Pending {
  const about = { list: order.list.id, embargo: embargoOf(order), by: heard.by, from, command };
  return { id: newOrderId(engine), ...about, askedAt: now, expiresAt: now + waitsMs };
}

const embargoOf = (order: Order) => (order.to === 'embargo' ? order.embargo.id : null);

// RFC 4648, in small letters.
const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Eight letters of 32: 40 bits, of which nobody has more than an hour to guess one. */
const newOrderId = (engine: Pick<Engine, 'newSecret'>): string => drawCode(engine, base32, 8);
