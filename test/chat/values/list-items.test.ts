import { expect, test } from 'vitest';
import { type Arg, readArg } from '../../../src/chat/grammar/args.ts';

const read = (type: 'names' | 'numbers' | 'ids' | 'vulnerability-list' | 'purls' | 'countries' | 'components', text: string) => {
  const arg = { type, label: 'It', hint: '', required: true, place: 'rest' } as Arg;
  const found = readArg(arg, text, { now: Date.parse('2026-03-02T09:00Z'), zone: null });
  return found.ok ? found.value : found.problem;
};

test.each([
  ['7.1 7.2', ['7.1', '7.2']],
  ['7.1 and 7.2', ['7.1', '7.2']],
  ['7.1; 7.2', ['7.1', '7.2']],
  ['7.1\n7.2', ['7.1', '7.2']],
  ['7.1, 7.2 & 7.3', ['7.1', '7.2', '7.3']],
  ['7.1 7.2, 7.3', ['7.1', '7.2', '7.3']],
  ['RHEL 9, RHEL 8', ['RHEL 9', 'RHEL 8']],
  ['RHEL 9 and RHEL 8', ['RHEL 9', 'RHEL 8']],
  ['RHEL 9\nRHEL 8', ['RHEL 9', 'RHEL 8']],
  ['“RHEL 9” “RHEL 8”', ['RHEL 9', 'RHEL 8']],
  ["'RHEL 9' and 'RHEL 8'", ['RHEL 9', 'RHEL 8']],
  ['‘RHEL 9’, «RHEL 8», `7.1`', ['RHEL 9', 'RHEL 8', '7.1']],
  ['bookworm trixie', ['bookworm', 'trixie']],
  ['RHEL 9', ['RHEL 9']],
])('%j are these releases', (text, names) => {
  expect(read('names', text)).toEqual(names);
});

test('where a space may part two names or stand in one, it is asked', () => {
  expect(read('names', 'RHEL 9 RHEL 8')).toBe(
    'Is RHEL 9 one name or two? Put a comma between names, such as `RHEL 9, RHEL 8`, or quotes around each.',
  );
});

test.each<[Parameters<typeof read>[0], string, unknown]>([
  ['numbers', '1; 2', [1, 2]],
  ['numbers', '#1 & "2"', [1, 2]],
  ['ids', 'CVE-2024-1111 and "CVE-2024-2222"', [['CVE-2024-1111'], ['CVE-2024-2222']]],
  ['ids', 'CVE-2024-1111 GHSA-xr7r-f8xq-vfvv; CVE-2024-2222', [['CVE-2024-1111', 'GHSA-xr7r-f8xq-vfvv'], ['CVE-2024-2222']]],
  ['vulnerability-list', '“CVE-2024-1111”, 2', ['CVE-2024-1111', '2']],
  ['purls', 'pkg:rpm/a/b; pkg:rpm/a/c and `pkg:rpm/a/d`', ['pkg:rpm/a/b', 'pkg:rpm/a/c', 'pkg:rpm/a/d']],
  ['countries', 'DE; "US" and FR', ['DE', 'US', 'FR']],
  [
    'components',
    "'layer reader' and «runc»",
    [
      { name: 'layer reader', purls: [] },
      { name: 'runc', purls: [] },
    ],
  ],
])('%s: %j are read as %j', (type, text, value) => {
  expect(read(type, text)).toEqual(value);
});
