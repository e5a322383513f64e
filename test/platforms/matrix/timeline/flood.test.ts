// What is taken in of a flood at once, what later, and what not at all.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Told } from '../../../../src/platforms/matrix/timeline/context.ts';
import { floodLimits, turnsOf } from '../../../../src/platforms/matrix/timeline/flood.ts';

const said = (room: string, number: number): Told => ({ room, raw: { number }, since: 0, fresh: true });
const many = (room: string, count: number) => Array.from({ length: count }, (_, number) => said(room, number));

test('a member’s one message is taken in at once, whatever waits before it in the room of somebody else', () => {
  const flood = many('!stranger', 300);
  const turns = turnsOf([...flood, said('!member', 0)], new Set(['!stranger', '!member']));
  expect(turns).toEqual({
    now: [...flood.slice(0, floodLimits.atOnce), said('!member', 0)],
    later: flood.slice(floodLimits.atOnce, floodLimits.waiting),
    over: flood.slice(floodLimits.waiting),
  });
});

test('a room of several is taken in whole: nobody comes there who was not asked', () => {
  const talk = many('!list', 300);
  expect(turnsOf(talk, new Set(['!stranger']))).toEqual({ now: talk, later: [], over: [] });
});

test('what cannot be read takes no turns of what can, makes nobody hurry, and does not pile up', () => {
  const unread = many('!stranger', 300).map((each) => ({ ...each, fresh: false }));
  const turns = turnsOf([...unread, said('!stranger', 300)], new Set(['!stranger']));
  expect(turns).toEqual({
    now: [...unread.slice(0, floodLimits.atOnce), said('!stranger', 300)],
    later: [],
    over: unread.slice(floodLimits.atOnce),
  });
});

test('each room keeps its order, nothing is lost or doubled, and what waits comes to its turn', () => {
  const rooms = fc.constantFrom('!one', '!two', '!list');
  fc.assert(
    fc.property(fc.array(rooms, { maxLength: 700 }), (names) => {
      const told = names.map((room, number) => said(room, number));
      const taken: Told[] = [];
      let over = 0;
      for (let waiting: readonly Told[] = told; waiting.length > 0; ) {
        const turns = turnsOf(waiting, new Set(['!one', '!two']));
        expect(turns.now.length).toBeGreaterThan(0);
        taken.push(...turns.now);
        over += turns.over.length;
        waiting = turns.later;
      }
      expect(taken.length + over).toBe(told.length);
      for (const room of ['!one', '!two', '!list']) {
        const numbers = taken.filter((each) => each.room === room).map(({ raw }) => Number(raw.number));
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      }
    }),
    { numRuns: 60 },
  );
});
