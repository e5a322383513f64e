// What a Slack workspace answers to the methods of the Web API that post and pin, and the table of all of them.
import { array, type Json, object, string } from '../../../src/platforms/slack/payload.ts';
import { messageFault } from './fake-slack-blocks.ts';
import { conversationInfo, fileInfo, history, identity, members, replies, userInfo } from './fake-slack-reads.ts';
import { directOf, type FakeChannel, type FakeFile, type FakeMessage, nextTs, type Workspace } from './fake-slack-state.ts';
import { openView, publishView, updateView } from './fake-slack-views.ts';

export type Answer = { readonly ok: boolean; readonly error?: string; readonly [key: string]: unknown };
/** `scope`: what is needed whatever it is called with; what depends on the arguments, the method asks for itself. */
type Method = { readonly scope: string | null; readonly run: (slack: Workspace, args: Json) => Answer };

export const no = (error: string): Answer => ({ ok: false, error });

/** The answer of a Web API method, and its effect. */
export function callMethod(slack: Workspace, name: string, args: Json): Answer {
  const method = methods[name];
  if (method === undefined) return no('unknown_method');
  if (method.scope !== null && !slack.scopes.has(method.scope)) return missing(slack, method.scope);
  return method.run(slack, args);
}

export const missing = (slack: Workspace, needed: string): Answer => ({
  ...no('missing_scope'),
  needed,
  provided: [...slack.scopes].join(','),
});

const methods: Readonly<Record<string, Method>> = {
  'auth.test': { scope: null, run: (slack) => identity(slack) },
  'conversations.info': { scope: 'groups:read', run: conversationInfo },
  'conversations.members': { scope: null, run: members },
  'conversations.history': { scope: null, run: history },
  'conversations.replies': { scope: null, run: replies },
  'conversations.kick': { scope: null, run: kick },
  'conversations.open': { scope: 'im:write', run: openDirect },
  'chat.postMessage': { scope: 'chat:write', run: (slack, args) => post(slack, args, null) },
  'chat.postEphemeral': { scope: 'chat:write', run: (slack, args) => post(slack, args, string(args.user) ?? '') },
  'chat.update': { scope: 'chat:write', run: update },
  'chat.delete': { scope: 'chat:write', run: remove },
  'views.open': { scope: null, run: openView },
  'views.update': { scope: null, run: updateView },
  'views.publish': { scope: null, run: publishView },
  'pins.add': { scope: 'pins:write', run: pin },
  'bots.info': { scope: 'users:read', run: (slack) => ({ ok: true, bot: { id: slack.bot.id, app_id: 'A0FAKE' } }) },
  'files.getUploadURLExternal': { scope: 'files:write', run: beginUpload },
  'files.completeUploadExternal': { scope: 'files:write', run: completeUpload },
  'files.info': { scope: 'files:read', run: fileInfo },
  'users.info': { scope: 'users:read', run: userInfo },
};

function openDirect(slack: Workspace, args: Json): Answer {
  const user = slack.users.get(String(args.users));
  if (user === undefined) return no('user_not_found');
  return user.deleted ? no('user_disabled') : { ok: true, channel: { id: directOf(slack, user.id).id } };
}

/** https://docs.slack.dev/reference/methods/conversations.kick: the right that is needed goes by the kind of the channel. */
function kick(slack: Workspace, args: Json): Answer {
  const [channel, user] = [slack.channels.get(String(args.channel)), String(args.user)];
  const needed = channel?.is_private === false ? 'channels:manage' : 'groups:write';
  if (!slack.scopes.has(needed)) return missing(slack, needed);
  if (channel === undefined || !channel.members.has(slack.bot.user)) return no('channel_not_found');
  if (user === slack.bot.user) return no('cant_kick_self');
  if (!slack.users.has(user)) return no('user_not_found');
  if (channel.name === 'general') return no('cant_kick_from_general');
  if (channel.is_archived) return no('is_archived');
  return channel.members.delete(user) ? { ok: true } : no('not_in_channel');
}

function writable(slack: Workspace, id: unknown): FakeChannel | string {
  const channel = slack.channels.get(String(id));
  if (channel === undefined) return 'channel_not_found';
  if (!channel.members.has(slack.bot.user)) return channel.is_private ? 'channel_not_found' : 'not_in_channel';
  return channel.is_archived ? 'is_archived' : channel;
}

function post(slack: Workspace, args: Json, only: string | null): Answer {
  const channel = writable(slack, args.channel);
  if (typeof channel === 'string') return no(channel);
  if (only !== null && !channel.members.has(only)) return no('user_not_in_channel');
  const blocks = array(args.blocks);
  const fault = messageFault(blocks);
  if (fault !== null) return no(fault);
  if (only === null && args.thread_ts !== undefined && messageOf(slack, channel.id, args.thread_ts) === undefined)
    return no('thread_not_found');
  const message = posted(slack, {
    ...{ channel: channel.id, thread: string(args.thread_ts), only, text: String(args.text), blocks, metadata: args.metadata },
  });
  return only === null ? { ok: true, channel: channel.id, ts: message.ts } : { ok: true, message_ts: message.ts };
}

type Posted = Pick<FakeMessage, 'channel' | 'thread' | 'only' | 'text' | 'blocks' | 'metadata' | 'files'>;

/** The bot's message, as it is in its channel from now on. */
function posted(slack: Workspace, said: Posted): FakeMessage {
  const message: FakeMessage = { ...said, ts: nextTs(slack), user: slack.bot.user, editedTs: null, pinned: false };
  slack.messages.push(message);
  slack.happenings.push({ type: 'posted', message, blocks: said.blocks });
  return message;
}

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
function beginUpload(slack: Workspace, { filename, length }: Json): Answer {
  if (string(filename) === null || !(Number(length) > 0)) return no('invalid_arguments');
  slack.count += 1;
  const id = `F0UP${slack.count}`;
  slack.uploads.set(id, { name: String(filename), length: Number(length), content: null });
  return { ok: true, upload_url: `http://${slack.base}/upload/v1/${id}`, file_id: id };
}

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal: one post with all of them; it takes no metadata, and does not say where it is. */
function completeUpload(slack: Workspace, args: Json): Answer {
  const channel = writable(slack, args.channel_id);
  if (typeof channel === 'string') return no(channel);
  if (args.thread_ts !== undefined && messageOf(slack, channel.id, args.thread_ts) === undefined) return no('thread_not_found');
  const blocks = array(args.blocks);
  const fault = messageFault(blocks);
  if (fault !== null) return no(fault);
  const files = array(args.files)
    .map(object)
    .flatMap(({ id }): FakeFile[] => {
      const { name = '', content = null } = slack.uploads.get(String(id)) ?? {};
      return content === null ? [] : [{ id: String(id), name, size: content.length, url: `http://${slack.base}/files-pri/${id}`, content }];
    });
  if (files.length === 0 || files.length < array(args.files).length) return no('file_not_found');
  for (const file of files) slack.uploads.delete(file.id);
  for (const file of files) slack.files.set(file.id, file);
  posted(slack, { channel: channel.id, thread: string(args.thread_ts), only: null, text: '', blocks, metadata: undefined, files });
  return { ok: true, files: files.map(({ id, name }) => ({ id, title: name })) };
}

const messageOf = (slack: Workspace, channel: unknown, ts: unknown): FakeMessage | undefined =>
  slack.messages.find((message) => message.channel === channel && message.ts === ts && message.only === null);

function update(slack: Workspace, args: Json): Answer {
  const channel = writable(slack, args.channel);
  if (typeof channel === 'string') return no(channel);
  const message = messageOf(slack, args.channel, args.ts);
  if (message === undefined) return no('message_not_found');
  if (message.user !== slack.bot.user) return no('cant_update_message');
  const fault = messageFault(array(args.blocks));
  if (fault !== null) return no(fault);
  const before = message.blocks;
  Object.assign(message, { text: String(args.text), blocks: array(args.blocks), metadata: args.metadata, editedTs: nextTs(slack) });
  slack.happenings.push({ type: 'edited', message, before, blocks: message.blocks });
  return { ok: true, channel: message.channel, ts: message.ts };
}

function remove(slack: Workspace, args: Json): Answer {
  const message = messageOf(slack, args.channel, args.ts);
  if (message === undefined) return no('message_not_found');
  if (message.user !== slack.bot.user) return no('cant_delete_message');
  slack.messages.splice(slack.messages.indexOf(message), 1);
  slack.happenings.push({ type: 'deleted', message, blocks: message.blocks });
  return { ok: true };
}

function pin(slack: Workspace, args: Json): Answer {
  const message = messageOf(slack, args.channel, args.timestamp);
  if (message === undefined) return no('message_not_found');
  if (message.pinned) return no('already_pinned');
  message.pinned = true;
  return { ok: true };
}
