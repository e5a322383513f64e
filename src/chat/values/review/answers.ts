// Answers to the steps of a review, as people write them: `pass all but 3 fail: tests time out`, `1-5 pass, 6 na`, `lgtm`, `fails to build on arm64: …`.
import type { StepsAnswered } from '../../../domain/embargo/commands.ts';
import type { Outcome } from '../../../domain/policy/checklist.ts';
import type { Instant } from '../../../domain/values/time.ts';
import type { InstantContext } from '../instant.ts';
import { bad, good, type Read, readText } from '../text.ts';
import { datesOf } from './dates.ts';
import { headAt, type Part } from './heads.ts';
import { hiddenIn, twiceIn } from './hidden.ts';

/** What is said of the steps, in one line. `notes`: what belongs to no step. `unsure`: what may be an answer too, so that nothing of the line counts before it was asked. */
export type ReviewAnswers = {
  readonly answers: readonly StepsAnswered[];
  readonly notes: string | null;
  readonly outcome: Outcome | null;
  readonly readyBy: Instant | null;
  readonly unsure?: readonly string[];
  /** What the same words say where they are about one step alone. */
  readonly ofStep: readonly { readonly verdict: 'pass' | 'fail' | 'na'; readonly note: string | null }[];
};

const textMax = 2000;

/**
 * Reads one line of answers; what is wrong with it, and how it is written, where it cannot be read. Of a line with more dates than anybody writes, the rest is
 * unsure. `dates`: those of the message, where it is read in several ways.
 */
export function readReviewAnswers(text: string, context: InstantContext, dates = datesOf(context)): Read<ReviewAnswers> {
  const whole = readText(text, textMax, 'many');
  if (!whole.ok) return whole;
  const { dateOf, left } = dates.line();
  const parts = partsOf(withSingleBlanks(whole.value), dateOf);
  if (parts === null) return bad('Write it like `pass all`, `pass all but 3 fail: tests time out`, or `1-5 pass, 6 na`.');
  const dated = parts.map((part) => withDate(part, dateOf));
  const unsure = [...new Set([...twiceIn(dated), ...dated.flatMap((part) => hiddenIn(part, dated, dateOf)), ...left.slice(0, 1)])];
  return good({ ...said(dated), ...(unsure.length === 0 ? {} : { unsure }) });
}

/** Many blanks are one, or one line's end: what is read takes time with what is said, and not with what stands between it. */
const withSingleBlanks = (text: string): string => text.replace(/\s+/g, (blanks) => (blanks.includes('\n') ? '\n' : ' '));

/** Nothing is said of any step. */
export const nothingAnswered: ReviewAnswers = { answers: [], notes: null, outcome: null, readyBy: null, ofStep: [] };

// Where another answer may begin. The point of `7.1` and the comma of `1,000` are none of these.
const mark =
  /(?:[;\n(]|,(?!\d{3}\b)|\.(?=\s|$)|\s[–—-](?=\s)|\s(?=(?:(?:the |fixed )*packages? )?(?:(?:are|is|will be) )?ready\b)|\b(?:but|except|and|then|also|while|whereas)\b)\s*(?:(?:and|but|then|also)\s+)?/gi;

/** The answers of a line, each with what is written behind it; null where it does not begin with one. */
function partsOf(text: string, dateOf: (typed: string) => Instant | null): Part[] | null {
  const first = headAt(text, 0, [], dateOf);
  if (first === null) return null;
  const heads = [{ ...first, from: 0, to: first.length }];
  let at = first.length;
  while (at < text.length) {
    const before = heads.at(-1);
    const next = beginAfter(text, at, before?.kind === 'steps' || before?.kind === 'all', before?.lead === true);
    if (next === null) break;
    const head = headAt(text, next.to, heads, dateOf);
    if (head !== null) heads.push({ ...head, from: next.from, to: next.to + head.length });
    at = head === null ? Math.max(next.to, at + 1) : next.to + head.length;
  }
  return heads.map(({ from, to, ...head }, index) => {
    const behind = text.slice(to, heads[index + 1]?.from ?? text.length);
    // What is wrong is said with the verdict: `tests time out on arm64`.
    const telling =
      head.telling !== undefined && (head.phrase !== undefined || !/^\s*:/.test(behind)) ? `${head.telling}${behind}` : behind;
    return { head, words: text.slice(from, to), note: trimmed(telling) || (head.telling ?? null) };
  });
}

/** The next place at which an answer may begin: behind a mark; `1-5 pass 6 na` has none between them, and behind an outcome a colon is one. */
function beginAfter(text: string, at: number, steps: boolean, lead: boolean): { from: number; to: number } | null {
  const open = steps ? /\s(?=\d)/y : lead ? /\s*:\s*/y : null;
  if (open !== null) {
    open.lastIndex = at;
    const found = open.exec(text);
    if (found !== null) return { from: at, to: open.lastIndex };
  }
  mark.lastIndex = at;
  const found = mark.exec(text);
  return found === null ? null : { from: found.index, to: found.index + found[0].length };
}

const failing =
  /^(?:which|that|it|because it|as it)?\s*(?:crash|hang|fail|break|broke|time[sd]? out|segfault|panic|does(?:n't| not)|did(?:n't| not))/i;

function said(parts: readonly Part[]): ReviewAnswers {
  const answers: StepsAnswered[] = [];
  const notes: string[] = [];
  let outcome: Outcome | null = null;
  let readyBy: Instant | null = null;
  for (const { head, note } of parts) {
    // What is written behind `all` is no note of each of them.
    const own = head.kind === 'steps' || head.kind === 'left';
    // `all but 3, which crashes`: of the third that is said.
    const failed = head.kind === 'left' && note !== null && failing.test(note);
    if (head.kind === 'left') answers.push({ ...head.answer, verdict: failed ? 'fail' : null, note: failed ? note : null });
    if (head.kind === 'steps') answers.push({ ...head.answer, note: note ?? head.answer.note });
    if (head.kind === 'all') answers.push(...head.answers);
    outcome = head.outcome ?? outcome;
    if (head.kind === 'ready') readyBy = head.at;
    if (note !== null && (head.kind === 'left' ? !failed : !own)) notes.push(note);
  }
  return { answers, notes: notes.length === 0 ? null : notes.join('; '), outcome, readyBy, ofStep: ofStep(parts) };
}

/** `10 pass: dec 9`: which date that is. */
function withDate(part: Part, dateOf: (typed: string) => Instant | null): Part {
  const { head, note } = part;
  const date = head.kind === 'steps' && head.answer.verdict === 'pass' && note !== null ? dateOf(note) : null;
  return head.kind !== 'steps' || date === null ? part : { ...part, head: { ...head, answer: { ...head.answer, date } } };
}

/** What a line says of the step at which somebody stands: `pass all architectures`, `lgtm`, `does not apply`. */
function ofStep(parts: readonly Part[]): ReviewAnswers['ofStep'] {
  const [first, ...others] = parts;
  if (first === undefined || others.length > 0) return [];
  const { head, note } = first;
  if (head.phrase === 'passed') return head.outcome === null ? [{ verdict: 'pass', note }] : [];
  if (head.phrase === 'applied')
    return [
      { verdict: 'na', note: head.telling === note ? null : note },
      { verdict: 'fail', note },
    ];
  if (head.phrase === 'failed') return [{ verdict: 'fail', note }];
  return head.loose === undefined || note === null ? [] : [{ verdict: head.loose.verdict, note: `${head.loose.words} ${note}` }];
}

/** Without the marks that part a note from what it belongs to. */
function trimmed(text: string): string {
  const bare = text.replace(/^[\s:,;.!–-]+|[\s:,;]+$/g, '');
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare;
}
