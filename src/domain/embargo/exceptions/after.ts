// What a fact makes of the exceptions of an embargo.

import type { PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import type { Answer, Embargo, Exception, Exceptions } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import { exceptionsOf } from './exceptions.ts';

export type ExceptionFact = Extract<EmbargoFact, { type: `exception-${string}` }>;

/** What there is after a fact about them. `by` null: the clock. Throws when the record is broken. */
export function exceptionsAfter(embargo: Embargo, fact: ExceptionFact, { by, at }: { by: PersonId | null; at: Instant }): Exceptions {
  const before = exceptionsOf(embargo);
  if (fact.type === 'exception-asked') return { ...before, all: [...before.all, asked(fact, of(by), at)] };
  if (before.all[fact.number - 1] === undefined) throw new Error('a fact about an exception that nobody asked for');
  const all = before.all.map((each) => (each.number === fact.number ? changed(each, fact, by, at) : each));
  return { all, tightened: before.tightened + (fact.type === 'exception-ended' ? 1 : 0) };
}

function asked(fact: Extract<ExceptionFact, { type: 'exception-asked' }>, by: PersonId, at: Instant): Exception {
  const { type: _, voter, cut: __, ...rest } = fact;
  const own: Answer = { verdict: 'accept', by, at, reason: null };
  return { ...rest, by, askedAt: at, answers: voter === undefined ? {} : { [voter]: own } };
}

function changed(
  exception: Exception,
  fact: Exclude<ExceptionFact, { type: 'exception-asked' }>,
  by: PersonId | null,
  at: Instant,
): Exception {
  switch (fact.type) {
    case 'exception-answered': {
      const { voter, verdict, reason } = fact;
      return { ...exception, answers: { ...exception.answers, [voter]: { verdict, by: of(by), at, reason } } };
    }
    case 'exception-approved':
      return { ...exception, approvedAt: at };
    case 'exception-rejected':
      return { ...exception, end: { how: 'rejected', at } };
    case 'exception-withdrawn':
      return { ...exception, end: { how: 'withdrawn', at } };
    case 'exception-ended':
      return { ...exception, end: { how: 'ended', at, because: fact.because } };
    // The bot may say it later than it was so.
    case 'exception-over':
      return { ...exception, end: { how: fact.how, at: fact.how === 'over' ? exception.until : exception.answerBy } };
    default:
      return fact satisfies never;
  }
}

/** What is asked for stays; less is allowed than before. */
export function tightenedOnce(embargo: Embargo): Exceptions {
  const before = exceptionsOf(embargo);
  return { ...before, tightened: before.tightened + 1 };
}

/** None lasts longer than until an instant: that of a disclosure date which is agreed. */
export function cutTo(exceptions: Exceptions, date: Instant): Exceptions {
  const cut = ({ until, answerBy, ...each }: Exception): Exception => ({
    ...each,
    until: Math.min(until, date),
    answerBy: Math.min(answerBy, date),
  });
  return { ...exceptions, all: exceptions.all.map((each) => (each.end === undefined ? cut(each) : each)) };
}

/** All of them end with the embargo: nothing is open, and none comes back with it. */
export function endedWith(exceptions: Exceptions, at: Instant): Exceptions {
  const ended = (each: Exception): Exception =>
    each.end === undefined ? { ...each, end: { how: each.approvedAt === undefined ? 'lapsed' : 'over', at } } : each;
  return { ...exceptions, all: exceptions.all.map(ended) };
}

/** The same without anybody's words. */
export function withoutWords({ all, tightened }: Exceptions): Exceptions {
  const silent = all.map(({ end, ...each }): Exception => {
    const { because: _, ...ended } = end ?? { how: 'lapsed', at: each.answerBy };
    const answers = Object.fromEntries(Object.entries<Answer>(each.answers).map(([voter, answer]) => [voter, { ...answer, reason: null }]));
    return { ...each, what: '', whom: '', because: '', answers, ...(end === undefined ? {} : { end: ended }) };
  });
  return { all: silent, tightened };
}

function of(by: PersonId | null): PersonId {
  if (by === null) throw new Error('the clock asks for no exception, and answers none');
  return by;
}
