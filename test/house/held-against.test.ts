// A suite that somebody else made fails where it is read wrong, unless the reason is written down; and a reason that nothing needs any more fails too.
import { expect, test } from 'vitest';
import { heldAgainst, type Tried } from '../corpora/held-against.ts';

const tried: Tried[] = [
  { entry: 'one', outcome: 'right' },
  { entry: 'two', outcome: 'asked' },
  { entry: 'three', outcome: { wrong: '3' } },
];

test('what is read wrong needs a written reason', () => {
  expect(() => heldAgainst('sample', tried, {})).toThrow();
  expect(() => heldAgainst('sample', tried, { three: 'it is counted elsewhere' })).not.toThrow();
  expect(() => heldAgainst('sample', tried, { three: 'it is counted elsewhere', two: 'it is asked' })).toThrow();
  expect(() => heldAgainst('sample', [], {})).toThrow();
});
