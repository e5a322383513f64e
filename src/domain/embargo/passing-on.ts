// An organization of which nobody acknowledges, or answers a date: in time its other contacts are told, then coordinators, once each. Where nobody takes on
// a duty of the list that is theirs, its backup is told first.

import { distributorsOf, type List, type Member } from '../list/list.ts';
import { voterOf } from '../list/voters.ts';
import type { DistributorId, PersonId } from '../values/ids.ts';
import type { Instant } from '../values/time.ts';
import { askedAt, coordinatorsAsked, isIn, roster, withAccess } from './consent.ts';
import { quorumFor } from './date/quorum.ts';
import { tally } from './date/voting.ts';
import { silentDuties, speaking } from './duties.ts';
import { answersDue, type Embargo, openProposals, targetDate } from './embargo.ts';
import { type PassedOn, passedOnKey } from './nudges.ts';

/** What is to be passed on, from an instant on. */
type Stage = Omit<PassedOn, 'type' | 'distributors' | 'duties'> & {
  readonly distributor: DistributorId;
  readonly duty?: string;
  readonly at: Instant;
};

/** What is told in one message each, in the order in which it is told. */
const kinds: readonly (readonly [PassedOn['what'], PassedOn['to']])[] = [
  ['acknowledge', 'contacts'],
  ['answer', 'contacts'],
  ['acknowledge', 'coordinators'],
  ['duty', 'contacts'],
  ['duty', 'coordinators'],
];

/** What has to be passed on by `now`: of several organizations in one, so that nobody gets a message for each. */
export function passOn(embargo: Embargo, list: List, now: Instant): PassedOn[] {
  const due = stages(embargo, list, now).filter(({ at }) => at <= now);
  return kinds.flatMap(([what, to]): PassedOn[] => {
    const some = due.filter((stage) => stage.what === what && stage.to === to);
    const [first] = some;
    if (first === undefined) return [];
    const { distributor: _, duty: __, at: ___, ...told } = first;
    const people = [...new Set(some.flatMap((each) => each.people))];
    const duties = some.flatMap(({ duty }) => duty ?? []);
    const distributors = some.map(({ distributor }) => distributor);
    return [{ type: 'passed-on', ...told, ...(duties.length === 0 ? {} : { duties }), distributors, people }];
  });
}

/** When something is to be passed on. */
export function nextPassOn(embargo: Embargo, list: List, now: Instant): Instant[] {
  return stages(embargo, list, now).map(({ at }) => at);
}

function stages(embargo: Embargo, whole: List, now: Instant): Stage[] {
  const list = withAccess(embargo, whole);
  if (embargo.ended !== null) return [];
  const all = distributorsOf(list).flatMap(({ id }) => [...unacknowledged(embargo, list, id, now), ...unanswered(embargo, list, id, now)]);
  return [...all, ...untaken(embargo, list, now)].filter((stage) => {
    const done = embargo.nudges?.passedOn?.[passedOnKey(stage, stage.distributor, stage.duty)];
    return stage.people.length > 0 && done !== 'coordinators' && done !== stage.to;
  });
}

/** The representatives of an organization with where they stand, those who declined aside. */
export function contactsOf(embargo: Embargo, list: List, distributor: DistributorId) {
  return roster(embargo, list).filter(
    ({ member, consent }) => member.distributor === distributor && member.role === 'representative' && consent !== 'declined',
  );
}

function unacknowledged(embargo: Embargo, list: List, distributor: DistributorId, now: Instant): Stage[] {
  const contacts = contactsOf(embargo, list, distributor);
  const asked = contacts.map(({ member }) => askedAt(embargo, member)).filter((at) => at !== null);
  if (asked.length === 0 || contacts.some(({ consent }) => isIn(consent))) return [];
  const since = Math.min(...asked);
  const date = targetDate(embargo, now);
  // Where the date is near, people have less time.
  const share = (ms: number, part: number) => since + (date === null ? ms : Math.max(0, Math.min(ms, Math.floor((date - since) * part))));
  const { acknowledgeWithinMs } = list.policy.rules;
  const what = { what: 'acknowledge', distributor } as const;
  return [
    { ...what, to: 'contacts', at: share(acknowledgeWithinMs, 1 / 3), people: unlessInPeace(embargo, contacts.map(personOf), now) },
    {
      ...what,
      to: 'coordinators',
      at: share(2 * acknowledgeWithinMs, 2 / 3),
      people: coordinatorsAsked(embargo, list).map(({ person }) => person),
    },
  ];
}

/** Who else of an organization could answer, once they have acknowledged. Coordinators are asked to choose when the answers are due. */
function unanswered(embargo: Embargo, list: List, distributor: DistributorId, now: Instant): Stage[] {
  const [asked] = openProposals(embargo, now);
  const quorum = asked === undefined ? null : quorumFor(embargo, asked, list);
  if (asked === undefined || quorum === null || quorum.type !== 'distributors') return [];
  const contacts = contactsOf(embargo, list, distributor);
  const { silent } = tally(asked, list, quorum);
  const isSilent = contacts.some(({ member }) => silent.some((voter) => voter === voterOf(member, list, quorum)));
  // Where nobody has acknowledged that is passed on.
  if (!isSilent || !contacts.some(({ consent }) => isIn(consent))) return [];
  const others = contacts.filter(({ consent }) => !isIn(consent)).map(personOf);
  const due = answersDue(embargo, asked, now);
  const at = Math.min(due, asked.proposedAt + Math.min(list.policy.rules.backupAfterMs, Math.floor(((due - asked.proposedAt) * 2) / 3)));
  return [{ what: 'answer', distributor, proposal: asked.number, to: 'contacts', at, people: unlessInPeace(embargo, others, now) }];
}

/** Duties that nobody has taken on. Where nobody of the backup has acknowledged, it is for coordinators. */
function untaken(embargo: Embargo, list: List, now: Instant): Stage[] {
  const speak = speaking(embargo, list);
  return silentDuties(embargo, list, now).map(({ duty, primary, to, backup, at }) => {
    const asked = to === 'contacts' ? speak(backup) : coordinatorsAsked(embargo, list);
    const people = asked.map(({ person }) => person);
    return { what: 'duty', distributor: primary, duty, to, at, people: to === 'contacts' ? unlessInPeace(embargo, people, now) : people };
  });
}

const personOf = ({ member }: { readonly member: Member }): PersonId => member.person;

function unlessInPeace({ snoozes }: Embargo, people: readonly PersonId[], now: Instant): PersonId[] {
  return people.filter((person) => (snoozes[person] ?? 0) <= now);
}
