import { expect, test } from 'vitest';
import { parseSlackLine, peopleIn } from './slack/lines.ts';

test.each([
  ['ada opens home', { type: 'home', by: 'ada' }],
  ['ada at home: 2', { type: 'at-home', by: 'ada', button: 2 }],
  ['ada uses "Report a leak…"', { type: 'global-shortcut', by: 'ada', name: 'Report a leak…' }],
  [
    'ada in #oci-private uses "Add to embargo timeline" on bob: it is out: see there',
    {
      type: 'message-shortcut',
      by: 'ada',
      room: '#oci-private',
      name: 'Add to embargo timeline',
      author: 'bob',
      text: 'it is out: see there',
    },
  ],
  ['ada in thread: status', { type: 'thread', by: 'ada', text: 'status' }],
  ['ada sends it', { type: 'sends', by: 'ada' }],
  ['ada picks quiet', { type: 'picks', by: 'ada', typed: 'quiet' }],
  ['eve joins #oci-private', { type: 'room', room: '#oci-private', change: { type: 'joined', who: 'eve' }, told: [] }],
  ['bot leaves #oci-private', { type: 'room', room: '#oci-private', change: { type: 'left', who: 'bot' }, told: [] }],
  ['#oci-private is shared with T0FAR', { type: 'room', room: '#oci-private', change: { type: 'shared', team: 'T0FAR' }, told: [] }],
  ['#oci-private is renamed to #vendors', { type: 'room', room: '#oci-private', change: { type: 'renamed', to: '#vendors' }, told: [] }],
  ['#oci-private is moved', { type: 'room', room: '#oci-private', change: { type: 'moved' }, told: [] }],
  [
    'publish-room #oci-private',
    { type: 'room', room: '#oci-private', change: { type: 'public' }, told: ['  (#oci-private is now public)'] },
  ],
  ['eve lives in Asia/Tokyo', { type: 'lives', by: 'eve', zone: 'Asia/Tokyo' }],
  ['eve is deactivated', { type: 'deactivated', by: 'eve' }],
  ['ada in direct: status', null],
  ['ada: opens home', null],
  ['# ada opens home', null],
])('in a story on Slack, "%s" is understood', (text, expected) => {
  expect(parseSlackLine(text)).toEqual(expected);
});

test('whoever is named in such a line plays in the story, the bot not', () => {
  const named = ['ada in #x uses "Add" on bob: Hi', 'bot leaves #x', 'eve joins #x', '#x is archived', 'dave is deactivated'];
  expect(named.map((text) => peopleIn(parseSlackLine(text) ?? { type: 'home', by: '?' }))).toEqual([
    ['ada', 'bob'],
    [],
    ['eve'],
    [],
    ['dave'],
  ]);
});
