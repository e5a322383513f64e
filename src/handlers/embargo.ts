// Commands to one embargo, and questions about it.

import { confirmMerge, knownSiblings } from '../chat/embargo/about/linked.ts';
import { announce, isQuiet } from '../chat/embargo/announce.ts';
import { confirmDate, dateShown, type Typed, yesTo } from '../chat/embargo/date-preview.ts';
import { confirmEnd } from '../chat/embargo/end/confirm-end.ts';
import { waitsForPress } from '../chat/expired.ts';
import type { EmbargoQuestion, Intent, Query } from '../chat/grammar/intent.ts';
import { answer, quietPush } from '../chat/message/address.ts';
import type { Outgoing } from '../chat/message/outgoing.ts';
import type { View } from '../chat/message/view.ts';
import { confirmOrder, embargoAnswer } from '../chat/queries.ts';
import { daysOff } from '../chat/values/calendar.ts';
import type { Db } from '../db/connection/client.ts';
import { codenameTaken, loadEmbargo, saveEmbargo } from '../db/embargoes.ts';
import { appendFacts, embargoStream, readFacts } from '../db/facts.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import { betweenMax, codenameAt } from '../domain/embargo/codename.ts';
import type { EmbargoCommand } from '../domain/embargo/commands.ts';
import type { Context } from '../domain/embargo/context.ts';
import { bindingsOf } from '../domain/embargo/date/bindings.ts';
import { replaceable } from '../domain/embargo/date/replacing.ts';
import { create, decide, refuseUnauthorised } from '../domain/embargo/decide.ts';
import type { Embargo } from '../domain/embargo/embargo.ts';
import { evolve } from '../domain/embargo/evolve.ts';
import type { EmbargoFact } from '../domain/embargo/facts.ts';
import { nextLook } from '../domain/embargo/reminders.ts';
import { riskToEmbargo } from '../domain/embargo-risks.ts';
import { distributorsOf, type List, type Member, membersOf } from '../domain/list/list.ts';
import type { DaysOff } from '../domain/policy/dates.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/values/happened.ts';
import type { EmbargoId, PersonId } from '../domain/values/ids.ts';
import { isNo, isRefused, refuse } from '../domain/values/refusal.ts';
import { dayMs, type Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import { listMeant, type Request, speakerOn } from '../inbound/request.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { refreshHomes } from '../outbound/home-page.ts';
import { tellOfDecline } from './approval/own-accounts.ts';
import { asConfirmed, handOf, pinned, waitsForApproval } from './approval/second-approval.ts';
import { besides, loadNamed, lockNamed, siblingsOf } from './linked/links.ts';
import { tellSameIds } from './linked/same-ids.ts';
import { offer } from './questions/said-yes.ts';
import { tellReporters } from './reports/reporter.ts';
import { openFor } from './reports/which.ts';

type Wanted = Omit<Extract<Intent, { to: 'create' }>, 'to'>;

/** Opens an embargo on the room's list. */
export async function createEmbargo(
  tx: Db,
  engine: Engine,
  request: Request,
  wanted: Wanted,
): Promise<Refusal | { readonly opened: Embargo }> {
  const { now } = request;
  const list = listMeant(request);
  if (list === null) return refuse({ code: 'room-not-adopted' });
  const by = speakerOn(list, request);
  if (by === null) return refuse({ code: 'not-on-the-list' });
  const { report, about, date, audience = null } = wanted;
  const refusal = report === undefined ? null : openFor(request, list, report);
  if (refusal !== null && isNo(refusal)) return refusal;
  const context = contextOf(list, null, by, now);
  // A name is taken when it is used.
  const unnamed = create({ about, date, audience, id: 'unnamed' as EmbargoId, codename: '' }, context);
  if (isRefused(unnamed)) return unnamed;
  const named = { about, date, audience, id: engine.newId() as EmbargoId, codename: await freshCodename(tx, engine) };
  const decision = create(named, context);
  if (isRefused(decision)) return decision;
  const opened = await record(tx, engine, { before: null, facts: decision, list, now, by: by.person, request });
  return { opened };
}

/** Carries a command to an embargo out; a refusal is given back to be said. */
export async function runEmbargo(
  tx: Db,
  engine: Engine,
  request: Request,
  list: List,
  id: EmbargoId,
  command: EmbargoCommand,
): Promise<Refusal | typeof waitsForPress | null> {
  const { before, other } = await lockNamed(tx, request, id, command);
  const on = before === null ? null : listFor(before, list, request.now);
  const by = on === null ? null : speakerOn(on, request);
  if (by === null || before === null || on === null) return refuse({ code: 'needs-consent', state: 'none' });
  const fresh = command.type === 'split' ? { id: engine.newId() as EmbargoId, codename: await freshCodename(tx, engine) } : null;
  const context = {
    ...contextOf(list, before, by, request.now),
    ...(other === undefined ? {} : { other }),
    ...(fresh === null ? {} : { fresh }),
  };
  const decision = decide(before, command, context);
  if (isRefused(decision)) return decision;
  const order = { to: 'embargo', list: on, whole: list, embargo: before, command: pinned(command, decision) } as const;
  const risk = riskToEmbargo(before, decision, context, await handOf(tx, engine, request, order, decision));
  if (await waitsForApproval(tx, engine, request, { ...order, risk })) return waitsForPress;
  const change = { list, now: request.now, by: by.person };
  // Of two that are linked only the first is said; one that is split off is said as one that is opened, one that is merged as one that ended.
  const said = command.type === 'split' || command.type === 'merge' ? request : null;
  for (const each of besides(before, command, decision, context)) await record(tx, engine, { ...each, ...change, request: said });
  await record(tx, engine, { before, facts: decision, ...change, request });
  await tellOfDecline(tx, engine, request, decision, { list, embargo: before });
  return null;
}

/** Why a kind of command would be refused whatever its arguments; null when it would not. */
export async function mayNotSay(
  tx: Db,
  request: Request,
  list: List,
  id: EmbargoId,
  type: EmbargoCommand['type'],
): Promise<Refusal | null> {
  const embargo = await loadEmbargo(tx, id);
  const on = embargo === null ? null : listFor(embargo, list, request.now);
  const by = on === null ? null : speakerOn(on, request);
  return by === null || embargo === null || on === null
    ? refuse({ code: 'needs-consent', state: 'none' })
    : refuseUnauthorised(embargo, type, { by, list: on });
}

type Tried = { readonly embargo: Embargo; readonly facts: readonly EmbargoFact[] };

/** What an order would make happen as things stand, or why it would be refused. Nothing is done. */
async function tried(tx: Db, request: Request, list: List, id: EmbargoId, command: EmbargoCommand): Promise<Tried | Refusal> {
  const { before, other } = await loadNamed(tx, request, id, command);
  const by = before === null ? null : speakerOn(listFor(before, list, request.now), request);
  if (by === null || before === null) return refuse({ code: 'needs-consent', state: 'none' });
  // What would be split off is not named yet: a name is taken when it is used.
  const fresh = { id: before.id, codename: before.codename };
  const decision = decide(before, command, {
    ...contextOf(list, before, by, request.now),
    ...(other === undefined ? {} : { other }),
    ...(command.type === 'split' ? { fresh } : {}),
  });
  return isRefused(decision) ? decision : { embargo: before, facts: decision };
}

/** Why an order would be refused as it stands; null when it would not. Nothing is done. */
export async function wouldRefuse(tx: Db, request: Request, list: List, id: EmbargoId, command: EmbargoCommand): Promise<Refusal | null> {
  const result = await tried(tx, request, list, id, command);
  return 'reason' in result ? result : null;
}

/** What ending an embargo does is shown before it is done; a representative asks for it, which is done at once. Why not, or an outcome. */
export async function endEmbargo(
  tx: Db,
  engine: Engine,
  request: Request,
  list: List,
  id: EmbargoId,
  { reason, because, at }: Omit<Extract<Intent, { to: 'confirm' }>, 'to'>,
): Promise<Refusal | string | null> {
  const command = { type: 'end', reason, because, ...(at === undefined ? {} : { at }) } as const;
  const result = await tried(tx, request, list, id, command);
  if ('reason' in result) return result;
  const { embargo, facts } = result;
  if (!facts.some(({ type }) => type === 'embargo-ended')) return runEmbargo(tx, engine, request, list, id, command);
  const said = confirmEnd({ embargo, list: listFor(embargo, list, request.now), now: request.now }, request.to, command);
  await enqueue(tx, engine, [said], { list, embargo }, request.now);
  return 'shown-first';
}

type ProposeDate = Extract<EmbargoCommand, { type: 'propose-date' }>;

/**
 * Asks about a date before it is proposed: where `always`, or where it could take the place of another of the speaker's. Why it would be refused; an outcome:
 * it was asked; null: it is to be carried out.
 */
export async function askAboutDate(
  tx: Db,
  engine: Engine,
  request: Request,
  list: List,
  id: EmbargoId,
  { command, typed, always }: { readonly command: ProposeDate; readonly typed: Typed; readonly always: boolean },
): Promise<Refusal | string | null> {
  const { to, now } = request;
  const by = speakerOn(list, request);
  const result = await tried(tx, request, list, id, command);
  if ('reason' in result) return result;
  const { embargo, facts } = result;
  const proposed = facts.find((fact) => fact.type === 'date-proposed');
  const chosen = typed.texts.replace !== undefined || typed.texts.beside !== undefined;
  const old = proposed === undefined || chosen || by === null ? null : replaceable(embargo, proposed.at, by.person, now);
  if (!always && old === null) return null;
  const dated = { at: command.date.at, answerBy: proposed?.answerBy ?? null, codename: embargo.codename, now };
  const said = confirmDate(embargo, to, typed, dated, old);
  await enqueue(tx, engine, [said], { list, embargo }, now);
  // Of two dates no yes says which.
  if (old === null) await offer(tx, request, yesTo(typed, dated), embargo);
  return 'shown-first';
}

/** Shows the date with which an embargo would be opened. Why it would not be, or an outcome. */
export async function showNewDate(tx: Db, engine: Engine, request: Request, wanted: Wanted, typed: Typed): Promise<Refusal | string> {
  const { to, now } = request;
  const list = listMeant(request);
  if (list === null) return refuse({ code: 'room-not-adopted' });
  const by = speakerOn(list, request);
  if (by === null) return refuse({ code: 'not-on-the-list' });
  const decision = create(
    { ...wanted, audience: wanted.audience ?? null, id: 'preview' as EmbargoId, codename: '' },
    contextOf(list, null, by, now),
  );
  if (isRefused(decision)) return decision;
  const answerBy = decision.find((fact) => fact.type === 'date-proposed')?.answerBy ?? null;
  const dated = { at: wanted.date.at, answerBy, codename: null, now };
  const message = { push: quietPush, nodes: dateShown(typed, dated), quiet: true } as const;
  await enqueue(tx, engine, [answer(to, null, { kind: 'personal', urgency: 'answer' }, message)], { list: null, embargo: null }, now);
  await offer(tx, request, yesTo(typed, dated), null);
  return 'shown-first';
}

/** Answers a question about an embargo. */
export async function answerEmbargo(
  tx: Db,
  engine: Engine,
  request: Request,
  list: List,
  id: EmbargoId,
  query: Extract<Query, { type: EmbargoQuestion }> | { readonly type: 'confirm-order'; readonly command: EmbargoCommand },
): Promise<void> {
  const { to, now } = request;
  const embargo = await loadEmbargo(tx, id);
  if (embargo === null) return;
  const view = { embargo, list: listFor(embargo, list, now), whole: list, now };
  const facts = ofRecord.has(query.type) ? await readFacts<EmbargoFact>(tx, embargoStream(id)) : [];
  const siblings = query.type === 'details' ? knownSiblings(await siblingsOf(tx, embargo), view.list, to.person) : [];
  const said =
    query.type === 'confirm-order'
      ? await confirmed(tx, request, view, list, query.command)
      : embargoAnswer(query.type, view, to, facts, siblings, query);
  await enqueue(tx, engine, [said], { list, embargo }, now);
}

/** What is answered from the record too. */
const ofRecord: ReadonlySet<string> = new Set<EmbargoQuestion>(['timeline', 'who', 'retro', 'retro-markdown', 'retro-public']);

/** The question whether an order is meant, with what it would do. */
async function confirmed(tx: Db, request: Request, view: View, whole: List, command: EmbargoCommand): Promise<Outgoing> {
  const { other = null } = await loadNamed(tx, request, view.embargo.id, command);
  return command.type === 'merge' && other !== null
    ? confirmMerge(view, request.to, other, whole)
    : confirmOrder(view, request.to, command);
}

export type Change = {
  readonly before: Embargo | null;
  readonly facts: readonly EmbargoFact[];
  readonly list: List;
  readonly now: Instant;
  readonly by: Actor;
  /** What was heard; null: the clock. */
  readonly request: Request | null;
};

/** Writes facts down, with the state that they make, and queues what is to be said about them. */
export async function record(tx: Db, engine: Engine, change: Change): Promise<Embargo> {
  const { before, facts, list: whole, now, by, request } = change;
  const after = await keep(tx, change);
  const list = listFor(after, whole, now);
  const siblings = await siblingsOf(tx, after, before);
  const messages = announce(facts, { embargo: after, before, list, whole, now, by: request?.to ?? null, siblings });
  await enqueue(tx, engine, messages, { list, embargo: after }, now);
  await tellSameIds(tx, engine, { before, after, list: whole, by, now });
  await tellReporters(tx, engine, { before, after, list: whole, now });
  await refreshHomes(tx, concerned(facts, list, by), now);
  return after;
}

/** Writes facts down, with the state that they make, which is given back. Whatever is to be said of them the caller queues in the same transaction. */
export async function keep(tx: Db, { before, facts, list, now, by, request }: Change): Promise<Embargo> {
  const known = request === null ? facts : asConfirmed(request, facts);
  const happened = known.map((fact) => ({ fact, at: now, by }));
  const after = happened.reduce<Embargo | null>(evolve, before);
  if (after === null) throw new Error('facts about no embargo');
  await saveEmbargo(tx, before, after, nextLook(after, listFor(after, list, now), now));
  await appendFacts(tx, embargoStream(after.id), happened);
  return after;
}

/** Whose page reads differently now. */
function concerned(facts: readonly EmbargoFact[], list: List, by: Actor): PersonId[] {
  if (!facts.every(isQuiet)) return membersOf(list).map(({ person }) => person);
  return by === 'clock' ? [] : [by];
}

/** What a decision is made by: who asks, on which list, when. */
export function contextOf(whole: List, embargo: Embargo | null, by: Member, now: Instant): Context {
  const list = embargo === null ? whole : listFor(embargo, whole, now);
  return { now, by, list, whole, daysOff: holidays(list, embargo, now) };
}

/** Holidays of the countries of all policies that bind and of the members', from when the first of their clocks began until the last date that could be asked for. */
export function holidays(list: List, embargo: Embargo | null, now: Instant): DaysOff {
  const bindings = bindingsOf(embargo, { list, now });
  const rules = bindings.map(({ policy }) => policy);
  const countries = [
    ...rules.flatMap(({ holidayCountries }) => holidayCountries),
    ...distributorsOf(list).flatMap(({ profile }) => profile?.countries ?? []),
  ];
  const longestMs = Math.max(...rules.map((policy) => Math.max(policy.longestMs, policy.exceptionalMs ?? 0)));
  const margin = Math.max(...rules.map(({ holidayMarginDays }) => holidayMarginDays));
  // Working days take longer than they count.
  const ahead = 2 * longestMs + (margin + 14) * dayMs;
  const since = Math.min(now, ...bindings.map(({ start }) => start));
  const days = daysOff(since - (margin + 1) * dayMs, now + ahead, [...new Set(countries)]);
  return Object.fromEntries(days.map(({ day, name, country }) => [day, `${name}, ${country}`]));
}

/**
 * A codename that was never used, longer where most of the shorter ones are taken. Two that take the same at once clash on the unique constraint, and the later
 * one tries again.
 */
async function freshCodename(tx: Db, { random }: Engine): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    const codename = codenameAt(random(), Math.min(betweenMax, Math.floor(tries / triesMax)));
    if (!(await codenameTaken(tx, codename))) return codename;
  }
}

// While half are free, so many are taken once in a thousand times.
const triesMax = 10;
