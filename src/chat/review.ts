// Patches and reviews, said.
import { findings, outcomes } from '../domain/checklist.ts';
import { signatories } from '../domain/consent.ts';
import { debtsOf } from '../domain/debts.ts';
import { answer, toPerson, toRooms } from './address.ts';
import { actions, line } from './message.ts';
import { by, type Occasion, owedNodes, tell, toCoordinators } from './occasion.ts';
import type { Outgoing } from './outgoing.ts';
import { patchNodes, reviewNodes, walk, walkKey } from './walk.ts';

/** That there is a patch revision, to the rooms; the patch itself, to each who owes a review of it. */
export function patchPublished(number: number, occasion: Occasion): Outgoing[] {
  const { embargo, list: members } = occasion;
  const stale = number === 1 ? '' : ` Reviews of revision ${number - 1} are stale.`;
  const room = toRooms(members, embargo, tell, [
    line(`${by(occasion)} gave out patch revision ${number}.${stale}`),
    actions({ label: 'Review it', words: `review ${embargo.codename}`, style: 'primary' }),
  ]);
  const asked = signatories(embargo, members)
    .filter((member) => debtsOf(embargo, members, member.person, occasion.now).some((debt) => debt.type === 'review'))
    .map((member) => {
      const nodes = [...patchNodes(occasion, number), ...owedNodes(occasion, member.person, 'You owe:')];
      const opening =
        number === 1
          ? 'Patch revision 1 is there to be tested.'
          : `Patch revision ${number} replaces revision ${number - 1}: please test again.`;
      return toPerson(member.person, embargo, { kind: 'detail', urgency: 'answer' }, [line(opening), ...nodes]);
    });
  return [...room, ...asked];
}

/** Where a walk stands: the card that is edited in place, for its reviewer alone. */
export function walkCard(number: number, occasion: Occasion): Outgoing[] {
  const { embargo } = occasion;
  const review = embargo.reviews[number];
  if (review === undefined) return [];
  // Where its reviewer answers from, that they go on from.
  const answering = occasion.by?.person === review.reviewer ? occasion.by.as : undefined;
  const direct = { person: review.reviewer, room: null, ...(answering === undefined ? {} : { as: answering }) };
  const message = walk(occasion, review);
  // Who goes on with a walk, or asks where they are, may have much below its post by now.
  const goesOn = occasion.before?.reviews[number]?.step === review.step && review.end === null;
  return [
    {
      ...answer(direct, embargo, { kind: 'detail', urgency: 'answer' }, message),
      card: { key: walkKey(embargo.codename, review), pin: false, ...(goesOn ? { anew: true } : {}) },
    },
  ];
}

/** The work done, to the rooms, even if no issue was found; what was found, to coordinators. */
export function reviewFinished(number: number, occasion: Occasion): Outgoing[] {
  const { embargo, list: members } = occasion;
  const review = embargo.reviews[number];
  if (review?.end === undefined || review.end === null) return [];
  const { outcome } = review.end;
  const told = toRooms(members, embargo, tell, [
    line(`${by(occasion)} reviewed patch revision ${review.patch} on ${review.release}: ${outcomes[outcome].title}.`),
  ]);
  const found = findings.includes(outcome)
    ? toCoordinators(occasion, { kind: 'detail', urgency: 'answer' }, reviewNodes(occasion, review, by(occasion)))
    : [];
  return [...walkCard(number, occasion), ...told, ...found];
}
