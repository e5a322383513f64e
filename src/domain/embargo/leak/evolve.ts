// What a fact makes of the cases of an embargo's leaks.
import type { PersonId } from '../../values/ids.ts';
import type { Instant } from '../../values/time.ts';
import type { Embargo } from '../embargo.ts';
import type { EmbargoFact } from '../facts.ts';
import { type LeakCase, type LeakReport, type LeakStep, type StandardStep, standardStepsOf } from './case.ts';

export type LeakFact = Extract<
  EmbargoFact,
  {
    type:
      | 'leak-reported'
      | 'leak-added'
      | 'leak-classed'
      | 'leaks-joined'
      | 'leak-step-added'
      | 'leak-step-done'
      | 'leak-closed'
      | 'leak-reopened';
  }
>;
type Who = { readonly by: PersonId; readonly at: Instant };

// The record has all of them: a case shows the last ones of each person.
const reportsMax = 20;

/** The cases after a fact about one. Throws when the record is broken. */
export function leaksAfter({ leaks = [] }: Embargo, fact: LeakFact, who: Who): LeakCase[] {
  if (fact.type === 'leak-reported') return reported(leaks, fact, who);
  if (fact.type === 'leaks-joined') return joined(leaks, fact);
  if (!leaks.some(({ number }) => number === fact.leak)) throw new Error('a fact about a leak that nobody reported');
  return leaks.map((leak) => (leak.number === fact.leak ? after(leak, fact, who) : leak));
}

function after(leak: LeakCase, fact: Exclude<LeakFact, { type: 'leak-reported' | 'leaks-joined' }>, { by, at }: Who): LeakCase {
  switch (fact.type) {
    case 'leak-added': {
      const { type: _, leak: __, confirmed: ___, ...said } = fact;
      const last = leak.reports.findLastIndex((report) => report.by === by);
      return { ...leak, reports: leak.reports.map((report, index) => (index === last ? { ...report, ...said } : report)) };
    }
    case 'leak-classed': {
      const steps = fact.steps.map((step): LeakStep => ({ ...step, text: '', owner: null, by, at }));
      const kept = leak.steps.map((step) => (fact.dropped.includes(step.number) ? { ...step, dropped: true as const } : step));
      const end = fact.class === 'false-alarm' ? { end: { finding: fact.note, by, at } } : {};
      return { ...leak, class: { is: fact.class, by, at }, steps: [...kept, ...steps], ...end };
    }
    case 'leak-step-added': {
      const { number, owner, due, text } = fact;
      return { ...leak, steps: [...leak.steps, { number, what: null, text, owner, due, by, at }] };
    }
    case 'leak-step-done':
      return {
        ...leak,
        steps: leak.steps.map((step) => (step.number === fact.number ? { ...step, done: { by, at, note: fact.note } } : step)),
      };
    case 'leak-closed':
      return { ...leak, end: { finding: fact.finding, by, at } };
    case 'leak-reopened': {
      // What was taken for a false alarm is judged anew.
      const { end: _, class: judged, ...open } = leak;
      return judged === undefined || judged.is === 'false-alarm' ? { ...open, openedAt: at } : { ...open, class: { ...judged, at } };
    }
    default:
      return fact satisfies never;
  }
}

function reported(leaks: readonly LeakCase[], fact: Extract<LeakFact, { type: 'leak-reported' }>, { by, at }: Who): LeakCase[] {
  // Before a leak was a case, a report of the same place named no number.
  const { type: _, again, leak: number = again === true ? leaks.length : leaks.length + 1, confirmed: __, ...said } = fact;
  const report: LeakReport = { ...said, at, by };
  if (!leaks.some((leak) => leak.number === number)) return [...leaks, { number, openedAt: at, reports: [report], steps: [] }];
  return leaks.map((leak) => (leak.number === number ? { ...leak, reports: lastOfEach([...leak.reports, report]) } : leak));
}

/** So many of each person, the last ones: many reports of one person take no room from others. */
function lastOfEach(reports: readonly LeakReport[]): LeakReport[] {
  return reports.filter(({ by }, index) => reports.slice(index).filter((later) => later.by === by).length <= reportsMax);
}

function joined(leaks: readonly LeakCase[], { leak: number, into }: Extract<LeakFact, { type: 'leaks-joined' }>): LeakCase[] {
  const moved = leaks.find((leak) => leak.number === number);
  if (moved === undefined) throw new Error('a leak is joined that nobody reported');
  return leaks.map((leak): LeakCase => {
    if (leak.number === number) return { number, openedAt: leak.openedAt, reports: [], steps: [], joined: into };
    if (leak.number !== into) return leak;
    // What both ask for is done once.
    const there = standardStepsOf(leak);
    const steps = moved.steps.map((step): LeakStep => (step.what !== null && there.has(step.what) ? { ...step, dropped: true } : step));
    return {
      ...leak,
      reports: lastOfEach([...leak.reports, ...moved.reports].sort((one, other) => one.at - other.at)),
      steps: [...leak.steps, ...steps],
      openedAt: Math.max(leak.openedAt, moved.openedAt),
    };
  });
}

// What the end of an embargo answers by itself, once it is public.
const untilPublic: ReadonlySet<StandardStep | null> = new Set<StandardStep>(['silence', 'reconsider-date', 'publish', 'bring-in-finder']);

/** The cases after the embargo went public: what was to be done until then is done. */
export function leaksPublished(leaks: readonly LeakCase[], { by, at }: Who): LeakCase[] {
  const done = (step: LeakStep): LeakStep =>
    untilPublic.has(step.what) && step.done === undefined ? { ...step, done: { by, at, note: null } } : step;
  return leaks.map((leak) => ({ ...leak, steps: leak.steps.map(done) }));
}
