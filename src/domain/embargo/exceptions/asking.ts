// An exception is asked for, answered by the list's quorum, withdrawn, or ended before its time. Silence is no approval: what is not approved lapses.

import { type List, nameOf } from '../../list/list.ts';
import { voterOf } from '../../list/voters.ts';
import { answerBy } from '../../policy/policy.ts';
import { refuse } from '../../values/refusal.ts';
import type { Instant } from '../../values/time.ts';
import type { EmbargoCommand } from '../commands.ts';
import type { Context } from '../context.ts';
import { agreedDate, type Embargo, type Exception } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { exceptionsIn, exceptionsOf, mayEnd, stateOf } from './exceptions.ts';
import { outcomeOf, saidBy, voiceOf } from './voices.ts';

type Of<Type extends EmbargoCommand['type']> = Extract<EmbargoCommand, { type: Type }>;

// Nobody would read more at once; and a record has an end.
const openMax = 3;
const askedMax = 200;

/** Until an instant, never after the disclosure date in force. The voice of who asks counts, but never alone where somebody else has one. */
export function askException(embargo: Embargo, asked: Of<'ask-exception'>, { by, list, now }: Context): EmbargoDecision {
  const { type: _, until: said, ...words } = asked;
  const date = agreedDate(embargo)?.at ?? null;
  const last = date !== null && date > now ? date : null;
  const until = Math.min(said ?? last ?? Number.NaN, last ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(until)) return refuse({ code: 'exception-needs-until' });
  if (until <= now) return refuse({ code: 'exception-is-past', at: until });
  const distributor = by.role === 'coordinator' ? null : by.distributor;
  const same = exceptionsOf(embargo).all.find((each) => isOpen(each, now) && isSame(each, { ...words, distributor }));
  if (same !== undefined) return refuse({ code: 'exception-asked-already', number: same.number, state: stateOf(same, now) });
  const mine = exceptionsIn(embargo, 'open', now).filter((each) => each.by === by.person);
  if (mine.length >= openMax) return refuse({ code: 'too-many-exceptions', most: openMax, open: mine.map(({ number }) => number) });
  const number = exceptionsOf(embargo).all.length + 1;
  if (number > askedMax) return refuse({ code: 'too-many-exceptions', most: askedMax, open: [] });
  const exception = { number, ...words, distributor, until, answerBy: answerBy(list.policy.rules, now, until) };
  const voter = voterOf(by, list, list.policy.rules.quorum);
  const own = voter === null ? {} : { voter };
  const fact: EmbargoFact = { type: 'exception-asked', ...exception, ...own, ...(said !== null && said > until ? { cut: said } : {}) };
  const answers = voter === null ? {} : { [voter]: { verdict: 'accept' as const, by: by.person, at: now, reason: null } };
  return [fact, ...decidedBy({ number, by: by.person, distributor, answers }, list)];
}

const isOpen = (exception: Exception, now: Instant): boolean => ['open', 'allowed'].includes(stateOf(exception, now));

/** Whether two ask for the same, for the same people, whatever their reasons. */
function isSame(one: Pick<Exception, 'kind' | 'what' | 'whom' | 'distributor'>, other: typeof one): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
  const words = ({ what, whom }: typeof one) => `${plain(what)}\n${plain(whom)}`;
  return one.kind === other.kind && one.distributor === other.distributor && words(one) === words(other);
}

/** A voice's yes or no to one that is open. It may change; the same again changes nothing, unless the list changed so that it is enough by now. */
export function answerException(embargo: Embargo, { number, verdict, reason }: Of<'answer-exception'>, context: Context): EmbargoDecision {
  const { now, by, list } = context;
  const found = named(embargo, number, exceptionsIn(embargo, 'open', now), now);
  if (!found.ok) return found.refusal;
  const { exception } = found;
  const voter = voiceOf(by, list, exception);
  if (voter === null)
    return refuse({ code: 'no-voice-on-exceptions', voters: list.policy.rules.quorum.type, own: exception.by === by.person });
  const before = saidBy(voter, exception, list);
  if (before?.verdict === verdict) {
    const settled = decidedBy(exception, list);
    return settled.length > 0
      ? settled
      : refuse({ code: 'exception-answered-already', number: exception.number, verdict, by: nameOf(list, before.by) });
  }
  const answers = { ...exception.answers, [voter]: { verdict, by: by.person, at: now, reason } };
  const fact: EmbargoFact = { type: 'exception-answered', number: exception.number, voter, verdict, reason };
  return [fact, ...decidedBy({ ...exception, answers }, list)];
}

/** Who asked for it takes it back, for as long as it is open. */
export function withdrawException(embargo: Embargo, { number }: Of<'withdraw-exception'>, { now, by, list }: Context): EmbargoDecision {
  const own = exceptionsIn(embargo, 'open', now).filter((each) => each.by === by.person);
  const found = named(embargo, number, own, now);
  if (!found.ok) return found.refusal;
  const { exception } = found;
  if (exception.by !== by.person) return refuse({ code: 'exception-of-another', number: exception.number, by: nameOf(list, exception.by) });
  return [{ type: 'exception-withdrawn', number: exception.number }];
}

/** What is allowed no more before its time: who asked for it, or a coordinator, says why, and everybody is asked to acknowledge it. */
export function endException(embargo: Embargo, { number, because }: Of<'end-exception'>, { now, by, list }: Context): EmbargoDecision {
  const exception = exceptionsOf(embargo).all[number - 1];
  if (exception === undefined) return unknown(embargo, number, exceptionsIn(embargo, 'allowed', now));
  if (!mayEnd(exception, by)) return refuse({ code: 'exception-of-another', number, by: nameOf(list, exception.by) });
  const state = stateOf(exception, now);
  if (state !== 'allowed') return refuse({ code: 'exception-closed', number, state });
  return [{ type: 'exception-ended', number, because, ...(list.policy.rules.strict ? { strict: true as const } : {}) }];
}

type Found = { readonly ok: true; readonly exception: Exception } | { readonly ok: false; readonly refusal: EmbargoRefusal };
const no = (refusal: EmbargoRefusal): Found => ({ ok: false, refusal });

/** The one that is meant, which is open: the only one of `those` where none is named. */
function named(embargo: Embargo, number: number | null, those: readonly Exception[], now: Instant): Found {
  const [only, ...others] = those;
  const exception = number === null && others.length === 0 ? only : exceptionsOf(embargo).all[(number ?? 0) - 1];
  if (exception === undefined) return no(unknown(embargo, number, those));
  const state = stateOf(exception, now);
  return state === 'open' ? { ok: true, exception } : no(refuse({ code: 'exception-closed', number: exception.number, state }));
}

const unknown = (embargo: Embargo, number: number | null, those: readonly Exception[]): EmbargoRefusal =>
  refuse({ code: 'which-exception', number, asked: exceptionsOf(embargo).all.length, open: those.map((each) => each.number) });

/** What the answers to one amount to. */
function decidedBy(exception: Pick<Exception, 'number' | 'by' | 'answers' | 'distributor'>, list: List): EmbargoFact[] {
  const outcome = outcomeOf(exception, list);
  return outcome === 'open' ? [] : [{ type: `exception-${outcome}`, number: exception.number }];
}
