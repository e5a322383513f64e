import { describe, expect, test } from 'vitest';
import { question, waysToAnswer } from '../../../src/chat/message/questions.ts';
import {
  edited,
  formOpened,
  isPersona,
  parseStoryLine,
  placeText,
  posted,
  readPlace,
  type StoryLine,
  saidLine,
} from '../../../src/platforms/terminal/story.ts';

const inRoom = (name: string) => ({ type: 'room', name }) as const;
const direct = { type: 'direct' } as const;
const heardBefore = { type: 'heard-before' } as const;

describe('a line of a story', () => {
  test.each<[string, StoryLine | null]>([
    ['ada in #oci-private: /embargo create', { type: 'said', by: 'ada', place: inRoom('#oci-private'), text: '/embargo create' }],
    ['ada: runc', { type: 'said', by: 'ada', place: null, text: 'runc' }],
    ['ada@slack: /embargo date', { type: 'said', by: 'ada@slack', place: null, text: '/embargo date' }],
    ['bob in direct: owe', { type: 'said', by: 'bob', place: direct, text: 'owe' }],
    ['bob: runc: a container escape', { type: 'said', by: 'bob', place: null, text: 'runc: a container escape' }],
    ['bob: ', { type: 'said', by: 'bob', place: null, text: '' }],
    ['bob:', { type: 'said', by: 'bob', place: null, text: '' }],
    ['clock: 2024-01-17T09:00Z', { type: 'clock', to: '2024-01-17T09:00Z' }],
    ['clock: +7d', { type: 'clock', to: '+7d' }],
    ['clock +7d', { type: 'clock', to: '+7d' }],
    ['# a remark', heardBefore],
    ['', heardBefore],
    ['bot → #oci-private: quiet-otter', heardBefore],
    ['bot ✎ bob: Accepted', heardBefore],
    ['  [1] Accept', heardBefore],
    ['bot: it ends', null],
    ['clock:', null],
    ['Ada: owe', null],
    ['ada owe', null],
    ['ada in oci-private: owe', null],
    ['ada in #OCI: owe', null],
    ['ada:owe', null],
  ])('%j is %j', (line, read) => expect(parseStoryLine(line)).toEqual(read));

  test.each([
    saidLine('ada', inRoom('#oci-private'), '/embargo create'),
    saidLine('bob@slack', direct, 'owe'),
    saidLine('bob', null, '2'),
    saidLine('bob', null, ''),
  ])('%j is read as it was written', (line) => {
    const read = parseStoryLine(line);
    expect(read?.type === 'said' && saidLine(read.by, read.place, read.text)).toBe(line);
  });
});

test.each([
  ['ada', true],
  ['ada@slack', true],
  ['a.b-c_2', true],
  ['Ada', false],
  ['ada@', false],
  ['@ada', false],
  ['bot', false],
  ['clock', false],
])('whether %j may be somebody: %j', (name, may) => expect(isPersona(name)).toBe(may));

test.each([['direct'], ['#oci-private'], ['#a']])('%j is a place and is written as it is read', (text) => {
  const place = readPlace(text);
  expect(place === null ? null : placeText(place)).toBe(text);
});

test.each([['oci-private'], ['#'], ['#Oci'], ['#a b'], ['']])('%j is no place', (text) => expect(readPlace(text)).toBeNull());

describe('what the bot says', () => {
  test('a post to a room is one line and what hangs under it', () =>
    expect(posted({ room: '#oci-private', person: null }, ['quiet-otter', '[1] Accept'])).toEqual([
      'bot → #oci-private: quiet-otter',
      '  [1] Accept',
    ]));

  test('a direct message names the person', () =>
    expect(posted({ room: null, person: 'bob' }, ['You owe'])).toEqual(['bot → bob: You owe']));

  test('what only bob sees in a room says so', () =>
    expect(posted({ room: '#oci-private', person: 'bob' }, ['No'])).toEqual(['bot → bob in #oci-private: No']));

  test.each([
    [
      'what is new in an edit is shown, below the line that names the post',
      ['a', 'b', 'c'],
      ['a', 'B', 'c', 'd'],
      ['bot ✎ #r: a', '  B', '  d'],
    ],
    ['an edit that takes a line away shows nothing', ['a', 'b'], ['a'], []],
    ['an edit of what is not remembered is shown whole', [], ['a', 'b'], ['bot ✎ #r: a', '  b']],
  ])('%s', (_name, before, after, shown) => expect(edited({ room: '#r', person: null }, before, after)).toEqual(shown));

  test('a form opens with its title and what was wrong', () =>
    expect(formOpened('ada', 'New embargo', ['Title: too long'])).toEqual([
      'bot → ada (form): New embargo',
      '  ! Title: too long',
      `  (${waysToAnswer})`,
    ]));

  test.each([
    [question('Title', true, null), '  Title?'],
    [question('Title', true, 'runc'), '  Title [runc]?'],
    [question('CVE id', false, null), '  CVE id (optional)?'],
  ])('a question reads %j', (asked, expected) => expect(asked).toBe(expected));

  test.each([
    ...posted({ room: '#r', person: null }, ['a', 'ada: not said by ada']),
    ...edited({ room: null, person: 'bob' }, [], ['a', 'clock: +7d']),
    ...formOpened('ada', 'New embargo', ['Title: too long']),
    question('Title', true, null),
  ])('%j is skipped when a transcript is played again', (line) => expect(parseStoryLine(line)).toEqual(heardBefore));
});
