// Hours as people of each country and trade write them, as `14:00`; and the zone that is the speaker's own.
import { type Reading, unread } from './reading.ts';

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\\.?';
export const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const nth = '\\d{1,2}(?:st|nd|rd|th)?';
const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const named = new RegExp(`\\b(?:${month}|today|tomorrow)(?![a-z])|\\d{4}[-/]\\d|\\d[./]\\d{1,2}[./]\\d`, 'i');
const hasClock = /\d:\d\d|\d ?[ap]\.?m\b|\b(?:noon|midnight)\b/i;

/**
 * A text with the speaker's own zone where it says `my time`. Asks where that is not known, and of a `local time`, which may be somebody else's.
 */
export function withOwnZone(text: string, own: string | null): Reading<{ text: string }> {
  const [said] = /\b(?:my|our|the|your) (?:own )?(?:local )?(?:time ?zone|tz|time)\b|\blocal(?: time)?\b|\bhere\b/i.exec(text) ?? [];
  if (said === undefined) return { ok: true, text };
  const inZone = (zone: string) => text.replace(said, ` ${zone} `).replace(/ +/g, ' ').trim();
  if (own !== null && /^(?:my|our)\b/i.test(said)) return { ok: true, text: inZone(own) };
  const zones = own === null ? ['UTC'] : [own, 'UTC'];
  return unread(`Which time zone is “${said}”? Write UTC or a name like Europe/Berlin.`, zones.map(inZone));
}

/** As programs, pilots and the military write an instant without its separators: `20261210T1400Z`, `101400Z DEC 26`. */
export const parted = (text: string): string =>
  text
    .replace(/(?<!\d)(\d{4})-?(\d\d)-?(\d\d)t(\d\d)(\d\d)(?:\d\d)?(?!\d)/gi, '$1-$2-$3 $4:$5')
    .replace(new RegExp(`^(\\d\\d)(\\d\\d)(\\d\\d)z,? (${month}) (?:20)?(\\d\\d)$`, 'i'), '$1 $4 20$5 $2:$3 Z')
    .replace(/\((utc|gmt|z)\)/gi, '$1')
    .replace(/\b(?:in )?(utc|gmt|[a-z]+\/[a-z_]+)(?: time)?\b/gi, '$1')
    .replace(/ ?@ ?(?=\d|noon\b)/gi, ' at ')
    .replace(/(?<![\d.])(\d{1,2})\.(\d\d ?[ap]\.?m)\b/gi, '$1:$2')
    .replace(/(\d[:.]\d\d) ?(?:h|hrs?|hours|uhr)\b/gi, '$1')
    .replace(/[, ]+(?:please|pls|sharp|thanks|thank you|thx)$/i, '');

/**
 * A text without its zone, with its hour as `14:00`: `1400`, `14h`, `14h30`, `14.00`, `14 o'clock`. Refuses what may be an hour as well as a day or a year, and
 * an hour that may be before noon as well as after it; its ideas are the text with each reading. `year`: the present one.
 */
export function withClock(text: string, year: number): Reading<{ text: string }> {
  if (hasClock.test(text)) return { ok: true, text };
  for (const reader of [ofLetters, ofWords, ofFour, ofDots, ofTwo]) {
    const reading = reader(text, year);
    if (reading !== null) return reading;
  }
  return { ok: true, text };
}

type Reader = (text: string, year: number) => Reading<{ text: string }> | null;

/** `14h`, `14h30`, `14 Uhr`, `1400 hrs`. */
const ofLetters: Reader = (text) => {
  const found = /(?<!\d[:.]|[\d+/-])(\d{1,2}?)(?:([0-5]\d) ?(?:h|hrs?|hours)| ?(?:h|hrs?|hours?|uhr)(?:([0-5]\d))?)(?![a-z\d])/i.exec(text);
  if (found === null || Number(found[1]) > 23) return null;
  const clock = `${found[1]}:${found[2] ?? found[3] ?? '00'}`;
  if (found[0] === text && found[2] === undefined && found[3] === undefined)
    return unread('On which day, or in how long?', [`in ${text}`, `today ${clock}`, `tomorrow ${clock}`]);
  return { ok: true, text: text.replace(found[0], clock) };
};

/** `at 14`, `2 o'clock`. */
const ofWords: Reader = (text) => {
  const [said = '', before, behind] = /(?<=\S |^)at (\d{1,2})(?=$| on )|(?<!\S)(\d{1,2}) ?o['’]?clock\b/i.exec(text) ?? [];
  const hour = Number(before ?? behind);
  if (said === '' || said === text || hour > 23) return null;
  const as = (each: number) => text.replace(said, `${each}:00`);
  if (hour === 0 || hour > 12) return { ok: true, text: as(hour) };
  return unread(`${hour}:00 or ${(hour % 12) + 12}:00?`, [as(hour % 12), as((hour % 12) + 12)].reverse());
};

/** `1400`, which may be a year where one is that near. */
const ofFour: Reader = (text, year) => {
  const dated = /\d{4}[-/]\d/.test(text);
  const all = [...text.matchAll(/(?<![\d:.+/-])([01]\d|2[0-3])([0-5]\d)(?![\d:./-])/g)];
  const years = all.filter(([typed]) => !dated && Math.abs(Number(typed) - year) <= yearsNear);
  const [found, ...others] = all.filter((each) => !years.includes(each));
  if (found === undefined || others.length > 0) return null;
  const [typed, hour, min] = found;
  const clock = `${text.slice(0, found.index)}${hour}:${min}${text.slice(found.index + typed.length)}`;
  const maybeYear = !dated && years.length === 0 && Number(typed) >= 1970 && Number(typed) < 2100;
  return maybeYear ? unread(`Is ${typed} the hour or the year?`, [clock, `${text} ${usual}`]) : { ok: true, text: clock };
};
const yearsNear = 3;
const usual = '14:00';

/** `14.00`, `2.30`; a day as well where nothing else is one. */
const ofDots: Reader = (text) => {
  const [typed, hour = '', min = ''] = /(?<![\d.])(\d{1,2})\.(\d\d)(?![\d.])/.exec(text) ?? [];
  if (typed === undefined || Number(hour) > 23 || Number(min) > 59) return null;
  const as = (each: string) => text.replace(typed, each);
  const day = (one: string, other: string) => {
    const name = monthNames[Number(other) - 1];
    return name === undefined || Number(one) === 0 || Number(one) > 31 ? [] : [as(`${Number(one)} ${name} ${usual}`)];
  };
  const days = named.test(text) || new RegExp(`\\bat ${hour}\\.`, 'i').test(text) ? [] : [...day(hour, min), ...day(min, hour)];
  return days.length === 0
    ? { ok: true, text: as(`${hour}:${min}`) }
    : unread(`Is ${typed} an hour or a day?`, [as(`${hour}:${min}`), ...days]);
};

const dayAnd = new RegExp(`^((?:${weekday},? )?(?:${month} ${nth}|${nth} (?:of )?${month})),? (\\d\\d)$`, 'i');
const weekdayAnd = new RegExp(`^(?:on )?(${weekday}) (\\d{1,2})$`, 'i');

/** `Dec 10 17`, `mon 14`: two digits that nobody else can read. */
const ofTwo: Reader = (text) => {
  const [, day, last = ''] = dayAnd.exec(text) ?? [];
  if (day !== undefined) return unread(`Is ${last} the hour or the year?`, [`${day} ${last}:00`, `${day} 20${last} ${usual}`]);
  const [, name, number = ''] = weekdayAnd.exec(text) ?? [];
  return name === undefined
    ? null
    : unread(`Is ${number} the hour or the day?`, [`${name} ${number}:00`, `${name} the ${number}th ${usual}`]);
};
