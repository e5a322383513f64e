// Taking people out of a private channel, where the bot was given the right to. https://docs.slack.dev/reference/methods/conversations.kick
import type { webApi } from '@slack/bolt';
import { type PersonId, platformOf, type RoomId } from '../../../domain/values/ids.ts';
import { type Evicted, SendFailure, type Unmoved } from '../../platform.ts';
import { failureOf, harmless } from '../failures.ts';
import type { Workspaces } from '../workspaces.ts';
import { inspectRoom } from './inspect.ts';

// What Slack will go on refusing until somebody changes something, beside what is not there at all.
const refusals: ReadonlySet<string> = new Set([
  'missing_scope',
  'no_permission',
  'access_denied',
  'cant_kick_self',
  'cant_kick_from_general',
  'method_not_supported_for_channel_type',
  'not_supported',
  'user_is_restricted',
]);

/** Takes those of these people out who are in the channel. Throws SendFailure; `gone` where the bot is not in it. */
export async function evictFrom(workspaces: Workspaces, room: RoomId, people: readonly PersonId[]): Promise<Evicted> {
  const workspace = await workspaces.ofRoom(room);
  const audit = await inspectRoom(workspace, room, true);
  if (audit.faults.includes('bot-is-not-in-it')) throw new SendFailure('gone', 'not-in-it');
  // Where Slack does not tell who is in it, everybody may be.
  const there = audit.people === undefined ? null : new Set(audit.people.map(userOf));
  const channel = room.slice(room.indexOf('/') + 1);
  const [out, still]: [PersonId[], Unmoved[]] = [[], []];
  for (const person of people.filter((each) => platformOf(each) === 'slack' && there?.has(userOf(each)) !== false)) {
    const code = await kicked(workspace.client, channel, userOf(person));
    if (code === null) out.push(person);
    else if (!notThere.has(code)) still.push({ person, code });
  }
  return { out, still };
}

const notThere: ReadonlySet<string> = new Set(['not_in_channel', 'user_not_in_channel']);

/** Resolves to Slack's word for why not. */
async function kicked(client: webApi.WebClient, channel: string, user: string): Promise<string | null> {
  try {
    await client.conversations.kick({ channel, user });
    return null;
  } catch (error) {
    const failure = harmless(failureOf(error));
    if (failure.kind === 'gone' || refusals.has(failure.code)) return failure.code;
    throw failure;
  }
}

const userOf = (person: PersonId): string => person.slice(person.indexOf('/') + 1);
