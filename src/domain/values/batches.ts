// Many at a time, where all of them at once are too much.

/** The items in their order, in groups of `size`; the last may hold fewer. Pure. */
export function batches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
