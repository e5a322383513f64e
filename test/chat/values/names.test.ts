// Names: what hides in one is refused, and two that could be taken for each other are one.
import { describe, expect, test } from 'vitest';
import { looksLike, readName, slug } from '../../../src/chat/values/names.ts';
import { bad, good } from '../../../src/chat/values/text.ts';

describe('a name is kept', () => {
  test.each(['Seven Linux', 'Sieben & Söhne (Nord)', '漏洞', 'Škoda', "O'Neill", '7 "of" 9', '“Nine”', 'constructor', '24'])('%j', (name) =>
    expect(readName(name, 60)).toEqual(good(name)),
  );

  test('in one line, and composed', () => expect(readName('  No\u0308rd\n Linux ', 60)).toEqual(good('Nörd Linux')));
});

describe('a name is refused', () => {
  test.each([
    ['a Hangul filler', '\u3164'],
    ['a half-width Hangul filler', '\uffa0'],
    ['a Hangul Jamo filler', '\u115f'],
    ['a grapheme joiner', '\u034f'],
    ['a variation selector', '\ufe0f'],
    ['a variation selector of the supplement', '\u{e0101}'],
    ['a Khmer vowel that is shown as nothing', '\u17b4'],
    ['a Mongolian vowel separator', '\u180e'],
    ['a zero-width space', '\u200b'],
    ['an invisible separator', '\u2063'],
    ['a blank of Braille', '\u2800'],
    ['a byte order mark', '\ufeff'],
    ['a letter for private use', '\ue000'],
    ['a character that there is not', '\u{e1fff}'],
    ['half a character', '\ud800'],
  ])('with %s in it', (_, hidden) => expect(readName(`Seven${hidden}Linux`, 60).ok).toBe(false));

  test.each(['...', '“”', '—', '🦦'])('without a letter or a digit: %j', (name) =>
    expect(readName(name, 60)).toEqual(bad('A name needs letters or digits.')),
  );

  test('that is too long', () => expect([readName('x'.repeat(60), 60).ok, readName('x'.repeat(61), 60).ok]).toEqual([true, false]));
});

describe('two names', () => {
  test.each([
    ['of one shape, in letters of another script', 'Seven Linux', 'Ѕеvеn Linuх'],
    ['with a capital I for an l', 'PayPal', 'PayPaI'],
    ['with a digit for a letter', 'Nova 10', 'Nova lO'],
    ['with rn for an m', 'Harmony', 'Harrnony'],
    ['in upper and lower case', 'NOVA', 'nova'],
    ['in wide letters', 'Nova', 'Ｎｏｖａ'],
    ['in mathematical letters', 'Nova', '𝐍𝐨𝐯𝐚'],
    ['with something unseen in one', 'Nova', 'No\u200bva'],
    ['composed and not', 'Nörd', 'No\u0308rd'],
  ])('look alike %s', (_, one, other) => expect([looksLike(one, other), looksLike(other, one)]).toEqual([true, true]));

  test.each([
    ['ada', 'bob'],
    ['Seven Linux', 'Eleven Linux'],
    ['r1', 'r2'],
    ['Muller', 'Müller'],
    ['Nova', 'Nova 2'],
  ])('are told apart: %s and %s', (one, other) => expect(looksLike(one, other)).toBe(false));
});

describe('an id', () => {
  test.each([
    ['Seven Linux', 'seven-linux'],
    ['  7 "of" 9 ', '7-of-9'],
    ['Größe', 'größe'],
    ['Constructor', 'constructor'],
    ['__proto__', 'proto'],
    ['...', ''],
  ])('of %j is %j', (name, id) => expect(slug(name)).toBe(id));
});
