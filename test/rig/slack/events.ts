// What the Events API tells about rooms and people. Sources: https://docs.slack.dev/reference/events/<type>
import type { Json } from '../../../src/platforms/slack/payload.ts';
import type { FakeChannel, FakeUser, FakeView } from './fake-slack-state.ts';
import { shownView } from './fake-slack-views.ts';

const eventTs = '1.000001';
const kindOf = (channel: FakeChannel): 'group' | 'channel' => (channel.is_private ? 'group' : 'channel');

/** `view`: what stands there already. */
export function homeOpened(user: string, direct: string, view: FakeView | undefined, slack: Parameters<typeof shownView>[0]): Json {
  const shown = view === undefined ? {} : { view: shownView(slack, view) };
  return { type: 'app_home_opened', user, channel: direct, tab: 'home', ...shown, event_ts: eventTs };
}

export const channelShared = (channel: FakeChannel, team: string): Json => ({
  type: 'channel_shared',
  connected_team_id: team,
  channel: channel.id,
  event_ts: eventTs,
});

export const channelUnshared = (channel: FakeChannel, team: string): Json => ({
  type: 'channel_unshared',
  previously_connected_team_id: team,
  channel: channel.id,
  is_ext_shared: channel.is_ext_shared,
  event_ts: eventTs,
});

export const channelMoved = (from: string, to: string): Json => ({
  type: 'channel_id_changed',
  old_channel_id: from,
  new_channel_id: to,
  event_ts: eventTs,
});

export const memberJoined = (channel: FakeChannel, user: string): Json => ({
  type: 'member_joined_channel',
  user,
  channel: channel.id,
  channel_type: channel.is_private ? 'G' : 'C',
  team: 'T1',
  event_ts: eventTs,
});

export const memberLeft = (channel: FakeChannel, user: string): Json => ({ ...memberJoined(channel, user), type: 'member_left_channel' });

/** The bot itself was taken out of a channel. */
export const botLeft = (channel: FakeChannel): Json => ({ type: `${kindOf(channel)}_left`, channel: channel.id, event_ts: eventTs });

/** `user` did it. */
export const archived = (channel: FakeChannel, user: string): Json => ({
  type: `${kindOf(channel)}_${channel.is_archived ? 'archive' : 'unarchive'}`,
  channel: channel.id,
  user,
  is_moved: 0,
  event_ts: eventTs,
});

export const renamed = (channel: FakeChannel): Json => ({
  type: `${kindOf(channel)}_rename`,
  channel: { id: channel.id, name: channel.name, created: 1, is_channel: !channel.is_private, is_mpim: false },
  event_ts: eventTs,
});

/** Anything about an account changed. Of a closed one Slack no longer tells the zone. */
export function userChanged(user: FakeUser): Json {
  const { id, name, tz, deleted, is_bot, shownAs } = user;
  const profile = { display_name: shownAs ?? '', real_name: shownAs ?? name };
  const shown = { id, team_id: 'T1', name, deleted, is_bot, is_app_user: false, profile, updated: 1 };
  return { type: 'user_change', user: deleted || tz === null ? shown : { ...shown, tz }, cache_ts: 1, event_ts: eventTs };
}

export const appUninstalled = (): Json => ({ type: 'app_uninstalled' });
export const tokensRevoked = (tokens: { readonly oauth?: readonly string[]; readonly bot?: readonly string[] }): Json => ({
  type: 'tokens_revoked',
  tokens,
});
