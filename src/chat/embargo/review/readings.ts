// What somebody's words on a review may mean, and the question which of it they do.

import type { EmbargoCommand, ReviewReading, SaidOfSteps } from '../../../domain/embargo/commands.ts';
import { type AnswerKey, outcomeKeys, outcomes, problemOf, type StandsAt, stepTitle } from '../../../domain/policy/checklist.ts';
import type { Reading } from '../../grammar/args.ts';
import { type Action, actions, bullets, line, type Node } from '../../message/message.ts';
import { withoutBranch } from '../../values/branch.ts';
import { word } from '../../values/quoting.ts';
import { nothingAnswered, type ReviewAnswers, readReviewAnswers } from '../../values/review/answers.ts';
import { type Dates, datesOf } from '../../values/review/dates.ts';
import { positionOf, verdictWords } from './checklist-walk.ts';

type AnswerSteps = Extract<EmbargoCommand, { type: 'answer-steps' }>;

// More words than these are no name of a release.
const releaseWordsMax = 4;
// A button that says more could not be pressed on each platform.
const wordsMax = 1500;

/** An order for one release from what is said of its steps. */
export function answerSteps(release: string | null, { ofStep: _, ...said }: ReviewAnswers): AnswerSteps {
  return { type: 'answer-steps', release, patch: null, ...said };
}

/** Whether a correction is asked for, and nothing of it said yet. */
export function asksToCorrect({ answers, notes, outcome, readyBy }: SaidOfSteps): boolean {
  return answers.length === 0 && notes === null && outcome === null && readyBy === null;
}

/** All that the words behind `review` may mean: a release, answers, or both. */
export function readingsOf(text: string | null, named: string | null, reading: Reading): readonly ReviewReading[] {
  const found = withoutBranch(text ?? '');
  const said = found.rest.trim();
  const branch = named ?? found.branch;
  const from = branchFirst(branch);
  const form = {
    means: 'form',
    release: said === '' ? null : said,
    ...(branch === null ? {} : { branch }),
    words: ['review', `${from}${said}`],
  } as const;
  const cuts = [...said.matchAll(/\s+|$/g)].slice(0, releaseWordsMax).map(({ index }) => index);
  const dates = datesOf(reading);
  const answered = said === '' ? [] : [0, ...cuts].flatMap((cut) => answersAt(said, cut, branch, reading, dates));
  return [form, ...answered, ...releaseBehind(said, branch, reading, dates)];
}

// What all of it is, and the release: `pass all 7.1: built it`, `everything passes on 7.1`. Notes may name another one, behind a colon.
const behindAll = /^(pass all|lgtm)\s+([^\s:,;]{1,60})(?=$|[\s:,;])\s*[:,;]?\s*(.*)$/is;
const behindOn = /^([^:;]{2,60}?)\s+(?:on|for)\s+([^\s:,;]{1,60})(?=$|[\s:,;])\s*[:,;]?\s*(.*)$/is;

function releaseBehind(said: string, branch: string | null, reading: Reading, dates: Dates): ReviewReading[] {
  return [behindAll, behindOn].flatMap((like) => {
    const [, what, release, notes] = like.exec(said) ?? [];
    if (what === undefined || release === undefined) return [];
    return answersAt(`${release} ${what}${notes === '' ? '' : `: ${notes}`}`, release.length, branch, reading, dates);
  });
}

function answersAt(said: string, cut: number, branch: string | null, reading: Reading, dates: Dates): ReviewReading[] {
  const release = said.slice(0, cut).replace(/[:,]$/, '') || null;
  const rest = said.slice(cut).trim();
  const read = rest === '' ? null : readReviewAnswers(rest, reading, dates);
  if (release !== null && read?.ok !== true) return failuresOf(release, rest, branch);
  if (read === null || !read.ok) return [];
  const from = branchFirst(branch);
  const named = release === null ? '' : `release=${word(release)} `;
  const command = { ...answerSteps(release, read.value), ...(branch === null ? {} : { branch }) };
  const whole: ReviewReading = { means: 'steps', command, words: ['review answer', `${from}${named}${rest}`] };
  if (release !== null) return [whole];
  return [
    whole,
    ...read.value.ofStep.map(({ verdict, note }) => ({ means: 'step', verdict, note, words: [`review ${verdict}`, note ?? ''] }) as const),
  ];
}

const branchFirst = (branch: string | null): string => (branch === null ? '' : `branch=${word(branch)} `);

// That something is wrong, and nothing more.
const broken = /^(?:it )?(?:is |was )?(?:broken|bad|not (?:ok|okay|good|working)|does(?:n't|n’t| not) work|failure|not passing)[\s.!]*$/i;

/** `24 fails: it crashes`, `24 builds but it crashes`: that it fails is said, and not with which outcome. Of `24 fails` alone the form asks what does. */
function failuresOf(release: string, rest: string, branch: string | null): ReviewReading[] {
  const [, note] = /^(?:it )?fail(?:s|ed)?\b[\s:,.–-]*([\s\S]*)$/i.exec(rest) ?? [];
  if (note === '' || broken.test(rest))
    return [
      {
        means: 'form',
        release,
        ...(branch === null ? {} : { branch }),
        failed: true,
        words: ['review', `${branchFirst(branch)}${release}`],
      },
    ];
  const but = /^(?:it )?(?:builds|compiles|applies|boots|starts|installs|works)\b[^.;\n]{0,40}?\bbut\s+\S/i.test(rest) ? rest : null;
  const said = note ?? but;
  if (said === null) return [];
  const from = branchFirst(branch);
  return outcomeKeys
    .filter((key) => problemOf(key) !== null)
    .map((outcome): ReviewReading => {
      const command = { ...answerSteps(release, { ...nothingAnswered, outcome, notes: said }), ...(branch === null ? {} : { branch }) };
      return { means: 'steps', command, words: ['review answer', `${from}release=${word(release)} ${outcome}: ${said}`] };
    });
}

/** The question which reading is meant: a button for each. */
export function severalReadings(
  { readings, walk }: { readonly readings: readonly ReviewReading[]; readonly walk: StandsAt | null },
  codename: string | null,
): Node[] {
  const question = line('This can be read in several ways. Which do you mean? Nothing changed yet.');
  const meant = readings.map((reading): Action => {
    const [command, said] = reading.words;
    // When it is pressed, another revision may be current, or another step.
    const rest = `${pinOf(reading, walk)}${said}`;
    return {
      label: readingLabel(reading, walk?.key ?? null),
      words: [command, codename ?? '', rest].filter((part) => part !== '').join(' '),
    };
  });
  if (meant.every(({ words }) => words.length <= wordsMax)) return [question, actions(...meant)];
  return [question, bullets(meant.map(({ label, words }) => [`${label}: ${words.slice(0, 60)}…`]))];
}

function pinOf(reading: ReviewReading, walk: StandsAt | null): string {
  if (reading.means === 'step') return walk === null ? '' : `at=${word(positionOf(walk.review, walk))} `;
  return reading.means === 'steps' && reading.command.patch !== null ? `patch=${reading.command.patch} ` : '';
}

function readingLabel(reading: ReviewReading, at: AnswerKey | null): string {
  switch (reading.means) {
    case 'form':
      return reading.release === null ? 'Open the form' : `Open the form for ${reading.release}`;
    case 'step':
      return `${at === null ? 'This step' : stepTitle(at)}: ${verdictWords[reading.verdict]}`;
    case 'steps': {
      const { release, answers, outcome } = reading.command;
      const said = answers.map(({ steps, verdict }) => `${stepsText(steps)}: ${verdict === null ? 'left open' : verdictWords[verdict]}`);
      const what = [...said, ...(outcome === null ? [] : [outcomes[outcome].title])].join(', ');
      return release === null ? what : `${release}: ${what}`;
    }
    default:
      return reading satisfies never;
  }
}

function stepsText(steps: 'all' | readonly (AnswerKey | number)[]): string {
  if (steps === 'all') return 'All steps';
  const named = steps.map((step) => (typeof step === 'number' ? String(step) : stepTitle(step))).join(', ');
  return steps.some((step) => typeof step === 'number') ? `Step${steps.length === 1 ? '' : 's'} ${named}` : named;
}
