// A calendar day as people type it: a date, a weekday, a distance in days.
import { en } from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import { example, type Reading, tidy, type Unread, unread, weekdayOf } from './reading.ts';
import { countedWeekday, cutWeekday, nearestYear, type Today, weekdayFrom } from './weekday.ts';

/** The date of a day as typed. `weekly`: only a weekday was typed, so that today counts while the hour is right. */
export function dayOf(text: string, today: Today): Reading<{ date: Temporal.PlainDate; weekly: boolean }> {
  const counted = countedWeekday(tidy(text), today);
  if (counted !== null) return counted.ok ? { ...counted, weekly: false } : counted;
  const { rest: beside, weekday: typed, next } = cutWeekday(text);
  const rest = beside.replace(/^(?:on )?(?:the (?=\d))?/i, '');
  if (typed !== null && rest === '') return weekdayFrom(typed, next, today);

  const reading = dateOf(rest, today);
  if (!reading.ok || typed === null || reading.date.dayOfWeek === typed) return reading.ok ? { ...reading, weekly: false } : reading;
  const { date } = reading;
  const nearest = date.add({ days: ((typed - date.dayOfWeek + 10) % 7) - 3 });
  return unread(
    `${date} is a ${weekdayOf(date)}, not a ${weekdayOf(nearest)}.`,
    [date, nearest].map((one) => `${weekdayOf(one).slice(0, 3)} ${one}`),
  );
}

function dateOf(text: string, today: Today): Reading<{ date: Temporal.PlainDate }> {
  const [, year, , month, day] = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? [];
  if (year !== undefined) {
    const date = plainDate(Number(year), Number(month), Number(day));
    return date === null ? unread(`There's no ${text}. ${example}`) : { ok: true, date };
  }
  const [, a, b, short] = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d\d)?)?$/.exec(text) ?? [];
  if (a === undefined) return freeDateOf(text, today);
  const inYear = short === undefined ? today.date.year : Number(short.padStart(4, '20'));
  // What is written from the year on, only shortly, has two digits everywhere.
  const yearFirst = /^\d\d-\d\d-\d\d$/.test(text) ? [plainDate(2000 + Number(a), Number(b), Number(short))] : [];
  const dayAndMonth = [plainDate(inYear, Number(b), Number(a)), plainDate(inYear, Number(a), Number(b))];
  const readings = [...yearFirst, ...dayAndMonth].filter((date) => date !== null);
  return unread(`${text} is ambiguous: countries read it differently. Write year-month-day.`, readings.map(String));
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

function freeDateOf(text: string, { date: today, past }: Today): Reading<{ date: Temporal.PlainDate }> {
  const [, later] = inMonths.exec(text) ?? [];
  if (later !== undefined) return monthsLater(later, today);
  const unclear = unread(`${text === '' ? 'On which day?' : `I can't read “${text}” as a date.`} ${example}`);
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
  return withDate(nearestYear(inYear, { date: today, past }), unclear);
}

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const inMonths = new RegExp(`^in (\\d{1,3}|an?|${numbers.join('|')}) months?$`, 'i');

/** The same day some months later; refused where that month is too short for it. */
function monthsLater(typed: string, today: Temporal.PlainDate): Reading<{ date: Temporal.PlainDate }> {
  const months = /^\d/.test(typed) ? Number(typed) : Math.max(1, numbers.indexOf(typed.toLowerCase()) + 1);
  const date = today.add({ months });
  const next = date.add({ days: 1 });
  return date.day === today.day ? { ok: true, date } : unread(`${date} or ${next}?`, [`${date}`, `${next}`]);
}

const withDate = (date: Temporal.PlainDate | null, otherwise: Unread): Reading<{ date: Temporal.PlainDate }> =>
  date === null ? otherwise : { ok: true, date };
