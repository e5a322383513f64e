// Patches and reviews, said.

import { signatories } from '../../../domain/embargo/consent.ts';
import type { Review } from '../../../domain/embargo/embargo.ts';
import { todosOf } from '../../../domain/embargo/todos.ts';
import { outcomes } from '../../../domain/policy/checklist.ts';
import { answer, toPerson, toRooms } from '../../message/address.ts';
import { actions, code, line } from '../../message/message.ts';
import type { Outgoing } from '../../message/outgoing.ts';
import { by, type EventContext, tell, todoNodes } from '../event-context.ts';
import { copiedFrom, overtaken, walk, walkKey } from './checklist-walk.ts';
import { findingBehind, foundInReview, takenBack } from './findings.ts';

/** That there is a patch revision, to the rooms; where to get it, to each who owes a review of it. */
export function patchPublished(number: number, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  if (embargo.ended !== null)
    return toRooms(members, embargo, tell, [
      line(`${by(context)} gave out patch revision ${number}, which follows up what was disclosed. `, code('patch'), ' shows it.'),
    ]);
  const stale = number === 1 ? '' : ` Reviews of revision ${number - 1} are stale.`;
  const room = toRooms(members, embargo, tell, [
    line(`${by(context)} gave out patch revision ${number}.${stale}`),
    actions({ label: `Test patch v${number}…`, words: `review ${embargo.codename}`, style: 'primary' }),
  ]);
  const asked = signatories(embargo, members)
    .filter((member) => todosOf(embargo, members, member.person, context.now).some((todo) => todo.type === 'review'))
    .map((member) => {
      const nodes = [
        ...todoNodes(context, member.person, 'You owe:'),
        actions(
          { label: 'Show the patch', words: `patch ${embargo.codename}` },
          { label: 'Test one step at a time', words: `review steps ${embargo.codename}` },
        ),
      ];
      const opening =
        number === 1
          ? 'Patch revision 1 is there to be tested.'
          : `Patch revision ${number} replaces revision ${number - 1}: please test again.`;
      return toPerson(member.person, embargo, { ...tell, topic: 'patch' }, [line(opening), ...nodes]);
    });
  return [...room, ...asked];
}

/** Where a walk stands: the card that is edited in place, for its reviewer alone. */
export function walkCard(number: number, context: EventContext): Outgoing[] {
  const { embargo } = context;
  const review = embargo.reviews[number];
  if (review === undefined) return [];
  // What was copied is told with what it was copied from.
  if (review.copied !== undefined && review.end !== null) return walkCard(review.copied, context);
  // Where its reviewer answers from, that they go on from.
  const answering = context.by?.person === review.reviewer ? context.by.as : undefined;
  const direct = { person: review.reviewer, room: null, ...(answering === undefined ? {} : { as: answering }) };
  const message = walk(context, review);
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
  return ended(
    review,
    `${by(context)} corrected ${of}: ${outcomes[outcome].title}${asFinding(number, context)}${was}.${takenBack(context)}`,
    context,
  );
}

/** The number under which what a review found stands before the disclosure. */
function asFinding(review: number, context: EventContext): string {
  const finding = findingBehind(review, context);
  return finding === null ? '' : ` (finding ${finding.number})`;
}

function ended(review: Review, said: string, context: EventContext): Outgoing[] {
  const { embargo, list: members } = context;
  const told = toRooms(members, embargo, tell, [line(said)]);
  const finding = findingBehind(review.number, context);
  const found = finding === null ? [] : foundInReview(said, finding, context);
  return [...walkCard(review.number, context), ...told, ...found];
}
