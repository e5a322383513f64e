// Who can read a room, as far as Slack tells.
import { webApi } from '@slack/bolt';
import type { RoomAudit, RoomFault } from '../../domain/audience.ts';
import type { RoomId } from '../../domain/ids.ts';
import { failureOf, harmless } from './failures.ts';
import { object, string } from './payload.ts';

/** A room's name and what makes it unfit for secrets, asked of Slack now. Throws SendFailure. */
export async function inspectRoom(client: webApi.WebClient, room: RoomId): Promise<RoomAudit> {
  const channel = room.slice(room.indexOf('/') + 1);
  try {
    const answer = await client.conversations.info({ channel });
    return { name: `#${answer.channel?.name ?? channel}`, faults: faultsOf(answer.channel ?? {}) };
  } catch (error) {
    const fault = hiddenBecause(error);
    if (fault !== null) return { name: `#${channel}`, faults: [fault] };
    throw harmless(failureOf(error));
  }
}

/** Slack hides a private channel from a bot that is not in it, and a public one from a bot that may read private ones only. */
function hiddenBecause(error: unknown): RoomFault | null {
  if (!(error instanceof webApi.WebAPIPlatformError)) return null;
  if (error.data.error === 'channel_not_found') return 'bot-is-not-in-it';
  const provided = (string(object(error.data).provided) ?? '').split(',');
  return error.data.error === 'missing_scope' && provided.includes('groups:read') ? 'public' : null;
}

type Channel = NonNullable<webApi.ConversationsInfoResponse['channel']>;

// Fit only when proven so: what Slack does not say counts against the room. Slack's schema requires is_private, is_archived, is_shared and
// is_org_shared of every channel (https://github.com/slackapi/slack-api-specs, web-api/slack_web_openapi_v2.json), and every documented answer has
// is_ext_shared and is_member too (https://docs.slack.dev/reference/objects/conversation-object). is_pending_ext_shared the schema lets Slack leave
// out, and it says nothing about who reads along now: once the invitation is accepted, is_ext_shared does, which is read before every post. So
// its absence alone refuses no room.
function faultsOf(channel: Channel): RoomFault[] {
  const within = channel.is_shared === false || channel.is_org_shared === true;
  const shared = channel.is_ext_shared !== false || channel.is_pending_ext_shared === true || !within;
  return [
    ...(channel.is_private === true ? [] : ['public' as const]),
    ...(shared ? ['shared-externally' as const] : []),
    ...(channel.is_archived === false ? [] : ['archived' as const]),
    ...(channel.is_member === true ? [] : ['bot-is-not-in-it' as const]),
  ];
}
