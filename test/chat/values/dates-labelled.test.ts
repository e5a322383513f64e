// Dates with more around them than a date: a label, a number of a list, a zone twice; and offsets that no clock has.
import { expect, test } from 'vitest';
import { parseInstant } from '../../../src/chat/values/instant.ts';

const context = { now: Date.parse('2026-03-02T09:00Z'), zone: 'Europe/Berlin' };
const read = (text: string) => {
  const parsed = parseInstant(text, context);
  return parsed.ok ? new Date(parsed.at).toISOString() : parsed;
};

test.each([
  ['2026-12-10 14:00 +0200 CEST', '2026-12-10T12:00:00.000Z'],
  ['2026-12-10 14:00:00 +0200 CEST', '2026-12-10T12:00:00.000Z'],
  ['2026-12-10 14:00 -0500 EST', '2026-12-10T19:00:00.000Z'],
  ['2026-12-10 14:00 +0000 WET', '2026-12-10T14:00:00.000Z'],
  ['CRD: 2026-12-10 14:00 UTC', '2026-12-10T14:00:00.000Z'],
  ['crd 2026-12-10 14:00 UTC', '2026-12-10T14:00:00.000Z'],
  ['Coordinated Release Date: 2026-12-10 14:00 UTC', '2026-12-10T14:00:00.000Z'],
  ['disclosure date = 2026-12-10 14:00 UTC', '2026-12-10T14:00:00.000Z'],
  ['2026-12-10 14:00 +14:00', '2026-12-10T00:00:00.000Z'],
])('%j is %s', (text, at) => expect(read(text)).toBe(at));

test.each([
  ['2026-12-10 14:00 +15:00', /There's no time zone \+15:00/, '2026-12-10 14:00 UTC'],
  ['2026-12-10 14:00 UTC+15', /There's no time zone UTC\+15/, '2026-12-10 14:00 UTC'],
  ['2026-12-10 14:00 -13:00', /from -12:00 to \+14:00/, '2026-12-10 14:00 UTC'],
  ['2026-12-10T14:00+14:30', /There's no time zone \+14:30/, '2026-12-10T14:00 UTC'],
  ['2026-12-10 14:00 +0200 EST', /\+0200 and EST: which of the two zones\?/, '2026-12-10 14:00 +0200'],
  ['2 2026-12-10 14:00 UTC', /What is the 2 in front of the date\?/, '2026-12-10 14:00 UTC'],
  ['1. tue 14:00 UTC', /What is the 1 in front/, 'tue 14:00 UTC'],
])('%j is asked about', (text, problem, offer) =>
  expect(read(text)).toEqual({ ok: false, problem: expect.stringMatching(problem), suggestions: expect.arrayContaining([offer]) }),
);
