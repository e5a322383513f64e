import { expect, test } from 'vitest';
import { accountsIn, namedIn } from '../../../src/chat/message/mentions.ts';
import { personId } from '../../../src/domain/values/ids.ts';

const text = 'ask slack:T1/U2 and slack:T1/W3, then slack:T1/U2 again';

test('the accounts that a text mentions are found once each', () => {
  expect(accountsIn(text)).toEqual([personId('slack:T1/U2'), personId('slack:T1/W3')]);
  expect(accountsIn('nobody, slack:T1 or https://example.org/T1/U2')).toEqual([]);
});

test('they stand there by name, and nobody by an id', () => {
  const names: Readonly<Record<string, string>> = { 'slack:T1/U2': 'bob' };
  expect(namedIn(text, (person) => names[person] ?? null)).toBe('ask @bob and @somebody, then @bob again');
});
