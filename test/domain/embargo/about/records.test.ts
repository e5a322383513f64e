// One CVE record is owed for each CVE id.
import { describe, expect, test } from 'vitest';
import { unknownVulnerability } from '../../../../src/domain/embargo/about/about.ts';
import { recordsOwed } from '../../../../src/domain/embargo/about/records.ts';
import type { Embargo } from '../../../../src/domain/embargo/embargo.ts';
import { todosOf } from '../../../../src/domain/embargo/todos.ts';
import { refuse } from '../../../../src/domain/values/refusal.ts';
import { about, ada, embargo, evolved, list, says, signedBy, start } from '../../../setup/embargo.ts';

const [first, second] = ['CVE-2025-31133', 'CVE-2025-52565'] as const;
const link = 'https://example.org/record';
const published = { at: start, by: ada.person, link };
const over = { at: start, by: [ada.person], reason: 'disclosed', because: null } as const;
const of = (ids: readonly string[], wish: Partial<Embargo> = {}): Embargo => {
  const vulnerabilities = (ids.length === 0 ? [[]] : ids.map((id) => [id])).map((own, index) => ({
    ...unknownVulnerability(index + 1),
    ids: own,
  }));
  return embargo({ ended: over, about: { ...about, vulnerabilities }, ...wish });
};
const record = (id?: string) => ({ type: 'publish', clock: 'cve', link, ...(id === undefined ? {} : { id }) }) as const;

describe('CVE records are owed', () => {
  test('one for each CVE id, and one where none is known; a GHSA id asks for none', () => {
    expect(recordsOwed(of([]))).toEqual([null]);
    expect(recordsOwed(of([first]))).toEqual([first]);
    expect(recordsOwed(of([first, 'GHSA-xr7r-f8xq-vfvv', second]))).toEqual([first, second]);
    expect(recordsOwed(of([first, second], { published: { [`cve:${second}`]: published } }))).toEqual([first]);
  });

  test('a link from when there was one record for all is that of the first id', () => {
    expect(recordsOwed(of([first, second], { published: { cve: published } }))).toEqual([second]);
    expect(recordsOwed(of([], { published: { cve: published } }))).toEqual([]);
  });

  test('by each coordinator, with how many are left', () => {
    const owed = (from: Embargo) =>
      todosOf(from, list, ada.person, start).filter((todo) => todo.type === 'publish' && todo.clock === 'cve');
    expect(owed(of([first, second]))).toMatchObject([{ left: 2 }]);
    expect(owed(of([first, second], { published: { [`cve:${first}`]: published } }))).toEqual([
      expect.not.objectContaining({ left: expect.anything() }),
    ]);
    expect(owed(of([first], { published: { [`cve:${first}`]: published } }))).toEqual([]);
  });
});

describe('a CVE record is linked', () => {
  test('for the id that is named, or the only one', () => {
    expect(says(ada, record(second), of([first, second]))).toEqual([
      { type: 'published', clock: 'cve', distributor: null, link, id: second },
    ]);
    expect(says(ada, record(), of([first]))).toEqual([{ type: 'published', clock: 'cve', distributor: null, link }]);
    expect(says(ada, record(), of([]))).toEqual([{ type: 'published', clock: 'cve', distributor: null, link }]);
  });

  test('for the id that its address names', () => {
    const named = { ...record(), link: `https://www.cve.org/CVERecord?id=${second}` };
    expect(says(ada, named, of([first, second]))).toMatchObject([{ type: 'published', id: second }]);
    const longer = { ...record(), link: `https://www.cve.org/CVERecord?id=${second}0` };
    expect(says(ada, longer, of([first, second]))).toMatchObject({ reason: { code: 'which-record' } });
  });

  test('not for one of several that is not said, nor for one that the embargo does not have', () => {
    expect(says(ada, record(), of([first, second]))).toEqual(refuse({ code: 'which-record', ids: [first, second], said: { link } }));
    expect(says(ada, record('CVE-2025-1'), of([first, second]))).toEqual(
      refuse({ code: 'not-there', name: 'CVE-2025-1', there: [first, second] }),
    );
  });

  test('and ids are named to nobody who has not acknowledged', () => {
    const unsigned = { consents: signedBy() };
    for (const command of [record(), record(second), record('CVE-2025-1')])
      expect(says(ada, command, of([first, second], unsigned))).toEqual(refuse({ code: 'needs-consent', state: 'invited' }));
    expect(says(ada, record(), of([first], unsigned))).toMatchObject([{ type: 'published' }]);
  });

  test('and what is linked is not said to be none afterwards, nor offered for it', () => {
    const linked = { published: { [`cve:${first}`]: published } };
    expect(says(ada, { ...record(first), link: 'none' }, of([first, second, 'CVE-2025-3'], linked))).toEqual(
      refuse({ code: 'published-already' }),
    );
    expect(says(ada, { ...record(), link: 'none' }, of([first, second, 'CVE-2025-3'], linked))).toEqual(
      refuse({ code: 'which-record', ids: [second, 'CVE-2025-3'], said: { link: 'none' } }),
    );
  });

  test('each beside the others', () => {
    const fact = (id: string) => ({ type: 'published', clock: 'cve', distributor: null, link, id }) as const;
    const after = evolved(evolved(of([first, second]), fact(first)), fact(second));
    expect(recordsOwed(after)).toEqual([]);
    expect(Object.keys(after.published)).toEqual([`cve:${first}`, `cve:${second}`]);
  });
});
