// Where an answer of a review begins, and which one: a verdict on steps or on all, an outcome, a date.
import type { StepsAnswered } from '../../../domain/embargo/commands.ts';
import type { Outcome } from '../../../domain/policy/checklist.ts';
import type { Instant } from '../../../domain/values/time.ts';
import {
  all,
  anyVerdict,
  architectures,
  architecturesSaid,
  keys,
  outcomeOf,
  outcomeWords,
  phrases,
  stepName,
  stepOn,
  steps,
  stepsIn,
  type Verdict,
  verdict,
  verdictOf,
} from './words.ts';

/** `lead`: a colon behind it parts it from the next answer. `telling`: its own words, where they say what is wrong. */
export type Head = {
  readonly length: number;
  readonly outcome: Outcome | null;
  readonly lead?: true;
  readonly telling?: string;
  readonly phrase?: 'passed' | 'failed' | 'applied';
  readonly loose?: { readonly verdict: Verdict; readonly words: string };
} & (
  | { readonly kind: 'steps' | 'left'; readonly answer: StepsAnswered }
  | { readonly kind: 'all'; readonly answers: readonly StepsAnswered[] }
  | { readonly kind: 'ready'; readonly at: Instant }
  | { readonly kind: 'outcome' }
);

/** An answer, from where it begins to where the next one does. */
export type Part = { readonly head: Head; readonly words: string; readonly note: string | null };

const sticky = (pattern: string) => new RegExp(`(?:for\\s+)?(?:${pattern})`, 'iy');
const there = `(?=(?:\\s+\\(?(?:on|for)\\s+(?<there>${architectures}))?)`;
const onArchitecture = sticky(`${stepOn}\\s*:?\\s*(?<verdict>${anyVerdict})\\b`);
const onSteps = sticky(`(?<steps>${steps})\\s*:?\\s*(?<verdict>${verdict})\\b${there}`);
const onNamed = sticky(`(?<steps>${stepName})\\s*:?\\s*(?<verdict>${anyVerdict})\\b${there}`);
const onNumber = sticky(`(?<steps>\\d{1,2})\\s*:?\\s*(?<verdict>${anyVerdict})(?=\\s*(?:$|[:;,]))${there}`);
const verdictFirst = sticky(`(?<verdict>${verdict})\\s+(?<steps>${keys})(?!\\s*[,:]?\\s*${verdict}\\b)\\b${there}`);
const onAll = sticky(`(?:${all})\\s*:?\\s*(?<verdict>${anyVerdict})\\b${there}`);
const allBut = sticky(`(?:all|everything) (?:but|except(?: for)?) (?<steps>${steps})\\s*:?\\s*(?<verdict>${verdict})\\b`);
const verdictAll = sticky(`(?<verdict>${verdict})\\s+${all}\\b${there}`);
const sameSteps = sticky(`(?<verdict>${anyVerdict})\\b${there}`);
const left = sticky(`(?:not |for )?(?<steps>${steps})(?![\\w@-])`);
const outcomeSaid = sticky(`(?:the )?outcome(?: is)?\\s*:?\\s*(?<outcome>${outcomeWords.join('|')})(?![\\w-])`);
const outcomeBare = sticky(`(?<outcome>${outcomeWords.join('|')})(?![\\w-])`);
/** That nothing more than the reason follows. */
const ends = /\s*(?:$|[:;,.\n(]|\b(?:because|since|as|but|and)\b)/y;
const readyHead =
  /(?:(?:the |fixed )*packages?(?: (?:are|is|will be))?(?: ready)?|(?:(?:are|is|will be) )?ready|(?<number>\d{1,2})(?: ready|(?=:?\s)))(?: (?:by|on|at))?\s*:?\s+/iy;
const dateEnd = /[,;\n(]|\.(?=\s|$)|\s(?:and|but|then)\s|$/g;
const dateLengthMax = 60;
// No date has more parts: `Wed, Dec 9, 2026, 14:00 UTC`.
const datePartsMax = 8;

function at(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

/** The answer that begins at a place of a line; null: none does. `before`: those in front of it. */
export function headAt(text: string, place: number, before: readonly Head[], dateOf: (typed: string) => Instant | null): Head | null {
  return (
    readyAt(text, place, dateOf) ??
    stepsAt(text, place, before) ??
    (before.length === 0 ? phraseAt(text, place) : null) ??
    outcomeAt(text, place, before) ??
    (before.length > 0 ? phraseAt(text, place, before) : null) ??
    leftAt(text, place, before)
  );
}

function stepsAt(text: string, place: number, before: readonly Head[]): Head | null {
  const named =
    at(onArchitecture, text, place) ??
    at(onSteps, text, place) ??
    at(onNamed, text, place) ??
    at(onNumber, text, place) ??
    at(verdictFirst, text, place);
  if (named !== null) {
    const { stepOn: one, steps: several, on, there, verdict: typed } = named.groups ?? {};
    const said = verdictOf(typed ?? '');
    if (said === null) return null;
    const where = architecturesSaid(on ?? there);
    const answer = { steps: stepsIn(one ?? several ?? ''), verdict: said, note: null, ...(where.length === 0 ? {} : { on: where }) };
    return { kind: 'steps', length: named[0].length, outcome: null, answer, ...telling(named[0], typed, said) };
  }
  return allAt(text, place) ?? sameAt(text, place, before);
}

/** That something is wrong is said with what is: `tests time out`. */
function telling(words: string, typed: string | undefined, said: Verdict): { readonly telling?: string } {
  return said === 'fail' && !/^fail/i.test(typed ?? '') ? { telling: words.includes(':') ? (typed ?? words) : words } : {};
}

function allAt(text: string, place: number): Head | null {
  const first = at(verdictAll, text, place);
  const found = first ?? at(allBut, text, place) ?? at(onAll, text, place);
  const said = verdictOf(found?.groups?.verdict ?? '');
  if (found === null || said === null) return null;
  const { steps: excluded, there } = found.groups ?? {};
  const where = architecturesSaid(there);
  const whole: StepsAnswered = { steps: 'all', verdict: said, note: null, ...(where.length === 0 ? {} : { on: where }) };
  const rest: StepsAnswered[] = excluded === undefined ? [] : [{ steps: stepsIn(excluded), verdict: null, note: null }];
  // `pass all architectures`: all of them, in this step.
  const behind = text.slice(place + found[0].length);
  const loose = first !== null && /^\s+\w/.test(behind) ? { loose: { verdict: said, words: found[0].replace(/^\S+\s+/, '') } } : {};
  return { kind: 'all', length: found[0].length, outcome: null, answers: [whole, ...rest], ...loose };
}

/** `builds pass on amd64, fail on arm64`: of the same steps. */
function sameAt(text: string, place: number, before: readonly Head[]): Head | null {
  const last = before.at(-1);
  const found = last?.kind === 'steps' ? at(sameSteps, text, place) : null;
  const said = verdictOf(found?.groups?.verdict ?? '');
  if (last?.kind !== 'steps' || found?.groups?.there === undefined || said === null) return null;
  const answer = { steps: last.answer.steps, verdict: said, note: null, on: architecturesSaid(found.groups.there) };
  return { kind: 'steps', length: found[0].length, outcome: null, answer, ...telling(found[0], found.groups.verdict, said) };
}

/** `all but 3`: nothing is said of the third. */
function leftAt(text: string, place: number, before: readonly Head[]): Head | null {
  if (before.at(-1)?.kind !== 'all' || !/\b(?:but|except)\s+$/i.test(text.slice(Math.max(0, place - 12), place))) return null;
  const found = at(left, text, place);
  if (found === null) return null;
  return {
    kind: 'left',
    length: found[0].length,
    outcome: null,
    answer: { steps: stepsIn(found.groups?.steps ?? ''), verdict: null, note: null },
  };
}

function outcomeAt(text: string, place: number, before: readonly Head[]): Head | null {
  const found = at(outcomeSaid, text, place) ?? at(outcomeBare, text, place);
  const outcome = outcomeOf(found?.groups?.outcome ?? '');
  if (found === null || outcome === null) return null;
  const bare = found[0].toLowerCase() === found.groups?.outcome?.toLowerCase();
  // In the middle of a line it may be part of what is said of a step.
  if (bare && before.length > 0 && at(ends, text, place + found[0].length) === null) return null;
  return { kind: 'outcome', length: found[0].length, outcome, lead: true };
}

function phraseAt(text: string, place: number, before: readonly Head[] = []): Head | null {
  for (const [pattern, { passed, outcome = null, failed }] of phrases) {
    const found = at(pattern, text, place);
    if (found === null) continue;
    const { length } = found[0];
    if (before.length > 0 && (passed === true || (outcome !== null && at(ends, text, place + length) === null)) && failed === undefined)
      return passed === true && outcome !== null ? { kind: 'outcome', length, outcome } : null;
    if (failed !== undefined) {
      const last = before.at(-1);
      // How a step fails is said with it.
      if (last?.kind === 'steps' && last.answer.verdict === 'fail') return null;
      const answer: StepsAnswered = { steps: [failed], verdict: 'fail', note: null };
      return { kind: 'steps', length, outcome: null, answer, telling: found[0], phrase: failed === 'apply' ? 'applied' : 'failed' };
    }
    if (passed !== true) return { kind: 'outcome', length, outcome, lead: true };
    return { kind: 'all', length, outcome, answers: [{ steps: 'all', verdict: 'pass', note: null }], lead: true, phrase: 'passed' };
  }
  return null;
}

/** `packages ready dec 9`, `ready by tomorrow`, `10: dec 9`: as much of what follows as is a date. */
function readyAt(text: string, place: number, dateOf: (typed: string) => Instant | null): Head | null {
  const found = at(readyHead, text, place);
  if (found === null) return null;
  const from = place + found[0].length;
  const behind = text.slice(from, from + dateLengthMax);
  const stops = [...behind.matchAll(dateEnd)]
    .map(({ index }) => index)
    .slice(0, datePartsMax)
    .reverse();
  const stop = stops.find((end) => end > 0 && dateOf(behind.slice(0, end)) !== null);
  const date = stop === undefined ? null : dateOf(behind.slice(0, stop));
  if (stop === undefined || date === null) return null;
  const length = found[0].length + stop;
  const number = found.groups?.number;
  if (number === undefined) return { kind: 'ready', length, outcome: null, at: date };
  return { kind: 'steps', length, outcome: null, answer: { steps: [Number(number)], verdict: 'pass', note: null, date } };
}
