// A review in one go: what is said of several steps at once, and which of several readings of somebody's words can be meant.

import { stepsAsked } from '../list/distributor.ts';
import { distributorOf } from '../list/list.ts';
import {
  type AnswerKey,
  type AskedStep,
  answersIn,
  type Outcome,
  outcomes,
  type StandsAt,
  stepAt,
  stepFrom,
  stepTitle,
} from '../policy/checklist.ts';
import { stepsMeant, stepsNamed } from '../policy/steps-meant.ts';
import { isRefused, refuse } from '../values/refusal.ts';
import type { Instant } from '../values/time.ts';
import type { EmbargoCommand, ReviewReading, SaidOfSteps, StepsAnswered } from './commands.ts';
import type { Context } from './context.ts';
import { type Embargo, type Review, reviewsOf, type StepAnswer } from './embargo.ts';
import { evolve } from './evolve.ts';
import type { EmbargoFact } from './facts.ts';
import { isCurrent, linesOf } from './patches.ts';
import type { EmbargoDecision, EmbargoRefusal } from './refusal.ts';
import {
  branchAlone,
  isUntested,
  openReviews,
  refuseOutcome,
  refuseRelease,
  refuseStale,
  releaseNamed,
  releasesNamed,
  reviewStarted,
  stepsOfReview,
  testing,
} from './review.ts';
import { copyReview } from './review-copy.ts';

type AnswerSteps = Extract<EmbargoCommand, { type: 'answer-steps' }>;

/** The reading that is meant: the one that fits what somebody ships and where they stand. Of several they are asked; where none fits, one is given that says why not. */
export function readingMeant(readings: readonly ReviewReading[], embargo: Embargo, context: Context): ReviewReading | EmbargoRefusal {
  const walk = standsAt(embargo, context);
  const at = walk?.key ?? null;
  const tried = readings.map((reading) => ({ reading, misfit: misfitOf(reading, at, embargo, context) }));
  const nearest = Math.min(...tried.map(({ misfit }) => misfit));
  const all = tried.filter(({ misfit }) => misfit === nearest).map(({ reading }) => reading);
  // What is a release of theirs is no number of a step.
  const naming = all.filter((reading) => reading.means === 'steps' && reading.command.release !== null);
  const near = nearest === 0 && naming.length > 0 ? naming : all;
  // Who names the step at which they stand means the same either way.
  const named = near.some(
    (reading) =>
      reading.means === 'steps' && reading.command.answers.some(({ steps }) => steps !== 'all' && steps.some((step) => step === at)),
  );
  const fits = named ? near.filter((reading) => reading.means !== 'step' || reading.verdict === 'na') : near;
  const meant = nearest === 0 ? fits[0] : fits.at(-1);
  if (meant === undefined) return refuse({ code: 'no-open-review' });
  if (nearest !== 0 || fits.length < 2) return meant;
  return refuse({ code: 'several-readings', readings: fits.map((reading) => pinned(reading, embargo, context)), walk });
}

/** The step at which somebody's walk stands. */
function standsAt(embargo: Embargo, { by, list }: Context): StandsAt | null {
  const review = openReviews(embargo, by)[0];
  const step = review === undefined ? undefined : stepAt(stepsOfReview(list, review), review.step);
  if (review === undefined || step === undefined) return null;
  const { key, at, on } = step;
  return { review: review.number, key, at, ...(on === undefined ? {} : { on }) };
}

/** A reading that is pressed later is of the revision that is current now. */
function pinned(reading: ReviewReading, embargo: Embargo, context: Context): ReviewReading {
  if (reading.means !== 'steps') return reading;
  const meant = testing(embargo, reading.command, context);
  return 'reason' in meant ? reading : { ...reading, command: { ...reading.command, patch: meant.patch.number } };
}

/** How far a reading is from what can be: 0; 1: more has to be said, or other steps; 2: it names a release that they do not ship. */
function misfitOf(reading: ReviewReading, at: AnswerKey | null, embargo: Embargo, context: Context): 0 | 1 | 2 {
  if (reading.means === 'step') return at === null ? 2 : 0;
  const meant = testing(embargo, reading.means === 'form' ? reading : reading.command, context);
  const asks = 'reason' in meant && meant.reason.code === 'which-branch';
  if ('reason' in meant && !asks) return meant.reason.code === 'unknown-release' ? 2 : 1;
  const [release, begun] = 'reason' in meant ? [null, null] : [meant.release, meant.begun];
  const sheet =
    reading.means === 'form' ? null : sheetOf(reading.command, begun, stepsAsked(context.list, context.by.distributor, release));
  return sheet !== null && 'reason' in sheet && sheet.reason.code === 'unknown-step' ? 1 : 0;
}

/** Answers several steps of a release at once; of several releases, the result of the first is given to the others once it has ended. */
export function answerSteps(embargo: Embargo, command: AnswerSteps, context: Context): EmbargoDecision {
  const { by, list, now } = context;
  const distributor = by.distributor === null ? undefined : distributorOf(list, by.distributor);
  const named = distributor === undefined || command.release === null ? [] : releasesNamed(distributor, command.release);
  const [release = command.release, ...others] = named;
  const answered = answerRelease(embargo, { ...command, release }, context);
  if (isRefused(answered) || release === null || others.length === 0 || !answered.some(({ type }) => type === 'review-finished'))
    return answered;
  const after = answered.reduce((state: Embargo, fact) => evolve(state, { fact, at: now, by: by.person }), embargo);
  const copied = copyReview(after, { type: 'copy-review', from: release, to: others }, context);
  return isRefused(copied) ? copied : [...answered, ...copied];
}

/** Answers several steps of one release, and ends its review where an outcome is named, or every step passed that applies. */
function answerRelease(embargo: Embargo, command: AnswerSteps, context: Context): EmbargoDecision {
  const meant = testing(embargo, command, context);
  // What was tested already is not said again in passing, with answers that nobody would keep.
  if ('reason' in meant) return meant.reason.code === 'which-branch' ? branchAlone(embargo, command, meant, context) : meant;
  const { patch, begun, said } = meant;
  if (command.patch !== null && command.patch !== patch.number)
    return refuse({ code: 'patch-replaced', was: command.patch, now: patch.number });
  const steps = stepsAsked(context.list, meant.distributor.id, meant.release);
  const sheet = sheetOf(command, begun, steps);
  if ('reason' in sheet) return sheet;
  const { answers, outcome, because } = sheet;
  const refusal = outcome === null ? null : refuseOutcome(answers, outcome, because, steps);
  if (refusal !== null) return refusal;
  const started = begun === null ? reviewStarted(embargo, meant) : null;
  const review = begun?.number ?? started?.number ?? 0;
  const next = stepFrom(steps, -1, 1, ({ key }) => answers[key] === undefined);
  const answered: EmbargoFact = { type: 'steps-answered', review, answers, readyBy: sheet.readyBy, next };
  return [
    ...(said === null ? [] : [said]),
    ...(started === null ? [] : [started]),
    ...(command.answers.length === 0 && command.readyBy === null && outcome !== null ? [] : [answered]),
    ...(outcome === null ? [] : [{ type: 'review-finished', review, outcome, because } as const]),
  ];
}

/** A review of theirs that has ended, put right while its patch is the current one; how it stood before is kept. */
export function correctReview(
  embargo: Embargo,
  command: Extract<EmbargoCommand, { type: 'correct-review' }>,
  context: Context,
): EmbargoDecision {
  const review = correctable(embargo, command.release, context);
  if ('reason' in review) return review;
  if (command.patch !== undefined && command.patch !== review.patch)
    return refuse({ code: 'patch-replaced', was: command.patch, now: review.patch });
  const { end } = review;
  const outcome = command.outcome ?? (saysAllPassed(command) ? 'no-issues' : end.outcome);
  // What failed is let go where it is said so; the notes stay with the outcome that they explain.
  const notes = command.notes ?? (outcome === end.outcome ? end.because : null);
  const steps = stepsOfReview(context.list, review);
  const sheet = sheetOf({ ...command, outcome, notes }, review, steps, 'anew');
  if ('reason' in sheet) return sheet;
  const { answers, readyBy, because } = sheet;
  const refusal = refuseOutcome(answers, outcome, because, steps);
  if (refusal !== null) return refusal;
  const before = { answers: review.answers, readyBy: review.readyBy, outcome: end.outcome, because: end.because };
  const after = { answers, readyBy, outcome, because };
  if (isSame(before, after)) return refuse({ code: 'nothing-to-change' });
  return [{ type: 'review-corrected', review: review.number, ...after }];
}

/** Who says that every step passed takes back what was found, unless they say otherwise. */
function saysAllPassed({ answers }: SaidOfSteps): boolean {
  return answers.length > 0 && answers.every(({ steps, verdict }) => steps === 'all' && verdict === 'pass');
}

type Ended = Review & { readonly end: NonNullable<Review['end']> };
const hasEnded = (review: Review): review is Ended => review.end !== null;

/** The review of a release that somebody may correct: their own, of the current patch. */
export function correctable(embargo: Embargo, release: string, { by, list }: Context): Ended | EmbargoRefusal {
  if (linesOf(embargo).length === 0) return refuse({ code: 'no-patch' });
  const distributor = by.distributor === null ? undefined : distributorOf(list, by.distributor);
  if (distributor === undefined) return refuse({ code: 'ships-nothing' });
  const named = releaseNamed(distributor, release);
  if (named === undefined) return refuseRelease(release, distributor, list);
  const ended = reviewsOf(embargo)
    .filter(hasEnded)
    .filter((review) => review.release === named && review.distributor === by.distributor);
  const mine = ended.findLast(({ reviewer }) => reviewer === by.person);
  if (mine === undefined) return refuse({ code: 'nothing-to-correct', release: named, of: ended.at(-1)?.reviewer ?? null });
  return isCurrent(embargo, mine) ? mine : refuseStale(embargo, mine, list);
}

type Standing = Pick<Sheet, 'answers' | 'readyBy' | 'because'> & { readonly outcome: Outcome };

function isSame(a: Standing, b: Standing): boolean {
  const same = (key: AnswerKey) => a.answers[key]?.verdict === b.answers[key]?.verdict && a.answers[key]?.note === b.answers[key]?.note;
  const all = [...answersIn(a.answers), ...answersIn(b.answers)];
  return a.readyBy === b.readyBy && a.outcome === b.outcome && a.because === b.because && all.every(({ key }) => same(key));
}

type Sheet = {
  readonly answers: Review['answers'];
  readonly readyBy: Instant | null;
  readonly outcome: Outcome | null;
  readonly because: string | null;
};
type Said = Pick<StepsAnswered, 'verdict' | 'note' | 'on'>;

// Notes are evidence, and this is none.
const saysNothing = /^\W*(?:yes|yep|ok(?:ay)?|lgtm|done|thanks?|thank you|fine|(?:all )?good|pass(?:ed)?)\W*$/i;

/** How the steps stand after what is said: a step that is named goes before all, and before what was answered earlier. */
function sheetOf(
  command: SaidOfSteps,
  begun: Review | null,
  steps: readonly AskedStep[],
  all: 'left' | 'anew' = 'left',
): Sheet | EmbargoRefusal {
  if (command.unsure !== undefined && command.unsure.length > 0) return refuse({ code: 'answers-unclear', said: command.unsure });
  const changed = command.shown === undefined ? null : refuseChanged(command.shown, steps);
  if (changed !== null) return changed;
  const before = begun?.answers ?? {};
  const said = new Map<AskedStep, Said>();
  let date: Instant | null = null;
  for (const { steps: named, ...each } of [...command.answers].sort((a, b) => Number(b.steps === 'all') - Number(a.steps === 'all'))) {
    const unknown = named === 'all' ? undefined : named.find((name) => stepsNamed(steps, name).length === 0);
    if (unknown !== undefined) return refuse({ code: 'unknown-step', step: unknown, steps: steps.map(({ title }) => title) });
    const meant = meantBy(steps, named, each, command.notes);
    if (meant === 'unclear') return refuse({ code: 'answers-unclear', said: [each.note ?? command.notes ?? each.on?.join(', ') ?? ''] });
    for (const step of named === 'all' ? meant.filter(({ key }) => all === 'anew' || before[key] === undefined) : meant) {
      const dated = each.date !== undefined && step.noteOnPass === 'instant';
      // A date alone says nothing of a step that asks for none.
      if (each.date !== undefined && !dated && each.note === null)
        return refuse({ code: 'answers-unclear', said: [`${steps.indexOf(step) + 1} ${step.title}`] });
      if (dated) date = each.date ?? null;
      // What is said again without its note keeps it: a form shows the verdict alone.
      const kept = before[step.key]?.verdict === each.verdict ? (before[step.key]?.note ?? null) : null;
      said.set(step, joined(said.get(step), { ...each, note: (dated ? null : noteOf(step, each)) ?? kept }, named !== 'all'));
    }
  }
  const ready = command.readyBy ?? date;
  const packages = steps.find(({ noteOnPass }) => noteOnPass === 'instant');
  if (ready !== null && packages !== undefined && !said.has(packages) && before[packages.key] === undefined)
    said.set(packages, { verdict: 'pass', note: null });
  const readyBy = ready ?? begun?.readyBy ?? null;
  const outcome = command.outcome ?? clearOutcome(answersWith(before, said, null), steps);
  // Where something failed, that is what matters; that nothing was found needs to say where one looked.
  const found =
    [...said.values()].some(({ verdict }) => verdict === 'fail') || (command.outcome !== null && !outcomes[command.outcome].clean);
  const owing = steps.filter((step) => owesNote(step, said.get(step), found));
  const notes = command.notes === null || saysNothing.test(command.notes) ? null : command.notes;
  const lacking = notes === null ? owing : [];
  const dateless = [...said].find(([step, { verdict }]) => readyBy === null && step.noteOnPass === 'instant' && verdict === 'pass')?.[0];
  // No fixed package has a date while something is to be fixed: that step is left open.
  if (dateless !== undefined && found) said.delete(dateless);
  const undated = dateless !== undefined && !found;
  if (lacking.length > 0 || undated)
    return refuse({ code: 'review-lacks', notes: lacking.map((step) => [steps.indexOf(step) + 1, step.title]), readyBy: undated });
  // Until there is an outcome, which they go with, notes stand at the step that needs them.
  const noted = owing[0] ?? steps.find((step) => said.has(step));
  const answers = answersWith(before, said, outcome === null && noted !== undefined ? { step: noted, notes } : null);
  // What is said of the step that failed is the reason too, where no other is given.
  const failure = steps.map(({ key }) => answers[key]).find((answer) => answer?.verdict === 'fail')?.note ?? null;
  const because = outcome === null ? null : (notes ?? (outcomes[outcome].because ? failure : null));
  return { answers, readyBy, outcome, because };
}

/** The no to a form whose steps are not those that are asked now, in this order: its numbers would count as answers to others. */
function refuseChanged(shown: readonly string[], steps: readonly AskedStep[]): EmbargoRefusal | null {
  if (shown.length === steps.length && steps.every(({ key }, index) => shown[index] === key)) return null;
  const added = steps.filter(({ key }) => !shown.includes(key)).map(({ title }) => title);
  const gone = shown.filter((key) => steps.every((step) => step.key !== key));
  return refuse({ code: 'steps-changed', added, gone: gone.map(stepTitle) });
}

function meantBy(
  steps: readonly AskedStep[],
  named: StepsAnswered['steps'],
  each: Said,
  notes: string | null,
): readonly AskedStep[] | 'unclear' {
  if (named === 'all') return stepsMeant(steps, { ...each, note: each.note ?? notes });
  const found = named.map((name) => stepsMeant(stepsNamed(steps, name), each));
  return found.includes('unclear') ? 'unclear' : found.flatMap((some) => (some === 'unclear' ? [] : some));
}

/** Of which architecture it is said stands in the note, where the step is asked as a whole. */
function noteOf({ on }: AskedStep, { note, on: there = [] }: Said): string | null {
  if (on !== undefined || there.length === 0) return note;
  const where = there.join(', ');
  return note === null ? where : there.every((each) => note.includes(each)) ? note : `${where}: ${note}`;
}

/** What is said of a whole step for one architecture and then another: it fails where one does. */
function joined(before: Said | undefined, said: Said, named: boolean): Said {
  if (!named || before?.on === undefined || said.on === undefined) return said;
  const verdict = before.verdict === 'fail' || said.verdict === 'fail' ? 'fail' : said.verdict;
  const notes = [before, said].flatMap(({ verdict: each, note }) =>
    note === null ? [] : [each === verdict ? note : `${note} ${each === 'pass' ? 'passes' : each}`],
  );
  return { verdict, note: notes.join('; ') || null, on: [...before.on, ...said.on] };
}

function owesNote({ noteOnPass }: AskedStep, said: Said | undefined, found: boolean): boolean {
  if (said === undefined || said.note !== null) return false;
  return said.verdict === 'fail' || (said.verdict === 'pass' && noteOnPass === 'text' && !found);
}

function answersWith(
  before: Review['answers'],
  said: ReadonlyMap<AskedStep, Said>,
  beside: { step: AskedStep; notes: string | null } | null,
): Review['answers'] {
  const answers: Partial<Record<AnswerKey, StepAnswer>> = { ...before };
  for (const [step, { verdict, note }] of said) {
    if (verdict === null) delete answers[step.key];
    else answers[step.key] = { verdict, note: note ?? (beside?.step === step ? beside.notes : null) };
  }
  return answers;
}

/** No issues, where each step is answered, one was passed and none failed; else people say which. */
function clearOutcome(answers: Review['answers'], steps: readonly AskedStep[]): Outcome | null {
  const clear = steps.every(({ key }) => answers[key] !== undefined && answers[key]?.verdict !== 'fail') && !isUntested(answers);
  return clear ? 'no-issues' : null;
}
