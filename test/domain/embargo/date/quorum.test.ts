// Whose answers decide on a date while something was reported.
import { expect, test } from 'vitest';
import { quorumFor } from '../../../../src/domain/embargo/date/quorum.ts';
import { dayMs, hourMs } from '../../../../src/domain/values/time.ts';
import { bob, embargo, list, start } from '../../../setup/embargo.ts';

test('while coordinators decide on a leak and no date is agreed, they decide on one of these days; on a later one the list does', () => {
  const due = start + hourMs;
  const leaked = embargo({ leaks: [{ where: null, at: start, by: bob.person }], decisionDue: due });
  const decides = (at: number, from = leaked) => quorumFor(from, { at }, list).type;
  expect([decides(due + dayMs), decides(due + dayMs + 1)]).toEqual(['coordinators', 'distributors']);
  expect(decides(due, { ...leaked, decisionDue: null })).toBe('distributors');
});
