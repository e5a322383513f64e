import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { daysOff } from '../../../src/chat/values/calendar.ts';

const at = (utc: string) => Date.parse(utc);
const shown = (from: string, to: string, ...countries: string[]) =>
  daysOff(at(from), at(to), countries).map(({ day, country, name }) => `${day} ${country} ${name}`);

test('public holidays are listed by day, then in the order of the countries', () => {
  expect(daysOff(at('2026-12-24T14:00Z'), at('2026-12-25T14:00Z'), ['DE'])).toEqual([
    { day: '2026-12-25', name: 'Christmas Day', country: 'DE' },
  ]);
  expect(shown('2026-12-24T00:00Z', '2027-01-01T00:00Z', 'US', 'de', 'JP', 'DE')).toEqual([
    '2026-12-25 US Christmas Day',
    '2026-12-25 DE Christmas Day',
    '2026-12-26 DE Boxing Day',
    "2027-01-01 US New Year's Day",
    "2027-01-01 DE New Year's Day",
    "2027-01-01 JP New Year's Day",
  ]);
});

test('the days of the first and the last instant count in UTC, whole', () => {
  expect(shown('2026-12-25T23:59Z', '2026-12-25T23:59Z', 'US')).toHaveLength(1);
  expect(shown('2026-12-26T00:00Z', '2026-12-31T23:59Z', 'US')).toEqual([]);
  expect(shown('2026-12-20T00:00Z', '2026-12-24T23:59Z', 'US')).toEqual([]);
  expect(shown('2026-12-26T00:00Z', '2026-12-25T00:00Z', 'US')).toEqual([]);
});

test('bank holidays and observances are working days', () => {
  expect(shown('2026-12-24T00:00Z', '2026-12-24T23:59Z', 'DE')).toEqual([]);
  expect(shown('2026-02-14T00:00Z', '2026-02-14T23:59Z', 'DE')).toEqual([]);
});

test('a holiday of several days is there on each of them, and a substitute day in the year before', () => {
  expect(shown('2026-03-18T00:00Z', '2026-03-25T00:00Z', 'AE')).toEqual([
    '2026-03-20 AE End of Ramadan (Eid al-Fitr)',
    '2026-03-21 AE End of Ramadan (Eid al-Fitr)',
    '2026-03-22 AE End of Ramadan (Eid al-Fitr)',
  ]);
  expect(shown('2027-12-30T00:00Z', '2028-01-01T00:00Z', 'US')).toEqual([
    "2027-12-31 US New Year's Day (substitute day)",
    "2028-01-01 US New Year's Day",
  ]);
});

test('a country that is not known is refused by name, and so is no country at all', () => {
  expect(() => daysOff(0, 0, ['DE', 'XX'])).toThrow(
    new RangeError('No holidays are known for the country "XX": expected an ISO 3166 code like DE or US.'),
  );
  expect(() => daysOff(0, 0, ['US.LA'])).toThrow(RangeError);
  expect(() => daysOff(0, 0, [''])).toThrow(RangeError);
  expect(() => daysOff(Number.NaN, 0, ['DE'])).toThrow(RangeError);
  expect(daysOff(0, 0, [])).toEqual([]);
});

// In processes of their own, because the library and the calendar both remember what they once reckoned.
test('the zone of the machine does not matter, and nothing is loaded before it is asked for', () => {
  const script = `
    import { createRequire } from 'node:module';
    import { daysOff } from './src/chat/values/calendar.ts';
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('date-holidays'));
    const before = loaded();
    const days = daysOff(Date.UTC(2025, 0, 1), Date.UTC(2027, 11, 31), ['DE', 'US', 'JP', 'AE', 'CN', 'IL', 'NZ', 'FO']);
    console.log(JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, before, after: loaded(), days }));
  `;
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  const [first, ...others] = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((zone) => {
    const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      cwd,
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const { zone: machine, before, after, days } = JSON.parse(run.stdout);
    expect({ machine, before, after }).toEqual({ machine: zone, before: false, after: true });
    return days;
  });
  expect(first.length).toBeGreaterThan(200);
  for (const other of others) expect(other).toEqual(first);
});
