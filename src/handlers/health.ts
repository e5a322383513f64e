// What is asked of a list as a whole: how its distributors keep up, which leaks were reported, and who is on it, to be taken elsewhere.

import { leaksAnswer } from '../chat/embargo/leak.ts';
import { healthAnswer } from '../chat/list/membership/health.ts';
import { type RegisterFormat, type RegisterKind, registerAnswer } from '../chat/list/membership/register.ts';
import { listStream, readFacts } from '../db/facts.ts';
import { embargoesSince, outsideFacts } from '../db/health.ts';
import { healthReport, healthYearMs } from '../domain/health.ts';
import type { ListFact } from '../domain/list/facts.ts';
import type { List } from '../domain/list/list.ts';
import type { Refusal } from '../domain/refusal.ts';
import { refuse } from '../domain/values/refusal.ts';
import { type Hearing, listMeant } from '../inbound/request.ts';
import { say } from '../outbound/enqueue.ts';
import type { Turn } from './reply.ts';

/** Answers a coordinator how each distributor of the list that is meant stands; a refusal is given back to be said. */
export async function answerHealth({ tx, engine, hearing }: Turn): Promise<Refusal | null> {
  const list = listFor(hearing, 'coordinators');
  if ('reason' in list) return list;
  const { to, now } = hearing;
  const embargoes = await embargoesSince(tx, list.id, now - healthYearMs);
  const report = healthReport({ ...(await outsideFacts(tx, list)), list, embargoes, now });
  await say(tx, engine, [healthAnswer(list, report, to)], { list, embargo: null }, now);
  return null;
}

/** Answers a coordinator with the leak reports that named no embargo; a refusal is given back. */
export async function answerLeaks({ tx, engine, hearing }: Turn): Promise<Refusal | null> {
  const list = listFor(hearing, 'coordinators');
  if ('reason' in list) return list;
  const { to, now } = hearing;
  const happened = await readFacts<ListFact>(tx, listStream(list.id));
  const reports = happened.flatMap(({ fact, at }) => (fact.type === 'leak-reported' ? [{ where: fact.where, what: fact.what, at }] : []));
  await say(tx, engine, [leaksAnswer(list, reports, to)], { list, embargo: null }, now);
  return null;
}

/** Answers who is on the list that is meant: its organisations to anybody on it, the whole register to a coordinator. A refusal is given back. */
export async function answerRegister({ tx, engine, hearing }: Turn, what: RegisterKind, format: RegisterFormat): Promise<Refusal | null> {
  const list = listFor(hearing, what === 'public' ? 'members' : 'coordinators');
  if ('reason' in list) return list;
  const { to, now } = hearing;
  await say(tx, engine, [registerAnswer(list, what, format, to, now)], { list, embargo: null }, now);
  return null;
}

/** The list that is meant, if the speaker may ask this of it. */
function listFor(hearing: Hearing, whose: 'members' | 'coordinators'): List | Refusal {
  const list = listMeant(hearing);
  const member = list?.members[hearing.to.person];
  if (list === null || member === undefined) return refuse({ code: 'room-not-adopted' });
  return whose === 'members' || member.role === 'coordinator' ? list : refuse({ code: 'needs-role', roles: ['coordinator'] });
}
