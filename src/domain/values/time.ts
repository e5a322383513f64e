// Time is an argument. An instant is a count of milliseconds since 1970-01-01T00:00Z, so that it is the same in memory and in JSON.

/** A UTC instant in epoch milliseconds, whole ones: Temporal takes no others. What comes from outside becomes one by `instantOf`. */
export type Instant = number;

/** An instant together with the IANA zone that a person typed it in. */
export type ZonedInstant = { readonly at: Instant; readonly zone: string };

declare const whole: unique symbol;
/** Tells what time it is, in whole milliseconds. Made by `clockOf` and by nothing else: the type keeps out a clock that gives fractions. */
export type Clock = (() => Instant) & { readonly [whole]: true };

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

// What JavaScript's dates reach: 100 million days on either side of 1970.
const farthestMs = 1e8 * dayMs;

/** The instant of a count of epoch milliseconds: the whole millisecond that it lies in. Throws a RangeError where it is no time at all. */
export function instantOf(ms: number): Instant {
  const at = Math.floor(ms);
  if (!(Math.abs(at) <= farthestMs)) throw new RangeError('a time that is no instant');
  return at;
}

/** Whether two instants are the same as people type them. */
export const isSameMinute = (one: Instant, other: Instant): boolean => Math.floor(one / minuteMs) === Math.floor(other / minuteMs);

/** A clock that reads another one, which may give fractions of a millisecond. Reading it throws a RangeError where that gives no time. */
export function clockOf(read: () => number): Clock {
  return (() => instantOf(read())) as Clock;
}
