// Files of a patch revision and where it is fetched, as people paste them.
import { describe, expect, test } from 'vitest';
import { readAddress, readFiles } from '../../../src/chat/values/patch-files.ts';
import { sha } from '../../setup/embargo.ts';

const commit = (digit: string) => digit.repeat(40);
const read = (text: string) => {
  const found = readFiles(text);
  return found.ok ? found.value.map(({ name, sha256 }) => `${sha256.slice(0, 1)}${sha256.length} ${name}`) : found.problem;
};

test.each([
  ['sha256 {} fix2.patch', 'fix2.patch'],
  ['sha256-{} fix.patch', 'fix.patch'],
  ['- {} — fix2.patch', 'fix2.patch'],
  ['sha256 of fix2.patch is {}', 'fix2.patch'],
  ['| fix.patch | {} |', 'fix.patch'],
  ['fix.patch | {} | 1.2 KB', 'fix.patch'],
  ["{} 'my fix v2.patch'", 'my fix v2.patch'],
  ['{} "my fix v2.patch"', 'my fix v2.patch'],
  ['my fix v2.patch {}', 'my fix v2.patch'],
])('%s: the name of the file is %s', (line, name) => expect(read(line.replace('{}', sha('a')))).toEqual([`a64 ${name}`]));

test('of two names beside one hash it is asked which', () =>
  expect(read(`one thing ${sha('a')} another thing`)).toMatch(/^Which is the file name, "one thing" or "another thing"\?/));

describe('files', () => {
  test.each([
    ['lines of sha256sum', `${sha('a')}  1.patch\n${sha('b')}  2.patch`],
    ['ends of lines of Windows', `${sha('a')}  1.patch\r\n${sha('b')}  2.patch\r\n`],
    ['binary files', `${sha('a')} *1.patch\n${sha('b')} *2.patch`],
    ['a code block', `\`\`\`\n${sha('a')}  1.patch\n${sha('b')}  2.patch\n\`\`\``],
    ['a code block of a language', `\`\`\`text\n${sha('a')}  1.patch\n${sha('b')}  2.patch\n\`\`\``],
    ['code in a line', `\`${sha('a')}  1.patch\`\n\`${sha('b')}  2.patch\``],
    ['two in one line', `${sha('a')}  1.patch ${sha('b')} *2.patch`],
    ['two parted by a semicolon', `${sha('a')} 1.patch; ${sha('b')} 2.patch`],
    ['--tag', `SHA256 (1.patch) = ${sha('a')}\nSHA256 (2.patch) = ${sha('b')}`],
    ['names in front', `1.patch: ${sha('a')}\n2.patch ${sha('b')}`],
    ['capital letters', `${sha('A')}  1.patch\n${sha('B')}  2.patch`],
    ['one that is there twice', `${sha('a')}  1.patch\n${sha('b')}  2.patch\n${sha('a')}  1.patch`],
  ])('%s', (_, text) => expect(read(text)).toEqual(['a64 1.patch', 'b64 2.patch']));

  test('names with blanks are kept', () => {
    expect(read(`${sha('a')}  the first fix.patch ${sha('b')}  the second.patch`)).toEqual([
      'a64 the first fix.patch',
      'b64 the second.patch',
    ]);
  });

  test.each([
    ['as git lists them', `refs/heads/release-1.2 ${commit('c')}`, ['c40 refs/heads/release-1.2']],
    ['as ls-remote lists them', `${commit('c')}\trefs/heads/main`, ['c40 refs/heads/main']],
    ['with an at', `release-1.2@${commit('c')} main@${commit('d')}`, ['c40 release-1.2', 'd40 main']],
    ['of repositories of SHA-256', `main@${sha('c')}`, ['c64 main']],
  ])('refs of git: %s', (_, text, expected) => expect(read(text)).toEqual(expected));

  test.each<[string, string, RegExp]>([
    ['nothing', ' \n', /at least one/],
    ['a name without a hash', 'fix.patch', /no hash in "fix\.patch"/],
    ['a digit too few', `${'a'.repeat(63)} fix.patch`, /fix\.patch has 63 digits; a SHA-256 has 64/],
    ['another sum', `${'a'.repeat(128)} fix.patch`, /has 128 digits/],
    ['a SHA-1 of a file', `${commit('a')} fix.patch`, /40 digits.*SHA-256.*branch@commit/],
    ['a letter that is none', `${'g'.repeat(64)} fix.patch`, /no hash/],
    ['a hash without a name', sha('a'), /There's no file name next to aaaaaaaa…/],
    ['one name with two hashes', `${sha('a')} 1.patch\n${sha('b')} 1.patch`, /1\.patch is there twice/],
    ['what cannot be seen', `${sha('a')} fix\u202e.patch`, /U\+202E/],
    ['a name too long', `${sha('a')} ${'x'.repeat(201)}`, /201 characters/],
  ])('refused: %s', (_, text, problem) => expect(read(text)).toMatch(problem));
});

describe('where it is fetched', () => {
  test.each([
    ['https://github.com/opencontainers/runc-ghsa-1', 'https://github.com/opencontainers/runc-ghsa-1'],
    ['ssh://git@git.example.org/runc.git', 'ssh://git@git.example.org/runc.git'],
    ['git@github.com:opencontainers/runc-ghsa-1.git', 'git@github.com:opencontainers/runc-ghsa-1.git'],
    ['git.example.org:runc.git', 'git.example.org:runc.git'],
  ])('%s', (text, value) => expect(readAddress(text)).toEqual({ ok: true, value }));

  test.each<[string, RegExp]>([
    ['git://git.example.org/runc.git', /git:\/\/ isn't encrypted.*https:/],
    ['http://example.org/runc', /http:\/\/ isn't encrypted/],
    ['file:///home/ada/runc', /on your own computer/],
    ['/home/ada/runc', /on your own computer/],
    ['~/runc', /on your own computer/],
    ['C:\\runc', /on your own computer/],
    ['https://ada:secret@example.org/', /password/],
    ['https://token@example.org/', /password/],
    ['ssh://git:secret@example.org/runc', /password/],
    ['javascript:alert(1)', /https:\/\/ or ssh/],
    ['runc', /https:\/\/ or ssh/],
    ['https://example.org/ and more', /https:\/\/ or ssh/],
    [`https://example.org/${'x'.repeat(500)}`, /the limit is 500/],
  ])('refused: %s', (text, problem) => expect(readAddress(text)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) }));
});
