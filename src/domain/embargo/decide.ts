// The single place where it is decided what may happen to an embargo. Pure: state, command and context in; facts or a refusal out.

import { nameOf } from '../list/list.ts';
import { testers } from '../list/roles.ts';
import type { EmbargoId } from '../values/ids.ts';
import { isNo, isRefused, refuse } from '../values/refusal.ts';
import type { Instant } from '../values/time.ts';
import type { About } from './about/about.ts';
import { amend } from './about/amend.ts';
import { foundAgain } from './about/found-again.ts';
import { linkSiblings, split, unlink } from './about/links.ts';
import { merge } from './about/merge.ts';
import { remindPeople } from './ask-again.ts';
import type { Called, WaveNamed } from './audience/audience.ts';
import { listFor } from './audience/on-embargo.ts';
import { admit, namedIn, narrowAudience, widenAudience } from './audience/orders.ts';
import { type AskedDate, authority, type EmbargoCommand, outsidersMay } from './commands.ts';
import { consentOf, isIn, memberOf, withAccess } from './consent.ts';
import type { Context } from './context.ts';
import { bindingsOf } from './date/bindings.ts';
import { answerDate, proposalOn, proposed, refuseDate, withdrawDate } from './date/negotiation.ts';
import { proposeOrReplace } from './date/replacing.ts';
import { decideDate, settleDate, waitForAnswers } from './date/silence.ts';
import { bindPolicy, unbindPolicy } from './date/told.ts';
import { finishDuty, takeDuty } from './duties.ts';
import type { Embargo } from './embargo.ts';
import { closeLink, disclose, end, hold, publish, reportPublicState } from './end/ending.ts';
import { heardAfterDate } from './end/finishing.ts';
import { removeLink } from './end/links.ts';
import { approveText, makeText, writeText } from './end/public-texts.ts';
import { deployed, headsUp, refuseInstant, reopen } from './end/reopening.ts';
import { addAction, answerRetrospective, endAction } from './end/retrospective.ts';
import { evolve } from './evolve.ts';
import { answerException, askException, endException, withdrawException } from './exceptions/asking.ts';
import type { EmbargoFact } from './facts.ts';
import {
  addFinding,
  confirmFinding,
  dismissFinding,
  fixFinding,
  ofEach,
  reopenFinding,
  setFinding,
  takeOnFinding,
  withdrawFixes,
  withFindings,
  withFixes,
} from './finding-orders.ts';
import { addLeakStep, addToLeak, classLeak, closeLeak, endLeakStep, joinLeaks, reopenLeak, reportLeak } from './leak/orders.ts';
import { publishPatch } from './patches.ts';
import type { EmbargoDecision, EmbargoRefusal } from './refusal.ts';
import { snoozeLimit } from './reminders.ts';
import { answerStep, finishReview, startReview, stepBack } from './review.ts';
import { copyReview } from './review-copy.ts';
import { handReview } from './review-handover.ts';
import { answerSteps, correctReview } from './review-sheet.ts';

/** What somebody's command makes happen, or why it does not. */
export function decide(embargo: Embargo, command: EmbargoCommand, context: Context): EmbargoDecision {
  // Who is let in again, or let go twice, is not on it.
  const on = command.type === 'admit' || command.type === 'revoke' ? context : { ...context, list: withAccess(embargo, context.list) };
  const decision = refuseUnauthorised(embargo, command.type, context) ?? decidedOn(embargo, command, on);
  if (isRefused(decision)) return decision;
  const facts = withFindings(embargo, decision, context);
  return [...facts, ...heardAfterDate(embargo, facts, context)];
}

/** A new embargo, with its first proposed date. `audience` null: it is for the whole list; never left out, or it would be that by mistake. Who opens it acknowledges its terms by that. */
export function create(
  embargo: { id: EmbargoId; codename: string; about: About; date: AskedDate; audience: readonly Called[] | WaveNamed | null },
  context: Context,
): EmbargoDecision {
  const { id, codename, about, date } = embargo;
  const { now, by, list } = context;
  if (by.role !== 'coordinator') return refuse({ code: 'needs-role', roles: ['coordinator'] });
  const refusal = refuseDate(date, bindingsOf(null, context), context, about.urgent);
  if (refusal !== null) return refusal;
  const wanted = embargo.audience;
  const named = wanted === null ? null : 'distributors' in wanted ? wanted : namedIn(list, wanted);
  if (named !== null && isNo(named)) return named;
  const audience = named === null ? {} : { audience: named };
  const fact: EmbargoFact = { type: 'embargo-created', embargo: id, list: list.id, codename, about, ...audience };
  const acknowledged: EmbargoFact = { type: 'terms-acknowledged', terms: list.policy.rules.termsVersion };
  const opened = [fact, acknowledged].reduce<Embargo | null>(
    (before, each) => evolve(before, { fact: each, at: now, by: by.person }),
    null,
  );
  return [
    fact,
    acknowledged,
    ...(opened === null ? [] : proposed(opened, { date, reason: null }, { ...context, list: listFor(opened, list, now) })),
  ];
}

/** What a command makes happen, by the proposal whose date it names, where it names one so. */
function decidedOn(embargo: Embargo, command: EmbargoCommand, context: Context): EmbargoDecision {
  if (!('on' in command) || command.on === undefined || command.number !== null) return decided(embargo, command, context);
  const number = proposalOn(embargo, command.on, context.now);
  return typeof number === 'number' ? decided(embargo, { ...command, number }, context) : number;
}

function decided(embargo: Embargo, command: EmbargoCommand, context: Context): EmbargoDecision {
  switch (command.type) {
    case 'amend':
      return amend(embargo, command.orders);
    case 'admit':
      return admit(embargo, command, context);
    case 'revoke':
      return revoke(embargo, command, context);
    case 'widen-audience':
      return widenAudience(embargo, command, context);
    case 'narrow-audience':
      return narrowAudience(embargo, command, context);
    case 'acknowledge':
      return consentOf(embargo, context.by) === 'signed'
        ? refuse({ code: 'already-acknowledged' })
        : [{ type: 'terms-acknowledged', terms: context.list.policy.rules.termsVersion }];
    case 'decline':
      return [{ type: 'terms-declined' }];
    case 'propose-date':
      return proposeOrReplace(embargo, command, context);
    case 'answer-date':
      return answerDate(embargo, command.number, command.verdict, command.reason, context);
    case 'withdraw-date':
      return withdrawDate(embargo, command, context);
    case 'wait-for-answers':
      return waitForAnswers(embargo, command.number, command.until, context);
    case 'decide-date':
      return decideDate(embargo, command.number, command.verdict, context);
    case 'settle-date':
      return settleDate(embargo, command.number, context);
    case 'publish-patch': {
      const { fixes = [], ...patch } = command;
      return withFixes(embargo, publishPatch(embargo, patch), fixes, context);
    }
    case 'withdraw-patch':
      return withdrawFixes(embargo, command);
    case 'add-finding':
      return addFinding(embargo, command, context);
    case 'dismiss-finding':
      return ofEach(embargo, command, context, dismissFinding);
    case 'take-on-finding':
      return ofEach(embargo, command, context, takeOnFinding);
    case 'fix-finding':
      return ofEach(embargo, command, context, fixFinding);
    case 'confirm-finding':
      return ofEach(embargo, command, context, confirmFinding);
    case 'reopen-finding':
      return reopenFinding(embargo, command, context);
    case 'set-finding':
      return ofEach(embargo, command, context, setFinding);
    case 'start-review':
      return startReview(embargo, command, context);
    case 'answer-step':
      return answerStep(embargo, command, context);
    case 'answer-steps':
      return answerSteps(embargo, command, context);
    case 'copy-review':
      return copyReview(embargo, command, context);
    case 'correct-review':
      return correctReview(embargo, command, context);
    case 'hand-review':
      return handReview(embargo, command, context);
    case 'step-back':
      return stepBack(embargo, command.review, context);
    case 'finish-review':
      return finishReview(embargo, command, context);
    case 'report-public-state':
      return reportPublicState(embargo, command);
    case 'hold':
      return hold(command.reason);
    case 'disclose':
      return disclose(embargo, command, context);
    case 'end':
      return end(embargo, command, context);
    case 'reopen':
      return reopen(embargo, command.reason, context);
    case 'publish':
      return publish(embargo, command, context);
    case 'close-link':
      return closeLink(embargo, command, context);
    case 'remove-link':
      return removeLink(embargo, command, context);
    case 'answer-retrospective':
      return answerRetrospective(embargo, command, context);
    case 'add-action':
      return addAction(embargo, command, context);
    case 'end-action':
      return endAction(embargo, command, context);
    case 'ask-exception':
      return askException(embargo, command, context);
    case 'answer-exception':
      return answerException(embargo, command, context);
    case 'withdraw-exception':
      return withdrawException(embargo, command, context);
    case 'end-exception':
      return endException(embargo, command, context);
    case 'deployed':
      return deployed(embargo, command, context);
    case 'heads-up':
      return headsUp(embargo, command, context);
    case 'write-text':
      return writeText(embargo, command);
    case 'make-text':
      return makeText(embargo, command);
    case 'approve-text':
      return approveText(embargo, command, context);
    case 'take-duty':
      return takeDuty(embargo, command, context);
    case 'finish-duty':
      return finishDuty(embargo, command, context);
    case 'snooze':
      return snooze(embargo, command.until, context);
    case 'remind':
      return remindPeople(embargo, command, context);
    case 'bind-policy':
      return bindPolicy(embargo, command, context);
    case 'unbind-policy':
      return unbindPolicy(embargo, command);
    case 'link-siblings':
      return linkSiblings(embargo, context);
    case 'unlink':
      return unlink(embargo, context);
    case 'merge':
      return merge(embargo, context);
    case 'found-again':
      return foundAgain(embargo, command);
    case 'split':
      return split(embargo, command, context);
    case 'note': {
      const { type: _, ...note } = command;
      const refusal = note.saidAt === null ? null : refuseInstant(note.saidAt, context.now);
      return refusal ?? [{ type: 'noted', ...note }];
    }
    case 'report-leak':
      return reportLeak(embargo, command, context);
    case 'add-to-leak':
      return addToLeak(embargo, command, context);
    case 'class-leak':
      return classLeak(embargo, command, context);
    case 'join-leaks':
      return joinLeaks(embargo, command);
    case 'add-leak-step':
      return addLeakStep(embargo, command, context);
    case 'end-leak-step':
      return endLeakStep(embargo, command, context);
    case 'close-leak':
      return closeLeak(embargo, command);
    case 'reopen-leak':
      return reopenLeak(embargo, command);
    default:
      return command satisfies never;
  }
}

/** Deny by default: need to know, role, whether the embargo still runs, whether its details were purged, and acknowledged terms, in this order. */
export function refuseUnauthorised(
  embargo: Embargo,
  type: EmbargoCommand['type'],
  { by, list }: Pick<Context, 'by' | 'list'>,
): EmbargoRefusal | null {
  const { roles, signed, phase, wordless } = authority[type];
  const consent = consentOf(embargo, memberOf(list, by.person));
  if (consent === 'none') return refuse({ code: 'needs-consent', state: 'none' });
  if (roles !== null && !roles.includes(by.role)) return refuse({ code: 'needs-role', roles });
  if (by.role === 'outsider' && !outsidersMay.has(type)) return refuse({ code: 'needs-role', roles: testers });
  if (phase === 'running' && embargo.ended !== null)
    return refuse({ code: 'embargo-over', reason: embargo.ended.reason, at: embargo.ended.at });
  if (phase === 'ended' && embargo.ended === null) return refuse({ code: 'not-over-yet' });
  // What is said after the purge nothing would ever purge.
  if (embargo.purgedAt !== undefined && wordless !== true) return refuse({ code: 'embargo-purged', at: embargo.purgedAt });
  return signed && !isIn(consent) ? refuse({ code: 'needs-consent', state: consent }) : null;
}

/** Ends somebody's access: a coordinator's that of anybody but coordinators, a representative's that of reviewers of their own organization. */
function revoke(
  embargo: Embargo,
  { person, because }: Extract<EmbargoCommand, { type: 'revoke' }>,
  { by, list }: Context,
): EmbargoDecision {
  const member = memberOf(list, person);
  if (member === null || consentOf(embargo, member) === 'none') return refuse({ code: 'no-access', name: nameOf(list, person) });
  if (member.role === 'coordinator') return refuse({ code: 'coordinators-stay', name: member.name });
  if (by.role !== 'coordinator' && (member.role !== 'reviewer' || member.distributor !== by.distributor))
    return refuse({ code: 'other-distributor' });
  return [{ type: 'access-revoked', person, because }];
}

function snooze(embargo: Embargo, until: Instant, { by, list, now }: Context): EmbargoDecision {
  const limit = snoozeLimit(embargo, list, by.person, now);
  if (limit === null) return refuse({ code: 'nothing-to-snooze' });
  return until <= now ? refuse({ code: 'snooze-is-past' }) : [{ type: 'snoozed', person: by.person, until: Math.min(until, limit) }];
}
