// What is said of findings. None is closed but by who found it, or where who found it is told.

import { nameOf } from '../list/list.ts';
import { problemOf } from '../policy/checklist.ts';
import { isRefused, refuse } from '../values/refusal.ts';
import { hourMs } from '../values/time.ts';
import { canOwn, refuseOwner } from './audience/owners.ts';
import type { EmbargoCommand } from './commands.ts';
import type { Context } from './context.ts';
import { type Embargo, type Finding, type FindingState, type Review, reviewsOf } from './embargo.ts';
import { evolve } from './evolve.ts';
import type { EmbargoFact } from './facts.ts';
import { finderMs, findingsOf, isLate, mayAnswer, nextFinding, openFindings, patchThatMayFix, patchWhereFound } from './findings.ts';
import { isCurrent, withdrawPatch } from './patches.ts';
import type { EmbargoDecision, EmbargoRefusal } from './refusal.ts';

type CommandOf<Type extends EmbargoCommand['type']> = Extract<EmbargoCommand, { type: Type }>;

/** How many one person may record within an hour. */
const findingsMax = 20;

/** Something that was found outside of a review. The same words of the same person again are the same finding. */
export function addFinding(embargo: Embargo, command: CommandOf<'add-finding'>, { by, now }: Context): EmbargoDecision {
  const there = findingsOf(embargo).find(
    (finding) => finding.by === by.person && finding.text === command.text && finding.state === 'open',
  );
  if (there !== undefined) return refuse({ code: 'finding-there', number: there.number });
  // Each is a message to every coordinator.
  const lately = findingsOf(embargo).filter((finding) => finding.by === by.person && finding.at > now - hourMs);
  const first = lately.at(-findingsMax);
  if (first !== undefined) return refuse({ code: 'many-findings', most: findingsMax, from: first.at + hourMs });
  const { type: _, ...said } = command;
  const patch = patchWhereFound(embargo, { branch: command.branch, reviews: [] })?.number ?? null;
  const followUp = embargo.ended === null ? {} : ({ followUp: true } as const);
  return [{ type: 'finding-added', number: nextFinding(embargo), ...said, patch, ...followUp }];
}

/** What is said of several findings at once; nothing where it cannot be said of one of them. */
export function ofEach<Command extends { readonly number: number; readonly also?: readonly number[] }>(
  embargo: Embargo,
  command: Command,
  context: Context,
  decide: (embargo: Embargo, command: Command, context: Context) => EmbargoDecision,
): EmbargoDecision {
  const facts: EmbargoFact[] = [];
  for (const number of new Set([command.number, ...(command.also ?? [])])) {
    const decision = decide(embargo, { ...command, number }, context);
    if (isRefused(decision)) return decision;
    facts.push(...decision);
  }
  return facts;
}

/** It is no issue: by a coordinator, by whoever is to fix it, or by its finder. */
export function dismissFinding(embargo: Embargo, { number, because }: CommandOf<'dismiss-finding'>, context: Context): EmbargoDecision {
  const finding = findingMeant(embargo, number);
  if ('code' in finding) return refuse(finding);
  const { by } = context;
  if (!mayAnswer(finding, by) && finding.by !== by.person) return refuse({ code: 'needs-role', roles: ['coordinator'] });
  return (
    refuseState(finding, answerable(embargo, finding, context), context) ?? [
      { type: 'finding-answered', number, answer: 'not-an-issue', because },
    ]
  );
}

/** Somebody is to fix it: whoever says so, or whom they name. */
export function takeOnFinding(embargo: Embargo, command: CommandOf<'take-on-finding'>, context: Context): EmbargoDecision {
  const { number } = command;
  const finding = findingMeant(embargo, number);
  if ('code' in finding) return refuse(finding);
  const { by, list } = context;
  if (!mayAnswer(finding, by)) return refuse({ code: 'needs-role', roles: ['coordinator'] });
  const owner = command.owner ?? by.person;
  const unfit = refuseOwner(embargo, list, owner);
  if (unfit !== null) return unfit;
  if (finding.state === 'will-fix' && finding.owner === owner) return refuse({ code: 'nothing-to-change' });
  return refuseState(finding, answerable(embargo, finding, context), context) ?? [{ type: 'finding-taken-on', number, owner }];
}

/** What is open is answered; what somebody is to fix they may answer anew, and nobody else in passing, unless they have left. */
function answerable(embargo: Embargo, { owner }: Finding, { by, list }: Context): readonly FindingState[] {
  const free = owner === null || owner === by.person || !canOwn(embargo, list, owner);
  return free ? ['open', 'will-fix'] : ['open'];
}

/** It is fixed in the patch revision that there is, which is newer than the one that it was found in. */
export function fixFinding(embargo: Embargo, { number, patch: named }: CommandOf<'fix-finding'>, context: Context): EmbargoDecision {
  const finding = findingMeant(embargo, number);
  if ('code' in finding) return refuse(finding);
  if (!mayAnswer(finding, context.by)) return refuse({ code: 'needs-role', roles: ['coordinator'] });
  const refusal = refuseState(finding, fixable, context);
  if (refusal !== null) return refusal;
  const patch = patchThatMayFix(embargo, finding);
  if (patch === null)
    return refuse(finding.patch === null ? { code: 'no-patch' } : { code: 'fix-needs-patch', number, patch: finding.patch });
  if (named !== undefined && named !== patch.number) return refuse({ code: 'fixed-in-another', number, named, patch: patch.number });
  return [{ type: 'finding-fixed', number, patch: patch.number }];
}

const fixable: readonly FindingState[] = ['open', 'will-fix'];

/** A patch revision with what it fixes; none of it where one of these findings cannot be fixed by it. */
export function withFixes(embargo: Embargo, published: EmbargoDecision, fixes: readonly number[], context: Context): EmbargoDecision {
  if (isRefused(published)) return published;
  const patch = published.flatMap((fact) => (fact.type === 'patch-published' ? [fact.number] : []))[0];
  if (patch === undefined) return published;
  const { by, now } = context;
  const after = published.reduce((state: Embargo, fact) => evolve(state, { fact, at: now, by: by.person }), embargo);
  const fixed: EmbargoFact[] = [];
  for (const number of new Set(fixes)) {
    const finding = findingMeant(embargo, number);
    if ('code' in finding) return refuse(finding);
    const refusal = refuseState(finding, fixable, context);
    if (refusal !== null) return refusal;
    // Not one that is for other branches than it was found in.
    if (patchThatMayFix(after, finding)?.number !== patch) return refuse({ code: 'fix-needs-patch', number, patch: finding.patch ?? 0 });
    fixed.push({ type: 'finding-fixed', number, patch });
  }
  return [...published, ...fixed];
}

/** A revision is taken back, and what it fixed, or was no issue because of it, is open again. */
export function withdrawFixes(embargo: Embargo, command: CommandOf<'withdraw-patch'>): EmbargoDecision {
  const decision = withdrawPatch(embargo, command);
  if (isRefused(decision)) return decision;
  const { number: patch, because } = command;
  const open = findingsOf(embargo).filter(
    ({ state, fixedIn, because: why }) =>
      (fixedIn === patch && (state === 'fixed' || state === 'confirmed')) || (state === 'not-an-issue' && names(why ?? '', patch)),
  );
  return [...decision, ...open.map(({ number }): EmbargoFact => ({ type: 'finding-reopened', number, because }))];
}

/** Whether people's words name a revision: `v2 fixes it`, `fixed in patch 2`. */
function names(words: string, patch: number): boolean {
  return new RegExp(`(?:\\bv|\\b(?:patch|revision|rev)\\s*#?v?)${patch}(?!\\d|\\.\\d)`, 'i').test(words);
}

/** Its finder says that it is fixed; in their place a coordinator, once they have left or had their time. */
export function confirmFinding(embargo: Embargo, { number, patch }: CommandOf<'confirm-finding'>, context: Context): EmbargoDecision {
  const finding = findingMeant(embargo, number);
  if ('code' in finding) return refuse(finding);
  const refusal = refuseState(finding, ['fixed'], context);
  if (refusal !== null) return refusal;
  if (patch !== undefined && finding.fixedIn !== null && patch !== finding.fixedIn)
    return refuse({ code: 'fixed-in-another', number, named: patch, patch: finding.fixedIn, confirms: true });
  const { by, list, now } = context;
  const instead = by.role === 'coordinator' && isLate(embargo, list, finding, now);
  if (finding.by === by.person || instead) return [{ type: 'finding-confirmed', number }];
  const from = by.role === 'coordinator' ? finding.since + finderMs : null;
  return refuse({ code: 'not-your-finding', number, by: nameOf(list, finding.by), from });
}

/** It is not fixed, or an issue after all: by its finder, or by a coordinator who answered wrong. */
export function reopenFinding(embargo: Embargo, { number, because }: CommandOf<'reopen-finding'>, context: Context): EmbargoDecision {
  const finding = findingMeant(embargo, number);
  if ('code' in finding) return refuse(finding);
  const { by, list } = context;
  if (finding.by !== by.person && by.role !== 'coordinator')
    return refuse({ code: 'not-your-finding', number, by: nameOf(list, finding.by), from: null });
  const answered: readonly FindingState[] = ['not-an-issue', 'will-fix', 'own-embargo', 'fixed', 'confirmed', 'taken-back'];
  return refuseState(finding, answered, context) ?? [{ type: 'finding-reopened', number, because }];
}

/** Its severity or branch, given or corrected by its finder, the person who is to fix it, or a coordinator. Refuses where nothing changes. */
export function setFinding(embargo: Embargo, command: CommandOf<'set-finding'>, { by, list }: Context): EmbargoDecision {
  const { number, severity, branch } = command;
  const finding = findingMeant(embargo, number);
  if ('code' in finding) return refuse(finding);
  if (!mayAnswer(finding, by) && finding.by !== by.person)
    return refuse({ code: 'not-your-finding', number, by: nameOf(list, finding.by), from: null });
  const changes = {
    ...(severity === undefined || severity === finding.severity ? {} : { severity }),
    ...(branch === undefined || branch === finding.branch ? {} : { branch }),
  };
  return Object.keys(changes).length === 0 ? refuse({ code: 'nothing-to-change' }) : [{ type: 'finding-set', number, ...changes }];
}

/** A finding by its number; why there is none to speak of, if there is none. */
export function findingMeant(embargo: Embargo, number: number): Finding | Extract<EmbargoRefusal['reason'], { code: 'unknown-finding' }> {
  const last = findingsOf(embargo).at(-1)?.number ?? null;
  return embargo.findings[number] ?? { code: 'unknown-finding', number, last };
}

function refuseState(
  { number, state, saidBy, owner, fixedIn }: Finding,
  among: readonly FindingState[],
  { list }: Context,
): EmbargoRefusal | null {
  if (among.includes(state)) return null;
  const named = owner === null ? null : nameOf(list, owner);
  return refuse({ code: 'finding-stands', number, state, by: nameOf(list, saidBy), owner: named, fixedIn });
}

/** What is said of reviews, with the findings that it opens, and those that whoever found them has tested again and finds no more. */
export function withFindings(embargo: Embargo, facts: readonly EmbargoFact[], { by, now }: Context): readonly EmbargoFact[] {
  if (!facts.some(({ type }) => type === 'review-finished' || type === 'review-corrected')) return facts;
  let state = embargo;
  const all: EmbargoFact[] = [];
  const happens = (fact: EmbargoFact) => {
    all.push(fact);
    state = evolve(state, { fact, at: now, by: by.person });
  };
  for (const fact of facts) {
    if (fact.type !== 'review-finished' && fact.type !== 'review-corrected') {
      happens(fact);
      continue;
    }
    const kind = problemOf(fact.outcome);
    const finding = kind === null ? null : numberFor(state, fact.review, kind);
    happens(finding === null ? fact : { ...fact, finding });
    for (const { number, patch } of retested(state, fact.review)) happens({ type: 'finding-confirmed', number, patch });
  }
  return all;
}

/** The finding that a review's outcome is: its own, or the one of the review that it was copied from; else the next. */
function numberFor(embargo: Embargo, number: number, kind: Finding['kind']): number {
  const copied = embargo.reviews[number]?.copied;
  const own = findingsOf(embargo).find(({ reviews, kind: was }) => reviews.includes(number) && (was === kind || reviews.length === 1));
  const source = openFindings(embargo).find(({ reviews, kind: was }) => copied !== undefined && reviews.includes(copied) && was === kind);
  return (own ?? source)?.number ?? nextFinding(embargo);
}

/** The findings of a reviewer who has now tested a later revision wherever they found them, and found nothing. */
function retested(embargo: Embargo, number: number): { readonly number: number; readonly patch: number }[] {
  const review = embargo.reviews[number];
  if (review === undefined || !isClean(review)) return [];
  const { patch, reviewer } = review;
  const clean = reviewsOf(embargo).filter((each) => each.reviewer === reviewer && isClean(each) && isCurrent(embargo, each));
  const again = (found: number, was: number) => {
    const before = embargo.reviews[found];
    return clean.some((each) => each.distributor === before?.distributor && each.release === before.release && each.patch > was);
  };
  return openFindings(embargo)
    .filter(({ by, reviews, patch: was }) => by === reviewer && reviews.length > 0 && was !== null && was < patch)
    .filter(({ reviews, patch: was }) => reviews.every((found) => again(found, was ?? 0)))
    .map((finding) => ({ number: finding.number, patch }));
}

const isClean = ({ end }: Review): boolean => end?.outcome === 'no-issues';
