// Nobody makes the bot busy by one message, also not by one whose length is what people write: words of the grammar mixed at will take not much longer than a
// plain note of the same length. Measured by the processor time of the same process, as a ratio.
import { expect, test } from 'vitest';
import { commands } from '../../src/chat/commands.ts';
import { understood } from '../../src/chat/understand.ts';

const now = Date.parse('2026-11-30T12:00Z');
const understanding = { now, zone: 'Europe/Berlin', names: {}, codenames: ['amber-otter'], buttons: [] };
const read = (text: string) => understood({ type: 'words', text }, understanding as never);

/** Milliseconds of processor time, the least of some tries. */
function timeOf(text: string, times: number): number {
  const tries = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    read(text);
    return process.cpuUsage(before).user / 1000;
  });
  return Math.min(...tries);
}

const filled = (unit: string, length: number) => unit.repeat(length / unit.length + 1).slice(0, length);
const plainNote = (length: number) => `review 7.1 1 pass: ${filled('it crashes after a while ', length)}`;
const [usual, long, timesMax] = [1_900, 8_000, 30];
// What is said of a plain note that is too long to be read takes no time: that is no measure.
const measure = () => Math.max(timeOf(plainNote(usual), 5), 2);

const odd = ['9 ready 1 and 2 and ', '10 ready a,b,c,d;', '1 and 2 and ', '10 ready dec 9 and '];
const numbered = Array.from({ length: 900 }, (_, index) => `10 ready ${index} and ${index + 7};`).join('');

test.each([...odd.map((unit) => [unit, filled(unit, long)] as const), ['10 ready 0 and 7; and other numbers', numbered] as const])(
  'a review that says %j again and again is read as soon as a plain note, or nearly',
  (_, said) => {
    const texts = [usual, long].flatMap((length) =>
      ['review 7.1 1 pass: ', 'review '].map((begins) => `${begins}${said.slice(0, length)}`),
    );
    const most = measure() * timesMax;
    expect(texts.map((text) => timeOf(text, 3)).filter((time) => time > most)).toEqual([]);
  },
);

// biome-ignore format: a list of words
const words = [
  '1', '2', '10', '24', '7.1', '1-5', 'and', 'or', 'but', 'except', 'pass', 'fail', 'fails', 'ready', 'all', 'everything', ',', ':', ';', '(', ')', '.', '\n',
  'on', 'for', 'by', 'in', 'to', 'dec', 'Dec 9', 'tomorrow', 'friday', '2026-12-03', '14:00', 'UTC', 'CET', 'Berlin', 'because', 'x86_64', 'arm64',
  'amber-otter', 'review', 'date', 'report', 'link', 'tests', 'build', 'packages', '=', '"', '-', 'not', 'n/a', 'lgtm', '@bob', '<@U1>', 'slack:T1/U1',
  'https://x.example', 'CVE-2026-1', 'component', 'ack', 'leak', 'list', 'days', 'next', 'week', 'RHEL', '9', 'v2', '#2', 'step', 'it', 'crashes', 'until',
];

/** The same numbers each time, from 0 up to a limit. */
function numbersFrom(start: number): (limit: number) => number {
  let state = start;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

// Of these some read a date at each of the places where a release may end.
const mixedMax = 100;

test('no command is long busy with words of the grammar in any order', () => {
  const below = numbersFrom(7);
  const mixed = (some: readonly string[]) =>
    Array.from({ length: usual }, () => some[below(some.length)] ?? '')
      .join(below(4) === 0 ? '' : ' ')
      .slice(0, usual);
  const few = () => Array.from({ length: 2 + below(8) }, () => words[below(words.length)] ?? '');
  const begins = ['', 'amber-otter ', '7.1 1 pass: ', 'amber-otter dec 9 '];
  const typed = commands.flatMap(({ words: command }) =>
    begins.flatMap((begin) => [`${command} ${begin}${mixed(words)}`, `${command} ${begin}${mixed(few())}`]),
  );
  const most = measure() * mixedMax;
  const slow = typed.filter((text) => timeOf(text, 1) > most);
  // What the process did besides, such as tidying its memory, is not what the words take.
  expect(slow.filter((text) => timeOf(text, 3) > measure() * mixedMax)).toEqual([]);
});
