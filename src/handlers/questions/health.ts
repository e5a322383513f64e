// What is asked of a list as a whole: how its distributors keep up, which leaks were reported, and who is on it, to be taken elsewhere.

import { leaksAnswer } from '../../chat/embargo/leak/report.ts';
import { healthAnswer } from '../../chat/list/membership/health.ts';
import { type RegisterFormat, type RegisterKind, registerAnswer } from '../../chat/list/membership/register.ts';
import { naming } from '../../chat/message/address.ts';
import { listStream, readFacts } from '../../db/facts.ts';
import { activityOf, embargoesSince } from '../../db/health.ts';
import { healthReport, healthYearMs } from '../../domain/health.ts';
import type { ListFact } from '../../domain/list/facts.ts';
import type { List } from '../../domain/list/list.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refuse } from '../../domain/values/refusal.ts';
import { listMeant, type Request } from '../../inbound/request.ts';
import { enqueue } from '../../outbound/enqueue.ts';
import type { Reply } from '../reply.ts';

/** Answers a coordinator how each distributor of the list that is meant stands; a refusal is given back to be said. */
export async function answerHealth({ tx, engine, request }: Reply): Promise<Refusal | null> {
  const list = listFor(request, 'coordinators');
  if ('reason' in list) return list;
  const { to, now } = request;
  const embargoes = await embargoesSince(tx, list.id, now - healthYearMs);
  const report = healthReport({ ...(await activityOf(tx, list)), list, embargoes, now });
  const codenames = new Set(
    report.flatMap(({ health }) => health.reasons.flatMap((reason) => ('codenames' in reason ? reason.codenames : []))),
  );
  const named = embargoes.filter(({ codename }) => codenames.has(codename));
  await enqueue(tx, engine, [naming(healthAnswer(list, report, to), named)], { list, embargo: null }, now);
  return null;
}

/** Answers a coordinator with the leak reports that named no embargo; a refusal is given back. */
export async function answerLeaks({ tx, engine, request }: Reply): Promise<Refusal | null> {
  const list = listFor(request, 'coordinators');
  if ('reason' in list) return list;
  const { to, now } = request;
  const happened = await readFacts<ListFact>(tx, listStream(list.id));
  const reports = happened.flatMap(({ fact, at }) => (fact.type === 'leak-reported' ? [{ ...fact, at }] : []));
  await enqueue(tx, engine, [leaksAnswer(list, reports, to)], { list, embargo: null }, now);
  return null;
}

/** Answers who is on the list that is meant: its organisations to anybody on it, the whole register to a coordinator. A refusal is given back. */
export async function answerRegister({ tx, engine, request }: Reply, what: RegisterKind, format: RegisterFormat): Promise<Refusal | null> {
  const list = listFor(request, what === 'public' ? 'members' : 'coordinators');
  if ('reason' in list) return list;
  const { to, now } = request;
  await enqueue(tx, engine, [registerAnswer(list, what, format, to, now)], { list, embargo: null }, now);
  return null;
}

/** The list that is meant, if the speaker may ask this of it. */
function listFor(request: Request, whose: 'members' | 'coordinators'): List | Refusal {
  const list = listMeant(request);
  const member = list?.members[request.to.person];
  if (list === null || member === undefined) return refuse({ code: 'room-not-adopted' });
  return whose === 'members' || member.role === 'coordinator' ? list : refuse({ code: 'needs-role', roles: ['coordinator'] });
}
