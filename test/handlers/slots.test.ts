import { expect, test } from 'vitest';
import { clockOf, minuteMs } from '../../src/domain/values/time.ts';
import { openSlots, reach, waitFor } from '../../src/handlers/slots.ts';

const coded = (code: string) => Object.assign(new Error('said by the server'), { code });
const at = (now: number) => ({ now: clockOf(() => now), random: () => 0 });

/** How long an event is left alone each time that it fails in this way, a second apart; null: that was a failed try. */
function waits(code: string, times: number): (number | null)[] {
  const slots = openSlots();
  return Array.from({ length: times }, (_, index) => waitFor(slots, 1, coded(code), at(index * 1_000)));
}

test('an event that waits for a lock is tried again ever less often, but each few seconds', () => {
  expect(waits('55P03', 7)).toEqual([125, 250, 500, 1_000, 2_000, 2_500, 2_500]);
});

test('an event that met another in the same moment is tried again at once, and then less often', () => {
  for (const code of ['40P01', '40001', '23505']) expect(waits(code, 5)).toEqual([0, 0, 0, 1_000, 2_000]);
});

test('waiting is a failed try after ten minutes, and for a name that is taken each time after half a minute', () => {
  const last = (code: string, ms: number) => {
    const slots = openSlots();
    waitFor(slots, 1, coded(code), at(0));
    return [waitFor(slots, 1, coded(code), at(ms - 1)) === null, waitFor(slots, 1, coded(code), at(ms)) === null];
  };
  expect([last('55P03', 10 * minuteMs), last('57014', 10 * minuteMs), last('23505', minuteMs / 2)]).toEqual([
    [false, true],
    [false, true],
    [false, true],
  ]);
});

test('what fails for a reason of its own did not wait', () => {
  expect([waits('22P02', 1), waits('unknown', 1)]).toEqual([[null], [null]]);
});

test('what met a lock is tried by one handler at a time, and what one has in hand is left to that one', () => {
  const slots = openSlots();
  slots.taken.add(7);
  waitFor(slots, 3, coded('55P03'), at(0));
  const [first, second] = [reach(slots, 0, null), reach(slots, 0, null)];
  expect([first.choice.except, second.choice.except]).toEqual([[7], [7, 3]]);
  first.done();
  first.done();
  const seven = { seq: 7, attempts: 0, begun: 1 };
  expect(reach(slots, 0, seven).choice).toMatchObject({ only: seven, except: [] });
  expect(reach(slots, 0, null).choice.except).toEqual([7]);
  first.done();
  expect(reach(slots, 0, null).choice.except).toEqual([7, 3]);
});
