// The domain changes nothing in place, so what is the same object is unchanged: only the rest has to be written.
import { own } from '../domain/values/records.ts';

/** The values of `after` that `before` does not hold as they are. */
export function changes<Key extends string | number, Value>(
  before: Readonly<Record<Key, Value>> | undefined,
  after: Readonly<Record<Key, Value>>,
): Value[] {
  return Object.entries<Value>(after)
    .filter(([key, value]) => before === undefined || own<string, Value>(before, key) !== value)
    .map(([, value]) => value);
}

/** The keys of `before` that `after` does not have. */
export function removals<Key extends string, Value>(
  before: Readonly<Record<Key, Value>> | undefined,
  after: Readonly<Record<Key, Value>>,
): Key[] {
  return (Object.keys(before ?? {}) as Key[]).filter((key) => !Object.hasOwn(after, key));
}
