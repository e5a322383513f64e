import { expect, test } from 'vitest';
import { nextMorning } from '../../../src/domain/values/mornings.ts';
import type { Instant } from '../../../src/domain/values/time.ts';

const at = (text: string): Instant => Date.parse(text);

test.each<[string, string, string | null, number, string]>([
  ['nine in New York', '2026-01-05T13:59Z', 'America/New_York', 0, '2026-01-05T14:00Z'],
  ['at nine itself', '2026-01-05T14:00Z', 'America/New_York', 0, '2026-01-05T14:00Z'],
  ['a minute after it, the next day', '2026-01-05T14:01Z', 'America/New_York', 0, '2026-01-06T14:00Z'],
  ['an hour sooner once the clocks are put forward', '2026-03-07T15:00Z', 'America/New_York', 0, '2026-03-08T13:00Z'],
  ['an hour later once they are put back', '2026-10-24T08:00Z', 'Europe/Berlin', 0, '2026-10-25T08:00Z'],
  ['in Auckland it is the day before in UTC', '2026-01-05T20:30Z', 'Pacific/Auckland', 0, '2026-01-06T20:00Z'],
  ['without a zone, the hour of the list', '2026-01-05T14:01Z', null, 14 * 60, '2026-01-06T14:00Z'],
])('%s', (_, from, zone, minutes, morning) => {
  expect(new Date(nextMorning(at(from), zone, minutes)).toISOString()).toBe(new Date(at(morning)).toISOString());
});
