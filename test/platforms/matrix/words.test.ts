// What somebody typed on Matrix, as a command: nothing that a client or a homeserver sends makes it throw, and nobody is taken for somebody else.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberOf, readReaction, readWords, redactedBy } from '../../../src/platforms/matrix/words.ts';

const bot = '@embargo:example.org';
const text = (body: string, more: object = {}) => ({ msgtype: 'm.text', body, ...more });
const read = (content: object) => {
  const reading = readWords(content as never, bot);
  return reading.type === 'words' ? reading.words : reading.type;
};
const plain = { mentioned: [], replyTo: null, thread: null, corrects: null };

test.each(['.', ',', ':', ';', '!', '?', ')', '-', '…', '".'])('%s behind an id is no part of it', (behind) =>
  expect(read(text(`!embargo people remove @bob:example.org${behind}`))).toMatchObject({
    text: `people remove matrix:@bob:example.org${behind}`,
    mentioned: ['matrix:@bob:example.org'],
  }),
);

describe('a message', () => {
  test.each<[string, object, object | string]>([
    ['of a command', text('!embargo status'), { ...plain, text: 'status', prefixed: true }],
    ['of a command in any case', text('  !EMBARGO   date accept '), { ...plain, text: 'date accept', prefixed: true }],
    ['without the prefix', text('status'), { ...plain, text: 'status', prefixed: false }],
    ['whose word only begins like it', text('!embargoes'), { ...plain, text: '!embargoes', prefixed: false }],
    ['that names the bot first', text(`${bot}: owe`), { ...plain, text: 'owe', prefixed: true }],
    ['of a bot', { msgtype: 'm.notice', body: '!embargo status' }, 'not-words'],
    ['of a picture', { msgtype: 'm.image', body: 'a.png' }, 'not-text'],
    ['that was redacted', {}, 'not-words'],
    ['without a text', { msgtype: 'm.text' }, 'malformed'],
    ['whose text is none', { msgtype: 'm.text', body: { a: 1 } }, 'malformed'],
    ['of 64 KB', text('x'.repeat(65_536)), 'malformed'],
    [
      'that names somebody by their id',
      text('!embargo people add @bob:example.org coordinator'),
      {
        ...plain,
        text: 'people add matrix:@bob:example.org coordinator',
        prefixed: true,
        mentioned: ['matrix:@bob:example.org'],
      },
    ],
    [
      'that names somebody by what they are called',
      text('!embargo people add bob coordinator'),
      { ...plain, text: 'people add bob coordinator', prefixed: true },
    ],
    [
      'that links to whom it names',
      text('!embargo people add Bob coordinator', { formatted_body: 'x <a href="https://matrix.to/#/%40bob%3Aexample.org">Bob</a>' }),
      {
        ...plain,
        text: 'people add matrix:@bob:example.org coordinator',
        prefixed: true,
        mentioned: ['matrix:@bob:example.org'],
      },
    ],
    [
      'that links one of two whose names begin alike',
      text('!embargo note Anna and Ann agree, says Ann', {
        formatted_body:
          '<mx-reply>Ann</mx-reply>!embargo note <b>Anna</b> and <a href="https://matrix.to/#/@ann:example.org">Ann</a> agree, says Ann',
      }),
      { ...plain, text: 'note Anna and matrix:@ann:example.org agree, says Ann', prefixed: true, mentioned: ['matrix:@ann:example.org'] },
    ],
    // What somebody calls themselves is no id, however it reads: then nobody is named.
    ...['@ada:x.org&#x27;', '@ada:x.org ', 'a&lt;b @ada:x.org'].map((name): [string, object, object] => [
      `that links somebody called ${name}, where the link cannot be found`,
      text('people remove @ada:x.org’', {
        formatted_body: `people remove <a class="x" href="https://matrix.to/#/@mallory:x.org">${name}</a>`,
      }),
      { ...plain, text: 'people remove @ada:x.org’', prefixed: false },
    ]),
    [
      'that links somebody who is called as another',
      text("people remove @ada:x.org'", {
        formatted_body: 'people remove <a href="https://matrix.to/#/@mallory:x.org">@ada:x.org&#x27;</a>',
      }),
      { ...plain, text: 'people remove matrix:@mallory:x.org', prefixed: false, mentioned: ['matrix:@mallory:x.org'] },
    ],
    [
      'that links somebody whose name looks like a link to another',
      text('people remove [Ada](https://matrix.to/#/@ada:x.org)', {
        formatted_body: 'people remove <a href="https://matrix.to/#/@mallory:x.org">[Ada](https://matrix.to/#/@ada:x.org)</a>',
      }),
      { ...plain, text: 'people remove @mallory:x.org', prefixed: false },
    ],
    [
      'that links elsewhere',
      text('!embargo note Bob', { formatted_body: '<a href="https://example.org/#/@bob:example.org">Bob</a>' }),
      { ...plain, text: 'note Bob', prefixed: true },
    ],
    [
      'in a thread',
      text('status', {
        'm.relates_to': { rel_type: 'm.thread', event_id: '$root', is_falling_back: true, 'm.in_reply_to': { event_id: '$last' } },
      }),
      {
        ...plain,
        text: 'status',
        prefixed: false,
        thread: '$root',
      },
    ],
    [
      'that answers another',
      text('> <@ada:example.org> [1] Accept\n\n1', { 'm.relates_to': { 'm.in_reply_to': { event_id: '$asked' } } }),
      {
        ...plain,
        text: '1',
        prefixed: false,
        replyTo: '$asked',
      },
    ],
    [
      'that corrects another',
      text('* !embargo status', { 'm.new_content': text('!embargo owe'), 'm.relates_to': { rel_type: 'm.replace', event_id: '$first' } }),
      {
        ...plain,
        text: 'owe',
        prefixed: true,
        corrects: '$first',
      },
    ],
    ['with half a character', text('!embargo note \ud800x\0'), { ...plain, text: 'note \uFFFDx\uFFFD', prefixed: true }],
  ])('%s', (_, content, expected) => expect(read(content)).toEqual(expected));

  test('of a look-alike name is nobody else: Cyrillic а is not a', () => {
    const reading = read(text('!embargo people remove @\u0430da:example.org'));
    expect(reading).toMatchObject({ mentioned: [] });
  });

  test('of any shape at all is read without a fault', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('msgtype', 'body', 'formatted_body', 'm.relates_to', 'm.new_content'), fc.anything()),
        (content) => {
          expect(['words', 'malformed', 'not-text', 'not-words']).toContain(readWords(content, bot).type);
        },
      ),
    );
  });
});

test.each([
  ['1', 1],
  ['1\uFE0F\u20E3', 1],
  ['9\u20E3', 9],
  ['\u{1F51F}', 10],
  ['0', null],
  ['11', null],
  ['\u{1F44D}', null],
])('the reaction %s is the number %s', (reaction, number) => expect(numberOf(reaction)).toBe(number));

test('a reaction names what it is about', () => {
  expect(readReaction({ 'm.relates_to': { rel_type: 'm.annotation', event_id: '$a', key: '1' } })).toEqual({ event: '$a', key: '1' });
  expect(readReaction({ 'm.relates_to': { rel_type: 'm.thread', event_id: '$a', key: '1' } })).toBe(null);
  expect(readReaction({})).toBe(null);
});

test('what was withdrawn is named where room versions have it', () => {
  expect(redactedBy({ redacts: '$old', content: {} })).toEqual(['$old']);
  expect(redactedBy({ content: { redacts: '$new' } })).toEqual(['$new']);
  expect(redactedBy({ content: {} })).toEqual([]);
});
