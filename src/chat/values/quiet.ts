// Quiet hours: when somebody is not to be reminded. In their own zone, whatever its clocks do.
import { Temporal } from 'temporal-polyfill';
import { type Instant, instantOf } from '../../domain/values/time.ts';
import { bad, good, type Read } from './text.ts';

/** Minutes of the day; over midnight where `to` is not after `from`. Never the same. */
export type QuietHours = { readonly from: number; readonly to: number };

/** Reads `22:00-07:00`, `22-7`, `10pm to 7am`, or `off` (null). Refuses the whole day. */
export function readQuiet(text: string): Read<QuietHours | null> {
  const typed = text.trim().toLowerCase();
  if (/^(off|none|no)$/.test(typed)) return good(null);
  const [from, to, ...more] = typed.split(/\s*(?:-|–|to|until)\s*/).map(minuteOf);
  if (from === undefined || to === undefined || more.length > 0 || from === null || to === null)
    return bad('Expected two hours, such as 22:00-07:00, or `off`.');
  return from === to ? bad("That's the whole day. To silence one embargo, use `snooze`.") : good({ from, to });
}

function minuteOf(text: string): number | null {
  const [, hours, minutes = '00', half] = /^(\d{1,2})(?::(\d\d))?\s*(am|pm)?$/.exec(text) ?? [];
  if (hours === undefined || Number(minutes) > 59) return null;
  const hour = Number(hours);
  if (half === undefined) return hour > 23 ? null : hour * 60 + Number(minutes);
  return hour < 1 || hour > 12 ? null : ((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + Number(minutes);
}

/** `22:00-07:00`. */
export function quietText({ from, to }: QuietHours): string {
  return `${clock(from)}-${clock(to)}`;
}

/** A minute of the day as `16:05`. */
export const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((number) => String(number).padStart(2, '0')).join(':');

/**
 * When the quiet hours end that `now` is in; null when it is in none. An hour that a clock leaves out is where it goes on, one that it tells
 * twice is the first. Throws a RangeError for a zone that isZone does not know.
 */
export function quietUntil(now: Instant, { from, to }: QuietHours, zone: string): Instant | null {
  const today = Temporal.Instant.fromEpochMilliseconds(instantOf(now)).toZonedDateTimeISO(zone).toPlainDate();
  const at = (day: Temporal.PlainDate, minute: number): Instant =>
    day.toZonedDateTime({ timeZone: zone, plainTime: { hour: Math.floor(minute / 60), minute: minute % 60 } }).epochMilliseconds;
  for (const day of [today.subtract({ days: 1 }), today]) {
    const end = at(to > from ? day : day.add({ days: 1 }), to);
    if (at(day, from) <= now && now < end) return end;
  }
  return null;
}
