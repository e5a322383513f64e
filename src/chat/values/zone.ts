// Time zones as people type them: UTC, offsets, names of the IANA database.
import { closest, distance as editDistance } from 'fastest-levenshtein';
import { Temporal } from 'temporal-polyfill';
import { own } from '../../domain/values/records.ts';
import { type Reading, unread } from './reading.ts';

/** The IANA name of a zone in its proper case, `UTC` for UTC, GMT and Z; null for anything else, so for offsets and for CET, EST or GB. */
export function isZone(text: string): string | null {
  const name = text.trim();
  if (/^(?:utc|gmt|z|etc\/(?:utc|gmt))$/i.test(name)) return 'UTC';
  const known = inDatabase(name);
  return known !== null && (known.includes('/') || /[a-z]/.test(known)) ? known : null;
}

// Letters that stand for several places, or for half of a year, and what people mean by them: the place, and what the letters say of its clock.
const abbreviations: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
  ['Europe/Berlin', { CET: '+01:00', CEST: '+02:00' }],
  ['Europe/Helsinki', { EET: '+02:00', EEST: '+03:00' }],
  ['Europe/Lisbon', { WET: '+00:00', WEST: '+01:00' }],
  ['Europe/London', { BST: '+01:00' }],
  ['Europe/Dublin', { IST: '+01:00' }],
  ['Europe/Moscow', { MSK: '+03:00' }],
  ['America/New_York', { ET: null, EST: '-05:00', EDT: '-04:00' }],
  ['America/Chicago', { CT: null, CST: '-06:00', CDT: '-05:00' }],
  ['America/Denver', { MT: null, MST: '-07:00', MDT: '-06:00' }],
  ['America/Los_Angeles', { PT: null, PACIFIC: null, PST: '-08:00', PDT: '-07:00' }],
  ['Asia/Kolkata', { IST: '+05:30' }],
  ['Asia/Jerusalem', { IST: '+02:00' }],
  ['Asia/Shanghai', { CST: '+08:00' }],
  ['Asia/Tokyo', { JST: '+09:00' }],
  ['Asia/Seoul', { KST: '+09:00' }],
  ['Asia/Singapore', { SGT: '+08:00' }],
  ['Australia/Sydney', { AEST: '+10:00', AEDT: '+11:00' }],
  ['Pacific/Auckland', { NZST: '+12:00', NZDT: '+13:00' }],
];

/**
 * The zone in a text, and the text without it; null when it names none. Refuses letters that stand for several places, or for half of a year: its ideas are
 * the text with each place, and behind them with what the letters say of each place's clock.
 */
export function cutZone(typed: string): Reading<{ rest: string; zone: string | null }> {
  const words = typed
    .replace(/(\d|[ap]m)((?:utc|gmt)(?:[+-]\d{1,2}(?::?\d\d)?)?|z)(?= |$)/gi, '$1 $2')
    // Elsewhere than behind an ISO date, 10:00-11:00 would rather be a range.
    .replace(/^(\D*\d{4}-\d\d?-\d\d?[t ][\d:.]+)([+-]\d\d(?::?\d\d)?)(?= |$)/i, '$1 $2')
    .split(' ')
    .map((word) => ({ word, zone: isZone(word) ?? offsetOf(word) }));
  // Go and other programs write the same zone twice: +0000 UTC.
  const named = words.filter(({ zone }) => zone !== null);
  const [found] = named;
  const second = named.find(({ zone }) => zone !== found?.zone);
  // `+0200 CEST`: its letters behind an offset say the same again.
  const again = found === undefined ? [] : words.filter(({ word }) => clocksOf(word).includes(found.zone ?? ''));
  const others = words.filter((each) => each.zone === null && !again.includes(each)).map(({ word }) => word);
  const beyond = words.find(({ word, zone }) => zone === null && offset.test(word));
  if (beyond !== undefined) {
    const [, prefix, , hours = ''] = offset.exec(beyond.word) ?? [];
    if (prefix !== undefined || hours.length === 2)
      return unread(`There's no time zone ${beyond.word}: offsets from UTC go from -12:00 to +14:00. Which one do you mean?`, [
        others.map((word) => (word === beyond.word ? 'UTC' : word)).join(' '),
      ]);
  }
  if (second !== undefined) {
    const alone = [found, second].map((each) => [...others, each?.word].join(' '));
    return unread(`${found?.word} and ${second.word}: which of the two zones?`, alone);
  }
  if (found !== undefined) {
    const letters = others.find((word) => clocksOf(word).length > 0);
    if (letters === undefined) return { ok: true, rest: others.join(' '), zone: found.zone };
    const left = others.filter((word) => word !== letters);
    return unread(`${found.word} and ${letters}: which of the two zones?`, [[...left, found.word].join(' '), [...left, letters].join(' ')]);
  }

  for (const word of others) {
    const meant = (names: readonly string[]) => names.map((name) => others.map((other) => (other === word ? name : other)).join(' '));
    const places = abbreviations.filter(([, letters]) => own(letters, word.toUpperCase()) !== undefined);
    if (places.length > 0 || inDatabase(word) !== null) {
      const clocks = places.flatMap(([, letters]) => own(letters, word.toUpperCase()) ?? []);
      const how = places.length > 0 ? '' : ' Write UTC or a place, such as Europe/Berlin.';
      return unread(`Which time zone is ${word}?${how}`, meant([...places.map(([place]) => place), ...new Set(clocks)]));
    }
    const near = nearZones(word);
    if (near !== null) return unread(`There's no time zone called ${word}.`, meant(near));
  }
  return { ok: true, rest: others.join(' '), zone: null };
}

/** What letters say of the clocks of the places that they stand for; the same as an offset would say it. */
const clocksOf = (word: string): string[] =>
  abbreviations.flatMap(([, letters]) => own(letters, word.toUpperCase()) ?? []).map((clock) => (clock === '+00:00' ? 'UTC' : clock));

const offset = /^(utc|gmt)?([+-])(\d{1,2})(?::?(\d\d))?$/i;

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
  const [, prefix, sign, hours = '', min = '00'] = offset.exec(word) ?? [];
  if (sign === undefined || (prefix === undefined && hours.length < 2) || Number(min) > 59) return null;
  const ahead = (Number(hours) * 60 + Number(min)) * (sign === '-' ? -1 : 1);
  if (ahead < -12 * 60 || ahead > 14 * 60) return null;
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
