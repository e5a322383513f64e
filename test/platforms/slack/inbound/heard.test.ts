import { describe, expect, test } from 'vitest';
import type { Form } from '../../../../src/chat/message/form.ts';
import { roomId } from '../../../../src/domain/values/ids.ts';
import {
  type Home,
  heardAction,
  heardCommand,
  heardDirect,
  heardMention,
  heardSubmission,
  newMark,
} from '../../../../src/platforms/slack/inbound/heard.ts';
import { renderModal } from '../../../../src/platforms/slack/outbound/modal.ts';
import { type Json, object } from '../../../../src/platforms/slack/payload.ts';
import { appMention, blockActions, directEdit, directMessage, slashCommand, viewSubmission } from '../../../rig/slack/payloads.ts';

const home: Home = { owner: 'T1', team: 'T1', enterprise: null, botUser: 'U0BOT' };
const at = Date.parse('2024-01-17T09:00Z');
const ada = { user: 'U1', name: 'ada' };
const eve = { user: 'U9', name: 'eve', team: 'T9' };
const mark = (values: object) => String(Object.keys(values).length);
const typed = (text: string) => heardCommand(slashCommand(ada, 'C1', text, 't.1'), home, at);
const press = (by: typeof ada, action: object = { action_id: 'say:2', value: 'date accept quiet-otter' }) =>
  blockActions(by, 'C1', '1.000001', { type: 'button', ...action }, 't.2', 'http://127.0.0.1:9/');
const form: Form = { title: 'T', words: 'create', submit: 'Go', fields: [], values: {}, errors: {} };
const submit = (room: string | null, values: object = {}) =>
  viewSubmission(ada, { ...renderModal(form, { room: room === null ? null : roomId(room) }), id: 'V1' }, values as Json, 't.3');

test('a slash command is heard with its speaker, room and trigger', () => {
  expect(typed('create runc')).toEqual({
    key: 'slack:T1:trigger:t.1',
    at,
    by: 'slack:T1/U1',
    room: 'slack:T1/C1',
    trigger: 't.1',
    said: { type: 'words', text: 'create runc' },
    names: { 'slack:T1/U1': 'ada' },
  });
});

test('the bare command is heard as no words', () => {
  expect(typed('')?.said).toEqual({ type: 'words', text: '' });
});

test('a direct message has no room', () => {
  expect(heardCommand(slashCommand(ada, 'D1', 'owe', 't.1'), home, at)?.room).toBeNull();
});

test.each([
  ['who <@U2|bob> and <@W3>', 'who slack:T1/U2 and slack:T1/W3', { 'slack:T1/U2': 'bob' }],
  ['a &lt;b&gt; &amp; c &amp;lt;', 'a <b> & c &lt;', {}],
  ['see <https://example.org/?a=1&amp;b=2|example.org>', 'see https://example.org/?a=1&b=2', {}],
  ['org add <http://containerd.io|containerd.io> 2', 'org add containerd.io 2', {}],
  ['<mailto:sec@example.org|sec@example.org>', 'sec@example.org', {}],
  ['in <#C7|general> and <#C8>', 'in #general and #C8', {}],
  ['<!channel> <!here|here> <!subteam^S1|@sec>', '@channel here @sec', {}],
  ['<@nobody> <@U2', '<@nobody> <@U2', {}],
  ['  nul\u0000 and half \ud83d ', 'nul\ufffd and half \ufffd', {}],
])('%j is read as %j', (text, words, names) => {
  const heard = typed(text);
  expect([heard?.said, heard?.names]).toEqual([
    { type: 'words', text: words },
    { 'slack:T1/U1': 'ada', ...names },
  ]);
});

test('a pressed button says its words', () => {
  expect(heardAction(press(ada), home, at)).toEqual({
    key: 'slack:T1:trigger:t.2',
    at,
    by: 'slack:T1/U1',
    room: 'slack:T1/C1',
    trigger: 't.2',
    said: { type: 'words', text: 'date accept quiet-otter' },
    names: { 'slack:T1/U1': 'ada' },
    seen: 1000,
  });
  expect(heardAction(press(ada, { action_id: 'say:1' }), home, at)?.said).toEqual({ type: 'words', text: '' });
});

test('a submitted form is heard in the room where it was asked for', () => {
  const values = { lead: { value: { value: '<@U2>' } }, title: { value: { value: 'a <b> &amp;' } } };
  expect(heardSubmission(submit('slack:T1/C1', values), home, at, mark)).toEqual({
    key: 'slack:T1:view:V1:2',
    corrects: 'slack:T1:view:V1',
    at,
    by: 'slack:T1/U1',
    room: 'slack:T1/C1',
    trigger: 't.3',
    said: { type: 'form', words: 'create', values: { lead: 'slack:T1/U2', title: 'a <b> &amp;' } },
    names: { 'slack:T1/U1': 'ada' },
  });
  expect(heardSubmission(submit(null), home, at, mark)?.room).toBeNull();
});

test('a form that is submitted once more, with another trigger, is the same; one that was changed corrects it, and one that was opened anew is another', () => {
  const [first, again] = [newMark(), newMark()];
  const heard = (id: string, trigger: string, title: string, marked = first) => {
    const view = { ...renderModal(form, { room: null }), id };
    return heardSubmission(viewSubmission(ada, view, { title: { value: { value: title } } }, trigger), home, at, marked);
  };
  const [sent, same, changed, elsewhere, other] = [
    heard('V1', 't.3', 'runc'),
    heard('V1', 't.4', 'runc'),
    heard('V1', 't.5', 'crun'),
    // By another process, which cannot tell whether it was changed.
    heard('V1', 't.6', 'runc', again),
    heard('V2', 't.7', 'runc'),
  ];
  expect(same?.key).toBe(sent?.key);
  expect(new Set([sent, changed, elsewhere, other].map((each) => each?.key)).size).toBe(4);
  expect([sent, same, changed, elsewhere, other].map((each) => each?.corrects)).toEqual([
    ...Array.from({ length: 4 }, () => 'slack:T1:view:V1'),
    'slack:T1:view:V2',
  ]);
});

test("a mention is heard without the bot's own name, and has no trigger", () => {
  expect(heardMention(appMention(ada, 'C1', '<@U0BOT> who <@U2|bob>', 'Ev1'), home, at)).toEqual({
    key: 'slack:T1:event:Ev1',
    at,
    by: 'slack:T1/U1',
    room: 'slack:T1/C1',
    trigger: null,
    said: { type: 'words', text: 'who slack:T1/U2' },
    names: { 'slack:T1/U2': 'bob' },
  });
});

test.each([
  ['<@U0BOT>: owe', 'owe'],
  ['<@U0BOT|Embargo>, owe', 'owe'],
  ['  <@U0BOT>   owe', 'owe'],
  ['owe <@U0BOT>', 'owe'],
  ['<@U0BOT> note: he said so', 'note: he said so'],
])('the mention in %j is none of the words, nor is a colon behind it', (text, words) => {
  expect(heardMention(appMention(ada, 'C1', text, 'Ev1'), home, at)).toMatchObject({ said: { type: 'words', text: words } });
});

describe('what is typed in the Messages tab', () => {
  const ts = '1705482000.000100';
  const alone = (text: string, more: Json = {}) => heardDirect(directMessage(ada, 'D1', text, 'Ev1', ts, more), home, at);

  test('is heard as a command without anything in front', () => {
    expect(alone('leak https://example.org/x the date &amp; <@U2>')).toEqual({
      key: `slack:T1:im:D1:${ts}`,
      at,
      by: 'slack:T1/U1',
      room: null,
      trigger: null,
      said: { type: 'words', text: 'leak https://example.org/x the date & slack:T1/U2' },
      names: {},
    });
  });

  test.each(['owe', '/embargo owe', '!embargo owe', 'Embargo: owe', '@embargo, owe', '<@U0BOT> owe', '<@U0BOT>: owe'])(
    '%j is heard as owe',
    (text) => {
      expect(alone(text)).toMatchObject({ said: { type: 'words', text: 'owe' } });
    },
  );

  test.each(['file_share', 'me_message', 'thread_broadcast'])('is heard with the subtype %s, which people type too', (subtype) => {
    expect(alone('leak a b', { subtype })).toMatchObject({ said: { type: 'words', text: 'leak a b' } });
  });

  test.each([
    ["the bot's own post", { user: 'U0BOT' }],
    ["another app's post", { bot_id: 'B7' }],
    ['a bot message', { subtype: 'bot_message', user: undefined }],
    ['a join', { subtype: 'channel_join' }],
    ['a deletion', { subtype: 'message_deleted' }],
    ['what was written in a channel', { channel: 'C1', channel_type: 'group' }],
    ['a message of nobody', { user: undefined }],
  ])('is not heard: %s', (_, more) => {
    expect(alone('leak a b', more)).toBe('not-ours');
  });

  test('corrects what it was before it was edited; a link that was unfurled is no edit', () => {
    const changed = (before: string, after: string, user = ada) =>
      heardDirect(directEdit(user, 'D1', [before, after], 'Ev2', ts), home, at);
    expect(changed('leek a b', 'leak a b')).toMatchObject({
      key: `slack:T1:im:D1:${ts}:1.000009`,
      corrects: `slack:T1:im:D1:${ts}`,
      said: { type: 'words', text: 'leak a b' },
    });
    expect(changed('leak a b', 'leak a b')).toBe('not-ours');
    expect(changed('a', 'b', { user: 'U0BOT', name: 'embargo' })).toBe('not-ours');
  });
});

test('a press tells when its message was last written', () => {
  const seen = (more: Json) => heardAction({ ...press(ada), ...more }, home, at)?.seen;
  expect([
    seen({ message: { ts: '1705482000.000100', edited: { ts: '1705482060.500000' } } }),
    seen({ message: { ts: '1705482000.000100' } }),
    seen({ message: undefined, container: { message_ts: '1705482000.000100' } }),
    seen({ message: undefined, container: {} }),
    seen({ message: { ts: 'yesterday' }, container: {} }),
  ]).toEqual([1_705_482_060_500, 1_705_482_000_000, 1_705_482_000_000, null, null]);
});

test('what is said in a thread is heard there: a mention, a press, a form that either of them opened', () => {
  const thread = '1705482000.000100';
  const asked = appMention(ada, 'C1', '<@U0BOT> status', 'Ev1');
  const view = { ...renderModal(form, { room: roomId('slack:T1/C1'), thread }), id: 'V1' };
  expect([
    heardMention({ ...asked, event: { ...object(asked.event), thread_ts: thread } }, home, at)?.thread,
    heardAction({ ...press(ada), container: { channel_id: 'C1', message_ts: '1.000001', thread_ts: thread } }, home, at)?.thread,
    heardSubmission(viewSubmission(ada, view, {}, 't.3'), home, at, mark)?.thread,
  ]).toEqual([thread, thread, thread]);
  expect(heardMention({ ...asked, event: { ...object(asked.event), thread_ts: '<script>' } }, home, at)).not.toHaveProperty('thread');
});

describe('a person is named by who keeps their account', () => {
  const grid: Home = { ...home, enterprise: 'E1' };

  test('by the organization in Enterprise Grid', () => {
    const command = { ...slashCommand(ada, 'C1', 'who <@U2>', 't.1'), team_id: 'T2', enterprise_id: 'E1' };
    const heard = heardCommand(command, grid, at);
    expect([heard?.by, heard?.room, heard?.said]).toEqual(['slack:E1/U1', 'slack:T1/C1', { type: 'words', text: 'who slack:E1/U2' }]);
    expect(heardAction({ ...press(ada), enterprise: { id: 'E1' } }, grid, at)?.by).toBe('slack:E1/U1');
    expect(heardMention({ ...appMention(ada, 'C1', 'owe', 'Ev1'), enterprise_id: 'E1' }, grid, at)?.by).toBe('slack:E1/U1');
  });

  test('by their own team in a channel that two companies share, whoever owns the channel', () => {
    expect(heardAction({ ...press(eve), enterprise: { id: 'E1' } }, grid, at)?.by).toBe('slack:T9/U9');
    expect(heardMention({ ...appMention(eve, 'C1', 'owe', 'Ev1'), enterprise_id: 'E1' }, grid, at)?.by).toBe('slack:T9/U9');
  });
});

const without = (body: Json, key: string): Json => ({ ...body, [key]: undefined });

test.each([
  ['nothing', heardCommand(undefined, home, at)],
  ['a command without a text', heardCommand(without(slashCommand(ada, 'C1', 'x', 't.1'), 'text'), home, at)],
  ['a command without a user', heardCommand(without(slashCommand(ada, 'C1', 'x', 't.1'), 'user_id'), home, at)],
  ['a command without a trigger', heardCommand(without(slashCommand(ada, 'C1', 'x', 't.1'), 'trigger_id'), home, at)],
  ['a command in what is no channel', heardCommand(slashCommand(ada, '../C1', 'x', 't.1'), home, at)],
  ['a press on a button of another', heardAction(press(ada, { action_id: 'snooze', value: 'x' }), home, at)],
  ['a press without actions', heardAction(without(press(ada), 'actions'), home, at)],
  ['a press by a user that is none', heardAction({ ...press(ada), user: 'U1' }, home, at)],
  ['a form whose view has no id', heardSubmission({ ...submit(null), view: renderModal(form, { room: null }) }, home, at, mark)],
  ['a form without a view', heardSubmission(without(submit(null), 'view'), home, at, mark)],
  [
    'a mention by another bot',
    heardMention({ ...appMention(ada, 'C1', 'x', 'Ev1'), event: { user: 'U1', text: 'x', channel: 'C1', bot_id: 'B7' } }, home, at),
  ],
  ['a mention without an id', heardMention(without(appMention(ada, 'C1', 'x', 'Ev1'), 'event_id'), home, at)],
  ['a mention without a text', heardMention({ ...appMention(ada, 'C1', 'x', 'Ev1'), event: { user: 'U1', channel: 'C1' } }, home, at)],
])('%s is not heard', (_what, heard) => {
  expect(heard).toBeNull();
});
