// Quiet hours, as they are typed and as clocks tell them.
import { describe, expect, test } from 'vitest';
import { quietText, quietUntil, readQuiet } from '../../../src/chat/values/quiet.ts';
import { at } from '../../setup/embargo.ts';

const hours = (text: string) => {
  const read = readQuiet(text);
  if (!read.ok || read.value === null) throw new Error(`${text} is no quiet hours`);
  return read.value;
};

describe('quiet hours are read', () => {
  test.each([
    ['22:00-07:00', '22:00-07:00'],
    ['22-7', '22:00-07:00'],
    ['22:30 - 6:15', '22:30-06:15'],
    ['10pm to 7am', '22:00-07:00'],
    ['12 am until 12 pm', '00:00-12:00'],
    ['0:00–23:59', '00:00-23:59'],
  ])('%s', (typed, shown) => expect(quietText(hours(typed))).toBe(shown));

  test.each(['off', 'none', 'OFF'])('%s as none', (typed) => expect(readQuiet(typed)).toEqual({ ok: true, value: null }));

  test.each(['', '22:00', '24:00-7:00', '22:60-7', '13pm-7', '22:00-07:00-09:00', 'night'])('not %s', (typed) => {
    expect(readQuiet(typed)).toEqual({ ok: false, problem: 'Expected two hours, such as 22:00-07:00, or `off`.' });
  });

  test('not as a whole day', () => {
    expect(readQuiet('9:00-09:00')).toMatchObject({ ok: false, problem: expect.stringContaining('the whole day') });
  });
});

describe('quiet hours end', () => {
  const night = hours('22:00-07:00');
  test.each([
    ['a minute before they begin: not at all', '2026-03-02T21:59Z', 'UTC', null],
    ['when they begin: in the morning', '2026-03-02T22:00Z', 'UTC', '2026-03-03T07:00Z'],
    ['after midnight: the same morning', '2026-03-03T00:00Z', 'UTC', '2026-03-03T07:00Z'],
    ['a minute before they end: then', '2026-03-03T06:59Z', 'UTC', '2026-03-03T07:00Z'],
    ['when they have ended: not at all', '2026-03-03T07:00Z', 'UTC', null],
    ['by the clock of the person: in Tokyo it is morning', '2026-03-02T22:00Z', 'Asia/Tokyo', null],
    ['by the clock of the person: in Los Angeles it is night', '2026-03-03T06:30Z', 'America/Los_Angeles', '2026-03-03T15:00Z'],
    // Berlin: 2026-03-29 02:00 to 03:00 is left out, 2026-10-25 02:00 to 03:00 is told twice.
    ['in a night that is an hour shorter', '2026-03-28T23:30Z', 'Europe/Berlin', '2026-03-29T05:00Z'],
    ['in a night that is an hour longer', '2026-10-24T22:30Z', 'Europe/Berlin', '2026-10-25T06:00Z'],
  ])('%s', (_, now, zone, end) => expect(quietUntil(at(now), night, zone)).toBe(end === null ? null : at(end)));

  test('at the hour that is left out: where the clock goes on', () => {
    expect(quietUntil(at('2026-03-29T00:30Z'), hours('23:00-02:30'), 'Europe/Berlin')).toBe(at('2026-03-29T01:30Z'));
    expect(quietUntil(at('2026-03-29T01:30Z'), hours('23:00-02:30'), 'Europe/Berlin')).toBe(null);
  });

  test('at the hour that is told twice: the first time', () => {
    expect(quietUntil(at('2026-10-25T00:29Z'), hours('23:00-02:30'), 'Europe/Berlin')).toBe(at('2026-10-25T00:30Z'));
    expect(quietUntil(at('2026-10-25T01:15Z'), hours('23:00-02:30'), 'Europe/Berlin')).toBe(null);
  });

  test('within a day', () => {
    expect(quietUntil(at('2026-03-02T12:30Z'), hours('12:00-13:00'), 'UTC')).toBe(at('2026-03-02T13:00Z'));
    expect(quietUntil(at('2026-03-02T13:00Z'), hours('12:00-13:00'), 'UTC')).toBe(null);
  });
});
