// Affected versions as people write them, as ranges that records can say. Pure.

/** From a version on (null: from the first) to another (null: no end). `before`: the end itself isn't affected. */
export type Range = { readonly from: string | null; readonly to: { readonly version: string; readonly before: boolean } | null };

const version = String.raw`v?\d[\w.+~:-]*`;
const whole = new RegExp(`^${version}$`, 'i');
const everything: Range = { from: null, to: null };

type Reading = readonly [RegExp, (one: string, other: string) => Range];

const upTo = (to: string): Range => ({ from: null, to: { version: to, before: false } });
const before = (to: string): Range => ({ from: null, to: { version: to, before: true } });
const between = (from: string, to: string): Range => ({ from, to: { version: to, before: false } });

/** What one part may say, besides comparisons; the first that fits counts. */
const written: readonly (readonly [string, Reading[1]])[] = [
  ['all(?: versions)?|every version|\\*', () => everything],
  ['(\\d[\\d.]*)\\.[x*]', (branch) => ({ from: `${branch}.0`, to: { version: nextBranch(branch), before: true } })],
  ['(V)\\+', (from) => ({ from, to: null })],
  ['(V)', (only) => between(only, only)],
  ['(V) ?(?:to|through|thru|until|up to|-|–|\\.\\.\\.?) ?(V)(?: inclusive)?', between],
  ['(?:from )?(V) (?:to|up to|-)? ?(?:before|but not) (V)', (from, to) => ({ from, to: { version: to, before: true } })],
  [
    '(?:from|since|starting with|starting from) (V)|(V) ?(?:\\+|and|or) ?(?:later|newer|above|up|onwards?|higher)',
    (one) => ({ from: one, to: null }),
  ],
  ['(?:before|prior to|earlier than|older than|below) (V)', before],
  ['(?:up to(?: and including)?|through|until) (V)|(V) (?:and|or) (?:earlier|older|below|prior|before)', upTo],
];
const readings: readonly Reading[] = written.map(([pattern, read]) => [
  new RegExp(`^(?:versions? )?(?:${pattern.replaceAll('V', version)})$`, 'i'),
  read,
]);

function nextBranch(branch: string): string {
  const parts = branch.split('.').map(Number);
  return [...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1, ...(parts.length === 1 ? [0] : []), 0].join('.');
}

/**
 * The ranges in a text such as `>= 1.0.0-rc93, <= 1.1.11; 1.2.x` or `8.5p1 to 9.7p1`, in its order; a lower bound and the upper one behind it are one range.
 * Null where a part of it is none: nothing is guessed.
 */
export function readRanges(text: string): readonly Range[] | null {
  const parts = text
    .replace(/≥/g, '>=')
    .replace(/≤/g, '<=')
    .split(/[,;\n]|\s+(?:and|&)\s+(?=[<>=\d]|v\d)(?![^,;\n]*\b(?:later|earlier|older|newer)\b)|\s+(?=[<>]=?)/i)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const found: Range[] = [];
  let lower: string | null = null;
  for (const part of parts) {
    const [, sign = '', bound = ''] = new RegExp(`^([<>]=?|==?)\\s*(${version})$`, 'i').exec(part) ?? [];
    const read = sign === '' ? readPart(part) : null;
    if (sign === '' && read === null) return null;
    // `>` alone names a version that is not affected and leaves open which is the first that is.
    if (sign === '>') return null;
    if (lower !== null && sign.startsWith('<')) {
      found.push({ from: lower, to: { version: bound, before: sign === '<' } });
      lower = null;
      continue;
    }
    if (lower !== null) found.push({ from: lower, to: null });
    lower = sign === '>=' ? bound : null;
    if (read !== null) found.push(read);
    else if (sign.startsWith('<')) found.push(sign === '<' ? before(bound) : upTo(bound));
    else if (sign.startsWith('=')) found.push(between(bound, bound));
  }
  if (lower !== null) found.push({ from: lower, to: null });
  return found.length === 0 ? null : found.map(plain);
}

function readPart(part: string): Range | null {
  for (const [pattern, read] of readings) {
    const [one, other] = (pattern.exec(part) ?? []).slice(1).filter((each) => each !== undefined);
    if (pattern.test(part)) return read(one ?? '', other ?? '');
  }
  return null;
}

const bare = (text: string): string => text.replace(/^v(?=\d)/i, '').replace(/[.:-]+$/, '');
const plain = ({ from, to }: Range): Range => ({
  from: from === null ? null : bare(from),
  to: to === null ? null : { ...to, version: bare(to.version) },
});

/** The versions in a text such as `1.2.8, 1.3.3 and 1.4.0-rc.3`; null where something else is in it. */
export function readVersions(text: string): readonly string[] | null {
  const parts = text
    .split(/[,;\s]+|\band\b/i)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^(?:and|&|or)$/i.test(part));
  return parts.length > 0 && parts.every((part) => whole.test(part)) ? parts.map(bare) : null;
}

/** Whether a version is one of semantic versioning (https://semver.org), three numbers, as npm, Go and CVE records want them. */
export const isSemantic = (text: string): boolean =>
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9a-z-]+(?:\.[0-9a-z-]+)*)?(?:\+[0-9a-z.-]+)?$/i.test(text);

/** Which of two versions comes first, as most projects count: numbers as numbers, and a pre-release before its release. Negative: the first. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [split(one), split(other)];
  return compareParts(a.main, b.main) || comparePre(a.pre, b.pre);
}

type Split = { readonly main: readonly string[]; readonly pre: readonly string[] | null };

function split(text: string): Split {
  const [, main = '', pre] = /^([^-+~]*)(?:[-~]([^+]*))?/.exec(text) ?? [];
  return { main: pieces(main), pre: pre === undefined ? null : pieces(pre) };
}

const pieces = (text: string): string[] => text.match(/\d+|[a-z]+/gi) ?? [];

function compareParts(one: readonly string[], other: readonly string[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const [a = '0', b = '0'] = [one[at], other[at]];
    const order = comparePiece(a, b);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePiece(one: string, other: string): number {
  const numbers = [one, other].map((each) => /^\d+$/.test(each));
  if (numbers[0] === true && numbers[1] === true) return Number(one) - Number(other);
  if (numbers[0] !== numbers[1]) return numbers[0] === true ? -1 : 1;
  return one === other ? 0 : one < other ? -1 : 1;
}

function comparePre(one: readonly string[] | null, other: readonly string[] | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareParts(one, other);
}

/**
 * What is affected, with the fix of each branch as an end: `all`, fixed in 1.2.8 and 1.3.3, is everything before 1.2.8, and 1.3.0 to before 1.3.3. A range
 * that has an end of its own keeps it, unless a fix on the same branch says exactly where it ends.
 */
export function fixedRanges(ranges: readonly Range[], fixes: readonly string[]): readonly Range[] {
  const sorted = [...fixes].sort(compareVersions);
  return ranges.flatMap((range) => {
    const within = sorted.filter((fix) => isAfterStart(fix, range) && isNearEnd(fix, range));
    if (within.length === 0) return [range];
    const last = within.at(-1) ?? '';
    const parts = within.map(
      (fix, index): Range => ({ from: index === 0 ? range.from : branchStart(fix, range), to: { version: fix, before: true } }),
    );
    const open = range.to !== null && compareVersions(range.to.version, last) > 0;
    return open ? [...parts, { from: last, to: range.to }] : parts;
  });
}

const isAfterStart = (fix: string, { from }: Range): boolean => from === null || compareVersions(fix, from) > 0;

/** A fix belongs to a range that ends before it only where it is of the branch in which the range ends. */
function isNearEnd(fix: string, { to }: Range): boolean {
  if (to === null || compareVersions(fix, to.version) <= 0) return true;
  return branchOf(fix) === branchOf(to.version);
}

const branchOf = (text: string): string =>
  pieces(text.replace(/[-+~].*$/, ''))
    .slice(0, 2)
    .join('.');

/** The first version of the branch of a fix: `-0` comes before each of its pre-releases, as in Go's vulnerability database. */
function branchStart(fix: string, { from }: Range): string {
  const start = isSemantic(fix) ? `${branchOf(fix)}.0-0` : branchOf(fix);
  return from !== null && compareVersions(from, start) > 0 ? from : start;
}

/** A range as people read it: `>= 1.3.0, < 1.3.3`. */
export function rangeText({ from, to }: Range): string {
  if (from !== null && to !== null && from === to.version && !to.before) return from;
  const start = from === null ? [] : [`>= ${from}`];
  const end = to === null ? [] : [`${to.before ? '<' : '<='} ${to.version}`];
  return start.length + end.length === 0 ? 'all versions' : [...start, ...end].join(', ');
}
