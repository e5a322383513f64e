import { expect, test } from 'vitest';
import { nameOfPurl, readPurls } from '../../../src/chat/values/purl.ts';

test.each([
  ['pkg:rpm/fedora/runc@1.1.11?arch=x86_64', 'pkg:rpm/fedora/runc'],
  ['pkg:conan/cctz@2.3', 'pkg:conan/cctz'],
  ['pkg:cran/caret@6.0-88', 'pkg:cran/caret'],
  ['pkg:swift/github.com/Alamofire/Alamofire@5.4.3', 'pkg:swift/github.com/Alamofire/Alamofire'],
  ['pkg:brew/Homebrew/Core/SQLite', 'pkg:brew/homebrew/core/sqlite'],
  ['pkg:git/github.com/Seven/Tool', 'pkg:git/github.com/seven/tool'],
  ['pkg:npm/@seven/core@1.0.0', 'pkg:npm/%40seven/core'],
])('%s is kept as %s', (typed, kept) => {
  expect(readPurls(typed)).toEqual({ ok: true, value: [kept] });
});

const example = "isn't a package URL. Use one like pkg:rpm/fedora/runc or pkg:golang/github.com/opencontainers/runc.";

test.each([
  ['pkg:cran/@0.9.1', `pkg:cran/@0.9.1 ${example}`],
  ['pkg:rpm/fedora/%zz', `pkg:rpm/fedora/%zz ${example}`],
  ['runc', `runc ${example}`],
  ['pkg:rpm/fedora/ru%E2%80%8Bnc', 'It contains an invisible character (U+200B). Type it again without.'],
  ['pkg:rpm/fed\u202eora/runc', 'It contains an invisible character (U+202E). Type it again without.'],
  ['pkg:rpm/fedora/..', 'pkg:rpm/fedora/.. names no package: its name has no letter or digit.'],
  ['pkg:rpm/fedora/%20', `pkg:rpm/fedora/%20 names no package: its name has no letter or digit.`],
])('%j is refused', (typed, problem) => {
  expect(readPurls(typed)).toEqual({ ok: false, problem });
});

test('a package is called by its name', () => {
  expect(nameOfPurl('pkg:rpm/fedora/runc')).toBe('runc');
  expect(nameOfPurl('pkg:golang/github.com/containerd/nerdctl/v2')).toBe('nerdctl');
  expect(nameOfPurl('pkg:npm/%40seven/core')).toBe('@seven/core');
});
