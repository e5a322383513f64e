// What a Slack workspace answers to the methods of the Web API that only read.
import type { Json } from '../../../src/platforms/slack/payload.ts';
import { type Answer, missing, no } from './fake-slack-methods.ts';
import type { FakeChannel, FakeMessage, Workspace } from './fake-slack-state.ts';

export function identity(slack: Workspace): Answer {
  const { team, enterprise, everywhere, bot } = slack;
  const inOrganisation = enterprise === null ? {} : { enterprise_id: enterprise };
  return { ok: true, team_id: team, user_id: bot.user, bot_id: bot.id, is_enterprise_install: everywhere, ...inOrganisation };
}

/** The channel as the bot may see it, or why it may not. `what`: the right that is needed, by what kind of channel it is. */
function readable(slack: Workspace, id: unknown, what: 'read' | 'history'): FakeChannel | Answer {
  const channel = slack.channels.get(String(id));
  const isMember = channel?.members.has(slack.bot.user) === true;
  if (channel === undefined) return no('channel_not_found');
  const kind = channel.user !== null ? 'im' : channel.is_private ? 'groups' : 'channels';
  if (!slack.scopes.has(`${kind}:${what}`)) return missing(slack, `${kind}:${what}`);
  return channel.is_private && !isMember ? no('channel_not_found') : channel;
}

/** https://docs.slack.dev/reference/methods/conversations.info, https://docs.slack.dev/reference/objects/conversation-object */
export function conversationInfo(slack: Workspace, args: Json): Answer {
  const channel = slack.channels.get(String(args.channel));
  if (channel !== undefined && !channel.is_private && !slack.scopes.has('channels:read')) return missing(slack, 'channels:read');
  const isMember = channel?.members.has(slack.bot.user) === true;
  if (channel === undefined || (channel.is_private && !isMember)) return no('channel_not_found');
  const { members: _members, user: _user, teams, invited, ...shown } = channel;
  const own = slack.enterprise ?? slack.team;
  return {
    ok: true,
    channel: {
      ...shown,
      context_team_id: slack.team,
      is_member: isMember,
      shared_team_ids: [slack.team, ...teams],
      ...(teams.length === 0 ? {} : { connected_team_ids: teams, conversation_host_id: own, internal_team_ids: [slack.team] }),
      pending_shared: invited,
      pending_connected_team_ids: invited,
    },
  };
}

/** https://docs.slack.dev/reference/methods/conversations.members */
export function members(slack: Workspace, args: Json): Answer {
  const channel = readable(slack, args.channel, 'read');
  if ('ok' in channel) return channel;
  const page = paged([...channel.members], args, 100);
  return page === null ? no('invalid_cursor') : { ok: true, members: page.items, response_metadata: { next_cursor: page.next } };
}

/** https://docs.slack.dev/reference/methods/conversations.history: the newest first; nothing that one person alone saw, and nothing within threads. */
export function history(slack: Workspace, args: Json): Answer {
  const channel = readable(slack, args.channel, 'history');
  if ('ok' in channel) return channel;
  if (!channel.members.has(slack.bot.user)) return no('not_in_channel');
  const within = slack.messages.filter(({ channel: place, only, thread, ts }) => {
    return place === channel.id && only === null && (thread === null || thread === ts) && isWithin(ts, args);
  });
  const page = paged(
    within.sort((one, other) => compareTs(other.ts, one.ts)),
    args,
    100,
  );
  if (page === null) return no('invalid_cursor');
  const withMetadata = String(args.include_all_metadata) === 'true';
  const messages = page.items.map((message) => shownMessage(slack, message, withMetadata));
  return { ok: true, messages, has_more: page.next !== '', response_metadata: { next_cursor: page.next } };
}

/** https://docs.slack.dev/reference/methods/conversations.replies: a thread, with the message that it hangs on. */
export function replies(slack: Workspace, args: Json): Answer {
  const channel = readable(slack, args.channel, 'history');
  if ('ok' in channel) return channel;
  if (!channel.members.has(slack.bot.user)) return no('not_in_channel');
  const root = slack.messages.find(({ channel: place, ts, only }) => place === channel.id && ts === args.ts && only === null);
  if (root === undefined) return no('thread_not_found');
  const within = slack.messages.filter(({ channel: place, only, thread, ts }) => {
    return place === channel.id && only === null && (ts === root.ts || (thread === root.ts && isWithin(ts, args)));
  });
  const page = paged(within, args, 1000);
  if (page === null) return no('invalid_cursor');
  const withMetadata = String(args.include_all_metadata) === 'true';
  const messages = page.items.map((message) => shownMessage(slack, message, withMetadata));
  return { ok: true, messages, has_more: page.next !== '', response_metadata: { next_cursor: page.next } };
}

function shownMessage(slack: Workspace, message: FakeMessage, withMetadata: boolean): Json {
  const { ts, text, user, blocks, metadata } = message;
  const byBot = user === slack.bot.user;
  return {
    type: 'message',
    ts,
    text,
    user,
    ...(byBot ? { bot_id: slack.bot.id, blocks } : {}),
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
  };
}

function isWithin(ts: string, { oldest, latest, inclusive }: Json): boolean {
  const including = String(inclusive) === 'true';
  const after = oldest === undefined ? 1 : compareTs(ts, String(oldest));
  const before = latest === undefined ? -1 : compareTs(ts, String(latest));
  return (after > 0 || (including && after === 0)) && (before < 0 || (including && before === 0));
}

/** Beyond a number's precision, so part by part. */
function compareTs(one: string, other: string): number {
  const [seconds = '0', count = '0'] = one.split('.');
  const [otherSeconds = '0', otherCount = '0'] = other.split('.');
  return Number(seconds) - Number(otherSeconds) || Number(count.padEnd(6, '0')) - Number(otherCount.padEnd(6, '0'));
}

/** One page of what a cursor walks through; null when the cursor is none of ours. `next` is empty on the last. */
function paged<Item>(all: readonly Item[], args: Json, usual: number): { items: Item[]; next: string } | null {
  const from = args.cursor === undefined || args.cursor === '' ? 0 : Number(/^next:(\d+)$/.exec(String(args.cursor))?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) return null;
  const to = from + Math.min(1000, Math.max(1, Number(args.limit ?? usual)));
  return { items: all.slice(from, to), next: to < all.length ? `next:${to}` : '' };
}

/** https://docs.slack.dev/reference/methods/users.info. Of a closed account Slack no longer tells the time zone. */
export function userInfo(slack: Workspace, args: Json): Answer {
  const user = slack.users.get(String(args.user));
  if (user === undefined) return no('user_not_found');
  const { id, name, tz, deleted, is_bot, shownAs } = user;
  const profile = { display_name: shownAs ?? '', real_name: shownAs ?? name };
  const shown = { id, team_id: slack.team, name, deleted, is_bot, is_app_user: false, profile };
  return { ok: true, user: deleted ? shown : { ...shown, real_name: profile.real_name, ...(tz === null ? {} : { tz }) } };
}

/** https://docs.slack.dev/reference/methods/files.info, https://docs.slack.dev/reference/objects/file-object */
export function fileInfo(slack: Workspace, args: Json): Answer {
  const file = slack.files.get(String(args.file));
  if (file === undefined) return no('file_not_found');
  const { id, name, size, url } = file;
  return { ok: true, file: { id, name, size, mimetype: 'text/plain', mode: 'hosted', url_private: url, url_private_download: url } };
}
