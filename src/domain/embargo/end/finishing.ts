// When no coordinator answers at the disclosure date, or once the policy leaves none, two representatives of different distributors finish instead.

import { distributorOf, type List, type Member } from '../../list/list.ts';
import { isSpeaker } from '../../list/roles.ts';
import { isSameVoter } from '../../list/voters.ts';
import type { Instant } from '../../values/time.ts';
import { consentOf, coordinatorsAsked, isIn, memberOf } from '../consent.ts';
import type { Context } from '../context.ts';
import { lastDay, mayDiscloseUndated, noDateLeft } from '../date/extension.ts';
import { agreedDate, type Embargo, type Finding, type FirstPress } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import { openFindings } from '../findings.ts';

/**
 * From when two representatives may disclose without a coordinator, as things stand: so long after the date, or after the last word of a coordinator since
 * then, as the policy says; from the date on where every coordinator is away or has declined. Null while no date is agreed and one can be.
 */
export function finishableFrom(embargo: Embargo, list: List, now: Instant): Instant | null {
  const due = dueSince(embargo, list, now);
  if (due === null) return null;
  const there = coordinatorsAsked(embargo, list).some((member) => !isAway(member, now));
  if (!there) return due;
  return Math.max(due, heardOf(embargo), pressOfCoordinator(embargo, list)) + list.policy.rules.finishAfterMs;
}

const heardOf = ({ reminded }: Embargo): Instant => reminded.disclosure?.heardAt ?? reminded.date?.heardAt ?? 0;

/** Since when it is to be disclosed: its date, or the last day of the policies where no date can be agreed any more. */
function dueSince(embargo: Embargo, list: List, now: Instant): Instant | null {
  const date = agreedDate(embargo);
  if (date !== null) return date.at;
  return mayDiscloseUndated(embargo, { list, now }) ? lastDay(embargo, { list, now }) : null;
}

/** Whether two representatives may disclose without a coordinator now. */
export function isFinishable(embargo: Embargo, list: List, now: Instant): boolean {
  const from = finishableFrom(embargo, list, now);
  return from !== null && from <= now;
}

/** How long coordinators have been silent by the policy's measure; 0: every one of them is away or has declined. */
export function silenceOf(embargo: Embargo, list: List, now: Instant): number {
  return finishableFrom(embargo, list, now) === dueSince(embargo, list, now) ? 0 : list.policy.rules.finishAfterMs;
}

/** Whether two people speak for one distributor, or for two of one legal entity: then they are one of the two who finish without a coordinator. */
export function speakForOne(list: List, { distributor: one }: Member, { distributor: other }: Member): boolean {
  return one !== null && other !== null && isSameVoter(list, one, other);
}

/**
 * Who pressed first, while their press counts: void once they left the list, became a reviewer, did not keep to the terms, or something was found since
 * that they have not seen.
 */
export function firstPress(embargo: Embargo, list: List): Member | null {
  const { disclosing } = embargo;
  const first = disclosing === null || disclosing.reason !== undefined ? null : memberOf(list, disclosing.by);
  if (disclosing === null || first === null || !isSpeaker(first.role) || !isIn(consentOf(embargo, first))) return null;
  return openFindings(embargo).every((finding) => wasSeen(finding, disclosing)) ? first : null;
}

/** Whether somebody named a finding as they disclosed, and it has not been opened anew since. That it is fixed by now is no news to wait for. */
function wasSeen({ number, state, since }: Finding, { findings = [], at }: FirstPress): boolean {
  return findings.includes(number) && (state === 'fixed' || since <= at);
}

/** Since when it is public, as who pressed first says; null: they said nothing of it, or their press does not count any more. */
export function statedSince(embargo: Embargo, list: List): Instant | null {
  return firstPress(embargo, list) === null ? null : (embargo.disclosing?.publicSince ?? null);
}

/**
 * That a coordinator has answered after the date, or after the last day where the policies left none, where what they did does not say so by itself: the
 * representatives wait anew from then on.
 */
export function heardAfterDate(embargo: Embargo, facts: readonly EmbargoFact[], { by, list, now }: Context): EmbargoFact[] {
  const due = agreedDate(embargo)?.at ?? (noDateLeft(embargo, { list, now }) ? lastDay(embargo, { list, now }) : null);
  const silent = by.role !== 'coordinator' || embargo.ended !== null || due === null || now < due;
  return silent || facts.every(({ type }) => itself.has(type)) ? [] : [{ type: 'coordinator-heard' }];
}

/** Of a press the state knows; what moves the date begins anew anyway; and who declines is not there any more. */
const itself: ReadonlySet<EmbargoFact['type']> = new Set(['disclosure-pressed', 'embargo-ended', 'terms-declined']);

/**
 * Whom a daily reminder of an overdue disclosure reaches, of those who may disclose: somebody new each day, from the coordinators to whom distributors name
 * first, to their other representatives, and round again. `day`: how many days it has been open to representatives; negative: it is not.
 */
export function reachedOn(day: number, asked: readonly Member[], list: List): Member[] {
  const circles = [0, 1, 2].map((circle) => asked.filter((member) => circleOf(member, list) === circle));
  if (day < 0) return [...asked];
  const first = circles[0]?.length === 0 ? 0 : 1;
  const there = circles.filter((circle) => circle.length > 0);
  return there[(first + day) % there.length] ?? [];
}

function circleOf({ person, role, distributor }: Member, list: List): number {
  if (role === 'coordinator' || distributor === null) return 0;
  const primary = distributorOf(list, distributor)?.profile?.primary ?? firstOf(list, distributor)?.person;
  return primary === person ? 1 : 2;
}

const firstOf = (list: List, of: Member['distributor']): Member | undefined =>
  Object.values<Member>(list.members).find(({ role, distributor }) => role === 'representative' && distributor === of);

const isAway = ({ away }: Member, now: Instant): boolean => away !== undefined && away.until > now;

function pressOfCoordinator(embargo: Embargo, list: List): Instant {
  return firstPress(embargo, list)?.role === 'coordinator' ? (embargo.disclosing?.at ?? 0) : 0;
}
