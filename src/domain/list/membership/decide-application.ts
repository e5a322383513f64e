// What may happen to an application: evidence, a voucher, a decision with reasons. The ballot is in ballot.ts, the acceptance in accept-policy.ts.

import { isNo, refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import { entityOf, findDistributor } from '../distributor.ts';
import { distributorOf, distributorsOf, type List } from '../list.ts';
import type { ListDecision, ListRefusal } from '../refusal.ts';
import { applicationOf, applicationsOf, asked, inPhase, numbered, openApplications } from './application.ts';
import { countFacts, countOf } from './ballot.ts';
import type { Of } from './commands.ts';
import type { MembershipContext } from './decide.ts';
import type { MembershipFact } from './facts.ts';
import { type Application, ballotReminderMs, draftLapsesMs, type Former, noMembership, sameEntity } from './membership.ts';

/**
 * What stands against an application that was handed in: its organisation is on the list, or called like one that is; another handed in before is of the
 * same; it is held back after a rejection or a removal. For those to know who may know who is on the list. Null: nothing does.
 */
export function obstacleTo(list: List, application: Application, { now, looksLike, fresh }: Means): ListRefusal | null {
  const { organisation, entity } = application;
  const is = (other: string) => [organisation, entity].some((name) => sameEntity(other, name) || looksLike(other, name));
  const there =
    distributorOf(list, fresh(organisation)) ??
    findDistributor(list, organisation) ??
    distributorsOf(list).find((each) => is(each.name) || is(entityOf(each)));
  if (there !== undefined) return refuse({ code: 'organisation-known', organisation, name: there.name });
  // Whoever has handed nothing in keeps nobody out by a name that anybody may type.
  const earlier = handedIn(list).some((each) => isEarlier(each, application) && (is(each.organisation) || is(each.entity)));
  if (earlier) return refuse({ code: 'entity-applied', organisation });
  // Before somebody had vouched nobody knew whether the applicant was of it.
  const rejected = (each: Application) => each.voucher !== null && (is(each.organisation) || is(each.entity));
  const until = coolingUntil(list, rejected, (former) => is(former.name) || is(former.entity));
  return until !== null && until > now ? refuse({ code: 'cooling', until }) : null;
}

/** By what an obstacle is found. */
type Means = Pick<MembershipContext, 'now' | 'looksLike' | 'fresh'>;

function isEarlier(one: Application, other: Application): boolean {
  if (one.number === other.number || one.submittedAt === null) return false;
  const at = other.submittedAt ?? Number.MAX_SAFE_INTEGER;
  return one.submittedAt < at || (one.submittedAt === at && one.number < other.number);
}

function handedIn(list: List): Application[] {
  return openApplications(list).filter(({ submittedAt }) => submittedAt !== null);
}

/** Until when applications are held back by earlier ones that were rejected, and by removals; null where none is meant. */
export function coolingUntil(
  list: List,
  isRejected: (application: Application) => boolean,
  isRemoved: (former: Former) => boolean,
): Instant | null {
  const rejected = applicationsOf(list).flatMap((each) => (each.closed?.how === 'rejected' && isRejected(each) ? [each.closed.at] : []));
  const removed = (list.membership ?? noMembership).former.flatMap((each) => (isRemoved(each) ? [each.at] : []));
  const ends = [...rejected, ...removed];
  return ends.length === 0 ? null : Math.max(...ends) + list.policy.rules.membership.coolingMs;
}

export function withdraw(list: List, { by }: MembershipContext): ListDecision<MembershipFact> {
  const application = applicationOf(list, by);
  if (application === null || application.applicant !== by) return refuse({ code: 'no-application' });
  return [{ type: 'application-closed', application: application.number, how: 'withdrawn' }];
}

/** A person's decision, with reasons, and bound to the vote: yes only to what was carried, no only to what was not, or before there was a ballot. */
export function decideApplication(list: List, command: Of<'decide-application'>, context: MembershipContext): ListDecision<MembershipFact> {
  const { now } = context;
  const { number, accept, because, missing: lacking } = command;
  const found = numbered(list, number);
  if (isNo(found)) return found;
  const counted = countOf(list, found, now);
  if (found.ballot !== null && counted === null) return refuse({ code: 'ballot-open', number, closesAt: found.ballot.closesAt });
  const refusal = inPhase(found, accept ? ['decision'] : ['voucher', 'discussion', 'decision'], now);
  const no = refusal ?? (accept ? obstacleTo(list, found, context) : null);
  if (no !== null) return no;
  const strange = lacking.filter((key) => !asked(list).includes(key));
  if (strange.length > 0) return refuse({ code: 'unknown-criterion', keys: asked(list) });
  if (accept && counted !== null && counted.outcome !== 'carried') return refuse({ code: 'not-carried', outcome: counted.outcome });
  if (!accept && counted?.outcome === 'carried') return refuse({ code: 'carried' });
  return [
    ...countFacts(list, found, now),
    { type: 'application-decided', application: number, accepted: accept, because, missing: lacking },
  ];
}

/**
 * Before the list votes, so that it votes on everybody who comes. Whether somebody is on the list, or in another application, is not for an applicant to
 * learn: who is on it already does not come by this.
 */
export function nameBackup(list: List, { person, name }: Of<'name-backup'>, { by, now }: MembershipContext): ListDecision<MembershipFact> {
  const found = applicationOf(list, by);
  if (found === null || found.applicant !== by) return refuse({ code: 'no-application' });
  const refusal = inPhase(found, ['drafting', 'voucher', 'discussion'], now);
  if (refusal !== null) return refusal;
  if (person === by) return refuse({ code: 'stand-in-is-self' });
  if (found.backup?.person === person) return refuse({ code: 'backup-known', name: found.backup.name });
  return [{ type: 'backup-named', application: found.number, person, name }];
}

/** Drafts that nobody went on with, and ballots that are over. */
export function dueOfApplications(list: List, now: Instant): MembershipFact[] {
  return openApplications(list).flatMap((application): MembershipFact[] => {
    const lapses = lapsesAt(application);
    if (lapses !== null && now >= lapses) return [{ type: 'application-closed', application: application.number, how: 'lapsed' }];
    const { ballot, number } = application;
    const remind = ballot !== null && ballot.reminded !== true && now >= ballot.closesAt - ballotReminderMs && now < ballot.closesAt;
    return remind ? [{ type: 'ballot-reminded', application: number }] : countFacts(list, application, now);
  });
}

/** When an application lapses that waits for its applicant: to hand it in, or to accept the policy. Null: it waits for others. */
function lapsesAt({ submittedAt, startedAt, decision }: Application): Instant | null {
  if (decision !== null) return decision.at + draftLapsesMs;
  return submittedAt === null ? startedAt + draftLapsesMs : null;
}

/** When an application next needs the clock; null when it waits for people. */
export function nextOfApplication(application: Application): Instant | null {
  const { ballot, counted, closed } = application;
  if (closed !== null) return null;
  if (ballot !== null && counted === null) return ballot.closesAt - (ballot.reminded === true ? 0 : ballotReminderMs);
  return lapsesAt(application);
}
