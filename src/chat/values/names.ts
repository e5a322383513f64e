// Names: what somebody, an organisation, a list is called. People know each other by them, so that no two may look alike and nothing in one is unseen.
import { distance } from 'fastest-levenshtein';
import unhomoglyph from 'unhomoglyph';
import { bad, codePoint, good, type Read, readText, withoutJoiners } from './text.ts';

// What stands in no name, though it may in people's own words: whatever has no shape of its own, is nothing yet, or is each font's own affair.
const shapeless = /[\p{Default_Ignorable_Code_Point}\p{Private_Use}\p{Unassigned}]/u;

/** A name of at most `maxLength` characters, in one line and composed (NFC). Refuses letters that cannot be seen, and what has no letter and no digit. */
export function readName(text: string, maxLength: number): Read<string> {
  const read = readText(text, maxLength, 'one');
  if (!read.ok) return read;
  const name = read.value.normalize('NFC');
  const hidden = shapeless.exec(withoutJoiners(name))?.[0];
  if (hidden !== undefined) return bad(`A name can't have invisible or lookalike characters. Leave out ${codePoint(hidden)}.`);
  return /[\p{L}\p{N}]/u.test(name) ? good(name) : bad('A name needs letters or digits.');
}

/** What a text looks like: https://www.unicode.org/reports/tr39/#Confusable_Detection. Two that look alike have one skeleton. */
function skeleton(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return unhomoglyph(plain).normalize('NFD');
}

/** Whether two names could be taken for each other: upper and lower case aside, and by letters of other scripts that have the same shape. */
export function looksLike(one: string, other: string): boolean {
  const forms = (name: string) => [skeleton(name.toLowerCase()), skeleton(name).toLowerCase()] as const;
  const [[lower, raw], [otherLower, otherRaw]] = [forms(one), forms(other)];
  return lower === otherLower || raw === otherRaw;
}

/** A name as an id: letters and digits of any script, and hyphens. Empty where the name has none. */
export function slug(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/** How many letters of what was typed are wrong, where one part of a name is meant by it, or all of it. In no case does case count. */
export function slipsTo(typed: string, name: string): number {
  const parts = [name, ...name.split(/\s+/)].map((part) => distance(part.toLowerCase(), typed.toLowerCase()));
  return Math.min(...parts);
}
