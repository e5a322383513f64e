// Who can read a Matrix room, as far as its state tells. Fit only when proven so: what is missing or cannot be read counts against the room.
import { readText } from '../../../chat/values/text.ts';
import { type RoomAudit, type RoomFault, roomFaults } from '../../../domain/list/room-audit.ts';
import type { RoomId } from '../../../domain/values/ids.ts';
import { integer, string } from '../payload.ts';
import {
  bare,
  levelOf,
  levelToSet,
  membershipOf,
  personOf,
  type RoomState,
  readState,
  type StateEvent,
  serverOf,
  stateEvent,
  usersIn,
} from './state.ts';

export const algorithm = 'm.megolm.v1.aes-sha2';
/** The power of a moderator: less than that is anybody's. */
export const moderator = 50;
const nameLengthMax = 80;

/** What nobody without a role may set: each would make the room unfit, or another one. */
export const guarded = [
  'm.room.join_rules',
  'm.room.history_visibility',
  'm.room.encryption',
  'm.room.guest_access',
  'm.room.power_levels',
  'm.room.server_acl',
  'm.room.tombstone',
  'm.room.name',
  'im.vector.modular.widgets',
  'm.widget',
  'm.bridge',
  'uk.half-shot.bridge',
] as const;

/** What a room that is fit takes a role for, besides setting things. */
export const rolesOnly = ['invite', 'state_default', 'kick', 'ban', 'redact'] as const;

type About = { readonly room: RoomId; readonly botUser: string; readonly listed: boolean };

/** A room from its raw state events; `listed`: whether it is in the public directory, `botUser`: `@bot:example.org`. Never throws. Pure. */
export function auditRoom(raw: readonly unknown[], { room, botUser, listed }: About): RoomAudit {
  const state = readState(raw);
  const users = usersIn(state).filter((user) => user !== botUser);
  const people = users.flatMap((user) => personOf(user) ?? []);
  const teams = [...new Set(users.map(serverOf))].filter((server) => server !== serverOf(botUser)).sort();
  // Somebody whom nobody could name is nobody whom a list could know.
  const broken = state.broken || people.length < users.length;
  const has: Readonly<Record<RoomFault, boolean>> = {
    ...joining(state, broken),
    ...reading(state),
    ...changing(state),
    listed,
    'shared-externally': teams.length > 0,
    archived: false,
    'bot-is-not-in-it': membershipOf(state, botUser) !== 'join',
    upgraded: stateEvent(state, 'm.room.tombstone') !== null,
  };
  return { name: nameOf(state, room), faults: roomFaults.filter((fault) => has[fault]), ...(teams.length === 0 ? {} : { teams }), people };
}

/** What a room is called by itself; else its address or its id. What cannot be shown is no name. */
function nameOf(state: RoomState, room: RoomId): string {
  const named = stateEvent(state, 'm.room.name')?.content.name;
  const alias = stateEvent(state, 'm.room.canonical_alias')?.content.alias;
  for (const each of [named, alias]) {
    const read = readText([...(string(each) ?? '')].slice(0, nameLengthMax).join(''), nameLengthMax, 'one');
    if (read.ok) return read.value;
  }
  return bare(room);
}

/** `knock`: whoever asks is let in by somebody who may invite, so that it is as private as `invite`. */
function joining(state: RoomState, broken: boolean): Pick<Record<RoomFault, boolean>, 'public' | 'open-to-rooms' | 'guests'> {
  const rule = stateEvent(state, 'm.room.join_rules')?.content.join_rule;
  const toRooms = rule === 'restricted' || rule === 'knock_restricted';
  const guests = stateEvent(state, 'm.room.guest_access');
  return {
    public: broken || !(rule === 'invite' || rule === 'knock' || toRooms),
    'open-to-rooms': toRooms,
    guests: guests !== null && guests.content.guest_access !== 'forbidden',
  };
}

type Readers = 'unencrypted' | 'history-shared' | 'widgets' | 'bridged';

function reading(state: RoomState): Pick<Record<RoomFault, boolean>, Readers> {
  const history = stateEvent(state, 'm.room.history_visibility')?.content.history_visibility;
  const extras = extrasIn(state);
  return {
    unencrypted: stateEvent(state, 'm.room.encryption')?.content.algorithm !== algorithm,
    'history-shared': history !== 'joined' && history !== 'invited',
    widgets: extras.some(({ type }) => widgetTypes.has(type)),
    bridged: extras.some(({ type }) => bridgeTypes.has(type)),
  };
}

const widgetTypes: ReadonlySet<string> = new Set(['im.vector.modular.widgets', 'm.widget']);
// https://github.com/matrix-org/matrix-spec-proposals/pull/2346
const bridgeTypes: ReadonlySet<string> = new Set(['m.bridge', 'uk.half-shot.bridge']);

/** The widgets and bridges of a room. One that was taken off stays in the state with nothing in it. */
export function extrasIn({ events }: RoomState): StateEvent[] {
  return events.filter(({ type, content }) => (widgetTypes.has(type) || bridgeTypes.has(type)) && Object.keys(content).length > 0);
}

function changing(state: RoomState): Pick<Record<RoomFault, boolean>, 'anyone-invites' | 'anyone-changes'> {
  const invites = levelOf(state, 'invite') ?? 0;
  const ordinary = levelOf(state, 'users_default') ?? moderator;
  const others = rolesOnly.filter((name) => name !== 'invite');
  const levels = [...others.map((name) => levelOf(state, name)), ...guarded.map((type) => levelToSet(state, type))];
  return {
    'anyone-invites': invites < moderator || ordinary >= invites,
    'anyone-changes': ordinary >= moderator || levels.some((level) => (level ?? 0) < moderator),
  };
}

/** Whether a value is a level that keeps ordinary people out. */
export const keepsOut = (value: unknown): boolean => (integer(value) ?? 0) >= moderator;
