// What a clock that was ahead left behind. Queues are put off by minutes; an instant that lies further ahead than that was written by a clock that
// was wrong, and nobody waits until it is reached.
import { gt, lte, or, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type Instant, minuteMs } from '../domain/values/time.ts';

/** The longest that a retry, a pause, a claim or a place that rests is put off: five minutes. */
export const putOffMsMax = 5 * minuteMs;
// The clocks of replicas may differ by so much without anything being wrong.
const differenceMs = minuteMs;

/** Whether an instant lies further ahead than it can have been set, to `most` milliseconds from then. */
export function senseless(column: PgColumn, now: Instant, most = putOffMsMax): SQL {
  return gt(column, now + most + differenceMs);
}

/** Whether an instant has come, or was never to be waited for. */
export function reached(column: PgColumn, now: Instant, most = putOffMsMax): SQL | undefined {
  return or(lte(column, now), senseless(column, now, most));
}
