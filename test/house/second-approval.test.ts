// docs/second-approval.md is true: its table is the code's.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { approvalTable } from '../setup/approval-table.ts';

test('it names every order, whether it waits for a second person, and why', () => {
  const lines = readFileSync(new URL('../../docs/second-approval.md', import.meta.url), 'utf8').split('\n');
  const start = lines.indexOf('| words | waits | why |') + 2;
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  expect(lines.slice(start, start + length)).toEqual(approvalTable());
});
