// What happens to a room apart from what is said in it: told in a line of its own, as a story's reader would tell it. Pure.
//
//   eve joins #oci-private, eve leaves #oci-private
//   #oci-private is shared with T0FAR, unshared, archived, unarchived, public, private

import type { RoomFault } from '../../domain/list/room-audit.ts';
import { isPersona, readPlace } from './story.ts';

export type RoomChange =
  | { readonly type: 'shared'; readonly team: string }
  | { readonly type: 'unshared' | 'archived' | 'unarchived' | 'public' | 'private' }
  | { readonly type: 'joined' | 'left'; readonly who: string };

/** What `share #room` lets in. */
export const farTeam = 'T0FAR';

const simple = ['unshared', 'archived', 'unarchived', 'public', 'private'] as const;

/** A line that tells what happened to a room; null when it is none. */
export function readRoomLine(text: string): { readonly room: string; readonly change: RoomChange } | null {
  const moved = /^(\S+) (joins|leaves) (#\S+)$/.exec(text);
  if (moved !== null) {
    const [, who = '', how, room = ''] = moved;
    return isRoom(room) && isPersona(who) ? { room, change: { type: how === 'joins' ? 'joined' : 'left', who } } : null;
  }
  const [, room = '', what = ''] = /^(#\S+) is (.+)$/.exec(text) ?? [];
  if (!isRoom(room)) return null;
  const team = /^shared with ([TE][A-Z0-9]+)$/.exec(what)?.[1];
  if (team !== undefined) return { room, change: { type: 'shared', team } };
  const type = simple.find((each) => each === what);
  return type === undefined ? null : { room, change: { type } };
}

const isRoom = (name: string): boolean => readPlace(name)?.type === 'room';

/** What of a room's privacy is not in its name. `teams`: who else reads along. */
export type Privacy = { readonly faults: ReadonlySet<RoomFault>; readonly teams: ReadonlySet<string> };

export const unchanged: Privacy = { faults: new Set(), teams: new Set() };

/** A room after what happened to it. Who comes and goes is not its privacy's business. */
export function changed({ faults, teams }: Privacy, change: RoomChange): Privacy {
  const plus = (fault: RoomFault) => new Set([...faults, fault]);
  const minus = (fault: RoomFault) => new Set([...faults].filter((each) => each !== fault));
  switch (change.type) {
    case 'shared':
      return { faults: plus('shared-externally'), teams: new Set([...teams, change.team]) };
    case 'unshared':
      return { faults: minus('shared-externally'), teams: new Set() };
    case 'public':
      return { faults: plus('public'), teams };
    case 'private':
      return { faults: minus('public'), teams };
    case 'archived':
      return { faults: plus('archived'), teams };
    case 'unarchived':
      return { faults: minus('archived'), teams };
    case 'joined':
    case 'left':
      return { faults, teams };
    default:
      return change satisfies never;
  }
}
