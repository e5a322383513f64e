// What people say behind the number of a finding, as the table of commands writes it.
import { expect, test } from 'vitest';
import { asFinding } from '../../../../src/chat/embargo/review/finding-words.ts';

test.each([
  ['finding 2 not an issue because the test is wrong', 'finding dismiss 2 because the test is wrong'],
  ['finding 2: false positive', 'finding dismiss 2'],
  ['finding #2 will fix', 'finding will-fix 2'],
  ["finding 2 I'll fix it", 'finding will-fix 2'],
  ['finding 2 will be fixed owner=@carol', 'finding will-fix 2 owner=@carol'],
  ['finding 2 fixed', 'finding fixed 2'],
  ['finding 2 is not fixed: it leaks', 'finding reopen 2 it leaks'],
  ['finding calm-otter 2 confirmed', 'finding confirm calm-otter 2'],
  ['findings 2 reopen it leaks', 'finding reopen 2 it leaks'],
  ['finding 2 own embargo', 'split finding=2'],
])('%s', (line, meant) => expect(asFinding(line)).toBe(meant));

test.each(['finding', 'finding 2', 'finding add 2 fixed sizes are wrong', 'finding 2 something else', 'note finding 2 fixed'])(
  '%s is left as it is',
  (line) => expect(asFinding(line)).toBe(line),
);
