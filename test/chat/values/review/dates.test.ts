// To read a date takes some milliseconds of everybody's time: of one message only so many are read, whatever it says.
import { expect, test } from 'vitest';
import { readReviewAnswers } from '../../../../src/chat/values/review/answers.ts';
import { datesOf, datesPerLineMax, readReady } from '../../../../src/chat/values/review/dates.ts';

const context = { now: Date.parse('2026-03-01T12:00Z'), zone: null };

/** What a line says, and how many dates were read for it. */
function counted(text: string) {
  const typed: string[] = [];
  const dates = datesOf(context, (each) => {
    typed.push(each);
    return readReady(each, context);
  });
  return { read: readReviewAnswers(text, context, dates), typed, dates };
}

const unitOf = (unit: string) => unit.repeat(2_000 / unit.length - 1);
const numbered = Array.from({ length: 90 }, (_, index) => `10 ready ${index} and ${index + 7};`).join('');

const texts = [
  ...['9 ready 1 and 2 and ', '10 ready a,b,c,d;', '1 and 2 and '].map((unit) => [unit, unitOf(unit)]),
  ['10 ready 0 and 7;', numbered],
];

test.each(texts)('a review that says %j again and again reads no more dates than a line may have', (_, text = '') => {
  const { read, typed, dates } = counted(`1 pass: ${text}`);
  expect(typed.length).toBeLessThanOrEqual(datesPerLineMax);
  expect(new Set(typed).size).toBe(typed.length);
  expect(read.ok).toBe(true);
  // The same words of another reading of the message are not read again.
  const before = typed.length;
  readReviewAnswers(`1 pass: ${text}`, context, dates);
  expect(typed.length).toBe(before);
});

test('what is left of a review with more dates than a line may have is asked about, so that nothing of it counts', () => {
  const { read } = counted(`1 pass: ${numbered}`);
  expect(read.ok && read.value.unsure?.some((each) => /^\d+/.test(each))).toBe(true);
  const days = Array.from({ length: 25 }, (_, index) => `; packages ready dec ${index + 1}`).join('');
  const late = counted(`1 pass${days}`).read;
  expect(late.ok && late.value.unsure).toContain('dec 21');
});

test('a review with as many dates as a line may have is read whole', () => {
  const { read, typed } = counted('1 pass; 10 ready dec 9; 9 fail: since march 3, and since march 4; packages ready by friday');
  expect(typed.length).toBeLessThan(datesPerLineMax);
  expect(read.ok && read.value.readyBy).not.toBe(null);
  expect(read.ok && read.value.answers.find(({ steps }) => steps.includes(10 as never))?.date).toBe(readReady('dec 9', context));
});

// What tells a date at all is what the reader of dates knows.
const days = [
  'dec 9',
  '9 december',
  'friday',
  'next friday',
  'tomorrow',
  'tmrw',
  'today',
  'in two days',
  'in a week',
  'a fortnight from monday',
];
const more = [
  'in a month',
  'in an hour',
  'in a min',
  'first friday of april',
  'last tuesday of june',
  'the day after tomorrow',
  '2026-12-03',
];
const hours = ['', ' 14:00', ' 14:00 UTC', ' noon UTC', ' at 2pm Europe/Berlin', ', 14:00 UTC'];
test.each([...days, ...more].flatMap((day) => hours.map((hour) => `${day}${hour}`)))(
  '%s is read among answers where it is a date',
  (text) => {
    expect(datesOf(context).line().dateOf(text)).toBe(readReady(text, context));
  },
);
