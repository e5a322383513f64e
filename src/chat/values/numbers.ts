// Several numbers in a row, as people write those of findings: `1`, `1, 2`, `#1 and #2`.
import { listWords } from './list-items.ts';
import { bad, good, type Read } from './text.ts';

/** At the beginning of a line only what parts them makes several of them: a reason may begin with a number. */
export const numbersSource = '#?\\d{1,4}(?:(?:\\s*[,&+]\\s*(?:and\\s+)?|\\s+and\\s+)#?\\d{1,4}(?!\\w)){0,49}';

/**
 * The numbers that a line begins with, and how long they are with what parts them from the rest. Null where it begins with none. `1, 2 of our engineers` may
 * be about one or two: such a text is no list of numbers, and is asked about.
 */
export function leadingNumbers(line: string): { readonly text: string; readonly length: number } | null {
  const found = new RegExp(`^(${numbersSource})(?:[,;:.]+(?=\\s|$)|(?=\\s|$))`, 'i').exec(line);
  if (found === null) return null;
  const [whole, numbers = ''] = found;
  const clear = /^#?\d+$/.test(numbers) || whole !== numbers || reasons.test(line.slice(whole.length));
  return { text: clear ? numbers : `${numbers} ${unclear}`, length: whole.length };
}

const unclear = '?';
// What begins the reason of several, and is none of them.
const reasons = /^\s*(?:$|because\b|won['’]?t\b|not\b|no\b|(?:are|is)(?:n['’]?t)?\b|dup|fixed\b|invalid\b|[-–—])/i;

/** One number or several, each once. */
export function readNumbers(text: string): Read<readonly number[]> {
  if (text.endsWith(unclear)) return bad('Is that one number or several? Put a colon after them: `1, 2: the reason`.');
  const numbers = listWords(text.replaceAll(/[#+]/g, ' '));
  if (numbers.length === 0 || numbers.length > 50 || !numbers.every((each) => /^\d{1,4}$/.test(each)))
    return bad('Expected one or more numbers, such as 1, 2.');
  return good([...new Set(numbers.map(Number))]);
}
