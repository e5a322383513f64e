// The rules of the presets, compared with where they come from; and the terms, which nobody changes unnoticed.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { answerFloorMs, clocksAfterEnd, decisionLadder, decisionMs, followUpMs, type Policy } from '../../../src/domain/policy/policy.ts';
import { policies, policyKeys, policyOf } from '../../../src/domain/policy/presets.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/domain/values/time.ts';

const all: readonly Policy[] = policyKeys.map(policyOf);
const sum = ({ terms }: Policy) => createHash('sha256').update(terms.join('\n')).digest('hex');

describe('the terms', () => {
  // What was written down with each acceptance is this name. Change the text, and the name must change with it: then add a line here.
  const pinned: Readonly<Record<string, string>> = {
    'oci-1': '0a0eb4d9d96bd3381789a0a5fd4bbba7a645a5d653cb17e579441364986ef99f',
  };

  test.each(policyKeys)('of %s are those that their version names', (key) => {
    const policy = policyOf(key);
    expect(pinned[policy.termsVersion]).toBe(sum(policy));
  });

  test('another word would be noticed', () => {
    const { terms } = policies.oci;
    expect(sum({ ...policies.oci, terms: [...terms.slice(0, -1), 'Who keeps leaking is not removed from the list.'] })).not.toBe(
      pinned['oci-1'],
    );
  });
});

describe('the presets', () => {
  test.each([
    // longest, shortest, quorum, weekdays that are advised against, days before the end of a quarter
    ['oci', 20, 0, { type: 'distributors', moreThanShare: 0.5 }, [0, 5, 6], 2],
    ['linux-distros', 14, 1, { type: 'coordinators', count: 1 }, [0, 5, 6], 0],
  ] as const)('%s', (key, longest, shortest, quorum, days, quarterEnd) => {
    const policy = policyOf(key);
    expect([
      policy.longestMs / dayMs,
      policy.shortestMs / dayMs,
      policy.quorum,
      policy.weekdaysAvoided,
      policy.quarterEndDaysAvoided,
    ]).toEqual([longest, shortest, quorum, { days, force: 'should' }, quarterEnd]);
  });

  test('name their source', () => expect(all.filter(({ source }) => source.length < 20)).toEqual([]));

  test('leave people the 72 hours of Vultron’s floor', () => {
    expect(answerFloorMs).toBe(72 * hourMs);
    expect(all.filter(({ answerWithinMs }) => answerWithinMs < answerFloorMs)).toEqual([]);
  });

  test.each(policyKeys)('%s reminds 14, 7 and 3 days, 24, 4 and 1 hours before, at the moment, and daily after it', (key) => {
    expect(policyOf(key).ladder).toEqual({
      beforeMs: [14 * dayMs, 7 * dayMs, 3 * dayMs, 24 * hourMs, 4 * hourMs, hourMs, 0],
      overdueEveryMs: dayMs,
    });
  });
});

describe('the clocks after the end', () => {
  test.each([
    ['post', 0, 'coordinators'],
    ['cve', 24, 'coordinators'],
    ['exploit', 7 * 24, 'coordinators'],
    ['retrospective', 3 * 24, 'coordinators'],
    ['packages', 10 * 24, 'distributors'],
  ] as const)('%s: within %i hours, owed by %s', (key, hours, owedBy) => {
    const { dueMs, owedBy: by } = clocksAfterEnd[key];
    expect([dueMs / hourMs, by]).toEqual([hours, owedBy]);
  });

  test('are followed up soon, then weekly, a month long', () => {
    expect(followUpMs.map((ms) => ms / hourMs)).toEqual([20, ...[2, 9, 16, 23, 30].map((days) => days * 24)]);
  });

  test('a CVE record is asked for before the 24 hours are over, and again before the 72', () => {
    const { dueMs, beforeMs } = clocksAfterEnd.cve;
    expect([...beforeMs.map((ms) => dueMs - ms), ...followUpMs].map((ms) => ms / hourMs).slice(0, 3)).toEqual([20, 20, 48]);
  });
});

test('a decision is due within the hour, and asked for each quarter of an hour for two hours, each hour for a day, then daily', () => {
  expect([decisionMs, decisionLadder]).toEqual([
    hourMs,
    {
      beforeMs: [15 * minuteMs, 0],
      overdueEveryMs: dayMs,
      firstMs: [
        { everyMs: 15 * minuteMs, untilMs: 2 * hourMs },
        { everyMs: hourMs, untilMs: dayMs },
      ],
    },
  ]);
});
