import { expect, test } from 'vitest';
import { compareVersions, fixedRanges, rangeText, readRanges, readVersions } from '../../src/publish/versions.ts';

const shown = (text: string): string | null => readRanges(text)?.map(rangeText).join(' | ') ?? null;

test.each([
  ['all', 'all versions'],
  ['>= 1.0.0-rc93, <= 1.1.11', '>= 1.0.0-rc93, <= 1.1.11'],
  ['>=v1.0.0-rc93,<=1.1.11', '>= 1.0.0-rc93, <= 1.1.11'],
  ['≥ 1.0, < 2.0', '>= 1.0, < 2.0'],
  ['>= 1.0 < 2.0', '>= 1.0, < 2.0'],
  ['8.5p1 to 9.7p1', '>= 8.5p1, <= 9.7p1'],
  ['1.0.0-rc93 through 1.1.11', '>= 1.0.0-rc93, <= 1.1.11'],
  ['5.6.0, 5.6.1', '5.6.0 | 5.6.1'],
  ['5.6.0 and 5.6.1', '5.6.0 | 5.6.1'],
  ['before 1.2.8', '< 1.2.8'],
  ['prior to 1.2.8', '< 1.2.8'],
  ['1.2.x', '>= 1.2.0, < 1.3.0'],
  ['2.x', '>= 2.0, < 3.0.0'],
  ['>= 1.3.0, < 1.3.3; < 1.2.8', '>= 1.3.0, < 1.3.3 | < 1.2.8'],
  ['up to and including 2.0.1', '<= 2.0.1'],
  ['1.0 and later', '>= 1.0'],
  ['1.1.11 and earlier', '<= 1.1.11'],
  ['1.4+', '>= 1.4'],
  ['some old ones', null],
  ['> 1.0', null],
  ['1.2.3, and what Nova ships', null],
  ['', null],
])('affected versions written as "%s" are %s', (text, ranges) => {
  expect(shown(text)).toBe(ranges);
});

test.each([
  ['1.2.8, 1.3.3 and 1.4.0-rc.3', ['1.2.8', '1.3.3', '1.4.0-rc.3']],
  ['v1.1.12', ['1.1.12']],
  ['soon', null],
])('fixed versions written as "%s" are %j', (text, versions) => {
  expect(readVersions(text)).toEqual(versions);
});

test.each<[string, readonly string[], string]>([
  // A branch starts before each of its pre-releases.
  ['all', ['1.2.8', '1.3.3', '1.4.0-rc.3'], '< 1.2.8 | >= 1.3.0-0, < 1.3.3 | >= 1.4.0-0, < 1.4.0-rc.3'],
  ['>= 1.0.0-rc3', ['1.3.3', '1.2.8'], '>= 1.0.0-rc3, < 1.2.8 | >= 1.3.0-0, < 1.3.3'],
  ['>= 1.0.0-rc93, <= 1.1.11', ['1.1.12'], '>= 1.0.0-rc93, < 1.1.12'],
  // Of another branch: where it ends was said.
  ['8.5p1 to 9.7p1', ['9.8p1'], '>= 8.5p1, <= 9.7p1'],
  ['< 1.2.8; >= 1.3.0, < 1.3.3', ['1.2.8', '1.3.3'], '< 1.2.8 | >= 1.3.0, < 1.3.3'],
  ['5.6.0, 5.6.1', [], '5.6.0 | 5.6.1'],
])('%s, fixed in %j, is %s', (text, fixes, ranges) => {
  expect(
    fixedRanges(readRanges(text) ?? [], fixes)
      .map(rangeText)
      .join(' | '),
  ).toBe(ranges);
});

test('versions come in the order in which projects count', () => {
  const inOrder = ['1.0.0-rc9', '1.0.0-rc93', '1.0.0', '1.1.9', '1.1.11', '1.2', '1.4.0-rc.3', '1.4.0', '9.7p1', '9.8p1', '10.0'];
  expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
});
