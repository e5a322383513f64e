// Commands to a list: rooms, distributors, people.

import { announceList } from '../chat/announce-list.ts';
import { waitsForPress } from '../chat/expired.ts';
import type { DeviceCommand, HereCommand, RoomCommand, SaidOfReport } from '../chat/grammar/intent.ts';
import { confirmLeave } from '../chat/list/membership/standing.ts';
import { confirmKeys, confirmTrust } from '../chat/list/room-answers.ts';
import type { Speaker } from '../chat/message/address.ts';
import type { Outgoing } from '../chat/message/outgoing.ts';
import { looksLike } from '../chat/values/names.ts';
import type { Db } from '../db/connection/client.ts';
import { keepDue, lockEnded, lockRunning } from '../db/embargoes.ts';
import { appendFacts, listStream } from '../db/facts.ts';
import { canonicalIds, openIdentity, personOf } from '../db/identities.ts';
import { keepListDue, lockList, saveList } from '../db/lists.ts';
import { listFor } from '../domain/embargo/audience/on-embargo.ts';
import { nextLook } from '../domain/embargo/reminders.ts';
import { dueOfList, nextOfList } from '../domain/list/clock.ts';
import type { ListCommand } from '../domain/list/commands.ts';
import { decideList, type ListContext } from '../domain/list/decide.ts';
import { evolveList } from '../domain/list/evolve.ts';
import { type ListFact, written } from '../domain/list/facts.ts';
import { type List, membersOf, roomsOf } from '../domain/list/list.ts';
import { openApplications } from '../domain/list/membership/application.ts';
import { countFacts } from '../domain/list/membership/ballot.ts';
import { isMembershipCommand, membershipAuthority } from '../domain/list/membership/commands.ts';
import { isOfReport } from '../domain/list/reports/facts.ts';
import { becameFit, type Known, knownThere } from '../domain/list/room.ts';
import { riskToList } from '../domain/list-risks.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Actor } from '../domain/values/happened.ts';
import { bareId, type PersonId, platformOf } from '../domain/values/ids.ts';
import { isRefused, refuse } from '../domain/values/refusal.ts';
import { dayMs, type Instant } from '../domain/values/time.ts';
import type { Engine } from '../engine.ts';
import type { Lookups } from '../inbound/lookups.ts';
import { listMeant, type Request } from '../inbound/request.ts';
import { enqueue } from '../outbound/enqueue.ts';
import { refreshHomes } from '../outbound/home-page.ts';
import { tellOfAway } from './approval/own-accounts.ts';
import { asConfirmed, isGuarded, waitsForApproval } from './approval/second-approval.ts';
import {
  aliasCode,
  draftHash,
  draftShown,
  listOfApplicant,
  removalShown,
  sayAliasMail,
  sayLeftOut,
  wholeIn,
  withWhole,
} from './membership.ts';
import { rulesChanged } from './policy.ts';
import { policyHash } from './policy-hash.ts';
import { fresh, located, platformName } from './resolve.ts';
import { adoptionFirst, founderName, linkAdvice } from './rooms/adopt.ts';
import { evictLater } from './rooms/evictions.ts';

/** Carries a command to a list out; a refusal is given back to be said. An outcome: what it means was shown, and nothing done. Throws NeedsLookup. */
export async function runList(
  tx: Db,
  engine: Engine,
  request: Request,
  here: Exclude<HereCommand, RoomCommand | DeviceCommand | SaidOfReport>,
  lookups: Lookups,
): Promise<Refusal | 'shown-first' | typeof waitsForPress | null> {
  const { heard, now, to } = request;
  const applied = isApplicants(here) ? await listOfApplicant(tx, request, here.type === 'apply' ? here.list : null) : null;
  if (isApplicants(here) && applied === null)
    return refuse(here.type === 'apply' ? { code: 'no-such-list', typed: here.list } : { code: 'no-application' });
  const secret = here.type === 'test-alias' ? aliasCode(engine) : '';
  const asked = await located(tx, engine, request, here, { outside: lookups, applied, secret });
  if ('reason' in asked && asked.type === 'refusal') return asked;
  const id = asked.type === 'adopt-room' ? asked.list : (applied ?? listMeant(request)?.id ?? null);
  if (id === null) return refuse({ code: 'room-not-adopted' });
  const before = await settled(tx, engine, await lockList(tx, id), now);
  const command = withWhole(request, before, asked);
  const founding = before === null && command.type === 'adopt-room';
  const name =
    before?.members[heard.by]?.name ??
    (founding ? await founderName(tx, engine, request, lookups) : (platformName(heard, heard.by) ?? bareId(heard.by)));
  const whole = wholeIn(command);
  const decision = decideList(before, command, contextOf(request, before, name));
  if (isRefused(decision)) return decision;
  const meaning =
    here.type === 'adopt-room' && command.type === 'adopt-room'
      ? await adoptionFirst(tx, request, here, command, before)
      : before === null
        ? null
        : shownFirst(request, here, command, before);
  if (meaning !== null) {
    await enqueue(tx, engine, [meaning], { list: before, embargo: null }, now);
    return 'shown-first';
  }
  if (before !== null) {
    const risk = riskToList(before, decision, await isGuarded(tx, engine, request, before));
    const order = { to: 'list', list: before, here, what: command, risk } as const;
    if (await waitsForApproval(tx, engine, request, order)) return waitsForPress;
  }
  if (command.type === 'add-person' && before?.members[command.person] === undefined) await openAgain(tx, command.person);
  const after = await recordList(tx, engine, { before, facts: asConfirmed(request, decision), by: to.person, to, now });
  await tellOfAway(tx, engine, request, decision, after);
  if (whole !== null) await sayLeftOut(tx, engine, request, whole);
  if (here.type === 'test-alias') await sayAliasMail(tx, engine, request, after, { typed: here.distributor, secret });
  if (founding) await enqueue(tx, engine, await linkAdvice(tx, engine, request), { list: after, embargo: null }, now);
  return null;
}

/** The locked list with what its clock has to write down by now: what somebody says is decided on what is so, whether or not a tick has come. */
async function settled(tx: Db, engine: Engine, list: List | null, now: Instant): Promise<List | null> {
  const due = list === null ? [] : dueOfList(list, now);
  return due.length === 0 ? list : recordList(tx, engine, { before: list, facts: due, by: 'clock', to: null, now });
}

/** What a decision about a list knows besides it. */
export function contextOf({ heard, admin, now }: Request, list: List | null, name: string): ListContext {
  const hash = list === null ? '' : policyHash(list.policy.rules);
  const draft = list === null ? null : draftHash(list);
  return { by: heard.by, name, admin, now, policyHash: hash, draftHash: draft, inRoom: heard.room !== null, fresh, looksLike };
}

/** What somebody says of an application of their own: they are on no list. */
export function isApplicants(here: {
  readonly type: string;
}): here is Extract<
  HereCommand,
  { type: 'apply' | 'give-evidence' | 'submit-application' | 'name-backup' | 'accept-policy' | 'withdraw-application' }
> {
  return isMembershipCommand(here) && membershipAuthority[here.type] === 'anybody';
}

/** What an order means, where whoever gives it has not been shown it. */
function shownFirst(request: Request, here: HereCommand, command: ListCommand, list: List): Outgoing | null {
  if (here.type === 'remove-distributor') return removalShown(request, list, here);
  if (here.type === 'leave-list') return here.sure ? null : confirmLeave(list, request.to);
  return here.type === 'adopt-policy' ? draftShown(request, list, here) : meaningFirst(here, command, list, request.to);
}

/** Other organisations are let in knowingly: what that means is shown first, with the button that does it. */
function meaningFirst(here: HereCommand, command: ListCommand, list: List, to: Speaker): Outgoing | null {
  if (here.type === 'trust-team' && command.type === 'trust-team' && !here.sure) {
    const name = list.rooms[command.room]?.audit.name ?? 'this room';
    return confirmTrust(to, { on: platformOf(command.room), name, teams: [command.team] }, `room trust ${command.team} sure=yes`);
  }
  if (here.type === 'set-room-keys' && command.type === 'set-room-keys' && here.keys === 'all' && !here.sure)
    return confirmKeys(to, list.rooms[command.room]?.audit.name ?? 'this room');
  return null;
}

/** For how long after its end an embargo can still gain todos: the longest of the clocks, and as long again. */
const afterEndMs = 20 * dayMs;

/** `before` null: the list is new. `to`: who is answered, where they spoke; null: nobody said it. */
export type ListChange = {
  readonly before: List | null;
  readonly facts: readonly ListFact[];
  readonly by: Actor;
  readonly to: Speaker | null;
  readonly now: Instant;
};

/** Writes facts about a list down, with the list that they make, and queues what is to be said of them. `before` is locked. Resolves to the list. */
export async function recordList(tx: Db, engine: Engine, { before, facts: happened, by, to, now }: ListChange): Promise<List> {
  const facts = before === null ? happened : [...countsBefore(before, happened, now), ...happened];
  const after = facts.reduce<List | null>((list, fact) => evolveList(list, fact, now), before);
  if (after === null) throw new Error('facts about no list');
  await saveList(tx, before, after);
  const seq = await appendFacts(
    tx,
    listStream(after.id),
    facts.map((fact) => ({ fact: written(fact), at: now, by })),
  );
  const aside = facts.every((fact) => changesNoEmbargo(fact, before, after));
  const running = aside ? [] : await lockRunning(tx, after.id);
  // Somebody new may owe what nobody owed, also on embargoes that have ended.
  for (const { embargo, nextDueAt } of aside ? [] : await lockEnded(tx, after.id, now - afterEndMs)) {
    const due = nextLook(embargo, listFor(embargo, after, now), now);
    if (due !== nextDueAt) await keepDue(tx, embargo.id, due);
  }
  const known = await knownInRooms(tx, after);
  await keepListDue(tx, after.id, nextOfList(after));
  const hash = policyHash(after.policy.rules);
  const { answers, about } = announceList(facts, { list: after, before, running, now, to, known, policyHash: hash });
  await enqueue(tx, engine, answers, { list: after, embargo: null }, now);
  for (const { embargo, messages } of about) await enqueue(tx, engine, messages, { list: after, embargo }, now);
  if (facts.some(({ type }) => type === 'policy-set') && before !== null)
    await rulesChanged(tx, engine, { before, after, running, by, now });
  if (aside) return after;
  await evictLater(tx, engine, { before, after, facts, seq, now });
  const people = [...membersOf(after), ...(before === null ? [] : membersOf(before))].map(({ person }) => person);
  await refreshHomes(tx, [...new Set(people)], now);
  return after;
}

/** Whether the embargoes of the list stand as they stood: a room is as fit as before; somebody accepted the terms who accepts each embargo besides. */
function changesNoEmbargo(fact: ListFact, before: List | null, after: List): boolean {
  if (isOfReport(fact)) return true;
  if (fact.type === 'room-audited') return !becameFit(before?.rooms[fact.room], after.rooms[fact.room]);
  return fact.type === 'terms-accepted' && after.members[fact.person]?.role !== 'coordinator';
}

/** Writes down that the speaker accepted the terms in force, with their first embargo under them. The list is locked, and not changed since. */
export async function acceptTerms(tx: Db, engine: Engine, { heard, now, to }: Request, list: List): Promise<void> {
  const terms = list.policy.rules.termsVersion;
  const member = list.members[heard.by];
  if (member === undefined || member.terms === terms) return;
  const fact: ListFact = { type: 'terms-accepted', person: member.person, terms };
  await recordList(tx, engine, { before: list, facts: [fact], by: member.person, to, now });
}

/** Ballots that are over and were not counted: they are, before anything changes who may vote. Not where it is done, or of no use any more. */
function countsBefore(before: List, facts: readonly ListFact[], now: Instant): ListFact[] {
  const done = new Set(
    facts.flatMap((fact) => (fact.type === 'ballot-counted' || fact.type === 'application-closed' ? [fact.application] : [])),
  );
  return openApplications(before).flatMap((application) => (done.has(application.number) ? [] : countFacts(before, application, now)));
}

/** By which ids the list knows those who are in its rooms. */
export async function knownInRooms(tx: Db, list: List): Promise<Known> {
  const audits = roomsOf(list).map(({ audit }) => audit);
  const linked = await canonicalIds(
    tx,
    audits.flatMap(({ people = [] }) => people),
  );
  return new Map(audits.flatMap((audit) => [...knownThere(list, audit, linked)]));
}

/** Somebody whose every account was closed is added anew: a coordinator says that it is theirs again. */
async function openAgain(tx: Db, person: PersonId): Promise<void> {
  if ((await personOf(tx, person)).ids.length === 0) await openIdentity(tx, person);
}
