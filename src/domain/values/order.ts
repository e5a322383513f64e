// The order of everything that is listed for people.

// One for all: a collator is costly to make. `numeric`: 4, 10, 11, and not 10, 11, 4.
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Compares two texts as people list them: numbers within them by their value, without regard to case and accents; what is alike then, letter by letter. */
export function natural(one: string, other: string): number {
  const order = collator.compare(one, other);
  if (order !== 0) return order;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The texts that are most like what was typed first; those that are alike as people list them. */
export function nearestFirst(texts: readonly string[], typed: string): string[] {
  return texts
    .map((text) => ({ text, near: likeness(text, typed) }))
    .sort((one, other) => other.near - one.near || natural(one.text, other.text))
    .map(({ text }) => text);
}

/** Of two texts: how many of their pairs of letters they share, 0 to 1; 2 where one begins the other. */
function likeness(one: string, other: string): number {
  const [left, right] = [one, other].map((text) =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
      .slice(0, comparedMax),
  );
  if (left === undefined || right === undefined || left === '' || right === '') return 0;
  if (left.startsWith(right) || right.startsWith(left)) return 2;
  const pairs = (text: string) => new Set(Array.from({ length: text.length + 1 }, (_, index) => ` ${text} `.slice(index, index + 2)));
  const [ofLeft, ofRight] = [pairs(left), pairs(right)];
  const shared = [...ofLeft].filter((pair) => ofRight.has(pair)).length;
  return (2 * shared) / (ofLeft.size + ofRight.size);
}

// No name is longer.
const comparedMax = 100;

/** Compares by what things are called. */
export const byName = (one: { readonly name: string }, other: { readonly name: string }): number => natural(one.name, other.name);
