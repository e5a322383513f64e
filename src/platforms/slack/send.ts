// The calls that the bot makes to Slack's Web API. All that is private stays private: nothing here falls back from a person to a room.
import type { types, webApi } from '@slack/bolt';
import type { Form } from '../../chat/form.ts';
import { addressOf } from '../../chat/outgoing.ts';
import type { PersonId, RoomId } from '../../domain/ids.ts';
import { type Destination, type Platform, type Post, SendFailure } from '../platform.ts';
import type { SlackLog } from './bolt-log.ts';
import { failureOf, harmless } from './failures.ts';
import { inspectRoom } from './inspect.ts';
import { renderModal } from './modal.ts';
import type { SlackPage } from './render.ts';

export type Sender = Pick<Platform, 'inspect' | 'profile' | 'find' | 'post' | 'remove' | 'ask'>;

// Slack has no better way to say "not this message any more": the same words go out as a new post.
const cannotEdit = new Set(['message_not_found', 'edit_window_closed', 'cant_update_message', 'channel_not_found']);
// The person cannot see this room (any more), or the bot cannot post there: what is for them alone goes to their direct messages.
const cannotWhisper = new Set(['user_not_in_channel', 'channel_not_found', 'not_in_channel', 'is_archived']);

/** Sending over one client. Every function throws SendFailure and nothing else. */
export function slackSender(client: webApi.WebClient, log: SlackLog): Sender {
  return {
    inspect: (room) => inspectRoom(client, room),
    profile: async () => null,
    find: async () => 'unknown',
    post: (post) => post_(client, post, log),
    remove: async (_to, ref) => {
      const { channel, ts } = place(ref);
      await repeatable(() => client.chat.delete({ channel, ts })).catch((error: unknown) => {
        if (failureOf(error).code !== 'message_not_found') throw error;
      });
    },
    ask: (to, form, trigger) => ask(client, to, form, trigger),
  };
}

async function post_(client: webApi.WebClient, post: Post, log: SlackLog): Promise<string | null> {
  const page = post.page as SlackPage;
  const edited = post.replaces === null ? null : await edit(client, post, page, post.replaces);
  if (edited !== null) return edited;
  const ref = await postAnew(client, post, page);
  if (ref !== null && post.pin) await pin(client, ref, log);
  return ref;
}

async function edit(client: webApi.WebClient, post: Post, page: SlackPage, ref: string): Promise<string | null> {
  const { channel, ts } = place(ref);
  // A reference into another place than the destination must not carry private words there.
  if (post.to.type === 'room' ? channel !== channelOf(post.to.room) : !channel.startsWith('D')) return null;
  try {
    await repeatable(() => client.chat.update({ channel, ts, ...content(page), metadata: metadata(post.rowId) }));
    return ref;
  } catch (error) {
    if (cannotEdit.has(failureOf(error).code)) return null;
    throw error;
  }
}

async function postAnew(client: webApi.WebClient, post: Post, page: SlackPage): Promise<string | null> {
  const { to } = post;
  if (to.type === 'room') return postTo(client, channelOf(to.room), post.rowId, page);
  if (to.room !== null && (await whispered(client, to, to.room, page))) return null;
  const opened = await repeatable(() => client.conversations.open({ users: userOf(addressOf(to)) }));
  const channel = opened.channel?.id;
  if (channel === undefined) throw new SendFailure('again', 'no_direct_channel');
  return postTo(client, channel, post.rowId, page);
}

async function postTo(client: webApi.WebClient, channel: string, rowId: string, page: SlackPage): Promise<string> {
  const unfurl = { unfurl_links: false, unfurl_media: false };
  const answer = await once(() => client.chat.postMessage({ channel, ...content(page), ...unfurl, metadata: metadata(rowId) }));
  return `${channel}/${answer.ts ?? ''}`;
}

/** Shows it to the person in the room; false when they cannot see it there. An ephemeral message cannot be edited, so it has no reference. */
async function whispered(
  client: webApi.WebClient,
  to: Exclude<Destination, { type: 'room' }>,
  room: RoomId,
  page: SlackPage,
): Promise<boolean> {
  const thread = 'thread' in to && to.thread !== undefined ? { thread_ts: to.thread } : {};
  try {
    await once(() => client.chat.postEphemeral({ channel: channelOf(room), user: userOf(addressOf(to)), ...thread, ...content(page) }));
    return true;
  } catch (error) {
    if (cannotWhisper.has(failureOf(error).code)) return false;
    throw error;
  }
}

async function pin(client: webApi.WebClient, ref: string, log: SlackLog): Promise<void> {
  const { channel, ts } = place(ref);
  try {
    await client.pins.add({ channel, timestamp: ts });
  } catch (error) {
    // The message is out; a pin that fails must not send it again.
    const { code } = failureOf(error);
    if (code !== 'already_pinned') log('slack-not-pinned', { code });
  }
}

async function ask(client: webApi.WebClient, to: Destination, form: Form, trigger: string | null): Promise<void> {
  if (trigger === null) throw new SendFailure('expired', 'no_trigger');
  const view = modal(form, to);
  await once(() => client.views.open({ trigger_id: trigger, view }));
}

function modal(form: Form, to: Destination): types.ModalView {
  try {
    return renderModal(form, { room: to.room, thread: to.type === 'person' ? to.thread : undefined });
  } catch {
    throw new SendFailure('gone', 'form_too_large');
  }
}

/** A call that posts: when it is unknown whether it arrived, that is said. */
async function once<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  return call().catch((error: unknown) => {
    throw failureOf(error);
  });
}

/** A call that does no harm when it is made twice. */
async function repeatable<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  return call().catch((error: unknown) => {
    throw harmless(failureOf(error));
  });
}

const content = (page: SlackPage) => ({ text: page.text, blocks: [...page.blocks] });
// Any app and member of the workspace can read it, so it holds nothing but the row's id.
const metadata = (rowId: string) => ({ event_type: 'embargo_bot', event_payload: { row: rowId } });
const channelOf = (room: RoomId): string => room.slice(room.indexOf('/') + 1);
const userOf = (person: PersonId): string => person.slice(person.indexOf('/') + 1);

function place(ref: string): { channel: string; ts: string } {
  const [channel = '', ts = ''] = ref.split('/');
  return { channel, ts };
}
