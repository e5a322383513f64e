// What a Slack workspace answers to the methods of the Web API, and what they do in it.
import { array, type Json, object, string } from '../../src/platforms/slack/payload.ts';
import { messageFault, viewFault } from './fake-slack-blocks.ts';
import { directOf, type FakeChannel, type FakeMessage, type FakeView, type Workspace } from './fake-slack-state.ts';

export type Answer = { readonly ok: boolean; readonly error?: string; readonly [key: string]: unknown };
type Method = { readonly scope: string | null; readonly run: (slack: Workspace, args: Json) => Answer };

// https://docs.slack.dev/interactivity/handling-user-interaction
const triggerLifeMs = 3000;
const no = (error: string): Answer => ({ ok: false, error });

/** The answer of a Web API method, and its effect. */
export function callMethod(slack: Workspace, name: string, args: Json): Answer {
  const method = methods[name];
  if (method === undefined) return no('unknown_method');
  if (method.scope !== null && !slack.scopes.has(method.scope)) return missing(slack, method.scope);
  return method.run(slack, args);
}

const missing = (slack: Workspace, needed: string): Answer => ({ ...no('missing_scope'), needed, provided: [...slack.scopes].join(',') });

const methods: Readonly<Record<string, Method>> = {
  'auth.test': { scope: null, run: (slack) => identity(slack) },
  'conversations.info': { scope: 'groups:read', run: conversationInfo },
  'conversations.open': { scope: 'im:write', run: openDirect },
  'chat.postMessage': { scope: 'chat:write', run: (slack, args) => say(slack, args, null) },
  'chat.postEphemeral': { scope: 'chat:write', run: (slack, args) => say(slack, args, string(args.user) ?? '') },
  'chat.update': { scope: 'chat:write', run: update },
  'chat.delete': { scope: 'chat:write', run: remove },
  'views.open': { scope: null, run: openView },
  'pins.add': { scope: 'pins:write', run: pin },
  'users.info': { scope: 'users:read', run: userInfo },
};

function identity(slack: Workspace): Answer {
  const { team, enterprise, bot } = slack;
  return { ok: true, team_id: team, user_id: bot.user, bot_id: bot.id, ...(enterprise === null ? {} : { enterprise_id: enterprise }) };
}

function conversationInfo(slack: Workspace, args: Json): Answer {
  const channel = slack.channels.get(String(args.channel));
  if (channel !== undefined && !channel.is_private && !slack.scopes.has('channels:read')) return missing(slack, 'channels:read');
  const isMember = channel?.members.has(slack.bot.user) === true;
  if (channel === undefined || (channel.is_private && !isMember)) return no('channel_not_found');
  const { members: _members, user: _user, ...shown } = channel;
  return { ok: true, channel: { ...shown, is_member: isMember } };
}

function openDirect(slack: Workspace, args: Json): Answer {
  const user = String(args.users);
  return slack.users.has(user) ? { ok: true, channel: { id: directOf(slack, user).id } } : no('user_not_found');
}

function writable(slack: Workspace, id: unknown): FakeChannel | string {
  const channel = slack.channels.get(String(id));
  if (channel === undefined) return 'channel_not_found';
  if (!channel.members.has(slack.bot.user)) return channel.is_private ? 'channel_not_found' : 'not_in_channel';
  return channel.is_archived ? 'is_archived' : channel;
}

function say(slack: Workspace, args: Json, only: string | null): Answer {
  const channel = writable(slack, args.channel);
  if (typeof channel === 'string') return no(channel);
  if (only !== null && !channel.members.has(only)) return no('user_not_in_channel');
  const blocks = array(args.blocks);
  const fault = messageFault(blocks);
  if (fault !== null) return no(fault);
  slack.count += 1;
  const ts = `${Math.floor(slack.now() / 1000)}.${String(slack.count).padStart(6, '0')}`;
  const message: FakeMessage = { channel: channel.id, ts, only, text: String(args.text), blocks, metadata: args.metadata, pinned: false };
  slack.messages.push(message);
  slack.happenings.push({ type: 'posted', message, blocks });
  return only === null ? { ok: true, channel: channel.id, ts } : { ok: true, message_ts: ts };
}

const messageOf = (slack: Workspace, channel: unknown, ts: unknown): FakeMessage | undefined =>
  slack.messages.find((message) => message.channel === channel && message.ts === ts && message.only === null);

function update(slack: Workspace, args: Json): Answer {
  const channel = writable(slack, args.channel);
  if (typeof channel === 'string') return no(channel);
  const message = messageOf(slack, args.channel, args.ts);
  if (message === undefined) return no('message_not_found');
  const fault = messageFault(array(args.blocks));
  if (fault !== null) return no(fault);
  const before = message.blocks;
  Object.assign(message, { text: String(args.text), blocks: array(args.blocks), metadata: args.metadata });
  slack.happenings.push({ type: 'edited', message, before, blocks: message.blocks });
  return { ok: true, channel: message.channel, ts: message.ts };
}

function remove(slack: Workspace, args: Json): Answer {
  const message = messageOf(slack, args.channel, args.ts);
  if (message === undefined) return no('message_not_found');
  slack.messages.splice(slack.messages.indexOf(message), 1);
  slack.happenings.push({ type: 'deleted', message, blocks: message.blocks });
  return { ok: true };
}

function openView(slack: Workspace, args: Json): Answer {
  const trigger = slack.triggers.get(String(args.trigger_id));
  if (trigger === undefined) return no('invalid_trigger_id');
  if (trigger.used) return no('exchanged_trigger_id');
  if (slack.now() - trigger.at > triggerLifeMs) return no('expired_trigger_id');
  const fault = viewFault(object(args.view));
  if (fault !== null) return no(fault);
  trigger.used = true;
  slack.count += 1;
  const opened: FakeView = { id: `V${slack.count}`, user: trigger.user, view: object(args.view) };
  slack.happenings.push({ type: 'opened', opened });
  return { ok: true, view: { ...opened.view, id: opened.id } };
}

function pin(slack: Workspace, args: Json): Answer {
  const message = messageOf(slack, args.channel, args.timestamp);
  if (message === undefined) return no('message_not_found');
  if (message.pinned) return no('already_pinned');
  message.pinned = true;
  return { ok: true };
}

function userInfo(slack: Workspace, args: Json): Answer {
  const user = slack.users.get(String(args.user));
  return user === undefined
    ? no('user_not_found')
    : { ok: true, user: { id: user.id, name: user.name, ...(user.tz === null ? {} : { tz: user.tz }) } };
}
