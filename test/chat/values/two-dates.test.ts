// Two dates in one text are two, whatever one leaves to the other; one date is never two.
import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/chat/parse.ts';
import { typedUtc } from '../../../src/chat/values/instant.ts';
import { readTwoDates } from '../../../src/chat/values/two-dates.ts';

const context = { now: Date.parse('2026-03-02T09:00Z'), zone: 'UTC' };
const both = (text: string) => readTwoDates(text, context)?.map(typedUtc) ?? null;

test.each<[string, string, string]>([
  ['2026-03-18 14:00 UTC or 2026-03-19 14:00 UTC', '2026-03-18 14:00 UTC', '2026-03-19 14:00 UTC'],
  ['2026-03-18 14:00 UTC, 2026-03-19 14:00 UTC', '2026-03-18 14:00 UTC', '2026-03-19 14:00 UTC'],
  ['2026-03-18 14:00 UTC or 2026-03-19', '2026-03-18 14:00 UTC', '2026-03-19 14:00 UTC'],
  ['2026-03-18 or 2026-03-19 14:00 UTC', '2026-03-18 14:00 UTC', '2026-03-19 14:00 UTC'],
  ['March 18 or 19 at 14:00 UTC', '2026-03-18 14:00 UTC', '2026-03-19 14:00 UTC'],
  ['either the 18th or the 19th of March 14:00 UTC', '2026-03-18 14:00 UTC', '2026-03-19 14:00 UTC'],
  ['Mar 18 14:00 UTC / Mar 19 15:00 UTC', '2026-03-18 14:00 UTC', '2026-03-19 15:00 UTC'],
  ['2026-03-18 14:00 or 15:00 UTC', '2026-03-18 14:00 UTC', '2026-03-18 15:00 UTC'],
  ['14:00 or 15:00 UTC on Mar 18', '2026-03-18 14:00 UTC', '2026-03-18 15:00 UTC'],
  ['Wednesday or Thursday 14:00 UTC', '2026-03-04 14:00 UTC', '2026-03-05 14:00 UTC'],
  ['in 8 or 9 days at 14:00 UTC', '2026-03-10 14:00 UTC', '2026-03-11 14:00 UTC'],
])('%j are two', (text, one, other) => expect(both(text)).toEqual([one, other]));

test.each([
  'Wed, Mar 18, 14:00 UTC',
  'Tuesday, March 17, 2026 14:00 UTC',
  'tue 14:00 utc',
  // No Wednesday: which day is meant is asked about as ever.
  'Wed, Mar 17, 14:00 UTC',
  'Mar 18 14:00 UTC, our freeze ends Mar 17',
  'Mar 18 14:00 UTC or Mar 18 14:00 UTC',
  'soon or later',
  `Mar 18 ${'or '.repeat(60)}`,
])('%j are not', (text) => expect(both(text)).toBeNull());

test('of two dates none is proposed, and each is a button with the rest of the order', () => {
  const parsed = parse('date propose wise-bison 2026-03-18 14:00 UTC or 2026-03-19 14:00 UTC reason="our freeze"', {
    ...context,
    codenames: ['wise-bison'],
  });
  expect(parsed).toMatchObject({
    type: 'wrong',
    choices: [
      { label: 'Propose Wed, Mar 18, 2026, 14:00 UTC', words: 'date propose wise-bison 2026-03-18 14:00 UTC reason="our freeze"' },
      { label: 'Propose Thu, Mar 19, 2026, 14:00 UTC', words: 'date propose wise-bison 2026-03-19 14:00 UTC reason="our freeze"' },
    ],
  });
  for (const { words } of parsed.type === 'wrong' ? (parsed.choices ?? []) : [])
    expect(parse(words, { ...context, codenames: ['wise-bison'] })).toMatchObject({ type: 'intent', codename: 'wise-bison' });
});

describe('behind a date', () => {
  const read = (words: string) => parse(`date propose wise-bison ${words}`, { ...context, codenames: ['wise-bison'] });

  test.each(['2026-03-18 14:00 UTC, 16:00 UTC', '2026-03-18 14:00 UTC, 17:00 Europe/Berlin'])('another hour is asked about: %j', (words) =>
    expect(read(words)).toMatchObject({
      type: 'wrong',
      choices: [{ words: 'date propose wise-bison 2026-03-18 14:00 UTC' }, { words: 'date propose wise-bison 2026-03-18 16:00 UTC' }],
    }),
  );

  test.each(['2026-03-18 14:00 UTC, 15:00 Europe/Berlin', '2026-03-18 14:00 UTC, 3 of us are away on Mar 19'])(
    'the same hour elsewhere, and a reason, are none: %j',
    (words) =>
      expect(read(words)).toMatchObject({ type: 'intent', intent: { command: { date: { at: Date.parse('2026-03-18T14:00Z') } } } }),
  );
});
