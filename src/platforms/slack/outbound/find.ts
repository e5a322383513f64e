// Was it posted? Asked after a crash, where the bot was given the right to read what is written in its places.
import { webApi } from '@slack/bolt';
import { minuteMs } from '../../../domain/values/time.ts';
import { type Platform, SendFailure } from '../../platform.ts';
import { failureOf, harmless } from '../failures.ts';
import { array, object, string } from '../payload.ts';
import type { Workspace } from '../workspaces.ts';

type Sought = Pick<Parameters<Platform['find']>[0], 'rowId' | 'index' | 'since'>;

const messagesPerPage = 200;
// Ten thousand messages since it was queued: then nobody knows.
const pagesMax = 50;
// Slack's clock and ours may differ.
const marginMs = minuteMs;

const eventType = 'embargo_bot';

/** Any app and member of the workspace can read it, so it holds nothing but the row's id and the page's number. */
export function metadataOf(rowId: string, index: number) {
  return { event_type: eventType, event_payload: { row: rowId, page: index } };
}

/** The id of the first block of files that were shared, which can have no metadata. It holds no more than that. */
export const markOf = (rowId: string, index: number): string => `${eventType}:${rowId}:${index}`;

/**
 * Looks in a channel, or in one `thread` of it, for the bot's own message with the metadata of this page, or with its mark. 'unknown' where the history may not be read, or is too long;
 * 'no' only when all of it was seen since then. Throws SendFailure.
 */
export async function findIn(
  workspace: Workspace,
  channel: string,
  sought: Sought,
  thread: string | null = null,
): Promise<{ readonly ref: string } | 'no' | 'unknown'> {
  const { client, home, scopes } = workspace;
  if (!scopes.has(channel.startsWith('D') ? 'im:history' : 'groups:history')) return 'unknown';
  const oldest = String((sought.since - marginMs) / 1000);
  let cursor = '';
  try {
    for (let page = 0; page < pagesMax; page += 1) {
      const more = cursor === '' ? {} : { cursor };
      const asked = { channel, oldest, limit: messagesPerPage, include_all_metadata: true, ...more };
      const answer = await (thread === null ? client.conversations.history(asked) : client.conversations.replies({ ...asked, ts: thread }));
      if (answer.messages === undefined) throw new SendFailure('again', 'unreadable_answer');
      const found = array(answer.messages).find((message) => isIt(message, home.botUser, sought));
      if (found !== undefined) return { ref: `${channel}/${string(object(found).ts) ?? ''}` };
      cursor = answer.response_metadata?.next_cursor ?? '';
      // Slack may give fewer than were asked for before the end: https://docs.slack.dev/reference/methods/conversations.history
      if (cursor === '') return answer.has_more === true ? 'unknown' : 'no';
    }
    return 'unknown';
  } catch (error) {
    // The right was taken away since it was granted.
    if (error instanceof webApi.WebAPIPlatformError && error.data.error === 'missing_scope') return 'unknown';
    // Where there is no thread any more, it may stand outside of it.
    if (thread !== null && failureOf(error).code === 'thread_not_found') return findIn(workspace, channel, sought);
    throw harmless(failureOf(error));
  }
}

/** Another app could write the same metadata, and so make the bot believe that it has spoken. */
function isIt(message: unknown, botUser: string, { rowId, index }: Sought): boolean {
  const { user, metadata, blocks } = object(message);
  const { row, page } = object(object(metadata).event_payload);
  const posted = object(metadata).event_type === eventType && row === rowId && Number(page) === index;
  const shared = array(blocks).some((block) => object(block).block_id === markOf(rowId, index));
  return user === botUser && (posted || shared);
}
