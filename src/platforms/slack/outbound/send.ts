// The calls that the bot makes to Slack's Web API. All that is private stays private: nothing here falls back from a person to a room.
import type { webApi } from '@slack/bolt';
import { addressOf } from '../../../chat/message/outgoing.ts';
import type { PersonId, RoomId } from '../../../domain/values/ids.ts';
import { type Destination, type Platform, type Post, SendFailure } from '../../platform.ts';
import { failureOf, harmless } from '../failures.ts';
import type { SlackLog } from '../inbound/bolt-log.ts';
import { firstThatKnows, type Workspace, type Workspaces } from '../workspaces.ts';
import { evictFrom } from './evict.ts';
import { isFilesPage, NotTaken, type Sharing, type SlackFilesPage, shareFiles } from './files.ts';
import { findIn, metadataOf } from './find.ts';
import { inspectRoom } from './inspect.ts';
import { profileOf } from './profile.ts';
import type { SlackPage } from './render.ts';

/** How files get to Slack. */
export type Uploads = Pick<Sharing, 'apiUrl' | 'timeoutMs'>;
export type Sender = Pick<Platform, 'inspect' | 'profile' | 'evict' | 'find' | 'post' | 'remove'>;

// Slack has no better way to say "not this message any more": the same words go out as a new post.
const cannotEdit = new Set(['message_not_found', 'edit_window_closed', 'cant_update_message', 'channel_not_found']);
// The post in whose thread it was to go can have none (any more): it goes where everybody in the room sees it.
const cannotThread = new Set(['thread_not_found', 'message_not_found', 'cannot_reply_to_message', 'restricted_action_thread_locked']);
// The person cannot see this room (any more), or the bot cannot post there: what is for them alone goes to their direct messages.
const cannotWhisper = new Set(['user_not_in_channel', 'channel_not_found', 'not_in_channel', 'is_archived']);

/** Sending to wherever the bot is installed. Every function throws SendFailure and nothing else. */
export function slackSender(workspaces: Workspaces, log: SlackLog, uploads: Uploads): Sender {
  return {
    inspect: async (room, options) => {
      try {
        return await inspectRoom(await workspaces.ofRoom(room), room, options?.people === true);
      } catch (error) {
        // Where the bot is not installed it is in no room.
        if (failureOf(error).code !== 'not_installed') throw error;
        return { name: `#${channelOf(room)}`, faults: ['bot-is-not-in-it'] };
      }
    },
    profile: (person) => profileOf(workspaces, person),
    evict: (room, people) => evictFrom(workspaces, room, people),
    find: async ({ to, quiet, under, page, ...sought }) => {
      switch (to.type) {
        case 'room':
          return findIn(await workspaces.ofRoom(to.room), channelOf(to.room), sought, under === undefined ? null : place(under.ref).ts);
        case 'person':
          // What one person alone sees stands in no history.
          if (!isFilesPage(page) && (to.room !== null || quiet === 'answer')) return 'unknown';
          return inDirect(workspaces, addressOf(to), (workspace, channel) => findIn(workspace, channel, sought));
        case 'home':
          return 'no';
        default:
          return to satisfies never;
      }
    },
    post: (post) => (isFilesPage(post.page) ? postFiles(workspaces, post, post.page, log, uploads) : post_(workspaces, post, log)),
    remove: async (to, ref) => {
      const { channel, ts } = place(ref);
      await firstThatKnows(await referred(workspaces, to), ({ client }) => repeatable(() => client.chat.delete({ channel, ts }))).catch(
        (error: unknown) => {
          if (failureOf(error).code !== 'message_not_found') throw error;
        },
      );
    },
  };
}

/** The installations in which an earlier post to this destination may stand. What a person saw inside a room is never referred to again. */
async function referred(workspaces: Workspaces, to: Destination): Promise<readonly Workspace[]> {
  return to.type === 'room' ? [await workspaces.ofRoom(to.room)] : workspaces.ofPerson(addressOf(to));
}

async function post_(workspaces: Workspaces, post: Post, log: SlackLog): Promise<string | null> {
  const page = post.page as SlackPage;
  const { to } = post;
  if (to.type === 'home') return publish(workspaces, addressOf(to), page);
  const edited = post.replaces === null ? null : await edit(await referred(workspaces, to), post, page, post.replaces);
  if (edited !== null || post.onlyEdit === true) return edited;
  if (to.type === 'room') return postTo(await workspaces.ofRoom(to.room), channelOf(to.room), post, page, log);
  if (to.room !== null && (await whispered((await workspaces.ofRoom(to.room)).client, to, to.room, page))) return null;
  return inDirect(workspaces, addressOf(to), (workspace, channel) => postDirectly(workspace, channel, to, post, page, log));
}

/**
 * Files, in a room or in the direct messages with a person: there is no file that one person alone sees in a room. Their names and how many there are is all
 * that a notification shows. Where Slack does not take them, it is said how else the texts are to be had, as an answer would be.
 */
async function postFiles(
  workspaces: Workspaces,
  post: Post,
  page: SlackFilesPage,
  log: SlackLog,
  uploads: Uploads,
): Promise<string | null> {
  const { to, under, rowId, index, ended } = post;
  const thread = under === undefined ? null : place(under.ref).ts;
  const share = ({ client }: Workspace, channel: string) =>
    shareFiles(page, { client, channel, thread, mark: { rowId, index }, ...uploads, ended });
  try {
    if (to.type === 'room') await share(await workspaces.ofRoom(to.room), channelOf(to.room));
    else await inDirect(workspaces, addressOf(to), share);
    // Slack shares them in its own time, and does not say where.
    return null;
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    log('slack.files-not-taken', { code: error.code });
    return post_(
      workspaces,
      { ...post, page: page.instead, ...(under === undefined ? {} : { under: { ...under, page: page.instead } }) },
      log,
    );
  }
}

/**
 * In a direct message. Desktop notifications show the text of a post's blocks (https://docs.slack.dev/changelog/2026/07/13/notification-changes), and
 * e-mail about unread messages holds it. So what no notification may show is ephemeral, which notifies nobody, or is edited into a post that
 * says no more than a notification may.
 */
async function postDirectly(
  workspace: Workspace,
  channel: string,
  to: Exclude<Destination, { type: 'room' | 'home' }>,
  post: Post,
  page: SlackPage,
  log: SlackLog,
): Promise<string | null> {
  switch (post.quiet) {
    case undefined:
      return postTo(workspace, channel, post, page, log);
    case 'answer':
      await ephemeral(workspace.client, channel, to, page);
      return null;
    case 'card':
      return postAndEdit(workspace, channel, post, page, log);
    default:
      return post.quiet satisfies never;
  }
}

async function postAndEdit(workspace: Workspace, channel: string, post: Post, page: SlackPage, log: SlackLog): Promise<string> {
  const { client } = workspace;
  const ref = await postTo(workspace, channel, post, { text: page.text, blocks: [] }, log);
  const { ts } = place(ref);
  const metadata = metadataOf(post.rowId, post.index);
  try {
    await repeatable(() => client.chat.update({ channel, ts, ...content(page), metadata }));
    return ref;
  } catch (error) {
    // It is tried again as a whole: what stands there would be a second beginning.
    await client.chat.delete({ channel, ts }).catch((failure: unknown) => log('slack.not-removed', { code: failureOf(failure).code }));
    throw error;
  }
}

async function edit(among: readonly Workspace[], post: Post, page: SlackPage, ref: string): Promise<string | null> {
  const { channel, ts } = place(ref);
  // A reference into another place than the destination must not carry private words there.
  if (post.to.type === 'room' ? channel !== channelOf(post.to.room) : !channel.startsWith('D')) return null;
  const metadata = metadataOf(post.rowId, post.index);
  try {
    await firstThatKnows(among, ({ client }) => repeatable(() => client.chat.update({ channel, ts, ...content(page), metadata })));
    return ref;
  } catch (error) {
    if (cannotEdit.has(failureOf(error).code)) return null;
    throw error;
  }
}

/** Does something in the direct messages with a person, in the first workspace that knows them. */
async function inDirect<T>(
  workspaces: Workspaces,
  person: PersonId,
  act: (workspace: Workspace, channel: string) => Promise<T>,
): Promise<T> {
  const { workspace, channel } = await firstThatKnows(await workspaces.ofPerson(person), async (workspace) => {
    const opened = await repeatable(() => workspace.client.conversations.open({ users: userOf(person) }));
    if (opened.channel?.id === undefined) throw new SendFailure('again', 'no_direct_channel');
    return { workspace, channel: opened.channel.id };
  });
  return act(workspace, channel);
}

async function postTo({ client }: Workspace, channel: string, post: Post, page: SlackPage, log: SlackLog): Promise<string> {
  const unfurl = { unfurl_links: false, unfurl_media: false };
  const metadata = metadataOf(post.rowId, post.index);
  const say = (shown: SlackPage, thread: { readonly thread_ts?: string }) =>
    once(() => client.chat.postMessage({ channel, ...content(shown), ...thread, ...unfurl, metadata }));
  const { under } = post;
  const answer = await say(page, under === undefined ? {} : { thread_ts: place(under.ref).ts }).catch((error: unknown) => {
    if (under === undefined || !cannotThread.has(failureOf(error).code)) throw error;
    return say(under.page as SlackPage, {});
  });
  const ref = `${channel}/${answer.ts ?? ''}`;
  if (post.pin) await pin(client, ref, log);
  return ref;
}

/** Shows it to the person in the room; false when they cannot see it there. An ephemeral message cannot be edited, so it has no reference. */
async function whispered(
  client: webApi.WebClient,
  to: Exclude<Destination, { type: 'room' }>,
  room: RoomId,
  page: SlackPage,
): Promise<boolean> {
  try {
    await ephemeral(client, channelOf(room), to, page);
    return true;
  } catch (error) {
    if (cannotWhisper.has(failureOf(error).code)) return false;
    throw error;
  }
}

async function ephemeral(
  client: webApi.WebClient,
  channel: string,
  to: Exclude<Destination, { type: 'room' }>,
  page: SlackPage,
): Promise<void> {
  const thread = to.room !== null && 'thread' in to && to.thread !== undefined ? { thread_ts: to.thread } : {};
  await once(() => client.chat.postEphemeral({ channel, user: userOf(addressOf(to)), ...thread, ...content(page) }));
}

/** Writes somebody's App Home, which each installation has of its own; where they are not known there is none. It has no reference: it is always written whole. */
async function publish(workspaces: Workspaces, person: PersonId, page: SlackPage): Promise<null> {
  const among = await workspaces.ofPerson(person);
  const view = { type: 'home' as const, blocks: [...page.blocks] };
  const tried = await Promise.allSettled(
    among.map(({ client }) => repeatable(() => client.views.publish({ user_id: userOf(person), view }))),
  );
  const failures = tried.flatMap((each) => (each.status === 'rejected' ? [failureOf(each.reason)] : []));
  const grave = failures.find(({ kind }) => kind !== 'gone') ?? (failures.length === tried.length ? failures[0] : undefined);
  if (grave !== undefined) throw grave;
  return null;
}

async function pin(client: webApi.WebClient, ref: string, log: SlackLog): Promise<void> {
  const { channel, ts } = place(ref);
  try {
    await client.pins.add({ channel, timestamp: ts });
  } catch (error) {
    // The message is out; a pin that fails must not send it again.
    const { code } = failureOf(error);
    if (code !== 'already_pinned') log('slack.not-pinned', { code });
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

// Of a post without blocks, notifications and clients show the text.
const content = ({ text, blocks }: SlackPage) => (blocks.length === 0 ? { text } : { text, blocks: [...blocks] });
const channelOf = (room: RoomId): string => room.slice(room.indexOf('/') + 1);
const userOf = (person: PersonId): string => person.slice(person.indexOf('/') + 1);

function place(ref: string): { channel: string; ts: string } {
  const [channel = '', ts = ''] = ref.split('/');
  return { channel, ts };
}
