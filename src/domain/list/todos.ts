// What somebody owes a list besides its embargoes: a vote, a decision, the yearly confirmation, an answer to who offers them a duty, an answer to who offers them a role.

import type { DistributorId, PersonId } from '../values/ids.ts';
import type { Instant } from '../values/time.ts';
import { distributorOf, type List, membersOf } from './list.ts';
import { applicationsOf, openApplications } from './membership/application.ts';
import { ballotVoter, choiceOf, countOf } from './membership/ballot.ts';
import { profileOf } from './membership/decide.ts';
import { dutiesOf } from './membership/duties.ts';
import { applicationPhase } from './membership/membership.ts';
import { waitingReports } from './reports/reports.ts';

/** `due` null: no instant is set. */
export type ListTodo = { readonly due: Instant | null } & (
  | { readonly type: 'vote' | 'decide'; readonly application: number; readonly organisation: string }
  | { readonly type: 'recertify' | 'alias'; readonly distributor: DistributorId }
  | { readonly type: 'duty-offer'; readonly number: number; readonly text: string; readonly from: DistributorId }
  | { readonly type: 'handover'; readonly from: PersonId }
  /** To be answered. */
  | { readonly type: 'report'; readonly number: number }
);

/** What one person owes a list, in no order; nothing where they are not on it. */
export function listTodosOf(list: List, person: PersonId, now: Instant): ListTodo[] {
  const member = list.members[person];
  if (member === undefined) return [];
  const votes = openApplications(list).flatMap((application): ListTodo[] => {
    const { ballot, number, organisation } = application;
    if (ballot === null || now >= ballot.closesAt) return [];
    const voter = ballotVoter(list, application, member);
    if (voter === null || choiceOf(list, voter, ballot) !== undefined) return [];
    return [{ type: 'vote', application: number, organisation, due: ballot.closesAt }];
  });
  const decisions = applicationsOf(list).flatMap((application): ListTodo[] => {
    if (member.role !== 'coordinator' || applicationPhase(application, now) !== 'decision' || countOf(list, application, now) === null)
      return [];
    return [{ type: 'decide', application: application.number, organisation: application.organisation, due: null }];
  });
  const offers = membersOf(list).flatMap(({ person: from, handover }): ListTodo[] =>
    handover === person ? [{ type: 'handover', from, due: null }] : [],
  );
  // Whose own report it is waits for the others.
  const reports = (member.role === 'coordinator' ? waitingReports(list) : []).flatMap(({ report, due }): ListTodo[] =>
    report.reporter === person ? [] : [{ type: 'report', number: report.number, due }],
  );
  return [
    ...reports,
    ...votes,
    ...decisions,
    ...ofDistributor(list, member.role === 'representative' ? member.distributor : null, person),
    ...offers,
  ];
}

function ofDistributor(list: List, id: DistributorId | null, person: PersonId): ListTodo[] {
  const found = id === null ? undefined : distributorOf(list, id);
  if (id === null || found === undefined) return [];
  const { recertification, aliasTest } = profileOf(found);
  const asked: ListTodo[] = recertification === null ? [] : [{ type: 'recertify', distributor: id, due: recertification.dueAt }];
  const waits = aliasTest !== null && aliasTest.backAt === null && aliasTest.hash !== '' && aliasTest.by !== person;
  const offered = dutiesOf(list).flatMap(({ number, text, held: { offer } }): ListTodo[] =>
    offer?.to === id ? [{ type: 'duty-offer', number, text, from: offer.from, due: null }] : [],
  );
  return [...asked, ...(waits ? [{ type: 'alias', distributor: id, due: null } as const] : []), ...offered];
}
