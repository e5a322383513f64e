// Time zones as people type them: UTC, offsets, names of the IANA database.
import { closest, distance as editDistance } from 'fastest-levenshtein';
import { Temporal } from 'temporal-polyfill';
import { type Reading, unread } from './reading.ts';

/** The IANA name of a zone in its proper case, `UTC` for UTC, GMT and Z; null for anything else, so for offsets and for CET, EST or GB. */
export function isZone(text: string): string | null {
  const name = text.trim();
  if (/^(?:utc|gmt|z|etc\/(?:utc|gmt))$/i.test(name)) return 'UTC';
  const known = inDatabase(name);
  return known !== null && (known.includes('/') || /[a-z]/.test(known)) ? known : null;
}

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

/** The zone in a text, and the text without it; null when it names none. Refuses letters that stand for several places. */
export function cutZone(typed: string): Reading<{ rest: string; zone: string | null }> {
  const words = typed
    .replace(/(\d|[ap]m)((?:utc|gmt)(?:[+-]\d{1,2}(?::?\d\d)?)?|z)(?= |$)/gi, '$1 $2')
    // Elsewhere than behind an ISO date, 10:00-11:00 would rather be a range.
    .replace(/^(\D*\d{4}-\d\d?-\d\d?[t ][\d:.]+)([+-]\d\d(?::?\d\d)?)(?= |$)/i, '$1 $2')
    .split(' ')
    .map((word) => ({ word, zone: isZone(word) ?? offsetOf(word) }));
  const [found, second] = words.filter(({ zone }) => zone !== null);
  if (second !== undefined) return unread(`${found?.word} and ${second.word}: which of the two zones?`);
  const others = words.filter(({ zone }) => zone === null).map(({ word }) => word);
  if (found !== undefined) return { ok: true, rest: others.join(' '), zone: found.zone };

  for (const word of others) {
    const meant = (names: readonly string[]) => names.map((name) => others.map((other) => (other === word ? name : other)).join(' '));
    const places = Object.keys(abbreviations).filter((zone) => abbreviations[zone]?.split(' ').includes(word.toUpperCase()));
    if (places.length > 0 || inDatabase(word) !== null) {
      return unread(`${word} is ambiguous, or fixed while the clocks of its places change. Name a place.`, meant(places));
    }
    const near = nearZones(word);
    if (near !== null) return unread(`There is no zone called ${word}.`, meant(near));
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
