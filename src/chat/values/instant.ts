// Dates as people type them. Nothing is guessed: what can be read in two ways is refused, with both ways offered.
import { Temporal } from 'temporal-polyfill';
import { dayMs, hourMs, type Instant, instantOf, minuteMs } from '../../domain/values/time.ts';
import { monthNames, parted, withClock, withOwnZone } from './clock.ts';
import { dayOf } from './day.ts';
import { example, type Reading, tidy, unread, weekdayOf } from './reading.ts';
import { countsWeekday } from './weekday.ts';
import { cutZone, isZone } from './zone.ts';

/**
 * What a date is read against: the present, and the reader's own zone where it is known. `past`: it is asked when something was, so that a weekday is the last
 * one, and a day without its year the last such.
 */
export type InstantContext = { readonly now: Instant; readonly zone: string | null; readonly past?: boolean };
export type InstantParse =
  | { readonly ok: true; readonly at: Instant; readonly zone: string }
  | { readonly ok: false; readonly problem: string; readonly suggestions: readonly string[] };

const lengthMax = 100;
const instantMax = Date.UTC(9999, 11, 31);
const unitMs: Readonly<Record<string, number>> = { w: 7 * dayMs, d: dayMs, h: hourMs, m: minuteMs };
const usualHour = '14:00';

/**
 * Reads a date with its hour and its zone: `2026-12-03 14:00 UTC`, `Dec 3 2pm Europe/Berlin`, `next tuesday at 16:00 UTC`,
 * `in 10 days at 14:00 UTC` (calendar days of that zone), or an exact distance like `in 36 hours` (up to the next full minute).
 * A weekday is the next one, a day without a year too (today counts). Case does not matter; the whole text must be understood, but for `by` in front, a
 * comma or full stop behind, and brackets or quotes around it.
 *
 * `tomorrow`, `friday` and the like count on the calendar of the zone that is named. Where it is another day there than for the reader, so that another
 * date would be meant, both are offered, the reader's first.
 *
 * Out: the instant, and the zone as typed: an IANA name, an offset like `+02:00`, or `UTC` (also for exact distances).
 * Refuses a missing hour or zone, ambiguous abbreviations and numbers, `in 3m` (minutes or months), dates and hours that do not exist or exist twice, and a weekday that
 * is not the date's. Every suggestion is a text that this function accepts in the same context.
 */
export function parseInstant(text: string, context: InstantContext): InstantParse {
  const reading = read(text, context);
  if (reading.ok) return reading;
  // The number of an answer, or of a list, that was left in front.
  const [, number, behind = ''] = /^\s*(\d{1,2})[.):]?\s+(\S.*)$/s.exec(text.slice(0, lengthMax)) ?? [];
  // What an idea leaves open is offered in its own ways.
  const ideas = reading.ideas.flatMap((idea) => completed(idea, context));
  const suggestions = [...new Set(ideas)].filter((idea) => read(idea, context).ok);
  if (number !== undefined && read(behind, context).ok)
    return {
      ok: false,
      problem: `What is the ${number} in front of the date? If it's left over from a list, leave it out.`,
      suggestions: [...suggestions, behind.trim()],
    };
  const exact = suggestions.length > 0 || text.length > lengthMax ? '' : tidy(text.replace(roughly, ' '));
  if (exact !== '' && exact !== text.trim() && read(exact, context).ok)
    return { ok: false, problem: 'A date is exact to the minute. This one?', suggestions: [exact] };
  return { ok: false, problem: reading.problem, suggestions };
}

const roughly = /~|\b(?:around|about|approx(?:imately|\.)?|roughly|circa|ca\.?|maybe|probably|perhaps|or so|ish)(?= |$)/gi;
// Whose it is, only the one who says it knows.
const ownZone = /\b(?:my|our|your|local|here)\b/i;
const fullDay = /(?<!\d)\d{4}([-/])\d{1,2}\1\d{1,2}(?!\d)/;
// What could be an hour instead is no year: 1400.
const monthAndYear =
  /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*(?<![\d:+-])(?:19[7-9]\d|20\d\d|[3-9]\d{3})(?!\d| ?(?:z|h|hrs?|hours)\b)/i;

/**
 * Whether a text that parseInstant reads names its day with the year, the hour and the zone, so that it means one instant whenever it is read. Everything
 * else was reckoned from the present: a weekday, a day without its year, `today`, a distance.
 */
export function isFullInstant(text: string): boolean {
  return !ownZone.test(text) && (fullDay.test(text) || (monthAndYear.test(text) && !countsWeekday(text)));
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

/**
 * What a text means of which a part may be left out: an instant, an hour in UTC and in the reader's own zone, or such a day. Each from an instant until
 * another; none where it is no date, or may be several days.
 */
export function stretchesOf(text: string, context: InstantContext): { readonly from: Instant; readonly until: Instant }[] {
  const own = context.zone === null ? null : isZone(context.zone);
  const zones = ['UTC', ...(own === null || own === 'UTC' ? [] : [own])];
  const whole = read(text, context);
  const instants = whole.ok ? [whole] : zones.map((zone) => read(`${text} ${zone}`, context)).filter((each) => each.ok);
  if (instants.length > 0) return instants.map(({ at }) => ({ from: at, until: at + minuteMs }));
  return zones.flatMap((zone) => {
    const today = { date: wallAt(context.now, zone).toPlainDate(), past: context.past === true };
    const day = tidy(text).length > lengthMax ? null : dayOf(tidy(text), today);
    if (day?.ok !== true) return [];
    const { date } = day;
    const start = (each: typeof date): Instant => instantOf(each.toZonedDateTime(zone).epochMilliseconds);
    return [{ from: start(date), until: start(date.add({ days: 1 })) }];
  });
}

/** `Wednesday`, of its UTC day. */
export const weekdayAt = (at: Instant): string => weekdayOf(wallAt(at, 'UTC'));

/** `Wed, Jan 31, 2024, 20:00 UTC`. Seconds are cut off. */
export function formatUtc(at: Instant): string {
  const wall = wallAt(at, 'UTC');
  return `${dayText(wall)}, ${wall.year}, ${clockText(wall)} UTC`;
}

/** `Wed, Jan 31, 20:00 UTC`: where it is clear which year is meant. */
export function formatSoon(at: Instant): string {
  const wall = wallAt(at, 'UTC');
  return `${dayText(wall)}, ${clockText(wall)} UTC`;
}

/** `2024-01-31 20:00 UTC`, as it can be typed again. Seconds are cut off. */
export function typedUtc(at: Instant): string {
  return `${minutes(wallAt(at, 'UTC'))} UTC`;
}

/** `9:00 PM`, the wall clock of the zone; with the day where that is another than in UTC. Throws a RangeError for what is neither zone nor offset. */
export function formatLocal(at: Instant, zone: string): string {
  const [wall, utc] = [wallAt(at, zone), wallAt(at, 'UTC')];
  const clock = `${wall.hour % 12 || 12}:${String(wall.minute).padStart(2, '0')} ${wall.hour < 12 ? 'AM' : 'PM'}`;
  return wall.toPlainDate().equals(utc.toPlainDate()) ? clock : `${dayText(wall)}, ${clock}`;
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
const dayText = (wall: Temporal.PlainDateTime): string => `${weekdayOf(wall).slice(0, 3)}, ${monthNames[wall.month - 1]} ${wall.day}`;
const clockText = (wall: Temporal.PlainDateTime): string => wall.toPlainTime().toString({ smallestUnit: 'minute' });
const minutes = (wall: Temporal.PlainDateTime): string => wall.toString({ smallestUnit: 'minute' }).replace('T', ' ');
const wallAt = (at: Instant, zone: string): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instantOf(at)).toZonedDateTimeISO(zone).toPlainDateTime();

function read(text: string, context: InstantContext): Reading<Settled> {
  const typed = bare(text);
  if (typed.length > lengthMax) return unread(`That's too long for a date. ${example}`);
  const own = context.zone === null ? null : isZone(context.zone);
  const placed = withOwnZone(parted(typed), own);
  if (!placed.ok) return placed;
  const cut = cutZone(placed.text);
  if (!cut.ok) return { ...cut, ideas: bestOf(cut.ideas, context) };

  const length = spanOf(/^in (.+)$|^(.+) from now$/i.exec(cut.rest)?.slice(1).join('') ?? '');
  if (length?.exact) {
    if (!length.unclear) return reachable(context.now + length.ms, cut.zone ?? 'UTC');
    const months = cut.rest.replace(/(\d) ?m\b/i, '$1 months');
    return unread(`Is “m” minutes or months?`, [typed.replace(/(\d) ?m\b/i, '$1 min'), `${months} at ${usualHour} ${cut.zone ?? 'UTC'}`]);
  }

  const zones = cut.zone === null ? ['UTC', ...(own === null ? [] : [own])] : [cut.zone];
  // A distance is the same in each zone.
  const inZones = (walls: readonly string[]) =>
    walls.flatMap((wall) => (/^in \d+ ?h/i.test(wall) ? [wall] : zones.map((zone) => `${wall} ${zone}`)));
  const present = wallAt(context.now, cut.zone ?? own ?? 'UTC');
  const clocked = withClock(cut.rest, present.year);
  if (!clocked.ok) return unread(clocked.problem, inZones(clocked.ideas));
  const reading = readWall(yearLast(clocked.text), present, context);
  if (!reading.ok) return unread(reading.problem, inZones(reading.ideas));
  if (cut.zone === null) return unread('In which time zone? Add UTC or a name like Europe/Berlin.', inZones([cut.rest]));
  return onBothCalendars(clocked.text, reading.wall, cut.zone, own, context);
}

/** An idea that can be read; or the ideas of how. */
function completed(idea: string, context: InstantContext): readonly string[] {
  const reading = read(idea, context);
  return reading.ok ? [idea] : reading.ideas;
}

type Settled = { at: Instant; zone: string };

/** What is said around a date, taken off. */
const bare = (text: string): string =>
  tidy(text)
    .replace(/^[(["“'](.*)[)\]"”']$/, '$1')
    .replace(/[,.;]$/, '')
    .replace(/^(?:crd|(?:coordinated )?(?:release|disclosure) date)\s*(?:[:=]\s*|\s(?=\S))/i, '')
    .replace(/^by /i, '')
    .trim();

/** As `date` prints it, the hour stands before the year. */
const yearLast = (rest: string): string =>
  rest.replace(/^([a-z]{3,9},? (?:[a-z]{3,9} \d\d?|\d\d? [a-z]{3,9})) (\d\d?:\d\d(?::\d\d)?(?: [ap]m)?) (\d{4})$/i, '$1 $3 $2');

/**
 * Of a text with the places that letters stand for, and with what they say of their clocks: first the places whose clocks say so on that day, and what the
 * letters say alone only where no place's do.
 */
function bestOf(ideas: readonly string[], context: InstantContext): readonly string[] {
  const readings = ideas
    .flatMap((each) => completed(each, context))
    .flatMap((idea) => {
      const reading = read(idea, context);
      return reading.ok ? [{ idea, ...reading }] : [];
    });
  const isClock = ({ zone }: Settled) => zone === 'UTC' || /^[+-]/.test(zone);
  const places = readings.filter((each) => !isClock(each));
  const clocks = readings.filter(isClock);
  const right = places.filter(({ at }) => clocks.some((clock) => clock.at === at));
  const others = places.filter((place) => !right.includes(place));
  return readings.length === 0 ? ideas : [...right, ...others, ...(right.length === 0 ? clocks : [])].map(({ idea }) => idea);
}

/**
 * A date that is reckoned from today, where today is another day in the zone named than for the reader: settled only where both give the same date, or only
 * one of them can be meant.
 */
function onBothCalendars(
  rest: string,
  wall: Temporal.PlainDateTime,
  zone: string,
  own: string | null,
  context: InstantContext,
): Reading<Settled> {
  const theirs = settle(wall, zone);
  const [here, there] = [own ?? zone, zone].map((each) => wallAt(context.now, each).toPlainDate());
  if (own === null || here === undefined || there === undefined || here.equals(there)) return theirs;
  const reading = readWall(yearLast(rest), wallAt(context.now, zone), context, here);
  if (!reading.ok || reading.wall.equals(wall)) return theirs;
  const mine = settle(reading.wall, zone);
  const can = (one: Reading<Settled>) => !one.ok || one.at > context.now !== (context.past === true);
  if (can(mine) !== can(theirs)) return can(mine) ? mine : theirs;
  const today = (day: Temporal.PlainDate) => `${weekdayOf(day).slice(0, 3)} ${day}`;
  return unread(
    `It's ${today(here)} in ${own} and ${today(there)} in ${zone}. Which day do you mean?`,
    [reading.wall, wall].map((one) => `${weekdayOf(one).slice(0, 3)} ${minutes(one)} ${zone}`),
  );
}

/** The sum of `3 days 4 hours`; exact when it counts hours or minutes, unclear where `m` stands beside no hours. Null when the text is anything else. */
function spanOf(text: string): { ms: number; exact: boolean; unclear: boolean } | null {
  const part = /(?:(\d{1,6}) ?|\ban? )(w|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)(?![a-z])/gi;
  const parts = Array.from(text.matchAll(part), ([, number = '1', unit = '']) => ({
    number: Number(number),
    unit: unit.charAt(0).toLowerCase(),
    letter: unit.length === 1,
  }));
  const nothingElse = !/[^ ,]/.test(text.replace(part, '').replace(/\band\b/gi, ''));
  if (parts.length === 0 || !nothingElse) return null;
  const ms = parts.reduce((sum, { number, unit }) => sum + number * (unitMs[unit] ?? 0), 0);
  const unclear = parts.some(({ unit, letter }) => unit === 'm' && letter) && !parts.some(({ unit }) => unit === 'h');
  return { ms, exact: parts.some(({ unit }) => unit === 'h' || unit === 'm'), unclear };
}

/** The instant at or after `at` that its echo, which shows minutes, tells in full. */
function reachable(at: Instant, zone: string): Reading<Settled> {
  return inRange(Math.ceil(at / minuteMs) * minuteMs, zone);
}

function inRange(at: Instant, zone: string): Reading<Settled> {
  return at >= 0 && at <= instantMax ? { ok: true, at, zone } : unread('Use a year from 1970 to 9999.');
}

// Wall clocks

function settle(wall: Temporal.PlainDateTime, zone: string): Reading<Settled> {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const late = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === late.epochMilliseconds) return inRange(earlier.epochMilliseconds, zone);

  if (earlier.toPlainDateTime().equals(wall)) {
    const both = [earlier, late].map(({ offset }) => `${minutes(wall)}${offset}`);
    return unread(`${minutes(wall)} exists twice in ${zone}, because the clocks go back: ${both.join(' or ')}?`, both);
  }
  const beside = [earlier, late].map((one) => minutes(one.toPlainDateTime()));
  const named = [earlier, late].map((one) => `${minutes(one.toPlainDateTime())}${one.offset} (${formatUtc(one.epochMilliseconds)})`);
  return unread(
    `${minutes(wall)} doesn't exist in ${zone}, because the clocks go forward. On either side: ${named.join(' and ')}.`,
    beside.map((one) => `${one} ${zone}`),
  );
}

const clock = String.raw`(?<clock>(?<hour>\d{1,2})(?::(?<min>\d\d)(?::(?<s>\d\d)(?:\.(?<ms>\d{1,3})\d*)?)?(?: ?(?<half>[ap])\.?m\.?)?| ?(?<half12>[ap])\.?m\.?)|(?:12 )?noon)`;
const clockLast = new RegExp(`^(?:at )?(?:(?<day>.+?)(?:(?<=\\d)t|,? at |,? ))?${clock}$`, 'i');
const clockFirst = new RegExp(`^(?:at )?${clock},? (?:on )?(?<day>.+)$`, 'i');

/**
 * The wall clock that a text without its zone tells. Ideas are without a zone, too.
 * `local`: what the clock of the zone shows now. `today`: the day that is reckoned from, where it is another.
 */
function readWall(
  text: string,
  local: Temporal.PlainDateTime,
  context: InstantContext,
  today = local.toPlainDate(),
): Reading<{ wall: Temporal.PlainDateTime }> {
  const bareHour = /^(?:at )?(\d{1,2})$/.exec(text)?.[1];
  if (bareHour !== undefined && Number(bareHour) < 24) return unread('On which day?', [`today ${bareHour}:00`, `tomorrow ${bareHour}:00`]);
  const part = partOfDay(text);
  if (part !== null) return part;
  const parts = (clockLast.exec(text) ?? clockFirst.exec(text))?.groups;
  const time = parts === undefined ? null : timeOf(parts);
  if (parts !== undefined && time === null) return unread(`There's no ${parts.clock}: a day goes from 00:00 to 23:59.`);
  if (parts !== undefined && parts.day === undefined) {
    return unread('On which day?', [`today ${parts.clock}`, `tomorrow ${parts.clock}`]);
  }
  const past = context.past === true;
  const day = dayOf(parts?.day ?? text, { date: today, past });
  if (!day.ok) {
    const ideas = day.ideas.map((idea) => `${idea} ${parts?.clock ?? usualHour}`);
    return unread(day.problem, ideas);
  }
  if (time === null) {
    return unread('At which hour? A date always needs one.', [`${text} ${/\d$/.test(text) ? '' : 'at '}${usualHour}`]);
  }
  const wall = day.date.toPlainDateTime(time);
  const order = Temporal.PlainDateTime.compare(wall, local);
  if (day.weekly && past && order > 0) return { ok: true, wall: wall.subtract({ days: 7 }) };
  return { ok: true, wall: day.weekly && !past && order <= 0 ? wall.add({ days: 7 }) : wall };
}

const spoken = '(?:midnight|morning|afternoon|evening|night|eod|end of (?:the )?day|cob|close of business|lunch ?time)';
const spokenLast = new RegExp(`^(?:at |by )?(?:(.+?),? (?:at |by |in the )?)?(${spoken})$`, 'i');
const spokenFirst = new RegExp(`^(?:at |by |the )?(${spoken})(?: of| on|,)? (.+)$`, 'i');

/** A part of a day, whose hours nobody else knows, is asked about: midnight begins a day or ends it. */
function partOfDay(text: string): Reading<never> | null {
  const [last, first] = [spokenLast.exec(text), spokenFirst.exec(text)];
  const name = last?.[2] ?? first?.[1];
  if (name === undefined) return null;
  const day = last?.[1] ?? first?.[2];
  const hours = Object.entries(hoursOf).find(([begins]) => name.toLowerCase().startsWith(begins))?.[1] ?? ['17:00', '23:59'];
  const problem = /^midnight/i.test(name) ? 'Midnight begins a day or ends it. Write the hour.' : 'At which hour? A date always needs one.';
  const days = day === undefined ? ['today', 'tomorrow'] : [day];
  return unread(
    problem,
    days.flatMap((each) => hours.map((hour) => `${each} ${hour}`)),
  );
}

const hoursOf: Readonly<Record<string, readonly string[]>> = {
  midnight: ['00:00', '23:59'],
  morning: ['09:00'],
  lunch: ['12:00'],
  afternoon: ['14:00'],
  evening: ['18:00'],
  night: ['22:00'],
};

function timeOf(parts: Readonly<Record<string, string | undefined>>): Temporal.PlainTime | null {
  if (parts.hour === undefined) return new Temporal.PlainTime(12);
  const half = (parts.half ?? parts.half12)?.toLowerCase();
  const [hour, min, s] = [Number(parts.hour), Number(parts.min ?? 0), Number(parts.s ?? 0)];
  if (min > 59 || s > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return null;
  const hour24 = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  return new Temporal.PlainTime(hour24, min, s, Number((parts.ms ?? '').padEnd(3, '0')));
}
