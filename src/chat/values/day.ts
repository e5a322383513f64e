// A calendar day as people type it: a date, a weekday, a distance in days.
import { en } from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import { example, type Reading, tidy, type Unread, unread, weekdayNamed, weekdayOf } from './reading.ts';

const weekdayPattern =
  /\b(?:(?:on|this|(next)) )?(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?/i;

/** The date of a day as typed, read on `today`. `weekly`: only a weekday was typed, so that today counts while the hour is ahead. */
export function dayOf(text: string, today: Temporal.PlainDate): Reading<{ date: Temporal.PlainDate; weekly: boolean }> {
  const [, next, name] = weekdayPattern.exec(text) ?? [];
  const rest = tidy(text.replace(weekdayPattern, '').replace(/^[ ,]+|[ ,]+$/g, '')).replace(/^(?:on )?(?:the (?=\d))?/i, '');
  const typed = name === undefined ? null : weekdayNamed(name);
  if (typed !== null && rest === '') return comingWeekday(typed, next !== undefined, today);

  const reading = dateOf(rest, today);
  if (!reading.ok || typed === null || reading.date.dayOfWeek === typed) return reading.ok ? { ...reading, weekly: false } : reading;
  const { date } = reading;
  const nearest = date.add({ days: ((typed - date.dayOfWeek + 10) % 7) - 3 });
  return unread(
    `${date} is a ${weekdayOf(date)}, not a ${weekdayOf(nearest)}.`,
    [date, nearest].map((one) => `${weekdayOf(one).slice(0, 3)} ${one}`),
  );
}

function comingWeekday(typed: number, next: boolean, today: Temporal.PlainDate): Reading<{ date: Temporal.PlainDate; weekly: boolean }> {
  const date = today.add({ days: (typed - today.dayOfWeek + 7) % 7 });
  if (!next) return { ok: true, date, weekly: true };
  const after = date.add({ days: 7 });
  if (typed === today.dayOfWeek) return { ok: true, date: after, weekly: false };
  // On a Monday, half of us mean tomorrow by "next Tuesday".
  if (typed > today.dayOfWeek) return unread(`Next ${weekdayOf(date)}: ${date} or ${after}?`, [`${date}`, `${after}`]);
  return { ok: true, date, weekly: false };
}

function dateOf(text: string, today: Temporal.PlainDate): Reading<{ date: Temporal.PlainDate }> {
  const [, year, , month, day] = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? [];
  if (year !== undefined) {
    const date = plainDate(Number(year), Number(month), Number(day));
    return date === null ? unread(`There is no ${text}.`) : { ok: true, date };
  }
  const [, a, b, short] = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d\d)?)?$/.exec(text) ?? [];
  if (a === undefined) return freeDateOf(text, today);
  const inYear = short === undefined ? today.year : Number(short.padStart(4, '20'));
  const readings = [plainDate(inYear, Number(b), Number(a)), plainDate(inYear, Number(a), Number(b))].filter((date) => date !== null);
  return unread(`${text} is ambiguous: it is read in different ways in different places. Write year-month-day.`, readings.map(String));
}

function plainDate(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
}

// All that chrono is asked: it would give "next week" a day, "a few days" a number, "tonight" an hour, and drop "+ 10d" from "tomorrow + 10d".
const monthName = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$/i;
const besideMonth = /^(?:\d{1,2}(?:st|nd|rd|th)?|\d{4}|of|the)$/i;
const days = '(?:\\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten) ?(?:d|days?|w|weeks?)';
const relativeDay = new RegExp(`^(?:today|tomorrow|yesterday|the day after tomorrow|in ${days}|${days} (?:ago|from now))$`, 'i');

function freeDateOf(text: string, today: Temporal.PlainDate): Reading<{ date: Temporal.PlainDate }> {
  const unclear = unread(`${text === '' ? 'On which day?' : `I cannot read “${text}” as a day that exists.`} ${example}`);
  const words = text.split(/[ ,]+/).filter((word) => !besideMonth.test(word));
  const month = words.length === 1 && monthName.test(words.join());
  if (!month && !relativeDay.test(text)) return unclear;
  // chrono reckons in the machine's zone, so it is told the machine's noon of the day wanted: no zone can move that to another day.
  const [found] = en.casual.parse(text, new Date(today.year, today.month - 1, today.day, 12));
  if (found === undefined || found.text.length !== text.length || found.end) return unclear;
  const { start } = found;
  if (!start.isCertain('day') || !start.isCertain('month')) return unclear;
  const inYear = (year: number) => plainDate(year, Number(start.get('month')), Number(start.get('day')));
  if (month && start.isCertain('year') && !/\d{4}/.test(text)) return unclear;
  if (start.isCertain('year')) return withDate(inYear(Number(start.get('year'))), unclear);
  const thisYear = inYear(today.year);
  return withDate(thisYear !== null && Temporal.PlainDate.compare(thisYear, today) >= 0 ? thisYear : inYear(today.year + 1), unclear);
}

const withDate = (date: Temporal.PlainDate | null, otherwise: Unread): Reading<{ date: Temporal.PlainDate }> =>
  date === null ? otherwise : { ok: true, date };
