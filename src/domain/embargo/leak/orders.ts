// What is ordered of a leak: reported, judged, joined, contained, closed.
import type { Member } from '../../list/list.ts';
import type { PersonId } from '../../values/ids.ts';
import { refuse } from '../../values/refusal.ts';
import { refuseOwner } from '../audience/owners.ts';
import type { EmbargoCommand } from '../commands.ts';
import { consentOf, coordinatorsAsked, isIn } from '../consent.ts';
import type { Context } from '../context.ts';
import type { Embargo } from '../embargo.ts';
import { madePublic } from '../end/owed.ts';
import type { EmbargoDecision, EmbargoRefusal } from '../refusal.ts';
import {
  isOpen,
  isTheirs,
  type LeakCase,
  type LeakClass,
  type LeakStep,
  leakRows,
  openSteps,
  type StandardStep,
  standardStepsOf,
  tellWithinMs,
} from './case.ts';
import { leakOf, leakSteps, openLeaks, sameLeak, whereItIs } from './cases.ts';

type Of<Type extends EmbargoCommand['type']> = Extract<EmbargoCommand, { type: Type }>;

// More open cases of one person nobody reads: what they report then belongs to their last one. Nobody's reports take room from others'.
const casesMax = 20;
// More steps of one person are no plan. Coordinators, whose work it is, get further.
const stepsMax = { coordinator: 100, others: 10 } as const;

/**
 * Something got out. The same place again, while its case is open, is the same leak. It wakes nobody twice while coordinators are to decide, or where nothing is
 * left to decide; where they have decided to keep the embargo, another report of it says that it goes on.
 */
export function reportLeak(embargo: Embargo, { type: _, unnamed, ...said }: Of<'report-leak'>, { by, list }: Context): EmbargoDecision {
  const { leaks = [], decisionDue, ended } = embargo;
  const same = sameLeak(embargo, said, by.person);
  const theirs = openLeaks(embargo).filter(({ reports }) => reports[0]?.by === by.person);
  const number = same?.number ?? (theirs.length < casesMax ? undefined : theirs.at(-1)?.number) ?? leaks.length + 1;
  return [
    {
      ...{ type: 'leak-reported', ...said, leak: number },
      ...(unnamed === true ? { unnamed: keeperOf(coordinatorsAsked(embargo, list), by.person, isInOn(embargo)) } : {}),
      ...(same !== null && (decisionDue !== null || ended !== null) ? { again: true } : {}),
    },
  ];
}

const isInOn = (embargo: Embargo) => (member: Member) => isIn(consentOf(embargo, member));

/** The only one who learns who reported it: a coordinator besides them, who has accepted the terms where one has; null where there is none. */
export function keeperOf(coordinators: readonly Member[], reporter: PersonId, accepted: (member: Member) => boolean): PersonId | null {
  const others = coordinators.filter(({ person }) => person !== reporter);
  return (others.find(accepted) ?? others[0])?.person ?? null;
}

/** Who reported it says more. */
export function addToLeak(embargo: Embargo, { leak: number, type: _, ...said }: Of<'add-to-leak'>, { by }: Context): EmbargoDecision {
  const mine = (embargo.leaks ?? []).filter(({ reports }) => reports.some((report) => report.by === by.person));
  const leak =
    number === null ? (mine.filter(isOpen).at(-1) ?? mine.at(-1)) : mine.find((each) => each.number === whereItIs(embargo, number));
  if (leak === undefined) return refuse({ code: 'not-your-report' });
  if (Object.values(said).every((each) => each === undefined)) return refuse({ code: 'nothing-to-change' });
  const unnamed = leak.reports.findLast((report) => report.by === by.person)?.unnamed;
  return [{ type: 'leak-added', leak: leak.number, ...said, ...(unnamed === undefined ? {} : { unnamed }) }];
}

/** A coordinator's judgement of what it is: with it comes what is to be done. A false alarm is closed by it. */
export function classLeak(embargo: Embargo, { leak: number, class: is, note }: Of<'class-leak'>, { now }: Context): EmbargoDecision {
  const leak = meant(embargo, number);
  if ('reason' in leak) return leak;
  if (leak.class?.is === is) return refuse({ code: 'classed-already', leak: leak.number, class: is });
  const wanted = standardFor(embargo, is);
  const there = standardStepsOf(leak);
  const { dueMs } = leakRows[is];
  const fresh = wanted.filter((what) => !there.has(what));
  const next = nextStep(embargo);
  return [
    {
      ...{ type: 'leak-classed', leak: leak.number, class: is, note },
      steps: fresh.map((what, index) => ({
        ...{ number: next + index, what },
        due: now + (what.startsWith('tell-') ? Math.max(dueMs, tellWithinMs) : dueMs),
      })),
      dropped: openSteps(leak)
        .filter(({ what }) => what !== null && !wanted.includes(what))
        .map((step) => step.number),
    },
  ];
}

/** What a class asks for, as far as it still makes sense: what is public is not kept, and nobody is told who is not known to be there. */
function standardFor(embargo: Embargo, is: LeakClass): StandardStep[] {
  const { next, tell } = leakRows[is];
  const over = embargo.ended !== null && madePublic(embargo.ended.reason);
  const told = tell.filter((what) => what !== 'tell-lists' || (embargo.bound ?? []).length > 0);
  return [...(next === null || over ? [] : [next]), ...told];
}

const nextStep = (embargo: Embargo): number => Math.max(0, ...leakSteps(embargo).map(({ step }) => step.number)) + 1;

/** Two cases are one: what is known of the first belongs to the other from then on. */
export function joinLeaks(embargo: Embargo, { leak: number, into }: Of<'join-leaks'>): EmbargoDecision {
  const [leak, other] = [meant(embargo, number), meant(embargo, into)];
  if ('reason' in leak) return leak;
  if ('reason' in other) return other;
  return leak.number === other.number ? refuse({ code: 'same-leak' }) : [{ type: 'leaks-joined', leak: leak.number, into: other.number }];
}

/** Something is to be done to contain it, by somebody who knows of it. */
export function addLeakStep(
  embargo: Embargo,
  { leak: number, owner: named, due, text }: Of<'add-leak-step'>,
  { by, list, now }: Context,
): EmbargoDecision {
  const leak = meant(embargo, number);
  if ('reason' in leak) return leak;
  const owner = named ?? by.person;
  const unfit = refuseOwner(embargo, list, owner);
  if (unfit !== null) return unfit;
  if (due !== null && due <= now) return refuse({ code: 'due-is-past', at: due });
  const most = stepsMax[by.role === 'coordinator' ? 'coordinator' : 'others'];
  const theirs = leakSteps(embargo).filter(({ step }) => step.what === null && step.by === by.person);
  if (theirs.length >= most) return refuse({ code: 'too-many-steps', most });
  return [{ type: 'leak-step-added', leak: leak.number, number: nextStep(embargo), owner, due, text }];
}

/** It is done, as its owner says, who added it, or a coordinator. Of others' steps a representative learns nothing, not even that there are any. */
export function endLeakStep(embargo: Embargo, { number, note }: Of<'end-leak-step'>, { by }: Context): EmbargoDecision {
  const may = (step: LeakStep) => by.role === 'coordinator' || isTheirs(step, by.person);
  const found = leakSteps(embargo).find(({ step }) => step.number === number && step.dropped !== true && may(step));
  const open = openLeaks(embargo).flatMap(openSteps).filter(may);
  if (found === undefined) return refuse({ code: 'unknown-leak-step', number, open: open.map((step) => step.number) });
  const { leak, step } = found;
  if (step.done !== undefined) return refuse({ code: 'leak-step-done-already', number, at: step.done.at });
  return [{ type: 'leak-step-done', leak: leak.number, number, note }];
}

/** What was found. Whatever is open is named first. */
export function closeLeak(embargo: Embargo, { leak: number, finding }: Of<'close-leak'>): EmbargoDecision {
  const leak = meant(embargo, number);
  if ('reason' in leak) return leak;
  if (leak.class === undefined) return refuse({ code: 'class-first', leak: leak.number });
  const open = openSteps(leak).map((step) => step.number);
  return open.length > 0
    ? refuse({ code: 'leak-steps-open', leak: leak.number, open })
    : [{ type: 'leak-closed', leak: leak.number, finding }];
}

/** It was closed too early, or was no false alarm. */
export function reopenLeak(embargo: Embargo, { leak: number, because }: Of<'reopen-leak'>): EmbargoDecision {
  const closed = (embargo.leaks ?? []).filter(({ end }) => end !== undefined);
  const [only, ...more] = closed;
  const leak = number === null ? (more.length === 0 ? only : undefined) : closed.find((each) => each.number === number);
  if (leak === undefined) return refuse({ code: 'which-leak', numbers: closed.map((each) => each.number), closed: true });
  return [{ type: 'leak-reopened', leak: leak.number, because }];
}

/** The open case that is meant: by its number, or the only one. */
function meant(embargo: Embargo, number: number | null): LeakCase | EmbargoRefusal {
  const open = openLeaks(embargo);
  const [only, ...more] = open;
  const leak = number === null ? (more.length === 0 ? only : undefined) : leakOf(embargo, number);
  if (leak === undefined) return refuse({ code: 'which-leak', numbers: open.map((each) => each.number), closed: false });
  if (leak.joined !== undefined) return refuse({ code: 'leak-joined', leak: leak.number, into: leak.joined });
  return leak.end === undefined ? leak : refuse({ code: 'leak-closed', leak: leak.number, at: leak.end.at });
}
