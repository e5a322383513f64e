// The order of everything that is listed for people.

// One for all: a collator is costly to make. `numeric`: 4, 10, 11, and not 10, 11, 4.
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Compares two texts as people list them: numbers within them by their value, without regard to case and accents; what is alike then, letter by letter. */
export function natural(one: string, other: string): number {
  const order = collator.compare(one, other);
  if (order !== 0) return order;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Compares by what things are called. */
export const byName = (one: { readonly name: string }, other: { readonly name: string }): number => natural(one.name, other.name);
