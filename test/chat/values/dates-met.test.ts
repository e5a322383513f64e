// What announcements, mails and programs taught: a phrase, and the instant that it means, or the question that it is asked back with what is offered.
import { expect, test } from 'vitest';
import { type InstantContext, isFullInstant, parseInstant } from '../../../src/chat/values/instant.ts';

// A Monday, in Berlin an hour later than in UTC.
const berlin: InstantContext = { now: Date.parse('2026-03-02T09:00Z'), zone: 'Europe/Berlin' };
// Monday evening there, Tuesday in UTC already.
const losAngeles: InstantContext = { now: Date.parse('2026-03-03T02:00Z'), zone: 'America/Los_Angeles' };

/** What a phrase is read as: the instant; or the question, with its offers behind it. */
function meaning(phrase: string, context: InstantContext): string {
  const read = parseInstant(phrase, context);
  return read.ok ? new Date(read.at).toISOString().replace(/:00\.000Z$/, 'Z') : [read.problem, ...read.suggestions].join(' | ');
}

test.each([
  // A weekday that is counted within its month is not a weekday beside a day.
  ['3rd wednesday of march 14:00 UTC', '2026-03-18T14:00Z'],
  ['the second Tuesday in April, 14:00 UTC', '2026-04-14T14:00Z'],
  ['2nd Tuesday of June 2027 at 17:00 UTC', '2027-06-08T17:00Z'],
  ['last friday of march 14:00 UTC', '2026-03-27T14:00Z'],
  ['1st monday of march 14:00 UTC', '2026-03-02T14:00Z'],
  ['1st sunday of march 14:00 UTC', '2027-03-07T14:00Z'],
  ['Wednesday the 6th of May 2026 at 4 p.m. UTC', '2026-05-06T16:00Z'],
  ['6 May 2026, Wednesday 16:00 UTC', '2026-05-06T16:00Z'],
  // As programs print it.
  ['Wed May  6 16:00:00 UTC 2026', '2026-05-06T16:00Z'],
  ['Wed  6 May 16:00:00 UTC 2026', '2026-05-06T16:00Z'],
  ['Wed 06 May 2026 04:00:00 PM UTC', '2026-05-06T16:00Z'],
  ['2026-05-06 16:00:00 +0000 UTC', '2026-05-06T16:00Z'],
  ['2026-05-06 00:00Z UTC', '2026-05-06T00:00Z'],
  // Noon, and what stands around a date.
  ['Dec 3rd at noon UTC', '2026-12-03T12:00Z'],
  ['12 noon UTC on 3 December', '2026-12-03T12:00Z'],
  ['2 weeks from now at noon UTC', '2026-03-16T12:00Z'],
  ['by Friday 17:00 UTC', '2026-03-06T17:00Z'],
  ['2026-12-03 14:00 UTC,', '2026-12-03T14:00Z'],
  ['2026-12-03 2 p.m. UTC.', '2026-12-03T14:00Z'],
  ['(2026-12-03 14:00 UTC)', '2026-12-03T14:00Z'],
  ['in 3 months at 14:00 UTC', '2026-06-02T14:00Z'],
  ['in 2h 5m', '2026-03-02T11:05Z'],
  ['in 5 min', '2026-03-02T09:05Z'],
  ['2026-12-03 14:00 UTC+14', '2026-12-03T00:00Z'],
  // Hours as the military, pilots, and other countries write them.
  ['Dec 10 1400z', '2026-12-10T14:00Z'],
  ['1400z dec 10', '2026-12-10T14:00Z'],
  ['10 dec 1400 UTC', '2026-12-10T14:00Z'],
  ['dec 10 2026 1400 UTC', '2026-12-10T14:00Z'],
  ['2026-12-10 1400 UTC', '2026-12-10T14:00Z'],
  ['2026-12-10T1400Z', '2026-12-10T14:00Z'],
  ['20261210T140000Z', '2026-12-10T14:00Z'],
  ['101400Z DEC 26', '2026-12-10T14:00Z'],
  ['dec 10 1400 hrs UTC', '2026-12-10T14:00Z'],
  ['1400 UTC+2 on dec 10', '2026-12-10T12:00Z'],
  ['14h UTC dec 10', '2026-12-10T14:00Z'],
  ['dec 10 14h30 UTC', '2026-12-10T14:30Z'],
  ['2026-12-10 14.30 UTC', '2026-12-10T14:30Z'],
  ['thu 14.00 UTC', '2026-03-05T14:00Z'],
  ['dec 10 14.00 Uhr Europe/Berlin', '2026-12-10T13:00Z'],
  ['dec 10 2.30pm UTC', '2026-12-10T14:30Z'],
  ['dec 10 at 14 UTC', '2026-12-10T14:00Z'],
  ["dec 10 14 o'clock UTC", '2026-12-10T14:00Z'],
  ['14:00 (UTC) dec 10', '2026-12-10T14:00Z'],
  ['Dec 10, 2 PM UTC time, please', '2026-12-10T14:00Z'],
  // A day of the month alone, and one that is counted from another.
  ['14:00 UTC on the 10th', '2026-03-10T14:00Z'],
  ['the 1st at 14:00 UTC', '2026-04-01T14:00Z'],
  ['14:00 UTC on the 31st', '2026-03-31T14:00Z'],
  ['monday 16th 14:00 UTC', '2026-03-16T14:00Z'],
  ['14:00 UTC monday the 16th', '2026-03-16T14:00Z'],
  ['mon 16 14:00 UTC', '2026-03-16T14:00Z'],
  ['the 10th of next month 14:00 UTC', '2026-04-10T14:00Z'],
  ['december the 10th at 2 pm UTC', '2026-12-10T14:00Z'],
  ['a week from today at noon utc', '2026-03-09T12:00Z'],
  ['two weeks from tomorrow at noon utc', '2026-03-17T12:00Z'],
  ['10 days after March 5 at noon UTC', '2026-03-15T12:00Z'],
  ['a week from thursday 14:00 UTC', '2026-03-12T14:00Z'],
  ['thursday week 14:00 UTC', '2026-03-12T14:00Z'],
  ['thursday next week 14:00 UTC', '2026-03-12T14:00Z'],
  ['a fortnight from today at noon UTC', '2026-03-16T12:00Z'],
  ['a month from today 14:00 UTC', '2026-04-02T14:00Z'],
  ['tmrw 14:00 UTC', '2026-03-03T14:00Z'],
  ['Dec 10 @ 2pm UTC', '2026-12-10T14:00Z'],
  ['dec 10 @14:00 in Europe/London', '2026-12-10T14:00Z'],
  // Whose zone is known.
  ['Dec 10 2pm my time', '2026-12-10T13:00Z'],
  ['2pm my time on Dec 10', '2026-12-10T13:00Z'],
  ['July 10 14:00 my timezone', '2026-07-10T12:00Z'],
])('%s means %s', (phrase, instant) => {
  expect(meaning(phrase, berlin)).toBe(instant);
});

const example = 'Write it like 2026-12-03 14:00 UTC, tue 15:00 Europe/Berlin or in 10 days at 14:00 UTC.';

test.each([
  ['5th wednesday of february 14:00 UTC', `There's no 5th wednesday of february. ${example}`],
  ['third tuesday 14:00 UTC', `I can't read “third tuesday” as a date. ${example}`],
  ['june 2nd tuesday 14:00 UTC', `I can't read “june 2nd tuesday” as a date. ${example}`],
  ['6 May Wed 2026 14:00 UTC', `I can't read “6 May Wed 2026” as a date. ${example}`],
  ['in 3m', 'Is “m” minutes or months? | in 3 min | in 3 months at 14:00 UTC'],
  ['in 3 m', 'Is “m” minutes or months? | in 3 min | in 3 months at 14:00 UTC'],
  [
    '26-12-03 14:00 UTC',
    '26-12-03 is ambiguous: countries read it differently. Write year-month-day. | 2026-12-03 14:00 UTC | 2003-12-26 14:00 UTC',
  ],
  [
    '2026-12-03 14:00 UTC+14:30',
    "There's no time zone UTC+14:30: offsets from UTC go from -12:00 to +14:00. Which one do you mean? | 2026-12-03 14:00 UTC",
  ],
  [
    '2026-12-03 14:00 UTC-13',
    "There's no time zone UTC-13: offsets from UTC go from -12:00 to +14:00. Which one do you mean? | 2026-12-03 14:00 UTC",
  ],
  ['24:00 UTC', "There's no 24:00: a day goes from 00:00 to 23:59."],
  ['2026-12-03 14:00 UTC +01:00', 'UTC and +01:00: which of the two zones? | 2026-12-03 14:00 UTC | 2026-12-03 14:00 +01:00'],
  // What may be an hour as well as a day, a year, or a distance.
  ['1400z', 'On which day? | today 14:00 UTC | tomorrow 14:00 UTC'],
  ['14h UTC', 'On which day, or in how long? | in 14h | today 14:00 UTC | tomorrow 14:00 UTC'],
  ['14.10 UTC', 'Is 14.10 an hour or a day? | today 14:10 UTC | tomorrow 14:10 UTC | 14 Oct 14:00 UTC'],
  ['thu 14.10 UTC', 'Is 14.10 an hour or a day? | thu 14:10 UTC | Wed 2026-10-14 14:00 UTC | Thu 2026-10-15 14:00 UTC'],
  ['dec 10 2000 UTC', 'Is 2000 the hour or the year? | dec 10 20:00 UTC | dec 10 2000 14:00 UTC'],
  ['dec 10 17 UTC', 'Is 17 the hour or the year? | dec 10 17:00 UTC | dec 10 2017 14:00 UTC'],
  ['mon 16 UTC', 'Is 16 the hour or the day? | mon 16:00 UTC | mon the 16th 14:00 UTC'],
  ['dec 10 at 9 UTC', '9:00 or 21:00? | dec 10 21:00 UTC | dec 10 9:00 UTC'],
  ['dec 10 2026', 'At which hour? A date always needs one. | dec 10 2026 14:00 UTC | dec 10 2026 14:00 Europe/Berlin'],
  ['2026-12-10 2400z', `I can't read “2026-12-10 2400” as a date. ${example}`],
  ['2026-12-10 14.60 UTC', `I can't read “2026-12-10 14.60” as a date. ${example}`],
  [
    'thursday 16th 14:00 UTC',
    '2026-03-16 is a Monday, not a Thursday. | Mon 2026-03-16 14:00 UTC | Thu 2026-03-19 14:00 UTC | Thu 2026-04-16 14:00 UTC',
  ],
  ['31st of next month 14:00 UTC', '2026-04-30 is the last day of that month. | 2026-04-30 14:00 UTC | 2026-05-31 14:00 UTC'],
  ['a week from monday 14:00 UTC', '2026-03-09 or 2026-03-16? | 2026-03-09 14:00 UTC | 2026-03-16 14:00 UTC'],
  ['sunday next week 14:00 UTC', '2026-03-08 or 2026-03-15? Some weeks begin on Sunday. | 2026-03-08 14:00 UTC | 2026-03-15 14:00 UTC'],
  ['midnight utc thursday', 'Midnight begins a day or ends it. Write the hour. | thursday 00:00 UTC | thursday 23:59 UTC'],
  ['end of day friday utc', 'At which hour? A date always needs one. | friday 17:00 UTC | friday 23:59 UTC'],
  ['dec 10 around 14:00 UTC', 'A date is exact to the minute. This one? | dec 10 14:00 UTC'],
  [
    'Dec 10 2pm local time',
    'Which time zone is “local time”? Write UTC or a name like Europe/Berlin. | Dec 10 2pm Europe/Berlin | Dec 10 2pm UTC',
  ],
  [
    'Dec 10 2pm your time',
    'Which time zone is “your time”? Write UTC or a name like Europe/Berlin. | Dec 10 2pm Europe/Berlin | Dec 10 2pm UTC',
  ],
  // Letters, with the place whose clocks they tell on that day first.
  ['9AM PT', 'Which time zone is PT? | today 9AM America/Los_Angeles | tomorrow 9AM America/Los_Angeles'],
  ['14:00 CET', 'Which time zone is CET? | today 14:00 Europe/Berlin | tomorrow 14:00 Europe/Berlin'],
  ['2026-07-07 10:00 CET', 'Which time zone is CET? | 2026-07-07 10:00 Europe/Berlin | 2026-07-07 10:00 +01:00'],
  ['2026-07-07 10:00 CST', 'Which time zone is CST? | 2026-07-07 10:00 Asia/Shanghai | 2026-07-07 10:00 America/Chicago'],
  ['2026-12-07 10:00 CST', 'Which time zone is CST? | 2026-12-07 10:00 America/Chicago | 2026-12-07 10:00 Asia/Shanghai'],
  ['Wed May  6 16:00:00 CEST 2026', 'Which time zone is CEST? | Wed May 6 16:00:00 Europe/Berlin 2026'],
  ['2026-07-07 10:00 MET', 'Which time zone is MET? Write UTC or a place, such as Europe/Berlin.'],
])('%s is asked back', (phrase, question) => {
  expect(meaning(phrase, berlin)).toBe(question);
});

const asked = (offers: string) =>
  `It's Mon 2026-03-02 in America/Los_Angeles and Tue 2026-03-03 in UTC. Which day do you mean? | ${offers}`;

test.each([
  ['tomorrow 14:00 UTC', asked('Tue 2026-03-03 14:00 UTC | Wed 2026-03-04 14:00 UTC')],
  ['in 10 days at 14:00 UTC', asked('Thu 2026-03-12 14:00 UTC | Fri 2026-03-13 14:00 UTC')],
  // Where the other day has gone by, there is nothing to ask.
  ['today 20:00 UTC', '2026-03-03T20:00Z'],
  ['friday 14:00 UTC', '2026-03-06T14:00Z'],
  ['monday 20:00 UTC', '2026-03-09T20:00Z'],
  ['tomorrow 14:00 America/Los_Angeles', '2026-03-03T22:00Z'],
  ['2026-03-04 14:00 UTC', '2026-03-04T14:00Z'],
  ['March 4 14:00 UTC', '2026-03-04T14:00Z'],
])('on an evening in Los Angeles, %s is read or asked as %s', (phrase, read) => {
  expect(meaning(phrase, losAngeles)).toBe(read);
});

test('where nothing is known of the reader, a day counts on the calendar of the zone named', () => {
  expect(meaning('tomorrow 14:00 UTC', { ...losAngeles, zone: null })).toBe('2026-03-04T14:00Z');
});

test.each([
  ['Feb 26 14:00 UTC', '2026-02-26T14:00Z', '2027-02-26T14:00Z'],
  ['Dec 3 14:00 UTC', '2025-12-03T14:00Z', '2026-12-03T14:00Z'],
  ['friday 14:00 UTC', '2026-02-27T14:00Z', '2026-03-06T14:00Z'],
  ['monday 08:59 UTC', '2026-03-02T08:59Z', '2026-03-09T08:59Z'],
  ['monday 09:01 UTC', '2026-02-23T09:01Z', '2026-03-02T09:01Z'],
  ['3rd wednesday of march 14:00 UTC', '2025-03-19T14:00Z', '2026-03-18T14:00Z'],
  ['2026-12-03 14:00 UTC', '2026-12-03T14:00Z', '2026-12-03T14:00Z'],
])('%s is %s where it is asked when something was, and %s where it is asked when something shall be', (phrase, was, shallBe) => {
  expect(meaning(phrase, { ...berlin, past: true })).toBe(was);
  expect(meaning(phrase, berlin)).toBe(shallBe);
});

test('a weekday that is counted within its month is shown before it counts', () => {
  expect(isFullInstant('2nd Tuesday of June 2027 at 17:00 UTC')).toBe(false);
  expect(isFullInstant('Tuesday, June 8, 2027 17:00 UTC')).toBe(true);
});

test('a date in the own zone of who types it is asked about where that is not known, and shown before it counts where it is', () => {
  expect(meaning('Dec 10 2pm my time', { ...berlin, zone: null })).toBe(
    'Which time zone is “my time”? Write UTC or a name like Europe/Berlin. | Dec 10 2pm UTC',
  );
  expect(isFullInstant('2026-12-10 14:00 my time')).toBe(false);
});

test('a city is offered as its zone, and letters with each place, whatever stands in front of the hour', () => {
  expect(meaning('Dec 10 14:00 in London', berlin)).toBe("There's no time zone called London. | Dec 10 14:00 in Europe/London");
  expect(meaning('Dec 10th, 2026 @ 2pm ET', berlin)).toBe('Which time zone is ET? | Dec 10th, 2026 at 2pm America/New_York');
});

test('an hour without its colon is no year', () => {
  expect(isFullInstant('Dec 10 1400z')).toBe(false);
  expect(isFullInstant('Dec 10 2130z')).toBe(false);
  expect(isFullInstant('Dec 10 2026 1400z')).toBe(true);
});
