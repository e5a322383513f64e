// People's own words at the door: too long, unseen or deceiving is refused with what to do; everything else is kept letter by letter.
import { describe, expect, test } from 'vitest';
import { bad, good, readText } from '../../../src/chat/values/text.ts';

const line = (text: string, maxLength = 200) => readText(text, maxLength, 'one');
const lines = (text: string, maxLength = 2000) => readText(text, maxLength, 'many');

describe('kept as it is', () => {
  test.each([
    'Container escape through an internal file descriptor',
    '<!channel> <!here> <@U123> <https://evil.example|click>',
    '@room @everyone @bob',
    '*bold* _it_ ~no~ `code` ```block``` &amp; &lt;b&gt; <b>',
    '"quotes" and \'others\', 100% of $HOME; rm -rf / --no-preserve-root',
    'Größe, naïve, 漏洞, уязвимость, ثغرة, 🦦',
    '= + - @ at the beginning of a cell',
    '\\u202e is only written here',
  ])('%j', (text) => expect([line(text), lines(text)]).toEqual([good(text), good(text)]));
});

describe('made into one line, or kept in several', () => {
  test.each([
    ['  at the ends  ', 'at the ends', 'at the ends'],
    ['two\nlines', 'two lines', 'two\nlines'],
    ['from\r\nWindows', 'from Windows', 'from\nWindows'],
    ['a\tb   c', 'a b c', 'a\tb   c'],
    ['a\u2028b\u00a0c', 'a b c', 'a\u2028b\u00a0c'],
  ])('%j', (text, one, many) => expect([line(text), lines(text)]).toEqual([good(one), good(many)]));
});

describe('what cannot be seen is refused, and named', () => {
  test.each([
    ['a null', '\u0000', 'U+0000'],
    ['a bell', '\u0007', 'U+0007'],
    ['an escape, as of a terminal’s colours', '\u001b[31m', 'U+001B'],
    ['a lone carriage return, which overwrites a line', '\r', 'U+000D'],
    ['a vertical tab', '\u000b', 'U+000B'],
    ['a delete', '\u007f', 'U+007F'],
    ['a C1 control', '\u009b', 'U+009B'],
    ['a soft hyphen', '\u00ad', 'U+00AD'],
    ['the Arabic letter mark', '\u061c', 'U+061C'],
    ['a zero-width space', '\u200b', 'U+200B'],
    ['a zero-width joiner', '\u200d', 'U+200D'],
    ['a right-to-left mark', '\u200f', 'U+200F'],
    ['a right-to-left override', '\u202e', 'U+202E'],
    ['a word joiner', '\u2060', 'U+2060'],
    ['an isolate', '\u2066', 'U+2066'],
    ['a pop of an isolate', '\u2069', 'U+2069'],
    ['a byte order mark inside', '\ufeff', 'U+FEFF'],
    ['a tag', '\u{e0041}', 'U+E0041'],
    ['a Hangul filler', '\u3164', 'U+3164'],
    ['a grapheme joiner', '\u034f', 'U+034F'],
    ['a variation selector of the supplement', '\u{e0101}', 'U+E0101'],
    ['a blank of Braille', '\u2800', 'U+2800'],
    ['half a character', '\ud800', 'U+D800'],
  ])('%s', (_, hidden, name) => {
    const refused = bad(`It contains an invisible character (${name}). Type it again without.`);
    expect([line(`before${hidden}after`), lines(`before${hidden}after`)]).toEqual([refused, refused]);
  });

  test('a sign that is shown as an emoji is kept', () => expect(line('⚠️ 1 finding')).toEqual(good('⚠️ 1 finding')));

  test('what stands beside them is kept: tab, newline, no-break space, hyphens of all kinds', () => {
    expect(lines('a\tb\nc\u00a0d\u2010e\u2013f')).toEqual(good('a\tb\nc\u00a0d\u2010e\u2013f'));
  });
});

describe('its length', () => {
  test('is counted in characters, as people count them', () => {
    expect(line('🦦'.repeat(200))).toEqual(good('🦦'.repeat(200)));
    expect(line('🦦'.repeat(201))).toEqual(bad('It has 201 characters; the limit is 200. Shorten it, or link to the rest.'));
  });

  test.each([
    [199, true],
    [200, true],
    [201, false],
  ])('%i of 200', (length, ok) => expect(line('x'.repeat(length)).ok).toBe(ok));

  test('of 40,000 is refused in a short sentence that says what to do, and does not repeat it', () => {
    const refused = line('x'.repeat(40_000));
    expect(refused).toEqual(bad('It has 40000 characters; the limit is 200. Shorten it, or link to the rest.'));
  });

  test('of nothing is refused', () => {
    expect(['', '   ', '\n\t'].map((text) => line(text))).toEqual([bad("It's empty."), bad("It's empty."), bad("It's empty.")]);
  });
});
