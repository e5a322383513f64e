// Whose devices may read along and speak: reported to coordinators, and a new identity accepted by one of them.

import { waitsForPress } from '../../chat/expired.ts';
import type { DeviceCommand } from '../../chat/grammar/intent.ts';
import { acceptedMessages, type Reported, reportNodes } from '../../chat/list/devices.ts';
import { ofList } from '../../chat/message/address.ts';
import { lockList } from '../../db/lists.ts';
import { decideList, refuseOnList } from '../../domain/list/decide.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import { type List, nameOf } from '../../domain/list/list.ts';
import { riskToList } from '../../domain/list-risks.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type PersonId, platformOf } from '../../domain/values/ids.ts';
import { isRefused, refuse } from '../../domain/values/refusal.ts';
import { errandDone, type Lookups } from '../../inbound/lookups.ts';
import { listMeant } from '../../inbound/request.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import { reachedWithout } from '../../outbound/route.ts';
import { SendFailure } from '../../platforms/platform.ts';
import { asConfirmed, isGuarded, waitsForApproval } from '../approval/second-approval.ts';
import { contextOf, recordList } from '../list.ts';
import type { Reply } from '../reply.ts';
import { accountsOn } from './not-in-room.ts';

/** Carries a command about devices out; a refusal is given back to be said. Throws NeedsLookup. */
export async function runDevices(reply: Reply, here: DeviceCommand, lookups: Lookups): Promise<Refusal | typeof waitsForPress | null> {
  const { tx, request } = reply;
  const { heard, admin } = request;
  const meant = listMeant(request);
  const refusal = refuseOnList(meant, here.type, { by: heard.by, admin });
  if (refusal !== null) return refusal;
  const list = meant === null ? null : await lockList(tx, meant.id);
  if (list === null) return refuse({ code: 'room-not-adopted' });
  switch (here.type) {
    case 'report-devices':
      return report(reply, list, lookups);
    case 'accept-identity':
      return accept(reply, list, here, lookups);
    default:
      return here satisfies never;
  }
}

/**
 * How each account stands of those whom `whom` names (null: of everybody on the list), on every platform whose devices have keys. Throws NeedsLookup.
 */
async function standing({ tx, engine }: Reply, list: List, whom: PersonId | null, lookups: Lookups): Promise<Reported[]> {
  const reports: Reported[] = [];
  for (const { name: on, devices } of Object.values(engine.platforms)) {
    const known = devices === null ? [] : await accountsOn(tx, list, on);
    const accounts = known.filter(({ person }) => whom === null || person === whom);
    if (accounts.length === 0) continue;
    const told = errandDone(lookups, { type: 'devices', on, people: accounts.map(({ id }) => id) });
    const answers = told instanceof SendFailure ? [] : told;
    // Of whom nothing is told, it is said that nothing is told: silence would pass for good news.
    for (const { person, id: account } of accounts)
      reports.push({ person, account, report: answers.find((each) => each.person === account) ?? null });
  }
  return reports;
}

async function report(reply: Reply, list: List, lookups: Lookups): Promise<Refusal | null> {
  const { tx, engine, request } = reply;
  const nodes = reportNodes(list, await standing(reply, list, null, lookups));
  await enqueue(tx, engine, [ofList(list, request.to, nodes)], { list, embargo: null }, request.now);
  return null;
}

async function accept(
  reply: Reply,
  list: List,
  here: Extract<DeviceCommand, { type: 'accept-identity' }>,
  lookups: Lookups,
): Promise<Refusal | typeof waitsForPress | null> {
  const { tx, engine, request } = reply;
  const { people, to, now } = request;
  const person = people[here.person] ?? here.person;
  const decided = (account: PersonId | null) =>
    decideList(list, { type: 'accept-identity', person, account }, contextOf(request, list, ''));
  // Who may not say this, or not of them, makes no platform do anything.
  const allowed = decided(person);
  if (isRefused(allowed)) return allowed;
  const risk = riskToList(list, allowed, await isGuarded(tx, engine, request, list));
  // Who is meant is who they were when it was shown to those who confirm it.
  const order = { to: 'list', list, here: { ...here, person }, what: { type: 'accept-identity', person, account: null }, risk } as const;
  if (await waitsForApproval(tx, engine, request, order)) return waitsForPress;
  const stand = await standing(reply, list, person, lookups);
  const changed = stand.filter((each) => each.report?.identity === 'changed');
  // Where none has changed, it may be that this was carried out a moment ago and not written down: done twice, it is the same.
  const meant = (changed.length > 0 ? changed : stand).map(({ account }) => account);
  const accounts = meant.filter((account) => !(errandDone(lookups, { type: 'accept-identity', person: account }) instanceof SendFailure));
  const [first] = accounts;
  if (first === undefined) return refuse({ code: 'no-identity', name: nameOf(list, person) });
  const facts: ListFact[] = [];
  for (const account of accounts) {
    const decision = decided(account);
    if (isRefused(decision)) return decision;
    facts.push(...decision);
  }
  const after = await recordList(tx, engine, { before: list, facts: asConfirmed(request, facts), by: to.person, to, now });
  const other = (await reachedWithout(tx, engine, [person], platformOf(first))).get(person) ?? first;
  const besides = platformOf(other) === platformOf(first) ? null : other;
  await enqueue(tx, engine, acceptedMessages(after, { person, accounts, by: to, besides }), { list: after, embargo: null }, now);
  return null;
}
