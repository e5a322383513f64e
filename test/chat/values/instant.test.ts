import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, test } from 'vitest';
import {
  distance,
  formatLocal,
  formatSoon,
  formatUtc,
  type InstantContext,
  isFullInstant,
  parseInstant,
  parseUntil,
} from '../../../src/chat/values/instant.ts';
import { isZone } from '../../../src/chat/values/zone.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/domain/values/time.ts';

// A Thursday. The reader lives in Berlin, an hour ahead of UTC.
const now = Date.parse('2026-12-03T10:00Z');
const context: InstantContext = { now, zone: 'Europe/Berlin' };

function reads(text: string, utc: string, zone = 'UTC', given = context) {
  expect(parseInstant(text, given), text).toEqual({ ok: true, at: Date.parse(utc), zone });
}

function refuses(text: string, problem: RegExp, suggestions: readonly string[] = [], given = context) {
  expect(parseInstant(text, given), text).toEqual({ ok: false, problem: expect.stringMatching(problem), suggestions });
}

const machineZone = process.env.TZ;
const machineZones = ['UTC', 'America/Los_Angeles', 'Europe/Berlin', 'Pacific/Kiritimati'];

function onMachineIn(zone: string) {
  process.env.TZ = zone;
  expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
}

afterEach(() => {
  if (machineZone === undefined) delete process.env.TZ;
  else process.env.TZ = machineZone;
});

test.each<[boolean, string]>([
  [true, '2026-12-10 14:00 UTC'],
  [true, '2026-12-10T14:00Z'],
  [true, '2026-12-10 15:00 Europe/Berlin anyway'],
  [true, '2026/12/10 15:00 Europe/Berlin'],
  [true, 'Thu, Dec 10, 2026, 14:00 UTC'],
  [true, 'December 10, 2026 2pm UTC'],
  [true, '14:00 UTC on 10 Dec 2026'],
  [false, 'Dec 10 14:00 UTC'],
  [false, 'Dec 10 14:00 GMT+0200'],
  [false, 'thu 14:00 UTC'],
  [false, 'tomorrow at 14:00 UTC'],
  [false, 'today 20:00 UTC'],
  [false, 'in 10 days at 14:00 UTC'],
  [false, 'in 2026 hours'],
  [false, '4000 minutes from now'],
])('whether a date means one instant whenever it is read: %s, %s', (full, text) => {
  expect(parseInstant(text.replace(/ anyway$/, ''), context), text).toMatchObject({ ok: true });
  expect(isFullInstant(text)).toBe(full);
});

describe('a disclosure date is read', () => {
  test('from year, month, day, hour and zone', () => {
    reads('2026-12-03 14:00 UTC', '2026-12-03T14:00Z');
    reads('2026-12-03T14:00Z', '2026-12-03T14:00Z');
    reads('2026/12/3 at 2pm gmt', '2026-12-03T14:00Z');
    reads('2026-12-03T14:03:22.123Z', '2026-12-03T14:03:22.123Z');
    reads('2026-12-03T15:00+01:00', '2026-12-03T14:00Z', '+01:00');
    reads('2026-12-03 09:30 -0430', '2026-12-03T14:00Z', '-04:30');
    reads('2026-12-03 16:00 UTC+2', '2026-12-03T14:00Z', '+02:00');
    reads('2026-12-03 15:00 Europe/Berlin', '2026-12-03T14:00Z', 'Europe/Berlin');
    reads('2026-07-03 15:00 Europe/Berlin', '2026-07-03T13:00Z', 'Europe/Berlin');
    reads('  2026-12-03   15:00  EUROPE/berlin ', '2026-12-03T14:00Z', 'Europe/Berlin');
  });

  test('with the month in words', () => {
    reads('Dec 3 2pm Europe/Berlin', '2026-12-03T13:00Z', 'Europe/Berlin');
    reads('Jul 3 2pm Europe/Berlin', '2027-07-03T12:00Z', 'Europe/Berlin');
    reads('3 December 2026 14:00 UTC', '2026-12-03T14:00Z');
    reads('Tuesday, February 13, 2024 at 2:00 PM UTC', '2024-02-13T14:00Z');
    reads('tue the 8th of december 14:00 utc', '2026-12-08T14:00Z');
    reads('Dec 2 14:00 UTC', '2027-12-02T14:00Z');
  });

  test('as the next such weekday, today while the hour is ahead', () => {
    reads('tue 14:00 utc', '2026-12-08T14:00Z');
    reads('14:00 UTC on Tuesday', '2026-12-08T14:00Z');
    reads('next tuesday at 16:00 UTC', '2026-12-08T16:00Z');
    reads('thu 10:01 UTC', '2026-12-03T10:01Z');
    reads('thu 10:00 UTC', '2026-12-10T10:00Z');
    reads('next thursday 14:00 UTC', '2026-12-10T14:00Z');
  });

  test('as days from today, counted on the calendar of the typed zone', () => {
    reads('in 10 days at 14:00 UTC', '2026-12-13T14:00Z');
    reads('tomorrow 2pm UTC', '2026-12-04T14:00Z');
    reads('the day after tomorrow at 14:00 UTC', '2026-12-05T14:00Z');
    reads('in two weeks at 14:00 UTC', '2026-12-17T14:00Z');
    reads('3 days ago 14:00 UTC', '2026-11-30T14:00Z');
    const evening = { ...context, now: Date.parse('2026-12-03T15:30Z') };
    reads('tomorrow 09:00 Asia/Tokyo', '2026-12-05T00:00Z', 'Asia/Tokyo', { ...evening, zone: null });
    reads('tomorrow 09:00 UTC', '2026-12-04T09:00Z', 'UTC', evening);
    const beforeTheClocksChange = { ...context, now: Date.parse('2026-03-28T12:00Z') };
    reads('in 1 day at 13:00 Europe/Berlin', '2026-03-29T11:00Z', 'Europe/Berlin', beforeTheClocksChange);
  });

  test('as an exact distance in hours or minutes, up to the minute that its echo shows', () => {
    reads('in 36 hours', '2026-12-04T22:00Z');
    reads('in 3 days 4 hours', '2026-12-06T14:00Z');
    reads('in 2 hours and 5 min', '2026-12-03T12:05Z');
    reads('90 minutes from now', '2026-12-03T11:30Z');
    reads('in 36 hours', '2026-12-04T22:01Z', 'UTC', { ...context, now: now + 1 });
  });
});

describe('a date is refused', () => {
  test('without an hour, which is asked for with the same day', () => {
    refuses('2026-12-03', /hour/, ['2026-12-03 14:00 UTC', '2026-12-03 14:00 Europe/Berlin']);
    refuses('in 14 days', /hour/, ['in 14 days at 14:00 UTC', 'in 14 days at 14:00 Europe/Berlin']);
    refuses('tue utc', /hour/, ['tue at 14:00 UTC']);
    refuses('Dec 8 UTC', /hour/, ['Dec 8 14:00 UTC']);
  });

  test('without a day', () => {
    refuses('14:00 UTC', /day/, ['today 14:00 UTC', 'tomorrow 14:00 UTC']);
    refuses('', /day/);
  });

  test('without a zone, with UTC and the reader’s own zone to choose from', () => {
    refuses('tue 14:00', /zone/, ['tue 14:00 UTC', 'tue 14:00 Europe/Berlin']);
    refuses('tue 14:00', /zone/, ['tue 14:00 UTC'], { now, zone: null });
    refuses('tue 14:00', /zone/, ['tue 14:00 UTC'], { now, zone: 'Mars/Olympus' });
    refuses('tue 14:00 UTC Europe/Berlin', /which of the two zones/, ['tue 14:00 Europe/Berlin', 'tue 14:00 UTC']);
  });

  test('in a zone that is ambiguous, fixed or unknown', () => {
    refuses('2026-12-03 15:00 CET', /Which time zone is CET/, ['2026-12-03 15:00 Europe/Berlin']);
    refuses('2026-12-03 15:00 bst', /Which time zone is bst/, ['2026-12-03 15:00 Europe/London', '2026-12-03 15:00 +01:00']);
    refuses('2026-12-03 9am PST', /Which time zone/, ['2026-12-03 9am America/Los_Angeles']);
    refuses('tue 9am IST', /Which time zone/, ['tue 9am Asia/Kolkata', 'tue 9am Asia/Jerusalem', 'tue 9am Europe/Dublin']);
    refuses('tue 9am GB', /Which time zone/);
    refuses('tue 15:00 Europe/Berln', /no time zone called Europe\/Berln/, ['tue 15:00 Europe/Berlin']);
    refuses('tue 15:00 Berlin', /no time zone called Berlin/, ['tue 15:00 Europe/Berlin']);
    refuses('tue 15:00 Middle/Earth', /no time zone called Middle\/Earth/);
    refuses('tue 15:00 +15:00', /no time zone \+15:00/, ['tue 15:00 UTC']);
  });

  test('when the clocks leap over it, with the instants on either side', () => {
    refuses('2026-03-29 02:30 Europe/Berlin', /n't exist.*01:30\+01:00 \(Sun, Mar 29, 2026, 00:30 UTC\) and.*03:30\+02:00/, [
      '2026-03-29 01:30 Europe/Berlin',
      '2026-03-29 03:30 Europe/Berlin',
    ]);
    reads('2026-03-29 01:59 Europe/Berlin', '2026-03-29T00:59Z', 'Europe/Berlin');
    reads('2026-03-29 03:00 Europe/Berlin', '2026-03-29T01:00Z', 'Europe/Berlin');
  });

  test('when it exists twice, with both offsets', () => {
    refuses('2026-10-25 02:30 Europe/Berlin', /twice/, ['2026-10-25 02:30+02:00', '2026-10-25 02:30+01:00']);
    reads('2026-10-25 02:30+02:00', '2026-10-25T00:30Z', '+02:00');
    reads('2026-10-25 02:30+01:00', '2026-10-25T01:30Z', '+01:00');
    reads('2026-10-25 01:59 Europe/Berlin', '2026-10-24T23:59Z', 'Europe/Berlin');
    reads('2026-10-25 03:00 Europe/Berlin', '2026-10-25T02:00Z', 'Europe/Berlin');
  });

  test('when no calendar or clock has it', () => {
    refuses('2026-02-30 14:00 UTC', /no 2026-02-30/);
    refuses('2026-13-01 14:00 UTC', /no 2026-13-01/);
    refuses('30 February 2027 14:00 UTC', /exist|read/);
    refuses('Feb 29 14:00 UTC', /exist|read/);
    refuses('2026 13 1 14:00 UTC', /exist|read/);
    refuses('2026-12-03 24:00 UTC', /no 24:00/);
    refuses('2026-12-03 14:60 UTC', /no 14:60/);
    refuses('2026-12-03 13pm UTC', /no 13pm/);
    refuses('1969-12-31 23:59 UTC', /1970/);
    refuses('in 999999 weeks 1 hour', /9999/);
  });

  test('when day and month could be swapped', () => {
    refuses('3.12.2026 14:00 UTC', /ambiguous/, ['2026-12-03 14:00 UTC', '2026-03-12 14:00 UTC']);
    refuses('03/04/2026 2pm UTC', /ambiguous/, ['2026-04-03 2pm UTC', '2026-03-04 2pm UTC']);
    refuses('25.12.26 14:00', /ambiguous/, ['2026-12-25 14:00 UTC', '2026-12-25 14:00 Europe/Berlin']);
    refuses('3.12.2026', /ambiguous/, [
      '2026-12-03 14:00 UTC',
      '2026-12-03 14:00 Europe/Berlin',
      '2026-03-12 14:00 UTC',
      '2026-03-12 14:00 Europe/Berlin',
    ]);
  });

  test('when its weekday is another', () => {
    const right = ['Tue 2024-02-13 14:00 UTC', 'Mon 2024-02-12 14:00 UTC'];
    refuses('Monday 2024-02-13 14:00 UTC', /2024-02-13 is a Tuesday, not a Monday/, right);
    refuses('Monday February 13 2024 14:00 UTC', /is a Tuesday/, right);
    reads('Tuesday 2024-02-13 14:00 UTC', '2024-02-13T14:00Z');
  });

  test('when "next friday" may be this week’s or the one after', () => {
    refuses('next friday 14:00 UTC', /Next Friday/, ['2026-12-04 14:00 UTC', '2026-12-11 14:00 UTC']);
    reads('friday 14:00 UTC', '2026-12-04T14:00Z');
  });

  test('unless all of it is understood', () => {
    refuses('5 people tomorrow', /can't read “5 people tomorrow”/);
    refuses('5 people tomorrow 14:00 UTC', /can't read/);
    refuses('mon tue 14:00 UTC', /can't read/);
    refuses('tue 10:00-11:00 UTC', /can't read/);
    refuses('dec 8 - dec 9 14:00 UTC', /can't read/);
    refuses('in 36 hours at 14:00 UTC', /can't read/);
    refuses('in 1.5 hours', /can't read/);
    refuses('tonight 8:00 UTC', /can't read/);
    refuses('next week 14:00 UTC', /can't read/);
    refuses('midnight UTC', /Midnight begins a day or ends it/, [
      'today 00:00 UTC',
      'today 23:59 UTC',
      'tomorrow 00:00 UTC',
      'tomorrow 23:59 UTC',
    ]);
    refuses('tomorrow + 10d 14:00 UTC', /can't read/);
    refuses('in a few days 14:00 UTC', /can't read/);
    refuses('10 days before tuesday 14:00 UTC', /can't read/);
    refuses('dec 8 26 14:00 UTC', /can't read/, ['dec 8 2026 14:00 UTC']);
    refuses(`tue 14:00 ${'x'.repeat(100)}`, /too long/);
  });
});

describe('whatever is typed', () => {
  const pieces = [
    ...[
      '2026-12-03',
      '2026-02-30',
      '2026-03-29',
      '2026-10-25',
      '3.12.2026',
      '03/04',
      'Dec 3',
      '3rd of december 2027',
      'in 14 days',
      'in 36 hours',
    ],
    ...['tue', 'Monday', 'next friday', 'today', 'tomorrow', 'in', '5 people', 'at', '4h', 'until', ','],
    ...['14:00', '02:30', '2pm', '14:00:30', '25:00', '2026-12-03T14:00', '01:30+02:00'],
    ...['UTC', 'Z', 'gmt', '+02:00', 'Europe/Berlin', 'europe/berln', 'CET', 'IST', 'GB', 'Berlin', 'America/New_York'],
  ];
  const typed = fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((some) => some.join(' ')),
    fc.string({ unit: 'binary' }),
  );
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia'];
  const instants = fc.integer({ min: Date.parse('2000-01-01T00:00Z'), max: Date.parse('2040-01-01T00:00Z') });
  const contexts = fc.record({ now: instants, zone: fc.constantFrom(null, ...zones) });

  test('every suggestion is a text that is accepted', () => {
    fc.assert(
      fc.property(typed, contexts, fc.constantFrom(parseInstant, parseUntil), (text, given, parse) => {
        const parsed = parse(text, given);
        if (!parsed.ok) expect(parsed.suggestions.filter((suggestion) => !parseInstant(suggestion, given).ok)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('the zone of the machine does not matter', () => {
    fc.assert(
      fc.property(typed, contexts, (text, given) => {
        const parsed = machineZones.map((zone) => {
          onMachineIn(zone);
          return parseInstant(text, given);
        });
        for (const other of parsed) expect(other).toEqual(parsed[0]);
      }),
      { numRuns: 500 },
    );
  });

  test('what the bot echoes is read back as the same instant, and a wall clock too, or refused because it exists twice', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (instant, zone) => {
        const at = Math.floor(instant / minuteMs) * minuteMs;
        expect(parseInstant(formatUtc(instant), context)).toEqual({ ok: true, at, zone: 'UTC' });
        const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
        const local = parseInstant(`${wall.toString({ smallestUnit: 'minute' })} ${zone}`, context);
        const readings = local.ok ? [local] : local.suggestions.map((suggestion) => parseInstant(suggestion, context));
        expect(readings.filter((reading) => reading.ok && reading.at === at)).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a reminder is put off for a while or until a date', () => {
  const until = (text: string) => parseUntil(text, context);
  const after = (ms: number) => ({ ok: true, at: now + ms, zone: 'UTC' });
  expect(until('4h')).toEqual(after(4 * hourMs));
  expect(until('30 min')).toEqual(after(30 * minuteMs));
  expect(until('2d')).toEqual(after(2 * dayMs));
  expect(until('2 days')).toEqual(after(2 * dayMs));
  expect(until('for 1d 4h')).toEqual(after(28 * hourMs));
  expect(until('until tue 14:00 utc')).toEqual({ ok: true, at: Date.parse('2026-12-08T14:00Z'), zone: 'UTC' });
  expect(until('2026-12-03 15:00 Europe/Berlin')).toEqual({ ok: true, at: Date.parse('2026-12-03T14:00Z'), zone: 'Europe/Berlin' });
  expect(until('until tue 14:00')).toMatchObject({ ok: false, suggestions: ['tue 14:00 UTC', 'tue 14:00 Europe/Berlin'] });
  expect(until('0h')).toMatchObject({ ok: false });
  expect(until('4 parsecs')).toMatchObject({ ok: false });
});

test('an instant is echoed with its weekday in UTC, and on the wall clock of a zone', () => {
  const at = Date.parse('2024-01-31T20:00:59Z');
  for (const zone of machineZones) {
    onMachineIn(zone);
    expect(formatUtc(at)).toBe('Wed, Jan 31, 2024, 20:00 UTC');
    expect(formatSoon(at)).toBe('Wed, Jan 31, 20:00 UTC');
    expect(formatLocal(at, 'Europe/Berlin')).toBe('9:00 PM');
    expect(formatLocal(at, '+05:30')).toBe('Thu, Feb 1, 1:30 AM');
    expect(formatLocal(at, 'America/Los_Angeles')).toBe('12:00 PM');
  }
  expect(() => formatLocal(at, 'Mars/Olympus')).toThrow(RangeError);
});

test('a distance has two units at the most and never says more than is left', () => {
  const both = (ms: number) => [distance(now, now + ms), distance(now + ms, now)];
  expect(both(minuteMs - 1)).toEqual(['now', 'now']);
  expect(both(minuteMs)).toEqual(['in 1 min', '1 min ago']);
  expect(both(45 * minuteMs)).toEqual(['in 45 min', '45 min ago']);
  expect(both(hourMs - 1)).toEqual(['in 59 min', '59 min ago']);
  expect(both(3 * hourMs + 5 * minuteMs)).toEqual(['in 3 h 5 min', '3 h 5 min ago']);
  expect(both(dayMs)).toEqual(['in 1 day', '1 day ago']);
  expect(both(2 * dayMs + hourMs)).toEqual(['in 2 days 1 h', '2 days 1 h ago']);
  expect(both(7 * dayMs - 1)).toEqual(['in 6 days 23 h', '6 days 23 h ago']);
});

test('a zone is a name of the database; an offset or an abbreviation is none', () => {
  expect(['utc', 'Gmt', ' z ', 'Etc/UTC', 'europe/berlin', 'america/port-au-prince', 'japan'].map(isZone)).toEqual([
    ...['UTC', 'UTC', 'UTC', 'UTC', 'Europe/Berlin', 'America/Port-au-Prince', 'Japan'],
  ]);
  expect(['CET', 'est', 'GB', 'EST5EDT', '+02:00', 'Berlin', 'Europe/Berln', ''].map(isZone)).toEqual(Array(8).fill(null));
});
