// Reviews, said.

import type { Embargo, Review } from '../../../domain/embargo/embargo.ts';
import type { EmbargoFact } from '../../../domain/embargo/facts.ts';
import { failedOpen, stepsOfReview } from '../../../domain/embargo/review.ts';
import { distributorName, type List, nameOf } from '../../../domain/list/list.ts';
import { outcomes } from '../../../domain/policy/checklist.ts';
import type { PersonId } from '../../../domain/values/ids.ts';
import { answer, toPerson, toThreads } from '../../message/address.ts';
import { actions, code, line, type Node } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { personLabel } from '../../message/view.ts';
import { by, type EventContext, reply, tell } from '../event-context.ts';
import { copiedFrom, handedOn, overtaken, walk, walkKey } from './checklist-walk.ts';
import { findingBehind, foundInReview, takenBack, toldTakenBack } from './findings.ts';

/** Where a walk stands: the card that is edited in place, for its reviewer alone. `said`: what was just understood of several steps. */
export function walkCard(number: number, context: EventContext, said: Review['answers'] = {}): Outgoing[] {
  const { embargo } = context;
  const review = embargo.reviews[number];
  if (review === undefined) return [];
  // What was copied is told with what it was copied from.
  if (review.copied !== undefined && review.end !== null) return walkCard(review.copied, context);
  // Where its reviewer answers from, that they go on from.
  const answering = context.by?.person === review.reviewer ? context.by.as : undefined;
  const direct = { person: review.reviewer, room: null, ...(answering === undefined ? {} : { as: answering }) };
  const message = walk(context, review, said);
  // Who goes on with a walk, or asks where they are, may have much below its post by now.
  const goesOn = context.before?.reviews[number]?.step === review.step && review.end === null;
  return [
    {
      ...answer(direct, embargo, { kind: 'detail', urgency: 'answer' }, message),
      card: { key: walkKey(embargo.codename, review), pin: false, ...(goesOn ? { anew: overtaken(context, review) } : {}) },
    },
  ];
}

/** The work done, to the rooms, even if no issue was found; that there is something to read, to coordinators. */
export function reviewFinished(number: number, context: EventContext): Outgoing[] {
  const review = context.embargo.reviews[number];
  if (review === undefined || review.end === null) return [];
  const of = `patch revision ${review.patch} on ${review.release}`;
  return ended(
    review,
    `${by(context)} reviewed ${of}: ${outcomes[review.end.outcome].title}${copiedFrom(review, context.embargo)}${asFinding(number, context)}.`,
    context,
  );
}

/** The same of what its reviewer put right, with what was said before. */
export function reviewCorrected(number: number, context: EventContext): Outgoing[] {
  const review = context.embargo.reviews[number];
  const before = review?.earlier?.at(-1)?.end.outcome;
  if (review === undefined || review.end === null || before === undefined) return [];
  const { outcome } = review.end;
  const was = before === outcome ? '' : `, no longer ${outcomes[before].title}`;
  const of = `their review of patch revision ${review.patch} on ${review.release}`;
  const gone = takenBack(context).map((finding) => ` Finding ${finding.number} was withdrawn.`);
  const said = `${by(context)} corrected ${of}: ${outcomes[outcome].title}${asFinding(number, context)}${was}.${gone.join('')}`;
  return [...ended(review, said, context), ...toldTakenBack(of, context)];
}

/** The number under which what a review found stands before the disclosure. */
function asFinding(review: number, context: EventContext): string {
  const finding = findingBehind(review, context);
  return finding === null ? '' : ` (finding ${finding.number})`;
}

function ended(review: Review, said: string, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  const told = toThreads(members, embargo, tell, [line(said)]);
  const finding = findingBehind(review.number, context);
  const found = finding === null ? [] : foundInReview(said, finding, context);
  return [...walkCard(review.number, context), ...told, ...found];
}

/** To who handed it on that it is done, and to who goes on with it what it is and how far it is. */
export function reviewHanded({ review: number, to }: Extract<EmbargoFact, { type: 'review-handed' }>, context: EventContext): Outgoing[] {
  const { embargo, before, list, by: speaker } = context;
  const [review, was] = [embargo.reviews[number], before?.reviews[number]];
  if (review === undefined || was === undefined) return [];
  const of = `patch v${review.patch} on ${review.release}`;
  const steps = stepsOfReview(list, review);
  const done = steps.filter(({ key }) => review.answers[key] !== undefined).length;
  const direct = { person: was.reviewer, room: null, ...(speaker?.as === undefined ? {} : { as: speaker.as }) };
  return [
    {
      ...answer(direct, embargo, { kind: 'detail', urgency: 'answer' }, handedOn(context, review)),
      card: { key: walkKey(embargo.codename, was), pin: false },
    },
    ...reply(context, `You handed your review of ${of} to ${personLabel(list, to)}. I told them, and your answers stay marked as yours.`),
    toPerson(to, context, { ...tell, topic: 'patch' }, [
      line(`${by(context)} handed you their review of ${of}: ${done} of ${steps.length} steps are answered. Continue where they stopped.`),
      actions({ label: `Continue ${review.release}`, words: `review steps ${embargo.codename} ${review.release}`, style: 'primary' }),
    ]),
  ];
}

/** What somebody whose access has ended saw fail and can't report any more, to who ended it. */
export function failuresLeft(person: PersonId, { before, list }: EventContext): Node[] {
  return before === null
    ? []
    : failedBefore(
        failedOpen(before, list).filter(({ reviewer }) => reviewer === person),
        list,
      );
}

/** The same of those who were removed from the list, which was `before`. */
export function failuresLeftByList(embargo: Embargo, before: List, list: List): Node[] {
  const counts = new Set(failedOpen(embargo, list));
  return failedBefore(
    failedOpen(embargo, before).filter((review) => !counts.has(review)),
    before,
  );
}

function failedBefore(reviews: readonly Review[], list: List): Node[] {
  if (reviews.length === 0) return [];
  const where = reviews
    .map(({ reviewer, distributor, release }) => `${nameOf(list, reviewer)} on ${distributorName(list, distributor)} ${release}`)
    .join(', ');
  return [line(`A step had failed for ${where}, and it doesn't count any more. If it's a problem, record it: `, code('finding add'), '.')];
}
