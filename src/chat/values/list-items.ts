// Lists as people type them: parted by commas, semicolons, lines, "and" or "&", each item in whatever quotes.
import { quotedSource, unquotedValue } from './quoting.ts';

const part = new RegExp(`(${quotedSource}|'[^'\\n]*'(?=[\\s,;]|$)|\`[^\`\\n]*\`(?=[\\s,;]|$))|([,;\\n]+)|([^\\s,;]+)`, 'g');

/** `words`: of an item in quotes its one text; of another each word. `parted`: whether anything but spaces parts them. */
export function listItems(text: string): { readonly items: readonly (readonly string[])[]; readonly parted: boolean } {
  const items: string[][] = [[]];
  let parted = false;
  for (const [found, quoted, separator] of text.trim().matchAll(part)) {
    if (separator !== undefined || (quoted === undefined && /^(?:and|&)$/i.test(found))) {
      parted = true;
      items.push([]);
    } else if (quoted !== undefined) {
      items.push([unquotedValue(quoted).trim()], []);
    } else items.at(-1)?.push(found);
  }
  return { items: items.filter((words) => words.some((word) => word !== '')), parted };
}

/** The words of a list whose items have no spaces in them. */
export const listWords = (text: string): readonly string[] => listItems(text).items.flat();
