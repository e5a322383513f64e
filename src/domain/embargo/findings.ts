// Findings: what somebody found wrong with the fix. One stands before the disclosure until it is answered as no issue, is an embargo of its own, or
// the finder confirms that it is fixed.

import { distributorName, type List, type Member } from '../list/list.ts';
import { problemOf } from '../policy/checklist.ts';
import type { PersonId } from '../values/ids.ts';
import { eachOf } from '../values/records.ts';
import { dayMs, type Instant } from '../values/time.ts';
import { consentOf, memberOf, signatories } from './consent.ts';
import { type Embargo, type Finding, type FindingState, findingSeverities, type Patch, type Review } from './embargo.ts';
import type { EmbargoFact } from './facts.ts';
import { branchNamed, branchOf, currentPatches, patchFor } from './patches.ts';

/** How long the finder has to confirm a fix, before a coordinator may in their place. */
export const finderMs = 3 * dayMs;

/** What each state leaves to be done; null: nothing. */
const leaves: Readonly<Record<FindingState, 'answer' | 'fix' | 'confirm' | null>> = {
  open: 'answer',
  'not-an-issue': null,
  'will-fix': 'fix',
  'own-embargo': null,
  fixed: 'confirm',
  confirmed: null,
  'taken-back': null,
};

export const findingsOf = ({ findings }: Embargo): Finding[] => Object.values<Finding>(findings);

/** Those that stand before the disclosure. */
export const openFindings = (embargo: Embargo): Finding[] =>
  findingsOf(embargo).filter(({ state, followUp }) => leaves[state] !== null && followUp !== true);

/**
 * What somebody saw of those that stand before the disclosure, in a word: how many there are, since when the newest stands as it does, and how bad the worst is
 * said to be. It stands in a button: nobody's words are in it.
 */
export function findingsSeen(embargo: Embargo): string {
  const { count, since, worst } = seenOf(embargo);
  return `${count}.${since}.${worst}`;
}

/** Whether what somebody saw is how they stand still: none was opened, answered, fixed or closed since, and none is worse. */
export function isAsSeen(embargo: Embargo, seen: string): boolean {
  const { count, since, worst } = seenOf(embargo);
  const [was, before, rank] = seen.split('.');
  // That one is less bad than it was said to be keeps nobody, or its finder could always say so just before a press.
  return was === String(count) && before === since && /^\d$/.test(rank ?? '') && worst <= Number(rank);
}

function seenOf(embargo: Embargo): { readonly count: number; readonly since: string; readonly worst: number } {
  const open = openFindings(embargo);
  const rank = ({ severity }: Finding) => (severity === null ? 0 : findingSeverities.length - findingSeverities.indexOf(severity));
  return {
    count: open.length,
    since: Math.max(0, ...open.map(({ since }) => since)).toString(36),
    worst: Math.max(0, ...open.map(rank)),
  };
}

/** The number of the next one. */
export const nextFinding = (embargo: Embargo): number => Math.max(0, ...findingsOf(embargo).map(({ number }) => number)) + 1;

/** What is to be done about a finding, and by whom; nobody: who is to cannot at the moment. */
export type FindingDuty = {
  readonly finding: Finding;
  readonly does: 'answer' | 'fix' | 'confirm';
  readonly people: readonly Member[];
};

/** What is to be done about those that are not done with, and by whom. Whoever has left, or is on it from outside and sees no finding, is not waited for: coordinators take their place. */
export function findingDuties(embargo: Embargo, list: List, now: Instant): FindingDuty[] {
  const signed = signatories(embargo, list).filter(({ role }) => role !== 'outsider');
  const coordinators = signed.filter(({ role }) => role === 'coordinator');
  return findingsOf(embargo).flatMap((finding): FindingDuty[] => {
    const does = leaves[finding.state];
    if (does === null) return [];
    const owner = signed.filter(({ person }) => person === finding.owner);
    const finder = signed.filter(({ person }) => person === finding.by);
    const people = {
      answer: coordinators,
      fix: owner.length > 0 ? owner : coordinators,
      confirm: isLate(embargo, list, finding, now) ? [...new Set([...finder, ...coordinators])] : finder,
    }[does];
    return [{ finding, does, people }];
  });
}

/** Whether a coordinator may confirm a fix: the finder has left, or has not said in time whether it is fixed. */
export function isLate(embargo: Embargo, list: List, { by, since }: Finding, now: Instant): boolean {
  const finder = memberOf(list, by);
  const consent = consentOf(embargo, finder);
  return finder === null || finder.role === 'outsider' || consent === 'none' || consent === 'declined' || now >= since + finderMs;
}

/** Where it was found: the releases of its reviews; null where it was found outside of them. */
export function whereFound({ reviews }: Finding, embargo: Embargo, list: List): string | null {
  const places = reviews.flatMap((number) => {
    const review = embargo.reviews[number];
    return review === undefined ? [] : [`${distributorName(list, review.distributor)} ${review.release}`];
  });
  return places.length === 0 ? null : places.join(', ');
}

/** The newest revision that is current where it was found. */
export function patchWhereFound(embargo: Embargo, { branch, reviews }: Pick<Finding, 'branch' | 'reviews'>): Patch | null {
  const built = reviews.flatMap((number) => {
    const review = embargo.reviews[number];
    return review === undefined ? [] : (branchOf(embargo, review.distributor, review.release) ?? []);
  });
  const branches = [...(branch === null ? [] : [branchNamed(embargo, branch) ?? branch]), ...built];
  const among = branches.length === 0 ? currentPatches(embargo) : branches.flatMap((each) => patchFor(embargo, each) ?? []);
  return among.reduce((newest: Patch | null, each) => (each.number > (newest?.number ?? 0) ? each : newest), null);
}

/** The revision that may fix it: the newest that is current where it was found, if it came after. */
export function patchThatMayFix(embargo: Embargo, finding: Finding): Patch | null {
  const patch = patchWhereFound(embargo, finding);
  return patch !== null && patch.number > (finding.patch ?? 0) ? patch : null;
}

/** Whether somebody may answer it and say that it is fixed. */
export const mayAnswer = ({ owner }: Finding, { role, person }: Member): boolean => role === 'coordinator' || person === owner;

type FindingFact = Extract<
  EmbargoFact,
  { type: 'finding-added' | 'finding-answered' | 'finding-taken-on' | 'finding-fixed' | 'finding-confirmed' | 'finding-reopened' }
>;

/** What a fact makes of the findings; `by`: whoever did it. */
export function findingsAfter({ findings }: Embargo, fact: FindingFact, by: PersonId, at: Instant): Embargo['findings'] {
  if (fact.type === 'finding-added') {
    const { type: _, ...finding } = fact;
    return {
      ...findings,
      [fact.number]: { ...finding, by, at, reviews: [], owner: null, state: 'open', since: at, saidBy: by, because: null, fixedIn: null },
    };
  }
  const before = findings[fact.number];
  if (before === undefined) throw new Error('a fact about a finding that is not there');
  return { ...findings, [fact.number]: { ...before, ...standing(before, fact), since: at, saidBy: by } };
}

/** What was said of how bad a finding is, or where: how it stands stays. */
export function findingSet({ findings }: Embargo, fact: Extract<EmbargoFact, { type: 'finding-set' }>): Embargo['findings'] {
  const { type: _, number, ...said } = fact;
  const before = findings[number];
  if (before === undefined) throw new Error('a fact about a finding that is not there');
  return { ...findings, [number]: { ...before, ...said } };
}

function standing(
  before: Finding,
  fact: Exclude<FindingFact, { type: 'finding-added' }>,
): Pick<Finding, 'state' | 'because'> & Partial<Finding> {
  switch (fact.type) {
    case 'finding-answered':
      return { state: fact.answer, because: fact.because };
    case 'finding-taken-on':
      return { state: 'will-fix', because: null, owner: fact.owner };
    case 'finding-fixed':
      return { state: 'fixed', because: null, fixedIn: fact.patch };
    case 'finding-confirmed':
      return { state: 'confirmed', because: null, fixedIn: fact.patch ?? before.fixedIn };
    case 'finding-reopened':
      // It is there in what was to fix it; whoever said that they would is asked again with the others.
      return { state: 'open', because: fact.because, patch: before.fixedIn ?? before.patch, fixedIn: null, owner: null };
    default:
      return fact satisfies never;
  }
}

/** The findings once a review has ended, or was corrected: `number` is the one that it says; the others it does not say any more. */
export function findingsSaid(embargo: Embargo, review: Review, number: number | undefined, at: Instant): Embargo['findings'] {
  const others = eachOf(embargo.findings, (finding: Finding) => (finding.number === number ? finding : unsaid(finding, review, at)));
  const kind = review.end === null ? null : problemOf(review.end.outcome);
  if (number === undefined || kind === null) return others;
  const { reviewer: by, patch } = review;
  const said = { kind, text: review.end?.because ?? null, patch };
  const opened = { state: 'open', since: at, saidBy: by, because: null, fixedIn: null, owner: null } as const;
  const before = embargo.findings[number];
  if (before === undefined) {
    const finding: Finding = { number, severity: null, by, at, branch: null, reviews: [review.number], ...said, ...opened };
    return { ...others, [number]: finding };
  }
  const reviews = before.reviews.includes(review.number) ? before.reviews : [...before.reviews, review.number];
  // Who has said that they fix it still does, whatever words it is put in; what was dismissed, or fixed in other words, is asked anew.
  const stands = before.text === said.text ? leaves[before.state] !== null : before.state === 'will-fix';
  if (before.kind === kind && stands) return { ...others, [number]: { ...before, reviews, text: said.text } };
  return { ...others, [number]: { ...before, reviews, ...said, ...opened } };
}

/** What no review says any more is taken back, unless it was found to be fixed or became another's matter. */
function unsaid(finding: Finding, { number, reviewer }: Review, at: Instant): Finding {
  if (!finding.reviews.includes(number)) return finding;
  const reviews = finding.reviews.filter((each) => each !== number);
  if (reviews.length > 0 || finding.state === 'own-embargo' || finding.state === 'confirmed') return { ...finding, reviews };
  // Where it was found stays: it may come back from there.
  return finding.state === 'taken-back' ? finding : { ...finding, state: 'taken-back', since: at, saidBy: reviewer, because: null };
}
