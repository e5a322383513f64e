// Who owes what. Reminders, the card's "what blocks" and `todo` all read it from here.

import { distributorName, distributorOf, type List, type Member, nameOf } from '../list/list.ts';
import { isSpeaker } from '../list/roles.ts';
import { voterOf } from '../list/voters.ts';
import type { FindingKind } from '../policy/checklist.ts';
import { type ClockKey, clocksAfterEnd, type Policy } from '../policy/policy.ts';
import type { PolicyKey } from '../policy/presets.ts';
import type { DistributorId, PersonId } from '../values/ids.ts';
import type { Instant } from '../values/time.ts';
import { recordsOwed } from './about/records.ts';
import { askedAt, consentOf, coordinatorsAsked, isIn, owesTerms, roster, signatories, withAccess } from './consent.ts';
import { mayDiscloseUndated } from './date/extension.ts';
import { answerableProposals } from './date/negotiation.ts';
import { isTooLate, publicStateChanged, quorumFor } from './date/quorum.ts';
import { decidingQuorum, overdueProposals } from './date/silence.ts';
import { answersTo, tally } from './date/voting.ts';
import { askedForDuties } from './duties.ts';
import {
  agreedDate,
  answersDue,
  type Embargo,
  type Ending,
  type EndReason,
  type ExceptionKind,
  limitOf,
  openProposals,
  type Proposal,
  publishedKey,
  reviewsOf,
  targetDate,
  type Verdict,
} from './embargo.ts';
import { speakersDisclose } from './end/ending.ts';
import { firstPress, isFinishable, speakForOne, statedSince } from './end/finishing.ts';
import { debtOf, duesAfter, isGivenUp, madePublic } from './end/owed.ts';
import { actionsOwed } from './end/retrospective.ts';
import { exceptionsIn } from './exceptions/exceptions.ts';
import { saidBy, voiceOf } from './exceptions/voices.ts';
import { findingDuties, patchThatMayFix } from './findings.ts';
import type { StandardStep } from './leak/case.ts';
import { leakDuties } from './leak/cases.ts';
import { branchesWithoutPatch, currentPatches, isCurrent, linesOf, patchOf, withdrawnBranches } from './patches.ts';
import { failedOpen, isOwn } from './review.ts';

/** Something that a person owes; `due` null: no instant is set yet. */
export type Todo = { readonly person: PersonId; readonly due: Instant | null } & (
  | { readonly type: 'acknowledge' }
  | { readonly type: 'answer'; readonly proposal: number; readonly at: Instant }
  /** What becomes of a date to which others did not answer in time. `decided`: a coordinator has said already what they decide. */
  | {
      readonly type: 'settle';
      readonly proposal: number;
      readonly at: Instant;
      readonly silence: Policy['silence'];
      readonly decided?: { readonly by: string; readonly verdict: Verdict };
    }
  /** `patch` null: several are current, and nobody has said which branch the release is built from. */
  /** `failed`: a step failed there, and its outcome is not given. */
  | {
      readonly type: 'review';
      readonly distributor: DistributorId;
      readonly release: string;
      readonly patch: number | null;
      readonly failed?: true;
    }
  /** Nobody can test what is not there. `left`: for how many branches, where others have theirs. */
  | { readonly type: 'patch'; readonly left?: number }
  | { readonly type: 'answer-finding'; readonly finding: number; readonly kind: FindingKind }
  /** `by`: the revision that may fix it; or that they may publish one; null: neither. */
  | { readonly type: 'fix-finding'; readonly finding: number; readonly kind: FindingKind; readonly by: number | 'publish' | null }
  /** `patch`: the revision that is said to fix it. */
  | { readonly type: 'confirm-finding'; readonly finding: number; readonly kind: FindingKind; readonly patch: number }
  /** `since`: since when it is public, as who confirmed first says. */
  | { readonly type: 'disclose'; readonly since?: Instant }
  /** `taken`: they are on it. `backup`: they are asked to take it over. */
  | { readonly type: 'duty'; readonly number: number; readonly text: string; readonly taken: boolean; readonly backup: boolean }
  | { readonly type: 'propose' }
  /** No date can be agreed within the policy any more. */
  | { readonly type: 'undated' }
  /** `unread`: not before they have acknowledged the terms. */
  | { readonly type: 'decide'; readonly unread?: true }
  /** A representative asks for the end. */
  | { readonly type: 'answer-end'; readonly reason: EndReason; readonly unread?: true }
  /** `left`: how many of several CVE records. `rejects`: not a record, but that the id is rejected. */
  | {
      readonly type: 'publish';
      readonly clock: ClockKey;
      readonly distributor: DistributorId | null;
      readonly left?: number;
      readonly rejects?: true;
    }
  /** Nobody linked it for so long that nobody is asked for it any more. */
  | {
      readonly type: 'close';
      readonly clock: ClockKey;
      readonly distributor: DistributorId | null;
      /** The distributor's. */
      readonly name: string | null;
      readonly left?: number;
      readonly rejects?: true;
    }
  /** An exception that somebody asks for, by its number. */
  | { readonly type: 'answer-exception'; readonly number: number; readonly kind: ExceptionKind }
  /** What came of looking back. */
  | { readonly type: 'action'; readonly number: number }
  /** Of a leak: to say what it is, to do a step (`what` null: in somebody's words), to close it. */
  | { readonly type: 'class-leak' | 'close-leak'; readonly leak: number }
  | { readonly type: 'leak-step'; readonly leak: number; readonly number: number; readonly what: StandardStep | null }
  /** The date is beyond the limit of another list that was told, or none is within it. */
  | { readonly type: 'keep-limit'; readonly policy: PolicyKey; readonly limit: Instant }
);

/** Everything that is owed on an embargo at an instant. */
export function todos(embargo: Embargo, whole: List, now: Instant): Todo[] {
  const list = withAccess(embargo, whole);
  if (embargo.ended !== null) return afterEnd(embargo, embargo.ended, list, now);
  const signed = signatories(embargo, list);
  return [
    ...acknowledgements(embargo, list, now),
    ...answerableProposals(embargo, now)
      .filter(({ at }) => !isTooLate(embargo, at, now))
      .flatMap((proposal) => answers(embargo, proposal, list, signed, now)),
    ...exceptions(embargo, list, signed, now),
    ...settlements(embargo, list, signed, now),
    ...signed.flatMap((member) => reviews(embargo, list, member, now)),
    ...patching(embargo, list, signed, now),
    ...findings(embargo, list, targetDate(embargo, now), now),
    ...duties(embargo, list, targetDate(embargo, now)),
    ...proposing(embargo, list, now),
    ...undated(embargo, list, signed, now),
    ...decisions(embargo, list),
    ...limits(embargo, list, now),
    ...leaks(embargo, list, now),
    ...disclosures(embargo, list, signed, now),
    ...lookingBack(embargo, list),
  ];
}

/** What one person owes. */
export function todosOf(embargo: Embargo, list: List, person: PersonId, now: Instant): Todo[] {
  return todos(embargo, list, now).filter((todo) => todo.person === person);
}

/** The releases of a distributor that no finished review of what is current for them covers. */
export function untested(embargo: Embargo, list: List, distributor: DistributorId): string[] {
  const own = reviewsOf(embargo).filter((review) => review.distributor === distributor);
  const done = own.filter((review) => review.end !== null && review.end.outcome !== 'not-tested' && isCurrent(embargo, review));
  const covered = new Set(done.map((review) => review.release));
  const releases = distributorOf(list, distributor)?.releases ?? [];
  return releases.filter((release) => !covered.has(release) && patchOf(embargo, distributor, release) !== 'none');
}

/** Within the policy's time from the asking, and by the date at the latest. Who is asked anew has until the date. */
function acknowledgements(embargo: Embargo, list: List, now: Instant): Todo[] {
  const date = targetDate(embargo, now);
  const { acknowledgeWithinMs } = list.policy.rules;
  return roster(embargo, list)
    .filter(({ consent }) => owesTerms(consent))
    .map(({ member }): Todo => {
      const asked = askedAt(embargo, member);
      const within = asked === null ? Number.POSITIVE_INFINITY : asked + acknowledgeWithinMs;
      const due = Math.min(within, date ?? within);
      return { type: 'acknowledge', person: member.person, due: Number.isFinite(due) ? due : null };
    });
}

function answers(embargo: Embargo, proposal: Proposal, list: List, signed: readonly Member[], now: Instant): Todo[] {
  const quorum = quorumFor(embargo, proposal, list);
  const given = answersTo(proposal, list, quorum);
  const due = answersDue(embargo, proposal, now);
  return signed
    .filter((member) => {
      const voter = voterOf(member, list, quorum);
      return voter !== null && !given.has(voter);
    })
    .map((member) => ({ type: 'answer', person: member.person, proposal: proposal.number, at: proposal.at, due }));
}

/** Those who have a voice and have not said anything: of coordinators who could approve without the list, each but who asks. */
function exceptions(embargo: Embargo, list: List, signed: readonly Member[], now: Instant): Todo[] {
  return exceptionsIn(embargo, 'open', now).flatMap((exception) => {
    const { number, kind, answerBy: due } = exception;
    const asked = signed.filter((member) => {
      const voter = voiceOf(member, list, exception);
      return voter !== null && saidBy(voter, exception, list) === undefined;
    });
    return asked.map(({ person }): Todo => ({ type: 'answer-exception', person, number, kind, due }));
  });
}

/** Coordinators choose what becomes of a date whose answers are overdue. */
function settlements(embargo: Embargo, list: List, signed: readonly Member[], now: Instant): Todo[] {
  const { silence } = list.policy.rules;
  const coordinators = signed.filter((member) => member.role === 'coordinator');
  return overdueProposals(embargo, now).flatMap((asked) => {
    const { number, at, answers: given, answerBy } = asked;
    // Somebody spoke against it: then silence is no consent.
    const rejected = tally(asked, list, quorumFor(embargo, asked, list)).rejected.length > 0;
    const offered = silence === 'lazy-consent' && rejected ? 'coordinators' : silence;
    const said = silence === 'people' ? undefined : [...answersTo(asked, list, decidingQuorum(list)).values()].at(-1);
    const decided = said === undefined ? {} : { decided: { by: nameOf(list, said.by), verdict: said.verdict } };
    return (
      coordinators
        // Who has decided waits for the next one.
        .filter((member) => given[member.person] === undefined)
        .map(
          (member): Todo => ({ type: 'settle', person: member.person, proposal: number, at, silence: offered, ...decided, due: answerBy }),
        )
    );
  });
}

function reviews(embargo: Embargo, list: List, member: Member, now: Instant): Todo[] {
  const { distributor, person } = member;
  if (distributor === null) return [];
  const due = targetDate(embargo, now);
  // Who has said why they could not is asked again on the next revision; their colleagues go on being asked.
  const said = reviewsOf(embargo).filter((review) => isOwn(review, member) && review.end !== null && isCurrent(embargo, review));
  // Nor is who handed theirs to a colleague, while that one may go on with it.
  const handed = reviewsOf(embargo).filter(
    (review) =>
      review.handedBy?.includes(person) === true &&
      review.distributor === distributor &&
      review.end === null &&
      isCurrent(embargo, review) &&
      list.members[review.reviewer]?.distributor === distributor &&
      isIn(consentOf(embargo, list.members[review.reviewer] ?? null)),
  );
  // A colleague's result does not say what failed in theirs.
  const failed = failedOpen(embargo, list).filter((review) => isOwn(review, member));
  const left = untested(embargo, list, distributor).filter(
    (release) => ![...said, ...handed, ...failed].some((review) => review.release === release),
  );
  const [first, ...others] = currentPatches(embargo);
  const only = others.length === 0 && withdrawnBranches(embargo).length === 0 ? (first?.number ?? null) : null;
  const outcomes = failed.map(({ release, patch }): Todo => ({ type: 'review', person, distributor, release, patch, failed: true, due }));
  const tests = left.map((release): Todo => {
    const patch = patchOf(embargo, distributor, release);
    return { type: 'review', person, distributor, release, patch: typeof patch === 'string' ? only : patch.number, due };
  });
  return [...outcomes, ...tests];
}

/** Whether there is nothing yet that fixes it: a patch, or a mitigation that does without one. */
export function needsPatch(embargo: Embargo): boolean {
  return linesOf(embargo).length === 0 && embargo.about.mitigation === null;
}

/** The branches that wait for a patch, while others have theirs. */
export function branchesWaiting(embargo: Embargo, list: List): string[] {
  return embargo.about.mitigation === null ? branchesWithoutPatch(embargo, list) : [];
}

/** What was found is answered by coordinators, fixed by whoever said so, and confirmed by its finder. */
function findings(embargo: Embargo, list: List, due: Instant | null, now: Instant): Todo[] {
  return findingDuties(embargo, list, now).flatMap(({ finding, does, people }) =>
    people.map(({ person, role }): Todo => {
      const own = { person, finding: finding.number, kind: finding.kind, due };
      if (does === 'confirm') return { type: 'confirm-finding', ...own, patch: finding.fixedIn ?? 0 };
      if (does === 'answer') return { type: 'answer-finding', ...own };
      return { type: 'fix-finding', ...own, by: patchThatMayFix(embargo, finding)?.number ?? (role === 'coordinator' ? 'publish' : null) };
    }),
  );
}

function duties(embargo: Embargo, list: List, due: Instant | null): Todo[] {
  return askedForDuties(embargo, list).map(({ duty: { number, text, here }, person: { person }, backup }): Todo => {
    return { type: 'duty', person, number, text, taken: here !== null, backup, due };
  });
}

/** From the day that a date is agreed until the date has come: then it is disclosed, with what there is. */
function patching(embargo: Embargo, list: List, signed: readonly Member[], now: Instant): Todo[] {
  const date = agreedDate(embargo);
  const waiting = branchesWaiting(embargo, list);
  if (date === null || date.at <= now || (!needsPatch(embargo) && waiting.length === 0)) return [];
  const left = waiting.length === 0 ? {} : { left: waiting.length };
  return signed.filter(({ role }) => role === 'coordinator').map(({ person }) => ({ type: 'patch', person, ...left, due: date.at }));
}

/**
 * An embargo without a date, or with one that passed without an agreement, would be held for ever. Once the world has changed there is
 * nothing to propose, but to decide.
 */
function proposing(embargo: Embargo, list: List, now: Instant): Todo[] {
  if (agreedDate(embargo) !== null || openProposals(embargo, now).length > 0 || publicStateChanged(embargo)) return [];
  if (mayDiscloseUndated(embargo, { list, now })) return [];
  return coordinatorsAsked(embargo, list).map((member) => ({ type: 'propose', person: member.person, due: null }));
}

/** What no date can be agreed for any more is extended or disclosed. Where the world has changed, coordinators decide instead. */
function undated(embargo: Embargo, list: List, signed: readonly Member[], now: Instant): Todo[] {
  if (!mayDiscloseUndated(embargo, { list, now })) return [];
  const representatives = disclosers(embargo, list, signed, now).filter((member) => member.role !== 'coordinator');
  const first = firstPress(embargo, list);
  const alone = isFinishable(embargo, list, now);
  return [...(publicStateChanged(embargo) ? [] : coordinatorsAsked(embargo, list)), ...representatives]
    .filter((member) => mayFollow(first, member, alone, list))
    .map((member) => ({ type: 'undated', person: member.person, due: null }));
}

/** Coordinators see to it that what another list was told is public by its limit. */
function limits(embargo: Embargo, list: List, now: Instant): Todo[] {
  if (publicStateChanged(embargo)) return [];
  const dates = [agreedDate(embargo), ...openProposals(embargo, now)].flatMap((date) => date?.at ?? []);
  const missed = (embargo.bound ?? []).flatMap((bound) => {
    const limit = limitOf(bound);
    return limit === null || (now < limit && dates.some((date) => date <= limit)) ? [] : [{ policy: bound.policy, limit }];
  });
  // Who has confirmed the disclosure waits for the second.
  const first = firstPress(embargo, list)?.person;
  const people = coordinatorsAsked(embargo, list).filter((member) => member.person !== first);
  return missed.flatMap((each) => people.map(({ person }) => ({ type: 'keep-limit', person, ...each, due: each.limit }) as const));
}

function decisions(embargo: Embargo, list: List): Todo[] {
  // A date that was agreed since answers it.
  const decide = embargo.decisionDue !== null;
  const reason = embargo.disclosing?.reason;
  return coordinatorsAsked(embargo, list).flatMap((member): Todo[] => {
    const own = { person: member.person, ...(isIn(consentOf(embargo, member)) ? {} : ({ unread: true } as const)) };
    return [
      ...(decide ? [{ type: 'decide', ...own, due: embargo.decisionDue } as const] : []),
      ...(reason === undefined ? [] : [{ type: 'answer-end', ...own, reason, due: null } as const]),
    ];
  });
}

function disclosures(embargo: Embargo, list: List, signed: readonly Member[], now: Instant): Todo[] {
  const date = agreedDate(embargo);
  if (date === null || now < date.at) return [];
  const alone = isFinishable(embargo, list, now);
  const first = firstPress(embargo, list);
  const since = statedSince(embargo, list);
  return disclosers(embargo, list, signed, now)
    .filter((member) => mayFollow(first, member, alone, list))
    .map((member) => ({ type: 'disclose', person: member.person, due: date.at, ...(since === null ? {} : { since }) }));
}

/** Who is asked to disclose. Representatives may too; they are asked where one coordinator alone cannot be two people. */
function disclosers(embargo: Embargo, list: List, signed: readonly Member[], now: Instant): readonly Member[] {
  const coordinators = signed.filter((member) => member.role === 'coordinator');
  const few = coordinators.length < 2 && speakersDisclose(list);
  return few || isFinishable(embargo, list, now) ? signed.filter((member) => isSpeaker(member.role)) : coordinators;
}

/** Whether somebody may press after whoever pressed first. `alone`: without a coordinator. */
function mayFollow(first: Member | null, member: Member, alone: boolean, list: List): boolean {
  if (first === null || first.role === 'coordinator' || member.role === 'coordinator') return first?.person !== member.person;
  return alone && !speakForOne(list, first, member);
}

function afterEnd(embargo: Embargo, ended: Ending, list: List, now: Instant): Todo[] {
  const gone = embargo.purgedAt !== undefined;
  // Once its details are purged only links come still: why there is none, and what was done, cannot be said.
  if (gone && isGivenUp(ended, now)) return [];
  const told = roster(embargo, list)
    .filter(({ consent }) => consent !== 'declined')
    .map(({ member }) => member);
  const coordinators = told.filter(({ role }) => role === 'coordinator');
  // Who came later was not asked to prepare anything. Coordinators look after the list as they find it.
  const representatives = told.filter(({ role, since }) => isSpeaker(role) && since <= ended.at);
  // What was found after it went out, or was open as it did, wants an erratum or a second patch.
  const found = !gone && madePublic(ended.reason) ? findings(embargo, list, null, now) : [];
  const owed = duesAfter(ended, embargo.createdAt).flatMap(([clock, due]) => {
    const rejects = debtOf(ended, clock) === 'rejection' ? ({ rejects: true } as const) : {};
    const shared = clocksAfterEnd[clock].owedBy === 'coordinators';
    const owing = shared ? [null] : [...new Set(representatives.map(({ distributor }) => distributor))].filter((each) => each !== null);
    return owing.flatMap((distributor): Todo[] => {
      const people = shared ? coordinators : representatives.filter((member) => member.distributor === distributor);
      const missing =
        clock === 'cve' ? recordsOwed(embargo).length : embargo.published[publishedKey(clock, distributor)] === undefined ? 1 : 0;
      if (missing === 0) return [];
      const what = { clock, distributor, due, ...(missing === 1 ? {} : { left: missing }), ...rejects };
      const name = distributor === null ? null : distributorName(list, distributor);
      const closing = isGivenUp(ended, now) ? coordinators.map(({ person }): Todo => ({ type: 'close', person, name, ...what })) : [];
      const linking = shared && closing.length > 0 ? [] : people.map(({ person }): Todo => ({ type: 'publish', person, ...what }));
      return [...linking, ...closing];
    });
  });
  // What is to be seen to in public, until nobody is asked for anything any more.
  const carried = !gone && madePublic(ended.reason) && !isGivenUp(ended, now) ? duties(embargo, list, null) : [];
  return [...owed, ...found, ...carried, ...leaks(embargo, list, now), ...lookingBack(embargo, list)];
}

function leaks(embargo: Embargo, list: List, now: Instant): Todo[] {
  return leakDuties(embargo, list, now).map(({ person, leak, due, ...duty }): Todo => {
    if (duty.does !== 'step') return { type: `${duty.does}-leak`, person, leak, due };
    return { type: 'leak-step', person, leak, number: duty.step.number, what: duty.step.what, due };
  });
}

const lookingBack = (embargo: Embargo, list: List): Todo[] => actionsOwed(embargo, list).map((owed) => ({ type: 'action', ...owed }));
