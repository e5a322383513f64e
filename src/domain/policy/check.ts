// Does a policy make sense? One that contradicts itself is never put in force.

import { dayMs, hourMs } from '../values/time.ts';
import { stepKeys } from './checklist.ts';
import { type Policy, policyTime } from './policy.ts';

export type PolicyProblem =
  | { readonly rule: 'shortest-above-longest'; readonly shortestMs: number; readonly longestMs: number }
  | { readonly rule: 'preferred-outside' }
  | { readonly rule: 'exceptional-below-longest' }
  | { readonly rule: 'ceiling-below-longest' }
  | { readonly rule: 'too-long'; readonly mostMs: number }
  | { readonly rule: 'not-positive'; readonly field: string }
  | { readonly rule: 'share'; readonly field: string }
  | { readonly rule: 'quorum-out-of-reach'; readonly needed: number; readonly there: number }
  | { readonly rule: 'no-day-left' }
  | { readonly rule: 'hour-out-of-reach'; readonly minutes: number }
  | { readonly rule: 'not-whole-days' }
  | { readonly rule: 'empty'; readonly field: string }
  | { readonly rule: 'twice'; readonly field: string; readonly what: string }
  | { readonly rule: 'unknown-step'; readonly step: string }
  | { readonly rule: 'ladder' }
  | { readonly rule: 'recertify-within' }
  | { readonly rule: 'backup-too-late'; readonly answerMs: number }
  | { readonly rule: 'unknown-blank'; readonly field: string; readonly blank: string }
  | { readonly rule: 'terms-version' };

/** No list holds anything back for longer: CERT/CC's 45 days, and twice as much again. */
export const longestEverMs = 180 * dayMs;

/** Everything that is wrong with a policy. `coordinators`: how many the list has, who may be asked to agree. Empty: it can be kept. */
export function policyProblems(policy: Policy, { coordinators }: { readonly coordinators: number }): PolicyProblem[] {
  return [...lengths(policy), ...silence(policy), ...agreement(policy, coordinators), ...day(policy), ...texts(policy)];
}

function lengths({
  longestMs,
  shortestMs,
  exceptionalMs,
  ceilingMs,
  preferredMs,
  counts,
  ladder,
  membership,
  retentionMs,
}: Policy): PolicyProblem[] {
  const found: (PolicyProblem | false)[] = [
    longestMs <= 0 && { rule: 'not-positive', field: 'longest' },
    shortestMs > longestMs && { rule: 'shortest-above-longest', shortestMs, longestMs },
    (exceptionalMs ?? longestMs) > longestEverMs && { rule: 'too-long', mostMs: longestEverMs },
    exceptionalMs !== null && exceptionalMs <= longestMs && { rule: 'exceptional-below-longest' },
    ceilingMs !== null && ceilingMs < (exceptionalMs ?? longestMs) && { rule: 'ceiling-below-longest' },
    ceilingMs !== null && ceilingMs > longestEverMs && { rule: 'too-long', mostMs: longestEverMs },
    preferredMs !== null &&
      (preferredMs.from > preferredMs.to || preferredMs.from < shortestMs || preferredMs.to > longestMs) && { rule: 'preferred-outside' },
    counts === 'working' &&
      [longestMs, shortestMs, exceptionalMs ?? 0, preferredMs?.from ?? 0, preferredMs?.to ?? 0].some((ms) => ms % dayMs !== 0) && {
        rule: 'not-whole-days',
      },
    (ladder.beforeMs.length === 0 || ladder.beforeMs.some((ms) => ms < 0) || ladder.overdueEveryMs < hourMs) && { rule: 'ladder' },
    ...(['ballotMs', 'recertifyEveryMs', 'recertifyWithinMs', 'strikes'] as const).map(
      (field) => membership[field] <= 0 && ({ rule: 'not-positive', field } as const),
    ),
    membership.recertifyEveryMs > 0 && membership.recertifyWithinMs >= membership.recertifyEveryMs && { rule: 'recertify-within' },
    retentionMs <= 0 && { rule: 'not-positive', field: 'retention' },
  ];
  return found.filter((problem) => problem !== false);
}

/** An answer is passed on while there is time left to give it. */
function silence(policy: Policy): PolicyProblem[] {
  const answerMs = policyTime(policy);
  const found: (PolicyProblem | false)[] = [
    policy.acknowledgeWithinMs <= 0 && { rule: 'not-positive', field: 'acknowledge' },
    policy.reportAnswerMs <= 0 && { rule: 'not-positive', field: 'reports' },
    policy.backupAfterMs <= 0 && { rule: 'not-positive', field: 'backup' },
    policy.backupAfterMs >= answerMs && { rule: 'backup-too-late', answerMs },
  ];
  return found.filter((problem) => problem !== false);
}

function agreement(
  { quorum, extension, earlierCoordinators, exceptionCoordinators, membership }: Policy,
  coordinators: number,
): PolicyProblem[] {
  const found: (PolicyProblem | false)[] = [
    quorum.type === 'distributors' && !isShare(quorum.moreThanShare) && { rule: 'share', field: 'quorum' },
    quorum.type === 'coordinators' && quorum.count < 1 && { rule: 'not-positive', field: 'quorum' },
    quorum.type === 'coordinators' &&
      quorum.count > coordinators && { rule: 'quorum-out-of-reach', needed: quorum.count, there: coordinators },
    earlierCoordinators < 1 && { rule: 'not-positive', field: 'earlier' },
    exceptionCoordinators !== undefined && exceptionCoordinators < 1 && { rule: 'not-positive', field: 'exceptions' },
    extension?.type === 'distributors' && !isShare(extension.moreThanShare) && { rule: 'share', field: 'extension' },
    extension?.type === 'coordinators' && extension.count < 1 && { rule: 'not-positive', field: 'extension' },
    extension?.type === 'coordinators' &&
      extension.count > coordinators && { rule: 'quorum-out-of-reach', needed: extension.count, there: coordinators },
    (membership.quorumShare <= 0 || membership.quorumShare > 1) && { rule: 'share', field: 'turnout' },
    !isShare(membership.moreThanShare) && { rule: 'share', field: 'majority' },
  ];
  return found.filter((problem) => problem !== false);
}

// More than all of them is nobody.
const isShare = (share: number): boolean => share >= 0 && share < 1;

function day({ weekdaysAvoided, hour, longestMs, shortestMs, counts }: Policy): PolicyProblem[] {
  const left = [0, 1, 2, 3, 4, 5, 6].filter((weekday) => weekdaysAvoided.force === 'should' || !weekdaysAvoided.days.includes(weekday));
  const found: (PolicyProblem | false)[] = [
    left.length === 0 && { rule: 'no-day-left' },
    hour !== null && (hour.minutes < 0 || hour.minutes >= 24 * 60) && { rule: 'hour-out-of-reach', minutes: hour.minutes },
    // An hour that must be kept comes once a day: a window of less than a day may not hold it.
    hour !== null &&
      hour.force === 'must' &&
      counts === 'calendar' &&
      longestMs - shortestMs < dayMs && { rule: 'hour-out-of-reach', minutes: hour.minutes },
  ];
  return found.filter((problem) => problem !== false);
}

/** What is filled in where it stands in a text; one of them in either spelling. */
const blanks: ReadonlySet<string> = new Set(['list', 'organization', 'organisation', 'reason', 'until']);

function texts({ criteria, terms, checklist, texts: said, termsVersion }: Policy): PolicyProblem[] {
  const keys = criteria.map(({ key }) => key);
  const again = (names: readonly string[]) => names.find((name, index) => names.indexOf(name) !== index);
  const twice = again(keys);
  const stepTwice = again(checklist);
  const strange = checklist.find((step) => !stepKeys.includes(step));
  const found: (PolicyProblem | false)[] = [
    criteria.length === 0 && { rule: 'empty', field: 'criteria' },
    terms.length === 0 && { rule: 'empty', field: 'terms' },
    checklist.length === 0 && { rule: 'empty', field: 'checklist' },
    twice !== undefined && { rule: 'twice', field: 'criteria', what: twice },
    stepTwice !== undefined && { rule: 'twice', field: 'checklist', what: stepTwice },
    strange !== undefined && { rule: 'unknown-step', step: strange },
    termsVersion.trim() === '' && { rule: 'terms-version' },
    ...Object.entries(said).map(([key, text]) => text.trim() === '' && ({ rule: 'empty', field: key } as const)),
    ...Object.entries(said).flatMap(([field, text]) =>
      [...text.matchAll(/\{(\w+)\}/g)].flatMap(([, blank = '']) =>
        blanks.has(blank) ? [] : [{ rule: 'unknown-blank', field, blank } as const],
      ),
    ),
  ];
  return found.filter((problem) => problem !== false);
}
