// Answers to the steps of a review, as people write them.
import { describe, expect, test } from 'vitest';
import { readReviewAnswers } from '../../../../src/chat/values/review/answers.ts';
import type { StepsAnswered } from '../../../../src/domain/embargo/commands.ts';
import { at, start } from '../../../setup/embargo.ts';

const read = (text: string) => readReviewAnswers(text, { now: start, zone: null });
const value = (text: string) => {
  const found = read(text);
  return found.ok ? found.value : found.problem;
};
const said = (verdict: StepsAnswered['verdict'], steps: StepsAnswered['steps'], note: string | null = null): StepsAnswered => ({
  steps,
  verdict,
  note,
});

describe('answers in one line', () => {
  test.each<[string, readonly StepsAnswered[], string | null]>([
    ['pass all', [said('pass', 'all')], null],
    ['all pass', [said('pass', 'all')], null],
    ['Everything passed', [said('pass', 'all')], null],
    ['pass all: built on x86_64', [said('pass', 'all')], 'built on x86_64'],
    ['pass all but 3 fail: tests time out', [said('pass', 'all'), said('fail', [3], 'tests time out')], null],
    ['pass all except 3', [said('pass', 'all'), said(null, [3])], null],
    ['1-5 pass, 6 na', [said('pass', [1, 2, 3, 4, 5]), said('na', [6])], null],
    ['1-5 pass 6 n/a', [said('pass', [1, 2, 3, 4, 5]), said('na', [6])], null],
    ['pass 1-3, 6 na', [said('pass', [1, 2, 3]), said('na', [6])], null],
    ['1, 2 and 4 pass', [said('pass', [1, 2, 4])], null],
    [
      'build fail: ld, on s390x; tests n/a, the rest pass',
      [said('fail', ['build'], 'ld, on s390x'), said('na', ['tests']), said('pass', 'all')],
      null,
    ],
    ['lgtm', [said('pass', 'all')], null],
    ['LGTM, built on x86_64', [said('pass', 'all')], 'built on x86_64'],
    ['looks good to me', [said('pass', 'all')], null],
    ['fails to build on arm64: ld', [said('fail', ['build'], 'fails to build on arm64: ld')], null],
    ['does not apply', [said('fail', ['apply'], 'does not apply')], null],
    ['tests time out', [said('fail', ['tests'], 'tests time out')], null],
  ])('%s', (text, answers, notes) => expect(value(text)).toMatchObject({ answers, notes, outcome: null, readyBy: null }));

  test.each([
    ['not affected', 'not-affected', null],
    ['not affected: we ship 1.0', 'not-affected', 'we ship 1.0'],
    ['not tested, the farm is away', 'not-tested', 'the farm is away'],
    ['incomplete fix: the mount', 'incomplete-fix', 'the mount'],
  ])('%s is an outcome', (text, outcome, notes) => expect(value(text)).toMatchObject({ answers: [], outcome, notes }));

  test('say at their end when packages are ready', () => {
    const found = { answers: [said('pass', 'all')], notes: 'x86_64', readyBy: at('2026-03-16T12:00Z') };
    expect(value('pass all: x86_64, ready 2026-03-16 12:00 UTC')).toMatchObject(found);
    expect(value('pass all: x86_64; packages ready by 2026-03-16 12:00 UTC')).toMatchObject(found);
    // What is no instant is somebody's words.
    expect(value('pass all: x86_64, ready soon')).toMatchObject({ notes: 'x86_64, ready soon', readyBy: null });
  });

  test.each(['hello', '7.2', 'passing by', 'failure', ''])('%j is none', (text) => expect(read(text)).toMatchObject({ ok: false }));

  test('say, where they could be about one step alone, what they say of it', () => {
    const ofStep = (text: string) => {
      const found = read(text);
      return found.ok ? found.value.ofStep : null;
    };
    expect(ofStep('lgtm')).toEqual([{ verdict: 'pass', note: null }]);
    expect(ofStep('pass all architectures')).toEqual([{ verdict: 'pass', note: 'all architectures' }]);
    expect(ofStep('pass all: x86_64')).toEqual([]);
    expect(ofStep('fails to build: ld')).toEqual([{ verdict: 'fail', note: 'fails to build: ld' }]);
    expect(ofStep('does not apply')).toEqual([
      { verdict: 'na', note: null },
      { verdict: 'fail', note: 'does not apply' },
    ]);
    expect(ofStep('not affected')).toEqual([]);
  });
});

test.each(['1  ', '1 ', '1\n', '1, ', '1 pass ', '\n'])('%j again and again takes time with its length', (unit) => {
  const timeOf = (length: number) => {
    const tries = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      readReviewAnswers(`pass 1 ${unit.repeat(length / unit.length)}x`, { now: 0, zone: null });
      return process.cpuUsage(before).user / 1000;
    });
    return Math.min(...tries);
  };
  const long = timeOf(1_900);
  // So little may be anything.
  expect(long < 100 || long / timeOf(475) < 20).toBe(true);
});
