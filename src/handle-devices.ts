// Whose devices may read along and speak: reported to coordinators, and a new identity accepted by one of them.
import { acceptedNodes, type Reported, reportNodes, yourIdentityNodes } from './chat/devices.ts';
import type { DeviceCommand } from './chat/intent.ts';
import { ofList, personal } from './chat/queries.ts';
import { lockList } from './db/lists.ts';
import { decideList, refuseOnList } from './domain/decide-list.ts';
import type { PersonId, PlatformName } from './domain/ids.ts';
import { type List, nameOf } from './domain/list.ts';
import { isRefused, type Refusal, refuse } from './domain/refusal.ts';
import { recordList } from './handle-list.ts';
import { listMeant } from './hearing.ts';
import { idsOn } from './missing.ts';
import { errandDone, type Outside } from './outside.ts';
import { SendFailure } from './platforms/platform.ts';
import { say } from './say.ts';
import type { Turn } from './turn.ts';

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

/** Every platform whose devices have keys, and each member's id there. */
async function accountsOn({ tx, engine }: Turn, list: List): Promise<{ on: PlatformName; ids: ReadonlyMap<PersonId, PersonId> }[]> {
  const platforms = Object.values(engine.platforms).filter(({ devices }) => devices !== null);
  return Promise.all(platforms.map(async ({ name }) => ({ on: name, ids: await idsOn(tx, list, name) })));
}

async function report(turn: Turn, list: List, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const reports: Reported[] = [];
  for (const { on, ids } of await accountsOn(turn, list)) {
    const told = errandDone(outside, { type: 'devices', on, people: [...ids.values()] });
    if (told instanceof SendFailure) continue;
    for (const [person, id] of ids) {
      const found = told.find((each) => each.person === id);
      if (found !== undefined) reports.push({ ...found, person });
    }
  }
  await say(tx, engine, [ofList(list, hearing.to, reportNodes(list, reports))], { list, embargo: null }, hearing.now);
  return null;
}

async function accept(turn: Turn, list: List, typed: PersonId, outside: Outside): Promise<Refusal | null> {
  const { tx, engine, hearing } = turn;
  const { heard, people, to, now } = hearing;
  const person = people[typed] ?? typed;
  const [account] = (await accountsOn(turn, list)).flatMap(({ ids }) => ids.get(person) ?? []);
  const command = { type: 'accept-identity', person, account: account ?? null } as const;
  const facts = decideList(list, command, { by: heard.by, name: '', admin: hearing.admin });
  if (isRefused(facts)) return facts;
  if (account === undefined) return refuse({ code: 'no-identity', name: nameOf(list, person) });
  const done = errandDone(outside, { type: 'accept-identity', person: account });
  if (done instanceof SendFailure) return refuse({ code: 'no-identity', name: nameOf(list, person) });
  const after = await recordList(tx, engine, { before: list, facts, by: to.person, to, now });
  const told = [
    ofList(after, to, acceptedNodes(nameOf(after, person))),
    personal({ person, room: null, as: account }, yourIdentityNodes(nameOf(after, heard.by))),
  ];
  await say(tx, engine, told, { list: after, embargo: null }, now);
  return null;
}
