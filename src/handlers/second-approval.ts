// High-risk orders from an account that could be spoken for: before anything is written down, somebody else is asked, or its person elsewhere.

import type { DeviceCommand, HereCommand, RoomCommand } from '../chat/grammar/intent.ts';
import { personal } from '../chat/message/address.ts';
import type { Heard } from '../chat/message/heard.ts';
import type { Node } from '../chat/message/message.ts';
import { aloneNodes, askAccount, askPerson, tooManyNodes, type Waiting, waitsNodes } from '../chat/second-approval.ts';
import type { Db } from '../db/connection/client.ts';
import { settledIds } from '../db/identities.ts';
import { keepPending, type Pending, pendingOf } from '../db/pending.ts';
import { waysTo } from '../db/people.ts';
import type { EmbargoCommand } from '../domain/embargo/commands.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../domain/embargo/facts.ts';
import type { ListCommand } from '../domain/list/commands.ts';
import { type List, membersOf } from '../domain/list/list.ts';
import { forgeable, mayConfirm, type Ordered, type Risk, settledMs, waitsMs } from '../domain/second-approval.ts';
import { type PersonId, platformOf, type RoomId } from '../domain/values/ids.ts';
import type { Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import type { Request } from '../inbound/request.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { drawCode } from './codes.ts';

/** An order that may be given, and what is risky about it. `what` is `here`, located. */
export type Order = { readonly list: List; readonly risk: Risk | null } & (
  | { readonly to: 'embargo'; readonly embargo: Embargo; readonly command: EmbargoCommand }
  | { readonly to: 'list'; readonly here: Exclude<HereCommand, RoomCommand | DeviceCommand>; readonly what: ListCommand }
);

/** What is kept of an order: the same again, and where it was said. */
export type Kept = {
  readonly order: { readonly to: 'embargo'; readonly command: EmbargoCommand } | Omit<Extract<Order, { to: 'list' }>, 'list' | 'risk'>;
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

/** The same command, of the proposal that it means now: another may come first by the time that it is confirmed. */
export function pinned(command: EmbargoCommand, facts: readonly EmbargoFact[]): EmbargoCommand {
  if (command.type !== 'answer-date' || command.number !== null) return command;
  const fact = facts.find((each) => each.type === 'date-answered' || each.type === 'date-agreed');
  return fact === undefined ? command : { ...command, number: fact.number };
}

/**
 * Whether an order has to wait: then it is kept, and those who may confirm it are asked. Where nobody ever could, it goes on, and its speaker is
 * told so: a list that cannot act would be worse. Called when everything else says yes, and before anything is written down.
 */
export async function waitsForApproval(tx: Db, engine: Engine, request: Request, order: Order): Promise<boolean> {
  if (order.risk === null || !(await couldBeForged(tx, engine, request))) return false;
  const { now, heard, from, to } = request;
  const { people, accounts } = await pressersOf(tx, engine, orderedOf(order), order.list, heard.by, now);
  const told = (nodes: readonly Node[]) => enqueue(tx, engine, [personal(to, nodes)], { list: null, embargo: null }, now);
  if (people.length === 0 && accounts.length === 0) {
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
  const waiting: Waiting = {
    id: pending.id,
    list: order.list,
    wanted: order,
    by: heard.by,
    from,
    fresh: !isForgeable(engine, from),
    until: pending.expiresAt,
  };
  await told(
    waitsNodes(
      waiting,
      people,
      accounts.map(({ account }) => account),
      now,
    ),
  );
  // Who says it twice is answered twice, and the others are not asked again.
  if (same !== undefined) return true;
  await keepPending(tx, pending);
  engine.log('approval.asked', { list: order.list.id, risk: order.risk, people: people.length, accounts: accounts.length });
  const asked = [
    ...accounts.map(({ person, account }) => askAccount(waiting, person, account, now)),
    ...people.map((person) => askPerson(waiting, person, now)),
  ];
  await enqueue(tx, engine, asked, { list: order.list, embargo: order.to === 'embargo' ? order.embargo : null }, now);
  return true;
}

/** An order as far as it matters who may confirm it. */
export function orderedOf(
  order: Pick<Extract<Order, { to: 'embargo' }>, 'to' | 'embargo' | 'command'> | Pick<Extract<Order, { to: 'list' }>, 'to' | 'what'>,
): Ordered {
  return order.to === 'embargo' ? order : { to: 'list', type: order.what.type };
}

export type Approvers = {
  readonly people: readonly PersonId[];
  /** Accounts of whoever gave the order, on platforms that could not speak in their name. */
  readonly accounts: readonly { readonly person: PersonId; readonly account: PersonId }[];
};

/** Everybody who could confirm an order now: whoever can be reached on no platform that speaks here is not counted on. */
async function pressersOf(tx: Db, engine: Engine, ordered: Ordered, list: List, by: PersonId, now: Instant): Promise<Approvers> {
  const others = membersOf(list).filter((member) => member.person !== by && mayConfirm(ordered, list, member) !== 'no');
  const ways = await waysTo(tx, [by, ...others.map(({ person }) => person)]);
  const open = ways.filter(({ id, open: speaks }) => speaks && engine.platforms[platformOf(id)] !== undefined);
  const settled = await settledIds(tx, [by], now - settledMs);
  return {
    people: others.map(({ person }) => person).filter((person) => open.some((way) => way.person === person)),
    accounts: open
      .filter(({ person, id }) => person === by && settled.has(id) && !isForgeable(engine, id))
      .map(({ person, id }) => ({ person, account: id })),
  };
}

function keptOf(order: Order, { room, thread, names }: Heard): Kept {
  const where = { room, thread: thread ?? null, names };
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
