// The result of a review, for further releases of the same distributor.

import { stepsAsked } from '../list/distributor.ts';
import { distributorOf } from '../list/list.ts';
import { stepFrom } from '../policy/checklist.ts';
import { refuse } from '../values/refusal.ts';
import type { EmbargoCommand } from './commands.ts';
import type { Context } from './context.ts';
import { type Embargo, reviewsOf } from './embargo.ts';
import type { EmbargoFact } from './facts.ts';
import { branchOf, isCurrent, linesOf, patchOf } from './patches.ts';
import type { EmbargoDecision } from './refusal.ts';
import { isOwn, refuseOutcome, refuseRelease, releaseNamed, reviewStarted, testing } from './review.ts';

/** Somebody's own result for one release, for each of the others that are named; all of them, or none. */
export function copyReview(
  embargo: Embargo,
  { from, to }: Extract<EmbargoCommand, { type: 'copy-review' }>,
  context: Context,
): EmbargoDecision {
  const { by, list } = context;
  if (linesOf(embargo).length === 0) return refuse({ code: 'no-patch' });
  const distributor = by.distributor === null ? undefined : distributorOf(list, by.distributor);
  if (distributor === undefined || distributor.releases.length === 0) return refuse({ code: 'ships-nothing' });
  const strange = [from, ...to].find((release) => releaseNamed(distributor, release) === undefined);
  if (strange !== undefined) return refuseRelease(strange, distributor, list);
  const release = releaseNamed(distributor, from) ?? from;
  const mine = reviewsOf(embargo).filter((review) => isOwn(review, by) && review.release === release && review.end !== null);
  const source = mine.findLast((review) => isCurrent(embargo, review));
  if (source === undefined || source.end === null) return refuse({ code: 'nothing-to-copy', release, stale: mine.at(-1)?.patch ?? null });
  const { answers, readyBy, end, number: copied } = source;
  const facts: EmbargoFact[] = [];
  const others = [...new Set(to.map((each) => releaseNamed(distributor, each) ?? each))].filter((each) => each !== release);
  if (others.length === 0) return refuse({ code: 'nothing-to-change' });
  for (const other of others) {
    // What nobody has said of the other is as it is for the one that was tested.
    const branch = patchOf(embargo, distributor.id, other) === 'which' ? branchOf(embargo, distributor.id, release) : null;
    const meant = testing(embargo, { release: other, branch }, context);
    if ('reason' in meant) return meant;
    if (meant.patch.number !== source.patch)
      return refuse({ code: 'copy-across-branches', from: release, to: other, patch: meant.patch.number });
    if (meant.said !== null) facts.push(meant.said);
    // It may be for an architecture more.
    const steps = stepsAsked(list, distributor.id, other);
    const unfit = refuseOutcome(answers, end.outcome, end.because, steps);
    if (unfit !== null) return unfit;
    const next = stepFrom(steps, -1, 1, ({ key }) => answers[key] === undefined);
    const started =
      meant.begun === null ? { ...reviewStarted(embargo, meant), number: reviewStarted(embargo, meant).number + begunIn(facts) } : null;
    const review = meant.begun?.number ?? started?.number ?? 0;
    if (started !== null) facts.push(started);
    facts.push({ type: 'steps-answered', review, answers, readyBy, next, copied });
    facts.push({ type: 'review-finished', review, outcome: end.outcome, because: end.because });
  }
  return facts;
}

function begunIn(facts: readonly EmbargoFact[]): number {
  return facts.filter(({ type }) => type === 'review-started').length;
}
