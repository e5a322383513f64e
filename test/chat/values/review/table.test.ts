// What is said of a review in one line: each answer is heard, or asked about; none is part of another's note.
import { describe, expect, test } from 'vitest';
import { readReviewAnswers } from '../../../../src/chat/values/review/answers.ts';
import type { StepsAnswered } from '../../../../src/domain/embargo/commands.ts';
import { at, start } from '../../../setup/embargo.ts';

/** Written short: `fail build@arm64 "note"`. */
function read(text: string) {
  const found = readReviewAnswers(text, { now: start, zone: null });
  if (!found.ok) return null;
  const { answers, notes, outcome, readyBy, unsure = [] } = found.value;
  return {
    said: answers.map(short),
    ...(notes === null ? {} : { notes }),
    ...(outcome === null ? {} : { outcome }),
    ...(readyBy === null ? {} : { ready: new Date(readyBy).toISOString().slice(0, 10) }),
    ...(unsure.length === 0 ? {} : { unsure }),
  };
}

function short({ steps, verdict, note, on = [], date }: StepsAnswered): string {
  const which = steps === 'all' ? 'all' : steps.join(' ');
  const there = on.length === 0 ? '' : ` @${on.join(' @')}`;
  return `${verdict ?? 'open'} ${which}${there}${date === undefined ? '' : ' dated'}${note === null ? '' : `: ${note}`}`;
}

describe('each answer is heard', () => {
  test.each<[string, NonNullable<ReturnType<typeof read>>]>([
    [
      'build fails on arm64: link error, all else passes, ready mar 16',
      { said: ['fail build @arm64: on arm64: link error', 'pass all'], ready: '2026-03-16' },
    ],
    [
      'fetch pass, apply pass clean, build x86_64 pass, build aarch64 fail: link error, tests n/a, packages mar 16',
      {
        said: ['pass fetch', 'pass apply: clean', 'pass build @x86_64', 'fail build @aarch64: link error', 'na tests'],
        ready: '2026-03-16',
      },
    ],
    ['1-9 pass: built on amd64, 10: mar 16', { said: ['pass 1 2 3 4 5 6 7 8 9: built on amd64', 'pass 10 dated'] }],
    ['1-9 pass: built on amd64. 10: mar 16', { said: ['pass 1 2 3 4 5 6 7 8 9: built on amd64', 'pass 10 dated'] }],
    ['1-9 pass: with fuzz; 10 pass: mar 16', { said: ['pass 1 2 3 4 5 6 7 8 9: with fuzz', 'pass 10 dated: mar 16'] }],
    [
      'all pass but 3 fail on arm64, packages ready mar 16; outcome does not build',
      { said: ['pass all', 'fail 3 @arm64: on arm64'], outcome: 'does-not-build', ready: '2026-03-16' },
    ],
    [
      '3 fail: ld, rest pass, packages ready mar 16; outcome new bug: it hangs',
      { said: ['fail 3: ld', 'pass all'], outcome: 'new-bug', notes: 'it hangs', ready: '2026-03-16' },
    ],
    ['pass 1-3, ready mar 16; not affected', { said: ['pass 1 2 3'], outcome: 'not-affected', ready: '2026-03-16' }],
    ['pass 1-3: by hand; ready mar 16', { said: ['pass 1 2 3: by hand'], ready: '2026-03-16' }],
    ['all pass: x86_64. Packages will be ready by Mon, Mar 16, 17:00 UTC', { said: ['pass all'], notes: 'x86_64', ready: '2026-03-16' }],
    ['all pass: x86_64 ready mar 16', { said: ['pass all'], notes: 'x86_64', ready: '2026-03-16' }],
    ['ready mar 16, pass all: x86_64', { said: ['pass all'], notes: 'x86_64', ready: '2026-03-16' }],
    ['pass 1-9; 10 mar 16', { said: ['pass 1 2 3 4 5 6 7 8 9', 'pass 10 dated'] }],
    ['5 pass: 300 of 300 tests pass', { said: ['pass 5: 300 of 300 tests pass'] }],
    ['all but 3 pass: ld fails', { said: ['pass all', 'open 3'], notes: 'ld fails' }],
    ['build passes on amd64, fails on arm64: ld', { said: ['pass build @amd64: on amd64', 'fail build @arm64: on arm64: ld'] }],
    ['build on amd64 and arm64: pass', { said: ['pass build @amd64 @arm64'] }],
    ['build@arm64 fail: ld, build@amd64 pass', { said: ['fail build@arm64: ld', 'pass build@amd64'] }],
    ['build passes: built on amd64 only', { said: ['pass build: built on amd64 only'] }],
    ['tests broken: they hang, the rest pass', { said: ['fail tests: they hang', 'pass all'] }],
    ['builds ok, tests time out, others ok', { said: ['pass build', 'fail tests: tests time out', 'pass all'] }],
    ['5 fail: tests fail with a timeout', { said: ['fail 5: tests fail with a timeout'] }],
    ['pass all: built on 7.1, tests pass', { said: ['pass all', 'pass tests'], notes: 'built on 7.1' }],
    ['pass all: rebuilt 1,000 packages, 7.1 pass', { said: ['pass all'], notes: 'rebuilt 1,000 packages, 7.1 pass' }],
    ['pass all, tests: segfault', { said: ['pass all', 'fail tests: segfault'] }],
    ['pass all (tests crash on 32 bit)', { said: ['pass all', 'fail tests: tests crash on 32 bit'] }],
    ['pass all: no new bug seen, ready soon', { said: ['pass all'], notes: 'no new bug seen, ready soon' }],
  ])('%s', (text, found) => expect(read(text)).toEqual(found));
});

describe('what a note hides is asked', () => {
  test.each<[string, string]>([
    ['apply pass clean build pass: x86_64, tests n/a', 'build pass'],
    ['3 fail: link error all else passes', 'all else passes'],
    ['pass all: clean; 3: link error', '3: link error'],
    ['pass all: clean, tests: core dumped', 'tests: core dumped'],
    ['pass all: on x86_64 tests fail on arm64', 'tests fail'],
    ['pass all, build not ok', 'build not ok'],
    ['pass all, 3 does not pass', '3 does not pass'],
    ['pass 1-5: the old branch is not affected', 'not affected'],
    ['pass all: x86_64, new bug in the log', 'new bug in the log'],
    ['pass all: x86_64, ready mar 16 if QA agrees', 'ready mar 16 if QA agrees'],
    ['3 pass, 3 fail: ld', '3'],
    ['pass all: built here, fetch foo fail', 'fetch foo fail'],
    ['pass all: built on x86_64, fails on s390x', 'fails on s390x'],
    ['tests pass: 298 pass, 2 skipped', '2 skipped'],
    ['pass all: ran 300 tests, 2 fail as before', '2 fail'],
    ['reproducer fails with the patch, the rest pass', 'reproducer fails'],
    ['1-4 pass: I think tests dont pass', 'tests dont pass'],
    ['outcome new bug: tests fail; outcome not affected', 'outcome not affected'],
  ])('%s', (text, part) => {
    const found = read(text);
    expect(found?.unsure?.join(' | ')).toContain(part);
  });
});

test('a date behind a number is of that step alone: whether it is the one of packages, the checklist says', () => {
  const found = readReviewAnswers('10: 2026-03-16 12:00 UTC', { now: start, zone: null });
  expect(found).toMatchObject({ value: { answers: [{ steps: [10], verdict: 'pass', note: null, date: at('2026-03-16T12:00Z') }] } });
});
