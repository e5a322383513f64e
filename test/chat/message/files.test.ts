import { describe, expect, test } from 'vitest';
import { bytesIn, fileLines, filesBytesMax, filesMax, fitting, textFile } from '../../../src/chat/message/files.ts';
import { code, verbatim, withLines } from '../../../src/chat/message/message.ts';

const words = 'draft post keen-toad';
const file = (name: string, text: string) => textFile({ name, text, words });

describe('a text of an embargo as a file', () => {
  test('holds its lines and tabs, and nothing that drives a terminal or turns a line around', () =>
    expect(file('keen-toad-post.txt', 'Fix\tit\r\n\u001b[2J\u202eevil\u0000\n\n').text).toBe('Fix\tit\n[2Jevil\n'));

  test('says what it is by its name: a record, or a text', () =>
    expect([file('keen-toad-csaf.json', '{}').mediaType, file('keen-toad-post.txt', 'x').mediaType]).toEqual([
      'application/json',
      'text/plain',
    ]));

  test.each(['', 'CVE-2026-1.json', 'a/b.txt', '../x', '.hidden', 'runc escape.txt', 'a'.repeat(101)])(
    'is never called %j: a name is shown by notifications, and is a place on a disk',
    (name) => expect(() => file(name, 'x')).toThrow('not a name for a file'),
  );

  test('tells how its text is had where it cannot be sent, with what is typed in front there', () => {
    const message = { push: '', nodes: [], files: [file('keen-toad-post.txt', 'x')] };
    expect(message.files[0]?.instead).toEqual(["keen-toad-post.txt couldn't be sent as a file. ", code(words), ' shows its text.']);
    const typed = withLines(message, (line) => line.map((part) => (typeof part === 'object' ? verbatim('there') : part)));
    expect(typed.files?.[0]?.instead[1]).toEqual(verbatim('there'));
  });

  test('goes with a message while there is room for it; what is too large leaves room for those behind it', () => {
    const large = file('large.txt', 'x'.repeat(filesBytesMax - 1));
    const [small, other] = [file('small.txt', 'x'), file('other.txt', 'y')];
    expect(bytesIn(large)).toBe(filesBytesMax);
    expect(fitting([large, small])).toEqual({ files: [large], left: [small] });
    expect(fitting([small, large, other])).toEqual({ files: [small, other], left: [large] });
    const many = Array.from({ length: filesMax + 1 }, (_, index) => file(`${index}.txt`, 'x'));
    expect(fitting(many)).toEqual({ files: many.slice(0, -1), left: many.slice(-1) });
  });

  test('stands in a frame below its name, so that no line of it is taken for the bot', () =>
    expect(fileLines([file('keen-toad-post.txt', 'bot → ada: hello\n\nbye\n')])).toEqual([
      '┌ keen-toad-post.txt',
      '│ bot → ada: hello',
      '│',
      '│ bye',
      '└',
    ]));
});
