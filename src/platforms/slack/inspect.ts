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

// Fit only when proven so: what Slack does not say counts against the room.
function faultsOf(channel: Channel): RoomFault[] {
  const shared = channel.is_ext_shared || channel.is_pending_ext_shared || (channel.is_shared === true && channel.is_org_shared !== true);
  return [
    ...(channel.is_private === true ? [] : ['public' as const]),
    ...(shared ? ['shared-externally' as const] : []),
    ...(channel.is_archived ? ['archived' as const] : []),
    ...(channel.is_member === true ? [] : ['bot-is-not-in-it' as const]),
  ];
}
