// Slips in what people type: what was meant is named, and nothing else is done.
import { describe, expect, test } from 'vitest';
import { readingsOf } from '../../src/chat/embargo/review/readings.ts';
import { unknownNodes } from '../../src/chat/help.ts';
import { type Parsed, parse } from '../../src/chat/parse.ts';
import { readReviewAnswers } from '../../src/chat/values/review/answers.ts';
import { linesOf } from '../setup/said.ts';

const understanding = { now: Date.parse('2026-03-02T09:00Z'), zone: 'UTC', codenames: ['calm-otter', 'quiet-marten', 'wise-bison'] };
const means = (words: string): Parsed => parse(words, understanding);

test.each([
  ['patch publsh', 'patch publish'],
  ['patch withdrw', 'patch withdraw'],
  ['finding dismis 1', 'finding dismiss'],
  ['finding will-fxi 2', 'finding will-fix'],
  ['finding ad it crashes', 'finding add'],
  ['finding conf 2', 'finding confirm'],
  ['acept the date', 'date accept'],
  ['propse a date', 'date propose'],
  ['creat an embargo', 'create'],
])('%j offers %j', (words, meant) => expect(means(words)).toMatchObject({ type: 'unknown-command', nearest: { words: meant } }));

test.each(['acept the date', 'creat an embargo', 'date acept', 'stauts'])('what was meant is said once: %j', (words) => {
  const parsed = means(words);
  if (parsed.type !== 'unknown-command' || parsed.nearest === null) throw new Error(parsed.type);
  const said = linesOf(unknownNodes(parsed)).join('\n');
  expect(said.split(parsed.nearest.words)).toHaveLength(2);
});

test('a sentence is no slip', () => expect(means('forget the date')).toMatchObject({ type: 'unknown-command', nearest: null }));

test('what begins several is asked about', () =>
  expect(means('finding fix 1')).toMatchObject({ choices: [{ words: 'finding will-fix' }, { words: 'finding fixed' }] }));

test.each([
  ['finding wontfix 1', 'finding dismiss'],
  ["finding wont fix 1 because it isn't reachable", 'finding dismiss'],
  ['distributor remove Nova', 'org remove'],
  ['member remove Nova', 'org remove'],
  ['organisation remove Nova', 'org remove'],
])('%j is %j', (words, meant) => expect(means(words)).toMatchObject({ command: { words: meant } }));

describe('a codename', () => {
  test.each(['status quiet-matren', 'details quiet-martn', 'ack qiet-marten', 'date accept quiet-matren'])(
    'a letter or two off is named, and no other is acted on: %j',
    (words) => expect(means(words)).toMatchObject({ type: 'unknown-codename', near: 'quiet-marten' }),
  );

  test('that is not known is near to none that is not known either', () =>
    expect(parse('status quiet-matren', { ...understanding, codenames: ['calm-otter'] })).not.toHaveProperty('near'));

  test.each(['calm-otter', 'Calm-Otter', '`calm-otter`', 'calm-otter.'])('alone asks how it stands: %j', (words) =>
    expect(means(words)).toMatchObject({ type: 'intent', command: { words: 'status' }, codename: 'calm-otter' }),
  );

  test.each(['hold wise: calm-otter is the same', 'note wise: calm-otter is the same', 'keep wise: calm-otter is public'])(
    'behind a label is spoken of, and not meant: %j',
    (words) => expect(means(words)).toMatchObject({ codename: null }),
  );
});

describe('an organization of several words without quotes', () => {
  test.each([
    ['org add Harbour OS 3 4', 'org add "Harbour OS" 3 4', 'org add Harbour "OS", "3", "4"'],
    ['org add Red Hat Linux 9', 'org add "Red Hat Linux" 9', 'org add Red "Hat", "Linux", "9"'],
  ])('is asked about with both readings: %j', (words, whole, short) => {
    const parsed = means(words);
    const problem = parsed.type === 'wrong' ? (parsed.problems[''] ?? '') : '';
    expect(problem).toContain(whole);
    expect(problem).toContain(short);
    for (const each of [whole, short]) expect(means(each)).toMatchObject({ type: 'intent' });
  });

  test.each(['org add Nova 24', 'org add Nova rolling', 'org add "Harbour OS" 3 4', 'org add Nova 9, 10'])(
    'is not, where nothing is unclear: %j',
    (words) => expect(means(words)).toMatchObject({ type: 'intent' }),
  );
});

describe('an organization that was mistyped', () => {
  test.each([
    ['org rename Sevn name=Seven', 'Sevn', 'Seven'],
    ['org rename Sevn to Seven', 'Sevn', 'Seven'],
    ['rename org Sevn Linux to Seven Linux', 'Sevn Linux', 'Seven Linux'],
    ['org rename “Sevn Linux” to “Seven Linux”', 'Sevn Linux', 'Seven Linux'],
    ['org rename "Sevn Linux" "Seven Linux"', 'Sevn Linux', 'Seven Linux'],
    ['org rename old=Sevn name="Back to Linux"', 'Sevn', 'Back to Linux'],
  ])('is renamed: %s', (words, distributor, name) =>
    expect(means(words)).toMatchObject({ intent: { command: { type: 'rename-distributor', distributor, name } } }),
  );
});

describe('a review', () => {
  const steps = (said: string) => {
    const read = readReviewAnswers(said, understanding);
    return read.ok ? read.value : null;
  };
  test.each(['works for me', 'Works fine for us.', 'works'])('%j passes all', (said) =>
    expect(steps(said)?.answers).toEqual([{ steps: 'all', verdict: 'pass', note: null }]),
  );

  test.each([
    ['everything passes except reproducer which crashes', ['reproducer'], 'which crashes'],
    ['pass all but 3, which hangs', [3], 'which hangs'],
    ['all pass except 3: times out', [3], 'times out'],
  ])('%j passes all but the step that fails', (said, which, note) =>
    expect(steps(said)).toMatchObject({
      answers: [
        { steps: 'all', verdict: 'pass', note: null },
        { steps: which, verdict: 'fail', note },
      ],
      notes: null,
    }),
  );

  test('of which a step is left out, and no more said, leaves that open', () =>
    expect(steps('everything passes except reproducer')?.answers[1]).toEqual({ steps: ['reproducer'], verdict: null, note: null }));

  test.each([
    ['pass all 7.1: built it', '7.1', 'built it'],
    ['pass all 7.1 built it', '7.1', 'built it'],
    ['lgtm 7.1', '7.1', null],
    ['everything passes on 7.1: built it', '7.1', 'built it'],
    ['all pass for 24, built it', '24', 'built it'],
    ['pass all but 3 on 7.1', '7.1', null],
  ])('a release behind the answers is one: %j', (said, release, notes) => {
    const of = readingsOf(said, null, understanding).filter((each) => each.means === 'steps' && each.command.release === release);
    expect(of).toMatchObject([{ command: { notes } }]);
  });

  test.each(['7.1 lgtm: same as on 7.2', 'pass all: built on 7.2', '3 fail: it hangs on 7.2'])('in a note it is none: %j', (said) =>
    expect(readingsOf(said, null, understanding).some((each) => each.means === 'steps' && each.command.release === '7.2')).toBe(false),
  );

  test('that builds, but, is asked which outcome it has', () => {
    const readings = readingsOf('24 builds but it crashes at start', null, understanding);
    const of24 = readings.filter((each) => each.means === 'steps' && each.command.release === '24');
    expect(of24.length).toBeGreaterThan(1);
    for (const each of of24) expect(each).toMatchObject({ command: { notes: 'builds but it crashes at start' } });
  });
});
