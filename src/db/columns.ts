// The column types of the schema: instants as numbers, and what only the bot can read.

import { customType } from 'drizzle-orm/pg-core';
import { type Instant, instantOf } from '../domain/values/time.ts';
import { isSealed, type Keyring, SealError } from './seal.ts';

// One process has one ring.
let ring: Keyring | null = null;

/** Sets the process's key ring for all sealed columns; a later call replaces it. */
export function useKeyring(keyring: Keyring): void {
  ring = keyring;
}

/** The key ring of the process. Throws when `useKeyring` was not called before. */
export function currentKeyring(): Keyring {
  if (ring === null) throw new Error('A sealed column was used before useKeyring(parseKeyring(EMBARGO_KEY)) was called');
  return ring;
}

/** A `timestamp (3) with time zone` that is an Instant (epoch milliseconds) in TypeScript. Throws a RangeError on what is no instant. */
export function instant<Name extends string>(name: Name) {
  return instantType(name);
}

const instantType = customType<{ data: Instant; driverData: string | Date }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (at) => new Date(instantOf(at)).toISOString(),
  fromDriver: readInstant,
});

// Drizzle tells both drivers to hand timestamps back as PostgreSQL's text, `2026-12-03 14:00:00.123+00`, which is not quite ISO 8601.
function readInstant(value: string | Date): Instant {
  // The bot writes neither. What somebody else wrote must not keep everything beside it from being read: its seals and digests tell.
  const never = typeof value === 'string' ? endless[value] : undefined;
  if (never !== undefined) return never;
  const iso = value instanceof Date ? value : value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  const at = new Date(iso).getTime();
  if (Number.isNaN(at)) throw new RangeError('The database holds a timestamp that is no instant');
  return at;
}

const endless: Readonly<Record<string, Instant | undefined>> = { infinity: Date.UTC(9999, 0), '-infinity': 0 };

declare const plain: unique symbol;
/** A T as it lies in the database: sealed, for one row. `integrity/sealed-rows.ts` opens and makes them, with the row beside. */
export type Sealed<T> = string & { readonly [plain]: T };

/**
 * A column of which the database sees nothing but that there is something. It is not opened by reading it: that takes the row that it belongs to.
 * Compare it only to null: each seal of a value is different. Throws a SealError when something is to be written that is not sealed.
 */
export function sealed<T>(name: string) {
  return customType<{ data: Sealed<T>; driverData: string }>({ dataType: () => 'text', toDriver: checked, fromDriver: asSealed<T> })(name);
}

function checked(value: string): string {
  if (!isSealed(value)) throw new SealError('not-sealed', 'something was to be written that is not sealed');
  return value;
}

// What lies there may be anything: opening it tells.
const asSealed = <T>(value: string) => value as Sealed<T>;
