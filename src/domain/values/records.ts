// Records: looked into by keys that people choose, and changed value by value.

/** What a record holds under a key; undefined where it holds nothing of its own. A name may be `constructor`, which every object inherits. */
export function own<Key extends string, Value>(record: Readonly<Record<Key, Value>>, key: Key): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The same record with each value changed. */
export function eachOf<Key extends string | number, Value, Made = Value>(
  record: Readonly<Record<Key, Value>>,
  change: (value: Value) => Made,
): Record<Key, Made> {
  return Object.fromEntries(Object.entries<Value>(record).map(([key, value]) => [key, change(value)])) as Record<Key, Made>;
}
