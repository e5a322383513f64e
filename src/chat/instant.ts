// Dates as people type them. Nothing is guessed: what can be read in two ways is refused, with both ways offered.
import { en } from 'chrono-node';
import { closest, distance as editDistance } from 'fastest-levenshtein';
import { Temporal } from 'temporal-polyfill';
import { dayMs, hourMs, type Instant, minuteMs } from '../domain/time.ts';

/** What a date is read against: the present, and the reader's own zone where it is known. */
export type InstantContext = { readonly now: Instant; readonly zone: string | null };
export type InstantParse =
  | { readonly ok: true; readonly at: Instant; readonly zone: string }
  | { readonly ok: false; readonly problem: string; readonly suggestions: readonly string[] };

/** While reading, a refusal's ideas may be wrong: only those that can be read themselves become suggestions. */
type Refusal = { readonly ok: false; readonly problem: string; readonly ideas: readonly string[] };
type Reading<Value> = ({ readonly ok: true } & Value) | Refusal;

const lengthMax = 100;
const instantMax = Date.UTC(9999, 11, 31);
const unitMs: Readonly<Record<string, number>> = { w: 7 * dayMs, d: dayMs, h: hourMs, m: minuteMs };
const example = 'Write it like 2026-12-03 14:00 UTC, tue 15:00 Europe/Berlin or in 10 days at 14:00 UTC.';
const usualHour = '14:00';
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * Reads a date with its hour and its zone: `2026-12-03 14:00 UTC`, `Dec 3 2pm Europe/Berlin`, `next tuesday at 16:00 UTC`,
 * `in 10 days at 14:00 UTC` (calendar days of that zone), or an exact distance like `in 36 hours` (up to the next full minute).
 * A weekday is the next one, a day without a year too (today counts). Case does not matter; the whole text must be understood.
 *
 * Out: the instant, and the zone as typed: an IANA name, an offset like `+02:00`, or `UTC` (also for exact distances).
 * Refuses a missing hour or zone, ambiguous abbreviations and numbers, dates and hours that do not exist or exist twice, and a weekday that
 * is not the date's. Every suggestion is a text that this function accepts in the same context.
 */
export function parseInstant(text: string, context: InstantContext): InstantParse {
  const reading = read(text, context);
  if (reading.ok) return reading;
  const suggestions = [...new Set(reading.ideas)].filter((idea) => read(idea, context).ok);
  return { ok: false, problem: reading.problem, suggestions };
}

/**
 * Reads how long to wait: `4h`, `30 min`, `2d` (48 hours), each with or without `for` or `in`; or anything that parseInstant reads, with or
 * without `until`. Out and refusals are parseInstant's.
 */
export function parseUntil(text: string, context: InstantContext): InstantParse {
  const until = tidy(text).replace(/^(?:until|till?) /i, '');
  const length = spanOf(until.replace(/^(?:for|in) /i, ''));
  const after = length === null || length.ms === 0 ? null : reachable(context.now + length.ms, 'UTC');
  return after?.ok ? after : parseInstant(until, context);
}

/** The IANA name of a zone in its proper case, `UTC` for UTC, GMT and Z; null for anything else, so for offsets and for CET, EST or GB. */
export function isZone(text: string): string | null {
  const name = text.trim();
  if (/^(?:utc|gmt|z|etc\/(?:utc|gmt))$/i.test(name)) return 'UTC';
  const known = inDatabase(name);
  return known !== null && (known.includes('/') || /[a-z]/.test(known)) ? known : null;
}

/** `Wed 2024-01-31 20:00 UTC`. Seconds are cut off. */
export function formatUtc(at: Instant): string {
  const wall = wallAt(at, 'UTC');
  return `${weekdayOf(wall).slice(0, 3)} ${minutes(wall)} UTC`;
}

/** `2024-01-31 21:00`, the wall clock of the zone. Throws a RangeError where isZone finds no zone and it is no offset either. */
export function formatLocal(at: Instant, zone: string): string {
  return minutes(wallAt(at, zone));
}

/** `in 6 days 23 h`, `in 45 min`, `2 days 1 h ago`, and `now` within a minute. Two units at the most; the rest is cut off, never rounded up. */
export function distance(from: Instant, to: Instant): string {
  const ms = Math.abs(to - from);
  if (ms < minuteMs) return 'now';
  const days = Math.floor(ms / dayMs);
  const hours = Math.floor((ms % dayMs) / hourMs);
  const min = Math.floor((ms % hourMs) / minuteMs);
  const units = days > 0 ? [count(days, days === 1 ? 'day' : 'days'), count(hours, 'h')] : [count(hours, 'h'), count(min, 'min')];
  const length = units.filter((unit) => unit !== '').join(' ');
  return to > from ? `in ${length}` : `${length} ago`;
}

const count = (number: number, unit: string): string => (number === 0 ? '' : `${number} ${unit}`);
const weekdayOf = (day: { readonly dayOfWeek: number }): string => weekdays[day.dayOfWeek - 1] ?? '';
const minutes = (wall: Temporal.PlainDateTime): string => wall.toString({ smallestUnit: 'minute' }).replace('T', ' ');
const wallAt = (at: Instant, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ');
const refuse = (problem: string, ideas: readonly string[] = []): Refusal => ({ ok: false, problem, ideas });

function read(text: string, context: InstantContext): Reading<{ at: Instant; zone: string }> {
  const typed = tidy(text);
  if (typed.length > lengthMax) return refuse(`That is too long for a date. ${example}`);
  const cut = cutZone(typed);
  if (!cut.ok) return cut;

  const length = spanOf(/^in (.+)$|^(.+) from now$/i.exec(cut.rest)?.slice(1).join('') ?? '');
  if (length?.exact) return reachable(context.now + length.ms, cut.zone ?? 'UTC');

  const own = context.zone === null ? null : isZone(context.zone);
  const zones = cut.zone === null ? ['UTC', ...(own === null ? [] : [own])] : [cut.zone];
  const inZones = (walls: readonly string[]) => walls.flatMap((wall) => zones.map((zone) => `${wall} ${zone}`));
  const reading = readWall(cut.rest, wallAt(context.now, cut.zone ?? own ?? 'UTC'));
  if (!reading.ok) return refuse(reading.problem, inZones(reading.ideas));
  if (cut.zone === null) return refuse('In which zone? Add UTC or a name like Europe/Berlin.', inZones([cut.rest]));
  return settle(reading.wall, cut.zone);
}

/** The sum of `3 days 4 hours`; exact when it counts hours or minutes. Null when the text is anything else. */
function spanOf(text: string): { ms: number; exact: boolean } | null {
  const part = /(?:(\d{1,6}) ?|\ban? )(w|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)(?![a-z])/gi;
  const parts = Array.from(text.matchAll(part), ([, number = '1', unit = '']) => ({
    number: Number(number),
    unit: unit.charAt(0).toLowerCase(),
  }));
  const nothingElse = !/[^ ,]/.test(text.replace(part, '').replace(/\band\b/gi, ''));
  if (parts.length === 0 || !nothingElse) return null;
  const ms = parts.reduce((sum, { number, unit }) => sum + number * (unitMs[unit] ?? 0), 0);
  return { ms, exact: parts.some(({ unit }) => unit === 'h' || unit === 'm') };
}

/** The instant at or after `at` that its echo, which shows minutes, tells in full. */
function reachable(at: Instant, zone: string): Reading<{ at: Instant; zone: string }> {
  return inRange(Math.ceil(at / minuteMs) * minuteMs, zone);
}

function inRange(at: Instant, zone: string): Reading<{ at: Instant; zone: string }> {
  return at >= 0 && at <= instantMax ? { ok: true, at, zone } : refuse('Only the years 1970 to 9999 can be kept.');
}

// Zones

// Letters that stand for several places, or for half of a year, and what people mean by them.
const abbreviations: Readonly<Record<string, string>> = {
  'Europe/Berlin': 'CET CEST',
  'Europe/Helsinki': 'EET EEST',
  'Europe/Lisbon': 'WET WEST',
  'Europe/London': 'BST',
  'Europe/Dublin': 'IST',
  'Europe/Moscow': 'MSK',
  'America/New_York': 'ET EST EDT',
  'America/Chicago': 'CT CST CDT',
  'America/Denver': 'MT MST MDT',
  'America/Los_Angeles': 'PT PST PDT',
  'Asia/Kolkata': 'IST',
  'Asia/Jerusalem': 'IST',
  'Asia/Shanghai': 'CST',
  'Asia/Tokyo': 'JST',
  'Asia/Seoul': 'KST',
  'Asia/Singapore': 'SGT',
  'Australia/Sydney': 'AEST AEDT',
  'Pacific/Auckland': 'NZST NZDT',
};

function cutZone(typed: string): Reading<{ rest: string; zone: string | null }> {
  const words = typed
    .replace(/(\d|[ap]m)((?:utc|gmt)(?:[+-]\d{1,2}(?::?\d\d)?)?|z)(?= |$)/gi, '$1 $2')
    // Elsewhere than behind an ISO date, 10:00-11:00 would rather be a range.
    .replace(/^(\D*\d{4}-\d\d?-\d\d?[t ][\d:.]+)([+-]\d\d(?::?\d\d)?)(?= |$)/i, '$1 $2')
    .split(' ')
    .map((word) => ({ word, zone: isZone(word) ?? offsetOf(word) }));
  const [found, second] = words.filter(({ zone }) => zone !== null);
  if (second !== undefined) return refuse(`${found?.word} and ${second.word}: which of the two zones?`);
  const others = words.filter(({ zone }) => zone === null).map(({ word }) => word);
  if (found !== undefined) return { ok: true, rest: others.join(' '), zone: found.zone };

  for (const word of others) {
    const meant = (names: readonly string[]) => names.map((name) => others.map((other) => (other === word ? name : other)).join(' '));
    const places = Object.keys(abbreviations).filter((zone) => abbreviations[zone]?.split(' ').includes(word.toUpperCase()));
    if (places.length > 0 || inDatabase(word) !== null) {
      return refuse(`${word} is ambiguous, or fixed while the clocks of its places change. Name a place.`, meant(places));
    }
    const near = nearZones(word);
    if (near !== null) return refuse(`There is no zone called ${word}.`, meant(near));
  }
  return { ok: true, rest: others.join(' '), zone: null };
}

function inDatabase(name: string): string | null {
  if (!/^[a-z][\w+-]+(?:\/[\w+-]+)*$/i.test(name)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}

/** `+02:00` for +02, +0200, UTC+2 and GMT+02:00. */
function offsetOf(word: string): string | null {
  const [, prefix, sign, hours = '', min = '00'] = /^(utc|gmt)?([+-])(\d{1,2})(?::?(\d\d))?$/i.exec(word) ?? [];
  if (sign === undefined || (prefix === undefined && hours.length < 2) || Number(hours) > 14 || Number(min) > 59) return null;
  return Number(hours) + Number(min) === 0 ? 'UTC' : `${sign}${hours.padStart(2, '0')}:${min}`;
}

/** The zones that a mistyped name or a lone city may mean; null for a word that is no attempt at a zone. */
function nearZones(word: string): string[] | null {
  if (!/^[a-z_-]{4,}$|^[a-z_]+\/[\w/+-]+$/i.test(word)) return null;
  const wanted = word.toLowerCase();
  const zones = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));
  const names = [...zones.keys()];
  const city = !word.includes('/');
  const near = city
    ? names.filter((name) => name.endsWith(`/${wanted}`))
    : [closest(wanted, names)].filter((name) => editDistance(wanted, name) <= 3);
  return city && near.length === 0 ? null : near.map((name) => zones.get(name) ?? name);
}

// Wall clocks

function settle(wall: Temporal.PlainDateTime, zone: string): Reading<{ at: Instant; zone: string }> {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const late = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === late.epochMilliseconds) return inRange(earlier.epochMilliseconds, zone);

  if (earlier.toPlainDateTime().equals(wall)) {
    const both = [earlier, late].map(({ offset }) => `${minutes(wall)}${offset}`);
    return refuse(`${minutes(wall)} exists twice in ${zone}, because the clocks go back: ${both.join(' or ')}?`, both);
  }
  const beside = [earlier, late].map((one) => minutes(one.toPlainDateTime()));
  const named = [earlier, late].map((one) => `${minutes(one.toPlainDateTime())}${one.offset} (${formatUtc(one.epochMilliseconds)})`);
  return refuse(
    `${minutes(wall)} does not exist in ${zone}, because the clocks go forward. On either side: ${named.join(' and ')}.`,
    beside.map((one) => `${one} ${zone}`),
  );
}

const clock = String.raw`(?<clock>(?<hour>\d{1,2})(?::(?<min>\d\d)(?::(?<s>\d\d)(?:\.(?<ms>\d{1,3})\d*)?)?(?: ?(?<half>[ap])\.?m\.?)?| ?(?<half12>[ap])\.?m\.?))`;
const clockLast = new RegExp(`^(?:at )?(?:(?<day>.+?)(?:(?<=\\d)t|,? at |,? ))?${clock}$`, 'i');
const clockFirst = new RegExp(`^(?:at )?${clock},? (?:on )?(?<day>.+)$`, 'i');

/** The wall clock that a text without its zone tells, read on the wall clock `local`. Ideas are without a zone, too. */
function readWall(text: string, local: Temporal.PlainDateTime): Reading<{ wall: Temporal.PlainDateTime }> {
  const parts = (clockLast.exec(text) ?? clockFirst.exec(text))?.groups;
  if (parts !== undefined && parts.day === undefined) {
    return refuse('On which day?', [`today ${parts.clock}`, `tomorrow ${parts.clock}`]);
  }
  const day = dayOf(parts?.day ?? text, local.toPlainDate());
  if (!day.ok) {
    const ideas = day.ideas.map((idea) => `${idea} ${parts?.clock ?? usualHour}`);
    return refuse(day.problem, ideas);
  }
  if (parts === undefined) {
    return refuse('At which hour? A day alone is never enough.', [`${text} ${/\d$/.test(text) ? '' : 'at '}${usualHour}`]);
  }
  const time = timeOf(parts);
  if (time === null) return refuse(`There is no ${parts.clock}: a day goes from 00:00 to 23:59.`);
  const wall = day.date.toPlainDateTime(time);
  const over = day.weekly && Temporal.PlainDateTime.compare(wall, local) <= 0;
  return { ok: true, wall: over ? wall.add({ days: 7 }) : wall };
}

function timeOf(parts: Readonly<Record<string, string | undefined>>): Temporal.PlainTime | null {
  const half = (parts.half ?? parts.half12)?.toLowerCase();
  const [hour, min, s] = [Number(parts.hour), Number(parts.min ?? 0), Number(parts.s ?? 0)];
  if (min > 59 || s > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return null;
  const hour24 = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  return new Temporal.PlainTime(hour24, min, s, Number((parts.ms ?? '').padEnd(3, '0')));
}

const weekdayPattern =
  /\b(?:(?:on|this|(next)) )?(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?/i;

/** The date of a day as typed. `weekly`: only a weekday was typed, so that today counts while the hour is ahead. */
function dayOf(text: string, today: Temporal.PlainDate): Reading<{ date: Temporal.PlainDate; weekly: boolean }> {
  const [, next, name] = weekdayPattern.exec(text) ?? [];
  const rest = tidy(text.replace(weekdayPattern, '').replace(/^[ ,]+|[ ,]+$/g, '')).replace(/^(?:on )?(?:the (?=\d))?/i, '');
  const typed =
    name === undefined ? null : weekdays.findIndex((one) => one.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase()) + 1;
  if (typed !== null && rest === '') return comingWeekday(typed, next !== undefined, today);

  const reading = dateOf(rest, today);
  if (!reading.ok || typed === null || reading.date.dayOfWeek === typed) return reading.ok ? { ...reading, weekly: false } : reading;
  const { date } = reading;
  const nearest = date.add({ days: ((typed - date.dayOfWeek + 10) % 7) - 3 });
  return refuse(
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
  if (typed > today.dayOfWeek) return refuse(`Next ${weekdayOf(date)}: ${date} or ${after}?`, [`${date}`, `${after}`]);
  return { ok: true, date, weekly: false };
}

function dateOf(text: string, today: Temporal.PlainDate): Reading<{ date: Temporal.PlainDate }> {
  const [, year, , month, day] = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? [];
  if (year !== undefined) {
    const date = plainDate(Number(year), Number(month), Number(day));
    return date === null ? refuse(`There is no ${text}.`) : { ok: true, date };
  }
  const [, a, b, short] = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d\d)?)?$/.exec(text) ?? [];
  if (a === undefined) return freeDateOf(text, today);
  const inYear = short === undefined ? today.year : Number(short.padStart(4, '20'));
  const readings = [plainDate(inYear, Number(b), Number(a)), plainDate(inYear, Number(a), Number(b))].filter((date) => date !== null);
  return refuse(`${text} is ambiguous: it is read in different ways in different places. Write year-month-day.`, readings.map(String));
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
  const unclear = refuse(`${text === '' ? 'On which day?' : `I cannot read “${text}” as a day that exists.`} ${example}`);
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

const withDate = (date: Temporal.PlainDate | null, otherwise: Refusal): Reading<{ date: Temporal.PlainDate }> =>
  date === null ? otherwise : { ok: true, date };
