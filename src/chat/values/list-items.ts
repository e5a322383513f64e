// Lists as people type them: parted by commas, semicolons, lines, "and" or "&", each item in whatever quotes.
import { quotedSource, unquotedValue } from './quoting.ts';

const part = new RegExp(`(${quotedSource}|'[^'\\n]*'(?=[\\s,;]|$)|\`[^\`\\n]*\`(?=[\\s,;]|$))|([,;\\n]+)|([^\\s,;]+)`, 'g');

/** A list without what stands in front of each of its lines: hyphens, dots, or numbers where each has one. */
export function withoutBullets(text: string): string {
  const lines = text.trim().split('\n');
  const numbered = lines.length > 1 && lines.every((line) => /^\s*\d{1,2}[.)]\s/.test(line));
  const bullet = numbered ? /^\s*\d{1,2}[.)]\s+/ : /^\s*[-*•·–]\s+/;
  return lines.map((line) => line.replace(bullet, '')).join('\n');
}

/** `items`: of one in quotes its one text; of another each word. `quoted`: which of them were in quotes. `parted`: whether anything but spaces parts them. */
export function listItems(text: string): {
  readonly items: readonly (readonly string[])[];
  readonly quoted: ReadonlySet<readonly string[]>;
  readonly parted: boolean;
} {
  const items: string[][] = [[]];
  const whole = new Set<readonly string[]>();
  let parted = false;
  for (const [found, quoted, separator] of withoutBullets(text).matchAll(part)) {
    if (separator !== undefined || (quoted === undefined && /^(?:and|&)$/i.test(found))) {
      parted = true;
      items.push([]);
    } else if (quoted !== undefined) {
      const item = [unquotedValue(quoted).trim()];
      whole.add(item);
      items.push(item, []);
    } else items.at(-1)?.push(found);
  }
  return { items: items.filter((words) => words.some((word) => word !== '')), quoted: whole, parted };
}

/** The words of a list whose items have no spaces in them. */
export const listWords = (text: string): readonly string[] => listItems(text).items.flat();

// Releases as people say them: `we ship 7.1 and 7.2`, `RHEL 9 and 8`. What is no release never becomes the name of one.

// In front of the releases themselves: `we ship`, `our supported releases are`, `versions:`.
const shipping =
  /^(?:(?:we|they|it|i)\s+(?:currently\s+|still\s+|only\s+)?(?:ship|support|have|test|maintain)s?|ships?|supports?|with)\s+(?=\S)/i;
const heading =
  /^(?:(?:our|the|its|their|all|supported|current)\s+){0,3}(?:releases?|versions?)\b(?:\s+(?:are|is)\b|\s*[:=])?\s*(?=[^\s,;])/i;
const behind = /\s+(?:releases?|versions?)\s*[.!]*$/i;

// Words of a sentence, which no release is called.
const ofSentences = new Set([
  ...'we our us they their it its i you ship ships shipping support supports supported have has test tests maintain are is be was will'.split(
    ' ',
  ),
  ...'or both until only currently still all every each also please soon release releases version versions'.split(' '),
]);

// What somebody says who thinks that a list is added to.
const changing = new Set(['add', 'adds', 'plus', 'remove', 'drop', 'without', 'minus']);

/** A list of releases without the words of a sentence around it. */
export function withoutShipping(text: string): string {
  const said = withoutBullets(text).replace(/^[([]([^()[\]]+)[)\]]$/, '$1');
  return said
    .replace(shipping, '')
    .replace(heading, '')
    .replace(behind, '')
    .replace(/(?<=[\p{L}\p{N}])[.!]+$/u, '');
}

/** What is asked back of a list of releases that could be read in two ways, or is a sentence; null where it is clear. */
export function unclearReleases(text: string): string | null {
  const { items, quoted, parted } = listItems(text);
  const unquoted = items.filter((item) => !quoted.has(item)).flat();
  if (unquoted.some((word) => ofSentences.has(word.toLowerCase()) || /^[([]|[)\]]$/.test(word)))
    return 'List the releases alone, with commas between them, such as `7.1, 7.2`. Put quotes around a name of several words.';
  if (unquoted.some((word, index) => /^[+-]\S/.test(word) || (index === 0 && changing.has(word.toLowerCase()))))
    return 'This replaces the whole list. Write every release, such as `7.1, 7.2`.';
  const range = unquoted.find((word) => /^v?(\d+\.)+\d+[-–—]v?(\d+\.)+\d+$/i.test(word));
  if (range !== undefined)
    return `Is ${range} one release? Then put quotes around it: \`"${range}"\`. If it's a range, write each release, such as \`${range.replace(/[-–—]/, ', ')}\`.`;
  const at = items.findIndex((item, index) => parted && !quoted.has(item) && isNumber(item) && product(items[index - 1]) !== null);
  const [number = ''] = items[at] ?? [];
  const before = items[at - 1] ?? [];
  if (at < 1) return null;
  const of = `${product(before)} ${number}`;
  return `Is it ${of}, or ${number} alone? Write \`${before.join(' ')}, ${of}\` or \`${before.join(' ')}, "${number}"\`.`;
}

const isNumber = (item: readonly string[]): boolean => item.length === 1 && /^\d[\d.]*$/.test(item[0] ?? '');

/** Of `RHEL 9` what stands in front of its number. */
function product(item: readonly string[] = []): string | null {
  const words = item.slice(0, -1);
  return words.length > 0 && words.every((word) => /^\p{L}/u.test(word)) && isNumber(item.slice(-1)) ? words.join(' ') : null;
}

/** The releases of a list, each as it would be typed by itself: a number alone is one of the product in front of it. */
export function releasesOf(text: string): string[] {
  let of: string | null = null;
  return listItems(text).items.map((item) => {
    const meant = isNumber(item) && of !== null ? `${of} ${item[0]}` : item.join(' ');
    of = product(item) ?? of;
    return meant;
  });
}
