// A policy that contradicts itself is never put in force: each contradiction, planted alone, is found and named; just inside each limit is none.
import { describe, expect, test } from 'vitest';
import { type PolicyProblem, policyProblems } from '../../../src/domain/policy/check.ts';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { policyKeys, policyOf } from '../../../src/domain/policy/presets.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';

const oci: Policy = policyOf('oci');
const openstack: Policy = policyOf('openstack');
const members = (wish: Partial<Policy['membership']>): Partial<Policy> => ({ membership: { ...oci.membership, ...wish } });
const problems = (wish: Partial<Policy>, of: Policy = oci, coordinators = 2) => policyProblems({ ...of, ...wish }, { coordinators });

test.each(policyKeys)('%s has nothing against it, on a list with one coordinator', (key) =>
  expect(policyProblems(policyOf(key), { coordinators: 1 })).toEqual([]),
);

describe('what contradicts itself', () => {
  const noPreference = { preferredMs: null } as const;
  const must = { minutes: 900, force: 'must' } as const;
  const days = (...avoided: readonly number[]) => ({ weekdaysAvoided: { days: avoided, force: 'must' } }) as const;

  // What is wrong, and the nearest to it that is not.
  test.each<[string, PolicyProblem, Partial<Policy>, Partial<Policy>]>([
    [
      'the shortest above the longest',
      { rule: 'shortest-above-longest', shortestMs: 20 * dayMs + 1, longestMs: 20 * dayMs },
      { ...noPreference, shortestMs: 20 * dayMs + 1 },
      { ...noPreference, shortestMs: 20 * dayMs },
    ],
    [
      'a longest of nothing',
      { rule: 'not-positive', field: 'longest' },
      { ...noPreference, longestMs: 0 },
      { ...noPreference, longestMs: 1 },
    ],
    [
      'an exceptional length that is none',
      { rule: 'exceptional-below-longest' },
      { exceptionalMs: 20 * dayMs },
      { exceptionalMs: 20 * dayMs + 1 },
    ],
    ['a longest without end', { rule: 'too-long', mostMs: 180 * dayMs }, { longestMs: 180 * dayMs + 1 }, { longestMs: 180 * dayMs }],
    [
      'an exception without end',
      { rule: 'too-long', mostMs: 180 * dayMs },
      { exceptionalMs: 180 * dayMs + 1 },
      { exceptionalMs: 180 * dayMs },
    ],
    [
      'a preference beyond the longest',
      { rule: 'preferred-outside' },
      { preferredMs: { from: 0, to: 20 * dayMs + 1 } },
      { preferredMs: { from: 0, to: 20 * dayMs } },
    ],
    [
      'a preference below the shortest',
      { rule: 'preferred-outside' },
      { shortestMs: dayMs, preferredMs: { from: dayMs - 1, to: 7 * dayMs } },
      { shortestMs: dayMs, preferredMs: { from: dayMs, to: 7 * dayMs } },
    ],
    [
      'a preference that ends before it begins',
      { rule: 'preferred-outside' },
      { preferredMs: { from: 7 * dayMs, to: 7 * dayMs - 1 } },
      { preferredMs: { from: 7 * dayMs, to: 7 * dayMs } },
    ],
    [
      'no reminder at all',
      { rule: 'ladder' },
      { ladder: { beforeMs: [], overdueEveryMs: dayMs } },
      { ladder: { beforeMs: [0], overdueEveryMs: dayMs } },
    ],
    [
      'a reminder before the deadline that is after it',
      { rule: 'ladder' },
      { ladder: { beforeMs: [dayMs, -1], overdueEveryMs: dayMs } },
      { ladder: { beforeMs: [dayMs, 1], overdueEveryMs: dayMs } },
    ],
    [
      'reminders without a pause',
      { rule: 'ladder' },
      { ladder: { ...oci.ladder, overdueEveryMs: hourMs - 1 } },
      { ladder: { ...oci.ladder, overdueEveryMs: hourMs } },
    ],
    ['a ballot of no time', { rule: 'not-positive', field: 'ballotMs' }, members({ ballotMs: 0 }), members({ ballotMs: 1 })],
    [
      'a year of no time',
      { rule: 'not-positive', field: 'recertifyEveryMs' },
      members({ recertifyEveryMs: 0 }),
      members({ recertifyEveryMs: 2, recertifyWithinMs: 1 }),
    ],
    [
      'a year that is over before the time to answer is',
      { rule: 'recertify-within' },
      members({ recertifyEveryMs: 30 * dayMs, recertifyWithinMs: 30 * dayMs }),
      members({ recertifyEveryMs: 30 * dayMs + 1, recertifyWithinMs: 30 * dayMs }),
    ],
    ['terms without time', { rule: 'not-positive', field: 'acknowledge' }, { acknowledgeWithinMs: 0 }, { acknowledgeWithinMs: 1 }],
    ['a backup asked at once', { rule: 'not-positive', field: 'backup' }, { backupAfterMs: 0 }, { backupAfterMs: 1 }],
    [
      'a backup asked after the time to answer',
      { rule: 'backup-too-late', answerMs: 4 * dayMs },
      { answerWithinMs: 4 * dayMs, backupAfterMs: 4 * dayMs },
      { answerWithinMs: 4 * dayMs, backupAfterMs: 4 * dayMs - 1 },
    ],
    [
      'a backup asked after the floor of the time to answer, to which less is raised',
      { rule: 'backup-too-late', answerMs: 3 * dayMs },
      { answerWithinMs: dayMs, backupAfterMs: 3 * dayMs },
      { answerWithinMs: dayMs, backupAfterMs: 3 * dayMs - 1 },
    ],
    [
      'a text with a blank that is not filled in',
      { rule: 'unknown-blank', field: 'removal', blank: 'why' },
      { texts: { ...oci.texts, removal: '{organisation} is gone: {why}' } },
      { texts: { ...oci.texts, removal: '{organization} is gone: {reason} { why }' } },
    ],
    [
      'no time to answer',
      { rule: 'not-positive', field: 'recertifyWithinMs' },
      members({ recertifyWithinMs: 0 }),
      members({ recertifyWithinMs: 1 }),
    ],
    ['a removal for no strike', { rule: 'not-positive', field: 'strikes' }, members({ strikes: 0 }), members({ strikes: 1 })],
    ['nothing kept', { rule: 'not-positive', field: 'retention' }, { retentionMs: 0 }, { retentionMs: 1 }],
    [
      'more than all who must agree',
      { rule: 'share', field: 'quorum' },
      { quorum: { type: 'distributors', moreThanShare: 1 } },
      { quorum: { type: 'distributors', moreThanShare: 0.999 } },
    ],
    [
      'less than none who must agree',
      { rule: 'share', field: 'quorum' },
      { quorum: { type: 'distributors', moreThanShare: -0.001 } },
      { quorum: { type: 'distributors', moreThanShare: 0 } },
    ],
    [
      'no coordinator who must agree',
      { rule: 'not-positive', field: 'quorum' },
      { quorum: { type: 'coordinators', count: 0 } },
      { quorum: { type: 'coordinators', count: 1 } },
    ],
    [
      'a quorum that cannot be reached',
      { rule: 'quorum-out-of-reach', needed: 3, there: 2 },
      { quorum: { type: 'coordinators', count: 3 } },
      { quorum: { type: 'coordinators', count: 2 } },
    ],
    [
      'a ballot that nobody need vote in',
      { rule: 'share', field: 'turnout' },
      members({ quorumShare: 0 }),
      members({ quorumShare: 0.001 }),
    ],
    [
      'a ballot that more than all must vote in',
      { rule: 'share', field: 'turnout' },
      members({ quorumShare: 1.001 }),
      members({ quorumShare: 1 }),
    ],
    [
      'a ballot that more than all must carry',
      { rule: 'share', field: 'majority' },
      members({ moreThanShare: 1 }),
      members({ moreThanShare: 0.999 }),
    ],
    ['a week without a day', { rule: 'no-day-left' }, days(0, 1, 2, 3, 4, 5, 6), days(0, 1, 2, 3, 4, 5)],
    [
      'an hour that no day has',
      { rule: 'hour-out-of-reach', minutes: 1440 },
      { hour: { minutes: 1440, force: 'should' } },
      { hour: { minutes: 1439, force: 'should' } },
    ],
    [
      'an hour before the day',
      { rule: 'hour-out-of-reach', minutes: -1 },
      { hour: { minutes: -1, force: 'should' } },
      { hour: { minutes: 0, force: 'should' } },
    ],
    [
      'an hour that must be kept, in a window that may not hold it',
      { rule: 'hour-out-of-reach', minutes: 900 },
      { ...noPreference, hour: must, longestMs: 2 * dayMs - 1, shortestMs: dayMs },
      { ...noPreference, hour: must, longestMs: 2 * dayMs, shortestMs: dayMs },
    ],
    ['no criterion', { rule: 'empty', field: 'criteria' }, { criteria: [] }, { criteria: oci.criteria.slice(0, 1) }],
    ['no terms', { rule: 'empty', field: 'terms' }, { terms: [] }, { terms: oci.terms.slice(0, 1) }],
    ['no checklist', { rule: 'empty', field: 'checklist' }, { checklist: [] }, { checklist: oci.checklist.slice(0, 1) }],
    [
      'a criterion twice',
      { rule: 'twice', field: 'criteria', what: 'alias' },
      { criteria: [...oci.criteria, { key: 'alias', text: 'another', optional: true }] },
      { criteria: [...oci.criteria, { key: 'alias-too', text: 'another', optional: true }] },
    ],
    [
      'a step twice',
      { rule: 'twice', field: 'checklist', what: oci.checklist[0] ?? '' },
      { checklist: [...oci.checklist.slice(0, 2), ...oci.checklist.slice(0, 1)] },
      { checklist: oci.checklist.slice(0, 2) },
    ],
    [
      'a step that there is not',
      { rule: 'unknown-step', step: 'dance' },
      { checklist: [...oci.checklist, 'dance' as Policy['checklist'][number]] },
      { checklist: oci.checklist },
    ],
    ['terms without a name', { rule: 'terms-version' }, { termsVersion: '  ' }, { termsVersion: '1' }],
    ...(['welcome', 'rejection', 'warning', 'probation', 'removal'] as const).map(
      (key): [string, PolicyProblem, Partial<Policy>, Partial<Policy>] => [
        `a ${key} that says nothing`,
        { rule: 'empty', field: key },
        { texts: { ...oci.texts, [key]: ' \n' } },
        { texts: { ...oci.texts, [key]: 'so be it' } },
      ],
    ),
  ])('%s is found alone; just inside, nothing is', (_, problem, wrong, right) => {
    expect([problems(wrong), problems(right)]).toEqual([[problem], []]);
  });

  test.each<[string, Partial<Policy>, Partial<Policy>]>([
    ['the longest', { longestMs: 5.5 * dayMs }, { longestMs: 6 * dayMs }],
    ['the shortest', { shortestMs: 2.5 * dayMs }, { shortestMs: 2 * dayMs }],
    ['the exceptional', { exceptionalMs: 7.5 * dayMs }, { exceptionalMs: 8 * dayMs }],
    ['the preferred', { preferredMs: { from: 3 * dayMs, to: 4.5 * dayMs } }, { preferredMs: { from: 3 * dayMs, to: 4 * dayMs } }],
  ])('working days are whole ones: %s', (_, wrong, right) => {
    expect([problems(wrong, openstack), problems(right, openstack)]).toEqual([[{ rule: 'not-whole-days' }], []]);
    expect(problems({ ...wrong, counts: 'calendar' }, openstack)).toEqual([]);
  });

  test('days that are only advised against leave a day, all seven of them too', () => {
    expect(problems({ weekdaysAvoided: { days: [0, 1, 2, 3, 4, 5, 6], force: 'should' } })).toEqual([]);
  });

  test('an hour that is only advised does not need a day', () => {
    const short = { preferredMs: null, longestMs: hourMs, shortestMs: 0 } as const;
    expect(problems({ ...short, hour: { minutes: 900, force: 'should' } })).toEqual([]);
    expect(problems({ ...short, hour: { minutes: 900, force: 'must' } })).toEqual([{ rule: 'hour-out-of-reach', minutes: 900 }]);
  });

  test('a quorum is out of reach of a list that has lost a coordinator', () => {
    const quorum = { type: 'coordinators', count: 2 } as const;
    expect([2, 1, 0].map((coordinators) => problems({ quorum }, oci, coordinators))).toEqual([
      [],
      [{ rule: 'quorum-out-of-reach', needed: 2, there: 1 }],
      [{ rule: 'quorum-out-of-reach', needed: 2, there: 0 }],
    ]);
  });

  test('several are all named, and not only the first', () => {
    expect(problems({ preferredMs: null, shortestMs: 21 * dayMs, terms: [], quorum: { type: 'coordinators', count: 9 } })).toEqual([
      { rule: 'shortest-above-longest', shortestMs: 21 * dayMs, longestMs: 20 * dayMs },
      { rule: 'quorum-out-of-reach', needed: 9, there: 2 },
      { rule: 'empty', field: 'terms' },
    ]);
  });
});
