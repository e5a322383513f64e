import { describe, expect, test } from 'vitest';
import { contended, databaseAway, silenceOf } from '../../src/db/connection/away.ts';

const coded = (code: string, message = 'said by the server') => Object.assign(new Error(message), { code });
const wrapped = (cause: Error, params = 'nothing') => new Error(`Failed query: insert into "inbox" params: ${params}`, { cause });

describe('an error of the database', () => {
  test.each(['08006', '53300', '57P01', '25006', '25P03', 'ECONNREFUSED', 'ETIMEDOUT'])('%s says that it is away', (code) => {
    expect([databaseAway(coded(code)), databaseAway(wrapped(coded(code))), contended(coded(code))]).toEqual([true, true, false]);
  });

  test.each(['55P03', '40P01', '40001', '57014'])('%s says that somebody is in the way', (code) => {
    expect([databaseAway(wrapped(coded(code))), contended(wrapped(coded(code)))]).toEqual([false, true]);
  });

  test('says that a server stands still, when it has said nothing for too long', () => {
    const silent = wrapped(new Error('Query read timeout'));
    expect([databaseAway(silent), silenceOf(silent)]).toEqual([true, true]);
  });

  test('is not taken for one of these by what somebody wrote, which the driver repeats', () => {
    const told = wrapped(coded('22P02'), 'note: connection terminated, Query read timeout, not queryable');
    expect([databaseAway(told), contended(told), silenceOf(told)]).toEqual([false, false, false]);
  });

  test('may be none', () => {
    expect([databaseAway('text'), databaseAway(undefined), contended(null), silenceOf(7)]).toEqual([false, false, false, false]);
  });
});
