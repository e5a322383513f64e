// What somebody watching the demo sees of its story.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createCamera, type Shot, wrapped } from '../../src/cli/camera.ts';

const filmed = (lines: readonly string[]): Shot[] => {
  const camera = createCamera();
  return lines.flatMap((line) => camera(line) ?? []);
};

test('the demo is three acts of some sixty lines, and ends with the disclosure', () => {
  const shots = filmed(readFileSync('test/stories/tour.txt', 'utf8').split('\n'));
  expect(shots.filter(({ type }) => type === 'headline').map(({ text }) => text)).toEqual([
    'Act 1 of 3: agree on a date',
    'Act 2 of 3: test the patch',
    'Act 3 of 3: disclose',
  ]);
  expect(shots.flatMap(({ text }) => wrapped(text, 100)).length).toBeLessThanOrEqual(60);
  expect(shots.map(({ text }) => text).join('\n')).toMatch(/Too early[\s\S]*it's disclosed/);
});

test('shows what is said to whom it looks at, and nothing before it looks at anybody', () => {
  const story = [
    'ada: /embargo create',
    'bot → bob: one',
    '# shown: #room, bob',
    'ada: /embargo status',
    'bot → bob: two',
    '  more',
    'bot → carol: three',
    '  more of it',
    'bot → #room (thread of wise-bison): four',
    'bot ✎ #room: five',
    '  changed',
    '# shown: nothing',
    'ada: ack',
    'bot → bob: six',
  ];
  expect(filmed(story).map(({ text }) => text)).toEqual([
    'ada: /embargo status',
    'bot → bob: two',
    '  more',
    'bot → #room (thread of wise-bison): four',
  ]);
});

test('cuts a long message, but not its buttons', () => {
  const shots = filmed(['# shown: bob', 'bot → bob: x', '  1', '  2', '  3', '  4', '  5', '  [1] Do it']);
  expect(shots.map(({ text }) => text)).toEqual(['bot → bob: x', '  1', '  2', '  3', '  …', '  [1] Do it']);
});

test('breaks lines between words, and never loses one', () => {
  expect(wrapped('  - test the patch on every release', 20)).toEqual(['  - test the patch', '    on every release']);
  expect(wrapped('ada: one two three', 9)).toEqual(['ada: one', '  two', '  three']);
  expect(wrapped('a-word-that-is-longer-than-the-screen', 9)).toEqual(['a-word-that-is-longer-than-the-screen']);
  expect(wrapped('', 80)).toEqual(['']);
});
