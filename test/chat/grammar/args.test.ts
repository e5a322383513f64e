// Typed arguments: the last that is good, and the first that is not, with what would be right.
import { describe, expect, test } from 'vitest';
import { type Arg, type Reading, readArg } from '../../../src/chat/grammar/args.ts';
import { bad, good } from '../../../src/chat/values/text.ts';
import { dayMs, hourMs } from '../../../src/domain/values/time.ts';
import { bob, carol, date, sha, start } from '../../setup/embargo.ts';

const reading: Reading = { now: start, zone: null };
const common = { label: 'It', hint: '', required: true, place: 'one' } as const;
type Plain = Exclude<Arg['type'], 'text' | 'name' | 'choice'>;
const read = (type: Plain, text: string) => readArg({ ...common, type }, text, reading);

describe('an argument is read', () => {
  test.each<[Plain, string, unknown]>([
    ['instant', '2026-03-17 14:00 UTC', { at: date, zone: 'UTC', anyway: false }],
    ['instant', '2026-03-17 15:00 Europe/Berlin ANYWAY', { at: date, zone: 'Europe/Berlin', anyway: true }],
    ['until', '4h', start + 4 * hourMs],
    ['until', '2 days', start + 2 * dayMs],
    ['person', 'terminal:bob', bob.person],
    ['person', ' slack:T024/U0123 ', 'slack:T024/U0123'],
    ['person', 'matrix:@ada:example.org', 'matrix:@ada:example.org'],
    ['number', '0', 0],
    ['number', '9999', 9999],
    ['names', '7.1, 7.2\n7.3 7.1', ['7.1', '7.2', '7.3']],
    [
      'files',
      `${sha('A')}  fix one.patch\n${sha('b')} *bin`,
      [
        { name: 'fix one.patch', sha256: sha('a') },
        { name: 'bin', sha256: sha('b') },
      ],
    ],
    ['url', 'https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['url', 'HTTPS://Example.org', 'https://example.org/'],
    ['link', 'https://example.org/6', 'https://example.org/6'],
    ['link', ' NONE ', 'none'],
    ['cve', ' cve-2024-21626 ', 'CVE-2024-21626'],
    ['cve', 'CVE-2024-1234567890123456789', 'CVE-2024-1234567890123456789'],
    ['zone', 'europe/berlin', 'Europe/Berlin'],
    ['zone', 'gmt', 'UTC'],
    ['position', '2.3', { review: 2, step: 3 }],
    ['yes', 'yes', true],
  ])('%s: %j', (type, text, value) => expect(read(type, text)).toEqual(good(value)));

  test('a choice, in any case', () => {
    const choice: Arg = { ...common, type: 'choice', options: ['public', 'exploited'] };
    expect(readArg(choice, 'PUBLIC', reading)).toEqual(good('public'));
    expect(readArg(choice, 'publicly', reading)).toEqual(bad('Use one of: public, exploited.'));
  });

  test('a text, with people in it by name instead of by id', () => {
    const text: Arg = { ...common, type: 'text', maxLength: 100, lines: 'one' };
    const names = { [bob.person]: 'Bob', [carol.person]: 'Carol' };
    expect(readArg(text, 'ask terminal:bob or terminal:carol', { ...reading, names })).toEqual(good('ask @Bob or @Carol'));
    expect(readArg(text, 'ask terminal:bob', reading)).toEqual(good('ask @bob'));
  });
});

describe('an argument is refused', () => {
  test.each<[Plain, string, RegExp]>([
    ['instant', 'in 14 days', /hour/],
    ['instant', '2026-03-17', /hour.*Try `2026-03-17 14:00 UTC`/],
    ['instant', 'anyway', /./],
    ['until', 'a while', /./],
    ['person', 'bob', /with an @/],
    ['person', '@bob', /with an @/],
    ['person', 'slack:T024', /with an @/],
    ['person', 'terminal:bob terminal:carol', /with an @/],
    ['number', '10000', /number/],
    ['number', '-1', /number/],
    ['number', '1.5', /number/],
    ['number', '', /number/],
    ['names', ' , ', /at least one/],
    ['names', 'x'.repeat(41), /41 characters; the limit is 40/],
    ['names', Array.from({ length: 51 }, (_, index) => index).join(' '), /more than 50/],
    ['names', 'a\u202eb', /U\+202E/],
    ['files', '', /at least one/],
    ['files', `${'a'.repeat(63)} fix.patch`, /sha256sum/],
    ['files', `${'a'.repeat(65)} fix.patch`, /sha256sum/],
    ['files', `${'g'.repeat(64)} fix.patch`, /sha256sum/],
    ['files', sha('a'), /sha256sum/],
    ['files', `${sha('a')} fix.patch\nand another`, /sha256sum/],
    ['files', `${sha('a')} ${'x'.repeat(201)}`, /201 characters/],
    ['files', `${sha('a')} fix\u202e.patch`, /U\+202E/],
    ['url', 'http://example.org', /https/],
    ['url', 'javascript:alert(1)', /https/],
    ['url', 'example.org', /https/],
    ['url', 'https://user:secret@example.org', /password/],
    ['url', 'https://user@example.org', /password/],
    ['url', `https://example.org/${'x'.repeat(500)}`, /the limit is 500/],
    ['link', 'none was withheld', /https:.*`none`/],
    ['link', 'http://example.org', /https/],
    ['cve', 'CVE-2024-123', /CVE-2024-21626/],
    ['cve', 'CVE-2024-12345678901234567890', /CVE-2024-21626/],
    ['cve', 'CVE-24-1234', /CVE-2024-21626/],
    ['vector', '9.8', /CVSS:3\.1/],
    ['zone', 'CET', /Europe\/Berlin/],
    ['zone', 'nowhere', /IANA/],
    ['zone', '+02:00', /IANA/],
    ['position', '2', /2\.3/],
    ['position', '2.3.4', /2\.3/],
    ['position', '-1.2', /2\.3/],
    ['yes', 'YES', /yes/],
    ['yes', 'no', /yes/],
  ])('%s: %j', (type, text, problem) => expect(read(type, text)).toEqual({ ok: false, problem: expect.stringMatching(problem) }));

  test('fifty names are not too many', () => {
    const fifty = Array.from({ length: 50 }, (_, index) => `r${index}`);
    expect(read('names', fifty.join(' '))).toEqual(good(fifty));
  });
});
