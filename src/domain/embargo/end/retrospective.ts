// The look back: open from a leak on, and after every end that made it public. What people say of it, and what is to be done about it.
// Source: "A retrospective will take place after the leak" (OCI policy); blameless, with actions that have an owner and a date (Kubernetes SRC).

import { type List, nameOf } from '../../list/list.ts';
import type { EndingLadder } from '../../policy/policy.ts';
import type { PersonId } from '../../values/ids.ts';
import { own } from '../../values/records.ts';
import { refuse } from '../../values/refusal.ts';
import { dayMs, type Instant } from '../../values/time.ts';
import { canOwn, refuseOwner } from '../audience/owners.ts';
import type { EmbargoCommand } from '../commands.ts';
import { coordinatorsAsked } from '../consent.ts';
import type { Context } from '../context.ts';
import type { ActionKey, Embargo, Retrospective, RetrospectiveAction } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import { hasLeaked } from '../leak/case.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import { madePublic } from './owed.ts';

// More would be a plan, not what came of looking back.
const actionsMax = 50;

/** An action is asked for a day before it is due, then, and weekly four times. */
export const actionLadder: EndingLadder = { beforeMs: [dayMs, 0], afterMs: [7, 14, 21, 28].map((days) => days * dayMs) };

/** Whether there is something to look back on. It stays open once something was said: a leak may turn out to be none. */
export function isOpenToLookBack(embargo: Embargo): boolean {
  return hasLeaked(embargo) || hasSaid(embargo) || (embargo.ended !== null && madePublic(embargo.ended.reason));
}

const nothing: Retrospective = { said: {}, actions: [] };

/** What was said so far. */
export const retrospectiveOf = ({ retrospective = nothing }: Embargo): Retrospective => retrospective;

/** The actions that are neither done nor dropped. */
export const openActions = (embargo: Embargo): RetrospectiveAction[] =>
  retrospectiveOf(embargo).actions.filter(({ end }) => end === undefined);

/** When each open action is due, by the key of its deadline. */
export function actionTargets(embargo: Embargo): Readonly<Record<ActionKey, Instant>> {
  return Object.fromEntries(openActions(embargo).map(({ number, due }) => [`action:${number}`, due] as const));
}

/** Who owes which action: its owner; coordinators, where the owner has left or declined. */
export function actionsOwed(embargo: Embargo, list: List): { readonly person: PersonId; readonly number: number; readonly due: Instant }[] {
  if (embargo.purgedAt !== undefined) return [];
  return openActions(embargo).flatMap(({ number, owner, due }) => {
    const there = canOwn(embargo, list, owner);
    const people = there ? [owner] : coordinatorsAsked(embargo, list).map(({ person }) => person);
    return people.map((person) => ({ person, number, due }));
  });
}

type Of<Type extends EmbargoCommand['type']> = Extract<EmbargoCommand, { type: Type }>;

/** Somebody's answers to the three questions. What they do not mention stays as they said it before. */
export function answerRetrospective(embargo: Embargo, command: Of<'answer-retrospective'>, { by }: Context): EmbargoDecision {
  const refusal = refuseClosed(embargo);
  if (refusal !== null) return refusal;
  const before = own(retrospectiveOf(embargo).said, by.person);
  const said = (key: 'well' | 'badly' | 'luck') => command[key] ?? before?.[key] ?? null;
  const [well, badly, luck] = [said('well'), said('badly'), said('luck')];
  if (well === null && badly === null && luck === null) return refuse({ code: 'nothing-said' });
  return [{ type: 'retrospective-answered', well, badly, luck, quoted: command.quoted ?? before?.quoted ?? 'no' }];
}

/** Something is to be done about it, by somebody who knows of it, until an instant that is to come. */
export function addAction(embargo: Embargo, { owner: named, due, text }: Of<'add-action'>, { by, list, now }: Context): EmbargoDecision {
  const refusal = refuseClosed(embargo);
  if (refusal !== null) return refusal;
  const owner = named ?? by.person;
  const unfit = refuseOwner(embargo, list, owner);
  if (unfit !== null) return unfit;
  if (due <= now) return refuse({ code: 'due-is-past', at: due });
  const { actions } = retrospectiveOf(embargo);
  if (actions.length >= actionsMax) return refuse({ code: 'too-many-actions', most: actionsMax });
  return [{ type: 'action-added', number: actions.length + 1, owner, due, text }];
}

/** It is done, or not to be done any more: as its owner says, who added it, or a coordinator. */
export function endAction(embargo: Embargo, { number, done, note }: Of<'end-action'>, { by, list }: Context): EmbargoDecision {
  const refusal = refuseClosed(embargo);
  if (refusal !== null) return refusal;
  const action = retrospectiveOf(embargo).actions[number - 1];
  if (action === undefined) return refuse({ code: 'unknown-action', number, open: openActions(embargo).map((each) => each.number) });
  if (action.end !== undefined) return refuse({ code: 'action-ended-already', number, at: action.end.at });
  if (by.role !== 'coordinator' && by.person !== action.owner && by.person !== action.by)
    return refuse({ code: 'action-of-another', number, owner: nameOf(list, action.owner) });
  return [{ type: 'action-ended', number, done, note }];
}

/**
 * There is to be none: two coordinators have to say so, each with a reason, where there are two. Null: it is declined with this. Never after a leak, which
 * is what the policy asks it for.
 */
export function declineRetrospective(
  embargo: Embargo,
  because: string,
  { by, list }: Pick<Context, 'by' | 'list'>,
): EmbargoDecision | null {
  if (hasLeaked(embargo)) return refuse({ code: 'retrospective-owed' });
  if (because.trim() === '') return refuse({ code: 'needs-because' });
  const { declining } = retrospectiveOf(embargo);
  const alone = coordinatorsAsked(embargo, list).every(({ person }) => person === by.person);
  if (alone || (declining !== undefined && declining !== by.person)) return null;
  return declining === undefined ? [{ type: 'decline-asked', because }] : refuse({ code: 'declined-once' });
}

/** Whether anybody has said something, or named an action. */
export function hasSaid(embargo: Embargo): boolean {
  const { said, actions } = retrospectiveOf(embargo);
  return Object.keys(said).length + actions.length > 0;
}

/** Why it is not linked so: `none` is declining it, which takes a reason; `here` keeps what was said with the embargo, where something was. */
export function refuseOutcome(embargo: Embargo, link: string): EmbargoRefusal | null {
  if (link === 'none') return refuse({ code: hasLeaked(embargo) ? 'retrospective-owed' : 'needs-because' });
  return link === 'here' && !hasSaid(embargo) ? refuse({ code: 'nothing-to-keep' }) : null;
}

function refuseClosed(embargo: Embargo): EmbargoRefusal | null {
  return isOpenToLookBack(embargo) ? null : refuse({ code: 'no-retrospective', ended: embargo.ended !== null });
}

type RetrospectiveFact = Extract<EmbargoFact, { type: 'retrospective-answered' | 'action-added' | 'action-ended' | 'decline-asked' }>;

/** What has been said after a fact about it. Throws when the record is broken. */
export function retrospectiveAfter(
  embargo: Embargo,
  fact: RetrospectiveFact,
  { by, at }: Pick<RetrospectiveAction, 'by' | 'at'>,
): Retrospective {
  const before = retrospectiveOf(embargo);
  switch (fact.type) {
    case 'retrospective-answered': {
      const { type: _, ...said } = fact;
      return { ...before, said: { ...before.said, [by]: { ...said, at } } };
    }
    case 'action-added': {
      const { type: _, ...action } = fact;
      return { ...before, actions: [...before.actions, { ...action, by, at }] };
    }
    case 'action-ended': {
      if (before.actions[fact.number - 1] === undefined) throw new Error('an action that nobody added has ended');
      const end = { done: fact.done, note: fact.note, by, at };
      return { ...before, actions: before.actions.map((each) => (each.number === fact.number ? { ...each, end } : each)) };
    }
    case 'decline-asked':
      return { ...before, declining: by };
    default:
      return fact satisfies never;
  }
}

/** The same without anybody's words. */
export function withoutWords({ said, actions, ...rest }: Retrospective): Retrospective {
  const silent = Object.entries(said).map(([person, { quoted, at }]) => [person, { well: null, badly: null, luck: null, quoted, at }]);
  return {
    ...rest,
    said: Object.fromEntries(silent),
    actions: actions.map((each) => ({ ...each, text: '', ...(each.end === undefined ? {} : { end: { ...each.end, note: null } }) })),
  };
}
