// Whatever a name contains, in a command it stays one word and says nothing else: quoting is the exact inverse of the tokenizer.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokensOf } from '../../../src/chat/grammar/tokens.ts';
import { quoted, unquoted, word } from '../../../src/chat/values/quoting.ts';

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  // What people and platforms put around words, and what parts them.
  fc.string({ unit: fc.constantFrom('"', '“', '”', '„', '\\', ' ', '=', 'a', "'", '\n', 'for=', ',') }),
);
const texts = (line: string) => tokensOf(line).map(({ text }) => text);

describe('quoting', () => {
  test('was withdrawn exactly, for any text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect([unquoted(quoted(text)), unquoted(word(text))]).toEqual([text, text]);
      }),
    );
  });

  test('makes any text one word of a line, which names no argument', () => {
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        const tokens = tokensOf(`say ${quoted(one)} ${word(other)} again`);
        expect(tokens.map(({ text, named }) => [text, named])).toEqual([
          ['say', null],
          [one, null],
          [other, null],
          ['again', null],
        ]);
      }),
    );
  });

  test('makes any text the value of one argument', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(tokensOf(`say for=${quoted(text)} sure=yes`).map(({ named }) => named)).toEqual([
          null,
          { name: 'for', value: text },
          { name: 'sure', value: 'yes' },
        ]);
      }),
    );
  });

  test.each([
    ['oci', 'oci'],
    ['7.1', '7.1'],
    ['Größe-2', 'Größe-2'],
    ['漏洞', '漏洞'],
    ['Seven Linux', '"Seven Linux"'],
    ['for=x', '"for=x"'],
    ['“Nine”', '"“Nine”"'],
    ['7 "of" 9', String.raw`"7 \"of\" 9"`],
    ['C:\\', String.raw`"C:\\"`],
    ['say!', '"say!"'],
    ['', '""'],
  ])('%j is the word %s', (text, expected) => expect(word(text)).toBe(expected));
});

describe('what people type', () => {
  test.each([
    ['by phones, in curly quotes', 'add “Seven Linux” 7', ['add', 'Seven Linux', '7']],
    ['in German ones', 'add „Seven Linux“ 7', ['add', 'Seven Linux', '7']],
    ['in Swedish ones', 'add ”Seven Linux” 7', ['add', 'Seven Linux', '7']],
    ['where a phone has changed the first alone', 'add “Seven Linux" 7', ['add', 'Seven Linux', '7']],
    ['where it has changed the last alone', 'add "Seven Linux” 7', ['add', 'Seven Linux', '7']],
    ['with curly quotes within straight ones', 'add "The “Best” Linux" 7', ['add', 'The “Best” Linux', '7']],
    ['with a quote that nobody closes', 'add "Seven Linux', ['add', '"Seven', 'Linux']],
    ['with a backslash', String.raw`add C:\temp "D:\temp x"`, ['add', String.raw`C:\temp`, String.raw`D:\temp x`]],
  ])('%s', (_, line, expected) => expect(texts(line)).toEqual(expected));
});
