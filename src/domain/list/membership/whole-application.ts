// A whole application in one message, as people copy a list's criteria and write below each: read into its answers.

import type { Criterion } from '../../policy/policy.ts';
import { type Heading, headingsByNumber, type Start, startsIn } from './application-headings.ts';

/** `answers`: in the order of the text, one for each criterion. `left`: what stands under no criterion that the policy has, or under one a second time. */
export type WholeApplication = {
  readonly answers: readonly { readonly criterion: string; readonly text: string }[];
  readonly left: readonly string[];
};

/**
 * The answers of an application, each under its criterion's own words (whatever number stands before these, since lists number theirs from 0 or from 1)
 * or its name, or under its number alone between these; or, `byNumber`, where there is a number for nearly each. Null: fewer than `least` criteria are
 * named, so that it is an answer and no application.
 */
export function readApplication(
  said: string,
  criteria: readonly Criterion[],
  { least = 2, byNumber = true }: { readonly least?: number; readonly byNumber?: boolean } = {},
): WholeApplication | null {
  const text = inLines(unquoted(said.replaceAll('\r\n', '\n')));
  const starts = startsIn(text);
  const byWords = headingsByWords(text, starts, criteria);
  const worded = byWords.length >= least;
  const strange = worded ? strangeAmong(byWords, starts, text) : [];
  const numbered = worded || byNumber ? headingsByNumber(starts, [...byWords, ...strange].sort(inText), criteria, worded) : [];
  const headings = [...(worded || numbered.length > 0 ? byWords : []), ...strange, ...numbered].sort(inText);
  if (new Set(headings.flatMap(({ criterion }) => criterion ?? [])).size < least) return null;
  const answers = new Map<string, string>();
  const left: string[] = [text.slice(0, headings[0]?.from ?? 0)];
  for (const [index, { criterion, from, to }] of headings.entries()) {
    const end = headings[index + 1]?.from ?? text.length;
    const answer = bare(text.slice(to, end));
    if (criterion === null || answers.has(criterion)) left.push(text.slice(from, end));
    else if (answer !== '') answers.set(criterion, answer);
  }
  return {
    answers: [...answers].map(([criterion, answer]) => ({ criterion, text: answer })),
    left: left.map(bare).filter((part) => part !== ''),
  };
}

/** `like`: how much of both is the same, up to 1. */
type InWords = { readonly criterion: string; readonly to: number; readonly like: number };

/** The criterion whose own words a text begins with, and where these end; null: of none. */
export function criterionInWords(text: string, criteria: readonly Criterion[], alike = likeMin): InWords | null {
  const window = text.slice(0, headingMax).split(/\n[>\s]*\n/)[0] ?? '';
  const all = new Set(wordsOf(window));
  // Most lines are far from any: of these nothing else is asked.
  const near = worded(criteria).filter(({ key, words }) => {
    const same = shared(all, words);
    return all.has(key) || 2 * same >= alike * (same + words.size);
  });
  if (near.length === 0) return null;
  const ends = [...window.matchAll(/[.:?](?=[\s*_]|$)|\*\*|\n|$/g)].slice(0, endsMax).map(({ index, 0: mark }) => index + mark.length);
  let best = { criterion: '', to: 0, like: 0 };
  for (const to of ends) {
    const words = new Set(wordsOf(window.slice(0, to)));
    const [alone] = words.size === 1 && /:[\s*_]*$/.test(window.slice(0, to)) ? words : [];
    for (const { key, words: own } of near) {
      const like = alone === key ? 1 : likeness(words, own);
      if (like > best.like) best = { criterion: key, to, like };
    }
  }
  return best.like < alike ? null : best;
}

type Worded = { readonly key: string; readonly words: ReadonlySet<string> };
const known = new WeakMap<readonly Criterion[], readonly Worded[]>();

/** Criteria with the words of each, which are compared with every line. */
function worded(criteria: readonly Criterion[]): readonly Worded[] {
  const kept = known.get(criteria);
  if (kept !== undefined) return kept;
  const made = criteria.map(({ key, text }) => ({ key, words: new Set(wordsOf(text)) }));
  known.set(criteria, made);
  return made;
}

// So much of two texts must be the same words for one to be a copy of the other; more where nothing marks a heading, since answers repeat what was asked.
const likeMin = 0.6;
const likeUnmarkedMin = 0.8;
// No criterion is longer, with what is put around it.
const headingMax = 400;
const endsMax = 12;
function likeness(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return (2 * shared(some, others)) / (some.size + others.size);
}

function shared(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let same = 0;
  for (const word of others) if (some.has(word)) same += 1;
  return same;
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll(/\]\([^)\s]*\)/g, ' ')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** A mail that was quoted as a whole, without the marks. */
function unquoted(text: string): string {
  const lines = text.split('\n');
  const whole = lines.every((line) => line.trim() === '' || line.startsWith('>')) && lines.some((line) => /^>\s*>/.test(line));
  return whole ? lines.map((line) => line.replace(/^>[ \t]?/, '')).join('\n') : text;
}

/** A text in one line, as some programs paste: each number of a list begins a line of its own. */
const inLines = (text: string): string =>
  text.includes('\n') ? text : text.replace(/(?<![\s>#*-])\s+(?=(?:[>#*-]+\s*)?\d{1,2}[.)]\s)/g, '\n');

/** Without what stands around an answer: line ends, and the marks of the heading before it. */
const bare = (text: string): string => text.replace(/^[\s*_:>]+/, '').trim();

function headingsByWords(text: string, starts: readonly Start[], criteria: readonly Criterion[]): Heading[] {
  const found: Heading[] = [];
  const names = starts.map(({ at, marks, number }) => {
    const marked = marks !== '' || number !== null;
    return criterionInWords(text.slice(at), criteria, marked ? likeMin : likeUnmarkedMin);
  });
  for (const [index, { from, at }] of starts.entries()) {
    const last = found.at(-1);
    const named = names[index] ?? null;
    // An answer often begins with what was asked.
    if ((last !== undefined && from < last.to) || named === null || named.criterion === last?.criterion) continue;
    // A short answer right before a heading is none of it.
    const behind = names.slice(index + 1, starts.findLastIndex((start) => start.from < at + named.to) + 1);
    if (text[at] !== '\n' && behind.some((other) => other !== null && other.criterion === named.criterion && other.like > named.like))
      continue;
    found.push({ from, to: at + named.to, criterion: named.criterion });
  }
  return found;
}

const inText = (one: Heading, other: Heading): number => one.from - other.from;

/** The headings between them that look the same, of criteria which the policy does not have: what stands under these answers none of the others. */
function strangeAmong(headings: readonly Heading[], starts: readonly Start[], text: string): Heading[] {
  const styles = starts.filter(({ from }) => headings.some((each) => each.from === from));
  const numbers = styles.filter(({ number }) => number !== null).length * 2 > headings.length;
  const strange = starts.filter(
    ({ from, marks, number }) =>
      !headings.some((each) => from >= each.from && from < each.to) &&
      from > (headings[0]?.from ?? 0) &&
      numbers &&
      number !== null &&
      marks !== '' &&
      styles.some((style) => style.marks === marks),
  );
  return strange.map(({ from, at }): Heading => {
    const end = text.indexOf('\n', at);
    return { from, to: end < 0 ? text.length : end, criterion: null };
  });
}
