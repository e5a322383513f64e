import { describe, expect, test } from 'vitest';
import { movableClock, readMove } from '../../../src/platforms/terminal/clock.ts';

const at = (iso: string) => Date.parse(iso);
const wednesday = at('2024-01-17T09:00Z');

describe('a clock that stands still', () => {
  test('goes forward when it is told, and by itself not at all', () => {
    const clock = movableClock({ frozenAt: wednesday });
    expect(clock.now()).toBe(wednesday);
    expect(clock.set(at('2024-01-31T20:00Z'))).toEqual({ ok: true });
    expect(clock.now()).toBe(at('2024-01-31T20:00Z'));
  });

  test('may be set to where it stands', () => {
    const clock = movableClock({ frozenAt: wednesday });
    expect(clock.set(wednesday)).toEqual({ ok: true });
  });

  test('does not go back, not even by a millisecond', () => {
    const clock = movableClock({ frozenAt: wednesday });
    expect(clock.set(wednesday - 1)).toEqual({
      ok: false,
      problem: "The clock only goes forward. It's already Wed, Jan 17, 2024, 09:00 UTC.",
    });
    expect(clock.now()).toBe(wednesday);
  });
});

describe('a clock that runs ahead of the real one', () => {
  test('runs on after a move', () => {
    let real = wednesday;
    const clock = movableClock({ offsetMs: 1000, real: () => real });
    expect(clock.now()).toBe(wednesday + 1000);
    expect(clock.set(at('2024-01-31T20:00Z'))).toEqual({ ok: true });
    real += 5000;
    expect(clock.now()).toBe(at('2024-01-31T20:00:05Z'));
  });
});

describe('where the clock is to go', () => {
  test.each([
    ['+7d', '2024-01-24T09:00Z'],
    ['+36h', '2024-01-18T21:00Z'],
    ['+30m', '2024-01-17T09:30Z'],
    ['+1d 12h', '2024-01-18T21:00Z'],
    ['+1d12h5m', '2024-01-18T21:05Z'],
    [' +7D ', '2024-01-24T09:00Z'],
    ['+0m', '2024-01-17T09:00Z'],
    ['2026-12-03T13:59Z', '2026-12-03T13:59Z'],
    ['2026-12-03T13:59:00Z', '2026-12-03T13:59Z'],
    ['2026-12-03T13:59:00.000Z', '2026-12-03T13:59Z'],
    ['2024-01-17T09:00Z', '2024-01-17T09:00Z'],
    ['2026-12-03 14:00 UTC', '2026-12-03T14:00Z'],
    ['2026-12-03 15:00 Europe/Berlin', '2026-12-03T14:00Z'],
  ])('%j is %s', (text, expected) => expect(readMove(text, wednesday)).toEqual({ ok: true, at: at(expected) }));

  test.each([
    ['2024-01-17T08:59Z', "The clock only goes forward. It's already Wed, Jan 17, 2024, 09:00 UTC."],
    ['2026-02-30T12:00Z', "There's no 2026-02-30T12:00Z."],
    ['2026-02-03T25:00Z', "There's no 2026-02-03T25:00Z."],
    ['+99999999d', 'The clock stops at the year 9999.'],
    [`+${'9'.repeat(400)}d`, 'The clock stops at the year 9999.'],
  ])('%s is refused', (text, problem) => expect(readMove(text, wednesday)).toEqual({ ok: false, problem }));

  test.each(['', '+', '+d', '-7d', 'soon', '2026-12-03'])('%j is no move, and the answer shows what would be', (text) =>
    expect(readMove(text, wednesday)).toEqual({
      ok: false,
      problem: expect.stringContaining('The clock takes +7d, +36h, +30m or 2026-12-03T13:59Z.'),
    }),
  );
});
