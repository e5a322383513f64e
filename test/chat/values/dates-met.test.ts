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
