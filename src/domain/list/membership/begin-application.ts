// How an application begins: by whom, and why not.

import type { PersonId } from '../../values/ids.ts';
import { isNo, refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { List } from '../list.ts';
import type { ListDecision } from '../refusal.ts';
import { ownerOf } from '../room.ts';
import { applicationsOf, begun, openApplications, ownApplication } from './application.ts';
import type { Of } from './commands.ts';
import type { MembershipContext } from './decide.ts';
import { coolingUntil } from './decide-application.ts';
import type { MembershipFact } from './facts.ts';
import { evidenceOf } from './hand-in.ts';
import { draftLapsesMs, ofPersonMax, ofServerMax, openApplicationsMax } from './membership.ts';

/**
 * Begun by anybody who is on no list, with the answers that came along; and refused for nothing but what is their own or everybody's: who is on the list, was removed from it or has applied
 * is not for strangers to learn. What stands against it is told where it is handed in, to coordinators: see `obstacleTo`.
 */
export function apply(
  list: List,
  { organisation, entity, name, answers }: Of<'apply'>,
  context: MembershipContext,
): ListDecision<MembershipFact> {
  const { by, now, inRoom, fresh } = context;
  if (inRoom) return refuse({ code: 'apply-in-private' });
  if (list.members[by] !== undefined) return refuse({ code: 'on-the-list', name: list.name });
  const already = ownApplication(list, by);
  if (already !== null) return refuse({ code: 'applied-already', number: already.number });
  if (fresh(organisation) === '') return refuse({ code: 'no-name' });
  const until = laterOf(
    coolingUntil(
      list,
      (application) => application.applicant === by,
      ({ people = [] }) => people.includes(by),
    ),
    tiredUntil(list, by),
  );
  if (until !== null && until > now) return refuse({ code: 'cooling', until });
  const open = openApplications(list);
  const server = ownerOf(by);
  const neighbours = server === '' ? [] : open.filter(({ applicant }) => ownerOf(applicant) === server);
  if (open.length >= openApplicationsMax || neighbours.length >= ofServerMax) return refuse({ code: 'too-many-applications' });
  const application = applicationsOf(list).reduce((most, { number }) => Math.max(most, number), 0) + 1;
  const started = { type: 'application-started', application, applicant: by, name, organisation, entity } as const;
  if (answers === undefined) return [started];
  const given = evidenceOf(list, begun(started, now), answers, context);
  return isNo(given) ? given : [started, ...given];
}

/** Until when somebody has applied too often: each application stays in the record, and each that is handed in is told to the list. */
function tiredUntil(list: List, by: PersonId): Instant | null {
  const begun = applicationsOf(list).flatMap(({ applicant, startedAt }) => (applicant === by ? [startedAt] : []));
  const oldest = begun.sort((one, other) => other - one)[ofPersonMax - 1];
  return oldest === undefined ? null : oldest + draftLapsesMs;
}

const laterOf = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
