// What people say behind the number of a finding, as the table of commands writes it.
import { expect, test } from 'vitest';
import { asFinding } from '../../../../src/chat/embargo/review/finding-words.ts';

test.each([
  ['finding 2 not an issue because the test is wrong', 'finding dismiss 2 because the test is wrong'],
  ['finding 2: false positive', 'finding dismiss 2'],
  ['finding #2 will fix', 'finding will-fix 2'],
  ['finding 2 will-fix', 'finding will-fix 2'],
  ['finding 2 will fix by @dave', 'finding will-fix 2 owner=@dave'],
  ['finding will-fix 2 by @dave', 'finding will-fix 2 owner=@dave'],
  ["finding 2 I'll fix it", 'finding will-fix 2'],
  ['finding 2 will be fixed owner=@carol', 'finding will-fix 2 owner=@carol'],
  ['finding 2 fixed', 'finding fixed 2'],
  ['finding 2 is not fixed: it leaks', 'finding reopen 2 it leaks'],
  ['finding calm-otter 2 confirmed', 'finding confirm calm-otter 2'],
  ['findings 2 reopen it leaks', 'finding reopen 2 it leaks'],
  ['finding 2 own embargo', 'split finding=2'],
  ['finding 2 severity=high', 'finding set 2 severity=high'],
  ['finding 2 is high', 'finding set 2 high'],
  ['finding 2 severity: critical', 'finding set 2 critical'],
  ['finding calm-otter 1, 2 branch=1.2 severity=low', 'finding set calm-otter 1, 2 branch=1.2 severity=low'],
  ['finding 2 not a bug: the test is wrong', 'finding dismiss 2 the test is wrong'],
  ["finding 2 won't fix: too rare", "finding dismiss 2 won't fix: too rare"],
  ['finding 2 wontfix', 'finding dismiss 2'],
  ['finding 2 duplicate of 1', 'finding dismiss 2 duplicate of 1'],
  ['finding 2 fixed in v3', 'finding fixed 2 patch=3'],
  ['finding 2 is fixed by patch 3.', 'finding fixed 2 patch=3'],
  ['finding fixed 2 in revision 3', 'finding fixed 2 patch=3'],
  ['finding 1 and #2 will fix', 'finding will-fix 1 and 2'],
  ['finding calm-otter 1, 2 fixed in v3', 'finding fixed calm-otter 1, 2 patch=3'],
  ['finding add high: it crashes', 'finding add severity=high it crashes'],
  ['finding add calm-otter [critical] it crashes', 'finding add calm-otter severity=critical it crashes'],
  ['finding add regression: high: it crashes', 'finding add kind=regression severity=high it crashes'],
  ['finding add kind=regression it crashes, severity high', 'finding add kind=regression severity=high it crashes'],
  ['finding add it crashes severity=low branch=main', 'finding add branch=main severity=low it crashes'],
])('%s', (line, meant) => expect(asFinding(line)).toBe(meant));

test.each([
  ...[
    'finding',
    'finding 2',
    'finding add 2 fixed sizes are wrong',
    'finding 2 something else',
    'finding 2 high memory use',
    'note finding 2 fixed',
  ],
  ...['finding 1 and 2 own embargo', 'finding add high memory use', 'finding add severity=low high: it crashes', 'finding add high:'],
])('%s is left as it is', (line) => expect(asFinding(line)).toBe(line));
