// What the homeserver tells: one long question after the other. What an answer holds is taken apart here, and nothing is forgotten: where the homeserver
// left out what lies between two answers, it is asked for. https://spec.matrix.org/latest/client-server-api/#syncing
import { SendFailure } from '../platform.ts';
import { type Api, part, type Query } from './api.ts';
import type { SyncPart } from './encryption/crypto.ts';
import { array, integer, type Json, object, string } from './payload.ts';
import { loggedOut } from './session.ts';

export type Invitation = { readonly room: string; readonly by: string; readonly direct: boolean };

/** What happened between two tokens. `events`: of each room in order, as they came (those of state too). */
export type Batch = {
  readonly next: string;
  readonly crypto: SyncPart;
  readonly events: readonly { readonly room: string; readonly event: Json }[];
  readonly invitations: readonly Invitation[];
  /** Rooms that the bot is out of. */
  readonly left: readonly string[];
};

/** Whose the timeline is. `isAlone`: whether the bot speaks with one person alone in a room. */
export type Reader = { readonly user: string; readonly isAlone: (room: string) => Promise<boolean> };

const waitMsUsual = 30_000;
// Longer than the homeserver is asked to wait.
const graceMs = 20_000;
const eventsMax = 50;
const pageMax = 100;
// A gap of more than that is no conversation: what was said so long ago is not carried out anyway. Of what one person says to the bot alone no more is asked
// for than is taken in, or members would wait for it.
const pagesMax = { ofAll: 50, alone: 2 } as const;

const filter = JSON.stringify({
  room: {
    timeline: { limit: eventsMax },
    state: { lazy_load_members: true },
    ephemeral: { types: [] },
    account_data: { types: [] },
  },
  presence: { types: [] },
  account_data: { types: [] },
});

/**
 * What happened after `since`; null: nothing did, and what comes from now on is asked for by what this gives. The homeserver waits for so long until something happens. What was said
 * before the bot's first question is not handed on. Throws SendFailure.
 */
export async function askSync(
  api: Api,
  since: string | null,
  { user, isAlone }: Reader,
  off: AbortSignal,
  waitMs = waitMsUsual,
): Promise<Batch> {
  const timeout = since === null ? 0 : waitMs;
  const query: Query = { timeout, filter, set_presence: 'offline', ...(since === null ? {} : { since }) };
  const answer = object(await api.request('GET', 'v3/sync', { query, timeoutMs: timeout + graceMs, off }));
  const { next_batch, rooms, to_device, device_lists, device_one_time_keys_count, device_unused_fallback_key_types } = object(answer);
  const { join, invite, leave } = object(rooms);
  const events: { room: string; event: Json }[] = [];
  for (const [room, joined] of Object.entries(object(join)))
    if (since !== null)
      events.push(...(await timelineOf(api, room, object(joined), since, { user, isAlone })).map((event) => ({ room, event })));
  return {
    next: string(next_batch) ?? since ?? '',
    crypto: {
      toDevice: array(object(to_device).events),
      changed: array(object(device_lists).changed).map(String),
      left: array(object(device_lists).left).map(String),
      keyCounts: countsOf(device_one_time_keys_count),
      fallbackKeys: Array.isArray(device_unused_fallback_key_types) ? device_unused_fallback_key_types.map(String) : null,
    },
    events,
    invitations: Object.entries(object(invite)).flatMap(([room, told]) => invitationOf(room, object(told), user) ?? []),
    left: Object.keys(object(leave)),
  };
}

function countsOf(counts: unknown): Record<string, number> {
  return Object.fromEntries(
    Object.entries(object(counts)).flatMap(([name, count]) => (integer(count) === null ? [] : [[name, Number(count)]])),
  );
}

async function timelineOf(api: Api, room: string, joined: Json, since: string, { user, isAlone }: Reader): Promise<Json[]> {
  const { events, limited, prev_batch } = object(joined.timeline);
  const told = array(events).map(object);
  const earlier = limited === true ? await gap(api, room, string(prev_batch), since, isAlone).catch(nothingToRead) : [];
  return sinceJoining([...earlier, ...told], user);
}

/** A room that the bot may not read any more must not keep all others from being heard. */
function nothingToRead(error: unknown): Json[] {
  if (error instanceof SendFailure && error.kind === 'gone' && loggedOut(error) === null) return [];
  throw error;
}

/** What the homeserver left out: read backwards from where its answer begins to where the one before ended. */
async function gap(api: Api, room: string, from: string | null, to: string, isAlone: Reader['isAlone']): Promise<Json[]> {
  const found: Json[] = [];
  const most = (await isAlone(room)) ? pagesMax.alone : pagesMax.ofAll;
  let at = from;
  for (let page = 0; at !== null && page < most; page += 1) {
    const query = { dir: 'b', from: at, to, limit: pageMax };
    const { chunk, end } = object(await api.request('GET', `v3/rooms/${part(room)}/messages`, { query }));
    found.push(...array(chunk).map(object));
    const next = string(end);
    at = array(chunk).length === 0 || next === at ? null : next;
  }
  return found.reverse();
}

/** Of a room that the bot has only just joined, what came before is not for it, nor can it read it. */
function sinceJoining(events: readonly Json[], user: string): Json[] {
  const joined = events.findLastIndex(({ type, state_key, content, unsigned }) => {
    const before = object(object(unsigned).prev_content).membership;
    return type === 'm.room.member' && state_key === user && object(content).membership === 'join' && before !== 'join';
  });
  return events.slice(joined + 1);
}

/** Of an invitation the homeserver tells a few stripped events of state: who invited is the sender of the bot's own membership. */
function invitationOf(room: string, told: Json, user: string): Invitation | null {
  const own = array(object(told.invite_state).events)
    .map(object)
    .find(({ type, state_key }) => type === 'm.room.member' && state_key === user);
  const by = string(own?.sender);
  return by === null ? null : { room, by, direct: object(own?.content).is_direct === true };
}
