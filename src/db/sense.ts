// What a clock that was ahead left behind. Queues are put off by minutes; an instant that lies further ahead than that was written by a clock that
// was wrong, and nobody waits until it is reached.
import { gt, lte, or, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { minuteMs } from '../domain/values/time.ts';
import { after, type When } from './once.ts';

/** The longest that a retry, a pause, a claim or a place that rests is put off: five minutes. */
export const putOffMsMax = 5 * minuteMs;
// The clocks of replicas may differ by so much without anything being wrong.
const differenceMs = minuteMs;

/** Whether an instant lies further ahead than it can have been set, to `most` milliseconds from then. */
export function senseless(column: PgColumn, now: When, most = putOffMsMax): SQL {
  return gt(column, after(now, most + differenceMs, column));
}

/** Whether an instant has come, or was never to be waited for. */
export function reached(column: PgColumn, now: When, most = putOffMsMax): SQL | undefined {
  return or(lte(column, after(now, 0, column)), senseless(column, now, most));
}
