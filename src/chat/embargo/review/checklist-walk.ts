// The walk through the patch-testing checklist: one post to one person, edited in place from step to step.

import { type Corrected, type Embargo, type Review, reviewsOf, type StepAnswer } from '../../../domain/embargo/embargo.ts';
import { formerReview, isCurrent, patchOf } from '../../../domain/embargo/patches.ts';
import { isOwn, isUntested, isWithUs, stepsOfReview, stopOf } from '../../../domain/embargo/review.ts';
import { distributorOf, nameOf } from '../../../domain/list/list.ts';
import { type AskedStep, answersIn, outcomeKeys, outcomes, stepAt } from '../../../domain/policy/checklist.ts';
import { type Action, actions, bullets, heading, instant, line, type Message, type Node, note } from '../../message/message.ts';
import type { View } from '../../message/view.ts';
import { word } from '../../values/quoting.ts';
import { patchNodes, staleMark } from './patches.ts';

/** The key under which a person's walk through one review is found again: who takes it over has a post of their own. */
export function walkKey(codename: string, review: Review): string {
  return `walk:${codename}:${review.number}:${review.reviewer}`;
}

/** A step as a button names it, so that no other is answered by it. */
export const positionOf = (review: number, { at, on }: Pick<AskedStep, 'at' | 'on'>): string =>
  `${review}.${at}${on === undefined ? '' : `@${on}`}`;

/** The place of a step among those that are asked, from 1; one that was taken out of the policy meanwhile stands before them. */
export function stepNumber(steps: readonly AskedStep[], { key }: AskedStep): number {
  return steps.findIndex((each) => each.key === key) + 1;
}

export const verdictWords = { pass: 'passed', fail: 'failed', na: 'not applicable' } as const;

/** What was answered to a step, with its note. */
const answerText = ({ verdict, note: said }: StepAnswer): string => `${verdictWords[verdict]}${said === null ? '' : `, ${said}`}`;

/** Who answered a step before the review was handed on, behind what they answered. */
const answeredBy = ({ by }: StepAnswer, { list }: Pick<View, 'list'>): string => (by === undefined ? '' : ` (${nameOf(list, by)})`);

/** Of which release a result was copied, behind what it is. */
export function copiedFrom({ copied }: Review, { reviews }: Embargo): string {
  return copied === undefined ? '' : `, copied from ${reviews[copied]?.release ?? 'another'}`;
}

/** Where the walk stands: the step that is asked, the outcome that is owed, or its end. */
export function walk(view: View, review: Review, said: Review['answers'] = {}): Message {
  const { embargo } = view;
  const step = stepAt(stepsOfReview(view.list, review), review.step);
  const nodes =
    review.end !== null ? finished(view, review) : step === undefined ? outcomeAsked(view, review) : stepAsked(view, review, step);
  return walkPage(embargo.codename, review, [...understood(said), ...nodes]);
}

/** What was read in somebody's words on several steps, where the walk goes on behind them: one that was misread is seen at once. */
function understood(said: Review['answers']): Node[] {
  const answered = answersIn(said).map(({ title, answer }) => ({ title, ...answer }));
  if (answered.length === 0) return [];
  const failed = answered.filter(({ verdict }) => verdict === 'fail').map((each) => `${each.title}: ${answerText(each)}`);
  const others = (['na', 'pass'] as const).flatMap((verdict) => {
    const titles = answered.filter((each) => each.verdict === verdict).map(({ title }) => title);
    return titles.length === 0 ? [] : [`${verdictWords[verdict]}: ${titles.join(', ')}`];
  });
  return [line(`Recorded. ${[...failed, ...others].join('; ')}.`)];
}

function walkPage(codename: string, review: Review, nodes: readonly Node[]): Message {
  return {
    push: `${codename}: your review`,
    nodes: [heading(`${codename}: patch revision ${review.patch} on ${review.release}`), ...nodes],
  };
}

/** What is left of a walk's post for who handed it on: nothing to press. */
export function handedOn({ embargo, list }: View, review: Review): Message {
  return walkPage(embargo.codename, review, [note(`${nameOf(list, review.reviewer)} took over this review.`)]);
}

/** What is left of a walk's post when the walk goes on in a new one below: nothing to press. */
export function overtaken({ embargo }: View, review: Review): Message {
  return walkPage(embargo.codename, review, [note('This review continues in a newer message below.')]);
}

function stepAsked(view: View, review: Review, step: AskedStep): Node[] {
  const before = review.answers[step.key];
  const steps = stepsOfReview(view.list, review);
  const patch = view.embargo.patches[review.patch];
  const former = patch === undefined || step.key === 'fetch' ? null : formerReview(view.embargo, patch, review);
  const formerly = former?.answers[step.key];
  const answered =
    before !== undefined
      ? [note(`${before.by === undefined ? 'you' : nameOf(view.list, before.by)} answered: ${answerText(before)}`)]
      : former === null || formerly === undefined
        ? []
        : [note(`for v${former.patch} you answered: ${answerText(formerly)}`)];
  return [
    line(`Step ${stepNumber(steps, step)} of ${steps.length}: ${step.title}`),
    line(step.ask),
    ...(step.key === 'fetch' ? patchNodes(view, review.patch) : []),
    ...answered,
    ...stopped(view, review),
    actions(...stepActions(view, review, step)),
  ];
}

/** The rest cannot be tested: it may end here, with what was said of it. */
function stopped({ embargo, list }: View, review: Review): Node[] {
  const stop = stopOf(review.answers);
  if (stop === null || stepAt(stepsOfReview(list, review), review.step)?.key === stop.key) return [];
  const at = `${embargo.codename} at=${review.number}.${review.step}`;
  return [
    line(`${stop.title}: failed. The rest can't be tested without it, so you can end here.`),
    actions({ label: `End here: ${outcomes[stop.stops].title}`, words: `review outcome ${at} ${stop.stops}`, style: 'primary' }),
  ];
}

function stepActions({ embargo, list: members }: View, review: Review, step: AskedStep): Action[] {
  const at = `${embargo.codename} at=${word(positionOf(review.number, step))}`;
  const more = step.noteOnPass === null ? '' : '…';
  return [
    { label: `Pass${more}`, words: `review pass ${at}`, style: 'primary' },
    { label: 'Fail…', words: `review fail ${at}`, style: 'danger' },
    { label: 'Not applicable', words: `review na ${at}` },
    ...(stepNumber(stepsOfReview(members, review), step) <= 1 ? [] : [{ label: 'Back', words: `review back ${at}` }]),
    { label: 'All steps in one form…', words: `review ${embargo.codename} ${review.release}` },
    { label: 'Stop for now', words: `review stop ${embargo.codename}` },
  ];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function outcomeAsked({ embargo, list: members }: View, review: Review): Node[] {
  const steps = stepsOfReview(members, review);
  const at = `${embargo.codename} at=${review.number}.${review.step}`;
  const failed = answersIn(review.answers).filter(({ answer }) => answer.verdict === 'fail');
  const clean = failed.length === 0 && !isUntested(review.answers);
  const stop = stopOf(review.answers)?.stops;
  const fitting = outcomeKeys.filter((key) => clean || !outcomes[key].clean);
  const passed = steps.filter((step) => review.answers[step.key]?.verdict === 'pass').length;
  const left = steps.filter((step) => review.answers[step.key]?.verdict === 'na');
  return [
    line(
      `${passed} of ${steps.length} steps passed.`,
      ...(failed.length === 0 ? [] : [` Failed: ${failed.map((step) => step.title).join(', ')}.`]),
      ...(left.length === 0 ? [] : [` Not applicable: ${left.map((step) => step.title).join(', ')}.`]),
    ),
    line("What's the outcome? The list needs one even if you found nothing."),
    actions(
      ...fitting.map(
        (key): Action => ({
          label: `${sentence(outcomes[key].title)}${outcomes[key].because && key !== stop ? '…' : ''}`,
          words: `review outcome ${at} ${key}`,
          ...(key === 'no-issues' ? { style: 'primary' as const } : {}),
        }),
      ),
      { label: 'Back', words: `review back ${at}` },
    ),
  ];
}

function finished(view: View, review: Review): Node[] {
  const { end } = review;
  if (end === null) return [];
  const ready = review.readyBy === null ? [] : [line('Packages ready by ', instant(review.readyBy), '.')];
  const same = copyActions(view, review);
  const current = isCurrent(view.embargo, review);
  const correct = current ? [{ label: 'Correct…', words: `review correct ${view.embargo.codename} ${word(review.release)}` }] : [];
  return [
    line(`Done: ${outcomes[end.outcome].title}. Thank you; I told the list.`),
    ...ready,
    ...(same.length === 0 && correct.length === 0 ? [] : [actions(...same, ...correct)]),
  ];
}

// More would be a page of buttons; they can be typed.
const copiesMax = 5;

/** The other releases of theirs that their result may be given to, and all of them. */
function copyActions({ embargo, list }: View, source: Review): Action[] {
  const { reviewer, distributor, release } = source;
  if (!isCurrent(embargo, source)) return [];
  const theirs = { person: reviewer, distributor };
  const done = reviewsOf(embargo).filter((review) => isOwn(review, theirs) && review.end !== null && isCurrent(embargo, review));
  const left = (distributorOf(list, distributor)?.releases ?? []).filter((each) => {
    const patch = patchOf(embargo, distributor, each);
    const same = patch === 'which' || (patch !== 'none' && patch.number === source.patch);
    return each !== release && same && !done.some((review) => review.release === each);
  });
  const copy = (label: string, to: readonly string[]): Action => ({
    label,
    words: `review copy ${embargo.codename} ${[release, ...to].map(word).join(' ')}`,
  });
  const each = left.slice(0, copiesMax).map((other) => copy(`Same for ${other}`, [other]));
  return left.length > 1 ? [...each, copy(`Same for all ${left.length}`, left)] : each;
}

/** A review with everything that was noted, for those who may read details. */
export function reviewNodes(view: View, review: Review, by: string): Node[] {
  const notes = answersIn(review.answers).map(({ step, title, answer }) => {
    const date = step.noteOnPass === 'instant' && answer.verdict === 'pass' ? review.readyBy : null;
    if (date !== null) return [`${title}: `, instant(date), answeredBy(answer, view)];
    return [`${title}: ${answerText(answer)}${answeredBy(answer, view)}`];
  });
  const outcome = review.end === null ? unfinished(view, review) : outcomes[review.end.outcome].title;
  const because = review.end?.because ?? null;
  return [
    line(
      `${by}, ${review.release}, revision ${review.patch}${staleMark(view.embargo, review)}${copiedFrom(review, view.embargo)}: ${outcome}${because === null ? '' : `, ${because}`}`,
    ),
    ...(notes.length === 0 ? [] : [bullets(notes)]),
    ...(review.earlier ?? []).map((each) => correctedLine(each, review.answers)),
  ];
}

const unfinished = ({ embargo, list }: View, review: Review) =>
  isWithUs(embargo, list, review) ? 'not finished yet' : 'not finished, and its reviewer is no longer on it';

/** What a review said before it was corrected, where it said something else. */
function correctedLine({ answers, readyBy, end }: Corrected, now: Review['answers']): Node {
  const changed = answersIn(answers).flatMap(({ key, title, answer }) => {
    if (answer.verdict === now[key]?.verdict && answer.note === now[key]?.note) return [];
    return [`${title}: ${answerText(answer)}`];
  });
  const said = [`${outcomes[end.outcome].title}${end.because === null ? '' : `, ${end.because}`}`, ...changed].join('; ');
  const ready = readyBy === null ? [] : ['; packages ready by ', instant(readyBy)];
  return line('Before the correction, since ', instant(end.at), `: ${said}`, ...ready, '.');
}
