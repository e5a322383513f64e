// Several numbers in a row, as people write those of findings: `1`, `1, 2`, `#1 and #2`.
import { listWords } from './list-items.ts';
import { bad, good, type Read } from './text.ts';

/** At the beginning of a line only what parts them makes several of them: a reason may begin with a number. */
export const numbersSource = '#?\\d{1,4}(?:(?:\\s*[,&+]\\s*(?:and\\s+)?|\\s+and\\s+)#?\\d{1,4}(?!\\w)){0,49}';

/** The numbers that a line begins with, and how long they are with what parts them from the rest. Null where it begins with none. */
export function leadingNumbers(line: string): { readonly text: string; readonly length: number } | null {
  const found = new RegExp(`^(${numbersSource})(?:[,;:.]+(?=\\s|$)|(?=\\s|$))`, 'i').exec(line);
  return found === null ? null : { text: found[1] ?? '', length: found[0].length };
}

/** One number or several, each once. */
export function readNumbers(text: string): Read<readonly number[]> {
  const numbers = listWords(text.replaceAll(/[#+]/g, ' '));
  if (numbers.length === 0 || numbers.length > 50 || !numbers.every((each) => /^\d{1,4}$/.test(each)))
    return bad('It is one number or several, such as 1, 2.');
  return good([...new Set(numbers.map(Number))]);
}
