// Whose devices may read along and speak: reported to coordinators, and a new identity accepted by one of them.

import type { DeviceCommand } from '../../chat/grammar/intent.ts';
import { acceptedSayings, type Reported, reportNodes } from '../../chat/list/devices.ts';
import { ofList } from '../../chat/message/address.ts';
import { lockList } from '../../db/lists.ts';
import { decideList, refuseOnList } from '../../domain/list/decide.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import { type List, nameOf } from '../../domain/list/list.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type PersonId, platformOf } from '../../domain/values/ids.ts';
import { isRefused, refuse } from '../../domain/values/refusal.ts';
import { errandDone, type Outside } from '../../inbound/lookups.ts';
import { listMeant } from '../../inbound/request.ts';
import { say } from '../../outbound/enqueue.ts';
import { reachedWithout } from '../../outbound/route.ts';
import { SendFailure } from '../../platforms/platform.ts';
import { contextOf, recordList } from '../list.ts';
import type { Turn } from '../reply.ts';
import { accountsOn } from './not-in-room.ts';

/** Carries a command about devices out; a refusal is given back to be said. Throws NeedsOutside. */
export async function runDevices(turn: Turn, here: DeviceCommand, outside: Outside): Promise<Refusal | null> {
  const { tx, hearing } = turn;
  const { heard, admin } = hearing;
  const meant = listMeant(hearing);
  const refusal = refuseOnList(meant, here.type, { by: heard.by, admin });
  if (refusal !== null) return refusal;
  const list = meant === null ? null : await lockList(tx, meant.id);
  if (list === null) return refuse({ code: 'room-not-adopted' });
  switch (here.type) {
    case 'report-devices':
      return report(turn, list, outside);
    case 'accept-identity':
      return accept(turn, list, here.person, outside);
    default:
      return here satisfies never;
  }
}

/**
 * How each account stands of those whom `whom` names (null: of everybody on the list), on every platform whose devices have keys. Throws NeedsOutside.
 */
async function standing({ tx, engine }: Turn, list: List, whom: PersonId | null, outside: Outside): Promise<Reported[]> {
  const reports: Reported[] = [];
  for (const { name: on, devices } of Object.values(engine.platforms)) {
    const known = devices === null ? [] : await accountsOn(tx, list, on);
    const accounts = known.filter(({ person }) => whom === null || person === whom);
    if (accounts.length === 0) continue;
    const told = errandDone(outside, { type: 'devices', on, people: accounts.map(({ id }) => id) });
    const answers = told instanceof SendFailure ? [] : told;
    // Of whom nothing is told, it is said that nothing is told: silence would pass for good news.
    for (const { person, id: account } of accounts)
      reports.push({ person, account, report: answers.find((each) => each.person === account) ?? null });
  }
  return reports;
}

async function report(turn: Turn, list: List, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const nodes = reportNodes(list, await standing(turn, list, null, outside));
  await say(tx, engine, [ofList(list, hearing.to, nodes)], { list, embargo: null }, hearing.now);
  return null;
}

async function accept(turn: Turn, list: List, typed: PersonId, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const { people, to, now } = hearing;
  const person = people[typed] ?? typed;
  const decided = (account: PersonId | null) =>
    decideList(list, { type: 'accept-identity', person, account }, contextOf(hearing, list, ''));
  // Who may not say this, or not of them, makes no platform do anything.
  const allowed = decided(person);
  if (isRefused(allowed)) return allowed;
  const stand = await standing(turn, list, person, outside);
  const changed = stand.filter((each) => each.report?.identity === 'changed');
  // Where none has changed, it may be that this was carried out a moment ago and not written down: done twice, it is the same.
  const meant = (changed.length > 0 ? changed : stand).map(({ account }) => account);
  const accounts = meant.filter((account) => !(errandDone(outside, { type: 'accept-identity', person: account }) instanceof SendFailure));
  const [first] = accounts;
  if (first === undefined) return refuse({ code: 'no-identity', name: nameOf(list, person) });
  const facts: ListFact[] = [];
  for (const account of accounts) {
    const decision = decided(account);
    if (isRefused(decision)) return decision;
    facts.push(...decision);
  }
  const after = await recordList(tx, engine, { before: list, facts, by: to.person, to, now });
  const other = (await reachedWithout(tx, engine, [person], platformOf(first))).get(person) ?? first;
  const besides = platformOf(other) === platformOf(first) ? null : other;
  await say(tx, engine, acceptedSayings(after, { person, accounts, by: to, besides }), { list: after, embargo: null }, now);
  return null;
}
