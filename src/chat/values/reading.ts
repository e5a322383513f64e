// What reading a date step by step gives: a value, or a refusal with ideas of what may have been meant.

/** A refusal's ideas may be wrong: only those that can be read themselves become suggestions. */
export type Unread = { readonly ok: false; readonly problem: string; readonly ideas: readonly string[] };
export type Reading<Value> = ({ readonly ok: true } & Value) | Unread;

/** A no, with ideas. */
export const unread = (problem: string, ideas: readonly string[] = []): Unread => ({ ok: false, problem, ideas });

export const example = 'Write it like 2026-12-03 14:00 UTC, tue 15:00 Europe/Berlin or in 10 days at 14:00 UTC.';
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `Monday` for a day of Temporal's, which counts from Monday, 1. */
export const weekdayOf = (day: { readonly dayOfWeek: number }): string => weekdays[day.dayOfWeek - 1] ?? '';

/** The number of the weekday that begins with these three letters; 0 when none does. */
export const weekdayNamed = (name: string): number =>
  weekdays.findIndex((one) => one.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase()) + 1;

/** The text with single spaces. */
export const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ');
