// What may happen to an application: evidence, a voucher, a secret ballot, a decision with reasons, acceptance of the policy.
import type { MembershipContext } from './decide-membership.ts';
import { secondContact } from './decide-membership.ts';
import { entityOf, findDistributor } from './distributor.ts';
import type { DistributorId, PersonId } from './ids.ts';
import { type Distributor, distributorsOf, type List, type Member, membersOf } from './list.ts';
import {
  type Application,
  type ApplicationPhase,
  applicationPhase,
  type Ballot,
  ballotReminderMs,
  type Choice,
  type Counted,
  draftLapsesMs,
  noMembership,
  ofPersonMax,
  ofServerMax,
  openApplicationsMax,
  sameEntity,
} from './membership.ts';
import type { MembershipCommand } from './membership-commands.ts';
import type { MembershipFact } from './membership-facts.ts';
import { type Decision, type Refusal, refuse } from './refusal.ts';
import { ownerOf } from './room.ts';
import type { Instant } from './time.ts';
import { distributorBehind, isSameVoter, voterOf, votersOf } from './voting.ts';

type Of<Type extends MembershipCommand['type']> = Extract<MembershipCommand, { type: Type }>;

/** What makes a distributor and its person of an application that was accepted. */
export type Joining =
  | { readonly type: 'distributor-added'; readonly distributor: DistributorId; readonly name: string; readonly releases: readonly string[] }
  | { readonly type: 'person-added'; readonly member: Omit<Member, 'since'> };

export function applicationsOf(list: List): Application[] {
  return Object.values<Application>(list.membership?.applications ?? {});
}

export function openApplications(list: List): Application[] {
  return applicationsOf(list).filter(({ closed }) => closed === null);
}

/** The application that is somebody's own, or names them as its backup. */
export function applicationOf(list: List, person: PersonId): Application | null {
  // Their own first: nobody is kept from it by being named in somebody else's.
  return ownApplication(list, person) ?? openApplications(list).find(({ backup }) => backup?.person === person) ?? null;
}

function ownApplication(list: List, person: PersonId): Application | null {
  return openApplications(list).find(({ applicant }) => applicant === person) ?? null;
}

/** Refused for whoever is on the list already, for an organisation that is, that has an application open, or that is cooling off. */
export function apply(
  list: List,
  { organisation, entity, name }: Of<'apply'>,
  { by, now, inRoom, fresh }: MembershipContext,
): Decision<MembershipFact> {
  if (inRoom) return refuse({ code: 'apply-in-private' });
  if (list.members[by] !== undefined) return refuse({ code: 'on-the-list', name: list.name });
  const own = ownApplication(list, by);
  if (own !== null) return refuse({ code: 'applied-already', number: own.number });
  const is = (other: string) => sameEntity(other, entity) || sameEntity(other, organisation);
  const there = distributorsOf(list).find((each) => is(each.name) || is(entityOf(each)));
  if (fresh(organisation) === '') return refuse({ code: 'no-name' });
  if (there !== undefined || findDistributor(list, organisation) !== null || list.distributors[fresh(organisation)] !== undefined)
    return refuse({ code: 'on-the-list', name: list.name });
  // Whoever has handed nothing in keeps nobody out by a name that anybody may type.
  if (handedIn(list).some((each) => is(each.organisation) || is(each.entity))) return refuse({ code: 'entity-applied', organisation });
  const until = laterOf(coolingUntil(list, is, by), tiredUntil(list, by));
  if (until !== null && until > now) return refuse({ code: 'cooling', until });
  const open = openApplications(list);
  const server = ownerOf(by);
  const neighbours = server === '' ? [] : open.filter(({ applicant }) => ownerOf(applicant) === server);
  if (open.length >= openApplicationsMax || neighbours.length >= ofServerMax) return refuse({ code: 'too-many-applications' });
  const application = applicationsOf(list).reduce((most, { number }) => Math.max(most, number), 0) + 1;
  return [{ type: 'application-started', application, applicant: by, name, organisation, entity }];
}

function handedIn(list: List): Application[] {
  return openApplications(list).filter(({ submittedAt }) => submittedAt !== null);
}

/** Until when somebody has applied too often: each application stays in the record, and each that is handed in is told to the list. */
function tiredUntil(list: List, by: PersonId): Instant | null {
  const begun = applicationsOf(list).flatMap(({ applicant, startedAt }) => (applicant === by ? [startedAt] : []));
  const oldest = begun.sort((one, other) => other - one)[ofPersonMax - 1];
  return oldest === undefined ? null : oldest + draftLapsesMs;
}

const laterOf = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/**
 * Until when an organisation, or a person whose application was rejected, may not apply again; null when nothing holds it back. The organisation is
 * held back only where somebody had vouched: before that nobody knows whether the applicant is of it.
 */
function coolingUntil(list: List, is: (name: string) => boolean, by: PersonId): Instant | null {
  const { coolingMs } = list.policy.rules.membership;
  const rejected = applicationsOf(list).filter(
    ({ closed, organisation, entity, applicant, voucher }) =>
      closed?.how === 'rejected' && (applicant === by || (voucher !== null && (is(organisation) || is(entity)))),
  );
  const ends = [...rejected.flatMap(({ closed }) => closed?.at ?? []), ...removals(list, is, by)];
  return ends.length === 0 ? null : Math.max(...ends) + coolingMs;
}

function removals(list: List, is: (name: string) => boolean, by: PersonId): Instant[] {
  const { former } = list.membership ?? noMembership;
  return former.filter(({ name, entity, people = [] }) => is(name) || is(entity) || people.includes(by)).map(({ at }) => at);
}

/** The criteria that were not answered yet, in order. Who vouches is not the applicant's to say. */
export function unanswered(list: List, application: Application): string[] {
  return asked(list).filter((key) => application.evidence[key] === undefined);
}

/** What an applicant is asked: every criterion. */
export function asked(list: List): string[] {
  return list.policy.rules.criteria.map(({ key }) => key);
}

/** To a criterion, or the next one; the last answer hands the application in. An answer may be given anew until somebody has vouched. */
export function giveEvidence(list: List, { criterion, text }: Of<'give-evidence'>, context: MembershipContext): Decision<MembershipFact> {
  if (context.inRoom) return refuse({ code: 'apply-in-private' });
  const application = applicationOf(list, context.by);
  if (application === null || application.applicant !== context.by) return refuse({ code: 'no-application' });
  const refusal = inPhase(application, ['drafting', 'voucher'], context.now);
  if (refusal !== null) return refusal;
  const left = unanswered(list, application);
  // The policy may have lost the criteria that were left: the last one is answered anew, and hands it in.
  const key = criterion ?? left[0] ?? (application.submittedAt === null ? asked(list).at(-1) : undefined);
  if (key === undefined || !asked(list).includes(key)) return refuse({ code: 'unknown-criterion', keys: asked(list) });
  const given: MembershipFact = { type: 'evidence-given', application: application.number, criterion: key, text };
  const done = application.submittedAt === null && left.every((each) => each === key);
  if (done && handedIn(list).some((each) => isSameApplicant(each, application)))
    return refuse({ code: 'entity-applied', organisation: application.organisation });
  return done ? [given, { type: 'application-submitted', application: application.number }] : [given];
}

function isSameApplicant(one: Application, other: Application): boolean {
  const names = [other.organisation, other.entity];
  return names.some((name) => sameEntity(one.organisation, name) || sameEntity(one.entity, name));
}

export function withdraw(list: List, { by }: MembershipContext): Decision<MembershipFact> {
  const application = applicationOf(list, by);
  if (application === null || application.applicant !== by) return refuse({ code: 'no-application' });
  return [{ type: 'application-closed', application: application.number, how: 'withdrawn' }];
}

/** Somebody already on the list, of another organisation and another legal entity: never the applicant themself. */
export function vouch(list: List, { number }: Of<'vouch'>, { by, now }: MembershipContext): Decision<MembershipFact> {
  const found = numbered(list, number);
  if (isNo(found)) return found;
  const member = list.members[by];
  if (found.applicant === by || found.backup?.person === by) return refuse({ code: 'vouches-for-self' });
  if (member === undefined) return refuse({ code: 'not-on-the-list' });
  if (isOwn(list, member, found)) return refuse({ code: 'vouches-for-own' });
  if (found.voucher !== null)
    return refuse({ code: 'vouched-already', by: list.members[found.voucher.person]?.name ?? found.voucher.person });
  const refusal = inPhase(found, ['voucher'], now);
  return refusal ?? [{ type: 'vouched', application: number, person: by, distributor: member.distributor }];
}

/** Whether a member is of the same legal entity as the applicant. */
function isOwn(list: List, { distributor }: Member, application: Application): boolean {
  const own = distributor === null ? undefined : list.distributors[distributor];
  return own !== undefined && isOfApplicant(own, application);
}

function isOfApplicant(distributor: Distributor, { organisation, entity }: Application): boolean {
  return [distributor.name, entityOf(distributor)].some((name) => sameEntity(name, entity) || sameEntity(name, organisation));
}

/**
 * Who votes on an application: distributors that have a representative, one for each legal entity; coordinators where there are none. Not those in
 * conflict, nor others of their legal entity, nor the applicant's own.
 */
export function electorate(list: List, application: Application): string[] {
  return votersOf(list, { type: 'distributors', moreThanShare: 0 }).filter((voter) => {
    const distributor = distributorBehind(list, voter);
    if (distributor === undefined) return application.conflicts[voter] === undefined;
    return !inConflict(list, distributor, application) && !isOfApplicant(distributor, application);
  });
}

function inConflict(list: List, distributor: Distributor, { conflicts }: Application): boolean {
  return Object.keys(conflicts).some((voter) => isSameVoter(list, voter, distributor.id));
}

/** As whom a member votes: their distributor, or its twin of the same legal entity; themself where coordinators vote. Null: they do not. */
export function ballotVoter(list: List, application: Application, member: Member): string | null {
  const voter = voterOf(member, list, { type: 'distributors', moreThanShare: 0 });
  return voter !== null && electorate(list, application).includes(voter) ? voter : null;
}

/** What a voter chose: by themself, or by another of the same legal entity who spoke for it before. */
function choiceOf(list: List, voter: string, { votes }: Ballot): Choice | undefined {
  const twin = Object.keys(votes).find((other) => isSameVoter(list, other, voter));
  return votes[voter] ?? (twin === undefined ? undefined : votes[twin]);
}

export function declareConflict(
  list: List,
  { number, because }: Of<'declare-conflict'>,
  { by, now }: MembershipContext,
): Decision<MembershipFact> {
  const found = numbered(list, number);
  if (isNo(found)) return found;
  const refusal = inPhase(found, ['voucher', 'discussion', 'ballot'], now);
  if (refusal !== null) return refusal;
  const member = list.members[by];
  const voter = member === undefined ? null : ballotVoter(list, found, member);
  if (member === undefined || voter === null)
    return refuse({ code: member !== undefined && hasConflict(list, member, found) ? 'conflict-known' : 'no-ballot-vote' });
  // Whoever has voted has shown no conflict: taking the vote back now would tell something of it.
  if (found.ballot !== null && choiceOf(list, voter, found.ballot) !== undefined) return refuse({ code: 'voted-already' });
  return [{ type: 'conflict-declared', application: number, voter, by, because }];
}

function hasConflict(list: List, { person, distributor }: Member, application: Application): boolean {
  const own = distributor === null ? undefined : list.distributors[distributor];
  return own === undefined ? application.conflicts[person] !== undefined : inConflict(list, own, application);
}

/** Once somebody has vouched; anew where the last one had no quorum. It closes at its instant, never before: not even when all have voted. */
export function openBallot(list: List, { number }: Of<'open-ballot'>, { now }: MembershipContext): Decision<MembershipFact> {
  const found = numbered(list, number);
  if (isNo(found)) return found;
  const settled = countOf(list, found, now);
  if (found.ballot !== null && settled === null) return refuse({ code: 'ballot-open', number, closesAt: found.ballot.closesAt });
  const refusal = inPhase(found, settled?.outcome === 'no-quorum' ? ['decision'] : ['discussion'], now);
  if (refusal !== null) return refusal;
  if (electorate(list, found).length === 0) return refuse({ code: 'nobody-may-vote' });
  return [
    ...countFacts(list, found, now),
    { type: 'ballot-opened', application: number, closesAt: now + list.policy.rules.membership.ballotMs },
  ];
}

/** Said to the bot alone: a ballot that others read is not secret. */
export function vote(list: List, { number, choice }: Of<'vote'>, { by, now, inRoom }: MembershipContext): Decision<MembershipFact> {
  const found = numbered(list, number);
  if (isNo(found)) return found;
  if (found.closed !== null) return refuse({ code: 'wrong-phase', number, phase: 'closed' });
  if (found.counted !== null) return refuse({ code: 'ballot-closed', at: found.counted.at });
  if (found.ballot === null) return inPhase(found, ['ballot'], now) ?? refuse({ code: 'no-ballot-vote' });
  if (now >= found.ballot.closesAt) return refuse({ code: 'ballot-closed', at: found.ballot.closesAt });
  if (inRoom) return refuse({ code: 'ballot-in-a-room' });
  const member = list.members[by];
  if (member !== undefined && hasConflict(list, member, found)) return refuse({ code: 'in-conflict' });
  const voter = member === undefined ? null : ballotVoter(list, found, member);
  if (voter === null) return refuse({ code: 'no-ballot-vote' });
  if (choiceOf(list, voter, found.ballot) !== undefined || found.ballot.people.includes(by)) return refuse({ code: 'voted-already' });
  return [{ type: 'vote-cast', application: number, voter, person: by, choice }];
}

/** What a ballot came to, from its instant on; null before it, and where there is none. Votes of those who left the list, or were in conflict, do not count. */
export function countOf(list: List, application: Application, now: Instant): Counted | null {
  if (application.counted !== null) return application.counted;
  const { ballot } = application;
  if (ballot === null || now < ballot.closesAt) return null;
  const voters = electorate(list, application);
  const said = (choice: string) => voters.filter((voter) => choiceOf(list, voter, ballot) === choice).length;
  const [yes, no, abstain] = [said('yes'), said('no'), said('abstain')];
  const { quorumShare, moreThanShare } = list.policy.rules.membership;
  const enough = voters.length > 0 && yes + no + abstain >= voters.length * quorumShare;
  const outcome = !enough ? 'no-quorum' : yes > (yes + no) * moreThanShare ? 'carried' : 'lost';
  return { outcome, yes, no, abstain, of: voters.length, at: ballot.closesAt };
}

/** The count, where it is due and was not written down. */
export function countFacts(list: List, application: Application, now: Instant): MembershipFact[] {
  const counted = application.counted === null ? countOf(list, application, now) : null;
  return counted === null ? [] : [{ type: 'ballot-counted', application: application.number, counted }];
}

/** A person's decision, with reasons, and bound to the vote: yes only to what was carried, no only to what was not, or before there was a ballot. */
export function decideApplication(list: List, command: Of<'decide-application'>, { now }: MembershipContext): Decision<MembershipFact> {
  const { number, accept, because, missing } = command;
  const found = numbered(list, number);
  if (isNo(found)) return found;
  const counted = countOf(list, found, now);
  if (found.ballot !== null && counted === null) return refuse({ code: 'ballot-open', number, closesAt: found.ballot.closesAt });
  const refusal = inPhase(found, accept ? ['decision'] : ['voucher', 'discussion', 'decision'], now);
  if (refusal !== null) return refusal;
  const strange = missing.filter((key) => !asked(list).includes(key));
  if (strange.length > 0) return refuse({ code: 'unknown-criterion', keys: asked(list) });
  if (accept && counted !== null && counted.outcome !== 'carried') return refuse({ code: 'not-carried', outcome: counted.outcome });
  if (!accept && counted?.outcome === 'carried') return refuse({ code: 'carried' });
  return [...countFacts(list, found, now), { type: 'application-decided', application: number, accepted: accept, because, missing }];
}

export function nameBackup(list: List, { person, name }: Of<'name-backup'>, { by, now }: MembershipContext): Decision<MembershipFact> {
  const found = applicationOf(list, by);
  if (found === null || found.applicant !== by) return refuse({ code: 'no-application' });
  const refusal = inPhase(found, ['drafting', 'voucher', 'discussion', 'ballot', 'decision', 'acceptance'], now);
  if (refusal !== null) return refusal;
  if (person === by) return refuse({ code: 'stand-in-is-self' });
  if (found.backup?.person === person) return refuse({ code: 'backup-known', name: found.backup.name });
  if (list.members[person] !== undefined || applicationOf(list, person) !== null) return refuse({ code: 'on-the-list', name: list.name });
  return [{ type: 'backup-named', application: found.number, person, name }];
}

/**
 * A named person accepts the policy as it is now: its hash is what they were shown. With the applicant's, the organisation is on the list; a backup
 * is once they have accepted too.
 */
export function acceptPolicy(
  list: List,
  { hash }: Of<'accept-policy'>,
  { by, now, policyHash, fresh }: MembershipContext,
): Decision<MembershipFact | Joining> {
  const found = applicationOf(list, by) ?? joinedWithBackup(list, by);
  if (found === null) return refuse({ code: 'no-application' });
  // Whoever was put on the list meanwhile has their role already, and it may be the last coordinator's.
  if (list.members[by] !== undefined) return refuse({ code: 'on-the-list', name: list.name });
  if (found.closed === null) {
    const refusal = inPhase(found, ['acceptance'], now);
    if (refusal !== null) return refusal;
  }
  if (found.acceptances[by]?.hash === policyHash) return refuse({ code: 'accepted-already' });
  if (hash.length < 8 || !policyHash.startsWith(hash.toLowerCase())) return refuse({ code: 'other-policy', hash: policyHash.slice(0, 12) });
  const accepted: MembershipFact = {
    type: 'policy-accepted',
    application: found.number,
    person: by,
    version: list.policy.version,
    hash: policyHash,
  };
  const joined = distributorsOf(list).find(({ name }) => name === found.organisation)?.id ?? null;
  // Two who are called alike could pass for each other, and whoever comes later cannot choose another name here.
  const called = (wanted: string, ...others: string[]) =>
    isTaken(list, wanted) || others.some((other) => isAlike(other, wanted)) ? `${wanted} (${found.organisation})` : wanted;
  const name = called(by === found.applicant ? found.name : (found.backup?.name ?? found.name));
  if (isTaken(list, name)) return refuse({ code: 'name-taken', name });
  const member = (distributor: DistributorId): Joining => ({
    type: 'person-added',
    member: { person: by, name, role: 'representative', distributor, zone: null },
  });
  if (by !== found.applicant) {
    // Until the applicant has accepted, there is no distributor to be a contact of: theirs is kept, and they are added with it.
    if (joined === null) return [accepted];
    const crowd = secondContact(list, { id: joined, name: found.organisation, releases: [] }, found.entity, by);
    return crowd ?? [accepted, member(joined), { type: 'profile-changed', distributor: joined, changes: { backup: by } }];
  }
  const distributor = fresh(found.organisation);
  if (list.distributors[distributor] !== undefined) return refuse({ code: 'on-the-list', name: list.name });
  const backup = found.backup !== null && acceptedToo(list, found, found.backup.person, policyHash) ? found.backup : null;
  const second: (Joining | MembershipFact)[] =
    backup === null ||
    list.policy.rules.membership.singleContact ||
    isAlike(name, called(backup.name, name)) ||
    isTaken(list, called(backup.name, name))
      ? []
      : [
          {
            type: 'person-added',
            member: { person: backup.person, name: called(backup.name, name), role: 'representative', distributor, zone: null },
          },
          { type: 'profile-changed', distributor, changes: { backup: backup.person } },
        ];
  return [
    accepted,
    { type: 'distributor-added', distributor, name: found.organisation, releases: [] },
    member(distributor),
    { type: 'organisation-joined', application: found.number, distributor },
    ...second,
  ];
}

const isAlike = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
const isTaken = (list: List, name: string): boolean => membersOf(list).some((member) => isAlike(member.name, name));

/** Whether a backup has accepted the policy as it is now, and is not on the list by another way. */
function acceptedToo(list: List, { acceptances }: Application, person: PersonId, hash: string): boolean {
  return acceptances[person]?.hash === hash && list.members[person] === undefined;
}

/** The application of an organisation that has joined, whose backup has not accepted yet. */
export function joinedWithBackup(list: List, person: PersonId): Application | null {
  const found = applicationsOf(list).find(({ backup, closed }) => closed?.how === 'joined' && backup?.person === person);
  return found !== undefined && distributorsOf(list).some(({ name }) => name === found.organisation) ? found : null;
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

function numbered(list: List, number: number): Application | Refusal {
  const found = list.membership?.applications[number];
  if (found !== undefined) return found;
  return refuse({ code: 'unknown-application', number, open: openApplications(list).map((each) => each.number) });
}

const isNo = (found: Application | Refusal): found is Refusal => 'reason' in found;

function inPhase(application: Application, phases: readonly ApplicationPhase[], now: Instant): Refusal | null {
  const phase = applicationPhase(application, now);
  return phases.includes(phase) ? null : refuse({ code: 'wrong-phase', number: application.number, phase });
}
