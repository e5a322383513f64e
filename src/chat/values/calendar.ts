// Public holidays, so that nobody agrees on a disclosure date that finds everyone at home.
import { createRequire } from 'node:module';
import type HolidaysOfCountry from 'date-holidays';
import { dayMs, type Instant } from '../../domain/values/time.ts';

/** `day` is the calendar day as the country names it, YYYY-MM-DD; `country` an ISO 3166 code; `name` in English where it is known. */
export type DayOff = { readonly day: string; readonly name: string; readonly country: string };

/**
 * The public holidays of the countries on the UTC calendar days from the one of `from` to the one of `to`, both included, in order of day.
 * None when `to` is before `from`. A holiday of several days is there once for each of them.
 *
 * Throws a RangeError for a country that is not known, and for an instant that is none: both come from a policy, not from a chat.
 */
export function daysOff(from: Instant, to: Instant, countries: readonly string[]): DayOff[] {
  const [first, last] = [utcDay(from), utcDay(to)];
  const found: DayOff[] = [];
  for (const country of new Set(countries.map(knownCountry))) {
    // A substitute day or a long feast may belong to the year before or after.
    for (let year = yearOf(first) - 1; year <= yearOf(last) + 1; year++) found.push(...holidays(country, year));
  }
  const within = found.filter(({ day }) => first <= day && day <= last);
  const distinct = new Map(within.map((off) => [`${off.day} ${off.country} ${off.name}`, off]));
  return [...distinct.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

const utcDay = (at: Instant): string => new Date(at).toISOString().slice(0, 10);
const yearOf = (day: string): number => Number(day.slice(0, 4));

// Loading the library and its data takes a fifth of a second: not at the start of the bot, and not for those who never ask.
let library: typeof HolidaysOfCountry | undefined;
let codes: ReadonlySet<string> | undefined;
const years = new Map<string, readonly DayOff[]>();

function load(): typeof HolidaysOfCountry {
  library ??= createRequire(import.meta.url)('date-holidays') as typeof HolidaysOfCountry;
  return library;
}

/** The ISO 3166 codes of the countries whose holidays are known. */
export function knownCountries(): ReadonlySet<string> {
  codes ??= new Set(Object.keys(new (load())().getCountries()));
  return codes;
}

function knownCountry(code: string): string {
  const country = code.toUpperCase();
  if (!knownCountries().has(country))
    throw new RangeError(`No holidays are known for the country "${code}": expected an ISO 3166 code like DE or US.`);
  return country;
}

function holidays(country: string, year: number): readonly DayOff[] {
  const key = `${country} ${year}`;
  const kept = years.get(key);
  if (kept !== undefined) return kept;
  // In UTC, every day has 24 hours; without a language, names come in the country's own.
  const calendar = new (load())(country, { types: ['public'], timezone: 'UTC', languages: ['en'] });
  const found = calendar.getHolidays(year).flatMap(({ date, start, end, name }) => {
    // `start` may be the evening before, `end` an early afternoon: the date is the day, the length tells how many.
    const noon = Date.parse(`${date.slice(0, 10)}T12:00Z`);
    const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
    return Array.from({ length }, (_, index) => ({ day: utcDay(noon + index * dayMs), name, country }));
  });
  years.set(key, found);
  return found;
}
