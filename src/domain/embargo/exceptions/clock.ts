// What the clock says of exceptions: that one lapsed unanswered, or that its time is over. Both are so before they are said.

import type { EndingLadder } from '../../policy/policy.ts';
import { dayMs, hourMs, type Instant } from '../../values/time.ts';
import type { Embargo, Exception } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import { exceptionsOf, stateOf } from './exceptions.ts';

/** Who could answer is reminded a day and an hour before it lapses. After that there is nothing to answer. */
export const exceptionLadder: EndingLadder = { beforeMs: [dayMs, hourMs], afterMs: [] };

/** What is over at an instant, and was not said yet. */
export function exceptionsOver(embargo: Embargo, now: Instant): EmbargoFact[] {
  return exceptionsOf(embargo).all.flatMap((exception): EmbargoFact[] => {
    if (exception.end !== undefined) return [];
    const how = stateOf(exception, now);
    return how === 'lapsed' || how === 'over' ? [{ type: 'exception-over', number: exception.number, how }] : [];
  });
}

/** When exceptions are over that nothing else ends before. */
export function nextExceptionsOver(embargo: Embargo): Instant[] {
  return exceptionsOf(embargo).all.flatMap((exception) => (exception.end === undefined ? [lastOf(exception)] : []));
}

const lastOf = ({ approvedAt, answerBy, until }: Exception): Instant => (approvedAt === undefined ? answerBy : until);
