import { expect, test } from 'vitest';
import type { Home } from '../../../../src/platforms/slack/inbound/heard.ts';
import { heardShortcut, shortcuts } from '../../../../src/platforms/slack/inbound/shortcuts.ts';
import type { Json } from '../../../../src/platforms/slack/payload.ts';
import { globalShortcut, messageShortcut } from '../../../rig/slack/payloads.ts';

const home: Home = { owner: 'T1', team: 'T1', enterprise: null, botUser: 'U0BOT' };
const at = Date.parse('2024-01-17T09:00Z');
const ada = { user: 'U1', name: 'ada' };
const message = {
  user: 'U2',
  ts: '1705482059.000100',
  text: 'A build of &lt;Nova&gt; is public: see <https://example.org/x|here>, <@U3|carol>',
};
const note = (more: Json = {}) => messageShortcut(ada, 'note', 'C1', { ...message, ...more }, 't.1');
const valuesOf = (body: Json) => {
  const said = heardShortcut(body, home, at)?.said;
  return said?.type === 'begin' ? said.values : said;
};

test('a message is kept in the timeline by a form that holds its text, its address, its author and its instant', () => {
  expect(heardShortcut(note(), home, at)).toEqual({
    key: 'slack:T1:trigger:t.1',
    at,
    by: 'slack:T1/U1',
    room: 'slack:T1/C1',
    trigger: 't.1',
    said: {
      type: 'begin',
      words: 'note',
      values: {
        text: 'A build of <Nova> is public: see https://example.org/x, slack:T1/U3',
        source: 'https://list.slack.com/archives/C1/p1705482059000100',
        at: '2024-01-17 09:00 UTC',
        by: 'slack:T1/U2',
      },
    },
    names: { 'slack:T1/U1': 'ada', 'slack:T1/U3': 'carol' },
  });
});

test('a leak is reported by an empty form, wherever one is', () => {
  expect(heardShortcut(globalShortcut(ada, 'leak', 't.2'), home, at)).toEqual({
    key: 'slack:T1:trigger:t.2',
    at,
    by: 'slack:T1/U1',
    room: null,
    trigger: 't.2',
    said: { type: 'begin', words: 'leak', values: {} },
    names: { 'slack:T1/U1': 'ada' },
  });
});

test('a reply is answered in its thread, and its address leads there', () => {
  const heard = heardShortcut(note({ thread_ts: '1705480000.000200' }), home, at);
  expect(heard?.thread).toBe('1705480000.000200');
  expect(valuesOf(note({ thread_ts: '1705480000.000200' }))).toMatchObject({
    source: 'https://list.slack.com/archives/C1/p1705482059000100?thread_ts=1705480000.000200&cid=C1',
  });
});

test('a long message is cut to 2000 characters, and one without a text leaves the text to be filled in', () => {
  expect(valuesOf(note({ text: 'x'.repeat(2000) }))).toMatchObject({ text: 'x'.repeat(2000) });
  expect(valuesOf(note({ text: 'x'.repeat(2001) }))).toMatchObject({ text: `${'x'.repeat(1999)}…` });
  expect(valuesOf(note({ text: '' }))).not.toHaveProperty('text');
});

test('what an app wrote has its name as the author; without any the author is left out', () => {
  expect(valuesOf(note({ user: undefined, username: 'ci' }))).toMatchObject({ by: 'ci' });
  expect(valuesOf(note({ user: undefined, bot_profile: { name: 'Builds' } }))).toMatchObject({ by: 'Builds' });
  expect(valuesOf(note({ user: undefined }))).not.toHaveProperty('by');
});

test('an author of another company is named by their own team', () => {
  expect(valuesOf(note({ user: 'U9', team: 'T9' }))).toMatchObject({ by: 'slack:T9/U9' });
});

test('a workspace whose address is none gives no link', () => {
  expect(valuesOf({ ...note(), team: { id: 'T1', domain: 'evil.example/x' } })).not.toHaveProperty('source');
});

test.each([
  ['another shortcut', { ...note(), callback_id: 'other' }],
  ['a leak reported from the menu of a message', { ...note(), callback_id: 'leak' }],
  ['a note of no message', { ...globalShortcut(ada, 'note', 't.1') }],
  ['a message without an instant', note({ ts: undefined })],
  ['a shortcut without a trigger', { ...note(), trigger_id: '' }],
  ['a shortcut by nobody', { ...note(), user: {} }],
  ['nothing', undefined],
])('%s is not heard', (_what, body) => {
  expect(heardShortcut(body, home, at)).toBeNull();
});

test('Slack takes the names and descriptions of the shortcuts', () => {
  // https://docs.slack.dev/reference/app-manifest: 24 characters, and 150.
  expect(shortcuts.filter(({ name, description }) => name.length > 24 || description.length > 150)).toEqual([]);
});
