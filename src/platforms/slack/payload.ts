// Reading what Slack sent without believing its shape.

export type Json = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is none. */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The value as an array; an empty one when it is none. */
export function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a string that is not empty, else null. */
export function string(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
