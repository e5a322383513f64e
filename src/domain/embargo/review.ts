// Patches and the walk through the patch-testing checklist.

import { type Distributor, distributorOf, distributorsOf, type List } from '../list/list.ts';
import { checklist, type Outcome, outcomes, type Step, stepFrom, stepsOf } from '../policy/checklist.ts';
import type { PersonId } from '../values/ids.ts';
import { refuse } from '../values/refusal.ts';
import type { EmbargoCommand } from './commands.ts';
import type { Context } from './context.ts';
import { currentPatch, type Embargo, type Patch, type Review, reviewsOf } from './embargo.ts';
import { madePublic } from './end/owed.ts';
import type { EmbargoFact } from './facts.ts';
import type { EmbargoDecision, EmbargoRefusal } from './refusal.ts';

/** A numbered set of patches. The same files again are no revision: reviews would go stale for nothing. */
export function publishPatch(embargo: Embargo, command: Extract<EmbargoCommand, { type: 'publish-patch' }>): EmbargoDecision {
  const current = currentPatch(embargo);
  const { type: _, ...patch } = command;
  const { ended } = embargo;
  if (ended !== null && !madePublic(ended.reason)) return refuse({ code: 'embargo-over', reason: ended.reason, at: ended.at });
  const sums = (files: readonly { sha256: string }[]) =>
    files
      .map((file) => file.sha256)
      .sort()
      .join();
  if (current !== null && sums(current.files) === sums(patch.files)) return refuse({ code: 'same-patch', number: current.number });
  const followUp = ended === null ? {} : ({ followUp: true } as const);
  return [{ type: 'patch-published', number: (current?.number ?? 0) + 1, ...patch, ...followUp }];
}

/** The reviews that one person has begun on the current patch and not ended, the one last touched first. */
export function openReviews(embargo: Embargo, person: PersonId): Review[] {
  const patch = currentPatch(embargo)?.number;
  return reviewsOf(embargo)
    .filter((review) => review.reviewer === person && review.end === null && review.patch === patch)
    .sort((a, b) => b.touchedAt - a.touchedAt || b.number - a.number);
}

/** A release that somebody is to test, and their review of it where they have begun one. */
export type Testing = { readonly distributor: Distributor; readonly release: string; readonly patch: Patch; readonly begun: Review | null };

/** Which release somebody means: the one that they name, else the one they are at, or the only one left to choose. A review that has ended is not begun again. */
export function testing(embargo: Embargo, release: string | null, { by, list }: Context): Testing | EmbargoRefusal {
  const patch = currentPatch(embargo);
  if (patch === null) return refuse({ code: 'no-patch' });
  const distributor = by.distributor === null ? undefined : distributorOf(list, by.distributor);
  const releases = distributor?.releases ?? [];
  if (distributor === undefined || releases.length === 0) return refuse({ code: 'ships-nothing' });
  const mine = reviewsOf(embargo).filter((review) => review.reviewer === by.person && review.patch === patch.number);
  const left = releases.filter((name) => !mine.some((review) => review.release === name && review.end !== null));
  const at = openReviews(embargo, by.person).find((review) => releases.includes(review.release))?.release;
  const chosen = release === null ? (at ?? (left.length === 1 ? left[0] : undefined)) : releaseNamed(distributor, release);
  if (chosen === undefined) {
    if (release !== null) return refuse({ code: 'unknown-release', release, releases });
    return left.length === 0
      ? refuse({ code: 'reviewed-already', release: releases.join(', ') })
      : refuse({ code: 'which-release', releases: left });
  }
  const begun = mine.findLast((review) => review.release === chosen) ?? null;
  if (begun === null || begun.end === null) return { distributor, release: chosen, patch, begun };
  // Who has said why it was not tested may test it after all.
  return begun.end.outcome === 'not-tested'
    ? { distributor, release: chosen, patch, begun: null }
    : refuse({ code: 'reviewed-already', release: chosen });
}

/** A release of a distributor by its name, also with the distributor's in front of it; undefined where it ships none of that name. */
export function releaseNamed({ name, releases }: Distributor, typed: string): string | undefined {
  const said = typed.toLowerCase();
  return (
    releases.find((release) => release === typed) ??
    releases.find((release) => [release, `${name} ${release}`].some((each) => each.toLowerCase() === said))
  );
}

/** The no to a release that somebody's own distributor does not ship. */
export function refuseRelease(release: string, own: Distributor, list: List): EmbargoRefusal {
  const owner = distributorsOf(list).find((each) => releaseNamed(each, release) !== undefined);
  return owner === undefined
    ? refuse({ code: 'unknown-release', release, releases: own.releases })
    : refuse({ code: 'release-of-another', release, of: owner.name, own: own.name });
}

/** Begins a walk, or goes on with one. */
export function startReview(embargo: Embargo, release: string | null, context: Context): EmbargoDecision {
  const meant = testing(embargo, release, context);
  if ('reason' in meant) return meant;
  const { begun } = meant;
  if (begun !== null) return [{ type: 'review-moved', review: begun.number, step: begun.step }];
  const first = stepFrom(-1, 1, isAsked(context.list));
  const started = reviewStarted(embargo, meant);
  return first === 0 ? [started] : [started, { type: 'review-moved', review: started.number, step: first }];
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
  const step = checklist[review.step];
  if (step === undefined) return refuse({ code: 'step-answered-already' });
  const { verdict, note, readyBy } = command;
  const owed = { pass: step.noteOnPass, fail: 'text', na: null }[verdict];
  if ((owed === 'text' && note === null) || (owed === 'instant' && readyBy === null)) {
    return refuse({ code: 'needs-note', review: review.number, step: review.step });
  }
  const answers = { ...review.answers, [step.key]: { verdict, note } };
  const asked = isAsked(context.list);
  const next = stepFrom(review.step, 1, (each) => asked(each) && answers[each.key] === undefined);
  const ready = owed === 'instant' ? readyBy : null;
  return [{ type: 'step-answered', review: review.number, step: step.key, answer: { verdict, note }, readyBy: ready, next }];
}

/** One step back; what was answered there is kept until it is answered anew. */
export function stepBack(embargo: Embargo, number: number | null, context: Context): EmbargoDecision {
  const review = walkOf(embargo, context, number);
  if ('type' in review) return review;
  const step = stepFrom(review.step, -1, isAsked(context.list));
  return step < 0 ? refuse({ code: 'first-step' }) : [{ type: 'review-moved', review: review.number, step }];
}

/** Why a review that stands so cannot end with an outcome; null when it can. */
export function refuseOutcome(
  answers: Review['answers'],
  outcome: Outcome,
  because: string | null,
  { policy }: List,
): EmbargoRefusal | null {
  const rule = outcomes[outcome];
  const asked = stepsOf(policy.rules);
  const left = asked.filter((step) => answers[step.key] === undefined);
  const failed = checklist.filter((step) => answers[step.key]?.verdict === 'fail').map((step) => step.title);
  if (rule.clean && failed.length > 0) return refuse({ code: 'steps-failed', titles: failed });
  if (!rule.early && left.length > 0) return refuse({ code: 'steps-left', left: left.length });
  if (rule.clean && isUntested(answers)) return refuse({ code: 'nothing-tested' });
  return rule.because && because === null ? refuse({ code: 'needs-because' }) : null;
}

/** The first step that failed without which the rest cannot be tested. */
export function stopOf(answers: Review['answers']): (Step & { readonly stops: Outcome }) | null {
  const [found] = checklist.flatMap((step) =>
    step.stops !== undefined && answers[step.key]?.verdict === 'fail' ? [{ ...step, stops: step.stops }] : [],
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
  return !checklist.some(({ key }) => answers[key] !== undefined && answers[key]?.verdict !== 'na');
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
  const refusal = refuseOutcome(review.answers, outcome, why, context.list);
  return refusal ?? [{ type: 'review-finished', review: review.number, outcome, because: why }];
}

/** Whether the list's policy has a step. */
export function isAsked({ policy }: List): (step: Step) => boolean {
  return ({ key }) => policy.rules.checklist.includes(key);
}

/** The walk that somebody is on; why there is none, if there is none. */
function walkOf(embargo: Embargo, { by }: Context, number: number | null): Review | EmbargoRefusal {
  const named = number === null ? undefined : embargo.reviews[number];
  if (named !== undefined && named.reviewer === by.person && named.end !== null)
    return refuse({ code: 'reviewed-already', release: named.release });
  const open = openReviews(embargo, by.person);
  const review = number === null ? open[0] : open.find((each) => each.number === number);
  if (review !== undefined) return review;
  const patch = currentPatch(embargo);
  const stale = reviewsOf(embargo).find((each) => each.reviewer === by.person && each.end === null && each.patch !== patch?.number);
  if (stale !== undefined && patch !== null) return refuse({ code: 'patch-replaced', was: stale.patch, now: patch.number });
  return refuse({ code: 'no-open-review' });
}
