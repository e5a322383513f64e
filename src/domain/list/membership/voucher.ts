// Who vouches for an applicant: somebody already on the list, and whom of them an application names.

import { bareId, type PersonId } from '../../values/ids.ts';
import { own } from '../../values/records.ts';
import { isNo, refuse } from '../../values/refusal.ts';
import { distributorOf, type List, type Member, membersOf } from '../list.ts';
import type { ListDecision } from '../refusal.ts';
import { type Role, speakers } from '../roles.ts';
import { inPhase, isOfApplicant, numbered } from './application.ts';
import type { Of } from './commands.ts';
import type { MembershipContext } from './decide.ts';
import { obstacleTo } from './decide-application.ts';
import type { MembershipFact } from './facts.ts';
import type { Application } from './membership.ts';

/** Somebody already on the list, of another organisation and another legal entity: never the applicant themself. */
export function vouch(list: List, { number }: Of<'vouch'>, context: MembershipContext): ListDecision<MembershipFact> {
  const { by, now } = context;
  const found = numbered(list, number);
  if (isNo(found)) return found;
  const member = list.members[by];
  if (found.applicant === by || found.backup?.person === by) return refuse({ code: 'vouches-for-self' });
  if (member === undefined) return refuse({ code: 'not-on-the-list' });
  if (isOwn(list, member, found)) return refuse({ code: 'vouches-for-own' });
  if (found.voucher !== null)
    return refuse({ code: 'vouched-already', by: list.members[found.voucher.person]?.name ?? found.voucher.person });
  const refusal = inPhase(found, ['voucher'], now) ?? obstacleTo(list, found, context);
  return refusal ?? [{ type: 'vouched', application: number, person: by, distributor: member.distributor }];
}

/**
 * Whom an application names as who vouches for it, of those who may: by name, handle or id. Nobody where it names more than a few, which asks around and
 * not somebody.
 */
export function vouchersNamed(list: List, application: Application): Member[] {
  const said = own(application.evidence, 'voucher') ?? '';
  const found = membersOf(list).filter((member) => {
    const { person, name, role } = member;
    const may = maySpeak.includes(role) && person !== application.applicant && person !== application.backup?.person;
    const [, handle = ''] = /^@?([^:]+)/.exec(bareId(person)) ?? [];
    return may && !isOwn(list, member, application) && [name, bareId(person), handle].some((each) => isNamedIn(said, each));
  });
  return found.length > vouchersMax ? [] : found;
}

/** Whom of these nobody has asked yet for this application. Nobody where something stands against it. */
export function toBeAsked(list: List, application: Application, context: MembershipContext): PersonId[] {
  const { asked = [] } = application;
  if (obstacleTo(list, application, context) !== null) return [];
  const named = vouchersNamed(list, application).flatMap(({ person }) => (asked.includes(person) ? [] : [person]));
  return named.slice(0, Math.max(0, vouchersAskedMax - asked.length));
}

const vouchersMax = 3;
// An applicant who names one person after another learns nothing about who is on the list, and disturbs only a few.
const vouchersAskedMax = 2 * vouchersMax;
const maySpeak: readonly Role[] = speakers;

/** As a word of its own, in whatever case. */
function isNamedIn(said: string, name: string): boolean {
  const escaped = name.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return escaped.length > 1 && new RegExp(`(?<![\\p{L}\\p{N}_-])@?${escaped}(?![\\p{L}\\p{N}_-])`, 'iu').test(said);
}

/** Whether a member is of the same legal entity as the applicant. */
function isOwn(list: List, { distributor }: Member, application: Application): boolean {
  const theirs = distributor === null ? undefined : distributorOf(list, distributor);
  return theirs !== undefined && isOfApplicant(theirs, application);
}
