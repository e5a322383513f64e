// Patches and the walk through the patch-testing checklist.

import { stepsAsked } from '../list/distributor.ts';
import { type Distributor, distributorOf, distributorsOf, type List, type Member } from '../list/list.ts';
import { type AnswerKey, type AskedStep, answersIn, type Outcome, outcomes, type StepKey, stepAt, stepFrom } from '../policy/checklist.ts';
import { refuse } from '../values/refusal.ts';
import type { EmbargoCommand } from './commands.ts';
import { consentOf, memberOf } from './consent.ts';
import type { Context } from './context.ts';
import { type Embargo, type Patch, type Review, reviewsOf } from './embargo.ts';
import { evolve } from './evolve.ts';
import type { EmbargoFact } from './facts.ts';
import {
  branchNamed,
  branchOf,
  isCurrent,
  linesOf,
  otherBranches,
  patchFor,
  patchOf,
  plainBranch,
  standingOf,
  withdrawnBranches,
} from './patches.ts';
import type { EmbargoDecision, EmbargoRefusal } from './refusal.ts';

/** Whether a review is somebody's own: begun by them, for the organization that they are with now. */
export const isOwn = (review: Review, by: Pick<Member, 'person' | 'distributor'>): boolean =>
  review.reviewer === by.person && review.distributor === by.distributor;

/** The reviews that one person has begun on a current patch for their organization and not ended, the one last touched first. */
export function openReviews(embargo: Embargo, by: Pick<Member, 'person' | 'distributor'>): Review[] {
  return reviewsOf(embargo)
    .filter((review) => isOwn(review, by) && review.end === null && isCurrent(embargo, review))
    .sort((a, b) => b.touchedAt - a.touchedAt || b.number - a.number);
}

/**
 * The reviews of a current patch in which a step failed, and of which their reviewer is to say the outcome: until then it is no finding. That of somebody who
 * cannot say it any more does not stand: the release is untested where no colleague has tested it.
 */
export function failedOpen(embargo: Embargo, list: List): Review[] {
  return reviewsOf(embargo).filter(
    (review) =>
      review.end === null &&
      isCurrent(embargo, review) &&
      answersIn(review.answers).some(({ answer }) => answer.verdict === 'fail') &&
      isWithUs(embargo, list, review),
  );
}

/** Whether its reviewer is on the embargo still, and with the organization that they began it for. Who is only to acknowledge anew will be back. */
export function isWithUs(embargo: Embargo, list: List, review: Review): boolean {
  const reviewer = memberOf(list, review.reviewer);
  return reviewer !== null && isOwn(review, reviewer) && !['none', 'declined'].includes(consentOf(embargo, reviewer));
}

/** A release that somebody is to test, and their review of it where they have begun one. `said`: the branch that it is built from, where that is news. */
export type Testing = {
  readonly distributor: Distributor;
  readonly release: string;
  readonly patch: Patch;
  readonly begun: Review | null;
  readonly said: Extract<EmbargoFact, { type: 'branch-said' }> | null;
};

/** What somebody names: a release of theirs, and the branch that it is built from. */
export type Named = { readonly release: string | null; readonly branch?: string | null };

/**
 * Which release somebody means: the one that they name, else the one they are at, or the only one left to choose. Which patch revision: that of its branch,
 * which is asked where several could be. A review that has ended is not begun again.
 */
export function testing(embargo: Embargo, named: Named, { by, list, now }: Context): Testing | EmbargoRefusal {
  const { release } = named;
  if (linesOf(embargo).length === 0) return refuse({ code: 'no-patch' });
  const distributor = by.distributor === null ? undefined : distributorOf(list, by.distributor);
  const releases = distributor?.releases ?? [];
  if (distributor === undefined || releases.length === 0) return refuse({ code: 'ships-nothing' });
  const mineOn = (of: Embargo) => reviewsOf(of).filter((review) => isOwn(review, by) && isCurrent(of, review));
  const left = releases.filter((name) => !mineOn(embargo).some((review) => review.release === name && review.end !== null));
  const at = openReviews(embargo, by).find((review) => releases.includes(review.release))?.release;
  const chosen = release === null ? (at ?? (left.length === 1 ? left[0] : undefined)) : releasesNamed(distributor, release)[0];
  if (chosen === undefined) {
    if (release !== null) return refuse({ code: 'unknown-release', release, releases });
    return left.length === 0
      ? refuse({ code: 'reviewed-already', release: releases.join(', ') })
      : refuse({ code: 'which-release', releases: left });
  }
  const said = branchSaid(embargo, distributor, chosen, named.branch ?? null);
  if (said !== null && 'reason' in said) return said;
  const known = said === null ? embargo : evolve(embargo, { fact: said, at: now, by: by.person });
  const patch = patchOf(known, distributor.id, chosen);
  if (patch === 'which' || patch === 'none') return whichBranch(known, distributor, chosen);
  const begun = mineOn(known).findLast((review) => review.release === chosen && review.patch === patch.number) ?? null;
  if (begun === null || begun.end === null) return { distributor, release: chosen, patch, begun, said };
  // Who has said why it was not tested may test it after all.
  return begun.end.outcome === 'not-tested'
    ? { distributor, release: chosen, patch, begun: null, said }
    : refuse({ code: 'reviewed-already', release: chosen });
}

/** That a release is built from the branch that somebody names; null where nothing is named, or nothing new. */
export function branchSaid(
  embargo: Embargo,
  { id, name }: Distributor,
  release: string,
  typed: string | null,
): Extract<EmbargoFact, { type: 'branch-said' }> | EmbargoRefusal | null {
  if (typed === null) return null;
  const lines = linesOf(embargo);
  const others = lines.some(({ branch }) => branch === null);
  const branch = typed.toLowerCase() === otherBranches && others ? otherBranches : (branchNamed(embargo, typed) ?? plainBranch(typed));
  // A branch of which nobody has spoken is one of those that are named nowhere.
  if (patchFor(embargo, branch) === null && !withdrawnBranches(embargo).includes(branch))
    return asked(embargo, `${name} ${release}`, branch);
  return branchOf(embargo, id, release) === branch ? null : { type: 'branch-said', distributor: id, release, branch };
}

/** Asks which branch a release is built from. */
function whichBranch(embargo: Embargo, { id, name }: Distributor, release: string): EmbargoRefusal {
  return asked(embargo, `${name} ${release}`, branchOf(embargo, id, release));
}

function asked(embargo: Embargo, release: string, none: string | null): EmbargoRefusal {
  const lines = linesOf(embargo).map(({ branch, patch }) => ({ branch, patch: patch.number }));
  const without = withdrawnBranches(embargo).flatMap((branch) => (branch === none ? [] : [{ branch, patch: null }]));
  return refuse({ code: 'which-branch', release, lines: [...lines, ...without], none });
}

/** A release of a distributor by its name, also with the distributor's in front of it; undefined where it ships none of that name. */
export function releaseNamed({ name, releases }: Distributor, typed: string): string | undefined {
  const said = typed.toLowerCase();
  return (
    releases.find((release) => release === typed) ??
    releases.find((release) => [release, `${name} ${release}`].some((each) => each.toLowerCase() === said))
  );
}

/** The release that somebody names, or several of them: `24, 25`. None where one of them is none of theirs. */
export function releasesNamed(distributor: Distributor, typed: string): string[] {
  const one = releaseNamed(distributor, typed);
  if (one !== undefined) return [one];
  const named = typed.split(/[\s,&+]+/).filter((each) => each !== '' && each.toLowerCase() !== 'and');
  const found = named.flatMap((each) => releaseNamed(distributor, each) ?? []);
  return found.length === named.length ? [...new Set(found)] : [];
}

/** The no to a release that somebody's own distributor does not ship. */
export function refuseRelease(release: string, own: Distributor, list: List): EmbargoRefusal {
  const owner = distributorsOf(list).find((each) => releaseNamed(each, release) !== undefined);
  return owner === undefined
    ? refuse({ code: 'unknown-release', release, releases: own.releases })
    : refuse({ code: 'release-of-another', release, of: owner.name, own: own.name });
}

/** Begins a walk, or goes on with one. */
export function startReview(embargo: Embargo, named: Named, context: Context): EmbargoDecision {
  const meant = testing(embargo, named, context);
  if ('reason' in meant) return branchAlone(embargo, named, meant, context);
  const { begun } = meant;
  const said = meant.said === null ? [] : [meant.said];
  if (begun !== null) return [...said, { type: 'review-moved', review: begun.number, step: begun.step }];
  const first = stepFrom(stepsAsked(context.list, meant.distributor.id, meant.release), -1, 1, () => true);
  const started = reviewStarted(embargo, meant);
  return [...said, started, ...(first === 0 ? [] : [{ type: 'review-moved', review: started.number, step: first } as const])];
}

/** Who has tested what its branch is tested with, or has nothing to test it with, has nothing more to do than to say which branch that is. */
export function branchAlone(
  embargo: Embargo,
  { release, branch = null }: Named,
  refusal: EmbargoRefusal,
  { by, list }: Context,
): EmbargoDecision {
  const distributor = by.distributor === null ? undefined : distributorOf(list, by.distributor);
  const [only, ...others] = distributor?.releases ?? [];
  const named = release ?? (others.length === 0 ? only : undefined);
  const chosen = distributor === undefined || named === undefined ? undefined : releaseNamed(distributor, named);
  const { reason } = refusal;
  const alone = reason.code === 'reviewed-already' || (reason.code === 'which-branch' && reason.none !== null);
  if (!alone || distributor === undefined || chosen === undefined) return refusal;
  const said = branchSaid(embargo, distributor, chosen, branch);
  return said === null ? refusal : 'reason' in said ? said : [said];
}

/** That a review of a release is begun. */
export function reviewStarted(
  embargo: Embargo,
  { distributor, release, patch }: Testing,
): Extract<EmbargoFact, { type: 'review-started' }> {
  return { type: 'review-started', number: reviewsOf(embargo).length + 1, distributor: distributor.id, release, patch: patch.number };
}

/** Pass, fail or not applicable for one step. A press on a step that was answered meanwhile changes nothing. */
export function answerStep(embargo: Embargo, command: Extract<EmbargoCommand, { type: 'answer-step' }>, context: Context): EmbargoDecision {
  const review = walkOf(embargo, context, command.at?.review ?? null);
  if ('type' in review) return review;
  if (command.at !== null && command.at.step !== review.step) return refuse({ code: 'step-answered-already' });
  const steps = stepsOfReview(context.list, review);
  const step = stepAt(steps, review.step);
  if (step === undefined) return refuse({ code: 'step-answered-already' });
  // The architectures of an organization may have changed since the step was shown: nobody answers for another one than they read.
  if (command.at !== null && command.at.on !== step.on) return refuse({ code: 'step-answered-already' });
  const { verdict, note, readyBy } = command;
  const owed = { pass: step.noteOnPass, fail: 'text', na: null }[verdict];
  if (verdict !== 'na' && ((owed === 'text' && note === null) || (owed === 'instant' && readyBy === null)))
    return refuse({ code: 'needs-note', review: review.number, verdict, step });
  const answers: Review['answers'] = { ...review.answers, [step.key]: { verdict, note } };
  const next = stepFrom(steps, review.step, 1, ({ key }) => answers[key] === undefined);
  const ready = owed === 'instant' ? readyBy : null;
  return [{ type: 'step-answered', review: review.number, step: step.key, answer: { verdict, note }, readyBy: ready, next }];
}

/** One step back; what was answered there is kept until it is answered anew. */
export function stepBack(embargo: Embargo, number: number | null, context: Context): EmbargoDecision {
  const review = walkOf(embargo, context, number);
  if ('type' in review) return review;
  const step = stepFrom(stepsOfReview(context.list, review), review.step, -1, () => true);
  return step < 0 ? refuse({ code: 'first-step' }) : [{ type: 'review-moved', review: review.number, step }];
}

/** Why a review that stands so cannot end with an outcome; null when it can. */
export function refuseOutcome(
  answers: Review['answers'],
  outcome: Outcome,
  because: string | null,
  asked: readonly AskedStep[],
): EmbargoRefusal | null {
  const rule = outcomes[outcome];
  const left = asked.filter((step) => answers[step.key] === undefined);
  // What is asked by other architectures now cannot be answered again.
  const stands = (key: AnswerKey, of: StepKey) => asked.some((step) => step.key === key) || asked.every((step) => step.step !== of);
  const failed = answersIn(answers).flatMap(({ key, step, answer, title }) =>
    answer.verdict === 'fail' && stands(key, step.key) ? [title] : [],
  );
  if (rule.clean && failed.length > 0) return refuse({ code: 'steps-failed', titles: failed });
  if (!rule.early && left.length > 0) return refuse({ code: 'steps-left', left: left.length });
  if (rule.clean && isUntested(answers)) return refuse({ code: 'nothing-tested' });
  return rule.because && because === null ? refuse({ code: 'needs-because' }) : null;
}

/** The first step that failed without which the rest cannot be tested. */
export function stopOf(answers: Review['answers']): { readonly key: AnswerKey; readonly title: string; readonly stops: Outcome } | null {
  const [found] = answersIn(answers).flatMap(({ key, step, title, answer }) =>
    step.stops !== undefined && answer.verdict === 'fail' ? [{ key, title, stops: step.stops }] : [],
  );
  return found ?? null;
}

/** What was said of the failure that an outcome follows from. */
function stoppedBy(answers: Review['answers'], outcome: Outcome): string | null {
  const stop = stopOf(answers);
  return stop?.stops === outcome ? (answers[stop.key]?.note ?? null) : null;
}

/** Whether nothing was tried: no step was passed, and none failed. */
export function isUntested(answers: Review['answers']): boolean {
  return answersIn(answers).every(({ answer }) => answer.verdict === 'na');
}

/** The end of a walk: an outcome is owed, also when nothing was found, also when nothing was tested. */
export function finishReview(
  embargo: Embargo,
  { review: number, outcome, because }: Extract<EmbargoCommand, { type: 'finish-review' }>,
  context: Context,
): EmbargoDecision {
  const review = walkOf(embargo, context, number);
  if ('type' in review) return review;
  // What stopped it was said with the step that failed.
  const why = because ?? stoppedBy(review.answers, outcome);
  const refusal = refuseOutcome(review.answers, outcome, why, stepsOfReview(context.list, review));
  return refusal ?? [{ type: 'review-finished', review: review.number, outcome, because: why }];
}

/** The steps that a review is asked. */
export const stepsOfReview = (list: List, { distributor, release }: Pick<Review, 'distributor' | 'release'>): AskedStep[] =>
  stepsAsked(list, distributor, release);

/** The walk that somebody is on; why there is none, if there is none. */
function walkOf(embargo: Embargo, { by, list }: Context, number: number | null): Review | EmbargoRefusal {
  const named = number === null ? undefined : embargo.reviews[number];
  if (named !== undefined && isOwn(named, by) && named.end !== null) return refuse({ code: 'reviewed-already', release: named.release });
  const open = openReviews(embargo, by);
  const review = number === null ? open[0] : open.find((each) => each.number === number);
  if (review !== undefined) return review;
  const mine = reviewsOf(embargo).filter((each) => isOwn(each, by) && each.end === null);
  const stale = number === null ? mine.at(-1) : mine.find((each) => each.number === number);
  if (stale !== undefined) return refuseStale(embargo, stale, list);
  return refuse({ code: 'no-open-review' });
}

/** The no to go on with a review whose patch revision is not what its release is tested with any more, or nobody knows. */
export function refuseStale(embargo: Embargo, review: Review, list: List): EmbargoRefusal {
  const { distributor: id, release, patch: was } = review;
  const distributor = distributorOf(list, id);
  const now = patchOf(embargo, id, release);
  if (standingOf(embargo, review) === 'unsaid' && distributor !== undefined) return whichBranch(embargo, distributor, release);
  const withdrawn = embargo.patches[was]?.withdrawn === undefined ? {} : ({ withdrawn: true } as const);
  const own = reviewsOf(embargo).filter((each) => each.reviewer === review.reviewer && each.distributor === id && each.release === release);
  const done = own.some((each) => each.end !== null && isCurrent(embargo, each)) ? ({ done: true } as const) : {};
  return refuse({ code: 'patch-replaced', was, now: typeof now === 'string' ? null : now.number, ...withdrawn, ...done });
}
