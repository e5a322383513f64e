// What would put a room right, as far as a user may do it. Pure.

import type { RoomFault } from '../../../domain/list/room-audit.ts';
import type { Lacking } from '../../platform.ts';
import { integer, type Json, object } from '../payload.ts';
import { algorithm, extrasIn, guarded, keepsOut, moderator, rolesOnly } from './audit.ts';
import { creatorsOf, levelToSet, powerOf, type RoomState, stateEvent } from './state.ts';

/** A state event to be set. */
export type Setting = { readonly type: string; readonly key: string; readonly content: Json };

const settings: readonly { readonly faults: readonly RoomFault[]; readonly type: string; readonly content: Json }[] = [
  { faults: ['public', 'open-to-rooms'], type: 'm.room.join_rules', content: { join_rule: 'invite' } },
  { faults: ['unencrypted'], type: 'm.room.encryption', content: { algorithm } },
  { faults: ['history-shared'], type: 'm.room.history_visibility', content: { history_visibility: 'joined' } },
  { faults: ['guests'], type: 'm.room.guest_access', content: { guest_access: 'forbidden' } },
];

/** The state events by which `user` would mend these faults, in order; none that they lack the power for. Levels come last: they may take power away. */
export function mending(state: RoomState, faults: readonly RoomFault[], user: string): Setting[] {
  const power = powerOf(state, user);
  const levels = ofLevels(faults) ? raised(state, user) : null;
  return [...withoutLevels(state, faults), ...(levels === null ? [] : [{ type: 'm.room.power_levels', key: '', content: levels }])].filter(
    ({ type }) => power >= (levelToSet(state, type) ?? Number.POSITIVE_INFINITY),
  );
}

const ofLevels = (faults: readonly RoomFault[]): boolean => faults.includes('anyone-invites') || faults.includes('anyone-changes');

function withoutLevels(state: RoomState, faults: readonly RoomFault[]): Setting[] {
  const plain = settings.filter((setting) => setting.faults.some((fault) => faults.includes(fault)));
  const emptied = extrasIn(state).map(({ type, key }) => ({ type, key, content: {} }));
  return [...plain.map(({ type, content }) => ({ type, key: '', content })), ...emptied];
}

/** The power that `user` lacks to mend all of these faults: what they have, and the most that any of it takes. Null where they lack none. */
export function lacking(state: RoomState, faults: readonly RoomFault[], user: string): Lacking | null {
  const has = powerOf(state, user);
  const takes = (type: string, least = 0) => Math.max(least, levelToSet(state, type) ?? 0);
  const needs = [
    ...withoutLevels(state, faults).map(({ type }) => takes(type)),
    // Nobody gives a level that is above their own: a moderator's takes a moderator.
    ...(ofLevels(faults) ? [takes('m.room.power_levels', moderator)] : []),
    // Homeservers let those change the directory who may name a room's address: https://spec.matrix.org/latest/client-server-api/#room-directory
    ...(faults.includes('listed') ? [takes('m.room.canonical_alias')] : []),
  ];
  const most = Math.max(0, ...needs);
  return has >= most ? null : { has, needs: most };
}

/**
 * The room's levels with those raised that are too low; null where there are none to go by: levels made from nothing would take everybody's power.
 * Nobody may change a level that is above their own power, or to one that is (https://spec.matrix.org/latest/rooms/v11/#authorization-rules).
 */
function raised(state: RoomState, user: string): Json | null {
  const known = stateEvent(state, 'm.room.power_levels')?.content;
  const power = powerOf(state, user);
  if (known === undefined || Object.keys(known).length === 0 || power < moderator) return null;
  // What is not named is a moderator's already, invitations apart.
  const low = rolesOnly.filter((name) => (known[name] === undefined ? name === 'invite' : !keepsOut(known[name])));
  const events = object(known.events);
  const lowEvents = guarded.filter((type) => events[type] !== undefined && !keepsOut(events[type]));
  const ordinary = known.users_default === undefined ? 0 : (integer(known.users_default) ?? moderator);
  const everybody = ordinary >= moderator && ordinary <= power;
  return {
    ...known,
    ...Object.fromEntries(low.map((name) => [name, moderator])),
    events: { ...events, ...Object.fromEntries(lowEvents.map((type) => [type, moderator])) },
    // Where everybody has power, so has this user: who takes it from all keeps it, or the room could never be mended again.
    ...(everybody ? { users_default: 0, users: { ...object(known.users), ...kept(state, user) } } : {}),
  };
}

/** A creator's power stands in no levels, and may not (https://spec.matrix.org/latest/rooms/v12/). */
function kept(state: RoomState, user: string): Json {
  return creatorsOf(state).includes(user) ? {} : { [user]: powerOf(state, user) };
}

/** The room's levels with a moderator's power for these users; null where they have it, or there are no levels to go by. */
export function empowered(state: RoomState, users: readonly string[]): Json | null {
  const known = stateEvent(state, 'm.room.power_levels')?.content;
  const lacking = users.filter((user) => powerOf(state, user) < moderator);
  if (known === undefined || lacking.length === 0) return null;
  return { ...known, users: { ...object(known.users), ...Object.fromEntries(lacking.map((user) => [user, moderator])) } };
}
