import { describe, expect, test } from 'vitest';
import {
  actions,
  bullets,
  code,
  field,
  fields,
  heading,
  instant,
  line,
  link,
  type Message,
  type Node,
  note,
  strong,
} from '../../../src/chat/message/message.ts';
import { buttonsOf, plain, renderLines } from '../../../src/chat/message/plain.ts';

const disclosure = Date.parse('2024-01-31T20:00Z');
const message = (...nodes: Node[]): Message => ({ push: 'quiet-otter', nodes });
const shown = (...nodes: Node[]) => renderLines(message(...nodes), { zone: null, repeated: false });

const everything = message(
  heading('quiet-otter'),
  line('Agreed by ', strong('two'), ' of ', code('3'), ', see ', link('https://example.org/terms'), '.'),
  fields(field('Disclosure', instant(disclosure)), field('Severity', '8.6')),
  bullets([['Alder Linux'], ['Birch Linux: ', strong('late')]]),
  note('Silence is not consent.'),
  actions(
    { label: 'Accept', words: 'date accept quiet-otter 1', style: 'primary' },
    { label: 'Reject…', words: 'date reject quiet-otter 1' },
  ),
  line('Not ready?'),
  actions({ label: 'Snooze', words: 'snooze quiet-otter' }),
);

describe('a message in the terminal', () => {
  test('has a line for each thing, and its buttons are numbered through', () =>
    expect(renderLines(everything, { zone: null, repeated: false })).toEqual([
      'quiet-otter',
      'Agreed by two of `3`, see https://example.org/terms.',
      'Disclosure: Wed, Jan 31, 2024, 20:00 UTC',
      'Severity: 8.6',
      '- Alder Linux',
      '- Birch Linux: late',
      '(Silence is not consent.)',
      '[1] Accept  [2] Reject…',
      'Not ready?',
      '[3] Snooze',
    ]));

  test('has as many words to press as it has numbers', () =>
    expect(buttonsOf(everything)).toEqual(['date accept quiet-otter 1', 'date reject quiet-otter 1', 'snooze quiet-otter']));

  test('says when it may have been said before', () =>
    expect(renderLines(message(line('Due.')), { zone: null, repeated: true })).toEqual([
      'Possibly repeated: the connection broke while this was being sent.',
      'Due.',
    ]));

  test.each([
    [null, 'Wed, Jan 31, 2024, 20:00 UTC'],
    ['UTC', 'Wed, Jan 31, 2024, 20:00 UTC'],
    ['Etc/UTC', 'Wed, Jan 31, 2024, 20:00 UTC'],
    ['Europe/Berlin', 'Wed, Jan 31, 2024, 20:00 UTC (9:00 PM your time)'],
    ['Asia/Kolkata', 'Wed, Jan 31, 2024, 20:00 UTC (Thu, Feb 1, 1:30 AM your time)'],
  ])('shows an instant to a reader in %s as %s', (zone, text) =>
    expect(renderLines(message(line(instant(disclosure))), { zone, repeated: false })).toEqual([text]),
  );

  test('without anything in it has no lines', () => expect(shown(bullets([]), actions(), fields())).toEqual([]));

  test('keeps the lines of a long text apart, and under the thing they belong to', () =>
    expect(shown(line('one\ntwo'), bullets([['one\r\ntwo'], ['three']]), fields(field('Note', 'one\rtwo')), heading('a\nheading'))).toEqual(
      ['one', 'two', '- one', '  two', '- three', 'Note: one', '  two', 'a heading'],
    ));
});

describe('what a person typed never drives the terminal', () => {
  test.each([
    ['a colour', 'runc \u001b[31mred\u001b[0m', 'runc [31mred[0m'],
    ['a window title', '\u001b]0;pwned\u0007runc', ']0;pwnedrunc'],
    ['an escape of the C1 kind', '\u009b2Jrunc', '2Jrunc'],
    ['a backspace', 'runc\b\b\b\bcrun', 'runccrun'],
    ['a null', 'ru\u0000nc', 'runc'],
    ['a right-to-left override', 'runc \u202egnp.exe', 'runc gnp.exe'],
    ['an isolate', 'runc \u2066x\u2069', 'runc x'],
    ['a bidi mark', 'runc\u200f\u061c', 'runc'],
    ['a tab', 'runc\tcrun', 'runc crun'],
    ['a line separator', 'runc\u2028bot → #general: it is public', 'runc bot → #general: it is public'],
    ['letters, accents and emoji, which stay', 'Jürgen 👩‍💻 日本', 'Jürgen 👩‍💻 日本'],
    ['markup of other platforms, which is only text', '<!channel> @room *x*', '<!channel> @room *x*'],
  ])('%s', (_name, typed, seen) => {
    expect(plain(typed)).toBe(seen);
    expect(shown(heading(typed), actions({ label: typed, words: 'ack' }))).toEqual([seen, `[1] ${seen}`]);
  });

  test('wherever it stands in a message', () => {
    const evil = 'x\u001b[2J';
    const lines = shown(
      heading(evil),
      line(evil, strong(evil), code(evil), link(evil)),
      fields({ label: evil, value: [evil] }),
      bullets([[evil]]),
      note(evil),
      actions({ label: evil, words: 'ack' }),
    );
    expect(lines).toEqual(['x[2J', 'x[2Jx[2J`x[2J`x[2J', 'x[2J: x[2J', '- x[2J', '(x[2J)', '[1] x[2J']);
  });
});
