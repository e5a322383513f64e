// The column types of the schema: instants as numbers, and texts that only the bot can read.

import { customType } from 'drizzle-orm/pg-core';
import { type Instant, instantOf } from '../domain/values/time.ts';
import { type Keyring, open, SealError, seal } from './seal.ts';

// Drizzle's column types are made once, when the schema is loaded, and get no context at a query. One process has one ring.
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
  const iso = value instanceof Date ? value : value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  const at = new Date(iso).getTime();
  if (Number.isNaN(at)) throw new RangeError('The database holds a timestamp that is no instant');
  return at;
}

/**
 * A text column, sealed in the database and a plain string in TypeScript. The context is `table.column` and must never change:
 * what was sealed under one context does not open under another. Compare it only to null: each seal of a text is different.
 */
export function sealedText<Name extends string>(name: Name, context: string) {
  return customType<{ data: string; driverData: string }>({
    dataType: () => 'text',
    toDriver: (plain) => seal(currentKeyring(), plain, context),
    fromDriver: (sealed) => open(currentKeyring(), sealed, context),
  })(name);
}

/** As `sealedText`, for any JSON value. T is trusted on the way out: the seal proves that this program wrote it. */
export function sealedJson<T>(name: string, context: string) {
  return customType<{ data: T; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => seal(currentKeyring(), JSON.stringify(value), context),
    fromDriver: (sealed) => parseJson(open(currentKeyring(), sealed, context), context) as T,
  })(name);
}

function parseJson(text: string, context: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse quotes the text in its message.
    throw new SealError('damaged', `${context} holds a sealed text that is not JSON`);
  }
}
