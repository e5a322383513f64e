import { describe, expect, test } from 'vitest';
import { botEvents, heardEvent } from '../../../../src/platforms/slack/inbound/events.ts';
import type { Home } from '../../../../src/platforms/slack/inbound/heard.ts';
import { type Json, object } from '../../../../src/platforms/slack/payload.ts';
import * as events from '../../../rig/slack/events.ts';
import { startFakeSlack } from '../../../rig/slack/fake-slack.ts';
import { addChannel, directOf } from '../../../rig/slack/fake-slack-state.ts';
import { eventCallback } from '../../../rig/slack/payloads.ts';

const home: Home = { owner: 'T1', team: 'T1', enterprise: null, botUser: 'U0BOT' };
const grid: Home = { ...home, enterprise: 'E1' };
const at = Date.parse('2024-01-17T09:00Z');
const key = 'slack:T1:event:Ev1';
const room = 'slack:T1/C1';

const fake = await startFakeSlack();
await fake.close();
const channel = addChannel(fake.slack, { id: 'C1', name: 'oci-private' });
const archived = { ...channel, is_archived: true };
const bob = { id: 'U2', name: 'bob', tz: 'Europe/Berlin', deleted: false, is_bot: false };

const told = (event: Json, more: Json = {}, where: Home = home) => heardEvent({ ...eventCallback(event, 'Ev1'), ...more }, where, at);

describe('a room that changes is noticed, and who came or went', () => {
  test.each([
    ['it is shared with another company', events.channelShared(channel, 'T9'), null],
    ['it is shared no more', events.channelUnshared(channel, 'T9'), null],
    ['somebody joins', events.memberJoined(channel, 'U2'), 'slack:T1/U2'],
    ['somebody leaves', events.memberLeft(channel, 'U2'), 'slack:T1/U2'],
    ['the bot is taken out', events.botLeft(channel), null],
    ['it is archived', events.archived(archived, 'U2'), null],
    ['it is opened again', events.archived(channel, 'U2'), null],
    ['it is renamed', events.renamed(channel), null],
    ['it is deleted', { type: 'group_deleted', channel: 'C1', actor_id: 'U2' }, null],
  ])('%s', (_what, event, who) => {
    expect(told(event)).toEqual({ key, at, about: room, change: { type: 'room', room, who } });
    expect(botEvents).toContain(event.type);
  });
});

test('a room that is shared gets another id', () => {
  const change = { type: 'room-moved', from: 'slack:T1/C1', to: 'slack:T1/C7' };
  expect(told(events.channelMoved('C1', 'C7'))).toEqual({ key, at, about: 'slack:T1/C7', change });
});

test('who joins from another company is named by their own, and whoever joins within the organisation by that', () => {
  const joined = events.memberJoined(channel, 'U9');
  const who = (team: string, more: Json, where: Home) => object(object(told({ ...joined, team }, more, where)).change).who;
  expect([
    who('T9', {}, home),
    who('T9', { enterprise_id: 'E1', is_ext_shared_channel: true }, grid),
    who('T2', { enterprise_id: 'E1', is_ext_shared_channel: false }, grid),
    who('T1', {}, grid),
  ]).toEqual(['slack:T9/U9', 'slack:T9/U9', 'slack:E1/U9', 'slack:E1/U9']);
});

test('an account that changes is noticed with its name, its zone and whether it is closed', () => {
  const noticed = (user: Parameters<typeof events.userChanged>[0]) => told(events.userChanged(user));
  const profile = { person: 'slack:T1/U2', name: 'bob', zone: 'Europe/Berlin', gone: false, app: false };
  const with_ = (more: object) => ({ key, at, about: 'slack:T1/U2', change: { type: 'person', profile: { ...profile, ...more } } });
  expect(noticed(bob)).toEqual(with_({}));
  expect(noticed({ ...bob, shownAs: 'Bob B.' })).toEqual(with_({ name: 'Bob B.' }));
  expect(noticed({ ...bob, deleted: true })).toEqual(with_({ gone: true, zone: null }));
  expect(noticed({ ...bob, is_bot: true })).toEqual(with_({ app: true }));
});

test('an account is named by its organization in Enterprise Grid', () => {
  const person = (user: object) => object(told({ type: 'user_change', user }, {}, grid)).about;
  expect([person({ id: 'U2', team_id: 'T1' }), person({ id: 'U2', team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } })]).toEqual([
    'slack:E1/U2',
    'slack:E1/U2',
  ]);
});

test('what another workspace or organisation than their own tells of somebody counts for nothing', () => {
  const closed = { id: 'U9', team_id: 'T9', deleted: true, name: 'bob' };
  expect([
    told({ type: 'user_change', user: closed }),
    told({ type: 'user_change', user: closed }, {}, grid),
    told({ type: 'user_change', user: { ...closed, enterprise_user: { enterprise_id: 'E9' } } }, {}, grid),
    told({ type: 'user_change', user: { ...closed, enterprise_user: { enterprise_id: 'E1' } } }),
  ]).toEqual(['not-ours', 'not-ours', 'not-ours', 'not-ours']);
});

test('an app that is taken off is noticed, and a bot token that is revoked; the token of a person is not', () => {
  const uninstalled = { key, at, about: 'slack:T1', change: { type: 'uninstalled', owner: 'T1' } };
  expect(told(events.appUninstalled())).toEqual(uninstalled);
  expect(told(events.tokensRevoked({ bot: ['U0BOT'], oauth: ['U1'] }))).toEqual(uninstalled);
  expect(told(events.tokensRevoked({ oauth: ['U1'] }))).toBe('not-ours');
});

test('whoever looks at their page asks for it; who opens the messages beside it does not', () => {
  const opened = events.homeOpened('U1', directOf(fake.slack, 'U1').id, undefined, fake.slack);
  expect(told(opened)).toEqual({ key, at, by: 'slack:T1/U1', room: null, trigger: null, said: { type: 'home' }, names: {} });
  expect(object(told(opened, {}, grid)).by).toBe('slack:E1/U1');
  expect(told({ ...opened, tab: 'messages' })).toBe('not-ours');
});

test('what happens in a direct message is none of the bot', () => {
  expect(told({ ...events.memberJoined(channel, 'U2'), channel: 'D1' })).toBe('not-ours');
});

test.each([
  ['an event that was not asked for', told({ type: 'reaction_added', user: 'U1' })],
  ['what is called like a property of every object', told({ type: 'constructor' })],
  ['an event without an id', told(events.channelShared(channel, 'T9'), { event_id: undefined })],
  ['a room that is none', told({ type: 'group_archive', channel: '../C1' })],
  ['a move to nowhere', told({ type: 'channel_id_changed', old_channel_id: 'C1' })],
  ['an account without an id', told({ type: 'user_change', user: { team_id: 'T1' } })],
  ['an account of nobody knows which workspace', told({ type: 'user_change', user: { id: 'U2' } })],
  ['nobody who opens a page', told({ type: 'app_home_opened', tab: 'home' })],
  ['nothing', heardEvent(undefined, home, at)],
])('%s cannot be read', (_what, heard) => {
  expect(heard).toBeNull();
});
