// Time is an argument. An instant is a count of milliseconds since 1970-01-01T00:00Z, so that it is the same in memory and in JSON.

/** A UTC instant in epoch milliseconds. */
export type Instant = number;

/** An instant together with the IANA zone that a person typed it in. */
export type ZonedInstant = { readonly at: Instant; readonly zone: string };

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
