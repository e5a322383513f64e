// How much something weighs for Slack, and what fits together.

/** Items in groups, in order, none heavier than `most` unless one item alone is. */
export function packed<Item>(items: readonly Item[], most: number, weigh: (item: Item) => number): Item[][] {
  const groups: Item[][] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const more = weigh(item);
    if (weight + more > most) {
      groups.push([]);
      weight = 0;
    }
    groups.at(-1)?.push(item);
    weight += more;
  }
  return groups;
}

// Keys whose strings are neither shown nor chosen by us.
const structural = new Set(['type', 'action_id', 'block_id', 'format']);

/** The characters of every string in Block Kit that is shown or carried. */
export function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return sum(value.map(charactersIn));
  if (typeof value !== 'object' || value === null) return 0;
  return sum(Object.entries(value).map(([key, inner]) => (structural.has(key) ? 0 : charactersIn(inner))));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, next) => total + next, 0);
