// What is said of patches, and on the walk through the patch-testing checklist.

import type { EmbargoCommand, SaidOfSteps, StepsAnswered } from '../../../domain/embargo/commands.ts';
import {
  architectureSteps,
  architecturesMax,
  checklist,
  outcomeKeys,
  type Step,
  type StepKey,
  stepKeys,
} from '../../../domain/policy/checklist.ts';
import type { Position, Reading, Values } from '../../grammar/args.ts';
import { ask, type Command, command, define } from '../../grammar/command.ts';
import { may, needs, prose, someone, sure, text } from '../../grammar/shared-args.ts';
import { withoutBranch } from '../../values/branch.ts';
import { nothingAnswered } from '../../values/review/answers.ts';
import { readReady } from '../../values/review/dates.ts';
import { architectureField, stepsShown } from './form-steps.ts';
import { readingsOf } from './readings.ts';
import { answersHint, notesHint, outcomeHint, readyHint } from './review-form.ts';

const stepNote = (label: string, hint: string) => ({ ...prose(label, hint), place: 'rest' }) as const;
const stepAt = { type: 'position', label: 'Review and step', hint: '', required: false, place: 'named', ask: false } as const;

const verdictOptions = ['pass', 'fail', 'na'] as const;
const verdictArg = ({ title, ask: hint }: Step) =>
  ({ type: 'choice', options: verdictOptions, label: title, hint, ...may, place: 'named', ask: false }) as const;
/** A form asks for each step by itself; words name them within one line. */
const verdictArgs = Object.fromEntries(checklist.map((step) => [step.key, verdictArg(step)])) as Readonly<
  Record<StepKey, ReturnType<typeof verdictArg>>
>;

const places = Array.from({ length: architecturesMax }, (_, index) => index + 1);
/** The same of a step that is asked for each architecture, in the order in which `on` names them. */
const architectureArgs = Object.fromEntries(
  checklist.flatMap((step) =>
    architectureSteps.some((key) => key === step.key) ? places.map((place) => [architectureField(step.key, place), verdictArg(step)]) : [],
  ),
) as Readonly<Record<string, ReturnType<typeof verdictArg>>>;

const saidArgs = {
  ...verdictArgs,
  ...architectureArgs,
  // A form carries both: what it showed.
  steps: { type: 'names', label: 'Steps', hint: '', ...may, place: 'named', ask: false },
  on: { type: 'names', label: 'Architectures', hint: '', ...may, place: 'named', ask: false },
  answers: { type: 'review-answers', label: 'Answers', hint: answersHint, ...may, place: 'rest' },
  notes: { ...prose('Notes', notesHint), ...may, place: 'named' },
  ready: { type: 'ready', label: 'Packages ready by', hint: readyHint, ...may, place: 'named' },
  outcome: { type: 'choice', options: outcomeKeys, label: 'Outcome', hint: outcomeHint, ...may, place: 'named' },
} as const;

const branchesHint = 'Where it applies, such as main release-1.1. Empty: all.';
// The form says of which revision its steps are.
const patchArg = { type: 'number', label: 'Patch revision', hint: '', ...may, place: 'named', ask: false } as const;
/** Said once for a release where several revisions are current. */
const branchArg = { ...text('Branch', 'The branch the release is built from', 100), ...may, place: 'named', ask: false } as const;

const builtFrom = (branch: string | null) => (branch === null ? {} : { branch });

export const reviewCommands: readonly Command[] = [
  command('publish-patch', {
    words: 'patch publish',
    aliases: ['publish patch'],
    help: 'Publish a patch revision for some branches or all. Reviews of what it replaces become stale.',
    example: 'patch publish label="First set" url=https://git.example.org/fix files=main@3f1c2a9be04d5f6a7b8c9d0e1f2a3b4c5d6e7f80',
    args: {
      label: { ...text('Label', 'What this revision is', 100), ...needs, place: 'named' },
      url: {
        type: 'address',
        label: 'Address',
        hint: 'Where reviewers fetch it: https://…, ssh://…, git@host:path',
        ...needs,
        place: 'named',
      },
      files: { type: 'files', label: 'Files', hint: 'Lines as sha256sum prints them; of git: branch@commit', ...needs, place: 'rest' },
      branches: { type: 'names', label: 'Branches', hint: branchesHint, ...may, place: 'named' },
      // A button carries it, or it is typed: of most revisions there is nothing to ask.
      fixes: { type: 'numbers', label: 'Fixes', hint: 'The findings it fixes, such as 1 2', ...may, place: 'named', ask: false },
      sure,
    },
    intent: ({ branches, sure, fixes, ...values }) => ({
      type: 'publish-patch',
      ...values,
      branches: branches ?? [],
      ...(sure === null ? {} : { sure }),
      ...(fixes === null ? {} : { fixes }),
    }),
  }),
  command('withdraw-patch', {
    words: 'patch withdraw',
    help: 'Withdraw a patch revision. Its branches go back to the one before, or none.',
    example: 'patch withdraw 2 it breaks rootless builds',
    args: {
      number: { type: 'number', label: 'Patch revision', hint: 'Its number', ...needs, place: 'one' },
      because: { ...prose('Reason', "What's wrong with it"), ...needs, place: 'rest' },
    },
    intent: ({ number, because }) => ({ type: 'withdraw-patch', number, because }),
  }),
  ask('patch', 'Show the current patch revisions: branches, address, files, hashes, changes.'),
  define({
    words: 'review',
    help: 'Test the patch on a release: one form for all steps, or your answers in words.',
    example: 'review 7.2 pass all but 3 fail: tests time out',
    says: { to: 'embargo', type: 'answer-steps' },
    args: {
      said: { ...prose('Release, and answers', 'Which of yours; `lgtm`, `pass all`, `not affected`'), ...may, place: 'rest' },
      branch: branchArg,
    },
    intent: ({ said, branch }, reading) => ({ to: 'review', readings: readingsOf(said, branch, reading) }),
  }),
  command('start-review', {
    words: 'review steps',
    help: 'Go through the steps for a release one at a time; continues where you stopped.',
    example: 'review steps 7.2',
    args: { release: { ...text('Release', 'Which of yours', 140), ...may, place: 'rest' }, branch: branchArg },
    intent: ({ release, branch }) => {
      const said = withoutBranch(release ?? '');
      return { type: 'start-review', release: said.rest || null, ...builtFrom(branch ?? said.branch) };
    },
  }),
  command('answer-steps', {
    words: 'review answer',
    help: 'Answer several steps of a release at once, by their numbers or names.',
    example: 'review answer 1-5 pass, 6 na',
    args: {
      release: { ...text('Release', 'Which of yours', 40), ...may, place: 'named', ask: false },
      branch: branchArg,
      patch: patchArg,
      ...saidArgs,
    },
    intent: ({ release, branch, patch, ...said }) => ({ type: 'answer-steps', release, ...builtFrom(branch), patch, ...saidOf(said) }),
  }),
  command('correct-review', {
    words: 'review correct',
    aliases: ['review edit', 'review change', 'review update', 'review amend', 'review fix'],
    help: 'Correct a finished review, while its patch revision is current.',
    example: 'review correct 7.1 5 fail: they time out on arm64; outcome=new-bug',
    args: { release: { ...text('Release', 'Which of yours', 40), ...needs, place: 'one' }, patch: patchArg, ...saidArgs },
    intent: ({ release, patch, ...said }) => ({ type: 'correct-review', release, ...(patch === null ? {} : { patch }), ...saidOf(said) }),
  }),
  define({
    words: 'review pass all',
    help: "Pass every step you haven't answered yet.",
    example: 'review pass all: applies to 5.14, built on x86_64, looked for the same call',
    says: { to: 'embargo', type: 'answer-steps' },
    args: { said: { ...prose('Notes', notesHint), ...may, place: 'rest' }, branch: branchArg },
    intent: ({ said, branch }, reading) => ({
      to: 'review',
      readings: readingsOf(`pass all${said === null ? '' : ` ${said}`}`, branch, reading),
    }),
  }),
  command('copy-review', {
    words: 'review copy',
    help: 'Copy your result for one release to others of yours, marked as copied.',
    example: 'review copy 7.1 7.2',
    args: {
      from: { ...text('From', 'The release you tested', 40), ...needs, place: 'one' },
      to: { type: 'names', label: 'To', hint: 'The other releases, such as 7.2 8', ...needs, place: 'rest' },
    },
    intent: ({ from, to }) => ({ type: 'copy-review', from, to: to.filter((name) => name.toLowerCase() !== 'to') }),
  }),
  command('hand-review', {
    words: 'review handover',
    aliases: ['review hand'],
    help: 'Hand your unfinished review to a colleague who acknowledged; your answers stay marked as yours.',
    example: 'review handover @carol 7.1',
    args: {
      person: { ...someone, hint: 'Who takes it over' },
      release: { ...text('Release', 'Which of yours', 140), ...may, place: 'rest' },
    },
    intent: ({ person, release }) => ({ type: 'hand-review', person, release }),
  }),
  command('answer-step', {
    words: 'review pass',
    aliases: ['review lgtm', 'lgtm'],
    help: 'Pass this step.',
    example: 'review pass x86_64 and aarch64',
    args: { note: { ...stepNote('Note', 'What you did or saw'), ...may }, at: stepAt },
    intent: ({ note, at }, reading) => step('pass', note, at, reading),
  }),
  command('answer-step', {
    words: 'review fail',
    help: 'Fail this step, with what you saw.',
    example: 'review fail the second hunk does not apply',
    // Which step it is that failed is asked with its name.
    args: { note: { ...stepNote('What failed', 'What you did and saw'), ...may }, at: stepAt },
    intent: ({ note, at }, reading) => step('fail', note, at, reading),
  }),
  command('answer-step', {
    words: 'review na',
    help: 'Mark this step as not applicable.',
    example: 'review na',
    args: { note: { ...stepNote('Note', 'Why not'), ...may }, at: stepAt },
    intent: ({ note, at }, reading) => step('na', note, at, reading),
  }),
  command('step-back', {
    words: 'review back',
    help: 'Go back one step.',
    example: 'review back',
    args: { at: stepAt },
    intent: ({ at }) => ({ type: 'step-back', review: at?.review ?? null }),
  }),
  ask('pause', 'Stop for now; `review steps` continues where you stopped.', 'review stop'),
  command('finish-review', {
    words: 'review outcome',
    help: 'Finish your review with an outcome, even if you found nothing.',
    example: 'review outcome no-issues',
    args: {
      outcome: {
        type: 'choice',
        options: outcomeKeys,
        phrases: inWords(outcomeKeys),
        label: 'Outcome',
        hint: 'What you found',
        ...needs,
        place: 'one',
      },
      because: { ...prose('Because', "What you found, or why you didn't test"), ...may, place: 'rest' },
      at: stepAt,
    },
    intent: ({ outcome, because, at }) => ({ type: 'finish-review', review: at?.review ?? null, outcome, because }),
  }),
  ask('reviews', 'Show the reviews with their notes, and which ones are stale.'),
];

/** Keys as people write them: `does not build` for `does-not-build`. */
function inWords<Key extends string>(keys: readonly Key[]): Readonly<Record<string, Key>> {
  return Object.fromEntries(keys.map((key) => [key.replaceAll('-', ' '), key]));
}

function step(verdict: 'pass' | 'fail' | 'na', note: string | null, at: Position | null, reading: Reading): EmbargoCommand {
  // A note that is an instant counts as one where the step asks for an instant.
  return { type: 'answer-step', at, verdict, note, readyBy: note === null ? null : readReady(note, reading) };
}

/** What is said of steps: in the line, and by what is chosen for each, which goes before the line. */
function saidOf({ answers, notes, ready, outcome, steps, on, ...verdicts }: Values<typeof saidArgs>): SaidOfSteps {
  const { ofStep: _, ...said } = answers ?? nothingAnswered;
  const chosen = stepKeys.flatMap((key): StepsAnswered[] => {
    const verdict = verdicts[key];
    return verdict === null ? [] : [{ steps: [key], verdict, note: null }];
  });
  return {
    answers: [...said.answers, ...chosen, ...chosenOn(on ?? [], verdicts)],
    notes: [...new Set([said.notes, notes].filter((each) => each !== null))].join('\n') || null,
    outcome: outcome ?? said.outcome,
    readyBy: ready ?? said.readyBy,
    ...(said.unsure === undefined ? {} : { unsure: said.unsure }),
    ...(steps === null ? {} : { shown: stepsShown(steps, on ?? []) }),
  };
}

/** What is chosen for each architecture. */
function chosenOn(on: readonly string[], verdicts: Readonly<Record<string, StepsAnswered['verdict']>>): StepsAnswered[] {
  return architectureSteps.flatMap((step) =>
    on.flatMap((architecture, index): StepsAnswered[] => {
      const verdict = verdicts[architectureField(step, index + 1)] ?? null;
      return verdict === null ? [] : [{ steps: [`${step}@${architecture}`], verdict, note: null }];
    }),
  );
}
