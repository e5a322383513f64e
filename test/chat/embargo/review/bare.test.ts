// Answers to a review without a command in front: each is what `review` would be told, or none.
import { expect, test } from 'vitest';
import { answerSaid, findingSaid, stepSaid } from '../../../../src/chat/embargo/review/bare.ts';

const reading = { now: Date.parse('2026-03-02T09:00Z'), zone: 'Europe/Berlin' };
const releases = ['7.1', '7.2', '24', 'RHEL 9'];
const answer = (said: string) => answerSaid(said, releases, reading)?.line ?? null;

test.each([
  ['not affected', 'review not affected'],
  ['Not affected.', 'review Not affected.'],
  ["we're not affected", 'review not affected'],
  ['we are not vulnerable', 'review not affected'],
  ['does not build', 'review does not build'],
  ["it doesn't build", "review doesn't build"],
  ['does not compile', 'review does not build'],
  ['the build fails: linker error', 'review the build fails: linker error'],
  ['fails to build on arm64: undefined symbol', 'review fails to build on arm64: undefined symbol'],
  ['the patch does not apply: hunk 2', 'review does not apply: hunk 2'],
  ['patch v2 does not apply', 'review does not apply'],
  ['does not apply to 7.1', 'review 7.1 does not apply'],
  ['fails to build on RHEL 9: no gcc', 'review RHEL 9 fails to build: no gcc'],
  ['tests time out', 'review tests time out'],
  ['no issues found', 'review no issues found'],
  ['pass all', 'review pass all'],
  ['1-5 pass, 6 na', 'review 1-5 pass, 6 na'],
  ['24 ok', 'review 24 ok'],
  ['24: ok', 'review 24 ok'],
  ['24 is fine', 'review 24 ok'],
  ['we tested 24, all good', 'review 24 all good'],
  ['tested 24: ok', 'review 24 ok'],
  ['RHEL 9 passes', 'review RHEL 9 passes'],
  ['rhel 9 is not affected', 'review rhel 9 not affected'],
  ['7.2 fails to build', 'review 7.2 fails to build'],
  ['7.2 fails: it crashes', 'review 7.2 fails: it crashes'],
  ['24 ok: clean on x86_64', 'review 24 ok: clean on x86_64'],
  ['7.1 is built from main', 'review 7.1 branch=main'],
  ['7.1 is based on the branch release-1.1', 'review 7.1 branch=release-1.1'],
  ['7.1 tracks main.', 'review 7.1 branch=main'],
  // What is asked, what says more, and what others ship is none.
  ['24 ok?', null],
  ['are we not affected?', null],
  ['24 ok so when is the date', null],
  ['6 ok', null],
  ['8.0 ok', null],
  ['not affected?', null],
  ['ok', null],
  ['24 hours is too short', null],
  ['7.1 is built by our team', null],
  ['passed the message on', null],
])('%j is %s', (said, line) => expect(answer(said)).toBe(line));

test('a codename in front is kept apart', () =>
  expect(answerSaid('wise-bison: 24 ok', releases, reading)).toEqual({ means: 'answer', codename: 'wise-bison', line: 'review 24 ok' }));

test.each([
  ['back', 'review back'],
  ['go back', 'review back'],
  ['n/a', 'review na'],
  ['N/A: no tests here', 'review na no tests here'],
  ['skip', 'review na'],
  ['skip this step', 'review na'],
  ['stop', 'review stop'],
  ['pass', 'review pass'],
  ['passed: built on x86_64', 'review pass built on x86_64'],
  ['fail: it crashes', 'review fail it crashes'],
  ['failed', 'review fail'],
  ['pass all', null],
  ['pass 1-5', null],
  ['ok', null],
  ['passport', null],
  ['failover is broken', null],
  ['stop the embargo', null],
  ['back to the date', null],
])('of an open step, %j is %s', (said, line) => expect(stepSaid(said)?.line ?? null).toBe(line));

test.each([
  ['i found a regression: it crashes on cgroup v1', 'finding add kind=regression it crashes on cgroup v1'],
  ['We found a bug in the fix: it leaks a descriptor', 'finding add kind=bug it leaks a descriptor'],
  ["we've hit an additional issue - runc exec too", 'finding add kind="additional issue" runc exec too'],
  ['found a problem with the patch v2: x', 'finding add x'],
  ['I see a regression', 'finding add kind=regression'],
  ['there is a regression where it hangs', 'finding add kind=regression where it hangs'],
  ['found a bug?', null],
  ['i found a bugfix upstream', null],
  ['found the patch', null],
])('%j is %s', (said, line) => expect(findingSaid(said)?.line ?? null).toBe(line));
