// Values of unknown shape, as they come from a homeserver, read without trust.

export type Json = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is none. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The value as an array; an empty one when it is none. */
export function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a text; null when it is none, or empty. */
export function string(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The value as a whole number; null when it is none. */
export function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}
