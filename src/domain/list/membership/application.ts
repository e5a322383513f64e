// An application as others look at it: whose it is, where it stands, what it was asked.

import type { PersonId } from '../../values/ids.ts';
import { own } from '../../values/records.ts';
import { refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import { entityOf } from '../distributor.ts';
import type { Distributor, List } from '../list.ts';
import type { ListRefusal } from '../refusal.ts';
import type { MembershipFact } from './facts.ts';
import { type Application, type ApplicationPhase, applicationPhase, sameEntity } from './membership.ts';

/** An application as it begins: with nothing answered. */
export function begun(fact: Extract<MembershipFact, { type: 'application-started' }>, at: Instant): Application {
  const { type: _, application: number, ...who } = fact;
  const nothing = { voucher: null, ballot: null, counted: null, decision: null, backup: null, closed: null, submittedAt: null };
  return { ...who, ...nothing, number, startedAt: at, evidence: {}, conflicts: {}, acceptances: {} };
}

export function applicationsOf(list: List): Application[] {
  return Object.values<Application>(list.membership?.applications ?? {});
}

export function openApplications(list: List): Application[] {
  return applicationsOf(list).filter(({ closed }) => closed === null);
}

/** The application that is somebody's own, or names them as its backup. */
export function applicationOf(list: List, person: PersonId): Application | null {
  // Their own first, then one that waits for them: nobody is kept from these by being named in somebody else's.
  const naming = openApplications(list).filter(({ backup }) => backup?.person === person);
  return ownApplication(list, person) ?? naming.find(({ decision }) => decision?.accepted === true) ?? naming[0] ?? null;
}

export function ownApplication(list: List, person: PersonId): Application | null {
  return openApplications(list).find(({ applicant }) => applicant === person) ?? null;
}

/** The criteria that were not answered yet, in order. Who vouches is not the applicant's to say. */
export function unanswered(list: List, application: Application): string[] {
  return asked(list).filter((key) => own(application.evidence, key) === undefined);
}

/** Those of them without which it is not handed in. */
export function missing(list: List, application: Application): string[] {
  const { criteria } = list.policy.rules;
  return unanswered(list, application).filter((each) => criteria.some(({ key, optional }) => key === each && !optional));
}

/** What an applicant is asked: every criterion. */
export function asked(list: List): string[] {
  return list.policy.rules.criteria.map(({ key }) => key);
}

export function isOfApplicant(distributor: Distributor, { organisation, entity }: Application): boolean {
  return [distributor.name, entityOf(distributor)].some((name) => sameEntity(name, entity) || sameEntity(name, organisation));
}

export function numbered(list: List, number: number): Application | ListRefusal {
  const found = list.membership?.applications[number];
  if (found !== undefined) return found;
  return refuse({ code: 'unknown-application', number, open: openApplications(list).map((each) => each.number) });
}

export function inPhase(application: Application, phases: readonly ApplicationPhase[], now: Instant): ListRefusal | null {
  const phase = applicationPhase(application, now);
  return phases.includes(phase) ? null : refuse({ code: 'wrong-phase', number: application.number, phase });
}
