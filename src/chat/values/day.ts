// A calendar day as people type it: a date, a weekday, a distance in days.
import { en } from 'chrono-node';
import { Temporal } from 'temporal-polyfill';
import { example, type Reading, tidy, type Unread, unread, weekdayOf } from './reading.ts';
import { countedWeekday, cutWeekday, nearestYear, type Today, weekdayFrom } from './weekday.ts';

/** The date of a day as typed. `weekly`: only a weekday was typed, so that today counts while the hour is right. */
export function dayOf(text: string, today: Today): Reading<{ date: Temporal.PlainDate; weekly: boolean }> {
  return dayIn(usualWords(tidy(text)), today);
}

const usualWords = (text: string): string =>
  text
    .replace(/\b(?:tmrw?|tmr|tomm?orr?ow|2morrow)\b/gi, 'tomorrow')
    .replace(/\b(?:a|one) fortnight\b/gi, '2 weeks')
    .replace(/(?<=[a-z]),? the (?=\d)/gi, ' ');

function dayIn(text: string, today: Today): Reading<{ date: Temporal.PlainDate; weekly: boolean }> {
  const counted = countedWeekday(text, today) ?? weeksFrom(text, today) ?? inNextWeek(text, today) ?? ofMonth(text, today);
  if (counted !== null) return counted.ok ? { ...counted, weekly: false } : counted;
  const { rest: beside, weekday: typed, next } = cutWeekday(text);
  const rest = beside.replace(/^(?:on )?(?:the (?=\d))?/i, '');
  if (typed !== null && rest === '') return weekdayFrom(typed, next, today);

  const reading = dateOf(rest, today);
  if (!reading.ok || typed === null || reading.date.dayOfWeek === typed) return reading.ok ? { ...reading, weekly: false } : reading;
  return notItsWeekday(reading.date, typed);
}

/** Asks which of both is meant: the date, the nearest such weekday, or `others`. */
function notItsWeekday(date: Temporal.PlainDate, typed: number, others: readonly Temporal.PlainDate[] = []): Unread {
  const nearest = date.add({ days: ((typed - date.dayOfWeek + 10) % 7) - 3 });
  return unread(
    `${date} is a ${weekdayOf(date)}, not a ${weekdayOf(nearest)}.`,
    [date, nearest, ...others].map((one) => `${weekdayOf(one).slice(0, 3)} ${one}`),
  );
}

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const distance = `(an?|${numbers.join('|')}|\\d{1,3}) ?(day|week|month)s?`;
const distanceFrom = new RegExp(`^(?:in )?${distance} (?:from|after|on) (?!now$)(.+)$`, 'i');
const distanceBehind = new RegExp(`^(today|tomorrow|(?=.*\\d).+?),? in ${distance}$`, 'i');

/** `a week from Monday`, `10 days after Dec 3`, `Thursday week`; null for a text of another form. */
function weeksFrom(text: string, today: Today): Reading<{ date: Temporal.PlainDate }> | null {
  const [, number, unit, from] =
    distanceFrom.exec(text.replace(/^((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*) week$/i, 'a week from $1')) ??
    ((found) => (found === null ? [] : [found[0], found[2], found[3], found[1]]))(distanceBehind.exec(text));
  if (number === undefined || from === undefined) return null;
  const base = dayIn(from, today);
  const length = /^\d/.test(number) ? Number(number) : Math.max(1, numbers.indexOf(number.toLowerCase()) + 1);
  const later = (date: Temporal.PlainDate) => date.add({ [`${unit?.toLowerCase()}s`]: length });
  if (!base.ok) {
    const bases = base.ideas.map((idea) => dayIn(idea, today));
    return unread(
      base.problem,
      bases.flatMap((each) => (each.ok ? [`${later(each.date)}`] : [])),
    );
  }
  const date = later(base.date);
  if (unit?.toLowerCase() === 'month' && date.day !== base.date.day)
    return unread(`${date} or ${date.add({ days: 1 })}?`, [`${date}`, `${date.add({ days: 1 })}`]);
  // Today is such a weekday itself: half of us count from the next one.
  const other = base.weekly && base.date.equals(today.date) ? date.add({ days: 7 }) : null;
  return other === null ? { ok: true, date } : unread(`${date} or ${other}?`, [`${date}`, `${other}`]);
}

/** `Thursday next week`, `next week on Thursday`; null for a text of another form. Where a week begins on Sunday for some, both are offered. */
function inNextWeek(text: string, { date: today }: Today): Reading<{ date: Temporal.PlainDate }> | null {
  const [, rest = ''] = /^(.+?),? (?:(?:of )?next week)$/i.exec(text) ?? /^next week,? (.+)$/i.exec(text) ?? [];
  const { rest: beside, weekday, next } = cutWeekday(rest);
  if (rest === '' || weekday === null || beside !== '' || next) return null;
  const fromMonday = today.add({ days: 7 - today.dayOfWeek + weekday });
  const fromSunday = today.add({ days: 7 - (today.dayOfWeek % 7) + (weekday % 7) });
  if (fromMonday.equals(fromSunday)) return { ok: true, date: fromMonday };
  return unread(`${fromSunday} or ${fromMonday}? Some weeks begin on Sunday.`, [`${fromSunday}`, `${fromMonday}`]);
}

const nthDay = '(?:the )?(\\d{1,2})(?:st|nd|rd|th)';
const ofThisMonth = new RegExp(`^(?:on )?${nthDay}(?: of)?(?: (this|next) month)?$`, 'i');
const inNextMonth = new RegExp(`^(next|this) month,? (?:on )?${nthDay}$`, 'i');

/** `the 10th`, `Monday 14th`: the next such day, or the last one where it has been; null for a text of another form. */
function ofMonth(text: string, today: Today): Reading<{ date: Temporal.PlainDate }> | null {
  const { rest, weekday, next } = cutWeekday(text);
  const [, day, which, number = day] =
    ofThisMonth.exec(weekday === null || !/^[a-z].*\d$/i.test(text) ? rest : `${rest}th`) ??
    ((found) => (found === null ? [] : [found[0], found[2], found[1]]))(inNextMonth.exec(rest));
  if (number === undefined || next || Number(number) < 1 || Number(number) > 31) return null;
  const step = today.past ? -1 : 1;
  const passed = (Number(number) - today.date.day) * step < 0;
  const first = which === undefined ? Number(passed) * step : Number(which.toLowerCase() === 'next');
  const monthOf = (each: number) => today.date.with({ day: 1 }).add({ months: each });
  const inMonth = (each: number) => plainDate(monthOf(each).year, monthOf(each).month, Number(number));
  const later = Array.from({ length: 12 }, (_, index) => inMonth(first + (index + 1) * step)).filter((date) => date !== null);
  const date = inMonth(first);
  if (date === null) {
    const last = monthOf(first + 1).subtract({ days: 1 });
    return unread(`${last} is the last day of that month.`, [`${last}`, ...later.slice(0, 1).map(String)]);
  }
  if (weekday === null || date.dayOfWeek === weekday) return { ok: true, date };
  const others = which === undefined ? later.filter((each) => each.dayOfWeek === weekday) : [];
  return notItsWeekday(date, weekday, others.slice(0, 1));
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
  if (month && start.isCertain('year') && !/\d{4}/.test(text)) return unread(unclear.problem, [text.replace(/(\d\d)$/, '20$1')]);
  if (start.isCertain('year')) return withDate(inYear(Number(start.get('year'))), unclear);
  return withDate(nearestYear(inYear, { date: today, past }), unclear);
}

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
