// A weekday as people type it: alone, beside a date, or as the n-th of a month.
import { Temporal } from 'temporal-polyfill';
import { example, type Reading, tidy, unread, weekdayNamed, weekdayOf } from './reading.ts';

/** What a day is counted from. `past`: it has been, so that a weekday is the last one, and a day without its year the last such. */
export type Today = { readonly date: Temporal.PlainDate; readonly past: boolean };

const weekday = '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
// In front or behind, and nowhere between: "2nd Tuesday of June" is not the 2nd of June. Nor behind "3rd", which could count it.
const inFront = new RegExp(`^(?:(?:on|this|(next)) )?(${weekday})\\b\\.?`, 'i');
const behind = new RegExp(`(?<!(?:st|nd|rd|th) )\\b(?:(?:on|this|(next)) )?(${weekday})\\.?$`, 'i');

/** A text without the weekday in front or behind, if there is one. */
export function cutWeekday(text: string): { readonly rest: string; readonly weekday: number | null; readonly next: boolean } {
  const typed = tidy(text.replace(/^[ ,]+|[ ,]+$/g, ''));
  const pattern = inFront.test(typed) ? inFront : behind;
  const [, next, name] = pattern.exec(typed) ?? [];
  const rest = tidy(typed.replace(pattern, '').replace(/^[ ,]+|[ ,]+$/g, ''));
  return { rest, weekday: name === undefined ? null : weekdayNamed(name), next: next !== undefined };
}

/** The date of a weekday alone. `weekly`: today counts while the hour is right. */
export function weekdayFrom(
  typed: number,
  next: boolean,
  { date: today, past }: Today,
): Reading<{ date: Temporal.PlainDate; weekly: boolean }> {
  if (past && !next) return { ok: true, date: today.subtract({ days: (today.dayOfWeek - typed + 7) % 7 }), weekly: true };
  const date = today.add({ days: (typed - today.dayOfWeek + 7) % 7 });
  if (!next) return { ok: true, date, weekly: true };
  const after = date.add({ days: 7 });
  if (typed === today.dayOfWeek) return { ok: true, date: after, weekly: false };
  // On a Monday, half of us mean tomorrow by "next Tuesday".
  if (typed > today.dayOfWeek) return unread(`Next ${weekdayOf(date)}: ${date} or ${after}?`, [`${date}`, `${after}`]);
  return { ok: true, date, weekly: false };
}

const counts = ['first', 'second', 'third', 'fourth', 'fifth'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const nth = `(${counts.join('|')}|[1-5](?:st|nd|rd|th)?|last) (${weekday})\\.?`;
const ofMonth = new RegExp(`^(?:on )?(?:the )?${nth},? (?:of|in) (${months.join('|')})[a-z]*\\.?,?(?: (\\d{4}))?$`, 'i');

/** Whether a text counts a weekday: `the 3rd Wednesday of March`. */
export const countsWeekday = (text: string): boolean => new RegExp(`\\b${nth},? (?:of|in) `, 'i').test(text);

/** The date of `3rd Wednesday of March`, the next or, in the past, the last such without a year; null for a text of another form. */
export function countedWeekday(text: string, { date: today, past }: Today): Reading<{ date: Temporal.PlainDate }> | null {
  const [, count = '', name, month = '', year] = ofMonth.exec(text) ?? [];
  if (name === undefined) return null;
  const index = counts.indexOf(count.toLowerCase());
  const number = index >= 0 ? index + 1 : Number.parseInt(count, 10);
  const inYear = (each: number): Temporal.PlainDate | null => {
    const first = new Temporal.PlainDate(each, months.indexOf(month.toLowerCase()) + 1, 1);
    const earliest = first.add({ days: (weekdayNamed(name) - first.dayOfWeek + 7) % 7 });
    const all = [0, 7, 14, 21, 28].map((days) => earliest.add({ days })).filter((date) => date.month === first.month);
    return (Number.isNaN(number) ? all.at(-1) : all[number - 1]) ?? null;
  };
  const found = year === undefined ? nearestYear(inYear, { date: today, past }) : inYear(Number(year));
  return found === null ? unread(`There's no ${text}. ${example}`) : { ok: true, date: found };
}

/** A date of each year, in the year that is meant: the next such, or in the past the last one; today counts. Null where that year has none. */
export function nearestYear(inYear: (year: number) => Temporal.PlainDate | null, { date: today, past }: Today): Temporal.PlainDate | null {
  const thisYear = inYear(today.year);
  const order = thisYear === null ? -1 : Temporal.PlainDate.compare(thisYear, today) * (past ? -1 : 1);
  return order >= 0 ? thisYear : inYear(today.year + (past ? -1 : 1));
}
