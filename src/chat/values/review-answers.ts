// Answers to the steps of a review, as people write them: `pass all but 3 fail: tests time out`, `1-5 pass, 6 na`, `lgtm`, `fails to build on arm64: …`.
import type { StepsAnswered } from '../../domain/embargo/commands.ts';
import {
  type AnswerKey,
  architectureSteps,
  type Outcome,
  outcomeKeys,
  outcomes,
  type StepKey,
  stepKeys,
} from '../../domain/policy/checklist.ts';
import { type Instant, minuteMs } from '../../domain/values/time.ts';
import { type InstantContext, parseInstant, stretchesOf } from './instant.ts';
import { bad, good, type Read, readText } from './text.ts';

/** What is said of the steps, in one line. `notes`: what belongs to no step. */
export type ReviewAnswers = {
  readonly answers: readonly StepsAnswered[];
  readonly notes: string | null;
  readonly outcome: Outcome | null;
  readonly readyBy: Instant | null;
  /** What the same words say where they are about one step alone. */
  readonly ofStep: readonly { readonly verdict: 'pass' | 'fail' | 'na'; readonly note: string | null }[];
};

const textMax = 2000;
const verdicts = { pass: 'pass(?:es|ed)?|ok(?:ay)?', fail: 'fail(?:s|ed)?', na: 'n/?a|n-a|not applicable|skip(?:ped)?' } as const;
const verdict = `(?:${Object.values(verdicts).join('|')})`;
const all = '(?:all(?: (?:the )?(?:steps|rest))?|everything(?: else)?|(?:the )?rest|the others)';
const step = `(?:\\d{1,2}|(?:${architectureSteps.join('|')})@[\\w.-]{1,40}|${stepKeys.join('|')})`;
const range = `${step}(?:\\s*(?:-|–|to)\\s*\\d{1,2})?`;
// Blanks that could be read in two ways would be tried in both, again for each step.
const steps = `(?:steps?\\s+)?${range}(?:(?:\\s*(?:,|&|\\band\\b)\\s*|\\s+)${range})*`;
const clause = new RegExp(
  `(?:^|[,;.\\n]|\\b(?:but|except|and|then)\\b)\\s*(?:for\\s+)?(?:(?<all>${all})\\s*:?\\s*(?<allVerdict>${verdict})|(?<verdictAll>${verdict})\\s+${all}|(?<steps>${steps})\\s*:?\\s*(?<stepsVerdict>${verdict})|(?<verdictSteps>${verdict})\\s+(?<named>${steps})(?!\\s*[,:]?\\s*${verdict}\\b))\\b`,
  'gi',
);
const exclusion = new RegExp(`^(?:,\\s*)?(?:but|except(?: for)?)\\s+(${steps})\\b`, 'i');

const failing =
  /^(?:which|that|it|because it|as it)?\s*(?:crash|hang|fail|break|broke|time[sd]? out|segfault|panic|does(?:n't| not)|did(?:n't| not))/i;

// `1-5 pass 6 na`, without a comma between them.
const unparted = new RegExp(`${steps}\\s*:?\\s*${verdict}(?=\\s+${steps}\\s*:?\\s*${verdict}\\b)`, 'gi');

/** Whole phrases, and what they say of which step. The longest of what they leave over are notes. */
const phrases: readonly (readonly [RegExp, Partial<ReviewAnswers> & { readonly failed?: StepKey }])[] = [
  [
    /^(?:lgtm|looks (?:good|fine|ok)(?: to me)?|works(?: fine| well)?(?: for (?:me|us))?|all good|ship it|\+1|👍|pass(?:es|ed)?|ok(?:ay)?)(?=$|\W)/i,
    { answers: [{ steps: 'all', verdict: 'pass', note: null }] },
  ],
  [/^(?:no issues?(?: found)?|nothing found)(?=$|\W)/i, { answers: [{ steps: 'all', verdict: 'pass', note: null }], outcome: 'no-issues' }],
  [/^(?:(?:is |we are |we're )?not affected|unaffected)(?=$|\W)/i, { outcome: 'not-affected' }],
  [/^(?:not tested|untested|did not test|didn't test)(?=$|\W)/i, { outcome: 'not-tested' }],
  [
    /^(?:it )?(?:fails to build|does(?: not|n't) build|(?:the )?build (?:fails|failed|breaks|is broken)|ftbfs)(?=$|\W)/i,
    { failed: 'build' },
  ],
  [/^(?:it |the patch )?(?:fails to apply|does(?: not|n't) apply|apply(?:ing)? (?:fails|failed))(?=$|\W)/i, { failed: 'apply' }],
  [/^(?:the )?tests? (?:suite )?(?:fails?|failed|time(?:s|d)? out)(?=$|\W)/i, { failed: 'tests' }],
  [
    /^(?:the )?(?:hash(?:es)?|sha-?256|checksums?) (?:differs?|mismatch|do(?:es)?(?: not|n't) match|(?:is|are) wrong)(?=$|\W)/i,
    { failed: 'fetch' },
  ],
];

/** Reads one line of answers; what is wrong with it, and how it is written, where it cannot be read. */
export function readReviewAnswers(text: string, context: InstantContext): Read<ReviewAnswers> {
  const whole = readText(text, textMax, 'many');
  if (!whole.ok) return whole;
  const { said, readyBy } = readyIn(withSingleBlanks(whole.value), context);
  const found = said === '' && readyBy !== null ? nothingAnswered : (byClauses(said) ?? byPhrase(said));
  return found === null
    ? bad('Write it like `pass all`, `pass all but 3 fail: tests time out`, or `1-5 pass, 6 na`.')
    : good({ ...nothingAnswered, ...found, readyBy });
}

/** Many blanks are one, or one line's end: what is read takes time with what is said, and not with what stands between it. */
const withSingleBlanks = (text: string): string => text.replace(/\s+/g, (blanks) => (blanks.includes('\n') ? '\n' : ' '));

/** Nothing is said of any step. */
export const nothingAnswered: ReviewAnswers = { answers: [], notes: null, outcome: null, readyBy: null, ofStep: [] };

/** When packages are ready, where that stands at the end of the line. */
function readyIn(text: string, context: InstantContext): { said: string; readyBy: Instant | null } {
  const found = /(?:^|[\s,;.])(?:packages (?:are )?)?ready(?: by| on| at)?:? (.+)$/i.exec(text);
  const readyBy = found?.[1] === undefined ? null : readReady(found[1], context);
  return found === null || readyBy === null ? { said: text, readyBy: null } : { said: trimmed(text.slice(0, found.index)), readyBy };
}

/** When packages are ready: an instant, or the end of a day, where people are who say so; null for anything else. */
export function readReady(text: string, context: InstantContext): Instant | null {
  const typed = text.trim().replace(/^(?:by|on|until) +|[.,;!]+$/gi, '');
  const read = parseInstant(typed, context);
  if (read.ok) return read.at;
  const day = stretchesOf(typed, context).at(-1);
  return day === undefined ? null : day.until - minuteMs;
}

function byClauses(text: string): Partial<ReviewAnswers> | null {
  const line = text.replace(unparted, '$&,');
  const heads = [...line.matchAll(clause)];
  if (heads[0]?.index !== 0) return null;
  const answers: StepsAnswered[] = [];
  const notes: string[] = [];
  for (const [index, head] of heads.entries()) {
    const groups = head.groups ?? {};
    const named = groups.steps ?? groups.named;
    let beside = line.slice(head.index + head[0].length, heads[index + 1]?.index ?? line.length);
    // `all but 3`: nothing is said of the third.
    const excluded = named === undefined ? exclusion.exec(beside.trimStart()) : null;
    if (excluded?.[1] !== undefined) beside = beside.trimStart().slice(excluded[0].length);
    const note = trimmed(beside) === '' ? null : trimmed(beside);
    // `all but 3, which crashes`: of the third that is said.
    const failed = excluded?.[1] !== undefined && note !== null && failing.test(note);
    const said = verdictOf(groups.allVerdict ?? groups.verdictAll ?? groups.stepsVerdict ?? groups.verdictSteps ?? '');
    // What is written behind `all` is no note of each of them.
    if (named === undefined && note !== null && !failed) notes.push(note);
    answers.push({ steps: named === undefined ? 'all' : stepsIn(named), verdict: said, note: named === undefined ? null : note });
    if (excluded?.[1] !== undefined)
      answers.push({ steps: stepsIn(excluded[1]), verdict: failed ? 'fail' : null, note: failed ? note : null });
  }
  // `pass all architectures`: all of them, in this step.
  const [first] = heads;
  const alone =
    heads.length === 1 && first?.groups?.verdictAll !== undefined && answers.length === 1 && /^\s+\w/.test(line.slice(first[0].length));
  const ofStep = alone ? [{ verdict: answers[0]?.verdict ?? 'pass', note: trimmed(line.replace(/^\S+/, '')) }] : [];
  return { answers, notes: notes.length === 0 ? null : notes.join('; '), ofStep };
}

function byPhrase(text: string): Partial<ReviewAnswers> | null {
  for (const [pattern, { failed, ...says }] of phrases) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const rest = trimmed(text.slice(found[0].length));
    const notes = rest === '' ? null : rest;
    if (failed !== undefined) {
      const note = trimmed(text);
      // `does not apply` is said of patches, and of steps.
      const na = failed === 'apply' ? [{ verdict: 'na', note: notes } as const] : [];
      return { answers: [{ steps: [failed], verdict: 'fail', note }], ofStep: [...na, { verdict: 'fail', note }] };
    }
    const more = clausesBehind(notes);
    if (more !== null) return { ...says, ...more, answers: [...(says.answers ?? []), ...(more.answers ?? [])], ofStep: [] };
    return { ...says, notes, ofStep: says.outcome === undefined ? [{ verdict: 'pass', note: notes }] : [] };
  }
  const outcome = outcomeKeys.find((key) => [key, outcomes[key].title].some((words) => startsWith(text, words)));
  if (outcome === undefined) return null;
  const rest = trimmed(text.slice((startsWith(text, outcome) ? outcome : outcomes[outcome].title).length));
  const notes = rest === '' ? null : rest;
  return { outcome, ...(clausesBehind(notes) ?? { notes }) };
}

/** The steps that are named behind what is said of the whole: `lgtm, but 3 fails: …`, `new bug, 5 fail: …`. */
function clausesBehind(notes: string | null): Partial<ReviewAnswers> | null {
  return notes === null ? null : byClauses(notes.replace(/^(?:but|except|and)\s+/i, ''));
}

function startsWith(text: string, words: string): boolean {
  return text.toLowerCase().startsWith(words) && /^(?:$|\W)/.test(text.slice(words.length));
}

function verdictOf(typed: string): 'pass' | 'fail' | 'na' | null {
  const fits = (pattern: string) => new RegExp(`^(?:${pattern})$`, 'i').test(typed);
  if (fits(verdicts.pass)) return 'pass';
  return fits(verdicts.fail) ? 'fail' : fits(verdicts.na) ? 'na' : null;
}

function stepsIn(named: string): (AnswerKey | number)[] {
  return [...named.matchAll(new RegExp(`(${step})(?:\\s*(?:-|–|to)\\s*(\\d{1,2}))?`, 'gi'))].flatMap(
    ([, from = '', to]): (AnswerKey | number)[] => {
      const [of = '', ...behind] = from.split('@');
      const each = architectureSteps.find((key) => key === of.toLowerCase());
      if (each !== undefined && behind.length > 0) return [`${each}@${behind.join('@')}`];
      const key = stepKeys.find((each) => each === from.toLowerCase());
      if (key !== undefined) return [key];
      const first = Number(from);
      return Array.from({ length: Math.max(1, Number(to ?? from) - first + 1) }, (_, index) => first + index);
    },
  );
}

/** Without the marks that part a note from what it belongs to. */
function trimmed(text: string): string {
  return text.replace(/^[\s:,;.!–-]+|[\s:,;]+$/g, '');
}
