// What in a note reads as another answer: its author may mean that, and is asked.
import { type AnswerKey, type Outcome, problemOf } from '../../../domain/policy/checklist.ts';
import type { Instant } from '../../../domain/values/time.ts';
import type { Part } from './heads.ts';
import { anyVerdict, architectures, outcomeOf, outcomeWords, stepName, stepsIn, type Verdict, verdict, verdictOf } from './words.ts';

const helping =
  "(?:\\s+(?:still|also|all|now|only|is|are|was|were|do|does|did|has|have|can|could))*(?<not>\\s+not|\\s+never|n['’]t|\\s+cannot|\\s+(?:do|does|did|is|are|was|were)n['’]t)?";
const somewhere = `(?:\\s+\\(?(?:on\\s+|for\\s+)?${architectures}\\)?)?`;
const ofNamed = new RegExp(
  `\\b(?<step>${stepName})(?:@[\\w.-]{1,40})?(?:\\s+(?:suite|step))?${somewhere}${helping}\\s*:?\\s*\\b(?<verdict>${anyVerdict})\\b`,
  'gi',
);
const ofNumber = new RegExp(`(?<![\\w.,@-]|\\b(?:all|of) )(?<step>\\d{1,2})${helping}\\s*:?\\s*\\b(?<verdict>${verdict})\\b`, 'gi');
const ofAll = new RegExp(
  `\\b(?<all>all|everything)?(?:\\s*\\b(?:else|(?:the )?rest|(?:the )?others?))?${helping}\\s*:?\\s*\\b(?<verdict>${verdict})\\b`,
  'gi',
);
const ofArchitecture = new RegExp(`\\b(?<verdict>${anyVerdict})\\s+\\(?(?:on|for)\\s+${architectures}`, 'gi');
const between = '(?:^|[;,\\n(]|\\.\\s)\\s*(?:(?:and|but)\\s+)?';
const atStart = new RegExp(
  `${between}(?:(?<step>${stepName}|\\d{1,2})(?<colon>\\s*:\\s)|(?:${stepName}|\\d{1,2})(?:\\s+[\\w.-]+){1,2}\\s+(?<verdict>${verdict})\\b)`,
  'gi',
);
const anOutcome = new RegExp(`(?<!\\b(?:no|any|without|never|not an?)\\s)\\b(?<outcome>${outcomeWords.join('|')})(?![\\w-])`, 'gi');
const aDate = /\b(?:ready|packages?)(?:\s+(?:by|on|at))?\s*:?\s+(?<date>\S+(?:\s+\S+){0,4})/gi;

/** What may be meant otherwise in the note of one answer of a line. */
export function hiddenIn(part: Part, parts: readonly Part[], dateOf: (typed: string) => Instant | null): string[] {
  const note = part.note ?? '';
  const own = verdictsOf(part)[0] ?? null;
  const numbered =
    part.head.kind === 'steps' && part.head.answer.steps !== 'all' && part.head.answer.steps.every((step) => typeof step === 'number');
  const from = part.head.telling === undefined ? 0 : part.head.telling.length;
  const said = [...note.matchAll(ofNamed), ...note.matchAll(ofNumber)].filter((found) => {
    const meant = verdictIn(found);
    // How a step that has a number went is said first.
    if (numbered && own === 'pass' && meant === 'pass' && /^\D/.test(found[0])) return false;
    if (found.index < from || (found.index === 0 && (numbered || own === null) && (own === null || meant === own))) return false;
    return meant !== null && !isSaid(stepsIn(found.groups?.step ?? '')[0] ?? 0, meant, parts);
  });
  const rest = [...note.matchAll(ofAll)].filter((found) => {
    const words = found[0].toLowerCase();
    const meant = verdictIn(found);
    if (!/^(?:all|everything|else|the|rest|others?)\b/.test(words) || meant === null) return false;
    return (
      !parts.some((each) => each.head.kind === 'all' && verdictsOf(each).includes(meant)) &&
      (/else|rest|other/.test(words) || meant !== own)
    );
  });
  const elsewhere = [...note.matchAll(ofArchitecture)].filter((found) => found.index >= from && own !== null && verdictIn(found) !== own);
  const begun = [...note.matchAll(atStart)].filter(({ index, groups = {} }) => {
    if (groups.colon === undefined) return !isSaidSo(groups.verdict, own);
    return index > 0 || (!numbered && own !== null) || /^\d/.test(groups.step ?? '');
  });
  const outcomes = [...note.matchAll(anOutcome)].filter(({ groups }) => !agrees(outcomeOf(groups?.outcome ?? ''), own, parts));
  const dates = [...note.matchAll(aDate)].filter(({ groups }) => startsWithDate(groups?.date ?? '', dateOf));
  const places = [...said, ...rest, ...elsewhere, ...begun, ...outcomes, ...dates].map(({ index }) => index);
  return [...new Set(places.map((place) => pieceAt(note, place)))];
}

/** What is said twice, and not the same. */
export function twiceIn(parts: readonly Part[]): string[] {
  return parts.flatMap((part, index) => {
    const before = parts.slice(0, index);
    const { head } = part;
    const otherOutcome = head.outcome !== null && before.some((each) => each.head.outcome !== null && each.head.outcome !== head.outcome);
    const otherDate = head.kind === 'ready' && before.some((each) => each.head.kind === 'ready' && each.head.at !== head.at);
    const strange = otherOutcome || otherDate || counts(part, before.at(-1)) || worksAsMeant(part);
    return strange || before.some((each) => differ(each, part)) ? [part.words.replace(/^[\s,;.(]+/, '')] : [];
  });
}

// `298 pass, 2 skipped`: of tests.
const counted = /\d{3}|\b\d+ (?:tests?|cases|pass|fail|skip|ok|of|out)|\btests?\b/i;

/** A number behind others may count something, and be no step. */
function counts({ head }: Part, before: Part | undefined): boolean {
  if (head.kind !== 'steps' || head.answer.steps === 'all' || before === undefined) return false;
  const [step, ...others] = head.answer.steps;
  return step === 0 || (typeof step === 'number' && others.length === 0 && counted.test(before.note ?? ''));
}

/** `reproducer fails with the patch, as it should`: so it passed. */
function worksAsMeant({ head, note }: Part): boolean {
  if (head.kind !== 'steps' || head.answer.verdict !== 'fail' || head.answer.steps === 'all') return false;
  return (
    head.answer.steps.includes('reproducer') &&
    /\b(?:expected|should|no longer|anymore|any more|with (?:the |this )?patch|now|after)\b/i.test(note ?? '')
  );
}

function differ({ head: one }: Part, { head: other }: Part): boolean {
  if (one.kind === 'all' && other.kind === 'all') return one.answers[0]?.verdict !== other.answers[0]?.verdict;
  if (one.kind !== 'steps' || other.kind !== 'steps' || one.answer.verdict === other.answer.verdict) return false;
  const [on, there] = [one.answer.on ?? [], other.answer.on ?? []];
  if (on.length > 0 && there.length > 0 && !on.some((each) => there.includes(each))) return false;
  const { steps } = one.answer;
  return other.answer.steps !== 'all' && steps !== 'all' && other.answer.steps.some((step) => steps.includes(step));
}

function verdictsOf({ head }: Part): (Verdict | null)[] {
  if (head.kind === 'steps') return [head.answer.verdict];
  return head.kind === 'all' ? head.answers.slice(0, 1).map(({ verdict }) => verdict) : [];
}

function verdictIn({ groups = {} }: RegExpExecArray): Verdict | null {
  const typed = verdictOf((groups.verdict ?? '').replace(/^n[’']t /, ''));
  return groups.not === undefined || typed === 'na' ? typed : typed === 'pass' ? 'fail' : 'pass';
}

const isSaidSo = (typed: string | undefined, own: Verdict | null): boolean => typed === undefined || verdictOf(typed) === own;

/** Whether the line says so of a step already. */
function isSaid(step: AnswerKey | number, verdict: Verdict, parts: readonly Part[]): boolean {
  const named = parts.flatMap(({ head }) =>
    head.kind === 'steps' && head.answer.steps !== 'all' && head.answer.steps.includes(step) ? [head.answer.verdict] : [],
  );
  if (named.length > 0) return named.every((each) => each === verdict);
  return parts.some((part) => part.head.kind === 'all' && verdictsOf(part)[0] === verdict);
}

/** Whether an outcome goes with what the line says of it, or is only how a step failed or why it was left out. */
function agrees(outcome: Outcome | null, own: Verdict | null, parts: readonly Part[]): boolean {
  const said = parts.flatMap(({ head }) => head.outcome ?? []);
  if (outcome === null || said.includes(outcome)) return true;
  if (outcome === 'no-issues') return said.length === 0 && !parts.some((part) => verdictsOf(part).includes('fail'));
  if (problemOf(outcome) !== null) return own === 'fail' || (own === null && said.some((each) => problemOf(each) !== null));
  return own === 'na';
}

function startsWithDate(typed: string, dateOf: (typed: string) => Instant | null): boolean {
  const words = typed.split(/\s+/);
  return words.some((_, index) => dateOf(words.slice(0, index + 1).join(' ')) !== null);
}

/** From a place to where its part of the sentence ends. */
function pieceAt(note: string, place: number): string {
  const piece = note.slice(place).replace(/^[\s;,.(]+(?:(?:and|but)\s+)?/, '');
  return piece.slice(0, /[;,\n)]|\.(?=\s|$)|$/.exec(piece)?.index ?? piece.length).trim();
}
