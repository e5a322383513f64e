// Who can read a room, as far as Slack tells.
import { webApi } from '@slack/bolt';
import type { RoomAudit, RoomFault } from '../../../domain/list/room-audit.ts';
import { type PersonId, personId, type RoomId } from '../../../domain/values/ids.ts';
import { failureOf, harmless } from '../failures.ts';
import type { Home } from '../inbound/heard.ts';
import { array, object, string } from '../payload.ts';
import type { Workspace } from '../workspaces.ts';

const membersPerPage = 1000;
// What no list of members has; a cursor that never ends would hold up everything behind it.
const memberPagesMax = 20;

/** A room's name and what makes it unfit for secrets, asked of Slack now; with `people`, who is in it too, where Slack tells. Throws SendFailure. */
export async function inspectRoom({ client, home }: Pick<Workspace, 'client' | 'home'>, room: RoomId, people: boolean): Promise<RoomAudit> {
  const channel = room.slice(room.indexOf('/') + 1);
  try {
    const { channel: described = {} } = await client.conversations.info({ channel });
    const faults = faultsOf(described);
    const audit = {
      name: `#${described.name ?? channel}`,
      faults,
      ...(faults.includes('shared-externally') ? { teams: farTeams(described, home) } : {}),
    };
    return people && !faults.includes('bot-is-not-in-it') ? { ...audit, ...(await peopleIn(client, home, channel)) } : audit;
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
  return error.data.error === 'missing_scope' && provided(error).includes('groups:read') ? 'public' : null;
}

const provided = (error: webApi.WebAPIPlatformError): string[] => (string(object(error.data).provided) ?? '').split(',');

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

/** The workspaces and organisations beyond ours that read along or are invited to, in the order of their ids. */
function farTeams(channel: Channel, home: Home): string[] {
  const { shared_team_ids, connected_team_ids, pending_connected_team_ids, pending_shared, internal_team_ids, context_team_id } =
    object(channel);
  const ours = new Set([home.owner, home.team, home.enterprise, context_team_id, ...array(internal_team_ids)]);
  const named = [shared_team_ids, connected_team_ids, pending_connected_team_ids, pending_shared].flatMap(array);
  // Slack does not say whom a link invites before it is accepted: a name that no team has is one that nobody can name.
  const invited = [pending_connected_team_ids, pending_shared].flatMap(array).length > 0;
  const unknown = channel.is_pending_ext_shared === true && !invited ? ['unknown'] : [];
  return [...new Set(named.filter((team) => !ours.has(team)).map(String)), ...unknown].sort();
}

/**
 * Everybody in the channel but the bot; nothing where Slack does not tell (of a public channel it needs a scope that the bot does not ask for).
 * Ids alone come, so people of far workspaces stand there as if they were of ours.
 */
async function peopleIn(client: webApi.WebClient, home: Home, channel: string): Promise<{ readonly people?: readonly PersonId[] }> {
  const users: string[] = [];
  let cursor = '';
  try {
    for (let page = 0; page < memberPagesMax; page += 1) {
      const answer = await client.conversations.members({ channel, limit: membersPerPage, ...(cursor === '' ? {} : { cursor }) });
      if (answer.members === undefined) return {};
      users.push(...answer.members);
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') return { people: users.filter((user) => user !== home.botUser).flatMap((user) => personHere(home, user) ?? []) };
    }
    return {};
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && error.data.error === 'missing_scope') return {};
    throw error;
  }
}

const personHere = (home: Home, user: string): PersonId | null => personId(`slack:${home.enterprise ?? home.owner}/${user}`);
