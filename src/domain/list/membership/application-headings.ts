// The lines of an application under which an answer may stand, and which of them are headings by nothing but their number.

import type { Criterion } from '../../policy/policy.ts';

/** Where a heading begins and ends in the text. `criterion` null: of a criterion that the policy does not have. */
export type Heading = { readonly from: number; readonly to: number; readonly criterion: string | null };

/** A line as a heading could begin it: where it begins, where its words do, and what stands before these. */
export type Start = { readonly from: number; readonly at: number; readonly marks: string; readonly number: number | null };

type Numbered = Start & { readonly number: number };

// Nobody writes more; a text of nothing but line ends must not become a question of thousands.
const linesMax = 500;

/** Each line as a heading could begin it: the marks of quotes, headings, lists and bold, and a number. */
export function startsIn(text: string): Start[] {
  const found: Start[] = [];
  for (const line of text.matchAll(/^.*\S.*$/gm)) {
    if (found.length >= linesMax) break;
    const [begin = '', marks = '', numbered] =
      /^([>\s*_#•-]*)(?:(?:criterion\s+|no\.?\s*)?(\d{1,2})\s*[.):][*_]*(?:\s+|$))?/i.exec(line[0]) ?? [];
    found.push({
      from: line.index,
      at: line.index + begin.length,
      marks: marks.trim(),
      number: numbered === undefined ? null : Number(numbered),
    });
  }
  return found;
}

/**
 * `1. …` and so on, upwards from 0 or from 1, before, between and behind the headings `byWords`. A list in an answer begins again at 1 and is none.
 * `gaps`: whether numbers may be left out, as where enough is named by words. Else they are in a row, and none counts where not nearly all have an answer.
 */
export function headingsByNumber(
  starts: readonly Start[],
  byWords: readonly Heading[],
  criteria: readonly Criterion[],
  gaps: boolean,
): Heading[] {
  const isFree = ({ from }: Start) => !byWords.some((heading) => from >= heading.from && from < heading.to);
  const free = starts.filter(isNumbered).filter(isFree);
  const { first, order } = numberingOf(starts.filter(isNumbered), byWords, criteria);
  const named = byWords.map(({ criterion }) => (criterion === null ? -1 : order.indexOf(criterion)) + first);
  const found: Numbered[] = [];
  let before = first - 1;
  for (let section = -1; section < byWords.length; section += 1) {
    const [own = first - 1, next = first - 1] = [named[section], named[section + 1]];
    if (own >= first) before = own;
    const [from, to] = [byWords[section]?.from ?? -1, byWords[section + 1]?.from ?? Number.POSITIVE_INFINITY];
    const lines = free.filter((each) => each.from > from && each.from < to);
    const taken = upwards(lines, before, (number, last) =>
      gaps ? number > last && number < first + order.length : number === after(last, named),
    );
    // Numbers that run past the next heading are a list, and have nothing to do with the criteria.
    if (next > before && taken.some(({ number }) => number > next)) continue;
    found.push(...taken);
    before = taken.at(-1)?.number ?? before;
  }
  const nearlyAll = criteria.filter(({ optional }) => !optional).length - 1;
  // Few are a list in an answer, and so are more than there are criteria.
  const isList = found.length + byWords.length < nearlyAll || found.some(({ number }) => number >= first + order.length);
  return !gaps && isList ? [] : found.map(({ from, at, number }) => ({ from, to: at, criterion: order[number - first] ?? null }));
}

const isNumbered = (start: Start): start is Numbered => start.number !== null;

/** The number behind another, without those that are named by words. */
function after(last: number, named: readonly number[]): number {
  let next = last + 1;
  while (named.includes(next)) next += 1;
  return next;
}

/** Of lines with a number those that may come behind each other; without lists among them, each of which begins at 0 or 1 and goes on one by one. */
function upwards(lines: readonly Numbered[], before: number, may: (number: number, last: number) => boolean): Numbered[] {
  const taken: Numbered[] = [];
  let listed: number | null = null;
  for (const line of lines) {
    if (listed !== null && line.number === listed + 1) listed = line.number;
    else if (may(line.number, taken.at(-1)?.number ?? before)) {
      taken.push(line);
      listed = null;
    } else if (line.number <= 1) listed = line.number;
  }
  return taken;
}

/** Whether somebody numbers from 0 or from 1, and in which order: from 0 the example of the policies counts, which has the voucher last. */
function numberingOf(numbered: readonly Numbered[], byWords: readonly Heading[], criteria: readonly Criterion[]) {
  const byBoth = byWords.flatMap(({ from, criterion }) => {
    const number = numbered.find((start) => start.from === from)?.number;
    return number === undefined ? [] : [number - criteria.findIndex(({ key }) => key === criterion)];
  });
  const isFirst = (number: number) => number === 0 || number === 1;
  const first = byBoth.find(isFirst) ?? numbered.map(({ number }) => number).find(isFirst) ?? 1;
  if (first === 1) return { first, order: criteria.map(({ key }) => key) };
  const required = criteria.filter(({ optional }) => !optional);
  const highest = Math.max(...numbered.map(({ number }) => number).filter((number) => number < criteria.length));
  const some = highest < required.length ? required : criteria;
  const keys = some.map(({ key }) => key);
  return { first, order: [...keys.filter((key) => key !== 'voucher'), ...keys.filter((key) => key === 'voucher')] };
}
